//! Attention through a latent vector, the indexer that chooses what to attend to, and compressed attention.

use super::experts::Routed;
use super::parts::{embeddings, linear};
use super::sizes::{N, Shape};
use super::tally::Tally;

/// Queries and keys with a rotated and an unrotated part, keys and values from one latent vector.
pub fn attention(shape: &Shape<'_>) -> Result<N, String> {
    let (hidden, heads) = (shape.hidden()?, shape.heads()?);
    let latent = shape.size(&["kv_lora_rank"])?;
    let rotated = shape.size(&["qk_rope_head_dim"])?;
    let plain = shape.size(&["qk_nope_head_dim"])?;
    let value = shape.size(&["v_head_dim"])?;
    let bias = shape.flag("attention_bias", false);
    let queries = heads * (plain + rotated);
    let rank = shape.maybe(&["q_lora_rank"])?;
    let query = match rank {
        Some(rank) => linear(hidden, rank, bias) + rank + rank * queries,
        None => hidden * queries,
    };
    let keys = linear(hidden, latent + rotated, bias) + latent + latent * heads * (plain + value);
    let out = linear(heads * value, hidden, bias);
    Ok(query + keys + out + indexer(shape, hidden, rank)?)
}

/// A small attention that chooses which tokens the large one looks at.
fn indexer(shape: &Shape<'_>, hidden: N, rank: Option<N>) -> Result<N, String> {
    let (Some(heads), Some(rank)) = (shape.maybe(&["index_n_heads"])?, rank) else { return Ok(N::ZERO) };
    let width = shape.size(&["index_head_dim"])?;
    Ok(rank * heads * width + hidden * width + width * 2 + hidden * heads)
}

/// The key of the ratios by which the layers compress what they attend to.
const RATIOS: &str = "compress_ratios";

/// Attention over compressed keys, an output in groups, and several residual streams that are mixed.
pub fn compressed(shape: &Shape<'_>) -> Result<Tally, String> {
    let (hidden, heads, head) = (shape.hidden()?, shape.heads()?, shape.size(&["head_dim"])?);
    let rank = shape.size(&["q_lora_rank"])?;
    let streams = shape.size(&["hc_mult"])?;
    let layers = shape.layers()?;
    let out_rank = shape.size(&["o_lora_rank"])?;
    let query = hidden * rank + rank + rank * heads * head;
    let out = out_rank * heads * head + shape.size(&["o_groups"])? * out_rank * hidden;
    let mixing = (streams + N(2)) * streams * (streams * hidden + N(1)) + N(3);
    let common = heads + query + hidden * head + head + out + hidden * 2 + mixing * 2;
    let ratios = shape.per_layer(RATIOS, layers)?.ok_or(format!("`{RATIOS}` is missing"))?;
    let compressors = ratios.iter().map(|r| compressor(shape, r.whole())).sum::<Result<N, String>>()?;
    let width = shape.size(&["moe_intermediate_size"])?;
    let routed = Routed::of(shape)?;
    let shared = shape.size_or(&["n_shared_experts"], N::ZERO)?;
    let experts = routed.weights(3 * hidden * width).plus(3 * hidden * width * shared + hidden * routed.number);
    let layer = experts.plus(common);
    let head_mixing = streams * (streams * hidden + N(1)) + N(1);
    let all = layer.times(N(layers as u128)).with(embeddings(shape, false)?).plus(compressors + hidden + head_mixing);
    Ok(Tally { beyond: super::parts::ahead(shape, layer)?, ..all })
}

/// What makes compressed keys of a layer's tokens. By the ratio: none; with overlap and an indexer; or plain.
fn compressor(shape: &Shape<'_>, ratio: Option<u128>) -> Result<N, String> {
    let (hidden, head, rank) = (shape.hidden()?, shape.size(&["head_dim"])?, shape.size(&["q_lora_rank"])?);
    match ratio {
        Some(0) => Ok(N::ZERO),
        Some(ratio @ 4) => {
            let (heads, width) = (shape.size(&["index_n_heads"])?, shape.size(&["index_head_dim"])?);
            // Overlapping windows: keys and gates twice as wide.
            let pool = |width: N| N(ratio) * width * 2 + hidden * width * 4 + width;
            Ok(pool(head) + pool(width) + rank * heads * width + hidden * heads)
        }
        Some(ratio @ 128) => Ok(N(ratio) * head + hidden * head * 2 + head),
        _ => Err(format!("a ratio in `{RATIOS}` is not known")),
    }
}
