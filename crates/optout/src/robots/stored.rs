//! A robots.txt that was read, as bytes to be stored and loaded again: crawlers keep millions of them. Loading copies and checks;
//! nothing is parsed. Bytes of another version, cut or changed are refused.

use std::fmt;

use super::dialect::Dialect;
use super::file::{Group, Mark, Name, Other, Robots, Rule, State};
use super::notes::Notes;
use super::pattern::Shape;

/// Name and version of the form; a change of the fields is a new version.
const MAGIC: &[u8; 8] = b"gpairob1";

/// Why stored bytes cannot be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredError {
    /// Not this form, or another version of it: read the file again.
    Version,
    /// Cut, changed, or made by something else.
    Broken,
}

impl fmt::Display for StoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StoredError::Version => "not a stored robots.txt of this version; read the file again",
            StoredError::Broken => "a stored robots.txt that is cut or was changed; read the file again",
        })
    }
}

impl std::error::Error for StoredError {}

impl Robots {
    /// The file as bytes.
    ///
    /// ```
    /// use gpai_optout::robots::{Dialect, Robots};
    ///
    /// let robots = Robots::parse(b"User-agent: *\nDisallow: /a\n", Dialect::Rfc9309);
    /// let loaded = Robots::from_bytes(&robots.to_bytes()).unwrap();
    /// assert_eq!(loaded.check(&["X"], "/a"), robots.check(&["X"], "/a"));
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Out(MAGIC.to_vec());
        out.byte(match self.dialect {
            Dialect::Rfc9309 => 0,
            Dialect::Google => 1,
        });
        out.byte(match self.state {
            State::Rules => 0,
            State::Open => 1,
            State::Closed => 2,
        });
        out.byte(u8::from(self.loose));
        out.number(u32::from(self.notes.bits()));
        out.length(self.arena.len());
        out.0.extend_from_slice(&self.arena);
        out.length(self.rules.len());
        for rule in &self.rules {
            let shape = &rule.shape;
            out.numbers(&[shape.start, shape.length, shape.rank]);
            out.byte(u8::from(shape.anchored) | u8::from(shape.wild) << 1 | u8::from(rule.allow) << 2);
            out.wide(shape.key);
            out.wide(shape.mask);
            out.numbers(&[rule.mark.line, rule.mark.column, rule.mark.offset, rule.mark.length]);
        }
        out.length(self.groups.len());
        for group in &self.groups {
            out.numbers(&[group.rules.start, group.rules.end, u32::from(group.notes.bits())]);
            out.number(group.ambiguous.unwrap_or(0));
        }
        out.length(self.everyone.len());
        out.numbers(&self.everyone);
        out.length(self.names.len());
        for name in &self.names {
            out.numbers(&[name.start, name.token, name.whole, name.group]);
        }
        out.length(self.index.len());
        for (hash, number, whole) in &self.index {
            out.wide(*hash);
            out.number(*number);
            out.byte(u8::from(*whole));
        }
        out.length(self.others.len());
        for other in &self.others {
            let group = other.group.map_or(0, |group| group.saturating_add(1));
            out.numbers(&[other.name.0, other.name.1, other.value.0, other.value.1, other.line, other.column, group]);
        }
        let sum = sum(&out.0);
        out.wide(sum);
        out.0
    }

    /// Loads what [`to_bytes`](Robots::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// Where the bytes are of another version, cut or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Robots, StoredError> {
        if !bytes.starts_with(MAGIC) {
            return Err(StoredError::Version);
        }
        let (body, end) =
            bytes.len().checked_sub(8).and_then(|at| bytes.split_at_checked(at)).ok_or(StoredError::Broken)?;
        let eight = <[u8; 8]>::try_from(end).map_err(|_| StoredError::Broken)?;
        if u64::from_le_bytes(eight) != sum(body) {
            return Err(StoredError::Broken);
        }
        let rest = body.get(MAGIC.len()..).unwrap_or_default();
        load(&mut In(rest)).ok_or(StoredError::Broken)
    }
}

