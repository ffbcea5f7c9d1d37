//! `gpai-sources/1`: every file that was looked at and what it gave, what was not looked at, the facts with their places.

use gpai_forms::escape;
use gpai_rules::fact::Fact;
use gpai_rules::finding::Finding;
use gpai_rules::law::{Language, Law};
use gpai_rules::rows::Rows;
use serde_json::{Value as Json, json};

use crate::finding::{Told, about};
use crate::json::{source, value};
use crate::rows;
use gpai_rules::message::{help, message};

/// Files that are named among those not looked at.
pub const LARGEST: usize = 10;

/// What there is to show.
pub struct View<'a> {
    /// The law book.
    pub law: &'a Law,
    /// Language of texts.
    pub language: Language,
    /// The model's name; a stranger's text.
    pub model: &'a str,
    /// The folder, as it stands in machine output.
    pub path: &'a str,
    /// Files that were looked at, once for each reader.
    pub looked_at: Vec<File<'a>>,
    /// Paths and sizes of files that were not looked at, the largest first.
    pub left: Vec<(&'a str, u64)>,
    /// How many files there are.
    pub files: usize,
    /// What is known, with every source.
    pub facts: &'a [Fact],
    /// Findings of reading.
    pub findings: &'a [Finding],
    /// Evaluations, runs, energy, data sets of logs.
    pub rows: &'a Rows,
}

/// A file that was looked at.
pub struct File<'a> {
    /// Its path.
    pub path: &'a str,
    /// Who looked at it.
    pub reader: &'a str,
    /// What it gave, or why it gave nothing.
    pub gave: &'a str,
}

impl View<'_> {
    /// The size of all that was not looked at.
    pub fn bytes(&self) -> u128 {
        self.left.iter().map(|(_, size)| u128::from(*size)).sum()
    }
}

/// What was read as one JSON document.
pub fn write(view: &View<'_>) -> String {
    let facts: Vec<Json> = view
        .facts
        .iter()
        .map(|f| {
            json!({
                "name": f.name,
                "value": f.value.as_ref().map(value),
                "unit": view.law.fact(&f.name).and_then(|d| d.unit.clone()),
                "contradiction": f.contradiction,
                "sources": f.sources.iter().map(source).collect::<Vec<_>>(),
            })
        })
        .collect();
    // Sizes are decimal strings: a stranger's list may say anything up to 2^64.
    let mut document = json!({
        "format": "gpai-sources/1",
        "model": { "name": view.model, "path": view.path },
        "looked_at": view.looked_at.iter()
            .map(|l| json!({ "path": l.path, "reader": l.reader, "gave": l.gave })).collect::<Vec<_>>(),
        "not_looked_at": {
            "count": view.left.len(),
            "bytes": view.bytes().to_string(),
            "largest": view.left.iter().take(LARGEST)
                .map(|(path, size)| json!({ "path": path, "bytes": size.to_string() })).collect::<Vec<_>>(),
        },
        "facts": facts,
        "findings": view.findings.iter().map(|f| finding(view, f)).collect::<Vec<_>>(),
    });
    if let Json::Object(keys) = &mut document {
        keys.extend(rows::json(view.rows));
    }
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

/// A finding of reading; here a number that is not known is `null`.
fn finding(view: &View<'_>, f: &Finding) -> Json {
    let (message, help) = (message(view.law, f, view.language), help(view.law, f, view.language));
    let places = f.places.iter().map(|p| json!({ "file": p.file, "line": p.line, "column": p.column })).collect();
    Told { places: Some(places), help: Some(&help), ..about(f, &message) }.json()
}
