//! A conclusion that a person judges as a whole: who judged, and what the facts on file say without that.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::view::View;
use gpai_rules::assessment::Judged;
use gpai_rules::finding::Place;
use gpai_rules::judged::fact_of;
use gpai_rules::law::Language;

use super::show;
use super::style::{BAD, DIM, columns, paint, wrap};
use super::words::{self, ask, bracketed, judged as own, word};

/// Places that are shown.
const PLACES: usize = 4;
/// Columns before a line under a verdict.
const INDENT: &str = "        ";

/// The lines under a verdict that was judged.
pub fn beside(view: &View<'_>, judged: &Judged, out: &mut String) {
    let lang = view.language;
    let fact = view.assessment.facts.iter().find(|f| f.name == fact_of(&judged.name));
    let source = fact.and_then(|f| f.sources.iter().find(|s| s.is_judged()));
    let who = match source.and_then(|s| Some((s.by.as_ref()?, s.why.as_ref()?, s.on))) {
        Some((by, why, on)) => {
            let on = on.map(|on| format!(", {on}")).unwrap_or_default();
            format!("{}{}{by}{on}{}{why}", own::JUDGED.get(lang), words::colon(lang), words::semicolon(lang))
        }
        None => own::FOR_THIS_RUN.get(lang).to_owned(),
    };
    for line in wrap(&visible(&who), columns().saturating_sub(INDENT.len())) {
        let _ = writeln!(out, "{INDENT}{}", paint(DIM, &line));
    }
    let style = if judged.is_contradicted() { BAD } else { DIM };
    for line in wrap(&visible(&alone(judged, lang)), columns().saturating_sub(INDENT.len())) {
        let _ = writeln!(out, "{INDENT}{}", paint(style, &line));
    }
}

/// What the facts on file say of a conclusion, in one line.
pub fn alone(judged: &Judged, lang: Language) -> String {
    let head = format!("{}{}", own::FACTS_ALONE.get(lang), words::colon(lang));
    let Some(strength) = judged.alone.strength() else {
        return format!("{head}{}", own::NOTHING_EITHER_WAY.get(lang));
    };
    let answer = word(judged.alone.word(), lang);
    let strength = bracketed(&word(strength.word(), lang), lang);
    let comma = ask::LIST_COMMA.get(lang);
    let because = match judged.because.as_slice() {
        [] => String::new(),
        facts => format!("{}{} {}", words::semicolon(lang), words::BECAUSE.get(lang), facts.join(comma)),
    };
    let at = |place: &Place| show::at(&place.file, place.line, None);
    let mut places: Vec<String> = judged.places.iter().filter(|p| !p.file.starts_with("--")).map(at).collect();
    places.dedup();
    places.truncate(PLACES);
    let places = if places.is_empty() { String::new() } else { bracketed(&places.join(comma), lang) };
    format!("{head}{answer}{strength}{because}{places}")
}
