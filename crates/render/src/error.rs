//! Why no document was written.

use serde::{Deserialize, Serialize};

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
