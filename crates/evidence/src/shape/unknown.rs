//! Shapes of unknown families: computed only where nothing in the configuration is out of the ordinary.

use super::decoder::PLAIN_LLAMA;
use super::sizes::Shape;
use super::tally::Count;
use crate::node::Node;

/// Percent by which an ordinary decoder of an unknown family may be off: biases, norms, tied embeddings, widths of heads.
const UNKNOWN: u128 = 15;
/// Parts of keys that only shapes out of the ordinary have.
const UNUSUAL: [&str; 14] = [
    "expert",
    "moe",
    "lora_rank",
    "conv",
    "ssm",
    "mamba",
    "state_size",
    "rnn",
    "recurrent",
    "linear_attn",
    "cross_attention",
    "altup",
    "per_layer",
    "shared_layers",
];
/// Activations that stand in the gate of a gated perceptron.
const GATES: [&str; 6] = ["silu", "swish", "swiglu", "geglu", "silu_and_mul", "fast-swiglu"];
/// Parts that say nothing of the shape.
const HARMLESS: [&str; 10] = [
    "quantization_config",
    "compression_config",
    "rope_scaling",
    "rope_parameters",
    "rope_theta",
    "auto_map",
    "id2label",
    "label2id",
    "task_specific_params",
    "generation_config",
];
/// Kinds of layers that an ordinary decoder may have.
const ORDINARY_LAYERS: [&str; 3] = ["full_attention", "sliding_attention", "chunked_attention"];

/// The parameters of an ordinary decoder with a gated perceptron, or why they are not computed.
pub fn count(shape: &Shape<'_>, classes: &[&str], keys: &[(String, Node)]) -> Result<Count, String> {
    let name = if shape.kind.is_empty() { classes.first().copied().unwrap_or("") } else { shape.kind };
    let not = |why: &str| Err(format!("the shape of `{name}` is not known{why}"));
    let said = |v: &Node| !matches!(v, Node::Null | Node::Bool(false)) && v.whole() != Some(0);
    if keys.iter().any(|(k, v)| said(v) && UNUSUAL.iter().any(|u| k.contains(u))) {
        return not(", and it is no ordinary one");
    }
    if keys.iter().any(|(k, v)| matches!(v, Node::Map(_)) && !HARMLESS.contains(&k.as_str())) {
        return not(", and it has parts");
    }
    let layers = shape.list("layer_types").unwrap_or_default();
    if layers.iter().any(|l| !l.text().is_some_and(|l| ORDINARY_LAYERS.contains(&l))) {
        return not(", and its layers are of several kinds");
    }
    if !classes.iter().any(|c| c.ends_with("ForCausalLM")) || shape.flag("is_encoder_decoder", false) {
        return not("");
    }
    let gate = [shape.word("hidden_act"), shape.word("hidden_activation"), shape.word("activation_function")];
    if !gate.iter().any(|g| GATES.contains(g)) {
        return not(", and whether its perceptron is gated is not said");
    }
    // All sizes of an ordinary decoder have to be there.
    for key in ["hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size"] {
        shape.size(&[key]).map_err(|why| format!("the shape of `{name}` is not known, and {why}"))?;
    }
    let mut all = PLAIN_LLAMA.count(shape)?;
    if shape.get("tie_word_embeddings").is_none() {
        // Nobody says whether the output matrix is one of its own.
        all.doubtful = all.looked_up;
    }
    all.count(UNKNOWN, "computed from the shape as for an ordinary decoder; the architecture is not known".to_owned())
}
