//! Why a day is the day: each step of a count by name and with its days, worded by the law book in both languages.

use jiff::civil::{Date, Weekday};

use crate::words::{Language, Words};

/// A step of a count. What it says is the entry `[[counting]]` of its id in `law/clocks.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Id of the entry.
    pub id: &'static str,
    /// Of which date it is a step.
    pub of: Reading,
    /// What fills the marks of the entry.
    pub marks: Vec<(&'static str, Words)>,
}

/// The date that a step leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// The strict count.
    Target,
    /// The last day that is stood behind.
    Due,
    /// The end by analogy.
    Outer,
    /// All of them.
    All,
}

impl Step {
    /// A step without marks.
    pub fn new(id: &'static str, of: Reading) -> Step {
        Step { id, of, marks: Vec::new() }
    }

    /// The same with a day.
    pub fn day(self, mark: &'static str, day: Date) -> Step {
        self.words(mark, named(day))
    }

    /// The same with a text that is the same in both languages.
    pub fn text(self, mark: &'static str, text: impl ToString) -> Step {
        let text = text.to_string();
        self.words(mark, Words { en: text.clone(), zh: text })
    }

    /// The same with a text in both languages.
    pub fn words(mut self, mark: &'static str, words: Words) -> Step {
        self.marks.push((mark, words));
        self
    }

    /// A text with its marks filled.
    pub fn fill(&self, text: &Words, language: Language) -> String {
        self.marks.iter().fold(text.get(language).to_owned(), |text, (mark, words)| {
            text.replace(&format!("{{{mark}}}"), words.get(language))
        })
    }
}

/// A day with its weekday: `Sun 2026-11-29`.
pub fn named(day: Date) -> Words {
    let (en, zh) = match day.weekday() {
        Weekday::Monday => ("Mon", "周一"),
        Weekday::Tuesday => ("Tue", "周二"),
        Weekday::Wednesday => ("Wed", "周三"),
        Weekday::Thursday => ("Thu", "周四"),
        Weekday::Friday => ("Fri", "周五"),
        Weekday::Saturday => ("Sat", "周六"),
        Weekday::Sunday => ("Sun", "周日"),
    };
    Words { en: format!("{en} {day}"), zh: format!("{day}（{zh}）") }
}
