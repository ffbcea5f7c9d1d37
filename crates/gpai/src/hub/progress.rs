//! A sign of life while the Hub lets us wait: what is asked for, how much has come, how long it has taken, and when it ends. Said
//! on stderr: on a terminal in one line that goes again, elsewhere in a line now and then. A quick run says nothing.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// On a terminal, who waits longer is told.
const SOON: Duration = Duration::from_secs(1);
/// In a log, later.
const LATER: Duration = Duration::from_secs(5);
/// A line of a log comes this often.
const AGAIN: Duration = Duration::from_secs(20);
/// How often the line on a terminal is written anew.
const TICK: Duration = Duration::from_millis(200);

/// What is shared with the thread that tells.
#[derive(Debug)]
struct Shared {
    host: String,
    patience: Duration,
    /// What is asked for now, and since when.
    now: Mutex<Option<(String, Instant)>>,
    requests: AtomicU64,
    bytes: AtomicU64,
    done: AtomicU64,
}

/// Tells how the Hub is doing until it is dropped.
#[derive(Debug)]
pub struct Progress {
    shared: Arc<Shared>,
    teller: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins; `patience` is how long one answer may take.
    pub fn new(host: &str, patience: Duration) -> Self {
        let shared = Arc::new(Shared {
            host: host.to_owned(),
            patience,
            now: Mutex::default(),
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            done: AtomicU64::new(0),
        });
        let told = Arc::clone(&shared);
        let teller = std::thread::Builder::new().name("hub-progress".to_owned()).spawn(move || tell(&told)).ok();
        Progress { shared, teller }
    }

    /// Something is asked for.
    pub fn asks(&self, path: &str) {
        self.shared.requests.fetch_add(1, Ordering::Relaxed);
        let file = path.rsplit('/').next().unwrap_or(path).split('?').next().unwrap_or_default();
        *self.shared.now.lock().unwrap_or_else(PoisonError::into_inner) = Some((file.to_owned(), Instant::now()));
    }

    /// It came, or never will.
    pub fn has(&self) {
        *self.shared.now.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// So many bytes came.
    pub fn came(&self, bytes: u64) {
        self.shared.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.shared.done.store(1, Ordering::Relaxed);
        if let Some(teller) = self.teller.take() {
            teller.thread().unpark();
            let _ = teller.join();
        }
    }
}

fn tell(shared: &Shared) {
    let terminal = std::io::stderr().is_terminal();
    let mut shown = false;
    let mut last: Option<Instant> = None;
    while shared.done.load(Ordering::Relaxed) == 0 {
        std::thread::park_timeout(TICK);
        let now = shared.now.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let waits = now.filter(|(_, since)| since.elapsed() > if terminal { SOON } else { LATER });
        let mut err = std::io::stderr().lock();
        match waits {
            Some((file, since)) if terminal => {
                let _ = write!(err, "\r\x1b[2K{}", shared.line(&file, since.elapsed()));
                shown = true;
            }
            Some((file, since)) if last.is_none_or(|at| at.elapsed() > AGAIN) => {
                let _ = writeln!(err, "gpai: {}", shared.line(&file, since.elapsed()));
                last = Some(Instant::now());
            }
            None if shown => {
                let _ = write!(err, "\r\x1b[2K");
                shown = false;
            }
            _ => {}
        }
        let _ = err.flush();
    }
    if shown {
        let _ = write!(std::io::stderr().lock(), "\r\x1b[2K");
    }
}

impl Shared {
    fn line(&self, file: &str, waited: Duration) -> String {
        let kilobytes = self.bytes.load(Ordering::Relaxed) / 1000;
        let requests = self.requests.load(Ordering::Relaxed);
        gpai_forms::escape::visible(&format!(
            "waiting for {} ({file}, {} s of {} at most; {requests} requests, {kilobytes} kB so far)",
            self.host,
            waited.as_secs(),
            self.patience.as_secs(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_who_what_and_how_long() {
        let progress = Progress::new("hub.example", Duration::from_secs(60));
        progress.asks("/org/model/resolve/main/config.json?x=1");
        progress.came(4096);
        let line = progress.shared.line("config.json", Duration::from_secs(7));
        assert_eq!(line, "waiting for hub.example (config.json, 7 s of 60 at most; 1 requests, 4 kB so far)");
        drop(progress);
    }
}
