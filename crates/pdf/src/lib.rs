//! PDF, written and read: the typesetter and the reader of strangers' files. Heavy, so a program of its own, which `gpai`
//! starts (`main.rs`); the library is for its tests and the fuzz targets.
//!
//! `write` sets a sheet by Typst; `read` makes a flow of what the pages draw, by hayro. What both have in common with other
//! formats is in `gpai-render` and `gpai-read`.

mod read;
pub mod serve;
mod write;

use gpai_forms::reading::Reading;
use gpai_read::flow::Flow;
use gpai_read::{Format, ReadError};
use gpai_render::{RENDERERS, Renderer};

pub use read::MOST_PAGES;

/// The one format that is written here.
pub const RENDERER: Renderer =
    Renderer { word: "pdf", extension: "pdf", media_type: "application/pdf", write: write::write };

/// Every format, PDF first: the order of `--format all`.
pub fn renderers() -> Vec<Renderer> {
    std::iter::once(RENDERER).chain(RENDERERS).collect()
}

/// The format of a word such as `pdf`.
pub fn renderer(word: &str) -> Option<Renderer> {
    renderers().into_iter().find(|r| r.word == word)
}

/// The content of a PDF in reading order. A library that gives up in the middle of a broken file gives an error like any
/// other.
///
/// # Errors
/// The file is damaged, encrypted, too large, or has no text.
pub fn flow(bytes: &[u8]) -> Result<Flow, ReadError> {
    gpai_read::guarded(|| read::read(bytes))
}

/// Reads a document of any format, PDF among them; `kind` as in [`gpai_read::read`].
///
/// # Errors
/// See [`flow`] and [`gpai_read::read`].
pub fn read(name: &str, bytes: &[u8], kind: Option<&str>) -> Result<Reading, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    match gpai_read::format(name, bytes)? {
        Format::Pdf => gpai_read::found(&flow(bytes)?, None, kind),
        _ => gpai_read::read(name, bytes, kind),
    }
}
