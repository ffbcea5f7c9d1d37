//! A document against the index. Of every stride only b places are looked up: a run that is long enough holds one of them whole, at
//! a place that is indexed. Places of which nothing but a repetition is to be seen are passed by, to the nearest ones on both sides that
//! are none; so what holds 47 bytes without a short repetition is found whatever b is, and repetitions cost no time.

use std::collections::{HashMap, HashSet};

use crate::gram::{self, GRAM, common, common_end};
use crate::hot::{Group, last, next};
use crate::index::Index;
use crate::near::{self, Anchor};
use crate::tally::{Source, Tally};
use crate::units;

/// Groups of more places start no alignment: text that so many outputs share says nothing about one of them.
const SHARED: usize = 64;
/// Contexts of groups that are remembered, so that the same notice is not looked at again.
const REMEMBERED: usize = 1 << 20;
/// What stands beyond the edge of a document: no text, and not what stands between outputs.
const EDGE: u8 = 0xfe;

/// What counts.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Folded characters of a run or a span.
    pub chars: u32,
    /// Characters in a hundred that have to be the same in a span that is nearly verbatim; `None` where none is looked for.
    pub near: Option<u32>,
}

/// One thread's pass over documents.
pub struct Scan<'i> {
    index: &'i Index,
    limits: Limits,
    /// What was found.
    pub tally: Tally,
    /// Of the document at hand: where on each diagonal the last run ended.
    recent: HashMap<i64, usize>,
    anchors: Vec<Anchor>,
    seen: HashSet<(u32, u32, u32, u64, u64, Source)>,
    aligner: near::Aligner,
}

/// The document at hand.
#[derive(Clone, Copy)]
struct Document<'a> {
    number: u64,
    source: Source,
    text: &'a [u8],
}

impl<'i> Scan<'i> {
    /// A pass.
    #[must_use]
    pub fn new(index: &'i Index, limits: Limits) -> Self {
        Self {
            index,
            limits,
            tally: Tally::default(),
            recent: HashMap::new(),
            anchors: Vec::new(),
            seen: HashSet::new(),
            aligner: near::Aligner::default(),
        }
    }

    /// Looks at a folded document. Numbers of documents grow within a pass. Says whether anything was found.
    pub fn document(&mut self, number: u64, source: Source, text: &[u8]) -> bool {
        let document = Document { number, source, text };
        self.recent.clear();
        self.anchors.clear();
        let before = self.tally.found();
        self.walk(&document);
        if let Some(percent) = self.limits.near
            && !self.anchors.is_empty()
        {
            let anchors = std::mem::take(&mut self.anchors);
            let spans = self.aligner.spans(&self.index.texts, text, &anchors, percent, self.limits.chars);
            for span in spans {
                self.tally.near(number, source, &span);
            }
            self.anchors = anchors;
        }
        let any = self.tally.found() > before;
        if any {
            self.tally.work(number, source, text.len());
        }
        any
    }

    fn walk(&mut self, document: &Document<'_>) {
        let text = document.text;
        let (every, stride) = (self.index.settings.every, self.index.settings.stride());
        let span = GRAM + every - 1;
        let mut at = 0;
        // Up to where nothing but a repetition follows.
        let mut repeats = 0;
        while let Some(window) = text.get(at..at + span) {
            if window.get(every - 1..GRAM).is_some_and(|shared| gram::period(shared).is_none()) {
                self.group(document, at);
                at += stride;
                continue;
            }
            if periodic(text, at, every).is_none() {
                self.group(document, at);
            } else {
                if at >= repeats
                    && let Some(place) = clear_before(text, at, every, stride)
                {
                    self.group(document, place);
                }
                let (place, end) = clear_after(text, at, every, stride);
                if let Some(place) = place {
                    self.group(document, place);
                }
                // The places of a long repetition are passed over at once, up to the last one that reaches beyond it.
                let reach = end.saturating_sub(stride + span);
                if reach > at + stride {
                    at += (reach - at) / stride * stride;
                    repeats = end;
                    continue;
                }
            }
            at += stride;
        }
    }

    /// Looks up `every` places from one on.
    #[inline]
    fn group(&mut self, document: &Document<'_>, from: usize) {
        let index = self.index;
        for at in from..from + index.settings.every {
            let Some(gram) = gram::at(document.text, at) else { return };
            let hot = index.look(gram, |place| self.few(document, at, place));
            if let Some(number) = hot {
                index.hot.candidates(number, document.text, at, |number, group| self.many(document, at, number, group));
            }
        }
    }

