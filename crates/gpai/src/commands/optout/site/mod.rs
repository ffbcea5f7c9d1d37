//! What a site said and when, from wherever it was kept: files that are handed over, dated snapshots, WARC, or the network.

mod fetched;
mod gather;
mod http;
mod snapshots;
mod store;
mod warc;

pub use fetched::fetch;
pub use gather::{Gathered, Given, gather};
pub use snapshots::keep;
pub use store::{Obtained, Store, Wanted, places};

use std::path::Path;

use crate::outcome::Failure;

/// Fills a store from snapshots and archives; of an archive only what may be asked for is kept.
pub fn open(
    snapshots: &[std::path::PathBuf],
    archives: &[std::path::PathBuf],
    wanted: &Wanted,
) -> Result<Store, Failure> {
    let mut store = Store::default();
    let failure = |path: &Path, why: String| Failure::Usage(format!("{}: {why}", path.display()));
    for path in snapshots {
        snapshots::read(path, wanted, &mut store).map_err(|why| failure(path, why))?;
    }
    for path in archives {
        warc::read(path, wanted, &mut store).map_err(|why| failure(path, why))?;
    }
    Ok(store)
}
