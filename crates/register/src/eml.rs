//! Messages: a draft that a mail program opens (RFC 5322), and the few parts of a stranger's message that are taken over. Nothing
//! of a stranger can begin a header.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gpai_forms::escape::visible;

/// The longest line of a body, in bytes; a message allows 998.
const LINE: usize = 900;
/// The most parts within parts that are followed.
const DEPTH: usize = 4;

/// An address that can stand in a header: one mailbox, letters and digits and a few signs.
pub fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = match (text.rfind('<'), text.rfind('>')) {
        (Some(from), Some(to)) if from < to => text.get(from + 1..to)?,
        _ => text,
    };
    let (local, host) = inner.split_once('@')?;
    let good = |part: &str, also: &str| {
        !part.is_empty()
            && part.len() <= 255
            && part.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
            && !part.starts_with('.')
            && !part.ends_with('.')
    };
    (inner.len() <= 320 && good(local, "!#$%&'*+-/=?^_`{|}~.") && good(host, "-.")).then(|| inner.to_owned())
}

/// Text of a header: what is not plain is encoded, so that it cannot end the line.
fn header(text: &str) -> String {
    let shown = visible(text);
    if shown.is_ascii() && shown.len() < 200 {
        return shown;
    }
    let mut out = Vec::new();
    let mut part = String::new();
    for c in shown.chars() {
        if part.len() + c.len_utf8() > 42 {
            out.push(format!("=?utf-8?B?{}?=", STANDARD.encode(&part)));
            part.clear();
        }
        part.push(c);
    }
    out.push(format!("=?utf-8?B?{}?=", STANDARD.encode(&part)));
    out.join("\r\n ")
}

/// A draft: opened by a mail program as one that is not sent.
pub fn draft(to: Option<&str>, from: Option<&str>, subject: &str, text: &str) -> String {
    let mut out = String::from("X-Unsent: 1\r\n");
    for (name, value) in [("From", from), ("To", to)] {
        if let Some(address) = value.and_then(address) {
            out.push_str(&format!("{name}: {address}\r\n"));
        }
    }
    out.push_str(&format!("Subject: {}\r\n", header(subject)));
    out.push_str(
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
    );
    for line in text.lines() {
        let mut rest = visible(line);
        while rest.len() > LINE {
            let cut = (0..=LINE).rev().find(|i| rest.is_char_boundary(*i)).unwrap_or(0);
            let tail = rest.split_off(cut);
            out.push_str(&rest);
            out.push_str("\r\n");
            rest = tail;
        }
        out.push_str(&rest);
        out.push_str("\r\n");
    }
    out
}

/// A link that opens a mail program with a letter; `None` where it would be longer than programs take.
pub fn mailto(to: &str, subject: &str, text: &str) -> Option<String> {
    let encode = |text: &str| -> String {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
        text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
    };
    let address = address(to)?;
    let body = text.lines().map(visible).collect::<Vec<_>>().join("\r\n");
    let link = format!(
        "mailto:{}?subject={}&body={}",
        encode(&address).replace("%40", "@"),
        encode(&visible(subject)),
        encode(&body)
    );
    (link.len() < 2000).then_some(link)
}

/// What is taken over of a stranger's message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Who sent it, as the header says.
    pub from: String,
    /// The name before the address.
    pub name: String,
    /// When, RFC 3339.
    pub date: Option<String>,
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
}

