//! The number of parameters of a transformer from its shape. Whole numbers, checked; what is not known is not computed.

use crate::node::Node;

mod families;

/// Parameters of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// All.
    pub total: u128,
    /// Active for one token, if the model is a mixture of experts.
    pub active: Option<u128>,
    /// Layers that predict further tokens (`num_nextn_predict_layers`): in the files, mostly not in the published size.
    pub extra: u128,
}

/// How the parts of a layer are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mlp {
    /// Gate, up and down.
    Gated,
    /// Up and down.
    Plain,
}

/// Model types whose shape is known: name, multilayer perceptron, and whether embeddings are tied where nothing is said.
const DENSE: [(&str, Mlp, bool); 33] = [
    ("llama", Mlp::Gated, false),
    ("mistral", Mlp::Gated, false),
    ("ministral", Mlp::Gated, false),
    ("qwen2", Mlp::Gated, false),
    ("qwen3", Mlp::Gated, false),
    ("qwen3_vl_text", Mlp::Gated, false),
    ("qwen2_vl_text", Mlp::Gated, false),
    ("smollm3", Mlp::Gated, true),
    ("olmo", Mlp::Gated, false),
    ("olmo2", Mlp::Gated, false),
    ("olmo3", Mlp::Gated, false),
    ("gemma", Mlp::Gated, true),
    ("gemma2", Mlp::Gated, true),
    ("gemma3_text", Mlp::Gated, true),
    ("phi3", Mlp::Gated, false),
    ("mimo", Mlp::Gated, false),
    ("granite", Mlp::Gated, false),
    ("cohere", Mlp::Gated, true),
    ("cohere2", Mlp::Gated, true),
    ("stablelm", Mlp::Gated, false),
    ("internlm2", Mlp::Gated, false),
    ("internlm3", Mlp::Gated, false),
    ("exaone4", Mlp::Gated, false),
    ("glm4", Mlp::Gated, false),
    ("seed_oss", Mlp::Gated, false),
    ("yi", Mlp::Gated, false),
    ("apertus", Mlp::Plain, false),
    ("nemotron", Mlp::Plain, false),
    ("starcoder2", Mlp::Plain, true),
    ("gpt_neox", Mlp::Plain, false),
    ("gpt2", Mlp::Plain, true),
    ("gptj", Mlp::Plain, false),
    ("bloom", Mlp::Plain, true),
];

/// Mixtures of experts whose shape is known.
const EXPERTS: [&str; 13] = [
    "mixtral",
    "minimax_m2",
    "phimoe",
    "qwen2_moe",
    "qwen3_moe",
    "qwen3_vl_moe_text",
    "deepseek_v2",
    "deepseek_v3",
    "deepseek_v32",
    "glm4_moe",
    "glm_moe_dsa",
    "kimi_k2",
    "olmoe",
];

/// Keys that only a mixture of experts has.
const EXPERT_KEYS: [&str; 6] = [
    "num_experts",
    "num_local_experts",
    "n_routed_experts",
    "moe_intermediate_size",
    "num_experts_per_tok",
    "moe_num_experts",
];

/// Whether a configuration is one of a mixture of experts.
pub fn has_experts(config: &Node) -> bool {
    EXPERT_KEYS.iter().filter_map(|k| config.get(k)).any(|v| v.whole().is_some_and(|n| n > 1))
}

/// More parameters than any model has; beyond, the shape is not one.
const MOST: u128 = 1_000_000_000_000_000;

/// The parameters of a configuration, or why they are not computed.
pub fn count(config: &Node, model_type: &str) -> Result<Count, String> {
    if let Some((_, family)) = families::FAMILIES.iter().find(|(name, _)| *name == model_type) {
        return family(config);
    }
    if has_experts(config) {
        if !EXPERTS.contains(&model_type) {
            return Err(format!("the shape of the mixture of experts `{model_type}` is not known"));
        }
        return experts(config, model_type);
    }
    let (_, mlp, tied) = DENSE
        .iter()
        .find(|(name, _, _)| *name == model_type)
        .ok_or(format!("the shape of `{model_type}` is not known"))?;
    dense(config, *mlp, *tied)
}

/// A whole number under one of several keys, within what any model can have.
fn number(config: &Node, keys: &[&str]) -> Result<u128, String> {
    let first = keys.first().copied().unwrap_or_default();
    let value = keys.iter().find_map(|k| config.get(k)).ok_or(format!("`{first}` is missing"))?;
    value.whole().filter(|n| (1..=1 << 40).contains(n)).ok_or(format!("`{first}` is no size a model can have"))
}

