//! `gpai diff` for people: what differs, before and after, and why.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::changes::{Change, Comparison, Kind};
use gpai_rules::law::Language;

use super::style::{BAD, DIM, GOOD, HEAD, paint};
use super::words::changes as words;

/// The whole text.
pub fn screen(found: &Comparison, lang: Language) -> String {
    let mut out = String::new();
    let [a, b] = &found.labels;
    let [from, to] = &found.days;
    let day = |label: &str, day: &str| {
        if label == day {
            visible(label)
        } else {
            format!("{}  {} {}", visible(label), super::words::ASSESSED.get(lang), visible(day))
        }
    };
    let _ = writeln!(out, "{}", paint(HEAD, &format!("- {}", day(a, from))));
    let _ = writeln!(out, "{}", paint(HEAD, &format!("+ {}", day(b, to))));
    if !found.between.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, words::BETWEEN_THE_DAYS.get(lang)));
        for (day, says) in &found.between {
            let _ = writeln!(out, "  {day}  {says}");
        }
    }
    for model in &found.models {
        if model.changes.is_empty() && model.only.is_none() {
            continue;
        }
        let folder = model.folder.as_ref().map(|f| format!("  {}", visible(f))).unwrap_or_default();
        let _ = writeln!(out, "\n{}{folder}", paint(HEAD, &visible(&model.name)));
        match model.only {
            Some(true) => _ = writeln!(out, "  {}", words::NEW_MODEL.get(lang)),
            Some(false) => _ = writeln!(out, "  {}", words::MODEL_GONE.get(lang)),
            None => {}
        }
        for kind in [Kind::Duty, Kind::Conclusion, Kind::Fact, Kind::Finding] {
            let of_it: Vec<&Change> = model.changes.iter().filter(|c| c.kind == kind).collect();
            if of_it.is_empty() {
                continue;
            }
            let head = match kind {
                Kind::Duty => words::DUTIES_CHANGED,
                Kind::Conclusion => words::CONCLUSIONS_CHANGED,
                Kind::Fact => words::FACTS_CHANGED,
                Kind::Finding => words::FINDINGS_CHANGED,
            };
            let _ = writeln!(out, "\n{}", paint(HEAD, head.get(lang)));
            of_it.iter().for_each(|c| change(c, lang, &mut out));
        }
    }
    let many = found.many();
    let line = match many {
        0 => words::NOTHING_CHANGED.get(lang).to_owned(),
        _ => words::MANY_CHANGED.fill(lang, &[("n", &many)]),
    };
    let _ = writeln!(out, "\n{}", paint(DIM, &line));
    out
}

fn change(change: &Change, lang: Language, out: &mut String) {
    let _ = writeln!(out, "  {}", visible(&change.title));
    for (sign, side, style) in [("-", &change.before, BAD), ("+", &change.after, GOOD)] {
        if let Some(text) = side {
            let _ = writeln!(out, "    {} {}", paint(style, sign), visible(text));
        }
    }
    for why in &change.why {
        let _ = writeln!(out, "      {}", paint(DIM, &format!("{} {}", super::words::BECAUSE.get(lang), visible(why))));
    }
}
