//! Headings and paragraphs: labels that a text is or begins with, questions beyond the form, text that goes on.

use super::answer::{numbered_label, question, strong_head};
use super::finder::Finder;
use super::labels::{self, Found, likeness, unnumber};
use super::state::Open;
use crate::flow::{Block, Cell, Line, text_of};

/// Longest text of one label.
const LONGEST_LABEL: usize = 800;

impl Finder<'_> {
    pub(super) fn heading(&mut self, block: &Block) {
        let text = block.cell_text(0).replace('\n', " ");
        self.row_before = None;
        if self.title_of(&text, true) {
            return;
        }
        if self.labelled(block, true) {
            return;
        }
        if self.sizes_text(block) {
            return;
        }
        let (number, rest) = unnumber(&text);
        if number.is_some() {
            if question(&text) || numbered_label(&text) {
                self.more(text.clone(), Vec::new(), block.page, false);
            } else if !rest.is_empty() {
                // A section that the template does not have.
                self.section = None;
                self.headed = true;
                self.open = Open::Nothing;
            }
        } else if block.level > 0 && (self.titled == 0 || block.level <= self.titled) {
            // A heading beside or above the titles of the form, such as the next of a model card: the form is over.
            self.section = None;
            self.open = Open::Nothing;
        } else {
            match self.open {
                Open::Field(_, false) | Open::Extra(_, false)
                    if self.last.is_some() && text.len() < 60 && !question(&text) =>
                {
                    self.go_on(&block.cells.first().cloned().unwrap_or_default(), false);
                }
                _ => self.open = Open::Nothing,
            }
        }
    }

    pub(super) fn text(&mut self, block: &Block) {
        let Some(cell) = block.cells.first() else { return };
        let text = text_of(cell);
        if text.is_empty() {
            return;
        }
        // A line to sign on.
        if text.starts_with("____") {
            self.open = Open::Nothing;
            return;
        }
        let strong_all = cell.iter().all(Line::strong);
        let flat = text.replace('\n', " ");
        let (number, _) = unnumber(&flat);
        if flat.len() < 200 && (number.is_some() || strong_all) && self.title_of(&flat, strong_all) {
            self.row_before = None;
            return;
        }
        if self.labelled(block, false) || self.sizes_text(block) {
            self.row_before = None;
            return;
        }
        let (strong, _) = strong_head(cell);
        let asked = !strong.is_empty() && (question(&strong) || numbered_label(&strong));
        let numbered_question = numbered_label(&flat) && flat.len() < LONGEST_LABEL && (self.cues.numbered > 2);
        if asked || (numbered_question && strong.is_empty()) {
            let (label, rest) = if asked { strong_head(cell) } else { (flat.clone(), Vec::new()) };
            self.more(label, rest, block.page, false);
            return;
        }
        if !self.go_on(cell, false) {
            self.state(cell);
        }
    }

    /// Opens the field whose label a paragraph or heading is or begins with.
    pub(super) fn labelled(&mut self, block: &Block, heading: bool) -> bool {
        let Some(cell) = block.cells.first() else { return false };
        let (strong, rest) = strong_head(cell);
        if !strong.is_empty()
            && strong.len() <= LONGEST_LABEL
            && let Some((index, found)) = self.pick(&strong, true)
        {
            let words = labels::words(unnumber(&strong).1).len();
            // What is bold beyond the label is part of the answer: `**Last update: 1 May 2026**`.
            let extra = labels::after(&strong, found.used).trim();
            let mut answer = Vec::new();
            let cut = strong.get(..strong.len() - extra.len()).unwrap_or_default().trim_end();
            let cut = cut.ends_with([':', '?', '\u{FF1A}', '\u{FF1F}']);
            if found.used < words && !extra.is_empty() && (cut || (found.like < 100 && self.exact(&found, &strong))) {
                answer.push(Line::plain(extra));
            }
            answer.extend(rest);
            self.start(index, &strong, answer, block, false);
            return true;
        }
        // Without emphasis: the paragraph, or its first line or sentence, is the label.
        let text = text_of(cell);
        let first = text.lines().next().unwrap_or_default();
        for head in [text.replace('\n', " "), first.to_owned()] {
            if head.len() > LONGEST_LABEL * 2 {
                continue;
            }
            let Some((index, found)) = self.pick(&head, true) else { continue };
            let count = labels::words(unnumber(&head).1).len();
            let whole = found.used >= count;
            let after = labels::after(&head, found.used);
            let before_rest = head.get(..head.len() - after.len()).unwrap_or_default().trim_end();
            let ended = before_rest.ends_with([':', '?', '\u{FF1A}', '\u{2013}', '|']);
            let length = self.labels.labels.get(found.label).map_or(0, |l| l.words.len());
            if !(whole || ended && (length >= 3 || before_rest.ends_with(':'))) {
                continue;
            }
            if whole && !heading && length <= 1 {
                continue;
            }
            let mut answer: Cell = Vec::new();
            let consumed_first = head == first;
            if !after.trim().is_empty() && !whole {
                answer.push(Line { page: block.page, ..Line::plain(after.trim()) });
            }
            if consumed_first && !(whole && text.lines().count() == 1) {
                answer.extend(text.lines().skip(1).map(|l| Line { page: block.page, ..Line::plain(l) }));
            }
            self.start(index, before_rest, answer, block, false);
            return true;
        }
        false
    }

    pub(super) fn exact(&self, found: &Found, text: &str) -> bool {
        let words = labels::words(unnumber(text).1);
        let head = words.get(..found.used).unwrap_or_default();
        self.labels.labels.get(found.label).is_some_and(|l| likeness(head, &l.words) >= 95) && {
            let after = labels::after(text, found.used);
            text.get(..text.len().saturating_sub(after.len())).is_some_and(|b| b.trim_end().ends_with([':', '?']))
        }
    }
}
