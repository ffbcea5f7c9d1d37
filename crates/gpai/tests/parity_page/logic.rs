//! What the page does itself, beside the engine, gives what the program gives: `gpai.toml` read and written, answers and
//! evidence put together, nearness to a line.

use std::collections::BTreeMap;
use std::path::Path;

use fastrand::Rng;
use gpai_dossier::answer_file::{Change, Judgement, edited};
use gpai_report::page;
use gpai_rules::answer::read_answers;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::law::{FactDef, Law};
use gpai_rules::near;
use gpai_rules::number::{Interval, Number};
use gpai_rules::toml_place::Text;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::{Case, ask, compare, data, random, shown, texts};

const DAY: &str = "2026-11-25";
/// Random texts of `gpai.toml`, half of them with something broken.
const TEXTS: usize = 20_000;
/// Random answers written by the program into a file.
const WRITTEN: usize = 4_000;
/// Random evidence with answers.
const MERGED: usize = 20_000;
/// Random amounts near the lines of the law.
const NEAR: usize = 20_000;

/// What a text of answers says, in the words of `walk.mjs`; nothing where it is refused.
fn said(law: &Law, text: &str) -> Option<Json> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let facts = read_answers(law, Text { file: "gpai.toml", text }).ok()?;
    let one = |name: &str| {
        let claim = &facts.claims(name)[0];
        let Source { by, on, why, .. } = &claim.source;
        json!([name, shown(Some(&claim.value)), by, on.map(|d| d.to_string()), why])
    };
    Some(facts.names().map(one).collect())
}

/// Sends texts to the page: it has to say what the program says of each, and to write what the program reads as the same.
fn read_alike(law: &Law, page: &Path, all: &[String]) -> (usize, Vec<String>) {
    let lines: Vec<String> = all.iter().map(|text| json!({ "data": page, "toml": text }).to_string()).collect();
    let answers = ask(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let (mut read, mut differ) = (0, Vec::new());
    for (text, answer) in all.iter().zip(answers) {
        let wanted = said(law, text);
        let Ok(got) = serde_json::from_str::<Json>(&answer) else {
            if wanted.is_some() {
                differ.push(format!("the page refuses {text:?}\n  program {wanted:?}\n"));
            }
            continue;
        };
        read += 1;
        let written = got["written"].as_str().unwrap();
        if wanted.as_ref() != Some(&got["said"]) {
            let error = read_answers(law, Text { file: "gpai.toml", text }).err().map(|e| e.to_string());
            differ.push(format!("{text:?}\n  program {wanted:?} {error:?}\n  page {}\n", got["said"]));
        } else if said(law, written) != wanted {
            differ.push(format!("{text:?}\n  written by the page as {written:?}\n"));
        }
    }
    (read, differ)
}

fn none_differ(differ: &[String], all: usize) {
    assert!(
        differ.is_empty(),
        "{} of {all} differ:\n{}",
        differ.len(),
        differ.iter().take(12).cloned().collect::<String>()
    );
}

#[test]
fn texts_of_answers_are_read_and_refused_alike() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let text = |i: usize| texts::text(&law, &mut Rng::with_seed(7_000 + i as u64));
    let all: Vec<String> = (0..TEXTS).map(text).collect();
    let (read, differ) = read_alike(&law, &page, &all);
    none_differ(&differ, TEXTS);
    assert!(read > TEXTS / 4 && read < TEXTS * 3 / 4, "{read} of {TEXTS} texts are read");
}

/// Answers and judgements, written by the program as `gpai ask` and `gpai serve` write them.
#[test]
fn what_the_program_writes_the_page_reads() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let on: Date = DAY.parse().unwrap();
    let text = |i: usize| {
        let mut rng = Rng::with_seed(90_000 + i as u64);
        let (facts, _) = random::answers(&law, on, &mut rng);
        let whole = |v: &Value| !matches!(v, Value::Set { complete: false, .. });
        let values: Vec<(String, Value)> =
            facts.names().map(|n| (n.to_owned(), facts.value(n).unwrap())).filter(|(_, v)| whole(v)).collect();
        let mut change = |(name, value): (String, Value)| {
            let people = ["R. Meier", "李明 \"L\"", "a\\b\u{202e}", "two\nlines"];
            let by = people[rng.usize(..people.len())].to_owned();
            let judged = rng.bool().then(|| Judgement { by, on, why: people[rng.usize(..people.len())].to_owned() });
            Change { name, to: Some((value, judged)) }
        };
        let changes: Vec<Change> = values.into_iter().map(&mut change).collect();
        edited(&law, "gpai.toml", "# kept\n", &changes).unwrap()
    };
    let all: Vec<String> = (0..WRITTEN).map(text).collect();
    let (read, differ) = read_alike(&law, &page, &all);
    none_differ(&differ, WRITTEN);
    assert_eq!(read, WRITTEN);
}

