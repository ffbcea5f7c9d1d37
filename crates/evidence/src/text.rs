//! Bytes to text with places: line and column of every byte, byte-order marks and broken encodings reported.

use std::borrow::Cow;

use gpai_rules::fact::{Origin, Source};
use gpai_rules::finding::Place;

use crate::limits;

/// The mark of UTF-8 that some editors put before a text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The text of one file.
#[derive(Clone, Debug)]
pub struct Text {
    /// Path of the file.
    pub file: String,
    /// The text, without a byte-order mark, invalid UTF-8 replaced.
    pub content: String,
    /// Where the first invalid byte stood, in `content`.
    pub invalid: Option<usize>,
    /// Whether it lies inside a file, so that lines say nothing.
    inside: bool,
    starts: Vec<usize>,
}

impl Text {
    /// Reads bytes as UTF-8.
    pub fn new(file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let mut bytes = bytes.into();
        if bytes.starts_with(MARK) {
            bytes.drain(..MARK.len());
        }
        let (content, invalid) = match String::from_utf8(bytes) {
            Ok(content) => (content, None),
            Err(error) => {
                let invalid = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(invalid))
            }
        };
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', content.as_bytes()).map(|i| i + 1)).collect();
        Text { file: file.to_owned(), content, invalid, inside: false, starts }
    }

    /// Line and column, both 1-based, of a byte of the text; columns count characters.
    pub fn line_column(&self, offset: usize) -> (u32, u32) {
        let offset = offset.min(self.content.len());
        let line = self.starts.partition_point(|s| *s <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.content.as_bytes().get(start..offset).unwrap_or_default();
        // A character is counted at its first byte.
        let column = before.iter().filter(|b| (**b & 0xc0) != 0x80).count() + 1;
        (clamp(line), clamp(column))
    }

    /// A text inside a file that is no text itself, such as an archive: its places are the file, without a line.
    pub fn whole(file: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Text { inside: true, ..Text::new(file, bytes) }
    }

    /// The place of a byte.
    pub fn place(&self, offset: usize) -> Place {
        if self.inside {
            return Place::file(&self.file);
        }
        let (line, column) = self.line_column(offset);
        Place::at(&self.file, line, column)
    }

    /// The place of a byte as a source.
    pub fn source(&self, offset: usize) -> Source {
        if self.inside {
            return Source::new(Origin::Evidence, &self.file);
        }
        let (line, column) = self.line_column(offset);
        Source::new(Origin::Evidence, &self.file).at(line, column)
    }

    /// The place of the first occurrence of a needle, or the start of the file.
    pub fn source_of(&self, needle: &str) -> Source {
        self.source(self.content.find(needle).unwrap_or(0))
    }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A string from a file, cut to what a finding shows.
pub fn shorten(text: &str) -> String {
    let mut out: String = text.chars().take(limits::SHOWN).collect();
    if out.len() < text.len() {
        out.pop();
        out.push('…');
    }
    out
}

/// The part of a text between two bytes, moved outwards to whole characters.
pub fn window(text: &str, start: usize, end: usize) -> &str {
    let mut start = start.min(text.len());
    let mut end = end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(start..end).unwrap_or_default()
}

/// The same text on one line, byte for byte.
pub fn flat(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) { text.replace(['\n', '\r'], " ").into() } else { text.into() }
}

/// Whether any of the phrases occurs.
pub fn has_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|p| text.contains(p))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn places_count_characters_and_skip_the_mark() {
        let text = Text::new("a", "\u{feff}äb\r\nçd\n".as_bytes());
        assert_eq!(text.line_column(0), (1, 1));
        assert_eq!(text.line_column(text.content.find('b').unwrap()), (1, 2));
        assert_eq!(text.line_column(text.content.find('d').unwrap()), (2, 2));
        assert_eq!(text.line_column(9999), (3, 1));
    }

    #[test]
    fn broken_bytes_are_replaced_and_known() {
        let text = Text::new("a", b"ok \xff\xfe x");
        assert_eq!(text.invalid, Some(3));
        assert!(text.content.ends_with(" x"));
    }

    #[test]
    fn long_strings_are_cut() {
        assert_eq!(shorten("short"), "short");
        let long = shorten(&"é".repeat(500));
        assert_eq!(long.chars().count(), limits::SHOWN);
        assert!(long.ends_with('…'));
        assert_eq!(window("aéb", 2, 2), "é");
    }
}
