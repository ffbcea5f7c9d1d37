//! Names of models and data sets in logs: the kind of access before a model's name, names that a tool made up, places on
//! somebody's disk, which are not repeated.

use crate::model_name::model_name;
use crate::text::shorten;

/// Kinds of access that tools write before a model's name.
const ACCESS: [&str; 36] = [
    "hf",
    "huggingface",
    "vllm",
    "vllm-vlm",
    "sglang",
    "openai",
    "openai-api",
    "azureai",
    "anthropic",
    "google",
    "vertex",
    "mistral",
    "groq",
    "together",
    "fireworks",
    "bedrock",
    "ollama",
    "llama-cpp-python",
    "openrouter",
    "perplexity",
    "cloudflare",
    "goodfire",
    "transformer_lens",
    "nnterp",
    "mockllm",
    "stub",
    "none",
    "grok",
    "deepseek",
    "litellm",
    "local-completions",
    "local-chat-completions",
    "nemo_lm",
    "tgi",
    "inference-providers",
    "hf-inference-providers",
];

/// A model's name that may be repeated: that of the Hub, or the last part of a place on somebody's disk where it looks like one.
pub fn model(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.is_empty() || text.len() > 400 {
        return None;
    }
    if let Some(name) = model_name(text) {
        return Some(name.to_owned());
    }
    let lower = text.to_lowercase();
    let home = ["//", "/home/", "/users/", "/root/", "/mnt/", "/data/"].iter().any(|h| lower.contains(h));
    let local = home || text.starts_with(['/', '.', '~', '\\']) || text.contains(":\\") || text.contains(":/");
    let parts = text.split('/').count();
    if !local && parts == 3 && ACCESS.contains(&text.split('/').next().unwrap_or_default()) {
        return text.split_once('/').and_then(|(kind, rest)| model_name(rest).map(|name| format!("{kind}/{name}")));
    }
    // A service's own names hold colons: `ollama/llama3.1:8b`, `bedrock/x.y-v1:0`.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '@' | '+');
    if !local && parts <= 3 && text.chars().all(plain) && ACCESS.contains(&text.split('/').next().unwrap_or_default()) {
        return Some(text.to_owned());
    }
    let last = text.rsplit(['/', '\\']).next()?;
    let generic = ["checkpoint", "ckpt", "final", "model", "output", "outputs", "last", "best", "latest", "hf", "main"];
    let lower = last.to_lowercase();
    let stem = lower.split(['-', '_']).next().unwrap_or_default();
    let named = model_name(last)
        .filter(|_| !generic.contains(&lower.as_str()) && !matches!(stem, "checkpoint" | "step" | "iter" | "epoch"));
    // Snapshots of a cache are named by a commit.
    named.filter(|n| !(n.len() >= 32 && n.bytes().all(|b| b.is_ascii_hexdigit()))).map(str::to_owned)
}

/// A model's name in a log whose tool always writes the kind of access before it, also one that its user made up.
pub fn served(text: &str) -> Option<String> {
    let text = text.trim();
    let word = |kind: &str| {
        let plain = kind.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b'0'..=b'9'));
        // Folders on somebody's disk are no kind of access.
        plain && model_name(&format!("{kind}/x")).is_some()
    };
    match text.split_once('/').filter(|(kind, rest)| word(kind) && rest.split('/').count() == 2) {
        Some((kind, rest)) => model_name(rest).map_or_else(|| model(text), |name| Some(format!("{kind}/{name}"))),
        None => model(text),
    }
}

/// A data set's id that may be repeated: no place on somebody's disk, no name of a file format.
pub fn dataset(text: &str) -> Option<String> {
    let text = text.trim();
    let formats =
        ["json", "csv", "parquet", "text", "arrow", "webdataset", "imagefolder", "audiofolder", "pandas", "xml"];
    let local = text.starts_with(['/', '.', '~', '\\'])
        || text.contains("\\")
        || text.contains("file:")
        || text.contains("/home/")
        || text.contains("/Users/");
    let fits = !text.is_empty() && text.len() <= 200 && !text.chars().any(char::is_control);
    (fits && !local && !formats.contains(&text)).then(|| text.to_owned())
}

/// Whether two names are of the same model. Kinds of access and case do not count; an organisation counts where both have one.
pub fn same(a: &str, b: &str) -> bool {
    let parts = |text: &str| -> (Option<String>, String) {
        let lower = text.trim().trim_end_matches('/').to_lowercase().replace("__", "/");
        let mut rest = lower.as_str();
        while let Some((kind, tail)) = rest.split_once('/') {
            let access = ACCESS.contains(&kind);
            // `google/gemma` is an organisation's model; `google/gemma/x` and `hf/org/x` begin with the access.
            if access
                && (tail.contains('/') || !matches!(kind, "google" | "openai" | "deepseek" | "huggingface" | "mistral"))
            {
                rest = tail;
            } else {
                break;
            }
        }
        let rest = rest.split('@').next().unwrap_or(rest);
        let mut turned = rest.rsplit('/');
        let name = turned.next().unwrap_or_default().to_owned();
        (turned.next().map(str::to_owned), name)
    };
    let ((one, a), (other, b)) = (parts(a), parts(b));
    a == b && !a.is_empty() && one.is_none_or(|one| other.is_none_or(|other| one == other))
}

/// A text that may be shown: on one line, not long.
pub fn shown(text: &str) -> String {
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    shorten(flat.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_places() {
        for (text, name) in [
            ("example/Example-7B", Some("example/Example-7B")),
            ("hf/example/Example-7B", Some("hf/example/Example-7B")),
            ("ollama/llama3.1", Some("ollama/llama3.1")),
            ("ollama/llama3.1:8b", Some("ollama/llama3.1:8b")),
            ("gpt-4o", Some("gpt-4o")),
            ("/home/somebody/models/Example-7B", Some("Example-7B")),
            ("/home/somebody/checkpoint-500", None),
            ("./outputs/final", None),
            ("C:\\Users\\me\\Example-7B", Some("Example-7B")),
            ("", None),
        ] {
            assert_eq!(model(text).as_deref(), name, "{text}");
        }
        assert_eq!(served("echo/example/Example-7B").as_deref(), Some("echo/example/Example-7B"));
        assert_eq!(served("home/somebody/Example-7B").as_deref(), Some("Example-7B"));
        assert_eq!(served("hf//home/somebody/Example-7B").as_deref(), Some("Example-7B"));
        assert_eq!(dataset("Rowan/hellaswag").as_deref(), Some("Rowan/hellaswag"));
        assert_eq!(dataset("json"), None);
        assert_eq!(dataset("/data/x.jsonl"), None);
    }

    #[test]
    fn access_and_case_do_not_make_another_model() {
        for (a, b, want) in [
            ("hf/example/Example-7B", "example/example-7b", true),
            ("Example-7B", "example/Example-7B", true),
            ("other/Example-7B", "example/Example-7B", false),
            ("stub/Example-7B", "example/Example-7B", true),
            ("openai/gpt-4o", "gpt-4o", true),
            ("example__Example-7B", "example/Example-7B", true),
            ("example/Example-7B-Instruct", "example/Example-7B", false),
            ("", "", false),
        ] {
            assert_eq!(same(a, b), want, "{a} {b}");
        }
    }
}
