//! Two texts word against word: the places at which one says something else than the other.

use std::ops::Range;

/// Words that may differ at most, all hunks together, for two texts to be compared to the end.
const MOST: usize = 800;

/// Words of the standard text in whose place the file has others; either may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Words of the standard text.
    pub standard: Range<usize>,
    /// Words of the file.
    pub file: Range<usize>,
}

/// The hunks in which two lists of words differ, in order; `None` if they have too little in common.
///
/// This is the greedy algorithm of Myers (1986): the fewest words taken out and put in. `most` is the number of words beyond
/// which nobody wants to know.
pub fn hunks(standard: &[u64], file: &[u64], most: usize) -> Option<Vec<Hunk>> {
    let most = most.min(MOST);
    // Most texts that are no such licence have too many other words, wherever they stand.
    if apart(standard, file) > most {
        return None;
    }
    let head = standard.iter().zip(file).take_while(|(a, b)| a == b).count();
    let (a, b) = (standard.get(head..)?, file.get(head..)?);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - tail)?, b.get(..b.len() - tail)?);
    let mut steps = steps(a, b, most)?;
    steps.reverse();
    let mut out: Vec<Hunk> = Vec::new();
    for (x, y, from_standard) in steps {
        let (x, y) = (x + head, y + head);
        match out.last_mut().filter(|h| h.standard.end == x && h.file.end == y) {
            Some(hunk) if from_standard => hunk.standard.end = x + 1,
            Some(hunk) => hunk.file.end = y + 1,
            None => {
                out.push(Hunk { standard: x..x + usize::from(from_standard), file: y..y + usize::from(!from_standard) })
            }
        }
    }
    Some(out)
}

/// Words that one list has more often than the other: no fewer differ.
fn apart(a: &[u64], b: &[u64]) -> usize {
    let sorted = |list: &[u64]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    let (a, b) = (sorted(a), sorted(b));
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut count = 0;
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x == y => {
                a.next();
                b.next();
                continue;
            }
            (Some(x), Some(y)) if x < y => a.next(),
            (_, Some(_)) => b.next(),
            (Some(_), None) => a.next(),
            (None, None) => return count,
        };
        count += 1;
    }
}

/// The single steps from the end to the start: a word of the first list that the second has not (`true`), or the reverse.
fn steps(a: &[u64], b: &[u64], most: usize) -> Option<Vec<(usize, usize, bool)>> {
    let most = most.min(a.len() + b.len());
    let offset = most + 1;
    let index = |k: isize| usize::try_from(isize::try_from(offset).ok()? + k).ok();
    // The furthest word of `a` that is reached on each diagonal `k = x - y`.
    let mut reach = vec![0usize; 2 * offset + 1];
    let mut trace: Vec<Vec<usize>> = Vec::new();
    let mut found = None;
    for d in 0..=most {
        trace.push(reach.get(offset - d.min(offset)..=(offset + d).min(2 * offset))?.to_vec());
        let d = isize::try_from(d).ok()?;
        for k in (-d..=d).step_by(2) {
            let (below, above) = (*reach.get(index(k - 1)?)?, *reach.get(index(k + 1)?)?);
            let mut x = if k == -d || (k != d && below < above) { above } else { below + 1 };
            let mut y = usize::try_from(isize::try_from(x).ok()? - k).unwrap_or(usize::MAX);
            while x < a.len() && a.get(x) == b.get(y) {
                (x, y) = (x + 1, y + 1);
            }
            *reach.get_mut(index(k)?)? = x;
            if x >= a.len() && y >= b.len() && y != usize::MAX {
                found = Some(d);
                break;
            }
        }
        if found.is_some() {
            break;
        }
    }
    let mut d = found?;
    let (mut x, mut y) = (a.len(), b.len());
    let mut out = Vec::new();
    while d > 0 {
        let before = trace.get(usize::try_from(d).ok()?)?;
        let at = |k: isize| usize::try_from(k + d).ok().and_then(|i| before.get(i)).copied().unwrap_or(0);
        let k = isize::try_from(x).ok()? - isize::try_from(y).ok()?;
        let inserted = k == -d || (k != d && at(k - 1) < at(k + 1));
        let k = if inserted { k + 1 } else { k - 1 };
        x = at(k);
        y = usize::try_from(isize::try_from(x).ok()? - k).ok()?;
        out.push((x, y, !inserted));
        d -= 1;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn of(a: &str, b: &str) -> Vec<(Range<usize>, Range<usize>)> {
        let list = |text: &str| text.bytes().map(u64::from).collect::<Vec<_>>();
        hunks(&list(a), &list(b), MOST).unwrap().into_iter().map(|h| (h.standard, h.file)).collect()
    }

    #[test]
    fn what_differs_is_found_where_it_stands() {
        assert_eq!(of("abc", "abc"), []);
        assert_eq!(of("abcdef", "abXdef"), [(2..3, 2..3)]);
        assert_eq!(of("abcdef", "abcXYdef"), [(3..3, 3..5)]);
        assert_eq!(of("abcdef", "abf"), [(2..5, 2..2)]);
        assert_eq!(of("abcdef", "Xabcde"), [(0..0, 0..1), (5..6, 6..6)]);
        assert_eq!(of("", "ab"), [(0..0, 0..2)]);
        assert_eq!(of("ab", ""), [(0..2, 0..0)]);
    }

    #[test]
    fn hunks_turn_one_text_into_the_other() {
        for (a, b) in [("the quick brown fox", "a quick red fox runs"), ("xaxbxc", "axbxcx"), ("aaaa", "baab")] {
            let (mut out, mut at) = (String::new(), 0);
            for (standard, file) in of(a, b) {
                out += a.get(at..standard.start).unwrap();
                out += b.get(file).unwrap();
                at = standard.end;
            }
            assert_eq!(out + a.get(at..).unwrap(), b, "{a}");
        }
        let long: Vec<u64> = (0..3_000).collect();
        let other: Vec<u64> = (5_000..8_000).collect();
        assert_eq!(hunks(&long, &other, MOST), None);
        assert_eq!(hunks(&[1, 2, 3], &[1, 3], 0), None);
        assert_eq!(apart(&[1, 2, 2, 3], &[2, 3, 4, 4]), 4);
    }
}
