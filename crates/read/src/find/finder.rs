//! The finder at work: where each block goes, which field a label means here, and how an answer grows.

use std::collections::BTreeMap;

use super::align::{Goal, Plan};
use super::answer::{opens, tidy};
use super::form::Cues;
use super::labels::{self, Found, Labels, likeness, unnumber};
use super::state::{Open, Raw, Sizes};
use crate::flow::{Block, Cell, Kind, Line};
use gpai_forms::template::Template;

/// The finder at work.
pub(super) struct Finder<'t> {
    pub(super) template: &'t Template,
    pub(super) labels: Labels,
    /// Section by the last heading; `None` before the first and under a heading that the template does not have.
    pub(super) section: Option<String>,
    /// Whether a heading was met at all.
    pub(super) headed: bool,
    /// Index of the field met last.
    pub(super) last: Option<usize>,
    pub(super) open: Open,
    pub(super) fields: BTreeMap<String, Raw>,
    /// Questions that the form does not have, with their section.
    pub(super) extra: Vec<(String, Cell, Option<u32>, Option<String>)>,
    /// Label of the row before, with its field, where the label may go on overleaf.
    pub(super) row_before: Option<(String, Option<String>)>,
    pub(super) sizes: Sizes,
    pub(super) cues: Cues,
    /// Which text means what, by the alignment of the whole.
    plan: Plan,
    /// Depth of the heading in hand, and of the last title of a section; 0 where not known.
    pub(super) level: u8,
    pub(super) titled: u8,
    /// Whether a line across the page ended what stood before, and no title followed yet.
    over: bool,
    /// Index of the block in hand, and of the first under a section of the form.
    at: usize,
    pub(super) first_section: Option<usize>,
    /// How often something found a place; it tells whether the block in hand did.
    pub(super) placed: usize,
    /// Of each block its letters, and whether it found a place.
    pub(super) seen: Vec<(usize, bool)>,
    /// Statements that stand under the title of a section and under no label.
    pub(super) statements: BTreeMap<String, Raw>,
}

impl<'t> Finder<'t> {
    /// Before the first block.
    pub(super) fn new(template: &'t Template, labels: Labels, plan: Plan) -> Self {
        Finder {
            template,
            labels,
            section: None,
            headed: false,
            last: None,
            open: Open::Nothing,
            fields: BTreeMap::new(),
            extra: Vec::new(),
            row_before: None,
            sizes: Sizes::default(),
            cues: Cues::default(),
            plan,
            level: 0,
            titled: 0,
            over: false,
            at: 0,
            first_section: None,
            placed: 0,
            seen: Vec::new(),
            statements: BTreeMap::new(),
        }
    }
}

