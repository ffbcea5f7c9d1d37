//! Why a document could not be read.

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A password is needed.
    #[error("the file is encrypted and opens only with a password; save a copy without one")]
    Encrypted,
    /// Encrypted in a way that is not understood.
    #[error("the file is encrypted in a way that cannot be read; save a copy without encryption")]
    Cipher,
    /// Not a file of its kind, or broken.
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    /// Pictures of pages.
    #[error("there is no text in the file, only pictures: it was probably scanned; publish a copy with text")]
    NoText,
    /// Nothing in it.
    #[error("there is no text in the file")]
    Empty,
    /// None of the formats.
    #[error("the file is neither PDF, DOCX, XLSX, CSV, HTML, Markdown nor JSON")]
    UnknownFormat,
    /// A PDF, which this library does not read.
    #[error("a PDF is read by a program of its own, gpai-pdf")]
    Elsewhere,
    /// A bound was passed.
    #[error("the file is too large: {0}")]
    TooLarge(&'static str),
    /// JSON, but none of ours.
    #[error("{0}")]
    Json(String),
    /// No form of this kind.
    #[error("no form `{0}` is known")]
    Kind(String),
}
