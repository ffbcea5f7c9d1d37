//! What is said of the licence, before anybody has decided what it stands for: the reader says the word, `weigh/licence.rs`
//! decides.

use gpai_rules::fact::Source;

use crate::licence::sentence::{Clause, Restriction};
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
