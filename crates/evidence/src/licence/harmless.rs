//! Edits of a standard licence text that change nothing of what it grants, reviewed one by one: names, the notice's
//! placeholders, numbering, spelling, an appendix or a preamble that is left out. Whatever is not on this list is an edit.

use std::ops::Range;

use super::align::Hunk;
use super::words::{Word, Words};

/// Words of a title before the text itself.
const TITLE: [&str; 20] = [
    "implementation",
    "of",
    "for",
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
    "public",
    "terms",
    "file",
];
/// Words of a standard text that stand for whoever holds the copyright.
const HOLDERS: [&str; 15] = [
    "holder",
    "holders",
    "owner",
    "owners",
    "author",
    "authors",
    "contributor",
    "contributors",
    "regents",
    "university",
    "california",
    "organization",
    "organisation",
    "copyright",
    "foundation",
];
/// Words that join those.
const JOINTS: [&str; 9] = ["the", "and", "or", "nor", "of", "its", "any", "their", "other"];
/// Words near which a name may stand in a standard text.
const NEAR_NAMES: [&str; 11] = [
    "name",
    "names",
    "holder",
    "holders",
    "contributors",
    "provided",
    "liable",
    "shall",
    "author",
    "authors",
    "copyright",
];
/// Words that a name cannot have: alone they change what a text grants.
const WEIGHTY: [&str; 31] = [
    "not",
    "non",
    "no",
    "only",
    "except",
    "unless",
    "commercial",
    "noncommercial",
    "commercially",
    "prohibited",
    "must",
    "may",
    "shall",
    "cannot",
    "research",
    "academic",
    "personal",
    "educational",
    "evaluation",
    "internal",
    "restricted",
    "without",
    "solely",
    "excluding",
    "forbidden",
    "never",
    "permitted",
    "limited",
    "scientific",
    "private",
    "military",
];
/// Spellings of one word, and words of markup, either of which may stand for the other.
const SAME: [(&str, &str); 13] = [
    ("license", "licence"),
    ("licenses", "licences"),
    ("judgment", "judgement"),
    ("acknowledgment", "acknowledgement"),
    ("acknowledgments", "acknowledgements"),
    ("fulfill", "fulfil"),
    ("including the next paragraph", ""),
    ("authors or copyright holders", "copyright holders or authors"),
    ("organization", "organisation"),
    ("favor", "favour"),
    ("a", "an"),
    ("author disclaims", "authors disclaim"),
    ("c", ""),
];
/// Words that only markup leaves behind.
const MARKUP: [&str; 9] = ["quot", "amp", "nbsp", "lt", "gt", "br", "copy", "ldquo", "rdquo"];
/// Runs of words with which the terms themselves begin. What stands before may be left out.
const BEGINS: [&str; 2] = ["by exercising the licensed rights", "statement of purpose"];
/// Runs of words after which no terms follow. What follows may be left out.
const ENDS: [&str; 4] = [
    "end of terms and conditions",
    "creative commons is not a party to its public",
    "exhibit a source code form license notice",
    "creative commons may be contacted at",
];
/// A sentence on the copyright in the licence's own text, which one edition of a text has and another has not.
const ASIDE: &str = "the text of the creative commons public licenses is dedicated to the public domain under the cc0 public domain dedication";
/// Words of a name, or of several.
const NAME: usize = 12;
/// Names in a title: `Thing-7B is under the …`.
const NAMES_IN_TITLE: usize = 8;
/// Words looked at beside a hunk.
const BESIDE: usize = 4;

/// The hunks that are no harmless edit.
pub fn weighty(hunks: Vec<Hunk>, file: &Words<'_>, standard: &Words<'_>, id: &str) -> Vec<Hunk> {
    let begin = BEGINS.iter().find_map(|b| standard.find(b)).unwrap_or(0);
    let end = ENDS.iter().filter_map(|e| standard.find(e)).min().unwrap_or(standard.words.len());
    let aside = file.find(ASIDE).map(|at| at..at + ASIDE.split(' ').count());
    let judge = Judge { file, standard, id, begin, end, aside };
    hunks.into_iter().filter(|hunk| !judge.is_harmless(hunk)).collect()
}

struct Judge<'j, 't> {
    file: &'j Words<'t>,
    standard: &'j Words<'t>,
    id: &'j str,
    begin: usize,
    end: usize,
    aside: Option<Range<usize>>,
}

impl Judge<'_, '_> {
    fn is_harmless(&self, hunk: &Hunk) -> bool {
        let (gone, new) = (self.standard.of(&hunk.standard), self.file.of(&hunk.file));
        let left_out = new.is_empty()
            && (hunk.standard.start >= self.end || hunk.standard.end <= self.begin.max(self.standard.head));
        let aside = gone.is_empty()
            && self.aside.as_ref().is_some_and(|a| a.start <= hunk.file.start && hunk.file.end <= a.end);
        left_out
            || aside
            || is_same(gone, new)
            || self.is_numbering(hunk)
            || self.is_title(hunk)
            || self.is_name(hunk)
            || self.is_placeholder(hunk)
    }

