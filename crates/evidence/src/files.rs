//! A bounded, read-only view of a model folder: regular files inside it and nothing else.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use gpai_rules::finding::{Finding, Place, Severity};

use crate::limits;
use crate::text::shorten;

/// One regular file: its path relative to the folder, with `/`, and its size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Relative path.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
}

impl Entry {
    /// The file name without its folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the file lies directly in the folder.
    pub fn at_root(&self) -> bool {
        !self.path.contains('/')
    }
}

/// What was read of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// The bytes, at most as many as were asked for.
    pub bytes: Vec<u8>,
    /// Whether the file goes on.
    pub truncated: bool,
}

/// A folder of files.
pub trait Files {
    /// Its regular files; the order does not matter.
    fn list(&self) -> Vec<Entry>;
    /// What was left out of the list, and why.
    fn skipped(&self) -> Vec<Finding>;
    /// The first `limit` bytes of a listed file.
    fn read(&self, path: &str, limit: u64) -> io::Result<Bytes> {
        let bytes = self.head(path, 0, limit.saturating_add(1))?;
        let truncated = bytes.len() as u64 > limit;
        let mut bytes = bytes;
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(Bytes { bytes, truncated })
    }
    /// At most `len` bytes of a listed file from `offset` on.
    fn head(&self, path: &str, offset: u64, len: u64) -> io::Result<Vec<u8>>;
}

/// Bytes of a file that holds a link in words.
const STUB: u64 = 160;

/// The one folder with a dot that holds what people publish: results of evaluations on the Hub.
const EVAL_RESULTS: &str = ".eval_results";
/// Folders with a dot that tools leave in every working copy.
const USUAL: [&str; 9] =
    [".git", ".cache", ".github", ".gitlab", ".venv", ".ipynb_checkpoints", ".idea", ".vscode", ".huggingface"];

/// Whether a name is one that readers look for: cards, licences, configurations, weights.
fn is_telling(name: &str) -> bool {
    let lower = name.to_lowercase();
    let starts =
        ["readme", "model_card", "model-card", "modelcard", "licen", "copying", "notice", "use_policy", "gpai.toml"];
    let ends = [".json", ".safetensors", ".gguf"];
    starts.iter().any(|s| lower.starts_with(s)) || ends.iter().any(|e| lower.ends_with(e))
}

/// A folder on disk.
#[derive(Debug)]
pub struct Folder {
    /// Where the files themselves must lie.
    within: PathBuf,
    files: BTreeMap<String, (PathBuf, u64)>,
    skipped: Vec<Finding>,
    /// Folders whose names begin with a dot.
    hidden: Vec<String>,
}

