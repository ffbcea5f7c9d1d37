//! 6·P·D: parameters (active ones in a mixture of experts) times tokens seen (Guidelines 132).

use gpai_rules::fact::Source;
use gpai_rules::number::{Interval, Number};
use gpai_rules::remarks::powers;

use crate::candidates::Candidates;
use crate::estimate::{self, Estimate, Input, Method, Of};
use crate::weigh::amounts::{Amounts, Known};

/// Percent that the rule itself may be off, either way (Guidelines 123).
const LOW: u32 = 70;
const HIGH: u32 = 130;

/// Why there is no such estimate.
pub struct Refused {
    /// The reason.
    pub why: &'static str,
    /// What it is about.
    pub source: Source,
}

/// The estimate; `Ok(None)` if the folder says nothing of either amount.
pub fn estimate(candidates: &Candidates, amounts: &Amounts) -> Result<Option<Estimate>, Box<Refused>> {
    let refuse = |why, source: &Source| Err(Box::new(Refused { why, source: source.clone() }));
    if let Some(source) = &candidates.diffusion {
        return refuse("six times parameters times tokens does not hold for a diffusion model", source);
    }
    let Some(tokens) = &amounts.tokens else {
        return match candidates.parameters.iter().min_by_key(|a| (a.basis, &a.source)) {
            Some(amount) => refuse("no number of training tokens is stated", &amount.source),
            None => Ok(None),
        };
    };
    let source = &tokens.source;
    let several;
    let (name, size) =
        match (candidates.experts && candidates.dense != Some(true), &amounts.active, &amounts.parameters) {
            (true, Some(active), Some(whole)) if whole.claim.best.is_none() => {
                // Several models, of which only some may be mixtures.
                let lowest = active.lowest.clone().min(whole.lowest.clone());
                let highest = active.highest.clone().max(whole.highest.clone());
                let claim = Interval { low: lowest.clone(), best: None, high: highest.clone() };
                several = Known { claim, lowest, highest, source: active.source.clone() };
                ("parameters of several models", &several)
            }
            (true, Some(active), _) => ("active parameters", active),
            (true, None, _) => return refuse("a mixture of experts whose active parameters are not stated", source),
            (false, _, Some(parameters)) => ("parameters", parameters),
            (false, _, None) => return refuse("tokens are stated, but no number of parameters", source),
        };
    if few(&size.lowest, &tokens.highest, fewest(candidates)) {
        return refuse("the tokens that are stated are too few for a whole training of a model of this size", source);
    }
    let best = size.claim.best.as_ref().zip(tokens.claim.best.as_ref()).map(|(p, d)| estimate::six_pd(p, d));
    let value = Interval {
        low: estimate::six_pd(&size.lowest, &tokens.lowest).percent(LOW).significant(4),
        best,
        high: estimate::six_pd(&size.highest, &tokens.highest).percent(HIGH).significant(4),
    };
    let inputs = vec![
        Input { name: "tokens", value: shown(&tokens.claim), source: Some(source.clone()) },
        Input { name, value: shown(&size.claim), source: Some(size.source.clone()) },
    ];
    Ok(Some(Estimate { method: Method::SixPd, of: Of::Training, value, inputs }))
}

/// Tokens for each hundred parameters below which an amount is no whole training: the fewest that any published language
/// model of a billion parameters or more saw are about half its parameters (530 billion on 270 billion tokens).
const FEWEST: u32 = 30;
/// The same for a model that takes more than text: what is stated of its training mostly comes on top of a language model.
const FEWEST_ON_TOP: u32 = 2000;
/// Parameters from which this is known.
const LARGE: u128 = 1_000_000_000;

/// Whether so many tokens are too few for a whole training of a model of this size: they are those of a stage.
fn few(parameters: &Number, tokens: &Number, fewest: u32) -> bool {
    Number::from_u128(LARGE) <= *parameters && *tokens < parameters.percent(fewest)
}

/// The fewest tokens for each hundred parameters.
fn fewest(candidates: &Candidates) -> u32 {
    if candidates.takes_more { FEWEST_ON_TOP } else { FEWEST }
}

/// Whether so much compute is too little for the same reason: six times parameters times the fewest tokens.
pub fn little(candidates: &Candidates, parameters: &Number, flop: &Number) -> bool {
    let fewest = estimate::six_pd(parameters, &parameters.percent(fewest(candidates)));
    Number::from_u128(LARGE) <= *parameters && *flop < fewest
}

/// Tuning on tokens that are stated, by the size of the base: adapters and frozen weights save the step that is for the weights
/// alone, a third. Tokens that make a whole training are those of the base, and say nothing of it.
pub fn of_tuning(amounts: &Amounts, base: Option<&Number>) -> Option<Estimate> {
    let (size, tokens) = (base?, amounts.tokens.as_ref()?);
    if !few(size, &tokens.highest, FEWEST) {
        return None;
    }
    let whole = |d: &Number| estimate::six_pd(size, d);
    let value = Interval::new(
        whole(&tokens.lowest).percent(LOW * 2 / 3).significant(4),
        tokens.claim.best.as_ref().map(whole),
        whole(&tokens.highest).percent(HIGH).significant(4),
    )?;
    let inputs = vec![
        Input { name: "tokens", value: shown(&tokens.claim), source: Some(tokens.source.clone()) },
        Input {
            name: "parameters",
            value: format!("{} of the base", shown(&Interval::point(size.clone()))),
            source: None,
        },
    ];
    Some(Estimate { method: Method::SixPd, of: Of::Modification, value, inputs })
}

/// The most that the rule allows for so many parameters and tokens.
pub fn highest(parameters: &Number, tokens: &Number) -> Number {
    estimate::six_pd(parameters, tokens).percent(HIGH).significant(4)
}

/// An amount in four figures.
pub fn shown(amount: &Interval) -> String {
    let short = |n: &Number| powers(&n.significant(4));
    match &amount.best {
        Some(best) => short(best),
        None => format!("{} to {}", short(&amount.low), short(&amount.high)),
    }
}
