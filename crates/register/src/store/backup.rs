//! Copies: by SQLite's own interface, never by copying the file while it is open; back into an empty folder, with what was erased
//! since erased again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;
use serde_json::Value as Json;

use super::append::set_head;
use super::{FILE, Store, erase, io, write_private};
use crate::chain::{Head, follows};
use crate::fault::Fault;
use crate::secret::{hex, random};

/// What came of putting a copy back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Records in which something was erased again.
    pub erased: Vec<String>,
    /// Whether a list of erasures, or the register itself, was at hand.
    pub list_known: bool,
    /// Archived files that came along.
    pub files: usize,
}

impl Store {
    /// Makes a copy: the file, its archived files in `FILE.files`, the list of erasures beside it.
    ///
    /// # Errors
    /// The copy is there already, or cannot be written.
    pub fn backup(&self, file: &Path) -> Result<usize, Fault> {
        if file.exists() {
            return Err(Fault::new(format!("{} is there already", file.display()))
                .help("give a new name, such as one with the day"));
        }
        let made = with_ending(file, ".new");
        let _ = fs::remove_file(&made);
        write_private(&made, b"")?;
        self.copy_into(&made)?;
        let folder = with_ending(file, ".files");
        let copied = copy_files(&self.dir.join("files"), &folder)?;
        let lines: Vec<String> = self.erasures()?.iter().map(Json::to_string).collect();
        let list = if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" };
        write_private(&erase::beside(file), list.as_bytes())?;
        fs::rename(&made, file).map_err(io(file))?;
        if self.writable().is_ok() {
            self.remember_copy(file)?;
        }
        Ok(copied)
    }

    fn copy_into(&self, made: &Path) -> Result<(), Fault> {
        let mut target = Connection::open(made)?;
        Backup::new(&self.db, &mut target)?.run_to_completion(1024, Duration::from_millis(1), None)?;
        // One file that stands by itself.
        target.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
        drop(target);
        fs::File::open(made).and_then(|f| f.sync_all()).map_err(io(made))
    }

    /// Puts a copy into an empty folder, as a copy of its own with a new writer id. `current` is the register as it is now, where
    /// there is one: what was erased since is erased again.
    ///
    /// # Errors
    /// The folder holds something, or the copy is damaged.
    pub fn restore(file: &Path, dir: &Path, current: Option<&Store>, by: &str) -> Result<(Store, Restored), Fault> {
        let empty = fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
        if !empty {
            return Err(Fault::new(format!("{}: the folder is not empty", dir.display()))
                .help("name a folder that is new or empty"));
        }
        place_new(dir)?;
        let source = Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|e| Fault::new(format!("{}: {e}", file.display())))?;
        let application: i64 = source.pragma_query_value(None, "application_id", |row| row.get(0))?;
        if application != super::schema::APPLICATION {
            return Err(Fault::new(format!("{}: this is no copy of a register", file.display())));
        }
        let made = dir.join(FILE);
        write_private(&made, b"")?;
        let mut target = Connection::open(&made)?;
        Backup::new(&source, &mut target)?.run_to_completion(1024, Duration::from_millis(1), None)?;
        drop(target);
        drop(source);
        let files = copy_files(&with_ending(file, ".files"), &dir.join("files"))?;
        let mut store = Store::fork(dir, true)?;
        store.guard_ends()?;
        store.set_meta("copies", "")?;
        let beside = erase::list(&erase::beside(file))?;
        let mut list_known = beside.is_some();
        let mut lines = beside.unwrap_or_default();
        let folder = file.parent().unwrap_or(Path::new("."));
        if let Some(more) = erase::list(&folder.join(erase::LIST))? {
            list_known = true;
            lines.extend(more);
        }
        if let Some(current) = current.filter(|c| c.register == store.register) {
            list_known = true;
            lines.extend(current.erasures()?);
        }
        let erased = store.erase_again(&lines, by)?;
        Ok((store, Restored { erased, list_known, files }))
    }

    /// Makes a copy with a writer id of its own in an empty folder, to work on elsewhere.
    ///
    /// # Errors
    /// See [`Store::restore`].
    pub fn clone_to(&self, dir: &Path) -> Result<Store, Fault> {
        let empty = fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none());
        if !empty {
            return Err(Fault::new(format!("{}: the folder is not empty", dir.display()))
                .help("name a folder that is new or empty"));
        }
        place_new(dir)?;
        let made = dir.join(FILE);
        write_private(&made, b"")?;
        self.copy_into(&made)?;
        copy_files(&self.dir.join("files"), &dir.join("files"))?;
        for name in [super::settings::FILE, erase::LIST] {
            if let Ok(text) = fs::read(self.dir.join(name)) {
                write_private(&dir.join(name), &text)?;
            }
        }
        let store = Store::fork(dir, true)?;
        store.guard_ends()?;
        store.set_meta("copies", "")?;
        Ok(store)
    }

    /// Guards the ends of all chains with this folder's key, after walking them.
    pub(crate) fn guard_ends(&self) -> Result<(), Fault> {
        self.writable()?;
        for (writer, kept) in self.heads()? {
            let mut last = Head::start(&self.register);
            for entry in self.chain(&writer)? {
                last = follows(last, &entry).map_err(|_| {
                    Fault::new(format!(
                        "entry {} of writer {writer} does not fit: the copy was changed or is damaged",
                        entry.n
                    ))
                    .help("`gpai register verify` on it tells more; take an older copy")
                })?;
            }
            if last != kept {
                return Err(Fault::new(format!("the end of the chain of writer {writer} is missing from the copy")));
            }
            set_head(&self.db, self.chain_key.as_deref(), &writer, last)?;
        }
        Ok(())
    }
}

/// The folder, its key, its folder of files.
fn place_new(dir: &Path) -> Result<(), Fault> {
    let files = dir.join("files");
    for folder in [dir, &files] {
        crate::machine::owner_folder(folder).map_err(io(folder))?;
    }
    write_private(&dir.join(super::KEY), hex(&random::<32>()?).as_bytes())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    file.with_file_name(name)
}

/// Copies what has the name of a digest; how many.
pub(crate) fn copy_files(from: &Path, to: &Path) -> Result<usize, Fault> {
    let Ok(entries) = fs::read_dir(from) else { return Ok(0) };
    let mut names: Vec<std::ffi::OsString> = entries.filter_map(|e| Some(e.ok()?.file_name())).collect();
    names.sort();
    let mut count = 0;
    for name in names {
        let digest = name.to_string_lossy();
        if digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()) && !to.join(&name).exists() {
            fs::create_dir_all(to).map_err(io(to))?;
            let bytes = super::files::read(&from.join(&name), super::files::LONGEST)?;
            write_private(&to.join(&name), &bytes)?;
            count += 1;
        }
    }
    Ok(count)
}
