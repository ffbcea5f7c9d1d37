//! How `gpai init` makes a file: only where none is, and never outside the folder.

use std::path::Path;

use gpai_dossier::records;
use gpai_dossier::write::{reason, stays_inside};

use crate::outcome::Failure;

/// Writes a file that is not there yet, with its folders, inside the folder.
pub fn create(path: &Path, folder: &Path, bytes: &[u8]) -> Result<(), Failure> {
    stays_inside(folder, path)
        .and_then(|()| records::create(path, bytes))
        .map_err(|e| Failure::Usage(format!("{}: cannot be written: {}", path.display(), reason(&e))))
}
