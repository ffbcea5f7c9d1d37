//! A server on 127.0.0.1 that answers as a test tells it to, with what the real Hub does ready made: the file list, redirects
//! to its cache and to a CDN on another port, ranges. It keeps every request and counts the bytes of bodies it could send.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The commit of every model served.
pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: BTreeMap<String, String>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// `Range: bytes=FIRST-LAST`.
    pub fn range(&self) -> Option<(u64, u64)> {
        let (a, b) = self.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
        Some((a.parse().ok()?, b.parse().ok()?))
    }
}

/// What to send after the head.
#[derive(Clone, Debug)]
pub enum Body {
    Bytes(Vec<u8>),
    /// These bytes, and then zeros for ever, without a length.
    Endless(Vec<u8>),
    /// These bytes of as many as promised, then the connection is closed.
    Cut(Vec<u8>, u64),
    /// The connection is kept and nothing is sent, not even a head.
    Silence,
    /// A byte each 100 ms of as many as promised.
    Drip(u64),
}

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Body,
}

impl Reply {
    pub fn new(status: u16, body: Body) -> Self {
        Reply { status, headers: Vec::new(), body }
    }

    pub fn text(status: u16, text: &str) -> Self {
        Self::new(status, Body::Bytes(text.as_bytes().to_vec()))
    }

    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A running server; its threads end with the test's process.
pub struct Server {
    pub port: u16,
    log: Arc<Mutex<Vec<Request>>>,
    served: Arc<AtomicU64>,
    pub connections: Arc<AtomicU64>,
}

impl Server {
    pub fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server {
            port: listener.local_addr().unwrap().port(),
            log: Arc::default(),
            served: Arc::default(),
            connections: Arc::default(),
        };
        let handler: Arc<Handler> = Arc::new(handler);
        let (log, served, connections) = (server.log.clone(), server.served.clone(), server.connections.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (handler, log, served) = (handler.clone(), log.clone(), served.clone());
                std::thread::spawn(move || _ = serve(&stream, &*handler, &log, &served));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|r| r.path).collect()
    }

    /// Bytes of bodies that went into the connection; what the other side never read can be some megabytes of it.
    pub fn served(&self) -> u64 {
        self.served.load(Ordering::SeqCst)
    }
}

fn serve(stream: &TcpStream, handler: &Handler, log: &Mutex<Vec<Request>>, served: &AtomicU64) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        assert!(line.starts_with("GET "), "nothing but GET is ever sent: {line}");
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.insert(name.to_lowercase(), value.trim().to_owned());
        }
        let request = Request { path, headers };
        log.lock().unwrap().push(request.clone());
        let reply = handler(&request);
        if !send(stream, &reply, served)? {
            return Ok(());
        }
    }
}

