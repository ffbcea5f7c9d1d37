//! Words and phrases of prose: lists from data, and how a phrase is found in a stranger's text.

use std::collections::BTreeMap;

use gpai_rules::law::Words;
use gpai_rules::toml_place::{PlacedError, Table};

/// Characters of one answer that are looked at; no honest answer is longer.
const MOST: usize = 200_000;

/// Lists of phrases, terms in both languages, and months.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    lists: BTreeMap<String, Vec<String>>,
    /// Names of things, for messages.
    terms: BTreeMap<String, Words>,
    /// Months by name, 1 to 12.
    pub months: BTreeMap<String, i8>,
}

/// Reads `[words]`, `[terms]` and `[months]`.
///
/// # Errors
/// An entry is malformed; its place.
pub fn read_lexicon(root: &Table<'_, '_>) -> Result<Lexicon, PlacedError> {
    let mut lexicon = Lexicon::default();
    let words = root.table("words")?.ok_or_else(|| root.error("`[words]` is missing"))?;
    for (name, span, item) in words.keys() {
        let wrong = || words.text().error(span.clone(), format!("`{name}` must be a list of phrases"));
        let mut list = Vec::new();
        for value in item.get_ref().as_array().ok_or_else(wrong)?.iter() {
            let phrase = value.get_ref().as_str().ok_or_else(wrong)?;
            if phrase.trim_matches('*').is_empty() {
                return Err(words.text().error(value.span(), "a phrase needs a letter or sign besides the star"));
            }
            list.push(phrase.to_owned());
        }
        lexicon.lists.insert(name.to_owned(), list);
    }
    let terms = root.table("terms")?.ok_or_else(|| root.error("`[terms]` is missing"))?;
    for (name, span, item) in terms.keys() {
        let inner = item
            .get_ref()
            .as_table()
            .ok_or_else(|| terms.text().error(span.clone(), format!("`{name}` must have en and zh")))?;
        let term = Table::new(terms.text(), inner, item.span());
        lexicon.terms.insert(name.to_owned(), Words { en: term.str("en")?, zh: term.str("zh")? });
        term.finish()?;
    }
    let months = root.table("months")?.ok_or_else(|| root.error("`[months]` is missing"))?;
    for (name, span, item) in months.keys() {
        let number = item
            .get_ref()
            .as_integer()
            .and_then(|i| i.as_str().parse::<i8>().ok())
            .filter(|n| (1..=12).contains(n))
            .ok_or_else(|| months.text().error(span.clone(), format!("`{name}` must be a month from 1 to 12")))?;
        lexicon.months.insert(name.to_owned(), number);
    }
    Ok(lexicon)
}

impl Lexicon {
    /// The phrases of a list; none for a list that is not there.
    pub fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of all lists, for tests.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The name of a thing in both languages; itself where it has none.
    pub fn term(&self, name: &str) -> Words {
        self.terms.get(name).cloned().unwrap_or_else(|| Words { en: name.to_owned(), zh: name.to_owned() })
    }

    /// Whether the text (as [`plain`] makes it) has a phrase of the list.
    pub fn has(&self, list: &str, text: &str) -> bool {
        self.first(list, text).is_some()
    }

    /// The phrase of the list that stands first in the text, as it stands there, and where.
    pub fn first<'t>(&self, list: &str, text: &'t str) -> Option<(usize, &'t str)> {
        self.list(list).iter().filter_map(|p| find(p, text)).min_by_key(|(at, found)| (*at, usize::MAX - found.len()))
    }

    /// Every phrase of the list in the text, as it stands there, each once, in the order of the text.
    pub fn all<'t>(&self, list: &str, text: &'t str) -> Vec<&'t str> {
        let mut found: Vec<(usize, &str)> = self.list(list).iter().filter_map(|p| find(p, text)).collect();
        found.sort_by_key(|(at, phrase)| (*at, usize::MAX - phrase.len()));
        let mut end = 0;
        found.retain(|(at, phrase)| {
            let apart = *at >= end;
            if apart {
                end = at + phrase.len();
            }
            apart
        });
        found.into_iter().map(|(_, phrase)| phrase).collect()
    }

    /// How many times phrases of the list stand in the text.
    pub fn count(&self, list: &str, text: &str) -> usize {
        self.list(list).iter().map(|p| finds(p, text).count()).sum()
    }
}

