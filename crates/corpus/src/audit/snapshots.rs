//! Dated copies of robots.txt: JSON lines, or a WARC of its answers. Copies of one origin are kept in the order of their time; equal
//! bodies are read once.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use gpai_optout::robots::{Dialect, Fetched, LIMIT, Robots};
use jiff::Timestamp;
use serde::Deserialize;

use crate::hash;
use crate::input::open::{self, Line, Meter, Packing};
use crate::input::warc::{Found, Warc};

/// The longest line.
const LINE: usize = 8 << 20;

/// One copy.
#[derive(Debug)]
pub struct Snapshot {
    /// When it was taken.
    pub at: Timestamp,
    /// The same as it was written.
    pub said: String,
    /// Its rules, and the bytes they were read from.
    pub robots: Arc<(Robots, Vec<u8>)>,
}

/// Copies by origin: scheme, host and port.
#[derive(Debug, Default)]
pub struct Snapshots {
    by_origin: HashMap<String, Vec<Snapshot>>,
    /// The same while they are read.
    found: BTreeMap<String, Vec<Snapshot>>,
    bodies: HashMap<String, Arc<(Robots, Vec<u8>)>>,
    /// Copies in all.
    pub count: u64,
    /// Lines and records that could not be used.
    pub rejected: Vec<String>,
}

/// A line.
#[derive(Deserialize)]
struct Row {
    origin: String,
    at: String,
    status: Option<u16>,
    robots: Option<String>,
    robots_b64: Option<String>,
    robots_file: Option<PathBuf>,
}

impl Snapshots {
    /// Reads files.
    ///
    /// # Errors
    /// One of them cannot be read at all.
    pub fn read(paths: &[PathBuf]) -> Result<Self, String> {
        let mut out = Snapshots::default();
        for path in paths {
            out.file(path).map_err(|e| format!("{}: {e}", path.display()))?;
        }
        for copies in out.found.values_mut() {
            // Of two copies of one moment the later in the files counts.
            copies.sort_by_key(|copy| copy.at);
        }
        out.by_origin = std::mem::take(&mut out.found).into_iter().collect();
        out.bodies = HashMap::new();
        Ok(out)
    }

    fn file(&mut self, path: &Path) -> Result<(), String> {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_ascii_lowercase();
        let packing = if name.ends_with(".gz") {
            Packing::Gzip
        } else if name.ends_with(".zst") {
            Packing::Zstd
        } else {
            Packing::Plain
        };
        let mut input = open::open(path, packing, 0, &Arc::new(Meter::default())).map_err(|e| e.to_string())?;
        if name.contains(".warc") {
            return self.warc(Warc::new(input), &name);
        }
        let (mut line, mut used, mut number) = (Vec::new(), 0, 0_u64);
        loop {
            number += 1;
            let wrong = match open::line(input.as_mut(), &mut line, LINE, &mut used) {
                Line::End => return Ok(()),
                Line::Broken(e) => return Err(e.to_string()),
                Line::TooLong => Err("too long".to_owned()),
                Line::Whole if line.iter().all(u8::is_ascii_whitespace) => Ok(()),
                Line::Whole => self.row(&line, path),
            };
            if let Err(why) = wrong {
                self.rejected.push(format!("{name}: line {number}: {why}"));
            }
        }
    }

    fn row(&mut self, line: &[u8], file: &Path) -> Result<(), String> {
        let row: Row = serde_json::from_slice(line).map_err(|e| e.to_string())?;
        let body = match (row.robots, row.robots_b64, row.robots_file) {
            (Some(text), None, None) => text.into_bytes(),
            (None, Some(text), None) => BASE64_STANDARD.decode(text.trim()).map_err(|e| format!("robots_b64: {e}"))?,
            (None, None, Some(name)) => inside(file, &name)?,
            // What was answered with an error needs no body.
            (None, None, None) if row.status.is_some_and(|s| !(200..300).contains(&s)) => Vec::new(),
            _ => return Err("one of robots, robots_b64 and robots_file has to be there".to_owned()),
        };
        let at: Timestamp = row.at.parse().map_err(|_| format!("at: {:?} is no time with an offset", row.at))?;
        let origin = origin(&row.origin).ok_or_else(|| format!("origin: {:?} is none", row.origin))?;
        self.add(origin, at, row.at, row.status.unwrap_or(200), body);
        Ok(())
    }

