//! Clocks of a serious incident (Measure 9.3): the initial report by class of harm, intermediate ones, the final one. They run
//! from the awareness that the model is involved, suspicion included; without that day there is no clock but a visible unknown.

use jiff::civil::Date;

use super::deadline::State;
use super::history::Event;
use super::run::{Draft, Run, stopped};
use crate::periods::{Counted, Moment, Reading, Regime, Step, count};

/// An incident as its events tell it up to the day.
struct Incident<'e> {
    id: &'e str,
    /// Awareness of the model's involvement.
    aware: Option<Moment>,
    /// Classes of harm that stand, each with the moment it became known.
    classes: Vec<(&'e str, Moment)>,
    /// Whether a class ever stood.
    classified: bool,
    near_miss: bool,
    reports: Vec<&'e Event>,
    resolved: Vec<&'e Event>,
    reopened: Vec<&'e Event>,
    joined: Option<&'e Event>,
    declassified: Option<&'e Event>,
    by: Vec<&'e Event>,
}

/// The earliest moment by its day; of one day the one recorded first.
fn earliest<'m>(moments: impl Iterator<Item = &'m Moment>) -> Option<Moment> {
    moments.min_by_key(|m| (m.earlier_day(), m.brussels_day())).cloned()
}

impl<'e> Incident<'e> {
    fn read(events: &[&'e Event]) -> Option<Incident<'e>> {
        let first = events.iter().copied().find(|e| e.kind == "incident.add")?;
        let of = |kind: &str| events.iter().copied().filter(|e| e.kind == kind).collect::<Vec<_>>();
        // A correction takes the place of what was recorded before it.
        let mut aware: Vec<Moment> = Vec::new();
        let mut told: Vec<&Event> = of("incident.add");
        told.extend(of("incident.aware-model"));
        told.sort_by_key(|e| e.line);
        for event in told {
            if event.flag("corrects") == Some(true) {
                aware.clear();
            }
            match event.kind.as_str() {
                "incident.add" => aware.extend(event.moment("aware_model")),
                _ => aware.push(event.on.clone()),
            }
        }
        let mut classes: Vec<(&str, Moment)> = Vec::new();
        let mut classified = false;
        let mut declassified = None;
        for &event in events {
            match event.kind.as_str() {
                "incident.add" | "incident.classify" => {
                    // What is told with the awareness was known by then.
                    let told = event.moment("aware_model");
                    let known = earliest(told.iter().chain([&event.on])).unwrap_or_else(|| event.on.clone());
                    for class in event.words("classes") {
                        classified = true;
                        if !classes.iter().any(|(c, _)| *c == class) {
                            classes.push((class, known.clone()));
                        }
                    }
                }
                "incident.declassify" => {
                    classes.retain(|(class, _)| !event.words("classes").any(|c| c == *class));
                    declassified = Some(event);
                }
                _ => {}
            }
        }
        Some(Incident {
            id: &first.id,
            aware: earliest(aware.iter()),
            classes,
            classified,
            near_miss: first.flag("near_miss") == Some(true),
            reports: of("incident.report"),
            resolved: of("incident.resolve"),
            reopened: of("incident.reopen"),
            joined: of("incident.join").first().copied(),
            declassified,
            by: events.to_vec(),
        })
    }

    /// The first report of a stage from a day on.
    fn report(&self, stage: &str, from: Date) -> Option<&'e Event> {
        self.reports.iter().copied().find(|e| e.on.brussels_day() >= from && e.words("stage").any(|s| s == stage))
    }
}

pub(crate) fn all(run: &mut Run<'_>) {
    if run.owed_clock("incident-initial").is_none() {
        return;
    }
    for add in run.of("incident.add") {
        let Some(incident) = Incident::read(&run.record(&add.id)) else { continue };
        // A near miss with a class that was added later is a near miss no more.
        if incident.near_miss && incident.classes.is_empty() {
            continue;
        }
        initial(run, &incident);
        intermediate(run, &incident);
        last(run, &incident);
    }
}

/// The days of the initial report: each class from the later of the two awarenesses, the earliest is due; strictly all from the
/// first awareness, but never before the class was known.
fn initial_days(run: &Run<'_>, aware: &Moment, classes: &[(&str, Moment)]) -> Counted {
    let mut out = Counted::default();
    let Some(clock) = run.clock("incident-initial") else { return out };
    let mut ends: Vec<Date> = Vec::new();
    let mut governing: Option<(Date, Vec<Step>)> = None;
    for (class, known) in classes {
        let Some((_, length)) = clock.classes.iter().find(|(name, _)| name == class) else { continue };
        let later = if known.brussels_day() > aware.brussels_day() { known } else { aware };
        let Some(counted) = count(Regime::Code, later, *length, &run.places) else { continue };
        let Some(strict) = count(Regime::Code, aware, *length, &run.places).and_then(|c| c.target) else { continue };
        let target = strict.max(known.earlier_day());
        let mut steps = counted.steps;
        if later != aware {
            let step = Step::new("class-strict", Reading::Target).text("class", class);
            steps.push(step.day("from", aware.brussels_day()).day("to", strict));
        }
        let step = Step::new("class", Reading::All).text("class", class).text("period", length);
        steps.insert(0, step.day("day", known.brussels_day()));
        out.target = Some(out.target.map_or(target, |t| t.min(target)));
        ends.extend(counted.outer.or(counted.due));
        if let Some(due) = counted.due
            && governing.as_ref().is_none_or(|(day, _)| due < *day)
        {
            governing = Some((due, steps.clone()));
        }
        out.steps.extend(steps);
    }
    if let Some((due, steps)) = governing {
        out.due = Some(due);
        out.target = out.target.map(|target| target.min(due));
        // One class alone needs no word on the others.
        if classes.len() == 1 {
            out.steps = steps;
        }
        out.outer = ends.into_iter().min().filter(|end| *end > due);
    }
    out
}

fn initial(run: &mut Run<'_>, incident: &Incident<'_>) {
    let Some(clock) = run.clock("incident-initial") else { return };
    let mut draft = Draft::new(clock, incident.id);
    draft.by.clone_from(&incident.by);
    draft.period = None;
    if let Some(aware) = &incident.aware {
        draft.start = Some(super::deadline::Start {
            event: "incident.aware-model".to_owned(),
            at: aware.to_string(),
            day: aware.brussels_day(),
        });
    }
    match &incident.aware {
        Some(aware) if !incident.classes.is_empty() => {
            draft.counted = initial_days(run, aware, &incident.classes);
            if let [(class, _)] = incident.classes.as_slice() {
                draft.period = clock.classes.iter().find(|(name, _)| name == class).map(|(_, length)| *length);
            }
        }
        Some(_) => draft = draft.unknown(run.book, "what-class"),
        None => draft = draft.unknown(run.book, "what-awareness"),
    }
    let report = incident.reports.first();
    draft.done = report.map(|e| e.on.brussels_day());
    draft.received = report.and_then(|e| e.day("received"));
    if incident.classified && incident.classes.is_empty() {
        draft.ended = incident.declassified.map(stopped);
    } else if let Some(join) = incident.joined {
        let to = join.get("to").unwrap_or_default();
        let other = Incident::read(&run.record(to));
        let due = other.and_then(|o| o.aware.as_ref().and_then(|aware| initial_days(run, aware, &o.classes).due));
        let faster = draft.counted.due.zip(due).is_some_and(|(own, other)| own < other);
        if faster || due.is_none() || join.flag("keep_own_clock") == Some(true) {
            draft.counted.steps.push(Step::new("keep-join", Reading::All).text("to", to));
        } else {
            let step = Step::new("joined", Reading::All).text("to", to);
            draft.ended = Some((join.on.brussels_day(), State::Joined, step));
        }
    }
    run.keep(draft);
}

/// Every four weeks after the last report while it is not resolved; from the reopening where it was reopened.
fn intermediate(run: &mut Run<'_>, incident: &Incident<'_>) {
    let Some(clock) = run.clock("incident-intermediate") else { return };
    // What happened, in its order: reports, resolutions, reopenings.
    let mut course: Vec<&Event> = incident.reports.clone();
    course.extend(&incident.resolved);
    course.extend(&incident.reopened);
    course.sort_by_key(|e| (e.on.brussels_day(), e.line));
    let mut resolved = false;
    for (number, event) in course.iter().copied().enumerate() {
        let final_report = event.words("stage").any(|s| s == "final");
        match event.kind.as_str() {
            "incident.resolve" => resolved = true,
            "incident.reopen" => resolved = false,
            _ => {}
        }
        let starts = event.kind == "incident.reopen" || (event.kind == "incident.report" && !final_report);
        if resolved || !starts {
            continue;
        }
        let day = event.on.brussels_day();
        let after: Vec<&Event> = course.iter().copied().skip(number + 1).collect();
        let next_report = after.iter().copied().find(|e| e.kind == "incident.report");
        let next_resolved = after.iter().copied().find(|e| e.kind == "incident.resolve");
        // A report of the same day takes its place.
        if next_report.is_some_and(|e| e.on.brussels_day() == day) {
            continue;
        }
        let mut draft = Draft::new(clock, incident.id).started(event);
        draft.day = Some(day);
        draft.counted = run.count(clock, &event.on);
        if event.kind == "incident.reopen" {
            let before = course.iter().take(number).rev().find(|e| e.kind == "incident.report");
            if let Some(target) = before.and_then(|last| run.count(clock, &last.on).target) {
                let target = target.max(day);
                if draft.counted.target.is_some_and(|t| target < t) {
                    draft.counted.target = Some(target);
                    draft.counted.steps.push(Step::new("at-once", Reading::Target).day("day", target));
                }
            }
        }
        let first_resolved = next_resolved
            .filter(|r| next_report.is_none_or(|n| (r.on.brussels_day(), r.line) < (n.on.brussels_day(), n.line)));
        match (first_resolved, next_report) {
            // Resolved within its days: it stops. Later than that, the next report ends it, late.
            (Some(resolved), _)
                if draft.counted.outer.or(draft.counted.due).is_none_or(|end| resolved.on.brussels_day() <= end) =>
            {
                draft.ended = Some(stopped(resolved));
            }
            (_, Some(report)) => draft.done = Some(report.on.brussels_day()),
            _ => {}
        }
        draft.by.extend(next_report);
        draft.by.extend(first_resolved);
        run.keep(draft);
    }
}

/// Sixty days after the incident was resolved.
fn last(run: &mut Run<'_>, incident: &Incident<'_>) {
    let Some(clock) = run.clock("incident-final") else { return };
    for resolved in &incident.resolved {
        let day = resolved.on.brussels_day();
        let mut draft = Draft::new(clock, incident.id).started(resolved);
        draft.day = Some(day);
        draft.counted = run.count(clock, &resolved.on);
        let reopened = incident.reopened.iter().copied().find(|e| (e.on.brussels_day(), e.line) > (day, resolved.line));
        let report = incident.report("final", day);
        let report =
            report.filter(|r| reopened.is_none_or(|o| (r.on.brussels_day(), r.line) < (o.on.brussels_day(), o.line)));
        draft.done = report.map(|e| e.on.brussels_day());
        draft.received = report.and_then(|e| e.day("received"));
        draft.by.extend(report);
        draft.by.extend(reopened);
        draft.ended = reopened.map(stopped);
        run.keep(draft);
    }
}
