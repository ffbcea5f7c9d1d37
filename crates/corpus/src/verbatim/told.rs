//! The report for people: a screenful for the terminal, and Markdown for the copyright policy and the documentation of the model.
//! Both are written from the JSON alone, so they say what it says.

use serde_json::Value as Json;

use super::report::protected_is_known;
use super::words::{Lang, say, word};
use crate::shown::size;

/// Works, and spans with their texts, that are listed.
const LISTED: (usize, usize) = (10, 20);
/// Works that are shown on a screen.
const WORKS: usize = 5;
/// Spans on the terminal.
const LINES: usize = 5;

fn number(json: &Json, pointer: &str) -> u64 {
    json.pointer(pointer).and_then(Json::as_u64).unwrap_or(0)
}

fn text<'a>(json: &'a Json, pointer: &str) -> &'a str {
    json.pointer(pointer).and_then(Json::as_str).unwrap_or_default()
}

fn list<'a>(json: &'a Json, pointer: &str) -> &'a [Json] {
    json.pointer(pointer).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Texts of strangers on one line, without what a terminal or a table would act on.
fn tame(text: &str, most: usize) -> String {
    let mut out: String = text
        .chars()
        .map(|c| {
            if c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            {
                ' '
            } else {
                c
            }
        })
        .take(most)
        .collect();
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}

/// What is put into Markdown, where it says what it says and nothing else.
fn marked(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in tame(text, most).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_ascii_punctuation()
                && !matches!(c, ',' | '.' | ';' | ':' | '\'' | '"' | '%' | '/' | '?' | '=') =>
            {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // Nobody's address becomes a link.
    out.replace("://", ":&#8203;//")
}

/// The sentences at the head: what was tried and found.
fn head(lang: Lang, report: &Json) -> Vec<String> {
    let n = |pointer: &str| number(report, pointer).to_string();
    let mut out = vec![say(
        lang,
        "tried",
        &[
            &n("/outputs/prompts"),
            &n("/outputs/samples"),
            &n("/corpus/documents"),
            &size(number(report, "/corpus/bytes")),
        ],
    )];
    out.push(match report.pointer("/rules/near_percent").and_then(Json::as_u64) {
        Some(near) => say(lang, "span-near", &[&n("/rules/chars"), &near.to_string()]),
        None => say(lang, "span", &[&n("/rules/chars")]),
    });
    let all = "/all/counting";
    let part = |name: &str| text(report, &format!("{all}/{name}")).to_owned();
    out.push(if number(report, "/all/counting/prompts") == 0 {
        say(lang, "none", &[&n("/all/prompts"), &part("high")])
    } else {
        let hits = n("/all/counting/prompts");
        say(lang, "found", &[&hits, &n("/all/prompts"), &part("share"), &part("low"), &part("high")])
    });
    if !protected_is_known(report) {
        out.push(word(lang, "unknown-rights").to_owned());
    }
    let unread = (
        number(report, "/corpus/rejected/records") + number(report, "/corpus/documents_without_text"),
        n("/outputs/unread_count"),
    );
    if unread.0 > 0 || unread.1 != "0" {
        out.push(say(lang, "unread", &[&unread.0.to_string(), &unread.1]));
    }
    out
}

fn says(lang: Lang, report: &Json) -> Vec<&'static str> {
    list(report, "/says")
        .iter()
        .filter_map(Json::as_str)
        .map(|name| word(lang, name))
        .filter(|w| !w.is_empty())
        .collect()
}

/// Rows of the table by kind: all first, each kind, the baseline.
fn kinds(lang: Lang, report: &Json) -> Vec<[String; 7]> {
    let known = protected_is_known(report);
    let row = |name: String, kind: &Json| {
        let class = list(kind, "/classes").iter().find(|c| text(c, "/class") == "protected").filter(|_| known);
        let unknown = || "?".to_owned();
        let rate = |json: &Json| format!("{} ({} %)", number(json, "/prompts"), text(json, "/share"));
        [
            name,
            number(kind, "/prompts").to_string(),
            kind.pointer("/counting").map(rate).unwrap_or_default(),
            format!("{} – {} %", text(kind, "/counting/low"), text(kind, "/counting/high")),
            class.map(rate).unwrap_or_else(unknown),
            class.map(|c| format!("{} – {} %", text(c, "/low"), text(c, "/high"))).unwrap_or_else(unknown),
            number(kind, "/longest/chars").to_string(),
        ]
    };
    let mut out = vec![row(word(lang, "all").to_owned(), report.get("all").unwrap_or(&Json::Null))];
    let each = list(report, "/kinds");
    if each.len() > 1 || each.iter().any(|k| !text(k, "/kind").is_empty()) {
        for kind in each {
            let name = text(kind, "/kind");
            let name = if name.is_empty() { word(lang, "no-kind").to_owned() } else { tame(name, 24) };
            out.push(row(name, kind));
        }
    }
    if let Some(baseline) = report.get("baseline").filter(|b| b.is_object()) {
        out.push(row(word(lang, "baseline").to_owned(), baseline));
    }
    out
}

