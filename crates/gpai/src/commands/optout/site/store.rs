//! Everything that was obtained, by address and time; the newest one that is not later than the act is what counts.

use std::collections::{BTreeMap, BTreeSet};

use gpai_optout::{PROTOCOLS, Wants};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::fetch::url::Url;

/// How much all bodies of a run take.
const BYTES: usize = 1 << 30;
/// How many answers are kept.
const ANSWERS: usize = 1_000_000;

/// One thing that was obtained, or was not.
#[derive(Clone, Debug)]
pub struct Obtained {
    /// Its address; empty where it was handed over without.
    pub url: String,
    /// The place it stands for: `/robots.txt`, `RSL document`, or its address.
    pub place: String,
    /// Status of the answer; `None` where nobody answered.
    pub status: Option<u16>,
    /// Why nobody answered, or what else is to be said.
    pub why: Option<String>,
    /// Redirects before it.
    pub redirects: u32,
    /// When, where known, and as it was written.
    pub at: Option<(Timestamp, String)>,
    /// Headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// There was more of it.
    pub cut: bool,
    /// From where: the name of a file, a record of an archive, the network.
    pub from: String,
}

impl Obtained {
    /// The digest of its body.
    pub fn sha256(&self) -> String {
        Sha256::digest(&self.body).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A header, without regard to case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What may be asked for: some pages, and the files of their sites.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pages: BTreeSet<String>,
    origins: BTreeSet<String>,
}

impl Wanted {
    /// The pages, by their addresses; paths without a site want nothing.
    pub fn of<'u>(urls: impl Iterator<Item = &'u str>) -> Wanted {
        let mut wanted = Wanted::default();
        for url in urls.filter_map(Url::parse) {
            wanted.origins.insert(url.origin());
            wanted.pages.insert(url.to_string());
        }
        wanted
    }

    /// Whether an answer may be asked for. Redirects of site files and documents of licences may lie anywhere.
    pub fn has(&self, url: &Url, licence: bool) -> bool {
        let site_file = places().any(|place| url.path == place);
        (site_file && (self.origins.is_empty() || self.origins.contains(&url.origin()) || url.path == "/robots.txt"))
            || self.pages.contains(&url.to_string())
            || licence
    }

    /// The sites.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.origins.iter().map(String::as_str)
    }

    /// The pages.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(String::as_str)
    }
}

/// The files of a site that protocols want, each once.
pub fn places() -> impl Iterator<Item = &'static str> {
    let all: BTreeSet<&'static str> = (PROTOCOLS.iter().flat_map(|protocol| protocol.reads))
        .filter_map(|wants| match wants {
            Wants::File(place, _) if place.starts_with('/') => Some(*place),
            _ => None,
        })
        .collect();
    all.into_iter()
}

/// Answers by address, each list in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Store {
    answers: BTreeMap<String, Vec<Obtained>>,
    bytes: usize,
    count: usize,
}

impl Store {
    /// Keeps an answer that has an address and a time.
    pub fn add(&mut self, mut one: Obtained) -> Result<(), String> {
        let Some(url) = Url::parse(&one.url) else { return Ok(()) };
        self.bytes += one.body.len();
        self.count += 1;
        if self.bytes > BYTES || self.count > ANSWERS {
            return Err(format!(
                "more than {BYTES} bytes or {ANSWERS} answers are kept; ask about fewer sites at once"
            ));
        }
        one.url = url.to_string();
        let list = self.answers.entry(one.url.clone()).or_default();
        let time = |o: &Obtained| o.at.as_ref().map(|(at, _)| *at);
        let at = list.partition_point(|other| time(other) <= time(&one));
        list.insert(at, one);
        Ok(())
    }

    /// The newest answer not later than a time; without a time the newest of all.
    pub fn newest(&self, url: &Url, at: Option<Timestamp>) -> Option<&Obtained> {
        let list = self.answers.get(&url.to_string())?;
        list.iter().rev().find(|one| match (at, &one.at) {
            (None, _) => true,
            (Some(at), Some((time, _))) => *time <= at,
            (Some(_), None) => false,
        })
    }

    /// The answers before a time.
    pub fn before(&self, url: &Url, at: Timestamp) -> impl Iterator<Item = &Obtained> {
        let list = self.answers.get(&url.to_string()).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter(move |one| one.at.as_ref().is_some_and(|(time, _)| *time < at))
    }

    /// The first answer later than a time.
    pub fn after(&self, url: &Url, at: Timestamp) -> Option<&Obtained> {
        self.answers.get(&url.to_string())?.iter().find(|one| one.at.as_ref().is_some_and(|(time, _)| *time > at))
    }

    /// All times at which one of these addresses was obtained.
    pub fn times<'u>(&self, urls: impl Iterator<Item = &'u Url>) -> Vec<(Timestamp, String)> {
        let mut all: BTreeMap<Timestamp, String> = BTreeMap::new();
        for url in urls {
            for one in self.answers.get(&url.to_string()).into_iter().flatten() {
                if let Some((time, written)) = &one.at {
                    all.entry(*time).or_insert_with(|| written.clone());
                }
            }
        }
        all.into_iter().collect()
    }
}
