//! A deadline: what is to be done, by when in three readings, who is bound, how it stands, and why.

use jiff::civil::Date;

use crate::periods::{Counted, Length, Regime, Step};
use crate::words::{Language, Words};

use super::book::{ClockBook, ClockDef, ClockForce};

/// How a deadline stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Open, the target not yet over.
    Pending,
    /// Open, between target and due.
    Pressing,
    /// Open, between due and the end by analogy.
    Arguable,
    /// Open, and over in every reading.
    Missed,
    /// Open in the other sense: what may be done from a day on may be done.
    Open,
    /// Done by the due day.
    Done,
    /// Done between due and the end by analogy.
    DoneArguable,
    /// Done after the end.
    DoneLate,
    /// Waived, with a ground.
    Waived,
    /// It runs no longer.
    Stopped,
    /// Reported with another record.
    Joined,
    /// It waits for somebody else.
    Waiting,
    /// What starts it, or whether it was done, is not known.
    Unknown,
}

impl State {
    /// All of them.
    pub const ALL: [State; 13] = [
        State::Pending,
        State::Pressing,
        State::Arguable,
        State::Missed,
        State::Open,
        State::Done,
        State::DoneArguable,
        State::DoneLate,
        State::Waived,
        State::Stopped,
        State::Joined,
        State::Waiting,
        State::Unknown,
    ];

    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Pressing => "pressing",
            State::Arguable => "arguable",
            State::Missed => "missed",
            State::Open => "open",
            State::Done => "done",
            State::DoneArguable => "done_arguable",
            State::DoneLate => "done_late",
            State::Waived => "waived",
            State::Stopped => "stopped",
            State::Joined => "joined",
            State::Waiting => "waiting",
            State::Unknown => "unknown",
        }
    }

    /// Whether nothing more is to be done about it.
    pub fn is_over(self) -> bool {
        matches!(
            self,
            State::Done | State::DoneArguable | State::DoneLate | State::Waived | State::Stopped | State::Joined
        )
    }
}

/// What started a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The kind of event, or the fact.
    pub event: String,
    /// As it was written.
    pub at: String,
    /// The day in Brussels.
    pub day: Date,
}

/// A waiver that was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// Its ground.
    pub ground: String,
    /// When it was recorded to hold from.
    pub on: Date,
    /// Its end, where it has one.
    pub until: Option<Date>,
    /// Whether it holds on the day.
    pub holds: bool,
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// `CLOCK/SUBJECT` or `CLOCK/SUBJECT/START-DAY`; stable for the life of the register.
    pub id: String,
    /// The clock.
    pub clock: String,
    /// What it is about: `model`, `provider`, a record.
    pub subject: String,
    /// What is to be done.
    pub what: Words,
    /// What started it; `None` while that is not known.
    pub start: Option<Start>,
    /// Its length, where it has one.
    pub period: Option<Length>,
    /// How it was counted.
    pub regime: Regime,
    /// Its days.
    pub days: Days,
    /// Why.
    pub steps: Vec<Step>,
    /// How it stands.
    pub state: State,
    /// The day it was done.
    pub done_on: Option<Date>,
    /// Receipt on a day after the due day of what was sent in time.
    pub received_late: Option<Date>,
    /// The day on which it was recorded that it was done, where it was done in time and recorded only after its days were over.
    pub recorded_late: Option<Date>,
    /// How binding the clock is.
    pub force: ClockForce,
    /// Whether it binds this provider; `None` while that is not known.
    pub binding: Option<bool>,
    /// Whether it is still open that the duty is owed or the clock runs.
    pub conditional: bool,
    /// The duty it is part of.
    pub duty: Option<String>,
    /// A waiver.
    pub waiver: Option<Waiver>,
    /// Which papers to keep.
    pub evidence: Words,
    /// Ids of doubts that bite.
    pub doubts: Vec<String>,
    /// What is unclear about this clock alone.
    pub unclear: Option<Words>,
    /// Provisions.
    pub cites: Vec<String>,
    /// How many events changed it, and when the last of them was recorded or happened.
    pub changes: usize,
    /// The time of the last of them, as it was written.
    pub changed: Option<String>,
}

/// The days of a deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// By the strict count.
    pub target: Option<Date>,
    /// The last day that is stood behind.
    pub due: Option<Date>,
    /// By analogy.
    pub outer: Option<Date>,
    /// The first day on which it is arguable that something may be done.
    pub from: Option<Date>,
    /// The first day on which it certainly may be done.
    pub safe_from: Option<Date>,
}

impl From<&Counted> for Days {
    fn from(c: &Counted) -> Self {
        Days { target: c.target, due: c.due, outer: c.outer, from: c.from, safe_from: c.safe_from }
    }
}

impl Days {
    /// The last day in any reading.
    pub fn end(&self) -> Option<Date> {
        self.outer.or(self.due)
    }

    /// The day by which it is sorted and shown.
    pub fn first(&self) -> Option<Date> {
        self.target.or(self.from).or(self.due)
    }
}

impl Deadline {
    /// Whether it is failed in a way that counts: missed or arguable, binding, and certainly owed. Of those who did not sign
    /// the Code, the one that is presumed from its end on.
    pub fn is_failed(&self) -> bool {
        let open = matches!(self.state, State::Missed | State::Arguable);
        open && !self.conditional && (self.binding == Some(true) || self.is_presumed_gap())
    }

    /// Article 55(1)(c) asks everybody to report without undue delay, and the Code's days are what that typically takes.
    pub fn is_presumed_gap(&self) -> bool {
        self.clock == "incident-initial" && self.state == State::Missed && !self.conditional
    }

    /// By how many days it was done after the due day; 0 where it was not.
    pub fn days_late(&self) -> usize {
        let days = self.done_on.zip(self.days.due).map_or(0, |(done, due)| (done - due).get_days());
        usize::try_from(days).unwrap_or(0)
    }

    /// The steps in one language.
    pub fn steps_in(&self, book: &ClockBook, language: Language) -> Vec<String> {
        let text = |step: &Step| book.counting.get(step.id).map(|text| step.fill(text, language));
        self.steps.iter().filter_map(text).collect()
    }
}

/// How long something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    /// What: `VER-1/model-documentation@1.0`.
    pub subject: String,
    /// The last day.
    pub until: Option<Date>,
    /// The first day on which it may go.
    pub may_delete_from: Option<Date>,
    /// Provisions.
    pub cites: Vec<String>,
}

/// How an open or done deadline stands, by its days alone.
pub fn stand(days: &Days, done: Option<Date>, on: Date, clock: &ClockDef) -> State {
    let Some(due) = days.due else {
        return match days.from {
            Some(_) if done.is_some() => State::Done,
            Some(from) if on >= from => State::Open,
            Some(_) => State::Pending,
            None => State::Unknown,
        };
    };
    let practice = clock.force == ClockForce::Practice;
    let (target, end) = (days.target.unwrap_or(due), days.outer.unwrap_or(due));
    match done {
        Some(done) if practice || done <= due => State::Done,
        Some(done) if done <= end => State::DoneArguable,
        Some(_) => State::DoneLate,
        None if on <= target => State::Pending,
        None if practice || on <= due => State::Pressing,
        None if on <= end => State::Arguable,
        None => State::Missed,
    }
}
