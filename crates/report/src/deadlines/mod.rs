//! Deadlines in machine formats: `gpai-deadlines/1`, a calendar, a table. Nothing of a complainant is in any of them.

use gpai_rules::clocks::deadline::{Deadline, State};
use gpai_rules::clocks::derive::Deadlines;
use gpai_rules::law::{Language, Law};
use jiff::ToSpan as _;
use jiff::civil::Date;

pub mod csv;
pub mod ics;
pub mod json;

/// Name and version of the JSON form.
pub const FORMAT: &str = "gpai-deadlines/1";
/// For how many days a deadline that is over is still listed.
const LISTED: i32 = 30;

/// What there is to show.
pub struct View<'a> {
    /// The law book.
    pub law: &'a Law,
    /// The day.
    pub on: Date,
    /// The model's name; a stranger's text.
    pub model: &'a str,
    /// Language of texts.
    pub language: Language,
    /// Everything that was derived.
    pub deadlines: &'a Deadlines,
    /// Also what has been over for long.
    pub all: bool,
    /// Only what is open and begins to press within so many days.
    pub within: Option<u16>,
    /// What was read of the register.
    pub register: RegisterView<'a>,
    /// Days before the day on which a calendar reminds.
    pub alarms: &'a [u16],
    /// Whether a calendar also shows until when things are kept.
    pub with_retention: bool,
}

/// What was read of a register.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegisterView<'a> {
    /// Its id; empty where it has none.
    pub id: &'a str,
    /// Its zone by name; empty is Europe/Brussels.
    pub zone: &'a str,
    /// Why it was found and not read; empty where it was read, or none was found.
    pub unread: &'a str,
}

impl View<'_> {
    /// The deadlines that are shown, in their order.
    pub fn rows(&self) -> Vec<&Deadline> {
        self.rows_since(LISTED)
    }

    /// The same, with what has been over for at most so many days.
    fn rows_since(&self, days: i32) -> Vec<&Deadline> {
        let oldest = self.on.checked_sub(days.days()).unwrap_or(self.on);
        let last = self.within.and_then(|n| self.on.checked_add(i32::from(n).days()).ok());
        let shown = |d: &&Deadline| {
            let over = d.done_on.or(d.days.end()).or(d.days.from);
            let recent = self.all || !d.state.is_over() || over.is_none_or(|day| day >= oldest);
            let near = last.is_none_or(|last| !d.state.is_over() && d.days.first().is_none_or(|day| day <= last));
            recent && near
        };
        self.deadlines.all.iter().filter(shown).collect()
    }

    /// The zone by name.
    pub fn zone(&self) -> &str {
        if self.register.zone.is_empty() { "Europe/Brussels" } else { self.register.zone }
    }
}

/// Whether a state calls for a look.
pub fn is_pressing(state: State) -> bool {
    matches!(state, State::Pressing | State::Arguable | State::Missed)
}
