//! The dated events of a register, in the order in which it knows them, and their form as lines of JSON
//! (`gpai-register-history/1`). Nothing of a person is in it: what a complainant wrote stays in the register.
//!
//! The first line says the format and what holds for the whole; each other line is one event:
//!
//! ```text
//! {"format":"gpai-register-history/1","register":"6f0c…","zone":"Europe/Brussels"}
//! {"on":"2026-09-04T09:12:00+02:00","do":"incident.aware-model","id":"INC-1","recorded":"2026-09-04T07:20:11.000Z","basis":"suspected"}
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use crate::periods::Moment;
use crate::toml_place::parse_date;

/// The name of the form, with its version.
pub const FORMAT: &str = "gpai-register-history/1";
/// The longest line that is read, in bytes.
pub const LONGEST_LINE: usize = 64 << 10;
/// The most events that are read.
pub const MOST_EVENTS: usize = 1_000_000;
/// Keys of a line that are no attributes.
const OWN: [&str; 4] = ["on", "do", "id", "recorded"];

/// The dated events of one register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Id of the register, from which calendar entries get theirs; empty where the events come from elsewhere.
    pub register: String,
    /// The register's zone by name; empty is Europe/Brussels.
    pub zone: String,
    /// Days on which the provider does not work, beside weekends: for periods whose addressee is not the Commission.
    pub holidays: Vec<Date>,
    /// Why the register does not verify, in a few words; empty where it does.
    pub broken: String,
    /// Whether the register names where rightsholders can write; `None` where it does not say.
    pub contact: Option<bool>,
    /// What the register has to say of itself and of its records, beside the events.
    pub remarks: Vec<Remark>,
    /// The events, in the register's own order: the later one is the one that was recorded later.
    pub events: Vec<Event>,
}

/// One dated event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened.
    pub on: Moment,
    /// What happened: `incident.add`, `event.notification-sent`. The kinds are those of `law/events.toml`.
    pub kind: String,
    /// The record it belongs to, such as `INC-20260904-K7Q2`; empty where it belongs to none.
    pub id: String,
    /// When it was recorded, RFC 3339; `None` where nobody recorded it.
    pub recorded: Option<Moment>,
    /// Everything else, as text: yes-no is `yes` or `no`, a list has commas between its words, a table `name=value` pairs.
    pub with: BTreeMap<String, String>,
    /// The line it stands on, counted from 1; 0 where it stands in no file.
    pub line: usize,
}

/// What a register has to say beside its events, written as `CODE AT`: what it says, and of what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// One of [`remarks`], or what a newer register says, which is left alone.
    pub code: String,
    /// A record or one of its papers; empty where it is of the whole register.
    pub at: String,
}

/// The codes of remarks.
pub mod remarks {
    /// Decisions of one record that did not know of each other.
    pub const CONFLICT: &str = "decisions-conflict";
    /// The register lies where it may become public.
    pub const PUBLIC: &str = "register-public";
    /// An archived paper is not there any more.
    pub const GONE: &str = "paper-gone";
}

/// Why a history cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{line}: {message}")]
pub struct HistoryError {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl Event {
    /// An event that happened then, nothing else known.
    pub fn new(on: Moment, kind: impl Into<String>) -> Event {
        Event { on, kind: kind.into(), id: String::new(), recorded: None, with: BTreeMap::new(), line: 0 }
    }

    /// The same event of a record.
    pub fn of(mut self, id: impl Into<String>) -> Event {
        self.id = id.into();
        self
    }

    /// The same event with an attribute.
    pub fn with(mut self, name: &str, value: impl ToString) -> Event {
        self.with.insert(name.to_owned(), value.to_string());
        self
    }

    /// An attribute; `None` where it is not given or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.with.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Whether an attribute says yes, or no; `None` where it says neither.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)? {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        }
    }

    /// The words of a list.
    pub fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        self.get(name).unwrap_or_default().split(',').map(str::trim).filter(|word| !word.is_empty())
    }

    /// A moment among the attributes.
    pub fn moment(&self, name: &str) -> Option<Moment> {
        Moment::parse(self.get(name)?).ok()
    }

    /// A day among the attributes.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.moment(name).map(|moment| moment.brussels_day())
    }
}

impl History {
    /// Adds an event as the one recorded last.
    pub fn add(&mut self, mut event: Event) {
        event.line = self.events.last().map_or(1, |last| last.line) + 1;
        self.events.push(event);
    }

