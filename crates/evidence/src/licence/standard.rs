//! Standard licence texts: a file compared word by word with the texts that the `spdx` crate bundles.
//!
//! The crate's own detection is not used: its cache takes 100 ms to load, three times what a whole run may take, and a
//! score of similarity does not say whether a clause was added. Here a few texts are picked by their letters, and then
//! every word counts: the file is laid beside the standard text, and what differs and is no harmless edit is said.

use std::sync::{LazyLock, OnceLock};

use super::align::{self, Hunk};
use super::harmless;
use super::texts::{self, Standard};
use super::words::Words;
use crate::statement::Likeness;

/// How far apart in letters, in thousandths, a text and a standard text are that are worth comparing.
const NEAR: u64 = 300;
/// A file with so many words other than the standard text that they are one in so many is another text.
const OTHER_TEXT: usize = 3;
/// One word in so many that differs: the text fits, and only close relatives can fit better.
const FITS: usize = 10;
/// Texts that are compared word by word.
const PICKED: usize = 6;
/// Words of such an end, and words of all other harmless edits together.
const AN_END: usize = 500;
const HARMLESS: usize = 60;
/// Texts with an appendix or a closing part that copies often leave out.
const WITH_AN_END: [&str; 12] = [
    "Apache-2.0",
    "AGPL-3.0-only",
    "CC-BY-4.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-4.0",
    "GPL-2.0-only",
    "GPL-3.0-only",
    "LGPL-2.1-only",
    "MPL-2.0",
];
/// How far apart in letters, in thousandths, the texts of one family are.
const RELATED: u64 = 60;
/// Words that are shown of a change, and words shown before it.
const SHOWN: usize = 8;
const SHOWN_BEFORE: usize = 2;

/// Letters by count.
type Letters = [u32; 26];

fn letters(text: &str) -> Letters {
    let mut all = [0u32; 256];
    for byte in text.bytes() {
        if let Some(slot) = all.get_mut(usize::from(byte)) {
            *slot = slot.wrapping_add(1);
        }
    }
    let mut out = [0; 26];
    for (slot, lower) in out.iter_mut().zip(b'a'..=b'z') {
        let count = |byte: u8| all.get(usize::from(byte)).copied().unwrap_or(0);
        *slot = count(lower) + count(lower.to_ascii_uppercase());
    }
    out
}

/// The letters of the standard texts by count. To count them anew would take longer than to read a folder.
const LETTERS: &str = include_str!("../../data/standard-letters.csv");

/// One row of that table, if it is that of a text.
fn row_of(row: &str, id: &str, bytes: usize) -> Option<Letters> {
    let mut cells = row.split(',');
    let same = cells.next()? == id && cells.next()?.parse::<usize>().ok()? == bytes;
    let mut out = [0; 26];
    for slot in out.iter_mut().filter(|_| same) {
        *slot = cells.next()?.parse().ok()?;
    }
    same.then_some(out)
}

/// What is known of a standard text, found out when it is first needed.
struct Counted {
    letters: OnceLock<Letters>,
    words: OnceLock<Words<'static>>,
}

/// The standard texts, in the order of the list. Where the table has another text, its letters are counted when needed.
static COUNTED: LazyLock<Vec<Counted>> = LazyLock::new(|| {
    let mut rows = LETTERS.lines().filter(|line| !line.starts_with('#'));
    let mut known = |(id, text): (&str, Standard)| Counted {
        letters: rows.next().and_then(|row| row_of(row, id, text.len())).map_or_else(OnceLock::new, OnceLock::from),
        words: OnceLock::new(),
    };
    texts::all().map(&mut known).collect()
});

/// How far two counts are apart, in thousandths of the letters of the first.
fn apart(a: &Letters, b: &Letters) -> u64 {
    let total: u64 = a.iter().map(|n| u64::from(*n)).sum();
    let off: u64 = a.iter().zip(b).map(|(x, y)| u64::from(x.abs_diff(*y))).sum();
    (1000 * off).checked_div(total).unwrap_or(u64::MAX)
}

/// How a file differs from a standard text.
struct Difference {
    /// Words that are no harmless edit.
    words: usize,
    /// All words that differ.
    all: usize,
    /// Words of the standard text.
    length: usize,
    /// The first edit that is not harmless: its byte in the file, and the words before and after.
    first: Option<(usize, String)>,
}

fn difference(file: &Words<'_>, standard: &Words<'_>, id: &str) -> Option<Difference> {
    let end = if WITH_AN_END.contains(&id) { AN_END } else { 0 };
    let hunks = align::hunks(&standard.hashes, &file.hashes, standard.words.len() / OTHER_TEXT + HARMLESS + end)?;
    let count = |hunks: &[Hunk]| hunks.iter().map(|h| h.standard.len() + h.file.len()).sum();
    let all = count(&hunks);
    let left = harmless::weighty(hunks, file, standard, id);
    let first = left.first().map(|hunk| {
        let at = file.places.get(hunk.file.start).copied().unwrap_or(file.text.len());
        (at, shown(hunk, file, standard))
    });
    Some(Difference { words: count(&left), all, length: standard.words.len(), first })
}

