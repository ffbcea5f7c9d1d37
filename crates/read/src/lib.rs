//! Somebody's document, in whatever format, to what it says field by field. Bytes in, [`Reading`] out; no input or output.
//!
//! Each format becomes a `Flow` (paragraphs and table rows in reading order); one field finder works on that. A new format
//! is one file here and one line in [`read`]. PDF alone is made into a flow elsewhere, by the program `gpai-pdf`.

use flow::Flow;
use gpai_forms::reading::Reading;
use gpai_forms::template::Template;

pub mod docx;
mod drawn;
mod error;
pub mod find;
pub mod flow;
pub mod html;
pub mod json;
pub mod markdown;
pub mod package;
mod pandoc;
pub mod sheet;
mod text;
pub mod ticks;

pub use error::ReadError;

/// Formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PDF.
    Pdf,
    /// DOCX.
    Docx,
    /// HTML.
    Html,
    /// Markdown or plain text.
    Markdown,
    /// gpai-document/1.
    Json,
    /// XLSX.
    Workbook,
    /// Comma, semicolon or tab separated values.
    Separated,
}

/// The format of a file, by its beginning and, where that leaves it open, by the end of its name.
pub fn format(name: &str, bytes: &[u8]) -> Result<Format, ReadError> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(if sheet::is_workbook(bytes) { Format::Workbook } else { Format::Docx });
    }
    let text = text::decode(head);
    let start = text.trim_start().to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    let ends = |list: &[&str]| list.iter().any(|e| name.ends_with(e));
    if ends(&[".json"]) || (start.starts_with('{') && start.contains("\"format\"")) {
        return Ok(Format::Json);
    }
    if ends(&[".html", ".htm", ".xhtml"]) || start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Ok(Format::Html);
    }
    if ends(&[".csv", ".tsv"]) {
        return Ok(Format::Separated);
    }
    if ends(&[".md", ".markdown", ".txt"]) {
        return Ok(Format::Markdown);
    }
    if head.contains(&0) || ends(&[".pdf", ".docx", ".doc", ".odt", ".xlsx", ".xls", ".ods"]) {
        return Err(ReadError::UnknownFormat);
    }
    Ok(Format::Markdown)
}

/// Reads a document of any format but PDF. `kind` is the kind of form where it is known; otherwise the training summary is
/// looked for.
///
/// # Errors
/// The file is damaged, empty, too large or of no known format, or no form of that kind is known.
pub fn read(name: &str, bytes: &[u8], kind: Option<&str>) -> Result<Reading, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let (flow, own) = flow(format(name, bytes)?, bytes)?;
    found(&flow, own, kind)
}

/// What a flow says, field by field. `own` is the kind and version of the form, where the file itself names them.
///
/// # Errors
/// No form of that kind is known.
pub fn found(flow: &Flow, own: Option<(String, String)>, kind: Option<&str>) -> Result<Reading, ReadError> {
    let wanted = kind.map(str::to_owned).or_else(|| own.clone().map(|(kind, _)| kind));
    let kind_word = wanted.clone().unwrap_or_else(|| "training-summary".to_owned());
    let template = match own.as_ref().filter(|(kind, _)| *kind == kind_word) {
        Some((kind, version)) => Template::named(kind, version),
        None => Template::latest(&kind_word),
    };
    let template = template.ok().flatten().ok_or(ReadError::Kind(kind_word))?;
    let mut reading = find::find(flow, &template);
    if wanted.is_some() {
        reading.kind = wanted;
    }
    Ok(reading)
}

/// A file's flow, and for our own JSON the kind and version of its form.
///
/// # Errors
/// The file is damaged or too large, or a PDF.
pub fn flow(format: Format, bytes: &[u8]) -> Result<(Flow, Option<(String, String)>), ReadError> {
    guarded(|| parse(format, bytes))
}

/// Runs a reader. A library that gives up in the middle of a broken file gives an error like any other.
///
/// # Errors
/// Those of the reader, and that it gave up.
pub fn guarded<T>(read: impl FnOnce() -> Result<T, ReadError> + std::panic::UnwindSafe) -> Result<T, ReadError> {
    std::panic::catch_unwind(read).unwrap_or(Err(ReadError::Damaged("its structure makes no sense")))
}

fn parse(format: Format, bytes: &[u8]) -> Result<(Flow, Option<(String, String)>), ReadError> {
    match format {
        Format::Pdf => Err(ReadError::Elsewhere),
        Format::Docx => docx::read(bytes).map(|f| (f, None)),
        Format::Html => html::read(bytes).map(|f| (f, None)),
        Format::Markdown => markdown::read(bytes).map(|f| (f, None)),
        Format::Workbook => sheet::workbook(bytes).map(|f| (f, None)),
        Format::Separated => sheet::separated(bytes).map(|f| (f, None)),
        Format::Json => json::read(bytes).map(|(f, kind, version)| (f, Some((kind, version)))),
    }
}
