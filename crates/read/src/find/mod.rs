//! From the flow to the fields of a template, by several cues: headings, labels in every wording known, numbers, the order
//! of questions, and where an answer stands beside or below its label.

use std::collections::BTreeMap;

use crate::flow::{Block, Cell, Flow, Kind, Line, text_of};
use answer::{number_alone, opens, question, read_answer, strong_head, tidy};
use gpai_forms::reading::{Extra, Reading, State};
use gpai_forms::template::{Shape, Template};
use labels::{Found, Labels, likeness, unnumber};

mod answer;
mod choices;
mod form;
mod guidance;
mod header;
pub mod labels;
mod sizes;

/// Most blocks looked at; a summary has a few hundred.
const MOST_BLOCKS: usize = 20_000;
/// Longest text of one label.
const LONGEST_LABEL: usize = 800;

/// A field as met: its label and the lines of its answer.
#[derive(Clone, Debug, Default)]
struct Raw {
    label: String,
    answer: Cell,
    page: Option<u32>,
    line: Option<u32>,
}

/// What the following text belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A field; true where label and answer are cells of a row, so that text below is not part of it.
    Field(String, bool),
    Extra(usize, bool),
}

/// The finder at work.
struct Finder<'t> {
    template: &'t Template,
    labels: Labels,
    /// Section by the last heading; `None` before the first and under a heading that the template does not have.
    section: Option<String>,
    /// Whether a heading was met at all.
    headed: bool,
    /// Index of the field met last.
    last: Option<usize>,
    open: Open,
    fields: BTreeMap<String, Raw>,
    extra: Vec<(String, Cell, Option<u32>)>,
    /// Label of the row before, with its field, where the label may go on overleaf.
    row_before: Option<(String, Option<String>)>,
    sizes: sizes::Sizes,
    cues: form::Cues,
}

/// Reads the fields of a template from a document.
pub fn find(flow: &Flow, template: &Template) -> Reading {
    let mut finder = Finder {
        template,
        labels: Labels::of(template),
        section: None,
        headed: false,
        last: None,
        open: Open::Nothing,
        fields: BTreeMap::new(),
        extra: Vec::new(),
        row_before: None,
        sizes: sizes::Sizes::default(),
        cues: form::Cues::default(),
    };
    for block in flow.blocks.iter().take(MOST_BLOCKS) {
        finder.block(block);
    }
    finder.finish(flow)
}

