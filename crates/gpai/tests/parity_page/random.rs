//! Seeded random answers over the real law, as the engine's facts and as the page's answers: sparse and full, numbers on,
//! just under and just over each threshold, intervals across them, licences by every kind of name, contradictions.

use fastrand::Rng;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::law::{FactDef, Kind, Law, ThresholdValue};
use gpai_rules::number::{Interval, Number};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

/// Days on which, or around which, the law or a due date changes.
const DAYS: [&str; 12] = [
    "2025-08-02",
    "2025-08-16",
    "2025-08-18",
    "2026-07-27",
    "2026-08-01",
    "2026-08-02",
    "2026-11-25",
    "2027-08-01",
    "2027-08-02",
    "2028-02-29",
    "2028-12-30",
    "2028-12-31",
];

/// What somebody who releases a model typically answers.
const TYPICAL: [(&str, &str); 14] = [
    ("compute.update_flop", "1.8e23"),
    ("model.outputs", "text"),
    ("role.develops", "yes"),
    ("role.own_name", "yes"),
    ("role.modifies_other", "no"),
    ("market.eu", "yes"),
    ("market.commercial", "yes"),
    ("market.first_available", "2026-03-01"),
    ("provider.established", "DE"),
    ("openness.licence", "apache-2.0"),
    ("openness.weights_public", "yes"),
    ("openness.architecture_public", "yes"),
    ("openness.usage_public", "yes"),
    ("openness.monetisation", "none"),
];

/// A day of asking: a day on which something changes, or any other.
pub fn day(rng: &mut Rng) -> Date {
    let day: Date = DAYS[rng.usize(..DAYS.len())].parse().unwrap();
    let (first, last): (Date, Date) = ("2025-08-02".parse().unwrap(), "2028-12-31".parse().unwrap());
    day.checked_add(rng.i32(-1..=1).days()).unwrap().clamp(first, last)
}

/// Random answers: the engine's facts, and the same as the page holds them.
pub fn answers(law: &Law, on: Date, rng: &mut Rng) -> (Facts, Json) {
    let mut facts = Facts::new();
    let mut page = Map::new();
    let full = [3, 10, 25, 50, 75, 95][rng.usize(..6)];
    let typical = rng.u8(..3) == 0;
    for def in law.facts.iter().filter(|f| !f.evidence_only) {
        let usual = TYPICAL.iter().find(|(name, _)| *name == def.name).filter(|_| typical && rng.u8(..8) > 0);
        let share = if def.exceptional { full / 4 } else { full };
        let (value, answer) = match usual {
            Some((_, written)) => {
                let value = gpai_rules::answer::from_text(def, written).unwrap().unwrap();
                let answer = gpai_report::json::value(&value);
                (value, answer)
            }
            None if rng.u32(..100) < share => value(law, def, on, &facts, rng),
            None => continue,
        };
        facts.add(def.name.clone(), value, Source::new(Origin::Answer, "gpai.toml"));
        page.insert(def.name.clone(), answer);
    }
    (facts, Json::Object(page))
}

/// One random value of a fact, and the same as the page holds it.
pub fn value(law: &Law, def: &FactDef, on: Date, facts: &Facts, rng: &mut Rng) -> (Value, Json) {
    match def.kind {
        Kind::YesNo => {
            let value = rng.bool();
            (Value::Bool(value), json!(value))
        }
        Kind::Number => number(law, def, facts, rng),
        Kind::Date => {
            let near = if rng.u8(..4) == 0 { on } else { DAYS[rng.usize(..DAYS.len())].parse().unwrap() };
            let day: Date = near.checked_add(rng.i32(-3..=3).days()).unwrap();
            (Value::Date(day), json!(day.to_string()))
        }
        Kind::Word => {
            let word = &def.words[rng.usize(..def.words.len())];
            (Value::Word(word.clone()), json!(word))
        }
        Kind::Set => {
            let density = [10, 50, 95][rng.usize(..3)];
            let words: Vec<String> = def.words.iter().filter(|_| rng.u32(..100) < density).cloned().collect();
            if rng.u8(..4) == 0 && !words.is_empty() {
                (Value::at_least(words.clone()), json!({ "words": words, "complete": false }))
            } else {
                (Value::set(words.clone()), json!(words))
            }
        }
        Kind::Country => {
            let code = ["DE", "FR", "EL", "US", "CN", "GB", "CH", "NO"][rng.usize(..8)];
            let kept = if code == "EL" { "GR" } else { code };
            (Value::Text(kept.into()), json!(code))
        }
        Kind::Text if def.name == "openness.licence" => {
            let name = licence(law, rng);
            (Value::Text(name.clone()), json!(name))
        }
        Kind::Text => {
            let text = ["none", "docs/card.md", "<b>ünïcode</b> 模型", "x"][rng.usize(..4)];
            (Value::Text(text.into()), json!(text))
        }
    }
}

