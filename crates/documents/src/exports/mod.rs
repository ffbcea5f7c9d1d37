//! Exports of an assessment: one file each, one line in the list.

use crate::view::View;

pub mod flowchart;
pub mod json;
pub mod law_data;
pub mod lint;
pub mod markdown;
pub mod sarif;

/// A format an assessment can be written in.
pub struct Export {
    /// The word after `--format`.
    pub name: &'static str,
    /// The whole output, with a line feed at the end.
    pub write: fn(&View<'_>) -> String,
}

/// Every export.
pub const EXPORTS: [Export; 3] = [
    Export { name: "json", write: json::write },
    Export { name: "markdown", write: markdown::write },
    Export { name: "sarif", write: sarif::write },
];