    /// Numbers and letters of list items.
    fn is_numbering(&self, hunk: &Hunk) -> bool {
        let is_number = |w: &Word<'_>| {
            (w.len() <= 2 && w.bytes().all(|b| b.is_ascii_digit()))
                || (w.len() == 1 && w.bytes().all(|b| b.is_ascii_alphabetic()))
                || (w.len() <= 4 && w.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')))
        };
        let all = |words: &Words<'_>, range: &Range<usize>| {
            range.clone().all(|i| words.words.get(i).is_some_and(is_number) && words.starts_line(i))
        };
        all(self.standard, &hunk.standard) && all(self.file, &hunk.file)
    }

    /// A title, or a line that says of which model the text is, before the text itself.
    fn is_title(&self, hunk: &Hunk) -> bool {
        let before = hunk.standard.end <= self.standard.head;
        // The notice of an appendix is filled in by whoever uses it.
        if !before && hunk.standard.start < self.end {
            return false;
        }
        let of_id: Vec<String> = self.id.split(['-', '.']).map(str::to_lowercase).collect();
        let mut names = 0;
        hunk.file.clone().all(|i| {
            let Some(word) = self.file.words.get(i) else { return false };
            if WEIGHTY.contains(&word.as_ref()) {
                return false;
            }
            let is_known = TITLE.contains(&word.as_ref()) || HOLDERS.contains(&word.as_ref());
            if is_known || of_id.iter().any(|t| t == word) || MARKUP.contains(&word.as_ref()) {
                return true;
            }
            names += 1;
            names <= NAMES_IN_TITLE && self.file.is_name(i)
        })
    }

    /// A name where the standard text speaks of whoever holds the copyright.
    fn is_name(&self, hunk: &Hunk) -> bool {
        let (gone, new) = (self.standard.of(&hunk.standard), self.file.of(&hunk.file));
        let is_holder = |w: &Word<'_>| HOLDERS.contains(&w.as_ref());
        let is_slot = |w: &Word<'_>| is_holder(w) || JOINTS.contains(&w.as_ref());
        if !gone.iter().all(is_slot) || new.len() > NAME || new.iter().any(|w| WEIGHTY.contains(&w.as_ref())) {
            return false;
        }
        let from = hunk.standard.start.saturating_sub(BESIDE);
        let beside = self.standard.of(&(from..(hunk.standard.end + BESIDE).min(self.standard.words.len())));
        let near = beside.iter().any(|w| NEAR_NAMES.contains(&w.as_ref()));
        // In place of whoever holds the copyright a name may stand; beside, only one more word for such a person.
        let is_named = gone.iter().any(is_holder)
            && !new.is_empty()
            && hunk.file.clone().zip(new).all(|(i, w)| self.file.is_name(i) || is_slot(w));
        let is_other_word = new.iter().all(is_slot) && gone.iter().chain(new).any(is_holder);
        let is_joint = !gone.is_empty() && !new.is_empty() && new.iter().all(is_slot) && self.in_endorsement(hunk);
        near && (is_named || is_other_word || is_joint)
    }

    /// Whether a hunk stands in the clause on names in promotion: `nor the names of its contributors`.
    fn in_endorsement(&self, hunk: &Hunk) -> bool {
        let from = hunk.standard.start.saturating_sub(BESIDE);
        self.standard.of(&(from..hunk.standard.start)).iter().any(|w| matches!(w.as_ref(), "name" | "names"))
    }

    /// What stands for a placeholder of the standard text: `<year>`, `[name of copyright owner]`.
    fn is_placeholder(&self, hunk: &Hunk) -> bool {
        let inside = |i: usize| {
            let Some(at) = self.standard.places.get(i) else { return false };
            let before = self.standard.text.get(..*at).unwrap_or_default();
            let line = before.rsplit('\n').next().unwrap_or_default();
            line.rfind(['<', '[', '{']).is_some_and(|open| line.rfind(['>', ']', '}']).is_none_or(|shut| shut < open))
        };
        !hunk.standard.is_empty()
            && hunk.standard.clone().all(inside)
            && hunk.file.len() <= NAME
            && !self.file.of(&hunk.file).iter().any(|w| WEIGHTY.contains(&w.as_ref()))
    }
}

/// Whether two runs of words are the same but for blanks, hyphens, spelling and what markup leaves behind.
fn is_same(gone: &[Word<'_>], new: &[Word<'_>]) -> bool {
    let plain = |words: &[Word<'_>], between: &str| {
        let words = words.iter().map(AsRef::as_ref).filter(|w| !MARKUP.contains(w));
        words.collect::<Vec<&str>>().join(between)
    };
    let (a, b) = (plain(gone, " "), plain(new, " "));
    plain(gone, "") == plain(new, "") || SAME.iter().any(|(x, y)| (a == *x && b == *y) || (a == *y && b == *x))
}
