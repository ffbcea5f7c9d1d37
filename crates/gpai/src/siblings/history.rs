//! The dated events of a register by `gpai-register history`, and waivers handed to it: the register itself is opened there alone.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::REGISTER;
use super::child::{Ending, run};

/// How long a register may take to be read.
const PATIENCE: Duration = Duration::from_secs(60);

/// The lines of `gpai-register-history/1`.
///
/// # Errors
/// The program is missing, or why it cannot read the register.
pub fn read(folder: &Path) -> Result<String, String> {
    let program = REGISTER.find().ok_or_else(|| REGISTER.missing())?;
    let mut command = Command::new(program);
    command.arg("history").arg("--register").arg(folder);
    match run(&mut command, None, PATIENCE).map_err(|error| format!("gpai-register: {error}"))? {
        Ending::Answer(bytes) => String::from_utf8(bytes).map_err(|_| "gpai-register gave what is no text".to_owned()),
        Ending::Refused(why) if !why.is_empty() => Err(why.trim_start_matches("gpai-register: ").to_owned()),
        Ending::Refused(_) | Ending::Broken => Err("gpai-register gave no answer".to_owned()),
        Ending::TooLong => Err(format!("gpai-register took longer than {} seconds", PATIENCE.as_secs())),
    }
}

/// Hands a waiver to the register's own program, with this one's streams; its exit code.
///
/// # Errors
/// The program is missing or cannot be started.
pub fn waive(args: &[OsString]) -> Result<i32, String> {
    let program = REGISTER.find().ok_or_else(|| REGISTER.missing())?;
    let status = Command::new(program).arg("waive").args(args).status();
    Ok(status.map_err(|error| format!("gpai-register: {error}"))?.code().unwrap_or(4))
}
