//! Models whose layers mix tokens in more than one way: attention, state spaces, convolutions, linear attention.

use super::decoder::{Decoder, PLAIN_LLAMA};
use super::experts::{self, Routed, Width};
use super::latent;
use super::parts::{HeadNorm, Heads, Mlp, Norm, linear};
use super::sizes::{N, Shape};
use super::tally::Tally;
use crate::node::Node;

/// How many layers of a list are of one of some kinds.
fn of_kinds(list: &[Node], kinds: &[&str]) -> N {
    N(list.iter().filter(|k| k.text().is_some_and(|k| kinds.contains(&k))).count() as u128)
}

/// Layers with full attention, by a list of kinds or by every so many.
fn full_layers(shape: &Shape<'_>, layers: usize, unsaid_every: u128) -> Result<N, String> {
    if let Some(kinds) = shape.per_layer("layer_types", layers)? {
        return Ok(of_kinds(kinds, &["full_attention", "attention"]));
    }
    let every = shape.size_or(&["full_attention_interval"], N(unsaid_every))?;
    Ok(N(layers as u128).over(every))
}

/// State space of the second kind: one map in, a short convolution, one map out.
pub fn mamba2(shape: &Shape<'_>) -> Result<N, String> {
    let hidden = shape.hidden()?;
    let heads = shape.size(&["mamba_num_heads", "mamba_n_heads", "num_heads"])?;
    let width = match shape.maybe(&["mamba_head_dim", "mamba_d_head"])? {
        Some(width) => width,
        None if shape.kind == "mamba2" => shape.size(&["head_dim"])?,
        None => (hidden * shape.size_or(&["mamba_expand", "expand"], N(2))?).over(heads),
    };
    let groups = shape.size_or(&["n_groups", "mamba_n_groups"], N(1))?;
    let state = shape.size(&["ssm_state_size", "mamba_d_state", "state_size"])?;
    let kernel = shape.size_or(&["conv_kernel", "mamba_d_conv"], N(4))?;
    let inner = heads * width;
    let mixed = inner + groups * state * 2;
    let conv_bias = shape.flag("use_conv_bias", shape.flag("mamba_conv_bias", true));
    let bias = shape.flag("use_bias", shape.flag("mamba_proj_bias", false));
    let conv = mixed * kernel + mixed.when(conv_bias);
    let norm = inner.when(shape.kind != "falcon_h1" || shape.flag("mamba_rms_norm", false));
    Ok(linear(hidden, inner + mixed + heads, bias) + conv + heads * 3 + norm + linear(inner, hidden, bias))
}

/// State space of the first kind.
pub fn mamba1(shape: &Shape<'_>) -> Result<N, String> {
    let hidden = shape.hidden()?;
    let expanded = hidden * shape.size_or(&["mamba_expand", "expand"], N(2))?;
    let inner =
        if shape.kind == "jamba" { expanded } else { shape.size_or(&["intermediate_size", "d_inner"], expanded)? };
    let state = shape.size_or(&["mamba_d_state", "state_size"], N(16))?;
    let kernel = shape.size_or(&["mamba_d_conv", "conv_kernel"], N(4))?;
    let said = shape.get("mamba_dt_rank").or_else(|| shape.get("time_step_rank")).and_then(Node::whole);
    let rank = said.map_or((hidden + N(15)).over(N(16)), N);
    let conv_bias = shape.flag("use_conv_bias", shape.flag("mamba_conv_bias", true));
    let bias = shape.flag("use_bias", shape.flag("mamba_proj_bias", false));
    let norms = (rank + state * 2).when(shape.kind == "jamba");
    let conv = inner * kernel + inner.when(conv_bias);
    let steps = inner * (rank + state * 2) + linear(rank, inner, true);
    let scan = inner * state + inner;
    Ok(linear(hidden, inner * 2, bias) + conv + steps + scan + norms + linear(inner, hidden, bias))
}

