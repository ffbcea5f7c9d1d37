//! `gpai corpus`: training data at web scale. The work is that of `gpai-corpus`, a program of its own, which is started with the
//! same words, streams and terminal.

use std::ffi::OsString;
use std::process::Command;

use clap::Args;

use crate::outcome::{Exit, Failure, Outcome};
use crate::siblings::CORPUS;

/// Training data to the figures of the summary, and a crawl to what its sources had reserved: gpai corpus profile data/
#[derive(Debug, Args)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct CorpusArgs {
    /// Command and arguments of gpai-corpus; --help lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub args: Vec<OsString>,
}

/// Runs it.
pub fn run(args: &CorpusArgs) -> Outcome {
    let program = CORPUS.find().ok_or_else(|| Failure::Usage(CORPUS.missing()))?;
    let mut command = Command::new(program);
    if args.args.is_empty() {
        command.arg("--help");
    }
    let ended = command.args(&args.args).status();
    let ended = ended.map_err(|e| Failure::Usage(format!("gpai-corpus cannot be started: {e}")))?;
    // What it had to say it has said.
    let exit = match ended.code() {
        Some(0) => Exit::Done,
        Some(1) => Exit::Gap,
        Some(2) => Exit::Usage,
        Some(3) => Exit::Open,
        _ => Exit::Internal,
    };
    Ok((String::new(), exit))
}
