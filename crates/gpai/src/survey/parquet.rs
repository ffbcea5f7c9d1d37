//! A survey as Parquet: text columns as strings, amounts as doubles, null where nothing is known.

use std::sync::Arc;

use gpai_dossier::survey::{COLUMNS, Cell, Row};
use parquet::basic::{ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// Rows of one group: large enough to be read fast, small enough to be held in memory.
const GROUP: usize = 100_000;

/// The whole file.
pub fn write(rows: &[Row]) -> Result<Vec<u8>, String> {
    bytes(rows).map_err(|e| e.to_string())
}

fn bytes(rows: &[Row]) -> Result<Vec<u8>, ParquetError> {
    let mut fields = Vec::new();
    for (name, amount) in COLUMNS {
        let field = if amount {
            Type::primitive_type_builder(name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL)
        } else {
            Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_converted_type(ConvertedType::UTF8)
        };
        fields.push(Arc::new(field.build()?));
    }
    let schema = Arc::new(Type::group_type_builder("survey").with_fields(fields).build()?);
    // The same rows make the same bytes: no version of anything but the format is written.
    let properties = Arc::new(WriterProperties::builder().set_created_by("gpai".to_owned()).build());
    let mut out = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut out, schema, properties)?;
    for group in rows.chunks(GROUP) {
        let mut groups = writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = groups.next_column()? {
            let cells = group.iter().filter_map(|row| row.cells.get(at));
            if COLUMNS.get(at).is_some_and(|(_, amount)| *amount) {
                let amounts: Vec<Option<f64>> = cells
                    .map(|cell| match cell {
                        Cell::Amount(Some(text)) => text.parse().ok(),
                        _ => None,
                    })
                    .collect();
                let levels: Vec<i16> = amounts.iter().map(|a| i16::from(a.is_some())).collect();
                let values: Vec<f64> = amounts.into_iter().flatten().collect();
                column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
            } else {
                let values: Vec<ByteArray> = cells
                    .map(|cell| match cell {
                        Cell::Text(text) => ByteArray::from(text.as_str()),
                        Cell::Amount(_) => ByteArray::from(""),
                    })
                    .collect();
                column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            }
            column.close()?;
            at += 1;
        }
        groups.close()?;
    }
    writer.close()?;
    Ok(out)
}
