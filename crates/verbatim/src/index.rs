//! The index of the outputs: their folded texts one after the other, and the grams at every b-th place, found by a bit filter, a table
//! of prefixes and a short bucket. How large b is follows from the memory that is granted; what is found does not depend on it.

use crate::gram::{self, GRAM};
use crate::hot::{self, Hot};
pub use crate::texts::{BETWEEN, Texts};

/// The largest b.
pub const SPARSEST: usize = 8;
/// Places of one gram in a bucket; a gram with more is kept by its contexts.
pub const MANY: usize = 16;

/// How the index is made.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bytes of the shortest run that is looked for; no less than a gram and b together.
    pub least: usize,
    /// Every which place is indexed: 1 to [`SPARSEST`].
    pub every: usize,
}

impl Settings {
    /// The densest index that fits into so many bytes beside the texts themselves.
    #[must_use]
    pub fn within(least: usize, size: usize, memory: Option<u64>) -> Self {
        let fits = |every: usize| {
            let entries = (size / every) as u64;
            memory.is_none_or(|memory| entries.saturating_mul(20) <= memory.saturating_sub(size as u64))
        };
        // One place in eight costs an eighth to build and to keep; more of them pay only where the corpus is very large.
        let every =
            if size > 64 << 20 { SPARSEST } else { [1, 2, 4].into_iter().find(|b| fits(*b)).unwrap_or(SPARSEST) };
        Self { least: least.max(GRAM + every), every }
    }

    /// Places between two lookups.
    #[must_use]
    pub fn stride(&self) -> usize {
        (self.least + 2).saturating_sub(GRAM + self.every).max(1)
    }
}

/// The index.
#[derive(Debug)]
pub struct Index {
    /// The outputs.
    pub texts: Texts,
    /// How it was made.
    pub settings: Settings,
    shift: u32,
    table: Vec<u32>,
    entries: Vec<u64>,
    filter: Vec<u64>,
    /// Grams of many places.
    pub(crate) hot: Hot,
}

/// What the lower half of a hash is.
fn rest(hash: u64) -> u64 {
    hash << 32
}

impl Index {
    /// Indexes outputs.
    #[must_use]
    pub fn new(texts: Texts, settings: Settings) -> Self {
        let every = settings.every.clamp(1, SPARSEST);
        let settings = Settings { least: settings.least.max(GRAM + every - 1), every };
        let expected = (texts.size() / every).max(1);
        let bits = (usize::BITS - expected.leading_zeros()).saturating_sub(1).clamp(4, 28);
        let shift = 64 - bits;
        let mut table = vec![0_u32; (1_usize << bits) + 1];
        let words = (expected / 4).next_power_of_two().max(64);
        let mut filter = vec![0_u64; words];
        let mut count = 0;
        grams(&texts, every, |hash, _| {
            if let Some(slot) = table.get_mut(slot(hash, shift) + 1) {
                *slot += 1;
            }
            let (word, bit) = bit(hash, words);
            if let Some(word) = filter.get_mut(word) {
                *word |= bit;
            }
            count += 1;
        });
        let mut sum = 0_u32;
        for slot in &mut table {
            sum += *slot;
            *slot = sum;
        }
        let mut entries = vec![0_u64; count];
        let mut next = table.clone();
        grams(&texts, every, |hash, place| {
            if let Some(next) = next.get_mut(slot(hash, shift)) {
                if let Some(entry) = entries.get_mut(*next as usize) {
                    *entry = rest(hash) | u64::from(place);
                }
                *next += 1;
            }
        });
        drop(next);
        let mut many = Vec::new();
        for pair in table.windows(2) {
            let &[from, to] = pair else { continue };
            let Some(bucket) = entries.get_mut(from as usize..to as usize) else { continue };
            bucket.sort_unstable();
            if bucket.len() > MANY {
                for same in bucket.chunk_by(|a, b| a >> 32 == b >> 32).filter(|same| same.len() > MANY) {
                    many.push(same.iter().map(|e| place(*e)).collect::<Vec<u32>>());
                }
            }
        }
        let hot = hot::Hot::new(&texts, many, settings.least);
        Self { texts, settings, shift, table, entries, filter, hot }
    }

    /// Bytes it takes, the texts included.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.texts.size()
            + (self.texts.len() + 1) * 4
            + self.table.len() * 4
            + (self.entries.len() + self.filter.len()) * 8
            + self.hot.memory()
    }

    /// The places of a gram: few of them, or the number of a gram that has many.
    #[inline]
    pub(crate) fn look(&self, gram: &[u8; GRAM], mut few: impl FnMut(u32)) -> Option<u32> {
        let hash = gram::hash(gram);
        let (word, bit) = bit(hash, self.filter.len());
        if self.filter.get(word).is_none_or(|w| w & bit == 0) {
            return None;
        }
        let slot = slot(hash, self.shift);
        let (Some(from), Some(to)) = (self.table.get(slot), self.table.get(slot + 1)) else { return None };
        let bucket = self.entries.get(*from as usize..*to as usize).unwrap_or_default();
        let wanted = rest(hash);
        let start = bucket.partition_point(|e| *e < wanted);
        let same = bucket.get(start..).unwrap_or_default();
        let n = if bucket.len() > MANY {
            same.partition_point(|e| e >> 32 == wanted >> 32)
        } else {
            same.iter().take_while(|e| **e >> 32 == wanted >> 32).count()
        };
        let same = same.get(..n).unwrap_or_default();
        if n > MANY {
            return self.hot.number(place(*same.first()?));
        }
        for entry in same {
            let place = place(*entry);
            if gram::at(self.texts.bytes(), place as usize) == Some(gram) {
                few(place);
            }
        }
        None
    }
}

fn slot(hash: u64, shift: u32) -> usize {
    usize::try_from(hash >> shift).unwrap_or(0)
}

fn bit(hash: u64, words: usize) -> (usize, u64) {
    let at = usize::try_from(hash >> 14 & 0xffff_ffff).unwrap_or(0) & (words - 1);
    (at, 1 << (hash >> 8 & 63))
}

fn place(entry: u64) -> u32 {
    u32::try_from(entry & 0xffff_ffff).unwrap_or(0)
}

/// Every gram that is indexed, in the order of their places.
fn grams(texts: &Texts, every: usize, mut see: impl FnMut(u64, u32)) {
    for output in 0..u32::try_from(texts.len()).unwrap_or(u32::MAX) {
        let start = texts.start(output) as usize;
        let text = texts.get(output);
        let mut at = start.next_multiple_of(every) - start;
        while let Some(gram) = gram::at(text, at) {
            if gram::period(gram).is_none() {
                see(gram::hash(gram), u32::try_from(start + at).unwrap_or(0));
            }
            at += every;
        }
    }
}
