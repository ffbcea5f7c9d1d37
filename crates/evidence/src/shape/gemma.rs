//! Decoders with an embedding for every layer, layers that share keys and values, and global layers of another size.

use super::decoder::{Decoder, PLAIN_LLAMA};
use super::experts::Routed;
use super::parts::{HeadNorm, Heads, embeddings};
use super::sizes::{N, Shape};
use super::tally::Tally;
use crate::node::Node;

const FAMILY: Decoder = Decoder { head_norm: HeadNorm::Head, norms: 4, tied: true, head: Some(256), ..PLAIN_LLAMA };

/// Whether a layer attends to everything before it.
fn is_global(kinds: Option<&[Node]>, layer: usize) -> bool {
    match kinds {
        Some(kinds) => kinds.get(layer).and_then(Node::text) == Some("full_attention"),
        // Without a list, every sixth.
        None => (layer + 1).is_multiple_of(6),
    }
}

/// The width of a layer's perceptron: one for all, or a list.
fn width(shape: &Shape<'_>, layer: usize) -> Result<N, String> {
    match shape.list("intermediate_size") {
        Some(list) => {
            let width = list.get(layer).and_then(Node::whole).filter(|n| (1..=1 << 40).contains(n));
            width.map(N).ok_or("`intermediate_size` has no entry for a layer".to_owned())
        }
        None => shape.size(&["intermediate_size"]),
    }
}

/// Tables with a short vector for each layer and token, and what puts it into the layers.
fn layer_inputs(shape: &Shape<'_>, layers: usize, short: N) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let table = shape.size(&["vocab_size_per_layer_input"])? * short * N(layers as u128);
    let each = hidden * short * 2 + hidden;
    let maps = hidden * short * N(layers as u128) + short;
    Ok(Tally { sure: table + each * N(layers as u128) + maps, looked_up: table, ..Tally::default() })
}

/// Local and global layers of different sizes, some of which share keys and values; experts beside the perceptron.
pub fn fourth(shape: &Shape<'_>) -> Result<Tally, String> {
    let (hidden, layers) = (shape.hidden()?, shape.layers()?);
    let kinds = shape.per_layer("layer_types", layers)?;
    let own_layers = layers.saturating_sub(shared(shape, layers)?);
    let local = Heads::of(shape, FAMILY.head)?;
    let no_values = shape.flag("attention_k_eq_v", false);
    let global = Heads {
        width: shape.size_or(&["global_head_dim"], local.width)?,
        groups: shape.size_or(&["num_global_key_value_heads"], local.groups)?,
        ..local
    };
    let mut all = embeddings(shape, FAMILY.tied)?.plus(hidden);
    for layer in 0..layers {
        let is_global = is_global(kinds, layer);
        // Only layers without values of their own have other groups of keys.
        let groups = if no_values { global.groups } else { local.groups };
        let heads = if is_global { Heads { groups, ..global } } else { local };
        let maps = if is_global && no_values { 1 } else { 2 };
        let keys = (hidden * heads.groups * heads.width * maps + heads.width).when(layer < own_layers);
        let queries = hidden * heads.queries * heads.width * 2 + heads.width;
        let double = shape.flag("use_double_wide_mlp", false) && layer >= own_layers;
        let perceptron = 3 * hidden * width(shape, layer)? * if double { 2 } else { 1 };
        all = all.plus(queries + keys + perceptron + hidden * FAMILY.norms);
    }
    if shape.flag("enable_moe_block", false) {
        let routed = Routed::of(shape)?;
        let width = shape.size(&["moe_intermediate_size", "expert_intermediate_size"])?;
        let router = hidden * routed.number + hidden + routed.number;
        let layer = routed.weights(3 * hidden * width).plus(router + hidden * 3);
        all = all.with(layer.times(N(layers as u128)));
    }
    match shape.maybe(&["hidden_size_per_layer_input"])? {
        Some(short) => Ok(all.with(layer_inputs(shape, layers, short)?)),
        None => Ok(all),
    }
}

/// The last layers that take keys and values from earlier ones.
fn shared(shape: &Shape<'_>, layers: usize) -> Result<usize, String> {
    let shared = shape.maybe(&["num_kv_shared_layers"])?.unwrap_or(N::ZERO);
    Ok(usize::try_from(shared.0).unwrap_or(layers).min(layers))
}

/// Several residual streams, low-rank shortcuts, and an embedding for every layer.
pub fn third_nano(shape: &Shape<'_>) -> Result<Tally, String> {
    let (hidden, layers) = (shape.hidden()?, shape.layers()?);
    let heads = Heads::of(shape, FAMILY.head)?;
    let streams = shape.size_or(&["altup_num_inputs"], N(4))?;
    let rank = shape.size_or(&["laurel_rank"], N(64))?;
    let short = shape.size(&["hidden_size_per_layer_input"])?;
    let shortcut = hidden * rank * 2 + hidden;
    let mixing = hidden * 2 + streams * streams * (streams + N(1)) + streams * hidden;
    // Checkpoints keep keys and values of the layers that share them; the library drops them.
    let keys = hidden * heads.groups * heads.width * 2 + heads.width;
    let sharing = N(shared(shape, layers)? as u128);
    let mut all = embeddings(shape, FAMILY.tied)?.with(layer_inputs(shape, layers, short)?);
    for layer in 0..layers {
        let perceptron = 3 * hidden * width(shape, layer)?;
        let attention = hidden * heads.queries * heads.width * 2 + heads.width + keys;
        all = all.plus(attention + perceptron + hidden * FAMILY.norms + shortcut + mixing);
    }
    let projections = streams.less(N(1)) * hidden * hidden * 2;
    all = all.plus(hidden + projections);
    Ok(Tally { doubtful: all.doubtful + keys * sharing, ..all })
}
