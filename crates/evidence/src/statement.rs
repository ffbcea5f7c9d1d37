//! What is said of the licence, before anybody has decided what it stands for: the reader says the word, `weigh/licence.rs`
//! decides.

use gpai_rules::fact::Source;

use crate::text::Text;

/// One statement on the licence.
#[derive(Clone, Debug)]
pub enum Statement {
    /// The front matter declares a licence.
    Declared {
        /// The value of `license`.
        word: String,
        /// Where.
        source: Source,
        /// The value of `license_name` and where it stands, which counts if the word is `other`.
        name: Option<(String, Source)>,
    },
    /// Metadata of weights name a licence.
    Metadata {
        /// The word.
        word: String,
        /// Where.
        source: Source,
    },
    /// A file holds a licence or a policy.
    Text(Box<LicenceText>),
    /// Sentences of a card that may name the licence of the weights.
    Sentences(Sentences),
    /// A sentence restricts what may be done, or terms keep the Union out.
    Restricted(Box<Restriction>),
}

/// A file with a licence or a policy.
#[derive(Clone, Debug)]
pub struct LicenceText {
    /// The text.
    pub text: Text,
    /// The text in normal form ([`gpai_rules::licence::normalise`]).
    pub normal: String,
    /// What the file is for.
    pub role: Role,
    /// Whether it is the licence of the model, as far as names of files tell.
    pub claims: bool,
    /// What it was recognised as; policies are not compared.
    pub recognised: Recognised,
}

/// What a file is for, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The licence of the model.
    Model,
    /// A licence; of the model unless another file says so.
    Plain,
    /// Terms under another name: a licence if it is a known one.
    Terms,
    /// A licence with a name of its own beside a plain one, as it seems of the model: `LICENSE-NAME`.
    Named,
    /// The licence of the code.
    Code,
    /// The licence of the data.
    Data,
    /// Notices, or the licences of other people's parts.
    Other,
    /// A policy on use, which comes on top of a licence.
    Policy,
}

/// What a text was recognised as, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// It is no text but a name.
    Name(String),
    /// It has the marks of a licence of the list, all the clauses that are known to stand in it or not.
    Marks {
        /// The id of the licence.
        id: String,
        /// Whether all its known clauses are there.
        whole: bool,
    },
    /// It has marks or the title of a licence of the list and is another text.
    Resembles(String),
    /// It has the title of a licence of the list whose text is not known here, so that it cannot be compared.
    Titled(String),
    /// It is a standard text, with changes or without.
    Standard(Likeness),
    /// Nothing known.
    No,
}

/// A standard text that a file is, or resembles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// Its SPDX ids; several where the same text has several names.
    pub ids: Vec<&'static str>,
    /// Where the file says something else, if it does: the first such byte, and the words before and after the change.
    pub edit: Option<(usize, String)>,
}

/// What the prose of one card may say of the licence.
#[derive(Clone, Debug)]
pub struct Sentences {
    /// The card.
    pub file: String,
    /// Clauses that may put something under a licence.
    pub clauses: Vec<Clause>,
    /// Why there is nothing to read, if so.
    pub nothing: Option<&'static str>,
}

/// A sentence that may put something under a licence, in lower case.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its words.
    pub words: String,
    /// Where it stands.
    pub source: Source,
    /// What its heading speaks of.
    pub under: Parts,
    /// Whether it stands under a heading on licences, or is a label or badge for one.
    pub section: bool,
}

/// A sentence that restricts what one may do, or where.
#[derive(Clone, Debug)]
pub struct Restriction {
    /// What it restricts; nothing if it keeps the Union out.
    pub limit: Option<Limit>,
    /// Its words.
    pub words: String,
    /// Where it stands.
    pub source: Source,
}

/// Parts of a release; one sentence may speak of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The weights.
    pub model: bool,
    /// Code around them.
    pub code: bool,
    /// Data, documents, demonstrations.
    pub beside: bool,
    /// Somebody else's model or software.
    pub others: bool,
}

impl Parts {
    /// Nothing is said of which part is meant.
    pub fn unsaid(self) -> bool {
        self == Parts::default()
    }

    /// Adds what else is spoken of.
    pub fn add(&mut self, other: Parts) {
        self.model |= other.model;
        self.code |= other.code;
        self.beside |= other.beside;
        self.others |= other.others;
    }
}

/// What a sentence restricts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// To research, study or another purpose.
    Purpose,
    /// Commercial use is forbidden.
    Commercial,
    /// Commercial use needs another licence or a consent.
    Separate,
    /// Above a number of users, of people or of money another licence is needed.
    Scale,
    /// The weights may not be passed on or changed.
    Rights,
}
