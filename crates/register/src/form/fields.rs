//! What a form sends (`application/x-www-form-urlencoded`), within bounds, as text.

use std::collections::BTreeMap;

/// The largest body, in bytes.
pub const MOST: usize = 64 << 10;
/// Where a person writes nothing.
pub const TRAP: &str = "website";
/// More addresses of pages than that are looked at by a person first.
pub const LINKS: usize = 10;

/// Fields by name; the first of a name counts.
pub type Fields = BTreeMap<String, String>;

/// Reads a body; `None` where it is no form or no text.
pub fn read(body: &[u8]) -> Option<Fields> {
    let mut out = Fields::new();
    for pair in body.split(|b| *b == b'&').filter(|p| !p.is_empty()).take(64) {
        let mut parts = pair.splitn(2, |b| *b == b'=');
        let name = String::from_utf8(decoded(parts.next()?)?).ok()?;
        let value = String::from_utf8(decoded(parts.next().unwrap_or_default())?).ok()?;
        out.entry(name).or_insert(value);
    }
    Some(out)
}

fn decoded(bytes: &[u8]) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' => {
                out.push(digit(bytes.get(at + 1)?)? * 16 + digit(bytes.get(at + 2)?)?);
                at += 2;
            }
            b'+' => out.push(b' '),
            other => out.push(*other),
        }
        at += 1;
    }
    Some(out)
}

/// Why a form is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It says nothing.
    Empty,
    /// A field is too long.
    Long,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_is_no_form_or_no_text_is_refused() {
        for bad in [&b"a=%"[..], b"a=%f", b"a=%zz", b"a=%ff", b"%c3=1"] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
        let fields = read(b"a=1+2&b=%C3%BC%0D%0A&a=3&c").unwrap();
        assert_eq!(fields.get("a").unwrap(), "1 2");
        assert_eq!(fields.get("b").unwrap(), "ü\r\n");
        assert_eq!(fields.get("c").unwrap(), "");
    }
}
