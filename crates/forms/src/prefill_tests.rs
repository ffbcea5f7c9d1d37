//! Tests of what is filled in from facts, and of what never is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::fact::{Origin, Source};

use super::*;

fn facts() -> Facts {
    let mut facts = Facts::new();
    let at = |line| Source::new(Origin::Answer, "gpai.toml").at(line, 1);
    facts.add("provider.name", FactValue::Text("Birkenwald GmbH".into()), at(3));
    facts.add("provider.contact", FactValue::Text("mail@birkenwald.example".into()), at(4));
    facts.add("provider.representative", FactValue::Text("none".into()), at(5));
    facts.add("provider.code_signed", FactValue::set(["copyright"]), at(6));
    facts.add("market.first_available", FactValue::Date("2026-03-16".parse().unwrap()), at(7));
    facts.add("model.outputs", FactValue::set(["code", "speech"]), at(8));
    facts.add(
        "training.tokens",
        number("4e12", "4e12"),
        Source::new(Origin::Evidence, "README.md").at(9, 1).method("stated"),
    );
    facts
}

fn number(low: &str, high: &str) -> FactValue {
    FactValue::Number(Interval::new(Number::parse(low).unwrap(), None, Number::parse(high).unwrap()).unwrap())
}

fn of(kind: &str, facts: &Facts) -> Vec<Prefilled> {
    prefill(&Template::latest(kind).unwrap().unwrap(), facts)
}

fn found<'p>(all: &'p [Prefilled], id: &str) -> Option<&'p Prefilled> {
    all.iter().find(|p| p.id == id)
}

#[test]
fn values_come_with_their_sources() {
    let all = of("training-summary", &facts());
    let provider = found(&all, "1.1.a").unwrap().answer.as_ref().unwrap();
    assert_eq!(provider.value, Value::Text("Birkenwald GmbH, mail@birkenwald.example".into()));
    assert_eq!(provider.source.as_deref(), Some("gpai.toml:3, gpai.toml:4"));
    let Value::Rows(rows) = &found(&all, "1.2.c").unwrap().answer.as_ref().unwrap().value else { panic!() };
    assert_eq!(rows[0]["date"], Value::Date("2026-03-16".parse().unwrap()));
    // `none` is an answer about duties, not the name of a representative.
    assert!(found(&all, "1.1.b").is_none());
    let model = of("model-documentation", &facts());
    let outputs = found(&model, "MDF-10").unwrap().answer.as_ref().unwrap();
    assert_eq!(outputs.value, Value::Words(vec!["text".into(), "audio".into()]));
}

/// Whatever is known: a person answers the Yes/No questions, and beside them stands what the evidence says.
#[test]
fn yes_and_no_are_never_filled_in() {
    for template in Template::book().unwrap() {
        let all = prefill(&template, &facts());
        for field in template.fields.iter().filter(|f| f.shape == Shape::YesNo) {
            assert!(found(&all, &field.id).is_none_or(|p| p.answer.is_none()), "{} {}", template.kind, field.id);
        }
    }
    let all = of("training-summary", &facts());
    let signatory = found(&all, "3.1.a").unwrap();
    assert!(signatory.answer.is_none() && signatory.hint.as_deref().unwrap().contains("copyright (gpai.toml:6)"));
    let size = found(&all, "1.3.b.text").unwrap();
    assert!(size.answer.is_none() && size.hint.as_deref().unwrap().contains("README.md:9 (stated)"));
}

#[test]
fn an_estimate_fills_in_a_range_only_within_it() {
    let mut facts = Facts::new();
    facts.add("model.parameters", number("6.9e9", "7.1e9"), Source::new(Origin::Evidence, "config.json"));
    let all = of("model-documentation", &facts);
    assert_eq!(found(&all, "MDF-11b").unwrap().answer.as_ref().unwrap().value, Value::Word("5B-15B".into()));
    let exact = found(&all, "MDF-11").unwrap();
    assert!(exact.answer.is_none() && exact.hint.is_some(), "an interval is no exact number");
    let mut edge = Facts::new();
    edge.add("model.parameters", number("4.9e9", "5.1e9"), Source::new(Origin::Evidence, "config.json"));
    assert!(found(&of("model-documentation", &edge), "MDF-11b").unwrap().answer.is_none());
}

#[test]
fn sources_that_disagree_fill_in_nothing() {
    let mut facts = facts();
    facts.add("provider.name", FactValue::Text("Other GmbH".into()), Source::new(Origin::Evidence, "README.md"));
    let all = of("training-summary", &facts);
    let provider = found(&all, "1.1.a").unwrap();
    assert!(provider.answer.is_none() && provider.hint.as_deref().unwrap().contains("disagree"));
}

/// A name that the law does not have would never be filled in.
#[test]
fn every_fact_named_by_a_form_is_in_the_vocabulary() {
    let law = gpai_rules::law::Law::book().unwrap();
    for template in Template::book().unwrap() {
        for field in &template.fields {
            for name in field.from.iter().chain(&field.hints) {
                assert!(law.fact(name).is_some(), "{} {}: {name}", template.kind, field.id);
            }
        }
    }
}

#[test]
fn every_provision_cited_is_in_the_book() {
    let law = gpai_rules::law::Law::book().unwrap();
    for template in Template::book().unwrap() {
        for field in &template.fields {
            for cite in &field.cites {
                assert!(law.paragraphs.contains_key(cite), "{} {}: {cite}", template.kind, field.id);
            }
        }
    }
}
