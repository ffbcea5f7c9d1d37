//! Rules on section 3, data processing aspects (TS-301 to TS-304).

use super::work::{Check, Said, Work, YesNo, both};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-301", signatory),
    ("TS-302", reservations_silent),
    ("TS-303", reservations_not_applicable),
    ("TS-304", illegal_content),
];

/// Signature of the Code unanswered or contradicted.
fn signatory(work: &mut Work<'_>) {
    let answer = match work.yes_no("3.1.a") {
        YesNo::Absent | YesNo::Neither => return work.say("3.1.a", "missing", &[]),
        YesNo::Yes => true,
        YesNo::No => false,
        _ => return,
    };
    if let Some(register) = work.known.signatory
        && register != answer
    {
        let word = |b: bool| work.term(if b { "yes" } else { "no" });
        work.say("3.1.a", "register", &[("value", word(answer)), ("other", word(register))]);
    }
}

/// Measures on rights reservations silent on a point.
fn reservations_silent(work: &mut Work<'_>) {
    let Said::Text(text) = work.said("3.1.b") else { return };
    // `N/A.` with a reason is not silent on a point; it denies that there is one.
    let denies = work.book.words.list("not-applicable").iter().any(|p| p.len() > 2 && text.starts_with(p.as_str()));
    if denies || work.any_unreadable(&["3.1.c", "2.1.c", "2.1.d", "2.1.e"]) {
        return;
    }
    let all = format!("{text} {}", work.texts(&["3.1.c"]));
    let web = work.is_yes("2.3.a") || work.is_yes("2.1.a");
    let mut missing = Vec::new();
    if web && !work.has("robots", &all) && !(work.has("opt-out", &all) && work.has("protocols", &all)) {
        missing.push("robots");
    }
    let of_datasets = format!("{all} {}", work.texts(&["2.1.c", "2.1.d", "2.1.e"]));
    if work.is_yes("2.1.a") && !(work.has("opt-out", &of_datasets) && work.has("dataset-makers", &of_datasets)) {
        missing.push("dataset-opt-outs");
    }
    if web && !work.has("up-to-date", &of_datasets) {
        missing.push("up-to-date");
    }
    if !missing.is_empty() {
        work.say("3.1.b", "silent", &[("missing", work.terms(missing))]);
    }
}

/// No measures on rights reservations although web data were used.
fn reservations_not_applicable(work: &mut Work<'_>) {
    let Said::NotApplicable(_) = work.said("3.1.b") else { return };
    let archives = work.text("2.1.c");
    let source = if work.is_yes("2.3.a") {
        Some("2.3".to_owned())
    } else {
        work.book.words.first("web-archives", &archives).map(|(_, name)| format!("2.1: {name}"))
    };
    if let Some(source) = source {
        work.say("3.1.b", "not-applicable", &[("value", work.quote("3.1.b")), ("source", both(&source))]);
    }
}

/// Measures on illegal content missing or empty of content.
fn illegal_content(work: &mut Work<'_>) {
    let text = match work.said("3.2.a") {
        Said::Absent | Said::Blank | Said::NotApplicable(_) => {
            // Measures are advised where illegal content is likely: of data of sensors they need not be told.
            let marked = work.modalities("1.3.a").unwrap_or_default();
            let sensors = !marked.is_empty() && marked.iter().all(|m| *m == "other");
            return work.say("3.2.a", if sensors { "unlikely" } else { "missing" }, &[]);
        }
        Said::Text(text) => text,
        _ => return,
    };
    let others_only = work.has("quality", &text) && !work.has("illegal", &text) && !work.has("block-measures", &text);
    if others_only {
        work.say("3.2.a", "quality-only", &[]);
    } else if !work.has("measures", &text)
        && let Some((_, found)) = work.book.words.first("law-only", &text)
    {
        let found = both(found);
        work.say("3.2.a", "law-only", &[("words", found)]);
    }
}
