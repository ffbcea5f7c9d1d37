//! Facts of nine published summaries (`lint/published.toml`) give every rule that must fire on them, and the exports of a
//! check keep their contract.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::{BTreeMap, BTreeSet};

use gpai_forms::reading::{Extra, FieldReading, Form, Reading, State};
use gpai_report::lint::many::Checked;
use gpai_report::lint::{LintView, json, sarif};
use gpai_review::{Book, Context, Report, lint};
use gpai_rules::law::Language;
use toml::{Table, Value};

const FACTS: &str = include_str!("lint/published.toml");

fn strings(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .map(|a| a.iter().map(|v| v.as_str().unwrap().to_owned()).collect())
        .unwrap_or_default()
}

fn put(fields: &mut BTreeMap<String, FieldReading>, facts: &Table, book: &Book) {
    let template = book.template("training-summary").unwrap();
    for (key, ticked, unticked) in [("yes", "yes", "no"), ("no", "no", "yes")] {
        for id in strings(facts.get(key)) {
            let field = fields.entry(id).or_default();
            (field.ticked, field.unticked) = (vec![ticked.to_owned()], vec![unticked.to_owned()]);
        }
    }
    for (id, words) in facts.get("modality").and_then(Value::as_table).into_iter().flatten() {
        let field = fields.entry(id.clone()).or_default();
        field.ticked = strings(Some(words));
        let options = template
            .field(id)
            .map(|f| f.options.iter().map(|o| o.word.clone()).collect::<Vec<_>>())
            .unwrap_or_default();
        field.unticked = options.into_iter().filter(|w| !field.ticked.contains(w)).collect();
    }
    for (id, text) in facts.get("fields").and_then(Value::as_table).into_iter().flatten() {
        fields.entry(id.clone()).or_default().text = text.as_str().unwrap().to_owned();
    }
    for id in strings(facts.get("blank")) {
        fields.entry(id).or_default().state = State::Blank;
    }
}

fn documents(book: &Book) -> Vec<(String, Reading, Report, Vec<String>)> {
    let all: Table = FACTS.parse().unwrap();
    let mut out = Vec::new();
    for facts in all["document"].as_array().unwrap() {
        let facts = facts.as_table().unwrap();
        let mut doc = Reading {
            kind: Some("training-summary".into()),
            form: match facts["form"].as_str().unwrap() {
                "official" => Form::Official,
                "official-relabelled" => Form::OfficialRelabelled,
                "variant" => Form::Variant,
                other => panic!("{other}"),
            },
            language: "en".into(),
            ..Reading::default()
        };
        put(&mut doc.fields, facts, book);
        for pair in facts.get("extra").and_then(Value::as_array).into_iter().flatten() {
            let pair = strings(Some(pair));
            doc.extra.push(Extra { label: pair[0].clone(), text: pair[1].clone(), page: None });
        }
        let earlier = facts.get("earlier").and_then(Value::as_table).map(|changes| {
            let mut earlier = doc.clone();
            put(&mut earlier.fields, changes, book);
            earlier
        });
        let given = facts.get("known").and_then(Value::as_table).cloned().unwrap_or_default();
        let known = Context {
            base_models: strings(given.get("base_models")),
            legacy: given.get("legacy").and_then(Value::as_bool),
            earlier: earlier.as_ref(),
            ..Context::default()
        };
        let report = lint(&doc, &known, book);
        let expect = strings(facts["expect"].as_table().unwrap().get("rules"));
        out.push((facts["id"].as_str().unwrap().to_owned(), doc, report, expect));
    }
    out
}

#[test]
fn every_expected_rule_fires_on_the_facts_of_published_summaries() {
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    let mut missed = Vec::new();
    let mut number = 0;
    for (id, _, report, expect) in documents(&book) {
        let fired: BTreeSet<&str> = report.findings.iter().map(|f| f.code.as_str()).collect();
        number += expect.len();
        missed.extend(expect.iter().filter(|e| !fired.contains(e.as_str())).map(|e| format!("{id}: {e}")));
    }
    // A section that is absent is reported once (phi-4, section 3); a provider's name before "crawler" is a name (grok-4.5).
    assert_eq!(number, 60);
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn a_reading_with_nothing_readable_gives_nothing_but_silence() {
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    let template = book.template("training-summary").unwrap();
    let unreadable = || FieldReading { state: State::Unreadable, ..FieldReading::default() };
    let doc = Reading {
        kind: Some("training-summary".into()),
        fields: template.fields.iter().map(|f| (f.id.clone(), unreadable())).collect(),
        ..Reading::default()
    };
    let report = lint(&doc, &Context::default(), &book);
    assert_eq!(report.findings, Vec::new());
    let unscored = |s: &&gpai_review::SectionScore| s.score.is_none() || s.section == "document" || s.section == "all";
    assert!(report.scores.iter().all(|s| unscored(&s)), "{:?}", report.scores);
}

#[test]
fn nothing_is_found_in_what_is_no_known_document() {
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    assert_eq!(lint(&Reading::default(), &Context::default(), &book), Report::default());
}

#[test]
fn the_json_keeps_its_contract() {
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    for (id, doc, report, _) in documents(&book) {
        let view = LintView {
            file: "summary.pdf",
            place: "summary.pdf",
            reading: &doc,
            report: &report,
            book: &book,
            language: Language::English,
            version: "0",
        };
        let text = json::write(&view);
        assert_eq!(text, json::write(&view), "same bytes");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["format"], "gpai-lint/1");
        assert_eq!(value["kind"], "training-summary");
        assert_eq!(value["template"], doc.form.word());
        let keys: Vec<&String> = value.as_object().unwrap().keys().take(6).collect();
        assert_eq!(keys, ["format", "file", "kind", "template", "findings", "counts"]);
        let findings = value["findings"].as_array().unwrap();
        let order: Vec<(&str, &str)> =
            findings.iter().map(|f| (f["field"].as_str().unwrap(), f["code"].as_str().unwrap())).collect();
        assert!(order.is_sorted(), "{id}: {order:?}");
        let total: u64 = ["error", "warning", "info"].iter().map(|s| value["counts"][s].as_u64().unwrap()).sum();
        assert_eq!(total as usize, findings.len());
        for f in findings {
            assert!(!f["message"].as_str().unwrap().contains('{') && !f["cites"].as_array().unwrap().is_empty(), "{f}");
        }
    }
}

#[test]
fn the_sarif_has_a_rule_for_each_result_and_the_page_in_its_message() {
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    let (_, mut doc, ..) = documents(&book).remove(2);
    doc.pages = 9;
    doc.fields.get_mut("2.3.h").unwrap().page = Some(5);
    doc.fields.get_mut("2.3.h").unwrap().text = "categories \u{1b}[31monly\u{202e}".into();
    let report = lint(&doc, &Context::default(), &book);
    let view = LintView {
        file: "a b.pdf",
        place: "docs/a b.pdf",
        reading: &doc,
        report: &report,
        book: &book,
        language: Language::Chinese,
        version: "0",
    };
    let text = sarif::write(&[Checked { file: view.file, check: Ok(view) }]);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &value["runs"][0];
    let rules: BTreeSet<&str> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), report.findings.len());
    assert!(results.iter().all(|r| rules.contains(r["ruleId"].as_str().unwrap())));
    let domains = results.iter().find(|r| r["ruleId"] == "TS-236").unwrap();
    assert!(domains["message"]["text"].as_str().unwrap().starts_with("2.3.h，第 5 页："), "{domains}");
    assert_eq!(domains["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "docs/a%20b.pdf");
    assert_eq!(domains["level"], "error");
}
