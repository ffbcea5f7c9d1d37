//! Which stage of training a statement speaks of: the last word before it that names one decides.

use crate::text::has_any;

/// A stage of training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Training from the start, or all of it.
    First,
    /// What comes after the first stage and before tuning: mid-training, annealing, longer contexts, further pre-training.
    Later,
    /// Tuning, alignment, adapters: little next to the rest, and of a model that is there already.
    Tuning,
    /// No training of the model: a vocabulary, a context, a batch, an evaluation.
    Not,
}

use Stage::{First, Later, Not, Tuning};

/// Words in lower case; where two end at the same place the longer one counts.
const WORDS: [(&str, Stage); 100] = [
    ("pretrain", First),
    ("pre-train", First),
    ("pre train", First),
    ("train", First),
    ("预训练", First),
    ("训练", First),
    ("from scratch", First),
    ("anew", First),
    ("stage 1", First),
    ("stage one", First),
    ("first stage", First),
    ("first phase", First),
    ("phase 1", First),
    ("第一阶段", First),
    ("continued pre-train", Later),
    ("continued pretrain", Later),
    ("continual pre-train", Later),
    ("continual pretrain", Later),
    ("continually pre-train", Later),
    ("continually pretrain", Later),
    ("continue pre-train", Later),
    ("continue pretrain", Later),
    ("continued train", Later),
    ("continue train", Later),
    ("further pre-train", Later),
    ("further pretrain", Later),
    ("further train", Later),
    ("继续预训练", Later),
    ("继续训练", Later),
    ("增量预训练", Later),
    ("二次预训练", Later),
    ("再训练", Later),
    ("additional", Later),
    ("another", Later),
    ("an extra", Later),
    ("further ", Later),
    ("resum", Later),
    ("starting from", Later),
    ("on top of", Later),
    ("initiali", Later),
    ("warm-start", Later),
    ("upcycl", Later),
    ("continue", Later),
    ("continual", Later),
    ("额外", Later),
    ("另外", Later),
    ("midtrain", Later),
    ("mid-train", Later),
    ("mid train", Later),
    ("anneal", Later),
    ("cooldown", Later),
    ("cool-down", Later),
    ("decay", Later),
    ("long-context", Later),
    ("long context", Later),
    ("context extension", Later),
    ("context-extension", Later),
    ("stage 2", Later),
    ("stage two", Later),
    ("second stage", Later),
    ("second phase", Later),
    ("phase 2", Later),
    ("phase two", Later),
    ("stage 3", Later),
    ("third stage", Later),
    ("final stage", Later),
    ("第二阶段", Later),
    ("第三阶段", Later),
    ("退火", Later),
    ("fine-tun", Tuning),
    ("finetun", Tuning),
    ("fine tun", Tuning),
    ("instruction tun", Tuning),
    ("instruction-tun", Tuning),
    ("post-train", Tuning),
    ("posttrain", Tuning),
    ("distill", Tuning),
    ("rlhf", Tuning),
    ("reinforcement", Tuning),
    ("微调", Tuning),
    ("精调", Tuning),
    ("后训练", Tuning),
    ("强化学习", Tuning),
    ("蒸馏", Tuning),
    ("tokenizer", Not),
    ("tokeniser", Not),
    ("context", Not),
    ("sequence", Not),
    ("window", Not),
    ("length", Not),
    ("vocab", Not),
    ("batch", Not),
    ("generat", Not),
    ("evaluat", Not),
    ("up to", Not),
    ("上下文", Not),
    ("长度", Not),
    ("窗口", Not),
    ("词表", Not),
    ("窗长", Not),
];

