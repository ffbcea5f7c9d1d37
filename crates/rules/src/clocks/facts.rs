//! What a register says of facts that `gpai.toml` can answer too: evidence like any other, with the record as its source.

use jiff::civil::Date;

use super::history::{Event, History};
use crate::fact::{Facts, Origin, Source, Value};
use crate::names;

/// Kinds of events whose first day is a fact.
const DAYS: [(&str, &str); 3] = [
    ("event.notification-sent", names::SYSTEMIC_NOTIFIED_ON),
    ("event.threshold-known", names::SYSTEMIC_THRESHOLD_KNOWN_ON),
    ("event.designated", names::SYSTEMIC_DESIGNATED_ON),
];

/// The facts that a history gives for a model up to a day. Of a rebuttal nothing is said: what ran until it was accepted has to be
/// seen.
pub fn facts(history: &History, model: &str, on: Date) -> Facts {
    let mut out = Facts::new();
    let ours = |event: &&Event| {
        let named =
            event.get("model").is_none_or(|name| name == "model" || name.to_lowercase() == model.to_lowercase());
        named && event.on.brussels_day() <= on
    };
    let source = |event: &Event| {
        let id = if event.id.is_empty() { event.kind.as_str() } else { event.id.as_str() };
        Source::new(Origin::Evidence, format!("register:{id}"))
    };
    for (kind, fact) in DAYS {
        let events = history.events.iter().filter(|e| e.kind == kind).filter(ours);
        if let Some(first) = events.min_by_key(|e| e.on.brussels_day()) {
            out.add(fact, Value::Date(first.on.brussels_day()), source(first));
        }
    }
    let versions = history.events.iter().filter(|e| e.kind == "version.add").filter(ours);
    let placed = versions.filter_map(|e| Some((e.day("placed")?, e))).min_by_key(|(day, _)| *day);
    if let Some((day, event)) = placed {
        out.add(names::MARKET_FIRST_AVAILABLE, Value::Date(day), source(event));
    }
    out
}
