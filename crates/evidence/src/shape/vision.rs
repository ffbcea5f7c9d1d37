//! The part of a model that reads images or sound: towers of known shape exactly, others as ordinary vision transformers.

use super::parts::linear;
use super::sizes::{N, Shape};
use super::tally::Tally;

/// What an undescribed part may add: percent of the language part, and weights besides. Published models stay below:
/// small ones pair an encoder of 0.1 to 0.6 billion with a language part of the same size, larger ones an encoder of at
/// most 6 billion with a language part of 20 billion.
const UNDESCRIBED: (u128, N) = (30, N(700_000_000));

/// What parts that are not described may add to a language part.
pub fn undescribed(language: N) -> Tally {
    Tally { beyond: language.percent(UNDESCRIBED.0) + UNDESCRIBED.1, ..Tally::default() }
}

/// How a tower's weights follow from its keys.
type Rule = fn(&Shape<'_>, N) -> Result<N, String>;

/// Towers whose shape is known with the map into the language part: model types of the part, and the rule.
const TOWERS: [(&[&str], Rule); 7] = [
    (
        &[
            "qwen3_vl",
            "qwen3_vl_moe",
            "qwen3_vl_vision",
            "qwen3_vl_moe_vision",
            "qwen3_5",
            "qwen3_5_moe",
            "qwen3_5_vision",
            "qwen3_5_moe_vision",
        ],
        merged_at_depths,
    ),
    (&["qwen2_vl", "qwen2_vl_vision"], merged),
    (&["qwen2_5_vl", "qwen2_5_vl_vision"], merged_gated),
    (&["siglip_vision_model", "clip_vision_model"], compared),
    (&["gemma4_vision"], four_norms),
    (&["llama4_vision_model"], shuffled),
    (&["pixtral"], rotated),
];

/// The weights of a tower and of what leads into a language part of some width; the sure part is 0 if nothing is known.
pub fn part(shape: &Shape<'_>, language: N) -> Result<Tally, String> {
    match TOWERS.iter().find(|(kinds, _)| kinds.contains(&shape.kind)) {
        Some((_, rule)) => rule(shape, language).map(Tally::of),
        None => ordinary(shape, language),
    }
}

/// Patches, layers and their widths under the usual keys.
struct Sizes {
    width: N,
    layers: N,
    inner: N,
    /// Numbers of a patch: its pixels times colours and times frames.
    patch: N,
}

fn sizes(shape: &Shape<'_>) -> Result<Sizes, String> {
    let width = shape.size(&["hidden_size", "embed_dim", "width"])?;
    let inner = match shape.maybe(&["intermediate_size", "mlp_dim"])? {
        Some(inner) => inner,
        None => width * shape.size_or(&["mlp_ratio"], N(4))?,
    };
    let side = shape.size(&["patch_size"])?;
    let colours = shape.size_or(&["num_channels", "in_channels", "in_chans"], N(3))?;
    let frames = shape.size_or(&["temporal_patch_size"], N(1))?;
    let layers =
        N(shape.layers().or_else(|_| shape.size(&["depth"]).map(|n| usize::try_from(n.0).unwrap_or(0)))? as u128);
    Ok(Sizes { width, layers, inner, patch: side * side * colours * frames })
}

/// Positions of an image's patches.
fn patches(shape: &Shape<'_>) -> Result<N, String> {
    let side = shape.size(&["image_size"])?.over(shape.size(&["patch_size"])?);
    Ok(side * side)
}

/// An ordinary layer: attention and a plain perceptron with biases, two norms with summands.
fn layer(s: &Sizes) -> N {
    linear(s.width, s.width, true) * 4 + linear(s.width, s.inner, true) + linear(s.inner, s.width, true) + s.width * 4
}

/// The vision side of models that compare images and texts; with or without a token for the whole image.
pub fn tower(shape: &Shape<'_>, siglip: bool) -> Result<N, String> {
    let s = sizes(shape)?;
    let places = patches(shape)? + N(1).when(!siglip);
    let start = linear(s.patch, s.width, siglip) + (s.width * 3).when(!siglip);
    Ok(start + places * s.width + layer(&s) * s.layers + s.width * 2)
}

/// A tower of that kind before a language part, with the map of the outer model.
fn compared(shape: &Shape<'_>, language: N) -> Result<N, String> {
    let s = sizes(shape)?;
    let siglip = shape.kind == "siglip_vision_model";
    let outer = shape.outer.and_then(|o| o.get("model_type")).and_then(crate::node::Node::text).unwrap_or_default();
    let map = match outer {
        "gemma3" => s.width * language + s.width,
        "paligemma" => linear(s.width, language, true),
        _ => linear(s.width, language, true) + linear(language, language, true),
    };
    // The head that pools the image is not used but stays in where the configuration does not take it out.
    let head = linear(s.width, s.width, true) * 4
        + linear(s.width, s.inner, true)
        + linear(s.inner, s.width, true)
        + s.width * 3;
    Ok(tower(shape, siglip)? + map + head.when(siglip && shape.flag("vision_use_head", true)))
}

/// Four neighbouring patches merged at the end, and once more for each depth that is listed.
fn merged_at_depths(shape: &Shape<'_>, language: N) -> Result<N, String> {
    let s = sizes(shape)?;
    let out = shape.size_or(&["out_hidden_size"], language)?;
    let side = shape.size_or(&["spatial_merge_size"], N(2))?;
    let four = s.width * side * side;
    let merger = linear(four, four, true) + linear(four, out, true);
    let depths = N(shape.list("deepstack_visual_indexes").map_or(0, |l| l.len().min(64)) as u128);
    let places = shape.maybe(&["num_position_embeddings"])?.unwrap_or(N::ZERO) * s.width;
    let start = linear(s.patch, s.width, true) + places;
    Ok(start + layer(&s) * s.layers + merger + s.width * 2 + (merger + four * 2) * depths)
}

/// Four neighbouring patches merged at the end.
fn merged(shape: &Shape<'_>, _: N) -> Result<N, String> {
    let out = shape.size(&["hidden_size"])?;
    let width = shape.size(&["embed_dim"])?;
    let s = Sizes { width, inner: width * shape.size_or(&["mlp_ratio"], N(4))?, ..sizes(shape)? };
    let four = width * 4;
    Ok(s.patch * width + layer(&s) * s.layers + width * 2 + linear(four, four, true) + linear(four, out, true))
}

/// The same with a gated perceptron and plainer norms.
fn merged_gated(shape: &Shape<'_>, language: N) -> Result<N, String> {
    let s = sizes(shape)?;
    let out = shape.size_or(&["out_hidden_size"], language)?;
    let perceptron = linear(s.width, s.inner, true) * 2 + linear(s.inner, s.width, true);
    let layer = linear(s.width, s.width, true) * 4 + perceptron + s.width * 2;
    let four = s.width * 4;
    Ok(s.patch * s.width + layer * s.layers + s.width + linear(four, four, true) + linear(four, out, true))
}

/// Gated perceptron, four norms a layer, one table of positions for each direction.
fn four_norms(shape: &Shape<'_>, language: N) -> Result<N, String> {
    let s = sizes(shape)?;
    let heads = shape.heads()?;
    let head = shape.size_or(&["head_dim"], s.width.over(heads))?;
    let attention = s.width * heads * head * 4 + head * 2;
    let places = shape.size_or(&["position_embedding_size"], N(10_240))? * s.width * 2;
    Ok(s.patch * s.width + places + (attention + 3 * s.width * s.inner + s.width * 4) * s.layers + s.width * language)
}

/// Neighbouring patches put beside each other and mapped twice.
fn shuffled(shape: &Shape<'_>, language: N) -> Result<N, String> {
    let s = sizes(shape)?;
    let places = (patches(shape)? + N(2)) * s.width;
    let middle = shape.size_or(&["projector_input_dim"], N(4_096))?;
    let out = shape.size_or(&["projector_output_dim"], N(4_096))?;
    let map = s.inner * middle + middle * out + shape.size_or(&["vision_output_dim"], out)? * language;
    Ok(s.patch * s.width + places + layer(&s) * s.layers + s.width * 4 + map)
}

/// Gated perceptron, rotated positions, no biases.
fn rotated(shape: &Shape<'_>, language: N) -> Result<N, String> {
    let s = sizes(shape)?;
    let layer = s.width * s.width * 4 + 3 * s.width * s.inner + s.width * 2;
    let outer = |key: &str| shape.outer.and_then(|o| o.get(key)).and_then(crate::node::Node::whole);
    // Where patches are merged before the map, a norm and a map of the merged patch come first.
    let merger = outer("spatial_merge_size")
        .filter(|n| (1..=64).contains(n))
        .map_or(N::ZERO, |side| s.width + s.width * s.width * side * side);
    let bias =
        shape.outer.is_none_or(|o| !matches!(o.get("multimodal_projector_bias"), Some(crate::node::Node::Bool(false))));
    let map = linear(s.width, language, bias) + linear(language, language, bias);
    Ok(s.patch * s.width + s.width + layer * s.layers + merger + map)
}

/// An ordinary vision transformer of unknown family: with a plain perceptron, at most with a gated one and large maps.
fn ordinary(shape: &Shape<'_>, language: N) -> Result<Tally, String> {
    let Ok(s) = sizes(shape) else { return Ok(undescribed(language)) };
    let sure = s.patch * s.width + layer(&s) * s.layers + linear(s.width, language, true);
    let gates = s.width * s.inner * s.layers;
    let maps = s.width * language * 4 + language * language * 2 + s.width * s.width * 32;
    Ok(Tally { sure, beyond: gates + maps, ..Tally::default() })
}

/// A vision transformer alone, with a pooler.
pub fn alone(shape: &Shape<'_>) -> Result<Tally, String> {
    let s = sizes(shape)?;
    let places = (patches(shape)? + N(1)) * s.width;
    let labels = shape.get("id2label").map_or(0, |l| l.entries().len()) as u128;
    // A classifier has a map to its classes, anything else a pooler.
    let head = match shape.class_ends("ForImageClassification") {
        true => linear(s.width, N(labels.max(2)), true),
        false => linear(s.width, s.width, true),
    };
    Ok(Tally::of(linear(s.patch, s.width, true) + places + s.width + layer(&s) * s.layers + s.width * 2 + head))
}
