//! What a pass over a corpus found: figures and a tally, which add up, and which are kept as bytes between two runs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use gpai_verbatim::tally::Tally;

use crate::input::row::Rejected;

/// Rejected records that are named.
pub const NAMED: usize = 50;

/// What a pass found.
#[derive(Debug, Default)]
pub struct Passed {
    /// The runs.
    pub tally: Tally,
    /// Documents compared.
    pub documents: u64,
    /// Bytes of their texts.
    pub bytes: u64,
    /// Documents whose text is not there or is no UTF-8.
    pub without: u64,
    /// Records that could not be read, by file and reason.
    pub rejected: BTreeMap<(String, Cow<'static, str>), u64>,
    /// Of these the first ones.
    pub named: Vec<Rejected>,
    /// Pieces that were there already.
    pub resumed: usize,
}

/// Writes a file whole or not at all.
///
/// # Errors
/// The disk.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let part = path.with_extension("part");
    let folder = path.parent().map_or(Ok(()), std::fs::create_dir_all);
    let kept = folder.and_then(|()| std::fs::write(&part, bytes)).and_then(|()| std::fs::rename(&part, path));
    kept.map_err(|e| format!("{}: cannot be written: {e}", path.display()))
}

impl Passed {
    /// As bytes: figures as a line of JSON, then the tally.
    ///
    /// # Errors
    /// Never in practice.
    pub fn save(self) -> Result<(Vec<u8>, Passed), String> {
        let rejected: Vec<_> = self.rejected.iter().map(|((file, code), n)| (file, code, n)).collect();
        let mut bytes =
            serde_json::to_vec(&(self.documents, self.bytes, self.without, rejected)).map_err(|e| e.to_string())?;
        bytes.push(b'\n');
        bytes.extend(self.tally.save());
        let passed = Self::load(&bytes).ok_or_else(|| "what was kept cannot be read".to_owned())?;
        Ok((bytes, Passed { named: self.named, ..passed }))
    }

    /// From bytes; `None` where they are cut or none of ours.
    #[must_use]
    pub fn load(bytes: &[u8]) -> Option<Self> {
        let at = memchr::memchr(b'\n', bytes)?;
        type Figures = (u64, u64, u64, Vec<(String, String, u64)>);
        let (documents, size, without, rejected): Figures = serde_json::from_slice(bytes.get(..at)?).ok()?;
        let mut out = Passed { documents, bytes: size, without, ..Passed::default() };
        for (file, code, n) in rejected {
            out.rejected.insert((file, code.into()), n);
        }
        out.tally = Tally::load(bytes.get(at + 1..)?)?;
        Some(out)
    }

    /// Adds what another one found.
    pub fn add(&mut self, other: Passed) {
        self.tally.merge(other.tally);
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.without += other.without;
        for (key, n) in other.rejected {
            *self.rejected.entry(key).or_default() += n;
        }
        self.named.extend(other.named);
    }

    /// Counts a record that could not be read.
    ///
    /// # Errors
    /// With `strict`: it ends the run.
    pub fn reject(&mut self, rejected: &Rejected, strict: bool) -> Result<(), String> {
        if strict {
            let r = rejected;
            return Err(format!("{}: {} {}: {} (--strict)", r.file, r.unit.word(), r.place, r.code));
        }
        *self.rejected.entry((rejected.file.to_string(), Cow::Borrowed(rejected.code))).or_default() +=
            rejected.records.max(1);
        if self.named.len() < NAMED {
            self.named.push(rejected.clone());
        }
        Ok(())
    }
}
