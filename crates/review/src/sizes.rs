//! Rules on the table of modalities in section 1.3: what is marked, how large, what it is (TS-110 to TS-116).

use std::collections::BTreeSet;

use gpai_rules::number::Number;

use super::calc;
use super::context::MODALITIES;
use super::work::{Check, Said, Work, both, same};
use gpai_forms::lexicon::words::{self, plain};
use gpai_forms::reading::State;

/// One line a rule.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TS-110", no_modality),
    ("TS-111", one_size_each),
    ("TS-112", figure_outside),
    ("TS-113", wrong_unit),
    ("TS-114", size_of_unmarked),
    ("TS-115", kinds_of_content),
    ("TS-116", merged_rows),
];

/// No modality chosen.
fn no_modality(work: &mut Work<'_>) {
    if work.said("1.3.a") == Said::Unreadable {
        return;
    }
    // A document without the table's first column can still name each modality by its row.
    let rows = MODALITIES.iter().any(|m| work.doc.fields.contains_key(&format!("1.3.b.{m}")));
    let none = work.modalities("1.3.a").is_none_or(|m| m.is_empty());
    if none && !(rows && work.said("1.3.a") == Said::Absent) {
        work.say("1.3.a", "none", &[]);
    }
}

/// The size ranges chosen for a modality: ticked, or in words. `None` where that cannot be told.
fn bins(work: &Work<'_>, modality: &str) -> Option<Vec<String>> {
    let id = format!("1.3.b.{modality}");
    let field = work.field(&id)?;
    if field.state == State::Unreadable {
        return None;
    }
    let official = work.template.field(&id)?;
    let ranges: Vec<_> = official.options.iter().filter(|o| o.above.is_some() || o.up_to.is_some()).collect();
    let ticked: Vec<String> =
        ranges.iter().filter(|o| field.ticked.contains(&o.word)).map(|o| o.word.clone()).collect();
    // A box ticked beside words that are none of the ranges: a range in other words, perhaps.
    let known = |word: &String| official.options.iter().any(|o| o.word == *word);
    if ticked.is_empty() && field.ticked.iter().any(|word| !known(word)) {
        return None;
    }
    if !ticked.is_empty() || !field.unticked.is_empty() {
        return Some(ticked);
    }
    let text = squeeze(&field.text);
    Some(
        ranges
            .iter()
            .filter(|o| std::iter::once(&o.label).chain(&o.also).any(|l| text.contains(&squeeze(l))))
            .map(|o| o.word.clone())
            .collect(),
    )
}

/// Letters and digits only, plural s of numbers dropped, so that `1billion to 10 trillions` is `1 billion to 10 trillion`.
fn squeeze(text: &str) -> String {
    let lower: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    lower.replace("trillions", "trillion").replace("billions", "billion").replace("millions", "million")
}

/// A modality without exactly one size.
fn one_size_each(work: &mut Work<'_>) {
    if work.partly_unread {
        return;
    }
    let Some(marked) = work.modalities("1.3.a") else { return };
    let merged = work.doc.fields.contains_key("1.3.b");
    for modality in marked {
        let id = format!("1.3.b.{modality}");
        let said = work.said(&id);
        if said == Said::Unreadable || (merged && said == Said::Absent) {
            continue;
        }
        if modality == "other" {
            // In words: modality, size, unit.
            if matches!(said, Said::Absent | Said::Blank | Said::NotApplicable(_)) {
                work.say(&id, "none", &[("modality", work.term(modality))]);
            }
            continue;
        }
        let known = bins(work, modality);
        if known.is_none() && work.field(&id).is_some() {
            continue;
        }
        let chosen = known.unwrap_or_default();
        let ticked = work.field(&id).is_some_and(|f| f.ticked.iter().any(|t| t == "alternative"));
        let alternative = modality == "text" && (ticked || !figures(work, &id).is_empty());
        match chosen.len() {
            0 if !alternative => work.say(&id, "none", &[("modality", work.term(modality))]),
            0 | 1 => {}
            n => {
                let details = [
                    ("modality", work.term(modality)),
                    ("count", same(n.to_string())),
                    ("value", same(chosen.join(", "))),
                ];
                work.say(&id, "several", &details);
            }
        }
    }
}

/// Amounts such as `11 trillion tokens` in a field, outside the labels of its ranges.
fn figures(work: &Work<'_>, id: &str) -> Vec<(String, Number)> {
    let (Some(field), Some(official)) = (work.field(id), work.template.field(id)) else { return Vec::new() };
    let mut text = plain(&field.text);
    for option in official.options.iter().filter(|o| o.above.is_some() || o.up_to.is_some()) {
        for label in std::iter::once(&option.label).chain(&option.also) {
            text = text.replace(&plain(label), " | ");
        }
    }
    amounts(&text)
}

