//! Waivers: a ground, an end, and what makes the ground fall away. A waiver never moves a day; while it holds, nothing is asked.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::book::{ClockDef, ClockForce};
use super::deadline::{Days, Waiver};
use super::history::Event;
use super::run::Run;

/// Grounds that say that nothing was due, so that they may be recorded afterwards.
const NOTHING_WAS_DUE: [&str; 4] = ["not-owed", "sme-exempted", "unchanged", "similarly-safe"];

/// The last waiver of a deadline, and whether it holds.
pub(crate) fn waiver<'e>(
    run: &Run<'e>,
    id: &str,
    clock: &ClockDef,
    days: &Days,
    binding: Option<bool>,
    by: &mut Vec<&'e Event>,
) -> Option<Waiver> {
    let Some(waivers) = run.waivers.get(id) else { return exempted(run, clock, by) };
    by.extend(waivers);
    let event = waivers.last()?;
    let ground = event.get("ground").unwrap_or_default();
    let on = event.on.brussels_day();
    let until = event.day("successor_on").or(event.day("until"));
    let in_time = days.end().is_none_or(|end| on <= end) || NOTHING_WAS_DUE.contains(&ground);
    let running = until.is_none_or(|end| run.on <= end);
    let holds = in_time && fits(run, ground, event, clock, binding) && (running || kept(run, ground, until, on));
    Some(Waiver { ground: ground.to_owned(), on, until, holds })
}

/// A report that the AI Office lets a smaller provider leave out, by the reference it gave.
fn exempted<'e>(run: &Run<'e>, clock: &ClockDef, by: &mut Vec<&'e Event>) -> Option<Waiver> {
    let events = run.of_provider("event.sme-exempted");
    let event = events.into_iter().find(|e| e.get("clock") == Some(clock.id.as_str()))?;
    by.push(event);
    let holds = clock.force == ClockForce::Code && event.get("reference").is_some();
    Some(Waiver { ground: "sme-exempted".to_owned(), on: event.on.brussels_day(), until: None, holds })
}

/// Whether a ground can be one for this clock at all.
fn fits(run: &Run<'_>, ground: &str, event: &Event, clock: &ClockDef, binding: Option<bool>) -> bool {
    let referenced = event.get("reference").is_some();
    let since = |kinds: &[&str]| {
        let of = |kind: &&str| run.of_provider(kind).iter().any(|e| e.on.brussels_day() > event.on.brussels_day());
        kinds.iter().any(of)
    };
    match (clock.force, ground) {
        (ClockForce::Act | ClockForce::Template, "extended-by-authority") => referenced && event.get("until").is_some(),
        (ClockForce::Act | ClockForce::Template, _) => false,
        (_, "exceptional-circumstances") => clock.force == ClockForce::Code,
        (_, "unchanged") => !since(&["event.change-planned", "event.further-training", "event.ground-known"]),
        (_, "similarly-safe") => !since(&["event.reference-lost"]),
        (_, "sme-exempted") => referenced || !run.of_provider("event.sme-exempted").is_empty(),
        (_, "other-means") => binding == Some(false),
        (_, "successor") => {
            let latest = event.on.brussels_day().checked_add(1.month()).ok();
            event.day("successor_on").zip(latest).is_some_and(|(day, latest)| day <= latest)
        }
        (_, "not-owed") => true,
        (_, "extended-by-authority") => event.get("until").is_some(),
        _ => false,
    }
}

/// Whether a ground has come true, so that its end no longer matters: the successor was placed in time.
fn kept(run: &Run<'_>, ground: &str, until: Option<Date>, on: Date) -> bool {
    let placed = run.of_provider("event.successor-placed");
    ground == "successor"
        && placed.iter().any(|e| {
            let day = e.on.brussels_day();
            day >= on && until.is_none_or(|end| day <= end)
        })
}
