//! `exports.toml` in the model folder: what a provider says of its own data sets, and which files of its logs are public. It is
//! optional; what is broken in it stops the run with file and line.

use std::fs;
use std::path::Path;

use gpai_rules::toml_place::{PlacedError, Table, Text};
use jiff::civil::Date;

use crate::answers;

/// Name of the file.
pub const FILE: &str = "exports.toml";
/// The most data sets, and the most files of one.
const MOST: usize = 1000;

/// What is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportFile {
    /// Files of logs whose values are public.
    pub public: Vec<String>,
    /// Data sets that the provider publishes.
    pub datasets: Vec<OwnDataset>,
}

/// A data set that the provider publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnDataset {
    /// 1-based line.
    pub line: u32,
    /// Name.
    pub name: String,
    /// Where it is.
    pub url: Option<String>,
    /// Licence: an SPDX id, or an address.
    pub licence: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// Who made it; the provider where nothing is said.
    pub creator: Option<String>,
    /// Version.
    pub version: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
    /// The day it was made.
    pub built: Option<Date>,
    /// First and last day of its collection.
    pub collected: Option<(Date, Date)>,
    /// What it holds: `text`, `image`, `audio`, `video`.
    pub modalities: Vec<String>,
    /// `training`, `testing` or `validation`.
    pub role: Option<String>,
    /// Size in bytes.
    pub bytes: Option<u64>,
    /// Its files.
    pub files: Vec<OwnFile>,
}

/// A file of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnFile {
    /// Where it is.
    pub url: String,
    /// SHA-256.
    pub sha256: String,
    /// Media type.
    pub format: String,
    /// Size in bytes.
    pub bytes: Option<u64>,
}

/// Reads the file of a folder; nothing where there is none.
///
/// # Errors
/// It is malformed.
pub fn read(folder: &Path) -> Result<ExportFile, PlacedError> {
    let path = folder.join(FILE);
    match fs::symlink_metadata(&path) {
        Err(_) => Ok(ExportFile::default()),
        Ok(meta) if !meta.is_file() => {
            let message = "is not a regular file".to_owned();
            Err(PlacedError { file: FILE.to_owned(), line: 1, column: 1, message, help: None })
        }
        Ok(_) => parse(&answers::text(FILE, &path)?),
    }
}

/// Reads its text.
///
/// # Errors
/// It is malformed.
pub fn parse(text: &str) -> Result<ExportFile, PlacedError> {
    let text = Text { file: FILE, text: text.strip_prefix('\u{feff}').unwrap_or(text) };
    let parsed = text.parse()?;
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let public = root.list("public")?.into_iter().map(|(path, _)| path.trim_start_matches("./").to_owned()).collect();
    let tables = root.tables("dataset")?;
    root.finish()?;
    if tables.len() > MOST {
        return Err(root.error(format!("more than {MOST} data sets")));
    }
    let datasets = tables.iter().map(|table| dataset(text, table)).collect::<Result<_, _>>()?;
    Ok(ExportFile { public, datasets })
}

fn dataset(text: Text<'_>, table: &Table<'_, '_>) -> Result<OwnDataset, PlacedError> {
    let mut modalities = Vec::new();
    for (word, span) in table.list("modalities")? {
        one_of(text, &word, span, &["text", "image", "audio", "video"])?;
        modalities.push(word);
    }
    let role = table.opt_str("role")?;
    if let Some(word) = &role {
        one_of(text, word, table.span(), &["training", "testing", "validation"])?;
    }
    let collected = match table.table("collected")? {
        None => None,
        Some(period) => {
            let (from, to) = (period.need_date("from")?, period.need_date("to")?);
            period.finish()?;
            if to < from {
                return Err(period.error("`to` is before `from`"));
            }
            Some((from, to))
        }
    };
    let files = table.tables("file")?;
    if files.len() > MOST {
        return Err(table.error(format!("more than {MOST} files")));
    }
    let found = OwnDataset {
        line: text.place(table.span().start).0,
        name: table.str("name")?,
        url: table.opt_str("url")?,
        licence: table.opt_str("licence")?,
        description: table.opt_str("description")?,
        creator: table.opt_str("creator")?,
        version: table.opt_str("version")?,
        published: table.date("published")?,
        built: table.date("built")?,
        collected,
        modalities,
        role,
        bytes: size(text, table)?,
        files: files.iter().map(|f| file(text, f)).collect::<Result<_, _>>()?,
    };
    table.finish()?;
    Ok(found)
}

fn one_of(text: Text<'_>, word: &str, span: std::ops::Range<usize>, known: &[&str]) -> Result<(), PlacedError> {
    if known.contains(&word) {
        return Ok(());
    }
    Err(text.error(span, format!("`{word}` is none of {}", known.join(", "))))
}

fn file(text: Text<'_>, table: &Table<'_, '_>) -> Result<OwnFile, PlacedError> {
    let found = OwnFile {
        url: table.str("url")?,
        sha256: table.str("sha256")?.to_lowercase(),
        format: table.str("format")?,
        bytes: size(text, table)?,
    };
    table.finish()?;
    if found.sha256.len() != 64 || !found.sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
        let error = table.error("`sha256` is no digest: 64 hexadecimal digits");
        return Err(error.help("`sha256sum FILE` computes it"));
    }
    Ok(found)
}

fn size(text: Text<'_>, table: &Table<'_, '_>) -> Result<Option<u64>, PlacedError> {
    let Some(item) = table.get("bytes") else { return Ok(None) };
    let written = item.get_ref().as_integer().map(|i| i.as_str().to_owned());
    let number = written.and_then(|w| w.replace('_', "").parse().ok());
    number.map(Some).ok_or_else(|| text.error(item.span(), "`bytes` must be a whole number"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_data_set_is_read_with_its_files() {
        let digest = "A".repeat(64);
        let text = format!(
            "public = [\"./evals/a.json\"]\n[[dataset]]\nname = \"W\"\npublished = 2026-06-01\nbytes = 5_000\nmodalities = [\"text\"]\n\
             collected = {{ from = 2025-01-01, to = 2025-02-01 }}\nfile = [{{ url = \"https://a.example/x\", sha256 = \"{digest}\", format = \"text/csv\" }}]\n"
        );
        let read = parse(&text).unwrap();
        let set = read.datasets.first().unwrap();
        assert_eq!((read.public.as_slice(), set.line, set.bytes), (&["evals/a.json".to_owned()][..], 2, Some(5000)));
        assert_eq!(set.files.first().unwrap().sha256, digest.to_lowercase());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, wanted) in [
            ("[[dataset]]\nnam = \"x\"\n", "exports.toml:1:1: `name` is missing"),
            ("[[dataset]]\nname = \"x\"\nrol = \"y\"\n", "unknown key `rol`\n  help: did you mean `role`?"),
            ("[[dataset]]\nname = \"x\"\nmodalities = [\"smell\"]\n", "exports.toml:3:15: `smell` is none of text"),
            ("[[dataset]]\nname = \"x\"\nbytes = -1\n", "`bytes` must be a whole number"),
            (
                "[[dataset]]\nname = \"x\"\nfile = [{ url = \"u\", sha256 = \"see issue\", format = \"f\" }]\n",
                "is no digest",
            ),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
