//! What `gpai corpus` can be asked for, one file a command, each with its arguments and help.

mod args;
pub mod audit;
pub mod merge;
pub mod mix;
pub mod profile;
mod progress;
mod report;
pub mod verbatim;

use std::path::Path;
use std::process::ExitCode;

/// How a command ended.
pub type Outcome = Result<ExitCode, String>;

/// A runtime with as many threads as are asked for.
fn runtime(threads: usize) -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(threads.max(1)).build().map_err(|e| e.to_string())
}

/// Writes a file whole or not at all.
fn replace(
    path: &Path,
    write: impl FnOnce(&mut std::io::BufWriter<std::fs::File>) -> std::io::Result<()>,
) -> Result<(), String> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let attempt = || -> std::io::Result<()> {
        let mut out = std::io::BufWriter::new(std::fs::File::create(&part)?);
        write(&mut out)?;
        std::io::Write::flush(&mut out)?;
        std::fs::rename(&part, path)
    };
    attempt().map_err(|e| format!("{}: cannot be written: {e}", path.display()))
}
