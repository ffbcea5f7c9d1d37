//! Whether tokens are what training saw, what a data set holds, or what there was to choose from.

use crate::candidates::Counts;
use crate::text::{has_any, window};

/// Whether the words before an amount speak of what a data set holds, or of a pool to choose from, after the last word for
/// training.
pub fn counts_of(before: &str, later: &str, after_training: usize) -> Counts {
    let from = before
        .rfind(['。', ';', '，', '；'])
        .map_or(0, |i| i + before.get(i..).and_then(|b| b.chars().next()).map_or(1, char::len_utf8));
    let clause = window(before, from, before.len());
    let sets = ["corpus", "corpora", "dataset", "data set", "pool", "collection", "data ", "语料", "数据集", "数据"];
    let holds = [
        "hold", "contain", "compris", "consist", "amount", "total", " has ", " is ", "spans", "of ", "包含", "共有",
        "包括", "规模", "有", "达",
    ];
    let pools = [
        "pool",
        "of which",
        "subset",
        "fraction of",
        "sampled from",
        "drawn from",
        "selected from",
        "filtered from",
        "a part of",
        "portion of",
        "candidate",
        "available",
        "raw ",
        "out of ",
        "采样自",
        "取自",
        "其中",
        "从中",
        "选取",
        "筛选自",
    ];
    let last = |words: &[&str]| words.iter().filter_map(|w| clause.rfind(w).map(|i| i + w.len())).max();
    // `从中抽取 8000 亿`: what is taken is what was seen; `从 20 万亿 token 中抽取` is where it was taken from.
    let takes = ["抽取", "选取", "采样", "挑选", "取"].iter().any(|w| clause.trim_end().ends_with(w));
    if takes {
        return Counts::Seen;
    }
    if clause.trim_end().ends_with('从')
        || clause.contains('池')
        || (later.trim_start().starts_with('中') && has_any(later, &["抽取", "采样", "选取"]))
    {
        return Counts::Pool;
    }
    // `trained on a subset of the 40T`, `the corpus, of which a tenth was used, holds 40T`.
    if has_any(clause, &pools) {
        return Counts::Pool;
    }
    let verb = [
        "trained on",
        "train on",
        "trained with",
        "train it on",
        "trained for",
        "saw ",
        "seen",
        "训练了",
        "上训练",
        "训练于",
    ];
    let trained = last(&verb).is_some();
    let set = last(&sets).filter(|i| from + i + 1 >= after_training);
    match set {
        Some(set) if !trained && clause.get(set.saturating_sub(1)..).is_some_and(|gap| has_any(gap, &holds)) => {
            Counts::Held
        }
        _ => Counts::Seen,
    }
}