fn load(from: &mut In<'_>) -> Option<Robots> {
    let dialect = if from.byte()? == 0 { Dialect::Rfc9309 } else { Dialect::Google };
    let state = match from.byte()? {
        0 => State::Rules,
        1 => State::Open,
        _ => State::Closed,
    };
    let loose = from.byte()? != 0;
    let notes = Notes::from_bits(u16::try_from(from.number()?).ok()?);
    let length = from.number()? as usize;
    let arena = from.take(length)?.to_vec();
    let rules = from.list(45, |from| {
        let (start, length, rank) = (from.number()?, from.number()?, from.number()?);
        let bits = from.byte()?;
        let shape = Shape {
            start,
            length,
            rank,
            anchored: bits & 1 != 0,
            wild: bits & 2 != 0,
            key: from.wide()?,
            mask: from.wide()?,
        };
        let mark =
            Mark { line: from.number()?, column: from.number()?, offset: from.number()?, length: from.number()? };
        Some(Rule { shape, allow: bits & 4 != 0, mark })
    })?;
    let groups = from.list(16, |from| {
        let rules = from.number()?..from.number()?;
        let notes = Notes::from_bits(u16::try_from(from.number()?).ok()?);
        let ambiguous = Some(from.number()?).filter(|line| *line > 0);
        Some(Group { rules, notes, ambiguous })
    })?;
    let everyone = from.list(4, In::number)?;
    let names = from.list(16, |from| {
        Some(Name { start: from.number()?, token: from.number()?, whole: from.number()?, group: from.number()? })
    })?;
    let index = from.list(13, |from| Some((from.wide()?, from.number()?, from.byte()? != 0)))?;
    let others = from.list(28, |from| {
        let (name, value) = ((from.number()?, from.number()?), (from.number()?, from.number()?));
        let (line, column) = (from.number()?, from.number()?);
        Some(Other { name, value, line, column, group: from.number()?.checked_sub(1) })
    })?;
    from.0.is_empty().then_some(Robots {
        dialect,
        state,
        notes,
        arena,
        rules,
        groups,
        everyone,
        names,
        index,
        others,
        loose,
    })
}

/// A sum over eight bytes at a time: against accidents, not against forgers.
fn sum(bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    let mut mix = |eight: u64| sum = (sum ^ eight).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    for chunk in chunks.by_ref() {
        mix(chunk.try_into().map(u64::from_le_bytes).unwrap_or_default());
    }
    for byte in chunks.remainder() {
        mix(u64::from(*byte));
    }
    sum
}

struct Out(Vec<u8>);

impl Out {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    fn numbers(&mut self, numbers: &[u32]) {
        for number in numbers {
            self.number(*number);
        }
    }

    /// A file holds at most 512,000 bytes, so that no list comes near the bound.
    fn length(&mut self, length: usize) {
        self.number(u32::try_from(length).unwrap_or(u32::MAX));
    }

    fn wide(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }
}

struct In<'b>(&'b [u8]);

impl<'b> In<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn wide(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// A list whose entries take so many bytes each: a length that does not fit is refused before anything is kept.
    fn list<T>(&mut self, each: usize, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let length = self.number()? as usize;
        if length.checked_mul(each)? > self.0.len() {
            return None;
        }
        (0..length).map(|_| one(self)).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::robots::Fetched;

    #[test]
    fn what_was_stored_is_loaded_whole() {
        let text = "License: https://a.example/l\nUser-agent: A\nCrawl-delay: 1\nUser-agent: B/1.0\nDisallow: /a*b$\nAllow: /a\n\
                    User-agent: *\nDisallow /x\nContent-Signal: ai-train=no\nDisallow: /%C3%A9\n";
        let of = |status| Robots::fetched(Fetched::Status { status, redirects: 7 }, text.as_bytes(), Dialect::Google);
        for robots in [Robots::parse(text.as_bytes(), Dialect::Rfc9309), of(200), of(404), of(500), Robots::default()] {
            let bytes = robots.to_bytes();
            let loaded = Robots::from_bytes(&bytes).unwrap();
            assert_eq!(format!("{loaded:?}"), format!("{robots:?}"));
            assert_eq!(loaded.to_bytes(), bytes);
            for end in 0..bytes.len() {
                assert!(Robots::from_bytes(&bytes[..end]).is_err(), "{end}");
            }
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 0x40;
                let expected = if at < 8 { StoredError::Version } else { StoredError::Broken };
                assert_eq!(Robots::from_bytes(&other).err(), Some(expected), "{at}");
            }
        }
    }
}