fn optional(config: &Node, keys: &[&str]) -> Result<Option<u128>, String> {
    let present = keys.iter().find_map(|k| config.get(k)).filter(|v| **v != Node::Null && v.whole() != Some(0));
    if present.is_some() { number(config, keys).map(Some) } else { Ok(None) }
}

/// A sum of products, checked.
fn sum(terms: &[&[u128]]) -> Result<u128, String> {
    let product = |t: &&[u128]| t.iter().try_fold(1u128, |a, b| a.checked_mul(*b));
    let total = terms.iter().map(product).try_fold(0u128, |a, b| a.checked_add(b?));
    total.filter(|t| *t <= MOST).ok_or_else(|| "the shape is too large to be one".to_owned())
}

pub(crate) struct Base {
    hidden: u128,
    layers: u128,
    heads: u128,
    /// Input and output embeddings.
    embeddings: u128,
}

fn base(config: &Node, tied_if_unsaid: bool) -> Result<Base, String> {
    let hidden = number(config, &["hidden_size", "n_embd", "n_embed", "d_model"])?;
    let tied = match config.get("tie_word_embeddings") {
        Some(Node::Bool(tied)) => *tied,
        _ => tied_if_unsaid,
    };
    let vocabulary = number(config, &["vocab_size"])?;
    Ok(Base {
        hidden,
        layers: number(config, &["num_hidden_layers", "n_layer", "n_layers"])?,
        heads: number(config, &["num_attention_heads", "n_head", "n_heads"])?,
        embeddings: sum(&[&[vocabulary, hidden, if tied { 1 } else { 2 }]])?,
    })
}

/// Query, key, value and output of grouped attention in one layer.
fn attention(config: &Node, base: &Base) -> Result<u128, String> {
    let groups = optional(config, &["num_key_value_heads"])?.unwrap_or(base.heads);
    let head = match optional(config, &["head_dim"])? {
        Some(head) => head,
        None => base.hidden.checked_div(base.heads).unwrap_or(0),
    };
    sum(&[&[2, base.hidden, base.heads, head], &[2, base.hidden, groups, head]])
}

fn dense(config: &Node, mlp: Mlp, tied: bool) -> Result<Count, String> {
    let base = base(config, tied)?;
    let inner = match optional(config, &["intermediate_size", "n_inner", "ffn_dim"])? {
        Some(inner) => inner,
        None if mlp == Mlp::Plain => sum(&[&[4, base.hidden]])?,
        None => return Err("`intermediate_size` is missing".into()),
    };
    let matrices = if mlp == Mlp::Gated { 3 } else { 2 };
    let attention = attention(config, &base)?;
    let positions = match config.get("n_positions").and_then(Node::whole) {
        Some(n) if config.get("n_embd").is_some() && config.get("rotary_dim").is_none() => n.min(1 << 24),
        _ => 0,
    };
    let layer = sum(&[&[attention], &[matrices, base.hidden, inner], &[2, base.hidden]])?;
    let total = sum(&[&[layer, base.layers], &[base.embeddings], &[base.hidden], &[positions, base.hidden]])?;
    let more = optional(config, &["num_nextn_predict_layers"])?.unwrap_or(0);
    let extra = sum(&[&[more, layer], &[more, 2, base.hidden, base.hidden]])?;
    Ok(Count { total, active: None, extra })
}

