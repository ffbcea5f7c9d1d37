//! How documents speak: words and phrases as data (`law/lint-words.toml`), dates and numbers as people write them.

pub mod dates;
pub mod numbers;
pub mod words;

use gpai_rules::toml_place::{PlacedError, Table, Text};

pub use words::{Lexicon, read_lexicon};

/// Name and text of the words, and of the weights and material changes that stand beside them.
pub const WORDS: (&str, &str) = gpai_rules::book::file("law/lint-words.toml");

/// The words built into the program.
///
/// # Errors
/// The file is malformed; its place.
pub fn book() -> Result<Lexicon, PlacedError> {
    let (file, text) = WORDS;
    let text = Text { file, text };
    let parsed = text.parse()?;
    read_lexicon(&Table::new(text, parsed.get_ref(), parsed.span()))
}
