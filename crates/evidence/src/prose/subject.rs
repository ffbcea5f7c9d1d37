//! Whom a quantity in a sentence is about: this model, a relative or rival, a part, an experiment, an earlier state.
//!
//! Only what is this model's may count. The subject is looked for where people put it: in the noun that the amount belongs
//! to, in the clause before it, in a name that the sentence is about, in the heading above.

use super::own::{Kin, Own};
use crate::limits;
use crate::text::{has_any, window};

/// Whom a quantity is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// This model, as far as the sentence tells.
    Own,
    /// A relative, a predecessor, a rival, a teacher.
    Other,
    /// Trials before the training, or beside it.
    Experiment,
    /// Earlier states of the model.
    States,
}

/// Parts of models, as nouns.
const PARTS: [&str; 50] = [
    "image decoder",
    "audio decoder",
    "pixel decoder",
    "mask decoder",
    "vision transformer",
    "vision encoder",
    "vision tower",
    "vision model",
    "vision module",
    "visual encoder",
    "visual tower",
    "image encoder",
    "video encoder",
    "text encoder",
    "audio encoder",
    "speech encoder",
    "speech tokenizer",
    "audio tokenizer",
    "image tokenizer",
    "action expert",
    "action head",
    "flow head",
    "diffusion head",
    "acoustic decoder",
    "vit",
    "siglip",
    "clip",
    "projector",
    "projection",
    "connector",
    "resampler",
    "draft",
    "speculative",
    "codec",
    "vocoder",
    "vae",
    "autoencoder",
    "embedding",
    "lora",
    "adapter",
    "adaptor",
    "reward model",
    "multi-token prediction",
    "mtp",
    "视觉编码",
    "编码器",
    "投影",
    "适配器",
    "草稿",
    "奖励模型",
];
/// Nouns of the whole.
const WHOLES: [&str; 23] = [
    " decoder",
    "language model",
    "model",
    " llm",
    "in total",
    "total",
    "in all",
    "overall",
    "altogether",
    "network",
    "variant",
    "version",
    "backbone",
    "foundation",
    "transformer",
    "decoder-only",
    "encoder-decoder",
    "parameters with",
    "parameters and",
    "模型",
    "总参数",
    "总共",
    "共计",
];
/// Trials.
const EXPERIMENTS: [&str; 28] = [
    "ablation",
    "ablate",
    "pilot",
    "exploratory",
    "proxy model",
    "proxy run",
    "proxies",
    "small-scale",
    "small scale",
    "small models to",
    "smaller models to",
    "hyperparameter search",
    "hyper-parameter search",
    "hyperparameter tuning",
    "hyperparameter sweep",
    "sweep",
    "scaling law",
    "scaling-law",
    "scaling experiment",
    "preliminary",
    "failed run",
    "test run",
    "trial run",
    "dry run",
    "before the final run",
    "消融",
    "试验",
    "预实验",
];
/// Words for other models, where they are what the clause is about.
const OTHERS: [&str; 41] = [
    "first generation",
    "previous generation",
    "last generation",
    "older generation",
    "predecessor",
    "previous version",
    "earlier version",
    "prior version",
    "older version",
    "previous model",
    "earlier model",
    "original model",
    "teacher",
    "competitor",
    "rival",
    "baseline",
    "reference model",
    "sister model",
    "sibling",
    "its parent",
    "larger sister",
    "bigger sister",
    "the base it",
    "for comparison",
    "in comparison",
    "by comparison",
    "by contrast",
    "同系列",
    "另行",
    "另一款",
    "将发布",
    "will be released",
    "coming soon",
    "upcoming",
    "released separately",
    "another version",
    "上一代",
    "前代",
    "前一代",
    "教师模型",
    "作为对比",
];
/// Earlier states.
const STATES: [&str; 10] = [
    "intermediate checkpoint",
    "checkpoints",
    "intermediate state",
    "intermediate version",
    "snapshots",
    "early checkpoint",
    "earlier checkpoint",
    "中间 checkpoint",
    "中间检查点",
    "检查点",
];
/// The model speaks of itself.
const SELF: [&str; 16] = [
    "we ",
    " our ",
    "our ",
    "this model",
    "this release",
    "the model",
    "the final",
    " it ",
    "it was",
    "本模型",
    "我们",
    "该模型",
    "本次",
    "final model",
    "ours",
    "final run",
];
/// Signs of comparison; `more than 15T` is none.
const COMPARES: [&str; 28] = [
    "among models",
    "among all",
    "scale level",
    "同等规模",
    "同规模",
    "同尺寸",
    "outperform",
    "beats ",
    "beat ",
    "on par with",
    "competitive with",
    "in our evaluation",
    "ahead of",
    "rivals ",
    "优于",
    "媲美",
    "胜过",
    "than ",
    "compared",
    "comparable",
    "surpass",
    "baseline",
    "teacher",
    "unlike ",
    "versus",
    " vs",
    "相比",
    "超过了",
];
/// Where a bound says `than`.
const BOUNDS: [&str; 10] = [
    "more than ",
    "less than ",
    "fewer than ",
    "greater than ",
    "larger than ",
    "smaller than ",
    "longer than ",
    "higher than ",
    "lower than ",
    "rather than ",
];

