//! Standard licence texts, compared word by word with the texts that the `spdx` crate bundles.
//!
//! The crate's own detection is not used: its cache takes 100 ms to load, three times what a whole run may take, and a
//! score of similarity does not say whether a clause was added. Here a few texts are picked by their letters, and then
//! every word counts: words of the file that stand in no run of the standard text, and the other way round.

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use crate::statement::Likeness;

/// Words that are compared in one run.
const RUN: usize = 4;
/// Words that may differ without the text being another one: a title, `the` before a name.
const TOLERATED: usize = 3;
/// How far apart in letters, in thousandths, a text and a standard text are that are worth comparing.
const NEAR: u64 = 300;
/// Words of the title of a standard text, which need not stand in a file.
const TITLE_WORDS: usize = 12;
/// A file with so many words other than the standard text that they are one in so many is another text.
const OTHER_TEXT: usize = 3;
/// Bytes of a notice of copyright; a longer line is a sentence.
const NOTICE: usize = 200;
/// One word in so many that differs: the text fits, and only close relatives can fit better.
const FITS: usize = 10;
/// Texts that are compared word by word.
const PICKED: usize = 6;
/// How far apart in letters, in thousandths, the texts of one family are.
const RELATED: u64 = 60;
/// Words that change what a licence allows, alone; never tolerated.
const WEIGHTY: [&str; 14] = [
    "not",
    "non",
    "no",
    "only",
    "except",
    "unless",
    "commercial",
    "noncommercial",
    "prohibited",
    "must",
    "may",
    "shall",
    "cannot",
    "research",
];
/// Words of a title before the text itself.
const TITLE: [&str; 14] = [
    "the",
    "license",
    "licence",
    "version",
    "software",
    "free",
    "agreement",
    "text",
    "model",
    "code",
    "this",
    "is",
    "under",
    "licensed",
];

/// A sentence on the copyright in the licence's own text, which one edition of a text has and another has not.
const ASIDE: &str = "the text of the creative commons public licenses is dedicated to the public domain under the cc0 public domain dedication";

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
fn row_of(row: &str, id: &str, text: &str) -> Option<Letters> {
    let mut cells = row.split(',');
    let same = cells.next()? == id && cells.next()?.parse::<usize>().ok()? == text.len();
    let mut out = [0; 26];
    for slot in out.iter_mut().filter(|_| same) {
        *slot = cells.next()?.parse().ok()?;
    }
    same.then_some(out)
}

/// What is known of a standard text, found out when it is first needed.
struct Standard {
    letters: OnceLock<Letters>,
    words: OnceLock<Words<'static>>,
}

/// The standard texts, in the order of the list. Where the table has another text, its letters are counted when needed.
static STANDARDS: LazyLock<Vec<Standard>> = LazyLock::new(|| {
    let mut rows = LETTERS.lines().filter(|line| !line.starts_with('#'));
    let mut known = |(id, text): &(&str, &str)| Standard {
        letters: rows.next().and_then(|row| row_of(row, id, text)).map_or_else(OnceLock::new, OnceLock::from),
        words: OnceLock::new(),
    };
    spdx::text::LICENSE_TEXTS.iter().map(&mut known).collect()
});

/// How far two counts are apart, in thousandths of the letters of the first.
fn apart(a: &Letters, b: &Letters) -> u64 {
    let total: u64 = a.iter().map(|n| u64::from(*n)).sum();
    let off: u64 = a.iter().zip(b).map(|(x, y)| u64::from(x.abs_diff(*y))).sum();
    (1000 * off).checked_div(total).unwrap_or(u64::MAX)
}

/// Whether a line is a notice such as `Copyright (c) 2026 Somebody`, not a sentence that speaks of copyright.
fn is_notice(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(').trim_end();
    // Most lines are told by their first letter.
    if !line.starts_with(['c', 'C', '©', '(', 'a', 'A']) {
        return false;
    }
    let line = line.to_lowercase();
    let year =
        line.split(|c: char| !c.is_ascii_digit()).any(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")));
    // `(c) You must retain` is an item of a list.
    let starts = line.starts_with("copyright") || line.starts_with('©') || (line.starts_with("(c)") && year);
    let dated = year || line.contains(['©', '<', '[', '{']) || line.contains("(c)");
    (starts && dated && line.len() < NOTICE) || line.trim_end_matches('.') == "all rights reserved"
}

/// A word in lower case.
type Word<'t> = Cow<'t, str>;

/// The words of a text that count, and where each starts: no notices of copyright, no white space, no signs.
fn words(text: &str) -> (Vec<Word<'_>>, Vec<usize>) {
    let (mut words, mut places) = (Vec::new(), Vec::new());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut at = start;
        start += line.len();
        if is_notice(line) {
            continue;
        }
        for token in line.split_inclusive(char::is_whitespace) {
            let from = at;
            at += token.len();
            // An address grants and forbids nothing.
            let is_address = token.contains("://") || token.split_once('/').is_some_and(|(host, _)| host.contains('.'));
            let mut word_at = from;
            for word in token.split(|c: char| !c.is_alphanumeric()).filter(|_| !is_address) {
                if !word.is_empty() {
                    let is_lower = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
                    words.push(if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) });
                    places.push(word_at);
                }
                let end = word_at + word.len();
                // One sign between two words.
                word_at = end + text.get(end..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
            }
        }
    }
    (words, places)
}

