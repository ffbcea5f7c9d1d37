//! `gpai-assessment/1`: the machine-readable assessment. Fields are added, never renamed; see docs/machine-formats.md.

use gpai_rules::assessment::Judged;
use gpai_rules::fact::{Fact, Origin, Source, Value};
use gpai_rules::judged::fact_of;
use serde_json::{Map, Value as Json, json};

use crate::finding;
use crate::next;
use crate::rows;
pub use crate::value::value;
use crate::view::View;
use gpai_forms::escape;

/// The assessment as one JSON document.
pub fn write(view: &View<'_>) -> String {
    let mut text = serde_json::to_string_pretty(&document(view)).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

/// The same as a value, for what is made part of another document.
pub fn document(view: &View<'_>) -> Json {
    let a = view.assessment;
    let lang = view.language;
    let mut document = json!({
        "format": "gpai-assessment/1",
        "as_of": a.as_of.to_string(),
        "law": { "id": view.law.id, "edition": view.law.edition },
        "model": { "name": view.model, "path": view.path },
        "facts": a.facts.iter().map(|f| fact(view, f)).collect::<Vec<_>>(),
        "conclusions": a.conclusions.iter().map(|c| {
            let mut o = Map::new();
            o.insert("name".into(), json!(c.name));
            o.insert("status".into(), json!(c.decision.word()));
            if let Some(strength) = c.decision.strength() {
                o.insert("strength".into(), json!(strength.word()));
            }
            o.insert("because".into(), json!(c.because));
            o.insert("cites".into(), json!(c.cites));
            o.insert("missing".into(), json!(c.missing));
            o.insert("rules".into(), json!(c.rules));
            o.insert("displaced_by".into(), json!(c.displaced_by));
            Json::Object(o)
        }).collect::<Vec<_>>(),
        "duties": a.duties.iter().map(|d| json!({
            "id": d.id,
            "title": view.law.duty(&d.id).map(|x| x.title.get(lang)),
            "status": d.status.word(),
            "if_provider": d.if_provider.word(),
            "due": d.due.map(|x| x.to_string()),
            "state": d.state.word(),
            "cites": d.cites,
            "findings": d.findings,
            "because": d.because,
            "missing": d.missing,
        })).collect::<Vec<_>>(),
        "questions": a.questions.iter().map(|q| json!({
            "fact": q.fact,
            "text": view.law.fact(&q.fact).map(|f| f.question.get(lang)),
            "settles": q.settles,
        })).collect::<Vec<_>>(),
        "findings": a.findings.iter().map(|f| finding::whole(view.law, f, lang)).collect::<Vec<_>>(),
        "exposure": {
            "fine_ceiling_eur": a.exposure.fine_ceiling_eur.as_ref().map(ToString::to_string),
            "finable_from": a.exposure.finable_from.map(|d| d.to_string()),
        },
    });
    if let (false, Json::Object(keys)) = (a.judged.is_empty(), &mut document) {
        keys.insert("judged".into(), a.judged.iter().map(judged).collect());
    }
    if let (Some(next), Json::Object(keys)) = (view.next, &mut document) {
        keys.insert("next".into(), next::json(view, next));
    }
    if let (Some(rows), Json::Object(keys)) = (view.rows.filter(|r| !r.is_empty()), &mut document) {
        keys.extend(rows::json(rows));
    }
    document
}

/// A conclusion judged as a whole, beside what the facts on file say of it.
fn judged(judged: &Judged) -> Json {
    let mut alone = Map::new();
    alone.insert("status".into(), json!(judged.alone.word()));
    if let Some(strength) = judged.alone.strength() {
        alone.insert("strength".into(), json!(strength.word()));
    }
    alone.insert("because".into(), json!(judged.because));
    alone.insert("places".into(), judged.places.iter().map(finding::place).collect());
    json!({
        "name": judged.name,
        "fact": fact_of(&judged.name),
        "value": judged.value,
        "contradicted": judged.is_contradicted(),
        "facts_alone": alone,
    })
}

fn fact(view: &View<'_>, fact: &Fact) -> Json {
    let mut o = Map::new();
    o.insert("name".into(), json!(fact.name));
    if let Some(v) = &fact.value {
        o.insert("value".into(), value(v));
        if let Value::Set { complete: false, .. } = v {
            o.insert("complete".into(), json!(false));
        }
    }
    if let Some(unit) = view.law.fact(&fact.name).and_then(|d| d.unit.as_ref()) {
        o.insert("unit".into(), json!(unit));
    }
    o.insert("sources".into(), Json::Array(fact.sources.iter().map(source).collect()));
    if fact.contradiction {
        o.insert("contradiction".into(), json!(true));
    }
    if fact.overruled {
        o.insert("overruled".into(), json!(true));
    }
    Json::Object(o)
}

/// A source in machine form.
pub fn source(source: &Source) -> Json {
    let mut o = Map::new();
    o.insert("file".into(), json!(source.file));
    // What is read from a file as a whole (the header of the weights) is anchored at its first line.
    let line = source.line.or((source.origin == Origin::Evidence).then_some(1));
    for (key, number) in [("line", line), ("column", source.column)] {
        if let Some(n) = number {
            o.insert(key.into(), json!(n));
        }
    }
    let plain = match source.origin {
        Origin::Evidence | Origin::Law => "stated",
        Origin::Answer | Origin::Command => "answered",
    };
    o.insert("method".into(), json!(source.method.as_deref().unwrap_or(plain)));
    for (key, text) in [("by", &source.by), ("why", &source.why)] {
        if let Some(t) = text {
            o.insert(key.into(), json!(t));
        }
    }
    if let Some(on) = source.on {
        o.insert("on".into(), json!(on.to_string()));
    }
    Json::Object(o)
}
