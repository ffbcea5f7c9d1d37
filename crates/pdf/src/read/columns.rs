//! Columns that no line tells apart: labels on the left and answers on the right, and tables of more columns among them, by where
//! words begin after a wide gap.

use std::collections::BTreeMap;

use super::cells::{cell, numbered, split};
use super::lines::{TextLine, Word};
use gpai_read::flow::{Block, Flow, Kind};

/// Fewest lines with words in both columns, in the whole document.
const FEWEST: usize = 6;
/// Gap before a word that begins a column, in hundredths of the size of the font.
const GAP: i32 = 90;

/// Where the right one of two columns begins: many lines have a word there after a wide gap, or begin there, and fewer run across.
pub fn gutter(lines: &[&TextLine]) -> Option<i32> {
    let left = lines.iter().map(|l| l.x0()).min()?;
    let starts = starts(lines, left + 4_000);
    let mut best: Option<(usize, i32)> = None;
    for x in starts.keys() {
        let (mut both, mut right, mut across) = (0_usize, 0_usize, 0_usize);
        for line in lines {
            match split(line, x * 100) {
                (Some(_), Some(_)) => both += 1,
                (None, Some(_)) => right += 1,
                (Some(words), None) => across += usize::from(words.last().is_some_and(|w| w.x1 > x * 100 + 1_500)),
                (None, None) => {}
            }
        }
        let weight = (both * 2 + right).saturating_sub(across);
        if both >= FEWEST && across <= both + right && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, x * 100));
        }
    }
    best.map(|(_, x)| x)
}

/// Where words begin after a wide gap, or lines do, and how often, in points.
fn starts(lines: &[&TextLine], from: i32) -> BTreeMap<i32, usize> {
    let mut out: BTreeMap<i32, usize> = BTreeMap::new();
    for line in lines {
        let pairs = line.words.windows(2).filter_map(|p| Some((p.first()?, p.get(1)?)));
        let after_gap = pairs.filter(|(a, b)| b.x0 - a.x1 >= line.size * GAP / 100).map(|(_, b)| b.x0);
        for x in after_gap.chain([line.x0()]).filter(|x| *x > from) {
            *out.entry(x / 100).or_default() += 1;
        }
    }
    out.retain(|_, n| *n >= 2);
    out
}

/// A part of a page.
pub enum Zone<'l> {
    /// Two columns.
    Two(Vec<&'l TextLine>),
    /// Something else: text over the whole width, or a table of its own columns.
    Other(Vec<&'l TextLine>),
}

/// The parts of a page, told apart by whether lines run across where the right column begins.
pub fn zones<'l>(lines: &[&'l TextLine], x: i32, body: i32) -> Vec<Zone<'l>> {
    // A title runs across both columns and is part of neither a text nor a table.
    let title = |l: &TextLine| l.strong() && (numbered(&l.text()) || l.size > body * 108 / 100);
    let across: Vec<bool> = lines
        .iter()
        .map(|l| {
            !title(l) && matches!(split(l, x), (Some(words), None) if words.last().is_some_and(|w| w.x1 > x + 600))
        })
        .collect();
    let mut out: Vec<Zone<'l>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let here = across.get(at).copied().unwrap_or(false);
        // A short line between two that run across is of the same part.
        let before = across.get(at.saturating_sub(3)..at).is_some_and(|c| c.contains(&true));
        let after = across.get(at + 1..(at + 4).min(across.len())).is_some_and(|c| c.contains(&true));
        let other = here || (before && after && !title(line));
        match (out.last_mut(), other) {
            (Some(Zone::Other(zone)), true) | (Some(Zone::Two(zone)), false) => zone.push(line),
            (_, true) => out.push(Zone::Other(vec![line])),
            (_, false) => out.push(Zone::Two(vec![line])),
        }
    }
    out
}

/// Rows of two columns: one begins where something stands on the left after a wider gap, after a label that ended, or at a heading.
pub fn rows<'l>(lines: &[&'l TextLine], x: i32, lead: i32) -> Vec<Vec<&'l TextLine>> {
    let mut out: Vec<Vec<&TextLine>> = Vec::new();
    let mut ended = true;
    let mut answered = false;
    // The size of the labels: boxes of another font may be larger than the text beside them.
    let mut size = 0;
    for line in lines {
        let (left, right) = split(line, x);
        let left = left.map(TextLine::of);
        let text = left.as_ref().map(TextLine::text).unwrap_or_default();
        let here = left.as_ref().map_or(size, |l| l.size);
        let wide = out.last().and_then(|r| r.last()).is_none_or(|b: &&TextLine| {
            line.y - b.y > lead * 125 / 100 || (size > 0 && (here - size).abs() > 100) || numbered(&text)
        });
        size = here;
        let begins = left.is_some() && (wide || (right.is_some() && answered && ended));
        if begins || out.is_empty() {
            out.push(Vec::new());
            answered = false;
        }
        if let Some(row) = out.last_mut() {
            row.push(line);
        }
        answered |= right.is_some();
        if left.is_some() {
            ended = text.trim_end().ends_with([':', '?', ')']);
        }
    }
    out
}

/// Lines as a table of at least three columns, if they are one: a row begins where something stands in the first.
pub fn table(lines: &[&TextLine], lead: i32, page: u32, flow: &mut Flow) -> bool {
    let Some(left) = lines.iter().map(|l| l.x0()).min() else { return false };
    let mut xs: Vec<i32> = starts(lines, left + 1_500).into_keys().map(|x| x * 100).collect();
    xs.dedup_by(|b, a| *b - *a <= 400);
    // An edge that words run across is none.
    xs.retain(|x| {
        let crossed = lines.iter().filter(|l| l.words.iter().any(|w| w.x0 < x - 200 && w.x1 > x + 200)).count();
        crossed == 0
    });
    // A box before a word begins no column of its own.
    xs.retain(|x| lines.iter().filter(|l| l.words.iter().any(|w| (w.x0 - x).abs() <= 200)).count() >= 2);
    if xs.len() < 2 || lines.len() < 4 {
        return false;
    }
    let mut out: Vec<Vec<Vec<TextLine>>> = Vec::new();
    for line in lines {
        let mut parts: Vec<Vec<Word>> = vec![Vec::new(); xs.len() + 1];
        for word in &line.words {
            let column = xs.iter().filter(|x| **x <= word.x0 + 150).count();
            if let Some(part) = parts.get_mut(column) {
                part.push(word.clone());
            }
        }
        if parts.first().is_some_and(|p| !p.is_empty()) || out.is_empty() {
            out.push(vec![Vec::new(); xs.len() + 1]);
        }
        for (words, cell) in parts.into_iter().zip(out.last_mut().into_iter().flatten()) {
            if !words.is_empty() {
                cell.push(TextLine::of(words));
            }
        }
    }
    for row in out {
        let cells = row.iter().map(|c| cell(c, lead, page)).collect();
        flow.blocks.push(Block { kind: Kind::Row(2), cells, page: Some(page), ..Block::default() });
    }
    true
}
