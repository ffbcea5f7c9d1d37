//! What is put into a mark of a message: as it is printed, and as data where somebody goes on from it.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

use crate::number::{Interval, Number};
use crate::words::{Language, Words};

/// The value of one `{mark}` of a message. Two with the same text are alike to whoever sorts or compares them.
#[derive(Clone, Debug)]
pub enum Detail {
    /// The same in every language.
    Text(String),
    /// One text for each language.
    Words(Words),
    /// An amount, with how it is printed.
    Number(Interval, String),
    /// Names in a list, with how it is printed.
    Names(Vec<String>, String),
    /// Terms of a licence, with how they are printed.
    Terms(Vec<Term>, String),
}

/// A term of a licence: a right that is lacking or a restriction that it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// Its word, of the vocabulary of `openness.rights` or `openness.restrictions`.
    pub word: String,
    /// The words of the clause, where they are known.
    pub phrase: Option<String>,
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.phrase {
            Some(phrase) => write!(f, "{} (\"{phrase}\")", self.word),
            None => f.write_str(&self.word),
        }
    }
}

impl Detail {
    /// A list of names, printed with commas.
    pub fn names<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let text = names.join(", ");
        Detail::Names(names, text)
    }

    /// Terms of a licence, printed with semicolons.
    pub fn terms(terms: Vec<Term>) -> Self {
        let text = terms.iter().map(Term::to_string).collect::<Vec<_>>().join("; ");
        Detail::Terms(terms, text)
    }

    /// How many there are of something.
    pub fn count(many: usize) -> Self {
        let amount = Number::from_u128(u128::try_from(many).unwrap_or(u128::MAX));
        Detail::Number(Interval::point(amount), many.to_string())
    }

    /// As it is printed in a language.
    pub fn text(&self, language: Language) -> &str {
        match self {
            Detail::Words(words) => words.get(language),
            Detail::Text(text) | Detail::Number(_, text) | Detail::Names(_, text) | Detail::Terms(_, text) => text,
        }
    }

    /// As it is printed in English.
    pub fn as_str(&self) -> &str {
        self.text(Language::English)
    }

    fn texts(&self) -> (&str, &str) {
        (self.text(Language::English), self.text(Language::Chinese))
    }
}

impl Default for Detail {
    fn default() -> Self {
        Detail::Text(String::new())
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Deref for Detail {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Detail {
    fn eq(&self, other: &Self) -> bool {
        self.texts() == other.texts()
    }
}

impl Eq for Detail {}

impl PartialEq<str> for Detail {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Detail {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialOrd for Detail {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Detail {
    fn cmp(&self, other: &Self) -> Ordering {
        self.texts().cmp(&other.texts())
    }
}
