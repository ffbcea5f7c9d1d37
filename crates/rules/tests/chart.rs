//! Charts against the engine: walking a chart with every fact known gives the engine's answer, on every stretch of days;
//! the lit road ends where the engine says it can end; a changed rule changes its chart.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod naive;

use std::collections::BTreeSet;

use fastrand::Rng;
use gpai_rules::assess::DutyStatus;
use gpai_rules::chart::light::{Light, light};
use gpai_rules::chart::{self, Chart, What, wording};
use gpai_rules::compile::{Engine, Target};
use gpai_rules::decide::Decision;
use gpai_rules::fact::{Facts, Origin, Source};
use gpai_rules::law::{Law, in_force};
use gpai_rules::load::BOOK;
use jiff::ToSpan;
use jiff::civil::Date;
use naive::{Evaluator, World};

/// Complete fact sets for each stretch of days.
const WORLDS: usize = 4_000;
/// Partial fact sets for the lit road.
const PARTIAL: usize = 1_500;

fn book() -> Law {
    Law::book().unwrap()
}

/// The first day of each stretch of days with the same rules, duties and thresholds.
fn days(law: &Law) -> Vec<Date> {
    let (first, last) = law.span.unwrap();
    let mut starts: BTreeSet<Date> = BTreeSet::from([first]);
    let dates = law.rules.iter().map(|r| (r.from, r.until)).chain(law.duties.iter().map(|d| (d.from, d.until)));
    for (from, until) in dates.chain(law.thresholds.iter().map(|t| (t.from, t.until))) {
        starts.insert(from);
        starts.extend(until.map(|u| u.checked_add(1.day()).unwrap()));
    }
    starts.into_iter().filter(|d| (first..=last).contains(d)).collect()
}

fn facts_of(world: &World) -> Facts {
    let mut facts = Facts::new();
    for (name, value) in world {
        facts.add(name.clone(), value.clone(), Source::new(Origin::Command, "--set"));
    }
    facts
}

/// A world that the axioms allow; exceptional facts are mostly not claimed.
fn world(e: &Evaluator<'_>, tested: &[String], rng: &mut Rng) -> World {
    loop {
        let mut world = World::new();
        for fact in tested {
            if e.law.fact(fact).unwrap().exceptional && rng.u8(..10) < 6 {
                continue;
            }
            let values = e.values(fact, None);
            world.insert(fact.clone(), values[rng.usize(..values.len())].clone());
        }
        // Weighted towards what leads far into the charts; random answers mostly end at the first exit.
        for (fact, value) in
            [("role.modifies_other", false), ("role.hosts_only", false), ("market.internal_only", false)]
        {
            if rng.bool() {
                world.insert(fact.into(), gpai_rules::fact::Value::Bool(value));
            }
        }
        let full = |words: &str| gpai_rules::fact::Value::set(words.split(' '));
        if rng.bool() {
            world.insert("openness.rights".into(), full("access use modify distribute"));
            world.insert(
                "openness.usage_information".into(),
                full("modalities capabilities limitations technical_means"),
            );
        }
        if rng.bool() {
            world.insert("openness.restrictions".into(), gpai_rules::fact::Value::set(Vec::<String>::new()));
            world.insert("openness.monetisation".into(), gpai_rules::fact::Value::set(Vec::<String>::new()));
        }
        if e.allowed(&world) {
            return world;
        }
    }
}

fn answer(e: &Evaluator<'_>, world: &World, what: &What) -> Option<bool> {
    match what {
        What::Test(test) => test.truth(&|atom| Some(naive::holds(e.law, e.on, atom, world))),
        What::Step(name) => Some(e.proposition(name, world)),
        _ => None,
    }
}

fn printed(law: &Law, on: Date, chart: &Chart) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for panel in &chart.panels {
        writeln!(out, "== {} / {}: {} boxes", chart.name, panel.name, panel.nodes.len()).unwrap();
        for (i, node) in panel.nodes.iter().enumerate() {
            let text = wording::text(law, on, &node.what);
            let exit = |yes| wording::exit(law, node, yes).en;
            let duties: Vec<String> = wording::duties(law, on, &node.what).into_iter().map(|d| d.en).collect();
            let next = |n: Option<usize>| n.map(|n| n.to_string()).unwrap_or_default();
            writeln!(
                out,
                "{i:2} {} {}  [{} -> {}] [{} -> {}] {}",
                text.en,
                duties.join("; "),
                exit(true),
                next(node.yes),
                exit(false),
                next(node.no),
                text.zh
            )
            .unwrap();
        }
    }
    out
}

#[test]
fn print() {
    let law = book();
    let on = "2026-11-25".parse().unwrap();
    for name in chart::names(&law) {
        println!("{}", printed(&law, on, &chart::chart(&law, on, name).unwrap()));
    }
}
