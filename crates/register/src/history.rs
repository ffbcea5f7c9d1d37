//! The register as the dated events from which deadlines follow (`gpai-register-history/1`). Nothing of a person is in it.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::clocks::history::{Event, History};
use gpai_rules::periods::Moment;
use serde_json::{Map, Value as Json};

use crate::fault::Fault;
use crate::state;
use crate::step::Step;

/// Fields that say who or why, or point into the register, and start or stop nothing.
const LEFT_OUT: [&str; 12] = [
    "receipt",
    "token",
    "holder",
    "works_key",
    "works_count",
    "quarantined",
    "replaces",
    "values",
    "erased",
    "destroyed",
    "why",
    "actions",
];

/// A value as the form has it: yes and no, a list with commas, a table as `name=value`.
fn text(value: &Json) -> Option<String> {
    let one = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(match value {
        Json::Null => return None,
        Json::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Json::Array(items) => items.iter().map(one).collect::<Vec<_>>().join(","),
        Json::Object(map) => map.iter().map(|(k, v)| format!("{k}={}", one(v))).collect::<Vec<_>>().join(","),
        other => one(other),
    })
}

/// Fields as attributes.
pub fn attributes(fields: &Map<String, Json>) -> BTreeMap<String, String> {
    let kept = fields.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
    kept.filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

/// One step as an event; `None` where it starts and stops nothing.
///
/// # Errors
/// Its day cannot be read.
fn event(step: &Step, kind: &str) -> Result<Option<Event>, Fault> {
    let verb = match step.verb.as_str() {
        "record.erase" if ["complaint", "request", "incident"].contains(&kind) => format!("{kind}.erase"),
        "seal.attach" => return Ok(None),
        verb if verb.ends_with(".release") => return Ok(None),
        verb if verb.starts_with("record.") => return Ok(None),
        verb => verb.to_owned(),
    };
    let on = Moment::parse(&step.on).map_err(|e| Fault::new(format!("entry {}: {e}", step.name())))?;
    let mut event = Event::new(on, verb);
    event.id.clone_from(&step.id);
    event.recorded = Moment::parse(&step.recorded_at).ok();
    event.with = attributes(&step.fields);
    if step.verb == "deadline.waive" {
        // A waiver is shown with who gave it and why.
        event.with.insert("by".to_owned(), step.by.clone());
        event.with.insert("why".to_owned(), step.text("why").to_owned());
    }
    Ok(Some(event))
}

/// The history of steps that are in their order.
///
/// # Errors
/// A day cannot be read.
pub fn history(
    register: &str,
    zone: &str,
    holidays: &[String],
    broken: String,
    steps: &[Step],
) -> Result<History, Fault> {
    // What waits for a person who looks whether it is a complaint starts no clock yet.
    let mut quarantined: BTreeSet<&str> = BTreeSet::new();
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for step in steps {
        let first = step.verb.split('.').next().unwrap_or_default();
        if state::KINDS.contains(&first) {
            kinds.entry(&step.id).or_insert(first);
        }
        match step.verb.as_str() {
            verb if verb.ends_with(".add") && step.flag("quarantined") => {
                quarantined.insert(&step.id);
            }
            verb if verb.ends_with(".release") => {
                quarantined.remove(step.id.as_str());
            }
            _ => {}
        }
    }
    let mut events = Vec::new();
    for step in steps.iter().filter(|step| !quarantined.contains(step.id.as_str())) {
        events.extend(event(step, kinds.get(step.id.as_str()).copied().unwrap_or_default())?);
    }
    let holidays = holidays.iter().filter_map(|day| day.parse().ok()).collect();
    Ok(History { register: register.to_owned(), zone: zone.to_owned(), holidays, broken, events, ..History::default() })
}
