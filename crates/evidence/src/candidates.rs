//! Statements that only count together: parameters, tokens, modalities, the licence. A reader adds, nobody takes away.

use std::collections::BTreeSet;

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Place};
use gpai_rules::number::{Interval, Number};

use crate::found::LookedAt;
use crate::limits;
use crate::statement::Statement;

/// How a number of parameters was got; the first is trusted most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Counted in the weights.
    Counted,
    /// Computed from the shape of the model.
    Computed,
    /// Stated as the value of a label.
    Labelled,
    /// Stated in prose or a table.
    Stated,
}

/// One amount with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The value itself.
    pub best: Number,
    /// What the statement allows.
    pub within: Interval,
    /// How it was got.
    pub basis: Basis,
    /// Where.
    pub source: Source,
}

/// What a number of tokens counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// Tokens that training went through.
    Seen,
    /// Tokens that a data set holds; training may have gone through it more than once.
    Held,
    /// Tokens that there were to choose from.
    Pool,
    /// Tokens of a stage that came on top of what is counted elsewhere.
    Later,
}

/// A number of tokens, with the size of the model it is stated for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// The value itself.
    pub best: Number,
    /// What the statement allows.
    pub within: Interval,
    /// The least that was counted, where the value is a sum or a multiple: the largest part, one pass.
    pub least: Option<Number>,
    /// Digits that were stated: `11.2` is more exact than `11`.
    pub digits: usize,
    /// The size of the model it is stated for, if a size stands with it.
    pub size: Option<Number>,
    /// What it counts.
    pub counts: Counts,
    /// Whether it is one of several stages whose sum may be what the model saw.
    pub adds: bool,
    /// Where.
    pub source: Source,
}

/// How often training went through its data, said without the number of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// How often; nothing if it was more than once and nobody says how often.
    pub times: Option<u32>,
    /// Where.
    pub source: Source,
}

/// Inputs or outputs, claimed unless the model may be narrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modality {
    /// `model.inputs` or `model.outputs`.
    pub fact: &'static str,
    /// At least these.
    pub words: BTreeSet<&'static str>,
    /// Where.
    pub source: Source,
}

/// What part of a model's training an amount of compute or of hours covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// All training of this model, or its pre-training, which is nearly all of it.
    Training,
    /// One run that a trainer recorded; where the model has a base, the modification.
    Run,
    /// Other models too: a collection, a project.
    Collection,
    /// Runs that were counted while they ran, with what they began from.
    Counted {
        /// Whether they began without weights of any model.
        scratch: bool,
    },
}

/// Training compute in FLOP that a file states (`3.8e25 FLOPs`) or recorded (`total_flos`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flops {
    /// The value itself.
    pub best: Number,
    /// What the statement allows.
    pub within: Interval,
    /// What it covers.
    pub part: Part,
    /// The size of the model it is stated for, if a size stands with it.
    pub size: Option<Number>,
    /// Samples that a trainer went through at least, where it recorded them: no amount can be below what they take.
    pub steps: Option<u128>,
    /// Where.
    pub source: Source,
}

/// Time on accelerators: units times hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceHours {
    /// The value itself, in hours of one accelerator; nothing where only its bounds are known.
    pub best: Option<Number>,
    /// What the statement allows.
    pub within: Interval,
    /// The accelerator as it is written (`H100-80GB`), if it is named.
    pub device: Option<String>,
    /// Utilisation in percent of the peak, if it is stated.
    pub utilisation: Option<Number>,
    /// What it covers.
    pub part: Part,
    /// The size of the model it is stated for, if a size stands with it.
    pub size: Option<Number>,
    /// The tokens that the time was spent on, if it is said; the model may have seen more.
    pub tokens: Option<Number>,
    /// Where.
    pub source: Source,
}

/// How a model was made from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Small matrices beside the base's weights.
    Adapter,
    /// The same weights with fewer bits.
    Quantised,
    /// Training went on from the base's weights.
    FineTuned,
    /// Weights of several models together.
    Merged,
    /// Trained on another model's outputs.
    Distilled,
    /// Parts of the base were taken out.
    Pruned,
    /// Made from it, nothing said of how.
    Unstated,
}

/// A model that this one was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// As it is written: `org/model`.
    pub name: String,
    /// How.
    pub relation: Relation,
    /// Where.
    pub source: Source,
}

/// The types of the weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types {
    /// Their names, as a set.
    pub value: Value,
    /// Where.
    pub source: Source,
    /// If these are the only weights: why the model counts as made from another one, and where.
    pub derived: Option<(&'static str, Source)>,
}

/// A size that counts only where no better one is known, and what is said in either case.
#[derive(Clone, Debug)]
pub struct Spare {
    /// It counts unless somebody whose word goes first has a number of all parameters got like this, or in a better way.
    pub unless: Basis,
    /// What is noted instead if it does not count: file, reader, words.
    pub instead: Option<LookedAt>,
    /// What is noted if it counts.
    pub note: Option<LookedAt>,
    /// What is found if it counts.
    pub finding: Option<Finding>,
    /// All parameters.
    pub parameters: Option<Amount>,
    /// Parameters active for a token.
    pub active: Option<Amount>,
    /// Whether the model is a mixture of experts.
    pub experts: bool,
    /// Whether its shape is known and holds no experts, if that is said.
    pub dense: Option<bool>,
}

