//! The documents a provider writes, on disk: `documents/KIND.toml` in the model folder. Read with a bound; a new one is never
//! written over another; a rendered one is replaced whole or not at all.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use gpai_forms::record::{MAX_BYTES, Record};
use gpai_forms::template::Template;
use gpai_rules::toml_place::PlacedError;

use crate::write;

/// The folder of the documents in a model folder.
pub const FOLDER: &str = "documents";

/// Where the record of a kind is kept.
pub fn path(folder: &Path, kind: &str) -> PathBuf {
    below(folder).join(format!("{kind}.toml"))
}

/// The folder of the documents; of the folder one stands in without `./` before it.
pub fn below(folder: &Path) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(FOLDER) } else { folder.join(FOLDER) }
}

/// Every record of a model folder, sorted by name; files that are no records are left out.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(below(folder))? {
        let path = entry?.path();
        let plain = fs::symlink_metadata(&path).is_ok_and(|m| m.is_file());
        if plain && path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

/// The name of a record in messages: never an absolute path.
pub fn shown(path: &Path) -> String {
    let named = if path.is_absolute() { path.file_name().map_or(path, Path::new) } else { path };
    named.to_string_lossy().into_owned()
}

/// The text of a record, bounded.
pub fn text(path: &Path) -> Result<String, PlacedError> {
    let refuse = |message: String| PlacedError {
        file: path.to_string_lossy().into_owned(),
        line: 0,
        column: 0,
        message,
        help: None,
    };
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() => {}
        Ok(_) => return Err(refuse("is not a regular file".to_owned())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Err(refuse("no such file".to_owned()).help("start it with `gpai doc new KIND`"));
        }
        Err(e) => return Err(refuse(format!("cannot be read: {e}"))),
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|e| refuse(format!("cannot be read: {e}")))?;
    if bytes.len() > MAX_BYTES {
        return Err(refuse(format!("is larger than {} MiB", MAX_BYTES >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|_| refuse("is not UTF-8 text".to_owned()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads a record and the form it names.
pub fn read(path: &Path) -> Result<(Template, Record), PlacedError> {
    let text = text(path)?;
    Record::read(&shown(path), &text).map_err(|e| e.shown(&path.to_string_lossy(), &text))
}

/// Writes a new file and its folder; refuses where there is one.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    folder_of(path)?;
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts bytes in the place of a file below a folder, whole or not at all; its folder is made. No link is followed out of the folder.
pub fn replace_inside(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write::stays_inside(folder, path)?;
    folder_of(path)?;
    // A file named through a link stays where it is; the link stays a link.
    write::replace(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), bytes)
}

/// Makes the folder of a file that is to be written.
pub fn folder_of(path: &Path) -> io::Result<()> {
    match path.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(folder) => fs::create_dir_all(folder),
        None => Ok(()),
    }
}
