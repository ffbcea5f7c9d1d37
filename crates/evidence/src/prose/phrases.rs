//! Words of sentences about tokens and sizes, in English and Chinese.

/// Words right after `tokens` that make it something else.
pub const NOT_SEEN: [&str; 12] = [
    "per second",
    "/s",
    "per sec",
    "/sec",
    "per batch",
    "per step",
    "context",
    "vocab",
    "window",
    "long",
    "length",
    "each",
];

/// Signs that the sizes of a sentence are those of parts or helpers only.
pub const WHOLE_PARTS: [&str; 2] = ["draft model", "reward model"];
/// Signs that a sentence compares the model with others or speaks of a part of it.
pub const OTHERS: [&str; 13] = [
    "outperform",
    " than ",
    "compared",
    "comparable",
    "surpass",
    "baseline",
    "teacher",
    "draft model",
    "unlike ",
    "vision encoder",
    "reward model",
    "相比",
    "超过了",
];
