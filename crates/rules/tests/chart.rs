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

#[allow(dead_code, reason = "shared with the differential test")]
mod naive;

use std::collections::BTreeSet;

use fastrand::Rng;
use gpai_rules::assess::DutyStatus;
use gpai_rules::chart::light::{Light, light};
use gpai_rules::chart::{self, Chart, What, wording};
use gpai_rules::compile::Engine;
use gpai_rules::decide::Decision;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::law::Law;
use gpai_rules::load::BOOK;
use gpai_rules::number::{Interval, Number};
use jiff::ToSpan;
use jiff::civil::Date;
use naive::{Evaluator, World};

/// Complete fact sets for each stretch of days.
const WORLDS: usize = 1_500;
/// Partial fact sets for the lit road.
const PARTIAL: usize = 600;

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
        // Random answers mostly end at the first exit: some worlds start from a provider of an open model, and keep most of it.
        if rng.bool() {
            let number = |text: &str| Value::Number(Interval::point(Number::parse(text).unwrap()));
            let set = |words: &str| Value::set(words.split_whitespace());
            let likely = [
                ("role.develops", Value::Bool(true)),
                ("role.own_name", Value::Bool(true)),
                ("role.modifies_other", Value::Bool(false)),
                ("role.hosts_only", Value::Bool(false)),
                ("market.eu", Value::Bool(true)),
                ("market.commercial", Value::Bool(true)),
                ("market.internal_only", Value::Bool(false)),
                ("market.upstream_excluded_eu", Value::Bool(false)),
                ("purpose.research_only", Value::Bool(false)),
                ("compute.update_flop", number("1e24")),
                ("compute.cumulative_flop", number("9e24")),
                ("model.outputs", set("text")),
                ("openness.rights", set("access use modify distribute")),
                ("openness.restrictions", set("")),
                ("openness.monetisation", set("")),
                ("openness.personal_data", Value::Word("none".into())),
                ("openness.weights_public", Value::Bool(true)),
                ("openness.architecture_public", Value::Bool(true)),
                ("openness.usage_public", Value::Bool(true)),
                ("openness.usage_information", set("modalities capabilities limitations technical_means")),
            ];
            for (fact, value) in likely {
                if rng.u8(..16) > 0 {
                    world.insert(fact.into(), value);
                }
            }
        }
        // Who has the amount can estimate it: the law book says so.
        if world.get("modification.base_estimable") == Some(&Value::Bool(false)) {
            world.remove("modification.base_flop");
        }
        // Answers to the contrary make an axiom give way; here none does.
        if e.allowed(&world, &(0..e.law.axioms.len()).collect()) {
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

/// Everything the engine says of a complete world must be what the charts lead to, whoever of the two is wrong.
#[test]
fn walking_a_chart_gives_the_engines_answer() {
    let law = book();
    let mut rng = Rng::with_seed(8053);
    let (mut walks, mut ends) = (0, BTreeSet::new());
    for on in days(&law) {
        let engine = Engine::new(&law, on).unwrap();
        let e = Evaluator { law: &law, on };
        let tested = e.tested();
        let charts: Vec<Chart> = chart::names(&law).iter().map(|n| chart::chart(&law, on, n).unwrap()).collect();
        for _ in 0..WORLDS {
            let world = world(&e, &tested, &mut rng);
            let known = engine.known_with_implied(&facts_of(&world));
            let answers = engine.answers_for(&known);
            for panel in charts.iter().flat_map(|c| &c.panels) {
                let road = chart::road(panel, &|what| answer(&e, &world, what)).unwrap();
                walks += 1;
                if panel.name == chart::DUTIES {
                    for duty in &law.duties {
                        let said = road.iter().find_map(|what| match what {
                            What::Duties { ids, exempt } if ids.contains(&duty.id) => Some(*exempt),
                            _ => None,
                        });
                        let wanted = match answers.duties[&duty.id] {
                            DutyStatus::Applies => Some(false),
                            DutyStatus::Exempt => Some(true),
                            DutyStatus::NotApplicable => None,
                            DutyStatus::Open => panic!("{} is open on {on}: {world:?}", duty.id),
                        };
                        assert_eq!(said, wanted, "{} on {on}: {world:?}", duty.id);
                        ends.insert(format!("{} {wanted:?}", duty.id));
                    }
                    continue;
                }
                let wanted = match answers.propositions[&panel.name] {
                    Decision::Yes(_) => true,
                    Decision::No(_) => false,
                    Decision::Open => panic!("{} is open on {on}: {world:?}", panel.name),
                };
                let walked = chart::walk(panel, &|what| answer(&e, &world, what));
                assert_eq!(walked, Some(wanted), "{} on {on}: {world:?}", panel.name);
                ends.insert(format!("{} {wanted}", panel.name));
            }
        }
    }
    // Both ends of every chart were reached, and every duty both ways and a third where it has an exemption.
    for name in law.propositions.iter().map(|p| &p.name) {
        assert!(ends.contains(&format!("{name} true")) && ends.contains(&format!("{name} false")), "{name}: {ends:?}");
    }
    for duty in &law.duties {
        assert!(ends.contains(&format!("{} Some(false)", duty.id)), "{}", duty.id);
        assert_eq!(ends.contains(&format!("{} Some(true)", duty.id)), duty.exempt.is_some(), "{}", duty.id);
    }
    assert!(walks > 50_000, "{walks}");
}

/// With facts unknown, the lit road ends exactly where the engine says that it can.
#[test]
fn the_lit_road_ends_where_the_engine_says() {
    let law = book();
    let on: Date = "2026-11-25".parse().unwrap();
    let engine = Engine::new(&law, on).unwrap();
    let e = Evaluator { law: &law, on };
    let tested = e.tested();
    let charts: Vec<Chart> = chart::names(&law).iter().map(|n| chart::chart(&law, on, n).unwrap()).collect();
    let mut rng = Rng::with_seed(1689);
    let (mut open, mut settled) = (0, 0);
    for round in 0..PARTIAL {
        let mut partial = world(&e, &tested, &mut rng);
        let keep = rng.u8(..10);
        partial.retain(|_, _| rng.u8(..10) < keep);
        if partial.contains_key("modification.base_flop") {
            partial.insert("modification.base_estimable".into(), Value::Bool(true));
        }
        let facts = facts_of(&partial);
        let (known, _) = engine.contradictions(&engine.known_with_implied(&facts));
        let answers = engine.answers_for(&known);
        for chart in &charts {
            let lights = light(&engine, &facts, chart);
            for (panel, lit) in chart.panels.iter().zip(&lights) {
                if lit[0].node == Light::Dark {
                    assert_ne!(panel.name, chart.name);
                    continue; // A step that is not on the road.
                }
                assert_eq!(lit[0].node, Light::Solid);
                let boxes = || panel.nodes.iter().zip(lit).filter(|(_, l)| l.node > Light::Dark).map(|(n, _)| &n.what);
                if panel.name == chart::DUTIES {
                    for duty in &law.duties {
                        let said: BTreeSet<bool> = boxes()
                            .filter_map(|what| match what {
                                What::Duties { ids, exempt } if ids.contains(&duty.id) => Some(*exempt),
                                _ => None,
                            })
                            .collect();
                        match answers.duties[&duty.id] {
                            DutyStatus::Applies => assert_eq!(said, BTreeSet::from([false]), "{partial:?}"),
                            DutyStatus::Exempt => assert_eq!(said, BTreeSet::from([true]), "{partial:?}"),
                            DutyStatus::NotApplicable => assert!(said.is_empty(), "{} {partial:?}", duty.id),
                            DutyStatus::Open => assert!(!said.is_empty(), "{} {partial:?}", duty.id),
                        }
                    }
                    continue;
                }
                let ends: BTreeSet<bool> = boxes()
                    .filter_map(|what| match what {
                        What::Verdict(verdict) => Some(*verdict),
                        _ => None,
                    })
                    .collect();
                let wanted = match answers.propositions[&panel.name] {
                    Decision::Yes(_) => BTreeSet::from([true]),
                    Decision::No(_) => BTreeSet::from([false]),
                    Decision::Open => BTreeSet::from([false, true]),
                };
                assert_eq!(ends, wanted, "{} in round {round}: {partial:?}", panel.name);
                if wanted.len() == 2 {
                    open += 1
                } else {
                    settled += 1
                }
                // A box is lit only if something lit leads to it, and leads on unless it is an end.
                for (i, (node, l)) in panel.nodes.iter().zip(lit).enumerate().skip(1) {
                    let entered = panel.nodes.iter().zip(lit).any(|(p, l)| {
                        (p.yes == Some(i) && l.yes > Light::Dark) || (p.no == Some(i) && l.no > Light::Dark)
                    });
                    assert_eq!(entered, l.node > Light::Dark, "{} box {i}", panel.name);
                    assert!(!entered || node.yes.is_none() || l.yes > Light::Dark || l.no > Light::Dark);
                }
            }
        }
    }
    assert!(open > 1_000 && settled > 1_000, "{open} open, {settled} settled");
}

/// With everything known the road is solid from its beginning to one end.
#[test]
fn a_known_road_is_solid() {
    let law = book();
    let on: Date = "2026-11-25".parse().unwrap();
    let engine = Engine::new(&law, on).unwrap();
    let e = Evaluator { law: &law, on };
    let tested = e.tested();
    let mut rng = Rng::with_seed(23);
    for name in chart::names(&law) {
        let chart = chart::chart(&law, on, name).unwrap();
        for _ in 0..40 {
            let world = world(&e, &tested, &mut rng);
            let road = chart::road(&chart.panels[0], &|what| answer(&e, &world, what)).unwrap().len();
            let lights = light(&engine, &facts_of(&world), &chart);
            assert_eq!(lights[0].iter().filter(|l| l.node == Light::Solid).count(), road, "{name}: {world:?}");
            assert!(lights.iter().flatten().all(|l| l.node != Light::Dashed), "{name}: {world:?}");
        }
    }
}

/// A law book with one file changed; what follows from the change must be in the chart.
fn changed(file: &str, from: &str, to: &str) -> Law {
    let text = BOOK.iter().find(|(name, _)| *name == file).unwrap().1;
    assert_eq!(text.matches(from).count(), 1, "{from}");
    let text = text.replace(from, to);
    let files: Vec<(&str, &str)> =
        BOOK.iter().map(|(n, t)| (*n, if *n == file { text.as_str() } else { *t })).collect();
    Law::load(&files).unwrap()
}

#[test]
fn a_changed_rule_changes_its_chart_and_no_other() {
    let (law, on) = (book(), "2026-11-25".parse().unwrap());
    let other = changed(
        "law/guidelines.toml",
        "when = [\"licence_open\", \"not_monetised\", \"information_public\", { not = \"systemic_risk\" }]",
        "when = [\"licence_open\", \"information_public\", { not = \"systemic_risk\" }]",
    );
    for name in chart::names(&law) {
        let (before, after) = (chart::chart(&law, on, name).unwrap(), chart::chart(&other, on, name).unwrap());
        assert_eq!(before != after, name == "open_source_exempt", "{name}");
    }
    let steps = |c: &Chart| c.panels.iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let after = chart::chart(&other, on, "open_source_exempt").unwrap();
    assert_eq!(steps(&after), ["open_source_exempt", "licence_open", "information_public"]);
}

/// A rule that ends, ends in the chart on the same day.
#[test]
fn a_chart_is_that_of_its_day() {
    let law = book();
    let boxes = |law: &Law, day: &str, name: &str| {
        let chart = chart::chart(law, day.parse().unwrap(), name).unwrap();
        chart.panels[0].nodes.len()
    };
    assert_eq!(boxes(&law, "2025-08-01", chart::DUTIES), 1, "no duties before Chapter V applies");
    assert!(boxes(&law, "2025-08-02", chart::DUTIES) > 5);
    let ended = changed(
        "law/ai-act.toml",
        "when = \"systemic.high_impact\"\nfrom = 2024-08-01\n",
        "when = \"systemic.high_impact\"\nfrom = 2024-08-01\nuntil = 2027-01-31\n",
    );
    assert_eq!(boxes(&ended, "2027-01-31", "systemic_risk"), boxes(&law, "2027-01-31", "systemic_risk"));
    assert_eq!(boxes(&ended, "2027-02-01", "systemic_risk") + 1, boxes(&law, "2027-02-01", "systemic_risk"));
}

/// Whatever a box asks has a short text and names of its own in the law book, in both languages, and a citation.
#[test]
fn every_box_is_worded_in_the_law_book() {
    let law = book();
    let on: Date = "2026-11-25".parse().unwrap();
    let charts = chart::names(&law).into_iter().map(|n| chart::chart(&law, on, n).unwrap());
    for node in charts.flat_map(|c| c.panels).flat_map(|p| p.nodes) {
        let text = wording::text(&law, on, &node.what);
        assert!(text.en.chars().count() <= 170, "{}", text.en);
        let What::Test(test) = &node.what else { continue };
        assert!(!wording::cites(&law, on, &node.what).is_empty(), "{}", text.en);
        assert!(!text.en.contains(['@', '_', '.']) && text.en.ends_with('?'), "{}", text.en);
        assert!(!text.zh.contains(['@', '_', '.']) && text.zh.ends_with('？'), "{}", text.zh);
        for fact in test.atoms.iter().flat_map(|a| a.facts()) {
            let def = law.fact(fact).unwrap();
            assert!(def.short.is_some(), "{fact} has no short question");
            assert!(def.names.len() == def.words.len(), "{fact}");
        }
    }
}

/// The order of files and entries is no matter of the law, so it is none of whether a chart is right; that every chart
/// stays small is.
#[test]
fn charts_are_linear_in_the_rules() {
    let law = book();
    for on in days(&law) {
        for name in chart::names(&law) {
            for panel in chart::chart(&law, on, name).unwrap().panels {
                assert!(panel.nodes.len() <= 20, "{name}: {} boxes", panel.nodes.len());
            }
        }
    }
}
