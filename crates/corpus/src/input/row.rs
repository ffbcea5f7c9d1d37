//! Rows on their way into the engine: what a reader found in one document becomes a key and four numbers. The text itself never
//! gets further than this.
//!
//! The key sorts as the results need it: `CLASS host TAB media TAB dataset TAB language TAB month`, where the host stands with its
//! labels reversed and parted by blanks (`n com example www`), so that a domain and all its hosts follow each other.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Builder, StringBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion_common::Result;

use super::name::clean;
use super::{day, language};
use crate::address::{Class, host};

/// Rows that go into the engine at once.
pub const BATCH: usize = 8_192;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A text.
    Text,
    /// An image.
    Image,
    /// A recording.
    Audio,
    /// A film.
    Video,
    /// Something else.
    Other,
}

impl Media {
    /// All of them, in the order of the results.
    pub const ALL: [Media; 5] = [Media::Text, Media::Image, Media::Audio, Media::Video, Media::Other];

    /// Its letter in a key.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Media::Text => 't',
            Media::Image => 'i',
            Media::Audio => 'a',
            Media::Video => 'v',
            Media::Other => 'o',
        }
    }

    /// Its word in the results.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Media::Text => "text",
            Media::Image => "image",
            Media::Audio => "audio",
            Media::Video => "video",
            Media::Other => "other",
        }
    }
}

/// What a reader found in one document.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Where it comes from.
    pub url: Option<&'a str>,
    /// What it is.
    pub media: Media,
    /// Its size; unknown where only its address is given.
    pub bytes: Option<u64>,
    /// Tokens of a text, milliseconds of a recording or a film.
    pub amount: Option<u64>,
    /// Its language, as the data says it.
    pub language: Option<&'a str>,
    /// When it was collected, in days since 1970.
    pub day: Option<i32>,
    /// Its dataset, where the data itself says it.
    pub dataset: Option<&'a str>,
    /// The licence the data says it is under.
    pub licence: Option<&'a str>,
    /// Its text, where it is at hand.
    pub text: Option<&'a [u8]>,
    /// Where it stands in its file.
    pub place: u64,
}

impl Default for Document<'_> {
    fn default() -> Self {
        Self {
            url: None,
            media: Media::Text,
            bytes: None,
            amount: None,
            language: None,
            day: None,
            dataset: None,
            licence: None,
            text: None,
            place: 0,
        }
    }
}

/// The columns of the engine and of a partial: key, documents, bytes, amount, first and last day (or place, for what was rejected).
#[must_use]
pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("key", DataType::Utf8, false),
        Field::new("documents", DataType::Int64, true),
        Field::new("bytes", DataType::Int64, true),
        Field::new("amount", DataType::Int64, true),
        Field::new("first", DataType::Int64, true),
        Field::new("last", DataType::Int64, true),
    ]))
}

/// Where a place in a file is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Lines, from 1.
    Line,
    /// Rows, from 0.
    Row,
    /// Records or members, from 0.
    Record,
    /// Bytes of the unpacked file.
    Byte,
}

impl Unit {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Unit::Line => "line",
            Unit::Row => "row",
            Unit::Record => "record",
            Unit::Byte => "byte",
        }
    }
}

/// Something that was not counted among the documents, told on the way.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// The file, as it is shown.
    pub file: Arc<str>,
    /// Where.
    pub place: u64,
    /// How the place is counted.
    pub unit: Unit,
    /// Stable word for why.
    pub code: &'static str,
    /// Records lost; 0 for damage of which nobody knows how many it cost.
    pub records: u64,
}

/// Documents with their texts, as a step of a reader gave them: one stretch of bytes that is used again and again.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    all: Vec<Stretches>,
    /// Documents whose text is not there or is no UTF-8.
    pub without: u64,
}

/// Where a document's texts end: text, address, dataset, licence; and its place.
#[derive(Clone, Copy, Debug)]
struct Stretches {
    from: usize,
    ends: [usize; 4],
    place: u64,
}

