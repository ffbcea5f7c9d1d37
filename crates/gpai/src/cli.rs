//! The command line: every command, with one line for what it takes and one for what runs it.

use clap::{CommandFactory as _, Parser, Subcommand};
use gpai_rules::law::Law;

use crate::commands::{
    ask, badge, check, compute, corpus, deadlines, diff, doc, explain, export, flowchart, init, law, optout, register,
    serve, shell, site, sources, survey, whatif, why,
};
use crate::outcome::Outcome;

/// Does the EU AI Act ask something of the model you release? What, from when, and why?
///
/// gpai reads the model folder, asks only what could still change the answer, and cites the law for every step. What is
/// not known stays open. It is not legal advice.
#[derive(Debug, Parser)]
#[command(
    name = "gpai",
    version,
    max_term_width = 100,
    after_help = "Start with: gpai check path/to/model\n\nExit codes: 0 nothing owed is unmet, 1 a gap, 2 usage or unreadable input, 3 open questions (--fail-on open), 4 internal error"
)]
pub struct Cli {
    /// Which command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order of the help; what each is for stands at its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Check(check::Check),
    Diff(diff::DiffArgs),
    Ask(ask::Ask),
    Compute(compute::Compute),
    Sources(sources::Sources),
    Why(why::Why),
    Whatif(whatif::Whatif),
    Survey(survey::Survey),
    Explain(explain::Explain),
    Flowchart(flowchart::Flowchart),
    Law(law::LawArgs),
    Deadlines(deadlines::Deadlines),
    Doc(doc::DocArgs),
    Badge(badge::Badge),
    Corpus(corpus::CorpusArgs),
    Export(export::Export),
    Optout(optout::OptoutArgs),
    Register(register::Register),
    Serve(serve::Serve),
    Site(site::Site),
    Completions(shell::Completions),
    Man(shell::Man),
}

impl Command {
    /// Runs it.
    pub fn run(&self, law: &Law) -> Outcome {
        match self {
            Command::Init(args) => init::run(law, args),
            Command::Check(args) => check::run(law, args),
            Command::Diff(args) => diff::run(law, args),
            Command::Ask(args) => ask::run(law, args),
            Command::Compute(args) => compute::run(law, args),
            Command::Sources(args) => sources::run(law, args),
            Command::Why(args) => why::run(law, args),
            Command::Whatif(args) => whatif::run(law, args),
            Command::Survey(args) => survey::run(law, args),
            Command::Explain(args) => explain::run(law, args),
            Command::Flowchart(args) => flowchart::run(law, args),
            Command::Law(args) => law::run(law, args),
            Command::Deadlines(args) => deadlines::run(law, args),
            Command::Badge(args) => badge::run(law, args),
            Command::Doc(args) => doc::run(law, args),
            Command::Corpus(args) => corpus::run(args),
            Command::Export(args) => export::run(law, args),
            Command::Optout(args) => optout::run(args),
            Command::Register(args) => register::run(args),
            Command::Serve(args) => serve::run(law, args),
            Command::Site(args) => site::run(law, args),
            Command::Completions(args) => shell::completions(Cli::command(), args),
            Command::Man(args) => shell::man(Cli::command(), args),
        }
    }
}
