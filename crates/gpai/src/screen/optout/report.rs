//! `gpai optout explain URL`: what was said about a page, for whom, and what it means; as a page for the terminal or as Markdown.

use std::fmt::Write as _;

use gpai_forms::escape::{markdown, visible};
use gpai_optout::book::Book;
use gpai_optout::robots::Access;
use gpai_optout::{Confidence, Purpose, Signal, Value, objections};
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use super::parts::{alike, confidence, cut, name, place, said, value};
use super::timeline::{self, Moment, changes, fetch_word};
use crate::screen::style::{HEAD, pad, paint, wrap};
use crate::screen::words::optout as words;

fn width() -> usize {
    super::super::style::columns().saturating_sub(4).min(92)
}

/// What held for one crawler.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its token.
    pub agent: String,
    /// It never fetches.
    pub control: bool,
    /// Whether it might fetch; `None` where that is not known.
    pub fetch: Option<Access>,
    /// Value and confidence for each purpose, and the protocols that decided.
    pub values: Vec<(Value, Confidence, Vec<&'static str>)>,
    /// What every protocol said.
    pub signals: Vec<Signal>,
}

/// A thing that was looked at.
#[derive(Clone, Debug)]
pub struct Looked {
    pub place: String,
    pub when: String,
    pub status: String,
    pub from: String,
    pub sha256: String,
}

/// The whole report.
#[derive(Debug)]
pub struct Report<'r> {
    pub url: &'r str,
    pub at: Option<String>,
    pub looked: Vec<Looked>,
    pub rows: Vec<Row>,
    /// What is told beside the values, of the first crawler.
    pub beside: Vec<String>,
    /// What stands between what is known and what would have to be known.
    pub gaps: Vec<String>,
    /// The closing sentences.
    pub closing: Vec<String>,
    pub excepted: bool,
    pub moments: &'r [Moment],
}

/// A piece of the report.
enum Block {
    Title(String),
    Head(String),
    Text(String),
    Item(String),
    Table(Vec<String>, Vec<Vec<String>>),
    /// Words of strangers, as they stand.
    Quote(String),
}

/// For people.
pub fn human(report: &Report<'_>, book: &Book, language: Language) -> String {
    let mut out = String::new();
    for block in blocks(report, book, language) {
        match block {
            Block::Title(text) => drop(writeln!(out, "{}", paint(HEAD, &visible(&text)))),
            Block::Head(text) => drop(writeln!(out, "\n{}", paint(HEAD, &text))),
            Block::Text(text) => drop(writeln!(out, "  {}", wrap(&visible(&text), width()).join("\n  "))),
            Block::Item(text) => drop(writeln!(out, "  - {}", wrap(&visible(&text), width() - 2).join("\n    "))),
            Block::Quote(text) => {
                for line in text.lines().take(6) {
                    let _ = writeln!(out, "      | {}", cut(&visible(line.trim_end())));
                }
            }
            Block::Table(head, rows) => {
                let widths: Vec<usize> = (head.iter().enumerate())
                    .map(|(n, cell)| {
                        let cells = rows.iter().filter_map(|row| row.get(n)).map(|c| visible(c).width());
                        cells.chain([cell.width()]).max().unwrap_or(0).min(44)
                    })
                    .collect();
                for row in std::iter::once(&head).chain(&rows) {
                    let cells: Vec<String> = row.iter().zip(&widths).map(|(c, w)| pad(&visible(c), *w)).collect();
                    let _ = writeln!(out, "  {}", cells.join("  ").trim_end());
                }
            }
        }
    }
    if report.moments.len() > 1 {
        let _ = writeln!(out, "\n{}", paint(HEAD, words::TIMELINE.get(language)));
        let agent = report.rows.first().map_or("", |row| row.agent.as_str());
        timeline::terminal(&mut out, report.moments, agent, language);
    }
    out
}

