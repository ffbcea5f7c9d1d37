//! The clocks and events of the law book: `law/clocks.toml`, `law/events.toml` and, for the calendars, `law/holidays.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::periods::{Calendars, Length, Regime};
use crate::toml_place::{PlacedError, Table};
use crate::words::Words;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClockBook {
    /// The clocks, in the order of the file.
    pub clocks: Vec<ClockDef>,
    /// The kinds of events, in the order of the file.
    pub events: Vec<EventDef>,
    /// What the groups of events are called, in the order of the file.
    pub groups: Vec<(String, Words)>,
    /// Doubts by id.
    pub readings: BTreeMap<String, Words>,
    /// What the steps of a count say, by id.
    pub counting: BTreeMap<String, Words>,
    /// Holidays.
    pub calendars: Calendars,
}

/// How binding a clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockForce {
    /// The Act or the GDPR.
    Act,
    /// The Notice on the mandatory template.
    Template,
    /// The Code of Practice: binds who signed the chapter.
    Code,
    /// A reminder of ours.
    Practice,
}

impl ClockForce {
    const ALL: [ClockForce; 4] = [ClockForce::Act, ClockForce::Template, ClockForce::Code, ClockForce::Practice];

    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            ClockForce::Act => "act",
            ClockForce::Template => "template",
            ClockForce::Code => "code",
            ClockForce::Practice => "practice",
        }
    }
}

/// A clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockDef {
    /// Id.
    pub id: String,
    /// The duty that it is part of.
    pub duty: Option<String>,
    /// The chapter of the Code whose signatories it binds.
    pub chapter: Option<String>,
    /// How binding it is.
    pub force: ClockForce,
    /// How it counts.
    pub regime: Regime,
    /// How long it runs, where it has one length.
    pub period: Option<Length>,
    /// A second length: before placing, or by how much it is prolonged.
    pub other: Option<Length>,
    /// Lengths by class of harm.
    pub classes: Vec<(String, Length)>,
    /// Events and facts that start it.
    pub starts: Vec<String>,
    /// Events and facts that stop it.
    pub stops: Vec<String>,
    /// Events of other kinds that may move its days later.
    pub later: Vec<String>,
    /// Doubts that bite.
    pub doubts: Vec<String>,
    /// First day.
    pub from: Date,
    /// Last day, if it has ended.
    pub until: Option<Date>,
    /// The day somebody last compared it with its source.
    pub reread: Date,
    /// Provisions.
    pub cites: Vec<String>,
    /// What is to be done, in a few words.
    pub title: Words,
    /// Which papers prove it.
    pub evidence: Words,
    /// What is unclear about it alone.
    pub unclear: Option<Words>,
}

/// A kind of event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDef {
    /// `event.notification-sent`.
    pub kind: String,
    /// Its group.
    pub group: String,
    /// What it says beside its day.
    pub asks: Vec<Ask>,
    /// What happened.
    pub title: Words,
}

/// What an event says beside its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Name of the attribute.
    pub name: String,
    /// Its type.
    pub kind: AskKind,
    /// Whether the event cannot do without it.
    pub needed: bool,
}

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskKind {
    /// Free text.
    Text,
    /// A day.
    Day,
    /// A day, or a time with its offset.
    Moment,
    /// Yes or no.
    YesNo,
    /// A length such as `10 working_days`.
    Length,
    /// Classes of harm.
    Classes,
    /// Chapters of the Code.
    Chapters,
    /// Words with commas between.
    Words,
}

impl AskKind {
    const ALL: [(AskKind, &'static str); 8] = [
        (AskKind::Text, "text"),
        (AskKind::Day, "day"),
        (AskKind::Moment, "moment"),
        (AskKind::YesNo, "yes-no"),
        (AskKind::Length, "length"),
        (AskKind::Classes, "classes"),
        (AskKind::Chapters, "chapters"),
        (AskKind::Words, "words"),
    ];
}

impl ClockBook {
    /// A clock in the version of a day; before its first and after its last version, the nearest.
    pub fn clock(&self, id: &str, on: Date) -> Option<&ClockDef> {
        let mut versions = self.clocks.iter().filter(|clock| clock.id == id);
        let current = versions.clone().find(|c| c.from <= on && c.until.is_none_or(|until| on <= until));
        current.or_else(|| versions.next())
    }

    /// A kind of event.
    pub fn event(&self, kind: &str) -> Option<&EventDef> {
        self.events.iter().find(|event| event.kind == kind)
    }

