//! One card, opened once: its text, its tables, and its prose cut into passages, shared by all who read it.

use std::cell::OnceCell;
use std::ops::Range;

use super::grid::{self, Grid};
use super::languages;
use super::passages::{self, Passage};
use super::signs::{Matters, Signs};
use crate::text::{Text, flat, window};

/// Sentences of a card in which its model may be named.
pub const NAMING: usize = 200;
/// Bytes beside a table in which the other half of a word may stand.
const EDGE: usize = 64;

/// A card.
pub struct Page {
    /// The text.
    pub text: Text,
    /// The same in lower case, byte for byte, with the words of other languages that matter in English.
    pub lower: String,
    /// Its tables.
    pub grids: Vec<Grid>,
    /// Its prose without the tables.
    pub prose: Prose,
    /// Where lines stand that are too long to be prose.
    pub long: Vec<usize>,
    front: Option<Range<usize>>,
    matters: &'static Matters,
    whole: OnceCell<Prose>,
}

/// Prose in passages.
pub struct Prose {
    /// The text in lower case, with everything blanked that is no prose.
    pub lower: String,
    /// The same on one line, byte for byte.
    pub flat: String,
    /// Its passages.
    pub passages: Vec<Passage>,
    /// For each passage, what it may speak of.
    pub signs: Vec<Signs>,
}

impl Page {
    /// Cuts a text, whose front matter is no prose.
    pub fn new(text: Text, front: Option<Range<usize>>, matters: &'static Matters) -> Self {
        let lower = languages::in_english(text.content.to_ascii_lowercase());
        let grids = grid::all(&lower);
        let (blanked, long) = passages::blank(&lower, front.as_ref(), grids.iter().map(|g| &g.range));
        let prose = Prose::new(blanked, matters);
        Page { text, lower, grids, prose, long, front, matters, whole: OnceCell::new() }
    }

    /// Whether one of some words stands in a table, or half in one and half beside it.
    pub fn tables_hold<W: Iterator<Item = &'static str>>(&self, words: fn() -> W) -> bool {
        self.grids.iter().any(|grid| {
            let (start, end) = (grid.range.start.saturating_sub(EDGE), grid.range.end.saturating_add(EDGE));
            let near = flat(window(&self.lower, start, end));
            words().any(|word| near.contains(word))
        })
    }

    /// Its prose with the tables as text.
    pub fn whole(&self) -> &Prose {
        if self.grids.is_empty() {
            return &self.prose;
        }
        self.whole.get_or_init(|| Prose::new(passages::blank(&self.lower, self.front.as_ref(), []).0, self.matters))
    }
}

impl Prose {
    fn new(lower: String, matters: &Matters) -> Self {
        let flat = flat(&lower).into_owned();
        let passages = passages::passages(&lower);
        let signs = matters.signs(&flat, &passages);
        Prose { lower, flat, passages, signs }
    }

    /// The passages that may speak of something, each with its text on one line.
    pub fn speaking(&self, of: Signs) -> impl Iterator<Item = (usize, &Passage, &str)> {
        let both = self.passages.iter().zip(&self.signs).enumerate();
        both.filter(move |(_, (_, signs))| signs.any(of)).filter_map(|(i, (passage, _))| {
            let sentence = self.flat.get(passage.range.clone())?;
            Some((i, passage, sentence))
        })
    }

    /// A passage as it stands, in lower case.
    pub fn raw(&self, passage: &Passage) -> &str {
        self.lower.get(passage.range.clone()).unwrap_or_default()
    }
}
