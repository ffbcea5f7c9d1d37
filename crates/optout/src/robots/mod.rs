//! robots.txt by RFC 9309 to the letter, with Google's documented leniencies as a dialect. A file is read once and asked
//! as often as wanted: asking allocates nothing for a plain path, changes nothing, and takes linear time whatever a
//! pattern holds.
//!
//! ```
//! use gpai_optout::robots::{Access, Dialect, Robots};
//!
//! let robots = Robots::parse(b"User-agent: GPTBot\nDisallow: /private\n", Dialect::Rfc9309);
//! let decision = robots.check(&["GPTBot"], "/private/a");
//! assert_eq!(decision.access, Access::Disallow);
//! assert_eq!(decision.rule.map(|rule| rule.line), Some(2));
//! assert_eq!(robots.check(&["CCBot"], "/private/a").access, Access::Allow);
//! ```

mod ask;
mod dialect;
mod file;
mod notes;
mod parse;
mod pattern;
pub(crate) mod record;
mod skipped;
mod stored;
mod target;

pub use ask::Rules;
pub use dialect::Dialect;
pub use file::{Access, Decision, LIMIT, Mark, Record, Robots};
pub use notes::Notes;
pub use skipped::{Skipped, Why, skipped};
pub use stored::StoredError;
pub use target::{TargetError, target};

use file::{Group, Name, Other, Rule, State};

/// Redirects in a row that are followed (RFC 9309, 2.3.1.2: at least five).
pub const REDIRECTS: u32 = 5;

/// How a robots.txt was obtained, as far as it bears on what may be fetched (RFC 9309, 2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The last answer had this status, after so many redirects.
    Status {
        /// HTTP status of the last answer.
        status: u16,
        /// Redirects before it.
        redirects: u32,
    },
    /// There was no answer: name not found, no connection, broken encryption, time over.
    Unreachable,
}

impl Robots {
    /// Reads a file that was obtained.
    #[must_use]
    pub fn parse(body: &[u8], dialect: Dialect) -> Robots {
        parse::parse(body, dialect)
    }

    /// What follows from how the file was obtained; the body counts for a success only.
    #[must_use]
    pub fn fetched(how: Fetched, body: &[u8], dialect: Dialect) -> Robots {
        let whole = |state, notes| Robots { dialect, state, notes, ..Robots::default() };
        match how {
            Fetched::Unreachable => whole(State::Closed, Notes::UNREACHABLE),
            Fetched::Status { status: 200..=299, redirects } => {
                let mut robots = Robots::parse(body, dialect);
                if redirects > REDIRECTS {
                    robots.notes |= Notes::MANY_REDIRECTS;
                }
                robots
            }
            Fetched::Status { status: 429, .. } if dialect == Dialect::Google => {
                whole(State::Closed, Notes::UNREACHABLE)
            }
            Fetched::Status { status: 400..=499, .. } => whole(State::Open, Notes::UNAVAILABLE),
            // A chain of redirects that was not followed to its end.
            Fetched::Status { status: 300..=399, .. } => whole(State::Open, Notes::UNAVAILABLE | Notes::MANY_REDIRECTS),
            Fetched::Status { .. } => whole(State::Closed, Notes::UNREACHABLE),
        }
    }

