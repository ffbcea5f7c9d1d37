//! The table of section 1.3: one row a modality, with its size and its types of content; as a ruled table, as numbered
//! questions, as bullets under a modality, or with all modalities in one answer.

use super::choices::{Drawn, read};
use super::finder::Finder;
use super::marks::letters;
use super::options::{compact, option_at};
use super::state::{Open, Raw};
use crate::flow::{Block, Cell, EMPTY, Kind, Line, TICKED, text_of};
use crate::ticks;
use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_forms::template::Choice;

/// The modalities of the form, in its order.
const MODALITIES: [&str; 5] = ["text", "image", "audio", "video", "other"];
/// Words by which a row says that its modality is not there.
const NOT_THERE: [&str; 14] = [
    "notapplicable",
    "na",
    "none",
    "notselected",
    "notused",
    "notcovered",
    "nonapplicabile",
    "niedotyczy",
    "notincluded",
    "no",
    "notprovided",
    "notpresent",
    "not",
    "nil",
];

/// The modality that a text names at its beginning, boxes aside; `Some(true)` where the box is ticked. `options` are those of the
/// form, in the languages it is known in.
fn modality_of(text: &str, options: &[Choice]) -> Option<(&'static str, Option<bool>)> {
    let mut mark = None;
    let text = letters(text, options);
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        match c {
            TICKED => mark = Some(true),
            EMPTY => mark = Some(false),
            // A footnote mark or a sign of unknown meaning may stand before it.
            c if !c.is_alphabetic() => {}
            _ => break,
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    let (name, after) = named(rest, options)?;
    if mark.is_none() {
        // `Text [x]`
        mark = match after.trim().chars().next() {
            Some(TICKED) => Some(true),
            Some(EMPTY) => Some(false),
            _ => None,
        };
    }
    Some((name, mark))
}

/// The modality with whose name a text begins, as a word of its own, and the text after it.
fn named<'t>(text: &'t str, options: &[Choice]) -> Option<(&'static str, &'t str)> {
    let (word, after) = option_at(text, options)?;
    let name = MODALITIES.iter().find(|m| **m == word)?;
    Some((*name, after))
}

/// Several modalities in one row: `Audio / Video / Image`.
fn several(text: &str, options: &[Choice]) -> Vec<&'static str> {
    let bare: String = text.chars().filter(|c| !matches!(*c, TICKED | EMPTY)).collect();
    let parts: Vec<&str> =
        bare.split(['/', ',', '&', ';', '+', '\n']).flat_map(|p| p.split(" and ")).map(str::trim).collect();
    let found: Vec<&'static str> = parts
        .iter()
        .filter(|p| !p.is_empty())
        .map_while(|p| {
            named(p, options).filter(|(_, after)| !after.contains(char::is_alphanumeric)).map(|(name, _)| name)
        })
        .collect();
    if found.len() > 1 && found.len() == parts.iter().filter(|p| !p.is_empty()).count() { found } else { Vec::new() }
}

/// Whether a cell says that there is nothing of its modality.
fn nothing(cell: &Cell) -> bool {
    let text = ticks::normalise(&text_of(cell)).replace(ticks::DRAWN, "");
    let parts = text.split(['.', ',', ';', '\n', '(']).map(compact).filter(|p| !p.is_empty());
    let mut parts = parts.peekable();
    parts.peek().is_none() || parts.all(|p| NOT_THERE.contains(&p.as_str()) || p.starts_with("notapplicable"))
}

