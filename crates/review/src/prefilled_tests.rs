//! Tests of [`super`]: what differs from its fact, and what only looks like it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use gpai_forms::record::Record;
use gpai_rules::answer;
use gpai_rules::fact::{Facts, Origin, Source, Value as FactValue};
use gpai_rules::law::Law;

use super::{Outdated, outdated};

/// What is outdated in a record of one answer, under facts that are said in `gpai.toml`.
fn found(kind: &str, version: &str, answer: &str, facts: &[&str]) -> Vec<Outdated> {
    let law = Law::book().unwrap();
    let text = format!("[document]\nkind = \"{kind}\"\ntemplate = \"{version}\"\n[answers]\n{answer}\n");
    let (template, record) = Record::read("record.toml", &text).unwrap();
    let mut said = Facts::new();
    for fact in facts {
        let mut one = Facts::new();
        answer::set(&law, &mut one, fact).unwrap();
        let (name, _) = fact.split_once('=').unwrap();
        said.add(name, one.value(name).unwrap(), Source::new(Origin::Answer, "gpai.toml").at(4, 1));
    }
    outdated(&template, &record, &said, &law)
}

fn documentation(answer: &str, facts: &[&str]) -> usize {
    found("model-documentation", "2025-07-10", answer, facts).len()
}

#[test]
fn a_value_that_differs_is_told_with_both_and_its_place() {
    let all = found(
        "model-documentation",
        "2025-07-10",
        "\"MDF-05\" = { value = 2026-03-16, source = \"gpai.toml:23\" }",
        &["market.first_available=2026-04-01"],
    );
    let want = Outdated {
        field: "MDF-05".into(),
        value: "2026-03-16".into(),
        source: "gpai.toml:23".into(),
        fact: "market.first_available".into(),
        now: "2026-04-01".into(),
    };
    assert_eq!(all, [want]);
}

#[test]
fn the_same_value_is_silent_and_so_is_what_was_not_filled_in() {
    let day = "market.first_available=2026-04-01";
    assert_eq!(documentation("\"MDF-05\" = { value = 2026-04-01, source = \"gpai.toml:99\" }", &[day]), 0);
    assert_eq!(documentation("\"MDF-05\" = 2026-03-16", &[day]), 0, "no source: a person wrote it");
    assert_eq!(documentation("\"MDF-05\" = { value = 2026-03-16, source = \"the board's minutes\" }", &[day]), 0);
    assert_eq!(documentation("\"MDF-05\" = { value = 2026-03-16, source = \"gpai.toml:23\" }", &[]), 0, "unknown fact");
    assert_eq!(documentation("\"MDF-05\" = { value = 2026-03-16, source = \"contract.pdf (p. 4)\" }", &[day]), 0);
}

#[test]
fn a_licence_has_many_names() {
    let says = |value: &str, licence: &str| {
        let answer = format!("\"MDF-13\" = {{ value = \"{value}\", source = \"gpai.toml:4\" }}");
        documentation(&answer, &[&format!("openness.licence={licence}")])
    };
    assert_eq!(says("Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0", "apache-2.0"), 0);
    assert_eq!(says("apache-2.0", "apache-2.0"), 0);
    assert_eq!(says("Apache License 2.0", "mit"), 1);
}

#[test]
fn figures_are_compared_to_the_precision_of_the_coarser() {
    let says = |value: &str, flop: &str| {
        let answer = format!("\"MDF-31b\" = {{ value = \"{value}\", source = \"gpai.toml:4\" }}");
        documentation(&answer, &[&format!("compute.cumulative_flop={flop}")])
    };
    assert_eq!(says("3.1e25", "3.1e25"), 0);
    assert_eq!(says("3.1e25", "3.12e25"), 0);
    assert_eq!(says("3.12e25", "3.1e25"), 0);
    assert_eq!(says("3.1e25", "3.3e25"), 1);
    assert_eq!(says("3.1e25", "2.5e25..3.0e25"), 0, "an estimate fills nothing in");
}

#[test]
fn a_longer_answer_and_a_longer_list_say_the_same() {
    let policy = |answer: &str, facts: &[&str]| found("copyright-policy", "2025-07-10", answer, facts).len();
    let name = "model.name=Beispiel 1-7B";
    assert_eq!(
        policy("\"models\" = { value = [\"Beispiel 1-7B\", \"Beispiel 1-2B\"], source = \"gpai.toml:4\" }", &[name]),
        0
    );
    assert_eq!(policy("\"models\" = { value = [\"Beispiel 1-2B\"], source = \"gpai.toml:4\" }", &[name]), 1);
    let inputs =
        "\"MDF-09\" = { value = [\"text\", \"other\"], other = \"protein sequences\", source = \"gpai.toml:4\" }";
    assert_eq!(documentation(inputs, &["model.inputs=text"]), 0, "what was added by hand stays");
    let images = "\"MDF-09\" = { value = [\"text\", \"image\"], source = \"gpai.toml:4\" }";
    assert_eq!(documentation(images, &["model.inputs=text"]), 1, "the folder says what all of them are");
    assert_eq!(documentation(images, &["model.inputs=text,image,video"]), 1);
}

#[test]
fn sources_that_disagree_say_nothing() {
    let law = Law::book().unwrap();
    let text = "[document]\nkind = \"model-documentation\"\ntemplate = \"2025-07-10\"\n[answers]\n\"MDF-05\" = { value = 2026-03-16, source = \"gpai.toml:4\" }\n";
    let (template, record) = Record::read("record.toml", text).unwrap();
    let mut facts = Facts::new();
    for (day, file) in [("2026-04-01", "gpai.toml"), ("2026-05-01", "gpai.toml")] {
        facts.add("market.first_available", FactValue::Date(day.parse().unwrap()), Source::new(Origin::Answer, file));
    }
    assert_eq!(outdated(&template, &record, &facts, &law), []);
}
