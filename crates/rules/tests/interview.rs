//! The interview: nobody is asked what cannot matter any more, the few questions that each kind of person is asked, and the
//! order, which is held against others over people drawn by the weights of the book.
//!
//! `GPAI_WRITE_ORDER=1 cargo test -p gpai-rules --test interview` looks for the best order and writes it into `law/presets.toml`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use fastrand::Rng;
use gpai_rules::answer;
use gpai_rules::assess::DutyStatus;
use gpai_rules::compile::Engine;
use gpai_rules::decide::Decision;
use gpai_rules::fact::{Facts, Origin, Source};
use gpai_rules::interview::{Screen, Step};
use gpai_rules::law::{Kind, Law};

/// What a person answers: by preset the choice, by fact the value as `--set` takes it. What is not there is "don't know".
type Person = BTreeMap<String, String>;

fn put(law: &Law, facts: &mut Facts, name: &str, written: &str) {
    if let Some(value) = answer::from_text(law.fact(name).unwrap(), written).unwrap() {
        facts.add(name, value, Source::new(Origin::Answer, "person"));
    }
}

/// Answers one step; what is not known is skipped.
fn give(law: &Law, person: &Person, step: &Step, facts: &mut Facts, skip: &mut BTreeSet<String>) {
    match &step.screen {
        Screen::Presets(ids) => {
            for id in ids {
                let Some(choice) = person.get(id).and_then(|c| law.presets.choice(c)) else {
                    skip.insert(id.clone());
                    continue;
                };
                for (name, written) in &choice.sets {
                    if facts.value(name).is_none() {
                        put(law, facts, name, written);
                    }
                }
            }
        }
        Screen::Fact(name) => match person.get(name) {
            Some(written) => {
                put(law, facts, name, written);
                // Bounds that leave something open are not asked for twice.
                skip.insert(name.clone());
                // A base that is known by name answers for its compute.
                if name == "modification.base" && person.get("base known").is_some() {
                    put(law, facts, "modification.base_flop", &person["modification.base_flop"]);
                }
            }
            None => {
                skip.insert(name.clone());
            }
        },
    }
}

fn name(step: &Step, law: &Law) -> String {
    match &step.screen {
        Screen::Presets(ids) => law.presets.get(&ids[0]).unwrap().screen.clone(),
        Screen::Fact(fact) => fact.clone(),
    }
}

/// The questions a person is asked in the order of the book, and what is known at the end.
fn walk(engine: &Engine<'_>, law: &Law, person: &Person, start: Facts) -> (Vec<String>, Facts) {
    let (mut facts, mut skip, mut asked) = (start, BTreeSet::new(), Vec::new());
    while let Some(step) = engine.interview(&facts, &skip).into_iter().next() {
        asked.push(name(&step, law));
        give(law, person, &step, &mut facts, &mut skip);
        assert!(asked.len() < 60, "{asked:?}");
    }
    (asked, facts)
}

