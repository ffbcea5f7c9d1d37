//! `gpai mcp`: hands everything to `gpai-mcp`, and says where this program is.

use std::ffi::OsString;

use clap::Args;

use crate::outcome::{Exit, Failure, Outcome};
use crate::siblings::{MCP, place};

/// A Model Context Protocol server for the assistants in editors: check, explain, next_question, lint, deadlines
///
/// By gpai-mcp, a program of its own: `gpai mcp --help` shows what it takes. It reads only below the folders that are named, fetches
/// nothing unless started with --network, and writes nothing unless started with --write; a judgement it never writes.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub struct Mcp {
    /// What gpai-mcp takes: folders that may be read, --write, --network, --lang
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGS")]
    pub args: Vec<OsString>,
}

/// Runs it.
pub fn run(args: &Mcp) -> Outcome {
    let mut all = args.args.clone();
    if let Ok(own) = std::env::current_exe() {
        let mut named = OsString::from("--gpai=");
        named.push(own);
        all.insert(0, named);
    }
    let code = place::take(&MCP, &all).map_err(Failure::Usage)?;
    Ok((String::new(), if code == 0 { Exit::Done } else { Exit::Usage }))
}
