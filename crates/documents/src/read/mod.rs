//! Somebody's document, in whatever format, to what it says field by field. Bytes in, [`Reading`] out; no input or output.
//!
//! Each format becomes a `Flow` (paragraphs and table rows in reading order); one field finder works on that.

pub mod find;
pub mod flow;
pub mod pdf;
pub mod ticks;

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A password is needed.
    #[error("the file is encrypted and opens only with a password")]
    Encrypted,
    /// Encrypted in a way that is not understood.
    #[error("the file is encrypted in a way that cannot be read; save a copy without encryption")]
    Cipher,
    /// Not a file of its kind, or broken.
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    /// Pictures of pages.
    #[error("there is no text in the file, only pictures: it was probably scanned")]
    NoText,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// None of the formats.
    #[error("neither PDF, DOCX, HTML, Markdown nor JSON")]
    UnknownFormat,
    /// A bound was passed.
    #[error("{0}")]
    TooLarge(&'static str),
}
