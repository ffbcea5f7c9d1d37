//! The client: what it sends, how long it waits, what it reads at most, and what an answer is.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::Read as _;
use std::thread::sleep;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use gpai_optout::robots::REDIRECTS;
use jiff::Timestamp;
use ureq::http::header;
use ureq::{Agent, Proxy};

use super::url::Url;

/// The product token under which sites can speak to this program.
pub const TOKEN: &str = "gpai-optout";
/// What is sent as `User-Agent`.
pub const USER_AGENT: &str = concat!("gpai-optout/", env!("CARGO_PKG_VERSION"), " (checks rights reservations)");
/// Requests of one run, redirects counted.
const REQUESTS: u32 = 2_000;
/// Headers that are kept of one answer, and bytes of one.
const HEADERS: usize = 200;
const HEADER: usize = 16 << 10;

/// How often and how long.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At least so long between two requests to one host.
    pub delay: Duration,
    /// So long may nothing come.
    pub patience: Duration,
    /// So long may one request take as a whole.
    pub whole: Duration,
}

/// What came of a request with its redirects.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status of the last answer; `None` where there was none.
    pub status: Option<u16>,
    /// Why there was none, or what else is to be said.
    pub why: Option<String>,
    /// Headers of the last answer, as far as they are text.
    pub headers: Vec<(String, String)>,
    /// The body, at most so much as was asked for.
    pub body: Vec<u8>,
    /// There was more.
    pub cut: bool,
    /// The addresses that were asked, the first one first.
    pub chain: Vec<String>,
    /// When the first request was sent.
    pub at: Timestamp,
}

/// A client with what it remembers of hosts.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
    asked: RefCell<HashMap<String, Instant>>,
    requests: Cell<u32>,
}

impl Client {
    /// A client that has asked for nothing yet.
    pub fn new(limits: Limits) -> Client {
        let agent = Agent::config_builder()
            .proxy(Proxy::try_from_env())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_resolve(Some(limits.patience))
            .timeout_connect(Some(limits.patience))
            .timeout_send_request(Some(limits.patience))
            .timeout_recv_response(Some(limits.patience))
            .timeout_per_read(Some(limits.patience))
            .timeout_global(Some(limits.whole))
            .max_response_header_size(64 << 10)
            .user_agent(USER_AGENT)
            .build()
            .new_agent();
        Client { agent, limits, asked: RefCell::default(), requests: Cell::new(0) }
    }

    /// Gets an address with its redirects: at most [`REDIRECTS`], also to other hosts, never from a public host into a network
    /// of one's own. Of the body at most so many bytes are read.
    pub fn get(&self, url: &Url, most: usize) -> Answer {
        let mut answer = Answer {
            status: None,
            why: None,
            headers: Vec::new(),
            body: Vec::new(),
            cut: false,
            chain: Vec::new(),
            at: Timestamp::now(),
        };
        let mut next = url.clone();
        loop {
            answer.chain.push(next.to_string());
            if let Err(why) = self.one(&next, most, &mut answer) {
                // What was read before it broke is no answer.
                (answer.status, answer.body) = (None, Vec::new());
                answer.why = Some(why);
                return answer;
            }
            if !matches!(answer.status, Some(301 | 302 | 303 | 307 | 308)) {
                return answer;
            }
            let location = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("location"));
            let Some(to) = location.and_then(|(_, to)| next.resolve(to)) else {
                answer.why = Some("a redirect to no address of the web".to_owned());
                return answer;
            };
            if to.is_private() && !url.is_private() {
                answer.why = Some("a redirect into a network that is not public".to_owned());
                return answer;
            }
            if answer.chain.len() > REDIRECTS as usize {
                answer.why = Some(format!("more than {REDIRECTS} redirects"));
                return answer;
            }
            next = to;
        }
    }

    /// One request, not before its time.
    fn one(&self, url: &Url, most: usize, answer: &mut Answer) -> Result<(), String> {
        let asked = self.requests.get() + 1;
        self.requests.set(asked);
        if asked > REQUESTS {
            return Err(format!("more than {REQUESTS} requests in one run"));
        }
        let last = self.asked.borrow().get(&url.host).copied();
        if let Some(left) = last.and_then(|last| self.limits.delay.checked_sub(last.elapsed())) {
            sleep(left);
        }
        self.asked.borrow_mut().insert(url.host.clone(), Instant::now());
        let request =
            self.agent.get(url.sent()).header(header::ACCEPT, "*/*").header(header::ACCEPT_ENCODING, "identity");
        let response = request.call().map_err(|e| said(&e));
        let response = response?;
        answer.status = Some(response.status().as_u16());
        answer.headers = (response.headers().iter().take(HEADERS))
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.chars().take(HEADER).collect()))
            })
            .collect();
        let packed = response.headers().get(header::CONTENT_ENCODING).map(|e| e.as_bytes().to_ascii_lowercase());
        let reader = response.into_body().into_reader();
        let most = most as u64;
        let mut body = Vec::new();
        let read = match packed.as_deref() {
            None | Some(b"" | b"identity") => reader.take(most + 1).read_to_end(&mut body),
            // Nothing packed was asked for; this one can be unpacked all the same, so far and no further.
            Some(b"gzip" | b"x-gzip") => GzDecoder::new(reader.take(most + 1)).take(most + 1).read_to_end(&mut body),
            Some(other) => return Err(format!("a body in {} that was not asked for", String::from_utf8_lossy(other))),
        };
        read.map_err(|e| match e.into_inner().and_then(|inner| inner.downcast::<ureq::Error>().ok()) {
            Some(inner) => said(&inner),
            None => "the answer broke off".to_owned(),
        })?;
        answer.cut = body.len() as u64 > most;
        body.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        answer.body = body;
        // Between two requests lies the whole of the first one, too.
        self.asked.borrow_mut().insert(url.host.clone(), Instant::now());
        Ok(())
    }
}

/// What went wrong below HTTP, without addresses of this machine.
fn said(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::HostNotFound => "no such host".to_owned(),
        ureq::Error::ConnectionFailed => "the connection failed".to_owned(),
        ureq::Error::Io(e) if e.kind() == std::io::ErrorKind::TimedOut => "no answer in time".to_owned(),
        ureq::Error::Io(e) => e.kind().to_string(),
        other => other.to_string(),
    }
}
