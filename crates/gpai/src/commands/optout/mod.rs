//! `gpai optout`: what was reserved for an address, and the line that says so.

mod args;
mod batch;
mod check;
mod explain;
mod files;
mod json;
mod record;
mod site;
mod source;

use clap::{Args, Subcommand};
use gpai_optout::book::{BOOK, Book};
use gpai_rules::law::Language;

use crate::args::language;
use crate::outcome::{Failure, Outcome};
use crate::screen;
use args::{CheckArgs, ExplainArgs, OptoutFormat};

/// What was reserved for an address, and the line that says so: gpai optout check URL --agent GPTBot --robots FILE
#[derive(Debug, Args)]
pub struct OptoutArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: OptoutCommand,
}

/// `gpai optout …`.
#[derive(Debug, Subcommand)]
pub enum OptoutCommand {
    /// May this agent fetch the address, and is the use reserved? With the line that decides
    ///
    /// Reads the files, headers and page that you hand over: those of the time you ask about. What is not given is not
    /// looked at, and is never called silent. Two questions are kept apart: whether the agent may fetch the address
    /// (robots.txt, RFC 9309), and whether training, text and data mining, use as input of a model, or search are reserved.
    /// It says what was said and where; it finds no infringement.
    #[command(
        after_help = "Examples:\n  gpai optout check https://a.example/x --agent GPTBot --robots robots.txt\n  gpai optout check https://a.example/x --agent CCBot --robots robots.txt --tdmrep tdmrep.json --header \"X-Robots-Tag: noai\" --html page.html\n  gpai optout check --batch questions.jsonl --format jsonl > answers.jsonl\n\nA line of --batch: {\"id\": \"1\", \"robots_file\": \"a.example/robots.txt\", \"agent\": \"GPTBot\", \"url\": \"https://a.example/x\"}\nllms.txt is not a reservation: gpai explain llms.txt"
    )]
    Check(Box<CheckArgs>),
    /// Everything that was said about a page at a time, for whom, and what it means under Article 4(3)
    ///
    /// For whoever writes a policy or answers a complaint: each protocol with its line, for each crawler, the newest that was
    /// obtained and is not later than --at. Where there are several snapshots, how it changed. It finds no infringement.
    #[command(
        after_help = "Examples:\n  gpai optout explain https://a.example/x --robots robots.txt --html page.html\n  gpai optout explain https://a.example/x --fetch\n  gpai optout explain https://a.example/x --warc crawl.warc.gz --at 2025-03-17T06:43:46Z --agent MyBot --format md\n  gpai optout explain https://a.example/x --snapshots optout-evidence --svg timeline.svg"
    )]
    Explain(Box<ExplainArgs>),
}

/// Runs it.
pub fn run(args: &OptoutArgs) -> Outcome {
    let args = match &args.what {
        OptoutCommand::Check(args) => args,
        OptoutCommand::Explain(args) => return explain::run(&book()?, args, language(args.site.lang)),
    };
    match (&args.batch, args.format) {
        (None, Some(OptoutFormat::Jsonl)) => Err(Failure::Usage(
            "--format jsonl answers the questions of a file\n  help: gpai optout check --batch FILE --format jsonl"
                .to_owned(),
        )),
        (Some(_), Some(OptoutFormat::Human | OptoutFormat::Json)) => Err(Failure::Usage(
            "--batch answers in JSON lines\n  help: leave --format away, or give --format jsonl".to_owned(),
        )),
        (Some(_), _) if args.site.any() => Err(Failure::Usage(
            "--batch takes what was said and when from the lines of FILE, by robots_file and snapshots".to_owned(),
        )),
        (Some(file), _) => {
            let mut tally = record::Tally::new(args.site.dialect, &book()?);
            batch::run(file, args.site.dialect.dialect(), &mut tally, args.record.as_deref())
        }
        (None, _) => check::run(&book()?, args, language(args.site.lang)),
    }
}

/// The reviewed data of protocols and agents.
pub fn book() -> Result<Book, Failure> {
    Book::read(BOOK).map_err(|error| Failure::Internal(error.to_string()))
}

/// `gpai explain` for a protocol or a token of an agent.
pub fn lookup(id: &str, language: Language) -> Option<String> {
    screen::optout::lookup(&Book::read(BOOK).ok()?, id, language)
}
