//! JSON lines. Only the columns that are asked for are taken out of a line, and of the text only its length.

use std::fmt;
use std::io::BufRead;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::columns::{Columns, Role};
use super::day;
use super::open::{self, Line};
use super::reader::{Reader, Step};
use super::row::{Document, Media, Rows, Unit};

/// Objects and lists within each other.
const DEPTH: usize = 128;

/// What was taken out of a line.
#[derive(Debug, Default)]
struct Record {
    text: Option<u64>,
    /// The text itself, where it is wanted.
    body: Option<String>,
    licence: Slot,
    url: Slot,
    language: Slot,
    time: Slot,
    dataset: Slot,
    tokens: Option<u64>,
    bytes: Option<u64>,
    /// Text or URL stood there twice.
    twice: bool,
    /// There was something under the text key that is no string.
    odd_text: bool,
}

/// A text whose room is used again.
#[derive(Debug, Default)]
struct Slot {
    there: bool,
    text: String,
}

impl Slot {
    fn get(&self) -> Option<&str> {
        self.there.then_some(self.text.as_str())
    }
    fn set(&mut self, text: &str) {
        self.there = true;
        self.text.clear();
        self.text.push_str(text);
    }
}

impl Record {
    fn clear(&mut self) {
        for slot in [&mut self.url, &mut self.language, &mut self.time, &mut self.dataset, &mut self.licence] {
            slot.there = false;
        }
        (self.text, self.tokens, self.bytes) = (None, None, None);
        (self.twice, self.odd_text) = (false, false);
    }
}

/// Reads JSON lines.
pub struct Json {
    input: Box<dyn BufRead + Send>,
    columns: Columns,
    record: Record,
    line: Vec<u8>,
    most: usize,
    /// Lines so far, or the byte at which the next one starts.
    place: u64,
    unit: Unit,
    used: u64,
    /// Where lines no longer belong to this part.
    end: Option<u64>,
}

impl Json {
    /// Reads a whole stream, or the lines of a plain file that start in a range of bytes (the stream starts at the first of them).
    pub fn new(input: Box<dyn BufRead + Send>, columns: Columns, most: usize, range: Option<(u64, u64)>) -> Self {
        let mut reader = Self {
            input,
            columns,
            record: Record::default(),
            line: Vec::new(),
            most,
            place: 0,
            unit: if range.is_some() { Unit::Byte } else { Unit::Line },
            used: range.map_or(0, |(start, _)| start),
            end: range.map(|(_, end)| end),
        };
        if let Some((start, _)) = range.filter(|(start, _)| *start > 0) {
            // The stream stands one byte before the range: what it begins with is the rest of a line that is another part's.
            reader.used = start - 1;
            let _ = open::line(reader.input.as_mut(), &mut reader.line, most, &mut reader.used);
        }
        reader
    }
}

impl Reader for Json {
    fn next(&mut self, rows: &mut Rows) -> Step {
        if self.end.is_some_and(|end| self.used >= end) {
            return Step::End;
        }
        let begun = self.used;
        let read = open::line(self.input.as_mut(), &mut self.line, self.most, &mut self.used);
        self.place += 1;
        let place = if self.unit == Unit::Byte { begun } else { self.place };
        match read {
            Line::End => return Step::End,
            Line::TooLong => rows.reject("too_long", self.unit, place, 1),
            Line::Broken(e) => {
                rows.reject(open::code(&e), self.unit, place, 0);
                return Step::End;
            }
            Line::Whole => {
                let line =
                    if begun == 0 { self.line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.line) } else { &self.line };
                if line.iter().all(u8::is_ascii_whitespace) {
                    return Step::More;
                }
                self.record.clear();
                if rows.texts.is_some() && self.record.body.is_none() {
                    self.record.body = Some(String::new());
                }
                match take(line, &self.columns, &mut self.record) {
                    Ok(()) => return document(&self.record, &self.columns, rows, self.unit, place),
                    Err(code) => rows.reject(code, self.unit, place, 1),
                }
            }
        }
        Step::More
    }
}

fn document(record: &Record, columns: &Columns, rows: &mut Rows, unit: Unit, place: u64) -> Step {
    if record.twice {
        rows.reject("key_twice", unit, place, 1);
        return Step::More;
    }
    let bytes = if columns.images { None } else { record.text.or(record.bytes) };
    if !columns.images && (record.odd_text || bytes.is_none()) {
        rows.reject("no_text", unit, place, 1);
        return Step::More;
    }
    rows.push(&Document {
        url: record.url.get(),
        media: if columns.images { Media::Image } else { Media::Text },
        bytes,
        amount: record.tokens,
        language: record.language.get(),
        day: record.time.get().and_then(day::read),
        dataset: record.dataset.get(),
        licence: record.licence.get(),
        text: record.body.as_deref().filter(|_| record.text.is_some()).map(str::as_bytes),
        place,
    });
    Step::Document
}