/// Only state spaces, with one norm a layer.
pub fn only_mamba(shape: &Shape<'_>) -> Result<Tally, String> {
    let (mixer, tied) = if shape.kind == "mamba2" { (mamba2(shape)?, false) } else { (mamba1(shape)?, true) };
    let hidden = shape.hidden()?;
    let all = super::parts::embeddings(shape, tied)?;
    Ok(all.plus((mixer + hidden) * N(shape.layers()? as u128) + hidden))
}

/// Attention in some layers, a state space in the others, a perceptron or experts in all.
pub fn attention_or_mamba(shape: &Shape<'_>) -> Result<Tally, String> {
    let layers = shape.layers()?;
    let first_kind = shape.kind == "jamba";
    let attention = if first_kind {
        let period = shape.size_or(&["attn_layer_period"], N(8))?;
        let offset = shape.size_or(&["attn_layer_offset"], N::ZERO)?;
        (0..layers).filter(|i| (*i as u128).checked_rem(period.0) == Some(offset.0)).count() as u128
    } else if let Some(kinds) = shape.per_layer("layer_types", layers)? {
        of_kinds(kinds, &["attention", "full_attention"]).0
    } else {
        // Without a list, all layers are state spaces.
        let listed = shape.list("attn_layer_indices").unwrap_or_default();
        listed.iter().filter(|i| i.whole().is_some_and(|i| i < layers as u128)).count() as u128
    };
    let attention = N(attention);
    let family = Decoder { experts: Width::Same, tied: false, ..PLAIN_LLAMA };
    let scan = if first_kind { mamba1(shape)? } else { mamba2(shape)? };
    let mixers = family.attention(shape)? * attention + scan * N(layers as u128).less(attention);
    // Where there is only the shared expert, it is the perceptron.
    let dense = if experts::has_several(shape) { None } else { shape.maybe(&["shared_intermediate_size"])? };
    family.count_mixed(shape, mixers, dense)
}

/// Attention and a state space side by side in every layer.
pub fn attention_and_mamba(shape: &Shape<'_>) -> Result<Tally, String> {
    let both = PLAIN_LLAMA.attention(shape)? + mamba2(shape)?;
    PLAIN_LLAMA.count_mixed(shape, both * N(shape.layers()? as u128), None)
}

/// Each layer is one of: a state space, attention, a perceptron, experts; with one norm.
pub fn one_thing_a_layer(shape: &Shape<'_>) -> Result<Tally, String> {
    const FAMILY: Decoder = Decoder { mlp: Mlp::Plain, norm: Norm::Scale, norms: 1, head: Some(128), ..PLAIN_LLAMA };
    let hidden = shape.hidden()?;
    let pattern = shape.word("hybrid_override_pattern");
    let letters: String = match shape.list("layers_block_type") {
        Some(kinds) => kinds.iter().map(|k| letter(k.text().unwrap_or_default())).collect(),
        None => pattern.to_owned(),
    };
    if letters.is_empty() {
        return Err("`hybrid_override_pattern` is missing".to_owned());
    }
    if letters.len() > crate::limits::LAYERS {
        return Err("`hybrid_override_pattern` has more layers than a model can have".to_owned());
    }
    let count = |letter: char| N(letters.chars().filter(|l| *l == letter).count() as u128);
    if letters.chars().any(|l| !"M*-E".contains(l)) {
        return Err("a letter of `hybrid_override_pattern` is not known".to_owned());
    }
    let (scans, attentions, perceptrons, sparse) = (count('M'), count('*'), count('-'), count('E'));
    let mut all = super::parts::embeddings(shape, false)?;
    all = all.plus(hidden * N(letters.len() as u128) + hidden);
    let mut last = Tally::default();
    if scans > N::ZERO {
        all = all.plus(mamba2(shape)? * scans);
    }
    if attentions > N::ZERO {
        last = last.plus(FAMILY.attention(shape)?);
        all = all.plus(FAMILY.attention(shape)? * attentions);
    }
    if perceptrons > N::ZERO {
        let width = shape.size(&["intermediate_size"])?;
        all = all.plus(FAMILY.perceptron(shape, width)? * perceptrons);
    }
    if sparse > N::ZERO {
        let routed = Routed::of(shape)?;
        let width = shape.size(&["moe_intermediate_size"])?;
        let shared = experts::shared(shape, width)?.unwrap_or(N::ZERO);
        // Experts may work on a narrower state than the layers.
        let latent = shape.maybe(&["moe_latent_size"])?;
        let maps = latent.map_or(N::ZERO, |latent| hidden * latent * 2);
        let experts = routed.weights(latent.unwrap_or(hidden) * width * 2);
        let layer = experts.plus(hidden * shared * 2 + hidden * routed.number + maps);
        last = last.with(layer);
        all = all.with(layer.times(sparse));
    }
    Ok(Tally { beyond: super::parts::ahead(shape, last)?, ..all })
}

