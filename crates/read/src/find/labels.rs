//! Labels of a form and how a text is compared with them: word by word, with a little tolerance for spelling, line breaks
//! and letters that a file does not name.

use std::collections::BTreeSet;

use gpai_forms::reading::Form;
use gpai_forms::template::Template;

/// Likeness from which on a text is a label, in percent.
pub const LIKE: usize = 78;
/// Likeness of the beginning of a longer text.
const BEGINS: usize = 95;
/// More words of a text than this are never looked at.
const LONGEST: usize = 120;

/// A label that may be met.
#[derive(Clone, Debug)]
pub struct Label {
    /// Index of its field in the template.
    pub field: usize,
    /// Its words.
    pub words: Vec<String>,
    /// Form that prints it; `None` for the form of the template.
    pub form: Option<Form>,
    /// Its language.
    pub language: String,
    /// Whether it is the label as the template prints it.
    pub own: bool,
}

/// A title of a section.
#[derive(Clone, Debug)]
pub struct Title {
    /// Id of the section.
    pub id: String,
    /// Its words.
    pub words: Vec<String>,
    /// Its language.
    pub language: String,
}

/// A label found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Index of the label.
    pub label: usize,
    /// Likeness in percent.
    pub like: usize,
    /// How many words of the text are the label.
    pub used: usize,
}

/// Every label and title of a template.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Labels.
    pub labels: Vec<Label>,
    /// Titles of sections.
    pub titles: Vec<Title>,
}

impl Labels {
    /// Those of a template.
    pub fn of(template: &Template) -> Self {
        let mut out = Labels::default();
        for (index, field) in template.fields.iter().enumerate() {
            let mut add = |label: &str, form, language: &str, own| {
                let words = words(unnumber(label).1);
                if !words.is_empty() {
                    out.labels.push(Label { field: index, words, form, language: language.to_owned(), own });
                }
            };
            add(&field.label, None, "en", true);
            if field.of.is_some() {
                add(&field.full_label(), None, "en", true);
            }
            for also in &field.also {
                add(&also.label, also.form, &also.language, false);
            }
        }
        for section in &template.sections {
            let mut add = |title: &str, language: &str| {
                let words = words(title);
                if !words.is_empty() {
                    out.titles.push(Title { id: section.id.clone(), words, language: language.to_owned() });
                }
            };
            add(&section.title, "en");
            for also in &section.also {
                add(&also.label, &also.language);
            }
        }
        out
    }

    /// Where labels of several words stand in a text, each followed by a colon; those inside others are left out.
    pub fn labels_in(&self, text: &str) -> Vec<usize> {
        let mut tokens: Vec<(usize, usize, String)> = Vec::new();
        let mut from = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if c.is_alphanumeric() {
                from = from.or(Some(at));
            } else if let Some(start) = from.take() {
                tokens.push((start, at, text.get(start..at).unwrap_or_default().to_lowercase()));
            }
        }
        let mut out: Vec<(usize, usize)> = Vec::new();
        for first in 0..tokens.len().min(LONGEST) {
            let rest = tokens.get(first..).unwrap_or_default();
            let longest = self
                .labels
                .iter()
                .map(|l| &l.words)
                .filter(|w| w.len() > 1 && w.len() <= rest.len() && rest.iter().zip(*w).all(|((.., x), y)| x == y))
                .map(Vec::len)
                .max();
            let Some((start, end)) = longest.and_then(|n| Some((rest.first()?.0, rest.get(n - 1)?.1))) else {
                continue;
            };
            let after = text.get(end..).unwrap_or_default().trim_start_matches([')', ' ', '*']);
            if after.starts_with([':', '\u{FF1A}']) && out.last().is_none_or(|(_, last)| start >= *last) {
                out.push((start, end));
            }
        }
        out.into_iter().map(|(start, _)| start).collect()
    }

    /// Labels that the text is, or with which it begins; the likest first.
    pub fn matches(&self, text: &str, whole_only: bool) -> Vec<Found> {
        let (_, rest) = unnumber(text);
        let words = words(rest);
        let set: BTreeSet<&str> = words.iter().map(String::as_str).collect();
        let mut out = Vec::new();
        for (index, label) in self.labels.iter().enumerate() {
            // Most texts have nothing in common with most labels; that is seen at once.
            let common = label.words.iter().filter(|w| set.contains(w.as_str())).count();
            if common * 2 < label.words.len() {
                continue;
            }
            if let Some((like, used)) = compare(&words, &label.words, whole_only) {
                out.push(Found { label: index, like, used });
            }
        }
        out.sort_by_key(|f| (std::cmp::Reverse((f.like, f.used)), f.label));
        out
    }

    /// The section whose title the text is, and the likeness.
    pub fn title(&self, text: &str) -> Option<(&Title, usize)> {
        let (_, rest) = unnumber(text);
        let mut words = words(rest);
        // `9 Summary`: a number without a dot.
        if words.len() > 1 && words.first().is_some_and(|w| w.len() <= 2 && w.chars().all(|c| c.is_ascii_digit())) {
            words.remove(0);
        }
        if words.is_empty() || words.len() > 25 {
            return None;
        }
        let scored = self.titles.iter().map(|t| (t, likeness(&words, &t.words)));
        scored.filter(|(_, like)| *like >= LIKE + 2).max_by_key(|(t, like)| (*like, t.words.len()))
    }
}

