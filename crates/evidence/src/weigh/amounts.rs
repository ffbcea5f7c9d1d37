//! Size and data of the model: which of the statements count, and what they allow together.

use gpai_rules::fact::{Source, Value};
use gpai_rules::names;
use gpai_rules::number::{Interval, Number};

use crate::candidates::{Amount, Basis, Candidates, Counts, Tokens, agree, around, hull};
use crate::found::Found;
use crate::prose::quantity;

/// Percent within which two figures are the same model.
const SAME_MODEL: u32 = 15;
/// Percent beyond which two exact sources disagree.
const DISAGREE: u32 = 10;
/// Percent by which an active size in a name may be off: names round.
const IN_NAME: (u32, u32) = (85, 115);
/// Percent by which a size that is named with the tokens may be off.
const WITH_TOKENS: (u32, u32) = (90, 110);

/// Weighs the amounts, and claims them.
pub fn conclude(found: &mut Found, candidates: &mut Candidates, name: Option<&str>) -> Amounts {
    sizes_of_tokens(candidates);
    let named = name.and_then(size_in_name).or_else(|| candidates.titled.clone());
    let parameters = parameters(found, candidates, named.as_ref());
    if candidates.active.is_empty()
        && let Some((best, whole)) = name.and_then(active_in_name).zip(parameters.as_ref())
        && best < whole.highest
    {
        let within = around(&best, IN_NAME.0, IN_NAME.1);
        let source = whole.source.clone().method("active size in the model's name");
        candidates.experts = true;
        candidates.active.push(Amount { best, within, basis: Basis::Stated, source });
    }
    let active = active(found, candidates);
    let tokens = tokens(found, candidates, parameters.as_ref());
    Amounts { parameters, active, tokens }
}

/// Where no size is stated but with the tokens (`the 12B model was trained with 12T tokens`), that is the size.
fn sizes_of_tokens(candidates: &mut Candidates) {
    if candidates.parameters.is_empty() {
        let sized = candidates.tokens.iter().filter_map(|t| Some((t.size.clone()?, t.source.clone())));
        let amounts = sized.map(|(best, source)| {
            let within = around(&best, WITH_TOKENS.0, WITH_TOKENS.1);
            Amount { best, within, basis: Basis::Stated, source: source.method("size named with the tokens") }
        });
        candidates.parameters = amounts.collect();
    }
}

/// What is known of the model's size and data.
pub struct Amounts {
    /// All parameters.
    pub parameters: Option<Known>,
    /// Parameters active for a token.
    pub active: Option<Known>,
    /// Tokens seen in training, and where they are stated.
    pub tokens: Option<Known>,
}

/// What is known of an amount: what may be claimed, and the values it was stated or computed as.
pub struct Known {
    /// What is claimed.
    pub claim: Interval,
    /// The lowest value that was stated or computed.
    pub lowest: Number,
    /// The highest.
    pub highest: Number,
    /// The source that speaks for the others.
    pub source: Source,
}

impl Known {
    fn of<'v>(claim: Interval, values: impl Iterator<Item = &'v Number> + Clone, source: &Source) -> Option<Self> {
        let source = source.clone();
        Some(Known { claim, lowest: values.clone().min()?.clone(), highest: values.max()?.clone(), source })
    }

    /// Several amounts: an agreed value, that of the first, or the interval over them.
    fn spread(list: &[(&Number, &Interval, &Source)]) -> Option<Self> {
        let (first, _, source) = *list.first()?;
        let whole = hull(list.iter().map(|(_, within, _)| *within))?;
        let agreed = list.iter().all(|(best, _, _)| agree(first, best, SAME_MODEL));
        let claim = Interval { best: agreed.then(|| first.clone()), ..whole };
        Known::of(claim, list.iter().map(|(best, _, _)| *best), source)
    }
}

fn alike(a: &Number, b: &Number, percent: u32) -> bool {
    agree(a, b, percent) || agree(b, a, percent)
}

/// The size in a model's name: `Thing-2-7B-Instruct`; of several, as in `30B-A3B`, the first.
fn size_in_name(name: &str) -> Option<Number> {
    let spaced = name.to_lowercase().replace(['-', '_', '/'], " ");
    quantity::all(&spaced).into_iter().find(|q| q.unit && q.at_least(6))?.value()
}

/// The active size in a model's name: `Thing-80B-A3B`.
fn active_in_name(name: &str) -> Option<Number> {
    let lower = name.to_lowercase();
    let part = lower.split(['-', '_', '/', ' ']).find_map(|p| p.strip_prefix('a').filter(|r| r.ends_with('b')))?;
    quantity::all(part).into_iter().find(|q| q.unit && q.at_least(6))?.value()
}