impl Folder {
    /// Lists the folder. The one error is that the folder itself cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::open_within(path, path)
    }

    /// The same where symbolic links may lead to files anywhere in an outer folder, as those of a Hub cache do.
    pub fn open_within(path: &Path, outer: &Path) -> io::Result<Self> {
        let root = path.canonicalize()?;
        let within = outer.canonicalize()?;
        if !root.starts_with(&within) {
            return Err(io::Error::other("not inside the outer folder"));
        }
        if !root.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a folder"));
        }
        fs::read_dir(&root)?;
        let mut folder = Folder { within, files: BTreeMap::new(), skipped: Vec::new(), hidden: Vec::new() };
        folder.walk(&root, "", 0);
        folder.tell_hidden();
        Ok(folder)
    }

    fn skip(&mut self, file: &str, why: &str) {
        let finding = Finding::new("skipped-file", Severity::Warning)
            .with("file", shorten(file))
            .with("why", why)
            .place(Place::file(file));
        self.skipped.push(finding);
    }

    /// Says once that folders with a dot were left alone; those that tools leave everywhere are not worth a word.
    fn tell_hidden(&mut self) {
        self.hidden.retain(|path| !USUAL.contains(&path.rsplit('/').next().unwrap_or(path)));
        self.hidden.sort();
        let Some(first) = self.hidden.first().cloned() else { return };
        let why = match self.hidden.len() {
            1 => "folders whose names begin with a dot are not read".to_owned(),
            n => format!("folders whose names begin with a dot are not read; {n} in all"),
        };
        let finding = Finding::new("skipped-file", Severity::Info).with("file", shorten(&first)).with("why", why);
        self.skipped.push(finding.place(Place::file(&first)));
    }

    fn walk(&mut self, directory: &Path, prefix: &str, depth: usize) {
        let Ok(entries) = fs::read_dir(directory) else {
            return self.skip(prefix.trim_end_matches('/'), "the folder cannot be opened");
        };
        // Sorted, so that what a limit leaves out does not depend on the order of the file system.
        let mut entries: Vec<_> = entries.take(limits::NAMES_IN_DIRECTORY).filter_map(Result::ok).collect();
        // What readers look for goes first, so that a limit does not leave out the card behind thousands of other files.
        entries.sort_by_cached_key(|e| {
            let name = e.file_name();
            (!is_telling(&name.to_string_lossy()), name)
        });
        for entry in entries {
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                self.skip(&format!("{prefix}{}", name.to_string_lossy()), "its name is not UTF-8");
                continue;
            };
            if name.starts_with('.') && name != EVAL_RESULTS {
                if entry.file_type().is_ok_and(|t| t.is_dir()) {
                    self.hidden.push(format!("{prefix}{name}"));
                }
                continue;
            }
            if self.files.len() >= limits::FILES {
                let finding = Finding::new("limit-reached", Severity::Warning)
                    .with("what", "the number of files")
                    .with("limit", limits::FILES);
                if !self.skipped.contains(&finding) {
                    self.skipped.push(finding);
                }
                return;
            }
            self.visit(&entry.path(), &format!("{prefix}{name}"), depth);
        }
    }

    fn visit(&mut self, path: &Path, relative: &str, depth: usize) {
        let Ok(own) = fs::symlink_metadata(path) else {
            return self.skip(relative, "it cannot be looked at");
        };
        if own.is_dir() {
            if depth >= limits::DEPTH {
                return self.skip(relative, "the folder lies too deep");
            }
            return self.walk(path, &format!("{relative}/"), depth + 1);
        }
        if !own.file_type().is_symlink() {
            return match own.is_file() {
                true => match self.stub(path, own.len()) {
                    Some((target, size)) => self.keep(relative, target, size),
                    None => self.keep(relative, path.to_owned(), own.len()),
                },
                false => self.skip(relative, "it is no regular file"),
            };
        }
        match path.canonicalize() {
            Err(_) => self.skip(relative, "a symbolic link that leads nowhere"),
            Ok(target) if !target.starts_with(&self.within) => {
                self.skip(relative, "a symbolic link that leads out of the folder")
            }
            Ok(target) => match fs::metadata(&target) {
                Ok(data) if data.is_file() => self.keep(relative, target, data.len()),
                _ => self.skip(relative, "a symbolic link to something other than a regular file"),
            },
        }
    }

    /// The blob that a small file of a snapshot stands for: where a Hub cache was copied to a place without symbolic links, a
    /// file holds the words of the link. It leads to the blobs of the same repository and nowhere else.
    fn stub(&self, path: &Path, size: u64) -> Option<(PathBuf, u64)> {
        let parent = path.parent()?;
        let mut ancestors = parent.strip_prefix(&self.within).ok()?.components();
        let in_snapshot = ancestors.next()?.as_os_str() == "snapshots";
        if size > STUB || !in_snapshot {
            return None;
        }
        let words = fs::read_to_string(path).ok()?;
        let blob = words.trim_end().trim_start_matches("../").strip_prefix("blobs/")?;
        let plain = !blob.is_empty() && blob.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain || !words.starts_with("../") {
            return None;
        }
        let target = self.within.join("blobs").join(blob).canonicalize().ok()?;
        let data = fs::metadata(&target).ok().filter(|d| d.is_file() && target.starts_with(&self.within))?;
        Some((target, data.len()))
    }

    fn keep(&mut self, relative: &str, path: PathBuf, size: u64) {
        self.files.insert(relative.to_owned(), (path, size));
    }
}

impl Files for Folder {
    fn list(&self) -> Vec<Entry> {
        self.files.iter().map(|(path, (_, size))| Entry { path: path.clone(), size: *size }).collect()
    }

