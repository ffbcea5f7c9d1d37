//! `gpai compute` for people: bars against the thresholds, what each estimate rests on, what needs a look.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::compute::{Estimate, View};
use gpai_rules::fact::Value;
use gpai_rules::law::Language;
use gpai_rules::message::{help, message};
use gpai_rules::number::{Interval, Number};

use super::scale::Scale;
use super::show;
use super::style::{DIM, HEAD, OPEN, pad, paint, wrap};
use super::words::{compute as words, messages, word};

/// Columns of the scale.
const WIDTH: usize = 34;

/// The whole text.
pub fn screen(view: &View<'_>) -> String {
    let lang = view.language;
    let mut out = String::new();
    let _ = writeln!(out, "{} {}", words::TRAINING_COMPUTE_OF.get(lang), paint(HEAD, &visible(view.model)));
    let scale = scale(view);
    let _ = writeln!(out, "\n{} {}", pad("", 24), paint(DIM, &scale.heading()));
    if view.estimates.is_empty() {
        let _ = writeln!(out, "  {}", paint(OPEN, words::NO_METHOD.get(lang)));
    }
    for estimate in &view.estimates {
        let label = format!("{} {}", estimate.method, of(estimate, lang));
        line(&mut out, &label, estimate.flop, &scale, !estimate.used, lang);
    }
    if !view.facts.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, words::WHAT_IS_USED.get(lang)));
    }
    for fact in &view.facts {
        match &fact.value {
            Some(Value::Number(value)) => line(&mut out, &fact.name, value, &scale, false, lang),
            _ => {
                let unknown = words::UNKNOWN_DISAGREE.get(lang);
                let _ = writeln!(out, "  {} {}", pad(&fact.name, 24), paint(OPEN, unknown));
            }
        }
    }
    if !view.estimates.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, words::WHAT_EACH_RESTS_ON.get(lang)));
    }
    view.estimates.iter().for_each(|e| basis(e, lang, &mut out));
    for finding in &view.findings {
        let severity = paint(OPEN, &word(finding.severity.word(), lang));
        let _ = writeln!(out, "\n{severity} {}", visible(&message(view.law, finding, lang)));
        for line in wrap(&help(view.law, finding, lang), 90) {
            let _ = writeln!(out, "  {}", paint(DIM, &line));
        }
    }
    let _ = writeln!(out, "\n{}", paint(DIM, &wrap(words::TWO_AMOUNTS.get(lang), 92).join("\n")));
    out
}

/// A scale on which everything that is shown has its place.
fn scale(view: &View<'_>) -> Scale {
    let facts = view.facts.iter().filter_map(|f| match &f.value {
        Some(Value::Number(v)) => Some(v),
        _ => None,
    });
    let amounts: Vec<&Interval> = view.estimates.iter().map(|e| e.flop).chain(facts).collect();
    let thresholds: Vec<&Number> = view.thresholds.iter().map(|(_, value)| *value).collect();
    Scale::over(&amounts, &thresholds, WIDTH)
}

/// What an estimate rests on. Of what is not used, the statement itself is enough.
fn basis(estimate: &Estimate<'_>, lang: Language, out: &mut String) {
    let formula = paint(DIM, words::formula(estimate.method, lang));
    let _ = writeln!(out, "  {} {}  {formula}", paint(HEAD, estimate.method), of(estimate, lang));
    let shown = if estimate.used { estimate.inputs.len() } else { 1 };
    for input in estimate.inputs.iter().take(shown) {
        let place = match input.source {
            Some(source) => visible(&format!("{}{}", show::line(source), show::method(source, lang))),
            None => words::ASSUMED.get(lang).to_owned(),
        };
        let _ = writeln!(
            out,
            "    {} {}  {}",
            pad(messages::input(input.name, lang), 18),
            visible(input.value),
            paint(DIM, &place)
        );
    }
}

fn line(out: &mut String, label: &str, value: &Interval, scale: &Scale, dim: bool, lang: Language) {
    let figures = show::short(&Value::Number(value.clone()), lang);
    let text = format!("  {} {}  {figures}", pad(label, 24), scale.bar(value));
    let _ = writeln!(out, "{}", if dim { paint(DIM, &text) } else { text });
}

fn of(estimate: &Estimate<'_>, lang: Language) -> &'static str {
    match estimate.of {
        "modification" => words::OF_MODIFICATION.get(lang),
        "unplaced" => words::NOT_USED.get(lang),
        _ => "",
    }
}
