//! What was found about an address, on the screen: the two questions apart, each signal with its place.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_optout::book::{Book, Class, Mark, Row, Standing, Text};
use gpai_optout::robots::{Access, Decision, line};
use gpai_optout::{File, Input, PROTOCOLS, Place, Purpose, Signal, Source, Value, Wants, judge};
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use super::page::{head, text};
use super::style::{BAD, DIM, GOOD, HEAD, OPEN, columns, pad, paint, wrap};
use super::words::optout as words;

/// Columns of a line of a file that are shown.
const COLUMNS: usize = 120;

/// Columns of running text.
fn width() -> usize {
    columns().saturating_sub(4).min(92)
}

/// One address.
pub fn address(out: &mut String, book: &Book, url: &str, input: &Input<'_>, signals: &[Signal], language: Language) {
    let token = visible(input.agent.token);
    let agent = book
        .agent(input.agent.token)
        .map_or_else(|| words::UNLISTED.get(language).to_owned(), |row| who(row, language));
    let _ = writeln!(out, "{}  {} {token} ({agent})", paint(HEAD, url), words::FOR.get(language));
    let _ = writeln!(out, "\n{}", paint(HEAD, words::FETCH.get(language)));
    match input.robots {
        Some(_) if input.agent.control => {
            let _ = writeln!(out, "  {}", words::CONTROL.get(language));
        }
        None => {
            let _ = writeln!(out, "  {}", paint(OPEN, words::UNKNOWN.get(language)));
        }
        Some((robots, body)) => {
            let rules = robots.rules(&input.tokens());
            fetch(out, book, &rules.check(input.path), body, language);
        }
    }
    let _ = writeln!(out, "\n{}", paint(HEAD, words::RESERVED.get(language)));
    for purpose in Purpose::ALL {
        let judged = judge(signals, purpose);
        let by = match judged.by.first() {
            Some(signal) if judged.value != Value::Silent => {
                let place = signal.place.as_ref().map(|p| format!("  {}", place(p))).unwrap_or_default();
                let more = if judged.rule > 0 {
                    format!("  {} {}", words::RULE.get(language), judged.rule)
                } else {
                    String::new()
                };
                format!("{}  {}{place}{more}", pad(confidence(signal.confidence.word(), language), 8), signal.protocol)
            }
            _ => String::new(),
        };
        let style = match judged.value {
            Value::Reserved => BAD,
            Value::Conditional | Value::Unreadable => OPEN,
            Value::Granted => GOOD,
            Value::Silent => DIM,
        };
        let shown = paint(style, &pad(value(judged.value, language), 12));
        let _ = writeln!(out, "  {}{shown}{by}", pad(name(purpose, language), 30));
    }
    if !signals.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, words::SAID.get(language)));
    }
    // Signals of one place that say the same of several purposes are one line.
    let mut rest: Vec<&Signal> = signals.iter().collect();
    while let Some(first) = rest.first().copied() {
        let same = |s: &Signal| {
            (s.protocol, s.value, s.confidence, &s.place, &s.notes, s.operator)
                == (first.protocol, first.value, first.confidence, &first.place, &first.notes, first.operator)
        };
        let purposes: Vec<&str> = rest.iter().filter(|s| same(s)).map(|s| s.purpose.word()).collect();
        rest.retain(|s| !same(s));
        signal(out, book, first, &purposes.join(", "), language);
    }
}

