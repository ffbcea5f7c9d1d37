//! Answers of a record that were filled in from a fact, as their `source` says, and differ from the fact by now. Silent where
//! the fact is unknown, where its sources disagree, and where an answer only says more, or the same in other words.

use std::collections::BTreeSet;

use gpai_forms::prefill::prefill;
use gpai_forms::record::{Answer, Cells, Record, Value, significant_figures};
use gpai_forms::template::{Choice, Field, Shape, Template};
use gpai_rules::fact::{Facts, Value as FactValue};
use gpai_rules::law::Law;
use gpai_rules::number::Number;

use crate::context::Outdated;
use crate::work::{Check, Work, both, same};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[("REC-1", outdated_answers)];

/// A value that was filled in differs from what it was filled in from.
fn outdated_answers(work: &mut Work<'_>) {
    for found in &work.known.outdated {
        let details = [
            ("value", both(&found.value)),
            ("source", both(&found.source)),
            ("fact", same(found.fact.as_str())),
            ("other", both(&found.now)),
        ];
        work.say(&found.field, "differs", &details);
        // What is wrong is wrong in that field: its provision is cited.
        if let (Some(last), Some(field)) = (work.findings.last_mut(), work.template.field(&found.field)) {
            last.cites.clone_from(&field.cites);
        }
    }
}

/// Every answer of a record that differs from what it was filled in from.
pub fn outdated(template: &Template, record: &Record, facts: &Facts, law: &Law) -> Vec<Outdated> {
    let now = prefill(template, facts);
    let mut out = Vec::new();
    for field in template.fields.iter().filter(|f| !f.from.is_empty()) {
        let (Some(answer), Some(fresh)) =
            (record.answers.get(&field.id), now.iter().find(|p| p.id == field.id).and_then(|p| p.answer.as_ref()))
        else {
            continue;
        };
        let Some(source) = answer.source.as_deref().filter(|s| same_files(s, fresh)) else { continue };
        if !differs(field, answer, fresh, facts, law) {
            continue;
        }
        out.push(Outdated {
            field: field.id.clone(),
            value: shown(&answer.value),
            source: source.to_owned(),
            fact: field.from.join(", "),
            now: shown(&fresh.value),
        });
    }
    out
}

/// Whether a source names a file that the fact comes from today. Lines move, and files tell the methods apart.
fn same_files(source: &str, fresh: &Answer) -> bool {
    let today = files(fresh.source.as_deref().unwrap_or_default());
    files(source).iter().any(|file| today.contains(file))
}

/// The files in `README.md:25, gpai.toml:8 (stated)`.
fn files(source: &str) -> BTreeSet<&str> {
    source
        .split(", ")
        .map(|place| place.split(" (").next().unwrap_or(place))
        .map(|place| match place.rsplit_once(':') {
            Some((file, line)) if line.bytes().all(|b| b.is_ascii_digit()) => file,
            _ => place,
        })
        .map(str::trim)
        .filter(|file| !file.is_empty())
        .collect()
}

fn differs(field: &Field, answer: &Answer, fresh: &Answer, facts: &Facts, law: &Law) -> bool {
    match (&field.shape, &answer.value, &fresh.value) {
        // Not applicable, or not to be had: a decision, not a copy.
        (_, Value::NotApplicable(_) | Value::Missing { .. }, _) => false,
        (Shape::Text, Value::Text(written), Value::Text(whole)) => {
            let texts: Vec<String> = field.from.iter().filter_map(|name| text(facts, name)).collect();
            let texts = if texts.is_empty() { vec![whole.clone()] } else { texts };
            texts.iter().any(|now| !says(written, now, law))
        }
        (Shape::Choices, Value::Words(chosen), Value::Words(now)) => {
            let complete = field
                .from
                .first()
                .is_some_and(|name| matches!(facts.value(name), Some(FactValue::Set { complete: true, .. })));
            // What no word of the vocabulary stands for, or is said in own words, only a person can have chosen.
            let by_hand = |o: &Choice| o.facts.is_empty() || (o.specify && answer.other.is_some());
            let from_facts = |word: &&String| field.options.iter().any(|o| o.word == **word && !by_hand(o));
            now.iter().any(|word| !chosen.contains(word))
                || (complete && chosen.iter().filter(from_facts).any(|word| !now.contains(word)))
        }
        (_, written, now) => !agrees(written, now, law),
    }
}

fn text(facts: &Facts, name: &str) -> Option<String> {
    match facts.value(name)? {
        FactValue::Text(text) | FactValue::Word(text) => Some(text.trim().to_owned()),
        _ => None,
    }
}

/// Whether what is written says at least what is there now.
fn agrees(written: &Value, now: &Value, law: &Law) -> bool {
    match (written, now) {
        (Value::Text(a), Value::Text(b)) => says(a, b, law),
        (Value::Number(a), Value::Number(b)) => equal(a, b),
        (Value::List(a), Value::List(b)) => b.iter().all(|now| a.iter().any(|own| says(own, now, law))),
        (Value::Rows(a), Value::Rows(b)) => b.iter().all(|now| a.iter().any(|own| holds(own, now, law))),
        (Value::Parts(a), Value::Parts(b)) => holds(a, b, law),
        (a, b) => a == b,
    }
}

fn holds(written: &Cells, now: &Cells, law: &Law) -> bool {
    now.iter().all(|(key, now)| written.get(key).is_some_and(|own| agrees(own, now, law)))
}

/// Whether a text contains another, letters and digits alone; a licence may be called by any of its names.
fn says(written: &str, now: &str, law: &Law) -> bool {
    let plain = |t: &str| t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let own = plain(written);
    let contains = |text: &str| own.contains(&plain(text));
    contains(now)
        || law.licences.find(now).is_some_and(|licence| {
            let names = [&licence.id, &licence.name].into_iter().chain(&licence.aliases).chain(&licence.spdx);
            names.into_iter().any(|name| contains(name))
        })
}

/// Whether two figures are the same to the precision of the coarser one.
fn equal(written: &str, now: &str) -> bool {
    let (Ok(a), Ok(b)) = (Number::parse(written), Number::parse(now)) else { return written == now };
    let figures = |text: &str| u64::try_from(significant_figures(text)).unwrap_or(u64::MAX).max(1);
    let (own, fresh) = (figures(written), figures(now));
    a == b || b.significant(own) == a || a.significant(fresh) == b
}

/// A value in a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Word(text) | Value::Number(text) => text.clone(),
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Words(list) | Value::List(list) => list.join(", "),
        Value::Date(day) => day.to_string(),
        Value::Month(month) => month.iso(),
        Value::Period(from, to) => format!("{} to {}", from.iso(), to.iso()),
        Value::Rows(rows) => rows.iter().map(cells).collect::<Vec<_>>().join("; "),
        Value::Parts(row) => cells(row),
        Value::NotApplicable(why) => format!("N/A ({why})"),
        Value::Missing { reason, .. } => reason.clone(),
    }
}

fn cells(row: &Cells) -> String {
    row.values().map(shown).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
#[path = "prefilled_tests.rs"]
mod tests;