/// The first place of a phrase as whole words; `*` at an end lets the word go on.
pub fn find<'t>(phrase: &str, text: &'t str) -> Option<(usize, &'t str)> {
    finds(phrase, text).next()
}

fn finds<'t>(phrase: &str, text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let open_start = phrase.starts_with('*');
    let open_end = phrase.ends_with('*');
    let core = phrase.trim_matches('*').to_owned();
    let length = core.len();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let at = from + rest.find(core.as_str())?;
            let end = at + length;
            from = end;
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            let after = text.get(end..).and_then(|t| t.chars().next());
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if (word(before) && !open_start) || (word(after) && !open_end) {
                continue;
            }
            // A star takes the rest of its word along.
            let mut stop = end;
            if open_end {
                let tail = text.get(end..).unwrap_or_default();
                stop += tail.find(|c: char| !c.is_alphanumeric()).unwrap_or(tail.len());
            }
            return text.get(at..stop).map(|found| (at, found));
        }
    })
}

/// A text for looking in: lower case, one kind of quotes and dashes, single spaces.
pub fn plain(text: &str) -> String {
    fold(text).to_lowercase()
}

/// The same with its capitals.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MOST));
    let mut space = true;
    for c in text.chars().take(MOST) {
        let c = match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{60}' | '\u{b4}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{fb00}'..='\u{fb04}' => {
                out.push_str(ligature(c));
                space = false;
                continue;
            }
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => continue,
            c => c,
        };
        if c.is_whitespace() || c.is_control() {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(c);
            space = false;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The letters of a ligature.
fn ligature(c: char) -> &'static str {
    match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        _ => "ffl",
    }
}

/// A stranger's text, short enough for a message: at most so many characters, on one line.
pub fn short(text: &str) -> String {
    const LONGEST: usize = 90;
    let text = fold(text);
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut cut: String = text.chars().take(LONGEST).collect();
    if let Some((head, _)) = cut.rsplit_once(' ')
        && head.chars().count() > LONGEST / 2
    {
        cut = head.to_owned();
    }
    format!("{}…", cut.trim_end_matches([',', '.', ';', ':', ' ']))
}

/// The web addresses and mail addresses in a text, in order.
pub fn links(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|w| {
            w.trim_matches(|c: char| {
                matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | ',' | ';' | '"' | '\'' | '.' | ':')
            })
        })
        .filter(|w| w.starts_with("http://") || w.starts_with("https://") || w.starts_with("www."))
        .map(str::to_owned)
        .collect()
}

/// A text without its web addresses.
pub fn without_links(text: &str) -> String {
    text.split_whitespace()
        .filter(|w| !w.contains("http://") && !w.contains("https://") && !w.starts_with("www."))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_phrase_is_whole_words_unless_a_star_says_otherwise() {
        assert_eq!(find("robots.txt", "we respect robots.txt."), Some((11, "robots.txt")));
        assert_eq!(find("code", "decode and codes"), None);
        assert_eq!(find("captcha*", "all captchas are respected"), Some((4, "captchas")));
        assert_eq!(find("*synth*", "mysynthetic set"), Some((2, "synthetic")));
        assert_eq!(find("may", "May"), None, "case is the caller's");
    }

    #[test]
    fn text_of_many_kinds_becomes_one() {
        assert_eq!(
            plain("The  provider\u{2019}s\u{a0}data \u{2013}\n now\u{ad}here "),
            "the provider's data - nowhere"
        );
        assert_eq!(short(&"word ".repeat(40)).chars().last(), Some('…'));
        assert_eq!(links("see (https://a.b/c), or www.d.e."), ["https://a.b/c", "www.d.e"]);
        assert_eq!(without_links("DCLM: https://a.b/c here"), "DCLM: here");
    }
}