fn experts(config: &Node, model_type: &str) -> Result<Count, String> {
    let base = base(config, false)?;
    let latent = optional(config, &["kv_lora_rank"])?;
    let attention = match latent {
        Some(latent) => families::latent(config, &base, latent)?,
        None => attention(config, &base)?,
    };
    let expert = number(
        config,
        if matches!(model_type, "mixtral" | "minimax_m2" | "olmoe" | "phimoe") {
            &["intermediate_size"]
        } else {
            &["moe_intermediate_size"]
        },
    )?;
    let routed = number(config, &["n_routed_experts", "num_experts", "num_local_experts"])?;
    let chosen = number(config, &["num_experts_per_tok"])?;
    if chosen > routed {
        return Err("more experts are chosen for a token than there are".into());
    }
    let shared = match optional(config, &["shared_expert_intermediate_size", "shared_intermediate_size"])? {
        Some(width) => width,
        None => optional(config, &["n_shared_experts"])?.unwrap_or(0).saturating_mul(expert),
    };
    let every = optional(config, &["moe_layer_freq", "decoder_sparse_step"])?.unwrap_or(1);
    let dense_only = config.get("mlp_only_layers").is_some_and(|v| matches!(v, Node::List(l) if !l.is_empty()));
    if every != 1 || dense_only {
        return Err("which layers have experts is not known".into());
    }
    let dense_layers = optional(config, &["first_k_dense_replace"])?.unwrap_or(0).min(base.layers);
    let sparse_layers = base.layers - dense_layers;
    let dense_width = if dense_layers > 0 { number(config, &["intermediate_size"])? } else { 0 };
    let with = |experts: u128| -> Result<u128, String> {
        let sparse = sum(&[&[3, base.hidden, expert, experts], &[3, base.hidden, shared], &[base.hidden, routed]])?;
        sum(&[
            &[base.embeddings],
            &[base.hidden],
            &[base.layers, attention],
            &[base.layers, 2, base.hidden],
            &[dense_layers, 3, base.hidden, dense_width],
            &[sparse_layers, sparse],
        ])
    };
    let more = optional(config, &["num_nextn_predict_layers"])?.unwrap_or(0);
    let layer = sum(&[
        &[attention],
        &[2, base.hidden],
        &[3, base.hidden, expert, routed],
        &[3, base.hidden, shared],
        &[base.hidden, routed],
    ])?;
    let extra = sum(&[&[more, layer], &[more, 2, base.hidden, base.hidden]])?;
    Ok(Count { total: with(routed)?, active: Some(with(chosen)?), extra })
}

/// Attention through a latent vector: queries and keys with a rotated and an unrotated part.
fn latent_attention(config: &Node, base: &Base, latent: u128) -> Result<u128, String> {
    let rotated = number(config, &["qk_rope_head_dim"])?;
    let plain = number(config, &["qk_nope_head_dim"])?;
    let value = number(config, &["v_head_dim"])?;
    let query = match optional(config, &["q_lora_rank"])? {
        Some(rank) => sum(&[&[base.hidden, rank], &[rank, base.heads, plain], &[rank, base.heads, rotated]])?,
        None => sum(&[&[base.hidden, base.heads, plain], &[base.hidden, base.heads, rotated]])?,
    };
    sum(&[
        &[query],
        &[base.hidden, latent],
        &[base.hidden, rotated],
        &[latent, base.heads, plain],
        &[latent, base.heads, value],
        &[base.heads, value, base.hidden],
    ])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::node::json;

    fn of(text: &str) -> Result<Count, String> {
        let (node, _) = json(text).unwrap();
        count(&node, node.get("model_type").unwrap().text().unwrap())
    }

    #[test]
    fn a_gated_transformer_with_grouped_attention() {
        // 2 layers of 8: attention 2·8·8 + 2·8·4 = 192, perceptron 3·8·16 = 384, norms 16; embeddings 2·100·8; last norm 8.
        let config = r#"{"model_type": "llama", "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 2, "intermediate_size": 16, "vocab_size": 100}"#;
        assert_eq!(of(config).unwrap().total, 2 * (192 + 384 + 16) + 1600 + 8);
    }

    #[test]
    fn old_shapes_take_four_times_the_width() {
        let config =
            r#"{"model_type": "bloom", "n_embed": 8, "n_layer": 2, "num_attention_heads": 4, "vocab_size": 100}"#;
        assert_eq!(of(config).unwrap().total, 2 * (4 * 64 + 8 * 64 + 16) + 800 + 8);
    }

    #[test]
    fn experts_have_a_total_and_an_active_count() {
        let config = r#"{"model_type": "qwen3_moe", "hidden_size": 8, "num_hidden_layers": 2, "num_attention_heads": 2,
            "moe_intermediate_size": 4, "num_experts": 10, "num_experts_per_tok": 2, "vocab_size": 100}"#;
        let count = of(config).unwrap();
        assert_eq!(count.total - count.active.unwrap(), 2 * 3 * 8 * 4 * 8);
        assert!(of(r#"{"model_type": "unheard", "num_experts": 10}"#).is_err());
    }

    #[test]
    fn absurd_sizes_are_refused() {
        for size in ["-8", "0", "9223372036854775808", "\"8\"", "0.5", "[]"] {
            let config = format!(
                r#"{{"model_type": "llama", "hidden_size": {size}, "num_hidden_layers": 2, "num_attention_heads": 4,
                "intermediate_size": 16, "vocab_size": 100}}"#
            );
            assert!(of(&config).is_err(), "{size}");
        }
        let large = 1u64 << 40;
        let config = format!(
            r#"{{"model_type": "llama", "hidden_size": {large}, "num_hidden_layers": {large}, "num_attention_heads": {large},
            "intermediate_size": {large}, "vocab_size": {large}}}"#
        );
        assert!(of(&config).is_err());
    }
}