    fn warc(&mut self, mut warc: Warc, name: &str) -> Result<(), String> {
        let mut number = 0_u64;
        loop {
            let length = match warc.find() {
                Found::Head(length) => length,
                Found::End => return Ok(()),
                Found::Broken(e) => return Err(e.to_string()),
            };
            number += 1;
            let block = warc.bytes(length, LIMIT + (64 << 10)).map_err(|e| e.to_string())?;
            if warc.head.kind != "response" {
                continue;
            }
            let copy = || -> Option<(String, Timestamp, u16, Vec<u8>)> {
                let (status, _, body) = http(&block)?;
                Some((origin(&warc.head.url)?, warc.head.date.parse().ok()?, status, body.to_vec()))
            };
            match copy() {
                Some((origin, at, status, body)) => self.add(origin, at, warc.head.date.clone(), status, body),
                None => self.rejected.push(format!("{name}: record {number}: no dated answer for a robots.txt")),
            }
        }
    }

    fn add(&mut self, origin: String, at: Timestamp, said: String, status: u16, body: Vec<u8>) {
        let key = format!("{status} {}", hash::sha256(&body));
        let robots = self.bodies.entry(key).or_insert_with(|| {
            let robots = Robots::fetched(Fetched::Status { status, redirects: 0 }, &body, Dialect::Rfc9309);
            Arc::new((robots, body))
        });
        self.found.entry(origin).or_default().push(Snapshot { at, said, robots: robots.clone() });
        self.count += 1;
    }

    /// The copies of the origin of an address, the oldest first.
    #[must_use]
    pub fn of(&self, url: &str) -> &[Snapshot] {
        origin(url).and_then(|o| self.by_origin.get(&o)).map_or(&[], Vec::as_slice)
    }
}

/// The bytes of a file beside the list that names it.
fn inside(list: &Path, name: &Path) -> Result<Vec<u8>, String> {
    let root = list.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wrong = |e: std::io::Error| format!("{}: {e}", name.display());
    let root = fs::canonicalize(root).map_err(wrong)?;
    let path = fs::canonicalize(root.join(name)).map_err(wrong)?;
    if !path.starts_with(&root) {
        return Err(format!("{}: lies outside the folder of the list", name.display()));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(wrong)?;
    // One byte more than counts, so that what is cut is remarked on.
    std::io::Read::read_to_end(&mut std::io::Read::take(file, LIMIT as u64 + 1), &mut bytes).map_err(wrong)?;
    Ok(bytes)
}

/// Scheme, host and port of an address, in one spelling: the usual ports are left out.
#[must_use]
pub fn origin(url: &str) -> Option<String> {
    let mut host = String::new();
    let class = crate::address::host(url, &mut host);
    if host.is_empty() || matches!(class, crate::address::Class::Missing | crate::address::Class::Broken) {
        return None;
    }
    let (scheme, rest) = url.trim().split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let after = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
    let after = after.rsplit_once(']').map_or(after, |(_, p)| p);
    let port = after.rsplit_once(':').map(|(_, p)| p).filter(|p| !p.is_empty());
    let port = match port.map(str::parse::<u16>) {
        None => None,
        Some(Ok(port)) => Some(port),
        Some(Err(_)) => return None,
    };
    let usual = match scheme.as_str() {
        "http" => Some(80),
        "https" => Some(443),
        "ftp" => Some(21),
        _ => None,
    };
    Some(match port.filter(|p| Some(*p) != usual) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

/// Headers, name and value.
pub type Headers = Vec<(String, String)>;

/// Status, headers and body of an HTTP answer.
#[must_use]
pub fn http(block: &[u8]) -> Option<(u16, Headers, &[u8])> {
    let crlf = memchr::memmem::find(block, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(block, b"\n\n").map(|at| (at, at + 2));
    let (end, body) = match (crlf, lf) {
        (Some(a), Some(b)) => {
            if a.0 < b.0 {
                a
            } else {
                b
            }
        }
        (Some(a), None) | (None, Some(a)) => a,
        (None, None) => return None,
    };
    let head = String::from_utf8_lossy(block.get(..end)?).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|l| l.split_once(':')).map(|(n, v)| (n.trim().to_owned(), v.trim().to_owned()));
    Some((status, headers.collect(), block.get(body..)?))
}
