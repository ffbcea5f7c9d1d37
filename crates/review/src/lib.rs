//! Checks of a document: what it was found to say (`forms::reading`) against the rules of `law/document-rules.toml`.
//!
//! [`lint`] is the entry. A rule is one function and one line in the array of its file; texts, severities and citations are
//! data. What could not be read is never called missing, and what needs knowledge from outside fires only if that was given:
//! [`Context`] holds it, from facts, from the records beside the document, or given for a run.

pub mod amounts;
pub mod book;
pub mod calc;
pub mod context;
pub mod diff;
pub mod knowledge;
pub mod prefilled;
pub mod score;

mod code_of_practice;
mod crawled;
mod document;
mod general;
mod lifecycle;
mod model_documentation;
mod own_answers;
mod private;
mod processing;
mod public_datasets;
mod reading;
mod sizes;
mod sources;
mod synthetic;
mod unseen;
mod user_data;
mod work;

pub use book::{Book, Checked, RuleDef};
pub use context::{Context, Siblings};
pub use score::{Cost, SectionScore};

use std::collections::BTreeSet;

use gpai_forms::reading::{Reading, State};
use gpai_rules::finding::{Finding, Severity};
use unseen::{partly_unread, printed};
use work::{Check, Work};

/// What a check of a document gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Findings, sorted by field, code, page.
    pub findings: Vec<Finding>,
    /// Our own score, section by section; empty for kinds without one.
    pub scores: Vec<SectionScore>,
}

impl Report {
    /// Number of findings of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// The checks of a training summary, in the order of its sections.
const SUMMARY: &[&[(&str, Check)]] = &[
    document::CHECKS,
    general::CHECKS,
    sizes::CHECKS,
    sources::CHECKS,
    public_datasets::CHECKS,
    private::CHECKS,
    crawled::CHECKS,
    user_data::CHECKS,
    synthetic::CHECKS,
    processing::CHECKS,
    lifecycle::CHECKS,
];

/// The checks of the model documentation.
const DOCUMENTATION: &[&[(&str, Check)]] = &[model_documentation::CHECKS];

/// The checks of every other document, and those across documents.
const OTHER: &[&[(&str, Check)]] = &[code_of_practice::CHECKS, prefilled::CHECKS, reading::CHECKS];

/// Which rules have a check, for tests: every rule that is not only for a person.
pub fn checked_rules() -> BTreeSet<&'static str> {
    [SUMMARY, DOCUMENTATION, OTHER].into_iter().flatten().copied().flatten().map(|(id, _)| *id).collect()
}

/// Checks a document. Same document, context and book: same report.
pub fn lint(doc: &Reading, context: &Context<'_>, book: &Book) -> Report {
    let Some(kind) = doc.kind.as_deref() else { return Report::default() };
    let Some(template) = book.template(kind) else { return Report::default() };
    let checks: [&[&[(&str, Check)]]; 2] = match kind {
        "training-summary" => [SUMMARY, OTHER],
        "model-documentation" => [DOCUMENTATION, OTHER],
        _ => [OTHER, &[]],
    };
    let printed = printed(doc, template);
    let mut work = Work {
        doc,
        known: context,
        book,
        template,
        partly_unread: partly_unread(doc),
        printed,
        rule: "",
        findings: Vec::new(),
    };
    // What the document says of itself counts as known too, and is looked up as its answers are.
    let known = own_answers::with_answers(context.clone(), &work);
    work.known = &known;
    if doc.unknown_language {
        // Nothing was read, so nothing is found wanting: one sentence, and no more.
        reading::only_the_language(&mut work);
        return Report { findings: work.findings, scores: Vec::new() };
    }
    for (id, check) in checks.into_iter().flatten().copied().flatten() {
        work.rule = id;
        check(&mut work);
    }
    let mut findings = work.findings;
    // Whatever a rule thinks it sees: of an answer that could not be read nothing is said.
    findings.retain(|f| doc.fields.get(f.field()).is_none_or(|field| field.state != State::Unreadable));
    // The words by which prose is judged are English and Italian; of prose in another language nothing is said.
    if !matches!(doc.language.as_str(), "" | "en" | "it") {
        findings.retain(|f| reading::holds_in_any_language(&f.code, f.case.as_deref()));
    }
    reading::once(&mut findings, template);
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.page(), f.line());
        (a.field(), &a.code, key(a), &a.case).cmp(&(b.field(), &b.code, key(b), &b.case))
    });
    findings.dedup();
    let scores = score::score(doc, template, &findings, book);
    Report { findings, scores }
}
