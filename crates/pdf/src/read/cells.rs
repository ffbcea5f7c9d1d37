//! What lines of a page are to each other: parts left and right of an edge, paragraphs of a cell, sizes and distances.

use std::collections::BTreeMap;

use super::lines::{TextLine, Word};

/// Words left and right of an edge; a line that runs across it is all left.
pub fn split(line: &TextLine, x: i32) -> (Option<Vec<Word>>, Option<Vec<Word>>) {
    let at = line.words.iter().position(|w| w.x0 >= x - 100);
    let Some(at) = at else { return (Some(line.words.clone()), None) };
    let (left, right) = line.words.split_at_checked(at).unwrap_or((&line.words, &[]));
    match (left.last(), right.first()) {
        (None, _) => (None, Some(right.to_vec())),
        // A word just where the column begins needs less of a gap before it.
        (Some(before), Some(after))
            if before.x1 <= x + 100
                && after.x0 - before.x1 >= line.size * if (after.x0 - x).abs() <= 100 { 3 } else { 6 } / 10 =>
        {
            (Some(left.to_vec()), Some(right.to_vec()))
        }
        _ => (Some(line.words.clone()), None),
    }
}

/// Whether a line begins with a section number.
pub fn numbered(text: &str) -> bool {
    let Some(first) = text.split_whitespace().next() else { return false };
    let digits = first.trim_end_matches(['.', ':', ')']);
    !digits.is_empty()
        && digits.len() <= 8
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && (digits.contains('.') || first.len() > digits.len())
        && text.split_whitespace().nth(1).is_some_and(|w| w.starts_with(char::is_alphabetic))
}

/// Lines of a cell, with where paragraphs begin.
pub fn cell(lines: &[TextLine], lead: i32, page: u32) -> Vec<gpai_read::flow::Line> {
    let lead = leading_of(lines).unwrap_or(lead);
    let right = lines.iter().map(TextLine::x1).max().unwrap_or(0);
    let mut out = Vec::new();
    let mut before: Option<&TextLine> = None;
    for line in lines {
        let starts = before.is_none_or(|b| begins(b, line, lead) || cut_short(b, line, right));
        out.push(line.line(starts, page));
        before = Some(line);
    }
    out
}

/// Whether a line begins a new paragraph after the one before.
pub fn begins(before: &TextLine, line: &TextLine, lead: i32) -> bool {
    let first = line.words.first().map(|w| w.text.as_str()).unwrap_or_default();
    let bullet =
        matches!(first, "\u{2022}" | "\u{25E6}" | "\u{25AA}" | "-" | "\u{2013}" | "*" | "\u{2023}" | "\u{00B7}")
            || gpai_read::ticks::any(first)
            || first.starts_with('\u{2022}')
            || (first.starts_with("https://") && listed(before));
    let apart = line.y - before.y > lead * 112 / 100;
    let strength = before.words.last().is_some_and(|w| w.strong) != line.words.first().is_some_and(|w| w.strong);
    bullet || apart || (strength && !before.strong()) || (line.size - before.size).abs() > 150
}

/// Whether an address on the next line is an entry of a list: after an entry, a line that announces one, a short line.
pub fn listed(before: &TextLine) -> bool {
    before.words.len() <= 2
        || before.words.first().is_some_and(|w| w.text.starts_with("https://"))
        || before.words.last().is_some_and(|w| w.text.ends_with(':') || w.text.starts_with("https://"))
}

/// Whether the first word of a line would have had room on the line before: somebody broke the line on purpose.
pub fn cut_short(before: &TextLine, line: &TextLine, right: i32) -> bool {
    line.words.first().is_some_and(|w| before.x1() + line.size + (w.x1 - w.x0) < right)
}

pub fn leading_of(lines: &[TextLine]) -> Option<i32> {
    let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        let next = lines
            .iter()
            .skip(index + 1)
            .take(6)
            .find(|n| (n.x0() - line.x0()).abs() <= 200 && n.y - line.y >= line.size / 2);
        if let Some(next) = next
            && next.y - line.y <= line.size * 2
        {
            *counts.entry((next.y - line.y + 15) / 30).or_default() += 1;
        }
    }
    let most = counts.values().copied().max()?;
    // Of equally frequent distances the smallest.
    counts.into_iter().find(|(_, n)| *n == most).map(|(d, _)| d * 30)
}

/// The size of most of the text.
pub fn body_size(lines: &[TextLine]) -> i32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry((line.size + 25) / 50 * 50).or_default() += line.words.len();
    }
    counts.into_iter().max_by_key(|(size, n)| (*n, -*size)).map_or(1000, |(size, _)| size)
}
