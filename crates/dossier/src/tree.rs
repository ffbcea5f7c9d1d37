//! The files of a model folder as a manifest sees them: all of them, hidden ones too, with their digests. Unlike the readers of
//! evidence, which look at what they know, this leaves nothing out but what is ignored by name; a symbolic link ends it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use sha2::{Digest as _, Sha256};

/// The most files of a folder; the largest model repositories have a few thousand.
const FILES: usize = 100_000;
/// The deepest folder.
const DEPTH: usize = 64;
/// How much of a file is hashed at once.
const CHUNK: usize = 1 << 20;

/// A file of the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TreeFile {
    /// Path in the folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits; none where it was not asked for.
    pub sha256: Option<String>,
}

/// Why the files of a folder cannot be listed as a whole.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// A file that a manifest must not hold.
    #[error("{path}: {reason}")]
    Refused {
        /// Path in the folder.
        path: String,
        /// Why, and what to do.
        reason: &'static str,
    },
    /// A file cannot be read.
    #[error("{path}: cannot be read: {error}")]
    Read {
        /// Path in the folder.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// Too many.
    #[error("the folder has more than {FILES} files, or folders deeper than {DEPTH}")]
    Limit,
}

/// Every file of a folder, sorted by path. Names directly in the folder that `ignored` says yes to are left out with what is in them.
///
/// # Errors
/// A symbolic link, a name that is not UTF-8, a pipe or device, or more files than a folder of a model has.
pub fn list(folder: &Path, ignored: &dyn Fn(&str) -> bool) -> Result<Vec<TreeFile>, TreeError> {
    let mut out = Vec::new();
    walk(folder, "", 0, ignored, &mut out)?;
    out.sort();
    Ok(out)
}

fn walk(
    folder: &Path,
    prefix: &str,
    depth: usize,
    ignored: &dyn Fn(&str) -> bool,
    out: &mut Vec<TreeFile>,
) -> Result<(), TreeError> {
    if depth > DEPTH {
        return Err(TreeError::Limit);
    }
    let shown = if prefix.is_empty() { "." } else { prefix.trim_end_matches('/') };
    let failed = |error| TreeError::Read { path: shown.to_owned(), error };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let refuse = |reason| {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            Err(TreeError::Refused { path, reason })
        };
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return refuse("its name is not UTF-8, which no manifest can hold; rename it");
        };
        if depth == 0 && ignored(name) {
            continue;
        }
        let path = format!("{prefix}{name}");
        let meta = fs::symlink_metadata(entry.path()).map_err(|error| TreeError::Read { path: path.clone(), error })?;
        if meta.file_type().is_symlink() {
            return refuse("is a symbolic link, which a manifest must not hold; put the file itself in its place");
        }
        if meta.is_dir() {
            walk(&entry.path(), &format!("{path}/"), depth + 1, ignored, out)?;
        } else if meta.is_file() {
            if out.len() >= FILES {
                return Err(TreeError::Limit);
            }
            out.push(TreeFile { path, size: meta.len(), sha256: None });
        } else {
            return refuse("is no regular file");
        }
    }
    Ok(())
}

/// Computes the digests of the files that `wanted` says yes to, several files at a time; the order stays.
///
/// # Errors
/// A file cannot be read, or changes while it is.
pub fn digest(folder: &Path, files: &mut [TreeFile], wanted: &(dyn Fn(&str) -> bool + Sync)) -> Result<(), TreeError> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(8);
    let next = AtomicUsize::new(0);
    let all: &[TreeFile] = files;
    let hash_some = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = all.get(i) else { return done };
            if wanted(&file.path) {
                done.push((i, hash(&folder.join(&file.path), file)));
            }
        }
    };
    let found: Vec<(usize, Result<String, TreeError>)> = thread::scope(|scope| {
        let workers: Vec<_> = (1..threads.min(all.len()).max(1)).map(|_| scope.spawn(hash_some)).collect();
        let mut found = hash_some();
        for worker in workers {
            found.extend(worker.join().unwrap_or_default());
        }
        found
    });
    for (i, digest) in found {
        if let Some(file) = files.get_mut(i) {
            file.sha256 = Some(digest?);
        }
    }
    Ok(())
}

fn hash(path: &Path, file: &TreeFile) -> Result<String, TreeError> {
    let failed = |error| TreeError::Read { path: file.path.clone(), error };
    let mut open = File::open(path).map_err(failed)?;
    let mut sha = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    let mut read = 0u64;
    loop {
        let n = open.read(&mut chunk).map_err(failed)?;
        if n == 0 {
            break;
        }
        read = read.saturating_add(n as u64);
        sha.update(chunk.get(..n).unwrap_or_default());
    }
    if read != file.size {
        return Err(TreeError::Refused { path: file.path.clone(), reason: "changed while it was read; try again" });
    }
    Ok(sha.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    #[test]
    fn everything_is_listed_but_what_is_ignored_by_name() {
        let home = tempfile::tempdir().unwrap();
        for (path, text) in
            [("README.md", "a"), (".eval_results/x.yaml", ""), ("a/b/c", "b"), (".git/config", "c"), ("a/.git/x", "d")]
        {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut files = list(home.path(), &|name| name == ".git").unwrap();
        let paths: Vec<&str> = files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, [".eval_results/x.yaml", "README.md", "a/.git/x", "a/b/c"]);
        digest(home.path(), &mut files, &|path| path != "a/b/c").unwrap();
        let digests: Vec<Option<&str>> = files.iter().map(|f| f.sha256.as_deref()).collect();
        assert_eq!(digests[0], Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assert_eq!(digests[1], Some("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"));
        assert_eq!(digests[3], None);
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_ends_it() {
        let home = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", home.path().join("link")).unwrap();
        let error = list(home.path(), &|_| false).unwrap_err().to_string();
        assert!(error.starts_with("link: is a symbolic link"), "{error}");
    }

    #[test]
    fn a_file_that_changed_is_refused() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("a"), "long").unwrap();
        let mut files = list(home.path(), &|_| false).unwrap();
        fs::write(home.path().join("a"), "longer").unwrap();
        assert!(digest(home.path(), &mut files, &|_| true).unwrap_err().to_string().contains("changed while"));
    }
}
