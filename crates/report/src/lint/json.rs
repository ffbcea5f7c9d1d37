//! `gpai-lint/1`: the findings of a check, with what could not be read and our score beside. Fields are added, never renamed.

use gpai_rules::finding::{Finding, Severity};
use serde_json::{Map, Value as Json, json};

use super::LintView;
use crate::finding::Told;
use gpai_forms::escape;

/// The check as one JSON document.
pub fn write(view: &LintView<'_>) -> String {
    let report = view.report;
    let unread: Vec<Json> = view
        .reading
        .unread
        .iter()
        .map(|(what, page)| {
            let mut o = Map::new();
            o.insert("what".into(), json!(what));
            put(&mut o, "page", *page);
            Json::Object(o)
        })
        .collect();
    let scores: Vec<Json> = report
        .scores
        .iter()
        .map(|s| {
            json!({
                "section": s.section,
                "score": s.score,
                "costs": s.costs.iter().map(|c| json!({ "field": c.field, "codes": c.codes, "points": c.points })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let document = json!({
        "format": "gpai-lint/1",
        "file": view.file,
        "kind": view.reading.kind,
        "template": view.reading.form.word(),
        "findings": report.findings.iter().map(|f| finding(view, f)).collect::<Vec<_>>(),
        "counts": {
            "error": report.count(Severity::Error),
            "warning": report.count(Severity::Warning),
            "info": report.count(Severity::Info),
        },
        "pages": (view.reading.pages > 0).then_some(view.reading.pages),
        "language": (!view.reading.language.is_empty()).then_some(&view.reading.language),
        "unread": unread,
        "scores": scores,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

fn put(o: &mut Map<String, Json>, key: &str, number: Option<u32>) {
    if let Some(n) = number {
        o.insert(key.into(), json!(n));
    }
}

fn finding(view: &LintView<'_>, f: &Finding) -> Json {
    let lang = view.language;
    Told {
        code: &f.code,
        severity: f.severity,
        field: Some(f.field()),
        message: &view.book.message(f, lang),
        page: f.page(),
        line: f.line(),
        places: None,
        cites: Some(&f.cites),
        help: Some(view.book.help(f, lang)),
    }
    .json()
}
