//! The lines of a robots.txt that decide nothing, and why: what a reader passes over in silence is told here.

use super::Dialect;
use super::file::LIMIT;
use super::record::{Field, Lines, blank, record};

/// Why a line decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It has no colon, and is no record.
    NoColon,
    /// A rule before the first `User-agent` line, which belongs to nobody.
    Orphan,
    /// A pattern that begins with neither `/` nor `*`, or holds white space: it can match nothing.
    Pattern,
    /// A `User-agent` line that names nobody.
    Nobody,
    /// A field that neither RFC 9309 nor any protocol that is read here knows.
    UnknownField,
    /// It stands beyond the bytes that are read.
    BeyondLimit,
}

impl Why {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Why::NoColon => "no_colon",
            Why::Orphan => "orphan",
            Why::Pattern => "pattern",
            Why::Nobody => "nobody",
            Why::UnknownField => "unknown_field",
            Why::BeyondLimit => "beyond_limit",
        }
    }
}

/// A line that decides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its number, counted from 1.
    pub line: u32,
    /// Why.
    pub why: Why,
}

/// Fields that decide nothing about a fetch and are known all the same.
const KNOWN: [&str; 13] = [
    "crawl-delay",
    "host",
    "clean-param",
    "request-rate",
    "visit-time",
    "noindex",
    "license",
    "content-signal",
    "content-usage",
    "disallowaitraining",
    "allowaitraining",
    "user-agent-purpose",
    "cache-delay",
];

/// The lines of a body that decide nothing, in their order, at most `most` of them. Blank lines, comments and empty rules are
/// none of them: they mean what they say.
///
/// ```
/// use gpai_optout::robots::{Dialect, Why, skipped};
///
/// let found = skipped(b"Disallow: /early\nUser-agent: *\nDisallow private\n", Dialect::Rfc9309, 10);
/// assert_eq!(found.iter().map(|s| (s.line, s.why)).collect::<Vec<_>>(), [(1, Why::Orphan), (3, Why::NoColon)]);
/// ```
#[must_use]
pub fn skipped(body: &[u8], dialect: Dialect, most: usize) -> Vec<Skipped> {
    let start = if body.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let mut found = Vec::new();
    let mut group = false;
    for line in Lines::new(body, start) {
        if found.len() >= most {
            break;
        }
        let code = line.bytes.split(|b| *b == b'#').next().unwrap_or_default();
        if code.iter().all(|b| blank(*b)) {
            continue;
        }
        let why = if line.offset + line.bytes.len() > LIMIT {
            Some(Why::BeyondLimit)
        } else {
            match record(line.bytes, dialect) {
                None => Some(Why::NoColon),
                Some(record) => {
                    let named = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b'*');
                    match record.field {
                        Field::UserAgent => {
                            group = true;
                            // A value such as `360Spider` can still be addressed by its whole.
                            (!record.value.iter().any(named)).then_some(Why::Nobody)
                        }
                        Field::Allow | Field::Disallow if !group => Some(Why::Orphan),
                        Field::Allow | Field::Disallow => {
                            let first = record.value.first();
                            let odd = first.is_some_and(|b| !matches!(b, b'/' | b'*'));
                            (odd || record.value.iter().any(|b| blank(*b))).then_some(Why::Pattern)
                        }
                        Field::Sitemap => None,
                        Field::Other => {
                            let known = |name: &&str| record.name.eq_ignore_ascii_case(name.as_bytes());
                            (!KNOWN.iter().any(known)).then_some(Why::UnknownField)
                        }
                    }
                }
            }
        };
        found.extend(why.map(|why| Skipped { line: line.number, why }));
    }
    found
}
