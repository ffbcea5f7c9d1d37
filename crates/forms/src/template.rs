//! A form as data: its sections and fields, labels as the official form prints them, who may see what, help in both
//! languages. Read from `law/*.toml`; one file is one version of one form, and old versions stay in the book.

use gpai_rules::book::file;
use gpai_rules::law::Words;
use jiff::civil::Date;

use super::reading::Form;

/// The forms built into the program, as they stand in `law/`.
pub const BOOK: [(&str, &str); 11] = [
    file("law/training-summary.toml"),
    file("law/model-documentation.toml"),
    file("law/copyright-policy.toml"),
    file("law/notification.toml"),
    file("law/representative-mandate.toml"),
    file("law/safety-framework.toml"),
    file("law/model-report.toml"),
    file("law/incident-report.toml"),
    file("law/incident-report@2025-11.toml"),
    file("law/gap-analysis.toml"),
    file("law/not-applicable.toml"),
];

/// One version of one form.
#[derive(Clone, Debug)]
pub struct Template {
    /// Kind of document, such as `training-summary`.
    pub kind: String,
    /// Version of the form as its issuer names it, such as `C(2025) 8311`; a record names the one it was written for.
    pub version: String,
    /// The day of this version; the latest one is used for a new document.
    pub edition: Date,
    /// Whether the labels are those of an official form.
    pub official: bool,
    /// Title.
    pub title: Words,
    /// What stands under the title: the provision that asks for it.
    pub subtitle: String,
    /// What the document is for and how to fill it in.
    pub intro: Words,
    /// The document the form was taken from, with its checksum where it is pinned.
    pub source: String,
    /// The day on which the form was last compared with its source.
    pub reread: Date,
    /// Who gets a view of it; the first is the view written if none is asked for.
    pub audiences: Vec<Audience>,
    /// How answers are set.
    pub layout: Layout,
    /// Whether an answer may be a gap that is stated and justified (models placed before 2 August 2025).
    pub legacy_gaps: bool,
    /// Id of the field with the model's name, for the line under the title.
    pub names: Option<String>,
    /// Id of the field with the provider's name, for the document's metadata.
    pub author: Option<String>,
    /// Id of the field with the version of the document.
    pub numbered: Option<String>,
    /// Id of the field with the date of the document.
    pub dated: Option<String>,
    /// Places for signatures, by role.
    pub signatures: Vec<String>,
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// Fields, in order.
    pub fields: Vec<Field>,
    /// Tables that the form draws of several fields.
    pub grids: Vec<GridOf>,
}

/// A table that the form draws of several fields of a section: one row for each option of one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridOf {
    /// Titles of its columns; the first is that of the options.
    pub columns: Vec<String>,
    /// The field whose options are the rows.
    pub marks: String,
    /// The rows: an option, and the field in each further column.
    pub rows: Vec<(String, Vec<String>)>,
}

impl GridOf {
    /// Whether a field has its place in it.
    pub fn has(&self, id: &str) -> bool {
        self.marks == id || self.rows.iter().any(|(_, fields)| fields.iter().any(|f| f == id))
    }
}

/// How the answers of a form are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Label on one side, answer on the other.
    #[default]
    Fields,
    /// Label as a heading, answer as text below it.
    Prose,
}

/// Who reads a document. The order is not one of trust: a view holds what its reader may see and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Everybody.
    Public,
    /// Downstream providers.
    Dp,
    /// National competent authorities, through the AI Office.
    Nca,
    /// The AI Office.
    Aio,
}

impl Audience {
    /// Every audience.
    pub const ALL: [Audience; 4] = [Audience::Public, Audience::Dp, Audience::Nca, Audience::Aio];

    /// The word used in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Audience::Public => "public",
            Audience::Dp => "dp",
            Audience::Nca => "nca",
            Audience::Aio => "aio",
        }
    }

    /// The name printed on a document.
    pub fn title(self) -> &'static str {
        match self {
            Audience::Public => "the public",
            Audience::Dp => "downstream providers",
            Audience::Nca => "national competent authorities",
            Audience::Aio => "the AI Office",
        }
    }

    /// The audience with this word.
    pub fn named(word: &str) -> Option<Self> {
        Audience::ALL.into_iter().find(|a| a.word() == word)
    }
}

/// A section of a form.
#[derive(Clone, Debug)]
pub struct Section {
    /// Id, such as `2.2.1`.
    pub id: String,
    /// Number as printed; empty where there is none.
    pub number: String,
    /// Title as printed.
    pub title: String,
    /// The same title in other forms.
    pub also: Vec<Also>,
    /// 1 for a main section, 2 and 3 below it.
    pub level: u8,
}

/// A label in other words: of a relabelled form, a variant, a draft, or in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// The label.
    pub label: String,
    /// Which form prints it, where that is known.
    pub form: Option<Form>,
    /// Its language, `en` or `it`.
    pub language: String,
}

