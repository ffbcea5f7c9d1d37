//! What a form sends (`application/x-www-form-urlencoded`), within bounds, as text.

use std::collections::BTreeMap;

use serde_json::json;

use crate::commands::lodged::ROLES;
use crate::commands::sheet::Sheet;

/// The largest body, in bytes.
pub const MOST: usize = 64 << 10;
/// The fields of a complaint with the characters that each may have.
const LENGTHS: [(&str, usize); 7] = [
    ("name", 200),
    ("role", 40),
    ("on_behalf_of", 200),
    ("contact", 320),
    ("works", 26_000),
    ("measure", 40),
    ("statement", 20_000),
];
/// Where a person writes nothing.
pub const TRAP: &str = "website";
/// More addresses of pages than that are looked at by a person first.
const LINKS: usize = 10;

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

/// Why a complaint is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It says nothing.
    Empty,
    /// A field is too long.
    Long,
}

/// A complaint as it is recorded, and whether a person should look first.
///
/// # Errors
/// See [`Wrong`].
pub fn complaint(fields: &Fields) -> Result<(Sheet, bool), Wrong> {
    let get = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    if get("statement").trim().is_empty() {
        return Err(Wrong::Empty);
    }
    if LENGTHS.iter().any(|(name, most)| get(name).chars().count() > *most) {
        return Err(Wrong::Long);
    }
    let works: Vec<&str> = get("works").lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    if works.len() > 50 || works.iter().any(|w| w.chars().count() > 500) {
        return Err(Wrong::Long);
    }
    let mut sheet = Sheet::new();
    sheet.insert("channel".to_owned(), "form".into());
    for name in ["name", "on_behalf_of", "contact", "measure", "statement"] {
        if !get(name).trim().is_empty() {
            sheet.insert(name.to_owned(), get(name).into());
        }
    }
    if ROLES.contains(&get("role")) {
        sheet.insert("role".to_owned(), get("role").into());
    }
    if !["1.1", "1.2", "1.3", "1.4", "1.5"].contains(&get("measure")) {
        sheet.remove("measure");
    }
    if !works.is_empty() {
        let works: Vec<_> = works.iter().map(|title| json!({ "title": title })).collect();
        sheet.insert("works".to_owned(), works.into());
    }
    let links = get("statement").matches("http://").count() + get("statement").matches("https://").count();
    Ok((sheet, !get(TRAP).is_empty() || links > LINKS))
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

    #[test]
    fn a_complaint_needs_a_statement_and_has_bounds() {
        let with = |name: &str, value: &str| {
            complaint(&Fields::from([("statement".to_owned(), "x".to_owned()), (name.to_owned(), value.to_owned())]))
        };
        assert_eq!(complaint(&Fields::new()), Err(Wrong::Empty));
        assert_eq!(with("name", &"n".repeat(201)), Err(Wrong::Long));
        assert_eq!(with("works", &"w\n".repeat(51)), Err(Wrong::Long));
        assert!(!with("name", "N").unwrap().1);
        assert!(with(TRAP, "http://spam.example").unwrap().1, "what fills the trap is looked at, not dropped");
        assert!(with("statement", &"https://a.example ".repeat(11)).unwrap().1);
    }
}
