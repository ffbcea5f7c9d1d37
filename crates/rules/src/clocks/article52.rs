//! Clocks of Article 52: the notification, the new notification after an accepted rebuttal, the earliest reassessment.

use super::deadline::Start;
use super::run::{Draft, Run};
use crate::periods::{Counted, Moment, Reading, Step};

pub(crate) fn all(run: &mut Run<'_>) {
    notify(run);
    notify_again(run);
    reassessment(run);
}

/// Two weeks from the day the threshold was known to be met; not before Chapter V; a legacy model by the end of the transition.
fn notify(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("notify-systemic") else { return };
    let mut draft = Draft::new(clock, "model");
    let earliest =
        run.threshold.iter().min_by_key(|(moment, _)| (moment.earlier_day(), moment.brussels_day())).cloned();
    if run.legacy == Some(true) {
        draft.period = None;
        draft.counted = run.fixed(run.legacy_end, false);
        let step = Step::new("legacy", Reading::All).day("day", run.start).day("to", run.legacy_end);
        draft.counted.steps.insert(0, step);
        draft.start =
            earliest.map(|(moment, event)| Start { day: moment.brussels_day(), at: moment.to_string(), event });
    } else if let Some((moment, event)) = earliest {
        let early = moment.earlier_day() < run.start;
        let from = if early { Moment::day(run.start) } else { moment.clone() };
        draft.counted = run.count(clock, &from);
        if early {
            draft.counted.steps.insert(0, Step::new("not-before-law", Reading::All).day("day", run.start));
        }
        disagree(&mut draft.counted, &run.threshold);
        draft.start = Some(Start { event, at: moment.to_string(), day: from.brussels_day() });
    } else {
        draft = draft.unknown(run.book, "what-threshold");
    }
    draft.by.extend(run.of("event.threshold-known"));
    if let Some((sent, _)) = run.notified.iter().min_by_key(|(moment, _)| moment.brussels_day()) {
        draft.done = Some(sent.brussels_day());
    }
    let sent = run.of("event.notification-sent");
    draft.received = sent.first().and_then(|e| e.day("received"));
    draft.by.extend(sent.first());
    run.keep(draft);
}

/// Where several sources name a start, the earliest counts and all are shown.
fn disagree(counted: &mut Counted, sources: &[(Moment, String)]) {
    let mut days: Vec<String> = sources.iter().map(|(moment, _)| moment.brussels_day().to_string()).collect();
    days.sort();
    days.dedup();
    if days.len() > 1 {
        counted.steps.push(Step::new("dates-disagree", Reading::All).text("days", days.join(", ")));
    }
}

fn notify_again(run: &mut Run<'_>) {
    let (Some(clock), Some(accepted)) = (run.clock("notify-again"), run.accepted) else { return };
    for changed in run.of("event.facts-changed") {
        if changed.on.brussels_day() < accepted {
            continue;
        }
        let mut draft = Draft::new(clock, "model").started(changed);
        draft.day = Some(changed.on.brussels_day());
        draft.counted = run.count(clock, &changed.on);
        let sent =
            run.of("event.notification-sent").into_iter().find(|e| e.on.brussels_day() >= changed.on.brussels_day());
        draft.done = sent.map(|e| e.on.brussels_day());
        draft.received = sent.and_then(|e| e.day("received"));
        draft.by.extend(sent);
        run.keep(draft);
    }
}

/// Six months from the designation, or from the refusal of an earlier request.
fn reassessment(run: &mut Run<'_>) {
    let Some(clock) = run.clock("reassessment-from") else { return };
    let told = run.designated.iter().min_by_key(|(moment, _)| moment.brussels_day()).cloned();
    let Some((told, event)) = told else { return };
    let refused = run.of("event.reassessment-refused");
    let mut draft = Draft::new(clock, "model");
    let from = match refused.last() {
        Some(refused) => {
            draft = draft.started(refused);
            refused.on.clone()
        }
        None => {
            draft.start = Some(Start { event, at: told.to_string(), day: told.brussels_day() });
            told
        }
    };
    draft.by.extend(run.of("event.designated"));
    draft.counted = run.count(clock, &from);
    let asked = run.of("event.reassessment-asked");
    let asked = asked.into_iter().find(|e| draft.counted.from.is_some_and(|from| e.on.brussels_day() >= from));
    draft.done = asked.map(|e| e.on.brussels_day());
    draft.by.extend(asked);
    run.keep(draft);
}
