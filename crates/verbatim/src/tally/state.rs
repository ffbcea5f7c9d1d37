//! A tally as bytes, so that an interrupted run goes on where it was. Groups go by number: the bytes belong to one index alone, which
//! who keeps them has to name.

use super::{Documents, Member, Near, Place, Source, Tally, Work, sorted};

/// The first eight bytes.
const MAGIC: &[u8; 8] = b"gpaivt\x00\x01";
/// Entries that are believed to follow before they were read.
const ROOM: usize = 1 << 16;

/// Writes numbers.
struct Out(Vec<u8>);

impl Out {
    fn n(&mut self, n: u64) {
        self.0.extend_from_slice(&n.to_le_bytes());
    }

    fn all(&mut self, numbers: &[u32]) {
        numbers.iter().for_each(|n| self.n(u64::from(*n)));
    }

    fn documents(&mut self, of: &Documents) {
        of.by.iter().for_each(|n| self.n(*n));
        self.n(of.places.len() as u64);
        for place in &of.places {
            self.n(place.document);
            self.n(u64::from(place.from));
        }
    }
}

/// Reads them; `None` where there are no more.
struct In<'a>(&'a [u8]);

impl In<'_> {
    fn n(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*first))
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.n()?).ok()
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = usize::try_from(self.n()?).ok()?;
        let mut out = Vec::with_capacity(n.min(ROOM));
        for _ in 0..n {
            out.push(one(self)?);
        }
        Some(out)
    }

    fn place(&mut self) -> Option<Place> {
        Some(Place { document: self.n()?, from: self.small()? })
    }

    fn documents(&mut self) -> Option<Documents> {
        let by = [self.n()?, self.n()?, self.n()?, self.n()?];
        Some(Documents { by, places: self.many(Self::place)?, last: None })
    }

    fn source(&mut self) -> Option<Source> {
        [Source::Unknown, Source::Free, Source::Protected, Source::Licence]
            .get(usize::try_from(self.n()?).ok()?)
            .copied()
    }
}

impl Tally {
    /// As bytes.
    #[must_use]
    pub fn save(self) -> Vec<u8> {
        let mut out = Out(MAGIC.to_vec());
        let runs = sorted(self.runs);
        out.n(runs.len() as u64);
        for ((output, start, end), documents) in &runs {
            out.all(&[*output, *start, *end]);
            out.documents(documents);
        }
        let shared = sorted(self.shared);
        out.n(shared.len() as u64);
        for ((group, left, right), (counts, documents)) in &shared {
            out.all(&[*group, *left, *right, u32::from(*counts)]);
            out.documents(documents);
        }
        let members = sorted(self.members);
        out.n(members.len() as u64);
        for (group, all) in &members {
            out.n(u64::from(*group));
            out.n(all.len() as u64);
            for one in all {
                out.all(&[one.left, one.right, one.best, one.best_left]);
                one.by.iter().for_each(|b| out.n(u64::from(*b)));
                out.n(u64::from(one.place.is_some()));
                let place = one.place.unwrap_or(Place { document: 0, from: 0 });
                out.n(place.document);
                out.n(u64::from(place.from));
            }
        }
        let near = sorted(self.near);
        out.n(near.len() as u64);
        for (output, spans) in &near {
            out.n(u64::from(*output));
            out.n(spans.len() as u64);
            for (span, document, source) in spans {
                out.all(&[span.range.0, span.range.1, span.from.0, span.from.1, span.edits, span.same]);
                out.n(*document);
                out.n(*source as u64);
            }
        }
        let works = sorted(self.works);
        out.n(works.len() as u64);
        for (document, work) in &works {
            out.n(*document);
            out.n(u64::from(work.len));
            out.n(work.found.len() as u64);
            work.found.iter().for_each(|(from, to)| out.all(&[*from, *to]));
        }
        out.n(self.found);
        out.0
    }

    /// From bytes; `None` where they are cut or none of ours.
    #[must_use]
    pub fn load(bytes: &[u8]) -> Option<Self> {
        let mut input = In(bytes.strip_prefix(MAGIC)?);
        let runs = input.many(|i| Some(((i.small()?, i.small()?, i.small()?), i.documents()?)))?;
        let shared = input.many(|i| {
            let key = (i.small()?, i.small()?, i.small()?);
            Some((key, (i.n()? == 1, i.documents()?)))
        })?;
        let members = input.many(|i| {
            let group = i.small()?;
            let all = i.many(|i| {
                let (left, right, best, best_left) = (i.small()?, i.small()?, i.small()?, i.small()?);
                let by = [i.n()? == 1, i.n()? == 1, i.n()? == 1, i.n()? == 1];
                let there = i.n()? == 1;
                let place = i.place()?;
                Some(Member { left, right, best, best_left, place: Some(place).filter(|_| there), by })
            })?;
            Some((group, all))
        })?;
        let near = input.many(|i| {
            let output = i.small()?;
            let spans = i.many(|i| {
                let range = (i.small()?, i.small()?);
                let from = (i.small()?, i.small()?);
                let near = Near { output, range, from, edits: i.small()?, same: i.small()? };
                Some((near, i.n()?, i.source()?))
            })?;
            Some((output, spans))
        })?;
        let works = input.many(|i| {
            let (document, len) = (i.n()?, i.small()?);
            Some((document, Work { len, found: i.many(|i| Some((i.small()?, i.small()?)))? }))
        })?;
        let found = input.n()?;
        Some(Tally {
            runs: runs.into_iter().collect(),
            shared: shared.into_iter().collect(),
            members: members.into_iter().collect(),
            near: near.into_iter().collect(),
            works: works.into_iter().collect(),
            pending: Vec::new(),
            found,
        })
    }
}
