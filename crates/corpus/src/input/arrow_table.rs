//! Batches of Arrow columns to rows: what Parquet and Arrow IPC have in common. Texts come as bytes; whether they are UTF-8 is
//! looked at here, value by value, so that one bad byte costs one record.

use arrow::array::{
    Array, ArrayRef, AsArray as _, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, StringArray,
    StringViewArray, StructArray,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type, TimeUnit};
use arrow::record_batch::RecordBatch;

use super::columns::{Columns, Role};
use super::day;
use super::row::{Document, Media, Rows, Unit};

/// A column of texts, in any of the ways in which Arrow holds them.
pub enum Texts {
    /// Texts.
    Small(StringArray),
    /// Texts with long offsets.
    Large(LargeStringArray),
    /// Views of texts.
    View(StringViewArray),
    /// Bytes.
    Bytes(BinaryArray),
    /// Bytes with long offsets.
    LargeBytes(LargeBinaryArray),
    /// Views of bytes.
    ViewBytes(BinaryViewArray),
}

impl Texts {
    /// Takes a column; `None` where it holds something else.
    #[must_use]
    pub fn of(array: &ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Texts::Small(array.as_string().clone()),
            DataType::LargeUtf8 => Texts::Large(array.as_string().clone()),
            DataType::Utf8View => Texts::View(array.as_string_view().clone()),
            DataType::Binary => Texts::Bytes(array.as_binary().clone()),
            DataType::LargeBinary => Texts::LargeBytes(array.as_binary().clone()),
            DataType::BinaryView => Texts::ViewBytes(array.as_binary_view().clone()),
            DataType::Dictionary(_, value) => return Self::of(&cast(array, value).ok()?),
            _ => return None,
        })
    }

    /// The bytes of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&[u8]> {
        match self {
            Texts::Small(a) => a.is_valid(row).then(|| a.value(row).as_bytes()),
            Texts::Large(a) => a.is_valid(row).then(|| a.value(row).as_bytes()),
            Texts::View(a) => a.is_valid(row).then(|| a.value(row).as_bytes()),
            Texts::Bytes(a) => a.is_valid(row).then(|| a.value(row)),
            Texts::LargeBytes(a) => a.is_valid(row).then(|| a.value(row)),
            Texts::ViewBytes(a) => a.is_valid(row).then(|| a.value(row)),
        }
    }

    /// The text of a row, if there is one and it is UTF-8.
    #[must_use]
    pub fn text(&self, row: usize) -> Option<&str> {
        simdutf8::basic::from_utf8(self.get(row)?).ok()
    }

    /// Whether what they hold was checked to be UTF-8 when it was read.
    fn checked(&self) -> bool {
        matches!(self, Texts::Small(_) | Texts::Large(_) | Texts::View(_))
    }
}

/// The columns of a batch by their roles.
pub struct Table {
    text: Option<Texts>,
    url: Option<Texts>,
    language: Option<Texts>,
    dataset: Option<Texts>,
    licence: Option<Texts>,
    day: Vec<Option<i32>>,
    tokens: Option<ArrayRef>,
    bytes: Option<ArrayRef>,
    images: bool,
    rows: usize,
}

impl Table {
    /// Takes the columns out of a batch.
    #[must_use]
    pub fn of(batch: &RecordBatch, columns: &Columns) -> Self {
        let whole = StructArray::from(batch.clone());
        let column = |role: Role| columns.path(role).and_then(|path| walk(&whole, path));
        let number = |role: Role| column(role).and_then(|array| cast(&array, &DataType::Int64).ok());
        let texts = |role: Role| column(role).and_then(|array| Texts::of(&array));
        Self {
            text: texts(Role::Text),
            url: texts(Role::Url),
            language: column(Role::Language).and_then(|array| Texts::of(&first(array))),
            dataset: texts(Role::Dataset),
            licence: column(Role::Licence).and_then(|array| Texts::of(&first(array))),
            day: column(Role::Time).map(|array| days(&array)).unwrap_or_default(),
            tokens: number(Role::Tokens),
            bytes: number(Role::Bytes),
            images: columns.images,
            rows: batch.num_rows(),
        }
    }

