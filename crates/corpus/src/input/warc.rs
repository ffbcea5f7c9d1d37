//! WARC and WET: the answers and texts of a crawl. A document is a `response` (its body as it was stored), a `resource` or a
//! `conversion` (the text that WET holds); requests, metadata and visits without content are none.

use std::io::{self, BufRead};

use super::day;
use super::open::{self, Line};
use super::reader::{LONGEST, Reader, Step};
use super::row::{Document, Media, Rows, Unit};

/// Bytes of the head of a record or of an HTTP answer.
const HEAD: usize = 1 << 20;

/// Reads WARC.
pub struct Warc {
    input: Box<dyn BufRead + Send>,
    line: Vec<u8>,
    used: u64,
    place: u64,
    /// The head of the record that is being read.
    pub head: Head,
    /// Something that is no record was skipped before it.
    pub garbage: bool,
}

/// What the head of a record says.
#[derive(Debug, Default)]
pub struct Head {
    /// The kind of record.
    pub kind: String,
    /// The address.
    pub url: String,
    /// When.
    pub date: String,
    /// Type of the content.
    pub content: String,
    /// The language that was found.
    pub language: String,
    /// Bytes of the record's block.
    pub length: Option<u64>,
}

impl Head {
    fn clear(&mut self) {
        for text in [&mut self.kind, &mut self.url, &mut self.date, &mut self.content, &mut self.language] {
            text.clear();
        }
        self.length = None;
    }

    fn set(&mut self, name: &[u8], value: &[u8]) {
        let value = value.trim_ascii();
        let slot = match name.to_ascii_lowercase().as_slice() {
            b"warc-type" => &mut self.kind,
            // Some writers put it in angle brackets.
            b"warc-target-uri" => &mut self.url,
            b"warc-date" => &mut self.date,
            b"content-type" => &mut self.content,
            b"warc-identified-content-language" => &mut self.language,
            b"content-length" => {
                self.length = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok());
                return;
            }
            _ => return,
        };
        slot.clear();
        slot.push_str(String::from_utf8_lossy(value).trim_matches(['<', '>']));
    }
}

/// What was found in the stream.
pub enum Found {
    /// A head; a block of so many bytes follows.
    Head(u64),
    /// The end.
    End,
    /// The stream broke.
    Broken(io::Error),
}

impl Warc {
    /// Reads a whole stream.
    #[must_use]
    pub fn new(input: Box<dyn BufRead + Send>) -> Self {
        Self { input, line: Vec::new(), used: 0, place: 0, head: Head::default(), garbage: false }
    }

    /// The head of the next record. What stands before it and is none is skipped, and `garbage` is set.
    pub fn find(&mut self) -> Found {
        self.garbage = false;
        let mut inside = false;
        let mut size = 0;
        loop {
            let read = open::line(self.input.as_mut(), &mut self.line, HEAD, &mut self.used);
            match read {
                Line::End if inside => return Found::Broken(io::ErrorKind::UnexpectedEof.into()),
                Line::End => return Found::End,
                Line::Broken(e) => return Found::Broken(e),
                Line::Whole if self.line.starts_with(b"WARC/") => {
                    // A head within a head: the first one was cut.
                    self.garbage |= inside;
                    self.head.clear();
                    (inside, size) = (true, 0);
                }
                Line::Whole if self.line.is_empty() => match self.head.length {
                    Some(length) if inside => return Found::Head(length),
                    _ => {
                        self.garbage |= inside;
                        inside = false;
                    }
                },
                Line::Whole if inside && size < HEAD => {
                    size += self.line.len();
                    if let Some(at) = memchr::memchr(b':', &self.line) {
                        let (name, value) = self.line.split_at(at);
                        self.head.set(name, value.get(1..).unwrap_or_default());
                    }
                }
                Line::Whole | Line::TooLong => {
                    self.garbage = true;
                    inside = false;
                }
            }
        }
    }

    /// Takes so many bytes of the block and gives each piece to `see`.
    ///
    /// # Errors
    /// The stream breaks or ends before.
    pub fn block(&mut self, mut length: u64, mut see: impl FnMut(&[u8])) -> io::Result<()> {
        while length > 0 {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if chunk.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let take = usize::try_from(length).unwrap_or(usize::MAX).min(chunk.len());
            see(chunk.get(..take).unwrap_or_default());
            self.input.consume(take);
            length -= take as u64;
        }
        Ok(())
    }

