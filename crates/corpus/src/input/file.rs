//! A file that will be read: where it is, what it holds, and the parts in which it is read.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::columns::{Columns, Said};
use super::open::{self, Meter, Packing};
use super::reader::{LONGEST, Reader};
use super::{csv, ipc, json, parquet, tar, warc};

/// Bytes of a plain file of lines that are one part.
const LINES: u64 = 256 << 20;
/// Bytes of row groups that are one part.
const GROUPS: u64 = 4 << 20;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// JSON lines.
    Json,
    /// CSV with a head line.
    Csv,
    /// The same with tabs.
    Tsv,
    /// Arrow IPC.
    Ipc,
    /// WARC, WET.
    Warc,
    /// WebDataset.
    Tar,
}

impl Format {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Json => "jsonl",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Ipc => "arrow",
            Format::Warc => "warc",
            Format::Tar => "tar",
        }
    }
}

/// A file that will be read.
#[derive(Clone, Debug)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// How it is shown: as it lies below what was named, never from the root.
    pub shown: Arc<str>,
    /// The dataset it belongs to; empty where that has no name.
    pub dataset: Arc<str>,
    /// Its bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub changed: u128,
    /// Its format.
    pub format: Format,
    /// How it is packed.
    pub packing: Packing,
    /// What was found by looking into it.
    pub inside: Inside,
}

/// What a file holds, as far as was looked at.
#[derive(Clone, Debug)]
pub enum Inside {
    /// Columns.
    Columns(Columns),
    /// A Parquet file: columns and foot.
    Parquet(Columns, Arc<parquet::Foot>),
    /// Nothing that has to be known before.
    Plain,
    /// It cannot be read; the reason's stable word.
    Unreadable(&'static str),
}

impl File {
    /// Its columns, where it has any.
    #[must_use]
    pub fn columns(&self) -> Option<&Columns> {
        match &self.inside {
            Inside::Columns(columns) | Inside::Parquet(columns, _) => Some(columns),
            Inside::Plain | Inside::Unreadable(_) => None,
        }
    }
}

/// A part of a file that one thread reads.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file.
    pub file: Arc<File>,
    /// Row groups, or bytes.
    pub range: Option<Range<u64>>,
    /// Bytes on the disk.
    pub size: u64,
}

impl Part {
    /// Opens it.
    ///
    /// # Errors
    /// A stable word for why it cannot be.
    pub fn reader(&self, said: &Said, meter: &Arc<Meter>) -> Result<Box<dyn Reader>, &'static str> {
        let file = &*self.file;
        let io = |e: io::Error| open::code(&e);
        let stream = |from: u64| open::open(&file.path, file.packing, from, meter).map_err(io);
        let columns = || file.columns().cloned().unwrap_or_default();
        Ok(match (file.format, &file.inside) {
            (_, Inside::Unreadable(why)) => return Err(why),
            (Format::Parquet, Inside::Parquet(columns, foot)) => {
                let all = 0..foot.groups.len();
                let range = self
                    .range
                    .as_ref()
                    .map_or(all, |r| usize::try_from(r.start).unwrap_or(0)..usize::try_from(r.end).unwrap_or(0));
                let reader = parquet::Parquet::new(&file.path, foot.clone(), columns.clone(), range, meter.clone());
                Box::new(reader.map_err(io)?)
            }
            (Format::Parquet, _) => return Err("no_footer"),
            (Format::Json, _) => {
                let range = self.range.as_ref().map(|r| (r.start, r.end));
                let from = range.map_or(0, |(start, _)| start.saturating_sub(1));
                Box::new(json::Json::new(stream(from)?, columns(), LONGEST, range))
            }
            (Format::Csv | Format::Tsv, _) => {
                Box::new(csv::Csv::new(stream(0)?, columns(), file.format == Format::Tsv, LONGEST)?)
            }
            (Format::Ipc, _) => {
                Box::new(ipc::Ipc::new(&file.path, columns(), meter.clone()).map_err(|_| "no_arrow_file")?)
            }
            (Format::Warc, _) => Box::new(warc::Warc::new(stream(0)?)),
            (Format::Tar, _) => Box::new(tar::Tar::new(stream(0)?, said.clone())),
        })
    }
}

/// The parts of files, in their order: row groups together up to a bound, plain lines in ranges of bytes, everything else whole.
/// How many threads there are changes nothing.
#[must_use]
pub fn parts(files: &[Arc<File>]) -> Vec<Part> {
    let mut out = Vec::new();
    for file in files {
        let mut push = |range: Option<Range<u64>>, size: u64| out.push(Part { file: file.clone(), range, size });
        match (&file.inside, file.format, file.packing) {
            (Inside::Parquet(_, foot), ..) => {
                let (mut from, mut size) = (0, 0);
                for (at, (_, _, packed)) in foot.groups.iter().enumerate() {
                    size += packed;
                    if size >= GROUPS || at + 1 == foot.groups.len() {
                        push(Some(from..at as u64 + 1), size);
                        (from, size) = (at as u64 + 1, 0);
                    }
                }
            }
            (_, Format::Json, Packing::Plain) if file.size > 2 * LINES => {
                let mut from = 0;
                while from < file.size {
                    let to = (from + LINES).min(file.size);
                    push(Some(from..to), to - from);
                    from = to;
                }
            }
            _ => push(None, file.size),
        }
    }
    out
}