    /// Gives every row to the engine. `first` is the number of the first row in its file.
    pub fn push(&self, first: u64, rows: &mut Rows) {
        let number = |array: &Option<ArrayRef>, row: usize| {
            let array = array.as_ref()?.as_primitive::<Int64Type>();
            array.is_valid(row).then(|| array.value(row)).and_then(|n| u64::try_from(n).ok())
        };
        for row in 0..self.rows {
            let bytes = if self.images {
                None
            } else {
                match (self.text.as_ref().and_then(|t| Some((t, t.get(row)?))), number(&self.bytes, row)) {
                    (Some((texts, text)), _) => {
                        if !texts.checked() && simdutf8::basic::from_utf8(text).is_err() {
                            rows.reject("bad_utf8", Unit::Row, first + row as u64, 1);
                            continue;
                        }
                        Some(text.len() as u64)
                    }
                    (None, Some(bytes)) => Some(bytes),
                    (None, None) => {
                        rows.reject("no_text", Unit::Row, first + row as u64, 1);
                        continue;
                    }
                }
            };
            rows.push(&Document {
                // What is there and no UTF-8 is a broken address, not a missing one.
                url: self.url.as_ref().and_then(|t| t.get(row).map(|_| t.text(row).unwrap_or("\u{fffd}"))),
                media: if self.images { Media::Image } else { Media::Text },
                bytes,
                amount: number(&self.tokens, row),
                language: self.language.as_ref().and_then(|t| t.text(row)),
                day: self.day.get(row).copied().flatten(),
                dataset: self.dataset.as_ref().and_then(|t| t.text(row)),
                licence: self.licence.as_ref().and_then(|t| t.text(row)),
                text: self.text.as_ref().and_then(|t| t.get(row)),
                place: first + row as u64,
            });
        }
    }
}

/// The column at a path through records.
fn walk(of: &StructArray, path: &[String]) -> Option<ArrayRef> {
    let (name, rest) = path.split_first()?;
    let array = of.column_by_name(name)?;
    if rest.is_empty() {
        return Some(array.clone());
    }
    walk(array.as_struct_opt()?, rest)
}

/// Of lists the first member.
fn first(array: ArrayRef) -> ArrayRef {
    let indices = match array.data_type() {
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            let at = list.value_offsets().windows(2).map(|w| match w {
                [from, to] if from < to => u64::try_from(*from).ok(),
                _ => None,
            });
            (arrow::array::UInt64Array::from_iter(at), list.values().clone())
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            let at = list.value_offsets().windows(2).map(|w| match w {
                [from, to] if from < to => u64::try_from(*from).ok(),
                _ => None,
            });
            (arrow::array::UInt64Array::from_iter(at), list.values().clone())
        }
        _ => return array,
    };
    arrow::compute::take(&indices.1, &indices.0, None).unwrap_or(array)
}

fn days(array: &ArrayRef) -> Vec<Option<i32>> {
    if let Some(texts) = Texts::of(array) {
        return (0..array.len()).map(|row| texts.text(row).and_then(day::read)).collect();
    }
    let unit = match array.data_type() {
        DataType::Date32 => 1,
        DataType::Timestamp(TimeUnit::Second, _) => 86_400,
        DataType::Timestamp(TimeUnit::Millisecond, _) | DataType::Date64 => 86_400_000,
        DataType::Timestamp(TimeUnit::Microsecond, _) => 86_400_000_000,
        DataType::Timestamp(TimeUnit::Nanosecond, _) => 86_400_000_000_000,
        _ => 0,
    };
    // A zone does not change the moment, and days are those of UTC.
    let numbers = match array.data_type() {
        DataType::Date32 => cast(array, &DataType::Int32).and_then(|a| cast(&a, &DataType::Int64)),
        _ => cast(array, &DataType::Int64),
    };
    let Ok(numbers) = numbers else { return vec![None; array.len()] };
    let Some(numbers) = numbers.as_primitive_opt::<Int64Type>() else { return vec![None; array.len()] };
    numbers
        .iter()
        .map(|n| match (n?, unit) {
            (n, 0) => day::epoch(n),
            (n, unit) => i32::try_from(n.div_euclid(unit))
                .ok()
                .filter(|d| day::date(*d).is_some_and(|d| (1980..=2200).contains(&d.year()))),
        })
        .collect()
}
