//! Where things come from: every field of what rules may know has a source that fills it, the numbers of the law stand in
//! `law/` alone, and above every check stands the title of its rule.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gpai_forms::template::Template;
use gpai_review::{Book, Context};
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::law::{FactDef, Kind, Language, Law, ThresholdValue};
use gpai_rules::number::{Interval, Number};
use jiff::civil::Date;

fn today() -> Date {
    "2026-11-30".parse().unwrap()
}

/// The fields of the struct, as its source has them.
fn fields() -> Vec<String> {
    let source = include_str!("../src/context.rs");
    let body = source.split("pub struct Context<'a> {\n").nth(1).unwrap().split("\n}").next().unwrap();
    let named = |line: &str| Some(line.strip_prefix("    pub ")?.split_once(':')?.0.to_owned());
    body.lines().filter_map(named).collect()
}

#[test]
fn every_field_has_a_source_and_every_source_a_field() {
    let law = Law::book().unwrap();
    let book = Book::book(&law).unwrap();
    let fields = fields();
    assert!(fields.len() > 25, "{fields:?}");
    for field in &fields {
        let known = book.knowledge.iter().find(|k| k.field == *field);
        let known = known.unwrap_or_else(|| panic!("no [[knowledge]] says where `{field}` comes from"));
        assert!(!known.rules.is_empty(), "no rule needs `{field}`");
        for language in [Language::English, Language::Chinese] {
            assert!(!known.ways(language).is_empty(), "no way to know `{field}`");
        }
        assert_eq!(Context::default().knows(field), Some(false), "{field}");
    }
    for known in &book.knowledge {
        assert!(fields.contains(&known.field), "{} is no field", known.field);
    }
    assert_eq!(Context::default().knows("no_such_field"), None);
}

/// A value that answers a fact.
fn some_value(def: &FactDef) -> Value {
    match def.kind {
        Kind::Date => Value::Date(today()),
        Kind::Set => Value::set([def.words[0].clone()]),
        Kind::Word => Value::Word(def.words[0].clone()),
        Kind::Number => Value::Number(Interval::point(Number::from_u128(7))),
        Kind::Country => Value::Text("FR".to_owned()),
        _ => Value::Text("apache-2.0".to_owned()),
    }
}

#[test]
fn what_is_named_as_a_source_is_one() {
    let law = Law::book().unwrap();
    let book = Book::book(&law).unwrap();
    let engine = Engine::new(&law, today()).unwrap();
    for known in &book.knowledge {
        for name in &known.facts {
            let def = law.fact(name).unwrap_or_else(|| panic!("{name} is no fact"));
            let mut facts = Facts::new();
            facts.add(name.as_str(), some_value(def), Source::new(Origin::Answer, "gpai.toml"));
            let context = Context::of(&law, &facts, &engine.assess(&facts), today());
            assert_eq!(context.knows(&known.field), Some(true), "{name} does not fill {}", known.field);
        }
        for name in &known.conclusions {
            assert!(law.propositions.iter().any(|p| p.name == *name && p.conclusion), "{name} is no conclusion");
        }
        for answer in &known.answers {
            let (kind, field) = answer.split_once('/').unwrap();
            let template = Template::latest(kind).unwrap().unwrap_or_else(|| panic!("{kind} is no document"));
            assert!(template.field(field).is_some(), "{kind} has no field {field}");
        }
        for kind in &known.records {
            assert!(Template::kinds().contains(&kind.as_str()), "{kind} is no document");
        }
        for kind in &known.events {
            assert!(law.clocks.event(kind).is_some(), "{kind} is no kind of event");
        }
    }
}