impl Spare {
    /// Nothing yet, for a size of a basis.
    pub fn new(unless: Basis) -> Self {
        Spare {
            unless,
            instead: None,
            note: None,
            finding: None,
            parameters: None,
            active: None,
            experts: false,
            dense: None,
        }
    }
}

/// What a log of another tool says of the model itself: one word beside others, and of another model perhaps.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The model that the log names.
    pub model: Option<String>,
    /// Its size.
    pub parameters: Option<Number>,
    /// Tokens that it saw.
    pub tokens: Option<Number>,
    /// The types of its weights.
    pub types: Option<Value>,
    /// Where.
    pub source: Source,
}

impl Logged {
    /// A size.
    pub fn parameters(size: Number, source: Source, model: Option<String>) -> Self {
        Logged { model, parameters: Some(size), tokens: None, types: None, source }
    }

    /// Tokens.
    pub fn tokens(tokens: Number, source: Source) -> Self {
        Logged { model: None, parameters: None, tokens: Some(tokens), types: None, source }
    }

    /// Types of weights.
    pub fn types(types: Value, source: Source, model: Option<String>) -> Self {
        Logged { model, parameters: None, tokens: None, types: Some(types), source }
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// What logs of other tools say of the model.
    pub logged: Vec<Logged>,
    /// Training compute, stated or recorded.
    pub flops: Vec<Flops>,
    /// Time on accelerators.
    pub hours: Vec<DeviceHours>,
    /// Models that this one was made from.
    pub bases: Vec<Base>,
    /// The same from a tool that copies what the card of its own input names, which is the base of the base: they count
    /// where nobody whose word goes first names one.
    pub copied: Vec<Base>,
    /// Numbers of all parameters.
    pub parameters: Vec<Amount>,
    /// Numbers of parameters active for a token.
    pub active: Vec<Amount>,
    /// Sizes that count only where nothing better is known.
    pub spares: Vec<Spare>,
    /// Numbers of tokens seen in training.
    pub tokens: Vec<Tokens>,
    /// How often training went through its data.
    pub repeats: Vec<Repeat>,
    /// An upper bound on tokens from schedules, several added up; a plan, not what was done.
    pub planned: Option<(Number, Source)>,
    /// Inputs and outputs.
    pub modalities: Vec<Modality>,
    /// Types of the weights.
    pub types: Option<Types>,
    /// What is said of the licence.
    pub statements: Vec<Statement>,
    /// Signs that the folder is one of a data set: why, and where.
    pub data_sets: Vec<(String, Place)>,
    /// Whether the model is a mixture of experts.
    pub experts: bool,
    /// Whether its shape is known and holds no experts, if that is said.
    pub dense: Option<bool>,
    /// Where the folder speaks of other models' compute: synthetic data, distillation, merged weights (Guidelines 120, 121).
    pub others_compute: Option<Source>,
    /// The size in the title of the card: of several sizes it says which one is meant.
    pub titled: Option<Number>,
    /// Whether the model takes more than text, and nothing says that it was trained from the start.
    pub takes_more: bool,
    /// Where the folder says that training went on from weights that were there already.
    pub continued: Option<Source>,
    /// Where the folder says that the model is a diffusion model.
    pub diffusion: Option<Source>,
    /// Where the card says that the model is one of a field whose outputs are neither language nor pictures.
    pub field: Option<Source>,
    /// Where a tag says so.
    pub silent_tag: Option<Source>,
    /// Whether words of the card speak of language or pictures that come out, perhaps of another model.
    pub speaks: bool,
    /// Whether the model may be narrow.
    pub narrow: bool,
    /// Why the model is made from another one.
    pub derived: Option<(String, Source)>,
}

/// Adds to a list up to the bound; whether there was room.
pub fn keep<T>(list: &mut Vec<T>, item: T) -> bool {
    let room = list.len() < limits::CANDIDATES;
    if room {
        list.push(item);
    }
    room
}

impl Candidates {
    /// The model is made from another one; the first reason is kept.
    pub fn derive(&mut self, why: impl Into<String>, source: Source) {
        if self.derived.is_none() {
            self.derived = Some((why.into(), source));
        }
    }

    /// An upper bound on tokens; plans of several stages are one upper bound together.
    pub fn plan(&mut self, tokens: Number, source: Source) {
        self.planned = Some(match self.planned.take() {
            Some((other, first)) => (other.plus(&tokens), first),
            None => (tokens, source),
        });
    }
}

/// An interval of some percent around a value.
pub fn around(best: &Number, low: u32, high: u32) -> Interval {
    // Four figures are more than such a margin means.
    Interval {
        low: best.percent(low).significant(4),
        best: Some(best.clone()),
        high: best.percent(high).significant(4),
    }
}

/// Whether two amounts agree within so many percent of the first.
pub fn agree(a: &Number, b: &Number, percent: u32) -> bool {
    a.percent(100u32.saturating_sub(percent)) <= *b && *b <= a.percent(100 + percent)
}

/// The smallest interval that holds all; `best` stays open unless there is one.
pub fn hull<'a>(intervals: impl IntoIterator<Item = &'a Interval>) -> Option<Interval> {
    intervals.into_iter().cloned().reduce(|a, b| Interval {
        low: a.low.min(b.low),
        high: a.high.max(b.high),
        best: if a.best == b.best { a.best } else { None },
    })
}
