//! The local cache of the Hub, as its own library keeps it: a snapshot is a folder of links to the blobs beside it.

use std::path::{Path, PathBuf};

/// The repository of the local Hub cache in whose snapshot a folder lies, by whatever path it is reached: the links of a
/// snapshot lead to the blobs beside it, and no link may lead further.
pub(crate) fn repository(folder: &Path) -> Option<PathBuf> {
    let real = folder.canonicalize().ok()?;
    let snapshots = real.ancestors().skip(1).find(|p| p.file_name().is_some_and(|n| n == "snapshots"))?;
    let repository = snapshots.parent()?;
    repository.file_name().is_some_and(|n| n.to_string_lossy().starts_with("models--")).then(|| repository.to_owned())
}
