//! Rows of tables: a label and its answer beside it, titles over the whole width, labels that go on overleaf.

use super::answer::letter_alone;
use super::finder::Finder;
use super::heads::labelled_cells;
use super::labels::{self, unnumber};
use super::state::Open;
use crate::flow::{Block, Cell, Line, text_of};
use crate::ticks;

impl Finder<'_> {
    pub(super) fn row(&mut self, block: &Block) {
        if self.modality_row(block) {
            return;
        }
        let filled = block.cells.iter().filter(|c| !c.iter().all(Line::is_empty)).count();
        let cells = labelled_cells(block);
        if filled == 0 {
            return;
        }
        let (Some(first), rest) = (cells.first(), cells.get(1..).unwrap_or_default()) else { return };
        let answer: Cell = rest.iter().flatten().filter(|l| !l.is_empty()).cloned().collect();
        if filled == 1 {
            let only: &Cell = if answer.is_empty() { first } else { &answer };
            // A row over the whole width is a heading; one with an empty label goes on with the answer above.
            if self.title_of(&text_of(only), only.iter().all(|l| l.strong())) {
                return;
            }
            if !answer.is_empty() {
                if only.iter().all(|l| l.strong())
                    && text_of(only).len() < 120
                    && !matches!(self.open, Open::Field(_, true))
                {
                    return;
                }
                if !self.go_on(&answer, true) {
                    self.state(&answer);
                }
                return;
            }
        }
        let (label, answer) = self.peel(first, answer);
        let label_text = text_of(&label);
        if label_text.is_empty() {
            if !answer.is_empty() {
                self.go_on(&answer, true);
            }
            return;
        }
        if let Some((before, field)) = self.row_before.take()
            && self.continued(&before, field.as_deref(), &label_text, &answer, block)
        {
            return;
        }
        if self.merged_sizes(&label_text, &answer, block) {
            self.row_before = None;
        } else if let Some((index, found)) = self.pick(&label_text, false) {
            // Boxes in the label's own cell are the answer where the other cell has none.
            let beside = labels::after(&label_text, found.used);
            let head = label_text.get(..label_text.len() - beside.len()).unwrap_or_default().trim_end();
            let own = ticks::any(beside) || (head.ends_with([':', '?', '\u{FF1A}']) && !beside.trim().is_empty());
            let answer =
                if answer.is_empty() && own { vec![Line { page: block.page, ..Line::plain(beside) }] } else { answer };
            let id = self.template.fields.get(index).map(|f| f.id.clone());
            let label = if own && !head.is_empty() { head } else { label_text.as_str() };
            self.start(index, label, answer, block, true);
            self.row_before = Some((label_text, id));
        } else if matches!(self.open, Open::Field(_, false)) {
            // A table below a label is its answer.
            let cells: Vec<String> = cells.iter().map(|c| text_of(c).replace('\n', " ")).collect();
            self.go_on(&vec![Line { page: block.page, ..Line::plain(cells.join(" | ")) }], false);
        } else {
            self.row_before = Some((label_text.clone(), None));
            if self.headed || self.last.is_some() {
                self.more(label_text, answer, block.page, true);
            }
        }
    }

    /// Takes titles of sections off the beginning of a label's cell.
    pub(super) fn peel(&mut self, cell: &Cell, answer: Cell) -> (Cell, Cell) {
        let mut lines: &[Line] = cell;
        // A letter or number on a line of its own: `A` above the question.
        while lines.len() > 1 && lines.first().is_some_and(|l| letter_alone(&l.text())) {
            lines = lines.get(1..).unwrap_or_default();
        }
        'again: loop {
            for count in (1..=lines.len().min(4)).rev() {
                let head = lines.get(..count).unwrap_or_default();
                let text = head.iter().map(Line::text).collect::<Vec<_>>().join(" ");
                let (number, _) = unnumber(&text);
                if lines.len() > count
                    && number.is_some()
                    && self.labels.title(&text).is_some_and(|(_, like)| like >= 90)
                {
                    self.title_of(&text, true);
                    lines = lines.get(count..).unwrap_or_default();
                    continue 'again;
                }
            }
            return (lines.to_vec(), answer);
        }
    }

    /// Whether a row's label goes on with that of the row before, as where a table breaks over pages.
    pub(super) fn continued(
        &mut self,
        before: &str,
        field: Option<&str>,
        label: &str,
        answer: &Cell,
        block: &Block,
    ) -> bool {
        let joined = format!("{before} {label}");
        let best = |finder: &Self, text: &str| finder.labels.matches(text, true).first().copied();
        let alone = best(self, label).map_or(0, |f| f.like);
        let Some(together) = best(self, &joined).filter(|f| f.like > alone && f.like >= 85) else { return false };
        let was = best(self, before).map_or(0, |f| f.like);
        if was >= together.like {
            return false;
        }
        let Some(entry) = self.labels.labels.get(together.label) else { return false };
        let index = entry.field;
        let Some(id) = self.template.fields.get(index).map(|f| f.id.clone()) else { return false };
        let mut lines = match field {
            Some(old) => self.fields.remove(old).map(|r| r.answer).unwrap_or_default(),
            None => match self.open {
                Open::Extra(at, true) if at + 1 == self.extra.len() => {
                    self.extra.pop().map(|e| e.1).unwrap_or_default()
                }
                _ => Vec::new(),
            },
        };
        lines.extend(answer.iter().cloned());
        self.start(index, &joined, lines, block, true);
        self.row_before = Some((joined, Some(id)));
        true
    }
}
