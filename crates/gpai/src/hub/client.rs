//! The HTTP client: GET and nothing else, redirects followed by hand so that the token stays with the Hub, and a bound on
//! requests, bytes and time. What a server sends beyond what was asked for is not read.

use std::cell::Cell;
use std::io::{self, Read};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ureq::http::{Response, header};
use ureq::{Agent, Body, Proxy};

use super::HubError;
use super::address::Address;
use super::progress::Progress;
use super::settings::Settings;

/// Requests of one run, redirects counted. Two for each of 2 048 safetensors headers (the Hub, then its CDN), one more where
/// a header is long, and the small files.
const REQUESTS: u32 = 6_000;
/// Bytes of one run: the 128 MiB that the readers take at most, and what is read ahead of 2 048 headers.
const BYTES: u64 = 384 << 20;
/// The time of one run; nobody waits longer for a first answer, and what is missing then is said.
const RUN: Duration = Duration::from_secs(300);
/// How much longer than an answer may fail to come, its body may take: 60 s by default, 16 MiB at 2 Mbit/s.
const BODY: u32 = 6;
/// Redirects of one request. The Hub has two: to its cache or CDN, and from a renamed model.
const REDIRECTS: usize = 5;
/// Once more where a connection breaks off or a gateway is busy; more often is for a person to decide.
const RETRIES: usize = 1;
/// Between the two.
const PAUSE: Duration = Duration::from_secs(1);

/// A client with what is left of its bounds.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    endpoint: Address,
    token: Option<String>,
    /// Whether there is a token that must not be sent: over plain HTTP, other than to this machine.
    withheld: bool,
    patience: Duration,
    begun: Instant,
    requests: Cell<u32>,
    bytes: Cell<u64>,
    progress: Progress,
}

/// A part of a file.
#[derive(Debug)]
pub struct Part {
    /// Its bytes, fewer than asked for only at the end of the file.
    pub bytes: Vec<u8>,
    /// The size of the whole file, where the server says it.
    pub total: Option<u64>,
}

