//! WARC (ISO 28500) as a source of dated snapshots: record by record, plain or packed by gzip record by record; each bounded,
//! so that a record that unfolds without end, or says it is longer than the file, harms nobody. What nobody asks about is
//! passed over.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::GzDecoder;

use super::http;
use super::store::{Obtained, Store, Wanted};
use crate::fetch::url::Url;

/// The head of a record.
const HEAD: u64 = 64 << 10;
/// How much of one body is kept.
const BODY: usize = 8 << 20;
/// To how much one packed record may unfold before the file is given up.
const RECORD: u64 = 1 << 30;

/// Reads an archive.
pub fn read(path: &Path, wanted: &Wanted, store: &mut Store) -> Result<(), String> {
    let file = File::open(path).map_err(|e| format!("could not be read: {e}"))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut reader = Counted { inner: BufReader::with_capacity(1 << 16, file), at: 0 };
    let mut any = false;
    loop {
        let offset = reader.at;
        let start = reader.fill_buf().map_err(|e| format!("could not be read: {e}"))?;
        let place = || format!("{name}@{offset}");
        match start {
            [] if any => return Ok(()),
            [] => return Err("is empty".to_owned()),
            [0x1f, ..] => {
                let mut member = GzDecoder::new(&mut reader).take(RECORD);
                record(&mut BufReader::new(&mut member), &place(), wanted, store)
                    .map_err(|why| format!("record at byte {offset}: {why}"))?;
                // The rest of the member; nothing of it is kept.
                let rest = std::io::copy(&mut member, &mut std::io::sink());
                rest.map_err(|e| format!("record at byte {offset}: {e}"))?;
                if member.limit() == 0 {
                    return Err(format!("record at byte {offset} unfolds to more than {RECORD} bytes"));
                }
            }
            [b'\r' | b'\n', ..] => {
                reader.consume(1);
                continue;
            }
            [b'W', ..] => {
                record(&mut reader, &place(), wanted, store)
                    .map_err(|why| format!("record at byte {offset}: {why}"))?;
            }
            _ => return Err(format!("no record of WARC at byte {offset}")),
        }
        any = true;
    }
}

/// One record.
fn record(reader: &mut impl BufRead, place: &str, wanted: &Wanted, store: &mut Store) -> Result<(), String> {
    let mut head = Vec::new();
    let mut limited = reader.take(HEAD);
    loop {
        let before = head.len();
        let read = limited.read_until(b'\n', &mut head).map_err(|e| e.to_string())?;
        let line = head.get(before..).unwrap_or_default();
        if read == 0 || !line.ends_with(b"\n") {
            return Err("its head breaks off, or is longer than 64 KiB".to_owned());
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            break;
        }
    }
    let head = String::from_utf8_lossy(&head);
    let mut lines = head.lines();
    if !lines.next().is_some_and(|line| line.starts_with("WARC/")) {
        return Err("it does not begin with WARC/".to_owned());
    }
    let fields: Vec<(&str, &str)> =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim())).collect();
    let field = |name: &str| fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    let length: u64 = field("Content-Length").and_then(|l| l.parse().ok()).ok_or("it has no Content-Length")?;
    let mut block = reader.take(length);
    let url = field("WARC-Target-URI").and_then(|uri| Url::parse(uri.trim_matches(['<', '>'])));
    let response = field("WARC-Type").is_some_and(|kind| kind == "response");
    let written = field("WARC-Date").unwrap_or_default();
    // A document of licences may lie anywhere; it shows itself by its type, inside of the block.
    let maybe = url
        .as_ref()
        .is_some_and(|url| wanted.has(url, false) || url.path.ends_with(".xml") || url.path.contains("rsl"));
    if response
        && maybe
        && let Some(url) = url
    {
        let mut bytes = Vec::new();
        let most = BODY as u64 + HEAD;
        (&mut block).take(most).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        if let Some(message) = http::answer(&bytes, BODY) {
            let licence = message.headers.iter().any(|(_, value)| value.contains("application/rsl+xml"));
            let at = written.parse().ok().map(|at| (at, written.to_owned()));
            if at.is_some() && wanted.has(&url, licence) {
                store.add(Obtained {
                    place: url.path.clone(),
                    url: url.to_string(),
                    status: Some(message.status),
                    why: None,
                    redirects: 0,
                    at,
                    headers: message.headers,
                    cut: message.cut || length > most || field("WARC-Truncated").is_some(),
                    body: message.body,
                    from: place.to_owned(),
                })?;
            }
        }
    }
    std::io::copy(&mut block, &mut std::io::sink()).map_err(|e| e.to_string())?;
    if block.limit() > 0 {
        return Err(format!("it breaks off: {} of {length} bytes are missing", block.limit()));
    }
    Ok(())
}

/// A reader that knows where it is.
struct Counted<R> {
    inner: R,
    at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(to)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.inner.consume(amount);
    }
}
