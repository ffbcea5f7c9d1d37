//! What was found, added up over documents and threads. Everything here can be added in any order and gives the same.

mod state;

use std::collections::HashMap;

use crate::gram::GRAM;
use crate::index::Index;
use crate::near::Near;
use crate::units;

/// Places that are kept of each run.
pub const PLACES: usize = 5;
/// Spans that are nearly verbatim, kept of each output.
const NEAREST: usize = 8;

/// What is known of a document's rights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Nothing.
    #[default]
    Unknown,
    /// Anybody may copy it.
    Free,
    /// It is protected.
    Protected,
    /// It is a licence's own text.
    Licence,
}

/// Where a run stands in the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The document's number.
    pub document: u64,
    /// Bytes of its folded text before it.
    pub from: u32,
}

/// The documents of a run.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// By [`Source`].
    pub by: [u64; 4],
    /// The first places.
    pub places: Vec<Place>,
    last: Option<u64>,
}

impl Documents {
    /// How many there are, licence texts left out.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.by.iter().take(3).sum()
    }

    fn add(&mut self, document: u64, source: Source, from: u32) -> bool {
        if self.last == Some(document) {
            return false;
        }
        self.last = Some(document);
        if let Some(n) = self.by.get_mut(source as usize) {
            *n += 1;
        }
        if self.places.len() < PLACES {
            self.places.push(Place { document, from });
            self.places.sort_unstable();
        } else if let Some(worst) = self.places.last_mut()
            && (Place { document, from }) < *worst
        {
            *worst = Place { document, from };
            self.places.sort_unstable();
        }
        true
    }

    fn merge(&mut self, other: Self) {
        for (a, b) in self.by.iter_mut().zip(other.by) {
            *a += b;
        }
        self.places.extend(other.places);
        self.places.sort_unstable();
        self.places.dedup();
        self.places.truncate(PLACES);
        self.last = None;
    }
}

/// What one place of a group has beyond what all of them have.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Member {
    left: u32,
    right: u32,
    /// The longest run: its bytes, those before the gram, and where.
    best: u32,
    best_left: u32,
    place: Option<Place>,
    by: [bool; 4],
}

impl Member {
    pub(crate) fn better(&self, left: usize, right: usize, len: usize, document: u64, source: Source) -> bool {
        left > self.left as usize
            || right > self.right as usize
            || len > self.best as usize
            || len == self.best as usize && self.place.is_none_or(|p| document < p.document)
            || self.by.get(source as usize) == Some(&false)
    }

    pub(crate) fn take(&mut self, left: usize, right: usize, document: u64, source: Source, from: u32) {
        let (left, right) = (u32::try_from(left).unwrap_or(0), u32::try_from(right).unwrap_or(0));
        let mut by = [false; 4];
        if let Some(own) = by.get_mut(source as usize) {
            *own = true;
        }
        self.add(&Member {
            left,
            right,
            best: left + right + 32,
            best_left: left,
            place: Some(Place { document, from }),
            by,
        });
    }

    fn add(&mut self, other: &Member) {
        if other.place.is_none() {
            return;
        }
        self.left = self.left.max(other.left);
        self.right = self.right.max(other.right);
        for (a, b) in self.by.iter_mut().zip(other.by) {
            *a |= b;
        }
        let key = |m: &Member| (std::cmp::Reverse(m.best), m.place);
        if self.place.is_none() || key(other) < key(self) {
            (self.best, self.best_left, self.place) = (other.best, other.best_left, other.place);
        }
    }
}

/// A work of which something was found.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Bytes of its folded text.
    pub len: u32,
    /// What was found of it.
    pub found: Vec<(u32, u32)>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Tally {
    runs: HashMap<(u32, u32, u32), Documents>,
    shared: HashMap<(u32, u32, u32), (bool, Documents)>,
    members: HashMap<u32, Vec<Member>>,
    near: HashMap<u32, Vec<(Near, u64, Source)>>,
    works: HashMap<u64, Work>,
    pending: Vec<(u32, u32)>,
    found: u64,
}

