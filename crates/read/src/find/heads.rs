//! Texts of a document that could be a label or a title: cells before an answer, headings, bold beginnings, lines that end in a
//! colon or a question mark, and whole lines. What each looks like says how far its words may be from those of the form.

use super::answer::{number_alone, strong_head};
use super::labels::{self, Labels, unnumber};
use crate::flow::{Block, Kind, Line, text_of};

/// Longest text of a head, in bytes.
const LONGEST: usize = 1_600;
/// Most places in a head at which a label may end.
const MOST_CUTS: usize = 3;

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// A heading, or a row over the whole width of a table.
    Heading,
    /// The cell before an answer.
    Cell,
    /// Bold.
    Strong,
    /// A line or paragraph in ordinary type.
    Plain,
}

/// A text that could be a label.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The text, white space being one space.
    pub(super) text: String,
    /// What it looks like.
    pub(super) cue: Cue,
    /// Number of words of the whole text, and those after which the label could end, with whether a colon or question mark says so.
    pub(super) count: usize,
    pub(super) cuts: Vec<(usize, bool)>,
}

/// White space as one space.
pub(super) fn key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Head {
    fn of(text: &str, cue: Cue) -> Option<Head> {
        if text.len() > LONGEST {
            return None;
        }
        let text = key(text);
        let (_, rest) = unnumber(&text);
        let count = labels::words(rest).len();
        if count == 0 {
            return None;
        }
        // A sentence is no label, however like: it says what the label asks.
        let sentence = cue == Cue::Plain && rest.trim_end().ends_with(['.', '!', '\u{3002}', ';']);
        let mut cuts = vec![(count, rest.trim_end().ends_with(ENDS))];
        for (at, _) in rest.match_indices(ENDS).take(MOST_CUTS) {
            let words = labels::words(rest.get(..at).unwrap_or_default()).len();
            if words > 0 && words < count {
                cuts.push((words, true));
            }
        }
        if sentence {
            cuts.retain(|(words, _)| *words < count);
        }
        Some(Head { text, cue, count, cuts })
    }
}

const ENDS: [char; 4] = [':', '?', '\u{FF1A}', '\u{FF1F}'];

/// The cells of a row from the one with the label on: without empty ones and a number before it.
pub(super) fn labelled_cells(block: &Block) -> &[Vec<Line>] {
    let mut cells: &[Vec<Line>] = &block.cells;
    while cells.len() > 2 && cells.first().is_some_and(|c| c.iter().all(Line::is_empty)) {
        cells = cells.get(1..).unwrap_or_default();
    }
    if cells.len() > 2 && cells.first().is_some_and(|c| number_alone(&text_of(c))) {
        cells = cells.get(1..).unwrap_or_default();
    }
    cells
}

/// The heads of a block, those of one label together: at most one of each group is meant.
pub(super) fn heads(block: &Block, known: &Labels) -> Vec<Vec<Head>> {
    match block.kind {
        Kind::Break => Vec::new(),
        Kind::Row(_) => vec![row(block)],
        Kind::Heading => vec![text(block, Cue::Heading)],
        Kind::Text | Kind::Item(_) => parts(block, known).iter().map(|part| text(part, Cue::Plain)).collect(),
    }
}

fn row(block: &Block) -> Vec<Head> {
    let filled = block.cells.iter().filter(|c| !c.iter().all(Line::is_empty)).count();
    let Some(first) = labelled_cells(block).first() else { return Vec::new() };
    let cue = if filled == 1 { Cue::Heading } else { Cue::Cell };
    let whole = text_of(first);
    let mut out: Vec<Head> = Head::of(&whole, cue).into_iter().collect();
    // A title or a number may stand above the label in its cell.
    for count in 1..first.len().min(5) {
        out.extend(Head::of(&text_of(first.get(count..).unwrap_or_default()), Cue::Cell));
    }
    if filled == 1 && out.is_empty() {
        out.extend(block.cells.iter().find_map(|c| Head::of(&text_of(c), Cue::Heading)));
    }
    out
}

fn text(block: &Block, cue: Cue) -> Vec<Head> {
    let Some(cell) = block.cells.first() else { return Vec::new() };
    let mut out: Vec<Head> = Vec::new();
    let (strong, _) = strong_head(cell);
    let bold = if cue == Cue::Heading { Cue::Heading } else { Cue::Strong };
    let whole = text_of(cell);
    let plain = if cell.iter().all(Line::strong) { bold } else { cue };
    let first = whole.lines().next().unwrap_or_default().to_owned();
    for (text, cue) in [(strong, bold), (whole, plain), (first, plain)] {
        if let Some(head) = Head::of(&text, cue)
            && !out.iter().any(|h| h.text == head.text)
        {
            out.push(head);
        }
    }
    out
}

/// A paragraph of several labels with their answers as one block each: a line that begins in bold begins one, and so does
/// each of several labels with a colon on one line.
pub(super) fn parts(block: &Block, known: &Labels) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let lines = block.cells.first().into_iter().flatten().flat_map(|l| {
        let parts = several(l, known);
        let apart = parts.len() > 1;
        parts.into_iter().map(move |line| (line, apart))
    });
    for (line, apart) in lines {
        let (strong, _) = strong_head(std::slice::from_ref(&line));
        let letters = strong.chars().filter(|c| c.is_alphabetic()).count();
        let label = apart || (line.starts && letters > 3);
        match out.last_mut().filter(|_| !label).and_then(|b| b.cells.first_mut()) {
            Some(cell) => cell.push(line),
            None => out.push(Block { cells: vec![vec![line]], ..block.clone() }),
        }
    }
    // A label alone on its line, with another label below, is one of its own.
    out
}

/// A line with several labels as one line each: `Version of the Summary: 1.0 - Last update: 20/08/2026`.
fn several(line: &Line, known: &Labels) -> Vec<Line> {
    let text = line.text();
    if text.matches([':', '\u{FF1A}']).count() < 2 || text.len() > LONGEST {
        return vec![line.clone()];
    }
    let starts: Vec<usize> = known.labels_in(&text).into_iter().filter(|at| *at > 0).collect();
    if starts.is_empty() || known.labels_in(&text).first() != Some(&0) {
        return vec![line.clone()];
    }
    let mut out: Vec<Line> = Vec::new();
    let mut open = Line { starts: line.starts, page: line.page, ..Line::default() };
    let mut at = 0;
    for span in &line.spans {
        let end = at + span.text.len();
        let mut from = at;
        for start in starts.iter().copied().filter(|s| (at..end).contains(s)) {
            if let Some(piece) = text.get(from..start) {
                open.push(piece, span.strong);
            }
            let next = Line { starts: true, page: line.page, ..Line::default() };
            out.push(std::mem::replace(&mut open, next));
            from = start;
        }
        if let Some(piece) = text.get(from..end) {
            open.push(piece, span.strong);
        }
        at = end;
    }
    out.push(open);
    // The mark between two labels is no part of an answer.
    let last = out.len().saturating_sub(1);
    for line in out.iter_mut().take(last) {
        if let Some(span) = line.spans.last_mut() {
            let kept =
                span.text.trim_end_matches(|c: char| c.is_whitespace() || "-\u{2013}\u{2014}|;,/\u{B7}".contains(c));
            span.text = kept.to_owned();
        }
    }
    out.retain(|l| !l.is_empty());
    out
}
