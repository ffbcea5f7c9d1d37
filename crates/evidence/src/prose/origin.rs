//! Whether the card says that training went on from weights that were there already: then the amounts of the folder are not
//! all that went into the model.

use super::own::{Kin, Own};
use super::subject;
use crate::text::{has_any, window};

/// What the model was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Another model, which was tuned or made smaller: its size says nothing of the training that went into it.
    Tuned,
    /// Weights that were there already, from which training went on.
    Continued,
}

use Origin::{Continued, Tuned};

/// What is said of a model that was tuned, or cut out of a larger one.
pub const TUNED: &str = "the card says that the model was made from another one";

/// Verbs of tuning, after which a model's name is what was tuned.
const TUNES: [&str; 9] = [
    "fine-tune",
    "finetune",
    "fine tune",
    "instruction-tune",
    "instruction tune",
    "微调",
    "精调",
    "align",
    "post-train",
];
/// Verbs of going on, after which `from` or `on top of` names what was there.
const GOES_ON: [&str; 22] = [
    "continue",
    "continual",
    "further pre",
    "further train",
    "further-pre",
    "resum",
    "initiali",
    "warm-start",
    "warm start",
    "start",
    "built",
    "build",
    "based",
    "trained",
    "upcycl",
    "adapted",
    "prun",
    "继续",
    "初始化",
    "起点",
    "基础",
    "增量",
];
/// Words for what was there, without a name.
const WEIGHTS: [&str; 16] = [
    "from an intermediate checkpoint",
    "from the intermediate checkpoint",
    "from an earlier checkpoint",
    "from a pre-trained checkpoint",
    "from a pretrained checkpoint",
    "from the released weights",
    "from released weights",
    "from the weights of",
    "from the checkpoint of",
    "from a checkpoint of",
    "from the public weights",
    "from existing weights",
    "from the open weights",
    "with the weights of",
    "on top of the released",
    "的权重",
];
/// Bytes between a verb or preposition and the name.
const NEAR: usize = 48;

/// Words of which one stands in every such sentence.
pub const SPEAKS: [&str; 20] = [
    "fine-tun",
    "finetun",
    "fine tun",
    "tune",
    "微调",
    "精调",
    "align",
    "distill",
    "continu",
    "further",
    "resum",
    "initiali",
    "start",
    "upcycl",
    "built",
    "继续",
    "初始化",
    "起点",
    "增量",
    "weights",
];

