//! Nearly verbatim: where a document and an output have an anchor in common, both are laid beside each other from there on to both
//! sides, as far as the likeness allows. Likeness is one minus the edits (a byte changed, left out or put in) by the longer side.

use crate::index::Texts;
use crate::units;

/// Edits that a span may run up before it is given up: words changed in a row.
const DROP: i64 = 24;
/// Spans of one output in one document.
const SPANS: usize = 16;
/// Steps of alignment that one document may take, beside so many for each of its bytes.
const STEPS: (usize, usize) = (1 << 22, 64);

/// A run that is the same on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The output.
    pub output: u32,
    /// Where in the output.
    pub start: u32,
    /// Where in the document.
    pub from: u32,
    /// Its bytes.
    pub len: u32,
}

/// A span that is nearly verbatim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near {
    /// The output.
    pub output: u32,
    /// Bytes of the folded output.
    pub range: (u32, u32),
    /// Bytes of the folded document.
    pub from: (u32, u32),
    /// Edits between them.
    pub edits: u32,
    /// Bytes of the longer side less the edits.
    pub same: u32,
}

/// How far two texts go together from their start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reach {
    a: usize,
    b: usize,
    edits: usize,
}

/// Aligns; keeps its room from one document to the next.
#[derive(Debug, Default)]
pub struct Aligner {
    wave: Vec<i64>,
    next: Vec<i64>,
    steps: usize,
    /// Anchors that were not followed because a document had too many.
    pub dropped: u64,
}

impl Aligner {
    /// The spans of a document, `percent` of which are the same, of so many characters at least.
    pub fn spans(&mut self, texts: &Texts, text: &[u8], anchors: &[Anchor], percent: u32, chars: u32) -> Vec<Near> {
        let mut anchors = anchors.to_vec();
        anchors.sort_unstable_by_key(|a| (a.output, std::cmp::Reverse(a.len), a.start, a.from));
        anchors.dedup();
        self.steps = STEPS.0 + STEPS.1 * text.len();
        let mut out = Vec::new();
        for of_output in anchors.chunk_by(|a, b| a.output == b.output) {
            let Some(first) = of_output.first() else { continue };
            let own = texts.get(first.output);
            let mut done: Vec<((u32, u32), (u32, u32))> = Vec::new();
            for anchor in of_output {
                let inside = |(range, from): &((u32, u32), (u32, u32))| {
                    range.0 <= anchor.start
                        && anchor.start + anchor.len <= range.1
                        && from.0 <= anchor.from
                        && anchor.from + anchor.len <= from.1
                };
                if done.iter().any(inside) {
                    continue;
                }
                if done.len() >= SPANS || self.steps == 0 {
                    self.dropped += 1;
                    continue;
                }
                let (start, from, len) = (anchor.start as usize, anchor.from as usize, anchor.len as usize);
                let right = self.reach(
                    own.get(start + len..).unwrap_or_default().iter(),
                    text.get(from + len..).unwrap_or_default().iter(),
                    percent,
                );
                let left = self.reach(
                    own.get(..start).unwrap_or_default().iter().rev(),
                    text.get(..from).unwrap_or_default().iter().rev(),
                    percent,
                );
                let edits = left.edits + right.edits;
                let range = (start - left.a, start + len + right.a);
                let place = (from - left.b, from + len + right.b);
                let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                done.push(((small(range.0), small(range.1)), (small(place.0), small(place.1))));
                let (head, whole) = units::whole(own.get(range.0..range.1).unwrap_or_default());
                if edits == 0 || units::chars(whole) < chars {
                    continue;
                }
                let longer = (range.1 - range.0).max(place.1 - place.0);
                let start = small(range.0 + head);
                out.push(Near {
                    output: anchor.output,
                    range: (start, start + small(whole.len())),
                    from: (small(place.0), small(place.1)),
                    edits: small(edits),
                    same: small(longer.saturating_sub(edits)),
                });
            }
        }
        out
    }

