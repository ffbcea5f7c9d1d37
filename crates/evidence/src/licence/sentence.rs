//! What README.md says of licences and of what one may do: sentences, labels, badges. What they stand for, `weigh` decides.

use gpai_rules::fact::Source;

use super::restricts;
use super::union_excluded;
use crate::limits;
use crate::prose::page::Page;
use crate::prose::signs::Signs;
use crate::statement::{Clause, Limit, Parts, Restriction};
use crate::text::{has_any, window};

/// Words that give something under a licence.
pub const GRANTS: [&str; 20] = [
    "apache",
    "cc by",
    "cc-by",
    "creative commons",
    "openrail",
    "gpl",
    " mit",
    "license",
    "licence",
    "licensed",
    "licenced",
    "governed by",
    "terms of use",
    "all rights reserved",
    "under a ",
    "under the ",
    "许可",
    "协议",
    "授权",
    "开源",
];
/// Headings under which every sentence may speak of the licence.
const SECTIONS: [&str; 6] = ["licen", "terms of use", "许可", "协议", "授权", "copyright"];
/// Headings that only look like those.
const NO_SECTIONS: [&str; 4] = ["licence plate", "license plate", "driver", "许可证识别"];
/// Headings under which no sentence restricts this model.
const ASIDE: [&str; 9] =
    ["evaluation", "benchmark", "result", "citation", "related", "acknowledg", "changelog", "performance", "评测"];
/// Headings on what a model is made for.
const DESCRIBES: [&str; 5] = ["intended", "out-of-scope", "out of scope", "direct use", "用途"];
/// Where badges with words come from; the words are in the address.
const BADGES: &str = "img.shields.io/badge/";
/// Badges that are looked at.
const BADGES_LOOKED_AT: usize = 40;
/// Bytes of a sentence that are looked at; longer ones are no sentences.
const SENTENCE: usize = 2000;
/// Bytes of the words of a badge.
const BADGE: usize = 160;

/// The clauses of a card.
pub fn clauses(page: &Page) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut add = |words: &str, at: usize, under: Parts, section: bool| {
        let lead = words.len() - words.trim_start().len();
        if out.len() < limits::CANDIDATES && !words.trim().is_empty() {
            let words = window(words.trim(), 0, SENTENCE);
            out.push(Clause { words: words.to_owned(), source: page.text.source(at + lead), under, section });
        }
    };
    for (passage, signs) in page.prose.passages.iter().zip(&page.prose.signs) {
        let heading = passage.under.rsplit(" / ").next().unwrap_or_default();
        let section = is_section(&passage.under);
        if !(section || signs.any(Signs::GRANT)) {
            continue;
        }
        let Some(sentence) = page.prose.flat.get(passage.range.clone()) else { continue };
        // `## License: MIT` says it in the heading.
        if passage.is_heading && !(is_section(sentence) && sentence.contains([':', '：'])) {
            continue;
        }
        if !section && is_of_data(sentence) {
            continue;
        }
        let under = if section { parts(heading) } else { Parts::default() };
        let mut at = passage.range.start;
        for clause in sentence.split_inclusive([';', '；']) {
            add(clause, at, under, section || passage.is_heading || is_label(clause));
            at += clause.len();
        }
    }
    for grid in &page.grids {
        let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
        // `Artefact | Licence`: the column says it, and the row of what.
        let column = header.iter().skip(1).position(|c| is_section(&c.text) || c.text.contains("terms")).map(|i| i + 1);
        for row in &grid.rows {
            let (Some(label), Some(value)) = (row.first(), row.get(column.unwrap_or(1))) else { continue };
            let said = column.is_some() || (row.len() == 2 && is_section(&label.text));
            if said && label.text.len() < BADGE {
                add(&format!("{}: {}", label.text, value.text), label.at, parts(&label.text), true);
            }
        }
    }
    for (at, label, message) in badges(&page.lower) {
        if is_section(&label) {
            add(&format!("{label}: {message}"), at, parts(&label), true);
        }
    }
    out
}

