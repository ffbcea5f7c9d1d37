//! The one diagnostic type: stable code, severity, what is wrong, where, which provision, what to do. It serves what the
//! model folder gives reason to say and, with a case and a field, what a rule finds in a document.

pub use crate::detail::{Detail, Term};
use crate::fact::Source;
use crate::words::Language;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something that must be mended.
    Error,
    /// Something that may change the answer or the duty.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// A place in a file of the model folder, or in a document that is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path relative to the folder; empty for the one document that is checked.
    pub file: String,
    /// 1-based line.
    pub line: Option<u32>,
    /// 1-based column.
    pub column: Option<u32>,
    /// 1-based page, where the format has pages.
    pub page: Option<u32>,
    /// Id of the field of a form, `document` for the whole, a section's number where that is absent.
    pub field: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Place { file: file.into(), ..Place::default() }
    }

    /// A line and column of a file.
    pub fn at(file: impl Into<String>, line: u32, column: u32) -> Self {
        Place { line: Some(line), column: Some(column), ..Place::file(file) }
    }

    /// Where a source stands.
    pub fn of(source: &Source) -> Self {
        Place { line: source.line, column: source.column, ..Place::file(&source.file) }
    }

    /// A field of the document that is checked, with the page and the line where it was read.
    pub fn field(id: impl Into<String>, page: Option<u32>, line: Option<u32>) -> Self {
        Place { page, line, field: Some(id.into()), ..Place::default() }
    }
}

/// One finding. The message is the law book's text for `code`, filled with `details`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Stable code, kebab-case, never reused; explained by `gpai explain CODE`.
    pub code: String,
    /// Which case of the rule, for a rule on documents.
    pub case: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// Values for the `{name}` marks of the message.
    pub details: Vec<(String, Detail)>,
    /// Where it stands, if anywhere.
    pub places: Vec<Place>,
    /// Provisions it rests on.
    pub cites: Vec<String>,
}

impl Finding {
    /// A finding without details, places or citations yet.
    pub fn new(code: &str, severity: Severity) -> Self {
        Finding {
            code: code.to_owned(),
            case: None,
            severity,
            details: Vec::new(),
            places: Vec::new(),
            cites: Vec::new(),
        }
    }

    /// Names the case of the rule.
    pub fn case(mut self, case: impl Into<String>) -> Self {
        self.case = Some(case.into());
        self
    }

    /// Adds a value for the message, printed the same in every language.
    pub fn with(self, name: &str, value: impl ToString) -> Self {
        self.detail(name, Detail::Text(value.to_string()))
    }

    /// Adds a value for the message that is data, or one text for each language.
    pub fn detail(mut self, name: &str, value: Detail) -> Self {
        self.details.push((name.to_owned(), value));
        self
    }

    /// The field of the document that it is about; empty for what a model folder gives reason to say.
    pub fn field(&self) -> &str {
        self.places.first().and_then(|p| p.field.as_deref()).unwrap_or_default()
    }

    /// The page of the document, where it has pages.
    pub fn page(&self) -> Option<u32> {
        self.places.first().and_then(|p| p.page)
    }

    /// The line of the document, where it is a text.
    pub fn line(&self) -> Option<u32> {
        self.places.first().and_then(|p| p.line)
    }

    /// Moves it to a page of the document.
    pub fn put_on_page(&mut self, page: Option<u32>) {
        if let Some(place) = self.places.first_mut() {
            place.page = page;
        }
    }

    /// The value of a mark.
    pub fn value(&self, name: &str) -> Option<&Detail> {
        self.details.iter().find(|(mark, _)| mark == name).map(|(_, value)| value)
    }

    /// The terms of the licence that it speaks of; empty where it speaks of none.
    pub fn terms(&self) -> &[Term] {
        let value = self.details.iter().map(|(_, value)| value).find(|value| matches!(value, Detail::Terms(..)));
        match value {
            Some(Detail::Terms(terms, _)) => terms,
            _ => &[],
        }
    }

    /// Adds a place.
    pub fn place(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// Adds a citation.
    pub fn cite(mut self, cite: impl Into<String>) -> Self {
        self.cites.push(cite.into());
        self
    }

    /// A text with its `{marks}` filled; values that differ by language in English.
    pub fn fill(&self, text: &str) -> String {
        self.fill_in(text, Language::English)
    }

    /// A text of a language with its `{marks}` filled.
    pub fn fill_in(&self, text: &str, language: Language) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            // A mark is one word; other braces are text, such as an example of `gpai.toml`.
            let word = |mark: &str| mark.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            let Some((mark, tail)) = after.split_once('}').filter(|(mark, _)| word(mark)) else {
                out.push('{');
                rest = after;
                continue;
            };
            match self.value(mark) {
                Some(value) => out.push_str(value.text(language)),
                None => out.push('…'),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

/// What checking the document named by a fact gave. The check itself is done where documents are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentCheck {
    /// The fact that names the document, such as `documents.training_summary`.
    pub fact: String,
    /// What was read, where that is not the document named: the record it is written from.
    pub judged: Option<String>,
    /// How it came out.
    pub outcome: CheckOutcome,
    /// The record, where it says something else than the document that was written from it.
    pub stale: Option<String>,
}

/// How the check of a document came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckOutcome {
    /// Nothing of what the form asks for was found wanting.
    Sound {
        /// How many warnings there are.
        warnings: usize,
    },
    /// Something that has to be there is not, or contradicts itself.
    Deficient {
        /// Codes of the errors, sorted, each once.
        codes: Vec<String>,
        /// How many errors there are.
        errors: usize,
    },
    /// Questions of its form that must be answered are not; their ids, in the form's order.
    Incomplete(Vec<String>),
    /// It could not be read or judged, and why.
    Unread(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::words::Words;

    #[test]
    fn braces_that_are_no_mark_stay() {
        let finding = Finding::new("x", Severity::Info).with("fact", "a.b");
        let fill = |text: &str| finding.fill_in(text, crate::words::Language::English);
        assert_eq!(fill("{fact} = { value = true, by = \"…\" } or {none}"), "a.b = { value = true, by = \"…\" } or …");
        assert_eq!(fill("{ {fact}"), "{ a.b");
    }

    #[test]
    fn marks_are_filled_in_the_language_and_data_stays_data() {
        let both = Words { en: "two boxes".to_owned(), zh: "两个方框".to_owned() };
        let term = |word: &str, phrase: Option<&str>| Term { word: word.to_owned(), phrase: phrase.map(str::to_owned) };
        let finding = Finding::new("TS-101", Severity::Warning)
            .case("several")
            .detail("what", Detail::Words(both))
            .detail("many", Detail::count(2))
            .detail("fields", Detail::names(["1.1.a", "1.1.b"]))
            .detail("terms", Detail::terms(vec![term("user_scale", Some("more than")), term("geographic", None)]))
            .place(Place::field("1.1.a", Some(3), None));
        let text = "{what}: {many} of {fields} {nothing} {terms}";
        assert_eq!(finding.fill(text), "two boxes: 2 of 1.1.a, 1.1.b … user_scale (\"more than\"); geographic");
        assert_eq!(finding.fill_in("{what}", Language::Chinese), "两个方框");
        assert_eq!(finding.terms().iter().map(|t| t.word.as_str()).collect::<Vec<_>>(), ["user_scale", "geographic"]);
        assert_eq!((finding.field(), finding.value("many").map(Detail::as_str)), ("1.1.a", Some("2")));
        // What is printed alike is alike.
        assert_eq!(Detail::count(2), Detail::Text("2".to_owned()));
    }
}
