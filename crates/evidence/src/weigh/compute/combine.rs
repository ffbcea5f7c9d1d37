//! Estimates to facts: what the methods allow together, and a finding where they disagree by more than their error.

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};

use super::{hardware, recorded, six_pd as by_size};
use crate::candidates::{Candidates, Flops, Part, Relation, agree, hull};
use crate::domain;
use crate::estimate::{Estimate, Input, Method, Of, six_pd};
use crate::found::Found;
use crate::text::shorten;
use crate::weigh::amounts::Amounts;
use crate::weigh::lineage::Base;

/// Percent of the compute of parameter updates that all compute may reach, where the repository shows nothing of synthetic
/// data or merged weights. Post-training that was published takes 1 to 20 % of the whole; half again leaves room.
const CUMULATIVE: u32 = 150;
/// The same where it speaks of distillation, synthetic data or merged weights (Guidelines 120, 121).
const CUMULATIVE_WITH_SIGNS: u32 = 200;
const METHOD_CUMULATIVE: &str = "and half as much again for what the repository does not show (post-training, private synthetic data, merged weights)";
const METHOD_WITH_SIGNS: &str =
    "and as much again for the synthetic data, distillation or merged weights that the card speaks of";
const LEAST: &str = "at least what the base took";
/// Percent of the base's compute that quantising may take: passes over a calibration set.
const QUANTISING: u32 = 1;
/// Percent of the base's compute below which an amount is not that of its training.
const LITTLE: u32 = 5;
/// Percent within which several statements of one method are one statement.
const SAME: u32 = 15;

/// All estimates, and the facts that follow.
pub fn conclude(found: &mut Found, candidates: &Candidates, amounts: &Amounts, base: Option<&Base>) {
    let derived = candidates.derived.is_some();
    let mut all: Vec<Estimate> = candidates.flops.iter().map(|f| recorded::estimate(f, derived)).collect();
    let own = |size: Option<&Number>| match (size, amounts.parameters.as_ref().and_then(|p| p.claim.best.as_ref())) {
        (Some(size), Some(own)) => agree(own, size, SAME) || agree(size, own, SAME),
        _ => true,
    };
    for (estimate, flops) in all.iter_mut().zip(&candidates.flops) {
        if !own(flops.size.as_ref()) || impossible(flops, amounts) {
            estimate.of = Of::Unplaced;
        }
    }
    for hours in &candidates.hours {
        if let Some(mut estimate) = hardware::estimate(hours, derived) {
            // What is so much less than the training of the base is none of it, however it is called.
            let little = |flop: &Interval| estimate.value.high < flop.low.percent(LITTLE);
            let tuning =
                derived && hours.part == Part::Training && base.and_then(|b| b.flop.as_ref()).is_some_and(little);
            if tuning {
                estimate.of = Of::Modification;
            }
            if !own(hours.size.as_ref()) || is_share(hours.tokens.as_ref(), amounts) {
                estimate.of = Of::Unplaced;
            }
            all.push(estimate);
        }
    }
    if candidates.diffusion.is_none() {
        too_little(candidates, amounts, &mut all);
    }
    let refused = match by_size::estimate(candidates, amounts) {
        Ok(Some(mut estimate)) => {
            if derived {
                estimate.of = Of::Unplaced;
            }
            all.push(estimate);
            None
        }
        Ok(None) => None,
        Err(refused) => Some(refused),
    };
    if derived {
        all.extend(by_size::of_tuning(amounts, base.and_then(|b| b.size.as_ref())));
        modification(found, candidates, base, &mut all);
        if let Some((why, at)) = &candidates.derived
            && !all.iter().any(|e| e.of != Of::Unplaced)
        {
            refuse(found, &format!("{why}; figures in the folder may be those of the other model"), at);
        }
    } else if let Some(source) = &candidates.continued {
        continued(found, source, amounts, &mut all);
    } else if !training(found, candidates, &all)
        && let Some(refused) = refused
    {
        refuse(found, refused.why, &refused.source);
    }
    all.sort_by_key(Estimate::sort_key);
    all.dedup();
    found.estimates = all;
}

