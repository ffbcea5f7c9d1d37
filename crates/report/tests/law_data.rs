//! The law data of the page: what is cited is there, both languages are, nothing of the law book is missing, and it is small.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::io::Write as _;

use gpai_report::law_data::{self, More};
use gpai_rules::law::Law;
use serde_json::Value as Json;

/// Bytes of the law data, packed.
const MOST: usize = 110_000;

fn data() -> (String, Json) {
    let law = Law::book().unwrap();
    let more = More { charts: vec![serde_json::json!({ "name": "gpai" })], ..More::default() };
    let text = law_data::write(&law, "1.2.3", more).unwrap();
    let json = serde_json::from_str(&text).unwrap();
    (text, json)
}

/// Visits every object of a document.
fn objects<'j>(value: &'j Json, visit: &mut dyn FnMut(&'j serde_json::Map<String, Json>)) {
    match value {
        Json::Array(list) => list.iter().for_each(|v| objects(v, visit)),
        Json::Object(o) => {
            visit(o);
            o.values().for_each(|v| objects(v, visit));
        }
        _ => {}
    }
}

#[test]
fn what_is_cited_is_there_and_nothing_else() {
    let (_, json) = data();
    let mut cited = BTreeSet::new();
    objects(&json, &mut |o| {
        let cites = o.get("cites").and_then(Json::as_array).into_iter().flatten();
        cited.extend(cites.map(|c| c.as_str().unwrap().to_owned()));
    });
    let there: BTreeSet<String> = json["citations"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(cited, there);
}

#[test]
fn every_text_stands_in_both_languages() {
    let (_, json) = data();
    let mut texts = 0;
    objects(&json, &mut |o| {
        if o.contains_key("en") || o.contains_key("zh") {
            texts += 1;
            // A text, or those of the words of a list.
            let said = |lang: &str| -> Vec<&str> {
                match o.get(lang) {
                    Some(Json::String(text)) => vec![text],
                    Some(Json::Array(list)) => list.iter().map(|t| t.as_str().unwrap_or_default()).collect(),
                    _ => Vec::new(),
                }
            };
            let (en, zh) = (said("en"), said("zh"));
            assert!(!en.is_empty() && en.len() == zh.len() && !en.iter().chain(&zh).any(|t| t.is_empty()), "{o:?}");
        }
    });
    assert!(texts > 400, "{texts}");
}

#[test]
fn the_whole_law_book_is_there() {
    let (_, json) = data();
    let law = Law::book().unwrap();
    let count = |key: &str| json[key].as_array().unwrap().len();
    assert_eq!(json["format"], "gpai-law-data/1");
    assert_eq!(json["version"], "1.2.3");
    assert_eq!(count("facts"), law.facts.iter().filter(|f| !f.evidence_only).count());
    assert_eq!((count("rules"), count("duties")), (law.rules.len(), law.duties.len()));
    assert_eq!((count("doubts"), count("axioms")), (law.doubts.len(), law.axioms.len()));
    assert_eq!(json["licences"]["list"].as_array().unwrap().len(), law.licences.iter().count());
    assert_eq!(count("charts"), 1);
    let (first, last) = (&json["periods"][0]["from"], &json["periods"][count("periods") - 1]["until"]);
    assert_eq!((first, last), (&json["law"]["first"], &json["law"]["last"]));
}

/// What the page goes by besides the rules: groups for every fact, lines and their margin, texts of what it says itself.
#[test]
fn lines_groups_and_findings_are_there() {
    let (_, json) = data();
    let law = Law::book().unwrap();
    let groups: Vec<&str> = json["groups"].as_array().unwrap().iter().map(|g| g["name"].as_str().unwrap()).collect();
    for fact in law.facts.iter().filter(|f| !f.evidence_only) {
        assert!(groups.contains(&fact.name.split('.').next().unwrap()), "{} is in no [[group]]", fact.name);
    }
    assert!(groups.iter().all(|g| law.facts.iter().any(|f| f.name.starts_with(&format!("{g}.")))), "{groups:?}");
    let lines = &json["lines"];
    let value = |id: &Json| {
        let threshold = json["thresholds"].as_array().unwrap().iter().find(|t| t["id"] == *id);
        threshold.unwrap()["value"].as_str().unwrap().to_owned()
    };
    assert_eq!(value(&lines["margin"]), "30");
    assert_eq!(
        lines["of"].as_array().unwrap().iter().map(|l| value(&l[1])).collect::<Vec<_>>(),
        ["1e23", "1e25", "1e25"]
    );
    for duty in json["duties"].as_array().unwrap() {
        let Some(code) = duty["absent"].as_str() else { continue };
        assert!(json["findings"][code]["message"]["zh"].is_string(), "{code}");
    }
    assert_eq!(json["findings"].as_object().unwrap().len(), 8, "each of them is a finding of the law book");
}

/// The page as a whole has 300 kB, packed; the data may not grow into what the rest needs without somebody noticing. Packed as
/// the page holds it: what a reader fetches is what counts, not how much text that is.
#[test]
fn the_data_is_small_and_on_one_line() {
    let (text, json) = data();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    let size = packed.finish().unwrap().len();
    assert!(size < MOST, "{size} bytes packed, {} as they stand", text.len());
    assert!(!text.contains('\n'));
    let nodes = json["periods"][0]["nodes"].as_str().unwrap();
    assert!(nodes.len() < 28_000, "{} characters of nodes", nodes.len());
    assert!(
        nodes.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\".contains(&b)),
        "safe in JSON and in a script element"
    );
}