    /// Reads the lines.
    ///
    /// # Errors
    /// The first line that cannot be read, with the mend.
    pub fn read(text: &str) -> Result<History, HistoryError> {
        let mut history: Option<History> = None;
        for (number, line) in text.lines().enumerate() {
            let line_number = number + 1;
            let error = |message: String| HistoryError { line: line_number, message };
            if line.trim().is_empty() {
                continue;
            }
            if line.len() > LONGEST_LINE {
                return Err(error(format!("the line is longer than {LONGEST_LINE} bytes")));
            }
            let map = object(line).map_err(error)?;
            match &mut history {
                None => history = Some(head(&map).map_err(error)?),
                Some(history) if history.events.len() >= MOST_EVENTS => {
                    return Err(error(format!("more than {MOST_EVENTS} events")));
                }
                Some(history) => {
                    let mut event = event(map).map_err(error)?;
                    event.line = line_number;
                    history.events.push(event);
                }
            }
        }
        history.ok_or(HistoryError { line: 1, message: format!("nothing is in it; {}", first_line()) })
    }

    /// Writes the lines: the same history gives the same bytes.
    pub fn write(&self) -> String {
        let mut head = Map::new();
        head.insert("format".to_owned(), FORMAT.into());
        for (key, text) in [("register", &self.register), ("zone", &self.zone), ("broken", &self.broken)] {
            if !text.is_empty() {
                head.insert(key.to_owned(), text.as_str().into());
            }
        }
        if !self.holidays.is_empty() {
            let days: Vec<Json> = self.holidays.iter().map(|day| day.to_string().into()).collect();
            head.insert("holidays".to_owned(), days.into());
        }
        if let Some(contact) = self.contact {
            head.insert("contact".to_owned(), contact.into());
        }
        if !self.remarks.is_empty() {
            let all = self.remarks.iter().map(|r| format!("{} {}", r.code, r.at).trim_end().into());
            head.insert("remarks".to_owned(), all.collect::<Vec<Json>>().into());
        }
        let mut out = String::new();
        let _ = writeln!(out, "{}", Json::Object(head));
        for event in &self.events {
            let mut line = Map::new();
            line.insert("on".to_owned(), event.on.to_string().into());
            line.insert("do".to_owned(), event.kind.as_str().into());
            if !event.id.is_empty() {
                line.insert("id".to_owned(), event.id.as_str().into());
            }
            if let Some(recorded) = &event.recorded {
                line.insert("recorded".to_owned(), recorded.to_string().into());
            }
            for (name, value) in event.with.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
                line.insert(name.clone(), value.as_str().into());
            }
            let _ = writeln!(out, "{}", Json::Object(line));
        }
        out
    }
}

/// What the first line has to be.
fn first_line() -> String {
    format!("the first line must be {{\"format\":\"{FORMAT}\"}}")
}

fn object(line: &str) -> Result<Map<String, Json>, String> {
    match serde_json::from_str(line) {
        Ok(Json::Object(map)) => Ok(map),
        Ok(_) => Err("each line must be one object of JSON, such as {\"on\":\"2026-11-02\",\"do\":…}".to_owned()),
        Err(error) => Err(format!("no JSON: {error}")),
    }
}

fn head(map: &Map<String, Json>) -> Result<History, String> {
    match map.get("format").and_then(Json::as_str) {
        Some(FORMAT) => {}
        Some(other) => return Err(format!("the format `{other}` is not known here, only `{FORMAT}`")),
        None => return Err(first_line()),
    }
    let mut history = History::default();
    for (key, value) in map {
        let text = || value.as_str().map(str::to_owned).ok_or_else(|| format!("`{key}` must be a text"));
        match key.as_str() {
            "format" => {}
            "register" => history.register = text()?,
            "zone" => history.zone = text()?,
            "broken" => history.broken = text()?,
            "contact" => history.contact = Some(value.as_bool().ok_or("`contact` must be true or false")?),
            "remarks" => {
                let wrong = || "`remarks` must be a list of texts such as \"decisions-conflict CMP-1\"".to_owned();
                for remark in value.as_array().ok_or_else(wrong)? {
                    let text = remark.as_str().ok_or_else(wrong)?;
                    let (code, at) = text.split_once(' ').unwrap_or((text, ""));
                    history.remarks.push(Remark { code: code.to_owned(), at: at.to_owned() });
                }
            }
            "holidays" => {
                let wrong = || "`holidays` must be a list of days such as \"2026-10-03\"".to_owned();
                for day in value.as_array().ok_or_else(wrong)? {
                    history.holidays.push(day.as_str().and_then(parse_date).ok_or_else(wrong)?);
                }
            }
            other => return Err(format!("unknown key `{other}` in the first line")),
        }
    }
    history.holidays.sort();
    history.holidays.dedup();
    history.remarks.sort();
    history.remarks.dedup();
    Ok(history)
}

