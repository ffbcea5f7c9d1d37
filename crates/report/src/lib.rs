//! What the program knows, in every machine format: assessments, checks of documents, flowcharts, the page's data. Values in,
//! text out; one file each, one line in the list. No input or output, no clock.

use crate::view::View;

pub mod flowchart;
pub mod json;
pub mod law_data;
pub mod lint;
pub mod markdown;
pub mod message;
pub mod page;
pub mod sarif;
pub mod view;

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