/// Numbers with a unit behind them: figure as written and its value.
fn amounts(text: &str) -> Vec<(String, Number)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        let before = i.checked_sub(1).and_then(|j| words.get(j)).copied().unwrap_or_default();
        if digits.is_empty() {
            continue;
        }
        let clean: String = digits.chars().filter(|c| *c != ',').collect();
        let Ok(number) = Number::parse(&clean) else { continue };
        let mut factors = Vec::new();
        let mut next = i + 1;
        let scale = words.get(next).copied().unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic());
        match scale {
            "thousand" => factors.push(1_000),
            "million" | "millions" => factors.push(1_000_000),
            "billion" | "billions" => factors.push(1_000_000_000),
            "trillion" | "trillions" => factors.extend([1_000_000_000, 1_000]),
            _ => {}
        }
        if !factors.is_empty() {
            next += 1;
        }
        let unit = words.get(next).copied().unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic());
        if !matches!(unit, "tokens" | "token" | "images" | "hours" | "image") {
            continue;
        }
        let mut value = number;
        for factor in factors {
            value = value.times_u(factor);
        }
        // `more than 20 trillion tokens` bounds the figure; only a figure itself can be outside.
        if !matches!(before, "than" | "to" | "over" | "least" | "most" | "and" | "-") {
            let shown: Vec<&str> = words.get(i..=next).unwrap_or_default().to_vec();
            out.push((shown.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned(), value));
        }
    }
    out
}

/// Exact figure outside the chosen range.
fn figure_outside(work: &mut Work<'_>) {
    for modality in ["text", "image", "audio", "video"] {
        let id = format!("1.3.b.{modality}");
        let Some(chosen) = bins(work, modality) else { continue };
        let [chosen] = chosen.as_slice() else { continue };
        let Some(official) = work.template.field(&id) else { continue };
        let unit: &[&str] = match modality {
            "text" => &["token", "tokens"],
            "image" => &["image", "images"],
            _ => &["hours"],
        };
        for (shown, value) in figures(work, &id) {
            let of_this = shown.split_whitespace().next_back().is_some_and(|u| unit.contains(&u));
            if of_this && calc::bin(&official.options, &value).is_some_and(|b| b.word != *chosen) {
                let label = official.option(chosen).map(|o| o.label.clone()).unwrap_or_default();
                work.say(
                    &id,
                    "outside",
                    &[("value", both(&shown)), ("modality", work.term(modality)), ("bin", same(label))],
                );
            }
        }
    }
}

/// Wrong unit of size.
fn wrong_unit(work: &mut Work<'_>) {
    for modality in ["image", "audio", "video"] {
        let id = format!("1.3.b.{modality}");
        let text = work.text(&id);
        let about_this = work.modalities("1.3.a").is_some_and(|m| m.contains(modality));
        if about_this && let Some((_, unit)) = work.book.words.first("tokens", &text) {
            let unit = both(unit);
            // A merged row also holds the unit of text.
            if !work.modalities("1.3.a").is_some_and(|m| m.contains("text"))
                || !text.contains("hour") && !text.contains("image")
            {
                work.say(&id, "unit", &[("modality", work.term(modality)), ("value", unit)]);
            }
        }
    }
}

/// Size for a modality that is not marked.
fn size_of_unmarked(work: &mut Work<'_>) {
    let Some(marked) = work.modalities("1.3.a").filter(|m| !m.is_empty()) else { return };
    for modality in ["text", "image", "audio", "video"] {
        let id = format!("1.3.b.{modality}");
        if !marked.contains(modality) && bins(work, modality).is_some_and(|b| !b.is_empty()) {
            work.say(&id, "unticked", &[("modality", work.term(modality))]);
        }
    }
}

/// Types of content generic, or purposes instead.
fn kinds_of_content(work: &mut Work<'_>) {
    let mut seen = BTreeSet::new();
    for modality in ["text", "image", "audio", "video"] {
        let id = format!("1.3.c.{modality}");
        let Said::Text(text) = work.said(&id) else { continue };
        // One answer for several rows is judged once.
        if !seen.insert(text.clone()) {
            continue;
        }
        if !work.has("content-kinds", &text) {
            work.say(&id, "generic", &[("modality", work.term(modality))]);
        } else if let Some((at, found)) = work.book.words.first("purposes", &text) {
            let end = text.get(at..).map_or(0, |t| t.char_indices().nth(50).map_or(t.len(), |(i, _)| i));
            let shown = work.as_written(&id, text.get(at..at + end).unwrap_or(found));
            work.say(&id, "purpose", &[("modality", work.term(modality)), ("words", both(&shown))]);
        }
    }
}

/// Several modalities in one row.
fn merged_rows(work: &mut Work<'_>) {
    let Some(marked) = work.modalities("1.3.a").filter(|m| m.len() > 1) else { return };
    let names = marked.iter().copied().filter(|m| *m != "other");
    let texts: Vec<(String, String)> = names
        .clone()
        .filter_map(|m| work.field(&format!("1.3.b.{m}")).map(|f| (m.to_owned(), plain(&f.text))))
        .collect();
    let one_field = work.doc.fields.contains_key("1.3.b") && texts.is_empty();
    // What is left of marks and breaks says nothing.
    let says = |t: &str| t.chars().filter(|c| c.is_alphabetic()).count() > 2;
    let same_text = texts.first().is_some_and(|(_, t)| says(t) && texts.len() > 1 && texts.iter().all(|(_, o)| o == t));
    // The first column itself names them in one cell: `Image and Video`.
    let one_cell = work.field("1.3.a").filter(|f| f.ticked.is_empty() || f.unticked.is_empty()).is_some_and(|f| {
        let text = plain(&f.text);
        !text.is_empty() && text.len() < 60 && words::find("and", &text).is_some()
    });
    if one_field || same_text || one_cell {
        let names: Vec<&str> = names.collect();
        work.say("1.3.a", "merged", &[("modality", work.terms(names))]);
    }
}
