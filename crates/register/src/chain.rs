//! The chain of entries: each holds the digest of the one before, so that a change, a gap or a new order is seen.

use crate::secret::{Digest, hex, sha256};

/// One entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who wrote it: the id of this copy of the register.
    pub writer: String,
    /// 1, 2, 3, … without gaps, per writer.
    pub n: u64,
    /// When it was recorded, RFC 3339 in UTC with milliseconds.
    pub recorded_at: String,
    /// Canonical JSON without personal data.
    pub body: Vec<u8>,
    /// Digest of the entry before.
    pub prev: Digest,
    /// Its own digest.
    pub hash: Digest,
}

impl Entry {
    /// The digest that it has to have.
    pub fn digest(&self) -> Digest {
        let head = format!("gpai-register/1\n{}\n{}\n{}\n{}\n", self.writer, self.n, self.recorded_at, hex(&self.prev));
        let mut all = head.into_bytes();
        all.extend_from_slice(&self.body);
        sha256(&all)
    }

    /// The next entry of a writer.
    pub fn after(writer: &str, last: Head, recorded_at: String, body: Vec<u8>) -> Entry {
        let mut entry =
            Entry { writer: writer.to_owned(), n: last.n + 1, recorded_at, body, prev: last.hash, hash: [0; 32] };
        entry.hash = entry.digest();
        entry
    }
}

/// The end of a writer's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of its last entry; 0 where there is none.
    pub n: u64,
    /// Digest of that entry.
    pub hash: Digest,
}

impl Head {
    /// Where a chain begins: the digest of the register's id.
    pub fn start(register: &str) -> Head {
        Head { n: 0, hash: sha256(register.as_bytes()) }
    }
}

/// What does not fit at an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// Its number is not the next one: entries were removed, or put in another order.
    Number,
    /// It does not name the digest of the one before.
    Link,
    /// Its own digest is another: it was changed.
    Changed,
}

/// Looks whether an entry follows.
///
/// # Errors
/// What does not fit, the first reason first.
pub fn follows(last: Head, entry: &Entry) -> Result<Head, Break> {
    if entry.digest() != entry.hash {
        return Err(Break::Changed);
    }
    if entry.n != last.n + 1 {
        return Err(Break::Number);
    }
    if entry.prev != last.hash {
        return Err(Break::Link);
    }
    Ok(Head { n: entry.n, hash: entry.hash })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn chain(n: u64) -> Vec<Entry> {
        let mut last = Head::start("r");
        (0..n)
            .map(|i| {
                let entry = Entry::after(
                    "w",
                    last,
                    format!("2026-01-01T00:00:0{i}.000Z"),
                    format!("{{\"i\":{i}}}").into_bytes(),
                );
                last = Head { n: entry.n, hash: entry.hash };
                entry
            })
            .collect()
    }

    fn first_break(entries: &[Entry]) -> Option<(usize, Break)> {
        let mut last = Head::start("r");
        for (i, entry) in entries.iter().enumerate() {
            match follows(last, entry) {
                Ok(head) => last = head,
                Err(why) => return Some((i, why)),
            }
        }
        None
    }

    #[test]
    fn what_was_not_touched_follows() {
        assert_eq!(first_break(&chain(9)), None);
    }

    #[test]
    fn every_change_of_every_part_is_seen() {
        for i in 0..5 {
            let mut changed = chain(5);
            changed[i].body[2] ^= 1;
            assert_eq!(first_break(&changed), Some((i, Break::Changed)));
            let mut changed = chain(5);
            changed[i].recorded_at.push('0');
            assert_eq!(first_break(&changed), Some((i, Break::Changed)));
            let mut changed = chain(5);
            changed[i].body[2] ^= 1;
            changed[i].hash = changed[i].digest();
            let expected = if i == 4 { None } else { Some((i + 1, Break::Link)) };
            assert_eq!(first_break(&changed), expected, "a forged end is seen by its head or a seal only");
        }
        let mut removed = chain(5);
        removed.remove(2);
        assert_eq!(first_break(&removed), Some((2, Break::Number)));
        let mut swapped = chain(5);
        swapped.swap(1, 2);
        assert_eq!(first_break(&swapped), Some((1, Break::Number)));
        let mut twice = chain(5);
        twice.insert(2, twice[1].clone());
        assert_eq!(first_break(&twice), Some((2, Break::Number)));
    }
}