/// A document whole.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its address, or empty.
    pub url: &'a str,
    /// Its dataset, or empty.
    pub dataset: &'a str,
    /// Its licence, or empty.
    pub licence: &'a str,
    /// Where it stands in its file.
    pub place: u64,
}

impl Texts {
    fn push(&mut self, document: &Document<'_>, dataset: &str) {
        if document.media != Media::Text {
            return;
        }
        let Some(text) = document.text.filter(|t| simdutf8::basic::from_utf8(t).is_ok()) else {
            self.without += 1;
            return;
        };
        let from = self.bytes.len();
        let mut ends = [0; 4];
        let named = document.dataset.unwrap_or(dataset);
        let parts = [
            text,
            document.url.unwrap_or_default().as_bytes(),
            named.as_bytes(),
            document.licence.unwrap_or_default().as_bytes(),
        ];
        for (end, part) in ends.iter_mut().zip(parts) {
            self.bytes.extend_from_slice(part);
            *end = self.bytes.len();
        }
        self.all.push(Stretches { from, ends, place: document.place });
    }

    /// Gives each document to `see` and empties itself; its room stays.
    pub fn drain(&mut self, mut see: impl FnMut(Whole<'_>)) {
        const ROOM: usize = 256 << 20;
        for at in &self.all {
            let [text, url, dataset, licence] = at.ends;
            let part = |from: usize, to: usize| {
                self.bytes.get(from..to).and_then(|b| simdutf8::basic::from_utf8(b).ok()).unwrap_or_default()
            };
            see(Whole {
                text: part(at.from, text),
                url: part(text, url),
                dataset: part(url, dataset),
                licence: part(dataset, licence),
                place: at.place,
            });
        }
        self.all.clear();
        self.bytes.clear();
        self.bytes.shrink_to(ROOM);
    }
}

/// Collects rows of one task.
pub struct Rows {
    key: StringBuilder,
    documents: Int64Builder,
    bytes: Int64Builder,
    amount: Int64Builder,
    first: Int64Builder,
    last: Int64Builder,
    count: usize,
    /// The file's name as it is shown.
    file: Arc<str>,
    /// The dataset of documents that name none.
    dataset: Arc<str>,
    host: String,
    scratch: String,
    /// What was rejected since it was last asked.
    pub rejected: Vec<Rejected>,
    /// Where documents go whole, in place of the engine.
    pub texts: Option<Texts>,
}

impl Rows {
    /// For the rows of a file.
    #[must_use]
    pub fn new(file: Arc<str>, dataset: Arc<str>) -> Self {
        Self {
            key: StringBuilder::new(),
            documents: Int64Builder::new(),
            bytes: Int64Builder::new(),
            amount: Int64Builder::new(),
            first: Int64Builder::new(),
            last: Int64Builder::new(),
            count: 0,
            file,
            dataset,
            host: String::new(),
            scratch: String::new(),
            rejected: Vec::new(),
            texts: None,
        }
    }

    /// For documents that are wanted whole.
    #[must_use]
    pub fn whole(file: Arc<str>, dataset: Arc<str>) -> Self {
        Self { texts: Some(Texts::default()), ..Self::new(file, dataset) }
    }

    /// Whether there are enough for a batch.
    #[must_use]
    pub fn full(&self) -> bool {
        self.count >= BATCH
    }

    /// A document.
    pub fn push(&mut self, document: &Document<'_>) {
        if let Some(texts) = &mut self.texts {
            texts.push(document, &self.dataset);
            return;
        }
        let class = host(document.url.unwrap_or_default(), &mut self.host);
        self.scratch.clear();
        self.scratch.push(letter(class));
        self.scratch.push(' ');
        match class {
            Class::Named => reversed(&self.host, &mut self.scratch),
            Class::Ip | Class::Dotless => self.scratch.push_str(&self.host),
            Class::Missing | Class::Broken => {}
        }
        self.scratch.push('\t');
        self.scratch.push(document.media.letter());
        if document.bytes.is_none() {
            self.scratch.push('-');
        }
        if document.amount.is_some() {
            self.scratch.push('+');
        }
        self.scratch.push('\t');
        match document.dataset {
            Some(name) => clean(name, &mut self.scratch),
            None => self.scratch.push_str(&self.dataset),
        }
        self.scratch.push('\t');
        language::push(document.language.unwrap_or_default(), &mut self.scratch);
        self.scratch.push('\t');
        if let Some(day) = document.day {
            day::push_month(day, &mut self.scratch);
        }
        let day = document.day.map(i64::from);
        self.append(1, amount(document.bytes), amount(document.amount), day, day);
    }