/// Bytes after an amount in which its noun stands.
const NOUN: usize = 64;

/// Whether a sentence holds the model against others.
pub fn compares(sentence: &str) -> bool {
    if !has_any(sentence, &COMPARES) {
        return false;
    }
    let mut plain = sentence.to_owned();
    for bound in BOUNDS {
        plain = plain.replace(bound, "");
    }
    has_any(&plain, &COMPARES)
}

/// Whom the amount at some bytes of a sentence is about; `under` are the headings.
pub fn of(sentence: &str, start: usize, end: usize, own: &Own, under: &str) -> Whom {
    let before = window(sentence, start.saturating_sub(limits::WINDOW), start);
    let clause = clause_before(before);
    if has_any(window(sentence, start.saturating_sub(limits::WINDOW), end + limits::WINDOW), &EXPERIMENTS)
        || has_any(under, &EXPERIMENTS)
    {
        return Whom::Experiment;
    }
    let near = window(sentence, start.saturating_sub(2 * NOUN), end + NOUN);
    if has_any(near, &STATES)
        && !has_any(near, &["final checkpoint", "last checkpoint", "final model"])
        && is_states(sentence, start)
    {
        return Whom::States;
    }
    let named = own.mentions(before).into_iter().rev().find(|m| m.subject);
    let since = named.as_ref().map_or(0, |m| m.range.end);
    let back = before.get(since..).is_some_and(|b| has_any(b, &SELF));
    if named.is_some_and(|m| m.kin == Kin::Other) && !back {
        return Whom::Other;
    }
    let other = OTHERS.iter().filter_map(|w| clause.rfind(w).map(|i| i + w.len())).max();
    if other.is_some_and(|i| clause.get(i..).is_some_and(|rest| !has_any(rest, &SELF))) {
        return Whom::Other;
    }
    Whom::Own
}

/// Whether the states come before the amount or stand in the same brackets; `the model, of which we publish checkpoints` is
/// about the model.
fn is_states(sentence: &str, start: usize) -> bool {
    // `checkpoints at 500B, 1T and 2T tokens`: the members of a list have one subject.
    let mut before = sentence.get(..start).unwrap_or_default();
    loop {
        let rest = before.trim_end_matches([' ', ',', '、']);
        let rest = rest.strip_suffix(" and").unwrap_or(rest).trim_end_matches([' ', ',']);
        let number = rest.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | 'b' | 't' | 'm' | 'k'));
        let digits = rest.get(number.len()..).is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()));
        if !digits || number.len() == before.len() {
            break;
        }
        before = number;
    }
    let from = before.rfind([',', ';', '。', '，', '；']).unwrap_or(0);
    before.get(from..).is_some_and(|b| has_any(b, &STATES))
        || before
            .rfind(['(', '（'])
            .is_some_and(|i| before.get(..i).is_some_and(|b| STATES.iter().any(|s| b.trim_end().ends_with(s))))
}

/// Whether a sentence is about a relative of the model, or about one that is still to come.
pub fn is_relative(sentence: &str) -> bool {
    has_any(sentence, &OTHERS) && !has_any(sentence, &SELF)
}

/// Whether a label names a part of a model.
pub fn names_part(label: &str) -> bool {
    PARTS.iter().any(|part| word_at(label, part).is_some())
}

/// Whether the size at some bytes is that of a part of the model.
pub fn is_part(sentence: &str, start: usize, end: usize) -> bool {
    let rest = window(sentence, end, end + NOUN);
    let stop = rest.find([',', ';', '.', '。', '，', '；', '、', ')', '）', '|']).unwrap_or(rest.len());
    let noun = rest.get(..stop).unwrap_or_default();
    let first = |words: &[&str]| words.iter().filter_map(|w| word_at(noun, w)).min();
    match (first(&PARTS), first(&WHOLES)) {
        (Some(part), Some(whole)) => return part <= whole,
        (Some(_), None) => return true,
        (None, Some(_)) => return false,
        (None, None) => {}
    }
    let before = sentence.get(..start).unwrap_or_default();
    let from = before.rfind([',', ';', '。', '，', '；', '、', '.', ':']).map_or(0, |i| i + 1);
    let clause = window(before, from, before.len());
    let last = |words: &[&str]| words.iter().filter_map(|w| last_word(clause, w)).max();
    last(&PARTS) > last(&WHOLES)
}

