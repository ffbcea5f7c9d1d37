//! Mixtures of experts: which layers have them, how wide they are, and what one token uses of them.

use super::parts::{Mlp, linear};
use super::sizes::{N, Shape};
use super::tally::Tally;
use crate::node::Node;

/// Under which key the width of an expert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// The family has no experts.
    None,
    /// `moe_intermediate_size`; `intermediate_size` is that of layers without experts.
    Own,
    /// `intermediate_size`.
    Same,
    /// `intermediate_size`, with one shared expert of that width; layers without experts have `intermediate_size_mlp`.
    SameAndShared,
    /// `intermediate_size`, with a bias in every map.
    Biased,
}

/// Keys of the number of experts.
pub const NUMBER: [&str; 5] =
    ["n_routed_experts", "num_experts", "num_local_experts", "moe_num_experts", "moe_num_routed_experts"];
/// Keys of the number of experts that a token uses.
pub const CHOSEN: [&str; 7] = [
    "num_experts_per_tok",
    "num_experts_per_token",
    "experts_per_token",
    "moe_top_k",
    "top_k_experts",
    "moe_k",
    "moe_topk",
];
/// Keys of the width of layers without experts, the most particular first.
pub const DENSE: [&str; 3] = ["intermediate_size_mlp", "dense_intermediate_size", "intermediate_size"];

/// Whether a part has several experts.
pub fn has_several(shape: &Shape<'_>) -> bool {
    NUMBER.iter().filter_map(|k| shape.get(k)).any(|v| v.whole().is_some_and(|n| n > 1))
}

/// The experts of a layer.
#[derive(Clone, Copy, Debug)]
pub struct Routed {
    /// How many there are.
    pub number: N,
    /// How many a token uses.
    pub chosen: N,
}

impl Routed {
    /// From the usual keys.
    pub fn of(shape: &Shape<'_>) -> Result<Self, String> {
        let (number, chosen) = (shape.size(&NUMBER)?, shape.size(&CHOSEN)?);
        if chosen > number {
            return Err("more experts are chosen for a token than there are".to_owned());
        }
        Ok(Routed { number, chosen })
    }

    /// All experts, each of so many weights.
    pub fn weights(&self, each: N) -> Tally {
        Tally {
            sure: each * self.number,
            idle: each * self.number.less(self.chosen),
            experts: true,
            ..Tally::default()
        }
    }
}

/// A layer's experts, router and shared experts.
pub fn layer(shape: &Shape<'_>, kind: Width, mlp: Mlp) -> Result<Tally, String> {
    let routed = Routed::of(shape)?;
    let hidden = shape.hidden()?;
    let width = match kind {
        Width::Own => shape.size(&["moe_intermediate_size"])?,
        _ => shape.size(&["intermediate_size", "ffn_hidden_size"])?,
    };
    let biased = kind == Width::Biased;
    let ups = if mlp == Mlp::Plain { 1 } else { 2 };
    let map = |width: N| linear(hidden, width, biased) * ups + linear(width, hidden, biased);
    let shared = match kind {
        Width::SameAndShared => map(width),
        _ => shared(shape, width)?.map_or(N::ZERO, map),
    };
    // The shared expert of this key has a gate of its own.
    let gate = hidden.when(shape.maybe(&["shared_expert_intermediate_size"])?.is_some());
    let router = linear(hidden, routed.number, biased);
    Ok(routed.weights(map(width)).plus(shared + gate + router))
}

/// The width of all shared experts together.
pub fn shared(shape: &Shape<'_>, width: N) -> Result<Option<N>, String> {
    let stated = ["shared_expert_intermediate_size", "moe_shared_expert_intermediate_size", "shared_intermediate_size"];
    if let Some(all) = shape.maybe(&stated)? {
        return Ok(Some(all));
    }
    let number =
        shape.maybe(&["n_shared_experts", "num_shared_experts", "moe_num_shared_experts", "num_shared_expert"])?;
    Ok(number.map(|n| n * width))
}

/// How many layers have experts.
pub fn layers(shape: &Shape<'_>, layers: usize) -> Result<usize, String> {
    if let Some(kinds) = shape.per_layer("mlp_layer_types", layers)? {
        return Ok(kinds.iter().filter(|k| k.text() != Some("dense")).count());
    }
    if let Some(listed) = shape.list("moe_layers") {
        let own = |n: &&Node| n.whole().is_some_and(|i| i < layers as u128);
        return Ok(listed.iter().filter(own).count());
    }
    if let Some(flags) = shape.per_layer("moe_layer_freq", layers)? {
        return Ok(flags.iter().filter(|f| f.whole() == Some(1)).count());
    }
    let number = |keys: &[&str], unsaid: u128| shape.size_or(keys, N(unsaid));
    if let Some(period) = shape.maybe(&["expert_layer_period"])? {
        let offset = number(&["expert_layer_offset"], 0)?;
        return Ok((0..layers).filter(|i| (*i as u128).checked_rem(period.0) == Some(offset.0)).count());
    }
    let first = number(&["first_k_dense_replace", "moe_layer_start_index", "num_dense_layers"], 0)?;
    let last = shape.maybe(&["moe_layer_end_index"])?.unwrap_or(N(layers as u128));
    let every = number(&["moe_layer_freq"], 1)?;
    let step = number(&["decoder_sparse_step", "interleave_moe_layer_step", "moe_layer_interval"], 1)?;
    let dense: Vec<u128> = shape.list("mlp_only_layers").unwrap_or_default().iter().filter_map(Node::whole).collect();
    let sparse = |i: &usize| {
        let i = *i as u128;
        let divides = |n: u128, by: N| by.0 != 0 && n.checked_rem(by.0) == Some(0);
        i >= first.0 && i <= last.0 && divides(i, every) && divides(i + 1, step) && !dense.contains(&i)
    };
    // A list of dense layers longer than the model has layers says nothing more.
    if dense.len() > layers {
        return Err("`mlp_only_layers` has more entries than there are layers".to_owned());
    }
    Ok((0..layers).filter(sparse).count())
}
