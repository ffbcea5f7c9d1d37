//! What was counted of one run: products of matrices, by what they were for.

use gpai_rules::number::Number;

/// Compute by the shape of the model, in FLOP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Products with weights, forth and back.
    pub layers: Number,
    /// Products within attention, both halves of the square.
    pub attention: Number,
    /// The same of rows that hold several texts, as if each were one text: at most.
    pub attention_at_most: Number,
    /// What was computed twice to save memory.
    pub recomputed: Number,
    /// Passes without an update: a reference model, generation.
    pub without_update: Number,
    /// Whether the shape was known from the configuration; otherwise every matrix of the weights was counted once.
    pub of_config: bool,
}

impl Shape {
    /// What updated parameters.
    pub fn matrices(&self) -> Number {
        self.layers.plus(&self.attention)
    }
}
