//! Every pair of words: in both languages, with the same values, said somewhere.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::*;

/// Files with pairs, by the name other files have for them.
const FILES: [(&str, &str); 18] = [
    ("words", include_str!("../words.rs")),
    ("ask", include_str!("ask.rs")),
    ("changes", include_str!("changes.rs")),
    ("compute", include_str!("compute.rs")),
    ("deadlines", include_str!("deadlines.rs")),
    ("documents", include_str!("documents.rs")),
    ("exit", include_str!("exit.rs")),
    ("export", include_str!("export.rs")),
    ("init", include_str!("init.rs")),
    ("judged", include_str!("judged.rs")),
    ("law", include_str!("law.rs")),
    ("messages", include_str!("messages.rs")),
    ("optout", include_str!("optout.rs")),
    ("reference", include_str!("reference.rs")),
    ("sentence", include_str!("sentence.rs")),
    ("sources", include_str!("sources.rs")),
    ("survey", include_str!("survey.rs")),
    ("web", include_str!("web.rs")),
];
/// Pairs that are the same in both languages.
const SAME: [&str; 3] = ["EXPLAIN_HOW", "FLOP", "GPAI"];

/// A pair as it is written.
struct Written {
    file: &'static str,
    name: String,
    texts: [String; 2],
}

/// Every `pub const NAME: Pair = Pair("…", "…");`.
fn pairs() -> Vec<Written> {
    let mut out = Vec::new();
    for (file, text) in FILES {
        for piece in text.split("pub const ").skip(1) {
            let Some((name, rest)) = piece.split_once(": Pair =") else { continue };
            let mut texts = [String::new(), String::new()];
            let mut chars = rest.chars();
            for text in &mut texts {
                chars.by_ref().find(|c| *c == '"').unwrap();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    text.push(c);
                    if c == '\\' {
                        text.extend(chars.next());
                    }
                }
            }
            out.push(Written { file, name: name.to_owned(), texts });
        }
    }
    out
}

fn values(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).map(|t| t.split('}').next().unwrap().to_owned()).collect()
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c))
}

#[test]
fn every_pair_is_there_in_both_languages() {
    let pairs = pairs();
    assert!(pairs.len() > 150, "only {} pairs were found", pairs.len());
    let mut names = BTreeSet::new();
    for Written { file, name, texts: [en, zh] } in &pairs {
        assert!(names.insert((file, name)), "{file}: {name} is there twice");
        assert!(!en.is_empty() && !zh.is_empty(), "{file}: {name} is empty");
        assert!(!is_chinese(en), "{file}: {name} is Chinese in English: {en}");
        assert_eq!(values(en), values(zh), "{file}: {name} names other values in Chinese");
        if SAME.contains(&name.as_str()) {
            assert_eq!(en, zh, "{file}: {name} is not the same any more");
        } else {
            assert_ne!(en, zh, "{file}: {name} is not translated");
        }
    }
    let without: Vec<&str> = SAME.iter().copied().filter(|s| !pairs.iter().any(|p| p.name == *s)).collect();
    assert!(without.is_empty(), "no pairs: {}", without.join(", "));
}

/// Sources of the program, the words left out.
fn sources(folder: &Path, out: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.insert(path.to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap());
        }
    }
}

/// Whether a text names something as a whole word.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let part = |c: char| c.is_alphanumeric() || c == '_';
        let (before, after) = text.split_at(at);
        !before.ends_with(part) && !after.trim_start_matches(name).starts_with(part)
    })
}

#[test]
fn every_pair_is_said_with_its_values() {
    let mut files = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    files.retain(|path, _| !path.contains("screen/words"));
    let own: String = FILES.iter().map(|(_, text)| text.split("fn ").skip(1).collect::<String>()).collect();
    for Written { file, name, texts: [en, _] } in pairs() {
        let users: Vec<&String> =
            files.values().chain([&own]).filter(|t| t.contains("words") && names(t, &name)).collect();
        assert!(!users.is_empty(), "{file}: {name} is said nowhere");
        // A pair with values is never said without them.
        for value in values(&en) {
            let given = users.iter().any(|t| t.contains("fill(") && t.contains(&format!("(\"{value}\", ")));
            assert!(given, "{file}: nobody gives {name} its {value}");
        }
    }
}

/// What is said in both languages is said here: no other file of the program holds Chinese.
#[test]
fn no_other_file_has_words_of_its_own() {
    // What a person may type, the README that `gpai site` writes, a page of its own, and marks at which lines break.
    const ALLOWED: [&str; 4] = ["src/ask/read.rs", "src/web/site.rs", "src/screen/show.rs", "src/screen/style.rs"];
    let mut files = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for (path, text) in files {
        let path = path.replace('\\', "/");
        let code = text.split("#[cfg(test)]").next().unwrap();
        if path.contains("screen/words") || ALLOWED.iter().any(|a| path.ends_with(a)) {
            continue;
        }
        let line = code.lines().find(|l| is_chinese(l) && !l.trim_start().starts_with("//"));
        assert!(line.is_none(), "{path}: words belong into screen/words: {}", line.unwrap_or_default());
    }
}

#[test]
fn a_value_is_not_looked_at_again() {
    let pair = Pair("{a} and {b}", "{b} 和 {a}");
    let values: [(&str, &dyn Display); 2] = [("a", &"{b}"), ("b", &2)];
    assert_eq!(pair.fill(Language::English, &values), "{b} and 2");
    assert_eq!(pair.fill(Language::Chinese, &values), "2 和 {b}");
}