    /// A gram at one place of the outputs.
    fn few(&mut self, document: &Document<'_>, at: usize, place: u32) {
        let (text, bytes) = (document.text, self.index.texts.bytes());
        let place = place as usize;
        let diagonal = i64::try_from(place).unwrap_or(0) - i64::try_from(at).unwrap_or(0);
        if self.recent.get(&diagonal).is_some_and(|end| *end > at) {
            return;
        }
        let left = common_end(text.get(..at).unwrap_or_default(), bytes.get(..place).unwrap_or_default());
        let right = common(text.get(at + GRAM..).unwrap_or_default(), bytes.get(place + GRAM..).unwrap_or_default());
        self.recent.insert(diagonal, at + GRAM + right);
        self.run(document, at - left, place - left, left + GRAM + right);
    }

    fn run(&mut self, document: &Document<'_>, from: usize, place: usize, len: usize) {
        if len < self.index.settings.least {
            return;
        }
        let Some(bytes) = self.index.texts.bytes().get(place..place + len) else { return };
        let (head, whole) = units::whole(bytes);
        let start = place + head;
        let Ok(start) = u32::try_from(start) else { return };
        let output = self.index.texts.output(start);
        let start = start - self.index.texts.start(output);
        let len = u32::try_from(whole.len()).unwrap_or(0);
        let from = u32::try_from(from + head).unwrap_or(u32::MAX);
        if units::chars(whole) >= self.limits.chars && gram::clear(bytes) {
            self.tally.run(output, (start, start + len), document.number, document.source, from);
        }
        if self.limits.near.is_some() {
            self.anchors.push(Anchor { output, start, from, len });
        }
    }

    /// A gram at many places that read alike.
    fn many(&mut self, document: &Document<'_>, at: usize, number: u32, group: &Group) {
        let Some(first) = group.places.first().map(|p| *p as usize) else { return };
        if group.places.len() <= 2 {
            for place in &group.places {
                if gram::at(self.index.texts.bytes(), *place as usize) == gram::at(document.text, at) {
                    self.few(document, at, *place);
                }
            }
            return;
        }
        let (text, bytes) = (document.text, self.index.texts.bytes());
        if gram::at(bytes, first) != gram::at(text, at) {
            return;
        }
        let core_left = bytes.get(first - group.left..first).unwrap_or_default();
        let core_right = bytes.get(first + GRAM..first + GRAM + group.right).unwrap_or_default();
        let left = common_end(text.get(..at).unwrap_or_default(), core_left);
        let right = common(text.get(at + GRAM..).unwrap_or_default(), core_right);
        let edges = (left == group.left, right == group.right);
        let len = left + GRAM + right;
        if len < self.index.settings.least && edges == (false, false) {
            return;
        }
        let sides = (u32::try_from(left).unwrap_or(0), u32::try_from(right).unwrap_or(0));
        let slice = bytes.get(first - left..first + GRAM + right).unwrap_or_default();
        let counts = |bytes: &[u8]| units::chars(units::whole(bytes).1) >= self.limits.chars && gram::clear(bytes);
        let from = u32::try_from(at - left).unwrap_or(u32::MAX);
        let core =
            self.tally.shared((number, sides.0, sides.1), || counts(slice), document.number, document.source, from);
        if self.limits.near.is_some() && group.places.len() <= SHARED && len >= self.index.settings.least {
            let (head, whole) = units::whole(slice);
            for place in &group.places {
                let start = *place - sides.0 + u32::try_from(head).unwrap_or(0);
                let output = self.index.texts.output(start);
                let start = start - self.index.texts.start(output);
                let len = u32::try_from(whole.len()).unwrap_or(0);
                self.anchors.push(Anchor { output, start, from: from + u32::try_from(head).unwrap_or(0), len });
            }
        }
        if edges == (false, false) {
            return;
        }
        self.beyond(document, at, number, group, (left, right), core);
    }

