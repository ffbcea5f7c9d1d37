//! SARIF 2.1.0 of a check: one result a finding, at its line; the page, where there are pages, stands in the message.

use gpai_rules::finding::Finding;
use gpai_rules::law::Language;
use serde_json::{Value as Json, json};

use super::LintView;
use crate::sarif::{document, location, result, rule};
use gpai_forms::escape::visible;

/// The check as one SARIF document.
pub fn write(view: &LintView<'_>) -> String {
    let lang = view.language;
    let mut codes: Vec<&str> = view.report.findings.iter().map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules = codes.iter().filter_map(|code| view.book.rules.get(*code)).map(|def| {
        let mut o = rule(&def.id, def.title.get(lang), None, def.help.get(lang));
        o.insert("properties".into(), json!({ "cites": def.cites }));
        Json::Object(o)
    });
    let properties = json!({ "kind": view.reading.kind, "template": view.reading.form.word() });
    let results = view.report.findings.iter().map(|f| told(view, f)).collect();
    document(view.version, rules.collect(), properties, results)
}

fn told(view: &LintView<'_>, f: &Finding) -> Json {
    let lang = view.language;
    let place = match (f.page(), lang) {
        (Some(page), Language::English) => format!("{}, page {page}: ", f.field()),
        (Some(page), Language::Chinese) => format!("{}，第 {page} 页：", f.field()),
        (None, Language::English) => format!("{}: ", f.field()),
        (None, Language::Chinese) => format!("{}：", f.field()),
    };
    let text =
        format!("{}{}. {}", visible(&place), visible(&view.book.message(f, lang)), visible(view.book.help(f, lang)));
    let mut place = location(view.file, f.line(), None);
    place.insert("logicalLocations".into(), json!([{ "name": f.field(), "kind": "member" }]));
    let mut o = result(&f.code, f.severity, &text, vec![Json::Object(place)]);
    o.insert("properties".into(), json!({ "field": f.field(), "page": f.page(), "cites": f.cites }));
    Json::Object(o)
}
