//! A document ready to be set: headings, field tables, text and check boxes, without layout. Every format (PDF, DOCX, HTML,
//! Markdown) is written from this one value, so that all of them say the same.
//!
//! Text in it is plain text, never markup; each writer escapes for its own format.

use serde::{Deserialize, Serialize};

/// A whole document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Title, as on the official form where there is one.
    pub title: String,
    /// Line under the title: the model, the version of the document.
    pub subtitle: Option<String>,
    /// BCP 47 tag of the text, such as `en`.
    pub language: String,
    /// Who issues it; goes into the document's metadata as author.
    pub author: Option<String>,
    /// What stands at the foot of each page: form and version, audience.
    pub footer: String,
    /// The day the document states as its date, for metadata; never the day of rendering.
    pub date: Option<jiff::civil::Date>,
    /// Content, in order.
    pub blocks: Vec<Block>,
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// A heading; level 1 is a main section.
    Heading {
        /// 1, 2 or 3.
        level: u8,
        /// Number as the form prints it, such as `2.3`; empty where it has none.
        number: String,
        /// Text.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An explanation that is not part of what the provider states; set apart.
    Note(Vec<Inline>),
    /// A table of fields: label on one side, answer on the other.
    Fields(Vec<Row>),
    /// A table with a header.
    Table(Table),
    /// A table with a header whose cells hold answers, as the form draws it.
    Grid(Grid),
    /// An unordered list.
    List(Vec<Vec<Inline>>),
    /// Places for signatures: name or role under each line.
    Signatures(Vec<String>),
}

/// A field with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Id of the field in its template, such as `2.3.h` or `MDF-11`.
    pub id: String,
    /// Label, as the official form prints it.
    pub label: String,
    /// The form's own guidance, set small; empty where there is none.
    pub hint: String,
    /// The answer, in order.
    pub value: Vec<Piece>,
}

/// Part of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// Text; line feeds separate paragraphs.
    Text(Vec<Inline>),
    /// Check boxes, all options shown.
    Checks(Vec<Check>),
    /// A list, one line each.
    List(Vec<Vec<Inline>>),
    /// A small table inside the answer.
    Table(Table),
    /// Nothing is known: shown as a visible gap, with what is missing.
    Gap(String),
}

/// One check box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Option.
    pub label: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

/// A table with a header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Column titles.
    pub header: Vec<String>,
    /// Rows; each as long as the header.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A table of answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Column titles.
    pub header: Vec<String>,
    /// Rows; each as long as the header, each cell an answer or part of one.
    pub rows: Vec<Vec<Vec<Piece>>>,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// A link; only `https:`, `http:` and `mailto:` targets are written as links, any other as its text.
    Link {
        /// What is shown.
        text: String,
        /// Where it leads.
        target: String,
    },
    /// Where a value came from, set small: `README.md:25`.
    Source(String),
}
