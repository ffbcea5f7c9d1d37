//! What was found about an address, on the screen: the two questions apart, each signal with its place.

mod lookup;
pub mod report;
pub mod timeline;

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_optout::book::{Book, Class, Row, Text};
use gpai_optout::robots::{Access, Decision, Skipped, Why, line};
use gpai_optout::{
    Bearing, Breadth, Circumstances, Confidence, Exception, Input, PROTOCOLS, Place, Purpose, Signal, Source, Value, Wants,
    judge_for,
};
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use super::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint, wrap};
use super::words::{Pair, bracketed, optout as words};
pub use lookup::lookup;

/// Columns of a line of a file that are shown.
const COLUMNS: usize = 120;
/// Columns of running text.
fn width() -> usize {
    super::style::columns().saturating_sub(4).min(92)
}

/// One address for one agent, with all that was said.
#[derive(Clone, Copy, Debug)]
pub struct View<'v> {
    /// The address as asked.
    pub url: &'v str,
    /// What is known about it.
    pub input: &'v Input<'v>,
    /// What every protocol says.
    pub signals: &'v [Signal],
    /// What is known of the use.
    pub circumstances: Circumstances<'v>,
    /// What stands between what is known and what would have to be known.
    pub gaps: &'v [&'static str],
    /// Lines of robots.txt that decide nothing.
    pub skipped: &'v [Skipped],
    /// Purposes about which something stricter was said later.
    pub later: &'v [Purpose],
    /// How many of the widely known training crawlers are refused.
    pub breadth: Option<Breadth>,
}

/// One address.
pub fn address(out: &mut String, book: &Book, view: &View<'_>, language: Language) {
    let View { input, signals, .. } = *view;
    let token = visible(input.agent.token);
    let agent = book
        .agent(input.agent.token)
        .map_or_else(|| words::UNLISTED.get(language).to_owned(), |row| who(row, language));
    let _ = writeln!(out, "{}  {} {token} ({agent})", paint(HEAD, &visible(view.url)), words::FOR.get(language));
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
    for gap in view.gaps.iter().filter_map(|gap| gap_words(gap)) {
        let _ = writeln!(out, "  {}", paint(OPEN, &wrap(gap.get(language), width()).join("\n  ")));
    }
    let _ = writeln!(out, "\n{}", paint(HEAD, words::RESERVED.get(language)));
    for purpose in Purpose::ALL {
        judged(out, view, purpose, language);
    }
    for line in beside(view, language) {
        let _ = writeln!(out, "  {}", paint(DIM, &wrap(&line, width()).join("\n  ")));
    }
    if !signals.is_empty() {
        let _ = writeln!(out, "\n{}", paint(HEAD, words::SAID.get(language)));
    }
    // Signals of one place that say the same of several purposes are one line.
    let mut rest: Vec<&Signal> = signals.iter().collect();
    while let Some(first) = rest.first().copied() {
        let purposes: Vec<&str> = rest.iter().filter(|s| alike(s, first)).map(|s| s.purpose.word()).collect();
        rest.retain(|s| !alike(s, first));
        signal(out, book, first, &purposes.join(", "), language);
    }
    skipped(out, view, language);
}

/// Whether two signals of one place say the same.
pub(super) fn alike(a: &Signal, b: &Signal) -> bool {
    (a.protocol, a.value, a.confidence, &a.place, &a.notes, a.operator, a.otherwise)
        == (b.protocol, b.value, b.confidence, &b.place, &b.notes, b.operator, b.otherwise)
}

