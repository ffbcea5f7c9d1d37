//! Tokenizers and generation_config.json: signs of what comes out, never the verdict.
//!
//! A vocabulary of letters for amino acids or nucleotides, of characters for transcription, or settings of a transcriber
//! are signs that the model is narrow. A chat template is noted, and no fact: models that embed or rank have one too.

use std::collections::BTreeSet;

use crate::domain;
use crate::files::Entry;
use crate::node::{self, Node};
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, shorten};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Beside, sample: "tokenizer.json", wants, read };
const NAME: &str = "tokenizer";

/// A tokenizer's configuration; those with thousands of reserved tokens have more than 1 MB.
const SETTINGS: u64 = 8 << 20;
/// What is read of a tokenizer or vocabulary: small ones whole, of large ones the beginning.
const VOCABULARY: u64 = 256 << 10;
/// Entries of a vocabulary that is one of single letters.
const FEW: usize = 40;
/// The letters of the twenty amino acids that genes encode.
const AMINO: &str = "ACDEFGHIKLMNPQRSTVWY";
/// Keys that only the settings of a model for transcription have.
const TRANSCRIBER: [&str; 3] = ["no_timestamps_token_id", "lang_to_id", "task_to_id"];

fn wants(entry: &Entry) -> bool {
    matches!(
        entry.path.as_str(),
        "tokenizer_config.json"
            | "tokenizer.json"
            | "generation_config.json"
            | "vocab.txt"
            | "vocab.json"
            | "chat_template.jinja"
    )
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        match entry.path.as_str() {
            "chat_template.jinja" => run.note(&entry.path, NAME, "not opened: a chat template, a sign of text"),
            "tokenizer_config.json" | "generation_config.json" => settings(run, entry),
            _ => vocabulary(run, entry),
        }
    }
}

fn settings(run: &mut Run<'_>, entry: &Entry) {
    let Some(text) = run.text(entry, SETTINGS, NAME) else { return };
    let Some(root @ Node::Map(_)) = run.json(&text) else {
        return run.note(&text.file, NAME, "nothing: no JSON object");
    };
    let mut gave = Vec::new();
    if let Some(class) = root.get("tokenizer_class").and_then(Node::text) {
        gave.push(shorten(class));
        if let Some(what) = domain::narrow_architecture(class) {
            let place = domain::place(&text.source_of("\"tokenizer_class\""));
            run.narrow(&format!("the tokenizer {} is one for {what}", shorten(class)), place);
        }
    }
    if matches!(root.get("chat_template"), Some(Node::Text(_) | Node::List(_))) {
        gave.push("a chat template, a sign of text".into());
    }
    let transcribes = || TRANSCRIBER.iter().filter(|k| root.get(k).is_some()).count() > 1;
    if entry.path == "generation_config.json" {
        if transcribes() {
            let place = domain::place(&text.source_of("\"no_timestamps_token_id\""));
            run.narrow("the settings of generation are those of speech recognition", place);
        }
        gave.push("settings of generation".into());
    }
    run.note(&text.file, NAME, if gave.is_empty() { "settings that do not count".into() } else { gave.join(", ") });
}

