//! Public suffixes: which part of a host is a registrable domain. The list is built in, with its date; another one can be given
//! as the text that <https://publicsuffix.org> publishes.

use std::collections::HashMap;
use std::sync::Arc;

use psl::{Psl as _, Type};
use serde_json::{Value as Json, json};

/// The crate that holds the built-in list, and the day it was published. A test holds the version to the lock file.
pub const BUILT_IN: (&str, &str) = ("psl 2.1.247", "2026-11-05");
/// Rules of a given list; the public one has about ten thousand.
const MOST_RULES: usize = 1_000_000;

/// A list of public suffixes, and whether its private section counts.
#[derive(Clone, Debug)]
pub struct Suffixes {
    given: Option<Arc<Given>>,
    private: bool,
}

/// A list that was given as text.
#[derive(Debug)]
struct Given {
    rules: HashMap<Box<str>, Rule>,
    version: Option<String>,
    sha256: String,
}

/// What a list says of one name. Several rules may name it.
#[derive(Clone, Copy, Debug, Default)]
struct Rule {
    /// It is a suffix.
    plain: Option<Section>,
    /// Each name directly below it is one (`*.`).
    below: Option<Section>,
    /// It is none, although a `*.` rule says so (`!`).
    except: Option<Section>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Icann,
    Private,
}

impl Suffixes {
    /// The built-in list.
    #[must_use]
    pub fn built_in(private: bool) -> Self {
        Self { given: None, private }
    }

    /// A list as text. Rules stand in the sections `ICANN DOMAINS` and `PRIVATE DOMAINS`; those before any section count as ICANN.
    ///
    /// # Errors
    /// It holds no rule, or a line that is none.
    pub fn given(text: &str, private: bool) -> Result<Self, String> {
        let mut rules: HashMap<Box<str>, Rule> = HashMap::new();
        let mut section = Section::Icann;
        let mut version = None;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(comment) = line.strip_prefix("//") {
                if comment.contains("BEGIN PRIVATE DOMAINS") {
                    section = Section::Private;
                } else if comment.contains("BEGIN ICANN DOMAINS") {
                    section = Section::Icann;
                } else if let Some(v) = comment.trim().strip_prefix("VERSION:") {
                    version = Some(v.trim().to_owned());
                }
                continue;
            }
            let Some(rule) = line.split_whitespace().next() else { continue };
            let (kind, name) = match (rule.strip_prefix("*."), rule.strip_prefix('!')) {
                (Some(name), _) => (1, name),
                (_, Some(name)) => (2, name),
                _ => (0, rule),
            };
            if name == "*" {
                continue;
            }
            let wrong = || format!("line {}: {rule:?} is no rule of a public suffix list", at + 1);
            let name = idna::domain_to_ascii(name.trim_matches('.')).map_err(|_| wrong())?;
            if name.is_empty() || name.contains('*') || rules.len() >= MOST_RULES {
                return Err(wrong());
            }
            let entry = rules.entry(name.into_boxed_str()).or_default();
            match kind {
                1 => entry.below = Some(section),
                2 => entry.except = Some(section),
                _ => entry.plain = Some(section),
            }
        }
        if rules.is_empty() {
            return Err("holds no rule of a public suffix list".to_owned());
        }
        let given = Given { rules, version, sha256: crate::hash::sha256(text.as_bytes()) };
        Ok(Self { given: Some(Arc::new(given)), private })
    }

    /// Whether the private section counts.
    #[must_use]
    pub fn private(&self) -> bool {
        self.private
    }

    /// Which list it is.
    #[must_use]
    pub fn named(&self) -> Json {
        match &self.given {
            None => json!({ "list": BUILT_IN.0, "published": BUILT_IN.1, "private_suffixes": self.private }),
            Some(g) => {
                json!({ "list": "given", "version": g.version, "sha256": g.sha256, "private_suffixes": self.private })
            }
        }
    }

    /// The registrable domain of a host (lower case, A-labels): its public suffix and one label more; `None` where the host is a
    /// suffix itself.
    #[must_use]
    pub fn domain<'h>(&self, host: &'h str) -> Option<&'h str> {
        let suffix = match &self.given {
            None => self.built_in_length(host),
            Some(given) => given.length(host, self.private),
        };
        let before = host.len().checked_sub(suffix + 1)?;
        let label = host.get(..before)?.rsplit('.').next().filter(|label| !label.is_empty())?;
        host.get(before - label.len()..)
    }

    /// Bytes of the public suffix by the built-in list.
    fn built_in_length(&self, host: &str) -> usize {
        let mut tail = host;
        loop {
            let info = psl::List.find(tail.as_bytes().rsplit(|b| *b == b'.'));
            if info.typ == Some(Type::Private) && !self.private {
                // Without the private section the longest rule of the other one decides; it is shorter than this one.
                let suffix = tail.get(tail.len().saturating_sub(info.len)..).unwrap_or(tail);
                if let Some((_, shorter)) = suffix.split_once('.') {
                    tail = shorter;
                    continue;
                }
            }
            // A top level that the list does not know is a suffix (its implied rule `*`).
            return if info.len == 0 { host.rsplit('.').next().map_or(0, str::len) } else { info.len };
        }
    }
}

impl Given {
    /// Bytes of the public suffix: an exception beats all, then the rule with most labels.
    fn length(&self, host: &str, private: bool) -> usize {
        let counts = |section: Option<Section>| section.is_some_and(|s| private || s == Section::Icann);
        let mut longest = host.rsplit('.').next().map_or(0, str::len);
        let mut name = host;
        let mut found = false;
        // From the whole host to its last label.
        loop {
            let above = name.split_once('.').map(|(_, above)| above);
            if let Some(rule) = self.rules.get(name) {
                if counts(rule.except) {
                    return above.map_or(name.len(), str::len);
                }
                if !found && counts(rule.plain) {
                    (found, longest) = (true, name.len());
                }
            }
            let Some(above) = above else { return longest };
            if !found && self.rules.get(above).is_some_and(|rule| counts(rule.below)) {
                // An exception may name this very host and was looked for above.
                (found, longest) = (true, name.len());
            }
            name = above;
        }
    }
}
