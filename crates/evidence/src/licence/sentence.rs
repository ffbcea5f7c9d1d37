//! The licence of the weights where only a sentence of README.md names it: `the weights are released under CC BY-NC 4.0`.

use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;

use crate::files::Entry;
use crate::limits;
use crate::prose::passages;
use crate::reader::{Reader, is_card};
use crate::run::Work;
use crate::text::{flat, has_any};

/// The reader; it runs after those that read front matter and licence files, and only where they found none.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "licence in prose";
/// Words that give something under a licence.
const GRANTS: [&str; 16] = [
    "licensed under",
    "released under",
    "available under",
    "distributed under",
    "provided under",
    "published under",
    "governed by",
    "under the terms",
    "under a ",
    "under an ",
    "license:",
    "licence:",
    "发布",
    "许可",
    "协议",
    "授权",
];
/// What makes a clause one about something else than this model's weights.
const OF_OTHERS: [&str; 10] = [
    "base model",
    "original",
    "dependenc",
    "third-party",
    "third party",
    "基座",
    "基础模型",
    "底座",
    "原始",
    "previous version",
];
/// Parts of a release that are no weights.
const OTHER_PARTS: [&str; 9] =
    ["code", "notebook", "script", "dataset", "the data ", "documentation", "代码", "数据集", "文档"];
/// The weights.
const WEIGHTS: [&str; 7] = ["weight", "model", "checkpoint", "parameters", "权重", "模型", "参数"];

fn wants(entry: &Entry) -> bool {
    is_card(entry)
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    for entry in entries {
        if !work.found.facts.claims("openness.licence").is_empty() || declared(work) {
            return;
        }
        let Some(text) = work.text(entry, limits::README, NAME) else { continue };
        let names = names(work.licences);
        let (lower, _) = passages::blank(&text, &[]);
        let mut found: Vec<(String, usize)> = Vec::new();
        for passage in passages::passages(&lower).iter().filter(|p| !p.is_heading) {
            let Some(sentence) = lower.get(passage.range.clone()) else { continue };
            let mut at = passage.range.start;
            for clause in sentence.split_inclusive([';', '；', '，']) {
                if let Some(id) = of_weights(&flat(clause), &names) {
                    found.push((id.to_owned(), at + clause.len() - clause.trim_start().len()));
                }
                at += clause.len();
            }
        }
        for (id, at) in found.iter().take(limits::CANDIDATES) {
            let source = text.source(*at).method("named in a sentence");
            work.claim("openness.licence", Value::Text(id.clone()), source);
        }
        let gave = found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
        work.note(&text.file, NAME, if gave.is_empty() { "nothing".to_owned() } else { gave });
    }
}

/// Whether the front matter declares a licence at all, be it one that is not known.
fn declared(work: &Work<'_>) -> bool {
    !work.found.facts.claims("card.license").is_empty()
}

/// The licence that a clause puts this model's weights under.
fn of_weights<'n>(clause: &str, names: &[(Vec<String>, &'n str, bool)]) -> Option<&'n str> {
    if !has_any(clause, &GRANTS) || has_any(clause, &OF_OTHERS) {
        return None;
    }
    if !has_any(clause, &WEIGHTS) || (has_any(clause, &OTHER_PARTS) && !has_any(clause, &["weight", "权重"])) {
        return None;
    }
    let words = words(clause);
    let mut hits: Vec<(usize, &str)> = Vec::new();
    for (name, id, alone) in names {
        let at = words.windows(name.len()).position(|w| w == name.as_slice());
        let Some(at) = at else { continue };
        let next = words.get(at + name.len()).map_or("", String::as_str);
        if *alone || ["license", "licence", "许可", "许可证", "协议"].contains(&next) {
            hits.push((name.len(), id));
        }
    }
    let longest = hits.iter().map(|(len, _)| *len).max()?;
    let mut best: Vec<&str> = hits.iter().filter(|(len, _)| *len == longest).map(|(_, id)| *id).collect();
    best.sort_unstable();
    best.dedup();
    // Two names of the same length are two licences; which one is meant is not said.
    match best.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// Names of licences in words, longest first; the flag: the name needs no `licence` after it.
fn names(licences: &Licences) -> Vec<(Vec<String>, &str, bool)> {
    let mut out = Vec::new();
    for licence in licences.iter().filter(|l| l.id != "other") {
        let all = [&licence.id, &licence.name].into_iter().chain(&licence.aliases).chain(&licence.spdx);
        for name in all {
            let words = words(&name.to_lowercase());
            // `Gemma` is a model before it is a licence.
            let alone = words.len() > 1 || (licence.spdx.is_some() && licence.spdx.as_ref() == Some(name));
            if !words.is_empty() {
                out.push((words, licence.id.as_str(), alone));
            }
        }
    }
    out
}

/// Words of letters, digits, points and plus signs.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '+') || (c.is_alphabetic() && !c.is_ascii())))
        .map(|w| w.trim_matches('.').to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::law::Law;

    use crate::files::Memory;
    use crate::read;

    fn licence(card: &str) -> Option<String> {
        let law = Law::book().unwrap();
        let found = read(&Memory::new().with("README.md", card), &law.licences);
        match found.facts.value("openness.licence") {
            Some(Value::Text(id)) => Some(id),
            _ => None,
        }
    }

    #[test]
    fn the_weights_licence_in_a_sentence() {
        for (card, id) in [
            ("The model weights are made available under the terms of the CC BY-NC-SA 4.0.\n", "cc-by-nc-sa-4.0"),
            ("The model is released under the Apache License 2.0.\n", "apache-2.0"),
            ("The code is under the MIT license. The weights are licensed under CC-BY-4.0.\n", "cc-by-4.0"),
            ("Code and weights are released under the MIT License.\n", "mit"),
            ("本仓库的模型权重以 [MPL-2.0](./LICENSE) 发布；基座模型遵循 Apache-2.0 许可。\n", "mpl-2.0"),
            ("本模型采用 Apache-2.0 许可。\n", "apache-2.0"),
        ] {
            assert_eq!(licence(card).as_deref(), Some(id), "{card}");
        }
    }

    #[test]
    fn other_sentences_name_no_licence_of_the_weights() {
        for card in [
            "The code is released under the MIT License.\n",
            "The base model is licensed under Apache-2.0.\n",
            "The model was released under a lot of stress.\n",
            "We trained the model on text under CC BY 4.0 and CC BY-SA 4.0 and released it under terms.\n",
            "---\nlicense: other\n---\nThe model is released under the MIT License.\n",
        ] {
            assert_eq!(licence(card), None, "{card}");
        }
    }
}
