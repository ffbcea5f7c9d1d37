//! The law book as text: the files of `law/` that the engine rests on, built into the program.

use crate::index;
use crate::toml_place::Text;

/// The files of the law book as they stand in `law/`, built into the program.
pub const BOOK: [(&str, &str); 14] = [
    file("law/vocabulary.toml"),
    file("law/presets.toml"),
    file("law/ai-act.toml"),
    file("law/guidelines.toml"),
    file("law/citations.toml"),
    file("law/code-of-practice.toml"),
    file("law/document-citations.toml"),
    file("law/documents.toml"),
    file("law/calendar.toml"),
    file("law/findings.toml"),
    file("law/licences.toml"),
    file("law/holidays.toml"),
    file("law/clocks.toml"),
    file("law/events.toml"),
];

/// Those that hold nothing but provisions.
pub(crate) const PROVISIONS: [&str; 3] =
    ["law/citations.toml", "law/code-of-practice.toml", "law/document-citations.toml"];

/// Name and text of a file of `law/` as it is built into the program; no text where there is no such file. `Text::parse`
/// reads such a text by its index.
pub const fn file(name: &'static str) -> (&'static str, &'static str) {
    let mut files = index::FILES;
    while let [file, rest @ ..] = files {
        if same(file.name.as_bytes(), name.as_bytes()) {
            return (file.name, file.text);
        }
        files = rest;
    }
    (name, "")
}

/// `==`, which a constant cannot use yet.
const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([x, left @ ..], [y, right @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (left, right);
    }
    a.is_empty() && b.is_empty()
}

/// The line on which an entry of a file of the book begins, by its byte offset; the first line of a file that is not in it.
pub fn line(file: &str, offset: usize) -> u32 {
    let text = BOOK.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text);
    Text { file, text }.place(offset).0
}