/// A run in an output.
#[derive(Clone, Debug)]
pub struct Run {
    /// First and last byte of the folded output, the last one not in it.
    pub range: (u32, u32),
    /// The documents that hold it.
    pub documents: Documents,
}

/// What was found in one output.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Its number.
    pub output: u32,
    /// What is covered by runs, put together.
    pub covered: Vec<(u32, u32)>,
    /// The longest run, and where it stands first.
    pub longest: Option<((u32, u32), Place)>,
    /// Runs with their documents.
    pub runs: Vec<Run>,
    /// Spans that are nearly verbatim, with document and source.
    pub near: Vec<(Near, u64, Source)>,
}

impl Tally {
    /// Grows with everything that is found.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.found
    }

    pub(crate) fn touch(&mut self) {
        self.found += 1;
    }

    pub(crate) fn run(&mut self, output: u32, range: (u32, u32), document: u64, source: Source, from: u32) {
        self.found += 1;
        self.runs.entry((output, range.0, range.1)).or_default().add(document, source, from);
        self.part(source, from, range.1 - range.0);
    }

    fn part(&mut self, source: Source, from: u32, len: u32) {
        if source == Source::Protected {
            self.pending.push((from, from.saturating_add(len)));
        }
    }

    pub(crate) fn shared(
        &mut self,
        key: (u32, u32, u32),
        counts: impl FnOnce() -> bool,
        document: u64,
        source: Source,
        from: u32,
    ) -> bool {
        let (counts, documents) = self.shared.entry(key).or_insert_with(|| (counts(), Documents::default()));
        let counts = *counts;
        if counts {
            documents.add(document, source, from);
            self.found += 1;
            self.part(source, from, key.1 + key.2 + 32);
        }
        counts
    }

    pub(crate) fn members(&mut self, group: u32, len: usize) -> &mut [Member] {
        self.members.entry(group).or_insert_with(|| vec![Member::default(); len])
    }

    pub(crate) fn near(&mut self, document: u64, source: Source, span: &Near) {
        self.found += 1;
        let list = self.near.entry(span.output).or_default();
        list.push((*span, document, source));
        list.sort_by_key(rank);
        list.truncate(NEAREST);
        self.part(source, span.from.0, span.from.1 - span.from.0);
    }

    /// The document at hand, of which something was found, is done.
    pub(crate) fn work(&mut self, document: u64, source: Source, len: usize) {
        if source == Source::Protected {
            let work = self.works.entry(document).or_default();
            work.len = u32::try_from(len).unwrap_or(u32::MAX);
            work.found.append(&mut self.pending);
            join(&mut work.found);
        }
        self.pending.clear();
    }

    /// Adds what another thread found.
    pub fn merge(&mut self, other: Self) {
        for (key, documents) in sorted(other.runs) {
            self.runs.entry(key).or_default().merge(documents);
        }
        for (key, (counts, documents)) in sorted(other.shared) {
            self.shared.entry(key).or_insert_with(|| (counts, Documents::default())).1.merge(documents);
        }
        for (group, members) in sorted(other.members) {
            let own = self.members.entry(group).or_insert_with(|| vec![Member::default(); members.len()]);
            for (a, b) in own.iter_mut().zip(&members) {
                a.add(b);
            }
        }
        for (output, spans) in sorted(other.near) {
            let list = self.near.entry(output).or_default();
            list.extend(spans);
            list.sort_by_key(rank);
            list.dedup();
            list.truncate(NEAREST);
        }
        for (document, work) in sorted(other.works) {
            let own = self.works.entry(document).or_default();
            own.len = work.len;
            own.found.extend(work.found);
            join(&mut own.found);
        }
        self.found += other.found;
    }

    /// The protected documents of which something was found, by their numbers.
    #[must_use]
    pub fn works(&self) -> Vec<(u64, Work)> {
        let mut out: Vec<(u64, Work)> = self.works.iter().map(|(d, w)| (*d, w.clone())).collect();
        out.sort_unstable_by_key(|(d, _)| *d);
        out
    }

    /// What was found, output by output.
    #[must_use]
    pub fn outputs(self, index: &Index) -> Vec<Output> {
        let mut all: HashMap<u32, Output> = HashMap::new();
        let mut put = |output: u32, run: Run, whole: bool| {
            let own = all.entry(output).or_insert_with(|| Output { output, ..Output::default() });
            if let Some(place) = run.documents.places.first().copied().filter(|_| whole) {
                let key = |range: (u32, u32), place: Place| (std::cmp::Reverse(range.1 - range.0), range.0, place);
                if own.longest.is_none_or(|(range, other)| key(run.range, place) < key(range, other)) {
                    own.longest = Some((run.range, place));
                }
            }
            own.covered.push(run.range);
            own.runs.push(run);
        };
        for ((output, start, end), documents) in sorted(self.runs) {
            put(output, Run { range: (start, end), documents }, true);
        }
        let text = index.texts.bytes();
        // The characters that are whole in a stretch of an output, from its start.
        let trimmed = |from: u32, to: u32| {
            let bytes = text.get(from as usize..to as usize).unwrap_or_default();
            let (head, whole) = units::whole(bytes);
            let output = index.texts.output(from);
            let start = from + u32::try_from(head).unwrap_or(0) - index.texts.start(output);
            (output, (start, start + u32::try_from(whole.len()).unwrap_or(0)))
        };
        let gram = u32::try_from(GRAM).unwrap_or(0);
        for ((number, left, right), (_, documents)) in
            sorted(self.shared).into_iter().filter(|(_, (counts, _))| *counts)
        {
            for place in index.hot.groups.get(number as usize).map(|g| g.places.as_slice()).unwrap_or_default() {
                let (output, range) = trimmed(place - left, place + gram + right);
                put(output, Run { range, documents: documents.clone() }, true);
            }
        }
        for (number, members) in sorted(self.members) {
            let places = index.hot.groups.get(number as usize).map(|g| g.places.as_slice()).unwrap_or_default();
            for (place, member) in places.iter().zip(members) {
                let Some(first) = member.place else { continue };
                let documents = Documents { by: member.by.map(u64::from), places: vec![first], last: None };
                let (output, range) = trimmed(place - member.best_left, place + member.best - member.best_left);
                let head = range.0 - (place - member.best_left - index.texts.start(output));
                let moved = Place { from: first.from + head, ..first };
                put(output, Run { range, documents: Documents { places: vec![moved], ..documents.clone() } }, true);
                let (output, range) = trimmed(place - member.left, place + gram + member.right);
                // Several runs together: it covers, but no document holds all of it.
                put(output, Run { range, documents }, false);
            }
        }
        for (output, near) in sorted(self.near) {
            all.entry(output).or_insert_with(|| Output { output, ..Output::default() }).near = near;
        }
        let mut out: Vec<Output> = sorted(all).into_iter().map(|(_, o)| o).collect();
        for output in &mut out {
            join(&mut output.covered);
        }
        out
    }
}

fn rank(of: &(Near, u64, Source)) -> (std::cmp::Reverse<u32>, u32, u64, u32) {
    (std::cmp::Reverse(of.0.same), of.0.range.0, of.1, of.0.from.0)
}

fn sorted<K: Ord + Copy, V>(map: HashMap<K, V>) -> Vec<(K, V)> {
    let mut out: Vec<(K, V)> = map.into_iter().collect();
    out.sort_unstable_by_key(|(key, _)| *key);
    out
}

/// Ranges put together where they touch, in their order.
pub fn join(ranges: &mut Vec<(u32, u32)>) {
    ranges.sort_unstable();
    let mut out: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for range in ranges.drain(..) {
        match out.last_mut() {
            Some(last) if range.0 <= last.1 => last.1 = last.1.max(range.1),
            _ => out.push(range),
        }
    }
    *ranges = out;
}
