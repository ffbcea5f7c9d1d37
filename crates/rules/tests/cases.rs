//! The worked examples in `law/cases/`: facts and a day in; conclusions, reasons, duties, dates and findings out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use gpai_rules::answer;
use gpai_rules::assess::Assessment;
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Origin, Source};
use gpai_rules::law::Law;
use gpai_rules::toml_place::{Table, Text};
use jiff::civil::Date;

fn files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

/// Runs every case of a file; what went wrong, one line each, and how many cases ran.
fn run<'a>(
    law: &'a Law,
    engines: &mut BTreeMap<Date, Engine<'a>>,
    name: &str,
    source: &str,
) -> (Vec<String>, Vec<String>) {
    let text = Text { file: name, text: source };
    let parsed = text.parse().unwrap();
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let mut wrong = Vec::new();
    let mut ids = Vec::new();
    for case in root.tables("case").unwrap() {
        let id = case.str("id").unwrap();
        case.str("says").unwrap();
        let on = case.need_date("on").unwrap();
        let mut facts = Facts::new();
        if let Some(table) = case.table("facts").unwrap() {
            for (fact, _, item) in table.keys() {
                let written = &source[item.span()];
                let value = match item.get_ref() {
                    toml::de::DeValue::Array(list) => {
                        let words: Vec<&str> = list.iter().map(|i| i.get_ref().as_str().unwrap()).collect();
                        if words.is_empty() { "none".to_owned() } else { words.join(",") }
                    }
                    toml::de::DeValue::String(s) => s.to_string(),
                    toml::de::DeValue::Table(t) => {
                        let part = |k: &str| {
                            t.get(k).map(|v| {
                                v.get_ref().as_str().map_or_else(|| source[v.span()].to_owned(), str::to_owned)
                            })
                        };
                        match (part("low"), part("high"), t.get("value")) {
                            (Some(low), Some(high), _) => format!("{low}..{high}"),
                            (_, _, Some(v)) => source[v.span()].trim_matches('"').to_owned(),
                            _ => panic!("{name} {id}: {fact}"),
                        }
                    }
                    _ => written.to_owned(),
                };
                let argument = format!("{fact}={value}");
                answer::set(law, &mut facts, &argument).unwrap_or_else(|e| panic!("{name} {id}: {e}"));
            }
        }
        let engine = engines.entry(on).or_insert_with(|| Engine::new(law, on).unwrap());
        let got = engine.assess(&facts);
        wrong.extend(compare(&case, &got).into_iter().map(|w| format!("{name} {id}: {w}")));
        case.finish().unwrap();
        ids.push(id);
    }
    root.finish().unwrap();
    (wrong, ids)
}