/// Claims the parameters; the preferred source as it is, others as wide as they have to be to agree with it.
fn parameters(found: &mut Found, candidates: &Candidates, named: Option<&Number>) -> Option<Known> {
    let name = names::MODEL_PARAMETERS;
    let mut list: Vec<&Amount> = candidates.parameters.iter().collect();
    // `a 17B model with 16 experts` states what is active, if a table says so.
    let is_active = |a: &Amount| candidates.active.iter().any(|b| b.best == a.best);
    if list.iter().any(|a| !is_active(a)) {
        list.retain(|a| !is_active(a));
    }
    list.sort_by_key(|a| (a.basis, &a.source));
    let preferred = *list.first()?;
    if preferred.basis >= Basis::Labelled {
        // What a label says is said of this model; of the rest, what agrees.
        let labelled: Vec<Number> =
            list.iter().filter(|a| a.basis == Basis::Labelled).map(|a| a.best.clone()).collect();
        list.retain(|a| labelled.is_empty() || labelled.iter().any(|l| alike(l, &a.best, SAME_MODEL)));
        // A card for several sizes: the size in the name says which one this is.
        let own = |a: &&Amount| named.is_some_and(|n| alike(n, &a.best, SAME_MODEL));
        if list.iter().any(own) {
            list.retain(own);
        }
        let mut known = Known::spread(&list.iter().map(|a| (&a.best, &a.within, &a.source)).collect::<Vec<_>>())?;
        if let Some(exact) = exact(&list) {
            known.claim = exact.within.clone();
            (known.lowest, known.highest) = (exact.best.clone(), exact.best.clone());
        }
        // What is stated of a model made from another may be the other's.
        for amount in list.iter().filter(|_| candidates.derived.is_none()) {
            found.claim(name, Value::Number(known.claim.clone()), amount.source.clone());
        }
        return Some(known);
    }
    found.claim(name, Value::Number(preferred.within.clone()), preferred.source.clone());
    for other in list.iter().skip(1) {
        let exact = other.basis <= Basis::Computed;
        if alike(&preferred.best, &other.best, if exact { DISAGREE } else { SAME_MODEL }) {
            let both = hull([&preferred.within, &other.within])?;
            found.claim(name, Value::Number(Interval { best: Some(other.best.clone()), ..both }), other.source.clone());
        } else if exact {
            found.claim(name, Value::Number(other.within.clone()), other.source.clone());
        }
    }
    Known::of(preferred.within.clone(), std::iter::once(&preferred.best), &preferred.source)
}

/// The most exact of several statements of one size: `7.24B` beside `7B`, which all others allow.
fn exact<'a>(list: &[&'a Amount]) -> Option<&'a Amount> {
    let narrow = list
        .iter()
        .copied()
        .min_by(|a, b| a.within.high.minus(&a.within.low).cmp(&b.within.high.minus(&b.within.low)))?;
    list.iter().all(|a| a.within.low <= narrow.best && narrow.best <= a.within.high).then_some(narrow)
}

/// Claims the active parameters: computed ones, with the statements that agree; else the statements.
fn active(found: &mut Found, candidates: &Candidates) -> Option<Known> {
    let mut list: Vec<&Amount> = candidates.active.iter().collect();
    list.sort_by_key(|a| (a.basis, &a.source));
    let preferred = *list.first()?;
    let computed = preferred.basis <= Basis::Computed;
    if computed {
        list.retain(|a| alike(&preferred.best, &a.best, SAME_MODEL));
    }
    let known = Known::spread(&list.iter().map(|a| (&a.best, &a.within, &a.source)).collect::<Vec<_>>())?;
    for amount in list.iter().filter(|_| candidates.derived.is_none() || computed) {
        found.claim(names::MODEL_ACTIVE_PARAMETERS, Value::Number(known.claim.clone()), amount.source.clone());
    }
    if computed {
        Known::of(preferred.within.clone(), std::iter::once(&preferred.best), &preferred.source)
    } else {
        Some(known)
    }
}

/// Times that the data may have been gone through where the text says more than once and not how often.
const OFTEN: u32 = 100;
/// Times that the data may have been gone through where the text says only how much it holds. Up to four passes are known
/// to be worth it (Muennighoff and others, 2023).
const HELD: u32 = 4;