impl Client {
    /// A client that has asked for nothing yet.
    pub fn new(settings: &Settings) -> Self {
        let patience = settings.patience;
        // What is on this machine is asked directly: a proxy would see the token.
        let proxy = if settings.endpoint.is_loopback() { None } else { Proxy::try_from_env() };
        let agent = Agent::config_builder()
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_resolve(Some(patience))
            .timeout_connect(Some(patience))
            .timeout_send_request(Some(patience))
            .timeout_recv_response(Some(patience))
            .timeout_per_read(Some(patience))
            .timeout_recv_body(Some(patience * BODY))
            .user_agent(concat!("gpai/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        let safe = settings.endpoint.secure || settings.endpoint.is_loopback();
        Client {
            agent,
            endpoint: settings.endpoint.clone(),
            token: settings.token.clone().filter(|_| safe),
            withheld: settings.token.is_some() && !safe,
            patience,
            begun: Instant::now(),
            requests: Cell::new(0),
            bytes: Cell::new(0),
            progress: Progress::new(&settings.endpoint.host, patience * BODY),
        }
    }

    /// The host that is asked, for messages.
    pub fn host(&self) -> &str {
        &self.endpoint.host
    }

    /// A whole answer of the API of at most so many bytes.
    pub fn whole(&self, path: &str, limit: u64) -> Result<Vec<u8>, HubError> {
        self.patiently(path, || {
            let response = self.get(path, None)?;
            let bytes = self.body(response, 0, limit.saturating_add(1))?;
            if bytes.len() as u64 > limit {
                return Err(HubError::Bound { what: "the Hub's list of files", limit: format!("{limit} bytes") });
            }
            Ok(bytes)
        })
    }

    /// `len` bytes of a file from `from` on; none if the server says that the file has another size than the list does.
    pub fn part(&self, path: &str, from: u64, len: u64, size: u64) -> Result<Part, HubError> {
        self.patiently(path, || {
            let response = self.get(path, Some((from, from.saturating_add(len).saturating_sub(1))))?;
            match response.status().as_u16() {
                416 => Ok(Part { bytes: Vec::new(), total: content_range(&response).and_then(|r| r.total) }),
                206 => {
                    let range = content_range(&response).filter(|r| r.first == Some(from));
                    let range = range.ok_or_else(|| self.broken("a part of a file that was not asked for"))?;
                    if range.total.is_some_and(|total| total != size) {
                        return Ok(Part { bytes: Vec::new(), total: range.total });
                    }
                    let promised = range.length.unwrap_or(len).min(len);
                    let bytes = self.body(response, 0, promised)?;
                    self.all(&bytes, promised)?;
                    Ok(Part { bytes, total: range.total })
                }
                // The server takes no ranges: the beginning is thrown away, and the rest never read.
                _ => {
                    let total = response.body().content_length();
                    if total.is_some_and(|total| total != size) {
                        return Ok(Part { bytes: Vec::new(), total });
                    }
                    let bytes = self.body(response, from, len)?;
                    if let Some(total) = total {
                        self.all(&bytes, len.min(total.saturating_sub(from)))?;
                    }
                    Ok(Part { bytes, total })
                }
            }
        })
    }

    /// Once more after a pause where that may help.
    fn patiently<T>(&self, path: &str, ask: impl Fn() -> Result<T, HubError>) -> Result<T, HubError> {
        let mut left = RETRIES;
        loop {
            self.progress.asks(path);
            let answer = ask();
            self.progress.has();
            match answer {
                Err(HubError::Network { .. } | HubError::Status(502..=504)) if left > 0 => {
                    left -= 1;
                    sleep(PAUSE);
                }
                other => return other,
            }
        }
    }

    /// One request with its redirects; a status other than 200, 206 and 416 is an error.
    fn get(&self, path: &str, range: Option<(u64, u64)>) -> Result<Response<Body>, HubError> {
        let mut address = self.endpoint.with(path);
        // Whether the token may still be sent: not once a redirect has left the Hub, not even if one leads back.
        let mut at_home = true;
        for _ in 0..=REDIRECTS {
            self.spend()?;
            let mut request = self.agent.get(address.to_string());
            at_home &= address.origin() == self.endpoint.origin();
            if let Some(token) = self.token.as_ref().filter(|_| at_home) {
                request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            if let Some((first, last)) = range {
                request = request.header(header::RANGE, format!("bytes={first}-{last}"));
            }
            let response = request.call().map_err(|e| self.failed(&address.host, e))?;
            let status = response.status().as_u16();
            match status {
                200 => return self.plain(response),
                206 | 416 if range.is_some() => return self.plain(response),
                301 | 302 | 303 | 307 | 308 => {
                    let location = response.headers().get(header::LOCATION).and_then(|l| l.to_str().ok());
                    let next = location.and_then(|l| address.redirect(l));
                    let next = next.ok_or_else(|| self.broken("a redirect to no address"))?;
                    if address.secure && !next.secure {
                        return Err(self.broken("a redirect from https to http"));
                    }
                    // The little text of a redirect is read, so that the connection can be used again.
                    let _ = response.into_body().into_reader().take(4096).read_to_end(&mut Vec::new());
                    address = next;
                }
                _ => return Err(self.refused(status, &response)),
            }
        }
        Err(self.broken("more redirects than any file needs"))
    }

    fn spend(&self) -> Result<(), HubError> {
        let asked = self.requests.get() + 1;
        self.requests.set(asked);
        if asked > REQUESTS {
            return Err(HubError::Bound { what: "the number of requests", limit: REQUESTS.to_string() });
        }
        if self.begun.elapsed() > RUN {
            return Err(HubError::Bound { what: "the time", limit: format!("{} s", RUN.as_secs()) });
        }
        Ok(())
    }

    /// Bodies are taken as they are; nothing was said of compressed ones being welcome.
    fn plain(&self, response: Response<Body>) -> Result<Response<Body>, HubError> {
        match response.headers().get(header::CONTENT_ENCODING).map(|e| e.as_bytes()) {
            None | Some(b"identity" | b"") => Ok(response),
            _ => Err(self.broken("a compressed answer that was not asked for")),
        }
    }

    /// `len` bytes of a body after the first `skip`; the rest is not read, and its connection is closed.
    fn body(&self, response: Response<Body>, skip: u64, len: u64) -> Result<Vec<u8>, HubError> {
        let left = BYTES.saturating_sub(self.bytes.get());
        if skip.saturating_add(len) > left {
            return Err(HubError::Bound { what: "all that is downloaded", limit: format!("{BYTES} bytes") });
        }
        let whole = response.body().content_length().is_some_and(|n| n <= skip.saturating_add(len));
        let mut reader = response.into_body().into_reader();
        let mut bytes = Vec::new();
        let mut told = Told { reader: &mut reader, progress: &self.progress };
        let read = io::copy(&mut (&mut told).take(skip), &mut io::sink())
            .and_then(|skipped| Ok(skipped + (&mut told).take(len).read_to_end(&mut bytes)? as u64));
        if whole && read.is_ok() {
            // The end of a body has to be seen before its connection can be used again.
            let _ = reader.read(&mut [0]);
        }
        self.bytes.set(self.bytes.get() + read.as_ref().copied().unwrap_or(skip + bytes.len() as u64));
        read.map_err(|e| self.failed(self.host(), ureq::Error::Io(e)))?;
        Ok(bytes)
    }

    fn all(&self, bytes: &[u8], promised: u64) -> Result<(), HubError> {
        if bytes.len() as u64 == promised {
            return Ok(());
        }
        Err(HubError::Network { host: self.host().to_owned(), why: "the answer broke off".to_owned() })
    }

    fn broken(&self, why: &str) -> HubError {
        HubError::Broken { host: self.host().to_owned(), why: why.to_owned() }
    }

    /// What went wrong below HTTP.
    fn failed(&self, host: &str, error: ureq::Error) -> HubError {
        // A failure while a body is read comes wrapped.
        let error = match error {
            ureq::Error::Io(io) if io.get_ref().is_some_and(|inner| inner.is::<ureq::Error>()) => {
                match io.into_inner().and_then(|inner| inner.downcast::<ureq::Error>().ok()) {
                    Some(inner) => *inner,
                    None => ureq::Error::ConnectionFailed,
                }
            }
            other => other,
        };
        let host = host.to_owned();
        match error {
            ureq::Error::Timeout(ureq::Timeout::RecvBody) => HubError::Slow {
                host,
                seconds: self.patience.as_secs() * u64::from(BODY),
                patience: self.patience.as_secs(),
            },
            ureq::Error::Timeout(_) => HubError::Timeout { host, seconds: self.patience.as_secs() },
            ureq::Error::Io(e) if e.kind() == io::ErrorKind::TimedOut => {
                HubError::Timeout { host, seconds: self.patience.as_secs() }
            }
            ureq::Error::Io(e) => HubError::Network { host, why: why(&e) },
            ureq::Error::HostNotFound => HubError::Network { host, why: "no such host".to_owned() },
            ureq::Error::ConnectionFailed => HubError::Network { host, why: "the connection failed".to_owned() },
            ureq::Error::Protocol(e) => HubError::Network { host, why: e.to_string() },
            other => HubError::Broken { host, why: other.to_string() },
        }
    }

    /// What a status stands for, with the Hub's own code for the reason where it gives one.
    fn refused(&self, status: u16, response: &Response<Body>) -> HubError {
        let text = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let code = text("x-error-code");
        let with_token = self.token.is_some();
        match (status, code) {
            (401 | 403, "GatedRepo") | (403, _) => HubError::Forbidden {
                status,
                why: if code == "GatedRepo" { "the model is gated" } else { "your account may not read it" },
                todo: match (with_token, self.withheld) {
                    (true, _) => "Accept the terms on the model's page with the account of your token".to_owned(),
                    (_, true) => WITHHELD.to_owned(),
                    _ => {
                        "Accept the terms on the model's page, then set HF_TOKEN to a token of that account".to_owned()
                    }
                },
            },
            (401, _) if self.withheld => HubError::Unauthorised(WITHHELD),
            (401, "RepoNotFound") => HubError::Missing(
                "no such model, or a private one: check the name; if it is yours, set HF_TOKEN to your token",
            ),
            (401, _) if with_token => {
                HubError::Unauthorised("The token is wrong or expired: set HF_TOKEN to a valid one")
            }
            (401, _) => HubError::Unauthorised("Set HF_TOKEN to your token, and check the name of the model"),
            (404, "RevisionNotFound") => HubError::Missing("the model has no such revision"),
            (404 | 410, "EntryNotFound") => HubError::Missing("no such file"),
            (404 | 410, _) => HubError::Missing("no such model or revision, or it is private to others"),
            (429, _) => HubError::RateLimited(match text("retry-after").trim().parse::<u32>() {
                Ok(seconds) => format!("Wait {seconds} s and try again"),
                Err(_) => "Wait some minutes and try again".to_owned(),
            }),
            _ => HubError::Status(status),
        }
    }
}

const WITHHELD: &str = "Your token was not sent: HF_ENDPOINT is plain http to another machine. Use https";

/// What the system says of a connection, in its own words where its kind has none.
fn why(error: &io::Error) -> String {
    let kind = error.kind().to_string();
    let named = !(kind.starts_with("uncategorized") || kind.starts_with("other"));
    if named { kind } else { gpai_dossier::write::reason(error) }
}

/// A body whose bytes are told to whoever waits.
struct Told<'r, R> {
    reader: &'r mut R,
    progress: &'r Progress,
}

impl<R: Read> Read for Told<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.progress.came(read as u64);
        Ok(read)
    }
}

/// `Content-Range: bytes FIRST-LAST/TOTAL`, or `bytes */TOTAL`.
struct ContentRange {
    first: Option<u64>,
    length: Option<u64>,
    total: Option<u64>,
}

fn content_range(response: &Response<Body>) -> Option<ContentRange> {
    let text = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (range, total) = text.trim().strip_prefix("bytes")?.trim().split_once('/')?;
    let total = total.trim().parse().ok();
    let bounds = range.trim().split_once('-').and_then(|(a, b)| Some((a.parse::<u64>().ok()?, b.parse::<u64>().ok()?)));
    let length = bounds.and_then(|(a, b)| b.checked_sub(a)?.checked_add(1));
    Some(ContentRange { first: bounds.map(|(a, _)| a), length, total })
}