fn person(answers: &[(&str, &str)]) -> Person {
    answers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn outcome(engine: &Engine<'_>, facts: &Facts) -> (usize, usize) {
    let got = engine.assess(facts);
    let many = |want: &[DutyStatus]| got.duties.iter().filter(|d| want.contains(&d.outcome())).count();
    (many(&[DutyStatus::Applies]), many(&[DutyStatus::Open]))
}

#[test]
fn each_kind_of_person_is_asked_few_questions() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2026-12-01".parse().unwrap()).unwrap();
    let lora = [
        ("did", "fine-tuner"),
        ("out", "text"),
        ("modification.base", "meta-llama/Meta-Llama-3-8B"),
        ("base known", ""),
    ];
    let lora =
        |more: &[(&str, &str)]| person(&[&lora[..], &[("modification.base_flop", "5.06e23..9.4e23")], more].concat());
    let open = [
        ("did", "trainer"),
        ("out", "text"),
        ("reach", "open"),
        ("compute.cumulative_flop", "2e23"),
        ("openness.licence", "apache-2.0"),
        ("openness.usage_information", "modalities,capabilities,limitations,technical_means"),
        ("market.first_available", "2026-11-01"),
        ("market.commercial", "yes"),
        ("purpose.research_only", "no"),
    ];
    let cases = [
        // who, answers, at most so many questions, duties that apply
        ("a LoRA of a known base", lora(&[("modification.flop", "0..1e22")]), 3, 0),
        (
            "the same, whose base nobody published",
            person(&[
                ("did", "fine-tuner"),
                ("out", "text"),
                ("modification.base", "org/new"),
                ("modification.base_estimable", "no"),
                ("modification.base_systemic", "no"),
                ("modification.flop", "0..1e22"),
            ]),
            7,
            0,
        ),
        (
            "a quantised copy of a known base",
            person(&[
                ("did", "quantiser"),
                ("out", "text"),
                ("modification.base", "Qwen2.5-0.5B"),
                ("base known", ""),
                ("modification.base_flop", "3.7e22..7.1e22"),
            ]),
            2,
            0,
        ),
        ("a host", person(&[("did", "host")]), 1, 0),
        ("an integrator", person(&[("did", "integrator")]), 1, 0),
        ("a classifier from scratch", person(&[("did", "trainer"), ("out", "labels")]), 1, 0),
        ("a classifier, whatever was done", person(&[("out", "labels")]), 1, 0),
        ("a contractor", person(&[("did", "contractor"), ("out", "text")]), 1, 0),
        ("a small model from scratch", person(&[&open[..], &[("compute.update_flop", "0..1e23")]].concat()), 3, 0),
        ("an open 3B model from scratch", person(&[&open[..], &[("compute.update_flop", "2e23")]].concat()), 10, 3),
    ];
    for (who, person, most, applies) in cases {
        let (asked, facts) = walk(&engine, &law, &person, Facts::new());
        assert!(asked.len() <= most, "{who}: {} questions, at most {most}: {asked:?}", asked.len());
        assert_eq!(asked.first().map(String::as_str), Some("start"), "{who}");
        assert_eq!(outcome(&engine, &facts), (applies, 0), "{who}: {asked:?}");
    }
}

/// People drawn by the weights of the book, for as long as the numbers last.
fn draw(law: &Law, rng: &mut Rng) -> Person {
    let mut out = Person::new();
    let likely = |name: &str| law.presets.likely.get(name).copied().unwrap_or(50);
    for fact in law.facts.iter().filter(|f| !f.evidence_only && !f.exceptional) {
        let first = rng.u32(..100) < likely(&fact.name);
        let written = match fact.kind {
            Kind::YesNo => if first { "yes" } else { "no" }.to_owned(),
            Kind::Number if fact.unit.as_deref() == Some("FLOP") => match (fact.name.as_str(), first) {
                ("modification.flop", true) => "1e20".to_owned(),
                ("modification.flop", false) => "6e23".to_owned(),
                ("modification.base_flop", true) => "5e22".to_owned(),
                ("compute.cumulative_flop", true) => "9e24".to_owned(),
                ("compute.update_flop", true) => "1e22".to_owned(),
                (_, false) if fact.name == "compute.cumulative_flop" => "3e25".to_owned(),
                _ => "8e23".to_owned(),
            },
            Kind::Number => "1000".to_owned(),
            Kind::Date => if first { "2025-01-01" } else { "2026-05-01" }.to_owned(),
            Kind::Country => if first { "DE" } else { "US" }.to_owned(),
            Kind::Word => fact.words[rng.usize(..fact.words.len())].clone(),
            Kind::Set => match rng.u8(..3) {
                0 => "none".to_owned(),
                1 => fact.words[0].clone(),
                _ => fact.words.join(","),
            },
            _ if fact.name == "openness.licence" => if first { "apache-2.0" } else { "llama3" }.to_owned(),
            _ => "something".to_owned(),
        };
        out.insert(fact.name.clone(), written);
    }
    for preset in &law.presets.list {
        let all: u32 = preset.choices.iter().map(|c| c.weight).sum();
        let mut at = rng.u32(..all);
        let choice = preset.choices.iter().find(|c| {
            let here = at < c.weight;
            at = at.saturating_sub(c.weight);
            here
        });
        let choice = choice.unwrap();
        out.insert(preset.id.clone(), choice.id.clone());
        out.extend(choice.sets.iter().cloned());
    }
    // Who supplies others has not excluded the Union; most bases are known by name.
    if out["market.eu"] == "yes" {
        out.insert("market.upstream_excluded_eu".to_owned(), "no".to_owned());
    }
    // Who changes another's model knows its own part, not what went into the whole.
    if out["role.modifies_other"] == "yes" {
        out.remove("compute.update_flop");
        out.remove("compute.cumulative_flop");
    }
    if rng.u8(..10) < 7 {
        out.insert("base known".to_owned(), String::new());
    }
    out
}

