//! Well-known base models with what their providers published, from `data/bases.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gpai_rules::number::{Interval, Number};
use serde::Deserialize;

use crate::estimate::six_pd;

const TABLE: &str = include_str!("../../data/bases.toml");
/// The name under which the table appears as a source.
pub const FILE: &str = "bases.toml (bundled)";

/// What is published of one base model.
#[derive(Clone, Debug)]
pub struct Known {
    /// Names on the Hub; the first is the base itself, the others its provider's own later versions.
    pub names: Vec<String>,
    /// Parameters that a token goes through.
    pub size: Number,
    /// Training compute in FLOP: stated, or 6·P·D with the Guidelines' 30 %.
    pub flop: Option<Interval>,
    /// How the compute was got.
    pub method: String,
    /// Id of the licence, where it is one of `law/licences.toml`.
    pub licence: Option<String>,
    /// Whose figures they are.
    pub source: String,
    /// 1-based line of the entry in the table.
    pub line: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reread: toml::Value,
    base: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    names: Vec<String>,
    parameters: String,
    active: Option<String>,
    tokens: Option<String>,
    flop: Option<String>,
    licence: Option<String>,
    source: String,
}

static TABLE_READ: LazyLock<Vec<Known>> = LazyLock::new(|| parse().unwrap_or_default());

static BASES: LazyLock<BTreeMap<String, Known>> = LazyLock::new(|| {
    let mut by_name = BTreeMap::new();
    for known in all() {
        for name in &known.names {
            by_name.insert(name.to_lowercase(), known.clone());
        }
    }
    by_name
});

/// All of them, in the order of the table.
pub fn all() -> &'static [Known] {
    &TABLE_READ
}

/// What a base model as a person names it stands for: an entry of the table, or a copy of one that is known to be one.
pub fn named(name: &str) -> Option<&'static Known> {
    find(name).or_else(|| find_copy(name).and_then(|(known, sure)| sure.then_some(known))).or_else(|| {
        // A person writes `Llama 3 8B` for `Meta-Llama-3-8B`.
        find_copy(&name.trim().replace(' ', "-")).map(|(known, _)| known).filter(|_| !name.contains('/'))
    })
}

/// Words at the end of a name that say what its provider's own later training made of a model.
const TUNED: [&str; 12] =
    ["instruct", "instruction", "inst", "chat", "it", "base", "pt", "sft", "dpo", "rlhf", "hf", "pretrained"];

/// One text for a model and its provider's own later versions of it: `X` and `X-Instruct` are one family (Guidelines 23).
pub fn family(name: &str) -> String {
    if let Some(known) = find(name).or_else(|| find_copy(name).map(|(known, _)| known)) {
        return known.names.first().map(|first| first.to_lowercase()).unwrap_or_default();
    }
    let lower = name.rsplit('/').next().unwrap_or(name).trim().to_lowercase();
    let (plain, _) = plain(&lower);
    let mut words: Vec<&str> = plain.split('-').collect();
    while words.len() > 1 && words.last().is_some_and(|w| TUNED.contains(w)) {
        words.pop();
    }
    words.join("-")
}

fn parse() -> Option<Vec<Known>> {
    let file: File = toml::from_str(TABLE).ok()?;
    let read = file.reread.as_datetime()?.to_string();
    file.base.into_iter().map(|row| known(row, &read)).collect()
}

fn known(row: Row, read: &str) -> Option<Known> {
    let number = |text: &String| Number::parse(text).ok();
    let size = number(row.active.as_ref().unwrap_or(&row.parameters))?;
    let (flop, how) = match (&row.flop, &row.tokens) {
        (Some(stated), _) => {
            // Stated with two figures: half a unit of the second either way.
            let best = number(stated)?;
            (Interval::new(best.percent(97), Some(best.clone()), best.percent(103)), "stated".to_owned())
        }
        (None, Some(tokens)) => {
            let best = six_pd(&size, &number(tokens)?);
            (Some(Interval::with_tolerance(best)), format!("6 x {size} x {tokens}"))
        }
        (None, None) => (None, "training tokens not published".to_owned()),
    };
    let method = format!("{how}; {}, read {read}", row.source);
    let at = row.names.first().and_then(|name| TABLE.find(&format!("\"{name}\"")))?;
    let before = memchr::memchr_iter(b'\n', TABLE.as_bytes().get(..at)?).count();
    let line = u32::try_from(before).ok()?.saturating_add(1);
    Some(Known { names: row.names, size, flop, method, licence: row.licence, source: row.source, line })
}

