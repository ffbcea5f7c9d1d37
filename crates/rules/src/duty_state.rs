//! Whether a duty is met: what the documents named or found, and their checks, say of it.

use crate::assessment::{DutyState, DutyStatus};
use crate::fact::{Facts, Value};
use crate::finding::{CheckOutcome, Detail, DocumentCheck, Finding, Place, Severity};
use crate::findings::places;
use crate::law::Duty;

/// State of a duty from the documents named or found, with the codes of the findings that bear on it.
pub(crate) fn state(
    facts: &Facts,
    duty: &Duty,
    status: DutyStatus,
    checks: &[DocumentCheck],
    findings: &mut Vec<Finding>,
) -> (DutyState, Vec<String>) {
    if matches!(status, DutyStatus::Exempt | DutyStatus::NotApplicable) {
        return (DutyState::NotNeeded, Vec::new());
    }
    let named = duty.document.as_ref().and_then(|d| match facts.value(d) {
        Some(Value::Text(path)) => Some((path, facts.resolve(d))),
        _ => None,
    });
    let none = |text: &str| matches!(text.trim().to_lowercase().as_str(), "none" | "");
    let mut add = |finding: Finding| -> Vec<String> {
        let code = finding.code.clone();
        if !findings.contains(&finding) {
            findings.push(finding);
        }
        vec![code]
    };
    if let Some((path, fact)) = named.filter(|(path, _)| !none(path)) {
        let checked = checks.iter().find(|c| Some(&c.fact) == duty.document.as_ref());
        let check = checked.map(|c| &c.outcome);
        let judged = checked.and_then(|c| c.judged.clone()).unwrap_or_else(|| path.clone());
        if let Some(record) = checked.and_then(|c| c.stale.as_ref()) {
            let mut finding = Finding::new("document-stale", Severity::Warning)
                .with("duty", &duty.id)
                .with("document", &path)
                .with("record", record);
            finding.places = vec![Place::file(record)];
            finding.cites = duty.cites.clone();
            add(finding);
        }
        let (state, code, severity) = match check {
            Some(CheckOutcome::Sound { .. }) => (DutyState::Met, "document-sound", Severity::Info),
            Some(CheckOutcome::Deficient { .. }) => (DutyState::Gap, "document-deficient", Severity::Error),
            Some(CheckOutcome::Incomplete(_)) => (DutyState::Gap, "document-incomplete", Severity::Error),
            Some(CheckOutcome::Unread(_)) => (DutyState::Unknown, "document-unread", Severity::Warning),
            None => (DutyState::Unknown, "document-unchecked", Severity::Info),
        };
        let mut finding = Finding::new(code, severity).with("duty", &duty.id).with("document", judged);
        match check {
            Some(CheckOutcome::Sound { warnings }) => finding = finding.detail("warnings", Detail::count(*warnings)),
            Some(CheckOutcome::Deficient { codes, errors }) => {
                finding = finding.detail("errors", Detail::count(*errors)).detail("codes", Detail::names(codes));
            }
            Some(CheckOutcome::Incomplete(fields)) => {
                finding = finding.detail("many", Detail::count(fields.len())).detail("fields", Detail::names(fields));
            }
            Some(CheckOutcome::Unread(reason)) => finding = finding.with("reason", reason),
            None => {}
        }
        finding.places = places(fact.as_ref());
        finding.cites = duty.cites.clone();
        return (state, add(finding));
    }
    let nobody = |name: &String| facts.value(name).is_some_and(|v| matches!(v, Value::Text(t) if none(&t)));
    match &duty.absent {
        Some(code) if duty.public || duty.named.as_ref().is_some_and(nobody) => {
            let mut finding = Finding::new(code, Severity::Warning);
            finding.cites = duty.cites.clone();
            (DutyState::Gap, add(finding))
        }
        _ => (DutyState::Unknown, Vec::new()),
    }
}
