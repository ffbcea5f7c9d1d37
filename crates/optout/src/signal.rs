//! What a protocol says: about which purpose, what, where, and how sure its meaning is.

/// What a work may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Training or fine-tuning a generative model.
    Train,
    /// Any text and data mining.
    Tdm,
    /// Input of a model when it answers: retrieval, grounding.
    Input,
    /// A search index with links and short excerpts.
    Search,
}

impl Purpose {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Purpose; 4] = [Purpose::Train, Purpose::Tdm, Purpose::Input, Purpose::Search];

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Train => "TRAIN",
            Purpose::Tdm => "TDM",
            Purpose::Input => "INPUT",
            Purpose::Search => "SEARCH",
        }
    }
}

/// What is said about a purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Reserved.
    Reserved,
    /// Reserved unless terms are met.
    Conditional,
    /// Expressly allowed.
    Granted,
    /// Nothing is said.
    Silent,
    /// Something is there that could not be read.
    Unreadable,
}

impl Value {
    /// How much it holds back: a reading that says more of this is the stricter one.
    #[must_use]
    pub fn strictness(self) -> u8 {
        match self {
            Value::Granted => 0,
            Value::Silent => 1,
            Value::Unreadable => 2,
            Value::Conditional => 3,
            Value::Reserved => 4,
        }
    }

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Value::Reserved => "reserved",
            Value::Conditional => "conditional",
            Value::Granted => "granted",
            Value::Silent => "silent",
            Value::Unreadable => "unreadable",
        }
    }
}

/// How sure it is that the signal means what its value says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A reading, or a use the signal was not made for.
    Low,
    /// A convention without a standard behind it.
    Medium,
    /// The protocol says so in words.
    High,
}

impl Confidence {
    /// One step lower; the lowest stays.
    #[must_use]
    pub fn lower(self) -> Confidence {
        match self {
            Confidence::High => Confidence::Medium,
            Confidence::Medium | Confidence::Low => Confidence::Low,
        }
    }

    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// In what a signal stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A file at a well-known place of the site, such as `/robots.txt`.
    File(String),
    /// A header of the answer, by name as received.
    Header(String),
    /// An element of the page, such as `meta`.
    Element(String),
    /// Metadata inside the file at the address, by their format, such as `XMP`.
    Metadata(String),
}

/// The exact place of a signal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// In what it stands.
    pub source: Source,
    /// Line, counted from 1, where there are lines.
    pub line: Option<u32>,
    /// Column in bytes, counted from 1.
    pub column: Option<u32>,
    /// The words themselves, at most [`Place::TEXT`] characters.
    pub text: String,
}

impl Place {
    /// How much of the text is kept.
    pub const TEXT: usize = 300;

    /// A place with its text, cut where it is too long. Bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn new(source: Source, at: Option<(u32, u32)>, text: &[u8]) -> Place {
        let text = String::from_utf8_lossy(text).chars().take(Self::TEXT).collect();
        Place { source, line: at.map(|(line, _)| line), column: at.map(|(_, column)| column), text }
    }
}

/// What one protocol says about one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Id of the protocol.
    pub protocol: &'static str,
    /// Version of the protocol by which it was read.
    pub version: &'static str,
    /// The purpose.
    pub purpose: Purpose,
    /// What is said about it.
    pub value: Value,
    /// How sure that meaning is.
    pub confidence: Confidence,
    /// Where it stands; `None` for a signal that nothing was said.
    pub place: Option<Place>,
    /// Whom it binds, where it binds only one operator.
    pub operator: Option<&'static str>,
    /// What the same place says by another reading, where there is one; a remark names that reading.
    pub otherwise: Option<Value>,
    /// Remarks, by words that the entry of the protocol explains.
    pub notes: Vec<&'static str>,
}
