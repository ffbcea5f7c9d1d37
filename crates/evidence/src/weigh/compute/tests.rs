//! Estimates from whole folders: what each method gives, and what they allow together.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use gpai_rules::fact::{Facts, Source, Value};
use gpai_rules::licence::Licences;
use gpai_rules::number::{Interval, Number};

use super::{Method, Of, conclude, nlhu, six_pd};
use crate::candidates::{Base, Candidates, DeviceHours, Flops, Part, Relation};
use crate::weigh::amounts::{Amounts, Known};
use crate::weigh::lineage;
use crate::{Found, candidates};

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn source(line: u32) -> Source {
    Source::new(gpai_rules::fact::Origin::Evidence, "README.md").at(line, 1)
}

fn hours(best: &str, device: &str, part: Part, line: u32) -> DeviceHours {
    DeviceHours {
        best: Some(n(best)),
        within: candidates::around(&n(best), 95, 105),
        device: Some(device.into()),
        utilisation: None,
        part,
        size: None,
        tokens: None,
        source: source(line),
    }
}

fn flops(best: &str, part: Part, line: u32) -> Flops {
    Flops {
        best: n(best),
        within: candidates::around(&n(best), 95, 105),
        part,
        size: None,
        steps: None,
        source: source(line),
    }
}

fn known(best: &str, line: u32) -> Option<Known> {
    let best = n(best);
    let claim = candidates::around(&best, 95, 105);
    Some(Known { claim, lowest: best.clone(), highest: best, source: source(line) })
}

fn run(candidates: &Candidates, size: Option<&str>, tokens: Option<&str>) -> Found {
    let mut found = Found::default();
    let amounts =
        Amounts { parameters: size.and_then(|s| known(s, 1)), active: None, tokens: tokens.and_then(|t| known(t, 2)) };
    let base = lineage::conclude(&mut found, candidates, &Licences::default(), None);
    conclude(&mut found, candidates, &amounts, base.as_ref());
    found.sorted()
}

fn number(facts: &Facts, name: &str) -> Option<Interval> {
    match facts.value(name)? {
        Value::Number(within) => Some(within),
        other => panic!("{other:?}"),
    }
}

fn shown(found: &Found, name: &str) -> String {
    number(&found.facts, name).map_or("unknown".into(), |v| v.to_string())
}

fn codes(found: &Found) -> Vec<&str> {
    found.findings.iter().map(|f| f.code.as_str()).collect()
}

#[test]
fn methods_that_disagree_span_the_fact_and_are_reported() {
    let mut candidates = Candidates::default();
    candidates.hours.push(hours("1.3e6", "H100-80GB", Part::Training, 9));
    let found = run(&candidates, Some("8e9"), Some("15e12"));
    // 6PD: 7.2e23 with 30 %; hardware: 1.3e6 h with 5 %, 756e12 to 989.4e12 FLOP/s, 30 to 50 %.
    let update = number(&found.facts, "compute.update_flop").unwrap();
    assert_eq!((update.low, update.best, update.high), (n("5.04e23"), Some(n("7.2e23")), n("2.431e24")));
    assert_eq!(codes(&found), ["compute-methods-disagree"]);
    assert_eq!(found.findings[0].places.len(), 2, "both places are named");
    assert_eq!(found.estimates.iter().map(|e| e.method).collect::<Vec<_>>(), [Method::SixPd, Method::Hardware]);
}

#[test]
fn methods_that_overlap_are_no_finding_but_widen_the_fact() {
    let mut candidates = Candidates::default();
    candidates.hours.push(hours("7e6", "H100 SXM", Part::Training, 9));
    let found = run(&candidates, Some("70e9"), Some("15e12"));
    assert_eq!(shown(&found, "compute.update_flop"), "6.3e24 (4.41e24 to 1.309e25)");
    assert!(codes(&found).is_empty(), "{:?}", codes(&found));
}

