//! Clocks of the Model Report (Measures 7.6 and 7.7): at placing, after each update, every six months, before a change, on a ground.

use super::framework::to_aio;
use super::history::Event;
use super::run::{Draft, Run, last_of_each_day, stopped};
use crate::periods::{Counted, Length, Moment, Reading, Step, Unit};

pub(crate) fn all(run: &mut Run<'_>) {
    at_placing(run);
    to_aio(run, "model-report-to-aio", "event.report-confirmed", "event.report-sent", &delayed_update);
    six_months(run);
    before_change(run);
    grounds(run);
}

/// By the placing; fifteen working days later where the AI Office sees good faith and has an interim report.
fn at_placing(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("model-report") else { return };
    let mut draft = Draft::new(clock, "model");
    match run.placing("55-1-b") {
        None if run.certainly("model-report") => draft = draft.unknown(run.book, "what-placing"),
        None => return,
        Some((day, start, steps)) => {
            let (delay, interim) = (run.of("event.delay-accepted"), run.of("event.interim-report-sent"));
            draft.counted = match (clock.other, delay.first(), interim.first()) {
                (Some(length), Some(delay), Some(interim)) => {
                    draft.by.extend([delay, interim]);
                    draft.period = Some(length);
                    let mut counted = run.count_length(clock, &Moment::day(day), length);
                    counted.steps.push(Step::new("delayed", Reading::All).text("count", length.count));
                    counted
                }
                _ => run.fixed(day, false),
            };
            draft.counted.steps.splice(0..0, steps);
            draft.start = start;
        }
    }
    let sent = run.of("event.report-sent");
    draft.done = sent.first().map(|e| e.on.brussels_day());
    draft.received = sent.first().and_then(|e| e.day("received"));
    draft.by.extend(sent.first());
    let plans = run.of("event.placing-planned");
    draft.by.extend(plans.iter());
    if let Some(last) = plans.last().filter(|e| e.flag("cancelled") == Some(true)) {
        draft.ended = Some(stopped(last));
    }
    run.keep(draft);
}

/// RG-5: for updates the target is without the delay, the due day is the sum.
fn delayed_update(run: &Run<'_>, confirmed: &Event) -> Option<Counted> {
    let clock = run.clock("model-report-to-aio")?;
    let (period, more) = (clock.period?, clock.other?);
    let day = confirmed.on.brussels_day();
    let since = |kind: &str| {
        run.of(kind).into_iter().find(|e| match (e.get("version"), confirmed.get("version")) {
            (Some(a), Some(b)) => a == b,
            _ => e.on.brussels_day() >= day && run.first_placed.as_ref().is_none_or(|first| first.day < day),
        })
    };
    since("event.delay-accepted").zip(since("event.interim-report-sent"))?;
    let mut counted = run.count(clock, &confirmed.on);
    let sum = Length::new(period.count + more.count, Unit::WorkingDays);
    let whole = run.count_length(clock, &confirmed.on, sum);
    counted.due = whole.due;
    counted.steps.extend(whole.steps);
    counted.steps.push(Step::new("delayed", Reading::Due).text("count", more.count));
    Some(counted)
}

/// From each report, for a model among the provider's most capable; conditional while nobody said whether it is.
fn six_months(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("model-report-six-months") else { return };
    let said = run.of("event.most-capable");
    let capable = said.last().and_then(|e| e.flag("value"));
    if capable == Some(false) {
        return;
    }
    let sent = last_of_each_day(run.of("event.report-sent"));
    let retired = run.of("event.model-retired");
    for (number, event) in sent.iter().enumerate() {
        let day = event.on.brussels_day();
        if retired.first().is_some_and(|e| e.on.brussels_day() < day) {
            break;
        }
        let mut draft = Draft::new(clock, "model").started(event);
        draft.day = Some(day);
        draft.counted = run.count(clock, &event.on);
        draft.conditional = capable.is_none();
        let next = sent.get(number + 1);
        draft.done = next.map(|e| e.on.brussels_day());
        draft.by.extend(next);
        draft.ended = retired.first().map(|e| stopped(e));
        run.keep(draft);
    }
}

/// Before the change is made available: the last plan of each change counts.
fn before_change(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("report-before-change") else { return };
    let plans = run.of("event.change-planned");
    let mut changes: Vec<(String, Vec<&Event>)> = Vec::new();
    for plan in plans {
        let id = if plan.id.is_empty() { plan.on.brussels_day().to_string() } else { plan.id.clone() };
        match changes.iter_mut().find(|(known, _)| *known == id) {
            Some((_, plans)) => plans.push(plan),
            None => changes.push((id, vec![plan])),
        }
    }
    for (id, plans) in changes {
        let (Some(first), Some(last)) = (plans.first(), plans.last()) else { continue };
        let mut draft = Draft::new(clock, id.clone());
        draft.by.extend(plans.iter());
        draft.start = Some(super::run::start(first));
        let day = plans.iter().rev().find_map(|plan| plan.day("available"));
        match day {
            Some(day) => draft.counted = run.fixed(day, true),
            None => draft = draft.unknown(run.book, "what-placing"),
        }
        let reports = run.of("event.report-confirmed");
        let report = reports.into_iter().find(|e| {
            e.on.brussels_day() >= first.on.brussels_day() && e.get("change").is_none_or(|change| change == id)
        });
        draft.done = report.map(|e| e.on.brussels_day());
        draft.by.extend(report);
        if last.flag("cancelled") == Some(true) {
            draft.ended = Some(stopped(last));
        }
        run.keep(draft);
    }
}

/// A reminder to decide: from a ground that became known, a serious incident, a near miss.
fn grounds(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("report-ground") else { return };
    let mut starts = run.of("event.ground-known");
    starts.extend(run.of("incident.add"));
    for event in starts {
        let id = if event.id.is_empty() { event.on.brussels_day().to_string() } else { event.id.clone() };
        let mut draft = Draft::new(clock, id.clone()).started(event);
        draft.counted = run.count(clock, &event.on);
        let day = event.on.brussels_day();
        let decided = run
            .of("event.ground-decided")
            .into_iter()
            .find(|e| e.id == id || (e.id.is_empty() && e.on.brussels_day() >= day));
        let report = run.of("event.report-confirmed").into_iter().find(|e| e.on.brussels_day() >= day);
        let done = [decided, report].into_iter().flatten().min_by_key(|e| e.on.brussels_day());
        draft.done = done.map(|e| e.on.brussels_day());
        draft.by.extend(done);
        run.keep(draft);
    }
}