/// Where a word begins in a text, not as the inner part of another word.
fn word_at(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(i, _)| i).find(|i| is_word(text, *i, word))
}

fn last_word(text: &str, word: &str) -> Option<usize> {
    text.rmatch_indices(word).map(|(i, _)| i).find(|i| is_word(text, *i, word))
}

fn is_word(text: &str, at: usize, word: &str) -> bool {
    let before = text.get(..at).and_then(|b| b.chars().next_back());
    let after = text.get(at + word.len()..).and_then(|a| a.chars().next());
    let inner = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    // Short names such as `vit` must stand alone; longer ones may have an ending.
    !word.is_ascii() || word.starts_with(' ') || (!inner(before) && (word.len() > 4 || !inner(after)))
}

/// The clause that ends where the amount stands.
fn clause_before(before: &str) -> &str {
    let borders = ["; ", "。", "；", ", while ", ", whereas ", ", but ", " while ", " whereas ", ". "];
    let from = borders.iter().filter_map(|b| before.rfind(b).map(|i| i + b.len())).max().unwrap_or(0);
    before.get(from..).unwrap_or(before)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::prose::quantity;

    fn parts(sentence: &str) -> Vec<bool> {
        quantity::all(sentence).iter().filter(|q| q.at_least(6)).map(|q| is_part(sentence, q.start, q.end)).collect()
    }

    fn whom(sentence: &str) -> Whom {
        let own = Own::new(Some("ibis-2 mini"), &[]);
        let q = quantity::all(sentence).into_iter().find(|q| q.at_least(6)).unwrap();
        of(sentence, q.start, q.end, &own, "")
    }

    fn whom_last(sentence: &str) -> Whom {
        let own = Own::new(Some("ibis-2 mini"), &[]);
        let q = quantity::all(sentence).into_iter().rfind(|q| q.at_least(6)).unwrap();
        of(sentence, q.start, q.end, &own, "")
    }

    #[test]
    fn sizes_of_parts() {
        for (sentence, want) in [
            ("a 430m-parameter vision encoder and a 9b language model", vec![true, false]),
            ("the draft module for speculative decoding has 700m parameters", vec![true]),
            ("it has 9b parameters in all, 600m of which are in the vision tower", vec![false, true]),
            ("a dense model of 9b parameters with a vision encoder", vec![false]),
            ("the projector adds 25m parameters", vec![true]),
            ("ibis is a 9b model with an audio encoder of 640m parameters", vec![false, true]),
            ("视觉编码器有 6 亿参数，语言模型有 90 亿参数", vec![true, false]),
            ("an encoder-decoder model with 11b parameters", vec![false]),
        ] {
            assert_eq!(parts(sentence), want, "{sentence}");
        }
    }

    #[test]
    fn relatives_trials_and_states() {
        assert_eq!(whom("its predecessor ibis-1 40b was trained on 3t tokens"), Whom::Other);
        assert_eq!(whom("the teacher saw 20t tokens"), Whom::Other);
        assert_eq!(whom("heron-3 was trained on 20t tokens"), Whom::Other);
        assert_eq!(whom("unlike heron-3, we train on 20t tokens"), Whom::Own);
        assert_eq!(whom("ibis-2 mini was trained on 3t tokens"), Whom::Own);
        assert_eq!(whom("it was trained on 3t tokens of fineweb-2"), Whom::Own);
        assert_eq!(whom("ablations on 2t tokens chose the mixture"), Whom::Experiment);
        assert_eq!(whom("the intermediate checkpoints saw between 0.2t and 2t tokens"), Whom::States);
        assert_eq!(whom_last("we publish checkpoints trained on 500b, 1t, 1.5t and 2t tokens"), Whom::States);
        assert_eq!(whom("it was trained on 3t tokens, and we publish the checkpoints"), Whom::Own);
    }

    #[test]
    fn a_bound_is_no_comparison() {
        assert!(!compares("trained on more than 15t tokens"));
        assert!(compares("better than others on more than 15 tasks"));
    }
}
