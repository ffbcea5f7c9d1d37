//! `gpai doc new`: starts a document as a TOML file that teaches, with what is already known.

use std::path::PathBuf;

use clap::Args;
use gpai_dossier::rules::law::Law;

use crate::cli::Lang;
use crate::commands::{Failure, Outcome};

/// `gpai doc new`.
#[derive(Debug, Args)]
pub struct New {
    /// Kind of document: training-summary, model-documentation, copyright-policy, notification, representative-mandate,
    /// safety-framework, model-report, incident-report or not-applicable
    pub kind: String,
    /// The model folder
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// File to write [default: documents/KIND.toml in the model folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Add to an existing file the questions it lacks; what stands there stays as it is
    #[arg(long)]
    pub update: bool,
    /// The day whose law applies, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Language of the explanations in the file
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Runs it.
pub fn run(_law: &Law, args: &New) -> Outcome {
    Err(Failure::Usage(format!("`{}` is no kind of document", args.kind)))
}
