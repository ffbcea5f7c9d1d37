//! Which files there are: files, folders, patterns and `NAME=PATH` of the command line become files with a format, a dataset and
//! columns. What a folder holds beside data is left out and counted.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use serde_json::Value as Json;

use super::columns::{Columns, Said, choose, paths};
use super::file::{File, Format, Inside};
use super::name::clean;
use super::open::{self, Line, Meter, Packing};
use super::reader::LONGEST;
use super::{csv, ipc, parquet};

/// Folders within folders.
const DEPTH: usize = 32;
/// Lines and bytes that are looked at to find the columns.
const LOOK: (usize, u64) = (50, 8 << 20);

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to read, sorted by dataset and name.
    pub files: Vec<Arc<File>>,
    /// Names of files that are no data, such as cards.
    pub others: Vec<String>,
}

/// Finds the files behind what the command line names.
///
/// # Errors
/// Something named is not there, cannot be read at all, or has no such columns.
pub fn files(inputs: &[String], said: &Said) -> Result<Found, String> {
    let mut found = Found::default();
    for input in inputs {
        let before = found.files.len();
        let (name, path) = named(input);
        if path.contains("://") {
            return Err(format!(
                "{path}: only files and folders of this machine are read; mount the store, or copy the files"
            ));
        }
        let direct = Path::new(path);
        if direct.exists() {
            gather(direct, name, said, &mut found)?;
        } else {
            let matched = glob::glob(path).map_err(|e| format!("{path}: {e}"))?;
            let mut matched: Vec<PathBuf> = matched.filter_map(Result::ok).collect();
            matched.sort();
            if matched.is_empty() {
                return Err(format!("{path}: no such file or folder"));
            }
            for path in matched {
                gather(&path, name, said, &mut found)?;
            }
        }
        if found.files.len() == before {
            return Err(format!(
                "{path}: holds no data in a known format\n  help: known are .parquet, .jsonl, .csv, .tsv, .arrow, .warc, .wet and .tar, \
                 all but the first and .arrow also with .gz or .zst"
            ));
        }
    }
    // The same file named twice is read once.
    let mut seen = BTreeSet::new();
    found.files.retain(|file| seen.insert(fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())));
    found.files.sort_by(|a, b| (&a.dataset, &a.shown, &a.path).cmp(&(&b.dataset, &b.shown, &b.path)));
    Ok(found)
}

/// Finds the files of a crawl: their rows have columns of their own, which are not looked for.
///
/// # Errors
/// Something named is not there, or cannot be read at all.
pub fn crawls(inputs: &[String]) -> Result<Found, String> {
    let mut found = files(inputs, &Said { pages: true, ..Said::default() })?;
    found.files.retain(|file| matches!(file.format, Format::Json | Format::Parquet | Format::Warc));
    if found.files.is_empty() {
        return Err("a crawl is JSON lines, Parquet or WARC".to_owned());
    }
    Ok(found)
}

/// `NAME=PATH`, where the whole is no path itself.
fn named(input: &str) -> (Option<&str>, &str) {
    match input.split_once('=') {
        Some((name, path)) if !name.is_empty() && !name.contains(['/', '\\']) && !Path::new(input).exists() => {
            (Some(name), path)
        }
        _ => (None, input),
    }
}

fn gather(path: &Path, name: Option<&str>, said: &Said, found: &mut Found) -> Result<(), String> {
    let meta = fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?;
    if !meta.is_dir() {
        let shown = text(path.file_name().map(Path::new).unwrap_or(path));
        let dataset = name.map(str::to_owned).unwrap_or_else(|| hub(path).unwrap_or_else(|| above(path)));
        let format = format(path).or_else(|| sniff(path));
        let Some((format, packing)) = format else {
            return Err(format!("{}: is in no known format", path.display()));
        };
        found.files.push(Arc::new(look(path, &shown, &dataset, format, packing, said)?));
        return Ok(());
    }
    let own = name.map(str::to_owned).or_else(|| hub(path)).unwrap_or_else(|| {
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        whole.file_name().map(|n| text(Path::new(n))).unwrap_or_default()
    });
    folder(path, path, &own, name.is_none(), 0, said, found)
}

