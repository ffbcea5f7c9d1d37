//! What a check works with: the document's answers as it asks for them, and where its findings go.

use std::collections::BTreeSet;

use gpai_rules::finding::{Detail, Finding, Place};
use gpai_rules::law::Words;

use super::book::Book;
use super::context::{Context, MODALITIES};
use gpai_forms::lexicon::dates::{self, Found};
use gpai_forms::lexicon::words::{self, plain};
use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_forms::template::Template;

/// A check: one rule.
pub(super) type Check = fn(&mut Work<'_>);

/// A document being checked.
pub(super) struct Work<'a> {
    /// The document.
    pub doc: &'a Reading,
    /// What is known besides the document.
    pub known: &'a Context<'a>,
    /// Rules and words.
    pub book: &'a Book,
    /// The official form of this kind.
    pub template: &'a Template,
    /// Pages or lines of the document could not be read, so that what was not found may yet be there.
    pub partly_unread: bool,
    /// Fields that were not found although their label is printed: their answers count as unreadable, not as missing.
    pub printed: BTreeSet<String>,
    /// The rule being checked.
    pub rule: &'static str,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// What a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The document does not have the field.
    Absent,
    /// It may have it, but the answer could not be read.
    Unreadable,
    /// It is there and empty.
    Blank,
    /// `N/A`, `None` or the like.
    NotApplicable(String),
    /// An answer, as [`plain`] makes it.
    Text(String),
    /// Boxes are ticked, and nothing is written.
    Ticked,
}

/// The answer to a Yes/No question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum YesNo {
    Absent,
    Unreadable,
    /// Neither box.
    Neither,
    Yes,
    No,
    Both,
    /// Something else is written or ticked.
    Other(String),
}

impl<'a> Work<'a> {
    /// Another document, looked at with the same eyes; what it does not have may stand elsewhere.
    pub fn over(&self, doc: &'a Reading) -> Work<'a> {
        Work {
            doc,
            known: self.known,
            book: self.book,
            template: self.template,
            partly_unread: true,
            printed: BTreeSet::new(),
            rule: "",
            findings: Vec::new(),
        }
    }

    /// Reports the current rule at a field.
    pub fn say(&mut self, field: &str, case: &str, details: &[(&str, Words)]) {
        let Some(rule) = self.book.rules.get(self.rule) else { return };
        let Some(found) = rule.cases.get(case) else { return };
        let at = self.doc.fields.get(field);
        let place = Place::field(field, at.and_then(|f| f.page), at.and_then(|f| f.line));
        let mut finding = Finding::new(&rule.id, found.severity).case(case).place(place);
        for (mark, words) in details {
            finding = finding.detail(mark, Detail::Words(words.clone()));
        }
        finding.cites.clone_from(&rule.cites);
        self.findings.push(finding);
    }

    /// The field as read.
    pub fn field(&self, id: &str) -> Option<&'a FieldReading> {
        self.doc.fields.get(id)
    }

    /// Whether the document may be the view of a reader who does not get this field: not every reader of the form gets it, and
    /// it is not there.
    pub fn may_be_withheld(&self, id: &str) -> bool {
        let readers = self.template.audiences.len();
        self.field(id).is_none() && self.template.field(id).is_some_and(|f| f.audiences.len() < readers)
    }

    /// Whether the document holds fields of the form, and only those that every reader gets.
    pub fn is_narrowest_view(&self) -> bool {
        let readers = self.template.audiences.len();
        readers > 1
            && !self.doc.fields.is_empty()
            && self.doc.fields.keys().all(|id| self.template.field(id).is_some_and(|f| f.audiences.len() == readers))
    }

    /// What a field says.
    pub fn said(&self, id: &str) -> Said {
        let Some(field) = self.field(id) else {
            return if self.partly_unread || self.printed.contains(id) { Said::Unreadable } else { Said::Absent };
        };
        match field.state {
            State::Unreadable => return Said::Unreadable,
            State::Blank => return Said::Blank,
            State::Read => {}
        }
        let text = plain(&field.text);
        if text.is_empty() {
            return if field.ticked.is_empty() && field.unticked.is_empty() { Said::Blank } else { Said::Ticked };
        }
        if self.is_not_applicable(&text) { Said::NotApplicable(text) } else { Said::Text(text) }
    }