fn titles(lang: Lang) -> [String; 7] {
    ["kind", "prompts", "repeat", "interval", "protected", "interval", "longest"]
        .map(|name| word(lang, name).to_owned())
}

/// Columns on a terminal: characters of the East take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if gpai_verbatim::units::wide(c)
                || ('\u{ff00}'..='\u{ff60}').contains(&c)
                || ('\u{3000}'..='\u{303f}').contains(&c)
            {
                2
            } else {
                1
            }
        })
        .sum()
}

/// A screenful.
#[must_use]
pub fn human(lang: Lang, report: &Json) -> String {
    let mut out = head(lang, report).join("\n");
    out.push_str("\n\n");
    let rows: Vec<[String; 7]> = std::iter::once(titles(lang)).chain(kinds(lang, report)).collect();
    let wide: Vec<usize> =
        (0..7).map(|at| rows.iter().filter_map(|r| r.get(at)).map(|c| width(c)).max().unwrap_or(0)).collect();
    for row in &rows {
        for (at, (cell, wide)) in row.iter().zip(&wide).enumerate() {
            let pad = " ".repeat(wide.saturating_sub(width(cell)));
            out.push_str(&if at == 0 { format!("{cell}{pad}") } else { format!("  {pad}{cell}") });
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    let classes = list(report, "/spans_by_class");
    if !classes.is_empty() {
        let each: Vec<String> =
            classes.iter().map(|c| format!("{} {}", word(lang, text(c, "/class")), number(c, "/spans"))).collect();
        out.push_str(&format!("\n{}\n", say(lang, "spans-by-class", &[&each.join(" · ")])));
    }
    let spans = list(report, "/spans");
    if !spans.is_empty() {
        out.push_str(&format!("\n{}\n", word(lang, "longest-spans")));
        for span in spans.iter().take(LINES) {
            out.push_str(&format!(
                "  {} {} · {} · {} · {}\n    {}\n",
                number(span, "/chars"),
                word(lang, "chars"),
                word(lang, text(span, "/class")),
                text(span, "/span"),
                place(span),
                tame(text(span, "/output"), 90)
            ));
        }
    }
    let works = list(report, "/works/each");
    if !works.is_empty() {
        out.push_str(&format!("\n{}\n", word(lang, "works")));
        for work in works.iter().take(WORKS) {
            out.push_str(&format!("  {:>7} %  {}\n", text(work, "/share"), work_place(work)));
        }
    }
    out.push('\n');
    for sentence in says(lang, report) {
        out.push_str(sentence);
        out.push('\n');
    }
    out
}

/// Where a work stands: a file of many lines holds many.
fn work_place(work: &Json) -> String {
    format!("{} {} {}", tame(text(work, "/file"), 60), text(work, "/unit"), number(work, "/place"))
}

fn place(span: &Json) -> String {
    format!("{} {} {}", tame(text(span, "/source/file"), 60), text(span, "/source/unit"), number(span, "/source/place"))
}

/// A section in Markdown.
#[must_use]
pub fn markdown(lang: Lang, report: &Json) -> String {
    let mut out = format!("## {}\n\n", word(lang, "title"));
    for sentence in head(lang, report) {
        out.push_str(&sentence);
        out.push_str("\n\n");
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(&titles(lang)));
    out.push_str("|---|---|---|---|---|---|---|\n");
    for mut row in kinds(lang, report) {
        if let Some(name) = row.first_mut() {
            *name = marked(name, 24);
        }
        out.push_str(&line(&row));
    }
    let works = list(report, "/works/each");
    if !works.is_empty() {
        out.push_str(&format!(
            "\n### {}\n\n| {} | {} |\n|---|---|\n",
            word(lang, "works"),
            word(lang, "work"),
            word(lang, "share")
        ));
        for work in works.iter().take(LISTED.1) {
            out.push_str(&line(&[marked(&work_place(work), 90), format!("{} %", text(work, "/share"))]));
        }
    }
    let spans = list(report, "/spans");
    if !spans.is_empty() {
        out.push_str(&format!("\n### {}\n", word(lang, "longest-spans")));
        for span in spans.iter().take(LISTED.1) {
            let decided = text(span, "/decided");
            let because = if decided.is_empty() {
                text(span, "/because").to_owned()
            } else {
                format!("{} ({})", text(span, "/because"), say(lang, "decided", &[decided]))
            };
            out.push_str(&format!(
                "\n**{} {}**, {}: {}; {} {}; {}\n\n> {}: {}\n>\n> {}: {}\n",
                number(span, "/chars"),
                word(lang, "chars"),
                word(lang, text(span, "/class")),
                marked(&because, 200),
                word(lang, "documents"),
                number(span, "/documents"),
                marked(&place(span), 120),
                word(lang, "output-says"),
                marked(text(span, "/output"), 400),
                word(lang, "source-says"),
                marked(text(span, "/source/text"), 400),
            ));
        }
    }
    out.push('\n');
    for sentence in says(lang, report) {
        out.push_str(&format!("- {sentence}\n"));
    }
    out
}
