//! Classes of a span: what a hit is, as far as a program can tell, with what it rests on. None of them says that anybody did wrong.

use std::collections::HashSet;

/// What a span is, in the order in which it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It stands in the prompt.
    Echo,
    /// It stands in a standard licence.
    LicenceText,
    /// It says little: tables, rules, repetitions.
    LowComplexity,
    /// A source of it was named as protected, or its licence says so.
    Protected,
    /// It stands between quotation marks with a name near: for a person to look at.
    Quotation,
    /// Every source that is known may be copied by anybody.
    Free,
    /// Many documents hold it.
    Common,
    /// None of these is known.
    Unknown,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 8] = [
        Class::Echo,
        Class::LicenceText,
        Class::LowComplexity,
        Class::Protected,
        Class::Quotation,
        Class::Free,
        Class::Common,
        Class::Unknown,
    ];

    /// Its word in reports and in decisions.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::Echo => "echo",
            Class::LicenceText => "licence-text",
            Class::LowComplexity => "low-complexity",
            Class::Protected => "protected",
            Class::Quotation => "quotation",
            Class::Free => "free",
            Class::Common => "common",
            Class::Unknown => "unknown",
        }
    }

    /// By its word.
    #[must_use]
    pub fn named(word: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|c| c.word() == word)
    }
}

/// Whether a text says little, and why: few letters, or the same again and again.
#[must_use]
pub fn says_little(text: &str) -> Option<String> {
    let all = text.chars().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters * 3 < all {
        return Some(format!("{letters} letters in {all} characters"));
    }
    let bytes = text.as_bytes();
    let grams = bytes.windows(6).count();
    let distinct: HashSet<&[u8]> = bytes.windows(6).collect();
    (distinct.len() * 3 < grams).then(|| format!("{} different groups of six in {grams}", distinct.len()))
}

/// Whether what stands from `start` to `end` of a text is quoted, and the name that stands near.
#[must_use]
pub fn quoted(text: &str, start: usize, end: usize) -> Option<String> {
    const NEAR: usize = 160;
    let before = text.get(..start)?;
    let after = text.get(end..)?;
    let inside = text.get(start..end)?;
    let opens = |c: char| matches!(c, '"' | '“' | '„' | '«' | '‘' | '「' | '『' | '《' | '»');
    let closes = |c: char| matches!(c, '"' | '”' | '“' | '»' | '’' | '」' | '』' | '》' | '«');
    let tail: String = tail(before, NEAR);
    let head: String = after.chars().take(NEAR).collect();
    // Its own first and last characters may be the marks.
    let opened = tail.chars().rev().take(8).any(opens) || inside.chars().take(8).any(opens);
    let closed = head.chars().take(8).any(closes) || inside.chars().rev().take(8).any(closes);
    if !opened || !closed {
        return None;
    }
    name(&tail).or_else(|| name(&head))
}

fn tail(text: &str, most: usize) -> String {
    let from = text.char_indices().rev().take(most).last().map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or_default().to_owned()
}

/// Two or more words in a row that begin with a capital, as names of people and works do.
fn name(text: &str) -> Option<String> {
    let mut held: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mut chars = bare.chars();
        let capital = chars.next().is_some_and(char::is_uppercase)
            && (bare.ends_with('.') || chars.next().is_some_and(char::is_lowercase) || bare.chars().count() == 1);
        if capital && !bare.is_empty() {
            held.push(bare);
            if held.len() >= 2 && word.ends_with([',', '.', ':', ';', ')']) {
                break;
            }
        } else {
            if held.len() >= 2 {
                break;
            }
            held.clear();
        }
    }
    (held.len() >= 2).then(|| held.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_and_quoted() {
        assert!(says_little("0, 12, 0, 0, 255, 17, 0, 3, 0, 0, 1, 9, 11, 200, 34, 0, 0, 9").is_some());
        assert!(says_little(&"so it goes on ".repeat(20)).is_some());
        assert!(
            says_little("it was the best of times, it was the worst of times, and nobody knew which of them").is_none()
        );
        assert!(says_little("春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。").is_none());
        let text = "As Jane Austen wrote, \"It is a truth universally acknowledged\", and so on.";
        let (start, end) = (text.find("It is").unwrap_or(0), text.find("\", and").unwrap_or(0));
        assert!(quoted(text, start, end).is_some_and(|name| name.ends_with("Jane Austen")));
        assert_eq!(quoted("it is said and nobody is named here", 6, 10), None);
        assert_eq!(quoted("the \"words\" of nobody", 5, 10), None);
        for class in Class::ALL {
            assert_eq!(Class::named(class.word()), Some(class));
        }
    }
}