    /// The field's text as [`plain`] makes it, empty where there is none.
    pub fn text(&self, id: &str) -> String {
        match self.said(id) {
            Said::Text(text) => text,
            _ => String::new(),
        }
    }

    /// The texts of several fields, one after the other.
    pub fn texts(&self, ids: &[&str]) -> String {
        ids.iter().map(|id| self.text(id)).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" \n ")
    }

    /// Whether any of the fields could not be read.
    pub fn any_unreadable(&self, ids: &[&str]) -> bool {
        ids.iter().any(|id| self.said(id) == Said::Unreadable)
    }

    /// Whether a text as a whole says that the question does not apply.
    pub fn is_not_applicable(&self, text: &str) -> bool {
        let text = text.trim().trim_start_matches('(').trim();
        let head = text.split(['(', ';']).next().unwrap_or(text);
        let head = head.split(". ").next().unwrap_or(head).trim().trim_end_matches(['.', ')', ',', ' ']);
        let rest =
            text.get(head.len()..).unwrap_or_default().trim_matches(|c: char| c.is_whitespace() || ".)(,;".contains(c));
        let list = self.book.words.list("not-applicable");
        // What follows in a bracket may say why; a longer text is an answer of its own.
        list.iter().any(|p| p == head) && rest.chars().count() <= 60
    }

    /// The answer to a Yes/No question, by its boxes or by its first word.
    pub fn yes_no(&self, id: &str) -> YesNo {
        let Some(field) = self.field(id) else {
            return if self.partly_unread || self.printed.contains(id) { YesNo::Unreadable } else { YesNo::Absent };
        };
        match field.state {
            State::Unreadable => return YesNo::Unreadable,
            State::Blank => return YesNo::Neither,
            State::Read => {}
        }
        let has = |list: &[String], word: &str| list.iter().any(|w| w == word);
        let (yes, no) = (has(&field.ticked, "yes"), has(&field.ticked, "no"));
        if let Some(other) = field.ticked.iter().find(|w| !matches!(w.as_str(), "yes" | "no")) {
            return YesNo::Other(words::short(other));
        }
        match (yes, no) {
            (true, true) => return YesNo::Both,
            (true, false) => return YesNo::Yes,
            (false, true) => return YesNo::No,
            (false, false) => {}
        }
        let text = plain(&field.text);
        let first: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
        let is = |list: &str| self.book.words.list(list).contains(&first);
        if is("yes") {
            return YesNo::Yes;
        }
        if is("no") {
            return YesNo::No;
        }
        if text.is_empty() {
            // Only the answer is printed, beside a box that shows nothing: that is the answer.
            return match field.unticked.as_slice() {
                [only] if only == "yes" => YesNo::Yes,
                [only] if only == "no" => YesNo::No,
                _ => YesNo::Neither,
            };
        }
        YesNo::Other(words::short(&field.text))
    }

    /// Whether the answer is Yes.
    pub fn is_yes(&self, id: &str) -> bool {
        self.yes_no(id) == YesNo::Yes
    }

    /// Whether either question on user data is answered Yes.
    pub fn user_data(&self) -> bool {
        self.is_yes("2.4.a") || self.is_yes("2.4.b")
    }

    /// The modalities of a field: its ticked boxes, or the words in its text. `None` where the field is not there or
    /// could not be read.
    pub fn modalities(&self, id: &str) -> Option<BTreeSet<&'static str>> {
        let field = self.field(id).filter(|f| f.state != State::Unreadable)?;
        let mut out: BTreeSet<&'static str> =
            MODALITIES.into_iter().filter(|m| field.ticked.iter().any(|t| t == m)).collect();
        if out.is_empty() && field.unticked.is_empty() {
            let text = plain(&field.text);
            for (modality, list) in [
                ("text", ["text", "testo"]),
                ("image", ["image*", "immagin*"]),
                ("audio", ["audio", "speech"]),
                ("video", ["video", "videos"]),
            ] {
                if list.iter().any(|p| words::find(p, &text).is_some()) {
                    out.insert(modality);
                }
            }
        }
        Some(out)
    }

    /// What is written beside the boxes of a field: the text without the options' labels, box signs and guidance.
    pub fn beside_boxes(&self, id: &str) -> String {
        let Some(field) = self.field(id) else { return String::new() };
        let mut text = plain(&field.text);
        let guidance = self.book.words.list("guidance-other").iter().map(|g| g.trim_matches('*'));
        for phrase in guidance {
            text = text.replace(phrase, " ");
        }
        if let Some(official) = self.template.field(id) {
            for option in &official.options {
                for label in std::iter::once(&option.label).chain(&option.also) {
                    text = cut_word(&text, &plain(label));
                }
            }
        }
        for word in ["please specify", "images", "other"] {
            text = cut_word(&text, word);
        }
        let kept: String = text.chars().filter(|c| !"☐☑☒✓✔✗✘□■▢▣…".contains(*c)).collect();
        kept.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }

    /// An answer as it is written, shortened.
    pub fn quote(&self, id: &str) -> Words {
        both(self.field(id).map_or("", |f| f.text.as_str()))
    }

    /// A phrase that was found in a field as [`plain`] makes it, as it is written there.
    pub fn as_written(&self, id: &str, phrase: &str) -> String {
        let text = self.field(id).map(|f| words::fold(&f.text)).unwrap_or_default();
        let low = text.to_lowercase();
        let at = if low.len() == text.len() { low.find(phrase) } else { None };
        at.and_then(|at| text.get(at..at + phrase.len())).unwrap_or(phrase).to_owned()
    }

    /// The dates in a field.
    pub fn dates(&self, id: &str) -> Vec<Found> {
        dates::dates(&self.book.words, &self.text(id))
    }

    /// When the model was placed on the Union market: as known, or as the document says.
    pub fn placed(&self) -> Option<Found> {
        match self.known.placed {
            Some(day) => {
                Some(Found { first: day, last: day, shape: dates::Shape::Day, ambiguous: false, start: 0, end: 0 })
            }
            None => self.dates("1.2.c").into_iter().min_by_key(|f| f.first),
        }
    }

    /// The day of the last update.
    pub fn updated(&self) -> Option<Found> {
        self.dates("H.2").into_iter().next()
    }

    /// Whether the field's phrase list has a hit.
    pub fn has(&self, list: &str, text: &str) -> bool {
        self.book.words.has(list, text)
    }

    /// The name of a thing, in both languages.
    pub fn term(&self, name: &str) -> Words {
        self.book.words.term(name)
    }

    /// Names of things in both languages, joined.
    pub fn terms<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Words {
        let all: Vec<Words> = names.into_iter().map(|n| self.term(n)).collect();
        let join = |f: fn(&Words) -> &str, sign: &str| all.iter().map(f).collect::<Vec<_>>().join(sign);
        Words { en: join(|w| &w.en, ", "), zh: join(|w| &w.zh, "、") }
    }

    /// The label of an official question, with what tells it apart.
    pub fn label(&self, id: &str) -> Words {
        both(&self.template.field(id).map_or_else(|| id.to_owned(), gpai_forms::template::Field::full_label))
    }

    /// The web addresses a field has, in its text.
    pub fn links(&self, id: &str) -> Vec<String> {
        self.field(id).map(|f| words::links(&f.text)).unwrap_or_default()
    }

    /// Whether a link that is not printed as text, but stands on the page of a field, shares a word of its path with the
    /// answer. The host says too little: a provider's name stands in the foot of every page.
    pub fn hidden_links(&self, id: &str) -> bool {
        const EVERYWHERE: [&str; 6] = ["data", "model", "models", "datasets", "index", "html"];
        let Some(page) = self.field(id).and_then(|f| f.page) else { return false };
        let text = self.text(id);
        let told: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() >= 4 && !EVERYWHERE.contains(w))
            .collect();
        self.doc.links.iter().filter(|(_, at)| at.is_none_or(|p| p == page)).any(|(target, _)| {
            let target = plain(target);
            let path = target.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
            let path = path.split(['?', '#']).next().unwrap_or_default();
            path.split(|c: char| !c.is_alphanumeric()).any(|w| told.contains(&w))
        })
    }
}

/// A word cut out wherever it stands by itself.
fn cut_word(text: &str, word: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((at, found)) = words::find(word, rest) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push(' ');
        rest = rest.get(at + found.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A stranger's text, shortened, the same in both languages.
pub(super) fn both(text: &str) -> Words {
    let short = words::short(text);
    Words { en: short.clone(), zh: short }
}

/// A whole text, the same in both languages.
pub(super) fn same(text: impl Into<String>) -> Words {
    let text = text.into();
    Words { en: text.clone(), zh: text }
}