/// The files below a folder. A folder below with a card of its own is a dataset of its own.
fn folder(
    root: &Path,
    at: &Path,
    dataset: &str,
    split: bool,
    depth: usize,
    said: &Said,
    found: &mut Found,
) -> Result<(), String> {
    let entries = fs::read_dir(at).map_err(|e| format!("{}: {e}", at.display()))?;
    let mut entries: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        let base = path.file_name().map(|n| text(Path::new(n))).unwrap_or_default();
        // Hidden files, and what the Hub's tools keep beside the data.
        if base.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if depth < DEPTH && !fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink()) {
                let own = (split && path.join("README.md").is_file()).then_some(base);
                folder(root, &path, own.as_deref().unwrap_or(dataset), split, depth + 1, said, found)?;
            }
            continue;
        }
        let shown = text(path.strip_prefix(root).unwrap_or(&path));
        match format(&path) {
            Some((format, packing)) => {
                found.files.push(Arc::new(look(&path, &shown, dataset, format, packing, said)?));
            }
            None => found.others.push(shown),
        }
    }
    Ok(())
}

fn text(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The folder a file lies in, by its name alone.
fn above(path: &Path) -> String {
    path.parent()
        .and_then(Path::file_name)
        .map(|n| text(Path::new(n)))
        .filter(|n| n != "." && n != "..")
        .unwrap_or_default()
}

/// The dataset of a file in a cache of the Hub: `datasets--ORG--NAME`, or `ORG___NAME`.
fn hub(path: &Path) -> Option<String> {
    path.components().rev().find_map(|part| {
        let part = part.as_os_str().to_str()?;
        part.strip_prefix("datasets--")
            .map(|name| name.replace("--", "/"))
            .or_else(|| part.split_once("___").map(|(org, name)| format!("{org}/{name}")))
    })
}

/// Format and packing by the name.
fn format(path: &Path) -> Option<(Format, Packing)> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let (stem, packing) = match name.rsplit_once('.')? {
        (stem, "gz" | "gzip") => (stem, Packing::Gzip),
        (stem, "zst" | "zstd") => (stem, Packing::Zstd),
        (stem, "tgz") => return Some((Format::Tar, Packing::Gzip)).filter(|_| !stem.is_empty()),
        _ => (name.as_str(), Packing::Plain),
    };
    let (_, ending) = stem.rsplit_once('.')?;
    let format = match ending {
        "parquet" | "pq" if packing == Packing::Plain => Format::Parquet,
        "arrow" | "ipc" | "feather" if packing == Packing::Plain => Format::Ipc,
        "jsonl" | "ndjson" => Format::Json,
        // A folder's settings are JSON too; data is packed, or its lines say it (see `look`).
        "json" if packing != Packing::Plain || lines(path) => Format::Json,
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        "warc" | "wet" => Format::Warc,
        "tar" => Format::Tar,
        _ => return None,
    };
    Some((format, packing))
}

/// Whether the first line is a JSON object by itself.
fn lines(path: &Path) -> bool {
    let mut first = String::new();
    fs::File::open(path).is_ok_and(|file| std::io::BufReader::new(file.take(LOOK.1)).read_line(&mut first).is_ok())
        && serde_json::from_str::<Json>(&first).is_ok_and(|json| json.is_object())
}

/// Format and packing by the first bytes, for a file that was named itself.
fn sniff(path: &Path) -> Option<(Format, Packing)> {
    let mut head = [0; 8];
    let read = fs::File::open(path).ok()?.read(&mut head).ok()?;
    let head = head.get(..read)?;
    let packing = match head {
        [b'P', b'A', b'R', b'1', ..] => return Some((Format::Parquet, Packing::Plain)),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => return Some((Format::Ipc, Packing::Plain)),
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
        _ => Packing::Plain,
    };
    let mut input = open::open(path, packing, 0, &Arc::new(Meter::default())).ok()?;
    let start = input.fill_buf().ok()?;
    if start.starts_with(b"WARC/") {
        return Some((Format::Warc, packing));
    }
    if start.get(257..262) == Some(b"ustar") {
        return Some((Format::Tar, packing));
    }
    let first = start.iter().find(|b| !b.is_ascii_whitespace());
    (first == Some(&b'{')).then_some((Format::Json, packing))
}

