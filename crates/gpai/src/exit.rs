//! Exit codes, part of the contract with scripts.

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
