//! A [`Sheet`] to bytes: DOCX, HTML, Markdown. A format is one file (or folder) here and one line in [`RENDERERS`]; PDF alone
//! is set elsewhere, by the program `gpai-pdf`, which gets the sheet as `handover` writes it. No input or output.
//!
//! All formats show the same things in the same order, so that a reader finds the same fields in each: a heading with its
//! number, then for every field its label exactly as given, the form's guidance set small, and the answer. A check box is
//! `☒ Yes` or `☐ No`, a gap is `Not yet known: …`, a source is `[README.md:25]`.

pub mod columns;
pub mod docx;
pub mod handover;
pub mod html;
pub mod markdown;
pub mod prepare;
pub mod words;

use gpai_forms::sheet::Sheet;
use prepare::Prepared;
use serde::{Deserialize, Serialize};

/// A format.
#[derive(Clone, Copy, Debug)]
pub struct Renderer {
    /// The word of `--format`.
    pub word: &'static str,
    /// File name extension, without dot.
    pub extension: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Writes a sheet whose text is already harmless; [`Renderer::render`] makes it so first.
    pub write: fn(&Prepared, &Options<'_>) -> Result<Vec<u8>, RenderError>,
}

impl Renderer {
    /// The document's bytes. Same sheet and fonts, same bytes.
    ///
    /// # Errors
    /// The sheet is too large, or a PDF lacks glyphs.
    pub fn render(&self, sheet: &Sheet, options: &Options<'_>) -> Result<Vec<u8>, RenderError> {
        (self.write)(&prepare::prepare(sheet)?, options)
    }
}

/// Every format that is written here, in the order of `--format all`.
pub const RENDERERS: [Renderer; 3] = [
    Renderer {
        word: "docx",
        extension: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        write: docx::write,
    },
    Renderer { word: "md", extension: "md", media_type: "text/markdown; charset=utf-8", write: markdown::write },
    Renderer { word: "html", extension: "html", media_type: "text/html; charset=utf-8", write: html::write },
];

/// The format of a word such as `pdf`.
pub fn renderer(word: &str) -> Option<&'static Renderer> {
    RENDERERS.iter().find(|r| r.word == word)
}

/// What a caller may add.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Fonts for what the built-in ones lack, by preference; only PDF uses them.
    pub fonts: &'a [FontFile<'a>],
}

/// A font from outside.
#[derive(Clone, Copy, Debug)]
pub struct FontFile<'a> {
    /// What messages call it: its file name.
    pub name: &'a str,
    /// TrueType or OpenType, single or collection.
    pub bytes: &'a [u8],
}

/// Why no document was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RenderError {
    /// The text is longer than a document may be.
    #[error(
        "the document has more text than {limit} bytes, a line counted as 40 at least\n  help: put long lists into a file of \
         their own and link to it"
    )]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Characters that no font at hand has.
    #[error("no font at hand has {}\n  help: {}", glyphs_named(.missing), glyphs_help(.missing))]
    Glyphs {
        /// The characters, each once, with the text they first stand in.
        missing: Vec<MissingGlyph>,
    },
    /// A file given as a font is none.
    #[error("{name}: not a font that can be read\n  help: give a TrueType or OpenType file (.ttf, .otf, .ttc)")]
    Font {
        /// Its name.
        name: String,
    },
    /// The typesetter refused.
    #[error("the PDF could not be set: {0}")]
    Typeset(String),
    /// The package of a DOCX could not be written.
    #[error("the DOCX could not be packed: {0}")]
    Package(String),
}

/// A character no font at hand has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// Where it stands first: some characters of the text around it.
    pub near: String,
}

fn glyphs_named(missing: &[MissingGlyph]) -> String {
    let mut out: Vec<String> = missing
        .iter()
        .take(8)
        .map(|m| format!("`{}` (U+{:04X}, in `{}`)", m.character, u32::from(m.character), m.near))
        .collect();
    if missing.len() > 8 {
        out.push(format!("{} more", missing.len() - 8));
    }
    out.join(", ")
}

fn glyphs_help(missing: &[MissingGlyph]) -> String {
    let wanted = match missing.first().map(|m| m.character) {
        Some(
            '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{ff00}' | '\u{20000}'..='\u{3ffff}',
        ) => "Noto Serif CJK",
        Some('\u{0590}'..='\u{05ff}') => "Noto Serif Hebrew",
        Some('\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}') => "Noto Naskh Arabic",
        Some('\u{0900}'..='\u{097f}') => "Noto Serif Devanagari",
        Some('\u{1f000}'..='\u{1faff}') => "Noto Emoji",
        _ => "Noto Serif",
    };
    format!("add a font that has them with `--font FILE`, such as {wanted}, or write them otherwise")
}
