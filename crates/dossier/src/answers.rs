//! `gpai.toml` in the model folder: found, bounded, read; a broken one stops the run with file and line.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use gpai_documents::rules::answer::read_answers;
use gpai_documents::rules::fact::Facts;
use gpai_documents::rules::law::Law;
use gpai_documents::rules::toml_place::{PlacedError, Text};

/// Name of the answers file.
pub const FILE: &str = "gpai.toml";
/// Answers are written by people; more than this is not an answers file.
const MAX_BYTES: u64 = 1024 * 1024;

/// Reads the answers of a folder; none if there is no file.
pub fn read(law: &Law, folder: &Path) -> Result<Facts, PlacedError> {
    let refuse = |message: String| PlacedError { file: FILE.to_owned(), line: 1, column: 1, message, help: None };
    let path = folder.join(FILE);
    let Ok(meta) = fs::symlink_metadata(&path) else { return Ok(Facts::new()) };
    if !meta.is_file() {
        return Err(
            refuse("is not a regular file".to_owned()).help("the answers are a plain text file in the model folder")
        );
    }
    if meta.len() > MAX_BYTES {
        return Err(refuse(format!("is larger than {MAX_BYTES} bytes")));
    }
    let mut bytes = Vec::new();
    fs::File::open(&path)
        .and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes))
        .map_err(|e| refuse(format!("cannot be read: {e}")))?;
    let text = String::from_utf8(bytes).map_err(|_| refuse("is not UTF-8 text".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    read_answers(law, Text { file: FILE, text })
}