    /// The whole block, up to a bound; what is longer is read and left out.
    ///
    /// # Errors
    /// The stream breaks or ends before.
    pub fn bytes(&mut self, length: u64, most: usize) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.block(length, |piece| {
            let room = most.saturating_sub(out.len()).min(piece.len());
            out.extend_from_slice(piece.get(..room).unwrap_or_default());
        })?;
        Ok(out)
    }
}

/// Bytes of the head of an HTTP answer, its closing blank line included.
#[derive(Debug, Default)]
struct Http {
    /// Bytes seen of the head.
    head: u64,
    /// How much of an end of the head was seen last: `\n`, perhaps `\r`, `\n`.
    state: u8,
    done: bool,
}

impl Http {
    fn see(&mut self, piece: &[u8]) {
        for byte in piece {
            if self.done {
                return;
            }
            self.head += 1;
            self.state = match (self.state, byte) {
                (0, b'\n') => 1,
                (1, b'\r') => 1,
                (1, b'\n') => {
                    self.done = true;
                    0
                }
                _ => 0,
            };
        }
    }
}

impl Reader for Warc {
    fn next(&mut self, rows: &mut Rows) -> Step {
        let found = self.find();
        let place = self.place;
        if self.garbage {
            rows.reject("no_warc_record", Unit::Record, place, 1);
        }
        let length = match found {
            Found::Head(length) => length,
            Found::End => return Step::End,
            Found::Broken(e) => {
                rows.reject(open::code(&e), Unit::Record, place, 0);
                return Step::End;
            }
        };
        self.place += 1;
        let http = self.head.kind == "response" && self.head.content.to_ascii_lowercase().contains("application/http");
        let text = self.head.kind == "conversion";
        let mut answer = Http::default();
        let mut sound = Utf8::default();
        let mut whole = rows.texts.is_some().then(Vec::new);
        let read = self.block(length, |piece| {
            let mut head = 0;
            if http {
                let before = answer.head;
                answer.see(piece);
                head = usize::try_from(answer.head - before).unwrap_or(usize::MAX);
            } else if text {
                sound.see(piece);
            }
            if let Some(whole) = &mut whole
                && whole.len() < LONGEST
            {
                whole.extend_from_slice(piece.get(head..).unwrap_or_default());
            }
        });
        if let Err(e) = read {
            rows.reject(open::code(&e), Unit::Record, place, 0);
            return Step::End;
        }
        if http && !answer.done {
            rows.reject("no_http_answer", Unit::Record, place, 1);
            return Step::More;
        }
        if text && !sound.whole() {
            rows.reject("bad_utf8", Unit::Record, place, 1);
            return Step::More;
        }
        if !matches!(self.head.kind.as_str(), "response" | "resource" | "conversion") {
            return Step::More;
        }
        rows.push(&Document {
            url: Some(&self.head.url),
            media: Media::Text,
            bytes: Some(length - answer.head),
            language: Some(&self.head.language).filter(|l| !l.is_empty()).map(String::as_str),
            day: day::read(&self.head.date),
            text: whole.as_deref().filter(|w| w.len() < LONGEST),
            place,
            ..Document::default()
        });
        Step::Document
    }
}

/// Checks UTF-8 in pieces: a character may be cut between two.
#[derive(Debug, Default)]
struct Utf8 {
    rest: Vec<u8>,
    broken: bool,
}

impl Utf8 {
    fn see(&mut self, piece: &[u8]) {
        if self.broken {
            return;
        }
        let mut piece = piece;
        // The cut character is completed byte by byte.
        while !self.rest.is_empty() {
            let Some((first, others)) = piece.split_first() else { return };
            self.rest.push(*first);
            piece = others;
            match std::str::from_utf8(&self.rest) {
                Ok(_) => self.rest.clear(),
                Err(e) if e.error_len().is_none() => {}
                Err(_) => {
                    self.broken = true;
                    return;
                }
            }
        }
        if simdutf8::basic::from_utf8(piece).is_ok() {
            return;
        }
        if let Err(e) = std::str::from_utf8(piece) {
            if e.error_len().is_some() {
                self.broken = true;
            } else {
                self.rest.extend_from_slice(piece.get(e.valid_up_to()..).unwrap_or_default());
            }
        }
    }

    fn whole(&self) -> bool {
        !self.broken && self.rest.is_empty()
    }
}
