//! SARIF 2.1.0: findings and unmet duties for code-scanning views.

use gpai_rules::assess::{DutyState, DutyStatus};
use gpai_rules::finding::{Finding, Place, Severity};
use serde_json::{Value as Json, json};

use crate::message::{help, message};
use crate::view::View;
use gpai_forms::escape::{json as clean, visible};

/// The assessment's findings as one SARIF document.
pub fn write(view: &View<'_>) -> String {
    let a = view.assessment;
    let mut codes: Vec<&str> = a.findings.iter().map(|f| f.code.as_str()).collect();
    let gaps: Vec<_> =
        a.duties.iter().filter(|d| d.status == DutyStatus::Applies && d.state == DutyState::Gap).collect();
    let gap_ids: Vec<String> = gaps.iter().map(|d| format!("duty-{}", d.id)).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut rules: Vec<Json> = codes
        .iter()
        .map(|code| {
            let def = view.law.findings.get(*code);
            json!({
                "id": code,
                "shortDescription": { "text": def.map_or(*code, |d| d.message.get(view.language)) },
                "help": { "text": def.map_or("", |d| d.help.get(view.language)) },
            })
        })
        .collect();
    for (gap, id) in gaps.iter().zip(&gap_ids) {
        let duty = view.law.duty(&gap.id);
        rules.push(json!({
            "id": id,
            "shortDescription": { "text": duty.map_or("", |d| d.title.get(view.language)) },
            "fullDescription": { "text": duty.map_or("", |d| d.text.get(view.language)) },
            "help": { "text": duty.map_or("", |d| d.todo.get(view.language)) },
        }));
    }
    let mut results: Vec<Json> = a.findings.iter().map(|f| result(view, f)).collect();
    for (gap, id) in gaps.iter().zip(&gap_ids) {
        let title = view.law.duty(&gap.id).map_or("", |d| d.title.get(view.language));
        let due = gap.due.map(|d| d.to_string()).unwrap_or_default();
        results.push(json!({
            "ruleId": id,
            "level": "error",
            "message": { "text": format!("{title} ({}): {} {due}", gap.id, gap.state.word()) },
            "locations": [location(&Place::file("gpai.toml"))],
        }));
    }
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gpai",
                "version": view.version,
                "rules": rules,
            }},
            "properties": { "as_of": a.as_of.to_string(), "law": view.law.id, "edition": view.law.edition },
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    clean(&text)
}

fn result(view: &View<'_>, f: &Finding) -> Json {
    let level = match f.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let text =
        format!("{}. {}", visible(&message(view.law, f, view.language)), visible(&help(view.law, f, view.language)));
    json!({
        "ruleId": f.code,
        "level": level,
        "message": { "text": text },
        "locations": f.places.iter().filter(|p| !p.file.starts_with("--")).map(location).collect::<Vec<_>>(),
        "properties": { "cites": f.cites },
    })
}

fn location(place: &Place) -> Json {
    let region = match (place.line, place.column) {
        (Some(line), Some(column)) => json!({ "startLine": line, "startColumn": column }),
        (Some(line), None) => json!({ "startLine": line }),
        _ => json!({ "startLine": 1 }),
    };
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&place.file) }, "region": region } })
}

/// A relative path as a URI reference: everything but unreserved characters and `/` is percent-encoded.
pub(crate) fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for b in path.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}
