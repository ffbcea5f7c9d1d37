//! The header of a GGUF file (<https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, versions 1 to 3), read in
//! chunks: keys with their values, names, shapes and types of tensors. Nothing is allocated from a length in the file.

use std::collections::BTreeMap;

use crate::files::Entry;
use crate::run::Run;

/// Bytes read of a GGUF header: the tokenizer's lists are in it, some 10 MB for 256 000 tokens.
pub const BYTES: u64 = 32 << 20;
/// Bytes of a GGUF header read at a time.
const CHUNK: u64 = 256 << 10;
/// Keys of one GGUF header; real ones have some 60.
const KEYS: u64 = 4_096;
/// Bytes of a GGUF key or tensor name; the format allows 65 535 and 64.
const NAME: u64 = 1_024;
/// Bytes of a GGUF text value that is kept; longer ones (chat templates, licence texts) are stepped over.
const TEXT: u64 = 4_096;
/// Nesting of lists in a GGUF header; real ones have none.
const DEPTH: usize = 4;
/// Tensors of a GGUF model; the largest mixtures of experts have some 2 000.
pub const TENSORS: usize = 100_000;

/// A value of a key; lists, floats and long texts are stepped over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A whole number that is not negative.
    Whole(u64),
    /// Yes or no.
    Bool(bool),
    /// A text.
    Text(String),
    /// Something else is there.
    Other,
}

/// One tensor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// Elements, of which a quantised type packs several in a byte.
    pub elements: u128,
    /// The number of its type in ggml.
    pub kind: u32,
}

/// What a header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// 1, 2 or 3.
    pub version: u32,
    /// Keys and values.
    pub keys: BTreeMap<String, Kept>,
    /// Tensors, in their order.
    pub tensors: Vec<Tensor>,
}

impl Header {
    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.keys.get(key) {
            Some(Kept::Text(text)) => Some(text.trim()).filter(|t| !t.is_empty()),
            _ => None,
        }
    }

    /// The whole number under a key.
    pub fn whole(&self, key: &str) -> Option<u64> {
        match self.keys.get(key) {
            Some(Kept::Whole(n)) => Some(*n),
            _ => None,
        }
    }
}

/// Why reading ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A finding says why.
    Said,
    /// The content stands elsewhere.
    Pointer,
    /// The header goes on beyond the bound.
    Limit,
    /// It is no header, or a broken one.
    Broken(&'static str),
}

/// Reads the header of one file. What was read before a stop is kept.
pub fn read(run: &mut Run<'_>, entry: &Entry) -> (Header, Result<(), Stop>) {
    let mut header = Header::default();
    let mut cursor = Cursor { run, entry, at: 0, start: 0, buffer: Vec::new(), short: false };
    let result = cursor.header(&mut header);
    (header, result)
}

/// A place in the file, with the chunk around it.
struct Cursor<'w, 'a> {
    run: &'w mut Run<'a>,
    entry: &'w Entry,
    /// The next byte.
    at: u64,
    /// Where the chunk starts.
    start: u64,
    buffer: Vec<u8>,
    /// Version 1: lengths have four bytes.
    short: bool,
}

impl Cursor<'_, '_> {
    fn header(&mut self, out: &mut Header) -> Result<(), Stop> {
        let magic = self.take(4)?.to_vec();
        if magic == b"vers" {
            return Err(Stop::Pointer);
        }
        if magic != b"GGUF" {
            return Err(Stop::Broken("it does not start as a GGUF file"));
        }
        out.version = self.u32()?;
        match out.version {
            1 => self.short = true,
            2 | 3 => {}
            n if (1..=3).contains(&n.swap_bytes()) => {
                return Err(Stop::Broken("its byte order is big endian, which is not read"));
            }
            _ => return Err(Stop::Broken("a version of GGUF that is not known")),
        }
        let (tensors, keys) = (self.length()?, self.length()?);
        if keys > KEYS {
            return Err(Stop::Broken("more keys than any model has"));
        }
        if tensors > TENSORS as u64 {
            return Err(Stop::Broken("more tensors than any model has"));
        }
        for _ in 0..keys {
            let key = self.name()?;
            let kind = self.u32()?;
            let value = self.value(kind)?;
            out.keys.entry(key).or_insert(value);
        }
        for _ in 0..tensors {
            let tensor = self.tensor()?;
            out.tensors.push(tensor);
        }
        Ok(())
    }

