//! The words of a licence text that count: no notices of copyright, no addresses, no white space, no signs.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes of a notice of copyright; a longer line is a sentence.
const NOTICE: usize = 200;
/// Bytes of a line of a title, and words of a title.
const TITLE_LINE: usize = 64;
const TITLE_WORDS: usize = 14;
/// Words within which the notice of a standard text stands, if it has one.
const HEAD: usize = 40;

/// A word in lower case.
pub type Word<'t> = Cow<'t, str>;

/// The words of a text.
pub struct Words<'t> {
    /// The text itself.
    pub text: &'t str,
    /// Its words.
    pub words: Vec<Word<'t>>,
    /// Where each starts.
    pub places: Vec<usize>,
    /// For each a hash, by which they are compared.
    pub hashes: Vec<u64>,
    /// Words before the text itself: its title, and what stands above the notice.
    pub head: usize,
}

impl<'t> Words<'t> {
    /// Takes a text apart.
    pub fn new(text: &'t str) -> Self {
        let (mut words, mut places, mut title) = (Vec::new(), Vec::new(), None);
        let mut notice = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start;
            start += line.len();
            if is_notice(line) {
                notice = notice.or(Some(words.len()).filter(|n| *n <= HEAD));
                continue;
            }
            if title.is_none() && (line.trim().len() > TITLE_LINE || words.len() >= TITLE_WORDS) {
                title = Some(words.len().min(TITLE_WORDS));
            }
            line_words(text, line, at, &mut words, &mut places);
        }
        let head = notice.or(title).unwrap_or(0);
        // A collision could only hide one changed word, and nobody gains by finding one.
        let mix = |hash: u64, n: u64| (hash ^ n).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
        let hash = |word: &Word<'_>| word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| mix(hash, u64::from(byte)));
        let hashes = words.iter().map(hash).collect();
        Words { text, words, places, hashes, head }
    }

    /// The words of a range.
    pub fn of(&self, range: &Range<usize>) -> &[Word<'t>] {
        self.words.get(range.clone()).unwrap_or_default()
    }

    /// Where a run of words starts, if it stands in the text.
    pub fn find(&self, run: &str) -> Option<usize> {
        let run: Vec<&str> = run.split(' ').collect();
        self.words.windows(run.len()).position(|w| w.iter().zip(&run).all(|(a, b)| a == b))
    }

    /// Whether a word starts a line, signs and numbers before it aside.
    pub fn starts_line(&self, i: usize) -> bool {
        let before = self.places.get(i).and_then(|at| self.text.get(..*at)).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        !line.chars().any(char::is_alphabetic)
    }

    /// Whether a word is written with a capital letter or holds a digit, as names do.
    pub fn is_name(&self, i: usize) -> bool {
        let first = self.places.get(i).and_then(|at| self.text.get(*at..)).and_then(|t| t.chars().next());
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_ascii())
            || self.words.get(i).is_some_and(|w| w.bytes().any(|b| b.is_ascii_digit()))
    }
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
    // What is granted or kept back in the same line is no notice.
    // `Idea Research` is a name.
    let says = ["licen", "permi", "only", " use", "commercial", "for research", "research purpose", "not "];
    let says = says.iter().any(|w| line.contains(w));
    (starts && dated && !says && line.len() < NOTICE) || line.trim_end_matches(['.', '*', ' ']) == "all rights reserved"
}

fn line_words<'t>(text: &'t str, line: &'t str, start: usize, words: &mut Vec<Word<'t>>, places: &mut Vec<usize>) {
    let mut at = start;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_no_words_and_sentences_are() {
        for line in [
            "Copyright (c) 2026 A. Body\n",
            "  © 2024 Firm, Inc.",
            "(c) 2020-2026 X",
            "All rights reserved.",
            "**Copyright [yyyy] X**",
        ] {
            assert!(is_notice(line), "{line}");
        }
        for line in
            ["Copyright is not licensed", "(c) You must retain", "Copyright 2026 X. For research only.", "Conditions"]
        {
            assert!(!is_notice(line), "{line}");
        }
    }
}