fn vocabulary(run: &mut Run<'_>, entry: &Entry) {
    // Large ones are cut, which is no limit that anyone needs to hear of.
    let cut = entry.size > VOCABULARY;
    let Some(bytes) = run.range(&entry.path, 0, VOCABULARY) else { return };
    if bytes.starts_with(b"version https://git-lfs") {
        return run.note(&entry.path, NAME, "nothing: a Git LFS pointer");
    }
    let text = Text::new(&entry.path, bytes);
    let tokens: Vec<String> = match entry.path.as_str() {
        "vocab.txt" => {
            let mut lines: Vec<String> = text.content.lines().map(|l| l.trim().to_owned()).collect();
            if cut {
                lines.pop();
            }
            lines
        }
        _ if cut => Vec::new(),
        _ => match node::json(&text.content) {
            Ok((root, _)) => keys(&root),
            Err(broken) => {
                let place = gpai_rules::finding::Place::at(&text.file, broken.line, broken.column);
                run.unreadable("the JSON", &broken.why, place);
                return run.note(&text.file, NAME, "nothing: no valid JSON");
            }
        },
    };
    let kind = kind_in_head(&text.content).filter(|_| entry.path == "tokenizer.json");
    let kind = kind.map_or(String::new(), |k| format!("{}, ", shorten(&k)));
    let size = if tokens.is_empty() { format!("{} bytes", entry.size) } else { format!("{} tokens", tokens.len()) };
    run.note(&text.file, NAME, format!("{kind}{size}{}", if cut { ", the beginning was read" } else { "" }));
    if let Some(what) = letters(&tokens, cut) {
        run.narrow(&format!("the vocabulary is one of {what}"), text.place(0));
    }
}

