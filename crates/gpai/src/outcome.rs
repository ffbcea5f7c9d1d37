//! How a run ends: what a command gives, why one could not do its work, and the exit codes that scripts rely on.

use std::io::Write as _;
use std::path::Path;

use gpai_dossier::DossierError;
use gpai_dossier::write::{self, Place, reason};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing is owed that is not met.
    Done = 0,
    /// A duty applies and is not met.
    Gap = 1,
    /// Wrong usage, or the input as a whole could not be read.
    Usage = 2,
    /// Open questions, only with `--fail-on open`.
    Open = 3,
    /// A defect of the program.
    Internal = 4,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        std::process::ExitCode::from(exit as u8)
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The user can mend it.
    #[error("{0}")]
    Usage(String),
    /// Only we can.
    #[error("{0}")]
    Internal(String),
}

impl From<DossierError> for Failure {
    fn from(error: DossierError) -> Self {
        match error {
            DossierError::Law(_) => Failure::Internal(error.to_string()),
            other => Failure::Usage(other.to_string()),
        }
    }
}

/// What a command gives: the whole of stdout, and how it ends.
pub type Outcome = Result<(String, Exit), Failure>;

/// Writes what a person asked for after `-o`: `-` is the screen, a device or pipe is written into, a link is followed.
pub fn save(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let wrong = |e: &std::io::Error| Failure::Usage(format!("{}: could not be written: {}", file.display(), reason(e)));
    match write::place(file).map_err(|e| wrong(&e))? {
        Place::Screen => {
            let mut out = std::io::stdout().lock();
            match out.write_all(bytes).and_then(|()| out.flush()) {
                // A reader that closes the pipe early is no error of ours.
                Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(wrong(&e)),
                _ => Ok(()),
            }
        }
        place => write::put(&place, bytes).map_err(|e| wrong(&e)),
    }
}

/// Prints what a command gave; stdout stays empty where it failed. `in_words` puts a line of a message into the language asked for.
pub fn print(outcome: Outcome, in_words: impl Fn(&str) -> String) -> Exit {
    match outcome {
        Ok((text, exit)) => {
            // One write: a reader that closes the pipe early is no error of ours.
            let mut out = anstream::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    anstream::eprintln!("gpai: the output could not be written: {error}");
                    Exit::Usage
                }
                _ => exit,
            }
        }
        Err(failure) => {
            let text = failure.to_string();
            let line = |line: &str| gpai_forms::escape::visible(&in_words(line));
            let shown: Vec<String> = text.lines().map(line).collect();
            anstream::eprintln!("gpai: {}", shown.join("\n"));
            match failure {
                Failure::Usage(_) => Exit::Usage,
                Failure::Internal(_) => Exit::Internal,
            }
        }
    }
}
