//! What follows from the entries: the state of each record. Pure: steps in, states out.

pub mod complaint;
pub mod incident;
pub mod request;
pub mod retention;
pub mod version;

use std::collections::BTreeMap;

use crate::step::Step;

/// The kinds of records, by the first word of what is done to them.
pub const KINDS: [&str; 5] = ["version", "complaint", "request", "incident", "event"];

/// The kind of a record; empty where nothing of ours began it.
pub fn kind(steps: &[Step]) -> &str {
    let words = steps.iter().filter_map(|step| step.verb.split('.').next());
    words.into_iter().find(|word| KINDS.contains(word)).unwrap_or_default()
}

/// The state of a record, as a machine word.
pub fn state(steps: &[Step]) -> String {
    match kind(steps) {
        "complaint" => complaint::Complaint::of(steps).state().to_owned(),
        "request" => request::Request::of(steps).state().to_owned(),
        "incident" => incident::Incident::of(steps).state().to_owned(),
        "version" => version::Version::of(steps).state().to_owned(),
        _ => "recorded".to_owned(),
    }
}

/// What a person has to look at in a record: code and sentence.
pub fn findings(steps: &[Step]) -> Vec<(&'static str, String)> {
    match kind(steps) {
        "complaint" => complaint::Complaint::of(steps).findings(),
        "request" => request::Request::of(steps).findings(),
        "incident" => incident::Incident::of(steps).findings(),
        _ => Vec::new(),
    }
}

/// Steps by record, in the order in which the records began.
pub fn records(steps: Vec<Step>) -> Vec<(String, Vec<Step>)> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut out: Vec<(String, Vec<Step>)> = Vec::new();
    for step in steps.into_iter().filter(|step| !step.id.is_empty()) {
        let place = *places.entry(step.id.clone()).or_insert(out.len());
        match out.get_mut(place) {
            Some((_, steps)) => steps.push(step),
            None => out.push((step.id.clone(), vec![step])),
        }
    }
    out
}

/// Whether something private of a record was erased, and what.
pub fn erased(steps: &[Step]) -> Vec<String> {
    let mut out: Vec<String> =
        steps.iter().filter(|s| s.verb == "record.erase").flat_map(|s| s.words("erased")).collect();
    out.sort();
    out.dedup();
    out
}

/// Whether a record is held for a dispute.
pub fn held(steps: &[Step]) -> bool {
    let last = steps.iter().rev().find(|s| s.verb == "record.hold" || s.verb == "record.unhold");
    last.is_some_and(|s| s.verb == "record.hold")
}
