//! When a duty falls due (Articles 52(1), 53-55, 111(3), 113; Regulation 1182/71 for periods), and the fine ceiling.

use jiff::civil::Date;

use crate::decide::{Decision, Decisions, Known};
use crate::engine::{Engine, Target};
use crate::fact::{Facts, Value};
use crate::law::{DueKind, Duty};
use crate::names;
use crate::number::{Interval, Number};
use crate::periods::calendar::COMMISSION;
use crate::periods::{Calendar, Length, Moment, Places, Regime, Unit, count};

/// Names of the law's days and amounts that the arithmetic below needs.
pub(crate) mod ids {
    /// First day of Chapter V.
    pub const CHAPTER_V: &str = "chapter-v-applies";
    /// Last day of the transition for models placed before.
    pub const LEGACY_END: &str = "legacy-end";
    /// First day of fines.
    pub const FINES: &str = "fines-apply";
    /// Days within which to notify.
    pub const NOTIFY_DAYS: &str = "notify-within";
    /// Compute above which high-impact capabilities are presumed.
    pub const SYSTEMIC: &str = "systemic-presumption";
    /// Fixed part of the ceiling.
    pub const FINE_FIXED: &str = "fine-fixed";
    /// Percent of turnover.
    pub const FINE_PERCENT: &str = "fine-percent";
}

