//! What `gpai` hands to `gpai-pdf write` and what comes back: a line of JSON, then the bytes it announces. Protocol 1.
//!
//! One process sets many documents. First come the fonts, once: [`Fonts`] and the bytes of each file; then for every document
//! a [`Job`] and the sheet as JSON. Each job gets a [`Reply`], a PDF followed by its bytes. Both sides check the protocol's
//! number, so that two programs of different releases say so and do not guess.

use gpai_forms::sheet::Sheet;
use serde::{Deserialize, Serialize};

use crate::RenderError;

/// Number of the protocol.
pub const PROTOCOL: u32 = 1;
/// Longest line of either side, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;
/// Largest sheet, PDF or font file, in bytes.
pub const LARGEST: u64 = 256 << 20;

/// The first line: which fonts follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fonts {
    /// See [`PROTOCOL`].
    pub protocol: u32,
    /// Font files in the order of preference; their bytes follow one after the other.
    pub fonts: Vec<FontHead>,
}

/// One font file to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FontHead {
    /// What messages call it.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
}

/// One document to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Length of the sheet's JSON in bytes.
    pub sheet: u64,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// A PDF of so many bytes follows.
    Pdf(u64),
    /// No document was written.
    Error(RenderError),
    /// The other side speaks another protocol, or nonsense; nothing more comes.
    Refused(String),
}

/// A line of the protocol.
pub fn line<T: Serialize>(value: &T) -> Vec<u8> {
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// What a line says; `None` where it is none of this kind.
pub fn parse<T: for<'de> Deserialize<'de>>(line: &[u8]) -> Option<T> {
    serde_json::from_slice(line).ok()
}

/// A sheet as it is handed over.
pub fn sheet(sheet: &Sheet) -> Vec<u8> {
    serde_json::to_vec(sheet).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use gpai_forms::sheet::{Block, Check, Inline, Piece, Row};

    #[test]
    fn a_sheet_comes_through_as_it_was() {
        let value = vec![
            Piece::Checks(vec![Check { label: "Yes".to_owned(), ticked: true }]),
            Piece::Gap("\u{1f}\u{202e}".to_owned()),
            Piece::Text(vec![Inline::Link { text: "a\nb".to_owned(), target: "javascript:x".to_owned() }]),
        ];
        let row = Row { id: "1".to_owned(), label: String::new(), hint: "\u{0}".to_owned(), value };
        let before = Sheet {
            title: "漢".to_owned(),
            date: Some(jiff::civil::date(2026, 11, 20)),
            blocks: vec![Block::Fields(vec![row])],
            ..Sheet::default()
        };
        let after: Sheet = parse(&sheet(&before)).unwrap();
        assert_eq!(before, after);
    }

    #[test]
    fn an_error_comes_through_with_its_words() {
        let missing = vec![crate::MissingGlyph { character: '😀', near: "here".to_owned() }];
        let error = RenderError::Glyphs { missing };
        let back: Reply = parse(&line(&Reply::Error(error.clone()))).unwrap();
        assert_eq!(back, Reply::Error(error));
    }
}
