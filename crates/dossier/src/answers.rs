//! `gpai.toml` in the model folder, or the file named in its place: bounded, read; a broken one stops the run with file
//! and line.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use gpai_rules::answer::{self, read_answers};
use gpai_rules::fact::Facts;
use gpai_rules::law::Law;
use gpai_rules::toml_place::{PlacedError, Text};

use crate::hub_cache;
use crate::write::reason;

/// Name of the answers file.
pub const FILE: &str = "gpai.toml";
/// The file beside it for what is not published: who judged, when and why. It has the same form.
pub const PRIVATE: &str = "gpai.private.toml";
/// Answers are written by people; more than this is not an answers file.
const MAX_BYTES: u64 = 1024 * 1024;

/// Reads the answers of a folder, with what is kept apart of them; none if there is no file.
pub fn read(law: &Law, folder: &Path) -> Result<Facts, PlacedError> {
    let mut answers = read_one(law, folder, FILE)?;
    join(&mut answers, &read_one(law, folder, PRIVATE)?);
    Ok(answers)
}

/// Gives answers the names and reasons that are kept apart. One that says something else stands beside the first, and contradicts it.
fn join(answers: &mut Facts, private: &Facts) {
    for name in private.names() {
        for claim in private.claims(name) {
            let same: Vec<_> = answers
                .claims(name)
                .iter()
                .filter(|c| c.value == claim.value && !c.source.is_judged())
                .cloned()
                .collect();
            match same.first() {
                Some(plain) if answers.claims(name).len() == 1 => {
                    let mut source = plain.source.clone();
                    (source.by, source.on, source.why) =
                        (claim.source.by.clone(), claim.source.on, claim.source.why.clone());
                    answers.remove(name);
                    answers.add(name, plain.value.clone(), source);
                }
                _ => answers.add(name, claim.value.clone(), claim.source.clone()),
            }
        }
    }
}

/// Reads one of the two files of a folder; none if there is no file.
pub fn read_one(law: &Law, folder: &Path, name: &str) -> Result<Facts, PlacedError> {
    let path = folder.join(name);
    let Ok(meta) = fs::symlink_metadata(&path) else { return Ok(Facts::new()) };
    let readable = meta.is_file() || (meta.is_symlink() && is_blob(folder, &path));
    if !readable {
        return Err(refuse(&path.to_string_lossy(), "is not a regular file".to_owned())
            .help("the answers are a plain text file in the model folder"));
    }
    // Places in outputs count from the folder; a message names the file as it can be opened.
    let shown = if folder == Path::new(".") { name.to_owned() } else { path.to_string_lossy().into_owned() };
    read_text(law, name, &shown, &path)
}

/// Whether a link in a snapshot of a local Hub cache leads to a file among the blobs of the same repository: every file of a
/// published model is such a link there. Any other link is refused.
fn is_blob(folder: &Path, path: &Path) -> bool {
    let blobs = hub_cache::repository(folder).map(|repository| repository.join("blobs"));
    let target = path.canonicalize().ok().filter(|target| target.is_file());
    blobs.zip(target).is_some_and(|(blobs, target)| target.starts_with(blobs))
}

/// Reads the answers of a file named on the command line; it must be there.
pub fn read_file(law: &Law, path: &Path) -> Result<Facts, PlacedError> {
    // As it was named; but a place in an output is never an absolute path.
    let name = if path.is_absolute() { path.file_name().map(Path::new).unwrap_or(path) } else { path };
    let name = name.to_string_lossy();
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() => read_text(law, &name, &path.to_string_lossy(), path),
        Ok(_) => Err(refuse(&path.to_string_lossy(), "is not a regular file".to_owned())),
        Err(e) => Err(refuse(&path.to_string_lossy(), format!("cannot be read: {}", reason(&e)))),
    }
}

/// Where `gpai.toml` of a folder says that the register is, as it is written.
///
/// # Errors
/// The file cannot be read.
pub fn register_path(folder: &Path) -> Result<Option<String>, PlacedError> {
    let path = folder.join(FILE);
    if !fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file()) {
        return Ok(None);
    }
    let text = text(FILE, &path)?;
    answer::register_path(Text { file: FILE, text: text.strip_prefix('\u{feff}').unwrap_or(&text) })
}

fn refuse(file: &str, message: String) -> PlacedError {
    PlacedError { file: file.to_owned(), line: 0, column: 0, message, help: None }
}

fn read_text(law: &Law, name: &str, shown: &str, path: &Path) -> Result<Facts, PlacedError> {
    let text = text(shown, path)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    read_answers(law, Text { file: name, text }).map_err(|e| e.shown(shown, text))
}

/// The whole text of an answers file, bounded.
pub(crate) fn text(name: &str, path: &Path) -> Result<String, PlacedError> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(|e| refuse(name, format!("cannot be read: {}", reason(&e))))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(refuse(name, format!("is larger than {MAX_BYTES} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| refuse(name, "is not UTF-8 text".to_owned()))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_of_a_snapshot_lead_to_its_blobs_alone() {
        let home = tempfile::tempdir().unwrap();
        let repository = home.path().join("models--org--model");
        let snapshot = repository.join("snapshots/abc");
        fs::create_dir_all(&snapshot).unwrap();
        fs::create_dir(repository.join("blobs")).unwrap();
        fs::write(repository.join("blobs/aa"), "[model]\n").unwrap();
        fs::write(home.path().join("secret"), "[model]\n").unwrap();
        symlink(home.path().join("secret"), repository.join("blobs/bb")).unwrap();
        let plain = home.path().join("plain");
        fs::create_dir(&plain).unwrap();
        for (folder, target, fits) in [
            (&snapshot, "../../blobs/aa", true),
            (&snapshot, "../../blobs/bb", false),
            (&snapshot, "../../../secret", false),
            (&snapshot, "../../blobs", false),
            (&snapshot, "../../blobs/none", false),
            (&plain, "../secret", false),
            (&plain, "../models--org--model/blobs/aa", false),
        ] {
            let link = folder.join(FILE);
            let _ = fs::remove_file(&link);
            symlink(target, &link).unwrap();
            assert_eq!(is_blob(folder, &link), fits, "{target}");
        }
    }
}
