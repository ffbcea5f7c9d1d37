//! Remarks on a reading of robots.txt: where the file is unclear, odd, or was read by another rule than the plain one.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// A set of remarks. Each has a stable word, by which [`Notes::words`] lists it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Notes(u16);

/// Every remark and its word, in the order in which they are listed.
const WORDS: [(Notes, &str); 11] = [
    (Notes::AMBIGUOUS_GROUP, "ambiguous_group"),
    (Notes::LENIENT_UA, "lenient_ua"),
    (Notes::INVALID_TOKEN, "invalid_token"),
    (Notes::BEYOND_LIMIT, "beyond_limit"),
    (Notes::ENCODING_UTF16, "encoding_utf16"),
    (Notes::HTML_BODY, "html_body"),
    (Notes::LENIENT_FIELD, "lenient_field"),
    (Notes::LINT, "lint"),
    (Notes::UNAVAILABLE, "unavailable"),
    (Notes::UNREACHABLE, "unreachable"),
    (Notes::MANY_REDIRECTS, "many_redirects"),
];

impl Notes {
    /// No remark.
    pub const NONE: Notes = Notes(0);
    /// A record other than `Sitemap` stands between the `User-agent` lines of the group. By RFC 9309 (2.2.4) it changes
    /// nothing; older engines end the group there.
    pub const AMBIGUOUS_GROUP: Notes = Notes(1);
    /// The group was found by cutting its `User-agent` value at the first character that no product token may hold.
    pub const LENIENT_UA: Notes = Notes(1 << 1);
    /// The group was found because its whole value equals the agent's token, which is no product token of RFC 9309.
    pub const INVALID_TOKEN: Notes = Notes(1 << 2);
    /// Rules stand beyond the first 512,000 bytes. They are not used.
    pub const BEYOND_LIMIT: Notes = Notes(1 << 3);
    /// The file is UTF-16, which RFC 9309 does not read: it holds no rule.
    pub const ENCODING_UTF16: Notes = Notes(1 << 4);
    /// The file begins as a page of HTML or XML does.
    pub const HTML_BODY: Notes = Notes(1 << 5);
    /// A misspelt field name (`dissallow`, `useragent`), or in Google's dialect a missing colon, was taken as meant.
    pub const LENIENT_FIELD: Notes = Notes(1 << 6);
    /// A pattern of the group can match nothing: it begins with neither `/` nor `*`, or holds white space.
    pub const LINT: Notes = Notes(1 << 7);
    /// The server answered that there is no file (400 to 499): everything may be fetched, and nothing was said.
    pub const UNAVAILABLE: Notes = Notes(1 << 8);
    /// The server did not answer, or with an error of its own: nothing may be fetched.
    pub const UNREACHABLE: Notes = Notes(1 << 9);
    /// More than five redirects in a row led to the file.
    pub const MANY_REDIRECTS: Notes = Notes(1 << 10);

    /// Whether all of these remarks are among them.
    #[must_use]
    pub const fn has(self, other: Notes) -> bool {
        self.0 & other.0 == other.0
    }

    /// The remarks as bits, for storing.
    pub(super) const fn bits(self) -> u16 {
        self.0
    }

    /// Remarks from bits; those that no remark has are dropped.
    pub(super) const fn from_bits(bits: u16) -> Notes {
        Notes(bits & ((1 << WORDS.len()) - 1))
    }

    /// Whether there is no remark.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The word of each remark, in a fixed order.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        WORDS.iter().filter(move |(note, _)| self.has(*note)).map(|(_, word)| *word)
    }

    /// The words of all remarks there are.
    pub fn all() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|(_, word)| *word)
    }
}

impl BitOr for Notes {
    type Output = Notes;
    fn bitor(self, other: Notes) -> Notes {
        Notes(self.0 | other.0)
    }
}

impl BitOrAssign for Notes {
    fn bitor_assign(&mut self, other: Notes) {
        self.0 |= other.0;
    }
}

impl fmt::Debug for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.words()).finish()
    }
}
