//! A table of models as input: CSV, TSV or Parquet, columns by name in any order and case. It is read row by row; of a cell only
//! the beginning is kept, however long it is.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use gpai_dossier::survey::Record;

use crate::siblings::tables;

/// Rows of a table; the largest hub has some millions of models.
const ROWS: usize = 10_000_000;
/// Bytes of one cell that are kept; names, tags and licences are short.
const CELL: usize = 4_096;
/// Columns of a table.
const COLUMNS: usize = 500;
/// What is said where there are more rows.
const MORE: &str = "has more rows than are looked at (10 million)";

/// Takes a row; gives whether another one is wanted.
pub type Take<'t> = &'t mut dyn FnMut(Record) -> bool;

/// Whether a file can be one, before anything is read.
pub fn check(path: &Path) -> Result<(), String> {
    kind(path).map(|_| ())
}

enum Kind {
    Text(u8),
    Parquet,
}

fn kind(path: &Path) -> Result<Kind, String> {
    match path.extension().and_then(|e| e.to_str()).map(str::to_lowercase).as_deref() {
        Some("csv") => Ok(Kind::Text(b',')),
        Some("tsv") => Ok(Kind::Text(b'\t')),
        Some("parquet") => Ok(Kind::Parquet),
        _ => Err("neither a folder nor a .csv, .tsv or .parquet table of models".to_owned()),
    }
}

/// Reads the rows of a table one after the other.
///
/// # Errors
/// It cannot be read, or not further; the rows before that have been handed out.
pub fn read(path: &Path, take: Take<'_>) -> Result<(), String> {
    match kind(path)? {
        Kind::Parquet => tables::read(path, ROWS, take),
        Kind::Text(delimiter) => {
            let file = File::open(path).map_err(|e| gpai_dossier::write::reason(&e))?;
            text(BufReader::with_capacity(1 << 16, file), delimiter, take)
        }
    }
}

fn text(mut input: impl std::io::BufRead, delimiter: u8, take: Take<'_>) -> Result<(), String> {
    let mut reader: Reader = ReaderBuilder::new().delimiter(delimiter).build();
    let Some(names) = row(&mut reader, &mut input)? else { return Ok(()) };
    let names: Vec<String> =
        names.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase()).collect();
    for _ in 0..ROWS {
        let Some(cells) = row(&mut reader, &mut input)? else { return Ok(()) };
        if !take(names.iter().cloned().zip(cells).collect()) {
            return Ok(());
        }
    }
    match row(&mut reader, &mut input)? {
        Some(_) => Err(MORE.to_owned()),
        None => Ok(()),
    }
}

/// The cells of the next row; none at the end.
fn row(reader: &mut Reader, input: &mut impl std::io::BufRead) -> Result<Option<Vec<String>>, String> {
    let mut cells: Vec<String> = Vec::new();
    let (mut cell, mut piece) = (Vec::new(), [0u8; 1024]);
    loop {
        let bytes = input.fill_buf().map_err(|e| gpai_dossier::write::reason(&e))?;
        let (result, read, written) = reader.read_field(bytes, &mut piece);
        input.consume(read);
        if cell.len() < CELL {
            cell.extend(piece.iter().take(written));
        }
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                if cells.len() < COLUMNS {
                    cells.push(cut(&cell));
                }
                cell.clear();
                if record_end {
                    return Ok(Some(cells));
                }
            }
            ReadFieldResult::End => return Ok(None),
        }
    }
}

/// The beginning of a cell, in whole characters.
fn cut(bytes: &[u8]) -> String {
    let mut end = bytes.len().min(CELL);
    while end > 0 && end < bytes.len() && bytes.get(end).is_some_and(|b| b & 0xc0 == 0x80) {
        end -= 1;
    }
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<Record> {
        let mut out = Vec::new();
        let mut take = |record| {
            out.push(record);
            true
        };
        text(bytes, b',', &mut take).unwrap();
        out
    }

    #[test]
    fn cells_with_quotes_and_line_breaks() {
        let got = rows(b"\xef\xbb\xbfID,License\r\n\"a,\"\"b\"\"\",\"x\ny\"\nlast,mit");
        assert_eq!(got.len(), 2);
        assert_eq!((got[0]["id"].as_str(), got[0]["license"].as_str()), ("a,\"b\"", "x\ny"));
        assert_eq!((got[1]["id"].as_str(), got[1]["license"].as_str()), ("last", "mit"));
        assert!(rows(b"").is_empty() && rows(b"id\n").is_empty());
    }

    #[test]
    fn a_row_may_be_short_or_long() {
        let got = rows(b"a,b\n1\n1,2,3\n");
        assert_eq!(got[0].len(), 1);
        assert_eq!(got[1].len(), 2);
    }

    /// A cell without end is read past, and only its beginning is kept.
    #[test]
    fn of_a_huge_cell_the_beginning_is_kept() {
        let mut bytes = b"id,x\n\"".to_vec();
        bytes.extend("é".repeat(3_000_000).bytes());
        bytes.extend(b"\",2\nnext,3\n");
        let got = rows(&bytes);
        assert_eq!(got.len(), 2);
        assert!(got[0]["id"].len() <= CELL + 4 && got[0]["id"].starts_with("éé") && !got[0]["id"].contains('\u{fffd}'));
        assert_eq!((got[0]["x"].as_str(), got[1]["id"].as_str()), ("2", "next"));
    }

    #[test]
    fn who_has_enough_is_given_no_more() {
        let mut seen = 0;
        let mut take = |_| {
            seen += 1;
            seen < 2
        };
        text(&b"id\n1\n2\n3\n"[..], b',', &mut take).unwrap();
        assert_eq!(seen, 2);
    }
}