/// A change as people read it: `“to any person” → “to any academic person”`.
fn shown(hunk: &Hunk, file: &Words<'_>, standard: &Words<'_>) -> String {
    let side = |words: &Words<'_>, range: &std::ops::Range<usize>| {
        let from = range.start.saturating_sub(SHOWN_BEFORE);
        let to = (range.end + 1).min(from + SHOWN).min(words.words.len());
        let more = if range.end > to { " …" } else { "" };
        format!("“{}{more}”", words.of(&(from..to)).join(" "))
    };
    format!("{} → {}", side(standard, &hunk.standard), side(file, &hunk.file))
}

/// Whether the text of a licence is among the standard texts.
pub fn has(spdx: Option<&str>) -> bool {
    spdx.and_then(texts::of).is_some()
}

/// The standard text that a file is or resembles.
pub fn recognise(text: &str) -> Option<Likeness> {
    let own = letters(text);
    let mut near: Vec<(u64, &'static str, Standard, &Counted)> = Vec::new();
    for ((id, standard), known) in texts::all().zip(COUNTED.iter()) {
        let similar = standard.len() / 3 <= text.len() / 2 && text.len() / 3 <= standard.len() / 2;
        let same = near.iter().any(|(_, _, other, _)| *other == standard);
        if similar && !same {
            let distance = apart(known.letters.get_or_init(|| letters(standard.text())), &own);
            if distance <= NEAR {
                near.push((distance, id, standard, known));
            }
        }
    }
    near.sort_unstable_by_key(|(distance, id, ..)| (*distance, *id));
    let nearest = near.first()?;
    let all = |standard: Standard| -> Vec<&'static str> {
        texts::all().filter(|(_, other)| *other == standard).map(|(id, _)| id).collect()
    };
    // Most files are the standard text to the letter.
    if text.trim().lines().map(str::trim_end).eq(nearest.2.text().trim().lines().map(str::trim_end)) {
        return Some(Likeness { ids: all(nearest.2), edit: None });
    }
    let file = Words::new(text);
    let mut best: Option<(Difference, Standard)> = None;
    let (picked, rest) = near.split_at(PICKED.min(near.len()));
    // Without the half page that some have at their end, these are far from themselves by their letters.
    let ended = rest.iter().filter(|(_, id, ..)| WITH_AN_END.contains(id));
    for (distance, id, standard, known) in picked.iter().chain(ended) {
        // Once a text fits, only its close relatives can fit better.
        let fits = best.as_ref().is_some_and(|(b, _)| b.words == 0 && b.all * FITS < b.length);
        if best.as_ref().is_some_and(|(b, _)| b.all == 0) || (fits && *distance > nearest.0 + RELATED) {
            break;
        }
        let own = known.words.get_or_init(|| Words::new(standard.text()));
        let Some(found) = difference(&file, own, id) else { continue };
        if best.as_ref().is_none_or(|(b, _)| (found.words, found.all) < (b.words, b.all)) {
            best = Some((found, *standard));
        }
    }
    let (found, standard) = best?;
    // A third of other words is another text.
    if found.words * OTHER_TEXT > found.length {
        return None;
    }
    Some(Likeness { ids: all(standard), edit: found.first })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn text_of(id: &str) -> String {
        texts::of(id).unwrap().text().to_owned()
    }

    const COMMON: [&str; 10] = [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "GPL-3.0-only",
        "MPL-2.0",
        "CC-BY-4.0",
        "CC-BY-NC-4.0",
        "EUPL-1.2",
        "ISC",
    ];

    #[test]
    fn the_table_has_the_letters_of_the_standard_texts() {
        let rows = texts::all().map(|(id, text)| {
            let counts = letters(text.text()).map(|n| n.to_string()).join(",");
            format!("{id},{},{counts}\n", text.len())
        });
        let head: String = LETTERS.lines().filter(|l| l.starts_with('#')).map(|l| format!("{l}\n")).collect();
        let table = head + &rows.collect::<String>();
        if std::env::var_os("GPAI_WRITE_LETTERS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/standard-letters.csv"), &table).unwrap();
        }
        assert!(table == LETTERS, "the crate spdx has other texts than the table; its first lines say how to write it");
    }

    #[test]
    fn standard_texts_are_themselves() {
        for id in COMMON {
            let found = recognise(&text_of(id)).unwrap();
            assert!(found.ids.contains(&id) && found.edit.is_none(), "{id}: {found:?}");
        }
    }

    #[test]
    fn a_name_in_the_notice_and_other_line_breaks_change_nothing() {
        for id in COMMON {
            let text =
                format!("Copyright (c) 2026 Somebody\n\n{}", text_of(id).split(' ').collect::<Vec<_>>().join("\n  "));
            let lines =
                text_of(id).replace("<year> <copyright holders>", "2026 Somebody Else GmbH").replace('\n', "\r\n");
            assert_eq!(recognise(&lines).unwrap().edit, None, "{id}");
            // Broken at every word, the notice can no longer be told from the text; the licence still can.
            assert!(recognise(&text).unwrap().ids.contains(&id), "{id}");
        }
    }

    #[test]
    fn an_added_clause_is_an_edit() {
        for id in COMMON {
            for clause in [
                "You may not use it for commercial purposes.",
                "Not for military use.",
                "Commercial use needs our consent.",
            ] {
                let found = recognise(&format!("{}\n{clause}\n", text_of(id))).unwrap();
                assert!(found.edit.is_some(), "{id} {clause}");
            }
        }
        let mit = text_of("MIT").replace("to any person", "to any person who does research");
        assert!(recognise(&mit).unwrap().edit.is_some());
        let without = text_of("MIT").replace("THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND,", "");
        assert!(recognise(&without).unwrap().edit.is_some());
    }

    #[test]
    fn the_first_difference_has_its_place() {
        let at = |text: &str| recognise(text).unwrap().edit.unwrap().0;
        for id in COMMON {
            let added = format!("{}\nNot for military use.\n", text_of(id));
            assert!(added.get(at(&added)..).unwrap().starts_with("Not for military"), "{id}: {:?}", recognise(&added));
        }
        let changed = text_of("MIT").replace("to any person", "to any unpaid commercial person");
        assert!(changed.get(at(&changed)..).unwrap().starts_with("unpaid"));
        let edit = recognise(&changed).unwrap().edit.unwrap().1;
        assert_eq!(edit, "“to any person” → “to any unpaid commercial person”");
        let without = text_of("MIT").replace("publish, distribute, sublicense, and/or sell", "publish");
        assert!(without.get(at(&without)..).unwrap().trim_start().starts_with("copies"), "{:?}", recognise(&without));
        assert_eq!(recognise(&text_of("MIT")).unwrap().edit, None);
    }

    #[test]
    fn one_word_changes_a_licence() {
        for (id, from, to) in [
            ("MIT", "any person", "any academic person"),
            ("MIT", "any person", "any natural person"),
            ("MIT", "modify, merge, ", ""),
            ("MIT", "without restriction", "with restriction"),
            ("MIT", "free of charge", "for a fee"),
            ("MIT", "and/or sell", "and/or give"),
            ("ISC", "for any purpose", "for any peaceful purpose"),
            ("ISC", "with or without fee", "without fee"),
            ("BSD-2-Clause", "with or without modification", "without modification"),
            ("BSD-3-Clause", "source and binary forms", "source form"),
            ("BSD-3-Clause", "specific prior written permission", "permission"),
            ("Apache-2.0", "irrevocable", "revocable"),
            ("Apache-2.0", "worldwide,", ""),
            ("Apache-2.0", "no-charge", "charged"),
            ("MPL-2.0", "royalty-free", "royalty-bearing"),
            ("CC-BY-4.0", "commercial advantage", "advantage"),
            ("GPL-3.0-only", "convey verbatim copies", "keep verbatim copies"),
        ] {
            let plain = text_of(id).split_whitespace().collect::<Vec<_>>().join(" ");
            let lines = text_of(id);
            let Some(changed) = [lines, plain].iter().find(|t| t.contains(from)).map(|t| t.replacen(from, to, 1))
            else {
                continue;
            };
            let found = recognise(&changed).unwrap();
            assert!(found.edit.is_some(), "{id}: {from} -> {to}");
        }
    }

    #[test]
    fn reviewed_edits_change_nothing() {
        let bsd =
            |name: &str| text_of("BSD-3-Clause").replace("name of the copyright holder", &format!("name of {name}"));
        let apache = text_of("Apache-2.0");
        let end = apache.find("APPENDIX").unwrap();
        let cases = [
            ("BSD-3-Clause", bsd("Ouzel Labs, Inc.")),
            ("BSD-3-Clause", bsd("the University of Somewhere").replace("names of its", "names of other")),
            ("BSD-3-Clause", text_of("BSD-3-Clause").replace("COPYRIGHT HOLDERS AND CONTRIBUTORS", "ACME GMBH")),
            ("Apache-2.0", apache.get(..end).unwrap().to_owned()),
            ("Apache-2.0", apache.replace("[yyyy] [name of copyright owner]", "2026 Ouzel Labs")),
            (
                "MIT",
                text_of("MIT").replace(
                    "this permission notice shall",
                    "this permission notice (including the next paragraph) shall",
                ),
            ),
            (
                "MIT",
                format!(
                    "The MIT License (MIT)

{}",
                    text_of("MIT").replace('"', "&quot;")
                ),
            ),
            (
                "MIT",
                format!(
                    "# Lapwing-7B

{}",
                    text_of("MIT").replace('"', "”")
                ),
            ),
            ("MIT", text_of("MIT").replace("sublicense", "sub-license")),
            ("ISC", text_of("ISC").replace("THE AUTHOR", "THE AUTHORS")),
        ];
        for (id, text) in cases {
            let found = recognise(&text).unwrap();
            assert!(found.ids.contains(&id) && found.edit.is_none(), "{id}: {found:?}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        assert_eq!(recognise("All rights reserved."), None);
        assert_eq!(recognise(&"a b c d e f g ".repeat(500)), None);
        assert_eq!(recognise(""), None);
    }
}
