//! What the clocks are derived from on one day: the events up to it, what is known of model and provider, which duties are owed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::book::{ClockBook, ClockDef};
use super::deadline::{Deadline, Start, State};
use super::history::Event;
use crate::assess::DutyStatus;
use crate::periods::{Counted, Length, Moment, Places, Reading, Step, count, fixed};

/// Whether a clock's duty is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owed {
    Yes,
    /// That is open.
    Open,
    No,
}

/// What the clocks are derived from.
pub(crate) struct Run<'r> {
    pub book: &'r ClockBook,
    pub places: Places<'r>,
    pub on: Date,
    /// Whether a register was read; without one nothing says what was done.
    pub recorded: bool,
    /// Events up to the day, in the order of their days.
    pub events: Vec<&'r Event>,
    /// The same by kind.
    pub kinds: BTreeMap<&'r str, Vec<&'r Event>>,
    /// The same by record.
    pub records: BTreeMap<&'r str, Vec<&'r Event>>,
    /// Waivers by the deadline that they name.
    pub waivers: BTreeMap<&'r str, Vec<&'r Event>>,
    /// The name of the model.
    pub model: String,
    /// Each duty: owed, and owed if the asker is the provider.
    pub duties: BTreeMap<String, Owed>,
    /// The day on which the engine says that each duty falls due.
    pub due: BTreeMap<String, Date>,
    /// Whether the model was placed before Chapter V applied; `None` while that is open.
    pub legacy: Option<bool>,
    /// First day of Chapter V.
    pub start: Date,
    /// Last day of the transition.
    pub legacy_end: Date,
    /// The first placing on the Union market, real or planned, with where it is said.
    pub placed: Option<Start>,
    /// The first placing by the answers alone.
    pub placed_by_answers: Option<Date>,
    /// Days of the placing where answers and register name different ones; empty where they do not.
    pub placed_otherwise: Vec<Date>,
    /// The same of the provider's first model.
    pub first_placed: Option<Start>,
    /// The day on which the provider was told that its rebuttal was accepted.
    pub accepted: Option<Date>,
    /// Chapters signed by the answers; `None` where nobody said.
    pub signed: Option<Vec<String>>,
    /// When the threshold was known to be met, by each source.
    pub threshold: Vec<(Moment, String)>,
    /// When the notification was sent, by each source.
    pub notified: Vec<(Moment, String)>,
    /// When the provider was told of a designation.
    pub designated: Vec<(Moment, String)>,
    /// Whether a summary is named.
    pub summary_named: bool,
    /// Whether the answers say that there is no summary.
    pub summary_denied: bool,
    /// Whether technical documentation is named.
    pub documentation_named: bool,
    pub out: Vec<Deadline>,
    pub seen: BTreeSet<String>,
}

/// A deadline being put together.
pub(crate) struct Draft<'d> {
    pub clock: &'d ClockDef,
    pub subject: String,
    /// The start day in the id, of recurring clocks.
    pub day: Option<Date>,
    pub start: Option<Start>,
    pub period: Option<Length>,
    pub counted: Counted,
    pub done: Option<Date>,
    pub received: Option<Date>,
    /// What ended it, with a day and the state it leaves.
    pub ended: Option<(Date, State, Step)>,
    /// Whether it is open that the clock runs, beside its duty.
    pub conditional: bool,
    /// Whether something else than the register could say that it was done.
    pub unsaid: bool,
    /// The events that made it what it is.
    pub by: Vec<&'d Event>,
}

impl<'d> Draft<'d> {
    /// A draft of a clock on a subject.
    pub fn new(clock: &'d ClockDef, subject: impl Into<String>) -> Draft<'d> {
        Draft {
            clock,
            subject: subject.into(),
            day: None,
            start: None,
            period: clock.period,
            counted: Counted::default(),
            done: None,
            received: None,
            ended: None,
            conditional: false,
            unsaid: false,
            by: Vec::new(),
        }
    }

    /// The same, started by an event.
    pub fn started(mut self, event: &'d Event) -> Draft<'d> {
        self.start = Some(start(event));
        self.by.push(event);
        self
    }

    /// The same, its start unknown: `what` is the entry that says what is missing.
    pub fn unknown(mut self, book: &ClockBook, what: &'static str) -> Draft<'d> {
        let words = book.counting.get(what).cloned().unwrap_or_default();
        self.counted.steps.push(Step::new("start-unknown", Reading::All).words("what", words));
        self
    }
}

/// What started a clock.
pub(crate) fn start(event: &Event) -> Start {
    Start { event: event.kind.clone(), at: event.on.to_string(), day: event.on.brussels_day() }
}

impl<'r> Run<'r> {
    /// The clock of an id in force on a day; `None` where the law book has none.
    pub fn clock(&self, id: &str) -> Option<&'r ClockDef> {
        self.book.clock(id, self.on)
    }

    /// The clock, if its duty is owed or that is open.
    pub fn owed_clock(&self, id: &str) -> Option<&'r ClockDef> {
        self.clock(id).filter(|clock| self.owed(clock) != Owed::No)
    }

    /// Whether the duty of a clock is owed.
    pub fn owed(&self, clock: &ClockDef) -> Owed {
        clock.duty.as_ref().map_or(Owed::Yes, |duty| self.duties.get(duty).copied().unwrap_or(Owed::No))
    }

    /// Whether the duty of a clock is certainly owed: only then is silence about it worth a line.
    pub fn certainly(&self, id: &str) -> bool {
        self.clock(id).is_some_and(|clock| self.owed(clock) == Owed::Yes)
    }

    /// Events of a kind about this model.
    pub fn of(&self, kind: &str) -> Vec<&'r Event> {
        self.of_provider(kind).into_iter().filter(|e| self.is_ours(e)).collect()
    }