fn letter(kind: &str) -> char {
    match kind {
        "mamba" | "mamba2" | "linear_attention" => 'M',
        "attention" | "full_attention" => '*',
        "mlp" => '-',
        "moe" => 'E',
        _ => '?',
    }
}

/// Gated attention in some layers, a gated delta rule in the others.
pub fn delta_rule(shape: &Shape<'_>) -> Result<Tally, String> {
    let family = Decoder {
        head_norm: HeadNorm::Head,
        head: Some(256),
        experts: if shape.kind.contains("moe") || shape.kind.contains("next") { Width::Own } else { Width::None },
        ..PLAIN_LLAMA
    };
    let (hidden, layers) = (shape.hidden()?, shape.layers()?);
    let heads = Heads::of(shape, family.head)?;
    // Queries come with a gate as wide as they are.
    let gate = hidden * heads.queries * heads.width;
    let full = full_layers(shape, layers, 4)?;
    let (keys, values) = (shape.size(&["linear_num_key_heads"])?, shape.size(&["linear_num_value_heads"])?);
    let value_width = shape.size(&["linear_value_head_dim"])?;
    let key = keys * shape.size(&["linear_key_head_dim"])?;
    let value = values * value_width;
    let kernel = shape.size_or(&["linear_conv_kernel_dim"], N(4))?;
    let rule = hidden * (key * 2 + value * 2 + values * 2) + (key * 2 + value) * kernel;
    let rule = rule + values * 2 + value_width + value * hidden;
    let mixers = (family.attention(shape)? + gate) * full + rule * N(layers as u128).less(full);
    family.count_mixed(shape, mixers, None)
}

/// Attention in some layers, short convolutions in the others.
pub fn short_convolutions(shape: &Shape<'_>) -> Result<Tally, String> {
    let family = Decoder { head_norm: HeadNorm::Head, tied: true, experts: Width::Own, ..PLAIN_LLAMA };
    let (hidden, layers) = (shape.hidden()?, shape.layers()?);
    let full = match shape.list("full_attn_idxs") {
        Some(listed) => N(listed.iter().filter(|i| i.whole().is_some_and(|i| i < layers as u128)).count() as u128),
        None => full_layers(shape, layers, 1)?,
    };
    let bias = shape.flag("conv_bias", false);
    let kernel = shape.size_or(&["conv_L_cache"], N(3))?;
    let convolution = linear(hidden, hidden * 3, bias) + linear(kernel, hidden, bias) + linear(hidden, hidden, bias);
    let mixers = family.attention(shape)? * full + convolution * N(layers as u128).less(full);
    let mut width = shape.size(&["intermediate_size", "block_ff_dim"])?;
    if shape.flag("block_auto_adjust_ff_dim", shape.kind == "lfm2") {
        let multiplier = shape.get("block_ffn_dim_multiplier");
        if !multiplier.is_none_or(|m| m.whole() == Some(1) || *m == Node::Null) {
            return Err("`block_ffn_dim_multiplier` is not 1".to_owned());
        }
        let step = shape.size_or(&["block_multiple_of"], N(256))?;
        width = ((width * 2).over(N(3)) + step.less(N(1))).over(step) * step;
    }
    family.count_mixed(shape, mixers, Some(width))
}

