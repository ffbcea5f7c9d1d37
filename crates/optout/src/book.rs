//! The reviewed data: what each protocol is, who stands behind it, what is doubtful about it; the agents by their tokens; and
//! the Commission's list, as long as there is none: empty. The text is `law/protocols.toml`; others may hand over their own.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::input::{Agent, PolicyToken};
use crate::protocols::PROTOCOLS;

/// The book that comes with the crate: name and text.
pub const BOOK: (&str, &str) = ("law/protocols.toml", include_str!("../data/protocols.toml"));

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// How a statement was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Read in the specification or its source.
    Read,
    /// Read in a reliable description.
    Described,
    /// From general knowledge, not read again.
    General,
    /// Doubtful, or not found.
    Doubtful,
}

/// What stands behind a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// A standard of a standards body.
    Standard,
    /// A report of a community group at a standards body.
    Community,
    /// A draft of a standards body.
    Draft,
    /// A specification or convention of an industry.
    Industry,
    /// A control of single operators.
    Operator,
    /// Sentences of people: no protocol at all.
    Words,
    /// No reservation at all.
    None,
}

/// A protocol, or what is taken for one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// Who stands behind it.
    pub standing: Standing,
    /// Whether the Code of Practice names it.
    pub code: bool,
    /// Its weight under Measure 1.3: `1` named by the Code, `2b` widely used, `2c` others, `N` natural language, `-` no
    /// reservation. What is on the Commission's list is `2a`, see [`Book::tier`].
    pub tier: String,
    /// Version that is read.
    pub version: String,
    /// Where it is written.
    pub source: String,
    /// How that was come by.
    pub mark: Mark,
    /// The day somebody last compared the entry with its source.
    pub reread: String,
    /// What it says and to whom.
    pub about: Text,
    /// What is doubtful.
    #[serde(default)]
    pub doubts: Vec<Text>,
    /// The remarks its reading may make.
    #[serde(default)]
    pub notes: BTreeMap<String, Text>,
}

/// What an agent does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Never fetches; its group governs the use of what another token fetches.
    Control,
    /// Collects for training.
    Training,
    /// Data sets and scrapers whose output feeds training.
    Data,
    /// An index for answers or search.
    Search,
    /// Fetches what a user asked for.
    User,
    /// Browses or codes on a user's behalf.
    Agent,
    /// Several of these, or unclear.
    Mixed,
    /// A policy token: names a purpose, not an agent.
    Policy,
}

/// Whether an operator says that its agent follows robots.txt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Follows {
    /// It says so.
    Yes,
    /// It says it does not, or is listed as not doing so.
    No,
    /// Not known.
    #[default]
    Unclear,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its product token.
    pub token: String,
    /// Other spellings of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Who runs it; empty where not known.
    #[serde(default)]
    pub operator: String,
    /// What it does.
    pub class: Class,
    /// Whether it is said to follow robots.txt.
    #[serde(default)]
    pub follows: Follows,
    /// Tokens it follows where its own has no group.
    #[serde(default)]
    pub fallback: Vec<String>,
    /// Control tokens for what it fetches.
    #[serde(default)]
    pub controls: Vec<String>,
    /// One of the widely known training tokens that tell a general reservation.
    #[serde(default)]
    pub major: bool,
    /// From when on the row holds, where known.
    pub since: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// Where it is written, if elsewhere than the table's source.
    pub source: Option<String>,
    /// How that was come by, if otherwise than the table.
    pub mark: Option<Mark>,
    /// What else is to be said.
    pub note: Option<Text>,
}

/// The table of agents.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agents {
    /// Where it was taken from.
    pub source: String,
    /// How that was come by.
    pub mark: Mark,
    /// The day it was compared with its source.
    pub reread: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The list of protocols that the Commission is to publish.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// Ids of protocols on it; empty as long as there is no list.
    pub list: Vec<String>,
    /// The day for which that was last found.
    pub on: String,
    /// Where.
    pub source: String,
    /// How that was come by.
    pub mark: Mark,
    /// What is known.
    pub about: Text,
}

/// The book.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// The Commission's list.
    pub commission: Commission,
    /// The agents.
    pub agents: Agents,
    /// The protocols.
    #[serde(rename = "protocol")]
    pub protocols: Vec<Entry>,
}

/// What is wrong with a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookError {
    /// Name of the book, what is wrong, and what to do.
    pub message: String,
}

impl std::fmt::Display for BookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BookError {}

impl Book {
    /// Reads and checks a book.
    ///
    /// # Errors
    ///
    /// Where it does not parse, names something twice or something unknown, leaves a text empty, or leaves a protocol of
    /// [`PROTOCOLS`] or one of its remarks without a text.
    pub fn read((name, text): (&str, &str)) -> Result<Book, BookError> {
        let book: Book = toml::from_str(text).map_err(|e| BookError { message: format!("{name}: {e}") })?;
        match book.faults() {
            faults if faults.is_empty() => Ok(book),
            faults => Err(BookError {
                message: faults.iter().map(|fault| format!("{name}: {fault}")).collect::<Vec<_>>().join("\n"),
            }),
        }
    }

    /// The entry of a protocol.
    #[must_use]
    pub fn protocol(&self, id: &str) -> Option<&Entry> {
        self.protocols.iter().find(|entry| entry.id == id)
    }

    /// The weight of a protocol under Measure 1.3 of the Code of Practice: its own, or `2a` where the Commission's list has it.
    #[must_use]
    pub fn tier(&self, id: &str) -> &str {
        match self.protocol(id) {
            Some(entry) if entry.tier != "1" && self.commission.list.iter().any(|listed| listed == id) => "2a",
            Some(entry) => &entry.tier,
            None => "2c",
        }
    }

