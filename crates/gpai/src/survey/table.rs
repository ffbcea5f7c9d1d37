//! A table of models as input: CSV, TSV or Parquet, columns by name in any order and case.

use std::fs::File;
use std::path::Path;

use gpai_dossier::survey::{FOLDERS, Record};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

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
        Some("parquet") => parquet(path),
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

fn parquet(path: &Path) -> Result<Vec<Record>, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let reader = SerializedFileReader::new(file).map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    for row in reader.get_row_iter(None).map_err(|e| e.to_string())?.take(FOLDERS) {
        let row = row.map_err(|e| e.to_string())?;
        let record = row.get_column_iter().take(COLUMNS).filter_map(|(name, field)| {
            let value = match field {
                Field::Null => return None,
                Field::Str(text) => cut(text),
                // A list, as of base models: the first, as long as there is one only.
                Field::ListInternal(list) => match list.elements() {
                    [Field::Str(one)] => cut(one),
                    _ => return None,
                },
                Field::Group(_) | Field::MapInternal(_) | Field::Bytes(_) => return None,
                // A whole number that a data frame has made a float of: `8030261248.0`.
                other => cut(other.to_string().trim_end_matches(".0")),
            };
            Some((name.to_lowercase(), value))
        });
        out.push(record.collect());
    }
    Ok(out)
}
