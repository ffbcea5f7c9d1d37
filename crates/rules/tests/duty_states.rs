//! What a checked document makes of its duty, for each way in which a check comes out, and that every finding on the way is a
//! sentence in both languages.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::answer;
use gpai_rules::assess::Assessment;
use gpai_rules::assessment::DutyState;
use gpai_rules::compile::Engine;
use gpai_rules::fact::Facts;
use gpai_rules::finding::{CheckOutcome, DocumentCheck, Finding, Severity};
use gpai_rules::law::Law;
use gpai_rules::message::{help, message};
use gpai_rules::words::Language;

const SUMMARY: &str = "documents.training_summary";

fn assessed(law: &Law, answers: &[&str], checks: &[DocumentCheck]) -> Assessment {
    let engine = Engine::new(law, "2026-11-25".parse().unwrap()).unwrap();
    let mut facts = Facts::new();
    for written in answers {
        answer::set(law, &mut facts, written).unwrap();
    }
    let mut assessment = engine.assess_unsettled(&facts);
    engine.settle(&mut assessment, &facts, checks);
    assessment
}

fn check(outcome: CheckOutcome, stale: Option<&str>) -> DocumentCheck {
    DocumentCheck { fact: SUMMARY.to_owned(), judged: None, outcome, stale: stale.map(str::to_owned) }
}

fn summary(assessment: &Assessment) -> (DutyState, Vec<String>) {
    let duty = assessment.duties.iter().find(|d| d.id == "53-1-d").unwrap();
    (duty.state, duty.findings.clone())
}

/// Whether a text has no mark left that a finding should have filled.
fn whole(text: &str) -> bool {
    !text.is_empty() && !text.contains('{') && !text.contains('…')
}

#[test]
fn each_outcome_of_a_check_has_its_state_and_its_sentence() {
    let law = Law::book().unwrap();
    let named = format!("{SUMMARY}=summary.pdf");
    let errors = || CheckOutcome::Deficient { codes: vec!["TS-101".to_owned()], errors: 2 };
    let cases = [
        (Some(CheckOutcome::Sound { warnings: 3 }), DutyState::Met, "document-sound", Severity::Info, "3"),
        (Some(errors()), DutyState::Gap, "document-deficient", Severity::Error, "TS-101"),
        (
            Some(CheckOutcome::Incomplete(vec!["2.1.a".to_owned()])),
            DutyState::Gap,
            "document-incomplete",
            Severity::Error,
            "2.1.a",
        ),
        (
            Some(CheckOutcome::Unread("it is a scan".to_owned())),
            DutyState::Unknown,
            "document-unread",
            Severity::Warning,
            "it is a scan",
        ),
        (None, DutyState::Unknown, "document-unchecked", Severity::Info, "summary.pdf"),
    ];
    for (outcome, state, code, severity, says) in cases {
        let checks: Vec<DocumentCheck> = outcome.map(|o| check(o, None)).into_iter().collect();
        let assessment = assessed(&law, &[&named], &checks);
        assert_eq!(summary(&assessment), (state, vec![code.to_owned()]));
        let finding = assessment.findings.iter().find(|f| f.code == code).unwrap();
        assert_eq!(finding.severity, severity, "{code}");
        assert!(!finding.cites.is_empty(), "{code} names no provision");
        for language in [Language::English, Language::Chinese] {
            let text = message(&law, finding, language);
            assert!(whole(&text) && text.contains(says), "{code}: {text}");
            assert!(whole(&help(&law, finding, language)), "{code}: {}", help(&law, finding, language));
        }
    }
}

#[test]
fn a_document_older_than_its_record_is_said_beside_its_state() {
    let law = Law::book().unwrap();
    let named = format!("{SUMMARY}=summary.pdf");
    let checks = [check(CheckOutcome::Sound { warnings: 0 }, Some("documents/training-summary.toml"))];
    let assessment = assessed(&law, &[&named], &checks);
    assert_eq!(summary(&assessment).0, DutyState::Met);
    let stale = assessment.findings.iter().find(|f| f.code == "document-stale").unwrap();
    assert_eq!(stale.places[0].file, "documents/training-summary.toml");
    assert!(message(&law, stale, Language::English).contains("documents/training-summary.toml"));
}

#[test]
fn a_check_of_another_document_says_nothing_of_this_duty() {
    let law = Law::book().unwrap();
    let named = format!("{SUMMARY}=summary.pdf");
    let mut other = check(CheckOutcome::Sound { warnings: 0 }, None);
    other.fact = "documents.copyright_policy".to_owned();
    let assessment = assessed(&law, &[&named], &[other]);
    assert_eq!(summary(&assessment), (DutyState::Unknown, vec!["document-unchecked".to_owned()]));
}

/// "none" is an answer, whatever its letters: the document is not there, and a public one is then missing.
#[test]
fn none_is_a_gap_and_silence_on_a_public_document_too() {
    let law = Law::book().unwrap();
    for answers in [vec![format!("{SUMMARY}=none")], vec![format!("{SUMMARY}=None")], vec![]] {
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        let assessment = assessed(&law, &answers, &[]);
        assert_eq!(summary(&assessment), (DutyState::Gap, vec!["summary-missing".to_owned()]), "{answers:?}");
    }
    // What need not be public may exist unseen.
    let assessment = assessed(&law, &[], &[]);
    let policy = assessment.duties.iter().find(|d| d.id == "53-1-c").unwrap();
    assert_eq!(policy.state, DutyState::Unknown);
}

#[test]
fn a_duty_that_is_not_owed_needs_no_document() {
    let law = Law::book().unwrap();
    let named = format!("{SUMMARY}=summary.pdf");
    let checks = [check(CheckOutcome::Deficient { codes: vec!["TS-101".to_owned()], errors: 1 }, None)];
    let assessment = assessed(&law, &[&named, "purpose.research_only=yes"], &checks);
    assert_eq!(summary(&assessment).0, DutyState::NotNeeded);
    assert!(!assessment.findings.iter().any(|f| f.code == "document-deficient"));
}

/// The doubt or connection that a finding speaks of is told with it; an unknown code shows what it holds.
#[test]
fn messages_carry_what_they_speak_of() {
    let law = Law::book().unwrap();
    let doubt = law.doubts.first().unwrap();
    let unclear = Finding::new("law-unclear", Severity::Info).with("doubt", &doubt.id).with("rule", "x");
    let axiom = law.axioms.first().unwrap();
    let unusual = Finding::new("answers-unusual", Severity::Warning).with("axiom", &axiom.id);
    for language in [Language::English, Language::Chinese] {
        assert!(message(&law, &unclear, language).ends_with(doubt.text.get(language)));
        assert!(message(&law, &unusual, language).ends_with(axiom.text.get(language)));
    }
    let foreign = Finding::new("of-no-law-book", Severity::Info).with("a", "1").with("b", "2");
    assert_eq!(message(&law, &foreign, Language::English), "a: 1, b: 2");
    assert_eq!(help(&law, &foreign, Language::English), "");
}
