//! Characters of a page to words and lines. A line holds what stands on one base line across the whole page; columns are
//! told apart later.

use super::page::{Area, Glyph, Page};
use gpai_read::flow::{Line, Span};

/// A word.
#[derive(Clone, Debug)]
pub struct Word {
    /// Text, without white space.
    pub text: String,
    /// Left edge.
    pub x0: i32,
    /// Right edge.
    pub x1: i32,
    /// Base line.
    pub y: i32,
    /// Size of its font.
    pub size: i32,
    /// Bold.
    pub strong: bool,
}

/// Words on one base line, from left to right.
#[derive(Clone, Debug, Default)]
pub struct TextLine {
    /// Base line.
    pub y: i32,
    /// Largest size of font on it.
    pub size: i32,
    /// Its words; never empty.
    pub words: Vec<Word>,
}

impl TextLine {
    /// A line of these words; its base is that of the largest ones, not of a raised footnote mark.
    pub fn of(words: Vec<Word>) -> Self {
        let size = words.iter().map(|w| w.size).max().unwrap_or(0);
        let y = words.iter().filter(|w| w.size == size).map(|w| w.y).min().unwrap_or(0);
        TextLine { y, size, words }
    }
    /// Left edge.
    pub fn x0(&self) -> i32 {
        self.words.first().map_or(0, |w| w.x0)
    }
    /// Right edge.
    pub fn x1(&self) -> i32 {
        self.words.last().map_or(0, |w| w.x1)
    }
    /// Text.
    pub fn text(&self) -> String {
        self.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
    }
    /// Whether all of it is bold.
    pub fn strong(&self) -> bool {
        self.words.iter().all(|w| w.strong)
    }
    /// As a line of the flow.
    pub fn line(&self, starts: bool, page: u32) -> Line {
        let mut line = Line { spans: Vec::new(), starts, page: Some(page) };
        for (index, word) in self.words.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            match line.spans.last_mut() {
                Some(last) if last.strong == word.strong => last.text.push_str(&format!("{space}{}", word.text)),
                Some(last) => {
                    last.text.push_str(space);
                    line.spans.push(Span { text: word.text.clone(), strong: word.strong });
                }
                None => line.spans.push(Span { text: word.text.clone(), strong: word.strong }),
            }
        }
        line
    }
}

/// The lines of a page, from top to bottom.
pub fn lines(page: &Page) -> Vec<TextLine> {
    let mut glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
    let walls: Vec<&Area> = page.rules.iter().filter(|r| r.vertical()).collect();
    glyphs.sort_by_key(|g| (g.y, g.x0));
    // Base lines: a character belongs to the line whose base it is nearest, within a third of its size.
    let mut groups: Vec<(i32, i32, Vec<&Glyph>)> = Vec::new();
    for glyph in glyphs {
        match groups.last_mut() {
            Some((y, size, group)) if glyph.y.saturating_sub(*y) <= (*size).min(glyph.size) * 35 / 100 => {
                *size = (*size).max(glyph.size);
                group.push(glyph);
            }
            _ => groups.push((glyph.y, glyph.size, vec![glyph])),
        }
    }
    let mut out: Vec<TextLine> = Vec::new();
    for (_, _, mut group) in groups {
        group.sort_by_key(|g| (g.x0, g.x1));
        let words = words(&group, &walls);
        if !words.is_empty() {
            out.push(TextLine::of(words));
        }
    }
    out.sort_by_key(|l| (l.y, l.x0()));
    out
}

/// Whether a line stands between two characters: they are of two cells, however near.
fn parted(before: &Glyph, after: &Glyph, walls: &[&Area]) -> bool {
    let (left, right) = (before.x0 + (before.x1 - before.x0) / 2, after.x0 + (after.x1 - after.x0) / 2);
    let middle = after.y - after.size / 3;
    walls.iter().any(|w| {
        let x = w.x0 + w.width() / 2;
        x >= left
            && x <= right
            && x >= before.x1 - before.size / 4
            && x <= after.x0 + after.size / 4
            && w.y0 <= middle
            && w.y1 >= middle
    })
}

fn words(glyphs: &[&Glyph], walls: &[&Area]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open = false;
    let mut last: Option<&Glyph> = None;
    for &glyph in glyphs {
        if glyph.text.trim().is_empty() {
            open = false;
            continue;
        }
        // A character drawn twice in one place is one: a shadow, or bold made by drawing twice.
        if let Some(before) = last
            && before.text == glyph.text
            && (glyph.x0 - before.x0).abs() <= glyph.size / 12
        {
            continue;
        }
        let gap = last.map_or(0, |b| glyph.x0.saturating_sub(b.x1));
        let text: String = glyph.text.chars().filter(|c| !c.is_control()).collect();
        match out.last_mut() {
            Some(word) if open && gap <= glyph.size * 18 / 100 && !last.is_some_and(|b| parted(b, glyph, walls)) => {
                word.text.push_str(&text);
                word.x1 = word.x1.max(glyph.x1);
                word.strong &= glyph.strong;
            }
            _ => {
                out.push(Word { text, x0: glyph.x0, x1: glyph.x1, y: glyph.y, size: glyph.size, strong: glyph.strong })
            }
        }
        open = true;
        last = Some(glyph);
    }
    out
}

/// Whether a horizontal line underlines words: it begins and ends where they do, just below their base, and is no edge of a cell.
pub fn underlines(rule: &Area, lines: &[TextLine], rules: &[Area]) -> bool {
    const TOUCHES: i32 = 150;
    let edge = rules.iter().filter(|r| r.vertical()).any(|wall| {
        let x = wall.x0 + wall.width() / 2;
        let meets = (x - rule.x0).abs() <= TOUCHES || (x - rule.x1).abs() <= TOUCHES;
        meets && wall.y0 <= rule.y0 + TOUCHES && wall.y1 >= rule.y0 - TOUCHES
    });
    !edge
        && lines.iter().any(|line| {
            let below = rule.y0.saturating_sub(line.y);
            below >= -line.size * 35 / 100
                && below <= line.size * 35 / 100
                && line.words.iter().any(|w| (w.x0 - rule.x0).abs() <= 160)
                && rule.x1 <= line.x1().saturating_add(line.size / 2)
        })
}
