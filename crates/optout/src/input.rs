//! What is known about one address: the path, the agent, and the bytes that were obtained for it.

use crate::asset::Asset;
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
    /// Tokens that name a purpose in the place of an agent.
    pub policies: &'a [PolicyToken<'a>],
    /// Where it is run from, as ISO 3166-1 alpha-2; empty where unknown. Licences may be limited to places.
    pub country: &'a str,
    /// Who uses the work, as licences call it: `commercial`, `non-commercial`, `education`, `government`, `personal`; empty
    /// where unknown.
    pub user: &'a str,
}

/// A token that names the purpose of training in the place of an agent: a group of robots.txt under it speaks of that use by
/// anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyToken<'a> {
    /// The token.
    pub token: &'a str,
    /// Whether the group of `*` speaks where the token has none. No specification says so yet.
    pub everyone: bool,
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
    /// Scheme, host and port, such as `https://a.example`; empty where unknown.
    pub origin: &'a str,
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
    /// The metadata of the file at the address, where it holds one that was obtained.
    pub asset: Option<&'a Asset>,
    /// The year of the act that is judged, where known: what a sentence meant for machines changed with them.
    pub year: Option<i16>,
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