/// Whether the agent may fetch it, with the rule that decides and a caret under its pattern.
fn fetch(out: &mut String, book: &Book, decision: &Decision, body: &[u8], language: Language) {
    let (word, style) = match decision.access {
        Access::Allow => (words::YES.get(language), GOOD),
        Access::Disallow => (words::NO.get(language), BAD),
    };
    match decision.rule {
        None => {
            let _ = writeln!(out, "  {}  {}", paint(style, word), words::NO_RULE.get(language));
        }
        Some(mark) => {
            let _ = writeln!(out, "  {}  /robots.txt:{}:{}", paint(style, word), mark.line, mark.column);
            let written = line(body, mark.line);
            let before = written.get(..(mark.column as usize).saturating_sub(1)).map(visible).unwrap_or_default();
            let from = mark.offset as usize;
            let value = body.get(from..from + mark.length as usize).unwrap_or_default();
            let value = visible(&String::from_utf8_lossy(value));
            let number = mark.line.to_string();
            let _ = writeln!(out, "    {number} | {}", cut(&visible(&written)));
            // A caret outside what is shown would point at nothing.
            if before.width() < COLUMNS {
                let carets = "^".repeat(value.width().clamp(1, COLUMNS - before.width()));
                let space = " ".repeat(before.width());
                let _ = writeln!(out, "    {} | {space}{}", " ".repeat(number.len()), paint(style, &carets));
            }
        }
    }
    let words: Vec<&str> = decision.notes.words().collect();
    notes(out, book, "robots.txt", &words, language);
}

fn signal(out: &mut String, book: &Book, signal: &Signal, purposes: &str, language: Language) {
    let only = signal.operator.map(|o| format!("; {} {o}", words::ONLY.get(language))).unwrap_or_default();
    let _ = writeln!(
        out,
        "  {}  {purposes}: {}, {}{only}  {}",
        signal.protocol,
        value(signal.value, language),
        confidence(signal.confidence.word(), language),
        paint(DIM, signal.version)
    );
    if let Some(found) = &signal.place {
        let _ = writeln!(out, "    {}", place(found));
        for part in found.text.lines().take(3) {
            let _ = writeln!(out, "      | {}", cut(&visible(part.trim_end())));
        }
    }
    notes(out, book, signal.protocol, &signal.notes, language);
}

fn notes(out: &mut String, book: &Book, protocol: &str, words: &[&str], language: Language) {
    let Some(entry) = book.protocol(protocol) else { return };
    for word in words {
        let Some(text) = entry.notes.get(*word) else { continue };
        let line = format!("{} ({word}): {}", words::NOTE.get(language), said(text, language));
        let _ = writeln!(out, "    {}", paint(DIM, &wrap(&line, width()).join("\n      ")));
    }
}

/// What was not looked at, and what the output is not.
pub fn foot(
    out: &mut String,
    files: &[File<'_>],
    headers: &[(&str, &str)],
    page: bool,
    robots: bool,
    language: Language,
) {
    let mut missing: Vec<String> = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        let (given, what) = match wants {
            Wants::File("/robots.txt", _) => (robots, "/robots.txt".to_owned()),
            Wants::File(place, _) => (files.iter().any(|file| file.place == *place), (*place).to_owned()),
            Wants::Header(_) => (!headers.is_empty(), "--header".to_owned()),
            Wants::Element(_) => (page, "--html".to_owned()),
        };
        if !given && !missing.contains(&what) {
            missing.push(what);
        }
    }
    let mut lines = Vec::new();
    if !missing.is_empty() {
        let list = missing.join(words::LIST_COMMA.get(language));
        lines.push(words::NOT_LOOKED_AT.fill(language, &[("list", &list)]));
    }
    lines.push(words::NO_FINDING.get(language).to_owned());
    for line in lines {
        let _ = writeln!(out, "\n{}", paint(DIM, &wrap(&line, width()).join("\n")));
    }
}

fn place(place: &Place) -> String {
    let source = match &place.source {
        Source::File(path) => visible(path),
        Source::Header(header) => format!("{}:", visible(header)),
        Source::Element(element) => format!("<{}>", visible(element)),
    };
    let at = [place.line, place.column].into_iter().flatten().map(|n| format!(":{n}")).collect::<String>();
    format!("{source}{at}")
}

/// At most so many columns of a line.
fn cut(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if shown.width() >= COLUMNS {
            shown.push('…');
            break;
        }
        shown.push(c);
    }
    shown
}

fn name(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::Train => words::PURPOSE_TRAINING,
        Purpose::Tdm => words::PURPOSE_TEXT_AND_DATA_MINING,
        Purpose::Input => words::PURPOSE_INPUT_OF_A_MODEL,
        Purpose::Search => words::PURPOSE_SEARCH_INDEX,
    }
    .get(language)
}