/// As Markdown; nothing of a stranger becomes markup.
pub fn write_markdown(report: &Report<'_>, book: &Book, language: Language) -> String {
    let mut out = String::new();
    let cell = |text: &str| markdown(&visible(text)).replace('|', "\\|").replace('\n', " ");
    let table = |out: &mut String, head: &[String], rows: &[Vec<String>]| {
        let line = |cells: &[String]| cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(" | ");
        let _ = writeln!(out, "| {} |", line(head));
        let _ = writeln!(out, "|{}", "---|".repeat(head.len()));
        for row in rows {
            let _ = writeln!(out, "| {} |", line(row));
        }
        out.push('\n');
    };
    for block in blocks(report, book, language) {
        match block {
            Block::Title(text) => drop(writeln!(out, "# {}\n", cell(&text))),
            Block::Head(text) => drop(writeln!(out, "## {}\n", cell(&text))),
            Block::Text(text) => drop(writeln!(out, "{}\n", cell(&text))),
            Block::Item(text) => drop(writeln!(out, "- {}\n", cell(&text))),
            // An indented block: whatever stands in it is text.
            Block::Quote(text) => {
                for line in text.lines().take(20) {
                    let _ = writeln!(out, "      {}", visible(line.trim_end()));
                }
                out.push('\n');
            }
            Block::Table(head, rows) => table(&mut out, &head, &rows),
        }
    }
    if report.moments.len() > 1 {
        let _ = writeln!(out, "## {}\n", words::TIMELINE.get(language));
        let head: Vec<String> = std::iter::once(words::COLUMN_WHEN.get(language).to_owned())
            .chain([words::COLUMN_FETCH.get(language).to_owned()])
            .chain(Purpose::ALL.map(|p| p.word().to_owned()))
            .chain([words::COLUMN_BY.get(language).to_owned()])
            .collect();
        let rows: Vec<Vec<String>> = (changes(report.moments).into_iter())
            .map(|m| {
                let values = m.values.iter().map(|v| value(*v, language).to_owned());
                [m.at.clone(), fetch_word(m.fetch, language).to_owned()]
                    .into_iter()
                    .chain(values)
                    .chain([m.by.join(", ")])
                    .collect()
            })
            .collect();
        table(&mut out, &head, &rows);
    }
    out
}

fn blocks(report: &Report<'_>, book: &Book, language: Language) -> Vec<Block> {
    let mut out = vec![Block::Title(words::REPORT_TITLE.fill(language, &[("url", &report.url)]))];
    out.push(Block::Text(match &report.at {
        Some(time) => words::AS_OF.fill(language, &[("time", time)]),
        None => words::AS_OF_NEWEST.get(language).to_owned(),
    }));
    out.extend(report.gaps.iter().cloned().map(Block::Text));
    if !report.looked.is_empty() {
        out.push(Block::Head(words::SOURCES.get(language).to_owned()));
        let head = [words::COLUMN_PLACE, words::COLUMN_WHEN, words::COLUMN_STATUS, words::COLUMN_FROM]
            .map(|w| w.get(language).to_owned());
        let head = head.into_iter().chain(["SHA-256".to_owned()]).collect();
        let row = |l: &Looked| {
            vec![l.place.clone(), l.when.clone(), l.status.clone(), l.from.clone(), l.sha256.chars().take(16).collect()]
        };
        out.push(Block::Table(head, report.looked.iter().map(row).collect()));
    }
    out.push(Block::Head(words::WHOM.get(language).to_owned()));
    let head: Vec<String> = [words::COLUMN_AGENT.get(language), words::COLUMN_FETCH.get(language)]
        .into_iter()
        .chain(Purpose::ALL.iter().map(|p| p.word()))
        .chain([words::COLUMN_OBJECTION.get(language)])
        .map(str::to_owned)
        .collect();
    let rows = report.rows.iter().map(|row| {
        let fetch = if row.control { words::FETCH_CONTROL.get(language) } else { fetch_word(row.fetch, language) };
        let values = row.values.iter().map(|(v, c, _)| match v {
            Value::Silent => value(*v, language).to_owned(),
            _ => format!("{} ({})", value(*v, language), confidence(*c, language)),
        });
        let signs = objections(&row.signals, row.fetch);
        let signs = if signs.is_empty() { words::NO_OBJECTION.get(language).to_owned() } else { signs.join(", ") };
        [row.agent.clone(), fetch.to_owned()].into_iter().chain(values).chain([signs]).collect()
    });
    out.push(Block::Table(head, rows.collect()));
    out.extend(report.beside.iter().cloned().map(Block::Text));
    out.push(Block::Head(words::SAID.get(language).to_owned()));
    out.extend(all_said(report, book, language));
    out.push(Block::Head(words::MEANS.get(language).to_owned()));
    out.push(Block::Text(words::MEANS_LAW.get(language).to_owned()));
    out.extend(meaning(report, language).into_iter().map(Block::Item));
    out.extend(report.closing.iter().cloned().map(Block::Text));
    out
}

