//! An entry as it is understood: what was done to which record, when, by whom, and what the writer knew then.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::chain::Entry;

/// The version of the form of a body that is written.
pub const BODY: u64 = 1;

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its writer.
    pub writer: String,
    /// Its number with that writer.
    pub n: u64,
    /// When it was recorded.
    pub recorded_at: String,
    /// What was done: `complaint.decide`.
    pub verb: String,
    /// The record; empty where it belongs to none.
    pub id: String,
    /// When it happened, as it was stated.
    pub on: String,
    /// Who recorded it.
    pub by: String,
    /// What was said, by name.
    pub fields: Map<String, Json>,
    /// Private values by name, each with its commitment.
    pub private: BTreeMap<String, String>,
    /// Files by their SHA-256.
    pub files: Vec<String>,
    /// How far the writer knew the chains of others.
    pub seen: BTreeMap<String, u64>,
}

impl Step {
    /// Reads an entry; `None` where its body is none of ours.
    pub fn read(entry: &Entry) -> Option<Step> {
        let body: Json = serde_json::from_slice(&entry.body).ok()?;
        let text = |key: &str| body.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        if body.get("v").and_then(Json::as_u64)? > BODY {
            return None;
        }
        let private = body.get("private").and_then(Json::as_object);
        let seen = body.get("seen").and_then(Json::as_object);
        let files = body.get("files").and_then(Json::as_array);
        Some(Step {
            writer: entry.writer.clone(),
            n: entry.n,
            recorded_at: entry.recorded_at.clone(),
            verb: body.get("do").and_then(Json::as_str)?.to_owned(),
            id: text("id"),
            on: text("on"),
            by: text("by"),
            fields: body.get("fields").and_then(Json::as_object).cloned().unwrap_or_default(),
            private: private
                .into_iter()
                .flatten()
                .map(|(k, v)| (k.clone(), v.as_str().unwrap_or_default().to_owned()))
                .collect(),
            files: files.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
            seen: seen.into_iter().flatten().filter_map(|(k, v)| Some((k.clone(), v.as_u64()?))).collect(),
        })
    }

    /// A field as text; empty where it is not given.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Json::as_str).unwrap_or_default()
    }

    /// The words of a list.
    pub fn words(&self, name: &str) -> Vec<String> {
        let list = self.fields.get(name).and_then(Json::as_array);
        list.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    }

    /// Whether a field says yes.
    pub fn flag(&self, name: &str) -> bool {
        self.fields.get(name).and_then(Json::as_bool).unwrap_or(false)
    }

    /// How another entry names this one.
    pub fn name(&self) -> String {
        reference(&self.writer, self.n)
    }

    /// Whether its writer knew of that other entry.
    pub fn knew(&self, other: &Step) -> bool {
        if self.writer == other.writer {
            other.n < self.n
        } else {
            self.seen.get(&other.writer).is_some_and(|n| *n >= other.n)
        }
    }
}

/// How an entry is named: writer and number.
pub fn reference(writer: &str, n: u64) -> String {
    format!("{writer}:{n}")
}

/// What is to be recorded.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What was done.
    pub verb: String,
    /// The record.
    pub id: String,
    /// When it happened.
    pub on: String,
    /// Who records it.
    pub by: String,
    /// What is said.
    pub fields: Map<String, Json>,
    /// Private values: name and value.
    pub private: Vec<(String, Vec<u8>)>,
    /// Files by their SHA-256; they are already in place.
    pub files: Vec<String>,
}

impl Draft {
    /// Something done to a record.
    pub fn new(verb: &str, id: &str, on: &str, by: &str) -> Draft {
        Draft { verb: verb.to_owned(), id: id.to_owned(), on: on.to_owned(), by: by.to_owned(), ..Draft::default() }
    }

    /// With a field, where there is a text for it.
    #[must_use]
    pub fn with(mut self, name: &str, value: Option<&str>) -> Draft {
        if let Some(text) = value.filter(|text| !text.is_empty()) {
            self.fields.insert(name.to_owned(), text.into());
        }
        self
    }

    /// With a field of another shape.
    #[must_use]
    pub fn set(mut self, name: &str, value: Json) -> Draft {
        self.fields.insert(name.to_owned(), value);
        self
    }

    /// With a list, where it holds something.
    #[must_use]
    pub fn list(self, name: &str, words: &[String]) -> Draft {
        if words.is_empty() { self } else { self.set(name, words.to_vec().into()) }
    }

    /// With a private value, where there is a text for it.
    #[must_use]
    pub fn secret(mut self, name: &str, value: Option<&str>) -> Draft {
        if let Some(text) = value.filter(|text| !text.is_empty()) {
            self.private.push((name.to_owned(), text.as_bytes().to_vec()));
        }
        self
    }
}
