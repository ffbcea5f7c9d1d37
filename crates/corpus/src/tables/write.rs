//! Rows as Parquet: text columns as strings, amounts as doubles, null where nothing is known. The same rows make the same
//! bytes.

use std::io::BufRead;
use std::sync::Arc;

use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde::Deserialize;

/// Rows of one group: large enough to be read fast, small enough to be held in memory.
const GROUP: usize = 100_000;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether it holds amounts (doubles, null where unknown); otherwise texts.
    pub amount: bool,
}

/// A Parquet file from lines of JSON: the columns as an array of [`Column`], then one array of texts and nulls for each row. Of the
/// rows one group is held at a time.
///
/// # Errors
/// A line is malformed, which is named by its number.
pub fn file(input: impl BufRead) -> Result<Vec<u8>, String> {
    let mut lines = input.lines();
    let first = lines.next().ok_or("no columns")?.map_err(|e| e.to_string())?;
    let columns: Vec<Column> = serde_json::from_str(&first).map_err(|e| format!("line 1: {e}"))?;
    let schema = schema(&columns).map_err(|e| e.to_string())?;
    // No version of anything but the format is written.
    let properties = Arc::new(WriterProperties::builder().set_created_by("gpai".to_owned()).build());
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, properties).map_err(|e| e.to_string())?;
    let mut rows: Vec<Vec<Option<String>>> = Vec::new();
    for (at, line) in lines.enumerate() {
        let line = line.map_err(|e| e.to_string())?;
        let row: Vec<Option<String>> = serde_json::from_str(&line).map_err(|e| format!("line {}: {e}", at + 2))?;
        if row.len() != columns.len() {
            return Err(format!("line {}: {} cells for {} columns", at + 2, row.len(), columns.len()));
        }
        rows.push(row);
        if rows.len() == GROUP {
            group(&mut writer, &columns, &rows).map_err(|e| e.to_string())?;
            rows.clear();
        }
    }
    if !rows.is_empty() {
        group(&mut writer, &columns, &rows).map_err(|e| e.to_string())?;
    }
    writer.close().map_err(|e| e.to_string())?;
    Ok(out)
}

fn schema(columns: &[Column]) -> Result<Arc<Type>, ParquetError> {
    let mut fields = Vec::new();
    for Column { name, amount } in columns {
        let field = if *amount {
            Type::primitive_type_builder(name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL)
        } else {
            Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_converted_type(ConvertedType::UTF8)
        };
        fields.push(Arc::new(field.build()?));
    }
    Ok(Arc::new(Type::group_type_builder("survey").with_fields(fields).build()?))
}

fn group(
    writer: &mut SerializedFileWriter<&mut Vec<u8>>,
    columns: &[Column],
    rows: &[Vec<Option<String>>],
) -> Result<(), ParquetError> {
    let mut groups = writer.next_row_group()?;
    let mut at = 0;
    while let Some(mut column) = groups.next_column()? {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(Option::as_deref);
        if columns.get(at).is_some_and(|c| c.amount) {
            let amounts: Vec<Option<f64>> = cells.map(|cell| cell.and_then(|text| text.parse().ok())).collect();
            let levels: Vec<i16> = amounts.iter().map(|a| i16::from(a.is_some())).collect();
            let values: Vec<f64> = amounts.into_iter().flatten().collect();
            column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        } else {
            let values: Vec<ByteArray> = cells.map(|cell| ByteArray::from(cell.unwrap_or_default())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
        }
        column.close()?;
        at += 1;
    }
    groups.close()?;
    Ok(())
}