/// What holds for a purpose: by what, by which rule, and what another reading says.
fn judged(out: &mut String, view: &View<'_>, purpose: Purpose, language: Language) {
    let judged = judge_for(view.signals, purpose, view.circumstances);
    let by = match judged.by.first() {
        Some(signal) if judged.value != Value::Silent => {
            let place = signal.place.as_ref().map(|p| format!("  {}", place(p))).unwrap_or_default();
            let more =
                if judged.rule > 0 { format!("  {} {}", words::RULE.get(language), judged.rule) } else { String::new() };
            format!("{}  {}{place}{more}", pad(confidence(judged.confidence, language), 8), signal.protocol)
        }
        _ => String::new(),
    };
    let shown = paint(style(judged.value), &pad(value(judged.value, language), 12));
    let _ = writeln!(out, "  {}{shown}{by}", pad(name(purpose, language), 30));
    if let Some((other, said)) = judged.stricter.and_then(|s| Some((s, s.otherwise?))) {
        let at = other.place.as_ref().map(place).unwrap_or_default();
        let line = words::STRICTER.fill(
            language,
            &[("value", &value(said, language)), ("protocol", &other.protocol), ("place", &at)],
        );
        let _ = writeln!(out, "  {}{}", pad("", 30), paint(OPEN, &line));
    }
}

/// What colour a value has.
pub(super) fn style(value: Value) -> anstyle::Style {
    match value {
        Value::Reserved => BAD,
        Value::Conditional | Value::Unreadable => OPEN,
        Value::Granted => GOOD,
        Value::Silent => DIM,
    }
}

/// What is told beside the values: whether they bear on the use, what came later, how many others are refused, what stands there
/// in words.
pub(super) fn beside(view: &View<'_>, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    let judged = judge_for(view.signals, Purpose::Train, view.circumstances);
    match judged.bearing {
        Bearing::Bears => {}
        Bearing::Licensed(name) => lines.push(words::LICENSED.fill(language, &[("name", &visible(name))])),
        Bearing::Excepted(Exception::Research) => lines.push(words::EXCEPTED_RESEARCH.get(language).to_owned()),
        Bearing::Excepted(Exception::PublicDomain) => lines.push(words::EXCEPTED_PUBLIC.get(language).to_owned()),
        Bearing::Excepted(Exception::Own) => lines.push(words::EXCEPTED_OWN.get(language).to_owned()),
    }
    if !view.later.is_empty() {
        let list: Vec<&str> = view.later.iter().map(|p| p.word()).collect();
        let list = list.join(words::LIST_COMMA.get(language));
        lines.push(words::LATER.fill(language, &[("list", &list)]));
    }
    if let Some(breadth) = view.breadth.filter(|breadth| breadth.refused > 0) {
        lines.push(words::BREADTH.fill(language, &[("refused", &breadth.refused), ("of", &breadth.of)]));
    }
    if !judged.notices.is_empty() {
        lines.push(words::QUOTED.fill(language, &[("count", &judged.notices.len())]));
    }
    lines
}

/// Lines of robots.txt that decide nothing, with why.
fn skipped(out: &mut String, view: &View<'_>, language: Language) {
    const SHOWN: usize = 10;
    let Some((_, body)) = view.input.robots.filter(|_| !view.skipped.is_empty()) else { return };
    let _ = writeln!(out, "\n{}", paint(HEAD, words::SKIPPED.get(language)));
    for found in view.skipped.iter().take(SHOWN) {
        let why = why(found.why, language);
        let _ = writeln!(out, "  /robots.txt:{}  {why}", found.line);
        let _ = writeln!(out, "      | {}", cut(&visible(&line(body, found.line))));
    }
    if view.skipped.len() > SHOWN {
        let more = words::MORE_LINES.fill(language, &[("count", &(view.skipped.len() - SHOWN))]);
        let _ = writeln!(out, "  {}", paint(DIM, &more));
    }
}

fn why(why: Why, language: Language) -> &'static str {
    match why {
        Why::NoColon => words::WHY_NO_COLON,
        Why::Orphan => words::WHY_ORPHAN,
        Why::Pattern => words::WHY_PATTERN,
        Why::Nobody => words::WHY_NOBODY,
        Why::UnknownField => words::WHY_UNKNOWN_FIELD,
        Why::BeyondLimit => words::WHY_BEYOND_LIMIT,
    }
    .get(language)
}

