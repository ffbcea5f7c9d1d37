//! Rules that hold for every part of section 2: Yes/No answers and what depends on them, modalities (TS-200 to TS-204).

use std::collections::BTreeSet;

use super::context::MODALITIES;
use super::work::{Check, Said, Work, YesNo, both, same};
use gpai_forms::reading::State;
use gpai_forms::template::{Required, Shape, Test};

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-200", yes_or_no),
    ("TS-201", no_source_at_all),
    ("TS-202", modalities_agree),
    ("TS-203", dependants),
    ("TS-204", other_unspecified),
];

/// The questions on sources.
const QUESTIONS: [&str; 8] = ["2.1.a", "2.2.1.a", "2.2.2.a", "2.3.a", "2.4.a", "2.4.b", "2.5.a", "2.6.a"];
/// The fields with the modalities of a source, with their questions.
const MODALITY_FIELDS: [(&str, &[&str]); 6] = [
    ("2.1.b", &["2.1.a"]),
    ("2.2.1.b", &["2.2.1.a"]),
    ("2.2.2.b", &["2.2.2.a"]),
    ("2.3.g", &["2.3.a"]),
    ("2.4.d", &["2.4.a", "2.4.b"]),
    ("2.5.b", &["2.5.a"]),
];
/// What Yes asks for where no other rule says so.
const NEEDED: [(&str, &str); 5] =
    [("2.1.a", "2.1.b"), ("2.2.2.a", "2.2.2.b"), ("2.3.a", "2.3.f"), ("2.3.a", "2.3.g"), ("2.3.a", "2.3.h")];

/// Yes/No not exactly one of the two.
fn yes_or_no(work: &mut Work<'_>) {
    for id in QUESTIONS.into_iter().chain(["3.1.a"]) {
        match work.yes_no(id) {
            // That the signature is not answered has its own rule.
            YesNo::Neither if id != "3.1.a" => work.say(id, "none", &[]),
            YesNo::Both => work.say(id, "both", &[]),
            YesNo::Other(value) => work.say(id, "other", &[("value", both(&value))]),
            _ => {}
        }
    }
}

/// No source of data at all.
fn no_source_at_all(work: &mut Work<'_>) {
    if QUESTIONS.iter().all(|id| work.yes_no(id) == YesNo::No) {
        work.say("2.6.a", "none", &[]);
    }
}

/// Modalities of the sources and of the whole differ.
fn modalities_agree(work: &mut Work<'_>) {
    let Some(whole) = work.modalities("1.3.a").filter(|m| !m.is_empty()) else { return };
    let mut of_sources: BTreeSet<&str> = BTreeSet::new();
    let mut all_read = !work.partly_unread;
    for (id, questions) in MODALITY_FIELDS {
        let answers: Vec<YesNo> = questions.iter().map(|q| work.yes_no(q)).collect();
        if answers.iter().all(|a| *a == YesNo::No) {
            continue;
        }
        match work.modalities(id) {
            Some(found) if !found.is_empty() => {
                for modality in MODALITIES.into_iter().filter(|m| found.contains(m) && !whole.contains(m)) {
                    work.say(id, "source", &[("modality", work.term(modality))]);
                }
                of_sources.extend(found);
            }
            // A source whose modalities are not known could have any.
            _ => all_read = false,
        }
    }
    // Section 2.6 has no boxes.
    if work.yes_no("2.6.a") != YesNo::No {
        all_read = false;
    }
    if all_read {
        for modality in MODALITIES.into_iter().filter(|m| whole.contains(m) && !of_sources.contains(m)) {
            work.say("1.3.a", "orphan", &[("modality", work.term(modality))]);
        }
    }
}

/// Whether a field holds an answer, not only guidance, empty boxes or N/A.
fn substantive(work: &Work<'_>, id: &str) -> bool {
    let Some(field) = work.field(id).filter(|f| f.state == State::Read) else { return false };
    if !field.ticked.is_empty() {
        return true;
    }
    match work.said(id) {
        Said::Text(text) => {
            !work.has("guidance", &text)
                && !work.is_not_applicable(&work.beside_boxes(id))
                && !work.beside_boxes(id).is_empty()
        }
        _ => false,
    }
}

/// Answer and the fields that depend on it disagree.
fn dependants(work: &mut Work<'_>) {
    for (question, id) in NEEDED {
        if work.is_yes(question) && matches!(work.said(id), Said::Absent | Said::Blank | Said::NotApplicable(_))
            || work.is_yes(question) && boxes_all_empty(work, id)
        {
            work.say(id, "missing", &[("label", work.label(id))]);
        }
    }
    for question in ["2.1.a", "2.2.1.a", "2.2.2.a", "2.3.a", "2.4.a", "2.5.a", "2.6.a"] {
        let questions: Vec<&str> = if question == "2.4.a" { vec!["2.4.a", "2.4.b"] } else { vec![question] };
        if !questions.iter().all(|q| work.yes_no(q) == YesNo::No) {
            continue;
        }
        let filled: Vec<String> = work
            .template
            .fields
            .iter()
            .filter(|f| f.required == Required::Conditional)
            .filter(|f| f.when.iter().any(|t| matches!(t, Test::Is(q, w) if q == question && w == "yes")))
            .filter(|f| substantive(work, &f.id))
            .map(|f| f.id.clone())
            .collect();
        if !filled.is_empty() {
            work.say(question, "filled", &[("fields", same(filled.join(", ")))]);
        }
    }
}

/// Whether a field of boxes has none ticked and says nothing either.
pub(super) fn boxes_all_empty(work: &Work<'_>, id: &str) -> bool {
    let choices = matches!(work.template.field(id).map(|f| &f.shape), Some(Shape::Choices));
    choices
        && work.field(id).is_some_and(|f| f.state == State::Read && f.ticked.is_empty())
        && work.modalities(id).is_some_and(|m| m.is_empty())
        && work.beside_boxes(id).is_empty()
}

/// Other modality not specified.
fn other_unspecified(work: &mut Work<'_>) {
    for (id, _) in MODALITY_FIELDS {
        let ticked = work.field(id).is_some_and(|f| f.state == State::Read && f.ticked.iter().any(|t| t == "other"));
        if ticked && work.beside_boxes(id).is_empty() {
            work.say(id, "unspecified", &[]);
        }
    }
}
