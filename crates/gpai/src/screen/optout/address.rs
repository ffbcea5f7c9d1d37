//! One address on the screen: the two questions apart, each signal with its place, the deciding line with a caret.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_optout::book::Book;
use gpai_optout::robots::{Access, Decision, Why, line};
use gpai_optout::{Purpose, Signal, Value, judge_for};
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use super::parts::{COLUMNS, alike, confidence, cut, name, place, said, style, value, who, width};
use super::view::{View, beside, closing, gap_words};
use crate::screen::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint, wrap};
use crate::screen::words::{bracketed, optout as words};

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

/// What holds for a purpose: by what, by which rule, and what another reading says.
fn judged(out: &mut String, view: &View<'_>, purpose: Purpose, language: Language) {
    let judged = judge_for(view.signals, purpose, view.circumstances);
    let by = match judged.by.first() {
        Some(signal) if judged.value != Value::Silent => {
            let place = signal.place.as_ref().map(|p| format!("  {}", place(p))).unwrap_or_default();
            let more = if judged.rule > 0 {
                format!("  {} {}", words::RULE.get(language), judged.rule)
            } else {
                String::new()
            };
            format!("{}  {}{place}{more}", pad(confidence(judged.confidence, language), 8), signal.protocol)
        }
        _ => String::new(),
    };
    let shown = paint(style(judged.value), &pad(value(judged.value, language), 12));
    let _ = writeln!(out, "  {}{shown}{by}", pad(name(purpose, language), 30));
    if let Some((other, said)) = judged.stricter.and_then(|s| Some((s, s.otherwise?))) {
        let at = other.place.as_ref().map(place).unwrap_or_default();
        let line = words::STRICTER
            .fill(language, &[("value", &value(said, language)), ("protocol", &other.protocol), ("place", &at)]);
        let _ = writeln!(out, "  {}{}", pad("", 30), paint(OPEN, &line));
    }
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

/// What was not looked at, and what the output is not.
pub fn foot(out: &mut String, view: &View<'_>, language: Language) {
    for line in closing(view, language) {
        let _ = writeln!(out, "\n{}", paint(DIM, &wrap(&line, width()).join("\n")));
    }
}