    /// Adds the entries of a law file.
    pub(crate) fn read(&mut self, root: &Table<'_, '_>) -> Result<(), PlacedError> {
        self.calendars.read(root)?;
        for table in root.tables("clock")? {
            let clock = read_clock(&table)?;
            if self.clocks.iter().any(|c| c.id == clock.id && c.until.is_none() && clock.until.is_none()) {
                return Err(table.error(format!("the clock `{}` has two versions without end", clock.id)));
            }
            self.clocks.push(clock);
        }
        for table in root.tables("event-group")? {
            let group = (table.str("id")?, Words::read(&table, "title")?);
            table.finish()?;
            self.groups.push(group);
        }
        for table in root.tables("event")? {
            let event = read_event(&table)?;
            if self.event(&event.kind).is_some() {
                return Err(table.error(format!("the event `{}` is described twice", event.kind)));
            }
            self.events.push(event);
        }
        for (key, to) in [("reading", &mut self.readings), ("counting", &mut self.counting)] {
            for table in root.tables(key)? {
                let (id, text) = (table.str("id")?, Words::read(&table, "text")?);
                table.finish()?;
                if to.insert(id, text).is_some() {
                    return Err(table.error("this entry is described twice"));
                }
            }
        }
        Ok(())
    }

    /// What the entries name that is not there: to be told with the entry's name.
    pub(crate) fn loose_ends(&self, known: &dyn Fn(&str) -> bool, duty: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut out = Vec::new();
        for clock in &self.clocks {
            let named = clock.starts.iter().chain(&clock.stops).chain(&clock.later);
            for name in named.filter(|name| self.event(name).is_none() && !known(name)) {
                out.push(format!("the clock `{}` names `{name}`, which is no event and no fact", clock.id));
            }
            for id in clock.doubts.iter().filter(|id| !self.readings.contains_key(*id)) {
                out.push(format!("the clock `{}` names the doubt `{id}`, which no [[reading]] describes", clock.id));
            }
            if let Some(id) = clock.duty.as_ref().filter(|id| !duty(id)) {
                out.push(format!("the clock `{}` names the duty `{id}`, which is none", clock.id));
            }
        }
        for event in &self.events {
            if !self.groups.iter().any(|(id, _)| *id == event.group) {
                out.push(format!("the event `{}` names the group `{}`, which is none", event.kind, event.group));
            }
        }
        out
    }
}

fn words(table: &Table<'_, '_>, key: &'static str) -> Result<Vec<String>, PlacedError> {
    Ok(table.list(key)?.into_iter().map(|(text, _)| text).collect())
}

fn length(table: &Table<'_, '_>, key: &'static str) -> Result<Option<Length>, PlacedError> {
    let Some(text) = table.opt_str(key)? else { return Ok(None) };
    let length = Length::parse(&text);
    length.map(Some).ok_or_else(|| table.error(format!("`{text}` is no length such as P2W or 5 working days")))
}

fn read_clock(table: &Table<'_, '_>) -> Result<ClockDef, PlacedError> {
    let force = table.str("force")?;
    let regime = table.str("regime")?;
    let mut classes = Vec::new();
    for text in words(table, "classes")? {
        let parts = text.split_once(' ').and_then(|(class, length)| Some((class.to_owned(), Length::parse(length)?)));
        classes.push(parts.ok_or_else(|| table.error(format!("`{text}` is no class with its length")))?);
    }
    let clock = ClockDef {
        id: table.str("id")?,
        duty: table.opt_str("duty")?,
        chapter: table.opt_str("chapter")?,
        force: ClockForce::ALL
            .into_iter()
            .find(|f| f.word() == force)
            .ok_or_else(|| table.error(format!("`{force}` is no force: act, template, code or practice")))?,
        regime: Regime::of_word(&regime)
            .ok_or_else(|| table.error(format!("`{regime}` is no regime; see crates/rules/src/periods/count.rs")))?,
        period: length(table, "period")?,
        other: length(table, "other")?,
        classes,
        starts: words(table, "starts")?,
        stops: words(table, "stops")?,
        later: words(table, "later")?,
        doubts: words(table, "doubts")?,
        from: table.need_date("from")?,
        until: table.date("until")?,
        reread: table.need_date("reread")?,
        cites: words(table, "cites")?,
        title: Words::read(table, "title")?,
        evidence: Words::read(table, "evidence")?,
        unclear: Words::read_optional(table, "unclear")?,
    };
    table.finish()?;
    if clock.cites.is_empty() {
        return Err(table.error("no citation").help("nothing enters the law book without its source"));
    }
    if clock.force == ClockForce::Code && clock.chapter.is_none() {
        return Err(table.error(format!("the clock `{}` is of the Code and names no chapter", clock.id)));
    }
    Ok(clock)
}

fn read_event(table: &Table<'_, '_>) -> Result<EventDef, PlacedError> {
    let mut asks = Vec::new();
    for text in words(table, "asks")? {
        let wrong = || table.error(format!("`{text}` is no attribute with its type, such as `version text`"));
        let (name, kind) = text.split_once(' ').ok_or_else(wrong)?;
        let (kind, _) = AskKind::ALL.into_iter().find(|(_, word)| *word == kind).ok_or_else(wrong)?;
        let needed = name.ends_with('!');
        asks.push(Ask { name: name.trim_end_matches('!').to_owned(), kind, needed });
    }
    let event =
        EventDef { kind: table.str("kind")?, group: table.str("group")?, asks, title: Words::read(table, "title")? };
    table.finish()?;
    Ok(event)
}
