//! An estimate of training compute: by which method, of what, how much, and what it rests on.

use gpai_rules::fact::Source;
use gpai_rules::number::{Interval, Number};

/// How an estimate was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Counted while the model was trained (gpai-training-run.json).
    Run,
    /// The repository states the amount.
    Stated,
    /// Six times parameters times tokens (Guidelines 132).
    SixPd,
    /// Units, time, peak rate and utilisation (Guidelines 126–129).
    Hardware,
    /// The trainer counted operations (`total_flos`).
    Recorded,
    /// Training of the base model plus the modification.
    BasePlus,
}

impl Method {
    /// The word used in facts and in machine output.
    pub fn word(self) -> &'static str {
        match self {
            Method::Run => "training-run",
            Method::Stated => "stated",
            Method::SixPd => "6PD",
            Method::Hardware => "NLHU",
            Method::Recorded => "total_flos",
            Method::BasePlus => "base+modification",
        }
    }
}

/// What an estimate is an estimate of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// The training of this model.
    Training,
    /// What was done to a base model.
    Modification,
    /// Several models together, or it is not clear which: shown, not used.
    Unplaced,
}

impl Of {
    /// The word used in machine output.
    pub fn word(self) -> &'static str {
        match self {
            Of::Training => "training",
            Of::Modification => "modification",
            Of::Unplaced => "unplaced",
        }
    }
}

/// One quantity that an estimate rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// `parameters`, `tokens`, `hours`, `peak`, `utilisation`, `base`, `modification`, `flop`.
    pub name: &'static str,
    /// The amount as people read it, with its unit.
    pub value: String,
    /// Where it stands; `None` for what the method assumes.
    pub source: Option<Source>,
}

/// One estimate, in FLOP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// How.
    pub method: Method,
    /// Of what.
    pub of: Of,
    /// The amount with its error.
    pub value: Interval,
    /// What it rests on.
    pub inputs: Vec<Input>,
}

impl Estimate {
    /// Where the estimate stands: the first input that has a place.
    pub fn source(&self) -> Option<&Source> {
        self.inputs.iter().find_map(|i| i.source.as_ref())
    }

    /// The order in which estimates are shown.
    pub(crate) fn sort_key(&self) -> (Of, Method, Option<Source>, String) {
        (self.of, self.method, self.source().cloned(), self.value.to_string())
    }
}

/// `N·L·H·U`: units times hours, peak in FLOP per second, utilisation in percent (Guidelines 126).
pub fn nlhu(hours: &Number, peak: &Number, utilisation: &Number) -> Number {
    let hundredth = hours.times_u(3600).times(peak).times(utilisation);
    hundredth.percent(1)
}

/// `6·P·D` (Guidelines 132).
pub fn six_pd(parameters: &Number, tokens: &Number) -> Number {
    parameters.times(tokens).times_u(6)
}