impl Finder<'_> {
    fn in_sizes(&self) -> bool {
        // Only the training summary has this table.
        self.section.as_deref() == Some("1.3") && self.template.field("1.3.b.text").is_some()
    }

    /// A row of the table; false where it is another row.
    pub(super) fn modality_row(&mut self, block: &Block) -> bool {
        let mut cells: &[Cell] = &block.cells;
        while cells.len() > 3 && cells.first().is_some_and(|c| c.iter().all(Line::is_empty)) {
            cells = cells.get(1..).unwrap_or_default();
        }
        // The head of the table, however its cells were told apart.
        let all: String = cells.iter().map(|c| compact(&text_of(c))).collect();
        if all.starts_with("modalitytrainingdatasize") && cells.len() < 3 && self.template.field("1.3.b.text").is_some()
        {
            self.section = Some("1.3".to_owned());
            self.open = Open::Nothing;
            self.placed += 1;
            return true;
        }
        if cells.len() < 3 {
            return false;
        }
        let first = ticks::normalise(&cells.first().map(|c| text_of(c)).unwrap_or_default());
        let second = cells.get(1).map(|c| text_of(c)).unwrap_or_default();
        let head = |text: &str, words: &[&str]| words.iter().any(|w| compact(text).starts_with(w));
        if self.template.field("1.3.b.text").is_some()
            && head(&first, &["modality", "modalities", "modalità", "modalita", "forma", "formy"])
            && head(&second, &["trainingdatasize", "dimension", "size", "datasize", "wielkość"])
        {
            self.section = Some("1.3".to_owned());
            self.sizes.table = true;
            self.open = Open::Nothing;
            self.placed += 1;
            return true;
        }
        if !self.in_sizes() {
            return false;
        }
        if first.trim().is_empty() {
            // The row goes on overleaf.
            let Some((name, true)) = self.sizes.modality else { return false };
            // The row of a modality that was struck out is none of the one above.
            if cells.iter().skip(1).all(nothing) {
                return true;
            }
            for (index, prefix) in [(1, "1.3.b"), (2, "1.3.c")] {
                self.add_size(prefix, name, cells.get(index).cloned().unwrap_or_default(), block);
            }
            return true;
        }
        let options = self.modality_options();
        let together = several(&first, options);
        let label = cells.first().map(|c| text_of(c)).unwrap_or_default();
        let size = cells.get(1).cloned().unwrap_or_default();
        let content = cells.get(2).cloned().unwrap_or_default();
        if !together.is_empty() {
            let ticked = ticks::any(&first).then(|| first.contains(TICKED));
            for name in together {
                self.modality(name, ticked, &label, (size.clone(), content.clone()), block);
            }
            return true;
        }
        let Some((name, mark)) = modality_of(&first, options) else { return false };
        // A sign that means something only beside others stays in the text until all are there.
        let sign =
            first.trim_start().chars().next().filter(|c| ticks::filled(*c) || ticks::cross(*c) || ticks::unknown(*c));
        if mark.is_none()
            && let Some(sign) = sign
        {
            self.add(
                "1.3.a",
                "Modality",
                vec![Line { page: block.page, ..Line::plain(format!("{sign} {name}")) }],
                block,
            );
            self.modality(name, Some(false), &label, (size, content), block);
            return true;
        }
        self.modality(name, mark, &label, (size, content), block);
        true
    }

    /// A row of one modality: whether it is marked, its size and types of content.
    fn modality(&mut self, name: &'static str, mark: Option<bool>, label: &str, cells: (Cell, Cell), block: &Block) {
        self.sizes.table = true;
        self.sizes.modality = Some((name, true));
        let (size, content) = cells;
        let sign = self.fields.get("1.3.a").is_some_and(|r| {
            let text = text_of(&r.answer);
            text.lines().last().is_some_and(|l| l.ends_with(name) && !l.starts_with([TICKED, EMPTY]))
        });
        match mark {
            _ if sign && mark == Some(false) => {}
            Some(ticked) => {
                let line = format!("{} {name}", if ticked { TICKED } else { EMPTY });
                self.add("1.3.a", "Modality", vec![Line { page: block.page, ..Line::plain(line) }], block);
            }
            None => {
                let options = self.template.field(&format!("1.3.b.{name}")).map_or(&[][..], |f| &f.options);
                let named = !read(&size, options, Drawn { boxed: true, ..Drawn::default() }).ticked.is_empty();
                let boxed = ticks::any(&letters(&ticks::normalise(&text_of(&size)), options));
                let given = named || !nothing(&content);
                self.sizes.bare.push((name, named && boxed, given, block.page));
            }
        }
        for (cell, prefix) in [(size, "1.3.b"), (content, "1.3.c")] {
            self.add(&format!("{prefix}.{name}"), label, cell, block);
        }
        self.open = Open::Nothing;
        if let Some(index) = self.template.fields.iter().position(|f| f.id == format!("1.3.c.{name}")) {
            self.last = Some(index);
        }
    }

    /// Decides of rows without a box whether their modality is marked: beside rows with boxes it is not, unless its size is
    /// ticked; else it is where a size or content is given.
    pub(super) fn resolve_rows(&mut self) {
        let boxes = self.fields.get("1.3.a").is_some_and(|r| ticks::any(&ticks::normalise(&text_of(&r.answer))));
        for (name, sized, given, page) in std::mem::take(&mut self.sizes.bare) {
            let ticked = if boxes { sized } else { given };
            let line = Line { page, ..Line::plain(format!("{} {name}", if ticked { TICKED } else { EMPTY })) };
            let raw = self.fields.entry("1.3.a".to_owned()).or_insert_with(|| Raw {
                label: "Modality".to_owned(),
                page,
                ..Raw::default()
            });
            raw.answer.push(line);
        }
    }

    fn modality_options(&self) -> &'_ [Choice] {
        self.template.field("1.3.a").map_or(&[], |f| &f.options)
    }

    /// Bullets and headings of one modality: `TEXT`, `Size: …`, and the types of content.
    pub(super) fn sizes_text(&mut self, block: &Block) -> bool {
        if !self.in_sizes() || self.sizes.table {
            return false;
        }
        let Some(cell) = block.cells.first() else { return false };
        let text = ticks::normalise(&text_of(cell));
        let bare = compact(&text);
        let depth = if let Kind::Item(d) = block.kind { d } else { 1 };
        let options = self.modality_options();
        if let Some((name, mark)) = modality_of(&text, options)
            && named(text.trim_start_matches(|c: char| !c.is_alphabetic()), options)
                .is_some_and(|(_, after)| !after.contains(char::is_alphanumeric))
        {
            self.sizes.modality = Some((name, false));
            self.sizes.depth = None;
            self.sizes.size = false;
            let shown = if mark == Some(false) { format!("{EMPTY} {name}") } else { format!("{TICKED} {name}") };
            self.add("1.3.a", "Modality", vec![Line { page: block.page, ..Line::plain(shown) }], block);
            self.open = Open::Nothing;
            return true;
        }
        let Some((name, false)) = self.sizes.modality else { return false };
        let part =
            [("1.3.b", "size"), ("1.3.b", "trainingdatasize"), ("1.3.c", "typesofcontent"), ("1.3.c", "content")]
                .iter()
                .find(|(_, word)| bare.starts_with(word) && text.contains(':'));
        if let Some((prefix, _)) = part {
            let (label, rest) = text.split_once(':').unwrap_or((&text, ""));
            self.sizes.size = *prefix == "1.3.b";
            self.sizes.depth = Some(depth);
            let id = format!("{prefix}.{name}");
            self.add(&id, label, vec![Line { page: block.page, ..Line::plain(rest.trim()) }], block);
            return true;
        }
        let deeper = self.sizes.depth.is_some_and(|d| depth > d);
        let prefix = if self.sizes.size && deeper { "1.3.b" } else { "1.3.c" };
        self.add_size(prefix, name, cell.clone(), block);
        true
    }

    /// One answer for all modalities: each of its lines by the modality or size it names.
    pub(super) fn merged_sizes(&mut self, label: &str, answer: &Cell, block: &Block) -> bool {
        if !self.in_sizes() {
            return false;
        }
        let bare = compact(label);
        let prefix = match bare.as_str() {
            "trainingdatasize" => "1.3.b",
            "typesofcontent" => "1.3.c",
            _ => return false,
        };
        let mut last: Option<&str> = None;
        for paragraph in text_of(answer).lines() {
            let text = paragraph.trim_start_matches(['\u{2022}', '-', ' ', '\u{2013}']);
            let name = if prefix == "1.3.b" {
                self.size_of(text)
            } else {
                modality_of(text, self.modality_options()).map(|(n, _)| n)
            };
            let content = match (prefix, modality_of(text, self.modality_options())) {
                ("1.3.c", Some((_, _))) => {
                    text.split_once([':', '\u{2014}', '\u{2013}', '-']).map_or(text, |(_, rest)| rest).trim()
                }
                _ => text,
            };
            let line = vec![Line { page: block.page, ..Line::plain(content) }];
            match name.or(last) {
                Some(name) => {
                    self.add(&format!("{prefix}.{name}"), label, line, block);
                    last = Some(name);
                }
                None => {
                    // It says nothing of a modality: it holds for each that is ticked.
                    for name in self.ticked_modalities() {
                        self.add(&format!("{prefix}.{name}"), label, line.clone(), block);
                    }
                }
            }
        }
        self.open = Open::Nothing;
        true
    }

    /// The modality whose range of sizes a text is.
    fn size_of(&self, text: &str) -> Option<&'static str> {
        let by_range = MODALITIES.iter().copied().filter(|name| {
            self.template
                .field(&format!("1.3.b.{name}"))
                .is_some_and(|f| !read(&[Line::plain(text)], &f.options, Drawn::default()).ticked.is_empty())
        });
        let hits: Vec<&'static str> = by_range.collect();
        let lower = text.to_lowercase();
        // Hours are of audio or of video: the text says which.
        hits.iter()
            .copied()
            .find(|name| lower.contains(name))
            .or_else(|| hits.first().copied().filter(|_| hits.len() == 1))
            .or_else(|| modality_of(text, self.modality_options()).map(|(n, _)| n))
    }

    fn ticked_modalities(&self) -> Vec<&'static str> {
        let text = self.fields.get("1.3.a").map(|r| text_of(&r.answer).to_lowercase()).unwrap_or_default();
        MODALITIES.iter().copied().filter(|n| text.contains(n)).collect()
    }

    fn add_size(&mut self, prefix: &str, name: &str, lines: Cell, block: &Block) {
        let id = format!("{prefix}.{name}");
        self.placed += 1;
        if lines.iter().all(Line::is_empty) {
            return;
        }
        if let Some(raw) = self.fields.get_mut(&id) {
            let overleaf = raw.answer.last().is_some_and(|l| l.page != lines.first().and_then(|c| c.page));
            for (at, mut line) in lines.into_iter().enumerate() {
                if at == 0 && overleaf && !super::answer::opens(&line) {
                    line.starts = false;
                }
                raw.answer.push(line);
            }
        } else {
            self.add(&id, "", lines, block);
        }
    }

    fn add(&mut self, id: &str, label: &str, lines: Cell, block: &Block) {
        if self.template.field(id).is_none() {
            return;
        }
        self.placed += 1;
        let raw = self.fields.entry(id.to_owned()).or_insert_with(|| Raw {
            label: super::answer::tidy(label),
            answer: Vec::new(),
            page: block.page,
            line: block.line,
        });
        raw.answer.extend(lines);
    }

    /// Whether a size of this modality was read from the table, so that a label alike is none.
    pub(super) fn sizes_taken(&self, id: &str) -> bool {
        (id.starts_with("1.3.b") || id.starts_with("1.3.c")) && self.sizes.table && self.fields.contains_key(id)
    }

    /// Ends the table.
    pub(super) fn close_sizes(&mut self) {
        self.sizes.close();
    }
}

/// Fills in which modalities are stated where no box says it: those of which a size or content is given.
pub fn modalities(reading: &mut Reading) {
    if reading.fields.contains_key("1.3.a") {
        return;
    }
    let mut found = FieldReading::default();
    for name in MODALITIES {
        let parts = ["1.3.b", "1.3.c"].map(|p| reading.fields.get(&format!("{p}.{name}")));
        let none = |f: &FieldReading| {
            let bare = compact(&f.text);
            f.ticked.is_empty()
                && (bare.is_empty() || bare.starts_with("notapplicable") || bare == "na" || bare == "none")
        };
        if parts.iter().all(Option::is_none) {
            continue;
        }
        let page = parts.iter().flatten().find_map(|f| f.page);
        found.page = found.page.or(page);
        let list = if parts.iter().flatten().all(|f| none(f)) { &mut found.unticked } else { &mut found.ticked };
        list.push(name.to_owned());
    }
    if !found.ticked.is_empty() || !found.unticked.is_empty() {
        found.state = if found.ticked.is_empty() { State::Blank } else { State::Read };
        reading.fields.insert("1.3.a".to_owned(), found);
    }
}
