//! A table of models as input: CSV, TSV or Parquet, columns by name in any order and case.

use std::path::Path;

use gpai_dossier::survey::{FOLDERS, Record};

use crate::siblings::tables;

/// Bytes of a table; a million rows of metadata take some hundred megabytes.
const BYTES: u64 = 2 << 30;
/// Bytes of one cell that are kept; names, tags and licences are short.
const CELL: usize = 4_096;
/// Columns of a table.
const COLUMNS: usize = 500;

/// The rows of a table.
pub fn read(path: &Path) -> Result<Vec<Record>, String> {
    let size = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
    if size > BYTES {
        return Err(format!("larger than {BYTES} bytes"));
    }
    match path.extension().and_then(|e| e.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv") => csv(path, b','),
        Some("tsv") => csv(path, b'\t'),
        Some("parquet") => tables::read(path, FOLDERS),
        _ => Err("neither a folder nor a .csv, .tsv or .parquet table of models".to_owned()),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(CELL).collect()
}

fn csv(path: &Path, delimiter: u8) -> Result<Vec<Record>, String> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_path(path).map_err(|e| e.to_string())?;
    let names: Vec<String> =
        reader.headers().map_err(|e| e.to_string())?.iter().take(COLUMNS).map(|n| n.trim().to_lowercase()).collect();
    let mut out = Vec::new();
    for record in reader.records().take(FOLDERS) {
        let record = record.map_err(|e| e.to_string())?;
        out.push(names.iter().cloned().zip(record.iter().map(cut)).collect());
    }
    Ok(out)
}
