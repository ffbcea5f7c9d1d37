//! CSV and TSV with a head line.

use std::io::BufRead;

use csv::{ByteRecord, ReaderBuilder};

use super::columns::{Columns, Role};
use super::reader::{Reader, Step};
use super::row::{Document, Media, Rows, Unit};
use super::{day, open};

/// Reads CSV.
pub struct Csv {
    reader: csv::Reader<Box<dyn BufRead + Send>>,
    record: ByteRecord,
    at: Vec<(Role, usize)>,
    columns: Columns,
    fields: usize,
    most: usize,
}

/// A reader of CSV for a file of this name.
#[must_use]
pub fn reader(input: Box<dyn BufRead + Send>, tabs: bool) -> csv::Reader<Box<dyn BufRead + Send>> {
    ReaderBuilder::new().delimiter(if tabs { b'\t' } else { b',' }).flexible(true).from_reader(input)
}

impl Csv {
    /// Reads a whole stream.
    ///
    /// # Errors
    /// It has no head line.
    pub fn new(
        input: Box<dyn BufRead + Send>,
        columns: Columns,
        tabs: bool,
        most: usize,
    ) -> Result<Self, &'static str> {
        let mut reader = reader(input, tabs);
        let head = reader.headers().map_err(|_| "no_head_line")?.clone();
        let name = |path: &[String]| path.join(".");
        let at = columns
            .paths
            .iter()
            .filter_map(|(role, path)| {
                Some((*role, head.iter().position(|h| h.trim_start_matches('\u{feff}') == name(path))?))
            })
            .collect();
        Ok(Self { reader, record: ByteRecord::new(), at, fields: head.len(), columns, most })
    }
}

impl Reader for Csv {
    fn next(&mut self, rows: &mut Rows) -> Step {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => return Step::End,
            Ok(true) => {}
            Err(e) => {
                let place = e.position().map_or(0, csv::Position::line);
                let code = match e.kind() {
                    csv::ErrorKind::Io(e) => open::code(e),
                    _ => "unreadable",
                };
                rows.reject(code, Unit::Line, place, 0);
                return Step::End;
            }
        }
        let place = self.record.position().map_or(0, csv::Position::line);
        if self.record.len() != self.fields {
            rows.reject("wrong_number_of_fields", Unit::Line, place, 1);
            return Step::More;
        }
        if self.record.as_slice().len() > self.most {
            rows.reject("too_long", Unit::Line, place, 1);
            return Step::More;
        }
        if simdutf8::basic::from_utf8(self.record.as_slice()).is_err() {
            rows.reject("bad_utf8", Unit::Line, place, 1);
            return Step::More;
        }
        let get = |role: Role| {
            let (_, at) = self.at.iter().find(|(r, _)| *r == role)?;
            std::str::from_utf8(self.record.get(*at)?).ok()
        };
        let bytes = match get(Role::Text) {
            _ if self.columns.images => None,
            Some(text) => Some(text.len() as u64),
            None => get(Role::Bytes).and_then(|b| b.trim().parse().ok()),
        };
        if bytes.is_none() && !self.columns.images {
            rows.reject("no_text", Unit::Line, place, 1);
            return Step::More;
        }
        rows.push(&Document {
            url: get(Role::Url),
            media: if self.columns.images { Media::Image } else { Media::Text },
            bytes,
            amount: get(Role::Tokens).and_then(|t| t.trim().parse().ok()),
            language: get(Role::Language),
            day: get(Role::Time).and_then(day::read),
            dataset: get(Role::Dataset),
            licence: get(Role::Licence),
            text: get(Role::Text).map(str::as_bytes),
            place,
        });
        Step::Document
    }
}
