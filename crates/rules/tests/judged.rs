//! Conclusions judged as a whole: the duties go by them, the reasons name them, what speaks against them is found; and where nobody
//! judges, or judges as the law decides, nothing changes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

#[allow(dead_code, reason = "the differential test uses the rest")]
mod naive;

use std::collections::BTreeSet;

use fastrand::Rng;
use gpai_rules::answer;
use gpai_rules::assess::{Assessment, DutyStatus};
use gpai_rules::compile::Engine;
use gpai_rules::condition::{Atom, Condition};
use gpai_rules::decide::{Decision, Strength};
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::judged::{fact_of, judged};
use gpai_rules::law::{Law, Rule};
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 11, 23);
const OPEN_MODEL: [&str; 11] = [
    "purpose.research_only=no",
    "purpose.pre_market_only=no",
    "role.develops=yes",
    "role.own_name=yes",
    "role.professional=yes",
    "role.hosts_only=no",
    "role.modifies_other=no",
    "market.eu=yes",
    "market.commercial=yes",
    "market.internal_only=no",
    "compute.update_flop=2e23",
];

fn facts(law: &Law, said: &[&str]) -> Facts {
    let mut facts = Facts::new();
    for argument in said {
        answer::set(law, &mut facts, argument).unwrap();
    }
    facts
}

/// The assessment as a command makes it: under the law of the judgements, and beside it that of the facts alone.
fn assess(law: &Law, facts: &Facts) -> Assessment {
    let plain = Engine::new(law, DAY).unwrap();
    let names: BTreeSet<String> = judged(law, facts).into_keys().collect();
    let mut assessment = Engine::judged(law, DAY, &names).unwrap().assess(facts);
    plain.add_judged(&mut assessment, facts);
    assessment
}

fn status(assessment: &Assessment, duty: &str) -> DutyStatus {
    assessment.duty(duty).unwrap().outcome()
}

#[test]
fn six_conclusions_may_be_judged() {
    let law = Law::book().unwrap();
    let six = ["gpai", "systemic_risk", "provider", "modifier_provider", "open_source_exempt", "placed"];
    assert_eq!(law.presets.experts, six);
    for of in six {
        let def = law.fact(&fact_of(of)).unwrap();
        assert!(def.judged && !def.exceptional && !def.controlled && !def.evidence_only, "{of}");
    }
}

#[test]
fn duties_go_by_the_judgement_and_name_it() {
    let law = Law::book().unwrap();
    // Not a word on outputs, so that the facts leave it open whether it is a general-purpose AI model.
    let open = assess(&law, &facts(&law, &OPEN_MODEL));
    assert_eq!(status(&open, "53-1-d"), DutyStatus::Open);
    let mut said = OPEN_MODEL.to_vec();
    said.push("conclusions.gpai=yes");
    let yes = assess(&law, &facts(&law, &said));
    assert_eq!(status(&yes, "53-1-d"), DutyStatus::Applies);
    assert!(yes.duty("53-1-d").unwrap().because.contains(&"conclusions.gpai".to_owned()));
    let gpai = yes.conclusion("gpai").unwrap();
    assert_eq!(gpai.decision, Decision::Yes(Strength::Certain));
    assert_eq!((gpai.because.as_slice(), gpai.rules.len()), (&["conclusions.gpai".to_owned()][..], 0));
    assert_eq!((yes.judged.len(), yes.judged[0].alone, yes.judged[0].value), (1, Decision::Open, Some(true)));
    assert!(yes.findings.iter().all(|f| f.code != "judgement-contradicted"));

    said.pop();
    said.push("conclusions.gpai=no");
    assert_eq!(status(&assess(&law, &facts(&law, &said)), "53-1-d"), DutyStatus::NotApplicable);
}

#[test]
fn what_the_facts_say_against_it_is_found_with_its_place() {
    let law = Law::book().unwrap();
    let mut said = facts(&law, &OPEN_MODEL);
    said.remove("compute.update_flop");
    let at = |line| Source::new(Origin::Evidence, "README.md").at(line, 1);
    said.add("compute.update_flop", answer_value(&law, "compute.update_flop", "2e23"), at(12));
    said.add("model.outputs", answer_value(&law, "model.outputs", "text"), at(3));
    answer::set(&law, &mut said, "conclusions.gpai=no").unwrap();
    let got = assess(&law, &said);
    assert_eq!(status(&got, "53-1-d"), DutyStatus::NotApplicable, "the judgement stands");
    let beside = &got.judged[0];
    assert_eq!(beside.alone, Decision::Yes(Strength::Presumed));
    assert_eq!(beside.because, ["model.outputs", "compute.update_flop"]);
    let finding = got.findings.iter().find(|f| f.code == "judgement-contradicted").unwrap();
    let places: Vec<_> = finding.places.iter().map(|p| (p.file.as_str(), p.line)).collect();
    assert_eq!(places, [("README.md", Some(3)), ("README.md", Some(12))]);
    assert!(finding.cites.contains(&"ai-act/3/63".to_owned()));
}

