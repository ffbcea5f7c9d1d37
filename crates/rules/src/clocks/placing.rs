//! Clocks of the placing on the market: the representative's mandate, the documents, the training summary and its updates.

use super::history::Event;
use super::keeping::is_technical;
use super::run::{Draft, Run, last_of_each_day, stopped};
use crate::periods::{Counted, Reading, Step};

pub(crate) fn all(run: &mut Run<'_>) {
    mandate(run);
    successor(run);
    documentation(run);
    summary(run);
    updates(run);
}

/// A draft of what has to be there at the placing; `None` where the duty is not owed.
fn at_placing<'r>(run: &Run<'r>, id: &str, before: bool) -> Option<Draft<'r>> {
    let clock = run.owed_clock(id)?;
    let mut draft = Draft::new(clock, "model");
    let duty = clock.duty.as_deref().unwrap_or_default();
    let Some((day, start, steps)) = run.placing(duty) else {
        return run.certainly(id).then(|| draft.unknown(run.book, "what-placing"));
    };
    // Before the placing, where it is the placing that asks for it.
    let placed = run.placed.as_ref().is_some_and(|placed| placed.day == day);
    draft.counted = run.fixed(day, before && placed && run.legacy != Some(true));
    draft.counted.steps.splice(0..0, steps);
    draft.start = start;
    Some(draft)
}

/// The last plan was to give the placing up.
fn given_up(run: &Run<'_>, draft: &mut Draft<'_>) {
    let plans = run.of("event.placing-planned");
    if let Some(last) = plans.last().filter(|e| e.flag("cancelled") == Some(true)) {
        draft.ended = Some(stopped(last));
    }
}

fn mandate(run: &mut Run<'_>) {
    let Some(mut draft) = at_placing(run, "mandate-before-placing", true) else { return };
    let signed = run.of("event.mandate-signed");
    draft.done = signed.first().map(|e| e.on.brussels_day());
    draft.by.extend(signed.first());
    given_up(run, &mut draft);
    run.keep(draft);
}

/// A mandate that ended while the model is on the market: a new one at once, unless another one stands.
fn successor(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("mandate-successor") else { return };
    let signed = run.of("event.mandate-signed");
    let ended = run.of("event.mandate-ended");
    let retired = run.of("event.model-retired");
    for (number, end) in ended.iter().enumerate() {
        let day = end.on.brussels_day();
        if run.placed.as_ref().is_none_or(|placed| placed.day > day && run.legacy != Some(true)) {
            continue;
        }
        if retired.first().is_some_and(|e| e.on.brussels_day() < day) {
            continue;
        }
        let mut draft = Draft::new(clock, "model").started(end);
        draft.day = (number > 0).then_some(day);
        draft.counted = run.fixed(day, false);
        // Of the mandates signed up to this end, one more than there were ends is the one that stands on.
        let standing = signed.iter().filter(|e| e.on.brussels_day() < day).count() > number + 1;
        let next = signed.iter().find(|e| e.on.brussels_day() >= day);
        draft.done = if standing { Some(day) } else { next.map(|e| e.on.brussels_day()) };
        draft.by.extend(next);
        draft.ended = retired.first().map(|e| stopped(e));
        run.keep(draft);
    }
}

fn documentation(run: &mut Run<'_>) {
    let Some(mut draft) = at_placing(run, "documentation-at-placing", false) else { return };
    let mut filed = run.of("version.add");
    filed.extend(run.of("version.archive"));
    filed.sort_by_key(|e| e.on.brussels_day());
    // Where no version is recorded, the register says nothing of documents.
    draft.unsaid = run.documentation_named || filed.is_empty();
    let with = filed
        .into_iter()
        .find(|e| e.words("documents").any(|pair| is_technical(pair.split('=').next().unwrap_or_default())));
    draft.done = with.map(|e| e.on.brussels_day());
    draft.by.extend(with);
    given_up(run, &mut draft);
    run.keep(draft);
}

fn summary(run: &mut Run<'_>) {
    let Some(mut draft) = at_placing(run, "summary-published", false) else { return };
    let published = run.of("event.summary-published");
    draft.done = published.first().map(|e| e.on.brussels_day());
    draft.by.extend(published.first());
    draft.unsaid = run.summary_named;
    given_up(run, &mut draft);
    run.keep(draft);
}

/// From each publication after which the model was trained further on data that require a change.
fn updates(run: &mut Run<'_>) {
    let Some(clock) = run.owed_clock("summary-update") else { return };
    let published = last_of_each_day(run.of("event.summary-published"));
    let training = run.of("event.further-training");
    for (number, last) in published.iter().enumerate() {
        let next = published.get(number + 1);
        // What was trained on the day of a publication counts as after it only where it was recorded after it.
        let after = |event: &Event, mark: &Event| {
            let (a, b) = (event.on.brussels_day(), mark.on.brussels_day());
            a > b || (a == b && event.line > mark.line)
        };
        let since: Vec<_> =
            training.iter().filter(|e| after(e, last)).filter(|e| next.is_none_or(|n| !after(e, n))).collect();
        let needs = since.iter().find(|e| e.flag("needs_update") == Some(true) || e.flag("material") == Some(true));
        let undecided = since.iter().find(|e| e.flag("needs_update").is_none());
        let Some(first) = needs.or(undecided) else { continue };
        let mut draft = Draft::new(clock, "model").started(first);
        draft.day = Some(last.on.brussels_day());
        draft.by.push(last);
        if needs.is_none() {
            draft.start = None;
            draft = draft.unknown(run.book, "what-further-training");
            run.keep(draft);
            continue;
        }
        let day = first.on.brussels_day();
        draft.counted = run.count(clock, &last.on);
        // RG-6: training resumed after the six months were over.
        if draft.counted.due.is_some_and(|due| day > due) {
            let target = day;
            draft.counted = run.count(clock, &first.on);
            draft.counted.target = Some(target);
            draft.counted.steps.push(Step::new("new-data", Reading::Target).day("day", day));
        }
        let material = since.iter().find(|e| e.flag("material") == Some(true));
        if let Some(material) = material {
            let day = material.on.brussels_day();
            draft.by.push(material);
            if draft.counted.due.is_some_and(|due| day <= due) {
                let target = draft.counted.target.map_or(day, |target| target.min(day));
                let mut steps = std::mem::take(&mut draft.counted.steps);
                steps.push(Step::new("at-once", Reading::All).day("day", day));
                draft.counted = Counted { target: Some(target), due: Some(day), steps, ..Counted::default() };
            }
        }
        draft.done = next.map(|e| e.on.brussels_day());
        draft.by.extend(next);
        run.keep(draft);
    }
}
