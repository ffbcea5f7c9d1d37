//! The one diagnostic type: stable code, severity, what is wrong, where, which provision, what to do.

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

/// A place in a file of the model folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path relative to the folder.
    pub file: String,
    /// 1-based line.
    pub line: Option<u32>,
    /// 1-based column.
    pub column: Option<u32>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Place { file: file.into(), line: None, column: None }
    }

    /// A line and column of a file.
    pub fn at(file: impl Into<String>, line: u32, column: u32) -> Self {
        Place { file: file.into(), line: Some(line), column: Some(column) }
    }
}

/// One finding. The message is the law book's text for `code`, filled with `details`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Stable code, kebab-case, never reused; explained by `gpai explain CODE`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Values for the `{name}` marks of the message, in the finding's own words.
    pub details: Vec<(String, String)>,
    /// Where it stands, if anywhere.
    pub places: Vec<Place>,
    /// Provisions it rests on.
    pub cites: Vec<String>,
}

impl Finding {
    /// A finding without details, places or citations yet.
    pub fn new(code: &str, severity: Severity) -> Self {
        Finding { code: code.to_owned(), severity, details: Vec::new(), places: Vec::new(), cites: Vec::new() }
    }

    /// Adds a value for the message.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.details.push((name.to_owned(), value.to_string()));
        self
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

    /// The message in one language: the text of the code with its `{marks}` filled.
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((mark, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match self.details.iter().find(|(name, _)| name == mark) {
                Some((_, value)) => out.push_str(value),
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