fn licence(law: &Law, rng: &mut Rng) -> String {
    let all: Vec<_> = law.licences.iter().collect();
    let mut one = || {
        let licence = all[rng.usize(..all.len())];
        let mut names = vec![licence.id.clone(), licence.id.to_uppercase()];
        names.extend(licence.aliases.iter().cloned().chain(licence.spdx.clone()));
        names[rng.usize(..names.len())].clone()
    };
    let (a, b, c) = (one(), one(), one());
    match rng.u8(..8) {
        0 => format!("{a} AND {b}"),
        1 => format!("{a} OR {b}"),
        2 => format!("{a} + {b} OR {c}"),
        3 => "home-made".to_owned(),
        4 => format!("({a} OR {b})"),
        _ => a,
    }
}

/// An amount on, next to or away from a threshold, or an interval of two such; and as the page writes it.
fn number(law: &Law, def: &FactDef, facts: &Facts, rng: &mut Rng) -> (Value, Json) {
    let mut points: Vec<String> = vec!["0".into(), "1".into(), "7.5e22".into(), "2_500_000".into()];
    for threshold in &law.thresholds {
        if let ThresholdValue::Amount { value, divisor, unit, .. } = &threshold.value
            && def.unit.as_ref() == Some(unit)
        {
            points.extend(around(value));
            if *divisor == 3 {
                // A third of the amount is no decimal number: just under and just over it.
                points.extend(["3.3333333333333333333333e22", "3.3333333333333333333334e22"].map(str::to_owned));
                points.extend(["3.3333333333333333333333e24", "3.3333333333333333333334e24"].map(str::to_owned));
            }
        }
    }
    // Exactly a third of the base, and next to it.
    if let ("modification.base_flop", Some(Value::Number(part))) = (def.name.as_str(), facts.value("modification.flop"))
    {
        points.extend(around(&part.low.times_u(3)));
        points.extend(around(&part.high.times_u(3)));
    }
    points.retain(|text| text.len() <= 60);
    let mut one = || points[rng.usize(..points.len())].clone();
    let (a, b, c) = (one(), one(), one());
    let amount = |text: &str| Number::parse(text).unwrap();
    let mut sorted = [a.clone(), b, c];
    sorted.sort_by_key(|text| amount(text));
    let [low, best, high] = sorted;
    match rng.u8(..5) {
        0 => {
            let value = Interval::new(amount(&low), None, amount(&high)).unwrap();
            (Value::Number(value), json!({ "low": low, "high": high }))
        }
        1 => {
            let value = Interval::new(amount(&low), Some(amount(&best)), amount(&high)).unwrap();
            (Value::Number(value), json!({ "low": low, "best": best, "high": high }))
        }
        _ => (Value::Number(Interval::point(amount(&a))), json!(a)),
    }
}

/// An amount, a little less, a little more, and well away from it.
fn around(value: &Number) -> Vec<String> {
    let little = value.times(&Number::parse("1e-30").unwrap());
    let less = value.times(&Number::parse("0.99999999999999999999").unwrap());
    [value.clone(), less, value.plus(&little), value.percent(70), value.percent(130), value.times_u(10)]
        .map(|n| n.to_string())
        .to_vec()
}

/// A text that may be an answer to a fact, or nearly one.
pub fn written(def: &FactDef, rng: &mut Rng) -> String {
    let mut pieces: Vec<&str> = match def.kind {
        Kind::Number => {
            vec!["1", "25", "0", ".", "e", "E", "+", "-", "_", "e5", "e-3", "..", "e23", "999999999", "1e60"]
        }
        Kind::Date => vec!["2026-11-25", "2024-02-29", "2025-02-29", "0000-01-01", "9999-12-31", "2026-1-1", "-"],
        Kind::YesNo => vec!["yes", "no", "true", "false", "YES", "y"],
        Kind::Country => vec!["DE", "el", "UK", "EU", "us", "ß", "XX", "D"],
        Kind::Text => vec!["text", "\n", "\r", "\u{feff}", "模型"],
        Kind::Word | Kind::Set => def.words.iter().map(String::as_str).chain(["word", "-", "_"]).collect(),
    };
    pieces.extend(["unknown", "none", " ", "\u{a0}", "\u{3000}", "\t"]);
    if def.kind == Kind::Set {
        pieces.extend([","; 12]);
    }
    let many = if rng.bool() { 1 } else { rng.usize(1..7) };
    let text: String = (0..many).map(|_| pieces[rng.usize(..pieces.len())]).collect();
    if rng.u8(..6) == 0 { text.replace('_', "-") } else { text }
}