/// Looks into a file for its columns.
fn look(
    path: &Path,
    shown: &str,
    dataset: &str,
    format: Format,
    packing: Packing,
    said: &Said,
) -> Result<File, String> {
    let meta = fs::metadata(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let changed = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos());
    let wrong = |e: String| format!("{}: {e}", path.display());
    let columns = |have: &[String]| -> Result<Columns, String> {
        let columns = choose(have, said).map_err(wrong)?;
        if parquet::readable(&columns) {
            return Ok(columns);
        }
        let shown: Vec<&str> = have.iter().take(30).map(String::as_str).collect();
        Err(wrong(format!(
            "has no column of texts that is known; name it with --text KEY. It has: {}",
            shown.join(", ")
        )))
    };
    let inside = match format {
        _ if said.pages => Inside::Plain,
        Format::Parquet => match parquet::Foot::read(path) {
            Ok(foot) => Inside::Parquet(columns(&foot.have)?, Arc::new(foot)),
            Err(_) => Inside::Unreadable("no_footer"),
        },
        Format::Ipc => match ipc::have(path) {
            Ok(have) => Inside::Columns(columns(&have)?),
            Err(_) => Inside::Unreadable("no_arrow_file"),
        },
        Format::Csv | Format::Tsv => match open::open(path, packing, 0, &Arc::new(Meter::default())) {
            Ok(input) => match csv::reader(input, format == Format::Tsv).headers() {
                Ok(head) => {
                    let have: Vec<String> = head.iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
                    Inside::Columns(columns(&have)?)
                }
                Err(_) => Inside::Unreadable("no_head_line"),
            },
            Err(e) => Inside::Unreadable(open::code(&e)),
        },
        Format::Json => Inside::Columns(of_lines(path, packing, said).map_err(wrong)?),
        Format::Warc | Format::Tar => Inside::Plain,
    };
    Ok(File {
        path: path.to_owned(),
        shown: shown.into(),
        dataset: {
            let mut name = String::new();
            clean(dataset, &mut name);
            name.into()
        },
        size: meta.len(),
        changed,
        format,
        packing,
        inside,
    })
}

/// The columns of JSON lines, by their first records. Where none of these has a text, its key is `text`, as everywhere.
fn of_lines(path: &Path, packing: Packing, said: &Said) -> Result<Columns, String> {
    let mut have: Vec<String> = Vec::new();
    if let Ok(mut input) = open::open(path, packing, 0, &Arc::new(Meter::default())) {
        let (mut line, mut used) = (Vec::new(), 0);
        for _ in 0..LOOK.0 {
            match open::line(input.as_mut(), &mut line, LONGEST, &mut used) {
                Line::Whole => {}
                Line::TooLong => continue,
                Line::End | Line::Broken(_) => break,
            }
            if let Ok(json) = serde_json::from_slice::<Json>(&line) {
                paths(&json, "", 3, &mut have);
            }
            if used > LOOK.1 {
                break;
            }
        }
    }
    for (role, name) in said
        .named
        .iter()
        .map(|(r, n)| (r, n.as_str()))
        .chain([(&super::columns::Role::Text, "text"), (&super::columns::Role::Url, "url")])
    {
        // Keys of JSON need not stand in the first lines; what is asked for is looked for in all.
        let asked = said.named.iter().any(|(r, n)| r == role && n == name);
        let known = choose(&have, &Said::default()).is_ok_and(|c| c.path(*role).is_some() || c.images);
        if (asked || !known) && !have.iter().any(|h| h == name) {
            have.push(name.to_owned());
        }
    }
    choose(&have, said)
}