/// Likeness of a text with a label, and how many of its words the label takes.
fn compare(text: &[String], label: &[String], whole_only: bool) -> Option<(usize, usize)> {
    if text.is_empty() {
        return None;
    }
    let whole = if text.len() <= label.len() * 2 { likeness(text, label) } else { 0 };
    // Short labels leave no room for tolerance.
    let needed = if label.len() <= 2 { 100 } else { LIKE };
    // What follows a whole label is no part of it, however short: `Were crawlers used? No`.
    let head = text.get(..label.len()).filter(|head| text.len() > head.len());
    let begins = head.map_or(0, |head| likeness(head, label));
    if begins >= BEGINS && !(whole_only && whole >= needed) {
        return (!whole_only).then_some((begins.saturating_sub(1), label.len()));
    }
    (whole >= needed).then_some((whole, text.len()))
}

/// Words two texts have in common in the same order, of all their words, in percent.
pub fn likeness(a: &[String], b: &[String]) -> usize {
    let (a, b) = (a.get(..a.len().min(LONGEST)).unwrap_or(a), b.get(..b.len().min(LONGEST)).unwrap_or(b));
    if a.is_empty() || b.is_empty() { 0 } else { common(a, b) * 200 / (a.len() + b.len()) }
}

/// How many words a text has between or after those of a label, all of which it has; 0 where it lacks one.
pub fn left_over(text: &[String], label: &[String]) -> usize {
    let text = text.get(..text.len().min(LONGEST)).unwrap_or(text);
    if common(text, label) == label.len() { text.len().saturating_sub(label.len()) } else { 0 }
}

