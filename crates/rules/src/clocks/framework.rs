//! Clocks of the safety and security Framework (Measures 1.1, 1.3 and 1.4): confirm it, send it, assess it.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::history::Event;
use super::run::{Draft, Run, last_of_each_day, stopped};
use crate::periods::{Counted, Moment, Reading, Regime, Step, count};

pub(crate) fn all(run: &mut Run<'_>) {
    confirmed(run);
    to_aio(run, "framework-to-aio", "event.framework-confirmed", "event.framework-sent", &|_, _| None);
    assessment(run);
}

/// Four weeks after the notification and two weeks before placing, whichever is earlier.
fn confirmed(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("framework-confirmed") else { return };
    let mut draft = Draft::new(clock, "provider");
    let sent = run.notified.iter().min_by_key(|(moment, _)| moment.brussels_day()).cloned();
    let after = sent.as_ref().map(|(moment, _)| run.count(clock, moment));
    // Two weeks before the placing, unless the model was one without systemic risk then.
    let later = |day: Date| run.due.get("55-1-b").is_some_and(|due| *due > day);
    let placed = run.placed.as_ref().filter(|p| run.legacy != Some(true) && !later(p.day.max(run.start)));
    let before = placed
        .zip(clock.other)
        .and_then(|(placed, length)| count(Regime::Backward, &Moment::day(placed.day), length, &run.places));
    draft.start = match (&sent, placed) {
        (Some((moment, event)), _) => {
            Some(super::deadline::Start { event: event.clone(), at: moment.to_string(), day: moment.brussels_day() })
        }
        (None, placed) => placed.cloned(),
    };
    draft.by.extend(run.of("event.notification-sent").first());
    draft.by.extend(run.of("event.placing-planned"));
    match (after, before) {
        (Some(after), Some(before)) => draft.counted = earlier(after, before),
        (Some(one), None) | (None, Some(one)) => draft.counted = one,
        (None, None) if run.certainly("framework-confirmed") => draft = draft.unknown(run.book, "what-notification"),
        (None, None) => return,
    }
    let done = run.of_provider("event.framework-confirmed");
    draft.done = done.first().map(|e| e.on.brussels_day());
    draft.by.extend(done.first());
    let plans = run.of("event.placing-planned");
    if let Some(last) = plans.last().filter(|e| e.flag("cancelled") == Some(true) && sent.is_none()) {
        draft.ended = Some(stopped(last));
    }
    run.keep(draft);
}

/// Both must be kept, so the earlier of each day counts; what is arguable for one ends where the other is over.
fn earlier(after: Counted, before: Counted) -> Counted {
    let least = |a: Option<Date>, b: Option<Date>| [a, b].into_iter().flatten().min();
    let due = least(after.due, before.due);
    let end = least(after.outer.or(after.due), before.due);
    let mut steps = after.steps;
    steps.extend(before.steps);
    if let (Some(first), Some(second)) = (after.due, before.due) {
        steps.push(Step::new("two-conditions", Reading::Due).day("first", first).day("second", second));
    }
    let outer = end.filter(|end| due.is_some_and(|due| *end > due));
    Counted { target: least(after.target, before.target), due, outer, steps, ..Counted::default() }
}

/// What a delay adds to a count from an event: the strict count without it, the due day with it.
type Delay<'d> = dyn Fn(&Run<'_>, &Event) -> Option<Counted> + 'd;

/// From each confirmation until that version, or a later one, went out.
pub(crate) fn to_aio(run: &mut Run<'_>, id: &str, confirmed: &str, sent: &str, delayed: &Delay<'_>) {
    let Some(clock) = run.owed_clock(id) else { return };
    let provider = confirmed == "event.framework-confirmed";
    let (all, went) = match provider {
        true => (run.of_provider(confirmed), run.of_provider(sent)),
        false => (run.of(confirmed), run.of(sent)),
    };
    for (number, event) in all.iter().enumerate() {
        let version = event.get("version").map_or_else(|| event.on.brussels_day().to_string(), str::to_owned);
        let mut draft = Draft::new(clock, version.clone()).started(event);
        // A version confirmed a second time has a clock of its own.
        let again =
            all.iter().take(number).any(|e| e.get("version").is_some() && e.get("version") == event.get("version"));
        draft.day = again.then(|| event.on.brussels_day());
        draft.counted = delayed(run, event).unwrap_or_else(|| run.count(clock, &event.on));
        // Versions confirmed from this one on; a paper without a version is the newest at its time.
        let later: Vec<&str> = all.iter().skip(number).filter_map(|e| e.get("version")).collect();
        let fits = |e: &&&Event| {
            e.on.brussels_day() >= event.on.brussels_day()
                && e.get("version").is_none_or(|v| v == version || later.contains(&v))
        };
        let out = went.iter().find(fits);
        draft.done = out.map(|e| e.on.brussels_day());
        draft.received = out.and_then(|e| e.day("received"));
        draft.by.extend(out);
        run.keep(draft);
    }
}

/// Twelve months from the placing, then from each assessment; strictly by anniversaries of the placing.
fn assessment(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("framework-assessment") else { return };
    let Some(first) = run.first_placed.clone() else { return };
    let assessed = run.of_provider("event.framework-assessed");
    let assessed = last_of_each_day(assessed.into_iter().filter(|e| e.on.brussels_day() >= first.day));
    let retired = run.of("event.model-retired");
    let ended = retired.first().map(|e| stopped(e));
    let mut draft = Draft::new(clock, "provider");
    draft.day = Some(first.day);
    draft.start = Some(first.clone());
    draft.counted = run.count(clock, &Moment::day(first.day));
    draft.done = assessed.first().map(|e| e.on.brussels_day());
    draft.by.extend(assessed.first());
    draft.ended = ended.clone();
    run.keep(draft);
    for (number, event) in assessed.iter().enumerate() {
        let day = event.on.brussels_day();
        if retired.first().is_some_and(|e| e.on.brussels_day() < day) {
            break;
        }
        let mut draft = Draft::new(clock, "provider").started(event);
        draft.day = Some(day);
        draft.counted = run.count(clock, &event.on);
        if let Some(next) = anniversary(first.day, day)
            && draft.counted.target.is_some_and(|target| next < target)
        {
            draft.counted.target = Some(next);
            draft.counted.steps.push(Step::new("anniversary", Reading::Target).day("day", next));
        }
        let next = assessed.get(number + 1);
        draft.done = next.map(|e| e.on.brussels_day());
        draft.by.extend(next);
        draft.ended = ended.clone();
        run.keep(draft);
    }
}

/// The first anniversary of a day after another.
fn anniversary(of: Date, after: Date) -> Option<Date> {
    let years = i32::from(after.year()) - i32::from(of.year());
    (years.max(1)..=years + 1).filter_map(|n| of.checked_add(n.years()).ok()).find(|day| *day > after)
}