/// The tokens of this model with the source that is named for them; claims them.
fn tokens(found: &mut Found, candidates: &Candidates, parameters: Option<&Known>) -> Option<Known> {
    let size = parameters.and_then(|p| p.claim.best.as_ref());
    let ours = own_tokens(&candidates.tokens, size);
    let of = |counts: Counts| -> Vec<&Tokens> { ours.iter().filter(|t| t.counts == counts).copied().collect() };
    let (seen, held, pool, later) = (of(Counts::Seen), of(Counts::Held), of(Counts::Pool), of(Counts::Later));
    let lists = [(seen, Counts::Seen), (held, Counts::Held), (pool, Counts::Pool)];
    let (mut chosen, counts) =
        lists.into_iter().find(|(list, _)| !list.is_empty()).unwrap_or((Vec::new(), Counts::Later));
    // What was stated most exactly speaks for the others.
    chosen.sort_by(|a, b| b.digits.cmp(&a.digits).then_with(|| a.source.cmp(&b.source)));
    if chosen.is_empty() {
        // A later stage alone says nothing of the whole.
        let (most, source) = candidates.planned.clone().filter(|_| later.is_empty())?;
        // A schedule says when training would end at the latest, not how far it went.
        let zero = Number::from_u128(0);
        let claim = Interval { low: zero.clone(), best: None, high: most.clone() };
        let source = source.method("end of the schedule: an upper bound, a plan and not what was done");
        return Some(Known { claim, lowest: zero, highest: most, source });
    }
    let listed = chosen.iter().map(|t| (&t.best, &t.within, &t.source)).collect::<Vec<_>>();
    let mut known = Known::spread(&listed)?;
    if chosen.iter().any(|t| t.adds) && chosen.iter().all(|t| t.size.is_none()) {
        known = stages(&chosen).unwrap_or(known);
    }
    if let Some(least) = chosen.iter().filter_map(|t| t.least.clone()).min() {
        known.lowest = known.lowest.min(least);
    }
    widen(&mut known, candidates, counts, &later);
    for statement in chosen.iter().filter(|_| candidates.derived.is_none()) {
        found.claim(names::TRAINING_TOKENS, Value::Number(known.claim.clone()), statement.source.clone());
    }
    Some(known)
}

/// What an amount allows beside itself: passes through the data, later stages, a corpus of which only a part was used.
fn widen(known: &mut Known, candidates: &Candidates, counts: Counts, later: &[&Tokens]) {
    let often = candidates.repeats.iter().map(|r| r.times.unwrap_or(OFTEN)).max();
    let times = match (often, counts) {
        (Some(times), _) => times,
        (None, Counts::Held) => HELD,
        (None, _) => 1,
    };
    if times > 1 {
        known.highest = known.highest.times_u(times);
        known.claim.high = known.claim.high.times_u(times);
        let exact =
            candidates.repeats.iter().all(|r| r.times == Some(times)) && counts != Counts::Pool && often.is_some();
        known.claim.best = known.claim.best.take().filter(|_| exact).map(|best| best.times_u(times));
    }
    if counts == Counts::Pool {
        let zero = Number::from_u128(0);
        known.claim = Interval { low: zero.clone(), best: None, high: known.claim.high.clone() };
        known.lowest = zero;
    }
    let mut added: Vec<&Number> = Vec::new();
    for tokens in later {
        if !added.iter().any(|a| alike(a, &tokens.best, SAME_MODEL)) {
            added.push(&tokens.best);
            known.highest = known.highest.plus(&tokens.best);
            known.claim.high = known.claim.high.plus(&tokens.within.high);
        }
    }
}

/// Several stages or sources: at least the largest, at most all of them.
fn stages(chosen: &[&Tokens]) -> Option<Known> {
    let mut apart: Vec<&Tokens> = Vec::new();
    for tokens in chosen {
        if !apart.iter().any(|a| alike(&a.best, &tokens.best, DISAGREE / 5)) {
            apart.push(tokens);
        }
    }
    if apart.len() < 2 {
        return None;
    }
    let largest = apart.iter().max_by(|a, b| a.best.cmp(&b.best))?;
    let sum = |of: fn(&Tokens) -> &Number| apart.iter().fold(Number::from_u128(0), |sum, t| sum.plus(of(t)));
    let highest = sum(|t| &t.best);
    let claim = Interval { low: largest.within.low.clone(), best: None, high: sum(|t| &t.within.high) };
    Some(Known { claim, lowest: largest.best.clone(), highest, source: largest.source.clone() })
}