/// What a gap means.
pub(super) fn gap_words(gap: &str) -> Option<Pair> {
    Some(match gap {
        "stale" => words::GAP_STALE,
        "only_later" => words::GAP_ONLY_LATER,
        "other_scheme" => words::GAP_OTHER_SCHEME,
        "denied" => words::GAP_DENIED,
        "access_control_possible_circumvention" => words::GAP_CIRCUMVENTION,
        "paywall" => words::GAP_PAYWALL,
        "cut" => words::GAP_CUT,
        "unreadable" => words::GAP_UNREADABLE,
        _ => return None,
    })
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
    let other = signal.otherwise.map(|v| words::OTHERWISE.fill(language, &[("value", &value(v, language))]));
    let other = other.map(|text| bracketed(&text, language)).unwrap_or_default();
    let only = signal.operator.map(|o| format!("; {} {o}", words::ONLY.get(language))).unwrap_or_default();
    let _ = writeln!(
        out,
        "  {}  {purposes}: {}, {}{other}{only}  {}",
        signal.protocol,
        value(signal.value, language),
        confidence(signal.confidence, language),
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

/// What a report shares with the page of one address.
#[derive(Debug, Default)]
pub struct Gathered {
    pub looked: Vec<report::Looked>,
    pub beside: Vec<String>,
    pub gaps: Vec<String>,
    pub closing: Vec<String>,
    pub excepted: bool,
}

/// What is told beside the values and at the end of a report.
pub fn closing_of(view: &View<'_>, language: Language) -> Gathered {
    Gathered {
        looked: Vec::new(),
        beside: beside(view, language),
        gaps: view.gaps.iter().filter_map(|gap| gap_words(gap)).map(|pair| pair.get(language).to_owned()).collect(),
        closing: closing(view, language),
        excepted: judge_for(view.signals, Purpose::Train, view.circumstances).bearing != Bearing::Bears,
    }
}

/// What was not looked at, and what the output is not.
pub fn foot(out: &mut String, view: &View<'_>, language: Language) {
    for line in closing(view, language) {
        let _ = writeln!(out, "\n{}", paint(DIM, &wrap(&line, width()).join("\n")));
    }
}

/// The closing sentences.
pub(super) fn closing(view: &View<'_>, language: Language) -> Vec<String> {
    let input = view.input;
    let mut missing: Vec<&str> = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        let (given, what) = match wants {
            Wants::File("/robots.txt", _) => (input.robots.is_some(), "/robots.txt"),
            Wants::File(place, _) => (input.files.iter().any(|file| file.place == *place), *place),
            Wants::Header(_) => (!input.headers.is_empty(), "--header"),
            Wants::Element(_) => (input.page.is_some(), "--html"),
            Wants::Metadata(_) => (input.asset.is_some(), "--asset"),
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
    lines
}

pub(super) fn place(place: &Place) -> String {
    let source = match &place.source {
        Source::File(path) => visible(path),
        Source::Header(header) => format!("{}:", visible(header)),
        Source::Element(element) => format!("<{}>", visible(element)),
        Source::Metadata(format) => format!("[{}]", visible(format)),
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

pub(super) fn name(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::Train => words::PURPOSE_TRAINING,
        Purpose::Tdm => words::PURPOSE_TEXT_AND_DATA_MINING,
        Purpose::Input => words::PURPOSE_INPUT_OF_A_MODEL,
        Purpose::Search => words::PURPOSE_SEARCH_INDEX,
    }
    .get(language)
}

pub(super) fn value(value: Value, language: Language) -> &'static str {
    match value {
        Value::Reserved => words::VALUE_RESERVED,
        Value::Conditional => words::VALUE_CONDITIONAL,
        Value::Granted => words::VALUE_GRANTED,
        Value::Silent => words::VALUE_SILENT,
        Value::Unreadable => words::VALUE_UNREADABLE,
    }
    .get(language)
}

pub(super) fn confidence(confidence: Confidence, language: Language) -> &'static str {
    match confidence {
        Confidence::High => words::CONFIDENCE_HIGH,
        Confidence::Medium => words::CONFIDENCE_MEDIUM,
        Confidence::Low => words::CONFIDENCE_LOW,
    }
    .get(language)
}

/// A text in a language.
pub(super) fn said(text: &Text, language: Language) -> &str {
    match language {
        Language::English => &text.en,
        Language::Chinese => &text.zh,
    }
}

/// Operator and class of an agent.
pub(super) fn who(row: &Row, language: Language) -> String {
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
