//! The arithmetic of Regulation 1182/71 and the regimes built on it. Days in, days out; every step is written down.

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::{Calendar, is_weekend};
use super::length::{Length, Unit};
use super::moment::Moment;
use super::steps::{Reading, Step};
use crate::words::Words;

/// How a clock counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Regime {
    /// An act of the Union whose addressee is the Commission: Regulation 1182/71 binds.
    Act,
    /// The Code or the Notice: strict days bind, the Regulation counts by analogy at most.
    Code,
    /// The Code, but somebody else than the Commission is the addressee: zone and holidays of the provider.
    CodeLocal,
    /// Working days: strictly Monday to Friday, due without the Commission's holidays.
    WorkingDays,
    /// Article 12(3) GDPR: the Regulation binds, with zone and holidays of the provider.
    Gdpr,
    /// So long before a day; never moved.
    Backward,
    /// The earliest day on which something may be done.
    NotBefore,
    /// A day and no period; never moved.
    FixedDate,
    /// How long something is kept: the later reading is the careful one.
    Keep,
    /// A reminder of ours that no law asks for.
    Practice,
}

impl Regime {
    /// All of them.
    pub const ALL: [Regime; 10] = [
        Regime::Act,
        Regime::Code,
        Regime::CodeLocal,
        Regime::WorkingDays,
        Regime::Gdpr,
        Regime::Backward,
        Regime::NotBefore,
        Regime::FixedDate,
        Regime::Keep,
        Regime::Practice,
    ];

    /// The word used in the law book.
    pub fn word(self) -> &'static str {
        match self {
            Regime::Act => "act",
            Regime::Code => "code",
            Regime::CodeLocal => "code-local",
            Regime::WorkingDays => "working-days",
            Regime::Gdpr => "gdpr",
            Regime::Backward => "backward",
            Regime::NotBefore => "not-before",
            Regime::FixedDate => "fixed-date",
            Regime::Keep => "keep",
            Regime::Practice => "practice",
        }
    }

    /// The regime of a word.
    pub fn of_word(word: &str) -> Option<Regime> {
        Regime::ALL.into_iter().find(|regime| regime.word() == word)
    }
}

/// Whose holidays and whose day count.
#[derive(Clone, Copy, Debug)]
pub struct Places<'c> {
    /// The Commission's holidays.
    pub commission: &'c Calendar,
    /// The provider's own holidays.
    pub own: &'c Calendar,
    /// The provider's zone; `None` is that of Brussels.
    pub zone: Option<&'c TimeZone>,
}

impl Places<'_> {
    /// The day of a moment where the provider is.
    pub fn own_day(&self, moment: &Moment) -> Date {
        self.zone.map_or_else(|| moment.brussels_day(), |zone| moment.day_in(zone))
    }
}

/// What a count gave. All days are last days, save `from` and `safe_from`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// By the strict count.
    pub target: Option<Date>,
    /// The last day that is stood behind.
    pub due: Option<Date>,
    /// The last day by analogy, where it is later.
    pub outer: Option<Date>,
    /// The first day on which it is arguable that something may be done.
    pub from: Option<Date>,
    /// The first day on which it certainly may be done.
    pub safe_from: Option<Date>,
    /// Why.
    pub steps: Vec<Step>,
}

