//! What was found about an address, on the screen: the two questions apart, each signal with its place.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_optout::book::Book;
use gpai_optout::robots::{Access, Decision, line};
use gpai_optout::{File, Input, PROTOCOLS, Place, Purpose, Signal, Source, Value, Wants, judge};
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use super::{said, who};
use crate::screen::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint, wrap};
use crate::screen::words::Pair;

/// Columns of a line of a file that are shown.
const COLUMNS: usize = 120;
/// Columns of running text.
const WIDTH: usize = 92;

const FETCH: Pair = Pair("May it be fetched?", "可否抓取?");
const RESERVED: Pair = Pair("Is the use reserved?", "使用是否被保留?");
const SAID: Pair = Pair("What was said", "有何表示");
const YES: Pair = Pair("yes", "可以");
const NO: Pair = Pair("no", "不可以");
const UNKNOWN: Pair = Pair("unknown: no robots.txt was given (--robots FILE)", "未知:未提供 robots.txt(--robots 文件)");
const CONTROL: Pair = Pair(
    "a control token never fetches: its group governs the use of what its operator fetches",
    "控制标识从不抓取:其组约束运营方对所抓取内容的使用",
);
const NO_RULE: Pair = Pair("no rule decides", "没有规则作出判定");
const UNLISTED: Pair = Pair("not in the table of agents", "不在代理表中");
const FOR: Pair = Pair("for", "代理");
const RULE: Pair = Pair("rule", "规则");
const NOTE: Pair = Pair("note", "说明");
const ONLY: Pair = Pair("binds only", "仅约束");

/// One address.
pub fn address(out: &mut String, book: &Book, url: &str, input: &Input<'_>, signals: &[Signal], language: Language) {
    let token = visible(input.agent.token);
    let agent =
        book.agent(input.agent.token).map_or_else(|| UNLISTED.get(language).to_owned(), |row| who(row, language));
    let _ = writeln!(out, "{}  {} {token} ({agent})", paint(HEAD, url), FOR.get(language));
    let _ = writeln!(out, "\n{}", paint(HEAD, FETCH.get(language)));
    match input.robots {
        Some(_) if input.agent.control => {
            let _ = writeln!(out, "  {}", CONTROL.get(language));
        }
        None => {
            let _ = writeln!(out, "  {}", paint(OPEN, UNKNOWN.get(language)));
        }
        Some((robots, body)) => {
            let rules = robots.rules(&input.tokens());
            fetch(out, book, &rules.check(input.path), body, language);
        }
    }
    let _ = writeln!(out, "\n{}", paint(HEAD, RESERVED.get(language)));
    for purpose in Purpose::ALL {
        let judged = judge(signals, purpose);
        let by = match judged.by.first() {
            Some(signal) if judged.value != Value::Silent => {
                let place = signal.place.as_ref().map(|p| format!("  {}", place(p))).unwrap_or_default();
                let more =
                    if judged.rule > 0 { format!("  {} {}", RULE.get(language), judged.rule) } else { String::new() };
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
        let _ = writeln!(out, "\n{}", paint(HEAD, SAID.get(language)));
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
        Access::Allow => (YES.get(language), GOOD),
        Access::Disallow => (NO.get(language), BAD),
    };
    match decision.rule {
        None => {
            let _ = writeln!(out, "  {}  {}", paint(style, word), NO_RULE.get(language));
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
    let only = signal.operator.map(|o| format!("; {} {o}", ONLY.get(language))).unwrap_or_default();
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
        let line = format!("{} ({word}): {}", NOTE.get(language), said(text, language));
        let _ = writeln!(out, "    {}", paint(DIM, &wrap(&line, WIDTH).join("\n      ")));
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
        lines.push(match language {
            Language::English => format!("Not looked at, since not given: {}", missing.join(", ")),
            Language::Chinese => format!("未提供因而未查看:{}", missing.join("、")),
        });
    }
    lines.push(
        match language {
            Language::English => {
                "What was said, and where; no finding of infringement. A reservation counts as of the time of the act: give the \
                 files of that time. Research organisations mining under Article 3 of Directive (EU) 2019/790 are not bound by \
                 reservations under its Article 4(3). gpai explain tdmrep shows a protocol."
            }
            Language::Chinese => {
                "仅说明有何表示及其位置,不认定侵权。保留以行为发生之时为准:请提供当时的文件。依指令 (EU) 2019/790 第 3 条进行挖掘的研究组织不受其第 4 条第 3 款保留的约束。gpai explain tdmrep 显示某一协议。"
            }
        }
        .to_owned(),
    );
    for line in lines {
        let _ = writeln!(out, "\n{}", paint(DIM, &wrap(&line, WIDTH).join("\n")));
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
        Purpose::Train => Pair("training (TRAIN)", "训练 (TRAIN)"),
        Purpose::Tdm => Pair("text and data mining (TDM)", "文本与数据挖掘 (TDM)"),
        Purpose::Input => Pair("input of a model (INPUT)", "作为模型输入 (INPUT)"),
        Purpose::Search => Pair("search index (SEARCH)", "搜索索引 (SEARCH)"),
    }
    .get(language)
}

fn value(value: Value, language: Language) -> &'static str {
    match value {
        Value::Reserved => Pair("reserved", "已保留"),
        Value::Conditional => Pair("conditional", "附条件"),
        Value::Granted => Pair("granted", "已允许"),
        Value::Silent => Pair("silent", "未表示"),
        Value::Unreadable => Pair("unreadable", "无法读取"),
    }
    .get(language)
}

fn confidence(word: &str, language: Language) -> &'static str {
    match word {
        "high" => Pair("high", "高"),
        "medium" => Pair("medium", "中"),
        _ => Pair("low", "低"),
    }
    .get(language)
}
