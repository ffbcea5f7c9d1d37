//! Encoders, and encoders with a decoder.

use super::decoder::{Decoder, PLAIN_LLAMA};
use super::parts::{Bias, Mlp, Norm, linear};
use super::sizes::{N, Shape};
use super::tally::Tally;

/// Attention, or attention to an encoder's output: four maps of equal width.
fn attention(width: N) -> N {
    linear(width, width, true) * 4
}

/// A plain perceptron.
fn perceptron(width: N, inner: N) -> N {
    linear(width, inner, true) + linear(inner, width, true)
}

/// Encoders with learned positions and a norm after each part.
pub fn bert(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let layers = N(shape.layers()? as u128);
    let inner = shape.size(&["intermediate_size", "hidden_dim"])?;
    let narrow = shape.size_or(&["embedding_size"], hidden)?;
    let vocabulary = shape.size(&["vocab_size"])?;
    let positions = match shape.flag("position_biased_input", true) {
        true => shape.size_or(&["max_position_embeddings"], N::ZERO)?,
        false => N::ZERO,
    };
    let types = match shape.kind {
        "distilbert" | "mpnet" | "deberta-v2" | "deberta" => shape.maybe(&["type_vocab_size"])?.unwrap_or(N::ZERO),
        _ => shape.size_or(&["type_vocab_size"], N(2))?,
    };
    let map = linear(narrow, hidden, true).when(narrow != hidden || shape.kind == "albert");
    let table = (vocabulary + positions + types) * narrow;
    // Some use the same layers again and again.
    let different = if shape.kind == "albert" { shape.size_or(&["num_hidden_groups"], N(1))? } else { layers };
    let layer = attention(hidden) + perceptron(hidden, inner) + hidden * 4 + by_distance(shape, hidden)?;
    let head = match shape.class_ends("ForMaskedLM") || shape.class_ends("ForPreTraining") {
        true => linear(hidden, narrow, true) + narrow * 2 + vocabulary,
        false => linear(hidden, hidden, true).when(!matches!(shape.kind, "distilbert" | "deberta-v2" | "deberta")),
    };
    let distances = distances(shape, hidden)?;
    let sure = table + narrow * 2 + map + layer * different + head + distances;
    Ok(Tally { sure, looked_up: N::ZERO, ..Tally::default() })
}

/// Maps for distances between words in a layer.
fn by_distance(shape: &Shape<'_>, hidden: N) -> Result<N, String> {
    match shape.kind {
        // Queries, keys and values without bias but two, and two maps of distances.
        "deberta" if shape.flag("relative_attention", false) => {
            Ok(hidden * hidden + linear(hidden, hidden, true)).map(|n| n.less(hidden))
        }
        "deberta-v2" if !shape.flag("share_att_key", false) && shape.flag("relative_attention", false) => {
            Ok(linear(hidden, hidden, true) * 2)
        }
        // A bias for each bucket of distances stands in the first layer only.
        _ => Ok(N::ZERO),
    }
}

/// Tables of distances between words.
fn distances(shape: &Shape<'_>, hidden: N) -> Result<N, String> {
    match shape.kind {
        "mpnet" => Ok(shape.size_or(&["relative_attention_num_buckets"], N(32))? * shape.heads()?),
        "deberta" | "deberta-v2" if shape.flag("relative_attention", false) => {
            let positions = shape.size_or(&["max_position_embeddings"], N(512))?;
            let most = match shape.get("max_relative_positions").and_then(crate::node::Node::whole) {
                Some(n) if n > 0 => N(n.min(1 << 24)),
                _ => positions,
            };
            let rows = match shape.get("position_buckets").and_then(crate::node::Node::whole) {
                Some(n) if n > 0 && shape.kind == "deberta-v2" => N(n.min(1 << 24)),
                _ => most,
            };
            let norm = (hidden * 2).when(shape.word("norm_rel_ebd").contains("layer_norm"));
            let kernel = shape.maybe(&["conv_kernel_size"])?.unwrap_or(N::ZERO);
            let convolution = (hidden * hidden * kernel + hidden * 3).when(kernel > N::ZERO);
            Ok(rows * 2 * hidden + norm + convolution)
        }
        _ => Ok(N::ZERO),
    }
}

/// Encoders with rotated positions and a gated perceptron, without biases.
pub fn modern(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let layers = N(shape.layers()? as u128);
    let vocabulary = shape.size(&["vocab_size"])?;
    let inner = shape.size(&["intermediate_size", "n_inner"])?;
    let (table, norms, head_norm) = match shape.kind {
        // The first layer has one norm less.
        "modernbert" => (vocabulary * hidden + hidden, (hidden * 2 * layers).less(hidden) + hidden, hidden),
        _ => (
            (vocabulary + shape.size_or(&["type_vocab_size"], N(2))?) * hidden + hidden * 2,
            hidden * 4 * layers,
            hidden * 2,
        ),
    };
    let layer = hidden * hidden * 4 + 3 * hidden * inner;
    let head = match shape.class_ends("ForMaskedLM") || shape.class_ends("ForPreTraining") {
        true => linear(hidden, hidden, shape.kind != "modernbert") + head_norm + vocabulary,
        false => N::ZERO,
    };
    Ok(Tally::of(table + norms + layer * layers + head))
}

