//! Parquet, row group by row group. A page that cannot be read costs the rest of its row group, and that many records are told as
//! lost; the next row group is read on.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow::datatypes::{DataType, Field, Fields, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Type as Physical;
use parquet::errors::ParquetError;
use parquet::file::metadata::{FileMetaData, ParquetMetaData, ParquetMetaDataReader};
use parquet::schema::types::{SchemaDescriptor, Type};

use super::arrow_table::Table;
use super::columns::{Columns, Role};
use super::open::Meter;
use super::reader::{Reader, Step};
use super::row::{Rows, Unit};

/// Rows that are unpacked at once: their texts stay in the processor's cache.
const ROWS: usize = 1_024;

/// The foot of a file, with its texts as bytes.
#[derive(Debug)]
pub struct Foot {
    meta: ArrowReaderMetadata,
    /// The paths of its columns.
    pub have: Vec<String>,
    /// Rows before each row group, and of each; bytes packed.
    pub groups: Vec<(u64, u64, u64)>,
}

impl Foot {
    /// Reads it.
    ///
    /// # Errors
    /// It is cut, damaged, or no Parquet.
    pub fn read(path: &Path) -> Result<Self, ParquetError> {
        let file = File::open(path)?;
        let meta = ParquetMetaDataReader::new().parse_and_finish(&file)?;
        let plain = plain(&meta)?;
        let options = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let first = ArrowReaderMetadata::try_new(plain.clone(), options())?;
        // Views do not copy the texts.
        let viewed = Schema::new(first.schema().fields().iter().map(|f| view(f)).collect::<Fields>());
        let meta = ArrowReaderMetadata::try_new(plain, options().with_schema(Arc::new(viewed)))?;
        let have = meta.parquet_schema().columns().iter().map(|c| name(c.path().parts())).collect();
        let mut before = 0;
        let groups = meta.metadata().row_groups().iter().map(|group| {
            let rows = u64::try_from(group.num_rows()).unwrap_or(0);
            before += rows;
            (before - rows, rows, u64::try_from(group.compressed_size()).unwrap_or(0))
        });
        let groups = groups.collect();
        Ok(Self { meta, have, groups })
    }
}

/// Paths as columns have them: the members of lists under the list's own name.
fn name(parts: &[String]) -> String {
    let known: Vec<&str> = parts.iter().map(String::as_str).collect();
    let known = match known.as_slice() {
        [path @ .., "list", "element" | "item"] | [path @ .., "array"] => path,
        path => path,
    };
    known.join(".")
}

/// The same file without the claim that its texts are UTF-8, so that a bad byte is found where it stands and ends nothing.
fn plain(meta: &ParquetMetaData) -> Result<Arc<ParquetMetaData>, ParquetError> {
    fn strip(of: &Type) -> Result<Arc<Type>, ParquetError> {
        let info = of.get_basic_info();
        if of.is_primitive() {
            if of.get_physical_type() != Physical::BYTE_ARRAY {
                return Ok(Arc::new(of.clone()));
            }
            return Type::primitive_type_builder(of.name(), Physical::BYTE_ARRAY)
                .with_repetition(info.repetition())
                .build()
                .map(Arc::new);
        }
        let fields = of.get_fields().iter().map(|f| strip(f)).collect::<Result<Vec<_>, _>>()?;
        let mut group = Type::group_type_builder(of.name())
            .with_converted_type(info.converted_type())
            .with_logical_type(info.logical_type_ref().cloned())
            .with_fields(fields);
        if info.has_repetition() {
            group = group.with_repetition(info.repetition());
        }
        group.build().map(Arc::new)
    }
    let file = meta.file_metadata();
    let schema = Arc::new(SchemaDescriptor::new(strip(file.schema_descr().root_schema())?));
    let file = FileMetaData::new(file.version(), file.num_rows(), None, None, schema, None);
    Ok(Arc::new(ParquetMetaData::new(file, meta.row_groups().to_vec())))
}

