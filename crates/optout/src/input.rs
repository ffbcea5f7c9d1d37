//! What is known about one address: the path, the agent, and the bytes that were obtained for it.

use crate::html::Page;
use crate::robots::Robots;

/// Who fetches, or uses what was fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agent<'a> {
    /// Its product token, whole.
    pub token: &'a str,
    /// Tokens it follows where its own has no group, in this order.
    pub fallback: &'a [&'a str],
    /// Tokens that never fetch, but govern the use of what it fetches: `Google-Extended` for `Googlebot`.
    pub controls: &'a [&'a str],
    /// It never fetches: its group governs the use of what another token fetches.
    pub control: bool,
    /// Who runs it, as the table of agents names it; empty where unknown.
    pub operator: &'a str,
    /// Tokens of widely known training crawlers: where three or more of them are shut out, a general reservation is probable.
    pub majors: &'a [&'a str],
}

/// What the address holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Media {
    /// A page or another text.
    #[default]
    Text,
    /// An image.
    Image,
    /// Something else.
    Other,
}

/// A file at a well-known place of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File<'a> {
    /// Its path, such as `/.well-known/tdmrep.json`.
    pub place: &'a str,
    /// HTTP status with which it came.
    pub status: u16,
    /// Its bytes.
    pub body: &'a [u8],
}

/// What is known about one address. What was not obtained is absent, and no protocol takes that for silence of the site
/// unless it says so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// Path with query, see [`crate::robots::target`].
    pub path: &'a str,
    /// Who asks.
    pub agent: Agent<'a>,
    /// What the address holds.
    pub media: Media,
    /// The robots.txt, read, with its bytes.
    pub robots: Option<(&'a Robots, &'a [u8])>,
    /// Other files of the site.
    pub files: &'a [File<'a>],
    /// Headers of the answer, name and value, in the order received.
    pub headers: &'a [(&'a str, &'a str)],
    /// The page, where the address holds one.
    pub page: Option<&'a Page>,
}

impl<'a> Input<'a> {
    /// The file at the first of these places that was obtained.
    #[must_use]
    pub fn file(&self, places: &[&str]) -> Option<&'a File<'a>> {
        places.iter().find_map(|place| self.files.iter().find(|file| file.place == *place))
    }

    /// The headers of this name, without regard to case.
    pub fn header(&self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        self.headers.iter().copied().filter(move |(n, _)| n.eq_ignore_ascii_case(name))
    }

    /// The agent's token and those it falls back to.
    #[must_use]
    pub fn tokens(&self) -> Vec<&'a str> {
        std::iter::once(self.agent.token).chain(self.agent.fallback.iter().copied()).collect()
    }
}