/// One question of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Id, such as `2.3.h` or `MDF-11b`; the key in a record.
    pub id: String,
    /// Id of its section.
    pub section: String,
    /// Label as the form prints it.
    pub label: String,
    /// What tells it from other fields of the same label, such as the modality of a row.
    pub of: Option<String>,
    /// The same label in other forms.
    pub also: Vec<Also>,
    /// Type of the answer.
    pub shape: Shape,
    /// The options of a choice, in the form's order.
    pub options: Vec<Choice>,
    /// Whether it must be answered.
    pub required: Required,
    /// When a conditional field must be answered: if any of these holds. Empty: the form cannot tell, the provider says so.
    pub when: Vec<Test>,
    /// Whether the row is left out where the condition does not hold.
    pub hide: bool,
    /// Whether `not applicable`, with a reason, is an answer.
    pub na: bool,
    /// Whether rows are set as a table, not one line each.
    pub table: bool,
    /// Who sees it without asking for more. A coarser view never holds the precise variant of a split field. Nobody, where the
    /// form of the law has no place for it: what the provider keeps with the record for itself (`own = true`).
    pub audiences: Vec<Audience>,
    /// The recommended length in words.
    pub words: Option<u32>,
    /// The facts it can be prefilled from.
    pub from: Vec<String>,
    /// Facts that are shown beside the question and never fill it in: the answer is a person's.
    pub hints: Vec<String>,
    /// What logs of other tools say that is shown beside the question, by the words of `prefill::LOGS`.
    pub logs: Vec<String>,
    /// The column of its rows whose shares are also drawn as bars.
    pub chart: Option<String>,
    /// Ids of the rules that check it.
    pub rules: Vec<String>,
    /// Provisions and places of the source.
    pub cites: Vec<String>,
    /// Doubt about the form itself, by id of the law file.
    pub doubt: Option<String>,
    /// How to answer.
    pub help: Words,
}

impl Field {
    /// Whether it is kept with the record and is in no view.
    pub fn is_own(&self) -> bool {
        self.audiences.is_empty()
    }

    /// The label with what tells it apart: `Training data size (Text)`.
    pub fn full_label(&self) -> String {
        match &self.of {
            Some(of) => format!("{} ({of})", self.label),
            None => self.label.clone(),
        }
    }

    /// The option with this word.
    pub fn option(&self, word: &str) -> Option<&Choice> {
        self.options.iter().find(|o| o.word == word)
    }
}

/// Whether a field must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// Always.
    Mandatory,
    /// Where its condition holds.
    Conditional,
    /// Never.
    Optional,
}

impl Required {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Required::Mandatory => "mandatory",
            Required::Conditional => "conditional",
            Required::Optional => "optional",
        }
    }
}

/// Type of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text; line feeds separate paragraphs.
    Text,
    /// Yes or no, nothing third.
    YesNo,
    /// One of the options.
    Choice,
    /// Any of the options.
    Choices,
    /// A day.
    Date,
    /// A month.
    Month,
    /// From a month to a month.
    Period,
    /// A decimal as written, so that its significant figures stay.
    Number {
        /// Fewest significant figures asked for.
        figures: u8,
        /// Unit printed behind it; empty where there is none.
        unit: String,
    },
    /// Texts, one line each.
    List,
    /// Rows with these columns.
    Rows(Vec<Part>),
    /// Several answers in one field.
    Parts(Vec<Part>),
}

impl Shape {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::YesNo => "yes-no",
            Shape::Choice => "choice",
            Shape::Choices => "choices",
            Shape::Date => "date",
            Shape::Month => "month",
            Shape::Period => "period",
            Shape::Number { .. } => "number",
            Shape::List => "list",
            Shape::Rows(_) => "rows",
            Shape::Parts(_) => "parts",
        }
    }
}

/// A column of rows, or a part of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Key in a record.
    pub key: String,
    /// Label; empty where the answer stands alone.
    pub label: String,
    /// Type of the answer; rows inside parts are the deepest nesting.
    pub shape: Shape,
    /// The options of a choice.
    pub options: Vec<Choice>,
    /// Whether it must be there.
    pub required: bool,
    /// What a yes and a no are printed as.
    pub says: Option<(String, String)>,
    /// Whether all options are shown with check boxes, not the chosen one alone.
    pub boxes: bool,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Canonical word: `yes`, `text`, `T2`.
    pub word: String,
    /// Label as printed.
    pub label: String,
    /// The same label in other forms.
    pub also: Vec<String>,
    /// Whether a text must say what is meant (`other`).
    pub specify: bool,
    /// The words of facts that stand for it.
    pub facts: Vec<String>,
    /// For a range: above this amount, a decimal.
    pub above: Option<String>,
    /// For a range: up to this amount, a decimal.
    pub up_to: Option<String>,
}

/// A condition on another answer of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The choice, or yes/no, is this word.
    Is(String, String),
    /// The choices hold this word.
    Has(String, String),
}

impl Test {
    /// The field asked.
    pub fn field(&self) -> &str {
        match self {
            Test::Is(field, _) | Test::Has(field, _) => field,
        }
    }
}

impl std::fmt::Display for Test {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Test::Is(field, word) => write!(f, "{field} is {word}"),
            Test::Has(field, word) => write!(f, "{field} has {word}"),
        }
    }
}

impl Template {
    /// The same form with every answer in the row of its field, whatever the form draws.
    pub fn plain(&self) -> Template {
        Template { layout: Layout::Fields, grids: Vec::new(), ..self.clone() }
    }

    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.id == id)
    }

    /// The section with this id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }
}

/// `law/training-summary.toml` and `law/training-summary@2027.toml` are versions of `training-summary`.
pub(super) fn kind_of(file: &str) -> &str {
    let name = file.strip_prefix("law/").unwrap_or(file);
    let name = name.strip_suffix(".toml").unwrap_or(name);
    name.split('@').next().unwrap_or(name)
}
