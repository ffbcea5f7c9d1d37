//! The parts that networks are made of: maps, norms, heads, embeddings, and what predicts ahead.

use super::sizes::{N, Shape};
use super::tally::Tally;

/// The perceptron of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mlp {
    /// Gate, up and down.
    Gated,
    /// Up and down.
    Plain,
    /// Gate, up and down, each half as wide as the configuration says.
    GatedHalf,
}

/// A layer norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// A factor for each channel.
    Scale,
    /// A factor and a summand.
    ScaleShift,
    /// Nothing to learn.
    Fixed,
}

impl Norm {
    /// The weights of a norm over so many channels.
    pub fn of(self, width: N) -> N {
        match self {
            Norm::Scale => width,
            Norm::ScaleShift => width * 2,
            Norm::Fixed => N::ZERO,
        }
    }
}

/// Norms of queries and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadNorm {
    /// None.
    No,
    /// One as wide as a head, for all heads.
    Head,
    /// One as wide as all heads together.
    All,
    /// The last, if a key says yes.
    AllIf(&'static str),
    /// One with a summand as wide as a head, if a key says yes; the last value is what nothing said means.
    ShiftIf(&'static str, bool),
}

/// Whether a projection has a bias.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    /// No.
    No,
    /// Yes.
    Yes,
    /// As a key says, or what nothing said means.
    If(&'static str, bool),
}

impl Bias {
    /// Whether it is there.
    pub fn of(self, shape: &Shape<'_>) -> bool {
        match self {
            Bias::No => false,
            Bias::Yes => true,
            Bias::If(key, unsaid) => shape.flag(key, unsaid),
        }
    }
}

/// Embeddings at both ends.
pub fn embeddings(shape: &Shape<'_>, tied: bool) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let table = shape.size(&["vocab_size", "padded_vocab_size"])? * hidden;
    if shape.tied(tied) {
        return Ok(Tally::of(table));
    }
    Ok(Tally { sure: table * 2, looked_up: table, ..Tally::default() })
}

/// A linear map with or without a bias.
pub fn linear(from: N, to: N, bias: bool) -> N {
    from * to + to.when(bias)
}

/// Widths in grouped attention.
#[derive(Clone, Copy, Debug)]
pub struct Heads {
    /// Heads of queries.
    pub queries: N,
    /// Heads of keys and of values.
    pub groups: N,
    /// Width of a head.
    pub width: N,
}

impl Heads {
    /// From the usual keys.
    pub fn of(shape: &Shape<'_>, unsaid: Option<u128>) -> Result<Self, String> {
        let queries = shape.heads()?;
        let mut groups = shape.size_or(&["num_key_value_heads", "num_kv_heads", "multi_query_group_num"], queries)?;
        if shape.flag("multi_query", false) && shape.maybe(&["multi_query_group_num", "num_kv_heads"])?.is_none() {
            groups = N(1);
        }
        let shared_out = shape.hidden()?.over(queries);
        let width = shape.size_or(&["head_dim", "kv_channels"], unsaid.map_or(shared_out, N))?;
        Ok(Heads { queries, groups, width })
    }

    /// Query, key, value and output matrices.
    pub fn weights(&self, hidden: N, qkv_bias: bool, out_bias: bool) -> N {
        let (queries, groups) = (self.queries * self.width, self.groups * self.width);
        linear(hidden, queries + groups * 2, qkv_bias) + linear(queries, hidden, out_bias)
    }
}

/// Layers that predict several tokens ahead. They are no part of the usual total, but checkpoints may hold them: each a
/// layer like the last, a map from two states to one, and, in some, copies of both embeddings.
pub fn ahead(shape: &Shape<'_>, last: Tally) -> Result<N, String> {
    let number = shape.maybe(&[
        "num_nextn_predict_layers",
        "num_mtp_modules",
        "num_mtp_layers",
        "mtp_num_hidden_layers",
        "mtp_num_layers",
    ])?;
    let Some(number) = number else { return Ok(N::ZERO) };
    let hidden = shape.hidden()?;
    let copies = shape.size(&["vocab_size"])? * hidden * 2;
    Ok((last.sure + hidden * hidden * 2 + hidden * 4 + copies) * number)
}
