//! The answer in one sentence, before anything else: what was done, whether duties follow, and what still settles it.

use gpai_forms::escape::visible;
use gpai_rules::assess::{Assessment, DutyAnswer, DutyState, DutyStatus};
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::interview::Step;
use gpai_rules::law::{Language, Law};
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};
use gpai_rules::preset::Choice;

use super::words::{FULL_STOPS, sentence as words, space};

/// What stands above everything else, and what is asked next.
pub struct Head {
    /// The sentence.
    pub text: String,
    /// The questions that still matter, the next one first.
    pub next: Vec<Step>,
}

/// The head of an assessment of some facts.
pub fn head(
    law: &Law,
    engine: &Engine<'_>,
    facts: &Facts,
    assessment: &Assessment,
    model: &str,
    lang: Language,
) -> Head {
    let next = engine.interview(facts, &std::collections::BTreeSet::new());
    let base = match facts.value(names::MODIFICATION_BASE) {
        Some(Value::Text(name)) => visible(name.rsplit('/').next().unwrap_or(&name)),
        _ => words::ANOTHER_MODEL.get(lang).to_owned(),
    };
    let model = visible(model);
    let say = |choice: &Choice| {
        let text = choice.did.as_ref().map(|did| did.get(lang).replace("{base}", &base).replace("{model}", &model));
        text.map(|text| match share(facts).filter(|_| choice.id == "fine-tuner") {
            Some(percent) => {
                words::BY_A_SHARE.fill(lang, &[("text", &text.trim_end_matches(FULL_STOPS)), ("percent", &percent)])
            }
            None => text,
        })
    };
    let did = law.presets.list.iter().flat_map(|p| &p.choices).filter(|c| holds(law, facts, c)).find_map(say);
    let did = did.map(|text| format!("{text}{}", space(lang))).unwrap_or_default();
    let applies: Vec<&DutyAnswer> = assessment.duties.iter().filter(|d| d.status == DutyStatus::Applies).collect();
    let open = assessment.duties.iter().any(DutyAnswer::is_open);
    let text = if !applies.is_empty() {
        format!("{did}{}", owed(assessment, &applies, lang))
    } else if !open {
        format!("{did}{}", words::NONE_OWED.get(lang))
    } else if let Some((choice, text)) = suggested(law, engine, facts).and_then(|c| Some((c, say(c)?))) {
        let word = choice.id.as_str();
        format!("{text}{}{}", space(lang), words::MOST_LIKELY_NONE.fill(lang, &[("word", &word)]))
    } else {
        let many = next.len();
        let open = match many {
            0 => words::STILL_OPEN.get(lang).to_owned(),
            1 => words::ONE_QUESTION.get(lang).to_owned(),
            _ => words::STILL_OPEN_MANY.fill(lang, &[("many", &many)]),
        };
        format!("{did}{open}")
    };
    Head { text, next }
}

/// Whether a choice is what the facts say already.
fn holds(law: &Law, facts: &Facts, choice: &Choice) -> bool {
    choice.did.is_some()
        && choice.sets.iter().all(|(name, written)| {
            let wanted = law.fact(name).and_then(|def| gpai_rules::answer::from_text(def, written).ok()?);
            wanted.is_some() && facts.value(name) == wanted
        })
}

/// The choice that the files suggest and that would end everything.
fn suggested<'l>(law: &'l Law, engine: &Engine<'_>, facts: &Facts) -> Option<&'l Choice> {
    let signed = |c: &&Choice| !c.signs.is_empty() && c.signs.iter().all(|s| facts.value(s).is_some());
    law.presets.list.iter().flat_map(|p| &p.choices).filter(signed).find(|choice| {
        let mut with = facts.clone();
        for (name, written) in &choice.sets {
            let value = law.fact(name).and_then(|def| gpai_rules::answer::from_text(def, written).ok()?);
            if let (Some(value), true) = (value, with.claims(name).is_empty()) {
                with.add(name.clone(), value, Source::new(Origin::Command, "--as"));
            }
        }
        let outlook = engine.outlook(&with);
        outlook.applies.is_empty() && outlook.open.is_empty()
    })
}

/// How many duties are owed, what is overdue, and the next day.
fn owed(assessment: &Assessment, applies: &[&DutyAnswer], lang: Language) -> String {
    let (many, day) = (applies.len(), assessment.as_of);
    let gap = |d: &&&DutyAnswer| d.state == DutyState::Gap;
    let overdue = applies.iter().filter(gap).filter(|d| d.due.is_some_and(|due| due < day)).count();
    let next =
        applies.iter().filter(|d| d.state != DutyState::Met).filter_map(|d| d.due).filter(|due| *due >= day).min();
    let mut text =
        if many == 1 { words::ONE_DUTY.get(lang).to_owned() } else { words::DUTIES.fill(lang, &[("many", &many)]) };
    if overdue > 0 {
        text.push_str(&words::OVERDUE.fill(lang, &[("overdue", &overdue)]));
    }
    if let Some(due) = next {
        let days = (due - day).get_days();
        text.push_str(&words::NEXT_DUE.fill(lang, &[("due", &due), ("days", &days)]));
    } else if overdue == 0 {
        text.push_str(words::FULL_STOP.get(lang));
    }
    text
}

/// The modification as a percentage of the original, in two figures.
fn share(facts: &Facts) -> Option<String> {
    let best = |name: &str| match facts.value(name) {
        Some(Value::Number(Interval { best: Some(best), .. })) => Some(best),
        _ => None,
    };
    let (own, base) = (best(names::MODIFICATION_FLOP)?, best(names::MODIFICATION_BASE_FLOP)?);
    if base.is_zero() {
        return None;
    }
    // Millionths of a percent, so that two figures are there also of very little.
    let parts = own.times(&Number::from_u128(100_000_000)).times_in(&base)?;
    match parts {
        0 => Some("0.000001".to_owned()).filter(|_| !own.is_zero()),
        _ => {
            let text = Number::from_u128(u128::from(parts)).significant(2).times(&Number::parse("1e-6").ok()?);
            Some(text.to_string())
        }
    }
}
