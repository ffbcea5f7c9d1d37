//! The number of parameters of a model from its shape. Whole numbers, checked; what is not known is not computed.
//!
//! A family of networks is one line in [`families`]. Models of several parts are counted part by part.

mod decoder;
mod encoders;
mod experts;
mod families;
mod gemma;
mod latent;
mod mixed;
mod old;
mod parts;
mod sizes;
mod tally;
mod unknown;
mod vision;

use families::Family;
use sizes::Shape;
use tally::Tally;

use crate::limits;
use crate::node::Node;

pub use tally::{Band, Count};

/// Percent by which a count of a known shape may be off: rounding of tables to multiples, heads for other tasks.
const KNOWN: u128 = 2;

/// Keys under which the language part of a model of several parts stands.
const LANGUAGE: [&str; 4] = ["text_config", "llm_config", "language_config", "thinker_config"];
/// Keys of the parts that read images or sound, and of those that make sound.
const SENSES: [&str; 3] = ["vision_config", "vision_tower_config", "visual"];
/// Keys of parts whose shape is not looked into.
const OTHERS: [&str; 6] =
    ["audio_config", "talker_config", "token2wav_config", "code2wav_config", "speech_config", "audio_encoder_config"];

/// The language part of a configuration and its model type; the whole if it has no parts.
pub fn language(config: &Node) -> (&Node, bool) {
    let mut part = (config, false);
    // `thinker_config` holds a `text_config` again.
    for _ in 0..2 {
        let inner = LANGUAGE.iter().find_map(|k| part.0.get(k).filter(|n| matches!(n, Node::Map(_))));
        match inner {
            Some(inner) => part = (inner, true),
            None => break,
        }
    }
    part
}

/// Whether a configuration is one of a mixture of experts.
pub fn has_experts(config: &Node) -> bool {
    let many = |node: &Node| {
        let keys = experts::NUMBER.iter().chain(&experts::CHOSEN).chain(&["moe_intermediate_size"]);
        keys.filter_map(|k| node.get(k)).any(|v| v.whole().is_some_and(|n| n > 1))
    };
    many(config) || config.get("ffn_config").is_some_and(many)
}

/// The classes that a checkpoint was saved from.
pub fn classes(config: &Node) -> Vec<&str> {
    match config.get("architectures") {
        Some(Node::List(list)) => list.iter().take(limits::SPAN).filter_map(Node::text).collect(),
        Some(Node::Text(one)) => vec![one],
        _ => Vec::new(),
    }
}

fn kind(node: &Node) -> &str {
    node.get("model_type").and_then(Node::text).unwrap_or_default()
}

/// The parameters of a configuration, or why they are not computed.
pub fn count(config: &Node) -> Result<Count, String> {
    let classes = classes(config);
    // Some families are counted as a whole although they have parts.
    if let Some((name, Family::Own(rule))) = families::find(kind(config), &[]) {
        return rule(&Shape::whole(config, name))?.count(KNOWN, "computed from the shape".to_owned());
    }
    let (part, nested) = language(config);
    let own_classes = self::classes(part);
    let inner_kind = if nested { kind(part) } else { kind(config) };
    let Some((name, family)) = families::find(inner_kind, if nested { &own_classes } else { &classes }) else {
        return match nested {
            true => Err(format!("the shape of the part `{inner_kind}` is not known")),
            false => unknown::count(&Shape::whole(config, inner_kind), &classes, config.entries()),
        };
    };
    let shape = match nested {
        true => Shape::part(part, config, name, families::unsaid(name)),
        false => Shape::whole(config, name),
    };
    let language = match family {
        Family::Decoder(decoder) => decoder.count(&shape)?,
        Family::Own(rule) => rule(&shape)?,
    };
    let others = others(config, &shape, nested, language)?;
    let method = match others {
        None => "computed from the shape".to_owned(),
        Some(others) if others.beyond == sizes::N::ZERO => "computed from the shapes of the parts".to_owned(),
        Some(others) if others.sure > sizes::N::ZERO => {
            "computed from the shapes of the parts; that of the vision part is assumed to be the usual one".to_owned()
        }
        Some(_) => {
            "computed from the shape of the language part, with room for the parts that are not described".to_owned()
        }
    };
    language.with(others.unwrap_or_default()).count(KNOWN, method)
}

/// The parts besides the language part, if there are any.
fn others(config: &Node, shape: &Shape<'_>, nested: bool, language: Tally) -> Result<Option<Tally>, String> {
    let map = |k: &&str| config.get(k).or_else(|| thinker(config)?.get(k)).filter(|n| matches!(n, Node::Map(_)));
    let vision = SENSES.iter().find_map(&map);
    let more = OTHERS.iter().any(|k| map(k).is_some());
    let mut all = Tally::default();
    if let Some(vision) = vision {
        let own = kind(vision);
        let name = if own.is_empty() { kind(config) } else { own };
        all = all.with(vision::part(&Shape::part(vision, config, name, families::unsaid(name)), shape.hidden()?)?);
    }
    // A model of parts that describes none but the language part has others all the same, unless it is a language model.
    let hidden_parts = nested && vision.is_none() && !shape.class_ends("ForCausalLM");
    if more || hidden_parts {
        all = all.with(vision::undescribed(language.sure));
    }
    Ok((vision.is_some() || more || hidden_parts).then_some(all))
}

/// The part of a speaking model that thinks.
fn thinker(config: &Node) -> Option<&Node> {
    config.get("thinker_config")
}
