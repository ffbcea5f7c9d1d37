//! Another program takes the place of this one: what it prints, asks and ends with is its own.

use std::ffi::OsString;
use std::process::Command;

use super::Sibling;

/// Runs it with these arguments and this terminal; the code with which it ended.
///
/// # Errors
/// The program is missing or cannot be started.
pub fn take(sibling: &Sibling, args: &[OsString]) -> Result<u8, String> {
    let program = sibling.find().ok_or_else(|| sibling.missing())?;
    let mut command = Command::new(&program);
    command.args(args);
    let failed = |error: std::io::Error| format!("{} could not be started: {error}", program.display());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        // In place of this process, so that a signal to it reaches the one that writes.
        Err(failed(command.exec()))
    }
    #[cfg(not(unix))]
    {
        let status = command.status().map_err(failed)?;
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(4))
    }
}