    /// Events of a kind about the provider, whatever the model.
    pub fn of_provider(&self, kind: &str) -> Vec<&'r Event> {
        self.kinds.get(kind).cloned().unwrap_or_default()
    }

    /// Events of a record.
    pub fn record(&self, id: &str) -> Vec<&'r Event> {
        self.records.get(id).cloned().unwrap_or_default()
    }

    /// Whether an event is about this model.
    pub fn is_ours(&self, event: &Event) -> bool {
        match event.get("model") {
            None | Some("model") => true,
            Some(name) => name.to_lowercase() == self.model.to_lowercase(),
        }
    }

    /// Counts the clock's period from a moment.
    pub fn count(&self, clock: &ClockDef, from: &Moment) -> Counted {
        clock.period.map_or_else(Counted::default, |period| self.count_length(clock, from, period))
    }

    /// Counts another length under the clock's regime.
    pub fn count_length(&self, clock: &ClockDef, from: &Moment, length: Length) -> Counted {
        count(clock.regime, from, length, &self.places).unwrap_or_default()
    }

    /// A fixed day.
    pub fn fixed(&self, day: Date, before: bool) -> Counted {
        fixed(day, before)
    }

    /// The day on which the model must meet what a duty asks at placing: the placing, or the end of the transition; later where
    /// the duty came about later.
    pub fn placing(&self, duty: &str) -> Option<(Date, Option<Start>, Vec<Step>)> {
        let (day, start, mut steps) = self.placed_on()?;
        match self.due.get(duty) {
            Some(due) if *due > day => {
                steps.push(Step::new("owed-from", Reading::All).day("day", *due));
                Some((*due, start, steps))
            }
            _ => Some((day, start, steps)),
        }
    }

    /// The day of placing, or the end of the transition.
    fn placed_on(&self) -> Option<(Date, Option<Start>, Vec<Step>)> {
        match (self.legacy, &self.placed) {
            (Some(true), placed) => {
                let step = Step::new("legacy", Reading::All).day("day", self.start).day("to", self.legacy_end);
                Some((self.legacy_end, placed.clone(), vec![step]))
            }
            (_, Some(placed)) => {
                let mut steps = Vec::new();
                if !self.placed_otherwise.is_empty() {
                    let days: Vec<String> = self.placed_otherwise.iter().map(ToString::to_string).collect();
                    steps.push(Step::new("dates-disagree", Reading::All).text("days", days.join(", ")));
                }
                Some((placed.day.max(self.start), Some(placed.clone()), steps))
            }
            (_, None) => None,
        }
    }

    /// Whether a chapter of the Code was signed on a day, by events and answers; `None` where nobody said, or they differ.
    pub fn is_signed(&self, chapter: &str, on: Date) -> Option<bool> {
        let by_events = |on: Date| {
            let mut signs = self.of_provider("event.code-signed");
            signs.extend(self.of_provider("event.code-withdrawn"));
            signs.sort_by_key(|e| e.on.brussels_day());
            let mut known = None;
            for event in signs.into_iter().filter(|e| e.words("chapters").any(|c| c == chapter)) {
                if event.on.brussels_day() <= on {
                    known = Some(event.kind == "event.code-signed");
                } else {
                    known = known.or(Some(event.kind == "event.code-withdrawn"));
                }
            }
            known
        };
        let answered = self.signed.as_ref().map(|signed| signed.iter().any(|c| c == chapter));
        match (by_events(self.on), answered) {
            (Some(now), Some(answered)) if now != answered => None,
            (Some(_), _) => by_events(on),
            (None, answered) => answered,
        }
    }
}

/// The status of a duty as a clock sees it.
pub(crate) fn owed(status: DutyStatus, if_provider: DutyStatus) -> Owed {
    match (status, if_provider) {
        (DutyStatus::Applies, _) => Owed::Yes,
        (DutyStatus::Open, DutyStatus::Applies | DutyStatus::Open) => Owed::Open,
        _ => Owed::No,
    }
}

/// Of events on one day the last: what recurs begins anew once a day.
pub(crate) fn last_of_each_day<'e>(events: impl IntoIterator<Item = &'e Event>) -> Vec<&'e Event> {
    let mut out: Vec<&Event> = Vec::new();
    for event in events {
        match out.last_mut().filter(|last| last.on.brussels_day() == event.on.brussels_day()) {
            Some(last) => *last = event,
            None => out.push(event),
        }
    }
    out
}

/// What stopped a clock: its day, the state it leaves, the step that says so.
pub(crate) fn stopped(what: &Event) -> (Date, State, Step) {
    let start = start(what);
    let step = Step::new("stopped-by", Reading::All).text("what", &start.event).day("day", start.day);
    (start.day, State::Stopped, step)
}
