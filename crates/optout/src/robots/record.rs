//! Lines and records of a robots.txt, as bytes: where a line ends, what is its field, what its value.

use memchr::{memchr, memchr2};

use super::Dialect;

/// A line without its end.
pub(crate) struct Line<'b> {
    /// Counted from 1.
    pub number: u32,
    /// Where it begins in the body.
    pub offset: usize,
    pub bytes: &'b [u8],
}

/// The lines of a body. A line ends at LF, CR LF or a lone CR.
pub(crate) struct Lines<'b> {
    body: &'b [u8],
    at: usize,
    number: u32,
}

impl<'b> Lines<'b> {
    /// The lines from `at` on; `number` is that of the line before.
    pub fn new(body: &'b [u8], at: usize) -> Self {
        Lines { body, at, number: 0 }
    }
}

impl<'b> Iterator for Lines<'b> {
    type Item = Line<'b>;

    fn next(&mut self) -> Option<Line<'b>> {
        let rest = self.body.get(self.at..).filter(|rest| !rest.is_empty())?;
        let offset = self.at;
        self.number = self.number.saturating_add(1);
        let bytes = match memchr2(b'\r', b'\n', rest) {
            None => {
                self.at = self.body.len();
                rest
            }
            Some(end) => {
                let crlf = rest.get(end) == Some(&b'\r') && rest.get(end + 1) == Some(&b'\n');
                self.at = offset + end + if crlf { 2 } else { 1 };
                rest.get(..end).unwrap_or_default()
            }
        };
        Some(Line { number: self.number, offset, bytes })
    }
}

/// What a record is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    UserAgent,
    Allow,
    Disallow,
    Sitemap,
    Other,
}

/// A field and its value.
pub(crate) struct Record<'b> {
    pub field: Field,
    /// The name was misspelt, or its colon was missing.
    pub lenient: bool,
    pub name: &'b [u8],
    pub value: &'b [u8],
    /// Where the value begins in the line.
    pub value_at: usize,
    /// Where the name begins in the line.
    pub name_at: usize,
}

impl Record<'_> {
    /// Whether it says something to agents.
    pub fn speaks(&self) -> bool {
        matches!(self.field, Field::UserAgent | Field::Allow | Field::Disallow)
    }
}

/// The record of a line, without its comment; `None` where there is none.
pub(crate) fn record(line: &[u8], dialect: Dialect) -> Option<Record<'_>> {
    let line = match memchr(b'#', line) {
        Some(end) => line.get(..end)?,
        None => line,
    };
    let name_at = line.iter().position(|b| !blank(*b))?;
    let (name, value_from, colon) = match memchr(b':', line) {
        Some(colon) => (line.get(name_at..colon)?, colon + 1, true),
        None if dialect == Dialect::Google => {
            // Exactly two words: `Disallow /private`.
            let text = line.get(name_at..)?;
            let end = text.iter().position(|b| blank(*b))?;
            let value = trim(text.get(end..)?);
            if value.is_empty() || value.iter().any(|b| blank(*b)) {
                return None;
            }
            (text.get(..end)?, name_at + end, false)
        }
        None => return None,
    };
    let name = trim(name);
    let rest = line.get(value_from..)?;
    let blanks = rest.iter().take_while(|b| blank(**b)).count();
    let value = trim(rest);
    let (field, misspelt) = field(name);
    Some(Record { field, lenient: misspelt || !colon, name, value, value_at: value_from + blanks, name_at })
}

/// What a field name says, and whether it was misspelt. The misspellings are those that Google documents.
fn field(name: &[u8]) -> (Field, bool) {
    let is = |word: &str| name.eq_ignore_ascii_case(word.as_bytes());
    match name.first().map(u8::to_ascii_lowercase) {
        Some(b'd') if is("disallow") => (Field::Disallow, false),
        Some(b'a') if is("allow") => (Field::Allow, false),
        Some(b'u') if is("user-agent") => (Field::UserAgent, false),
        Some(b's') if is("sitemap") => (Field::Sitemap, false),
        Some(b'd') if ["disalow", "dissallow", "dissalow", "diasllow", "disallaw"].iter().any(|w| is(w)) => {
            (Field::Disallow, true)
        }
        Some(b'u') if is("useragent") || is("user agent") => (Field::UserAgent, true),
        _ => (Field::Other, false),
    }
}

/// White space of RFC 9309: space and tab.
pub(crate) fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Without white space at both ends.
pub(crate) fn trim(bytes: &[u8]) -> &[u8] {
    let Some(from) = bytes.iter().position(|b| !blank(*b)) else { return &[] };
    let to = bytes.iter().rposition(|b| !blank(*b)).map_or(0, |last| last + 1);
    bytes.get(from..to).unwrap_or_default()
}
