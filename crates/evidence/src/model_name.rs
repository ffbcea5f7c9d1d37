//! Whether a text that a tool wrote as a model's name names one, or a place on somebody's disk.

/// The name of a model as the Hub knows it (`org/model`, `model`), or nothing.
pub fn model_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let hub =
        ["huggingface.co/models/", "huggingface.co/", "hf.co/", "hf-mirror.com/", "modelscope.cn/models/", "hf://"];
    let linked = hub.iter().find_map(|h| bare.strip_prefix(h));
    let name = match linked {
        // What follows the name is a page of the repository.
        Some(path) => first_two(path.split(['?', '#']).next().unwrap_or(path).trim_end_matches('/')),
        None => text,
    };
    let name = name.split_once('@').map_or(name, |(name, _)| name);
    let part = |p: &str| {
        !p.is_empty()
            && p.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            && p.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let parts: Vec<&str> = name.splitn(3, '/').collect();
    let own = [
        "output",
        "outputs",
        "checkpoint",
        "checkpoints",
        "ckpt",
        "ckpts",
        "results",
        "runs",
        "saves",
        "models",
        "weights",
        "local",
        "cache",
        "data",
        "tmp",
        "mnt",
        "home",
        "root",
        "workspace",
        "content",
        "model",
        "path",
        "none",
        "null",
        "last",
    ];
    let local = parts.first().is_some_and(|first| own.contains(&first.to_lowercase().as_str()))
        || parts.iter().any(|p| {
            p.to_lowercase()
                .strip_prefix("checkpoint-")
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        });
    // The Hub allows 96 characters in each half.
    let fits = parts.len() <= 2 && parts.iter().all(|p| part(p) && p.len() <= 96);
    (fits && !local).then_some(name)
}

fn first_two(path: &str) -> &str {
    match path.match_indices('/').nth(1) {
        Some((at, _)) => path.get(..at).unwrap_or(path),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::model_name;

    #[test]
    fn names_are_told_from_paths() {
        for (text, name) in [
            ("org/model-7b", "org/model-7b"),
            (" gpt2 ", "gpt2"),
            ("https://huggingface.co/org/model/", "org/model"),
            ("https://huggingface.co/org/model/tree/main", "org/model"),
            ("org/model@main", "org/model"),
            ("huggingface.co/org/model?x=1", "org/model"),
            ("https://www.modelscope.cn/models/org/model/summary", "org/model"),
            ("https://hf-mirror.com/org/model/blob/main/config.json", "org/model"),
        ] {
            assert_eq!(model_name(text), Some(name), "{text}");
        }
        for path in [
            "",
            "/mnt/models/x",
            "./x",
            "../x",
            "~/x",
            "C:\\models\\x",
            "C:/models/x",
            "a/b/c",
            "outputs/run1",
            "org/checkpoint-500",
            "https://example.com/x/y",
            "a model",
            "/",
            "x/",
            "models/x",
        ] {
            assert_eq!(model_name(path), None, "{path}");
        }
        assert_eq!(model_name(&"x".repeat(500)), None);
    }
}
