//! The rows of a Parquet file as JSON: one object a row, from column names in lower case to texts.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Map, Value as Json};

/// Characters of one cell that are kept; names, tags and licences are short.
const CELL: usize = 4_096;
/// Columns of a table.
const COLUMNS: usize = 500;

/// Writes at most so many rows to `out`, each on a line of its own.
///
/// # Errors
/// The file is no Parquet, or the output cannot be written.
pub fn rows(path: &Path, most: usize, out: &mut impl Write) -> Result<(), String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let reader = SerializedFileReader::new(file).map_err(|e| e.to_string())?;
    for row in reader.get_row_iter(None).map_err(|e| e.to_string())?.take(most) {
        let row = row.map_err(|e| e.to_string())?;
        let mut record = Map::new();
        for (name, field) in row.get_column_iter().take(COLUMNS) {
            if let Some(value) = text(field) {
                record.insert(name.to_lowercase(), Json::from(value));
            }
        }
        writeln!(out, "{}", Json::from(record)).map_err(|e| e.to_string())?;
    }
    out.flush().map_err(|e| e.to_string())
}

fn text(field: &Field) -> Option<String> {
    match field {
        Field::Null => None,
        Field::Str(text) => Some(cut(text)),
        // A list, as of base models: the first, as long as there is one only.
        Field::ListInternal(list) => match list.elements() {
            [Field::Str(one)] => Some(cut(one)),
            _ => None,
        },
        Field::Group(_) | Field::MapInternal(_) | Field::Bytes(_) => None,
        // A whole number that a data frame has made a float of: `8030261248.0`.
        other => Some(cut(other.to_string().trim_end_matches(".0"))),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(CELL).collect()
}