/// Sends a reply; whether the connection can be used again.
fn send(mut stream: &TcpStream, reply: &Reply, served: &AtomicU64) -> std::io::Result<bool> {
    let length = match &reply.body {
        Body::Bytes(bytes) => Some(bytes.len() as u64),
        Body::Cut(_, promised) | Body::Drip(promised) => Some(*promised),
        Body::Endless(_) => None,
        Body::Silence => {
            std::thread::sleep(Duration::from_secs(30));
            return Ok(false);
        }
    };
    let mut head = format!("HTTP/1.1 {} X\r\n", reply.status);
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = length {
        head.push_str(&format!("content-length: {length}\r\n"));
    } else {
        head.push_str("connection: close\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    let mut put = |bytes: &[u8]| -> std::io::Result<()> {
        for piece in bytes.chunks(16 << 10) {
            stream.write_all(piece)?;
            served.fetch_add(piece.len() as u64, Ordering::SeqCst);
        }
        Ok(())
    };
    match &reply.body {
        Body::Bytes(bytes) => put(bytes).map(|()| true),
        Body::Cut(bytes, _) => put(bytes).map(|()| false),
        Body::Endless(bytes) => {
            put(bytes)?;
            loop {
                put(&[0; 16 << 10])?;
            }
        }
        Body::Drip(promised) => {
            for _ in 0..*promised {
                put(b" ")?;
                std::thread::sleep(Duration::from_millis(100));
            }
            Ok(true)
        }
        Body::Silence => Ok(false),
    }
}

/// A file of a model: its beginning, and zeros up to its size.
#[derive(Clone, Debug)]
pub struct Stored {
    pub start: Vec<u8>,
    pub size: u64,
    /// Whether it is kept on the CDN.
    pub large: bool,
}

impl Stored {
    pub fn small(text: &str) -> Self {
        Stored { start: text.as_bytes().to_vec(), size: text.len() as u64, large: false }
    }

    /// A safetensors file with a header and so many bytes of weights.
    pub fn weights(header: &str, weights: u64) -> Self {
        let mut start = (header.len() as u64).to_le_bytes().to_vec();
        start.extend(header.as_bytes());
        Stored { size: start.len() as u64 + weights, start, large: true }
    }

    pub fn part(&self, first: u64, last: u64) -> Vec<u8> {
        (first..=last.min(self.size - 1)).map(|i| self.start.get(i as usize).copied().unwrap_or(0)).collect()
    }

    /// The whole, or the range asked for.
    pub fn reply(&self, request: &Request) -> Reply {
        match request.range() {
            Some((first, _)) if first >= self.size => {
                Reply::text(416, "").with("content-range", format!("bytes */{}", self.size))
            }
            Some((first, last)) => {
                let part = self.part(first, last);
                let range = format!("bytes {first}-{}/{}", first + part.len() as u64 - 1, self.size);
                Reply::new(206, Body::Bytes(part)).with("content-range", range)
            }
            None if self.size > 64 << 20 => Reply::new(200, Body::Endless(self.start.clone())),
            None => Reply::new(200, Body::Bytes(self.part(0, self.size - 1))),
        }
    }
}

pub type Repo = BTreeMap<String, Stored>;

pub fn repo(files: &[(&str, Stored)]) -> Repo {
    files.iter().map(|(name, stored)| ((*name).to_owned(), stored.clone())).collect()
}

/// The answer of the API for a model.
pub fn list(repo: &Repo, more: &str) -> String {
    let siblings: Vec<String> = repo
        .iter()
        .map(|(name, f)| match f.large {
            true => format!(r#"{{"rfilename":"{name}","blobId":"x","size":{0},"lfs":{{"sha256":"y","size":{0},"pointerSize":134}}}}"#, f.size),
            false => format!(r#"{{"rfilename":"{name}","blobId":"x","size":{}}}"#, f.size),
        })
        .collect();
    format!(
        r#"{{"id":"org/model","private":false,"sha":"{COMMIT}","gated":false,"disabled":false{more},"siblings":[{}]}}"#,
        siblings.join(",")
    )
}

/// Whether a request asks for the list of files.
pub fn asks_list(request: &Request) -> bool {
    request.path == "/api/models/org/model/revision/main?blobs=true"
}

/// The file of a model that a request asks for, at the Hub's address of it.
pub fn asked<'r>(repo: &'r Repo, request: &Request) -> Option<(&'r str, &'r Stored)> {
    let name = request.path.strip_prefix(&format!("/org/model/resolve/{COMMIT}/"))?.replace("%20", " ");
    repo.get_key_value(&name).map(|(name, stored)| (name.as_str(), stored))
}

/// The Hub and its CDN as they are: small files by way of the Hub's own cache, large ones from another host.
pub fn hub(repo: Repo) -> (Server, Server) {
    let (files, cached) = (repo.clone(), repo);
    let store = files.clone();
    let cdn = Server::start(move |request| {
        let name = request.path.split('?').next().unwrap_or_default().trim_start_matches('/').to_owned();
        match store.get(&name) {
            Some(stored) if request.path.ends_with("?signed=1") => stored.reply(request),
            _ => Reply::text(403, "no signature"),
        }
    });
    let target = cdn.url();
    let hub = Server::start(move |request| {
        if asks_list(request) {
            return Reply::text(200, &list(&files, ""));
        }
        if let Some((name, stored)) = asked(&files, request) {
            return match stored.large {
                true => Reply::text(302, "Found. Redirecting").with("location", format!("{target}/{name}?signed=1")),
                false => Reply::text(307, "")
                    .with("location", format!("/api/resolve-cache/models/org/model/{COMMIT}/{name}")),
            };
        }
        let prefix = format!("/api/resolve-cache/models/org/model/{COMMIT}/");
        match request.path.strip_prefix(&prefix).and_then(|name| cached.get(name)) {
            Some(stored) => stored.reply(request),
            None => Reply::text(404, "").with("x-error-code", "RepoNotFound"),
        }
    });
    (hub, cdn)
}