fn compare(case: &Table<'_, '_>, got: &Assessment) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |what: String, wanted: String, got: String| {
        if wanted != got {
            wrong.push(format!("{what}: expected {wanted}, got {got}"));
        }
    };
    let words = |item: &toml::de::DeValue<'_>| -> Vec<String> {
        let list = item.as_array().unwrap();
        list.iter().map(|i| i.get_ref().as_str().unwrap().to_owned()).collect()
    };
    for key in ["expect", "strength", "because", "missing", "duties", "due", "exposure"] {
        let Some(table) = case.table(key).unwrap() else { continue };
        for (name, _, item) in table.keys() {
            let what = format!("{key} {name}");
            let text = || {
                item.get_ref().as_str().map_or_else(
                    || item.get_ref().as_datetime().map(ToString::to_string).unwrap_or_default(),
                    str::to_owned,
                )
            };
            let conclusion = || got.conclusion(name).unwrap_or_else(|| panic!("no conclusion {name}"));
            let duty = || got.duty(name).unwrap_or_else(|| panic!("no duty {name}"));
            match key {
                "expect" => check(what, text(), conclusion().decision.word().to_owned()),
                "strength" => {
                    check(what, text(), conclusion().decision.strength().map_or("open", |s| s.word()).to_owned())
                }
                "because" => {
                    let mut wanted = words(item.get_ref());
                    let mut because = conclusion().because.clone();
                    wanted.sort();
                    because.sort();
                    check(what, format!("{wanted:?}"), format!("{because:?}"));
                }
                "missing" => {
                    for fact in words(item.get_ref()) {
                        check(
                            what.clone(),
                            fact.clone(),
                            conclusion()
                                .missing
                                .iter()
                                .find(|m| **m == fact)
                                .cloned()
                                .unwrap_or_else(|| format!("{:?}", conclusion().missing)),
                        );
                    }
                }
                "duties" => check(what, text(), duty().status.word().to_owned()),
                "due" => check(what, text(), duty().due.map_or_else(|| "none".to_owned(), |d| d.to_string())),
                _ => {
                    let exposure = match name {
                        "fine_ceiling_eur" => got
                            .exposure
                            .fine_ceiling_eur
                            .as_ref()
                            .map_or_else(|| "none".to_owned(), ToString::to_string),
                        "finable_from" => got.exposure.finable_from.map_or_else(String::new, |d| d.to_string()),
                        _ => panic!("{what}"),
                    };
                    check(what, text(), exposure);
                }
            }
        }
    }
    // A doubt is a code too: `law-unclear TRANS-06`.
    let mut codes: Vec<String> = got.findings.iter().map(|f| f.code.clone()).collect();
    let doubts = got.findings.iter().filter(|f| f.code == "law-unclear").filter_map(|f| f.value("doubt"));
    codes.extend(doubts.map(|id| format!("law-unclear {}", id.as_str())).collect::<Vec<_>>());
    for (code, _) in case.list("findings").unwrap() {
        check(
            "findings".to_owned(),
            code.clone(),
            codes.iter().find(|c| **c == code).cloned().unwrap_or_else(|| format!("{codes:?}")),
        );
    }
    for (code, _) in case.list("absent").unwrap() {
        check(
            format!("absent {code}"),
            "absent".to_owned(),
            if codes.contains(&code) { "present" } else { "absent" }.to_owned(),
        );
    }
    wrong
}

#[test]
fn worked_examples() {
    let law = Law::book().unwrap();
    let mut engines = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut ids = Vec::new();
    for path in files() {
        let source = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (bad, ran) = run(&law, &mut engines, &name, &source);
        wrong.extend(bad);
        ids.extend(ran);
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    let unique: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "a case id stands twice");
    // Every worked example of the law pack that facts can express; README.md there names the others.
    let numbers = (1..=27).chain([29, 30, 32]).chain(40..=48).chain(60..=78);
    let lacking: Vec<String> =
        numbers.map(|n| format!("W{n:02}")).filter(|id| !ids.iter().any(|i| i.starts_with(id.as_str()))).collect();
    assert!(lacking.is_empty(), "no case for {lacking:?}");
}

/// W31: the amount in a notification has two significant figures.
#[test]
fn notification_rounds_to_two_figures() {
    let amount = gpai_rules::number::Number::parse("2.31e25").unwrap();
    assert_eq!(amount.significant(2).to_string(), "2.3e25");
}

/// A fact whose sources disagree is unknown for every rule, whichever source comes first.
#[test]
fn contradicting_sources_leave_conclusions_open() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2026-11-23".parse().unwrap()).unwrap();
    let mut facts = Facts::new();
    let def = law.fact("compute.update_flop").unwrap();
    for (file, value) in [("README.md", "1e22"), ("paper.md", "1e24")] {
        facts.add(
            "compute.update_flop",
            answer::from_text(def, value).unwrap().unwrap(),
            Source::new(Origin::Evidence, file),
        );
    }
    answer::set(&law, &mut facts, "model.outputs=text").unwrap();
    let got = engine.assess(&facts);
    assert_eq!(got.conclusion("gpai").unwrap().decision.word(), "open");
    assert!(got.findings.iter().any(|f| f.code == "sources-disagree" && f.places.len() == 2));
}
