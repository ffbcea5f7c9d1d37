//! One thread writes: it takes what has come, up to a bound or a few milliseconds, records it in one transaction, and answers each
//! only when it is on disk. The queue is bounded: what does not fit is refused, never lost.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::kind::Kind;
use crate::commands::lodged;
use crate::commands::sheet::Sheet;
use crate::fault::Fault;
use crate::secret::{keyed, receipt_digest, receipt_of};
use crate::step::Draft;
use crate::store::Store;
use crate::store::append::now;

/// Posts that wait at most.
const QUEUE: usize = 1024;
/// Posts in one transaction at most.
const BATCH: usize = 256;
/// How long a batch waits for more.
const WAIT: Duration = Duration::from_millis(5);
/// How often the program that is told of new complaints is started at most.
const TELL: Duration = Duration::from_secs(60);

/// A post that is to be recorded.
#[derive(Debug)]
pub struct Post {
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub sheet: Sheet,
    /// The token of its page.
    pub token: String,
    /// A person should look first.
    pub quarantined: bool,
    /// Where the receipt goes.
    pub answer: oneshot::Sender<Result<String, Fault>>,
}

/// The receipt of a page: whoever sends it twice is given the same one.
pub fn receipt(key: &[u8], token: &str) -> String {
    receipt_of(&keyed(key, format!("gpai-form/1 receipt\n{token}").as_bytes()))
}

/// Starts the thread; where posts are handed in.
pub fn start(store: Store, key: Vec<u8>, tell: Option<PathBuf>) -> SyncSender<Post> {
    let (sender, receiver) = sync_channel(QUEUE);
    std::thread::spawn(move || run(store, &key, tell.as_ref(), &receiver));
    sender
}

fn run(mut store: Store, key: &[u8], tell: Option<&PathBuf>, receiver: &Receiver<Post>) {
    let mut told: Option<Instant> = None;
    while let Ok(first) = receiver.recv() {
        let mut posts = vec![first];
        let until = Instant::now() + WAIT;
        while posts.len() < BATCH {
            match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(post) => posts.push(post),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        let written = record(&mut store, key, &posts);
        let newest = written.as_ref().ok().and_then(|ids| ids.last().cloned());
        for post in posts {
            let answer = written.as_ref().map(|_| receipt(key, &post.token)).map_err(Clone::clone);
            // Who has gone meanwhile finds the same receipt when the page is sent again.
            let _ = post.answer.send(answer);
        }
        if let (Some(program), Some(id)) = (tell, newest)
            && told.is_none_or(|t| t.elapsed() >= TELL)
        {
            told = Some(Instant::now());
            match std::process::Command::new(program).arg(&id).stdin(std::process::Stdio::null()).spawn() {
                Ok(mut child) => {
                    std::thread::spawn(move || child.wait());
                }
                Err(error) => anstream::eprintln!("gpai-register: {} could not be started: {error}", program.display()),
            }
        }
    }
}

/// Records a batch; the ids of what is new.
fn record(store: &mut Store, key: &[u8], posts: &[Post]) -> Result<Vec<String>, Fault> {
    let (time, _) = now();
    let zone = gpai_rules::periods::moment::brussels().unwrap_or(jiff::tz::TimeZone::UTC);
    let at = time.to_zoned_datetime(zone);
    let on = at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    store.record(|store| {
        let mut new: BTreeMap<String, Draft> = BTreeMap::new();
        for post in posts {
            let token = lodged::token_digest(&post.token);
            if new.contains_key(&token) || !store.marked("token", &token)?.is_empty() {
                continue;
            }
            let id = loop {
                let id = crate::secret::id(post.kind.prefix(), at.date())?;
                if !store.has(&id)? && !new.values().any(|d| d.id == id) {
                    break id;
                }
            };
            let draft = post
                .kind
                .draft(store, Draft::new(&format!("{}.add", post.kind.word()), &id, &on, "form"), &post.sheet)?
                .with("receipt", Some(&receipt_digest(&receipt(key, &post.token))))
                .with("token", Some(&token));
            let draft = if post.quarantined { draft.set("quarantined", true.into()) } else { draft };
            new.insert(token, draft);
        }
        let drafts: Vec<Draft> = new.into_values().collect();
        let ids = drafts.iter().map(|d| d.id.clone()).collect();
        Ok((drafts, ids))
    })
}