/// Reads a message; what cannot be read is left out.
pub fn read(bytes: &[u8]) -> Message {
    let (headers, body) = split(bytes);
    let get = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let from = decoded(&get("from"));
    let name = from.split('<').next().unwrap_or_default().trim().trim_matches('"').trim().to_owned();
    let date = jiff::fmt::rfc2822::parse(&get("date")).ok().map(|z| z.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
    let text = text_of(&headers, body, 0).unwrap_or_default();
    let name = if name.contains('@') { String::new() } else { name };
    Message { from: address(&from).unwrap_or_default(), name, date, subject: decoded(&get("subject")), text }
}

type Headers = Vec<(String, String)>;

fn split(bytes: &[u8]) -> (Headers, &[u8]) {
    let mut headers: Headers = Vec::new();
    let mut at = 0;
    while at < bytes.len() && headers.len() < 500 {
        let rest = bytes.get(at..).unwrap_or_default();
        let end = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |i| i + 1);
        let line = rest.get(..end).unwrap_or_default();
        at += end;
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut()
                && value.len() < 8192
            {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    (headers, bytes.get(at..).unwrap_or_default())
}

/// Encoded words of a header as text.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once("=?") {
        let word = tail.split_once("?=").and_then(|(word, after)| {
            let mut parts = word.splitn(3, '?');
            let (charset, kind, data) = (parts.next()?, parts.next()?, parts.next()?);
            let bytes = match kind {
                "B" | "b" => STANDARD.decode(data).ok()?,
                "Q" | "q" => quoted_printable(data.replace('_', " ").as_bytes()),
                _ => return None,
            };
            Some((in_charset(charset, &bytes), after))
        });
        match word {
            Some((word, after)) => {
                if !before.trim().is_empty() || out.is_empty() {
                    out.push_str(before);
                }
                out.push_str(&word);
                rest = after;
            }
            None => {
                out.push_str(before);
                out.push_str("=?");
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

fn in_charset(name: &str, bytes: &[u8]) -> String {
    match name.trim_matches('"').to_lowercase().as_str() {
        "iso-8859-1" | "latin1" | "windows-1252" if std::str::from_utf8(bytes).is_err() => {
            bytes.iter().map(|b| char::from(*b)).collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'=' {
            out.push(*byte);
            at += 1;
            continue;
        }
        match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(b'\n'), _) => at += 2,
            (Some(b'\r'), Some(b'\n')) => at += 3,
            (Some(a), Some(b)) => {
                let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|d| u8::try_from(d).ok());
                match (digit(a), digit(b)) {
                    (Some(a), Some(b)) => {
                        out.push(a * 16 + b);
                        at += 3;
                    }
                    _ => {
                        out.push(b'=');
                        at += 1;
                    }
                }
            }
            _ => at += 1,
        }
    }
    out
}

/// The first plain text of a message or part.
fn text_of(headers: &Headers, body: &[u8], depth: usize) -> Option<String> {
    let get = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
    let kind = get("content-type");
    let lower = kind.to_lowercase();
    let parameter = |name: &str| {
        let place = lower.find(&format!("{name}="))? + name.len() + 1;
        let value = kind.get(place..)?;
        Some(match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next().unwrap_or_default().to_owned(),
            None => value.split([';', ' ']).next().unwrap_or_default().to_owned(),
        })
    };
    if lower.starts_with("multipart/") {
        if depth >= DEPTH {
            return None;
        }
        let mark = format!("--{}", parameter("boundary").filter(|b| !b.is_empty())?);
        let mut parts: Vec<Vec<u8>> = Vec::new();
        let mut inside = false;
        for line in body.split_inclusive(|b| *b == b'\n') {
            if line.starts_with(mark.as_bytes()) {
                inside = true;
                if parts.len() > 50 {
                    break;
                }
                parts.push(Vec::new());
            } else if let Some(part) = parts.last_mut().filter(|_| inside) {
                part.extend_from_slice(line);
            }
        }
        return parts.iter().find_map(|part| {
            let (headers, body) = split(part);
            text_of(&headers, body, depth + 1)
        });
    }
    if !lower.is_empty() && !lower.starts_with("text/plain") {
        return None;
    }
    let bytes = match get("content-transfer-encoding").to_lowercase().as_str() {
        "base64" => {
            let tight: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
            STANDARD.decode(tight).unwrap_or_default()
        }
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    };
    Some(in_charset(&parameter("charset").unwrap_or_default(), &bytes).replace("\r\n", "\n").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn nothing_of_a_stranger_begins_a_header() {
        let bad = "x\r\nBcc: all@example.org\r\n\r\nbody";
        let made = draft(Some(bad), Some("a@b.example\r\nX: y"), bad, "text\r\nBcc: in the body");
        let (head, _) = made.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|l| l.starts_with("Bcc") || l.starts_with("X:")), "{head}");
        assert_eq!(address("A <a.b+c@d-e.example>").as_deref(), Some("a.b+c@d-e.example"));
        for wrong in ["a b@c.d", "a@b@c", "@b", "a@", "a@b\r\nX: y", "a,b@c.d"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_draft_is_read_back() {
        let text = "Größe\n".to_owned() + &"ü".repeat(2000);
        let made = draft(
            Some("a@b.example"),
            Some("c@d.example"),
            "Größe und 中文 und noch viel mehr davon, damit es umbricht",
            &text,
        );
        assert!(made.lines().all(|l| l.len() <= 998));
        let back = read(made.as_bytes());
        assert_eq!(back.subject, "Größe und 中文 und noch viel mehr davon, damit es umbricht");
        assert!(back.text.starts_with("Größe\n") && back.text.replace('\n', "").contains(&"ü".repeat(2000)));
    }

    #[test]
    fn parts_and_encodings() {
        let message = b"From: =?utf-8?Q?J=C3=BCrgen_M?= <j@m.example>\nDate: Fri, 4 Sep 2026 09:12:00 +0200\nSubject: =?utf-8?B?w5w=?=\n =?utf-8?B?YmVy?=\nContent-Type: multipart/alternative; boundary=\"x y\"\n\n--x y\nContent-Type: text/html\n\n<b>no</b>\n--x y\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=B6=\n=C3=9Fe\n--x y--\n";
        let read = read(message);
        assert_eq!((read.from.as_str(), read.name.as_str()), ("j@m.example", "Jürgen M"));
        assert_eq!(read.date.as_deref(), Some("2026-09-04T09:12:00+02:00"));
        assert_eq!(read.subject, "Über");
        assert_eq!(read.text, "Größe");
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        for bytes in [
            &b""[..],
            b"\n\n\n",
            b"From: \xff\xfe\n\n\x00",
            b"Content-Type: multipart/mixed; boundary=\n\n--",
            b"Subject: =?utf-8?B?",
            b"Subject: =?x?Q?=?=",
        ] {
            let _ = read(bytes);
        }
        fastrand::seed(7);
        for _ in 0..2000 {
            let bytes: Vec<u8> = (0..fastrand::usize(..200))
                .map(|_| *fastrand::choice(b"=?:\n\r -<>@\"multipart/;boundary=text plainQB\xff").unwrap())
                .collect();
            let _ = read(&bytes);
        }
    }
}