/// What may be asked next does not depend on the order: worked out once for all orders that are tried.
struct Trial<'a> {
    engine: &'a Engine<'a>,
    law: &'a Law,
    seen: RefCell<HashMap<String, Vec<Step>>>,
}

impl Trial<'_> {
    fn steps(&self, facts: &Facts, skip: &BTreeSet<String>) -> Vec<Step> {
        let key =
            facts.names().map(|n| format!("{n}={:?};", facts.value(n))).collect::<String>() + &format!("{skip:?}");
        self.seen.borrow_mut().entry(key).or_insert_with(|| self.engine.interview(facts, skip)).clone()
    }

    /// What an answer to a step costs.
    fn cost(&self, step: &Step, facts: &Facts) -> u64 {
        let presets = &self.law.presets;
        let cost = |key: &str| presets.cost.get(key).copied().map(u64::from);
        match &step.screen {
            Screen::Presets(_) => 1,
            // With the amount of the original it is a matter of hours: more than so many?
            Screen::Fact(name) => {
                cost(name).filter(|_| facts.value("modification.base_flop").is_some()).unwrap_or_else(|| {
                    let def = self.law.fact(name).unwrap();
                    let kind = match def.kind {
                        _ if def.judged => "judged",
                        Kind::Number => "number",
                        Kind::Date => "date",
                        Kind::Set => "set",
                        _ => "",
                    };
                    cost(kind).unwrap_or(1)
                })
            }
        }
    }

    /// What all people together have to answer, in an order: the cost of their questions, and how many.
    fn questions(&self, people: &[Person], order: &[String]) -> (u64, usize) {
        let place = |step: &Step, facts: &Facts| {
            let name = name(step, self.law);
            let judged = self.law.fact(&name).is_some_and(|d| d.judged);
            (
                judged,
                facts.value(&name).is_some(),
                order.iter().position(|n| *n == name).unwrap_or(usize::MAX),
                self.law.fact_position(&name),
            )
        };
        let (mut cost, mut count) = (0, 0);
        for person in people {
            let (mut facts, mut skip) = (Facts::new(), BTreeSet::new());
            while let Some(step) = self.steps(&facts, &skip).into_iter().min_by_key(|step| place(step, &facts)) {
                cost += self.cost(&step, &facts);
                count += 1;
                give(self.law, person, &step, &mut facts, &mut skip);
            }
        }
        (cost, count)
    }
}

fn people(law: &Law, many: usize, seed: u64) -> Vec<Person> {
    let mut rng = Rng::with_seed(seed);
    (0..many).map(|_| draw(law, &mut rng)).collect()
}

/// What is asked of these people at all; judgements last.
fn asked_of(trial: &Trial<'_>, people: &[Person]) -> Vec<String> {
    trial.questions(people, &trial.law.presets.order);
    let seen = trial.seen.borrow();
    let mut names: Vec<String> = seen.values().flatten().map(|s| name(s, trial.law)).collect();
    names.sort_by_key(|n| {
        let at = trial.law.presets.order.iter().position(|o| o == n).unwrap_or(usize::MAX);
        (trial.law.fact(n).is_some_and(|d| d.judged), at, trial.law.fact_position(n), n.clone())
    });
    names.dedup();
    names
}

#[test]
fn no_neighbours_in_the_order_would_better_change_places() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2026-12-01".parse().unwrap()).unwrap();
    let trial = Trial { engine: &engine, law: &law, seen: RefCell::default() };
    if std::env::var_os("GPAI_WRITE_ORDER").is_some() {
        return search(&trial);
    }
    let drawn = people(&law, 200, 7);
    let order = &law.presets.order;
    let judged = |n: &String| law.fact(n).is_some_and(|d| d.judged);
    assert!(order.windows(2).all(|pair| !judged(&pair[0]) || judged(&pair[1])), "judgements come last");
    let asked = asked_of(&trial, &drawn);
    assert!(asked.iter().all(|n| order.contains(n)), "not in the order: {asked:?}");
    let (now, many) = trial.questions(&drawn, order);
    // These people are others than those the order was found with: a hundredth is chance.
    for i in 1..order.len() {
        let mut other = order.clone();
        other.swap(i - 1, i);
        if judged(&order[i]) != judged(&order[i - 1]) {
            continue;
        }
        let (then, _) = trial.questions(&drawn, &other);
        assert!(then * 100 >= now * 99, "{} before {}: a cost of {then} instead of {now}", order[i], order[i - 1]);
    }
    println!("{many} questions for {} people", drawn.len());
    assert!(many <= drawn.len() * 4, "{many} questions for {} people", drawn.len());
}

