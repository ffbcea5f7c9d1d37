//! `gpai law list` and `gpai law show`: the law book as it stands, for whoever wants to check it; `gpai law data` is the
//! same for the page.

use clap::{Args, Subcommand, ValueEnum};
use gpai_dossier::flow::engine;
use gpai_rules::law::Law;

use super::explain;
use crate::args::{Texts, day, language};
use crate::outcome::{Exit, Outcome};
use crate::screen;
use crate::web;

/// Look into the law book: gpai law list rules, gpai law show gpai-by-criterion
#[derive(Debug, Args)]
pub struct LawArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: LawCommand,
}

/// `gpai law …`.
#[derive(Debug, Subcommand)]
pub enum LawCommand {
    /// List one kind of entry
    List {
        /// Kind of entry
        #[arg(value_enum, default_value_t = LawKind::Rules)]
        kind: LawKind,
        /// Only what is in force on this day, YYYY-MM-DD
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// The language.
        #[command(flatten)]
        texts: Texts,
    },
    /// Show one entry whole: condition, dates, force, citations, what is unclear
    Show {
        /// Id
        id: String,
        /// The language.
        #[command(flatten)]
        texts: Texts,
    },
    /// Print the data of the page as JSON (format gpai-law-data/1): texts in both languages and the compiled law
    #[command(hide = true)]
    Data,
}

/// Kinds of entries of the law book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LawKind {
    /// Rules, by what they conclude
    Rules,
    /// Duties of providers
    Duties,
    /// Facts, the keys of gpai.toml
    Facts,
    /// Numbers and days
    Thresholds,
    /// Points on which the law is unclear
    Doubts,
    /// Provisions cited
    Provisions,
    /// Licences with their verdict
    Licences,
    /// Days on which something changes
    Calendar,
}

/// Runs it.
pub fn run(law: &Law, args: &LawArgs) -> Outcome {
    match &args.what {
        LawCommand::Data => data(law),
        LawCommand::Show { id, texts } => explain::page(law, id, language(texts.lang)),
        LawCommand::List { kind, on, texts } => {
            let on = on.as_ref().map(|d| day(Some(d))).transpose()?;
            if let Some(on) = on {
                // A day outside the law book has no rules, rather than none.
                engine(law, on)?;
            }
            let lang = language(texts.lang);
            let text = match kind {
                LawKind::Rules => screen::law::rules(law, on, lang),
                LawKind::Duties => screen::law::duties(law, on, lang),
                LawKind::Facts => screen::law::facts(law, lang),
                LawKind::Thresholds => screen::law::thresholds(law, on),
                LawKind::Doubts => screen::law::doubts(law, lang),
                LawKind::Provisions => screen::law::provisions(law),
                LawKind::Licences => screen::law::licences(law),
                LawKind::Calendar => screen::law::calendar(law, lang),
            };
            Ok((screen::style::fit(&text), Exit::Done))
        }
    }
}

/// The data of the page, on one line.
fn data(law: &Law) -> Outcome {
    let mut text = web::law_data(law)?;
    text.push('\n');
    Ok((text, Exit::Done))
}
