//! The Hub's list of a model's files, and what it says of the model itself. The list is a stranger's, like a folder on disk:
//! a path that could lead elsewhere is left out with a finding.

use std::collections::BTreeMap;

use gpai_evidence::files::Entry;
use gpai_evidence::limits;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::names;
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::client::Client;
use super::name::{Name, is_commit, segment};
use super::{HubError, PLACE};

/// The list as it is sent: some 300 bytes a file, so that 10 000 files take 3 MB.
const BYTES: u64 = 16 << 20;
/// The longest path of a file; longer ones are no file names.
const PATH: usize = 1_024;
/// Findings on paths that are left out, so that a hostile list cannot drown the report.
const FINDINGS: usize = limits::FINDINGS_OF_A_KIND;

/// What the Hub says of a model.
#[derive(Debug, Default)]
pub struct Listing {
    /// The commit that the revision stands for.
    pub commit: String,
    /// Files, sorted.
    pub files: Vec<Entry>,
    /// What was left out.
    pub skipped: Vec<Finding>,
    /// `auto`, `manual` or `false`.
    gated: Option<String>,
    disabled: bool,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    sha: Json,
    #[serde(default)]
    gated: Json,
    #[serde(default)]
    disabled: Json,
    siblings: Vec<Sibling>,
}

#[derive(Deserialize)]
struct Sibling {
    rfilename: String,
    #[serde(default, deserialize_with = "size")]
    size: Size,
    #[serde(default)]
    lfs: Option<Lfs>,
}

#[derive(Deserialize)]
struct Lfs {
    #[serde(default, deserialize_with = "size")]
    size: Size,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Size {
    /// Not stated.
    #[default]
    Missing,
    /// Negative, a fraction, a word.
    Nonsense,
    Bytes(u64),
}

/// A wrong size is wrong for one file; the list is still read.
fn size<'de, D: Deserializer<'de>>(from: D) -> Result<Size, D::Error> {
    Ok(match Json::deserialize(from)? {
        Json::Null => Size::Missing,
        Json::Number(n) => n.as_u64().map_or(Size::Nonsense, Size::Bytes),
        _ => Size::Nonsense,
    })
}

/// Asks the Hub.
pub fn read(client: &Client, name: &Name) -> Result<Listing, HubError> {
    let path = format!("/api/models/{}/revision/{}?blobs=true", name.repo(), segment(&name.revision));
    let bytes = client.whole(&path, BYTES)?;
    parse(&bytes).map_err(|why| HubError::Broken { host: client.host().to_owned(), why })
}

fn parse(bytes: &[u8]) -> Result<Listing, String> {
    // The place alone: the parser's own words may quote a megabyte.
    let place = |e: serde_json::Error| format!("no list of files (line {} column {})", e.line(), e.column());
    let answer: Answer = serde_json::from_slice(bytes).map_err(place)?;
    let commit = answer.sha.as_str().filter(|s| is_commit(s)).ok_or("a list of files without its commit")?.to_owned();
    let mut listing = Listing { commit, disabled: answer.disabled == Json::Bool(true), ..Listing::default() };
    listing.gated = match &answer.gated {
        Json::Bool(gated) => Some(gated.to_string()),
        Json::String(how) if matches!(how.as_str(), "auto" | "manual") => Some(how.clone()),
        _ => None,
    };
    let stated = |s: &Sibling| match (s.size, &s.lfs) {
        (Size::Missing, Some(lfs)) => lfs.size,
        (size, _) => size,
    };
    if !answer.siblings.is_empty() && answer.siblings.iter().all(|s| stated(s) == Size::Missing) {
        return Err("a list of files without their sizes".to_owned());
    }
    let mut files: BTreeMap<(bool, String), u64> = BTreeMap::new();
    let mut left_out = Vec::new();
    for sibling in answer.siblings {
        let size = stated(&sibling);
        let path = sibling.rfilename;
        match (refusal(&path), size) {
            (None, _) if hidden(&path) => {}
            // Files of the folder itself come first: they are the last to be left out by the bound below.
            (None, Size::Bytes(size)) => _ = files.entry((path.contains('/'), path)).or_insert(size),
            (None, Size::Missing) => left_out.push((path, "the Hub states no size")),
            (None, Size::Nonsense) => left_out.push((path, "its size is no number of bytes")),
            (Some(why), _) => left_out.push((path, why)),
        }
    }
    left_out.sort();
    for (path, why) in left_out.iter().take(FINDINGS) {
        let shown: String = path.chars().take(limits::SHOWN).collect();
        let finding = Finding::new("skipped-file", Severity::Warning).with("file", &shown).with("why", why);
        listing.skipped.push(finding.place(Place::file(PLACE)));
    }
    if left_out.len() > FINDINGS {
        listing.skipped.push(beyond("the number of files that cannot be opened", FINDINGS));
    }
    if files.len() > limits::FILES {
        listing.skipped.push(beyond("the number of files", limits::FILES));
    }
    listing.files = files.into_iter().take(limits::FILES).map(|((_, path), size)| Entry { path, size }).collect();
    listing.files.sort();
    Ok(listing)
}

fn beyond(what: &str, limit: usize) -> Finding {
    Finding::new("limit-reached", Severity::Warning).with("what", what).with("limit", limit).place(Place::file(PLACE))
}

/// As in a folder on disk: `.gitattributes` and its like are no part of the model.
fn hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && part != ".eval_results")
}