    /// The farthest that pays: by furthest-reaching paths, edit by edit, those that fall behind dropped.
    fn reach<I: Walk>(&mut self, a: I, b: I, percent: u32) -> Reach {
        let (a_len, b_len) = (i64::try_from(a.len()).unwrap_or(0), i64::try_from(b.len()).unwrap_or(0));
        let gain = i64::from(100 - percent.min(99));
        let mut best = (0_i64, Reach::default());
        // Diagonals from `low` on; a value is how far into `a` a path got.
        let mut low = 0_i64;
        self.wave.clear();
        self.wave.push(a.snake(&b, 0, 0));
        let mut edits = 0_i64;
        loop {
            let mut any = false;
            let (mut first, mut last) = (usize::MAX, 0);
            for (at, value) in self.wave.iter().enumerate() {
                if *value < 0 {
                    continue;
                }
                let diagonal = low + i64::try_from(at).unwrap_or(0);
                let other = *value + diagonal;
                let score = gain * (*value).max(other) - 100 * edits;
                if score > best.0 {
                    let n = |v: i64| usize::try_from(v).unwrap_or(0);
                    best = (score, Reach { a: n(*value), b: n(other), edits: n(edits) });
                }
                if score >= best.0 - 100 * DROP {
                    (first, last) = (first.min(at), at);
                    any = true;
                }
            }
            if !any || self.steps == 0 {
                return best.1;
            }
            let width = last - first + 1;
            self.steps = self.steps.saturating_sub(width);
            edits += 1;
            let base = low + i64::try_from(first).unwrap_or(0) - 1;
            self.next.clear();
            for offset in 0..width + 2 {
                let diagonal = base + i64::try_from(offset).unwrap_or(0);
                let value = |diagonal: i64| {
                    let at = usize::try_from(diagonal - low).ok()?;
                    self.wave.get(at).copied().filter(|v| *v >= 0 && (first..=last).contains(&at))
                };
                // Changed; left out of `b`; put into `b`.
                let changed = value(diagonal).map(|v| v + 1);
                let without = value(diagonal + 1).map(|v| v + 1);
                let with = value(diagonal - 1);
                let start = changed
                    .into_iter()
                    .chain(without)
                    .chain(with)
                    .filter(|v| *v <= a_len && v + diagonal <= b_len && v + diagonal >= 0)
                    .max();
                self.next.push(match start {
                    Some(start) => a.snake(&b, start, start + diagonal),
                    None => -1,
                });
            }
            low = base;
            std::mem::swap(&mut self.wave, &mut self.next);
        }
    }
}

/// A text that is walked forwards or backwards from any place.
trait Walk: ExactSizeIterator {
    /// From these places on: how far into the first text both are the same.
    fn snake(&self, other: &Self, a: i64, b: i64) -> i64;
}

impl Walk for std::slice::Iter<'_, u8> {
    fn snake(&self, other: &Self, a: i64, b: i64) -> i64 {
        let (Ok(i), Ok(j)) = (usize::try_from(a), usize::try_from(b)) else { return -1 };
        let (x, y) = (self.as_slice().get(i..), other.as_slice().get(j..));
        a + i64::try_from(crate::gram::common(x.unwrap_or_default(), y.unwrap_or_default())).unwrap_or(0)
    }
}

impl Walk for std::iter::Rev<std::slice::Iter<'_, u8>> {
    fn snake(&self, other: &Self, a: i64, b: i64) -> i64 {
        let (Ok(i), Ok(j)) = (usize::try_from(a), usize::try_from(b)) else { return -1 };
        let (x, y) = (self.clone().skip(i), other.clone().skip(j));
        a + i64::try_from(x.zip(y).take_while(|(x, y)| x == y).count()).unwrap_or(0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn goes_on_over_edits_and_stops_where_nothing_is_alike() {
        let mut texts = Texts::new();
        let own = b"zzzz qqqq the quick brown fox leaped over a lazy dog and ran away from here 0123456789";
        texts.push(|out| out.extend_from_slice(own));
        let text = b"#### the quick brown fox jumped over the lazy dog and ran away from here ================";
        let at =
            |t: &[u8], w: &[u8]| u32::try_from(t.windows(w.len()).position(|x| x == w).unwrap_or(99)).unwrap_or(99);
        let word = b" lazy dog and ran away";
        let anchor = Anchor { output: 0, start: at(own, word), from: at(text, word), len: 22 };
        let spans = Aligner::default().spans(&texts, text, &[anchor], 80, 20);
        let [span] = spans.as_slice() else { panic!("{spans:?}") };
        assert_eq!(
            own.get(span.range.0 as usize..span.range.1 as usize),
            Some(b" the quick brown fox leaped over a lazy dog and ran away from here ".as_slice())
        );
        assert_eq!(span.edits, 6);
        assert!(Aligner::default().spans(&texts, text, &[anchor], 98, 60).is_empty());
    }
}
