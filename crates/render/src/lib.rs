//! A [`Sheet`] to bytes: DOCX, HTML, Markdown. A format is one file (or folder) here and one line in [`RENDERERS`]; PDF alone
//! is set elsewhere, by the program `gpai-pdf`, which gets the sheet as `handover` writes it. No input or output.
//!
//! All formats show the same things in the same order, so that a reader finds the same fields in each: a heading with its
//! number, then for every field its label exactly as given, the form's guidance set small, and the answer. A check box is
//! `☒ Yes` or `☐ No`, a gap is `Not yet known: …`, a source is `[README.md:25]`.

pub mod columns;
pub mod docx;
mod error;
pub mod handover;
pub mod html;
pub mod markdown;
mod options;
pub mod prepare;
pub mod words;

use gpai_forms::sheet::Sheet;
use prepare::Prepared;

pub use error::{MissingGlyph, RenderError};
pub use options::{FontFile, Options};

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