    /// The tokens that name a purpose in the place of an agent.
    #[must_use]
    pub fn policies(&self) -> Vec<PolicyToken<'_>> {
        let rows = self.agents.rows.iter().filter(|row| row.class == Class::Policy);
        rows.map(|row| PolicyToken { token: &row.token, everyone: row.fallback.iter().any(|f| f == "*") }).collect()
    }

    /// The row of a token or one of its other spellings, without regard to case.
    #[must_use]
    pub fn agent(&self, token: &str) -> Option<&Row> {
        self.agents.rows.iter().find(|row| {
            std::iter::once(&row.token).chain(&row.aliases).any(|spelling| spelling.eq_ignore_ascii_case(token))
        })
    }

    /// The widely known training tokens.
    #[must_use]
    pub fn majors(&self) -> Vec<&str> {
        self.agents.rows.iter().filter(|row| row.major).map(|row| row.token.as_str()).collect()
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut texts: Vec<(String, &Text)> = vec![("commission".to_owned(), &self.commission.about)];
        for (number, entry) in self.protocols.iter().enumerate() {
            let id = &entry.id;
            if self.protocols.iter().take(number).any(|other| other.id == *id) {
                faults.push(format!("protocol `{id}` stands there twice"));
            }
            texts.push((format!("title of `{id}`"), &entry.title));
            texts.push((format!("about of `{id}`"), &entry.about));
            texts.extend(entry.doubts.iter().map(|text| (format!("doubts of `{id}`"), text)));
            texts.extend(entry.notes.iter().map(|(note, text)| (format!("note `{note}` of `{id}`"), text)));
            if !["1", "2b", "2c", "N", "-"].contains(&entry.tier.as_str()) {
                faults.push(format!("tier of `{id}`: expected 1, 2b, 2c, N or -"));
            }
            if !day(&entry.reread) {
                faults.push(format!("reread of `{id}`: expected a day such as 2026-11-23"));
            }
            let Some(read) = PROTOCOLS.iter().find(|protocol| protocol.id == *id) else {
                if entry.standing != Standing::None {
                    faults.push(format!("nothing reads protocol `{id}`"));
                }
                continue;
            };
            for note in entry.notes.keys().filter(|note| !read.notes.contains(&note.as_str())) {
                faults.push(format!("protocol `{id}` never makes the remark `{note}`"));
            }
            for note in read.notes.iter().filter(|note| !entry.notes.contains_key(**note)) {
                faults.push(format!("protocol `{id}` has no text for its remark `{note}`"));
            }
        }
        for protocol in PROTOCOLS.iter().filter(|protocol| self.protocol(protocol.id).is_none()) {
            faults.push(format!("protocol `{}` has no entry", protocol.id));
        }
        for id in self.commission.list.iter().filter(|id| self.protocol(id).is_none()) {
            faults.push(format!("the Commission's list names `{id}`, which has no entry"));
        }
        for (what, text) in texts {
            if text.en.trim().is_empty() || text.zh.trim().is_empty() {
                faults.push(format!("{what}: give both languages"));
            }
        }
        for (number, row) in self.agents.rows.iter().enumerate() {
            let before = || self.agents.rows.iter().take(number);
            for spelling in std::iter::once(&row.token).chain(&row.aliases) {
                let same = |other: &Row| {
                    std::iter::once(&other.token).chain(&other.aliases).any(|s| s.eq_ignore_ascii_case(spelling))
                };
                if spelling.trim().is_empty() || before().any(same) {
                    faults.push(format!("agent `{spelling}` is empty or stands there twice"));
                }
            }
            let policy = |named: &str| row.class == Class::Policy && named == "*";
            let named = row.fallback.iter().chain(&row.controls);
            for named in named.filter(|named| self.agent(named).is_none() && !policy(named)) {
                faults.push(format!("agent `{}` names `{named}`, which has no row", row.token));
            }
            for written in row.since.iter().chain(&row.until).filter(|written| !day(written)) {
                faults.push(format!("agent `{}`: {written} is no day", row.token));
            }
        }
        for written in [&self.agents.reread, &self.commission.on].into_iter().filter(|written| !day(written)) {
            faults.push(format!("{written} is no day"));
        }
        faults
    }
}

/// The parts of an [`Agent`] that the table gives; `majors` are those of the book.
#[derive(Clone, Debug, Default)]
pub struct Known<'b> {
    fallback: Vec<&'b str>,
    controls: Vec<&'b str>,
    control: bool,
    operator: &'b str,
    majors: Vec<&'b str>,
    policies: Vec<PolicyToken<'b>>,
}

impl<'b> Known<'b> {
    /// What the book knows about a token; of one it does not know, only the widely known others.
    #[must_use]
    pub fn of(book: &'b Book, token: &str) -> Known<'b> {
        let (majors, policies) = (book.majors(), book.policies());
        match book.agent(token) {
            None => Known { majors, policies, ..Known::default() },
            Some(row) => Known {
                fallback: row.fallback.iter().map(String::as_str).collect(),
                controls: row.controls.iter().map(String::as_str).collect(),
                control: row.class == Class::Control,
                operator: &row.operator,
                majors,
                policies,
            },
        }
    }

    /// The agent.
    #[must_use]
    pub fn agent<'a>(&'a self, token: &'a str) -> Agent<'a> {
        Agent {
            token,
            fallback: &self.fallback,
            controls: &self.controls,
            control: self.control,
            operator: self.operator,
            majors: &self.majors,
            policies: &self.policies,
            ..Agent::default()
        }
    }
}

/// Whether a text has the form of a day.
fn day(written: &str) -> bool {
    written.len() == 10
        && written.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}
