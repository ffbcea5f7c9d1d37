//! The law book built into the program is sound, and stays so on every day it covers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::BTreeSet;

use gpai_rules::compile::Engine;
use gpai_rules::condition::Condition;
use gpai_rules::law::{Kind, Law, in_force};
use gpai_rules::load::BOOK;
use jiff::ToSpan;
use jiff::civil::Date;

fn checked() -> Law {
    Law::load(&BOOK)
        .unwrap_or_else(|errors| panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

#[test]
fn the_book_passes_its_own_checks() {
    checked();
}

/// What the program opens at once and what it reads later are together what the checks have seen.
#[test]
fn the_book_that_opens_fast_is_the_book_that_was_checked() {
    let (mut fast, mut whole) = (Law::book().unwrap(), checked());
    assert!(whole.paragraphs.len() > 300, "{}", whole.paragraphs.len());
    assert_eq!(format!("{:?}", *fast.paragraphs), format!("{:?}", *whole.paragraphs));
    (fast.paragraphs, whole.paragraphs) = Default::default();
    assert_eq!(format!("{fast:?}"), format!("{whole:?}"));
}

#[test]
fn every_law_file_is_in_the_book() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.ends_with(".toml"))
        // Forms, the blocks of a model card, the rules on documents, the protocols, what exports and registers rest on, and the tables
        // of others are books of their own, checked where they are read.
        .filter(|n| {
            !matches!(
                n.as_str(),
                "document-rules.toml"
                    | "exports.toml"
                    | "letters.toml"
                    | "lint-words.toml"
                    | "model-card.toml"
                    | "protocols.toml"
                    | "public-forms.toml"
            )
        })
        .filter(|n| {
            let text = std::fs::read_to_string(format!("{folder}/{n}")).unwrap();
            !text.contains("\n[form]\n") && !text.contains("\n[mapping]\n")
        })
        .map(|n| format!("law/{n}"))
        .collect();
    let book: BTreeSet<String> = BOOK.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(files, book);
}

/// One version of each rule, duty and threshold on each day from its beginning on; each proposition always answered.
#[test]
fn the_calendar_has_no_gap_and_no_overlap() {
    let law = checked();
    let (first, last): (Date, Date) = ("2024-08-01".parse().unwrap(), "2028-12-31".parse().unwrap());
    assert_eq!(law.span, Some((first, last)));
    let mut day = first;
    let mut days = 0;
    while day <= last {
        let mut seen = BTreeSet::new();
        for rule in law.rules_on(day) {
            assert!(seen.insert(("rule", rule.id.clone())), "{} twice on {day}", rule.id);
        }
        for duty in law.duties_on(day) {
            assert!(seen.insert(("duty", duty.id.clone())), "{} twice on {day}", duty.id);
        }
        for t in law.thresholds.iter().filter(|t| in_force(t.from, t.until, day)) {
            assert!(seen.insert(("threshold", t.id.clone())), "{} twice on {day}", t.id);
        }
        for rule in law.rules.iter().filter(|r| r.from <= day) {
            assert!(seen.contains(&("rule", rule.id.clone())), "{} has no version on {day}", rule.id);
        }
        for p in &law.propositions {
            assert!(law.rules_on(day).any(|r| r.concludes == p.name && r.holds), "{} unanswered on {day}", p.name);
        }
        let duties = law.duties_on(day).count();
        assert_eq!(duties, if day < "2025-08-02".parse().unwrap() { 0 } else { 11 }, "{day}");
        day = day.checked_add(1.day()).unwrap();
        days += 1;
    }
    assert_eq!(days, 1614);
}

#[test]
fn every_condition_compiles_on_both_sides_of_each_change() {
    let law = checked();
    for day in ["2024-08-01", "2025-08-01", "2025-08-02", "2026-08-01", "2026-08-02", "2028-12-31"] {
        Engine::new(&law, day.parse().unwrap()).unwrap();
    }
}