    fn tensor(&mut self) -> Result<Tensor, Stop> {
        let name = self.name()?;
        let dimensions = self.u32()?;
        // The library knows four.
        if dimensions > 8 {
            return Err(Stop::Broken("a tensor with more than eight dimensions"));
        }
        let mut elements = 1u128;
        for _ in 0..dimensions {
            let size = self.length()?;
            elements = elements.checked_mul(size.into()).ok_or(Stop::Broken("a tensor too large to be one"))?;
        }
        let kind = self.u32()?;
        self.skip(8)?;
        Ok(Tensor { name, elements, kind })
    }

    fn value(&mut self, kind: u32) -> Result<Kept, Stop> {
        Ok(match kind {
            0 => Kept::Whole(self.number(1)?),
            2 => Kept::Whole(self.number(2)?),
            4 => Kept::Whole(self.number(4)?),
            10 => Kept::Whole(self.number(8)?),
            1 => whole(i64::from(self.number(1)? as u8 as i8)),
            3 => whole(i64::from(self.number(2)? as u16 as i16)),
            5 => whole(i64::from(self.number(4)? as u32 as i32)),
            11 => whole(self.number(8)? as i64),
            7 => Kept::Bool(self.number(1)? != 0),
            8 => self.string()?,
            9 => {
                self.list(0)?;
                Kept::Other
            }
            other => {
                self.skip(fixed(other).ok_or(Stop::Broken("a type of value that is not known"))?)?;
                Kept::Other
            }
        })
    }

    /// Steps over a list.
    fn list(&mut self, depth: usize) -> Result<(), Stop> {
        if depth >= DEPTH {
            return Err(Stop::Broken("lists in lists, too deep"));
        }
        let (kind, count) = (self.u32()?, self.length()?);
        if let Some(size) = fixed(kind) {
            return self.skip(count.checked_mul(size).ok_or(Stop::Broken("a list longer than the file"))?);
        }
        // Each of these takes at least four bytes, so that the end of the file bounds the loop.
        for _ in 0..count {
            match kind {
                8 => {
                    let length = self.length()?;
                    self.skip(length)?;
                }
                9 => self.list(depth + 1)?,
                _ => return Err(Stop::Broken("a type of value that is not known")),
            }
        }
        Ok(())
    }

    fn string(&mut self) -> Result<Kept, Stop> {
        let length = self.length()?;
        if length > TEXT {
            self.skip(length)?;
            return Ok(Kept::Other);
        }
        Ok(Kept::Text(String::from_utf8_lossy(self.take(length)?).into_owned()))
    }

    fn name(&mut self) -> Result<String, Stop> {
        let length = self.length()?;
        if length > NAME {
            return Err(Stop::Broken("a name longer than the format allows"));
        }
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn length(&mut self) -> Result<u64, Stop> {
        self.number(if self.short { 4 } else { 8 })
    }

    fn u32(&mut self) -> Result<u32, Stop> {
        Ok(self.number(4)? as u32)
    }

    /// An unsigned number of up to eight bytes.
    fn number(&mut self, bytes: u64) -> Result<u64, Stop> {
        Ok(self.take(bytes)?.iter().rev().fold(0u64, |n, b| (n << 8) | u64::from(*b)))
    }

    fn skip(&mut self, bytes: u64) -> Result<(), Stop> {
        let end = self.at.checked_add(bytes).filter(|e| *e <= self.entry.size);
        self.at = end.ok_or(Stop::Broken("it ends within the header"))?;
        if self.at > BYTES { Err(Stop::Limit) } else { Ok(()) }
    }

    /// The next few bytes; never more than a name or a kept text.
    fn take(&mut self, bytes: u64) -> Result<&[u8], Stop> {
        let from = self.at;
        self.skip(bytes)?;
        let held = self.start + self.buffer.len() as u64;
        if from < self.start || self.at > held {
            let length = CHUNK.max(bytes).min(self.entry.size.saturating_sub(from));
            self.buffer = self.run.range(&self.entry.path, from, length).ok_or(Stop::Said)?;
            self.start = from;
        }
        let inside = |n: u64| usize::try_from(n.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.buffer.get(inside(from)..inside(self.at)).ok_or(Stop::Broken("it ends within the header"))
    }
}

fn whole(n: i64) -> Kept {
    u64::try_from(n).map_or(Kept::Other, Kept::Whole)
}

/// The bytes of a value of fixed size.
fn fixed(kind: u32) -> Option<u64> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}
