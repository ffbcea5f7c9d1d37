//! Runs side by side: ranks of one machine each measure the whole of it, ranks of several machines only their own, and the tables
//! do not say which. What lies between is an interval until somebody says how many machines there were.

use std::collections::BTreeMap;

use gpai_rules::number::Number;

/// Runs that are compared with one another.
const RUNS: usize = 4_096;

/// One run as far as it matters here.
pub struct Span<'r> {
    /// What the machine is told by.
    pub machine: &'r str,
    /// Start and end; nothing where they cannot be read, and then it may have run beside any.
    pub span: Option<(i64, i64)>,
}

/// For each run the number of its cluster; 0 for a run alone.
pub fn clusters(runs: &[Span<'_>]) -> Vec<u32> {
    let mut root: Vec<usize> = (0..runs.len()).collect();
    let mut machines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, run) in runs.iter().enumerate() {
        machines.entry(run.machine).or_default().push(at);
    }
    for group in machines.values() {
        // One whose time is unknown may have run beside any; so may those beyond the bound.
        let unknown = |at: &usize| runs.get(*at).is_none_or(|r| r.span.is_none());
        let compared: Vec<usize> = group.iter().copied().filter(|at| !unknown(at)).take(RUNS).collect();
        if group.iter().any(unknown) || compared.len() == RUNS {
            group.iter().skip(1).for_each(|at| join(&mut root, group.first().copied().unwrap_or(0), *at));
            continue;
        }
        for (seen, a) in compared.iter().enumerate() {
            for b in compared.iter().skip(seen + 1) {
                let span = |at: &usize| runs.get(*at).and_then(|r| r.span);
                if beside(span(a), span(b)) {
                    join(&mut root, *a, *b);
                }
            }
        }
    }
    let roots: Vec<usize> = (0..runs.len()).map(|at| find(&root, at)).collect();
    let mut sizes: BTreeMap<usize, u32> = BTreeMap::new();
    roots.iter().for_each(|root| *sizes.entry(*root).or_default() += 1);
    sizes.retain(|_, size| *size > 1);
    let numbers: BTreeMap<usize, u32> = sizes.keys().copied().zip(1..).collect();
    roots.iter().map(|root| numbers.get(root).copied().unwrap_or(0)).collect()
}

fn join(root: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(root, a), find(root, b));
    if let Some(slot) = root.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

fn find(root: &[usize], mut at: usize) -> usize {
    while let Some(up) = root.get(at).filter(|up| **up != at) {
        at = *up;
    }
    at
}

/// Whether two spans overlap by more than half the shorter one.
fn beside(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> bool {
    let (Some((from, to)), Some((start, end))) = (a, b) else { return true };
    let shared = to.min(end).saturating_sub(from.max(start));
    let shorter = to.saturating_sub(from).min(end.saturating_sub(start));
    shared > shorter / 2 && shared > 0
}

/// What the runs of one cluster used together: at least and at most.
///
/// With `machines` stated, one run a machine is the true one and the others are copies, so at least the largest run and the
/// smallest others, at most the largest ones.
pub fn together(amounts: &[Number], machines: Option<u64>) -> Option<(Number, Number)> {
    let mut sorted: Vec<&Number> = amounts.iter().collect();
    sorted.sort();
    let zero = || Number::from_u128(0);
    let sum = |part: &[&Number]| part.iter().fold(zero(), |sum, n| sum.plus(n));
    let (largest, others) = sorted.split_last()?;
    let machines = machines.and_then(|n| usize::try_from(n).ok()).filter(|n| (1..=sorted.len()).contains(n));
    Some(match machines {
        None => ((*largest).clone(), sum(&sorted)),
        Some(n) => {
            let low = largest.plus(&sum(others.get(..n - 1)?));
            (low, sum(sorted.get(sorted.len() - n..)?))
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    fn n(n: u128) -> Number {
        Number::from_u128(n)
    }

    #[test]
    fn spans_side_by_side_are_one_cluster() {
        let spans = [(0, 100), (10, 110), (200, 300), (40, 90), (100, 200), (290, 800)];
        let runs: Vec<Span<'_>> = spans.iter().map(|s| Span { machine: "m", span: Some(*s) }).collect();
        assert_eq!(clusters(&runs), [1, 1, 0, 1, 0, 0]);
        let other = [Span { machine: "a", span: Some((0, 9)) }, Span { machine: "b", span: Some((0, 9)) }];
        assert_eq!(clusters(&other), [0, 0]);
        let unknown = [Span { machine: "a", span: None }, Span { machine: "a", span: Some((0, 9)) }];
        assert_eq!(clusters(&unknown), [1, 1]);
    }

    proptest! {
        /// Logs made of known machines with known ranks: the truth lies within, and is the point where it must be.
        #[test]
        fn the_truth_lies_within(machines in prop::collection::vec((1u128..1_000_000, 1usize..6), 1..8)) {
            let ranks = machines.iter().map(|(_, r)| r).sum::<usize>();
            let truth: u128 = machines.iter().map(|(kwh, _)| kwh).sum();
            let amounts: Vec<Number> = machines.iter().flat_map(|(kwh, r)| vec![n(*kwh); *r]).collect();
            let (low, high) = together(&amounts, None).unwrap();
            prop_assert!(low <= n(truth) && n(truth) <= high);
            let (low, high) = together(&amounts, Some(machines.len() as u64)).unwrap();
            prop_assert!(low <= n(truth) && n(truth) <= high, "{low} {truth} {high}");
            if machines.len() == 1 || machines.len() == ranks {
                prop_assert_eq!(low, high);
            }
        }
    }
}