/// Each thing that was said, once, with those for whom it was said.
fn all_said(report: &Report<'_>, book: &Book, language: Language) -> Vec<Block> {
    let mut rest: Vec<(&str, &Signal)> =
        report.rows.iter().flat_map(|row| row.signals.iter().map(move |s| (row.agent.as_str(), s))).collect();
    let everybody = report.rows.len();
    let mut out = Vec::new();
    while let Some((_, first)) = rest.first().copied() {
        let mut agents: Vec<&str> = Vec::new();
        let mut purposes: Vec<&str> = Vec::new();
        for (agent, s) in rest.iter().filter(|(_, s)| alike(s, first)) {
            if !agents.contains(agent) {
                agents.push(agent);
            }
            if !purposes.contains(&s.purpose.word()) {
                purposes.push(s.purpose.word());
            }
        }
        rest.retain(|(_, s)| !alike(s, first));
        // What a protocol had nothing to say about is no line.
        if first.value == Value::Silent && first.place.is_none() && first.notes.is_empty() {
            continue;
        }
        let who = if agents.len() == everybody && everybody > 1 { "*".to_owned() } else { agents.join(", ") };
        let other = first.otherwise.map(|v| words::OTHERWISE.fill(language, &[("value", &value(v, language))]));
        let other = other.map(|text| crate::screen::words::bracketed(&text, language)).unwrap_or_default();
        let at = first.place.as_ref().map(|p| format!("  {}", place(p))).unwrap_or_default();
        out.push(Block::Item(format!(
            "{}, {}: {} = {}, {}{other}  [{who}]{at}",
            first.protocol,
            first.version,
            purposes.join(", "),
            value(first.value, language),
            confidence(first.confidence, language),
        )));
        if let Some(found) = first.place.as_ref().filter(|p| !p.text.is_empty()) {
            out.push(Block::Quote(found.text.clone()));
        }
        if let Some(entry) = book.protocol(first.protocol) {
            for text in first.notes.iter().filter_map(|note| entry.notes.get(*note)) {
                out.push(Block::Text(format!("{}: {}", words::NOTE.get(language), said(text, language))));
            }
        }
    }
    out
}

/// What follows for training and mining; crawlers for which the same holds are one sentence.
fn meaning(report: &Report<'_>, language: Language) -> Vec<String> {
    let mut out = Vec::new();
    let comma = words::LIST_COMMA.get(language);
    let refused: Vec<&str> = (report.rows.iter())
        .filter(|row| !row.control && row.fetch == Some(Access::Disallow))
        .map(|row| row.agent.as_str())
        .collect();
    if !refused.is_empty() {
        out.push(words::MEANS_FETCH.fill(language, &[("who", &refused.join(comma))]));
    }
    if report.excepted {
        return out;
    }
    for (number, purpose) in [Purpose::Train, Purpose::Tdm].into_iter().enumerate() {
        type Judged = (Value, Confidence, Vec<&'static str>);
        let mut rest: Vec<(&str, &Judged)> =
            report.rows.iter().filter_map(|row| Some((row.agent.as_str(), row.values.get(number)?))).collect();
        while let Some((_, first)) = rest.first().copied() {
            let who: Vec<&str> = rest.iter().filter(|(_, v)| *v == first).map(|(agent, _)| *agent).collect();
            rest.retain(|(_, v)| *v != first);
            let (held, sure, by) = first;
            let pair = match held {
                Value::Reserved if *sure == Confidence::High => words::MEANS_RESERVED,
                Value::Reserved => words::MEANS_WEAK,
                Value::Conditional => words::MEANS_CONDITIONAL,
                Value::Granted => words::MEANS_GRANTED,
                Value::Silent => words::MEANS_SILENT,
                Value::Unreadable => words::MEANS_UNREADABLE,
            };
            let by = by.join(comma);
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("purpose", &name(purpose, language)), ("who", &who.join(comma)), ("by", &by)];
            out.push(pair.fill(language, &values));
        }
    }
    out
}
