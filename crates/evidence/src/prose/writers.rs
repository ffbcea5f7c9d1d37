//! Sentences that say that a model is a language model, in whatever words.

use super::kind::is_of_another;
use crate::text::{has_any, window};

/// Bytes before the word for a kind of model in which the sentence says that the model is one.
const SAYS_BEFORE: usize = 200;

/// Words for language models.
pub const LANGUAGE_MODELS: [&str; 42] = [
    "causal decoder",
    "causal lm",
    "instruction-tuned assistant",
    "decoder-only lm",
    "language model",
    "llm",
    "generative text model",
    "text generation model",
    "text-generation model",
    "大语言模型",
    "大模型",
    "语言模型",
    "语言大模型",
    "基座模型",
    "对话模型",
    "聊天模型",
    "文本生成",
    "生成文本",
    "chat model",
    "chat assistant",
    "conversational model",
    "chatbot",
    "instruct model",
    "instruction-following model",
    "instruction-tuned model",
    "coding model",
    "code model",
    "reasoning model",
    "model for chat",
    "model for conversation",
    "model for dialogue",
    "model for coding",
    "model for code",
    "model for writing",
    "model for reasoning",
    "gpt-like",
    "gpt-style",
    "generating text",
    "generates text",
    "generate text",
    "writes text",
    "text in and text out",
];
/// Words of sentences that may say the same in other words: a thing, and that it writes.
pub const WRITERS: [&str; 6] =
    ["transformer", "neural network", "decoder", "autoregressive", "assistant", "natural language"];
/// Things that can be a model.
const THINGS: [&str; 8] = ["transformer", "network", "decoder", "model", "assistant", "模型", "网络", "助手"];
/// Writing.
const WRITES: [&str; 14] = [
    "write",
    "writes",
    "writing",
    "continue",
    "continues",
    "generate",
    "generates",
    "generating",
    "produce",
    "produces",
    "complete",
    "completes",
    "completing",
    "processing",
];
/// What is written.
const WRITTEN: [&str; 8] = ["text", "texts", "prose", "essays", "stories", "replies", "answers", "sentences"];

/// Where a sentence says in other words that a model writes, and how long the words are.
fn writes_text(sentence: &str) -> Option<usize> {
    if !has_any(sentence, &THINGS) || has_any(sentence, &["image", "picture", "video", "caption", "图"]) {
        return None;
    }
    for phrase in [
        "for text generation",
        "for natural language",
        "following assistant",
        "ai assistant",
        "general-purpose assistant",
    ] {
        if let Some(at) = sentence.find(phrase) {
            return Some(at);
        }
    }
    let mut at = 0;
    let words: Vec<(usize, &str)> = sentence
        .split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|w| {
            at += w.len();
            (at - w.len(), w.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
        })
        .filter(|(_, w)| !w.is_empty())
        .collect();
    words.iter().enumerate().find_map(|(i, (at, word))| {
        let near = words.iter().skip(i + 1).take(5);
        let stops =
            |w: &str| matches!(w, "from" | "to" | "into" | "of" | "between" | "embeddings" | "vectors" | "labels");
        let mut until = near.take_while(|(_, w)| !stops(w));
        (WRITES.contains(word) && until.any(|(_, w)| WRITTEN.contains(w))).then_some(*at)
    })
}

