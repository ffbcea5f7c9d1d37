//! What the program knows, in every machine format. Values in, text out: one file for each format, one line in the table here.
//! No input or output, no clock.
//!
//! What is written from is a plain view: the assessment ([`View`]), a check of a document ([`LintView`]), a chart ([`Picture`]),
//! and those of `compute`, `sources`, `survey` and `comparison`.

use gpai_forms::{reading::Reading, wire};
use gpai_rules::compile::CompileError;
use gpai_rules::law::Law;

use crate::flowchart::{Picture, dot, mermaid, svg};
use crate::lint::LintView;
use crate::lint::many::Checked;
use crate::view::View;

pub mod address;
pub mod badge;
pub mod changes;
pub mod comparison;
pub mod compute;
pub mod deadlines;
pub mod explain;
pub mod exports;
mod finding;
pub mod flowchart;
pub mod json;
pub mod law_data;
pub mod lint;
pub mod markdown;
mod next;
pub mod page;
pub mod question;
mod rows;
pub mod sarif;
pub mod several;
pub mod sources;
pub mod survey;
mod value;
pub mod view;
mod words;

/// A format that something can be written in.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// The word after `--format`.
    pub name: &'static str,
    /// What the format is called, with its version.
    pub version: &'static str,
    /// What the help says of it.
    pub help: &'static str,
    /// What it is written from, and by what: the whole output, with a line feed at the end.
    pub write: Write,
}

/// What an export is written from.
#[derive(Clone, Copy, Debug)]
pub enum Write {
    /// An assessment: `gpai check`.
    Assessment(fn(&View<'_>) -> String),
    /// A check of a document: `gpai doc lint`.
    Check(fn(&LintView<'_>) -> String),
    /// Checks of one or many documents beside one another: `gpai doc lint`.
    Checks(fn(&[Checked<'_>]) -> String),
    /// A flowchart: `gpai flowchart`.
    Chart(fn(&Picture<'_>) -> String),
    /// What runs after release: `gpai deadlines`.
    Deadlines(fn(&deadlines::View<'_>) -> String),
    /// Estimates of training compute: `gpai compute`.
    Compute(fn(&compute::View<'_>) -> String),
    /// What was read: `gpai sources`.
    Sources(fn(&sources::View<'_>) -> String),
    /// One row for each model: `gpai survey`.
    Survey(fn(&survey::View<'_>) -> Result<String, String>),
    /// Two versions of a document: `gpai doc diff`.
    Comparison(fn(&comparison::View<'_>) -> String),
    /// What a document was found to say: `gpai doc read`.
    Reading(fn(&Reading) -> String),
    /// The law book for the page, with the program's version and what else it shows: `gpai law data`.
    Book(fn(&Law, &str, law_data::More) -> Result<String, CompileError>),
}

/// Every export. The words after `--format` of a command stand in this order.
#[rustfmt::skip]
pub const EXPORTS: &[Export] = &[
    Export { name: "json", version: "gpai-assessment/1", help: "gpai-assessment/1", write: Write::Assessment(json::write) },
    Export { name: "sarif", version: "SARIF 2.1.0", help: "SARIF 2.1.0, for code scanning", write: Write::Assessment(sarif::write) },
    Export { name: "markdown", version: "Markdown", help: "For a pull request or a wiki", write: Write::Assessment(markdown::write) },
    Export { name: "step-summary", version: "Markdown", help: "Short, for the page of a CI step", write: Write::Assessment(several::one_summary) },
    Export { name: "json", version: "gpai-lint/1", help: "gpai-lint/1", write: Write::Check(lint::json::write) },
    Export { name: "sarif", version: "SARIF 2.1.0", help: "SARIF 2.1.0, for code scanning; one or many files", write: Write::Checks(lint::sarif::write) },
    Export { name: "csv", version: "RFC 4180", help: "One or many files, one record a finding", write: Write::Checks(lint::csv::write) },
    Export { name: "html", version: "HTML", help: "One or many files as a static page: a table by section, findings with their places", write: Write::Checks(lint::page::write) },
    Export { name: "svg", version: "SVG", help: "A picture for pages and documents, light and dark", write: Write::Chart(svg::write) },
    Export { name: "mermaid", version: "Mermaid", help: "Text that GitHub and many wikis draw", write: Write::Chart(mermaid::write) },
    Export { name: "dot", version: "Graphviz", help: "Text for Graphviz", write: Write::Chart(dot::write) },
    Export { name: "json", version: "gpai-compute/1", help: "gpai-compute/1", write: Write::Compute(compute::write) },
    Export { name: "json", version: "gpai-sources/1", help: "gpai-sources/1", write: Write::Sources(sources::write) },
    Export { name: "csv", version: "RFC 4180", help: "RFC 4180, one header line", write: Write::Survey(survey::write) },
    Export { name: "json", version: "gpai-doc-diff/1", help: "gpai-doc-diff/1", write: Write::Comparison(comparison::write) },
    Export { name: "json", version: deadlines::FORMAT, help: deadlines::FORMAT, write: Write::Deadlines(deadlines::json::write) },
    Export { name: "ics", version: "RFC 5545", help: "RFC 5545, for any calendar", write: Write::Deadlines(deadlines::ics::write) },
    Export { name: "csv", version: "RFC 4180", help: "RFC 4180, one header line", write: Write::Deadlines(deadlines::csv::write) },
    Export { name: "json", version: wire::FORMAT, help: wire::FORMAT, write: Write::Reading(wire::write) },
    Export { name: "json", version: law_data::FORMAT, help: law_data::FORMAT, write: Write::Book(law_data::write) },
];

/// What the first export of that name and kind gives.
fn export<T>(name: &str, run: impl Fn(&Write) -> Option<T>) -> Option<T> {
    EXPORTS.iter().filter(|e| e.name == name).find_map(|e| run(&e.write))
}

impl View<'_> {
    /// The assessment in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Assessment(write) = w { Some(write(self)) } else { None })
    }
}

impl LintView<'_> {
    /// The check in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Check(write) = w { Some(write(self)) } else { None })
    }
}

/// Checks of one or many documents in the format of that name; `None` where there is none.
pub fn checks(all: &[Checked<'_>], name: &str) -> Option<String> {
    export(name, |w| if let Write::Checks(write) = w { Some(write(all)) } else { None })
}

impl Picture<'_> {
    /// The chart in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Chart(write) = w { Some(write(self)) } else { None })
    }
}

impl compute::View<'_> {
    /// The estimates in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Compute(write) = w { Some(write(self)) } else { None })
    }
}

impl sources::View<'_> {
    /// What was read in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Sources(write) = w { Some(write(self)) } else { None })
    }
}

impl survey::View<'_> {
    /// The rows in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<Result<String, String>> {
        export(name, |w| if let Write::Survey(write) = w { Some(write(self)) } else { None })
    }
}

impl deadlines::View<'_> {
    /// The deadlines in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Deadlines(write) = w { Some(write(self)) } else { None })
    }
}

impl comparison::View<'_> {
    /// The comparison in the format of that name; `None` where there is none.
    pub fn export(&self, name: &str) -> Option<String> {
        export(name, |w| if let Write::Comparison(write) = w { Some(write(self)) } else { None })
    }
}