impl Engine<'_> {
    fn day_of(&self, known: &Known, fact: &str) -> Option<Date> {
        match known.values.get(self.position(fact)?)?.as_ref()? {
            Value::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// The day on which the provider was told that its rebuttal was accepted.
    fn accepted_on(&self, known: &Known) -> Option<Date> {
        let rebuttal = known.values.get(self.position(names::SYSTEMIC_REBUTTAL)?)?.as_ref()?;
        (*rebuttal == Value::Word("accepted".to_owned())).then(|| self.day_of(known, names::SYSTEMIC_REBUTTAL_ON))?
    }

    /// The day a duty falls due under what is known; `None` where none can be given yet.
    ///
    /// `known` should hold the assumption that the asker is the provider, so that a date can be given early.
    pub(crate) fn due(&self, known: &Known, duty: &Duty, extra: &DueFacts) -> Option<Date> {
        let start = self.law.day(ids::CHAPTER_V)?;
        let legacy_end = self.law.day(ids::LEGACY_END)?;
        let legacy = match duty.due {
            // While that is open, the earlier of the two days is the careful one.
            DueKind::Notification => extra.legacy.unwrap_or(false),
            _ => extra.legacy?,
        };
        let placing = match legacy {
            true => Some(legacy_end),
            false => self.day_of(known, names::MARKET_FIRST_AVAILABLE).map(|day| day.max(start)),
        };
        let designated = self.day_of(known, names::SYSTEMIC_DESIGNATED_ON);
        let known_on = extra.threshold_known_on;
        match duty.due {
            DueKind::Placing => {
                let due = self.after_threshold(known, duty, placing?, known_on);
                self.after_designation(known, duty, due, designated)
            }
            DueKind::Notification if legacy => self.after_designation(known, duty, legacy_end, designated),
            DueKind::Notification => {
                let days = self.law.amount(ids::NOTIFY_DAYS, self.as_of)?.to_string().parse::<u16>().ok()?;
                // A day before the answer to an accepted rebuttal is that of the first notification, not of a new one.
                let answered = self.accepted_on(known);
                let from = known_on.filter(|day| answered.is_none_or(|told| *day > told))?.max(start);
                self.last_day(from, Length::new(days, Unit::Days))
            }
            DueKind::SystemicRisk => {
                let base = placing?;
                // From the first of what brings it about: the threshold becoming known, the provider being informed.
                let first = [known_on, designated].into_iter().flatten().min();
                let from_threshold = match (legacy, first) {
                    (false, Some(day)) => base.max(day),
                    _ => base,
                };
                self.after_designation(known, duty, from_threshold, designated)
            }
        }
    }

    /// A duty that is owed only because the Commission designated the model is not due before the provider was informed;
    /// `None` where it is open whether it was owed before.
    fn after_designation(&self, known: &Known, duty: &Duty, due: Date, designated: Option<Date>) -> Option<Date> {
        let (Some(day), Some(fact)) = (designated, self.position(names::SYSTEMIC_DESIGNATED_ON)) else {
            return Some(due);
        };
        let mut without = known.clone();
        if let Some(slot) = without.values.get_mut(fact) {
            *slot = None;
        }
        let target = Target::Applies(duty.id.clone());
        match self.decide_all(&without).of(&target) {
            Decision::Yes(_) => Some(due),
            Decision::No(_) => Some(due.max(day)),
            Decision::Open => (due >= day).then_some(due),
        }
    }

    /// A duty that was not owed until the compute passed the line of Article 51(2), because the model was exempt until then
    /// (Articles 53(2), 54(6)) or purely internal, is not due before the provider knew of it.
    fn after_threshold(&self, known: &Known, duty: &Duty, due: Date, known_on: Option<Date>) -> Date {
        let (Some(day), Some(line)) = (known_on, self.law.amount(ids::SYSTEMIC, self.as_of)) else { return due };
        let mut before = known.clone();
        for fact in
            [names::COMPUTE_UPDATE_FLOP, names::COMPUTE_CUMULATIVE_FLOP, names::COMPUTE_EXPECTED_CUMULATIVE_FLOP]
        {
            let Some(slot) = self.position(fact).and_then(|place| before.values.get_mut(place)) else { continue };
            // What was more than the line had been at most the line before it passed it; the rest stays as it is.
            if let Some(Value::Number(amount)) = slot
                && amount.low > *line
            {
                *slot = Some(Value::Number(Interval { low: line.clone(), best: None, high: line.clone() }));
            }
        }
        match self.decide_all(&before).of(&Target::Applies(duty.id.clone())) {
            Decision::No(_) => due.max(day),
            Decision::Yes(_) | Decision::Open => due,
        }
    }

    /// The last day of a period to whose end the Commission is the addressee, as the clocks count it (`periods`).
    fn last_day(&self, from: Date, length: Length) -> Option<Date> {
        let weekends = Calendar::weekends();
        let commission = self.law.clocks.calendars.get(COMMISSION).unwrap_or(&weekends);
        let places = Places { commission, own: &weekends, zone: None };
        count(Regime::Act, &Moment::day(from), length, &places)?.due
    }

    /// Ceiling of a fine under Article 101(1): 3 % of worldwide turnover or EUR 15 million, whichever is higher.
    pub fn fine_ceiling(&self, turnover: &Number) -> Option<Number> {
        let percent = self.law.amount(ids::FINE_PERCENT, self.as_of)?.to_string().parse().ok()?;
        let fixed = self.law.amount(ids::FINE_FIXED, self.as_of)?;
        Some(turnover.percent(percent).max(fixed.clone()))
    }
}

/// What due dates need besides the duty and what is known: the same for every duty.
#[derive(Clone, Debug, Default)]
pub(crate) struct DueFacts {
    /// A date that no condition tests.
    pub threshold_known_on: Option<Date>,
    /// Whether the model was placed before Chapter V applied; `None` while that is open.
    pub legacy: Option<bool>,
}

impl DueFacts {
    /// What the facts and the decisions under what is known say.
    pub(crate) fn new(facts: &Facts, decisions: &Decisions<'_>) -> Self {
        DueFacts {
            threshold_known_on: match facts.value(names::SYSTEMIC_THRESHOLD_KNOWN_ON) {
                Some(Value::Date(day)) => Some(day),
                _ => None,
            },
            legacy: match decisions.of(&Target::Proposition("legacy".to_owned())) {
                Decision::Yes(_) => Some(true),
                Decision::No(_) => Some(false),
                Decision::Open => None,
            },
        }
    }
}
