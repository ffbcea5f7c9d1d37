//! Whether a sentence says in any words that only a part of the parameters works on a token: a mixture of experts. Experts are
//! also people, who rate and write.

use crate::text::{has_any, window};

/// Words of which one stands in every such sentence.
pub const SPEAKS: [&str; 10] =
    ["expert", "专家", "per token", "each token", "every token", "每个 token", "sparse", "稀疏", "router", "前向"];

/// Words of how a network works.
const NETWORK: [&str; 22] = [
    "token",
    "rout",
    "gating",
    "gate",
    "param",
    "activ",
    "layer",
    "spars",
    "top-",
    "feed-forward",
    "feedforward",
    "ffn",
    "per input",
    "shared expert",
    "fire",
    "switched",
    "路由",
    "参数",
    "激活",
    "层",
    "稀疏",
    "门控",
];
/// Words of what people do.
const PEOPLE: [&str; 25] = [
    "rated",
    "rating",
    "annotat",
    "review",
    "judg",
    "panel",
    "written by",
    "by expert",
    "domain expert",
    "human expert",
    "medical expert",
    "legal expert",
    "subject expert",
    "subject-matter",
    "experts from",
    "consult",
    "labeled",
    "labelled",
    "interview",
    "field expert",
    "领域专家",
    "专家评",
    "专家标注",
    "专家撰写",
    "人类专家",
];
/// Bytes between `by` and the experts of `by 64 experts`.
const BY: usize = 16;

/// Whether a sentence speaks of mixtures as something that software can do.
pub fn is_feature(sentence: &str) -> bool {
    has_any(sentence, &["support", "framework", "library", "moe training", "training of moe", "toolkit", "compatible"])
}

/// Whether a sentence says so.
pub fn of(sentence: &str) -> bool {
    if has_any(sentence, &["not a mixture", "no mixture", "unlike"]) {
        return false;
    }
    let of_else =
        ["attention", "autoencoder", "retriev", "embedding", "matrix", "matrices", "reward", "注意力", "检索"];
    if has_any(sentence, &["sparse", "稀疏"])
        && has_any(sentence, &["model", "transformer", "architecture", "network", "模型", "架构"])
        && !has_any(sentence, &of_else)
    {
        return true;
    }
    if has_any(sentence, &["router", "routing", "路由"])
        && has_any(sentence, &["token"])
        && has_any(sentence, &["picks", "selects", "chooses", "of them", "top-", "选择", "选取"])
    {
        return true;
    }
    let shares = ["only", "subset", "仅", "只", "fraction", "part of", " of the", "其中"];
    let a_token = [
        "per token",
        "each token",
        "every token",
        "for a token",
        "given token",
        "每个 token",
        "each forward",
        "forward pass",
        "单次前向",
        "每次前向",
        "推理时",
    ];
    if has_any(sentence, &["param", "参数", "weights"]) && has_any(sentence, &a_token) && has_any(sentence, &shares) {
        return true;
    }
    ["expert", "专家"].iter().any(|word| {
        sentence.match_indices(word).any(|(at, _)| {
            let before = window(sentence, at.saturating_sub(2 * BY), at);
            let counted = before.split(|c: char| !c.is_alphanumeric()).any(|w| super::numerals::small(w).is_some())
                || before.trim_end().ends_with(['个', '名', '位'])
                || has_any(before, &["routed ", "shared ", "sparse ", "many ", "several "]);
            let by = window(sentence, at.saturating_sub(BY), at).contains("by ");
            counted && !by && has_any(sentence, &NETWORK) && !has_any(sentence, &PEOPLE)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_people() {
        for (sentence, is) in [
            ("its 300b parameters are divided among 96 experts, and six of them see a token", true),
            ("8 of 128 experts are active", true),
            ("a router picks two out of sixteen experts in every layer", true),
            ("only 20b of its 200b parameters work on each token", true),
            ("总参数 4000 亿，共 96 个专家，每个 token 经过其中 6 个", true),
            ("its answers were rated by 40 experts", false),
            ("40 experts in law reviewed its 9b parameters' answers", false),
            ("由 40 名领域专家标注", false),
            ("it costs two cents per token", false),
        ] {
            assert_eq!(of(sentence), is, "{sentence}");
        }
    }
}
