//! SARIF 2.1.0, for code-scanning views: the document itself, and what an assessment puts into it, findings and unmet duties.

use gpai_rules::assess::{DutyState, DutyStatus};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::law::{Duty, Words};
use serde_json::{Map, Value as Json, json};

use crate::view::View;
use gpai_forms::escape::{json as clean, visible};
use gpai_rules::message::{help, message};

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
            let says = def.map_or(*code, |d| d.message.get(view.language));
            Json::Object(rule(code, says, None, def.map_or("", |d| d.help.get(view.language))))
        })
        .collect();
    for (gap, id) in gaps.iter().zip(&gap_ids) {
        let duty = view.law.duty(&gap.id);
        let words = |get: fn(&Duty) -> &Words| duty.map_or("", |d| get(d).get(view.language));
        rules.push(Json::Object(rule(id, words(|d| &d.title), Some(words(|d| &d.text)), words(|d| &d.todo))));
    }
    let mut results: Vec<Json> = a.findings.iter().map(|f| told(view, f)).collect();
    for (gap, id) in gaps.iter().zip(&gap_ids) {
        let title = view.law.duty(&gap.id).map_or("", |d| d.title.get(view.language));
        let due = gap.due.map(|d| d.to_string()).unwrap_or_default();
        let text = format!("{title} ({}): {} {due}", gap.id, gap.state.word());
        let place = location("gpai.toml", None, None);
        results.push(Json::Object(result(id, Severity::Error, &text, vec![Json::Object(place)])));
    }
    let properties = json!({ "as_of": a.as_of.to_string(), "law": view.law.id, "edition": view.law.edition });
    document(view.version, rules, properties, results)
}

fn told(view: &View<'_>, f: &Finding) -> Json {
    let text =
        format!("{}. {}", visible(&message(view.law, f, view.language)), visible(&help(view.law, f, view.language)));
    let places = f.places.iter().filter(|p| !p.file.starts_with("--"));
    let places = places.map(|p| Json::Object(location(&p.file, p.line, p.column))).collect();
    let mut o = result(&f.code, f.severity, &text, places);
    o.insert("properties".into(), json!({ "cites": f.cites }));
    Json::Object(o)
}

/// The whole document, of an assessment or of a check.
pub(crate) fn document(version: &str, rules: Vec<Json>, properties: Json, results: Vec<Json>) -> String {
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gpai", "version": version, "rules": rules } },
            "properties": properties,
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    clean(&text)
}

/// What a code stands for.
pub(crate) fn rule(id: &str, short: &str, full: Option<&str>, help: &str) -> Map<String, Json> {
    let mut o = Map::new();
    o.insert("id".into(), json!(id));
    o.insert("shortDescription".into(), json!({ "text": short }));
    if let Some(full) = full {
        o.insert("fullDescription".into(), json!({ "text": full }));
    }
    o.insert("help".into(), json!({ "text": help }));
    o
}

/// One finding.
pub(crate) fn result(rule: &str, severity: Severity, text: &str, locations: Vec<Json>) -> Map<String, Json> {
    let level = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let mut o = Map::new();
    o.insert("ruleId".into(), json!(rule));
    o.insert("level".into(), json!(level));
    o.insert("message".into(), json!({ "text": text }));
    o.insert("locations".into(), Json::Array(locations));
    o
}

/// A place in a file; a file as a whole is shown at its first line.
pub(crate) fn location(file: &str, line: Option<u32>, column: Option<u32>) -> Map<String, Json> {
    let mut region = Map::new();
    region.insert("startLine".into(), json!(line.unwrap_or(1)));
    if let Some(column) = column.filter(|_| line.is_some()) {
        region.insert("startColumn".into(), json!(column));
    }
    let mut o = Map::new();
    o.insert("physicalLocation".into(), json!({ "artifactLocation": { "uri": uri(file) }, "region": region }));
    o
}

/// A relative path as a URI reference: everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
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
