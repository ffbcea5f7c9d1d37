//! Rules on the reading itself: whether the document could be followed, is one of several in its file, is in a language the form is
//! known in, or has no answer at all (TS-D15 to TS-D17, REC-2).

use super::work::{Check, Said, Work, same};
use gpai_forms::reading::State;
use gpai_forms::template::{Required, Template};
use gpai_rules::finding::Finding;

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-D15", not_followed),
    ("TS-D16", of_another_language),
    ("TS-D17", one_of_several),
    ("REC-2", nothing_answered),
];

/// Rules that rest on boxes, dates and blanks alone, and so hold whatever the language.
const ANY_LANGUAGE: [&str; 36] = [
    "TS-D01", "TS-D03", "TS-D04", "TS-D05", "TS-D06", "TS-D07", "TS-D08", "TS-D12", "TS-D15", "TS-D16", "TS-D17",
    "TS-101", "TS-105", "TS-108", "TS-110", "TS-111", "TS-114", "TS-116", "TS-200", "TS-201", "TS-202", "TS-203",
    "TS-204", "TS-211", "TS-221", "TS-222", "TS-251", "TS-261", "TS-262", "TS-271", "TS-301", "TS-401", "TS-402",
    "TS-403", "TS-404", "TS-405",
];
/// Rules of which only one case rests on a blank.
const BLANK_ONLY: [&str; 5] = ["TS-231", "TS-232", "TS-233", "TS-234", "TS-304"];

/// Whether a finding rests on nothing that is said in words.
pub(super) fn holds_in_any_language(code: &str, case: Option<&str>) -> bool {
    ANY_LANGUAGE.contains(&code) || (BLANK_ONLY.contains(&code) && case == Some("missing")) || !code.starts_with("TS-")
}

/// One fault is said once: where a whole section is absent, its questions are not reported by rules of their own.
pub(super) fn once(findings: &mut Vec<Finding>, template: &Template) {
    const OWN: [&str; 6] = ["TS-101", "TS-105", "TS-108", "TS-110", "TS-301", "TS-304"];
    let absent: Vec<String> = findings
        .iter()
        .filter(|f| f.code == "TS-D08" && f.case.as_deref() == Some("section"))
        .map(|f| f.field().to_owned())
        .collect();
    findings.retain(|f| {
        !OWN.contains(&f.code.as_str())
            || template.field(f.field()).is_none_or(|field| !absent.contains(&field.section))
    });
}

/// Document that could not be followed.
fn not_followed(work: &mut Work<'_>) {
    if work.doc.kind.as_deref() != Some("training-summary") || work.doc.is_followed() {
        return;
    }
    let share = work.doc.followed.unwrap_or(0);
    let read = work.doc.fields.values().filter(|f| f.state == State::Read).count();
    work.say("document", "lost", &[("share", same(share.to_string())), ("count", same(read.to_string()))]);
}

/// Language in which the form is not known.
fn of_another_language(work: &mut Work<'_>) {
    if !work.doc.unknown_language {
        return;
    }
    work.rule = "TS-D16";
    let language = work.term(&format!("language-{}", work.doc.language));
    work.say("document", "unknown", &[("language", language)]);
}

/// The one sentence on a document in a language the form is not known in.
pub(super) fn only_the_language(work: &mut Work<'_>) {
    of_another_language(work);
}

/// Several summaries in one file.
fn one_of_several(work: &mut Work<'_>) {
    if work.doc.documents > 1 {
        work.say("document", "several", &[("count", same(work.doc.documents.to_string()))]);
    }
}

/// A document without answers.
fn nothing_answered(work: &mut Work<'_>) {
    // The summary and the documentation have a rule for each question; reports of incidents have one for all.
    const OWN_RULES: [&str; 3] = ["training-summary", "model-documentation", "incident-report"];
    let own = work.doc.kind.as_deref().is_some_and(|k| OWN_RULES.contains(&k));
    let answered = work.doc.fields.values().any(|f| f.state != State::Blank);
    if !answered && !work.partly_unread && work.template.fields.iter().any(|f| f.required == Required::Mandatory) {
        if !work.doc.fields.is_empty() || work.doc.text.iter().all(|t| t.trim().is_empty()) {
            work.say("document", "nothing", &[]);
        }
        return;
    }
    if own {
        return;
    }
    let blank: Vec<String> = work
        .template
        .fields
        .iter()
        .filter(|f| f.required == Required::Mandatory && work.said(&f.id) == Said::Blank)
        .map(|f| f.id.clone())
        .collect();
    if let Some(first) = blank.first() {
        let (first, count) = (first.clone(), blank.len().to_string());
        work.say(&first, "blank", &[("count", same(count)), ("fields", same(blank.join(", ")))]);
    }
}
