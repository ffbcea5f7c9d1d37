//! What sentences and tables state of sizes and tokens, and what a sentence is read with.

use super::own::Own;
use super::quantity::Quantity;
use super::repeats::Times;
use super::stage::Stage;
use crate::candidates::Counts;

/// What a sentence states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// All parameters.
    Parameters(Quantity),
    /// All parameters, as the value of a label: said of this model, not of a family.
    Labelled(Quantity),
    /// Parameters active for a token.
    Active(Quantity),
    /// Tokens seen in training.
    Tokens(Seen),
}

/// Tokens of one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The amount.
    pub q: Quantity,
    /// Further amounts of the same list, which add up: `3T of text, 1T of code`.
    pub more: Vec<Quantity>,
    /// The sizes of the models it is stated for.
    pub sizes: Vec<Quantity>,
    /// What it counts.
    pub counts: Counts,
    /// Whether it is one of several stages.
    pub adds: bool,
    /// How often they were gone through, if the sentence says so.
    pub times: Option<Times>,
}

/// What a sentence is read with: the headings above it, the names of the model, the stage that the sentence before spoke of.
#[derive(Clone, Copy)]
pub struct Around<'s> {
    /// The headings.
    pub under: &'s str,
    /// The names of the model.
    pub own: &'s Own,
    /// The stage of the sentence before, if it is not the first.
    pub carried: Option<Stage>,
}
