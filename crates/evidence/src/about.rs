//! What is known of a model from elsewhere, before its folder is read.

use std::collections::BTreeSet;

use gpai_rules::fact::Source;
use gpai_rules::number::Interval;

/// What is known of the model from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its name: that of the repository or folder, or the answer. Where a card speaks of several sizes, a size in the name
    /// says which one is meant.
    pub name: Option<String>,
    /// Whether somebody gave it that name: an answer, or the Hub. The name of a folder on disk may be anything.
    pub named: bool,
    /// The model it was made from.
    pub base: Option<Given>,
    /// What a person says of the logs of energy.
    pub energy: EnergyAnswers,
}

/// Answers on the logs of energy.
#[derive(Clone, Debug, Default)]
pub struct EnergyAnswers {
    /// `energy.machines`: how many machines there were.
    pub machines: Option<u64>,
    /// `energy.covers`: what was measured.
    pub covers: Option<BTreeSet<String>>,
}

/// What is known of the base from its own folder; it goes before the bundled table.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// Its training compute in FLOP.
    pub flop: Option<Interval>,
    /// Its licence, as an id or as it is written.
    pub licence: Option<String>,
    /// Where the compute stands.
    pub source: Source,
}
