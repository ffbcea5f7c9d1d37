//! What a session of `gpai ask` works on, and how far it asks.

use gpai_dossier::answer_file::AnswerFile;
use gpai_rules::compile::Engine;
use gpai_rules::fact::Facts;
use gpai_rules::law::{Language, Law};
use jiff::civil::Date;

/// What a session works on.
pub struct Setting<'a> {
    /// The law.
    pub law: &'a Law,
    /// The law of the day, compiled.
    pub engine: &'a Engine<'a>,
    /// Language of texts.
    pub lang: Language,
    /// The day written beside a judgement.
    pub today: Date,
    /// What the files of the model say.
    pub evidence: Facts,
    /// `NAME=VALUE` answers of the command line.
    pub set: Vec<String>,
    /// Where answers are kept.
    pub file: AnswerFile,
    /// Whether the conclusions that a person may judge as a whole come first.
    pub expert: bool,
    /// How far to ask.
    pub extent: Extent,
}

/// How far a session asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Only what people know of themselves: what they did, what comes out, how people get it.
    Presets,
    /// What can still change whether a duty is owed, or by when.
    Owed,
    /// On where no duty is owed in any case.
    All,
}