#[test]
fn a_stated_amount_is_the_amount_where_the_methods_allow_it() {
    let mut candidates = Candidates::default();
    candidates.flops.push(flops("8e23", Part::Training, 5));
    let found = run(&candidates, Some("8e9"), Some("15e12"));
    assert_eq!(shown(&found, "compute.update_flop"), "8e23 (7.6e23 to 8.4e23)");
    candidates.flops[0] = flops("8e22", Part::Training, 5);
    let found = run(&candidates, Some("8e9"), Some("15e12"));
    assert_eq!(shown(&found, "compute.update_flop"), "8e22 (7.6e22 to 9.36e23)");
    assert_eq!(codes(&found), ["compute-methods-disagree"]);
}

#[test]
fn hours_of_a_collection_or_another_size_are_shown_and_not_used() {
    let mut candidates = Candidates::default();
    candidates.hours.push(hours("39.3e6", "H100", Part::Collection, 9));
    candidates.hours.push(DeviceHours { size: Some(n("405e9")), ..hours("30e6", "H100", Part::Training, 10) });
    let found = run(&candidates, Some("8e9"), Some("15e12"));
    assert_eq!(shown(&found, "compute.update_flop"), "7.2e23 (5.04e23 to 9.36e23)");
    assert_eq!(found.estimates.iter().filter(|e| e.of == Of::Unplaced).count(), 2);
}

#[test]
fn stages_may_add_up() {
    let mut candidates = Candidates::default();
    candidates.hours.push(hours("147000", "H100 SXM", Part::Training, 9));
    candidates.hours.push(hours("98000", "H100 SXM", Part::Training, 10));
    let found = run(&candidates, None, None);
    // At least the longer stage at 30 %, at most both at 50 %.
    assert_eq!(shown(&found, "compute.update_flop"), "1.493e23 to 4.583e23");
}

#[test]
fn an_unknown_accelerator_gives_nothing() {
    let mut candidates = Candidates::default();
    candidates.hours.push(hours("1e6", "some cluster", Part::Training, 9));
    let found = run(&candidates, None, None);
    assert!(found.estimates.is_empty() && found.facts.names().next().is_none());
}

#[test]
fn signs_of_other_models_compute_widen_the_cumulative_amount() {
    let plain = run(&Candidates::default(), Some("8e9"), Some("15e12"));
    assert_eq!(shown(&plain, "compute.cumulative_flop"), "5.04e23 to 1.404e24");
    let signs = Candidates { others_compute: Some(source(7)), ..Candidates::default() };
    assert_eq!(shown(&run(&signs, Some("8e9"), Some("15e12")), "compute.cumulative_flop"), "5.04e23 to 1.872e24");
}

fn tuned(base: &str, relation: Relation) -> Candidates {
    let mut candidates = Candidates::default();
    candidates.bases.push(Base { name: base.into(), relation, source: source(3) });
    candidates.derive("the card names a base model", source(3));
    candidates
}

#[test]
fn a_recorded_run_on_a_known_base_is_the_modification() {
    let mut candidates = tuned("Qwen/Qwen2.5-7B", Relation::FineTuned);
    candidates.flops.push(flops("1e17", Part::Run, 8));
    let found = run(&candidates, Some("7.6e9"), Some("18e12"));
    assert_eq!(shown(&found, "modification.flop"), "1e17 (9.5e16 to 1.05e17)");
    assert!(shown(&found, "modification.base_flop").starts_with("8.2296e23"));
    // The tokens in the folder are the base's: the amount is the base plus the run.
    assert!(shown(&found, "compute.update_flop").starts_with("8.23e23"), "{}", shown(&found, "compute.update_flop"));
    assert!(found.estimates.iter().any(|e| e.method == Method::BasePlus && e.of == Of::Training));
}

#[test]
fn quantising_is_next_to_nothing() {
    let found = run(&tuned("meta-llama/Llama-3.1-8B", Relation::Quantised), None, None);
    let flop = number(&found.facts, "modification.flop").unwrap();
    assert_eq!(flop.best, Some(n("0")));
    assert!(flop.high.times_u(3) < number(&found.facts, "modification.base_flop").unwrap().low);
}

#[test]
fn an_adapter_without_a_record_stays_open() {
    let found = run(&tuned("meta-llama/Llama-3.1-8B", Relation::Adapter), None, None);
    assert_eq!(shown(&found, "modification.flop"), "unknown");
    // The base is in it, whatever the modification took.
    assert!(shown(&found, "compute.update_flop").starts_with("5.0589e23 to "));
    assert!(shown(&found, "modification.base_flop").starts_with("7.2"));
    assert_eq!(codes(&found), ["compute-not-estimated"]);
}