/// The base of a name as it is written: `org/model`, or the model's name alone where only one has it.
pub fn find(name: &str) -> Option<&'static Known> {
    let lower = name.trim().to_lowercase();
    if lower.contains('/') {
        return BASES.get(&lower);
    }
    let mut same = BASES.iter().filter(|(full, _)| full.rsplit('/').next() == Some(lower.as_str()));
    match (same.next(), same.next()) {
        (Some((_, known)), None) => Some(known),
        _ => None,
    }
}

/// Those who publish copies of others' models, with fewer bits or in another format.
const MIRRORS: [&str; 24] = [
    "unsloth",
    "thebloke",
    "nousresearch",
    "bartowski",
    "mlx-community",
    "quantfactory",
    "lmstudio-community",
    "neuralmagic",
    "redhatai",
    "casperhansen",
    "maziyarpanahi",
    "second-state",
    "mradermacher",
    "hugging-quants",
    "techxgenus",
    "solidrust",
    "turboderp",
    "lonestriker",
    "ggml-org",
    "onnx-community",
    "modelscope",
    "llm-research",
    "ai-modelscope",
    "nvidia",
];
/// Words at the end of a name that say in which format the weights are.
const FORMATS: [&str; 26] = [
    "gguf",
    "ggml",
    "gptq",
    "awq",
    "exl2",
    "exl3",
    "bnb",
    "unsloth",
    "mlx",
    "onnx",
    "fp8",
    "fp16",
    "bf16",
    "nf4",
    "dynamic",
    "quantized",
    "quant",
    "autoround",
    "hqq",
    "aqlm",
    "marlin",
    "imatrix",
    "i1",
    "ct2",
    "openvino",
    "hf",
];

/// A copy of a known base by another publisher, and whether it is known to be one: by the publisher, or by the format that its
/// name ends with. Where only the name is the same, the terms of the base bind all the same.
pub fn find_copy(name: &str) -> Option<(&'static Known, bool)> {
    let lower = name.trim().to_lowercase();
    let (owner, bare) = lower.split_once('/').unwrap_or(("", &lower));
    let (plain, formatted) = plain(bare);
    let mut same: Vec<&'static Known> = BASES
        .iter()
        .filter(|(full, _)| full.rsplit('/').next().is_some_and(|b| self::plain(b).0 == plain))
        .map(|(_, k)| k)
        .collect();
    same.dedup_by_key(|k| k.line);
    same.sort_by_key(|k| k.line);
    same.dedup_by_key(|k| k.line);
    match same.as_slice() {
        [one] => Some((one, formatted || MIRRORS.contains(&owner))),
        _ => None,
    }
}