impl Finder<'_> {
    fn block(&mut self, block: &Block) {
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
            Kind::Break => self.open = Open::Nothing,
            Kind::Text | Kind::Item(_) => self.parts(block).iter().for_each(|part| self.text(part)),
        }
    }

    // ------------------------------------------------------------ rows

    fn row(&mut self, block: &Block) {
        if self.modality_row(block) {
            return;
        }
        let filled = block.cells.iter().filter(|c| !c.iter().all(Line::is_empty)).count();
        let mut cells: &[Cell] = &block.cells;
        while cells.len() > 2 && cells.first().is_some_and(|c| c.iter().all(Line::is_empty)) {
            cells = cells.get(1..).unwrap_or_default();
        }
        if filled == 0 {
            return;
        }
        // A column of numbers before the labels.
        if cells.len() > 2 && cells.first().is_some_and(|c| number_alone(&text_of(c))) {
            cells = cells.get(1..).unwrap_or_default();
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
                self.go_on(&answer, true);
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
            let answer =
                if answer.is_empty() && crate::ticks::any(beside) { vec![Line::plain(beside)] } else { answer };
            let id = self.template.fields.get(index).map(|f| f.id.clone());
            self.start(index, &label_text, answer, block, true);
            self.row_before = Some((label_text, id));
        } else if matches!(self.open, Open::Field(_, false)) {
            // A table below a label is its answer.
            let cells: Vec<String> = cells.iter().map(|c| text_of(c).replace('\n', " ")).collect();
            self.go_on(&vec![Line { page: block.page, ..Line::plain(cells.join(" | ")) }], false);
        } else {
            self.row_before = Some((label_text.clone(), None));
            if self.headed || self.last.is_some() {
                self.extra.push((label_text, answer, block.page));
                self.open = Open::Extra(self.extra.len() - 1, true);
            }
        }
    }

    /// Takes titles of sections off the beginning of a label's cell.
    fn peel(&mut self, cell: &Cell, answer: Cell) -> (Cell, Cell) {
        let mut lines: &[Line] = cell;
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
    fn continued(&mut self, before: &str, field: Option<&str>, label: &str, answer: &Cell, block: &Block) -> bool {
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

    // ------------------------------------------------------------ headings and text

    /// A paragraph of several labels with their answers, one a line, as one block each.
    fn parts(&self, block: &Block) -> Vec<Block> {
        let mut out: Vec<Block> = Vec::new();
        for line in block.cells.first().into_iter().flatten() {
            let (strong, _) = strong_head(std::slice::from_ref(line));
            let label = line.starts
                && !strong.is_empty()
                && (answer::numbered_label(&strong) || !self.labels.matches(&strong, true).is_empty());
            match out.last_mut().filter(|_| !label).and_then(|b| b.cells.first_mut()) {
                Some(cell) => cell.push(line.clone()),
                None => out.push(Block { cells: vec![vec![line.clone()]], ..block.clone() }),
            }
        }
        out
    }

    fn heading(&mut self, block: &Block) {
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
            if question(&text) || answer::numbered_label(&text) {
                self.extra.push((text.clone(), Vec::new(), block.page));
                self.open = Open::Extra(self.extra.len() - 1, false);
            } else if !rest.is_empty() {
                // A section that the template does not have.
                self.section = None;
                self.headed = true;
                self.open = Open::Nothing;
            }
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

    fn text(&mut self, block: &Block) {
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
        let asked = !strong.is_empty() && (question(&strong) || answer::numbered_label(&strong));
        let numbered_question = answer::numbered_label(&flat) && flat.len() < LONGEST_LABEL && (self.cues.numbered > 2);
        if asked || (numbered_question && strong.is_empty()) {
            let (label, rest) = if asked { strong_head(cell) } else { (flat.clone(), Vec::new()) };
            self.extra.push((label, rest, block.page));
            self.open = Open::Extra(self.extra.len() - 1, false);
            return;
        }
        self.go_on(cell, false);
    }

    /// Opens the field whose label a paragraph or heading is or begins with.
    fn labelled(&mut self, block: &Block, heading: bool) -> bool {
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
            if found.used < words && !extra.is_empty() && found.like < 100 && self.exact(&found, &strong) {
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

    fn exact(&self, found: &Found, text: &str) -> bool {
        let words = labels::words(unnumber(text).1);
        let head = words.get(..found.used).unwrap_or_default();
        self.labels.labels.get(found.label).is_some_and(|l| likeness(head, &l.words) >= 95) && {
            let after = labels::after(text, found.used);
            text.get(..text.len().saturating_sub(after.len())).is_some_and(|b| b.trim_end().ends_with([':', '?']))
        }
    }

    // ------------------------------------------------------------ sections, labels

    /// Takes a text as the title of a section, if it is one.
    fn title_of(&mut self, text: &str, marked: bool) -> bool {
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
        if number.is_some() {
            self.cues.numbered_sections += 1;
        }
        self.cues.sections += 1;
        self.section = Some(title.id.clone());
        self.headed = true;
        self.open = Open::Nothing;
        self.sizes.close();
        true
    }

    /// The field that a label means here.
    fn pick(&mut self, text: &str, prose: bool) -> Option<(usize, Found)> {
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

    fn section_of(&self, field: usize) -> Option<&str> {
        self.template.fields.get(field).map(|f| f.section.as_str())
    }

    // ------------------------------------------------------------ answers

    /// Opens a field with the beginning of its answer.
    fn start(&mut self, index: usize, label: &str, answer: Cell, block: &Block, row: bool) {
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
    }

    /// Adds lines to whatever is open.
    fn go_on(&mut self, cell: &Cell, row: bool) {
        let target = match &self.open {
            Open::Field(id, in_row) if row || !in_row => self.fields.get_mut(id).map(|r| &mut r.answer),
            Open::Extra(at, in_row) if row || !in_row => self.extra.get_mut(*at).map(|e| &mut e.1),
            _ => None,
        };
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
    }

    /// Whether the text taken for a field's label has words besides those of every label it could be.
    fn ran_in(&self, id: &str, text: &str) -> bool {
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

    fn finish(mut self, flow: &Flow) -> Reading {
        self.close_sizes();
        let header = header::find(flow, &self);
        for (id, raw) in header {
            self.fields.entry(id).or_insert(raw);
        }
        let mut reading = Reading {
            pages: flow.pages,
            text: flow.text.clone(),
            links: flow.links.clone(),
            unread: flow.unread.clone(),
            ..Reading::default()
        };
        // Where no question has two boxes, a lone empty one may be decoration; beside ticked ones only that of a `No`.
        let counts =
            self.fields.iter().filter(|(id, _)| self.template.field(id).is_some_and(|f| f.shape == Shape::YesNo));
        let counts: Vec<(usize, bool)> = counts.map(|(_, raw)| choices::count(&raw.answer)).collect();
        let lone: &[&str] = if counts.iter().any(|(boxes, _)| *boxes > 1) {
            &[]
        } else if counts.iter().any(|(_, ticked)| *ticked) {
            &["no"]
        } else {
            &["yes", "no"]
        };
        for (id, raw) in &self.fields {
            if let Some(field) = self.template.field(id) {
                let mut read = read_answer(field, raw, lone);
                // Words between those of the label are an answer that ran into it, not none.
                let asked = self.template.field(id).is_some_and(|f| f.shape == Shape::YesNo);
                let none = read.state == State::Blank || (asked && read.ticked.is_empty());
                if none && self.ran_in(id, &raw.label) {
                    read.state = State::Unreadable;
                }
                reading.fields.insert(id.clone(), read);
            }
        }
        sizes::modalities(&mut reading);
        for (label, cell, page) in &self.extra {
            let text = guidance::without(&text_of(cell));
            if !text.is_empty() || question(label) {
                reading.extra.push(Extra { label: tidy(label), text, page: *page });
            }
        }
        self.cues.decide(self.template, &mut reading);
        reading
    }
}
