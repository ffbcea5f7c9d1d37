//! What an export is once it is written: files with their bytes, and what is not in them and why.

use serde_json::{Map, Value as Json};

/// An export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Names, with `/` between folders, and texts; sorted by name.
    pub files: Vec<(String, String)>,
    /// What is not in it.
    pub left: Vec<Left>,
}

/// Something that is not in an export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// Why, as a code of [`Left::CODES`].
    pub code: &'static str,
    /// What, a stranger's text perhaps.
    pub what: String,
}

impl Left {
    /// Every code.
    pub const CODES: [&'static str; 11] = [
        "contradicted",
        "dataset-lacks",
        "digest-unknown",
        "document-not-final",
        "energy-is-an-interval",
        "files-not-public",
        "no-dataset",
        "no-licence-read",
        "no-provider",
        "no-version",
        "profile-not-claimed",
    ];

    /// Something and why it is not there.
    pub fn new(code: &'static str, what: impl Into<String>) -> Left {
        Left { code, what: what.into() }
    }
}

impl Written {
    /// An export of one file.
    pub fn one(name: &str, text: String, left: Vec<Left>) -> Written {
        Written { files: vec![(name.to_owned(), text)], left }
    }
}

/// An object of the entries that are there, in their order.
pub(super) fn object<const N: usize>(entries: [(&str, Option<Json>); N]) -> Json {
    let there = entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Json::Object(there.collect::<Map<_, _>>())
}

/// A JSON text with a line feed at its end, control characters escaped.
pub(super) fn pretty(value: &Json) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    gpai_forms::escape::json(&text)
}
