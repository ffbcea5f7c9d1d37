//! Grams that stand in many places of the outputs, such as those of a notice that every answer ends with. Their places are put
//! together by what surrounds them, so that one comparison serves all that read alike; none is left out, however many there are.

use std::collections::HashMap;

use crate::gram::{GRAM, common, common_end, hash_of};
use crate::index::Texts;

/// Bytes of context by which places are put together.
const CONTEXT: usize = 128;
/// The longest context that is said to be common to all places of a group.
const CORE: usize = 1 << 14;

/// Places whose surroundings read alike.
#[derive(Debug)]
pub struct Group {
    /// The places of the gram.
    pub places: Vec<u32>,
    /// Bytes before the gram that all of them have in common.
    pub left: usize,
    /// Bytes after it.
    pub right: usize,
    /// For each place the eight bytes before what is common, the nearest one highest.
    pub before: Vec<u64>,
    /// The eight bytes after it, the nearest one lowest.
    pub after: Vec<u64>,
}

/// One gram.
#[derive(Debug, Default)]
struct Gram {
    right: Vec<(u64, u32)>,
    left: Vec<(u64, u32)>,
}

/// All such grams.
#[derive(Debug, Default)]
pub struct Hot {
    /// By the first place of each.
    numbers: HashMap<u32, u32>,
    grams: Vec<Gram>,
    /// Groups of all grams.
    pub groups: Vec<Group>,
    half: usize,
}

impl Hot {
    /// Groups the places of each gram. `least` is the shortest run that counts.
    pub(crate) fn new(texts: &Texts, many: Vec<Vec<u32>>, least: usize) -> Self {
        // Of a run that long one half or the other is common, too.
        let half = least.saturating_sub(GRAM).div_ceil(2);
        let mut out = Self { half, ..Self::default() };
        let bytes = texts.bytes();
        for places in many {
            let Some(first) = places.first().copied() else { continue };
            let mut keyed: Vec<(u64, u64, u32)> = places
                .into_iter()
                .map(|place| {
                    let at = place as usize;
                    let after = bytes.get(at..(at + GRAM + CONTEXT).min(bytes.len())).unwrap_or_default();
                    let before = bytes.get(at.saturating_sub(CONTEXT)..at).unwrap_or_default();
                    // What stands in another output does not matter.
                    let end = after.iter().position(|b| *b == crate::index::BETWEEN).unwrap_or(after.len());
                    let begin = before.iter().rposition(|b| *b == crate::index::BETWEEN).map_or(0, |i| i + 1);
                    (hash_of(after.get(..end).unwrap_or_default()), hash_of(before.get(begin..).unwrap_or_default()), place)
                })
                .collect();
            keyed.sort_unstable();
            let mut gram = Gram::default();
            for same in keyed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
                let number = u32::try_from(out.groups.len()).unwrap_or(u32::MAX);
                let group = group(bytes, same.iter().map(|(_, _, place)| *place).collect());
                if let Some(first) = group.places.first().map(|p| *p as usize) {
                    let right = bytes.get(first + GRAM..first + GRAM + half);
                    gram.right.extend(right.map(|b| (hash_of(b), number)));
                    let left = first.checked_sub(half).and_then(|from| bytes.get(from..first));
                    gram.left.extend(left.map(|b| (hash_of(b), number)));
                }
                out.groups.push(group);
            }
            gram.right.sort_unstable();
            gram.left.sort_unstable();
            out.numbers.insert(first, u32::try_from(out.grams.len()).unwrap_or(u32::MAX));
            out.grams.push(gram);
        }
        out
    }

    /// The number of a gram by the first of its places.
    pub(crate) fn number(&self, first: u32) -> Option<u32> {
        self.numbers.get(&first).copied()
    }

    /// Bytes it takes.
    pub(crate) fn memory(&self) -> usize {
        self.groups.iter().map(|g| g.places.len() * 20 + 120).sum()
    }

    /// The groups that can have a run with a document in which the gram stands at `at`: one half of the context is common.
    pub(crate) fn candidates(&self, number: u32, text: &[u8], at: usize, mut see: impl FnMut(u32, &Group)) {
        let Some(gram) = self.grams.get(number as usize) else { return };
        let right = text.get(at + GRAM..at + GRAM + self.half).map(hash_of);
        let left = at.checked_sub(self.half).and_then(|from| text.get(from..at)).map(hash_of);
        let range = |list: &'_ [(u64, u32)], hash: Option<u64>| {
            let Some(hash) = hash else { return 0..0 };
            let from = list.partition_point(|(h, _)| *h < hash);
            let n = list.get(from..).unwrap_or_default().partition_point(|(h, _)| *h == hash);
            from..from + n
        };
        let by_right = gram.right.get(range(&gram.right, right)).unwrap_or_default();
        for (_, number) in by_right {
            if let Some(group) = self.groups.get(*number as usize) {
                see(*number, group);
            }
        }
        for (_, number) in gram.left.get(range(&gram.left, left)).unwrap_or_default() {
            // Those of the first list had their turn; it is in the order of the groups.
            if by_right.binary_search_by(|(_, n)| n.cmp(number)).is_err()
                && let Some(group) = self.groups.get(*number as usize)
            {
                see(*number, group);
            }
        }
    }
}

fn group(bytes: &[u8], places: Vec<u32>) -> Group {
    let first = places.first().map_or(0, |p| *p as usize);
    let after = |place: usize| bytes.get(place + GRAM..).unwrap_or_default();
    let before = |place: usize| bytes.get(..place).unwrap_or_default();
    // No group is longer than its first member's own output; one alone needs no common core.
    let own = after(first).iter().take(CORE).position(|b| *b == crate::index::BETWEEN).unwrap_or(CORE);
    let own_left = before(first).iter().rev().take(CORE).position(|b| *b == crate::index::BETWEEN).unwrap_or(CORE);
    let (mut left, mut right) = (own_left, own);
    for place in places.iter().skip(1).map(|p| *p as usize) {
        right = common(after(first).get(..right).unwrap_or_default(), after(place));
        let from = first.saturating_sub(left);
        left = common_end(bytes.get(from..first).unwrap_or_default(), before(place));
    }
    let eight_after = places.iter().map(|p| next(bytes, *p as usize + GRAM + right)).collect();
    let eight_before = places.iter().map(|p| last(bytes, (*p as usize).saturating_sub(left))).collect();
    Group { before: eight_before, after: eight_after, left, right, places }
}

/// The eight bytes from a place on, the first one lowest; what is not there is no text.
pub(crate) fn next(bytes: &[u8], at: usize) -> u64 {
    let mut out = [crate::index::BETWEEN; 8];
    for (to, from) in out.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
        *to = *from;
    }
    u64::from_le_bytes(out)
}

/// The eight bytes before a place, the last one highest.
pub(crate) fn last(bytes: &[u8], at: usize) -> u64 {
    let mut out = [crate::index::BETWEEN; 8];
    for (to, from) in out.iter_mut().rev().zip(bytes.get(..at).unwrap_or_default().iter().rev()) {
        *to = *from;
    }
    u64::from_le_bytes(out)
}