fn event(map: Map<String, Json>) -> Result<Event, String> {
    let text = |key: &str| map.get(key).and_then(Json::as_str);
    let on = text("on").ok_or("`on` is missing: when it happened")?;
    let kind = text("do").ok_or("`do` is missing: what happened, such as `event.notification-sent`")?;
    let mut event = Event::new(Moment::parse(on).map_err(|e| format!("`on`: {e}"))?, kind);
    if let Some(id) = map.get("id") {
        event.id = id.as_str().ok_or("`id` must be a text")?.to_owned();
    }
    if let Some(recorded) = map.get("recorded") {
        let recorded = recorded.as_str().ok_or("`recorded` must be a text")?;
        event.recorded = Some(Moment::parse(recorded).map_err(|e| format!("`recorded`: {e}"))?);
    }
    for (name, value) in map.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
        let value = attribute(value)
            .ok_or_else(|| format!("`{name}` must be a text, yes or no, a whole number, or a list or table of such"))?;
        event.with.insert(name.clone(), value);
    }
    Ok(event)
}

/// An attribute as text.
fn attribute(value: &Json) -> Option<String> {
    let single = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(true) => Some("yes".to_owned()),
        Json::Bool(false) => Some("no".to_owned()),
        Json::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    };
    match value {
        Json::Null => Some(String::new()),
        Json::Array(list) => Some(list.iter().map(single).collect::<Option<Vec<_>>>()?.join(",")),
        Json::Object(map) => {
            let pairs = map.iter().map(|(key, value)| Some(format!("{key}={}", single(value)?)));
            Some(pairs.collect::<Option<Vec<_>>>()?.join(","))
        }
        single_value => single(single_value),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    const HEAD: &str = "{\"format\":\"gpai-register-history/1\"}\n";

    fn refusal(text: &str) -> String {
        History::read(text).unwrap_err().to_string()
    }

    #[test]
    fn a_line_is_an_event_with_its_attributes_as_text() {
        let line = r#"{"on":"2026-09-04","do":"incident.add","id":"INC-1","classes":["death","harm"],"times":3,"near_miss":false,"documents":{"model-report":"1.0"}}"#;
        let history = History::read(&format!("{HEAD}\n{line}\n")).unwrap();
        let event = &history.events[0];
        assert_eq!((event.kind.as_str(), event.id.as_str(), event.line), ("incident.add", "INC-1", 3));
        assert_eq!(event.words("classes").collect::<Vec<_>>(), ["death", "harm"]);
        assert_eq!((event.get("times"), event.flag("near_miss")), (Some("3"), Some(false)));
        assert_eq!(event.get("documents"), Some("model-report=1.0"));
        assert_eq!((event.get("basis"), event.flag("basis")), (None, None));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let moment = |text: &str| Moment::parse(text).unwrap();
        let mut sent = Event::new(moment("2026-09-07T17:00:00+02:00"), "incident.report").of("INC-1");
        sent = sent.with("stage", "initial").with("why", "a \"quoted\" reason\nof two lines 中文");
        sent.recorded = Some(moment("2026-09-07T15:01:02.003Z"));
        let history = History {
            register: "6f0c".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            holidays: vec![Date::constant(2026, 10, 3)],
            broken: String::new(),
            contact: Some(false),
            remarks: vec![
                Remark { code: remarks::CONFLICT.to_owned(), at: "CMP-1".to_owned() },
                Remark { code: remarks::PUBLIC.to_owned(), at: String::new() },
            ],
            events: vec![Event::new(moment("2026-02-19"), "event.notification-sent"), sent],
        };
        let mut read = History::read(&history.write()).unwrap();
        assert_eq!(read.write(), history.write());
        for event in &mut read.events {
            event.line = 0;
        }
        assert_eq!(read, history);
    }

    #[test]
    fn a_refusal_names_the_line_and_the_mend() {
        assert!(refusal("").contains("the first line must be"), "{}", refusal(""));
        assert!(refusal("{\"on\":\"2026-01-01\"}").starts_with("1: the first line must be"));
        assert!(refusal("{\"format\":\"gpai-register-history/2\"}").contains("`gpai-register-history/2` is not known"));
        assert!(refusal(&format!("{HEAD}[]")).starts_with("2: each line must be one object"));
        assert!(refusal(&format!("{HEAD}{{\"on\"")).starts_with("2: no JSON"));
        assert!(refusal(&format!("{HEAD}{{\"do\":\"x\"}}")).starts_with("2: `on` is missing"));
        assert!(refusal(&format!("{HEAD}{{\"on\":\"2026-01-01\"}}")).starts_with("2: `do` is missing"));
        let zoneless = format!("{HEAD}{{\"on\":\"2026-01-01T10:00:00\",\"do\":\"x\"}}");
        assert!(refusal(&zoneless).contains("needs its offset"));
        let deep = format!("{HEAD}{{\"on\":\"2026-01-01\",\"do\":\"x\",\"a\":[[1]]}}");
        assert!(refusal(&deep).contains("`a` must be a text"));
        let nested = format!("{HEAD}{}", "[".repeat(5000));
        assert!(refusal(&nested).starts_with("2: no JSON"));
        assert!(refusal(&format!("{HEAD}{}", "x".repeat(LONGEST_LINE + 1))).contains("longer than"));
    }
}
