//! `gpai doc`: the documents the law asks for. Each subcommand has its own file here, with its arguments in it.

use clap::{Args, Subcommand};
use gpai_rules::law::Law;

use super::Outcome;

mod card;
mod crawlers;
mod diff;
mod lint;
mod lint_human;
mod new;
pub mod read;
mod render;

/// `gpai doc`.
#[derive(Debug, Args)]
pub struct DocArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: DocCommand,
}

/// `gpai doc …`.
#[derive(Debug, Subcommand)]
pub enum DocCommand {
    /// Start a document: a TOML file that asks every question of the form, with what the model folder already says
    ///
    /// gpai doc new training-summary path/to/model writes path/to/model/documents/training-summary.toml. Yes/No questions of
    /// an official form are never filled in for you. An existing file is left alone; --update adds what is missing in it.
    New(new::New),
    /// Write a document as PDF, DOCX, HTML, Markdown or JSON from its TOML file
    ///
    /// gpai doc render training-summary path/to/model --format pdf. What is unknown stands there as a visible gap; with --final
    /// nothing is written while a mandatory field is unknown. `all` writes every document of the model folder.
    Render(render::Render),
    /// Keep the blocks of the model card: summary link, copyright notice, contact, intended use
    ///
    /// Each block stands between <!-- gpai:begin ID --> and <!-- gpai:end ID -->; what is outside the marks is never touched.
    /// Blocks are filled from gpai.toml and the files of the folder; a paragraph whose facts are unknown is left out, and said.
    Card(card::Card),
    /// Write the public page on your crawlers, with its data and a feed that tells of changes, from the copyright policy
    ///
    /// Measure 1.3(4) of the copyright chapter of the Code of Practice: information on crawlers is public, and affected
    /// rightsholders are told of changes automatically. A change needs a new version and date of the policy.
    Crawlers(crawlers::CrawlersArgs),
    /// Check a document, your own or anybody's: what is missing, inconsistent or unclear, with page and rule
    ///
    /// Reads PDF, DOCX, HTML, Markdown and gpai-document/1. What could not be read is said and never called missing. Exit code 1
    /// with at least one error. A rule that needs more than the document (its date, the provider's size) fires only if that is
    /// known: best with --model FOLDER, or with --given NAME=VALUE (`gpai explain given`). The file is read in a process of its own with bounds on memory and time.
    Lint(lint::LintArgs),
    /// Compare two versions of a document: what changed, whether it is material, and what follows
    ///
    /// gpai doc diff summary-1.0.pdf documents/training-summary.toml. New sources, modalities, ranges of size, periods and the
    /// signature of the Code are material by our reading; then the new version is due at once, otherwise within six calendar
    /// months of the last update while training goes on.
    Diff(diff::DiffArgs),
    /// Show what was read in a document, field by field, as JSON (gpai-reading/1)
    ///
    /// The same reading that `gpai doc lint` checks: labels, answers, ticked boxes, pages, questions beyond the form, and what
    /// could not be read.
    Read(read::ReadArgs),
}

/// Runs it.
pub fn run(law: &Law, args: &DocArgs) -> Outcome {
    match &args.what {
        DocCommand::New(args) => new::run(law, args),
        DocCommand::Render(args) => render::run(law, args),
        DocCommand::Card(args) => card::run(law, args),
        DocCommand::Crawlers(args) => crawlers::run(law, args),
        DocCommand::Lint(args) => lint::run(law, args),
        DocCommand::Diff(args) => diff::run(law, args),
        DocCommand::Read(args) => read::run(args),
    }
}
