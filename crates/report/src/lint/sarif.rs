//! SARIF 2.1.0 of a check: one result a finding, at its line; the page, where there are pages, stands in the message.

use gpai_rules::finding::Finding;
use gpai_rules::law::Language;
use serde_json::{Value as Json, json};

use super::LintView;
use super::many::Checked;
use crate::address;
use crate::explain::About;
use crate::sarif::{Log, Texts, location, sentences};

/// The checks as one SARIF document: of one file, or of several as one run. A file that could not be read has no result; it is named
/// among the properties with the reason.
pub fn write(all: &[Checked<'_>]) -> String {
    let mut log = Log::default();
    let views: Vec<&LintView<'_>> = all.iter().filter_map(|one| one.check.as_ref().ok()).collect();
    for view in &views {
        for finding in &view.report.findings {
            told(view, finding, &mut log);
        }
    }
    let version = views.first().map_or(env!("CARGO_PKG_VERSION"), |view| view.version);
    let of = |view: &LintView<'_>| json!({ "kind": view.reading.kind, "template": view.reading.form.word() });
    if let ([_], [view]) = (all, views.as_slice()) {
        return log.document(version, &format!("gpai/doc-lint/{}", view.place), of(view));
    }
    let documents: Vec<Json> = all
        .iter()
        .map(|one| match &one.check {
            Ok(view) => {
                let mut known = of(view);
                if let Some(known) = known.as_object_mut() {
                    known.insert("file".into(), json!(view.place));
                }
                known
            }
            Err(why) => json!({ "file": one.file, "unread": why }),
        })
        .collect();
    log.document(version, "gpai/doc-lint", json!({ "documents": documents }))
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
