//! `gpai-mcp`: the tools of `gpai` for the assistants in people's editors, by the Model Context Protocol on stdin and stdout. It
//! decides nothing: each tool is one run of `gpai`, and its answer is the JSON of that command.

mod program;
mod roots;
mod server;
mod tools;

use std::path::PathBuf;

use clap::Parser;
use rmcp::ServiceExt as _;
use rmcp::transport::async_rw::AsyncRwTransport;

use crate::program::Program;
use crate::roots::Roots;
use crate::server::Server;

/// The longest message that is read, in bytes.
const LONGEST_LINE: usize = 1 << 20;

/// gpai as a Model Context Protocol server: check, explain, next_question, lint, deadlines
///
/// Speaks on standard input and output; an editor starts it. Read-only unless started with --write, and then it keeps plain answers
/// alone: never a judgement, which carries a person's name. Only what lies below ROOT is read, and nothing is fetched.
#[derive(Debug, Parser)]
#[command(name = "gpai-mcp", version, max_term_width = 100)]
struct Cli {
    /// Folders that may be read; a path is looked for in the first [default: the folder it is started in]
    roots: Vec<PathBuf>,
    /// Also offer `answer`, which keeps a plain answer in gpai.toml
    #[arg(long)]
    write: bool,
    /// Also take models on the Hub: hf://ORG/MODEL
    #[arg(long)]
    network: bool,
    /// Language of texts
    #[arg(long, value_parser = ["en", "zh"], default_value = "en")]
    lang: String,
    /// The program `gpai` [default: beside this one, or on PATH]
    #[arg(long, value_name = "FILE")]
    gpai: Option<PathBuf>,
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match serve(cli) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("gpai-mcp: {why}");
            std::process::ExitCode::from(2)
        }
    }
}

fn serve(cli: Cli) -> Result<(), String> {
    let roots = Roots::open(&cli.roots, cli.network)?;
    let program = Program::find(cli.gpai, cli.network)?;
    let server = Server::new(roots, program, cli.write, cli.lang);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("cannot be started: {e}"))?;
    let outcome = runtime.block_on(async {
        let (input, output) = rmcp::transport::io::stdio_pipes();
        let transport = AsyncRwTransport::new_server(input, output).with_max_line_length(LONGEST_LINE);
        match server.serve(transport).await {
            Ok(running) => running.waiting().await.map(|_| ()).map_err(|e| e.to_string()),
            // Who never said hello and went away is no error of ours.
            Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(e) => Err(e.to_string()),
        }
    });
    // A read of stdin that still waits is not waited for.
    runtime.shutdown_background();
    outcome
}