/// Counts a period from a moment under a regime; `None` where no calendar holds the day.
pub fn count(regime: Regime, start: &Moment, length: Length, places: &Places<'_>) -> Option<Counted> {
    let early = start.earlier_day();
    let brussels = start.brussels_day();
    let mut out = Counted { steps: event_steps(regime, start, early, brussels), ..Counted::default() };
    let weekends = Calendar::weekends();
    let steps = &mut out.steps;
    match regime {
        Regime::Act => {
            let target = strict(early, length, steps)?;
            let due =
                counted_by_regulation(brussels, length, places.commission, Reading::Due, early != brussels, steps)?;
            (out.target, out.due) = (Some(target.min(due)), Some(due));
        }
        Regime::Gdpr => {
            let own = places.own_day(start);
            let target = strict(early.min(own), length, steps)?;
            let due = counted_by_regulation(own, length, places.own, Reading::Due, early != own, steps)?;
            (out.target, out.due) = (Some(target.min(due)), Some(due));
        }
        Regime::Code | Regime::CodeLocal => {
            let (day, calendar) = match regime {
                Regime::CodeLocal => (places.own_day(start), places.own),
                _ => (brussels, places.commission),
            };
            let early = early.min(day);
            let target = strict(early, length, steps)?;
            let due = raw(day, length, &weekends)?;
            if due != target {
                steps.push(Step::new("due-from-brussels", Reading::Due).day("day", day).day("to", due));
            }
            let outer = counted_by_regulation(day, length, calendar, Reading::Outer, false, steps)?;
            (out.target, out.due, out.outer) = (Some(target), Some(due), Some(outer).filter(|outer| *outer > due));
        }
        Regime::WorkingDays => {
            let target = raw(early, length, &weekends)?;
            steps.push(working("working-days-strict", Reading::Target, early, target, length, &weekends));
            let due = raw(brussels, length, places.commission)?;
            if due != target {
                steps.push(working("working-days", Reading::Due, brussels, due, length, places.commission));
            }
            (out.target, out.due) = (Some(target.min(due)), Some(due));
        }
        Regime::Backward => {
            let due = back(brussels, length)?;
            steps.push(Step::new("backward", Reading::Due).day("from", brussels).day("to", due));
            let mut target = back(early, length)?;
            while is_weekend(target) {
                target = target.yesterday().ok()?;
            }
            if target != due {
                steps.push(Step::new("backward-target", Reading::Target).day("from", due).day("to", target));
            }
            (out.target, out.due) = (Some(target), Some(due));
        }
        Regime::NotBefore => {
            let from = raw(brussels, length, &weekends)?;
            steps.push(Step::new("not-before", Reading::Target).day("to", from));
            let end = counted_by_regulation(brussels, length, places.commission, Reading::Due, false, steps)?;
            let safe = end.tomorrow().ok()?;
            steps.push(Step::new("safe-from", Reading::Due).day("to", safe));
            (out.from, out.safe_from) = (Some(from), Some(safe));
        }
        Regime::Keep => {
            let day = early.max(brussels).max(start.local_day());
            let first = raw(day, length, &weekends)?;
            steps.push(same_day(day, first, length, Reading::Target));
            let rolled = counted_by_regulation(day, length, &weekends, Reading::Due, false, steps)?;
            out.due = Some(first.max(rolled));
        }
        Regime::FixedDate => {
            (out.target, out.due) = (Some(brussels), Some(brussels));
        }
        Regime::Practice => {
            let own = places.own_day(start);
            let target = raw(early.min(own), length, &weekends)?;
            steps.push(match length.unit {
                Unit::WorkingDays => working("working-days-strict", Reading::Target, early, target, length, &weekends),
                _ => same_day(early.min(own), target, length, Reading::Target),
            });
            (out.target, out.due) = (Some(target), Some(target));
        }
    }
    Some(out)
}

/// A day and no period: the target is the day itself or, where something must come before it, the day before.
pub fn fixed(day: Date, before: bool) -> Counted {
    let target = if before { day.yesterday().unwrap_or(day) } else { day };
    let id = if before { "before-day" } else { "fixed-date" };
    let steps = vec![Step::new(id, Reading::All).day("day", day)];
    Counted { target: Some(target), due: Some(day), steps, ..Counted::default() }
}

/// Which day the count begins from.
fn event_steps(regime: Regime, start: &Moment, early: Date, brussels: Date) -> Vec<Step> {
    match regime {
        Regime::FixedDate => vec![Step::new("fixed-date", Reading::All).day("day", brussels)],
        Regime::Backward => Vec::new(),
        _ if early != brussels || start.local_day() != brussels => {
            let step = Step::new("event-two-days", Reading::All).text("stamp", start);
            vec![step.day("local", start.local_day()).day("brussels", brussels)]
        }
        _ => vec![Step::new("event", Reading::All).day("day", brussels)],
    }
}

/// The strict count, written down.
fn strict(day: Date, length: Length, steps: &mut Vec<Step>) -> Option<Date> {
    let weekends = Calendar::weekends();
    let target = raw(day, length, &weekends)?;
    steps.push(match length.unit {
        Unit::WorkingDays => working("working-days-strict", Reading::Target, day, target, length, &weekends),
        _ => same_day(day, target, length, Reading::Target),
    });
    Some(target)
}

/// The end of a period without moving it.
pub fn raw(day: Date, length: Length, calendar: &Calendar) -> Option<Date> {
    let n = i64::from(length.count);
    match length.unit {
        Unit::Days => day.checked_add(n.days()).ok(),
        Unit::Weeks => day.checked_add(n.weeks()).ok(),
        // The same date, or the last day of a month that has none such.
        Unit::Months => day.checked_add(n.months()).ok(),
        Unit::Years => day.checked_add(n.years()).ok(),
        Unit::WorkingDays => {
            let mut at = day;
            for _ in 0..length.count {
                at = next_working(at, calendar)?;
            }
            Some(at)
        }
    }
}