/// Latent attention in some layers, a delta rule with gates in the others.
pub fn gated_delta_or_latent(shape: &Shape<'_>) -> Result<Tally, String> {
    let family = Decoder { experts: Width::Own, ..PLAIN_LLAMA };
    let (hidden, layers) = (shape.hidden()?, shape.layers()?);
    let rule = shape.inner("linear_attn_config").ok_or("`linear_attn_config` is missing".to_owned())?;
    let listed = rule.list("full_attn_layers").ok_or("`full_attn_layers` is missing".to_owned())?;
    let full = N(listed.len().min(layers) as u128);
    let (heads, head) = (rule.size(&["num_heads"])?, rule.size(&["head_dim"])?);
    let inner = heads * head;
    let kernel = rule.size_or(&["short_conv_kernel_size"], N(4))?;
    let maps = hidden * inner * 4 + (hidden * head + head * inner) * 2 + hidden * heads;
    let delta = maps + inner * 3 * kernel + inner + heads + head;
    let mixers = latent::attention(shape)? * full + delta * N(layers as u128).less(full);
    family.count_mixed(shape, mixers, None)
}

/// Attention with sizes of its own in the layers that only look back a little.
pub fn two_attentions(shape: &Shape<'_>) -> Result<Tally, String> {
    let family = Decoder { experts: Width::Own, ..PLAIN_LLAMA };
    let (hidden, layers) = (shape.hidden()?, shape.layers()?);
    let near = match shape.per_layer("hybrid_layer_pattern", layers)? {
        Some(pattern) => N(pattern.iter().filter(|p| p.whole() == Some(1)).count() as u128),
        None => return Err("`hybrid_layer_pattern` is missing".to_owned()),
    };
    let attention = |queries: N, groups: N, head: N, value: N| {
        hidden * (queries * head + groups * (head + value)) + queries * value * hidden
    };
    let (queries, groups) = (shape.heads()?, shape.size(&["num_key_value_heads"])?);
    let head = shape.size(&["head_dim"])?;
    let value = shape.size_or(&["v_head_dim"], head)?;
    let (near_head, near_value) = (shape.size_or(&["swa_head_dim"], head)?, shape.size_or(&["swa_v_head_dim"], value)?);
    let near_queries = shape.size_or(&["swa_num_attention_heads"], queries)?;
    let near_groups = shape.size_or(&["swa_num_key_value_heads"], groups)?;
    let sinks = near_queries.when(shape.flag("add_swa_attention_sink_bias", true));
    let near_layer = attention(near_queries, near_groups, near_head, near_value) + sinks;
    let far_layer = attention(queries, groups, head, value);
    family.count_mixed(shape, near_layer * near + far_layer * N(layers as u128).less(near), None)
}

/// The receptance, weight, key, value network of the fourth generation.
pub fn rwkv4(shape: &Shape<'_>) -> Result<Tally, String> {
    let (hidden, layers) = (shape.hidden()?, N(shape.layers()? as u128));
    let attention = shape.size_or(&["attention_hidden_size"], hidden)?;
    let inner = shape.size_or(&["intermediate_size"], hidden * 4)?;
    let time = attention * 2 + hidden * 3 + hidden * attention * 3 + attention * hidden;
    let channel = hidden * 2 + hidden * inner * 2 + hidden * hidden;
    let norms = hidden * 4;
    Ok(super::parts::embeddings(shape, false)?.plus((time + channel + norms) * layers + hidden * 4))
}
