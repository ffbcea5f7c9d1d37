//! An export is checked by our own rules before it leaves the program.

use gpai_report::exports::checks;

use crate::outcome::Failure;

/// An export that our own checks refuse does not leave the program.
pub fn sound(kind: &str, files: &[(String, String)]) -> Result<(), Failure> {
    let wrong = checks::check(kind, files);
    match wrong.first() {
        None => Ok(()),
        Some(first) => Err(Failure::Internal(format!("the export is not sound and was not written: {first}"))),
    }
}
