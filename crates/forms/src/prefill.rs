//! What is already known of a model, as answers of a form, each with its source. Only fields that name facts are prefilled;
//! a Yes/No question of an official form names none, so nothing ever answers it but a person.

use std::collections::BTreeMap;

use gpai_rules::fact::{Fact, Facts, Value as FactValue};
use gpai_rules::number::{Interval, Number};
use gpai_rules::remarks::show_short;

use super::record::{Answer, Cells, Value};
use super::template::{Choice, Field, Part, Shape, Template};

/// What logs of other tools say for a field that names them. It is shown and never filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Lines for people, each with its source and its caveats.
    pub lines: Vec<String>,
    /// Rows that a person may take over.
    pub rows: Vec<Cells>,
}

/// By the word with which a form asks for it (`logs` in `law/*.toml`).
pub type Logs = BTreeMap<&'static str, Said>;

/// The words with which a form may ask for what logs say.
pub const LOGS: [&str; 9] =
    ["evaluations", "tested_on", "datasets", "languages", "models", "time", "compute", "energy", "energy_method"];

/// One prefilled answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefilled {
    /// Id of the field.
    pub id: String,
    /// The answer, or nothing where the evidence only points at one.
    pub answer: Option<Answer>,
    /// What the evidence says where that is no answer: an estimate, sources that disagree.
    pub hint: Option<String>,
    /// What logs of other tools say.
    pub said: Said,
}

/// Adds what logs say to the fields that ask for it.
pub fn with_logs(template: &Template, mut known: Vec<Prefilled>, logs: &Logs) -> Vec<Prefilled> {
    for field in &template.fields {
        let mut said = Said::default();
        for found in field.logs.iter().filter_map(|word| logs.get(word.as_str())) {
            said.lines.extend(found.lines.iter().cloned());
            if matches!(field.shape, Shape::Rows(_)) {
                said.rows.extend(found.rows.iter().cloned());
            }
        }
        if said == Said::default() {
            continue;
        }
        match known.iter_mut().find(|k| k.id == field.id) {
            Some(prefilled) => prefilled.said = said,
            None => known.push(Prefilled { id: field.id.clone(), said, ..Prefilled::default() }),
        }
    }
    known
}

/// The answers that facts give to the fields of a form.
pub fn prefill(template: &Template, facts: &Facts) -> Vec<Prefilled> {
    template.fields.iter().filter_map(|field| one(field, facts)).collect()
}

fn one(field: &Field, facts: &Facts) -> Option<Prefilled> {
    let hints: Vec<Fact> = field.hints.iter().filter_map(|name| facts.resolve(name)).collect();
    let said: Vec<String> = hints
        .iter()
        .filter_map(|f| {
            let value = show_short(f.value.as_ref()?);
            Some(format!("{}: {value} ({})", f.name, sources(std::slice::from_ref(f))))
        })
        .collect();
    let hint = (!said.is_empty()).then(|| said.join("; "));
    let filled = if field.shape == Shape::YesNo { None } else { filled(field, facts) };
    match (filled, hint) {
        (Some(filled), None) => Some(filled),
        (Some(filled), Some(hint)) => Some(Prefilled { hint: Some(hint), ..filled }),
        (None, Some(hint)) => Some(Prefilled { id: field.id.clone(), hint: Some(hint), ..Prefilled::default() }),
        (None, None) => None,
    }
}

