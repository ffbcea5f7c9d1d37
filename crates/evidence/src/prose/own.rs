//! The names of the model itself, and whether another name in its card is this model, a relative or a stranger.

use std::collections::BTreeMap;
use std::ops::Range;

use gpai_rules::number::Number;

use super::named::{looks_like_a_name, named};
use super::quantity::{self, Quantity};

/// Words of a name that make no other model of it.
const VARIANTS: [&str; 50] = [
    "card",
    "for",
    "of",
    "a",
    "an",
    "introduction",
    "overview",
    "readme",
    "official",
    "repository",
    "repo",
    "and",
    "to",
    "welcome",
    "base",
    "instruct",
    "chat",
    "it",
    "pt",
    "sft",
    "dpo",
    "final",
    "hf",
    "fp8",
    "fp16",
    "bf16",
    "gguf",
    "awq",
    "int4",
    "int8",
    "model",
    "models",
    "language",
    "llm",
    "the",
    "our",
    "own",
    "ours",
    "dense",
    "pretrained",
    "preview",
    "variant",
    "version",
    "size",
    "family",
    "series",
    "large",
    "release",
    "this",
    "work",
];
/// Letters that a stem must have, so that one being the start of the other says something.
const STEM: usize = 3;

/// Headings that a card may begin with and that name nothing.
const HEADINGS: [&str; 40] = [
    "information",
    "introduction",
    "description",
    "summary",
    "usage",
    "news",
    "update",
    "updates",
    "abstract",
    "about",
    "license",
    "licence",
    "citation",
    "quickstart",
    "quick",
    "start",
    "highlights",
    "features",
    "intro",
    "details",
    "uses",
    "table",
    "contents",
    "content",
    "what",
    "new",
    "key",
    "getting",
    "started",
    "how",
    "use",
    "background",
    "pretrained",
    "open",
    "source",
    "简介",
    "模型介绍",
    "介绍",
    "模型简介",
    "概述",
];
/// Words of a title that is a name.
const TITLE: usize = 4;
/// How often a card speaks of a model that must be its own.
const OFTEN: usize = 3;

/// What a name is to the model of the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kin {
    /// The model, or the family that it is.
    Own,
    /// A member of the family, by its size.
    Sized(Number),
    /// Another model.
    Other,
}

/// A name in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Name {
    /// The words that are neither sizes nor variants.
    core: Vec<String>,
    size: Option<Quantity>,
    /// Whether it was only counted in the text: then all that begins with it is the family.
    counted: bool,
}

impl Name {
    fn of(text: &str) -> Name {
        let mut name = Name::default();
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|w| !w.is_empty()) {
            let word = word.trim_matches('.');
            let size = quantity::all(word).into_iter().find(|q| q.unit && q.at_least(6) && q.end == word.len());
            let active =
                word.strip_prefix('a').is_some_and(|r| r.ends_with('b') && r.starts_with(|c: char| c.is_ascii_digit()));
            match size {
                Some(size) if size.start == 0 => name.size = name.size.or(Some(size)),
                _ if active || VARIANTS.contains(&word) || word.is_empty() => {}
                _ => name.core.push(word.to_owned()),
            }
        }
        name
    }

    fn squashed(&self) -> String {
        self.core.concat()
    }
}

/// The names that the card gives to its model.
#[derive(Clone, Debug, Default)]
pub struct Own(Vec<Name>);

