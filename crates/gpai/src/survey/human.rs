//! A survey as a table for a terminal, with a line that counts.

use std::fmt::Write as _;

use gpai_dossier::survey::Row;
use gpai_forms::escape::visible;
use gpai_rules::law::Language;
use gpai_rules::number::Number;
use gpai_rules::remarks::powers;
use unicode_width::UnicodeWidthStr as _;

use crate::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint};
use crate::words::word;

/// Columns shown: of the survey, in English, in Chinese.
const SHOWN: [(&str, &str, &str); 8] = [
    ("model", "model", "模型"),
    ("gpai", "GPAI", "GPAI"),
    ("systemic_risk", "systemic", "系统性"),
    ("open_source_exempt", "exempt", "豁免"),
    ("licence_verdict", "licence", "许可证"),
    ("parameters", "parameters", "参数量"),
    ("update_flop", "FLOP", "FLOP"),
    ("base", "base", "基础模型"),
];
/// The widest a column gets.
const WIDEST: usize = 46;

/// The whole text.
pub fn write(rows: &[Row], lang: Language) -> String {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| SHOWN.iter().map(|(name, _, _)| cell(row, name, lang)).collect()).collect();
    let heads: Vec<&str> = SHOWN.iter().map(|(_, en, zh)| if lang == Language::English { *en } else { *zh }).collect();
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
                match SHOWN.get(i).map(|(name, _, _)| (*name, row.text(name))) {
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
    let _ = match lang {
        Language::English => writeln!(
            out,
            "\n{} models: GPAI yes {}, no {}, open {}; systemic risk yes {}; not read {failed}",
            rows.len(),
            count("gpai", "yes"),
            count("gpai", "no"),
            count("gpai", "open"),
            count("systemic_risk", "yes"),
        ),
        Language::Chinese => writeln!(
            out,
            "\n共 {} 个模型:GPAI 是 {}、否 {}、待定 {};系统性风险 {};未能读取 {failed}",
            rows.len(),
            count("gpai", "yes"),
            count("gpai", "no"),
            count("gpai", "open"),
            count("systemic_risk", "yes"),
        ),
    };
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