/// Moves each question to where people are asked least, until nothing moves.
fn search(trial: &Trial<'_>) {
    let drawn = people(trial.law, 250, 1);
    let judged = |n: &String| trial.law.fact(n).is_some_and(|d| d.judged);
    let mut order = asked_of(trial, &drawn);
    let (mut best, mut many) = trial.questions(&drawn, &order);
    loop {
        let before = best;
        for i in 0..order.len() {
            for to in 0..order.len() {
                let mut other = order.clone();
                let one = other.remove(i);
                other.insert(to, one);
                if other.windows(2).any(|pair| judged(&pair[0]) && !judged(&pair[1])) {
                    continue;
                }
                let (cost, count) = trial.questions(&drawn, &other);
                if cost < best {
                    (order, best, many) = (other, cost, count);
                }
            }
        }
        println!("a cost of {best} in {many} questions for {} people", drawn.len());
        if best == before {
            break;
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law/presets.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let (head, rest) = text.split_once("order = [\n").unwrap();
    let (_, tail) = rest.split_once("]\n").unwrap();
    let lines: String = order.iter().map(|n| format!("  \"{n}\",\n")).collect();
    std::fs::write(path, format!("{head}order = [\n{lines}]\n{tail}")).unwrap();
}

/// Whatever is asked can still change what is owed: of every step some answer leads to other duties than some other one does, for
/// some answers to the rest; and where nothing is asked nothing is open.
#[test]
fn what_is_asked_matters_and_what_is_not_asked_does_not() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, "2026-12-01".parse().unwrap()).unwrap();
    let mut rng = Rng::with_seed(3);
    let mut steps_seen = 0;
    for _ in 0..60 {
        let one = draw(&law, &mut rng);
        let (mut facts, mut skip) = (Facts::new(), BTreeSet::new());
        loop {
            let steps = engine.interview(&facts, &skip);
            let Some(step) = steps.first() else { break };
            steps_seen += 1;
            let open = engine.answers(&facts);
            for id in &step.settles {
                let duty = open.duties.get(id);
                let conclusion = open.propositions.get(id);
                assert!(
                    duty.is_some() || conclusion == Some(&Decision::Open),
                    "{id} is settled and waits for {:?}",
                    step.screen
                );
            }
            give(&law, &one, step, &mut facts, &mut skip);
        }
        let got = engine.assess(&facts);
        for d in &got.duties {
            let asked: Vec<&String> = d.missing.iter().filter(|m| !skip.contains(*m)).collect();
            let left: Vec<&String> = skip.iter().filter(|s| facts.value(s).is_none()).collect();
            assert!(d.outcome() != DutyStatus::Open || !left.is_empty(), "{} is open with {asked:?} not asked", d.id);
        }
        if got.duties.iter().any(|d| d.outcome() == DutyStatus::Open) {
            continue;
        }
        // Any further answers leave what is owed as it is, for as long as nobody claims an exception.
        let owed: Vec<DutyStatus> = got.duties.iter().map(|d| d.outcome()).collect();
        let mut more = facts.clone();
        for (name, written) in &one {
            if law.fact(name).is_some_and(|d| !d.exceptional)
                && more.value(name).is_none()
                && more.claims(name).is_empty()
            {
                put(&law, &mut more, name, written);
            }
        }
        let after = engine.assess(&more);
        for (d, before) in after.duties.iter().zip(&owed) {
            let is = |s: DutyStatus| s == DutyStatus::Applies;
            assert_eq!(is(d.outcome()), is(*before), "{} after further answers: {one:?}", d.id);
        }
    }
    assert!(steps_seen > 100, "{steps_seen}");
}
