//! From a draft to a deadline: whom it binds, how it stands on the day, and what ended it.

use jiff::civil::Date;

use super::book::{ClockDef, ClockForce};
use super::deadline::{Days, Deadline, State, stand};
use super::history::Event;
use super::run::{Draft, Owed, Run};
use super::waive;
use crate::periods::{Moment, Reading, Step};

impl Run<'_> {
    /// Finishes a draft and keeps it.
    pub fn keep(&mut self, draft: Draft<'_>) {
        let deadline = self.finish(draft);
        if self.seen.insert(deadline.id.clone()) {
            self.out.push(deadline);
        }
    }

    fn finish(&self, draft: Draft<'_>) -> Deadline {
        let Draft {
            clock,
            subject,
            day,
            start,
            period,
            mut counted,
            done,
            received,
            ended,
            conditional,
            unsaid,
            mut by,
        } = draft;
        let mut id = format!("{}/{subject}", clock.id);
        if let Some(day) = day {
            id = format!("{id}/{day}");
        }
        let began = start.as_ref().map_or(self.on, |start| start.day);
        let binding = match (clock.force, &clock.chapter) {
            (ClockForce::Act | ClockForce::Template, _) => Some(true),
            (ClockForce::Practice, _) => Some(false),
            (ClockForce::Code, Some(chapter)) => self.is_signed(chapter, began),
            (ClockForce::Code, None) => None,
        };
        let days = Days::from(&counted);
        let mut state = stand(&days, done, self.on, clock);
        let open = matches!(
            state,
            State::Pending | State::Pressing | State::Arguable | State::Missed | State::Unknown | State::Open
        );
        if let Some((on, to, step)) = ended.filter(|_| done.is_none() && open) {
            // What was over before it ended stays missed, and so does what waits or joins too late.
            let in_time = days.end().is_none_or(|end| on <= end) || clock.force == ClockForce::Practice;
            if in_time {
                state = to;
                counted.steps.push(step);
            }
        }
        if let Some(told) = self.accepted.filter(|_| self.ends_with_rebuttal(clock)) {
            let open =
                matches!(state, State::Pending | State::Pressing | State::Arguable | State::Missed | State::Unknown);
            if open && days.end().is_none_or(|end| told <= end) && start.as_ref().is_none_or(|s| s.day <= told) {
                state = State::Stopped;
                counted.steps.push(
                    Step::new("stopped-by", Reading::All).text("what", "event.rebuttal-accepted").day("day", told),
                );
            }
        }
        let waiver = waive::waiver(self, &id, clock, &days, binding, &mut by);
        if let Some(waiver) = &waiver
            && matches!(state, State::Pending | State::Pressing | State::Arguable | State::Missed | State::Unknown)
        {
            if waiver.holds {
                state = State::Waived;
                let until = waiver.until.map_or_else(|| "–".to_owned(), |day| day.to_string());
                counted
                    .steps
                    .push(Step::new("waived", Reading::All).text("ground", &waiver.ground).text("until", until));
            } else {
                let step = Step::new("waiver-over", Reading::All).text("ground", &waiver.ground).day("day", waiver.on);
                counted.steps.push(step);
            }
        }
        // Without a register nobody says what was done: a day that is over is no miss.
        let silent = !self.recorded && clock.id != "notify-systemic" && clock.force != ClockForce::Practice;
        if (silent || unsaid) && matches!(state, State::Missed | State::Arguable) {
            state = State::Unknown;
            let id = if silent { "no-register" } else { "start-unknown" };
            let mut step = Step::new(id, Reading::All);
            if !silent {
                let what = self.book.counting.get("what-done").cloned().unwrap_or_default();
                step = step.words("what", what);
            }
            counted.steps.push(step);
        }
        by.sort_by_key(|event| event.line);
        by.dedup_by(|a, b| std::ptr::eq(*a, *b));
        let changed = by.iter().map(|e| e.recorded.as_ref().unwrap_or(&e.on)).max_by_key(|m| m.brussels_day());
        Deadline {
            id,
            clock: clock.id.clone(),
            subject,
            what: clock.title.clone(),
            start,
            period,
            regime: clock.regime,
            days,
            steps: counted.steps,
            state,
            done_on: done,
            received_late: received.filter(|r| days.due.is_some_and(|due| *r > due && done.is_some_and(|d| d <= due))),
            recorded_late: recorded_late(&by, done, &days).filter(|_| clock.force != ClockForce::Practice),
            force: clock.force,
            binding,
            conditional: conditional
                || self.owed(clock) == Owed::Open
                || (binding.is_none() && clock.force == ClockForce::Code),
            duty: clock.duty.clone(),
            waiver,
            evidence: clock.evidence.clone(),
            doubts: clock.doubts.clone(),
            unclear: clock.unclear.clone(),
            cites: clock.cites.clone(),
            changes: by.len(),
            changed: changed.map(ToString::to_string),
        }
    }

    /// Whether an accepted rebuttal ends the clock: those of Articles 52 and 55 for a model that was presumed.
    fn ends_with_rebuttal(&self, clock: &ClockDef) -> bool {
        clock.id != "notify-again" && clock.duty.as_deref().is_some_and(|d| d == "52-1" || d.starts_with("55-"))
    }
}

/// The day on which something done in time was recorded, where that is after its days were over: by the first entry that says so.
fn recorded_late(by: &[&Event], done: Option<Date>, days: &Days) -> Option<Date> {
    let (done, end) = done.zip(days.end())?;
    let says = by.iter().filter(|e| e.on.brussels_day() == done).filter_map(|e| e.recorded.as_ref());
    let first = says.map(Moment::brussels_day).min()?;
    (done <= end && first > end).then_some(first)
}
