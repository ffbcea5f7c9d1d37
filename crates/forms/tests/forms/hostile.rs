//! Broken records: taken or refused with a place, never a panic; what is taken is set, read back and updated without loss.

use gpai_forms::compose::{View, compose, owed};
use gpai_forms::record::Record;
use gpai_forms::{json, reading_of, skeleton};
use gpai_rules::law::Language;

use crate::root;

fn texts() -> Vec<String> {
    let mut out = Vec::new();
    for example in ["birke-7b", "aurelia-4"] {
        for entry in std::fs::read_dir(root().join("examples").join(example).join("documents")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                out.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    out.sort();
    out
}

/// Pieces that records are made of, and some that break them.
const PIECES: [&str; 24] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ",",
    "\n",
    "\r\n",
    "#",
    "\\",
    "\"\"\"",
    "yes",
    "na = \"x\"",
    "\"2.1.a\" = \"no\"\n",
    "2026-13-45",
    "1e999999",
    "\u{0}",
    "\u{202e}",
    "[answers]\n",
    "[[answers.\"2.1.c\"]]\n",
    "unknown",
    "…",
];

fn broken(text: &str, random: &mut fastrand::Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(0..chars.len());
        match random.u8(0..4) {
            0 => drop(chars.remove(at)),
            1 => chars.truncate(at.max(1)),
            2 => {
                let end = (at + random.usize(1..60)).min(chars.len());
                chars.drain(at..end);
            }
            _ => {
                let piece = PIECES[random.usize(0..PIECES.len())];
                chars.splice(at..at, piece.chars());
            }
        }
        if chars.is_empty() {
            chars.push(' ');
        }
    }
    chars.into_iter().collect()
}

#[test]
fn broken_records_are_taken_or_refused_with_a_place() {
    let mut random = fastrand::Rng::with_seed(311);
    let (mut taken, mut refused) = (0, 0);
    for text in texts() {
        for _ in 0..200 {
            let text = broken(&text, &mut random);
            match Record::read("documents/x.toml", &text) {
                Ok((template, record)) => {
                    taken += 1;
                    for audience in template.audiences.clone() {
                        let view = View { audience, last: random.bool() };
                        assert!(!compose(&template, &record, view).blocks.is_empty());
                        owed(&template, &record, audience);
                        let (_, again, _) = json::read(&json::write(&template, &record, view)).unwrap();
                        assert!(again.answers.iter().all(|(id, answer)| record.value(id) == Some(&answer.value)));
                    }
                    assert!(reading_of(&template, &record).fields.len() > 10);
                    if let Ok(new) = skeleton::updated("x", &text, &template, &[], Language::English) {
                        let (_, after) = Record::read("x", &new).unwrap();
                        assert!(record.answers.keys().all(|id| after.value(id) == record.value(id)));
                        assert!(new.len() >= text.len());
                    }
                }
                Err(error) => {
                    refused += 1;
                    assert!(error.line > 0 && error.column > 0 && !error.message.is_empty());
                    assert!(!error.message.chars().any(|c| c == '\u{0}'), "{error}");
                }
            }
        }
    }
    assert!(taken > 100 && refused > 500, "{taken} taken, {refused} refused");
}
