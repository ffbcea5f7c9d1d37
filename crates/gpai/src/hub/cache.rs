//! The local Hub cache: `models--ORG--MODEL/{refs,snapshots,blobs}`. A snapshot's links lead to blobs beside it; that is the
//! one place outside the snapshot where they may lead.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use gpai_dossier::Remote;
use gpai_evidence::files::{Entry, Files, Folder};
use gpai_rules::finding::Finding;

use super::HubError;
use super::name::{Name, is_commit};

/// A commit and a line feed; a longer file is no reference.
const REFERENCE: u64 = 128;

/// The files of a snapshot.
#[derive(Debug)]
pub struct Cached(Folder);

impl Files for Cached {
    fn list(&self) -> Vec<Entry> {
        self.0.list()
    }

    fn skipped(&self) -> Vec<Finding> {
        self.0.skipped()
    }

    fn head(&self, path: &str, offset: u64, len: u64) -> io::Result<Vec<u8>> {
        self.0.head(path, offset, len)
    }
}

impl Remote for Cached {
    fn failure(&self) -> Option<String> {
        None
    }
}

fn repository(name: &Name, cache: &Path) -> PathBuf {
    cache.join(format!("models--{}--{}", name.org, name.model))
}

/// The snapshot of a commit, if there is one.
pub fn snapshot(name: &Name, cache: &Path, commit: &str) -> Option<Cached> {
    let repository = repository(name, cache);
    if !is_commit(commit) {
        return None;
    }
    Folder::open_within(&repository.join("snapshots").join(commit), &repository).ok().map(Cached)
}

/// The snapshot of the name's revision, and its commit.
pub fn offline(name: &Name, cache: Option<&Path>) -> Result<(Cached, String), HubError> {
    let missing = |why: &str| HubError::NotCached(format!("the local Hub cache {why}"));
    let cache = cache.ok_or_else(|| missing("is nowhere: there is no home folder; set HF_HUB_CACHE"))?;
    let commit = if is_commit(&name.revision) {
        name.revision.clone()
    } else {
        // A revision such as `refs/pr/1` is kept in folders; its parts were checked.
        reference(&repository(name, cache).join("refs").join(&name.revision))
            .ok_or_else(|| missing("does not hold this model at this revision"))?
    };
    let files = snapshot(name, cache, &commit).ok_or_else(|| missing("holds no files of this commit"))?;
    Ok((files, commit))
}

fn reference(path: &Path) -> Option<String> {
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(REFERENCE).read_to_string(&mut text).ok()?;
    Some(text.trim().to_owned()).filter(|c| is_commit(c))
}
