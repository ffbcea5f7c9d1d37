//! A sheet as the JSON that `form.typ` reads. A word too long for its column comes in pieces: between two of them the line
//! may break, and nothing is shown.

use serde_json::{Value, json};

use gpai_forms::sheet::{Block, Grid, Inline, Piece, Row, Sheet, Table};
use gpai_render::columns::{self, shares};
use gpai_render::prepare::{clipped, grid_shares, paragraphs, stacked, together};
use gpai_render::words::words;

/// Characters that fit on a line even if many are wide: of an answer, a label, running text, a heading.
const ANSWER: usize = 44;
const LABEL: usize = 22;
const TEXT: usize = 70;
const HEADING: usize = 34;
/// The same for tables, whose letters are smaller.
const ANSWER_TABLE: usize = 62;
const TEXT_TABLE: usize = 100;

/// The sheet as JSON.
pub(super) fn json(sheet: &Sheet, families: &[&str]) -> Vec<u8> {
    let words = words(&sheet.language);
    let mut tag = sheet.language.split('-');
    let blocks: Vec<Value> = sheet.blocks.iter().enumerate().map(|(i, b)| block(b, sheet.blocks.get(i + 1))).collect();
    let value = json!({
        "lang": tag.next(),
        "region": tag.next(),
        "title": text(&sheet.title, HEADING / 2),
        "name": if sheet.title.is_empty() { "–".to_owned() } else { clipped(&sheet.title, 400) },
        "running": clipped(&sheet.title, 90),
        "subtitle": sheet.subtitle.as_ref().map(|s| text(s, HEADING)),
        "author": sheet.author.as_ref().map(|s| clipped(s, 400)),
        "footer": text(&sheet.footer, HEADING),
        "date": sheet.date.map(|d| [i64::from(d.year()), i64::from(d.month()), i64::from(d.day())]),
        "families": families,
        "words": { "page": words.page, "gap": words.gap },
        "blocks": blocks,
    });
    value.to_string().into_bytes()
}

fn block(block: &Block, next: Option<&Block>) -> Value {
    match block {
        Block::Heading { level, number, text: title } => {
            json!({ "k": "heading", "level": level, "number": text(number, HEADING), "text": text(title, HEADING),
                    "outlined": title.chars().nth(400).is_none() })
        }
        Block::Paragraph(inlines) => json!({ "k": "text", "paras": runs(inlines, TEXT) }),
        Block::Note(inlines) => {
            let explains = matches!(next, Some(Block::Fields(_) | Block::Table(_) | Block::Grid(_)));
            json!({ "k": "note", "paras": runs(inlines, TEXT), "sticky": explains })
        }
        Block::Fields(rows) => json!({ "k": "fields", "rows": rows.iter().map(row).collect::<Vec<_>>() }),
        Block::Table(t) => table(t, TEXT_TABLE),
        Block::Grid(grid) => self::grid(grid),
        Block::List(items) => list(items, TEXT),
        Block::Signatures(names) => {
            json!({ "k": "signatures", "names": names.iter().map(|n| text(n, LABEL)).collect::<Vec<_>>() })
        }
    }
}

fn row(row: &Row) -> Value {
    json!({
        "label": text(&row.label, LABEL),
        "hint": if row.hint.is_empty() { Value::Null } else { text(&row.hint, LABEL) },
        "value": row.value.iter().map(piece).collect::<Vec<_>>(),
        "whole": together(row),
    })
}

fn piece(piece: &Piece) -> Value {
    match piece {
        Piece::Text(inlines) => json!({ "k": "text", "paras": runs(inlines, ANSWER) }),
        Piece::Checks(checks) => json!({
            "k": "checks",
            "stacked": stacked(checks),
            "items": checks
                .iter()
                .map(|c| json!({ "ticked": c.ticked, "label": text(&c.label, ANSWER) }))
                .collect::<Vec<_>>(),
        }),
        Piece::List(items) => list(items, ANSWER),
        Piece::Table(t) => table(t, ANSWER_TABLE),
        Piece::Gap(what) => json!({ "k": "gap", "text": text(what, ANSWER) }),
    }
}

fn grid(grid: &Grid) -> Value {
    json!({
        "k": "grid",
        "shares": grid_shares(grid.header.len()),
        "header": grid.header.iter().map(|h| text(h, LABEL)).collect::<Vec<_>>(),
        "rows": grid.rows.iter()
            .map(|row| row.iter().map(|cell| cell.iter().map(piece).collect::<Vec<_>>()).collect::<Vec<_>>())
            .collect::<Vec<_>>(),
    })
}

