//! What looks like the name of a model in a sentence.

use std::ops::Range;

use super::devices;
use super::quantity;

/// First words of what looks like the name of a model and is none.
const NO_NAMES: [&str; 46] = [
    "bfloat",
    "float",
    "stage",
    "phase",
    "version",
    "step",
    "steps",
    "fig",
    "figure",
    "table",
    "section",
    "cuda",
    "python",
    "torch",
    "pytorch",
    "fp",
    "bf",
    "int",
    "top",
    "zero",
    "level",
    "part",
    "epoch",
    "round",
    "release",
    "checkpoint",
    "ckpt",
    "day",
    "week",
    "rtx",
    "tpu",
    "gpu",
    "sm",
    "tf",
    "ddr",
    "pcie",
    "nvlink",
    "cc",
    "common",
    "utf",
    "apache",
    "cc-by",
    "iso",
    "arxiv",
    "pass",
    "rank",
];
/// Families of models that many others are made from, by the first word of their names, which may stand without a number.
const FAMILIES: [&str; 40] = [
    "llama",
    "qwen",
    "mistral",
    "mixtral",
    "gemma",
    "falcon",
    "bloom",
    "pythia",
    "olmo",
    "baichuan",
    "chatglm",
    "internlm",
    "deepseek",
    "flan-t5",
    "gpt-neox",
    "gpt-neo",
    "gpt-j",
    "vicuna",
    "alpaca",
    "roberta",
    "deberta",
    "bert",
    "xlm-roberta",
    "whisper",
    "wav2vec",
    "starcoder",
    "codellama",
    "nemotron",
    "granite",
    "smollm",
    "tinyllama",
    "wizardlm",
    "minicpm",
    "nemo",
    "codegemma",
    "paligemma",
    "qwen2",
    "qwen3",
    "llama2",
    "llama3",
];
/// Words before a name that is no subject of its sentence.
const OBJECTS: [&str; 26] = [
    "on",
    "of",
    "from",
    "with",
    "in",
    "using",
    "by",
    "to",
    "than",
    "like",
    "via",
    "over",
    "for",
    "at",
    "as",
    "into",
    "following",
    "uses",
    "use",
    "called",
    "and",
    "or",
    "tune",
    "fine-tune",
    "finetune",
    "see",
];
/// What looks like the name of a model in a sentence, or begins with one of some heads, and whether it may be the subject.
pub fn named(sentence: &str, heads: &[&str]) -> Vec<(Range<usize>, bool)> {
    let mut out = Vec::new();
    let (mut previous, mut earlier) = ("", "");
    let mut at = 0;
    let mut words = sentence.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '/')).peekable();
    while let Some(word) = words.next() {
        let start = at;
        at += word.len() + 1;
        let lead = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() {
            continue;
        }
        if FAMILIES.contains(&bare) || heads.contains(&bare) || looks_like_a_name(bare) {
            // `Name-2 70B`, `Name 3.1`: what follows belongs to the name.
            let next = words.peek().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).unwrap_or_default();
            let number = !next.is_empty() && next.len() <= 4 && next.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let joined = (is_size(next) || number) && word.ends_with(bare);
            let len = if joined { bare.len() + 1 + next.len() } else { bare.len() };
            let range = start + lead..start + lead + len;
            if sentence.is_char_boundary(range.end) {
                // `the training of Name took`: the sentence is about Name.
                let whose =
                    previous == "of" && matches!(earlier, "training" | "that" | "those" | "compute" | "cost" | "run");
                out.push((range, whose || !OBJECTS.contains(&previous)));
            }
        }
        (earlier, previous) = (previous, bare);
    }
    out
}

/// Whether a word is a size: `70b`, `1.5b`.
fn is_size(word: &str) -> bool {
    quantity::all(word).first().is_some_and(|q| q.start == 0 && q.unit && q.at_least(6))
}

/// Whether a word has the look of a model's name: letters, then digits, as in `grebe-1`, `llama3`, `thing-7b`.
pub fn looks_like_a_name(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    let head = word.get(..letters).unwrap_or_default();
    word.is_ascii()
        && (4..=60).contains(&word.len())
        && letters >= 2
        && word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        && !NO_NAMES.contains(&head)
        && devices::named(word).is_none()
}
