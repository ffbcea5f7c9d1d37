//! `gpai-corpus`: the data engine, which `gpai` starts.

use std::io::{BufReader, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use gpai_corpus::{commands, tables};

// What is freed by one thread and used by another is the rule here.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Training data at web scale: what it holds, and what its sources had reserved
#[derive(Debug, Parser)]
#[command(name = "gpai corpus", bin_name = "gpai corpus", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What it does.
#[derive(Debug, Subcommand)]
enum Command {
    Profile(commands::profile::ProfileArgs),
    Merge(commands::merge::MergeArgs),
    Mix(commands::mix::MixArgs),
    Audit(commands::audit::AuditArgs),
    Verbatim(Box<commands::verbatim::VerbatimArgs>),
    /// The rows of a Parquet file, as lines of JSON to stdout
    #[command(hide = true)]
    TableRead {
        /// The file
        file: PathBuf,
        /// Rows at most
        #[arg(long, default_value_t = usize::MAX)]
        most: usize,
    },
    /// Lines of JSON from stdin, columns first, as a Parquet file to stdout
    #[command(hide = true)]
    TableWrite,
}

fn main() -> ExitCode {
    let done = |outcome: Result<(), String>| outcome.map(|()| ExitCode::SUCCESS);
    let outcome = match Cli::parse().command {
        Command::Profile(args) => commands::profile::run(&args),
        Command::Merge(args) => commands::merge::run(&args),
        Command::Mix(args) => commands::mix::run(&args),
        Command::Audit(args) => commands::audit::run(&args),
        Command::Verbatim(args) => commands::verbatim::run(&args),
        Command::TableRead { file, most } => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            done(tables::read::rows(&file, most, &mut out))
        }
        Command::TableWrite => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            let bytes = tables::write::file(BufReader::new(std::io::stdin().lock()));
            done(bytes.and_then(|bytes| out.write_all(&bytes).and_then(|()| out.flush()).map_err(|e| e.to_string())))
        }
    };
    match outcome {
        Ok(code) => code,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::from(2)
        }
    }
}