/// Encoder and decoder with a bias for distances and no other.
pub fn t5(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let encoder = N(shape.layers()? as u128);
    let only_encoder = shape.class_ends("EncoderModel");
    let decoder = if only_encoder { N::ZERO } else { shape.size_or(&["num_decoder_layers"], encoder)? };
    let heads = shape.heads()?;
    let inner = heads * shape.size_or(&["d_kv"], hidden.over(heads))?;
    let gated = shape.word("feed_forward_proj").starts_with("gated") || shape.flag("is_gated_act", false);
    let feed = hidden * shape.size(&["d_ff", "intermediate_size"])? * if gated { 3 } else { 2 };
    let attention = hidden * inner * 4;
    let table = shape.size(&["vocab_size"])? * hidden;
    let buckets = shape.size_or(&["relative_attention_num_buckets"], N(32))? * heads;
    // One table of distances a stack, or one a layer.
    let stacks = if only_encoder { N(1) } else { N(2) };
    let distances = buckets * if shape.kind == "umt5" { encoder + decoder } else { stacks };
    let layers = encoder * (attention + feed + hidden * 2) + decoder * (attention * 2 + feed + hidden * 3);
    let all = Tally::of(layers + distances + hidden * stacks + table);
    if only_encoder || shape.tied(shape.kind != "mt5") {
        return Ok(all);
    }
    Ok(all.with(Tally { sure: table, looked_up: table, ..Tally::default() }))
}

/// Encoder and decoder with biases. By the family, positions are learned, and stacks end with a norm.
pub fn bart(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let (encoder, decoder) = (stack(shape, "encoder", hidden)?, stack(shape, "decoder", hidden)?);
    let learned = matches!(shape.kind, "bart" | "mbart" | "plbart");
    let positions = match learned {
        true => (shape.size(&["max_position_embeddings"])? + N(2)) * hidden * 2,
        false => N::ZERO,
    };
    let norm = hidden * 2;
    let norms = match shape.kind {
        "mbart" => norm * 4,
        "marian" => N::ZERO,
        _ => norm * 2,
    };
    let table = shape.size(&["vocab_size"])? * hidden;
    Ok(Tally::of(table + encoder + decoder + positions + norms))
}

/// The layers of an encoder, or of a decoder that also looks at the encoder.
fn stack(shape: &Shape<'_>, which: &str, hidden: N) -> Result<N, String> {
    let layers = shape.size(&[&format!("{which}_layers")])?;
    let inner = shape.size(&[&format!("{which}_ffn_dim")])?;
    let attentions = if which == "decoder" { N(2) } else { N(1) };
    Ok((attention(hidden) * attentions + perceptron(hidden, inner) + hidden * 2 * (attentions + N(1))) * layers)
}

/// Sound to text: two convolutions, an encoder, a decoder. Keys have no bias.
pub fn whisper(shape: &Shape<'_>) -> Result<Tally, String> {
    let hidden = shape.hidden()?;
    let (encoder, decoder) = (shape.size(&["encoder_layers"])?, shape.size(&["decoder_layers"])?);
    let layers = stack(shape, "encoder", hidden)? + stack(shape, "decoder", hidden)?;
    let no_biases = (encoder + decoder * 2) * hidden;
    let convolutions =
        linear(shape.size_or(&["num_mel_bins"], N(80))? * 3, hidden, true) + linear(hidden * 3, hidden, true);
    let positions = (shape.size(&["max_source_positions"])? + shape.size(&["max_target_positions"])?) * hidden;
    let table = shape.size(&["vocab_size"])? * hidden;
    Ok(Tally::of(layers.less(no_biases) + convolutions + positions + table + hidden * 4))
}

/// The text side of models that compare images and texts.
pub const TEXT_TOWER: Decoder = Decoder {
    mlp: Mlp::Plain,
    norm: Norm::ScaleShift,
    qkv: Bias::Yes,
    out: Bias::Yes,
    inner: Bias::Yes,
    tied: true,
    positions: Some(("max_position_embeddings", 0)),
    ..PLAIN_LLAMA
};

/// Images and texts compared: a tower for each, and a map from each.
pub fn image_and_text(shape: &Shape<'_>) -> Result<Tally, String> {
    let part = |key: &str| shape.inner(key).ok_or(format!("`{key}` is missing"));
    let (text, vision) = (part("text_config")?, part("vision_config")?);
    let siglip = shape.kind.starts_with("siglip");
    let towers = TEXT_TOWER.count(&text)?.plus(super::vision::tower(&vision, siglip)?);
    let (from_text, from_image) = (text.hidden()?, vision.hidden()?);
    let maps = match siglip {
        true => {
            let inner = vision.size(&["intermediate_size"])?;
            // A head of attention over the image, and a map of the text with a bias.
            attention(from_image)
                + perceptron(from_image, inner)
                + from_image * 3
                + linear(from_text, from_text, true)
                + N(2)
        }
        false => (from_text + from_image) * shape.size_or(&["projection_dim"], N(512))? + N(1),
    };
    Ok(towers.plus(maps))
}