fn take(line: &[u8], columns: &Columns, record: &mut Record) -> Result<(), &'static str> {
    let text = simdutf8::basic::from_utf8(line).map_err(|_| "bad_utf8")?;
    // The parser goes down as deep as the line does; a hostile line would take its stack.
    if memchr::memchr2_iter(b'[', b'{', line).nth(DEPTH).is_some() && too_deep(line) {
        return Err("too_deep");
    }
    let mut json = sonic_rs::Deserializer::from_str(text);
    let members = Members { columns, depth: 0, open: u64::MAX, record };
    members.deserialize(&mut json).map_err(|_| "no_json_object")?;
    json.end().map_err(|_| "no_json_object")
}

/// Whether objects and lists lie in each other deeper than is read. Brackets in texts do not count.
fn too_deep(line: &[u8]) -> bool {
    let (mut depth, mut text, mut escaped) = (0_usize, false, false);
    for byte in line {
        match (text, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => text = !text,
            (false, b'[' | b'{') => {
                depth += 1;
                if depth > DEPTH {
                    return true;
                }
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The members of an object on the way to the columns. `open` has a bit for each column whose path leads here.
struct Members<'a> {
    columns: &'a Columns,
    depth: usize,
    open: u64,
    record: &'a mut Record,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth == 0 { deserializer.deserialize_map(self) } else { deserializer.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (columns, depth) = (self.columns, self.depth);
        while let Some((leaf, deeper)) = map.next_key_seed(Key { columns, depth, open: self.open })? {
            match leaf.and_then(|at| columns.paths.get(at)) {
                Some((role, _)) => map.next_value_seed(Value { role: *role, record: self.record })?,
                None if deeper != 0 => {
                    map.next_value_seed(Members { columns, depth: depth + 1, open: deeper, record: self.record })?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    // On the way to a column anything but an object holds nothing.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

/// A key: the column that ends in it, and those whose path goes on through it.
struct Key<'a> {
    columns: &'a Columns,
    depth: usize,
    open: u64,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = (Option<usize>, u64);
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = (Option<usize>, u64);
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        let (mut leaf, mut deeper) = (None, 0);
        for (at, (_, path)) in self.columns.paths.iter().enumerate() {
            if self.open & (1 << at) == 0 || path.get(self.depth).is_none_or(|part| part != key) {
                continue;
            }
            if path.len() == self.depth + 1 {
                leaf = leaf.or(Some(at));
            } else {
                deeper |= 1 << at;
            }
        }
        Ok((leaf, deeper))
    }
}

/// The value of a column.
struct Value<'a> {
    role: Role,
    record: &'a mut Record,
}

impl Value<'_> {
    fn number(self, number: Option<u64>) {
        match self.role {
            Role::Text => self.other(),
            Role::Tokens => self.record.tokens = number,
            Role::Bytes => self.record.bytes = number,
            Role::Time => {
                if let Some(number) = number {
                    self.record.time.set(&number.to_string());
                }
            }
            Role::Url | Role::Language | Role::Dataset | Role::Licence => {}
        }
    }
    fn text(self, text: &str) {
        let record = self.record;
        match self.role {
            Role::Text => {
                record.twice |= record.text.is_some() || record.odd_text;
                record.text = Some(text.len() as u64);
                if let Some(body) = &mut record.body {
                    body.clear();
                    body.push_str(text);
                }
            }
            Role::Url => {
                record.twice |= record.url.there;
                record.url.set(text);
            }
            Role::Language => record.language.set(text),
            Role::Time => record.time.set(text),
            Role::Dataset => record.dataset.set(text),
            Role::Licence => record.licence.set(text),
            Role::Tokens => record.tokens = text.parse().ok(),
            Role::Bytes => record.bytes = text.parse().ok(),
        }
    }
    fn other(self) {
        match self.role {
            Role::Text => {
                self.record.twice |= self.record.text.is_some() || self.record.odd_text;
                self.record.odd_text = true;
            }
            // Something that is no address: there is none, but the key stood here.
            Role::Url => {
                self.record.twice |= self.record.url.there;
                self.record.url.set("");
            }
            _ => {}
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.text(text);
        Ok(())
    }
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.number(Some(number));
        Ok(())
    }
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.number(u64::try_from(number).ok());
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.number(None);
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.other();
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.other();
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        // A list of languages: the first, which is the likeliest, counts.
        if matches!(self.role, Role::Language | Role::Licence) {
            if let Some(First(first)) = seq.next_element::<First>()? {
                self.text(&first);
            }
        } else {
            self.other();
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.other();
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The first member of a list, if it is a text.
struct First(String);

impl<'de> serde::Deserialize<'de> for First {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(First).map_err(|_| D::Error::custom("no text"))
    }
}
