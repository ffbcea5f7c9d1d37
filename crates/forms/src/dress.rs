//! What a document says of itself, in English and Chinese: the note on a draft, the footer, what is missing in a gap. The labels of
//! a form stay those of the form, and the answers those of the provider.

use gpai_rules::law::Language;

use super::template::{Audience, Shape};

/// How a view is dressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dress {
    /// Language of the document's own words.
    pub language: Language,
    /// Whether the guidance to each question stands under its label.
    pub guidance: bool,
}

/// Notes at the head of a draft, by language.
pub(super) const DRAFTS: [&str; 2] = [
    "Draft. What is still unknown is marked as a gap. The final version is written without this note and without the sources of the values.",
    "草稿。尚不清楚之处标为空缺。正式版不含本提示，也不含各值的来源。",
];

impl Dress {
    fn of(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }

    /// Tag of the language, as documents state it.
    pub(super) fn tag(self) -> &'static str {
        self.of("en", "zh")
    }

    pub(super) fn draft_note(self) -> &'static str {
        self.of(DRAFTS[0], DRAFTS[1])
    }

    pub(super) fn draft(self) -> &'static str {
        self.of("draft", "草稿")
    }

    pub(super) fn form(self, version: &str) -> String {
        format!("{} {version}", self.of("form", "表格版本"))
    }

    pub(super) fn version(self, version: &str) -> String {
        format!("{} {version}", self.of("version", "版本"))
    }

    pub(super) fn reader(self, reader: Audience) -> String {
        let name = match reader {
            Audience::Public => "公众",
            Audience::Dp => "下游提供者",
            Audience::Nca => "成员国主管机关",
            Audience::Aio => "人工智能办公室",
        };
        match self.language {
            Language::English => format!("for {}", reader.title()),
            Language::Chinese => format!("供{name}阅读"),
        }
    }

    pub(super) fn depends(self, on: &[&str]) -> String {
        match self.language {
            Language::English => format!("depends on {}", on.join(" and ")),
            Language::Chinese => format!("取决于 {}", on.join("、")),
        }
    }

    pub(super) fn or_why_not(self, wanted: &str) -> String {
        match self.language {
            Language::English => format!("{wanted}, or why it does not apply"),
            Language::Chinese => format!("{wanted}，或不适用的理由"),
        }
    }

    /// A part of an answer with what is missing there.
    pub(super) fn part(self, part: &str, wanted: &str) -> String {
        match self.language {
            Language::English => format!("{part} ({wanted})"),
            Language::Chinese => format!("{part}（{wanted}）"),
        }
    }

    /// What is missing where an answer of this shape is.
    pub(super) fn wanted(self, shape: &Shape) -> &'static str {
        match shape {
            Shape::YesNo => self.of("Yes or No", "“Yes”或“No”"),
            Shape::Choice => self.of("which of the options", "选哪一项"),
            Shape::Choices => self.of("which of the options apply", "选哪些项"),
            Shape::Date => self.of("a date", "日期"),
            Shape::Month => self.of("a month", "月份"),
            Shape::Period => self.of("from which month to which", "起止月份"),
            Shape::Number { .. } => self.of("an amount", "数值"),
            Shape::List | Shape::Rows(_) => self.of("a list", "清单"),
            Shape::Text | Shape::Parts(_) => self.of("an answer", "回答"),
        }
    }
}