#[test]
fn every_example_can_be_given() {
    let law = Law::book().unwrap();
    let book = Book::book(&law).unwrap();
    for known in book.knowledge.iter().filter(|k| k.name.is_some()) {
        let mut context = Context { today: Some(today()), ..Context::default() };
        let given = context.give_all(&law, &[(known, &known.example)]);
        if Context::is_document(&known.field) {
            assert!(given.is_err(), "{} is a file, which is read elsewhere", known.field);
        } else {
            given.unwrap();
            assert_eq!(context.knows(&known.field), Some(true), "{}", known.field);
        }
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The sources of a crate without its tests and comments: file, number of the line, line.
fn lines(room: &str) -> Vec<(String, usize, String)> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&crates().join(room).join("src"), &mut files);
    let is_test = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().ends_with("tests");
    let mut out = Vec::new();
    for path in files.iter().filter(|p| !is_test(p)) {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code = code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        out.extend(code.map(|(i, line)| (path.display().to_string(), i + 1, line.to_owned())));
    }
    assert!(out.len() > 500, "{room}");
    out
}

/// How a program would write a number or a day of the law.
fn spellings(law: &Law) -> Vec<String> {
    let mut out = Vec::new();
    for threshold in &law.thresholds {
        match &threshold.value {
            ThresholdValue::Day(day) => {
                out.push(day.to_string());
                out.push(format!("date({}, {}, {})", day.year(), day.month(), day.day()));
                out.push(day.strftime("%-d %B %Y").to_string());
            }
            // A short one may be any number.
            ThresholdValue::Amount { value, .. } if value.to_string().len() > 3 => {
                out.extend([format!("\"{value}\""), format!("({value})")]);
            }
            _ => {}
        }
    }
    // A period or a share with its number beside it.
    for call in ["days(", "weeks(", "months(", "years(", "times_u("] {
        out.extend((1..=9).map(|digit| format!("{call}{digit}")));
    }
    // Per cent are hundredths.
    out.retain(|s| s != "times_u(1");
    out.extend(
        ["times_u(3)", "div_ceil(10)", "div_ceil(20)", "min(1000)", "min(1_000)", "10^25", "10^23"].map(str::to_owned),
    );
    out
}

#[test]
fn numbers_of_the_law_stand_in_the_law() {
    let spellings = spellings(&Law::book().unwrap());
    let found = |line: &str| spellings.iter().find(|s| line.contains(s.as_str())).cloned();
    for bad in ["over(\"1e25\")", "date(2025, 8, 2)", "x == \"2025-08-02\"", "before 2 August 2025", "try_days(28)"] {
        assert!(found(bad).is_some(), "{bad} passes unseen");
    }
    let wrong: Vec<String> = ["review", "forms", "dossier"]
        .iter()
        .flat_map(|room| lines(room))
        .filter_map(|(file, number, line)| found(&line).map(|s| format!("{file}:{number}: {s}")))
        .collect();
    assert!(wrong.is_empty(), "numbers of the law outside law/:\n{}", wrong.join("\n"));
}

#[test]
fn above_every_check_stands_the_title_of_its_rule() {
    let book = Book::book(&Law::book().unwrap()).unwrap();
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(crates().join("review/src")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let Some((_, list)) = text.split_once("const CHECKS: &[(&str, Check)] =") else { continue };
        for pair in list.split("];").next().unwrap().split('(').skip(1) {
            let (id, rest) = pair.split_once(',').unwrap();
            let (id, function) = (id.trim_matches('"'), rest.split(')').next().unwrap().trim());
            let rule = &book.rules[id];
            let (before, _) = text.split_once(&format!("\nfn {function}(work: &mut Work")).unwrap();
            let comment: Vec<&str> = before.lines().rev().take_while(|l| l.starts_with("///")).collect();
            let want = format!("/// {}.", rule.title.en);
            assert_eq!(comment.last().copied(), Some(want.as_str()), "{}: {function}", path.display());
            seen.insert(id.to_owned());
        }
    }
    let checked: BTreeSet<String> = gpai_review::checked_rules().into_iter().map(str::to_owned).collect();
    assert_eq!(seen, checked);
}