    /// The rules for an agent: those of the first of its tokens that has a group, else those of `*`. Tokens are compared
    /// without regard to case and never cut.
    #[must_use]
    pub fn rules(&self, tokens: &[&str]) -> Rules<'_> {
        ask::rules(self, tokens)
    }

    /// Whether an agent may fetch a path with its query. [`target`] takes them out of an address.
    #[must_use]
    pub fn check(&self, tokens: &[&str], path: &str) -> Decision {
        self.rules(tokens).check(path)
    }

    /// What has to be said about the file as a whole.
    #[must_use]
    pub fn notes(&self) -> Notes {
        self.notes
    }

    /// The file read leniently, where that may find more than the letter of RFC 9309: UTF-16 decoded, missing colons
    /// supplied. A second opinion; the strict reading stands.
    #[must_use]
    pub fn loosely(&self, body: &[u8]) -> Option<Robots> {
        if !self.loose || self.state != State::Rules {
            return None;
        }
        let text = from_utf16(body);
        Some(Robots::parse(text.as_ref().map_or(body, |text| text.as_bytes()), Dialect::Google))
    }

    /// The dialect it was read by.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether its rules decide: it was obtained, whatever it holds.
    #[must_use]
    pub fn obtained(&self) -> bool {
        self.state == State::Rules
    }

    /// How many rules it holds.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rules.len()
    }

    /// Bytes of memory it takes, roughly: for caches.
    #[must_use]
    pub fn size(&self) -> usize {
        self.arena.len()
            + self.rules.len() * size_of::<Rule>()
            + self.groups.len() * size_of::<Group>()
            + self.names.len() * size_of::<Name>()
            + self.index.len() * size_of::<(u64, u32, bool)>()
            + self.others.len() * size_of::<Other>()
    }

    /// The other records with this field name, compared without regard to case. `body` is what the file was read from.
    pub fn records<'r, 'b>(&'r self, body: &'b [u8], name: &'r str) -> impl Iterator<Item = Record<'b>> + use<'r, 'b> {
        let slice = move |(from, length): (u32, u32)| {
            body.get(from as usize..).and_then(|rest| rest.get(..length as usize)).unwrap_or_default()
        };
        self.others.iter().filter_map(move |other| {
            let written = slice(other.name);
            written.eq_ignore_ascii_case(name.as_bytes()).then(|| Record {
                name: written,
                value: slice(other.value),
                mark: Mark { line: other.line, column: other.column, offset: other.value.0, length: other.value.1 },
                group: other.group,
            })
        })
    }
}

/// Whether a pattern in the manner of robots.txt matches a path in its one spelling (see [`normal`]).
pub(crate) fn pattern_matches(pattern: &[u8], path: &[u8]) -> bool {
    let mut arena = Vec::new();
    pattern::write(pattern, Dialect::Rfc9309, &mut arena).is_some_and(|shape| pattern::matches(&arena, &shape, path))
}

/// Octets of a pattern in its one spelling, `*` and `$` counted: the longest that matches is the most specific.
pub(crate) fn pattern_rank(pattern: &[u8]) -> u32 {
    pattern::write(pattern, Dialect::Rfc9309, &mut Vec::new()).map_or(0, |shape| shape.rank)
}

/// A path in the one spelling in which patterns are compared.
pub(crate) fn normal(path: &str) -> std::borrow::Cow<'_, [u8]> {
    pattern::normal(path, Dialect::Rfc9309)
}

/// The values of every record with this field name, compared without regard to case: `Sitemap`, `License` …
#[must_use]
pub fn record_values(body: &[u8], name: &str) -> Vec<String> {
    let body = body.get(..LIMIT).unwrap_or(body);
    let found = record::Lines::new(body, 0).filter_map(|line| record::record(line.bytes, Dialect::Rfc9309));
    let named = found.filter(|record| record.name.eq_ignore_ascii_case(name.as_bytes()));
    named.map(|record| String::from_utf8_lossy(record.value).into_owned()).collect()
}

/// A line of a body as text, counted as [`Mark::line`] counts; empty where there is none.
#[must_use]
pub fn line(body: &[u8], number: u32) -> std::borrow::Cow<'_, str> {
    let found = record::Lines::new(body, 0).find(|line| line.number == number);
    String::from_utf8_lossy(found.map_or(&[], |line| line.bytes))
}

/// The line that holds an offset.
pub(crate) fn line_at(body: &[u8], offset: u32) -> &[u8] {
    let (before, after) = body.split_at_checked(offset as usize).unwrap_or((body, &[]));
    let from = memchr::memrchr2(b'\r', b'\n', before).map_or(0, |at| at + 1);
    let to = memchr::memchr2(b'\r', b'\n', after).unwrap_or(after.len());
    body.get(from..before.len() + to).unwrap_or_default()
}

/// The text of a UTF-16 file as UTF-8, as a second opinion; `None` where it is none.
#[must_use]
pub fn from_utf16(body: &[u8]) -> Option<String> {
    let little = parse::utf16(body)?;
    let pairs = body.get(..LIMIT.min(body.len())).unwrap_or_default().chunks_exact(2);
    let units = pairs.filter_map(|pair| match pair {
        [a, b] if little => Some(u16::from_le_bytes([*a, *b])),
        [a, b] => Some(u16::from_be_bytes([*a, *b])),
        _ => None,
    });
    let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
