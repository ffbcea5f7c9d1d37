//! `gpai survey` for people: a table for a terminal, with a line that counts.

use std::fmt::{Display, Write as _};

use gpai_dossier::survey::Row;
use gpai_forms::escape::visible;
use gpai_rules::law::Language;
use gpai_rules::number::Number;
use gpai_rules::remarks::powers;
use unicode_width::UnicodeWidthStr as _;

use super::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint};
use super::words::{Pair, survey as words, word};

/// Columns shown: of the survey, and what they are called.
const SHOWN: [(&str, Pair); 8] = [
    ("model", words::MODEL),
    ("gpai", words::GPAI),
    ("systemic_risk", words::SYSTEMIC),
    ("open_source_exempt", words::EXEMPT),
    ("licence_verdict", words::LICENCE),
    ("parameters", words::PARAMETERS),
    ("update_flop", words::FLOP),
    ("base", words::BASE),
];
/// The widest a column gets.
const WIDEST: usize = 46;

/// The whole text.
pub fn screen(rows: &[Row], lang: Language) -> String {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| SHOWN.iter().map(|(name, _)| cell(row, name, lang)).collect()).collect();
    let heads: Vec<&str> = SHOWN.iter().map(|(_, called)| called.get(lang)).collect();
    let width = |i: usize| {
        let widths = cells.iter().filter_map(|r| r.get(i)).map(|c| c.width());
        widths.chain(heads.get(i).map(|h| h.width())).max().unwrap_or(0).min(WIDEST)
    };
    let mut out = String::new();
    let line: Vec<String> = heads.iter().enumerate().map(|(i, h)| pad(h, width(i))).collect();
    let _ = writeln!(out, "{}", paint(HEAD, line.join("  ").trim_end()));
    for (row, cells) in rows.iter().zip(&cells) {
        let error = row.text("error");
        if !error.is_empty() {
            let name = cells.first().cloned().unwrap_or_default();
            let _ = writeln!(out, "{}  {}", pad(&name, width(0)), paint(BAD, &visible(error)));
            continue;
        }
        let line: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(i, text)| {
                // Nothing stands after the last column.
                let padded = if i + 1 == SHOWN.len() { text.clone() } else { pad(text, width(i)) };
                if padded.is_empty() {
                    return padded;
                }
                match SHOWN.get(i).map(|(name, _)| (*name, row.text(name))) {
                    Some(("gpai" | "systemic_risk" | "open_source_exempt", "open")) => paint(OPEN, &padded),
                    Some(("systemic_risk", "yes")) => paint(BAD, &padded),
                    Some(("open_source_exempt", "yes")) => paint(GOOD, &padded),
                    Some(("base", _)) => paint(DIM, &padded),
                    _ => padded,
                }
            })
            .collect();
        let _ = writeln!(out, "{}", line.join("  ").trim_end());
    }
    let count = |name: &str, value: &str| rows.iter().filter(|r| r.text(name) == value).count();
    let failed = rows.iter().filter(|r| !r.text("error").is_empty()).count();
    let values: [(&str, &dyn Display); 6] = [
        ("models", &rows.len()),
        ("yes", &count("gpai", "yes")),
        ("no", &count("gpai", "no")),
        ("open", &count("gpai", "open")),
        ("systemic", &count("systemic_risk", "yes")),
        ("failed", &failed),
    ];
    let _ = writeln!(out, "\n{}", words::COUNTS.fill(lang, &values));
    out
}

/// A cell as people read it, cut to its width.
fn cell(row: &Row, name: &str, lang: Language) -> String {
    let text = row.text(name);
    let text = match name {
        "parameters" | "update_flop" => {
            Number::parse(text).map_or_else(|_| String::new(), |n| powers(&n.significant(3)))
        }
        "gpai" | "systemic_risk" | "open_source_exempt" => word(text, lang),
        _ => visible(text),
    };
    if text.width() <= WIDEST {
        return text;
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + 3 > WIDEST {
            break;
        }
        cut.push(c);
    }
    format!("{cut}…")
}