    /// Something that is counted under words, as an audit counts its pages.
    pub fn count(&mut self, words: &[&str], bytes: u64) {
        self.scratch.clear();
        self.scratch.push('=');
        for word in words {
            self.scratch.push('\t');
            clean(word, &mut self.scratch);
        }
        self.append(1, amount(Some(bytes)), None, None, None);
    }

    /// Something that is counted under a host and words.
    pub fn count_host(&mut self, class: Class, host: &str, words: &[&str], bytes: u64) {
        self.scratch.clear();
        self.scratch.push(letter(class));
        self.scratch.push(' ');
        if class == Class::Named {
            reversed(host, &mut self.scratch);
        } else {
            self.scratch.push_str(host);
        }
        for word in words {
            self.scratch.push('\t');
            clean(word, &mut self.scratch);
        }
        self.append(1, amount(Some(bytes)), None, None, None);
    }

    /// A record that is no document, and why.
    pub fn reject(&mut self, code: &'static str, unit: Unit, place: u64, records: u64) {
        if self.texts.is_some() {
            self.rejected.push(Rejected { file: self.file.clone(), place, unit, code, records });
            return;
        }
        self.scratch.clear();
        // Records come before damage of which nobody knows how many it cost.
        self.scratch.push_str(if records == 0 { "! damage\t" } else { "! record\t" });
        self.scratch.push_str(code);
        self.scratch.push('\t');
        self.scratch.push_str(unit.word());
        self.scratch.push('\t');
        clean(&self.file, &mut self.scratch);
        let at = i64::try_from(place).unwrap_or(i64::MAX);
        self.append(i64::try_from(records).unwrap_or(i64::MAX), None, None, Some(at), Some(at));
        if self.rejected.len() < 16 {
            self.rejected.push(Rejected { file: self.file.clone(), place, unit, code, records });
        }
    }

    fn append(&mut self, n: i64, bytes: Option<i64>, amount: Option<i64>, first: Option<i64>, last: Option<i64>) {
        self.key.append_value(&self.scratch);
        self.documents.append_value(n);
        self.bytes.append_option(bytes);
        self.amount.append_option(amount);
        self.first.append_option(first);
        self.last.append_option(last);
        self.count += 1;
    }

    /// The rows so far as a batch; `None` where there are none.
    ///
    /// # Errors
    /// Never in practice: the columns are of one length.
    pub fn take(&mut self, schema: &SchemaRef) -> Result<Option<RecordBatch>> {
        if self.count == 0 {
            return Ok(None);
        }
        self.count = 0;
        let columns: Vec<ArrayRef> = vec![
            Arc::new(self.key.finish()),
            Arc::new(self.documents.finish()),
            Arc::new(self.bytes.finish()),
            Arc::new(self.amount.finish()),
            Arc::new(self.first.finish()),
            Arc::new(self.last.finish()),
        ];
        Ok(Some(RecordBatch::try_new(schema.clone(), columns)?))
    }
}

fn amount(value: Option<u64>) -> Option<i64> {
    value.map(|v| i64::try_from(v).unwrap_or(i64::MAX))
}

/// The first letter of a key.
#[must_use]
pub fn letter(class: Class) -> char {
    match class {
        Class::Missing => 'b',
        Class::Broken => 'c',
        Class::Dotless => 'd',
        Class::Ip => 'i',
        Class::Named => 'n',
    }
}

/// The labels of a host from the last to the first, parted by blanks, which are less than anything a label may hold.
fn reversed(host: &str, out: &mut String) {
    for (at, label) in host.rsplit('.').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(label);
    }
}