/// A model's name without the words for formats at its end, and whether there were any.
fn plain(bare: &str) -> (String, bool) {
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_format = |word: &str| {
        let rest = word.trim_start_matches(['w', 'a', 'g', 's', 'q', 'k', 'm', 'i', 'n', 't', 'f', 'p', 'b']);
        let bits = word.len() <= 5
            && word.starts_with(['w', 'q', 'i', 'g', 'f'])
            && rest.starts_with(|c: char| c.is_ascii_digit());
        let counted = ["bit", "bits", "bpw"].iter().any(|b| word.strip_suffix(b).is_some_and(is_number));
        let group = word.strip_suffix('g').is_some_and(|n| n == "128" || n == "32" || n == "64");
        FORMATS.contains(&word) || word.starts_with("quantized.") || bits || counted || group
    };
    let mut words: Vec<&str> = bare.split(['-', '_']).collect();
    let count = words.len();
    let mut formatted = false;
    while words.len() > 1 && words.last().is_some_and(|w| is_format(w)) {
        formatted |= words.pop() != Some("hf");
    }
    if words.len() > 2 && words.first() == Some(&"meta") {
        words.remove(0);
    }
    (words.join("-"), formatted && words.len() < count)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let all = parse().unwrap();
        assert!(all.len() > 50);
        let mut names: Vec<String> = all.iter().flat_map(|b| b.names.iter().map(|n| n.to_lowercase())).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "a name stands twice");
        assert!(all.iter().all(|b| b.source.starts_with("https://")));
    }

    #[test]
    fn names_in_any_case_with_or_without_organisation() {
        let full = find("qwen/qwen2.5-7b-INSTRUCT").unwrap();
        assert_eq!(full.flop.as_ref().unwrap().best.as_ref().unwrap().to_string(), "8.2296e23");
        assert_eq!(find("Qwen2.5-7B").unwrap().names, full.names);
        assert!(find("someone/Qwen2.5-7B").is_none());
        assert!(find("7B").is_none());
    }

    #[test]
    fn a_model_and_its_own_later_versions_are_one_family() {
        for (a, b) in [
            ("Qwen/Qwen2.5-7B-Instruct", "Qwen2.5-7B"),
            ("meta-llama/Meta-Llama-3-8B-Instruct", "Llama-3-8B"),
            ("unsloth/llama-3-8b-bnb-4bit", "meta-llama/Meta-Llama-3-8B-Instruct"),
            ("org/Thing-7B-Chat", "Thing-7B"),
            ("org/Thing-7B-Instruct-hf", "other/thing-7b-it"),
        ] {
            assert_eq!(family(a), family(b), "{a} {b}");
        }
        for (a, b) in [
            ("Qwen/Qwen2.5-7B-Instruct", "Qwen2.5-14B"),
            ("Qwen/Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct"),
            ("org/Thing-7B", "org/Thing-8B"),
            ("org/Thing-7B-v1", "org/Thing-7B-v2"),
            ("org/Thing-7B-Math", "org/Thing-7B"),
        ] {
            assert_ne!(family(a), family(b), "{a} {b}");
        }
        assert_eq!(named("Llama 3 8B").map(|k| k.names.len()), named("Meta-Llama-3-8B").map(|k| k.names.len()));
        assert!(named("my own thing").is_none() && named("someone/Qwen2.5-7B").is_none());
    }

    #[test]
    fn copies_lead_to_the_base() {
        let copy = |name: &str| find_copy(name).map(|(k, sure)| (k.names.first().unwrap().as_str(), sure));
        for (name, base, sure) in [
            ("unsloth/Meta-Llama-3.1-8B-bnb-4bit", "meta-llama/Llama-3.1-8B", true),
            ("unsloth/llama-3-8b-bnb-4bit", "meta-llama/Meta-Llama-3-8B", true),
            ("TheBloke/Llama-2-7B-Chat-GPTQ", "meta-llama/Llama-2-7b", true),
            ("NousResearch/Llama-2-13b-hf", "meta-llama/Llama-2-13b", true),
            ("RedHatAI/Llama-3.3-70B-Instruct-quantized.w4a16", "meta-llama/Llama-3.3-70B-Instruct", true),
            ("friend/Qwen2.5-7B-Instruct-AWQ", "Qwen/Qwen2.5-7B", true),
            ("mlx-community/gemma-2-9b-it-4bit", "google/gemma-2-9b", true),
            ("someone/Qwen2.5-7B", "Qwen/Qwen2.5-7B", false),
        ] {
            assert_eq!(copy(name), Some((base, sure)), "{name}");
        }
        for name in ["someone/My-Llama-3.1-8B", "org/7B", "a/b-4bit", "x/Qwen2.5-7B-Coder", ""] {
            assert_eq!(copy(name), None, "{name}");
        }
    }
}
