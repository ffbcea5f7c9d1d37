//! Mixtures of experts with a shape of their own: one function each, from the published code of the architecture.

use super::{Count, attention, base, latent_attention, number, optional, sum};
use crate::node::Node;

/// Counts the parameters of one family.
pub type Family = fn(&Node) -> Result<Count, String>;

/// Model types and their functions.
pub const FAMILIES: [(&str, Family); 6] = [
    ("llama4_text", llama4),
    ("gpt_oss", gpt_oss),
    ("gemma4_text", gemma4),
    ("nemotron_h", nemotron_h),
    ("deepseek_v4", deepseek_v4),
    ("gemma3n_text", unknown),
];

/// Known by name, not by shape: nothing is computed.
fn unknown(_: &Node) -> Result<Count, String> {
    Err("the shape depends on choices that the configuration does not hold".into())
}

/// Every `interleave_moe_layer_step`-th layer has routed experts and a shared one of the same width; the others are dense.
fn llama4(config: &Node) -> Result<Count, String> {
    let base = base(config, false)?;
    let attention = attention(config, &base)?;
    let width = number(config, &["intermediate_size"])?;
    let routed = number(config, &["num_local_experts"])?;
    let chosen = number(config, &["num_experts_per_tok"])?.min(routed);
    let step = optional(config, &["interleave_moe_layer_step"])?.unwrap_or(1);
    let sparse = base.layers.checked_div(step).unwrap_or(0);
    let dense = base.layers - sparse;
    let dense_width = if dense > 0 { number(config, &["intermediate_size_mlp"])? } else { 0 };
    let with = |experts: u128| {
        sum(&[
            &[base.embeddings],
            &[base.hidden],
            &[base.layers, attention],
            &[base.layers, 2, base.hidden],
            &[dense, 3, base.hidden, dense_width],
            &[sparse, 3, base.hidden, width, experts],
            &[sparse, 3, base.hidden, width],
            &[sparse, base.hidden, routed],
        ])
    };
    Ok(Count { total: with(routed)?, active: Some(with(chosen)?), extra: 0 })
}

/// Experts with biases in every layer, attention with biases and one sink for each head.
fn gpt_oss(config: &Node) -> Result<Count, String> {
    let base = base(config, false)?;
    let weights = attention(config, &base)?;
    let head = number(config, &["head_dim"])?;
    let groups = number(config, &["num_key_value_heads"])?;
    let width = number(config, &["intermediate_size"])?;
    let routed = number(config, &["num_local_experts"])?;
    let chosen = number(config, &["num_experts_per_tok", "experts_per_token"])?.min(routed);
    let with = |experts: u128| {
        let expert = sum(&[&[3, base.hidden, width], &[2, width], &[base.hidden]])?;
        let layer = sum(&[
            &[weights],
            &[head, base.heads],
            &[2, head, groups],
            &[base.hidden],
            &[base.heads],
            &[base.hidden, routed],
            &[routed],
            &[2, base.hidden],
            &[expert, experts],
        ])?;
        sum(&[&[base.embeddings], &[base.hidden], &[base.layers, layer]])
    };
    Ok(Count { total: with(routed)?, active: Some(with(chosen)?), extra: 0 })
}

/// Sliding and full attention of different widths, full attention with keys for values; a dense part beside the experts.
fn gemma4(config: &Node) -> Result<Count, String> {
    let more = ["hidden_size_per_layer_input", "num_kv_shared_layers"];
    if more.iter().any(|k| config.get(k).and_then(Node::whole).is_some_and(|n| n > 0)) {
        return Err("inputs for each layer and shared keys are not counted here".into());
    }
    let base = base(config, true)?;
    let Some(Node::List(types)) = config.get("layer_types") else { return Err("`layer_types` is missing".into()) };
    let full = types.iter().filter(|t| t.text() == Some("full_attention")).count() as u128;
    if types.len() as u128 != base.layers {
        return Err("`layer_types` does not name every layer".into());
    }
    let head = number(config, &["head_dim"])?;
    let wide = optional(config, &["global_head_dim"])?.unwrap_or(head);
    let groups = number(config, &["num_key_value_heads"])?;
    let few = optional(config, &["num_global_key_value_heads"])?.unwrap_or(groups);
    let keys = if matches!(config.get("attention_k_eq_v"), Some(Node::Bool(true))) { 1 } else { 2 };
    let sliding = sum(&[&[2, base.hidden, base.heads, head], &[2, base.hidden, groups, head]])?;
    let whole = sum(&[&[2, base.hidden, base.heads, wide], &[keys, base.hidden, few, wide]])?;
    let dense = number(config, &["intermediate_size"])?;
    let expert = number(config, &["moe_intermediate_size"])?;
    let routed = number(config, &["num_experts"])?;
    let chosen = number(config, &["top_k_experts", "num_experts_per_tok"])?.min(routed);
    let with = |experts: u128| {
        sum(&[
            &[base.embeddings],
            &[base.hidden],
            &[base.layers - full, sliding],
            &[full, whole],
            &[base.layers, 6, base.hidden],
            &[base.layers, 3, base.hidden, dense],
            &[base.layers, base.hidden, routed],
            &[base.layers, 3, base.hidden, expert, experts],
        ])
    };
    Ok(Count { total: with(routed)?, active: Some(with(chosen)?), extra: 0 })
}

