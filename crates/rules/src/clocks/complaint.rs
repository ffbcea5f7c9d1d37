//! Reminders on complaints (Copyright chapter, Measure 1.5): acknowledge, answer. The measure says "reasonable time", so none of
//! them is ever missed.

use jiff::civil::Date;

use super::deadline::State;
use super::history::Event;
use super::run::{Draft, Run, stopped};
use crate::periods::{Reading, Step};

pub(crate) fn all(run: &mut Run<'_>) {
    let adds = run.of("complaint.add");
    for add in adds {
        let events = run.record(&add.id);
        acknowledge(run, add, &events);
        answer(run, add, &events);
    }
}

/// What ends a complaint without an answer: closed, erased, taken back.
fn ended<'e>(events: &[&'e Event]) -> Option<(Date, State, Step)> {
    let ends = |e: &&&'e Event| {
        matches!(e.kind.as_str(), "complaint.close" | "complaint.erase")
            || (e.kind == "complaint.decide" && matches!(e.get("decision"), Some("withdrawn" | "identical_answered")))
    };
    events.iter().find(ends).map(|e| stopped(e))
}

fn acknowledge(run: &mut Run<'_>, add: &Event, events: &[&Event]) {
    let Some(clock) = run.owed_clock("complaint-acknowledge") else { return };
    let mut draft = Draft::new(clock, add.id.clone()).started(add);
    draft.counted = run.count(clock, &add.on);
    let done = events.iter().copied().find(|e| matches!(e.kind.as_str(), "complaint.acknowledge" | "complaint.answer"));
    draft.done = done.map(|e| run.places.own_day(&e.on));
    draft.by = events.to_vec();
    draft.ended = ended(events);
    run.keep(draft);
}

/// Thirty days from the receipt; while more was asked it waits, and counts again from the last supplement.
fn answer(run: &mut Run<'_>, add: &Event, events: &[&Event]) {
    let Some(clock) = run.owed_clock("complaint-answer") else { return };
    // No answer is owed to one that repeats an answered one of the same rightsholder.
    let answered = |id: &str| run.record(id).iter().any(|e| e.kind == "complaint.answer");
    if add.get("duplicate_of").is_some_and(answered) {
        return;
    }
    let mut draft = Draft::new(clock, add.id.clone()).started(add);
    draft.by = events.to_vec();
    draft.counted = run.count(clock, &add.on);
    let done = events.iter().copied().find(|e| e.kind == "complaint.answer");
    draft.done = done.map(|e| run.places.own_day(&e.on));
    if done.is_none() {
        let dialogue =
            events.iter().copied().rfind(|e| matches!(e.kind.as_str(), "complaint.ask" | "complaint.supplement"));
        match dialogue {
            Some(event) if event.kind == "complaint.supplement" => {
                draft = Draft { counted: run.count(clock, &event.on), ..draft };
                draft.start = Some(super::run::start(event));
            }
            Some(asked) => {
                let day = asked.on.brussels_day();
                draft.ended = Some((day, State::Waiting, Step::new("waits", Reading::All).day("day", day)));
            }
            None => {}
        }
        draft.ended = ended(events).or(draft.ended);
    }
    run.keep(draft);
}