fn view(field: &Field) -> Arc<Field> {
    let kind = match field.data_type() {
        DataType::Binary => DataType::BinaryView,
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(|f| view(f)).collect()),
        other => other.clone(),
    };
    Arc::new(field.clone().with_data_type(kind))
}

/// Reads row groups of a file.
pub struct Parquet {
    file: File,
    foot: Arc<Foot>,
    columns: Columns,
    mask: ProjectionMask,
    meter: Arc<Meter>,
    left: Range<usize>,
    /// The group that is read: its reader, its first row, its rows, and rows read.
    group: Option<(ParquetRecordBatchReader, u64, u64, u64)>,
}

impl Parquet {
    /// Reads these row groups.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn new(
        path: &Path,
        foot: Arc<Foot>,
        columns: Columns,
        groups: Range<usize>,
        meter: Arc<Meter>,
    ) -> std::io::Result<Self> {
        let schema = foot.meta.parquet_schema();
        let wanted = |path: &str| columns.paths.iter().any(|(_, p)| p.join(".") == path);
        let leaves = foot.have.iter().enumerate().filter(|(_, path)| wanted(path)).map(|(at, _)| at);
        let mask = ProjectionMask::leaves(schema, leaves);
        Ok(Self { file: File::open(path)?, foot, columns, mask, meter, left: groups, group: None })
    }

    fn start(&mut self, rows: &mut Rows) -> bool {
        while let Some(at) = self.left.next() {
            let Some((first, count, packed)) = self.foot.groups.get(at).copied() else { continue };
            self.meter.bytes.fetch_add(packed, Ordering::Relaxed);
            let reader = self.file.try_clone().map_err(ParquetError::from).and_then(|file| {
                ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.foot.meta.clone())
                    .with_projection(self.mask.clone())
                    .with_row_groups(vec![at])
                    .with_batch_size(ROWS)
                    .build()
            });
            match reader {
                Ok(reader) => {
                    self.group = Some((reader, first, count, 0));
                    return true;
                }
                Err(_) => rows.reject("damaged_row_group", Unit::Row, first, count),
            }
        }
        false
    }
}

impl Reader for Parquet {
    fn next(&mut self, rows: &mut Rows) -> Step {
        let Some((reader, first, count, read)) = &mut self.group else {
            return if self.start(rows) { Step::More } else { Step::End };
        };
        match reader.next() {
            Some(Ok(batch)) => {
                let table = Table::of(&batch, &self.columns);
                table.push(*first + *read, rows);
                *read += batch.num_rows() as u64;
                return Step::Documents(batch.num_rows() as u64);
            }
            Some(Err(_)) => {
                let lost = count.saturating_sub(*read);
                rows.reject("damaged_page", Unit::Row, *first + *read, lost.max(1));
            }
            None if *read < *count => rows.reject("damaged_page", Unit::Row, *first + *read, *count - *read),
            None => {}
        }
        self.group = None;
        Step::More
    }
}

/// Whether a file has a text, or stands for one.
#[must_use]
pub fn readable(columns: &Columns) -> bool {
    columns.images || columns.path(Role::Text).is_some() || columns.path(Role::Bytes).is_some()
}

/// All columns of a file but what lies in records and lists, batch by batch: for tables of pages.
///
/// # Errors
/// It is cut, damaged, or no Parquet.
pub fn table(
    path: &Path,
) -> Result<impl Iterator<Item = Result<arrow::record_batch::RecordBatch, String>> + Send + use<>, ParquetError> {
    const COLUMNS: [&str; 8] = ["url", "time", "agent", "bytes", "text", "id", "status", "headers"];
    let foot = Foot::read(path)?;
    let wanted = foot.have.iter().enumerate().filter(|(_, name)| COLUMNS.contains(&name.as_str())).map(|(at, _)| at);
    let mask = ProjectionMask::leaves(foot.meta.parquet_schema(), wanted);
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(File::open(path)?, foot.meta)
        .with_projection(mask)
        .with_batch_size(ROWS)
        .build()?;
    Ok(reader.map(|batch| batch.map_err(|e| e.to_string())))
}