impl Finder<'_> {
    /// Takes in the next block.
    pub(super) fn block(&mut self, at: usize, block: &Block) {
        self.at = at;
        self.level = block.level;
        let before = self.placed;
        self.take(block);
        let letters =
            block.cells.iter().flatten().map(|l| l.text().chars().filter(|c| c.is_alphanumeric()).count()).sum();
        self.seen.push((letters, self.placed != before));
    }

    fn take(&mut self, block: &Block) {
        if let Some(id) = block.hint.as_deref()
            && let Some(index) = self.template.fields.iter().position(|f| f.id == id)
        {
            let label = if block.cells.len() > 1 { block.cell_text(0) } else { String::new() };
            let answer = block.cells.last().cloned().unwrap_or_default();
            self.start(index, &label, answer, block, true);
            return;
        }
        if block.quoted && self.open != Open::Nothing {
            let cells: Cell = block.cells.iter().flatten().cloned().collect();
            self.go_on(&cells, false);
            return;
        }
        match block.kind {
            Kind::Row(_) => self.row(block),
            Kind::Heading => self.heading(block),
            Kind::Break => {
                self.open = Open::Nothing;
                self.over = true;
            }
            Kind::Text | Kind::Item(_) => {
                super::heads::parts(block, &self.labels).iter().for_each(|part| self.text(part));
            }
        }
    }

    /// Takes a text as the title of a section, if it is one.
    pub(super) fn title_of(&mut self, text: &str, marked: bool) -> bool {
        match self.plan.goal(self.at, text) {
            Some(Goal::Field(..)) => return false,
            Some(Goal::Section(id)) => {
                let id = id.clone();
                if let Some((title, _)) = self.labels.title(text)
                    && title.language != "en"
                {
                    self.cues.other_language(&title.language);
                }
                self.enter(id, unnumber(text).0.is_some());
                return true;
            }
            None => {}
        }
        let (number, rest) = unnumber(text);
        let Some((title, like)) = self.labels.title(text) else { return false };
        if !marked && number.is_none() && like < 100 {
            return false;
        }
        // A label that is liker than the title is a label: `Latest update` and the like.
        if let Some(best) = self.labels.matches(rest, true).first() {
            let field = self.labels.labels.get(best.label).and_then(|l| self.template.fields.get(l.field));
            // A question may have the title of its section: then the title comes first.
            let asked = field.is_some_and(|f| {
                self.section.as_deref() == Some(f.section.as_str())
                    && f.section == title.id
                    && !self.fields.contains_key(&f.id)
            });
            if best.like > like || (asked && best.like == like) {
                return false;
            }
        }
        if title.language != "en" {
            self.cues.other_language(&title.language);
        }
        let id = title.id.clone();
        self.enter(id, number.is_some());
        true
    }

    fn enter(&mut self, section: String, numbered: bool) {
        self.cues.numbered_sections += u32::from(numbered);
        self.cues.sections += 1;
        self.section = Some(section);
        self.headed = true;
        self.over = false;
        self.titled = self.level;
        self.open = Open::Nothing;
        self.sizes.close();
        self.first_section = self.first_section.or(Some(self.at));
        self.placed += 1;
    }

    /// The field that a text means: by the alignment, or by itself where it is a label in so many words.
    pub(super) fn pick(&mut self, text: &str, prose: bool) -> Option<(usize, Found)> {
        const IN_SO_MANY_WORDS: usize = 94;
        match self.plan.goal(self.at, text) {
            Some(Goal::Section(_)) => None,
            Some(Goal::Field(index, found)) => {
                let (index, found) = (*index, *found);
                if self.template.fields.get(index).is_some_and(|f| self.sizes_taken(&f.id)) {
                    return None;
                }
                if let Some(label) = self.labels.labels.get(found.label) {
                    self.cues.label(label, found.like, text);
                }
                Some((index, found))
            }
            None => self.pick_alone(text, prose).filter(|(_, found)| found.like >= IN_SO_MANY_WORDS),
        }
    }

    /// The field that a label means here.
    fn pick_alone(&mut self, text: &str, prose: bool) -> Option<(usize, Found)> {
        let (number, _) = unnumber(text);
        let found = self.labels.matches(text, false);
        let best = found.first()?.like;
        let mut chosen: Option<(usize, Found, i64)> = None;
        for hit in found.iter().filter(|f| f.like + 12 >= best) {
            let Some(label) = self.labels.labels.get(hit.label) else { continue };
            let Some(field) = self.template.fields.get(label.field) else { continue };
            // One word is a label only in its section or in the cell of a table.
            let alone = labels::words(unnumber(text).1).len() == 1;
            let expected = self.section.as_deref() == Some(field.section.as_str())
                || self.last.is_some_and(|l| (l + 1..=l + 3).contains(&label.field));
            if label.words.len() == 1 && ((prose && !alone) || !expected) {
                continue;
            }
            let ambiguous = self.labels.labels.iter().any(|o| {
                o.field != label.field
                    && o.words == label.words
                    && self.section_of(o.field) != Some(field.section.as_str())
            });
            let here = self.section.as_deref() == Some(field.section.as_str());
            let by_number = number.is_some_and(|n| n.rsplit_once('.').is_some_and(|(s, _)| s == field.section));
            if ambiguous && !here {
                // Somewhere else under a known heading: not this question.
                if self.section.is_some() || (self.headed && !by_number) {
                    continue;
                }
                if !self.headed && self.last.is_some_and(|l| label.field < l) {
                    continue;
                }
            }
            if self.sizes_taken(&field.id) {
                continue;
            }
            let mut score = i64::try_from(hit.like).unwrap_or(0) * 10 + i64::try_from(hit.used).unwrap_or(0);
            score += if here { 60 } else { 0 };
            score += if by_number { 20 } else { 0 };
            score -= if self.fields.contains_key(&field.id) { 45 } else { 0 };
            let distance = self.last.map_or(label.field, |l| label.field.abs_diff(l + 1));
            score -= i64::try_from(distance.min(30)).unwrap_or(30);
            if chosen.as_ref().is_none_or(|(_, _, s)| score > *s) {
                chosen = Some((label.field, *hit, score));
            }
        }
        let (index, hit, _) = chosen?;
        if let Some(label) = self.labels.labels.get(hit.label) {
            self.cues.label(label, hit.like, text);
        }
        Some((index, hit))
    }

    pub(super) fn section_of(&self, field: usize) -> Option<&str> {
        self.template.fields.get(field).map(|f| f.section.as_str())
    }

    /// Opens a field with the beginning of its answer.
    pub(super) fn start(&mut self, index: usize, label: &str, answer: Cell, block: &Block, row: bool) {
        let Some(field) = self.template.fields.get(index) else { return };
        let (id, section) = (field.id.clone(), field.section.clone());
        self.sizes.close();
        if let Some(known) = self.fields.get_mut(&id) {
            // The same question again (a running head, a summary before the form): what says more stays.
            if !answer.iter().all(Line::is_empty) || known.answer.is_empty() {
                known.answer.extend(answer);
            }
        } else {
            let raw = Raw { label: tidy(label), answer, page: block.page, line: block.line };
            self.fields.insert(id.clone(), raw);
        }
        if section != "H" {
            self.section = Some(section);
        }
        self.last = Some(index);
        self.open = Open::Field(id, row);
        self.first_section = self.first_section.or(Some(self.at));
        self.placed += 1;
    }

    /// Keeps a statement that stands under the title of a section and under no label.
    pub(super) fn state(&mut self, cell: &Cell) {
        let Some(section) = self.section.clone().filter(|_| !self.over) else { return };
        self.placed += 1;
        let page = cell.first().and_then(|l| l.page);
        let raw = self.statements.entry(section).or_insert_with(|| Raw { page, ..Raw::default() });
        raw.answer.extend(cell.iter().cloned());
    }

    /// Adds lines to whatever is open; false where nothing is.
    pub(super) fn go_on(&mut self, cell: &Cell, row: bool) -> bool {
        let target = match &self.open {
            Open::Field(id, in_row) if row || !in_row => self.fields.get_mut(id).map(|r| &mut r.answer),
            Open::Extra(at, in_row) if row || !in_row => self.extra.get_mut(*at).map(|e| &mut e.1),
            _ => None,
        };
        let open = target.is_some();
        self.placed += usize::from(open);
        if let Some(target) = target {
            let overleaf =
                target.last().is_some_and(|l| l.page.is_some() && l.page != cell.first().and_then(|c| c.page))
                    && (row || cell.first().is_some_and(|l| l.text().trim_start().starts_with(char::is_lowercase)));
            for (at, line) in cell.iter().enumerate() {
                let mut line = line.clone();
                if at == 0 {
                    line.starts = !overleaf || opens(&line);
                }
                target.push(line);
            }
        }
        open
    }

    /// The block in hand has a place, as part of a question that the form does not have.
    pub(super) fn more(&mut self, label: String, answer: Cell, page: Option<u32>, row: bool) {
        self.extra.push((label, answer, page, self.section.clone()));
        self.open = Open::Extra(self.extra.len() - 1, row);
        self.placed += 1;
    }

    /// Fields near whose label something stands that was not taken for it.
    pub(super) fn near(&self) -> impl Iterator<Item = usize> {
        self.plan.near.iter().copied()
    }

    /// Whether the text taken for a field's label has words besides those of every label it could be.
    pub(super) fn ran_in(&self, id: &str, text: &str) -> bool {
        let words = labels::words(unnumber(text).1);
        let of_field = |l: &&labels::Label| self.template.fields.get(l.field).is_some_and(|f| f.id == id);
        let exact = self.labels.labels.iter().filter(of_field).any(|l| likeness(&words, &l.words) == 100);
        !exact
            && self
                .labels
                .labels
                .iter()
                .filter(of_field)
                .any(|l| l.words.len() > 2 && labels::left_over(&words, &l.words) > 0)
    }
}