/// The statements that are about this model, by the size they are stated for.
fn own_tokens<'t>(all: &'t [Tokens], size: Option<&Number>) -> Vec<&'t Tokens> {
    let own = |t: &&Tokens| t.size.as_ref().zip(size).is_some_and(|(s, p)| alike(p, s, SAME_MODEL));
    let mut chosen: Vec<&Tokens> = all.iter().filter(own).collect();
    if !chosen.iter().any(|t| t.counts != Counts::Later) {
        chosen = all.iter().filter(|t| own(t) || t.size.is_none() || size.is_none()).collect();
    }
    if chosen.is_empty() {
        chosen = all.iter().collect();
    }
    chosen
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use gpai_rules::licence::Licences;

    use super::*;
    use crate::files::Memory;
    use crate::read;

    fn of(card: &str) -> Found {
        read(&Memory::new().with("README.md", card), &Licences::default())
    }

    fn number(found: &Found, name: &str) -> String {
        match found.facts.value(name) {
            Some(Value::Number(within)) => within.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn six_times_parameters_times_tokens() {
        let found = of("# X\n\nX is a 3B parameter language model. It was pretrained on 10T tokens.\n");
        assert_eq!(number(&found, "compute.update_flop"), "1.8e23 (1.26e23 to 2.34e23)");
        assert_eq!(number(&found, "compute.cumulative_flop"), "1.26e23 to 3.51e23");
        let claim = &found.facts.claims("compute.update_flop")[0];
        assert_eq!((claim.source.line, claim.source.method.as_deref()), (Some(3), Some("6PD")));
        assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["text"])));
    }

    #[test]
    fn active_parameters_count_in_a_mixture() {
        let found = of(
            "A language model with 100B total parameters with 10B activated per token, pre-trained on 10T tokens.\n",
        );
        assert_eq!(number(&found, "compute.update_flop"), "6e23 (4.2e23 to 7.8e23)");
    }

    #[test]
    fn several_sizes_make_an_interval() {
        let found = of("Models in 8B and 70B sizes, pretrained on 15T tokens.\n");
        assert_eq!(number(&found, "model.parameters"), "7500000000 to 73500000000");
        assert!(number(&found, "compute.update_flop").starts_with("5.04e23 to "));
    }

    #[test]
    fn the_size_in_the_name_says_which_model_of_a_family_it_is() {
        let card = "Models in 8B and 70B sizes, pretrained on 15T tokens.\n";
        let about = |name: &str| crate::About { name: Some(name.to_owned()), ..crate::About::default() };
        let files = Memory::new().with("README.md", card);
        let found = crate::read_as(&files, &Licences::default(), &about("org/Thing-3-8B-Instruct"));
        assert_eq!(number(&found, "model.parameters"), "8000000000 (7500000000 to 8500000000)");
        assert!(number(&found, "compute.update_flop").starts_with("7.2e23"));
        let card = "# X\n\nIt has 80B parameters and was pretrained on 15T tokens.\n";
        let named = crate::read_as(&Memory::new().with("README.md", card), &Licences::default(), &about("X-80B-A3B"));
        assert!(number(&named, "compute.update_flop").starts_with("2.7e23"));
        let card = "# X\n\nX is a mixture-of-experts model with 80B parameters, pretrained on 15T tokens.\n";
        assert_eq!(number(&of(card), "compute.update_flop"), "None");
        // A size the card does not speak of chooses nothing.
        let found = crate::read_as(&files, &Licences::default(), &about("thing-30b-a3b"));
        assert_eq!(number(&found, "model.parameters"), "7500000000 to 73500000000");
    }

    #[test]
    fn the_pair_of_the_own_size_counts() {
        let card = "| | A 1B | A 7B | A 13B |\n|---|---|---|---|\n| Number of tokens | 4 Trillion | 4 Trillion | 5 Trillion |\n\n\
                    Stage 1 is the biggest stage, where we train on 4T or 5T tokens of web data.\n\n## Stage 2 for the 7B\n\n\
                    For the 7B model, we train three times on 50B high quality tokens.\n";
        let config = r#"{"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32,
            "intermediate_size": 11008, "vocab_size": 32000}"#;
        let files = Memory::new().with("README.md", card).with("config.json", config);
        let found = read(&files, &Licences::default());
        assert_eq!(number(&found, "training.tokens"), "4000000000000 (3500000000000 to 4657500000000)");
        assert!(!found.facts.resolve("model.parameters").unwrap().contradiction);
    }

    #[test]
    fn figures_of_a_base_are_not_taken_over() {
        let found = of(
            "---\nbase_model: org/base-3b\n---\n# Tuned\n\nA 3B parameter language model pretrained on 10T tokens.\n",
        );
        assert_eq!(number(&found, "compute.update_flop"), "None");
        let finding = found.findings.iter().find(|f| f.code == "compute-not-estimated").unwrap();
        assert_eq!(finding.places.first().unwrap().line, Some(2));
    }

    #[test]
    fn counted_and_stated_sizes_agree_or_are_both_shown() {
        let header = r#"{"a": {"dtype": "BF16", "shape": [3080000, 1000]}}"#;
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        let files = Memory::new().with("README.md", "X is a 3B parameter model.\n").with("model.safetensors", bytes);
        let found = read(&files, &Licences::default());
        assert_eq!(number(&found, "model.parameters"), "3080000000");
        let index = r#"{"metadata": {"total_parameters": 5000000000}, "weight_map": {}}"#;
        let found = read(&files.with("model.safetensors.index.json", index), &Licences::default());
        assert!(found.facts.resolve("model.parameters").unwrap().contradiction);
    }
}
