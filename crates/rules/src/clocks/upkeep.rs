//! Clocks of evaluation, security and people: an evaluator's publication, a public call, the safe reference model, who has access,
//! how staff reports.

use super::history::Event;
use super::run::{Draft, Run, last_of_each_day, stopped};

/// Clock, what starts it, what stops it: each for one finding, call or reference.
const SINGLE: [(&str, &str, &str); 3] = [
    ("evaluator-publication", "event.evaluator-finding", "event.evaluator-published"),
    ("call-for-evaluators", "event.call-opened", "event.call-closed"),
    ("safe-reference", "event.reference-lost", "event.reference-restored"),
];
/// Clock and the event that starts it, ends it and starts it anew.
const RECURRING: [(&str, &str); 2] =
    [("access-review", "event.access-reviewed"), ("whistleblower-notice", "event.whistleblower-notice")];

pub(crate) fn all(run: &mut Run<'_>) {
    for (id, starts, stops) in SINGLE {
        single(run, id, starts, stops);
    }
    for (id, kind) in RECURRING {
        recurring(run, id, kind);
    }
}

fn single(run: &mut Run<'_>, id: &str, starts: &str, stops: &str) {
    let Some(clock) = run.owed_clock(id) else { return };
    let all = run.of(stops);
    for event in run.of(starts) {
        let day = event.on.brussels_day();
        let subject = if event.id.is_empty() { day.to_string() } else { event.id.clone() };
        let mut draft = Draft::new(clock, subject).started(event);
        draft.counted = run.count(clock, &event.on);
        let fits = |e: &&&Event| e.on.brussels_day() >= day && (e.id.is_empty() || e.id == event.id);
        let stop = all.iter().find(fits);
        draft.done = stop.map(|e| e.on.brussels_day());
        draft.by.extend(stop);
        run.keep(draft);
    }
}

fn recurring(run: &mut Run<'_>, id: &str, kind: &str) {
    let Some(clock) = run.owed_clock(id) else { return };
    let retired = run.of("event.model-retired");
    let times = last_of_each_day(run.of_provider(kind));
    for (number, event) in times.iter().enumerate() {
        let day = event.on.brussels_day();
        let mut draft = Draft::new(clock, "provider").started(event);
        draft.day = Some(day);
        draft.counted = run.count(clock, &event.on);
        let next = times.get(number + 1);
        draft.done = next.map(|e| e.on.brussels_day());
        draft.by.extend(next);
        draft.ended = retired.first().map(|e| stopped(e));
        run.keep(draft);
    }
}
