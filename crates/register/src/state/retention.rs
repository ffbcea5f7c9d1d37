//! How long private values are kept: what `tidy` may take away, and when. Our own numbers, which the settings change.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::complaint::Complaint;
use super::{erased, held};
use crate::step::Step;

/// The last day on which the private values of a complaint are kept; `None` while it is open, held or nothing is left.
pub fn complaint_until(steps: &[Step], months: i64, quarantine_days: i64) -> Option<Date> {
    let complaint = Complaint::of(steps);
    if held(steps) || (!erased(steps).is_empty() && !steps.iter().any(|s| has_more(s, steps))) {
        return None;
    }
    let day = |text: &str| gpai_rules::periods::Moment::parse(text).ok().map(|m| m.brussels_day());
    if complaint.quarantined {
        return day(&complaint.received)?.checked_add(quarantine_days.days()).ok();
    }
    day(complaint.closed.as_deref()?)?.checked_add(months.months()).ok()
}

/// The last day on which what waits in quarantine is kept, whatever it says it is; `None` where it does not wait.
pub fn quarantine_until(steps: &[Step], days: i64) -> Option<Date> {
    let first = steps.first().filter(|s| s.verb.ends_with(".add") && s.flag("quarantined"))?;
    let waits = !steps.iter().any(|s| s.verb.ends_with(".release"));
    let left = erased(steps).is_empty() || steps.iter().any(|s| has_more(s, steps));
    if held(steps) || !waits || !left {
        return None;
    }
    let on = gpai_rules::periods::Moment::parse(&first.on).ok()?;
    on.brussels_day().checked_add(days.days()).ok()
}

/// Whether a step holds a private value that no erasure names.
fn has_more(step: &Step, all: &[Step]) -> bool {
    let gone: Vec<String> = all.iter().filter(|s| s.verb == "record.erase").flat_map(|s| s.words("values")).collect();
    step.private.keys().any(|field| field != "works" && !gone.contains(&format!("{}:{field}", step.name())))
}
