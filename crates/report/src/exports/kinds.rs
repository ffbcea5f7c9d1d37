//! The kinds of exports: the words after `gpai export`, for whom each is.

use super::audience::Reader;

/// A kind of export.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The word after `gpai export`.
    pub word: &'static str,
    /// What it is called, with its version.
    pub version: &'static str,
    /// What the help says of it.
    pub help: &'static str,
    /// Its readers.
    pub readers: &'static [Reader],
    /// The reader where none is named.
    pub reader: Reader,
}

/// Every kind, in the order of the help.
pub const KINDS: [Kind; 6] = [
    Kind {
        word: "cyclonedx",
        version: "CycloneDX 1.7",
        help: "CycloneDX 1.7: a bill of materials with the model card (NAME.cdx.json)",
        readers: &Reader::ALL,
        reader: Reader::Public,
    },
    Kind {
        word: "spdx",
        version: "SPDX 3.0.1",
        help: "SPDX 3.0.1, JSON-LD: a bill of materials (NAME.spdx.json)",
        readers: &Reader::ALL,
        reader: Reader::Public,
    },
    Kind {
        word: "oscal",
        version: "OSCAL 1.2.1",
        help: "OSCAL 1.2.1: the duties of the law book as a catalog, what is done for them, and what the assessment found",
        readers: &[Reader::Own],
        reader: Reader::Own,
    },
    Kind {
        word: "croissant",
        version: "Croissant 1.1",
        help: "Croissant 1.1: one file for each public data set of which enough is known",
        readers: &[Reader::Public],
        reader: Reader::Public,
    },
    Kind {
        word: "rmf",
        version: "Markdown, CSV",
        help: "NIST AI RMF 1.0 and ISO/IEC 42001: which of their points what is here supports; a partial table, never a verdict",
        readers: &Reader::ALL,
        reader: Reader::Own,
    },
    Kind {
        word: "bundle",
        version: "in-toto Statement v1",
        help: "Everything for one reader in one folder or zip file: manifest of the model's files, exports, documents",
        readers: &Reader::ALL,
        reader: Reader::Public,
    },
];

impl Kind {
    /// The kind of a word.
    pub fn named(word: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|k| k.word == word)
    }
}