/// Tokens that a sample has at least.
const SAMPLE: u128 = 8;

/// Whether a trainer recorded less than the samples of its steps take: with sharded weights some versions count the
/// parameters of one rank as none.
fn impossible(flops: &Flops, amounts: &Amounts) -> bool {
    let Some((steps, size)) = flops.steps.zip(amounts.parameters.as_ref()) else { return false };
    let fewest = Number::from_u128(steps.saturating_mul(SAMPLE));
    flops.best < six_pd(&size.lowest, &fewest)
}

/// Tokens that no language model so far is known to have seen more of; the most that is published is 40 trillion.
const MOST_TOKENS: u128 = 60_000_000_000_000;

/// Training that went on from weights that were there: what the folder shows is the least, and what nobody has done yet the
/// most.
fn continued(found: &mut Found, source: &Source, amounts: &Amounts, all: &mut [Estimate]) {
    refuse(
        found,
        "training went on from weights that were there already, whose own training the folder does not show",
        source,
    );
    let ours = all.iter_mut().filter(|e| e.of == Of::Training);
    let least = ours.map(|e| {
        e.of = Of::Unplaced;
        e.value.low.clone()
    });
    let low = least.max().unwrap_or_else(|| Number::from_u128(0));
    let Some(size) = &amounts.parameters else { return };
    let high = by_size::highest(&size.highest, &Number::from_u128(MOST_TOKENS));
    if high <= low {
        return;
    }
    let source = source.clone().method("at least what the folder shows; at most 6 x parameters x 60 trillion tokens, more than any model is known to have seen");
    let all = Interval { low: low.clone(), best: None, high: high.percent(CUMULATIVE).significant(4) };
    found.claim(names::COMPUTE_UPDATE_FLOP, Value::Number(Interval { low, best: None, high }), source.clone());
    found.claim(names::COMPUTE_CUMULATIVE_FLOP, Value::Number(all), source);
}

/// Whether time was spent on fewer tokens than the model saw, so that it is that of a share of the training.
fn is_share(tokens: Option<&Number>, amounts: &Amounts) -> bool {
    let whole = amounts.tokens.as_ref().map(|t| &t.highest);
    tokens.zip(whole).is_some_and(|(share, whole)| share.percent(100 + SAME) < *whole)
}

/// Amounts that are too little for a whole training of a model of this size are those of a stage: shown, not used.
fn too_little(candidates: &Candidates, amounts: &Amounts, all: &mut [Estimate]) {
    let mixture = candidates.experts && candidates.dense != Some(true);
    let size = if mixture { amounts.active.as_ref() } else { amounts.parameters.as_ref() };
    let stated = candidates.hours.iter().filter_map(|h| h.size.as_ref()).min();
    let Some(size) = size.map(|s| &s.lowest).or(stated.filter(|_| !mixture)) else { return };
    for estimate in all.iter_mut().filter(|e| e.of == Of::Training && e.method != Method::SixPd) {
        if by_size::little(candidates, size, &estimate.value.high) {
            estimate.of = Of::Unplaced;
        }
    }
}

fn refuse(found: &mut Found, why: &str, source: &Source) {
    let finding = Finding::new("compute-not-estimated", Severity::Info).with("why", shorten(why));
    found.find(finding.place(domain::place(source)));
}

