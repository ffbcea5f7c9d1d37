//! Partials: rows that were added up and sorted, as Parquet. They add up to larger ones, on one machine or many, and a run that
//! was interrupted goes on from them. Their layout is described in `docs/machine-formats.md`.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion_common::{DataFusionError, Result};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use serde_json::{Value as Json, json};

use crate::input::row::{BATCH, schema};

/// The format, as its key in the file says it.
pub const FORMAT: &str = "gpai-corpus-partial/1";
/// Rows of one row group: few, so that many partials can be read at once.
const GROUP: usize = 1 << 17;
/// Bytes of what a partial says of its origin.
const ORIGIN: usize = 256 << 20;

/// Where figures come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Each file, with its size and hash.
    pub inputs: Vec<Json>,
    /// What was taken for what.
    pub assumed: Vec<Json>,
    /// Names of files that are no data.
    pub others: Vec<String>,
}

impl Origin {
    /// Adds another one.
    pub fn add(&mut self, other: Origin) {
        self.inputs.extend(other.inputs);
        for one in other.assumed {
            if !self.assumed.contains(&one) {
                self.assumed.push(one);
            }
        }
        self.others.extend(other.others);
    }

    /// Brings it into an order that does not depend on how it came together.
    pub fn settle(&mut self) {
        self.inputs.sort_by_cached_key(ToString::to_string);
        self.assumed.sort_by_cached_key(ToString::to_string);
        self.others.sort();
        self.others.dedup();
    }
}

/// Writes a partial; what was begun and not finished leaves nothing in its place.
pub struct Writer {
    writer: ArrowWriter<BufWriter<File>>,
    part: PathBuf,
    path: PathBuf,
}

impl Writer {
    /// Begins one.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn new(path: &Path) -> Result<Self> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let properties = WriterProperties::builder()
            .set_created_by("gpai".to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).map_err(external)?))
            .set_max_row_group_row_count(Some(GROUP))
            .set_data_page_size_limit(64 << 10)
            .set_write_batch_size(1_024)
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::None)
            .set_column_encoding(ColumnPath::from("key"), Encoding::DELTA_BYTE_ARRAY)
            .build();
        let writer =
            ArrowWriter::try_new(BufWriter::new(File::create(&part)?), schema(), Some(properties)).map_err(external)?;
        Ok(Self { writer, part, path: path.to_owned() })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// The disk.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.writer.write(batch).map_err(external)
    }

    /// Ends it with what it comes from, and puts it in its place.
    ///
    /// # Errors
    /// The disk.
    pub fn finish(mut self, origin: &Origin) -> Result<()> {
        let text = json!({ "inputs": origin.inputs, "assumed": origin.assumed, "others": origin.others }).to_string();
        self.writer.append_key_value_metadata(KeyValue::new("gpai".to_owned(), FORMAT.to_owned()));
        self.writer.append_key_value_metadata(KeyValue::new("origin".to_owned(), text));
        self.writer.close().map_err(external)?;
        fs::rename(&self.part, &self.path)?;
        Ok(())
    }
}

fn external(error: ParquetError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

/// What a partial comes from.
///
/// # Errors
/// It is none, or is damaged.
pub fn origin(path: &Path) -> Result<Origin, String> {
    let wrong = |why: String| format!("{}: {why}", path.display());
    let none = || wrong("is no partial of gpai corpus (gpai-corpus-partial/1)".to_owned());
    let file = File::open(path).map_err(|e| wrong(e.to_string()))?;
    let meta = ArrowReaderMetadata::load(&file, parquet::arrow::arrow_reader::ArrowReaderOptions::default())
        .map_err(|e| wrong(format!("is no partial: {e}")))?;
    let pairs = meta.metadata().file_metadata().key_value_metadata().ok_or_else(none)?;
    let get = |key: &str| pairs.iter().find(|p| p.key == key).and_then(|p| p.value.as_deref());
    if get("gpai") != Some(FORMAT) || meta.schema().fields() != schema().fields() {
        return Err(none());
    }
    let text = get("origin").filter(|text| text.len() <= ORIGIN).ok_or_else(none)?;
    let json: Json = serde_json::from_str(text).map_err(|_| none())?;
    let list = |key: &str| json.get(key).and_then(Json::as_array).cloned().ok_or_else(none);
    Ok(Origin {
        inputs: list("inputs")?,
        assumed: list("assumed")?,
        others: list("others")?.into_iter().filter_map(|o| o.as_str().map(str::to_owned)).collect(),
    })
}

/// The rows of a partial, in their order; one that is out of order is refused.
///
/// # Errors
/// It cannot be opened.
pub fn batches(path: &Path) -> Result<impl Iterator<Item = Result<RecordBatch>> + Send + use<>, String> {
    let shown: Arc<str> = path.display().to_string().into();
    let open = || -> Result<_, parquet::errors::ParquetError> {
        ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?.with_batch_size(BATCH).build()
    };
    let reader = open().map_err(|e| format!("{shown}: {e}"))?;
    let mut last = String::new();
    Ok(reader.map(move |batch| {
        let external = |why: String| datafusion_common::DataFusionError::External(format!("{shown}: {why}").into());
        let batch = batch.map_err(|e| external(e.to_string()))?;
        // The nullability of what others wrote is theirs; the values are looked at where they are used.
        let batch = RecordBatch::try_new(schema(), batch.columns().to_vec()).map_err(|e| external(e.to_string()))?;
        let keys = batch.column(0);
        let keys = arrow::array::AsArray::as_string::<i32>(keys);
        for key in keys.iter().flatten() {
            if key < last.as_str() {
                return Err(external("is not sorted by its key".to_owned()));
            }
            if key.len() != last.len() || key != last {
                last.clear();
                last.push_str(key);
            }
        }
        Ok(batch)
    }))
}