/// Number of words two texts have in common in the same order.
fn common(a: &[String], b: &[String]) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (index, y) in b.iter().enumerate() {
            let above = row.get(index + 1).copied().unwrap_or(0);
            let left = row.get(index).copied().unwrap_or(0);
            let here = if near(x, y) { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            if let Some(cell) = row.get_mut(index + 1) {
                *cell = here;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Whether two words are one, up to a letter: British and American spelling, a plural, a letter the file does not name.
pub(super) fn near(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // Two words that differ in one place have the same beginning or the same end: most pairs are told apart at once.
    if a.chars().next() != b.chars().next() && a.chars().next_back() != b.chars().next_back() {
        return false;
    }
    // Characters, not bytes: a word of another script may have fewer letters in more bytes.
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() < 5 || long.len() > short.len() + 3 {
        return false;
    }
    let head = long.iter().zip(&short).take_while(|(x, y)| x == y).count();
    let tail = long.iter().rev().zip(short.iter().rev()).take_while(|(x, y)| x == y).count();
    // Same but for one letter changed, or up to two (a ligature) left out, in one place.
    let differing = long.len().saturating_sub(head + tail);
    differing <= 1 || (differing <= 2 && long.len() == short.len() + differing)
}

/// Words of a text: lower case, without marks.
pub fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = String::new();
    for c in text.chars() {
        match c {
            '\u{FB00}' => open.push_str("ff"),
            '\u{FB01}' => open.push_str("fi"),
            '\u{FB02}' => open.push_str("fl"),
            '\u{FB03}' => open.push_str("ffi"),
            '\u{FB04}' => open.push_str("ffl"),
            '\u{FFFD}' => {}
            c if crate::ticks::unseen(c) => {}
            c if c.is_alphanumeric() => open.extend(c.to_lowercase()),
            _ => {
                if !open.is_empty() {
                    out.push(std::mem::take(&mut open));
                }
                if out.len() > LONGEST * 2 {
                    return out;
                }
            }
        }
    }
    if !open.is_empty() {
        out.push(open);
    }
    out
}

/// Takes a section or question number off the beginning: `2.1.4`, `1.3.1.A`, `2.`, `2.1.c`, `(a)`.
pub fn unnumber(text: &str) -> (Option<&str>, &str) {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || "\u{2022}\u{25E6}\u{25AA}*-\u{2013}".contains(c));
    let Some(first) = text.split_whitespace().next() else { return (None, text) };
    let bare = first.trim_matches(['.', ':', ')', '(', ']', '[']);
    let digits = bare.starts_with(|c: char| c.is_ascii_digit());
    let parts = bare.split('.').all(|p| !p.is_empty() && p.len() <= 2 && p.chars().all(|c| c.is_ascii_alphanumeric()));
    let marked = bare.contains('.') || first.len() > bare.len();
    if digits && parts && marked && first.len() <= 12 {
        let rest = text.get(first.len()..).unwrap_or_default();
        if rest.trim().is_empty() { (None, text) } else { (Some(bare), rest.trim_start()) }
    } else {
        (None, text)
    }
}

/// The rest of a text after its first words and what closes them: brackets, a colon, a question mark.
pub fn after(text: &str, count: usize) -> &str {
    let (_, rest) = unnumber(text);
    let mut seen = 0;
    let mut inside = false;
    for (at, c) in rest.char_indices() {
        let word = c.is_alphanumeric()
            || (inside && matches!(c, '\u{FFFD}' | '\u{AD}' | '\u{200B}' | '\u{FEFF}'))
            || ('\u{FB00}'..='\u{FB04}').contains(&c);
        if inside && !word && seen >= count {
            let closes = |c: char| c.is_whitespace() || ")]:?.*|\u{2013}\u{2014}\u{FF1A}\u{FF1F}".contains(c);
            return rest.get(at..).unwrap_or_default().trim_start_matches(closes);
        }
        if word && !inside {
            seen += 1;
        }
        inside = word;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_off() {
        assert_eq!(unnumber("1.3.1.A Text training data size:"), (Some("1.3.1.A"), "Text training data size:"));
        assert_eq!(unnumber("2. List of data sources"), (Some("2"), "List of data sources"));
        assert_eq!(unnumber("1.2: Model identification"), (Some("1.2"), "Model identification"));
        assert_eq!(unnumber("10 000 hours"), (None, "10 000 hours"));
    }

    #[test]
    fn spelling_and_lost_letters_do_not_matter() {
        let like = |a: &str, b: &str| likeness(&words(a), &words(b));
        assert_eq!(like("General description of crawler behavior", "General description of crawler behaviour:"), 100);
        assert_eq!(like("Authorized representative", "Authorised representative"), 100);
        assert_eq!(like("an o\u{FFFD}icial so\u{FFFD}ware", "an official software"), 100);
        assert!(like("Model release date", "Model dependencies") < LIKE);
    }

    #[test]
    fn words_of_other_scripts_are_compared_by_letters() {
        for (a, b) in [
            ("\u{6570}\u{636E}", "other"),
            ("priv\u{E9}s", "private"),
            ("\u{C11C}\u{C6B8}", "model"),
            ("\u{10D0}\u{10D1}", "large"),
        ] {
            assert!(!near(a, b), "{a} {b}");
            assert!(!near(b, a), "{b} {a}");
        }
        assert!(near("repr\u{E9}sentant", "representant"));
    }

    #[test]
    fn the_rest_follows_the_label() {
        assert_eq!(after("1.0.1 Last update: 24-Nov-2025", 2), "24-Nov-2025");
        assert_eq!(after("Model dependencies", 2), "");
        assert_eq!(after("2.3.1 Were crawlers used? \u{2612} Yes", 3), "\u{2612} Yes");
        assert_eq!(after("Additional comments (optional): (none)", 3), "(none)");
    }
}