    /// What some of the places have in common with the document beyond what all of them have.
    fn beyond(
        &mut self,
        document: &Document<'_>,
        at: usize,
        number: u32,
        group: &Group,
        sides: (usize, usize),
        core: bool,
    ) {
        let (text, bytes) = (document.text, self.index.texts.bytes());
        let (left, right) = sides;
        let at_left = left == group.left;
        let at_right = right == group.right;
        let before = if at_left { edge_last(text, at - left) } else { 0 };
        let after = if at_right { edge_next(text, at + GRAM + right) } else { 0 };
        let short = (u32::try_from(left).unwrap_or(0), u32::try_from(right).unwrap_or(0));
        let key = (number, short.0, short.1, before, after, document.source);
        if self.seen.contains(&key) {
            return;
        }
        let mut farther = false;
        let chars = self.limits.chars;
        let members = self.tally.members(number, group.places.len());
        let both = group.before.iter().zip(&group.after);
        for ((place, (own_before, own_after)), member) in group.places.iter().zip(both).zip(members) {
            let mut more_left = if at_left { (own_before ^ before).leading_zeros() as usize / 8 } else { 0 };
            let mut more_right = if at_right { (own_after ^ after).trailing_zeros() as usize / 8 } else { 0 };
            if more_left == 0 && more_right == 0 {
                continue;
            }
            let place = *place as usize;
            if more_left == 8 {
                let (end, own) = (at - left, place - left);
                more_left = common_end(text.get(..end).unwrap_or_default(), bytes.get(..own).unwrap_or_default());
                farther = true;
            }
            if more_right == 8 {
                let (end, own) = (at + GRAM + right, place + GRAM + right);
                more_right = common(text.get(end..).unwrap_or_default(), bytes.get(own..).unwrap_or_default());
                farther = true;
            }
            let (all_left, all_right) = (left + more_left, right + more_right);
            let len = all_left + GRAM + all_right;
            let from = at - all_left;
            if len < chars as usize || !member.better(all_left, all_right, len, document.number, document.source) {
                continue;
            }
            if !core {
                let slice = bytes.get(place - all_left..place + GRAM + all_right).unwrap_or_default();
                if units::chars(units::whole(slice).1) < chars || !gram::clear(slice) {
                    continue;
                }
            }
            member.take(all_left, all_right, document.number, document.source, u32::try_from(from).unwrap_or(u32::MAX));
        }
        if !farther && self.seen.len() < REMEMBERED {
            self.seen.insert(key);
        }
        self.tally.touch();
    }
}

fn edge_next(text: &[u8], at: usize) -> u64 {
    let left = text.len().saturating_sub(at).min(8);
    next(text, at) ^ (u64::MAX.checked_shl(u32::try_from(left * 8).unwrap_or(64)).unwrap_or(0) & fill())
}

fn edge_last(text: &[u8], at: usize) -> u64 {
    let left = at.min(8);
    last(text, at) ^ (u64::MAX.checked_shr(u32::try_from(left * 8).unwrap_or(64)).unwrap_or(0) & fill())
}

/// What turns the filling of an output's edge into that of a document's.
fn fill() -> u64 {
    u64::from_le_bytes([EDGE ^ crate::index::BETWEEN; 8])
}

/// The last of `every` places that is periodic, and its period.
fn periodic(text: &[u8], at: usize, every: usize) -> Option<(usize, usize)> {
    (0..every).rev().find_map(|i| Some((i, gram::period(text.get(at + i..at + i + GRAM)?)?)))
}

/// The first group of clear places after `at` and before the next one of the stride, and where the repetition there ends.
fn clear_after(text: &[u8], at: usize, every: usize, stride: usize) -> (Option<usize>, usize) {
    let mut place = at;
    let mut end = at;
    while let Some((i, p)) = periodic(text, place, every) {
        end = gram::breaks(text, place + i, p);
        place = (end + 1).saturating_sub(GRAM).max(place + i + 1);
        if end >= text.len() || place >= at + stride {
            return (None, end);
        }
    }
    (Some(place).filter(|p| p + GRAM + every - 1 <= text.len()), end)
}

/// The last group of clear places before `at` and after the one before in the stride.
fn clear_before(text: &[u8], at: usize, every: usize, stride: usize) -> Option<usize> {
    let least = (at + 1).saturating_sub(stride);
    let mut place = at;
    loop {
        let first = (0..every).find_map(|i| Some((i, gram::period(text.get(place + i..place + i + GRAM)?)?)));
        let Some((i, p)) = first else { return Some(place) };
        // Backwards: up to where a byte is not the one `p` after it.
        let from = place + i;
        let (before, after) = (text.get(..from)?, text.get(p..from + p)?);
        let same = common_end(before, after);
        let broken = from.checked_sub(same + 1)?;
        place = (broken + 1).checked_sub(every)?;
        if place < least {
            return None;
        }
    }
}