/// The sentences of a card that restrict.
pub fn restrictions(page: &Page) -> Vec<Restriction> {
    let mut out = Vec::new();
    for (_, passage, sentence) in page.prose.speaking(Signs::RESTRICT | Signs::UNION) {
        if passage.is_heading || has_any(&passage.under, &ASIDE) || out.len() >= limits::CANDIDATES {
            continue;
        }
        let at = passage.range.start + (sentence.len() - sentence.trim_start().len());
        let sentence = window(sentence.trim_start(), 0, SENTENCE);
        let limit = restricts::limit(sentence, has_any(&passage.under, &DESCRIBES));
        for limit in said(sentence, limit) {
            out.push(Restriction { limit, words: sentence.trim().to_owned(), source: page.text.source(at) });
        }
    }
    out
}

/// What a longer text restricts, such as that at a gate.
pub fn restricted(text: &str, source: &Source) -> Vec<Restriction> {
    let mut out = Vec::new();
    let lower = text.to_lowercase().replace('\n', " ");
    for sentence in lower.split_inclusive(['.', '。', '!', '！', ';', '；']).take(limits::CANDIDATES) {
        let sentence = window(sentence, 0, SENTENCE);
        for limit in said(sentence, restricts::limit(sentence, false)) {
            out.push(Restriction { limit, words: sentence.trim().to_owned(), source: source.clone() });
        }
    }
    out
}

fn said(sentence: &str, limit: Option<Limit>) -> impl Iterator<Item = Option<Limit>> {
    let union = union_excluded::keeps_out(sentence);
    limit.map(Some).into_iter().chain(union.then_some(None))
}

fn is_section(heading: &str) -> bool {
    has_any(heading, &SECTIONS) && !has_any(heading, &NO_SECTIONS)
}

/// Whether a sentence speaks of the data that a model was trained on, and puts nothing under a licence itself.
fn is_of_data(sentence: &str) -> bool {
    let data = ["trained on", "tuned on", "sourced from", "collected from", "training data", "datasets", "训练数据"];
    let puts = [
        "releas",
        "licensed under",
        "licenced under",
        "distributed",
        "available under",
        "is under",
        "are under",
        "open-sourc",
        "open sourc",
        "our ",
        "发布",
        "采用",
        "遵循",
        "许可",
        "协议",
    ];
    has_any(sentence, &data) && !has_any(sentence, &puts)
}

/// Whether a clause is a label: `- **Model License:** …`.
fn is_label(clause: &str) -> bool {
    let bare = clause.trim_start_matches(|c: char| !c.is_alphanumeric());
    let label = bare.find([':', '：']).and_then(|end| bare.get(..end));
    label.is_some_and(|l| l.len() < 40 && !l.contains(" is ") && is_section(l))
}

/// What a label or heading speaks of.
fn parts(label: &str) -> Parts {
    Parts {
        model: has_any(label, &["model", "weight", "模型", "权重"]),
        code: has_any(label, &["code", "software", "代码"]),
        beside: has_any(label, &["data", "doc", "数据", "文档"]),
        others: false,
    }
}

/// The words of badges: `License-Plover_Community-blue` is a label, a message and a colour.
fn badges(lower: &str) -> Vec<(usize, String, String)> {
    let mut out = Vec::new();
    for (at, mark) in lower.match_indices(BADGES).take(BADGES_LOOKED_AT) {
        let rest = window(lower, at + mark.len(), at + mark.len() + BADGE);
        let path = rest.split([')', '"', '\'', ' ', '>', '?', ']', '\n']).next().unwrap_or_default();
        let path = path.trim_end_matches(".svg").replace("--", "\u{1}").replace("__", "\u{2}").replace("%20", " ");
        let mut cells = path.split('-').map(|c| c.replace('_', " ").replace('\u{1}', "-").replace('\u{2}', "_"));
        if let (Some(label), Some(message), Some(_)) = (cells.next(), cells.next(), cells.next()) {
            out.push((at, label, message));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_have_words() {
        let card = "[![x](https://img.shields.io/badge/code_license-apache--2.0-blue.svg)](LICENSE) <img src=\"https://img.shields.io/badge/model%20license-plover-red?x=y\">";
        let got: Vec<_> = badges(card).into_iter().map(|(_, l, m)| format!("{l}: {m}")).collect();
        assert_eq!(got, ["code license: apache-2.0", "model license: plover"]);
        badges(&BADGES.repeat(1000));
    }

    #[test]
    fn labels_and_headings() {
        assert!(
            is_label("- **model license:** x") && is_section("许可协议") && !is_section("license plate recognition")
        );
        assert!(!is_label("the license is long: read it"));
        assert!(parts("model license").model && parts("code license").code);
    }
}