    fn skipped(&self) -> Vec<Finding> {
        self.skipped.clone()
    }

    fn head(&self, path: &str, offset: u64, len: u64) -> io::Result<Vec<u8>> {
        let (real, _) = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        // Looked at again before opening: opening a pipe would wait for ever.
        let target = real.canonicalize()?;
        if !target.starts_with(&self.within) || !fs::metadata(&target)?.is_file() {
            return Err(io::Error::other("no longer a regular file inside the folder"));
        }
        let mut file = File::open(&target)?;
        if offset > 0 {
            file.seek(SeekFrom::Start(offset))?;
        }
        let mut bytes = Vec::new();
        file.take(len).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A folder in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    reversed: bool,
}

impl Memory {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// The folder with one more file.
    pub fn with(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), content.into());
        self
    }

    /// The same folder listed the other way round.
    pub fn reversed(mut self) -> Self {
        self.reversed = !self.reversed;
        self
    }
}

impl Files for Memory {
    fn list(&self) -> Vec<Entry> {
        let mut list: Vec<_> =
            self.files.iter().map(|(path, bytes)| Entry { path: path.clone(), size: bytes.len() as u64 }).collect();
        if self.reversed {
            list.reverse();
        }
        list
    }

    fn skipped(&self) -> Vec<Finding> {
        Vec::new()
    }

    fn head(&self, path: &str, offset: u64, len: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(path).ok_or(io::ErrorKind::NotFound)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let end = start.saturating_add(usize::try_from(len).unwrap_or(usize::MAX)).min(bytes.len());
        Ok(bytes.get(start..end).unwrap_or_default().to_vec())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    #[cfg(unix)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_in_words_lead_to_the_blobs_of_their_repository_alone() {
        let home = tempfile::tempdir().unwrap();
        let repository = home.path().join("models--a--b");
        let snapshot = repository.join("snapshots/0");
        fs::create_dir_all(&snapshot).unwrap();
        fs::create_dir(repository.join("blobs")).unwrap();
        fs::write(repository.join("blobs/aa"), "the card").unwrap();
        fs::write(home.path().join("secret"), "secret").unwrap();
        std::os::unix::fs::symlink(home.path().join("secret"), repository.join("blobs/bb")).unwrap();
        for (name, words) in [
            ("README.md", "../../blobs/aa"),
            ("out", "../../blobs/bb"),
            ("up", "../../blobs/../../secret"),
            ("other", "../../../secret"),
            ("none", "../../blobs/cc"),
        ] {
            fs::write(snapshot.join(name), words).unwrap();
        }
        let folder = Folder::open_within(&snapshot, &repository).unwrap();
        let text = |name: &str| String::from_utf8(folder.read(name, 100).unwrap().bytes).unwrap();
        assert_eq!(text("README.md"), "the card");
        for name in ["out", "up", "other", "none"] {
            assert!(text(name).starts_with("../../"), "{name}");
        }
        // Outside a cache a file is what it holds.
        let plain = Folder::open(&snapshot).unwrap();
        assert_eq!(plain.read("README.md", 100).unwrap().bytes, b"../../blobs/aa");
    }

    #[cfg(unix)]
    #[test]
    fn of_folders_with_a_dot_the_results_alone_are_entered() {
        let home = tempfile::tempdir().unwrap();
        for path in
            [".eval_results/a.yaml", ".git/config", ".secret/x", "sub/.other/y", "a/b/c/d/e/f", "a/b/c/d/e/g/h/i"]
        {
            let path = home.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let folder = Folder::open(home.path()).unwrap();
        let paths: Vec<String> = folder.list().into_iter().map(|e| e.path).collect();
        assert_eq!(paths, [".eval_results/a.yaml", "a/b/c/d/e/f"]);
        let told = folder.skipped();
        let hidden: Vec<&Finding> = told.iter().filter(|f| f.severity == Severity::Info).collect();
        assert_eq!(hidden.len(), 1);
        assert_eq!(hidden.first().unwrap().places.first().unwrap().file, ".secret");
    }
}