#[test]
fn bases_unknown_unpublished_and_several() {
    assert!(codes(&run(&tuned("some/thing", Relation::FineTuned), None, None)).contains(&"base-not-known"));
    let silent = run(&tuned("mistralai/Mistral-7B-v0.1", Relation::FineTuned), None, None);
    assert!(codes(&silent).contains(&"base-compute-not-published"));
    let mut merge = tuned("Qwen/Qwen2.5-7B", Relation::Merged);
    merge.bases.push(Base { name: "a/b".into(), relation: Relation::Merged, source: source(4) });
    let found = run(&merge, None, None);
    assert!(codes(&found).contains(&"several-bases"));
    assert_eq!(shown(&found, "modification.base"), "unknown".to_owned());
    let mut taught = tuned("Qwen/Qwen2.5-7B", Relation::Distilled);
    taught.derived = None;
    assert!(run(&taught, None, None).facts.names().next().is_none(), "a teacher is no base");
}

#[test]
fn one_base_under_two_spellings_is_one() {
    let mut candidates = tuned("Qwen/Qwen2.5-7B", Relation::FineTuned);
    candidates.bases.push(Base { name: "qwen2.5-7b".into(), relation: Relation::Unstated, source: source(20) });
    let found = run(&candidates, None, None);
    assert_eq!(found.facts.value("modification.base"), Some(Value::Text("Qwen/Qwen2.5-7B".into())));
}

#[test]
fn diffusion_is_not_counted_by_tokens() {
    let candidates = Candidates { diffusion: Some(source(1)), ..Candidates::default() };
    let found = run(&candidates, Some("12e9"), Some("2e12"));
    assert_eq!(shown(&found, "compute.update_flop"), "unknown");
    assert_eq!(codes(&found), ["compute-not-estimated"]);
}

/// The first figures of an amount without rounding, as the annex prints some of its results.
fn cut(number: &Number, figures: usize) -> String {
    let text = number.to_string();
    let (digits, power) = text.split_once('e').unwrap();
    let kept: String = digits.chars().take(figures + usize::from(figures > 1)).collect();
    format!("{kept}e{power}")
}

/// The eight examples of the Guidelines' annex A.3: the exact product, and the printed figure.
#[test]
fn the_examples_of_the_annex() {
    let six = |p: &str, d: &str| six_pd(&n(p), &n(d));
    for (p, d, exact, printed) in [
        ("3.8e9", "3.3e12", "7.524e22", "7.5e22"),
        ("0.6e9", "36e12", "1.296e23", "1.3e23"),
        ("1.7e9", "36e12", "3.672e23", "3.7e23"),
        ("2.5e9", "12e12", "1.8e23", "1.8e23"),
    ] {
        assert_eq!(six(p, d), n(exact), "{p} {d}");
        assert_eq!(six(p, d).significant(2).to_string(), printed, "{p} {d}");
    }
    // 1.663e23 in the calculation, and in the list cut to 1.6e23.
    assert_eq!(six("1.54e9", "18e12"), n("1.6632e23"));
    assert_eq!(six("1.54e9", "18e12").significant(4).to_string(), "1.663e23");
    assert_eq!(cut(&six("1.54e9", "18e12"), 2), "1.6e23");
    // Repeated epochs count each time: 61e9 tokens in 164 epochs are about 1e13; the product is cut.
    assert_eq!(n("61e9").times_u(164).significant(2), n("1e13"));
    assert_eq!(six("2.6e9", "1e13"), n("1.56e23"));
    assert_eq!(cut(&six("2.6e9", "1e13"), 2), "1.5e23");
    let image = nlhu(&n("200000"), &n("300e12"), &n("50"));
    assert_eq!(image, n("1.08e23"));
    assert_eq!(cut(&image, 1), "1e23");
    let language = nlhu(&n("370000"), &n("989e12"), &n("50"));
    assert_eq!(language, n("6.58674e23"));
    assert_eq!(cut(&language, 2), "6.5e23");
}