/// Why the model counts as made from another one, if the sentence says so of it.
pub fn of(sentence: &str, own: &Own) -> Option<Origin> {
    if has_any(
        sentence,
        &[
            "you can",
            "you may",
            "users can",
            "can be fine",
            "to fine-tune",
            "train or fine",
            "tune or ",
            "visit",
            "please",
            "建议",
            "推荐",
            "to finetune",
            "to train ",
            "could be",
            "from scratch",
            "anew",
            "从零",
        ],
    ) || subject::compares(sentence)
    {
        return None;
    }
    let smaller = has_any(
        sentence,
        &["prun", "compress", "shrunk", "shrink", "slimmed", "distill", "剪枝", "裁剪", "压缩", "蒸馏"],
    );
    let continued = if smaller { Tuned } else { Continued };
    if has_any(sentence, &WEIGHTS) && has_any(sentence, &GOES_ON) && !is_of_a_part(sentence) {
        return Some(continued);
    }
    for mention in own.mentions(sentence).iter().filter(|m| m.kin == Kin::Other) {
        let before = window(sentence, mention.range.start.saturating_sub(NEAR), mention.range.start);
        let after = window(sentence, mention.range.end, mention.range.end + NEAR);
        if is_of_a_part(before) || is_of_a_part(window(sentence, mention.range.start, mention.range.end)) {
            continue;
        }
        let before = before.trim_end();
        // `fine tune Thing-7B`, `fine-tuned from Thing-7B`; not `fine-tuned on Data-2`.
        let verb = TUNES.iter().filter_map(|v| before.rfind(v).map(|i| i + v.len())).max();
        if let Some(gap) = verb.and_then(|i| before.get(i..)) {
            let gap = gap.trim_start_matches(['d', 'r', 's', ' ']);
            let words: Vec<&str> = gap.split_whitespace().collect();
            let direct = words
                .iter()
                .all(|w| matches!(*w, "the" | "a" | "base" | "model" | "weights" | "of" | "from" | "version"));
            if direct && words.len() <= 5 {
                return Some(Tuned);
            }
        }
        let from = ["from", "on top of", "with", "of"].iter().any(|p| {
            let Some((head, gap)) = before.rsplit_once(p) else { return false };
            let plain = gap.split_whitespace().all(|w| {
                matches!(
                    w,
                    "the"
                        | "a"
                        | "an"
                        | "base"
                        | "model"
                        | "released"
                        | "weights"
                        | "of"
                        | "checkpoint"
                        | "public"
                        | "open"
                )
            });
            plain
                && has_any(head, &GOES_ON)
                && (*p != "of" || has_any(head, &["checkpoint", "weights", "version"]))
                && (*p != "with" || has_any(head, &["initiali"]))
        });
        if from {
            return Some(continued);
        }
        // `Name is based on Thing 2`; the architecture, the recipe and the code of another are no weights.
        let based = [
            "based on",
            "built on",
            "built upon",
            "build on",
            "builds on",
            "built on top of",
            "derived from",
            "adapted from",
        ];
        let of_design = [
            "architect",
            "code",
            "implement",
            "recipe",
            "framework",
            "tokenizer",
            "follow",
            "similar",
            "design",
            "style",
            "script",
            "library",
            "inspired",
            "dataset",
            "data ",
        ];
        let what = before.trim_end_matches("the").trim_end();
        if based.iter().any(|b| what.ends_with(b)) && !has_any(sentence, &of_design) {
            return Some(continued);
        }
        let chinese = ["以", "基于", "从", "在", "对"].iter().any(|p| before.ends_with(p));
        if chinese && has_any(after, &["起点", "初始化", "继续", "微调", "精调", "基础上", "增量", "权重"])
        {
            return Some(if has_any(sentence, &["微调", "精调"]) { Tuned } else { continued });
        }
    }
    None
}

/// Whether what was there is a part only: `the vision encoder is initialised from Thing-400M`.
fn is_of_a_part(text: &str) -> bool {
    has_any(
        text,
        &[
            "encoder",
            "tower",
            "projector",
            "tokenizer",
            "vocab",
            "codec",
            "vae",
            "draft",
            "siglip",
            "clip",
            "vit-",
            "whisper",
            "embedding",
            "编码器",
            "分词",
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_from_another_model() {
        let own = Own::new(Some("ibis-9b"), &[]);
        for (sentence, said) in [
            ("we use 20,000 solutions to fine tune heron2-32b-instruct", Some(Tuned)),
            ("ibis-9b was fine-tuned from heron2-9b", Some(Tuned)),
            ("we resumed from the released weights of heron-9b", Some(Continued)),
            ("training continued from heron-2-9b on nordic text", Some(Continued)),
            ("it is initialised from heron-2-9b", Some(Continued)),
            ("it is further pre-trained from an intermediate checkpoint of heron", Some(Continued)),
            ("我们以 heron2-32b 为起点做指令精调", Some(Tuned)),
            ("基于 heron2-32b 继续预训练", Some(Continued)),
            ("the vision encoder is initialised from siglip-so400m", None),
            ("ibis-9b is based on llama 2, which we continue pretraining", Some(Continued)),
            ("its architecture is based on llama 2", None),
            ("it was pruned from heron-2-70b and trained on", Some(Tuned)),
            ("a chat version was fine-tuned afterwards", None),
            ("we fine-tuned it on data-2", None),
            ("you can fine-tune heron2-9b with the same scripts", None),
            ("trained from scratch with the recipe of heron-2-9b", None),
            ("it outperforms heron2-9b", None),
        ] {
            assert_eq!(of(sentence, &own), said, "{sentence}");
        }
    }
}