/// Words of tuning that also stand in headings and names of stages.
const TUNINGS: [&str; 26] = [
    "fine-tun",
    "finetun",
    "fine tun",
    "instruct",
    "sft",
    "dpo",
    "grpo",
    "rlhf",
    "reinforcement",
    "preference",
    "post-train",
    "posttrain",
    "alignment",
    "align the",
    "aligning",
    "projector",
    "adapter",
    "lora",
    "distill",
    "微调",
    "精调",
    "对齐",
    "后训练",
    "强化学习",
    "蒸馏",
    "适配器",
];
/// Words of later stages in headings.
const LATERS: [&str; 20] = [
    "stage 2",
    "stage two",
    "second stage",
    "stage 3",
    "third stage",
    "phase 2",
    "mid-train",
    "midtrain",
    "anneal",
    "cooldown",
    "long context",
    "long-context",
    "context extension",
    "continued",
    "continual",
    "继续预训练",
    "第二阶段",
    "第三阶段",
    "退火",
    "增量",
];
/// Words of training from the start.
const FIRSTS: [&str; 8] =
    ["pretrain", "pre-train", "pre train", "预训练", "from scratch", "from random", "anew", "从零"];

/// Words that speak of training and not of its stage: what was said before them stands.
const WEAK: [&str; 9] =
    ["corpus", "saw ", "seen", "consumed", "ingest", "has read", "have read", "learned from", "learnt from"];

/// The stage that the last word of a text names, and the byte after it.
pub fn last(before: &str) -> Option<(usize, Stage)> {
    let found =
        WORDS.iter().filter_map(|(word, stage)| before.rfind(word).map(|i| (i + word.len(), word.len(), *stage)));
    let strong = found.max().map(|(end, _, stage)| (end, stage));
    let weak = WEAK.iter().filter_map(|word| before.rfind(word).map(|i| i + word.len())).max();
    match (strong, weak) {
        (None | Some((_, Not)), Some(end)) if strong.is_none_or(|(s, _)| s < end) => {
            let stage = WORDS
                .iter()
                .filter(|(_, s)| *s != Not)
                .filter_map(|(w, s)| before.rfind(w).map(|i| (i + w.len(), w.len(), *s)));
            Some((end, stage.max().map_or(First, |(_, _, stage)| stage)))
        }
        (strong, _) => strong,
    }
}

/// The stage that a heading is about, if it is not the first.
pub fn of_heading(under: &str) -> Option<Stage> {
    // The innermost heading goes first.
    under.rsplit(" / ").find_map(|heading| {
        if has_any(heading, &["evaluation", "benchmark"]) {
            Some(Not)
        } else if has_any(heading, &TUNINGS) {
            Some(Tuning)
        } else if has_any(heading, &LATERS) {
            Some(Later)
        } else {
            None
        }
    })
}

/// The stage that a sentence names anywhere: tuning, unless it speaks of pre-training too; nothing if it only says `train`.
pub fn named(sentence: &str) -> Option<Stage> {
    if has_any(sentence, &FIRSTS) {
        Some(First)
    } else if has_any(sentence, &TUNINGS) {
        Some(Tuning)
    } else if has_any(sentence, &LATERS) {
        Some(Later)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_decides_and_the_longer_of_two() {
        for (before, stage) in [
            ("it was pre-trained on", Some(First)),
            ("it is further pre-trained with", Some(Later)),
            ("starting from another model, we continued pre-training on", Some(Later)),
            ("we then trained for another", Some(Later)),
            ("pre-trained for a long context of", Some(Later)),
            ("trained on sequences with a context of", Some(Not)),
            ("在此基础上继续预训练", Some(Later)),
            ("pre-trained, then fine-tuned on", Some(Tuning)),
            ("which we continue pretraining on a new corpus of", Some(Later)),
            ("with a context of 4096 it has seen", Some(First)),
            ("it holds", None),
        ] {
            assert_eq!(last(before).map(|(_, s)| s), stage, "{before}");
        }
    }

    #[test]
    fn headings_and_whole_sentences() {
        assert_eq!(of_heading("training / pretrain (feature alignment)"), Some(Tuning));
        assert_eq!(of_heading("training / stage 2"), Some(Later));
        assert_eq!(of_heading("instruct models / pre-training"), Some(Tuning));
        assert_eq!(of_heading("training data"), None);
        assert_eq!(named("we fine-tune it"), Some(Tuning));
        assert_eq!(named("the pre-trained and the fine-tuned model"), Some(First));
        assert_eq!(named("the training took a week"), None);
    }
}