/// The tokens of vocab.json, or of `model.vocab` in tokenizer.json.
fn keys(root: &Node) -> Vec<String> {
    let of = |node: &Node| -> Vec<String> {
        match node {
            Node::Map(entries) => entries.iter().map(|(k, _)| k.clone()).collect(),
            // `[["a", -1.5], …]`
            Node::List(list) => list
                .iter()
                .filter_map(|pair| match pair {
                    Node::List(pair) => pair.first().and_then(Node::text).map(str::to_owned),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    };
    match root.get("model").and_then(|m| m.get("vocab")) {
        Some(vocab) => of(vocab),
        None if root.entries().iter().all(|(_, v)| v.whole().is_some()) => of(root),
        None => Vec::new(),
    }
}

/// `"model": {"type": "BPE"` near the beginning of tokenizer.json.
fn kind_in_head(content: &str) -> Option<String> {
    let after = content.split_once("\"model\"")?.1;
    let near = crate::text::window(after, 0, 200);
    let value = near.split_once("\"type\"")?.1.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split_once('"').map(|(kind, _)| kind.to_owned())
}

/// What a vocabulary is of, if it is none of a language.
fn letters(tokens: &[String], cut: bool) -> Option<&'static str> {
    let special = |t: &&String| {
        (t.starts_with(['<', '[', '|']) && t.chars().count() > 1)
            || t.is_empty()
            || t.starts_with("##")
            || t.starts_with("</")
    };
    let plain: Vec<&str> = tokens.iter().filter(|t| !special(t)).map(String::as_str).collect();
    if plain.len() < 4 {
        return None;
    }
    let others: Vec<&&str> = plain.iter().filter(|t| !t.chars().all(|c| "ACGTUNacgtun".contains(c))).collect();
    let all: BTreeSet<char> = plain.iter().flat_map(|t| t.chars()).map(|c| c.to_ascii_uppercase()).collect();
    // Beside the letters stand signs, or a few names of special tokens.
    let few = others.len() * 32 <= plain.len() || others.iter().all(|t| !t.contains(char::is_alphabetic));
    if few && ['A', 'C', 'G'].iter().all(|c| all.contains(c)) && others.len() < plain.len() {
        return Some("nucleotides");
    }
    if cut || plain.len() > FEW || plain.iter().any(|t| t.chars().count() > 1) {
        return None;
    }
    let upper: BTreeSet<char> =
        plain.iter().filter_map(|t| t.chars().next()).filter(char::is_ascii_uppercase).collect();
    // The alphabet has J, which stands for no amino acid.
    if AMINO.chars().all(|c| upper.contains(&c)) && !upper.contains(&'J') {
        return Some("amino acids");
    }
    let alphabet = |c: char| all.contains(&c);
    ('A'..='Z').all(alphabet).then_some("single letters, as of a model that transcribes")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::files::Memory;
    use crate::probe::run;

    fn of(path: &str, content: impl Into<Vec<u8>>) -> (bool, Found) {
        let (candidates, found) = run(&READER, &Memory::new().with(path, content));
        assert!(candidates.modalities.is_empty(), "signs are no verdict");
        (candidates.narrow, found)
    }

    fn lines(tokens: impl Iterator<Item = impl ToString>) -> String {
        tokens.map(|t| format!("{}\n", t.to_string())).collect()
    }

    #[test]
    fn letters_of_nature_are_signs_of_narrowness() {
        let amino = format!("<cls>\n<pad>\n<eos>\n{}.\n-\n<mask>\n", lines(format!("{AMINO}XBUZO").chars()));
        assert!(of("vocab.txt", amino).0);
        let words = "ACGT"
            .chars()
            .flat_map(|a| "ACGT".chars().flat_map(move |b| "ACGT".chars().map(move |c| format!("{a}{b}{c}"))));
        assert!(of("vocab.txt", format!("[PAD]\n[UNK]\n{}", lines(words))).0);
        let json: Vec<String> = "ACGTN".chars().enumerate().map(|(n, c)| format!("\"{c}\": {n}")).collect();
        assert!(of("vocab.json", format!("{{{}}}", json.join(", "))).0);
        assert!(
            of(
                "tokenizer.json",
                format!("{{\"model\": {{\"type\": \"WordLevel\", \"vocab\": {{{}}}}}}}", json.join(", "))
            )
            .0
        );
        let alphabet: Vec<String> = ('A'..='Z').enumerate().map(|(n, c)| format!("\"{c}\": {n}")).collect();
        assert!(of("vocab.json", format!("{{\"|\": 99, \"<pad>\": 98, {}}}", alphabet.join(", "))).0);
    }

    #[test]
    fn vocabularies_of_language_are_none() {
        let words = ["the", "a", "cat", "##ing", "act", "tag", "on", "z"];
        for content in
            [lines(words.iter()), lines((0..50_000).map(|n| format!("word{n}"))), String::new(), "a\nb\n".into()]
        {
            let (narrow, found) = of("vocab.txt", content);
            assert!(!narrow && found.findings.is_empty());
        }
        // A language model by bytes has all signs.
        assert!(!of("vocab.txt", lines((33..127u8).map(char::from))).0);
    }

    #[test]
    fn settings_of_transcribers_and_chat() {
        let whisper = r#"{"no_timestamps_token_id": 5, "lang_to_id": {"<|en|>": 1}, "max_length": 448}"#;
        assert!(of("generation_config.json", whisper).0);
        assert!(!of("generation_config.json", r#"{"temperature": 0.6}"#).0);
        assert!(of("tokenizer_config.json", r#"{"tokenizer_class": "EsmTokenizer"}"#).0);
        let (narrow, found) =
            of("tokenizer_config.json", r#"{"tokenizer_class": "XTokenizer", "chat_template": "{{ x }}"}"#);
        assert!(!narrow);
        assert_eq!(found.looked_at[0].gave, "XTokenizer, a chat template, a sign of text");
    }

    #[test]
    fn a_large_tokenizer_is_not_read_whole() {
        let head = r#"{"version": "1.0", "model": { "type": "BPE", "vocab": {"#;
        let (_, found) = of("tokenizer.json", format!("{head}{}", "\"x\": 1,".repeat(200_000)));
        assert!(found.looked_at[0].gave.starts_with("BPE, ") && found.findings.is_empty());
    }

    #[test]
    fn damage_is_a_finding() {
        for (path, content) in [
            ("tokenizer.json", "{"),
            ("vocab.json", "]"),
            ("tokenizer_config.json", "x"),
            ("generation_config.json", "{\"a\""),
        ] {
            assert!(of(path, content).1.findings.iter().any(|f| f.code == "unreadable-part"), "{path}");
        }
        assert!(!of("vocab.txt", b"\xff\xfe\n\x00\nA\n".to_vec()).0);
        assert!(!of("tokenizer.json", "[[[]]]").0);
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
        assert!(of("tokenizer.json", pointer).1.looked_at[0].gave.contains("LFS"));
    }
}
