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

/// The whole text: these rows, and the counts of all.
pub fn screen(rows: &[Row], counts: &Counts, lang: Language) -> String {
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
    if counts.models > rows.len() as u64 {
        let more = counts.models - rows.len() as u64;
        let _ = writeln!(out, "{}", paint(DIM, &words::MORE_ROWS.fill(lang, &[("n", &more)])));
    }
    let values: [(&str, &dyn Display); 6] = [
        ("models", &counts.models),
        ("yes", &counts.yes),
        ("no", &counts.no),
        ("open", &counts.open),
        ("systemic", &counts.systemic),
        ("failed", &counts.failed),
    ];
    let line = if counts.models == 1 { words::COUNTS_ONE } else { words::COUNTS };
    let _ = writeln!(out, "\n{}", line.fill(lang, &values));
    out
}

/// What is counted over all rows, also those that are not shown.
#[derive(Debug, Default)]
pub struct Counts {
    models: u64,
    yes: u64,
    no: u64,
    open: u64,
    systemic: u64,
    failed: u64,
}

impl Counts {
    /// Counts a row.
    pub fn add(&mut self, row: &Row) {
        self.models += 1;
        match row.text("gpai") {
            "yes" => self.yes += 1,
            "no" => self.no += 1,
            "open" => self.open += 1,
            _ => {}
        }
        self.systemic += u64::from(row.text("systemic_risk") == "yes");
        self.failed += u64::from(!row.text("error").is_empty());
    }
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
