//! SARIF 2.1.0 of a check: one result a finding, at its line; the page, where there are pages, stands in the message.

use gpai_rules::finding::Finding;
use gpai_rules::law::Language;
use serde_json::{Value as Json, json};

use super::LintView;
use crate::address;
use crate::explain::About;
use crate::sarif::{Log, Texts, location, sentences};

/// The check as one SARIF document.
pub fn write(view: &LintView<'_>) -> String {
    let mut log = Log::default();
    for finding in &view.report.findings {
        told(view, finding, &mut log);
    }
    let properties = json!({ "kind": view.reading.kind, "template": view.reading.form.word() });
    let category = format!("gpai/doc-lint/{}", view.place);
    log.document(view.version, &category, properties)
}

fn told(view: &LintView<'_>, f: &Finding, log: &mut Log) {
    let lang = view.language;
    if let Some(def) = view.book.rules.get(&f.code) {
        let says: Vec<&str> = def.cases.values().map(|case| case.message.get(lang)).collect();
        let full = says.join(if lang == Language::Chinese { "；" } else { "; " });
        let page = Some(address::page(About::DocumentRule.word(), &f.code, lang));
        let texts =
            Texts { short: def.title.get(lang), full: &full, help: def.help.get(lang), cites: &def.cites, page };
        log.rule(&f.code, f.severity, &texts, lang);
    }
    let place = match (f.page(), lang) {
        (Some(page), Language::English) => format!("{}, page {page}: ", f.field()),
        (Some(page), Language::Chinese) => format!("{}，第 {page} 页：", f.field()),
        (None, Language::English) => format!("{}: ", f.field()),
        (None, Language::Chinese) => format!("{}：", f.field()),
    };
    let text = sentences(&format!("{place}{}", view.book.message(f, lang)), view.book.help(f, lang), lang);
    let mut place = location(view.place, f.line(), None);
    place.insert("logicalLocations".into(), json!([{ "name": f.field(), "kind": "member" }]));
    let properties = json!({ "field": f.field(), "page": f.page(), "cites": f.cites });
    let subject = format!("{}/{}", f.field(), f.case.as_deref().unwrap_or_default());
    log.result(&f.code, f.severity, &text, vec![Json::Object(place)], &subject, properties);
}
