//! Parquet by `gpai-corpus`: a table to records, rows to a file. Both go as lines of JSON, one after the other.

use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread::JoinHandle;

use gpai_dossier::survey::{COLUMNS, Cell, Record, Row};
use serde_json::Value as Json;

use super::CORPUS;

/// The longest line of JSON that is taken over, in bytes: five hundred cells of four thousand characters.
const LONGEST_LINE: u64 = 16 << 20;
/// Bytes of addresses that the process which reads a stranger's table may use.
#[cfg(target_os = "linux")]
const MEMORY: u64 = 2 << 30;

/// The rows of a Parquet file, at most so many, one after the other; `take` gives whether another one is wanted.
///
/// # Errors
/// The program is missing, or why it cannot read the file, or not further.
pub fn read(path: &Path, most: usize, take: &mut dyn FnMut(Record) -> bool) -> Result<(), String> {
    let program = CORPUS.find().ok_or_else(|| CORPUS.missing())?;
    let mut command = Command::new(program);
    command.args(["table-read", "--most", &most.saturating_add(1).to_string(), "--"]).arg(path);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| e.to_string())?;
    bound(&child);
    let mut enough = false;
    let mut rows = 0;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(|e| e.to_string())?;
            if read == 0 {
                break;
            }
            let record = serde_json::from_slice(&line).map_err(|_| "gpai-corpus gave what cannot be understood")?;
            rows += 1;
            if rows > most || !take(record) {
                enough = true;
                break;
            }
        }
    }
    if enough {
        let _ = child.kill();
        let _ = child.wait();
        return if rows > most { Err(format!("has more rows than are looked at ({most})")) } else { Ok(()) };
    }
    let ended = child.wait_with_output().map_err(|e| e.to_string())?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
        let silent = "the table could not be read within the bounds on memory";
        return Err(if said.is_empty() || ended.status.code().is_none() { silent.to_owned() } else { said });
    }
    Ok(())
}

/// A page of a stranger's file may claim to unpack to any size.
#[cfg(target_os = "linux")]
fn bound(child: &Child) {
    if let Ok(pid) = i32::try_from(child.id()) {
        let _ = rlimit::prlimit(pid, rlimit::Resource::AS, Some((MEMORY, MEMORY)), None);
    }
}

#[cfg(not(target_os = "linux"))]
fn bound(_: &Child) {}

/// Rows that become a Parquet file while they come.
pub struct Writer {
    child: Child,
    input: BufWriter<ChildStdin>,
    /// Hands what the program gives on to where it goes.
    copied: JoinHandle<std::io::Result<()>>,
}

impl Writer {
    /// Starts the program; what it gives goes to `out`.
    ///
    /// # Errors
    /// The program is missing or cannot be started.
    pub fn start(mut out: impl Write + Send + 'static) -> Result<Self, String> {
        let program = CORPUS.find().ok_or_else(|| CORPUS.missing())?;
        let mut command = Command::new(program);
        command.arg("table-write").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|e| e.to_string())?;
        let (stdin, stdout) = child.stdin.take().zip(child.stdout.take()).ok_or("gpai-corpus has no streams")?;
        let copied = std::thread::spawn(move || {
            let mut stdout = stdout;
            std::io::copy(&mut stdout, &mut out).and_then(|_| out.flush())
        });
        let mut writer = Writer { child, input: BufWriter::new(stdin), copied };
        let columns: Vec<Json> =
            COLUMNS.iter().map(|(name, amount)| serde_json::json!({ "name": name, "amount": amount })).collect();
        let _ = writeln!(writer.input, "{}", Json::from(columns));
        Ok(writer)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The program went away; [`Writer::finish`] says why.
    pub fn row(&mut self, row: &Row) -> Result<(), String> {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Text(text) => Json::from(text.as_str()),
            Cell::Amount(Some(amount)) => Json::from(amount.as_str()),
            Cell::Amount(None) => Json::Null,
        });
        writeln!(self.input, "{}", cells.collect::<Json>()).map_err(|e| e.to_string())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn finish(self) -> Result<(), String> {
        let Writer { child, input, copied } = self;
        let fed = input.into_inner().map(drop).map_err(|e| e.to_string());
        let ended = child.wait_with_output().map_err(|e| e.to_string())?;
        let copied = copied.join().unwrap_or_else(|_| Err(std::io::Error::other("it broke off")));
        if !ended.status.success() {
            return Err(String::from_utf8_lossy(&ended.stderr).trim().to_owned());
        }
        copied.map_err(|e| gpai_dossier::write::reason(&e))?;
        fed
    }
}
