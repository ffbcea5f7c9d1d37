//! `gpai register`: hands everything to `gpai-register`.

use std::ffi::OsString;

use clap::Args;

use crate::outcome::{Exit, Failure, Outcome};
use crate::siblings::{REGISTER, place};

/// Keep what a provider must keep after release: versions, complaints, requests, incidents, dated facts
///
/// By gpai-register, a program of its own: `gpai register --help` shows its commands, `gpai register init` makes a register beside
/// the model. `gpai deadlines` shows what is due by it.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub struct Register {
    /// A command of the register and what it takes
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub args: Vec<OsString>,
}

/// Runs it.
pub fn run(args: &Register) -> Outcome {
    let code = place::take(&REGISTER, &args.args).map_err(Failure::Usage)?;
    let exit = match code {
        0 => Exit::Done,
        1 => Exit::Gap,
        2 => Exit::Usage,
        3 => Exit::Open,
        _ => Exit::Internal,
    };
    Ok((String::new(), exit))
}
