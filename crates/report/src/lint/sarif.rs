//! SARIF 2.1.0 of a check: one result a finding, at its line; the page, where there are pages, stands in the message.

use gpai_rules::finding::Severity;
use gpai_rules::law::Language;
use serde_json::{Value as Json, json};

use super::LintView;
use crate::sarif::uri;
use gpai_forms::escape::{json as clean, visible};
use gpai_review::DocFinding;

/// The check as one SARIF document.
pub fn write(view: &LintView<'_>) -> String {
    let lang = view.language;
    let mut codes: Vec<&str> = view.report.findings.iter().map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Json> = codes
        .iter()
        .filter_map(|code| view.book.rules.get(*code))
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": rule.title.get(lang) },
                "help": { "text": rule.help.get(lang) },
                "properties": { "cites": rule.cites },
            })
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gpai", "version": view.version, "rules": rules } },
            "properties": { "kind": view.reading.kind, "template": view.reading.form.word() },
            "results": view.report.findings.iter().map(|f| result(view, f)).collect::<Vec<_>>(),
        }],
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    clean(&text)
}

fn result(view: &LintView<'_>, f: &DocFinding) -> Json {
    let lang = view.language;
    let level = match f.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let place = match (f.page, lang) {
        (Some(page), Language::English) => format!("{}, page {page}: ", f.field),
        (Some(page), Language::Chinese) => format!("{}，第 {page} 页：", f.field),
        (None, Language::English) => format!("{}: ", f.field),
        (None, Language::Chinese) => format!("{}：", f.field),
    };
    json!({
        "ruleId": f.code,
        "level": level,
        "message": { "text": format!("{}{}. {}", visible(&place), visible(f.message.get(lang)), visible(f.help.get(lang))) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(view.file) },
                "region": { "startLine": f.line.unwrap_or(1) },
            },
            "logicalLocations": [{ "name": f.field, "kind": "member" }],
        }],
        "properties": { "field": f.field, "page": f.page, "cites": f.cites },
    })
}
