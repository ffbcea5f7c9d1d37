//! An HTTP answer as archives keep it: status, headers, body; chunks joined, packing undone, both bounded.

use std::io::Read as _;

use flate2::read::GzDecoder;

/// Headers of an answer that are read.
const HEADERS: usize = 500;
/// How long one may be.
const HEADER: usize = 64 << 10;

/// An answer.
pub struct Message {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The body holds more than is kept, or breaks off.
    pub cut: bool,
}

/// Reads an answer; `None` where it is none.
pub fn answer(bytes: &[u8], most: usize) -> Option<Message> {
    let end = [&b"\r\n\r\n"[..], b"\n\n"].iter().filter_map(|end| Some((find(bytes, end)?, end.len()))).min();
    let (head, mut body) = match end {
        Some((at, length)) => (bytes.get(..at)?, bytes.get(at + length..)?.to_vec()),
        None => (bytes, Vec::new()),
    };
    let head = String::from_utf8_lossy(head.get(..HEADER * 8).unwrap_or(head));
    let mut lines = head.lines();
    let status = lines.next()?.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?.parse().ok()?;
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in lines.take(HEADERS) {
        // An old way to write one header on several lines.
        if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), headers.last_mut()) {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().chars().take(HEADER).collect()));
        }
    }
    let has = |name: &str, word: &str| {
        headers.iter().any(|(n, v)| n.eq_ignore_ascii_case(name) && v.to_ascii_lowercase().contains(word))
    };
    let mut cut = false;
    // Archives differ in whether they keep what was on the wire: only what looks so is undone.
    if has("transfer-encoding", "chunked")
        && let Some(joined) = chunks(&body)
    {
        body = joined;
    }
    if has("content-encoding", "gzip") && body.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        cut |= GzDecoder::new(body.as_slice()).take(most as u64 + 1).read_to_end(&mut plain).is_err();
        body = plain;
    }
    cut |= body.len() > most;
    body.truncate(most);
    Some(Message { status, headers, body, cut })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The chunks of a body joined; `None` where it does not consist of chunks.
fn chunks(body: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut out) = (body, Vec::new());
    loop {
        let end = rest.get(..40).unwrap_or(rest).iter().position(|b| *b == b'\n')?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::io::Write as _;

    use super::*;

    #[test]
    fn answers_are_read_as_they_were_kept() {
        let plain = answer(b"HTTP/1.1 200 OK\r\nX-Robots-Tag: noai\r\nA: b\r\n c\r\n\r\nbody", 100).unwrap();
        assert_eq!((plain.status, plain.body.as_slice()), (200, &b"body"[..]));
        assert_eq!(plain.headers, [("X-Robots-Tag".to_owned(), "noai".to_owned()), ("A".to_owned(), "b c".to_owned())]);
        let chunked =
            answer(b"HTTP/1.0 200\nTransfer-Encoding: chunked\n\n2;x\r\nab\r\n1\r\nc\r\n0\r\n\r\n", 100).unwrap();
        assert_eq!(chunked.body, b"abc");
        let joined = answer(b"HTTP/1.0 200\nTransfer-Encoding: chunked\n\nUser-agent: *", 100).unwrap();
        assert_eq!(joined.body, b"User-agent: *");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&[b'a'; 1000]).unwrap();
        let text = [&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"[..], &packed.finish().unwrap()].concat();
        let found = answer(&text, 100).unwrap();
        assert_eq!((found.body.len(), found.cut), (100, true));
        assert!(answer(b"GET / HTTP/1.1\r\n\r\n", 9).is_none() && answer(b"", 9).is_none());
    }
}