#[test]
fn judgements_that_exclude_one_another_are_found() {
    let law = Law::book().unwrap();
    let got = assess(&law, &facts(&law, &["conclusions.systemic_risk=yes", "conclusions.open_source_exempt=yes"]));
    let finding = got.findings.iter().find(|f| f.code == "judgement-contradicted").unwrap();
    assert_eq!(finding.value("name").unwrap().as_str(), "open_source_exempt");
    assert_eq!(finding.value("facts").unwrap().as_str(), "conclusions.systemic_risk");
}

#[test]
fn whoever_is_no_provider_sees_what_a_provider_would_owe() {
    let law = Law::book().unwrap();
    let got = assess(&law, &facts(&law, &["conclusions.gpai=yes", "conclusions.provider=no", "conclusions.placed=no"]));
    let duty = got.duty("53-1-d").unwrap();
    assert_eq!((duty.outcome(), duty.if_provider), (DutyStatus::NotApplicable, DutyStatus::Applies));
}

fn answer_value(law: &Law, name: &str, written: &str) -> Value {
    answer::from_text(law.fact(name).unwrap(), written).unwrap().unwrap()
}

/// Random answers to what the law tests, most of them left open.
fn some_facts(e: &naive::Evaluator<'_>, tested: &[String], rng: &mut Rng) -> Facts {
    let mut facts = Facts::new();
    let often = rng.u8(1..10);
    for name in tested {
        let values = e.values(name, None);
        if rng.u8(..10) < often && !values.is_empty() {
            let value = values[rng.usize(..values.len())].clone();
            facts.add(name.clone(), value, Source::new(Origin::Command, "--set"));
        }
    }
    facts
}

#[test]
fn without_a_judgement_nothing_changes() {
    let law = Law::book().unwrap();
    let (plain, none) = (Engine::new(&law, DAY).unwrap(), Engine::judged(&law, DAY, &BTreeSet::new()).unwrap());
    let e = naive::Evaluator { law: &law, on: DAY };
    let tested = e.tested();
    assert!(tested.iter().all(|name| !name.starts_with("conclusions.")));
    let mut rng = Rng::with_seed(12);
    for _ in 0..120 {
        let facts = some_facts(&e, &tested, &mut rng);
        let (mut with, without) = (none.assess(&facts), plain.assess(&facts));
        plain.add_judged(&mut with, &facts);
        assert_eq!(format!("{with:?}"), format!("{without:?}"));
    }
}

#[test]
fn a_judgement_as_the_law_decides_turns_no_duty() {
    let law = Law::book().unwrap();
    let plain = Engine::new(&law, DAY).unwrap();
    let e = naive::Evaluator { law: &law, on: DAY };
    let tested = e.tested();
    let mut rng = Rng::with_seed(13);
    let mut tried = 0;
    for _ in 0..250 {
        let facts = some_facts(&e, &tested, &mut rng);
        let before = plain.answers(&facts);
        for of in &law.presets.experts {
            let yes = match before.propositions[of] {
                Decision::Yes(_) => true,
                Decision::No(_) => false,
                Decision::Open => continue,
            };
            tried += 1;
            let mut with = facts.clone();
            with.add(fact_of(of), Value::Bool(yes), Source::new(Origin::Command, "--judge"));
            let after = Engine::judged(&law, DAY, &BTreeSet::from([of.clone()])).unwrap().answers(&with);
            for (id, status) in &before.duties {
                let now = after.duties[id];
                assert!(*status == DutyStatus::Open || now == *status, "{of} {yes} {id}: {status:?} {now:?} {facts:?}");
            }
        }
    }
    assert!(tried > 500, "{tried}");
}

/// A law in which the rules of the judged conclusions are replaced by one that rests on the judgement: the same answers.
#[test]
fn it_is_the_law_with_the_judgement_in_place_of_the_rules() {
    let law = Law::book().unwrap();
    let e = naive::Evaluator { law: &law, on: DAY };
    let tested = e.tested();
    let mut rng = Rng::with_seed(14);
    for round in 0..40 {
        let names: BTreeSet<String> = law.presets.experts.iter().filter(|_| rng.bool()).cloned().collect();
        let mut other = law.clone();
        for name in &names {
            let model = law.rules_on(DAY).find(|r| r.concludes == *name && r.holds).unwrap().clone();
            let when = Condition::Test(Atom::Yes(fact_of(name)), 0..0);
            other.rules.retain(|r| r.concludes != *name);
            other.rules.push(Rule { id: format!("judged-{name}"), displaces: Vec::new(), when, ..model });
        }
        let (rules, judged) = (Engine::new(&other, DAY).unwrap(), Engine::judged(&law, DAY, &names).unwrap());
        for _ in 0..10 {
            let mut facts = some_facts(&e, &tested, &mut rng);
            for name in &names {
                facts.add(fact_of(name), Value::Bool(rng.bool()), Source::new(Origin::Command, "--judge"));
            }
            let (a, b) = (rules.answers(&facts), judged.answers(&facts));
            assert_eq!(a, b, "round {round}: {names:?} {facts:?}");
        }
    }
}