fn filled(field: &Field, facts: &Facts) -> Option<Prefilled> {
    let found: Vec<Fact> = field.from.iter().filter_map(|name| facts.resolve(name)).collect();
    let first = found.first()?;
    let nothing = |hint: String| Some(Prefilled { id: field.id.clone(), hint: Some(hint), ..Prefilled::default() });
    if let Some(fact) = found.iter().find(|f| f.contradiction) {
        return nothing(format!("{}: the sources disagree ({})", fact.name, sources(&found)));
    }
    let texts: Vec<String> = found.iter().filter_map(|f| f.value.as_ref()).filter_map(text).collect();
    let value = match (&field.shape, first.value.as_ref()) {
        (_, None) => None,
        (Shape::Text, Some(_)) => (!texts.is_empty()).then(|| Value::Text(texts.join(", "))),
        (Shape::List, Some(_)) => (!texts.is_empty()).then_some(Value::List(texts)),
        (Shape::Date, Some(FactValue::Date(day))) => Some(Value::Date(*day)),
        (Shape::Choices, Some(FactValue::Set { words, .. })) => {
            let chosen: Vec<String> = field
                .options
                .iter()
                .filter(|o| o.facts.iter().any(|f| words.contains(f)))
                .map(|o| o.word.clone())
                .collect();
            (!chosen.is_empty()).then_some(Value::Words(chosen))
        }
        (Shape::Choice, Some(FactValue::Number(amount))) => range(&field.options, amount).map(Value::Word),
        (Shape::Number { .. }, Some(FactValue::Number(amount))) if amount.is_point() => {
            Some(Value::Number(amount.low.to_string()))
        }
        (Shape::Rows(parts), Some(value)) => row(parts, value).map(Value::Rows),
        (Shape::Parts(parts), Some(value)) => {
            row(parts, value).and_then(|rows| rows.into_iter().next()).map(Value::Parts)
        }
        _ => None,
    };
    match (value, &first.value) {
        (Some(value), _) => {
            let answer = Answer { source: Some(sources(&found)), ..Answer::of(value) };
            Some(Prefilled { id: field.id.clone(), answer: Some(answer), ..Prefilled::default() })
        }
        (None, Some(FactValue::Number(amount))) => nothing(format!("{}: {amount} ({})", first.name, sources(&found))),
        _ => None,
    }
}

/// The texts that can stand in a form; `none` is an answer to us and none to a form.
fn text(value: &FactValue) -> Option<String> {
    match value {
        FactValue::Text(t) | FactValue::Word(t) if t.trim() == "none" || t.trim().is_empty() => None,
        FactValue::Text(t) | FactValue::Word(t) => Some(t.trim().to_owned()),
        FactValue::Date(day) => Some(day.to_string()),
        FactValue::Set { words, .. } if !words.is_empty() => Some(words.iter().cloned().collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

/// The range that holds an amount; none if an estimate reaches across an edge.
pub fn range(options: &[Choice], amount: &Interval) -> Option<String> {
    let bound = |text: &Option<String>| text.as_ref().and_then(|t| Number::parse(t).ok());
    options
        .iter()
        .filter(|o| o.above.is_some() || o.up_to.is_some())
        .find(|o| {
            bound(&o.above).is_none_or(|above| amount.low > above)
                && bound(&o.up_to).is_none_or(|up_to| amount.high <= up_to)
        })
        .map(|o| o.word.clone())
}

/// A row with the first column that can hold the value.
fn row(parts: &[Part], value: &FactValue) -> Option<Vec<Cells>> {
    let first = parts.iter().find(|p| p.required)?;
    let cell = |value: Value| Cells::from([(first.key.clone(), value)]);
    match (&first.shape, value) {
        (Shape::Date, FactValue::Date(day)) => Some(vec![cell(Value::Date(*day))]),
        (Shape::Text, FactValue::Set { words, .. }) if !words.is_empty() => {
            Some(words.iter().map(|w| cell(Value::Text(w.clone()))).collect())
        }
        (Shape::Text, value) => Some(vec![cell(Value::Text(text(value)?))]),
        _ => None,
    }
}

/// Every place the values came from: `README.md:25, gpai.toml:8 (stated)`.
fn sources(facts: &[Fact]) -> String {
    let mut out: Vec<String> = Vec::new();
    for source in facts.iter().flat_map(|f| &f.sources) {
        let mut place = source.file.clone();
        if let Some(line) = source.line {
            place.push_str(&format!(":{line}"));
        }
        if let Some(method) = &source.method {
            place.push_str(&format!(" ({method})"));
        }
        if !out.contains(&place) {
            out.push(place);
        }
    }
    out.join(", ")
}

#[cfg(test)]
#[path = "prefill_tests.rs"]
mod tests;
