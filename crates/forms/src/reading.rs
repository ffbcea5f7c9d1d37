//! What a document was found to say, field by field, whoever wrote it and in whatever format. Readers make it, lints judge it.
//!
//! A field that is not in `fields` was not found in the document. A field that was found but not read is `Unreadable`: a
//! lint then says nothing of it, and never that it is missing.

use std::collections::{BTreeMap, BTreeSet};

/// A document as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Kind of document, such as `training-summary`; `None` where it was not recognised.
    pub kind: Option<String>,
    /// Which form of the template it follows.
    pub form: Form,
    /// Language of the labels, such as `en`, or of the text where no label was found; empty where unknown.
    pub language: String,
    /// Number of pages; 0 for formats without pages.
    pub pages: u32,
    /// The template's fields that were found, by id.
    pub fields: BTreeMap<String, FieldReading>,
    /// Questions of the document that the template does not have.
    pub extra: Vec<Extra>,
    /// What could not be read, in words, with its page.
    pub unread: Vec<(String, Option<u32>)>,
    /// The whole text in reading order, one entry a page (one in all for formats without pages).
    pub text: Vec<String>,
    /// Targets of links, with their page.
    pub links: Vec<(String, Option<u32>)>,
    /// Fields that were not found, although a text comes near their label: they may be there in other words.
    pub near: BTreeSet<String>,
    /// Share of the text that found a place, in percent; `None` where nothing was looked at.
    pub followed: Option<u32>,
    /// Whether the labels of the form are not known in the document's language, so that nothing of it can be checked.
    pub unknown_language: bool,
    /// Number of documents of this kind in the file, of which the first was read; 0 or 1 where there is one.
    pub documents: u32,
}

impl Reading {
    /// Below this share of the text the document was not followed, and what was not found may yet be there. Of the documents on the
    /// form that were looked at, however laid out, at least three quarters found a place; of those on headings of their own, a
    /// third or less. The line between them is drawn in the middle and was fitted to no collection.
    pub const FOLLOWED: u32 = 50;

    /// Whether the document could be followed.
    pub fn is_followed(&self) -> bool {
        self.followed.is_none_or(|share| share >= Self::FOLLOWED)
    }
}

/// Which form of a template a document follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The official form.
    Official,
    /// The official form with labels in other words.
    OfficialRelabelled,
    /// A form of its own that answers the same questions, such as one with every field numbered.
    Variant,
    /// The draft form of January 2025.
    Draft,
    /// None of them.
    #[default]
    Unknown,
}

impl Form {
    /// The word used in every output (`template` of gpai-lint/1).
    pub fn word(self) -> &'static str {
        match self {
            Form::Official => "official",
            Form::OfficialRelabelled => "official-relabelled",
            Form::Variant => "variant",
            Form::Draft => "draft",
            Form::Unknown => "unknown",
        }
    }
}

/// One field as found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldReading {
    /// Whether the answer could be read.
    pub state: State,
    /// The answer's text without label and guidance; paragraphs and list items as lines. Where only a filler stands in place
    /// of an answer (`Click or tap here to enter text`), the state is `Blank` and this is the filler.
    pub text: String,
    /// Options with a ticked box, by the option's canonical word: `yes`, `no`, `text`, `image`, `audio`, `video`, `other`,
    /// a size bin such as `T2`; or the label as printed where it is none of the template's.
    pub ticked: Vec<String>,
    /// Options with an empty box.
    pub unticked: Vec<String>,
    /// The label as printed.
    pub label: String,
    /// 1-based page, where the format has pages.
    pub page: Option<u32>,
    /// 1-based line, for text formats.
    pub line: Option<u32>,
}

/// Whether an answer could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// There is an answer.
    #[default]
    Read,
    /// The field is there and empty.
    Blank,
    /// The field is there, but its answer could not be told apart or its boxes could not be read.
    Unreadable,
}

/// A question that the template does not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// Its label.
    pub label: String,
    /// Its answer.
    pub text: String,
    /// 1-based page.
    pub page: Option<u32>,
}