/// Why a path is no path of a file in a repository.
fn refusal(path: &str) -> Option<&'static str> {
    let parts = || path.split('/');
    if path.len() > PATH {
        Some("its path is too long")
    } else if path.chars().any(char::is_control) {
        Some("its path holds control characters")
    } else if path.contains('\\') || parts().any(|p| p.is_empty() || p == "." || p == "..") {
        Some("its path leads out of the folder")
    } else if parts().count() > limits::DEPTH + 1 {
        Some("the folder lies too deep")
    } else {
        None
    }
}

impl Listing {
    /// What the Hub says of the model.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        if let Some(gated) = &self.gated {
            let source = Source::new(Origin::Evidence, PLACE).method("Hub API");
            facts.add(names::CARD_GATED, Value::Text(gated.clone()), source);
        }
        facts
    }

    /// What needs a look.
    pub fn findings(&self) -> Vec<Finding> {
        let disabled = Finding::new("hub-disabled", Severity::Warning).place(Place::file(PLACE));
        self.disabled.then_some(disabled).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn of(siblings: &str) -> Result<Listing, String> {
        parse(format!(r#"{{"sha": "{}", "gated": "manual", "siblings": [{siblings}]}}"#, "0f".repeat(20)).as_bytes())
    }

    #[test]
    fn files_with_sizes() {
        let list = of(r#"{"rfilename": "README.md", "size": 7}, {"rfilename": ".gitattributes", "size": 1},
            {"rfilename": "a/b.json", "lfs": {"size": 9}, "new": [1]}"#)
        .unwrap();
        let files: Vec<_> = list.files.iter().map(|f| (f.path.as_str(), f.size)).collect();
        assert_eq!(files, [("README.md", 7), ("a/b.json", 9)]);
        assert!(list.skipped.is_empty());
        assert_eq!(list.facts().value("card.gated"), Some(Value::Text("manual".into())));
    }

    #[test]
    fn hostile_entries_are_left_out() {
        let list = of(
            r#"{"rfilename": "../x", "size": 1}, {"rfilename": "/etc/passwd", "size": 1}, {"rfilename": "a//b", "size": 1},
            {"rfilename": "a\u001b[2J", "size": 1}, {"rfilename": "a\\..\\b", "size": 1}, {"rfilename": "", "size": 1},
            {"rfilename": "a/b/c/d/e/f/g/h", "size": 1}, {"rfilename": "neg", "size": -1}, {"rfilename": "frac", "size": 1.5},
            {"rfilename": "word", "size": "many"}, {"rfilename": "none"}, {"rfilename": "huge", "size": 18446744073709551615},
            {"rfilename": "more", "size": 1e400}"#,
        );
        assert!(list.is_err(), "a number outside all numbers is no JSON for us");
        let list = of(r#"{"rfilename": "../x", "size": 1}, {"rfilename": "/etc/passwd", "size": 1}, {"rfilename": "a//b", "size": 1},
            {"rfilename": "a\u001b[2J", "size": 1}, {"rfilename": "a\\..\\b", "size": 1}, {"rfilename": "", "size": 1},
            {"rfilename": "a/b/c/d/e/f/g/h", "size": 1}, {"rfilename": "neg", "size": -1}, {"rfilename": "frac", "size": 1.5},
            {"rfilename": "word", "size": "many"}, {"rfilename": "none"}, {"rfilename": "huge", "size": 18446744073709551615}"#)
        .unwrap();
        assert_eq!(list.files, [Entry { path: "huge".into(), size: u64::MAX }]);
        assert_eq!(list.skipped.len(), 11);
    }

    #[test]
    fn bounds_hold() {
        let many: Vec<String> =
            (0..limits::FILES + 5).map(|i| format!(r#"{{"rfilename": "a/{i}", "size": 1}}"#)).collect();
        let list = of(&format!(r#"{}, {{"rfilename": "README.md", "size": 2}}"#, many.join(","))).unwrap();
        assert_eq!(list.files.len(), limits::FILES);
        assert!(list.files.iter().any(|f| f.path == "README.md"));
        assert!(list.skipped.iter().any(|f| f.code == "limit-reached"));
        let bad: Vec<String> = (0..500).map(|i| format!(r#"{{"rfilename": "../{i}", "size": 1}}"#)).collect();
        assert_eq!(of(&bad.join(",")).unwrap().skipped.len(), FINDINGS + 1);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for bad in ["", "[]", "{}", r#"{"sha": "main", "siblings": []}"#, r#"{"siblings": []}"#, "<html>"] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(of(r#"{"rfilename": "README.md"}"#).is_err());
        let deep = "[".repeat(100_000);
        assert!(of(&format!(r#"{{"rfilename": "x", "size": {deep}"#)).is_err());
    }
}
