//! What the page of `gpai serve` is told of a model folder: answers and evidence apart, as it reads them, and findings in both
//! languages, since the page can be switched.

use gpai_rules::fact::{Facts, Origin, Value};
use gpai_rules::finding::Finding;
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use crate::json;
use gpai_rules::message::{help, message};

/// Answers by the name of the fact.
pub type Answers = Map<String, Json>;

/// The answers of the file: a plain value, or a table with who judged.
pub fn answers(answers: &Facts) -> Answers {
    let mut out = Map::new();
    for name in answers.names() {
        let Some(claim) = answers.claims(name).iter().find(|c| c.source.origin == Origin::Answer) else { continue };
        let source = &claim.source;
        out.insert(name.to_owned(), answer(&claim.value, source.by.as_deref(), source.on, source.why.as_deref()));
    }
    out
}

/// One answer, with who judged, when and why.
pub fn answer(value: &Value, by: Option<&str>, on: Option<Date>, why: Option<&str>) -> Json {
    let value = json::value(value);
    if by.is_none() && on.is_none() && why.is_none() {
        return value;
    }
    json!({ "value": value, "by": by, "on": on.map(|d| d.to_string()), "why": why })
}

/// The facts that name documents. One that is found in the folder is named only where nobody answered: it gives way.
const DOCUMENTS: &str = "documents.";

/// What the files of the model say, each with its places: what they say together, and under `values` what each says where
/// that is not one and the same; `yields` where it gives way to an answer.
pub fn evidence(evidence: &Facts) -> Json {
    let mut out = Map::new();
    for fact in evidence.resolve_all() {
        let mut o = Map::new();
        if let Some(value) = &fact.value {
            o.insert("value".into(), claimed(value));
        }
        let mut values: Vec<Json> = evidence.claims(&fact.name).iter().map(|c| claimed(&c.value)).collect();
        values.dedup();
        if values.len() > 1 {
            o.insert("values".into(), Json::Array(values));
        }
        o.insert("sources".into(), Json::Array(fact.sources.iter().map(json::source).collect()));
        for (key, set) in [("contradiction", fact.contradiction), ("yields", fact.name.starts_with(DOCUMENTS))] {
            if set {
                o.insert(key.into(), json!(true));
            }
        }
        out.insert(fact.name, Json::Object(o));
    }
    Json::Object(out)
}

/// A value as the page holds it: a list that may go on is told from one that is complete.
fn claimed(value: &Value) -> Json {
    match value {
        Value::Set { words, complete: false } => json!({ "words": words, "complete": false }),
        value => json::value(value),
    }
}

/// A finding in both languages, with the duty it bears on where it names one.
pub fn finding(law: &Law, f: &Finding) -> Json {
    let places: Vec<Json> =
        f.places.iter().map(|p| json!({ "file": p.file, "line": p.line, "column": p.column })).collect();
    let both = |text: fn(&Law, &Finding, Language) -> String| json!({ "en": text(law, f, Language::English), "zh": text(law, f, Language::Chinese) });
    let mut out = json!({
        "code": f.code,
        "severity": f.severity.word(),
        "message": both(message),
        "help": both(help),
        "places": places,
        "cites": f.cites,
    });
    if let (Some(out), Some((_, duty))) = (out.as_object_mut(), f.details.iter().find(|(name, _)| name == "duty")) {
        out.insert("duty".into(), json!(duty.to_string()));
    }
    out
}