/// The words of a text with hashes of their runs.
struct Words<'t> {
    words: Vec<Word<'t>>,
    /// Where each starts.
    places: Vec<usize>,
    /// For each word the hash of the run that it starts.
    runs: Vec<u64>,
    /// The same, sorted.
    sorted: Vec<u64>,
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        let (words, places) = words(text);
        // A collision could only hide one changed word, and nobody gains by finding one.
        let mix = |hash: u64, n: u64| (hash ^ n).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        let hash = |word: &Word<'_>| word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| mix(hash, u64::from(byte)));
        let hashes: Vec<u64> = words.iter().map(hash).collect();
        let runs: Vec<u64> = hashes.windows(RUN).map(|run| run.iter().fold(0, |all, one| mix(all, *one))).collect();
        let mut sorted = runs.clone();
        sorted.sort_unstable();
        Words { words, places, runs, sorted }
    }
}

/// The first words of one text, up to an end, that stand in no run of the other.
fn alone<'w>(text: &'w Words<'_>, end: usize, other: &Words<'_>) -> Vec<(usize, &'w str)> {
    // Runs of words before the end only.
    let runs = text.runs.iter().take((end + 1).saturating_sub(RUN));
    let mut covered = vec![false; end];
    for (i, _) in runs.enumerate().filter(|(_, run)| other.sorted.binary_search(run).is_ok()) {
        covered.iter_mut().skip(i).take(RUN).for_each(|c| *c = true);
    }
    text.words.iter().zip(covered).enumerate().filter(|(_, (_, c))| !c).map(|(i, (w, _))| (i, w.as_ref())).collect()
}

/// How many words differ for good, whether one of them weighs, and the first word of the file that differs or at which
/// words are missing.
fn difference(file: &Words<'_>, standard: &Words<'_>, id: &str) -> (usize, bool, Option<usize>) {
    let mut more = alone(file, file.words.len(), standard);
    // What stands before the text itself may be its title.
    let title: Vec<String> = id.split(['-', '.']).map(str::to_lowercase).collect();
    let mut leading = 0;
    more.retain(|(i, w)| {
        let is_title = *i == leading
            && (TITLE.contains(w) || title.iter().any(|t| t == w) || w.chars().all(|c| c.is_ascii_digit()));
        leading += usize::from(*i == leading);
        !is_title
    });
    let aside: Vec<&str> = ASIDE.split(' ').collect();
    if let Some(at) = file.words.windows(aside.len()).position(|w| w == aside.as_slice()) {
        more.retain(|(i, _)| !(at..at + aside.len()).contains(i));
    }
    // How to apply a licence is no part of it.
    let mark = ["end", "of", "terms", "and", "conditions"];
    let end = standard.words.windows(mark.len()).position(|w| w.iter().zip(mark).all(|(a, b)| a == b));
    let end = end.unwrap_or(standard.words.len());
    let mut less = alone(standard, end, file);
    let mut leading = 0;
    // The title of the standard text need not stand in the file.
    less.retain(|(i, _)| {
        let in_title = *i == leading && *i < TITLE_WORDS;
        leading += usize::from(*i == leading);
        !in_title
    });
    let weighs = more.iter().chain(&less).any(|(_, w)| WEIGHTY.contains(w));
    // What is missing is missing after the words that stand before it in the standard text.
    let missing = less.first().and_then(|(i, _)| {
        let before = standard.words.get(i.saturating_sub(RUN)..*i).filter(|b| !b.is_empty())?;
        file.words.windows(before.len()).position(|w| w == before).map(|p| p + before.len())
    });
    let first = more.first().map(|(i, _)| *i).into_iter().chain(missing).min();
    (more.len() + less.len(), weighs, first)
}

