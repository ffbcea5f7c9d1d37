//! What a check of a document gives, as text for programs: `gpai-lint/1` and SARIF 2.1.0; and what checks of many give beside one
//! another.

pub mod csv;
pub mod json;
pub mod many;
pub mod page;
pub mod sarif;

use gpai_rules::law::Language;

use gpai_forms::reading::Reading;
use gpai_review::{Book, Report};

/// What an export of a check is written from.
#[derive(Clone, Copy, Debug)]
pub struct LintView<'a> {
    /// The file as it was named by the person who asked.
    pub file: &'a str,
    /// The same from the root of the repository it lies in, for code scanning.
    pub place: &'a str,
    /// What the document was found to say.
    pub reading: &'a Reading,
    /// What was found in it.
    pub report: &'a Report,
    /// The rules.
    pub book: &'a Book,
    /// Language of the texts.
    pub language: Language,
    /// Version of the program.
    pub version: &'a str,
}