/// Claims on one fact: by files, and perhaps by a person, who judges or not.
fn claims(law: &Law, def: &FactDef, on: Date, rng: &mut Rng) -> Facts {
    let mut facts = Facts::new();
    // Few values, so that sources often agree and often do not.
    let pool: Vec<Value> = (0..rng.usize(1..4)).map(|_| random::value(law, def, on, &Facts::new(), rng).0).collect();
    let one = |rng: &mut Rng| pool[rng.usize(..pool.len())].clone();
    for _ in 0..rng.usize(0..5) {
        let file = ["README.md", "config.json", "LICENSE", "bases.toml (bundled)"][rng.usize(..4)];
        let origin = if file.starts_with("bases") { Origin::Law } else { Origin::Evidence };
        let mut source = Source::new(origin, file);
        if rng.bool() {
            source = source.at(rng.u32(1..4), 1);
        }
        if rng.u8(..3) == 0 {
            source = source.method(["6PD", "safetensors header"][rng.usize(..2)]);
        }
        facts.add(def.name.clone(), one(rng), source);
    }
    let value = one(rng);
    if rng.u8(..3) > 0 && !matches!(value, Value::Set { complete: false, .. }) {
        let mut source = Source::new(Origin::Answer, "gpai.toml").at(3, 1);
        let texts = [None, Some(""), Some(" "), Some("R. Meier"), Some("looked into it"), Some("李明")];
        source.by = texts[rng.usize(..texts.len())].map(str::to_owned);
        source.why = texts[rng.usize(..texts.len())].map(str::to_owned);
        source.on = rng.bool().then_some(on);
        facts.add(def.name.clone(), value, source);
    }
    facts
}

#[test]
fn answers_and_evidence_are_put_together_alike() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let on: Date = DAY.parse().unwrap();
    let defs: Vec<&FactDef> = law.facts.iter().filter(|f| !f.evidence_only).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for i in 0..MERGED {
        let mut rng = Rng::with_seed(210_000 + i as u64);
        let def = defs[rng.usize(..defs.len())];
        let facts = claims(&law, def, on, &mut rng);
        let mut evidence = Facts::new();
        for claim in facts.claims(&def.name).iter().filter(|c| c.source.origin != Origin::Answer) {
            evidence.add(def.name.clone(), claim.value.clone(), claim.source.clone());
        }
        // A document that is found gives way to one that is answered.
        let mut allowed = facts.clone();
        if def.name.starts_with("documents.")
            && facts.claims(&def.name).iter().any(|c| c.source.origin == Origin::Answer)
        {
            allowed = Facts::new();
            for claim in facts.claims(&def.name).iter().filter(|c| c.source.origin == Origin::Answer) {
                allowed.add(def.name.clone(), claim.value.clone(), claim.source.clone());
            }
        }
        let wanted = match allowed.resolve(&def.name) {
            Some(fact) => {
                let kind = match (fact.contradiction, fact.overruled) {
                    (true, _) => "contradiction",
                    (_, true) => "overruled",
                    _ => "agreed",
                };
                *seen.entry(kind).or_default() += 1;
                format!("{} {} {}", shown(fact.value.as_ref()), fact.contradiction, fact.sources.len())
            }
            None => "? false 0".to_owned(),
        };
        let folder = json!({ "answers": page::answers(&facts), "evidence": page::evidence(&evidence) });
        let line = json!({ "data": page, "on": DAY, "folder": folder, "fact": def.name }).to_string();
        cases.push(Case { id: format!("claims {i}"), line, wanted });
    }
    assert!(["agreed", "contradiction", "overruled"].iter().all(|kind| seen[kind] > MERGED / 50), "{seen:?}");
    none_differ(&compare(&cases), MERGED);
}

/// An amount on, just beside and well away from where a line begins to be near.
fn amount(line: &Number, margin: u32, rng: &mut Rng) -> Number {
    let n = |text: &str| Number::parse(text).unwrap();
    // A line is near from where the amount with its margin passes it: at 100/130 and 100/70 of it, which are no decimals.
    let near = match rng.u8(..4) {
        0 => line.times(&n(["0.7692307692307692307692307692", "0.7692307692307692307692307693"][rng.usize(..2)])),
        1 => line.times(&n(["1.428571428571428571428571428", "1.428571428571428571428571429"][rng.usize(..2)])),
        2 => line.percent([100 - margin, 100, 100 + margin][rng.usize(..3)]),
        _ => line.times(&n(&format!("{}.{:06}", rng.u8(..3), rng.u32(..1_000_000)))),
    };
    if rng.bool() { near } else { near.significant(rng.u64(1..8)) }
}

#[test]
fn what_is_near_a_line_is_near_on_the_page() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let on: Date = DAY.parse().unwrap();
    let margin = near::margin(&law, on).unwrap();
    let mut cases = Vec::new();
    let mut found = 0;
    for i in 0..NEAR {
        let mut rng = Rng::with_seed(410_000 + i as u64);
        let (mut amounts, mut wanted) = (serde_json::Map::new(), Vec::new());
        for (fact, line) in near::LINES {
            let at = law.amount(line, on).unwrap();
            let mut three = [(); 3].map(|()| amount(at, margin, &mut rng));
            three.sort();
            let [low, best, high] = three;
            let value = match rng.u8(..4) {
                0 => continue,
                1 => Interval::point(best),
                2 => Interval::new(low, None, high).unwrap(),
                _ => Interval::new(low, Some(best), high).unwrap(),
            };
            if near::is_near(&value, at, margin) {
                wanted.push(format!("{fact} {line}"));
            }
            amounts.insert(fact.to_owned(), gpai_report::json::value(&Value::Number(value)));
        }
        found += wanted.len();
        let line = json!({ "data": page, "on": DAY, "near": amounts }).to_string();
        cases.push(Case { id: format!("amounts {i}"), line, wanted: wanted.join(",") });
    }
    assert!(found > NEAR / 2 && found < NEAR * 2, "{found} near");
    none_differ(&compare(&cases), NEAR);
}