fn value(value: Value, language: Language) -> &'static str {
    match value {
        Value::Reserved => words::VALUE_RESERVED,
        Value::Conditional => words::VALUE_CONDITIONAL,
        Value::Granted => words::VALUE_GRANTED,
        Value::Silent => words::VALUE_SILENT,
        Value::Unreadable => words::VALUE_UNREADABLE,
    }
    .get(language)
}

fn confidence(word: &str, language: Language) -> &'static str {
    match word {
        "high" => words::CONFIDENCE_HIGH,
        "medium" => words::CONFIDENCE_MEDIUM,
        _ => words::CONFIDENCE_LOW,
    }
    .get(language)
}

/// A text in a language.
fn said(text: &Text, language: Language) -> &str {
    match language {
        Language::English => &text.en,
        Language::Chinese => &text.zh,
    }
}

/// `gpai explain` for a protocol or a token of an agent.
pub fn explain(book: &Book, id: &str, language: Language) -> Option<String> {
    let mut out = String::new();
    if let Some(entry) = book.protocol(id) {
        let _ = writeln!(out, "{}  ({})\n", paint(HEAD, said(&entry.title, language)), entry.id);
        text(&mut out, said(&entry.about, language));
        head(&mut out, language, &words::STANDING);
        let standing = standing(entry.standing, language);
        let named = if entry.code { words::NAMED_BY_THE_CODE.get(language) } else { "" };
        text(&mut out, &format!("{standing}{named}"));
        text(&mut out, &entry.version);
        for doubt in &entry.doubts {
            if std::ptr::eq(doubt, entry.doubts.first()?) {
                head(&mut out, language, &words::DOUBTFUL_HEAD);
            }
            text(&mut out, said(doubt, language));
        }
        source(&mut out, &entry.source, entry.mark, &entry.reread, language);
        return Some(out);
    }
    let row = book.agent(id)?;
    let _ = writeln!(out, "{}\n", paint(HEAD, &row.token));
    text(&mut out, &who(row, language));
    if let Some(note) = &row.note {
        text(&mut out, said(note, language));
    }
    let agents = &book.agents;
    source(
        &mut out,
        row.source.as_ref().unwrap_or(&agents.source),
        row.mark.unwrap_or(agents.mark),
        &agents.reread,
        language,
    );
    Some(out)
}

/// Operator and class of an agent.
fn who(row: &Row, language: Language) -> String {
    let word = match row.class {
        Class::Control => words::CLASS_CONTROL,
        Class::Training => words::CLASS_TRAINING,
        Class::Data => words::CLASS_DATA,
        Class::Search => words::CLASS_SEARCH,
        Class::User => words::CLASS_USER,
        Class::Agent => words::CLASS_AGENT,
        Class::Mixed => words::CLASS_MIXED,
        Class::Policy => words::CLASS_POLICY,
    }
    .get(language);
    if row.operator.is_empty() { word.to_owned() } else { format!("{}: {word}", row.operator) }
}

fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Standard => words::STANDING_STANDARD,
        Standing::Community => words::STANDING_COMMUNITY,
        Standing::Draft => words::STANDING_DRAFT,
        Standing::Industry => words::STANDING_INDUSTRY,
        Standing::Operator => words::STANDING_OPERATOR,
        Standing::None => words::STANDING_NONE,
    }
    .get(language)
}

fn source(out: &mut String, source: &str, mark: Mark, reread: &str, language: Language) {
    head(out, language, &words::SOURCE);
    text(out, source);
    let mark = match mark {
        Mark::Read => words::MARK_READ,
        Mark::Described => words::MARK_DESCRIBED,
        Mark::General => words::MARK_GENERAL,
        Mark::Doubtful => words::MARK_DOUBTFUL,
    };
    let line = words::COMPARED.fill(language, &[("mark", &mark.get(language)), ("day", &reread)]);
    let _ = writeln!(out, "\n{}", paint(DIM, &line));
}