/// What the estimates of one method say together: one amount stated twice, or parts that may add up.
fn of_method(all: &[Estimate], method: Method, of: Of) -> Option<(Interval, Vec<Source>)> {
    let list: Vec<&Estimate> = all.iter().filter(|e| e.method == method && e.of == of).collect();
    let first = list.first()?;
    let sources: Vec<Source> = list.iter().filter_map(|e| e.source().cloned()).collect();
    let same = list.iter().all(|e| {
        let bests = first.value.best.as_ref().zip(e.value.best.as_ref());
        bests.is_some_and(|(a, b)| agree(a, b, SAME) || agree(b, a, SAME))
    });
    let whole = hull(list.iter().map(|e| &e.value))?;
    if same || list.len() == 1 {
        return Some((Interval { best: first.value.best.clone(), ..whole }, sources));
    }
    // Different amounts may be stages that add up: at least the largest, at most all of them.
    let low = list.iter().map(|e| &e.value.low).max()?.clone();
    let high = list.iter().fold(Number::from_u128(0), |sum, e| sum.plus(&e.value.high));
    Some((Interval { low, best: None, high }, sources))
}

/// Facts of a model trained from the start; whether there were any.
fn training(found: &mut Found, candidates: &Candidates, all: &[Estimate]) -> bool {
    let parts: Vec<(Method, Interval, Vec<Source>)> = [Method::Run, Method::Stated, Method::SixPd, Method::Hardware]
        .into_iter()
        .filter_map(|m| of_method(all, m, Of::Training).map(|(value, sources)| (m, value, sources)))
        .collect();
    let Some((_, first, _)) = parts.first() else { return false };
    let disagree = parts.iter().any(|(_, value, _)| first.meet(value).is_none());
    let stated = parts.first().filter(|(m, _, _)| *m <= Method::Stated && !disagree).map(|(_, value, _)| value.clone());
    // A documented amount that the other methods allow is the amount; else the fact spans what the methods allow.
    let update = match stated {
        Some(stated) => stated,
        None => {
            let Some(whole) = hull(parts.iter().map(|(_, value, _)| value)) else { return false };
            Interval { best: first.best.clone(), ..whole }
        }
    };
    if disagree {
        let shown: Vec<String> = parts.iter().map(|(m, value, _)| format!("{} {value}", m.word())).collect();
        let mut finding = Finding::new("compute-methods-disagree", Severity::Warning).with("methods", shown.join("; "));
        finding.places = parts.iter().flat_map(|(_, _, s)| s.iter().map(domain::place)).collect();
        found.find(finding.cite("guidelines/123").cite("guidelines/124"));
    }
    let signs = candidates.others_compute.is_some();
    let (percent, why) =
        if signs { (CUMULATIVE_WITH_SIGNS, METHOD_WITH_SIGNS) } else { (CUMULATIVE, METHOD_CUMULATIVE) };
    // Hours on accelerators hold post-training and lost runs already.
    let beyond = |(method, value, _): &(Method, Interval, Vec<Source>)| match method {
        Method::Hardware => value.high.clone(),
        _ => value.high.percent(percent).significant(4),
    };
    let high = parts.iter().map(beyond).max().unwrap_or_else(|| update.high.clone());
    let all = Interval { low: update.low.clone(), best: None, high: high.max(update.high.clone()) };
    for (method, _, sources) in &parts {
        for source in sources {
            let with = |text: String| match &source.method {
                Some(how) => source.clone().method(format!("{text}; {how}")),
                None => source.clone().method(text),
            };
            found.claim(names::COMPUTE_UPDATE_FLOP, Value::Number(update.clone()), with(method.word().to_owned()));
            found.claim(
                names::COMPUTE_CUMULATIVE_FLOP,
                Value::Number(all.clone()),
                with(format!("{}, {why}", method.word())),
            );
        }
    }
    true
}

/// Parts of one modification: by which method, how much, where.
type Parts = Vec<(Method, Interval, Vec<Source>)>;

