//! Decoders with key names of their own.

use super::decoder::{Decoder, PLAIN_LLAMA};
use super::experts::Routed;
use super::parts::{Bias, Mlp, Norm, embeddings, linear};
use super::sizes::{N, Shape};
use super::tally::Tally;

/// Attention and perceptron side by side, keys shared by all heads or by groups.
pub fn falcon(shape: &Shape<'_>) -> Result<Tally, String> {
    let (hidden, heads) = (shape.hidden()?, shape.heads()?);
    let grouped = shape.maybe(&["num_kv_heads", "n_head_kv"])?;
    // Of the two names before the library took the family in, one has groups.
    let new = shape.flag("new_decoder_architecture", shape.kind == "RefinedWeb" && grouped.is_some());
    let one = shape.flag("multi_query", shape.kind != "RefinedWeb");
    let groups = if new {
        grouped.unwrap_or(heads)
    } else if one {
        N(1)
    } else {
        heads
    };
    let head = hidden.over(heads);
    let bias = shape.flag("bias", false);
    let inner = shape.size_or(&["ffn_hidden_size"], hidden * 4)?;
    let norms = match shape.maybe(&["num_ln_in_parallel_attn"])? {
        Some(norms) if new => norms,
        _ if new || !shape.flag("parallel_attn", true) => N(2),
        _ => N(1),
    };
    let attention = linear(hidden, (heads + groups * 2) * head, bias) + linear(heads * head, hidden, bias);
    let layer = attention + linear(hidden, inner, bias) + linear(inner, hidden, bias) + norms * hidden * 2;
    Ok(embeddings(shape, true)?.plus(layer * N(shape.layers()? as u128) + hidden * 2))
}

/// Plain perceptron of some times the width; no biases, positions not learned unless said.
pub fn mpt(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let options = shape.inner("attn_config");
    let alibi = options.is_none_or(|o| o.flag("alibi", true));
    let groups = match options {
        Some(options) => options.maybe(&["kv_n_heads"])?,
        None => None,
    };
    let heads = shape.heads()?;
    let groups = groups.unwrap_or(heads);
    let head = hidden.over(heads);
    let inner = hidden * shape.size_or(&["expansion_ratio"], N(4))?;
    let bias = !shape.flag("no_bias", true);
    let norm = if bias { Norm::ScaleShift } else { Norm::Scale }.of(hidden);
    let attention = linear(hidden, (heads + groups * 2) * head, bias) + linear(hidden, hidden, bias);
    let layer = attention + linear(hidden, inner, bias) + linear(inner, hidden, bias) + norm * 2;
    let positions = match alibi {
        true => N::ZERO,
        false => shape.size(&["max_seq_len"])? * hidden,
    };
    Ok(embeddings(shape, true)?.plus(layer * N(shape.layers()? as u128) + norm + positions))
}

/// Learned positions, and embeddings that may be narrower than the layers.
pub fn opt(shape: &Shape<'_>) -> Result<Tally, String> {
    let bias = if shape.flag("enable_bias", true) { Bias::Yes } else { Bias::No };
    let norm = if shape.flag("layer_norm_elementwise_affine", true) { Norm::ScaleShift } else { Norm::Fixed };
    let family = Decoder { mlp: Mlp::Plain, norm, qkv: bias, out: bias, inner: bias, tied: true, ..PLAIN_LLAMA };
    let hidden = shape.hidden()?;
    let all = family.count(shape)?;
    let narrow = shape.size_or(&["word_embed_proj_dim"], hidden)?;
    let vocabulary = shape.size(&["vocab_size"])?;
    let positions = (shape.size(&["max_position_embeddings"])? + N(2)) * hidden;
    let maps = (narrow * hidden * 2).when(narrow != hidden);
    // A last norm only where the norms stand before the layers.
    let last = norm.of(hidden).when(!shape.flag("do_layer_norm_before", true));
    let tables = if shape.tied(true) { 1 } else { 2 };
    let saved = vocabulary * hidden.less(narrow) * tables;
    Ok(Tally { sure: all.sure.less(saved).less(last) + positions + maps, ..all })
}

/// Experts under keys of their own.
pub fn dbrx(shape: &Shape<'_>) -> Result<Tally, String> {
    let (hidden, heads) = (shape.hidden()?, shape.heads()?);
    let part = |key: &str| shape.inner(key).ok_or(format!("`{key}` is missing"));
    let groups = part("attn_config")?.size(&["kv_n_heads"])?;
    let feed = part("ffn_config")?;
    let routed = Routed::of(&feed)?;
    let width = feed.size(&["ffn_hidden_size"])?;
    let head = hidden.over(heads);
    let attention = hidden * (heads + groups * 2) * head + hidden * hidden;
    let layer = routed.weights(3 * hidden * width).plus(hidden * routed.number + attention + hidden * 2);
    Ok(embeddings(shape, false)?.with(layer.times(N(shape.layers()? as u128))).plus(hidden))
}

/// Latent attention twice a layer, two perceptrons, and experts of which some do nothing.
pub fn shortcut_experts(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let attention = super::latent::attention(shape)?;
    let inner = shape.size(&["ffn_hidden_size", "intermediate_size"])?;
    let width = shape.size(&["expert_ffn_hidden_size", "moe_intermediate_size"])?;
    let routed = Routed::of(shape)?;
    let idle = shape.size_or(&["zero_expert_num"], N::ZERO)?;
    let router = hidden * (routed.number + idle);
    let layer = routed.weights(3 * hidden * width).plus(router + attention * 2 + 6 * hidden * inner + hidden * 4);
    Ok(embeddings(shape, false)?.with(layer.times(N(shape.layers()? as u128))).plus(hidden))
}

/// Layers that look at images between those that look at text.
pub fn with_cross_attention(shape: &Shape<'_>) -> Result<Tally, String> {
    let all = PLAIN_LLAMA.count(shape)?;
    let layers = shape.layers()?;
    let crossing = N(shape.list("cross_attention_layers").map_or(0, |l| l.len().min(layers)) as u128);
    let head = shape.hidden()?.over(shape.heads()?);
    // Eight rows more than there are words in the input table.
    Ok(all.plus(crossing * (head * 2 + N(2)) + shape.hidden()? * 8))
}
