//! The compute of runs: of one from its parts, of runs that continue one another, of several in one folder.

use gpai_rules::fact::Source;
use gpai_rules::number::{Interval, Number};

use super::one::One;
use crate::candidates::around;

/// Percent of the counted products of matrices that all else may take: normalisation, activations, the optimiser.
const ALL_ELSE: u32 = 105;
/// Percent of attention that is certain: a causal kernel leaves out the half above the diagonal.
const CAUSAL: u32 = 50;
/// Percent of attention that a kernel may take which counts scores anew on the way back: seven products in place of six.
const FUSED: u32 = 117;
/// Percent by which a count by the weights alone may be off, for it does not know which of them are used how often.
const BY_WEIGHTS: (u32, u32) = (80, 130);
/// The same of the counter of a trainer, which leaves out attention and counts padding.
const BY_TRAINER: (u32, u32) = (90, 110);

/// The compute of one run.
fn of(one: &One) -> Option<Interval> {
    let Some(shape) = &one.shape else {
        return one.trainer.as_ref().map(|flop| around(flop, BY_TRAINER.0, BY_TRAINER.1));
    };
    let best = shape.matrices();
    if !shape.of_config {
        let within = around(&best, BY_WEIGHTS.0, BY_WEIGHTS.1);
        return Some(match one.trainer.as_ref().filter(|flop| **flop > within.high) {
            Some(flop) => Interval { high: flop.percent(BY_TRAINER.1).significant(4), ..within },
            None => within,
        });
    }
    let low = shape.layers.plus(&shape.attention.percent(CAUSAL));
    let attention = shape.attention.plus(&shape.attention_at_most);
    let most = shape.layers.plus(&attention.percent(FUSED)).percent(ALL_ELSE);
    let high = most.plus(&shape.recomputed).plus(&shape.without_update);
    Interval::new(low.significant(4).min(best.clone()), Some(best), high.significant(4))
}

/// Runs of one file by what they continue: each chain in its order.
pub fn chains(runs: Vec<One>) -> Vec<Vec<One>> {
    let mut out: Vec<Vec<One>> = Vec::new();
    for one in runs {
        let before = one.continues.as_ref();
        match out.iter_mut().find(|c| c.last().is_some_and(|last| Some(&last.id) == before)) {
            Some(chain) => chain.push(one),
            None => out.push(vec![one]),
        }
    }
    out
}

/// What came before the first run of a chain: nothing, what the trainer had counted by then, or nobody knows how much.
fn before(chain: &[One]) -> Option<Interval> {
    let first = chain.first()?;
    if first.first == 0 {
        return Some(Interval::point(Number::from_u128(0)));
    }
    match &first.before {
        Some(flop) => Some(around(flop, BY_TRAINER.0, BY_TRAINER.1)),
        None => Interval::new(Number::from_u128(0), None, Number::unbounded()),
    }
}

/// The compute of a chain: the sum; steps that were done twice, because the run before ended behind its last checkpoint, are in
/// the upper bound alone.
fn of_chain(chain: &[One]) -> Option<Interval> {
    let Interval { mut low, mut best, mut high } = before(chain)?;
    for (i, one) in chain.iter().enumerate() {
        let own = of(one)?;
        let done = one.last.saturating_sub(one.first);
        let again = chain.get(i + 1).map_or(0, |next| one.last.saturating_sub(next.first)).min(done);
        if again > 0 {
            let kept = done.saturating_sub(again).saturating_mul(100).checked_div(done).unwrap_or(0);
            low = low.plus(&own.low.percent(u32::try_from(kept).unwrap_or(0)));
            best = None;
        } else {
            low = low.plus(&own.low);
            best = best.zip(own.best).map(|(sum, own)| sum.plus(&own));
        }
        high = high.plus(&own.high);
    }
    Interval::new(low, best, high)
}

/// The compute of all: of one chain its own; of several at least that of the last, at most all.
pub fn together(chains: &[Vec<One>]) -> Option<(Interval, Option<Number>, Source)> {
    let (last, earlier) = chains.split_last()?;
    let first = last.first()?;
    let mut within = of_chain(last)?;
    for chain in earlier {
        within.best = None;
        within.high = within.high.plus(&of_chain(chain)?.high);
    }
    let by = match first.shape.as_ref().map(|s| s.of_config) {
        Some(true) => "products of matrices by the model's shape",
        Some(false) => "products with the model's weights",
        None => "by the trainer",
    };
    let runs: usize = chains.iter().map(Vec::len).sum();
    let several =
        if earlier.is_empty() { "" } else { ", of runs that may be attempts: at least the last, at most all" };
    let last = last.last()?;
    let open = if last.open { "; the record has no end" } else { "" };
    let method = format!("counted while training, {by}, {runs} runs to step {}{several}{open}", last.last);
    let best = within.best.clone();
    Some((within, best, first.source.clone().method(method)))
}

/// The tokens of a chain: as the trainer counted them, or all positions; nothing where a run does not say, or steps were done twice.
pub fn tokens(chain: &[One]) -> Option<Number> {
    let twice = chain.windows(2).any(|w| matches!(w, [a, b] if b.first < a.last));
    if twice {
        return None;
    }
    let own = |one: &One| one.counted.clone().or_else(|| one.processed.clone());
    chain.iter().try_fold(Number::from_u128(0), |sum, one| Some(sum.plus(&own(one)?)))
}