/// The standard text that a file is or resembles.
pub fn recognise(text: &str) -> Option<Likeness> {
    let own = letters(text);
    let mut near: Vec<(u64, &'static str, &'static str, &Standard)> = Vec::new();
    for ((id, standard), known) in spdx::text::LICENSE_TEXTS.iter().zip(STANDARDS.iter()) {
        let similar = standard.len() / 3 <= text.len() / 2 && text.len() / 3 <= standard.len() / 2;
        let same = near.iter().any(|(_, _, t, _)| t.len() == standard.len() && t == standard);
        if similar && !same {
            let distance = apart(known.letters.get_or_init(|| letters(standard)), &own);
            if distance <= NEAR {
                near.push((distance, id, standard, known));
            }
        }
    }
    near.sort_unstable_by_key(|(distance, id, ..)| (*distance, *id));
    let nearest = near.first()?;
    let all = |standard: &str| -> Vec<&'static str> {
        spdx::text::LICENSE_TEXTS.iter().filter(|(_, t)| *t == standard).map(|(id, _)| *id).collect()
    };
    // Most files are the standard text to the letter.
    if text.trim().lines().map(str::trim_end).eq(nearest.2.trim().lines().map(str::trim_end)) {
        return Some(Likeness { ids: all(nearest.2), edited: false, first: None });
    }
    let file = Words::new(text);
    let compare = |(_, id, standard, known): &(u64, &'static str, &'static str, &Standard)| {
        let own = known.words.get_or_init(|| Words::new(standard));
        let (words, weighs, first) = difference(&file, own, id);
        (words, weighs, own.words.len(), *standard, first)
    };
    let mut best: Option<(usize, bool, usize, &'static str, Option<usize>)> = None;
    for candidate in near.iter().take(PICKED) {
        // Once a text fits, only its close relatives can fit better.
        let fits = best.as_ref().is_some_and(|b| b.0 * FITS < b.2);
        if best.as_ref().is_some_and(|b| b.0 == 0) || (fits && candidate.0 > nearest.0 + RELATED) {
            break;
        }
        let found = compare(candidate);
        if best.as_ref().is_none_or(|b| found.0 < b.0) {
            best = Some(found);
        }
    }
    let (words, weighs, length, standard, first) = best?;
    // A third of other words is another text.
    if words * OTHER_TEXT > length {
        return None;
    }
    let edited = words > TOLERATED || (words > 0 && weighs);
    let ids = all(standard);
    let place = |first: usize| file.places.get(first).copied().unwrap_or(text.len());
    Some(Likeness { ids, edited, first: first.filter(|_| edited).map(place) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn text_of(id: &str) -> String {
        spdx::text::LICENSE_TEXTS.iter().find(|(i, _)| *i == id).unwrap().1.to_owned()
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
        let rows = spdx::text::LICENSE_TEXTS.iter().map(|(id, text)| {
            let counts = letters(text).map(|n| n.to_string()).join(",");
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
            assert!(found.ids.contains(&id) && !found.edited, "{id}: {found:?}");
        }
    }

    #[test]
    fn a_name_in_the_notice_and_other_line_breaks_change_nothing() {
        for id in COMMON {
            let text =
                format!("Copyright (c) 2026 Somebody\n\n{}", text_of(id).split(' ').collect::<Vec<_>>().join("\n  "));
            let lines =
                text_of(id).replace("<year> <copyright holders>", "2026 Somebody Else GmbH").replace('\n', "\r\n");
            assert!(!recognise(&lines).unwrap().edited, "{id}");
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
                assert!(found.edited, "{id} {clause}");
            }
        }
        let mit = text_of("MIT").replace("to any person", "to any person who does research");
        assert!(recognise(&mit).unwrap().edited);
        let without = text_of("MIT").replace("THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND,", "");
        assert!(recognise(&without).unwrap().edited);
    }

    #[test]
    fn the_first_difference_has_its_place() {
        let at = |text: &str| recognise(text).unwrap().first.unwrap();
        for id in COMMON {
            let added = format!("{}\nNot for military use.\n", text_of(id));
            assert!(added.get(at(&added)..).unwrap().starts_with("Not for military"), "{id}: {:?}", recognise(&added));
        }
        let changed = text_of("MIT").replace("to any person", "to any unpaid commercial person");
        assert!(changed.get(at(&changed)..).unwrap().starts_with("unpaid"));
        let without = text_of("MIT").replace("publish, distribute, sublicense, and/or sell", "publish");
        assert!(without.get(at(&without)..).unwrap().trim_start().starts_with("copies"), "{:?}", recognise(&without));
        assert_eq!(recognise(&text_of("MIT")).unwrap().first, None);
    }

    #[test]
    fn other_texts_are_none() {
        assert_eq!(recognise("All rights reserved."), None);
        assert_eq!(recognise(&"a b c d e f g ".repeat(500)), None);
        assert_eq!(recognise(""), None);
    }
}