impl Own {
    /// From the title, from the sentences that introduce the model, and from what the card speaks of most; in lower case.
    pub fn new(title: Option<&str>, sentences: &[&str]) -> Own {
        let mut names: Vec<Name> = Vec::new();
        let mut add = |text: &str| {
            let name = Name::of(text);
            let letters = name
                .core
                .iter()
                .any(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !HEADINGS.contains(&w.as_str()));
            // A title of many words is a sentence and no name.
            if letters && name.core.len() <= TITLE && !names.contains(&name) {
                names.push(name);
            }
        };
        if let Some(title) = title {
            let title = title.split([':', '(', '|', '—', '–', '：', '（', ',']).next().unwrap_or(title);
            add(&title.chars().take(80).collect::<String>());
        }
        let mut often: BTreeMap<String, usize> = BTreeMap::new();
        for sentence in sentences {
            for verb in ["introduce ", "introducing ", "introduces ", "we present ", "we release ", "presents "] {
                if let Some((_, after)) = sentence.split_once(verb) {
                    let name = after.split_whitespace().take(3).find(|w| looks_like_a_name(w));
                    add(name.unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric()));
                }
            }
            // `**Name-2** is a …`.
            let first = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
            let (head, rest) = first.split_once([' ', '*']).unwrap_or((first, ""));
            if looks_like_a_name(head)
                && ["is a", "are a", "is the", "is an", "is our"]
                    .iter()
                    .any(|v| rest.trim_start_matches(['*', ' ']).starts_with(v))
            {
                add(head);
            }
            for (range, _) in named(sentence, &[]) {
                let name = Name::of(sentence.get(range).unwrap_or_default());
                *often.entry(name.squashed()).or_default() += 1;
            }
        }
        if names.is_empty()
            && let Some((name, count)) = often.into_iter().max_by_key(|(_, n)| *n)
            && count >= OFTEN
        {
            names.push(Name { core: vec![name], size: None, counted: true });
        }
        Own(names)
    }

    /// What a name is to the model; `None` if the card gives no name to hold it against.
    pub fn kin(&self, text: &str) -> Option<Kin> {
        let name = Name::of(text);
        if self.0.is_empty() {
            return None;
        }
        let whole = name.squashed();
        for own in &self.0 {
            let stem = own.squashed();
            let version = |w: &String| w.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            // `Name` is the family, `Name 2` may be it; `Name-MoE` is a relative.
            let more = || {
                let rest = name.core.get(own.core.len()..).unwrap_or_default();
                name.core.starts_with(&own.core) && !own.core.iter().any(version) && rest.iter().all(version)
            };
            let same = whole == stem
                || (whole.len() >= STEM && stem.starts_with(&whole))
                || (own.counted && whole.starts_with(&stem))
                || more();
            if !same {
                continue;
            }
            return Some(match (&name.size, &own.size) {
                (Some(size), Some(own)) if size.value() == own.value() => Kin::Own,
                (Some(size), _) => size.value().map_or(Kin::Own, Kin::Sized),
                (None, _) => Kin::Own,
            });
        }
        // Only a size, `7B chat`: a member of the family.
        if whole.is_empty() {
            return Some(name.size.and_then(|s| s.value()).map_or(Kin::Own, Kin::Sized));
        }
        Some(Kin::Other)
    }

    /// The size in the name of the model.
    pub fn size(&self) -> Option<&Quantity> {
        self.0.iter().find_map(|n| n.size.as_ref())
    }

    /// The sizes in the names of the family in a sentence.
    pub fn sizes_in(&self, sentence: &str) -> Vec<Quantity> {
        let of = |m: Mention| Name::of(sentence.get(m.range)?).size;
        self.mentions(sentence).into_iter().filter(|m| matches!(m.kin, Kin::Sized(_))).filter_map(of).collect()
    }

    /// The size in the last name of the family before a byte of a sentence: `takes 5 hours for Name-13B`.
    pub fn size_before(&self, sentence: &str, at: usize) -> Option<Quantity> {
        let before = sentence.get(..at)?;
        let mention = self.mentions(before).into_iter().rev().find(|m| matches!(m.kin, Kin::Sized(_)))?;
        let size = Name::of(before.get(mention.range.clone())?).size?;
        Some(size.moved(mention.range.start, 0))
    }

    /// Names of models in a sentence, with what they are to this one and whether they are its subject rather than an object.
    pub fn mentions(&self, sentence: &str) -> Vec<Mention> {
        let heads: Vec<&str> =
            self.0.iter().filter_map(|n| n.core.first()).map(String::as_str).filter(|h| h.len() >= STEM).collect();
        let found = named(sentence, &heads).into_iter();
        let mention = |(range, subject): (Range<usize>, bool)| {
            let kin = self.kin(sentence.get(range.clone())?)?;
            Some(Mention { range, kin, subject })
        };
        found.filter_map(mention).collect()
    }
}

/// A name of a model in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub range: Range<usize>,
    /// What it is to the model of the card.
    pub kin: Kin,
    /// Whether the sentence may be about it; after `on`, `from`, `than` it is not.
    pub subject: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(title: &str) -> Own {
        Own::new(Some(title), &[])
    }

    fn b(n: u32) -> Kin {
        Kin::Sized(Number::from_u128(u128::from(n) * 1_000_000_000))
    }

    #[test]
    fn relatives_and_strangers() {
        for (title, name, kin) in [
            ("ibis", "ibis-13b", b(13)),
            ("ibis-13b: a model", "ibis-13b-chat", Kin::Own),
            ("ibis-8b", "ibis-moe-7b-a1b", Kin::Other),
            ("ibis-2 mini", "ibis-1 70b", Kin::Other),
            ("ibis-2 mini", "ibis-2", Kin::Own),
            ("ibis 2", "ibis2-7b", b(7)),
            ("ibis", "ibis-2 7b", b(7)),
            ("ibis", "heron-7b", Kin::Other),
            ("ibis", "7b", b(7)),
            ("ibis 3 language models", "ibis 3 8b base", b(8)),
        ] {
            assert_eq!(own(title).kin(name), Some(kin), "{title} {name}");
        }
        assert_eq!(Own::default().kin("ibis-7b"), None);
        let said = Own::new(None, &["we introduce ibis-8b, a model"]);
        assert_eq!(said.kin("ibis-8b"), Some(Kin::Own));
    }

    #[test]
    fn subjects_and_objects() {
        let find = |text: &str| -> Vec<(Kin, bool)> {
            own("ibis-2 mini").mentions(text).into_iter().map(|m| (m.kin, m.subject)).collect()
        };
        assert_eq!(find("the first generation, ibis-1 70b, had been trained"), [(Kin::Other, true)]);
        assert_eq!(find("trained with heron-2 on fineweb-2"), [(Kin::Other, false), (Kin::Other, false)]);
        assert_eq!(find("ran on 8 h100-80gb in stage-2 with bf16"), []);
        assert_eq!(find("ibis-2 is small"), [(Kin::Own, true)]);
    }
}
