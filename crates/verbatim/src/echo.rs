//! What an output only repeats of its own prompt: that was given to the model and is no memory of it.

use crate::gram::{CLEAR, GRAM};
use crate::index::{Index, Settings, Texts};
use crate::scan::{Limits, Scan};
use crate::tally::Source;

/// Bytes that have to be the same for a stretch to count as taken from the prompt.
pub const LEAST: usize = GRAM + CLEAR - 1;

/// The ranges of a folded output that stand in its folded prompt.
#[must_use]
pub fn ranges(prompt: &[u8], output: &[u8]) -> Vec<(u32, u32)> {
    let mut texts = Texts::new();
    if prompt.len() < LEAST || output.len() < LEAST || texts.push(|out| out.extend_from_slice(prompt)).is_none() {
        return Vec::new();
    }
    let index = Index::new(texts, Settings { least: LEAST, every: 1 });
    let mut scan = Scan::new(&index, Limits { chars: 1, near: None });
    // The output stands in the place of a document of which is asked what was found.
    scan.document(0, Source::Protected, output);
    scan.tally.works().into_iter().next().map(|(_, work)| work.found).unwrap_or_default()
}

/// What is left of a range without others, which are in their order.
#[must_use]
pub fn without(range: (u32, u32), others: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    let mut from = range.0;
    for (start, end) in others.iter().filter(|(start, end)| *start < range.1 && *end > range.0) {
        if *start > from {
            out.push((from, *start));
        }
        from = from.max(*end);
    }
    if from < range.1 {
        out.push((from, range.1));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prompt_is_found_in_the_output() {
        let prompt =
            b"continue this text: it was the best of times, it was the worst of times, it was the age of wisdom";
        let output = b"sure! it was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness";
        assert_eq!(ranges(prompt, output), [(5, 83)]);
        assert_eq!(ranges(b"short", output), []);
        assert_eq!(without((0, 100), &[(5, 20), (50, 60)]), [(0, 5), (20, 50), (60, 100)]);
        assert_eq!(without((10, 20), &[(0, 15), (18, 30)]), [(15, 18)]);
        assert_eq!(without((10, 20), &[(0, 30)]), []);
    }
}
