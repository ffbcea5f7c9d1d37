//! The fonts of a PDF: those of the program, and those a caller adds; which characters none of them has.

use std::collections::BTreeMap;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use gpai_forms::sheet::{Block, Inline, Piece, Sheet, Table};
use gpai_render::words::words;
use gpai_render::{FontFile, MissingGlyph, RenderError};

/// Fonts with their catalogue.
pub(super) struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// Families added by the caller, by preference.
    families: Vec<String>,
}

impl Fonts {
    /// The fonts of the program: Libertinus Serif, with New Computer Modern and DejaVu Sans Mono for what it lacks.
    pub(super) fn built_in() -> Self {
        let fonts: Vec<Font> = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Self { fonts, book, families: Vec::new() }
    }

    /// These and more.
    pub(super) fn with(&self, files: &[FontFile<'_>]) -> Result<Self, RenderError> {
        let mut fonts = self.fonts.clone();
        let mut families: Vec<String> = Vec::new();
        for file in files {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(file.bytes.to_vec())));
            let added = fonts.get(before..).unwrap_or_default();
            if added.is_empty() {
                return Err(RenderError::Font { name: gpai_forms::escape::visible(file.name) });
            }
            for font in added {
                if !families.contains(&font.info().family) {
                    families.push(font.info().family.clone());
                }
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Ok(Self { fonts, book, families })
    }

    /// The catalogue.
    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// A font by its place in the catalogue.
    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// Families added by the caller. A collection of Chinese, Japanese and Korean families has the same characters in
    /// each, in different shapes: the one for the language comes first.
    pub(super) fn families(&self, language: &str) -> Vec<&str> {
        let ours = match language.split_once('-').unwrap_or((language, "")) {
            ("ja", _) => "JP",
            ("ko", _) => "KR",
            ("zh", "HK" | "MO") => "HK",
            ("zh", "TW") => "TC",
            _ => "SC",
        };
        let mut families: Vec<&str> = self.families.iter().map(String::as_str).collect();
        families.sort_by_key(|family| !family.ends_with(ours));
        families
    }

    /// Characters of the sheet that no font has, each once, by code point.
    pub(super) fn missing(&self, sheet: &Sheet) -> Vec<MissingGlyph> {
        let mut seen: BTreeMap<char, Option<String>> = BTreeMap::new();
        each_text(sheet, &mut |text| {
            if text.is_ascii() {
                return;
            }
            for (at, c) in text.char_indices() {
                if !c.is_ascii() && !seen.contains_key(&c) {
                    let near = if self.has(c) { None } else { Some(near(text, at)) };
                    seen.insert(c, near);
                }
            }
        });
        seen.into_iter().filter_map(|(character, near)| Some(MissingGlyph { character, near: near? })).collect()
    }

    fn has(&self, c: char) -> bool {
        // they shape what stands beside them and are never drawn
        matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
            || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

/// Some characters around a place.
fn near(text: &str, at: usize) -> String {
    let before: Vec<char> = text.get(..at).unwrap_or_default().chars().rev().take(12).collect();
    let after = text.get(at..).unwrap_or_default().chars().take(12);
    before
        .into_iter()
        .rev()
        .chain(after)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

fn each_text(sheet: &Sheet, see: &mut dyn FnMut(&str)) {
    see(&sheet.title);
    see(&sheet.footer);
    let words = words(&sheet.language);
    words.page.iter().chain([&words.gap]).for_each(|w| see(w));
    for text in [&sheet.subtitle, &sheet.author].into_iter().flatten() {
        see(text);
    }
    for block in &sheet.blocks {
        match block {
            Block::Heading { number, text, .. } => {
                see(number);
                see(text);
            }
            Block::Paragraph(inlines) | Block::Note(inlines) => run(inlines, see),
            Block::Fields(rows) => {
                for row in rows {
                    see(&row.label);
                    see(&row.hint);
                    row.value.iter().for_each(|p| piece(p, see));
                }
            }
            Block::Table(t) => table(t, see),
            Block::Grid(grid) => {
                grid.header.iter().for_each(|h| see(h));
                grid.rows.iter().flatten().flatten().for_each(|p| piece(p, see));
            }
            Block::List(items) => items.iter().for_each(|i| run(i, see)),
            Block::Signatures(names) => names.iter().for_each(|n| see(n)),
        }
    }
}

fn piece(piece: &Piece, see: &mut dyn FnMut(&str)) {
    match piece {
        Piece::Text(inlines) => run(inlines, see),
        Piece::Checks(checks) => checks.iter().for_each(|c| see(&c.label)),
        Piece::List(items) => items.iter().for_each(|i| run(i, see)),
        Piece::Table(t) => table(t, see),
        Piece::Gap(what) => see(what),
    }
}

fn table(table: &Table, see: &mut dyn FnMut(&str)) {
    table.header.iter().for_each(|h| see(h));
    table.rows.iter().flatten().for_each(|c| run(c, see));
}

fn run(inlines: &[Inline], see: &mut dyn FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Strong(text) | Inline::Source(text) | Inline::Link { text, .. } => see(text),
        }
    }
}