fn list(items: &[Vec<Inline>], fits: usize) -> Value {
    json!({ "k": "list", "items": items.iter().map(|i| runs(i, fits)).collect::<Vec<_>>() })
}

fn table(table: &Table, fits: usize) -> Value {
    let shares = shares(table, fits);
    let all = shares.iter().sum::<usize>().max(1);
    let fit: Vec<usize> = shares.iter().map(|share| (fits * share / all).saturating_sub(3).max(4)).collect();
    let header: Vec<Value> = table.header.iter().zip(&fit).map(|(h, fits)| text(h, *fits)).collect();
    let rows: Vec<Value> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<Value> = row.iter().zip(&fit).map(|(cell, fits)| runs(cell, *fits)).collect();
            json!({ "cells": cells, "whole": columns::together(row) })
        })
        .collect();
    // a header that fills a page cannot stand on each
    let low = table.header.iter().zip(&fit).all(|(title, fits)| title.chars().count() <= 6 * fits);
    json!({ "k": "table", "shares": shares, "header": header, "low": low, "rows": rows })
}

fn runs(inlines: &[Inline], fits: usize) -> Value {
    let lines: Vec<Vec<Value>> = paragraphs(inlines)
        .iter()
        .map(|paragraph| {
            paragraph
                .iter()
                .map(|inline| match inline {
                    Inline::Text(plain) => json!({ "t": text(plain, fits) }),
                    Inline::Strong(plain) => json!({ "b": text(plain, fits) }),
                    Inline::Link { text: shown, target } => json!({ "a": text(shown, fits), "url": target }),
                    Inline::Source(place) => json!({ "s": text(place, fits) }),
                })
                .collect()
        })
        .collect();
    json!(lines)
}

/// Text as a string, or in pieces between which a line may break: a word longer than half a line after a sign, as in an
/// address; what is longer than the line without any sign, anywhere.
fn text(plain: &str, fits: usize) -> Value {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for word in plain.split_inclusive(is_space) {
        if word.chars().count() <= fits / 2 {
            piece.push_str(word);
            continue;
        }
        let mut run = 0;
        let mut parts = word.split_inclusive(is_sign).peekable();
        while let Some(part) = parts.next() {
            let long = part.chars().count() > fits;
            let mut chars = part.chars().peekable();
            while let Some(c) = chars.next() {
                piece.push(c);
                run += 1;
                // not between a letter and the marks above it
                let whole = chars.peek().is_none_or(|next| next.is_ascii() || run >= 4 * fits);
                let ends = is_sign(c)
                    && run >= fits.min(16) / 2
                    && !parts.peek().is_some_and(|next| next.starts_with(is_sign));
                if whole && (ends || long && run >= fits / 2) {
                    pieces.push(std::mem::take(&mut piece));
                    run = 0;
                }
            }
        }
    }
    if pieces.is_empty() {
        return Value::String(piece);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    Value::Array(pieces.into_iter().map(Value::String).collect())
}

/// Signs after which an address or a name of a file may go on in the next line.
fn is_sign(c: char) -> bool {
    matches!(c, '/' | '.' | '-' | '_' | '?' | '&' | '=' | ',' | ':' | ';' | '#' | '%' | '+' | '|')
}

/// Where a line may break anyway.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{2e80}'..='\u{d7ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_come_in_pieces_and_others_whole() {
        assert_eq!(text("a plain sentence", 20), json!("a plain sentence"));
        assert_eq!(text("the general characteristics", 20), json!("the general characteristics"));
        assert_eq!(text("openness.personal_data", 24), json!(["openness.", "personal_", "data"]));
        assert_eq!(text("https://data.example/x", 14), json!(["https://", "data.example/", "x"]));
        assert_eq!(text("sum:0123456789abcdef here", 12), json!(["sum:01", "234567", "89abcd", "ef here"]));
        let pieces = text("see https://example.com/a/very/long/path/to/a/file.parquet now", 20);
        let all: String = pieces.as_array().map(|a| a.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        assert_eq!(all, "see https://example.com/a/very/long/path/to/a/file.parquet now");
        assert!(
            pieces.as_array().is_some_and(|a| a.iter().all(|p| p.as_str().is_some_and(|p| p.len() <= 20))),
            "{pieces}"
        );
        assert_eq!(text(&"漢".repeat(500), 20), json!("漢".repeat(500)));
    }
}
