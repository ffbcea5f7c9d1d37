//! One thing found in a document.

use gpai_rules::finding::Severity;
use gpai_rules::law::Words;

/// One thing found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocFinding {
    /// Id of the rule.
    pub code: String,
    /// Which case of the rule.
    pub case: String,
    /// How much it matters.
    pub severity: Severity,
    /// Id of the field it is about, `document` where it is about the whole, a section's number where that is absent.
    pub field: String,
    /// What is wrong, filled in. Strangers' text in it is not escaped.
    pub message: Words,
    /// What to do.
    pub help: Words,
    /// Provisions.
    pub cites: Vec<String>,
    /// 1-based page, where the format has pages.
    pub page: Option<u32>,
    /// 1-based line, for text formats.
    pub line: Option<u32>,
}
