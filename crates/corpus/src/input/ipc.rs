//! Arrow IPC: files and streams, as the caches of the Hub hold them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow::datatypes::{DataType, Fields, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::reader::{FileReader, StreamReader};
use arrow::record_batch::RecordBatch;

use super::arrow_table::Table;
use super::columns::Columns;
use super::open::Meter;
use super::reader::{Reader, Step};
use super::row::{Rows, Unit};

/// Reads Arrow IPC.
pub struct Ipc {
    batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>,
    columns: Columns,
    meter: Arc<Meter>,
    read: u64,
}

type Opened = (SchemaRef, Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>);

fn open(path: &Path) -> Result<Opened, ArrowError> {
    let mut magic = [0; 6];
    let known = File::open(path)?.read_exact(&mut magic).is_ok() && &magic == b"ARROW1";
    let file = BufReader::with_capacity(1 << 20, File::open(path)?);
    Ok(if known {
        let reader = FileReader::try_new(file, None)?;
        (reader.schema(), Box::new(reader))
    } else {
        let reader = StreamReader::try_new(file, None)?;
        (reader.schema(), Box::new(reader))
    })
}

/// The paths of a file's columns.
///
/// # Errors
/// It is no Arrow file.
pub fn have(path: &Path) -> Result<Vec<String>, ArrowError> {
    fn walk(fields: &Fields, before: &str, out: &mut Vec<String>) {
        for field in fields {
            let name = if before.is_empty() { field.name().clone() } else { format!("{before}.{}", field.name()) };
            match field.data_type() {
                DataType::Struct(fields) => walk(fields, &name, out),
                _ => out.push(name),
            }
        }
    }
    let mut out = Vec::new();
    walk(open(path)?.0.fields(), "", &mut out);
    Ok(out)
}

impl Ipc {
    /// Reads a whole file.
    ///
    /// # Errors
    /// It is no Arrow file.
    pub fn new(path: &Path, columns: Columns, meter: Arc<Meter>) -> Result<Self, ArrowError> {
        Ok(Self { batches: open(path)?.1, columns, meter, read: 0 })
    }
}

impl Reader for Ipc {
    fn next(&mut self, rows: &mut Rows) -> Step {
        match self.batches.next() {
            Some(Ok(batch)) => {
                self.meter.bytes.fetch_add(batch.get_array_memory_size() as u64, Ordering::Relaxed);
                // A batch of the Hub has a thousand rows; larger ones are taken in parts.
                Table::of(&batch, &self.columns).push(self.read, rows);
                self.read += batch.num_rows() as u64;
                Step::Documents(batch.num_rows() as u64)
            }
            Some(Err(_)) => {
                rows.reject("damaged_batch", Unit::Row, self.read, 0);
                Step::End
            }
            None => Step::End,
        }
    }
}
