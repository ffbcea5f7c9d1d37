//! `gpai-corpus`: the data engine, which `gpai` starts.

use std::io::{BufReader, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use gpai_corpus::tables;

/// The data engine of gpai, which starts it; not meant to be run by hand
#[derive(Debug, Parser)]
#[command(name = "gpai-corpus", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What it does.
#[derive(Debug, Subcommand)]
enum Command {
    /// The rows of a Parquet file, as lines of JSON to stdout
    TableRead {
        /// The file
        file: PathBuf,
        /// Rows at most
        #[arg(long, default_value_t = usize::MAX)]
        most: usize,
    },
    /// Lines of JSON from stdin, columns first, as a Parquet file to stdout
    TableWrite,
}

fn main() -> ExitCode {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let outcome = match Cli::parse().command {
        Command::TableRead { file, most } => tables::read::rows(&file, most, &mut out),
        Command::TableWrite => tables::write::file(BufReader::new(std::io::stdin().lock()))
            .and_then(|bytes| out.write_all(&bytes).and_then(|()| out.flush()).map_err(|e| e.to_string())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::from(2)
        }
    }
}
