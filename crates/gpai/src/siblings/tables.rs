//! Parquet by `gpai-corpus`: a table to records, rows to a file. Both go as lines of JSON.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use gpai_dossier::survey::{COLUMNS, Cell, Record, Row};
use serde_json::Value as Json;

use super::CORPUS;

/// The longest line of JSON that is taken over, in bytes: five hundred cells of four thousand characters.
const LONGEST_LINE: u64 = 16 << 20;

/// The rows of a Parquet file, at most so many.
///
/// # Errors
/// The program is missing, or why it cannot read the file.
pub fn read(path: &Path, most: usize) -> Result<Vec<Record>, String> {
    let program = CORPUS.find().ok_or_else(|| CORPUS.missing())?;
    let mut command = Command::new(program);
    command.args(["table-read", "--most", &most.to_string(), "--"]).arg(path);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    let mut broken = false;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        loop {
            let mut line = Vec::new();
            let read = lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
            if read == 0 {
                break;
            }
            match serde_json::from_slice(&line) {
                Ok(record) => out.push(record),
                Err(_) => broken = true,
            }
        }
    }
    let ended = child.wait_with_output().map_err(|e| e.to_string())?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
        return Err(if said.is_empty() { "the table could not be read".to_owned() } else { said });
    }
    if broken { Err("gpai-corpus gave what cannot be understood".to_owned()) } else { Ok(out) }
}

/// Rows as a Parquet file.
///
/// # Errors
/// The program is missing, or why it cannot write.
pub fn write(rows: &[Row]) -> Result<Vec<u8>, String> {
    let program = CORPUS.find().ok_or_else(|| CORPUS.missing())?;
    let mut command = Command::new(program);
    command.arg("table-write").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| e.to_string())?;
    let mut input = child.stdin.take().ok_or("gpai-corpus has no stdin")?;
    // It writes nothing before its input has ended, so that neither waits for the other.
    let mut feed = || -> std::io::Result<()> {
        let columns: Vec<Json> =
            COLUMNS.iter().map(|(name, amount)| serde_json::json!({ "name": name, "amount": amount })).collect();
        writeln!(input, "{}", Json::from(columns))?;
        for row in rows {
            let cells = row.cells.iter().map(|cell| match cell {
                Cell::Text(text) => Json::from(text.as_str()),
                Cell::Amount(Some(amount)) => Json::from(amount.as_str()),
                Cell::Amount(None) => Json::Null,
            });
            writeln!(input, "{}", cells.collect::<Json>())?;
        }
        Ok(())
    };
    let fed = feed();
    drop(input);
    let ended = child.wait_with_output().map_err(|e| e.to_string())?;
    if !ended.status.success() {
        return Err(String::from_utf8_lossy(&ended.stderr).trim().to_owned());
    }
    fed.map_err(|e| e.to_string())?;
    Ok(ended.stdout)
}
