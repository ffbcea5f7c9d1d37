//! Grams that stand in many places of the outputs, such as those of a notice that every answer ends with. Their places are put
//! together by what surrounds them, so that one comparison serves all that read alike; none is left out, however many there are.

use std::collections::HashMap;

use crate::gram::{GRAM, common, common_end, hash_of};
use crate::texts::{BETWEEN, Texts};

/// The longest context that is said to be common to all places of a group.
const CORE: usize = 1 << 14;
/// How often places that read otherwise are set apart from a group.
const PEELS: usize = 64;

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
            let mut gram = Gram::default();
            for side in [Side::Right, Side::Left] {
                // What stands in another output does not matter: a half that is not whole cannot be common.
                let mut keyed: Vec<(u64, u32)> = places
                    .iter()
                    .filter_map(|place| Some((hash_of(side.half(bytes, *place, half)?), *place)))
                    .collect();
                keyed.sort_unstable();
                for same in keyed.chunk_by(|a, b| a.0 == b.0) {
                    let Some((hash, _)) = same.first() else { continue };
                    let alike = same.iter().map(|(_, place)| *place).collect();
                    for part in Side::Right.peel(bytes, alike).into_iter().flat_map(|p| Side::Left.peel(bytes, p)) {
                        let number = u32::try_from(out.groups.len()).unwrap_or(u32::MAX);
                        let list = if side == Side::Right { &mut gram.right } else { &mut gram.left };
                        list.push((*hash, number));
                        out.groups.push(group(bytes, part));
                    }
                }
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
        let right = text.get(at..at + GRAM + self.half).map(hash_of);
        let left = at.checked_sub(self.half).and_then(|from| text.get(from..at + GRAM)).map(hash_of);
        let range = |list: &'_ [(u64, u32)], hash: Option<u64>| {
            let Some(hash) = hash else { return 0..0 };
            let from = list.partition_point(|(h, _)| *h < hash);
            let n = list.get(from..).unwrap_or_default().partition_point(|(h, _)| *h == hash);
            from..from + n
        };
        let by_right = gram.right.get(range(&gram.right, right)).unwrap_or_default();
        let by_left = gram.left.get(range(&gram.left, left)).unwrap_or_default();
        // A place with both halves is seen twice, which changes nothing.
        for (_, number) in by_right.iter().chain(by_left) {
            if let Some(group) = self.groups.get(*number as usize) {
                see(*number, group);
            }
        }
    }
}

/// A side of a gram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    /// The gram with the half of the context on this side, if that lies within the output.
    fn half(self, bytes: &[u8], place: u32, half: usize) -> Option<&[u8]> {
        let place = place as usize;
        let half = match self {
            Side::Right => bytes.get(place..place + GRAM + half)?,
            Side::Left => bytes.get(place.checked_sub(half)?..place + GRAM)?,
        };
        (!half.contains(&BETWEEN)).then_some(half)
    }

    /// The byte so far away.
    fn byte(self, bytes: &[u8], place: u32, depth: usize) -> u8 {
        let at = match self {
            Side::Right => Some(place as usize + GRAM + depth),
            Side::Left => (place as usize).checked_sub(depth + 1),
        };
        at.and_then(|at| bytes.get(at)).copied().unwrap_or(BETWEEN)
    }

    /// Sets apart the few that read otherwise than most, so that what most have in common is not cut short by them.
    fn peel(self, bytes: &[u8], mut places: Vec<u32>) -> Vec<Vec<u32>> {
        let mut out = Vec::new();
        let mut depth = 0;
        for _ in 0..PEELS {
            depth += self.common(bytes, &places, depth);
            if places.len() < 4 || depth >= CORE {
                break;
            }
            let mut counts = [0_usize; 256];
            for place in &places {
                if let Some(n) = counts.get_mut(usize::from(self.byte(bytes, *place, depth))) {
                    *n += 1;
                }
            }
            let most = counts
                .iter()
                .enumerate()
                .max_by_key(|(_, n)| **n)
                .map_or((BETWEEN, 0), |(b, n)| (u8::try_from(b).unwrap_or(BETWEEN), *n));
            if most.0 == BETWEEN || most.1 * 4 < places.len() * 3 {
                break;
            }
            let (with, without): (Vec<u32>, Vec<u32>) =
                places.iter().copied().partition(|place| self.byte(bytes, *place, depth) == most.0);
            places = with;
            out.push(without);
        }
        out.push(places);
        out.retain(|part: &Vec<u32>| !part.is_empty());
        out
    }

    /// Bytes that all have in common from a depth on.
    fn common(self, bytes: &[u8], places: &[u32], depth: usize) -> usize {
        let part = |place: u32| match self {
            Side::Right => bytes.get(place as usize + GRAM + depth..).unwrap_or_default(),
            Side::Left => (place as usize).checked_sub(depth).and_then(|end| bytes.get(..end)).unwrap_or_default(),
        };
        let Some((first, others)) = places.split_first() else { return 0 };
        let first = part(*first);
        let own = match self {
            Side::Right => first.iter().take(CORE).position(|b| *b == BETWEEN),
            Side::Left => first.iter().rev().take(CORE).position(|b| *b == BETWEEN),
        };
        let mut most = own.unwrap_or(CORE).min(first.len());
        for place in others {
            most = match self {
                Side::Right => common(first.get(..most).unwrap_or_default(), part(*place)),
                Side::Left => common_end(first.get(first.len() - most..).unwrap_or_default(), part(*place)),
            };
        }
        most
    }
}

fn group(bytes: &[u8], places: Vec<u32>) -> Group {
    let (left, right) = (Side::Left.common(bytes, &places, 0), Side::Right.common(bytes, &places, 0));
    let eight_after = places.iter().map(|p| next(bytes, *p as usize + GRAM + right)).collect();
    let eight_before = places.iter().map(|p| last(bytes, (*p as usize).saturating_sub(left))).collect();
    Group { before: eight_before, after: eight_after, left, right, places }
}

/// The eight bytes from a place on, the first one lowest; what is not there is no text.
pub(crate) fn next(bytes: &[u8], at: usize) -> u64 {
    let mut out = [BETWEEN; 8];
    for (to, from) in out.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
        *to = *from;
    }
    u64::from_le_bytes(out)
}

/// The eight bytes before a place, the last one highest.
pub(crate) fn last(bytes: &[u8], at: usize) -> u64 {
    let mut out = [BETWEEN; 8];
    for (to, from) in out.iter_mut().rev().zip(bytes.get(..at).unwrap_or_default().iter().rev()) {
        *to = *from;
    }
    u64::from_le_bytes(out)
}
