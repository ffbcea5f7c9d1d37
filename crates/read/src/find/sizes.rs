//! The table of section 1.3: one row a modality, with its size and its types of content; as a ruled table, as numbered
//! questions, as bullets under a modality, or with all modalities in one answer.

use super::choices::{compact, read};
use super::finder::Finder;
use super::state::{Open, Raw};
use crate::flow::{Block, Cell, EMPTY, Kind, Line, TICKED, text_of};
use crate::ticks;
use gpai_forms::reading::{FieldReading, Reading, State};

/// The modalities, with the words by which a row of theirs begins.
const MODALITIES: [(&str, &[&str]); 5] = [
    ("text", &["text", "testo"]),
    ("image", &["image", "images", "immagini", "immagine"]),
    ("audio", &["audio"]),
    ("video", &["video"]),
    ("other", &["other", "altro", "altre"]),
];

/// The modality that a text names at its beginning, boxes aside; `Some(true)` where the box is ticked.
fn modality_of(text: &str) -> Option<(&'static str, Option<bool>)> {
    let mut mark = None;
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        match c {
            TICKED => mark = Some(true),
            EMPTY => mark = Some(false),
            '\u{25E6}' | '\u{2022}' => {}
            // A footnote mark may stand before it.
            c if c.is_whitespace() || c.is_ascii_digit() => {}
            _ => break,
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    if let Some(after) = rest.strip_prefix("X ").or_else(|| rest.strip_prefix("x ")) {
        mark = Some(true);
        rest = after.trim_start();
    }
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let (name, _) = MODALITIES.iter().find(|(_, words)| words.contains(&word.as_str()))?;
    if mark.is_none() {
        // `Text [x]`
        let tail = rest.get(word.len()..).unwrap_or_default().trim();
        mark = match tail.chars().next() {
            Some(TICKED) => Some(true),
            Some(EMPTY) => Some(false),
            _ => None,
        };
    }
    Some((name, mark))
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
        if cells.len() < 3 {
            return false;
        }
        let first = ticks::normalise(&cells.first().map(|c| text_of(c)).unwrap_or_default());
        let second = cells.get(1).map(|c| text_of(c)).unwrap_or_default();
        let head = |text: &str, words: &[&str]| words.iter().any(|w| compact(text).starts_with(w));
        if self.template.field("1.3.b.text").is_some()
            && head(&first, &["modality", "modalità", "modalita"])
            && head(&second, &["trainingdatasize", "dimension", "size"])
        {
            self.section = Some("1.3".to_owned());
            self.sizes.table = true;
            self.open = Open::Nothing;
            return true;
        }
        if !self.in_sizes() {
            return false;
        }
        if first.trim().is_empty() {
            // The row goes on overleaf.
            let Some((name, true)) = self.sizes.modality else { return false };
            for (index, prefix) in [(1, "1.3.b"), (2, "1.3.c")] {
                self.add_size(prefix, name, cells.get(index).cloned().unwrap_or_default(), block);
            }
            return true;
        }
        let Some((name, mark)) = modality_of(&first) else { return false };
        self.sizes.table = true;
        self.sizes.modality = Some((name, true));
        let shown = if mark == Some(true) { TICKED } else { EMPTY };
        let line = if mark.is_some() { format!("{shown} {name}") } else { name.to_owned() };
        let label = cells.first().map(|c| text_of(c)).unwrap_or_default();
        self.add("1.3.a", "Modality", vec![Line { page: block.page, ..Line::plain(line) }], block);
        for (index, prefix) in [(1, "1.3.b"), (2, "1.3.c")] {
            let id = format!("{prefix}.{name}");
            self.add(&id, &label, cells.get(index).cloned().unwrap_or_default(), block);
        }
        self.open = Open::Nothing;
        if let Some(index) = self.template.fields.iter().position(|f| f.id == format!("1.3.c.{name}")) {
            self.last = Some(index);
        }
        true
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
        if let Some((name, mark)) = modality_of(&text)
            && MODALITIES.iter().any(|(n, words)| *n == name && words.contains(&bare.as_str()))
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
            let name = if prefix == "1.3.b" { self.size_of(text) } else { modality_of(text).map(|(n, _)| n) };
            let content = match (prefix, modality_of(text)) {
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
        let by_range = MODALITIES.iter().map(|(name, _)| *name).filter(|name| {
            self.template
                .field(&format!("1.3.b.{name}"))
                .is_some_and(|f| !read(&[Line::plain(text)], &f.options, &[]).ticked.is_empty())
        });
        let hits: Vec<&'static str> = by_range.collect();
        let lower = text.to_lowercase();
        // Hours are of audio or of video: the text says which.
        hits.iter()
            .copied()
            .find(|name| lower.contains(name))
            .or_else(|| hits.first().copied().filter(|_| hits.len() == 1))
            .or_else(|| modality_of(text).map(|(n, _)| n))
    }

    fn ticked_modalities(&self) -> Vec<&'static str> {
        let text = self.fields.get("1.3.a").map(|r| text_of(&r.answer).to_lowercase()).unwrap_or_default();
        MODALITIES.iter().map(|(n, _)| *n).filter(|n| text.contains(n)).collect()
    }

    fn add_size(&mut self, prefix: &str, name: &str, lines: Cell, block: &Block) {
        let id = format!("{prefix}.{name}");
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
    for (name, _) in MODALITIES {
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