/// Words before which a language model is only a likeness: `a language model style transformer`.
const LIKENESS: [&str; 7] = [" style", "-style", " like", "-like", " inspired", "-inspired", " architecture for"];
/// Words of what a model is for, if it is no language model in the ordinary sense.
const OTHER_MATTERS: [&str; 28] = [
    "audio",
    "music",
    "speech",
    "protein",
    "dna ",
    "genom",
    "chess",
    "weather",
    "molecul",
    "eeg",
    "ecg",
    "signal",
    "sensor",
    "time series",
    "time-series",
    "robot",
    "trajector",
    "recommender",
    "click-through",
    "vital sign",
    "brain",
    "seismic",
    "climate",
    "脑电",
    "信号",
    "时间序列",
    "蛋白质",
    "基因",
];
/// Models that give vectors, labels or scores, whatever they are made of.
const GIVES_NO_TEXT: [&str; 28] = [
    "embedding model",
    "text embedding",
    "sentence embedding",
    "reranker",
    "re-ranker",
    "reranking",
    "classifier",
    "reward model",
    "retriever",
    "guard model",
    "moderation model",
    "safety classifier",
    "token classification",
    "returns a score",
    "outputs a score",
    "outputs a label",
    "fixed set of labels",
    "dense vector",
    "into vectors",
    "vector representation",
    "binary label",
    "yes or no label",
    "嵌入模型",
    "向量模型",
    "分类器",
    "奖励模型",
    "排序模型",
    "打分模型",
];
/// Words for giving something out.
const GIVES: [&str; 12] = [
    "answers with",
    "outputs",
    "returns",
    "predicts",
    "assigns",
    "emits",
    "responds with",
    "gives",
    "produces",
    "maps",
    "输出",
    "返回",
];
/// What is no text.
const NO_TEXT: [&str; 16] = [
    "label",
    "score",
    "embedding",
    "vector",
    "class ",
    "classes",
    "categor",
    "probabilit",
    "logit",
    "rating",
    "verdict",
    "标签",
    "分数",
    "类别",
    "向量",
    "概率",
];

/// Whether a sentence says that what comes out is vectors, labels or scores.
fn gives_no_text(sentence: &str) -> bool {
    let given = GIVES.iter().any(|g| {
        sentence.match_indices(g).any(|(at, _)| {
            let near = window(sentence, at + g.len(), at + g.len() + 48);
            let clause = near.split([',', '.', ';', '，', '。']).next().unwrap_or_default();
            has_any(clause, &NO_TEXT) && !has_any(clause, &["text", "文本"])
        })
    });
    given || has_any(sentence, &GIVES_NO_TEXT)
}

/// Whether a sentence says that the model is a language model; `own` are the words of the model's name.
pub fn is_language_model(sentence: &str, is_title: bool, own: &[String]) -> bool {
    let named = |n: &str| if n == "llm" { llm(sentence) } else { sentence.find(n) };
    let in_words = || writes_text(sentence).map(|at| (at, ""));
    let named = LANGUAGE_MODELS.iter().filter_map(|n| Some((named(n)?, *n))).min();
    let Some((at, name)) = named.or_else(in_words) else { return false };
    if has_any(sentence, &OTHER_MATTERS) || gives_no_text(sentence) {
        return false;
    }
    let after = sentence.get(at + name.len()..).unwrap_or_default();
    if LIKENESS.iter().any(|l| after.starts_with(l) || after.trim_start_matches('s').starts_with(l)) {
        return false;
    }
    if has_any(
        sentence,
        &["not a large language model", "not a language model", "no language model", "不是语言模型", "不是大语言模型"],
    ) {
        return false;
    }
    let before = window(sentence, at.saturating_sub(SAYS_BEFORE), at);
    let says = [
        " is a",
        "type:",
        "type**:",
        "type:**",
        " is an",
        " is the",
        " are a",
        " are the",
        " is our",
        "collection of",
        "family of",
        "series of",
        "suite of",
        "we present",
        "we introduce",
        "we release",
        "introducing",
        "presents",
        "state-of-the-art open",
        "是一",
        "是由",
        "系列",
        "发布",
        "是",
    ];
    // `Name-14B models are open-source multilingual language models`, `Name, an innovative and open language model`.
    let verbs = [" is ", " are ", ", a ", ", an ", ", the ", " 是"];
    let ours = || own.iter().any(|w| before.contains(w.as_str())) && has_any(before, &verbs);
    is_title || ((has_any(before, &says) || ours()) && !is_of_another(sentence, own))
}

/// `LLM` as a word of its own, also in the plural.
fn llm(sentence: &str) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    sentence.match_indices("llm").map(|(at, _)| at).find(|at| {
        let after = sentence.get(at + 3..).unwrap_or_default();
        let after = after.strip_prefix('s').unwrap_or(after);
        let in_name = after.starts_with('-') || after.strip_prefix('.').is_some_and(|a| letter(a.chars().next()));
        !letter(sentence.get(..*at).and_then(|t| t.chars().next_back())) && !letter(after.chars().next()) && !in_name
    })
}
