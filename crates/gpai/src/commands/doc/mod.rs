//! `gpai doc`: the documents the law asks for. Each subcommand has its own file here.

use clap::{Args, Subcommand};
use gpai_rules::law::Law;

use crate::outcome::Outcome;

mod card;
mod crawlers;
mod diff;
mod kind;
mod lint;
pub mod new;
pub mod read;
mod render;

/// Write the documents the law asks for, and check anybody's: gpai doc new training-summary
#[derive(Debug, Args)]
pub struct DocArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: DocCommand,
}

/// `gpai doc …`; what each is for stands at its arguments.
#[derive(Debug, Subcommand)]
pub enum DocCommand {
    New(new::New),
    Render(render::Render),
    Card(card::Card),
    Crawlers(crawlers::CrawlersArgs),
    Lint(lint::LintArgs),
    Diff(diff::DiffArgs),
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