/// A pattern of layers: `M` state space (Mamba 2), `*` attention, `-` perceptron, `E` experts; perceptrons without a gate.
fn nemotron_h(config: &Node) -> Result<Count, String> {
    let base = base(config, false)?;
    let pattern =
        config.get("hybrid_override_pattern").and_then(Node::text).ok_or("the pattern of layers is missing")?;
    let count = |c: char| pattern.chars().filter(|p| *p == c).count() as u128;
    if pattern.chars().count() as u128 != base.layers || pattern.chars().any(|c| !"M*-E".contains(c)) {
        return Err("the pattern of layers is not known".into());
    }
    let attention = attention(config, &base)?;
    let heads = number(config, &["mamba_num_heads"])?;
    let inner = sum(&[&[heads, number(config, &["mamba_head_dim"])?]])?;
    let states = sum(&[&[2, number(config, &["n_groups"])?, number(config, &["ssm_state_size"])?]])?;
    let convolved = sum(&[&[inner], &[states]])?;
    let kernel = number(config, &["conv_kernel"])?;
    let space = sum(&[
        &[base.hidden, inner],
        &[base.hidden, convolved],
        &[base.hidden, heads],
        &[convolved, kernel],
        &[convolved],
        &[3, heads],
        &[inner],
        &[inner, base.hidden],
    ])?;
    let plain = if count('-') > 0 { number(config, &["intermediate_size"])? } else { 0 };
    let (routed, chosen, expert, shared) = if count('E') > 0 {
        let routed = number(config, &["n_routed_experts"])?;
        let chosen = number(config, &["num_experts_per_tok"])?.min(routed);
        let shared = optional(config, &["moe_shared_expert_intermediate_size"])?.unwrap_or(0);
        (routed, chosen, number(config, &["moe_intermediate_size"])?, shared)
    } else {
        (0, 0, 0, 0)
    };
    let with = |experts: u128| {
        sum(&[
            &[base.embeddings],
            &[base.hidden],
            &[base.layers, base.hidden],
            &[count('M'), space],
            &[count('*'), attention],
            &[count('-'), 2, base.hidden, plain],
            &[count('E'), 2, base.hidden, expert, experts],
            &[count('E'), 2, base.hidden, shared],
            &[count('E'), base.hidden, routed],
        ])
    };
    let active = if routed > 0 { Some(with(chosen)?) } else { None };
    Ok(Count { total: with(routed)?, active, extra: 0 })
}

/// One key for all heads, queries and outputs of low rank, the outputs in groups. Compressors, the indexer's small matrices
/// and hyper-connections, below one percent together, are left out.
fn deepseek_v4(config: &Node) -> Result<Count, String> {
    let base = base(config, false)?;
    let head = number(config, &["head_dim"])?;
    let query = number(config, &["q_lora_rank"])?;
    let output = number(config, &["o_lora_rank"])?;
    let groups = number(config, &["o_groups"])?;
    let keys = number(config, &["num_key_value_heads"])?;
    let attention = sum(&[
        &[base.hidden, query],
        &[query, base.heads, head],
        &[base.hidden, keys, head],
        &[base.heads, head, output],
        &[groups, output, base.hidden],
    ])?;
    let expert = number(config, &["moe_intermediate_size"])?;
    let routed = number(config, &["n_routed_experts"])?;
    let chosen = number(config, &["num_experts_per_tok"])?.min(routed);
    let shared = optional(config, &["n_shared_experts"])?.unwrap_or(0);
    let layer = |experts: u128| {
        sum(&[
            &[attention],
            &[2, base.hidden],
            &[base.hidden, routed],
            &[3, base.hidden, expert, experts],
            &[3, base.hidden, expert, shared],
        ])
    };
    let with = |experts: u128| sum(&[&[base.embeddings], &[base.hidden], &[base.layers, layer(experts)?]]);
    let more = optional(config, &["num_nextn_predict_layers"])?.unwrap_or(0);
    let extra = sum(&[&[more, layer(routed)?], &[more, 2, base.hidden, base.hidden]])?;
    Ok(Count { total: with(routed)?, active: Some(with(chosen)?), extra })
}

/// Latent attention with an indexer that chooses what is attended to: queries of the indexer, one key, a weight a head.
pub fn indexed(config: &Node, hidden: u128) -> Result<u128, String> {
    let Some(heads) = optional(config, &["index_n_heads"])? else { return Ok(0) };
    let width = number(config, &["index_head_dim"])?;
    let rank = number(config, &["q_lora_rank"])?;
    sum(&[&[rank, heads, width], &[hidden, width], &[hidden, heads], &[2, width]])
}