/// The same length before a day.
fn back(day: Date, length: Length) -> Option<Date> {
    let n = i64::from(length.count);
    match length.unit {
        Unit::Days => day.checked_sub(n.days()).ok(),
        Unit::Weeks => day.checked_sub(n.weeks()).ok(),
        Unit::Months => day.checked_sub(n.months()).ok(),
        Unit::Years => day.checked_sub(n.years()).ok(),
        Unit::WorkingDays => {
            let mut at = day;
            for _ in 0..length.count {
                at = at.yesterday().ok()?;
                while is_weekend(at) {
                    at = at.yesterday().ok()?;
                }
            }
            Some(at)
        }
    }
}

/// The first working day after a day.
fn next_working(day: Date, calendar: &Calendar) -> Option<Date> {
    let mut at = day.tomorrow().ok()?;
    while !calendar.works(at) {
        at = at.tomorrow().ok()?;
    }
    Some(at)
}

/// Article 3(4): a period whose last day is a holiday, Sunday or Saturday ends with the next working day.
pub fn roll(day: Date, calendar: &Calendar) -> Option<Date> {
    if calendar.works(day) { Some(day) } else { next_working(day, calendar) }
}

/// Article 3(5): a period of two days or more holds at least two working days.
pub fn two(event: Date, end: Date, calendar: &Calendar) -> Option<Date> {
    if event.tomorrow().ok()? >= end {
        return Some(end);
    }
    let second = next_working(next_working(event, calendar)?, calendar)?;
    Some(end.max(second))
}

/// The end of a period under Regulation 1182/71, with the steps that move it.
fn counted_by_regulation(
    event: Date,
    length: Length,
    calendar: &Calendar,
    of: Reading,
    tell_end: bool,
    steps: &mut Vec<Step>,
) -> Option<Date> {
    let end = raw(event, length, calendar)?;
    if tell_end {
        steps.push(same_day(event, end, length, of));
    }
    let rolled = roll(end, calendar)?;
    if rolled != end {
        let id = if of == Reading::Outer { "roll-analogy" } else { "roll" };
        steps.push(Step::new(id, of).day("from", end).day("to", rolled).words("why", why_not(end, rolled, calendar)));
    }
    // A single day is no period of two days or more, however far its end was moved.
    let single = length.count == 1 && matches!(length.unit, Unit::Days | Unit::WorkingDays);
    let ended = if single { rolled } else { two(event, rolled, calendar)? };
    if ended != rolled {
        let id = if of == Reading::Outer { "two-analogy" } else { "two" };
        steps.push(Step::new(id, of).day("from", rolled).day("to", ended));
    }
    if !calendar.lists(ended.year()) && calendar.years().next().is_some() {
        steps.push(Step::new("weekends-only", of).text("year", ended.year()));
    }
    Some(ended)
}

/// Days are counted; weeks, months and years end on the day with the same name or date.
fn same_day(from: Date, to: Date, length: Length, of: Reading) -> Step {
    let id = match length.unit {
        Unit::Days => "days",
        Unit::WorkingDays => "working-days",
        Unit::Months | Unit::Years if to.day() != from.day() => "clamped",
        _ => "same-day",
    };
    Step::new(id, of).text("period", length).day("from", from).day("to", to)
}

fn working(id: &'static str, of: Reading, from: Date, to: Date, length: Length, calendar: &Calendar) -> Step {
    let between = calendar.holidays().filter(|(day, _)| *day > from && *day <= to);
    let days: Vec<(String, String)> = between
        .map(|(day, name)| {
            let (en, zh) = (&name.en, &name.zh);
            (format!("{day} {en}"), format!("{day} {zh}"))
        })
        .collect();
    let without = match days.as_slice() {
        [] => Words { en: String::new(), zh: String::new() },
        days => Words {
            en: format!(", without {}", days.iter().map(|d| d.0.as_str()).collect::<Vec<_>>().join(", ")),
            zh: format!("，不计{}", days.iter().map(|d| d.1.as_str()).collect::<Vec<_>>().join("、")),
        },
    };
    Step::new(id, of).text("count", length.count).day("from", from).day("to", to).words("without", without)
}

/// Why the days from one to before the other are no working days: the holidays by name.
fn why_not(from: Date, to: Date, calendar: &Calendar) -> Words {
    let names: Vec<&Words> = calendar.holidays().filter(|(d, _)| *d >= from && *d < to).map(|(_, n)| n).collect();
    let mut distinct: Vec<&Words> = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    match distinct.as_slice() {
        [] => {
            let saturday = from.weekday() == jiff::civil::Weekday::Saturday;
            Words {
                en: if saturday { "Saturday" } else { "Sunday" }.to_owned(),
                zh: if saturday { "周六" } else { "周日" }.to_owned(),
            }
        }
        names => Words {
            en: names.iter().map(|n| n.en.as_str()).collect::<Vec<_>>().join(", "),
            zh: names.iter().map(|n| n.zh.as_str()).collect::<Vec<_>>().join("、"),
        },
    }
}