/// The hours of the hardware where they cannot have held what was counted; that is found. Hours that could have held more say
/// nothing against it: how well the hardware was used is assumed.
fn impossible_on_hardware(found: &mut Found, counted: &Parts, hours: &Parts) -> Parts {
    let Some((_, own, sources)) = counted.first() else { return Vec::new() };
    let beyond: Parts = hours.iter().filter(|(_, value, _)| value.high < own.low).cloned().collect();
    if let Some((method, value, of_hours)) = beyond.first() {
        let shown = format!("{} {own}; {} {value}", Method::Run.word(), method.word());
        let mut finding = Finding::new("compute-methods-disagree", Severity::Warning).with("methods", shown);
        finding.places = sources.iter().chain(of_hours).map(domain::place).collect();
        found.find(finding.cite("guidelines/123").cite("guidelines/124"));
    }
    beyond
}

/// Facts of a model made from another one.
fn modification(found: &mut Found, candidates: &Candidates, base: Option<&Base>, all: &mut Vec<Estimate>) {
    let methods = |list: &[Method]| -> Parts {
        let one = |m: &Method| of_method(all, *m, Of::Modification).map(|(value, sources)| (*m, value, sources));
        list.iter().filter_map(one).collect()
    };
    // What was counted while training is documented best; other counters of the same run add nothing.
    let mut parts = methods(&[Method::Run]);
    let beyond = impossible_on_hardware(found, &parts, &methods(&[Method::Hardware]));
    parts.extend(beyond);
    if parts.is_empty() {
        parts = methods(&[Method::Recorded, Method::Hardware]);
    }
    if parts.is_empty() {
        // Tokens alone say less: passes over them may not have been counted.
        parts = methods(&[Method::SixPd]);
    }
    let flop = base.and_then(|b| b.flop.as_ref());
    let mut own = hull(parts.iter().map(|(_, value, _)| value));
    for (method, _, sources) in &parts {
        for source in sources {
            if let Some(own) = &own {
                found.claim(names::MODIFICATION_FLOP, Value::Number(own.clone()), source.clone().method(method.word()));
            }
        }
    }
    let quantised = !candidates.bases.is_empty() && candidates.bases.iter().all(|b| b.relation == Relation::Quantised);
    if let (None, true, Some(flop), Some(base)) = (&own, quantised, flop, base) {
        let none = Number::from_u128(0);
        let value =
            Interval { low: none.clone(), best: Some(none), high: flop.high.percent(QUANTISING).significant(2) };
        let method = "quantising trains nothing; up to 1 % of the base for calibration";
        found.claim(names::MODIFICATION_FLOP, Value::Number(value.clone()), base.named.clone().method(method));
        own = Some(value);
    }
    let (Some(flop), Some(base)) = (flop, base) else { return };
    let Some(own) = own else {
        // How much was added nobody says; what the base took is the least.
        let least = Interval { low: flop.low.clone(), best: None, high: Number::unbounded() };
        let source = base.named.clone().method(LEAST);
        found.claim(names::COMPUTE_UPDATE_FLOP, Value::Number(least.clone()), source.clone());
        found.claim(names::COMPUTE_CUMULATIVE_FLOP, Value::Number(least), source);
        return;
    };
    let best = flop.best.as_ref().zip(own.best.as_ref()).map(|(b, m)| b.plus(m).significant(4));
    let sum = Interval { low: flop.low.plus(&own.low), best, high: flop.high.plus(&own.high) };
    let inputs = vec![
        Input { name: "base", value: format!("{}: {flop}", base.name), source: Some(base.named.clone()) },
        Input {
            name: "modification",
            value: own.to_string(),
            source: parts.first().and_then(|(_, _, s)| s.first().cloned()),
        },
    ];
    let source = base.named.clone().method(Method::BasePlus.word());
    found.claim(names::COMPUTE_UPDATE_FLOP, Value::Number(sum.clone()), source.clone());
    let whole = Interval { low: sum.low.clone(), best: None, high: sum.high.percent(CUMULATIVE).significant(4) };
    let method = format!("{}, {METHOD_CUMULATIVE}", Method::BasePlus.word());
    found.claim(names::COMPUTE_CUMULATIVE_FLOP, Value::Number(whole), source.method(method));
    all.push(Estimate { method: Method::BasePlus, of: Of::Training, value: sum, inputs });
}
