//! Values of a run by path, as its files and records hold them: settings and last results. What may be a secret, a person or a
//! place on somebody's disk is not kept.

use std::collections::BTreeMap;

use gpai_rules::rows::Logged;

use crate::logs::json::{Json, Kind, whole};
use crate::logs::names::shown;
use crate::logs::score::plain;

/// Settings and results that are kept.
pub const KEYS: usize = 10_000;
/// Levels of a setting.
const DEPTH: usize = 8;
/// Bytes of a path.
const PATH: usize = 200;

/// Values by path.
#[derive(Default)]
pub struct Values {
    /// What is kept.
    pub map: BTreeMap<String, Logged>,
    /// Paths whose value is not a number, such as `NaN`.
    pub not: Vec<(String, &'static str)>,
    /// Whether something was left out that names a person, a place or a secret.
    pub personal: bool,
    /// Whether there were more keys than are kept.
    pub more: bool,
}

impl Values {
    /// Sets a path; what stood below it goes.
    pub fn set(&mut self, path: &str, value: &Json) {
        self.remove(path);
        self.put(path, value, 0);
    }

    /// The same from the text of a value.
    pub fn set_text(&mut self, path: &str, text: &str) {
        let parsed = whole(text);
        if parsed.broken.is_none() {
            self.set(path, &parsed.root);
        }
    }

    /// Removes a path, and what stands below it.
    pub fn remove(&mut self, path: &str) {
        self.map.remove(path);
        self.not.retain(|(p, _)| p != path);
        let below = format!("{path}.");
        let under: Vec<String> =
            self.map.range(below.clone()..).map(|(k, _)| k).take_while(|k| k.starts_with(&below)).cloned().collect();
        under.iter().for_each(|k| drop(self.map.remove(k)));
    }

    fn put(&mut self, path: &str, value: &Json, depth: usize) {
        let own = path.split('.').next().unwrap_or_default() == "_wandb";
        if own || path.is_empty() || path.len() > PATH || depth > DEPTH {
            return;
        }
        let kept = match &value.kind {
            // Media: tables, images, histograms.
            Kind::Map(_) if value.get("_type").is_some() => return,
            Kind::Map(entries) => {
                for (key, _, inner) in entries {
                    self.put(&format!("{path}.{key}"), inner, depth + 1);
                }
                return;
            }
            Kind::List(_) | Kind::Null => return,
            Kind::Not(word) => {
                self.not.push((path.to_owned(), word));
                Logged::Unknown
            }
            Kind::Number(text) if text.len() > 64 => return,
            Kind::Number(text) => Logged::Number(plain(text)),
            Kind::Bool(yes) => Logged::Text(yes.to_string()),
            // W&B itself writes these words as texts in some versions.
            Kind::Text(text) if matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") => {
                self.not.push((path.to_owned(), if text == "NaN" { "NaN" } else { "Infinity" }));
                Logged::Unknown
            }
            Kind::Text(text) if is_personal(path, text) => {
                self.personal = true;
                return;
            }
            Kind::Text(text) => Logged::Text(shown(text)),
        };
        if self.map.len() < KEYS {
            self.map.insert(path.to_owned(), kept);
        } else {
            self.more = true;
        }
    }

    /// The number at a path.
    pub fn number(&self, path: &str) -> Option<&str> {
        if let Some(Logged::Number(text)) = self.map.get(path) { Some(text) } else { None }
    }
}

/// Whether a text may be a secret, a person, or a place on somebody's disk.
pub fn is_personal(path: &str, text: &str) -> bool {
    let key = path.rsplit(['.', '/']).next().unwrap_or(path).to_lowercase();
    let words: Vec<&str> = key.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let told = [
        "token",
        "secret",
        "password",
        "passwd",
        "apikey",
        "credential",
        "credentials",
        "email",
        "mail",
        "user",
        "username",
        "host",
        "hostname",
        "entity",
        "author",
        "auth",
        "args",
        "argv",
        "command",
        "cmd",
    ];
    let named = words.iter().any(|w| told.contains(w))
        || key.contains("api_key")
        || key.contains("access_key")
        || key.contains("apikey");
    let trimmed = text.trim();
    let place = trimmed.starts_with(['/', '~', '\\'])
        || trimmed.contains(":\\")
        || ["/home/", "/users/", "/root/"].iter().any(|p| trimmed.to_lowercase().contains(p));
    let mail = trimmed
        .split(char::is_whitespace)
        .any(|w| w.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')));
    let secret = trimmed.split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | '"' | '\'')).any(|w| {
        ["hf_", "sk-", "ghp_", "github_pat_", "glpat-", "xox", "AKIA", "AIza"]
            .iter()
            .any(|p| w.starts_with(p) && w.len() >= p.len() + 6)
    });
    named || place || mail || secret
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_people_are_told() {
        for (path, text) in [
            ("hf_token", "x"),
            ("wandb.entity", "somebody"),
            ("output_dir", "/home/somebody/out"),
            ("note", "mail person@example.org"),
            ("x", "hf_PLACEHOLDER"),
            ("model.api_key", "1"),
        ] {
            assert!(is_personal(path, text), "{path} {text}");
        }
        for (path, text) in
            [("precision", "bf16-mixed"), ("total_tokens", "x"), ("tokenizer", "gpt2"), ("dataset", "org/data")]
        {
            assert!(!is_personal(path, text), "{path} {text}");
        }
    }

    #[test]
    fn paths_are_set_and_removed() {
        let mut values = Values::default();
        values.set_text("a", r#"{"b": 1, "c": {"d": "x", "_type": "image"}, "e": [1], "f": NaN}"#);
        values.set_text("_wandb", r#"{"runtime": 3}"#);
        values.set_text("n", "2.097152e+10");
        let keys: Vec<&String> = values.map.keys().collect();
        assert_eq!(keys, ["a.b", "a.f", "n"]);
        assert_eq!(values.number("n"), Some("20971520000"));
        values.set_text("a", "5");
        assert_eq!(values.map.len(), 2);
        values.remove("a");
        assert_eq!(values.map.len(), 1);
    }
}