/// Latent attention with its indexer, if there is one.
pub fn latent(config: &Node, base: &super::Base, rank: u128) -> Result<u128, String> {
    sum(&[&[latent_attention(config, base, rank)?], &[indexed(config, base.hidden)?]])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use crate::node::{Node, json};
    use crate::shape::{Count, count};

    fn of(text: &str) -> Result<Count, String> {
        let (node, _) = json(text).unwrap();
        count(&node, node.get("model_type").and_then(Node::text).unwrap())
    }

    #[test]
    fn interleaved_experts_with_a_shared_one() {
        let config = r#"{"model_type": "llama4_text", "hidden_size": 8, "num_hidden_layers": 4, "num_attention_heads": 2,
            "num_key_value_heads": 1, "head_dim": 4, "intermediate_size": 16, "intermediate_size_mlp": 32,
            "interleave_moe_layer_step": 2, "num_local_experts": 4, "num_experts_per_tok": 1, "vocab_size": 100}"#;
        // Attention 2·8·2·4 + 2·8·1·4 = 192, norms 16; dense 3·8·32 = 768 in two layers; expert 3·8·16 = 384, four and one
        // shared in two layers, routers 8·4; embeddings 2·100·8, last norm 8.
        let count = of(config).unwrap();
        assert_eq!(count.total, 4 * (192 + 16) + 2 * 768 + 2 * (5 * 384 + 32) + 1600 + 8);
        assert_eq!(count.total - count.active.unwrap(), 2 * 3 * 384);
    }

    #[test]
    fn experts_with_biases_and_sinks() {
        let config = r#"{"model_type": "gpt_oss", "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
            "num_key_value_heads": 1, "head_dim": 4, "intermediate_size": 16, "num_local_experts": 4,
            "num_experts_per_tok": 2, "vocab_size": 100}"#;
        // Attention 192, biases 8 + 2·4 + 8, sinks 2, router 32 + 4, norms 16; expert 384 + 32 + 8.
        let count = of(config).unwrap();
        assert_eq!(count.total, 192 + 24 + 2 + 36 + 16 + 4 * 424 + 1600 + 8);
        assert_eq!(count.total - count.active.unwrap(), 2 * 424);
    }

    #[test]
    fn full_attention_with_keys_for_values() {
        let config = r#"{"model_type": "gemma4_text", "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2,
            "num_key_value_heads": 1, "num_global_key_value_heads": 1, "head_dim": 4, "global_head_dim": 8,
            "attention_k_eq_v": true, "layer_types": ["sliding_attention", "full_attention"], "intermediate_size": 16,
            "moe_intermediate_size": 4, "num_experts": 4, "top_k_experts": 1, "vocab_size": 100}"#;
        // Sliding 128 + 64, full 2·8·2·8 + 8·1·8 = 320; norms 6·8, dense 384, router 32, experts 4·96 in each layer; tied.
        assert_eq!(of(config).unwrap().total, 192 + 320 + 2 * (48 + 384 + 32 + 384) + 800 + 8);
    }

    #[test]
    fn a_pattern_of_layers() {
        let config = r#"{"model_type": "nemotron_h", "hidden_size": 8, "num_hidden_layers": 3, "num_attention_heads": 2,
            "num_key_value_heads": 1, "head_dim": 4, "hybrid_override_pattern": "M*E", "mamba_num_heads": 2,
            "mamba_head_dim": 4, "n_groups": 1, "ssm_state_size": 4, "conv_kernel": 4, "n_routed_experts": 4,
            "num_experts_per_tok": 1, "moe_intermediate_size": 4, "moe_shared_expert_intermediate_size": 8,
            "vocab_size": 100}"#;
        // State space: in 8·(8 + 16 + 2), convolution 16·4 + 16, 3·2, norm 8, out 64; attention 192; experts 4·64, shared
        // 128, router 32; a norm for each layer.
        let space = 8 * 26 + 64 + 16 + 6 + 8 + 64;
        assert_eq!(of(config).unwrap().total, space + 192 + 256 + 128 + 32 + 24 + 1600 + 8);
        assert!(of(&config.replace("M*E", "M*X")).is_err());
    }

    #[test]
    fn layers_that_predict_further_tokens_come_on_top() {
        let plain = r#"{"model_type": "llama", "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 2, "intermediate_size": 16, "vocab_size": 100}"#;
        let more = plain.replace("\"vocab_size\"", "\"num_nextn_predict_layers\": 1, \"vocab_size\"");
        let (plain, more) = (of(plain).unwrap(), of(&more).unwrap());
        assert_eq!((plain.total, plain.extra), (more.total, 0));
        assert_eq!(more.extra, 192 + 384 + 16 + 2 * 64);
    }
}
