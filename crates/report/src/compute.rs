//! `gpai-compute/1`: the training compute by each method, what each rests on, the facts and thresholds it is compared with.

use gpai_forms::escape;
use gpai_rules::fact::{Fact, Source, Value};
use gpai_rules::finding::Finding;
use gpai_rules::law::{Language, Law};
use gpai_rules::number::{Interval, Number};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::finding::about;
use crate::json::{source, value};
use gpai_rules::message::message;

/// What there is to show.
pub struct View<'a> {
    /// The law book.
    pub law: &'a Law,
    /// The day whose law applies.
    pub as_of: Date,
    /// The model's name; a stranger's text.
    pub model: &'a str,
    /// Language of texts.
    pub language: Language,
    /// One for each method and statement.
    pub estimates: Vec<Estimate<'a>>,
    /// The facts that hold amounts of compute.
    pub facts: Vec<&'a Fact>,
    /// Amounts of FLOP in the law of the day, by their ids.
    pub thresholds: Vec<(&'a str, &'a Number)>,
    /// Findings that are about compute.
    pub findings: Vec<&'a Finding>,
}

/// One estimate.
pub struct Estimate<'a> {
    /// The word of its method.
    pub method: &'a str,
    /// The word for what it is an estimate of.
    pub of: &'a str,
    /// Whether a fact rests on it.
    pub used: bool,
    /// The amount with its error.
    pub flop: &'a Interval,
    /// What it rests on.
    pub inputs: Vec<Input<'a>>,
}

/// One quantity that an estimate rests on.
pub struct Input<'a> {
    /// Its name.
    pub name: &'a str,
    /// The amount as people read it.
    pub value: &'a str,
    /// Where it stands; `None` for what the method assumes.
    pub source: Option<&'a Source>,
}

/// The estimates as one JSON document.
pub fn write(view: &View<'_>) -> String {
    let estimates: Vec<Json> = view
        .estimates
        .iter()
        .map(|e| {
            json!({
                "method": e.method,
                "of": e.of,
                "used": e.used,
                "flop": value(&Value::Number(e.flop.clone())),
                "inputs": e.inputs.iter().map(|i| json!({
                    "name": i.name,
                    "value": i.value,
                    "assumed": i.source.is_none(),
                    "source": i.source.map(source),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let facts: Vec<Json> = view
        .facts
        .iter()
        .map(|f| {
            json!({
                "name": f.name,
                "value": f.value.as_ref().map(value),
                "unit": "FLOP",
                "contradiction": f.contradiction,
                "sources": f.sources.iter().map(source).collect::<Vec<_>>(),
            })
        })
        .collect();
    let findings: Vec<Json> =
        view.findings.iter().map(|f| about(f, &message(view.law, f, view.language)).json()).collect();
    let thresholds: Vec<Json> =
        view.thresholds.iter().map(|(id, value)| json!({ "id": id, "flop": value.to_string() })).collect();
    let document = json!({
        "format": "gpai-compute/1",
        "as_of": view.as_of.to_string(),
        "model": { "name": view.model },
        "estimates": estimates,
        "facts": facts,
        "thresholds": thresholds,
        "findings": findings,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}