#[test]
fn both_languages_are_there() {
    let law = checked();
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut texts = Vec::new();
    texts.extend(law.facts.iter().flat_map(|f| [&f.question, &f.help]));
    texts.extend(law.rules.iter().map(|r| &r.text));
    texts.extend(law.rules.iter().filter_map(|r| r.unclear.as_ref()));
    texts.extend(law.duties.iter().flat_map(|d| [&d.title, &d.text, &d.todo]));
    texts.extend(law.propositions.iter().flat_map(|p| [&p.title, &p.about]));
    texts.extend(law.propositions.iter().filter_map(|p| p.said.as_ref()).flatten());
    texts.extend(law.findings.values().flat_map(|f| [&f.message, &f.help]));
    texts.extend(law.doubts.iter().map(|d| &d.text));
    texts.extend(law.paragraphs.values().map(|p| &p.says));
    let mut checked = 0;
    for words in texts.into_iter().filter(|w| !w.en.is_empty()) {
        assert!(chinese(&words.zh), "no Chinese text for: {}", words.en);
        assert!(!chinese(&words.en), "Chinese text in: {}", words.en);
        checked += 1;
    }
    assert!(checked > 400, "{checked}");
}

/// A fact that nothing tests and no output needs would be a question asked for nothing.
#[test]
fn every_fact_is_used() {
    let law = checked();
    // Facts that name things, feed due dates, exposure or documents, or say where a claim comes from.
    let other = [
        "provider.",
        "model.",
        "documents.",
        "compute.method",
        "modification.base",
        "systemic.",
        "openness.licence",
        "market.",
    ];
    let mut used = BTreeSet::new();
    let mut visit = |c: &Condition| {
        c.leaves(&mut |leaf| {
            if let Condition::Test(atom, _) = leaf {
                used.extend(atom.facts().into_iter().map(str::to_owned));
            }
        })
    };
    law.rules.iter().for_each(|r| visit(&r.when));
    // Some facts only show a doubt where it bites.
    law.doubts.iter().for_each(|d| visit(&d.when));
    law.axioms.iter().for_each(|a| {
        visit(&a.given);
        visit(&a.then);
    });
    law.duties.iter().for_each(|d| visit(&d.when));
    // Judgements on whole conclusions take the place of rules.
    used.extend(law.presets.experts.iter().map(|of| gpai_rules::judged::fact_of(of)));
    for fact in law.facts.iter().filter(|f| !f.evidence_only && f.kind == Kind::YesNo) {
        assert!(
            used.contains(&fact.name) || other.iter().any(|o| fact.name.starts_with(o)),
            "nothing asks for {}",
            fact.name
        );
    }
}

/// The table of documents fits the law: each fact is that of some duty, each form is a file of `law/`.
#[test]
fn each_document_has_its_duty_and_its_form() {
    let law = checked();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law");
    for kind in &law.documents.kinds {
        let duty = law.duty_of_document(&kind.fact).unwrap_or_else(|| panic!("no duty asks for {}", kind.word));
        assert_eq!(law.documents.of_fact(&kind.fact), law.documents.kind(&kind.word), "{}", duty.id);
        let form = std::fs::read_to_string(format!("{folder}/{}.toml", kind.form)).unwrap();
        assert!(form.contains("\n[form]\n") && form.contains(&format!("kind = \"{}\"", kind.form)), "{}", kind.form);
        let readers = kind.judged.iter().all(|reader| ["public", "dp", "nca", "aio"].contains(&reader.as_str()));
        assert!(readers, "{}", kind.word);
    }
    assert_eq!(law.documents.kinds.len(), law.duties.iter().filter(|d| d.document.is_some()).count());
    let of = |stem: &str, filed| law.documents.of_file(stem, filed).map(|k| k.word.as_str());
    assert_eq!(of("TRAINING_DATA_SUMMARY", false), Some("training-summary"));
    assert_eq!(of("model-documentation-dp", true), Some("integrator-documentation"));
    assert_eq!(of("model-documentation-aio", true), Some("technical-documentation"));
    assert_eq!((of("notification", true), of("notification", false)), (Some("notification"), None));
    assert_eq!(law.documents.of_form("model-documentation").count(), 2);
    assert!(law.documents.ending("pdf") < law.documents.ending("toml") && law.documents.ending("exe").is_none());
}

/// A day stands in a timeline by its name, not by the question that was asked for it.
#[test]
fn every_day_has_a_name() {
    let law = checked();
    for def in law.facts.iter().filter(|f| f.kind == Kind::Date && !f.evidence_only) {
        let short = def.short.as_ref().unwrap_or_else(|| panic!("{} has no `short`", def.name));
        assert!(!short.en.ends_with('?') && !short.zh.ends_with('？'), "{}", def.name);
    }
}
