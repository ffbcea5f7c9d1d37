//! params.json, which stands beside weights in the layouts of Meta and Mistral: the parameters that the shape entails.

use gpai_rules::number::Number;

use crate::candidates::{Amount, Basis, Spare, around};
use crate::files::Entry;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, shorten};
use crate::{domain, found, limits, shape};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Beside, sample: "params.json", wants, read };
const NAME: &str = "params";

/// Keys of shapes that are not known here: other attention, other modalities, other mixtures of experts.
const UNKNOWN: [&str; 6] =
    ["moe_args", "kv_lora_rank", "q_lora_rank", "ssm_cfg", "vision_num_cross_attention_layers", "v_head_dim"];
/// Keys with which more than the language part is there.
const MORE: [&str; 5] = ["vision_encoder", "multimodal", "audio_encoder", "vision_args", "whisper_model_args"];

fn wants(entry: &Entry) -> bool {
    matches!(entry.path.as_str(), "params.json" | "original/params.json")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = run.text(entry, limits::CONFIG, NAME) else { continue };
        match run.json(&text) {
            Some(root @ Node::Map(_)) if root.get("dim").is_some() => inspect(run, &text, &root),
            Some(_) => run.note(&text.file, NAME, "no shape of a transformer"),
            None => run.note(&text.file, NAME, "nothing: no valid JSON"),
        }
    }
}

fn inspect(run: &mut Run<'_>, text: &Text, root: &Node) {
    let source = text.source_of("\"dim\"");
    // The language part may be one among others: encoders come on top.
    let high = if MORE.iter().any(|k| root.get(k).is_some()) { 130 } else { 105 };
    let counted = tying(root).iter().map(|tied| config(root, *tied).and_then(|c| shape::count(&c))).collect();
    let counted: Result<Vec<shape::Count>, String> = counted;
    let counts = match counted {
        Ok(counts) => counts,
        Err(why) => {
            run.note(&text.file, NAME, format!("no parameters: {}", shorten(&why)));
            // Where another file has given the shape, nothing is missing.
            let finding = Some(found::no_parameters(&shorten(&why), domain::place(&source)));
            return run.spare(Spare { finding, ..Spare::new(Basis::Computed) });
        }
    };
    let Some((first, last)) = counts.first().zip(counts.last()) else { return };
    let method = match counts.len() {
        1 => "computed from the shape",
        _ => "computed from the shape; whether embeddings are tied is not said",
    };
    run.note(&text.file, NAME, format!("{} parameters {method}", Number::from_u128(last.total.best).significant(4)));
    let amount = |low: u128, best: u128| {
        let best = Number::from_u128(best);
        let mut within = around(&best, 95, high);
        within.low = Number::from_u128(low).percent(95).significant(4);
        Amount { within, best, basis: Basis::Computed, source: source.clone().method(method) }
    };
    // Where another file says the same in more detail, this is not needed.
    run.spare(Spare {
        experts: last.active.is_some(),
        dense: Some(last.active.is_none()),
        parameters: Some(amount(first.total.best, last.total.best)),
        active: first.active.zip(last.active).map(|(low, best)| amount(low.best, best.best)),
        ..Spare::new(Basis::Computed)
    });
}

/// Whether input and output embeddings are one, or both cases where nothing is said.
fn tying(root: &Node) -> &'static [bool] {
    match root.get("tied_embeddings").or_else(|| root.get("tie_embeddings")) {
        Some(Node::Bool(true)) => &[true],
        Some(Node::Bool(false)) => &[false],
        // The layout with `hidden_dim` says so where they are tied.
        _ if root.get("hidden_dim").is_some() => &[false],
        _ => &[true, false],
    }
}

/// The same shape in the words of config.json.
fn config(root: &Node, tied: bool) -> Result<Node, String> {
    if let Some(key) = UNKNOWN.iter().find(|k| root.get(k).is_some_and(|v| *v != Node::Null)) {
        return Err(format!("the shape with `{key}` is not known"));
    }
    let needed = |key: &str| {
        root.get(key).and_then(Node::whole).filter(|n| (1..=1 << 40).contains(n)).ok_or(format!("`{key}` is not given"))
    };
    let heads = needed("n_heads")?;
    let mut entries = vec![
        ("hidden_size", needed("dim")?),
        ("num_hidden_layers", needed("n_layers")?),
        ("num_attention_heads", heads),
        // -1 means that the tokenizer says it.
        ("vocab_size", needed("vocab_size")?),
        ("intermediate_size", inner(root)?),
    ];
    for (key, name) in [("n_kv_heads", "num_key_value_heads"), ("head_dim", "head_dim")] {
        match root.get(key) {
            None | Some(Node::Null) => {}
            Some(_) => entries.push((name, needed(key)?)),
        }
    }
    let mut kind = "llama";
    match root.get("moe") {
        None | Some(Node::Null) => {}
        Some(moe) => {
            let number = |key: &str| moe.get(key).and_then(Node::whole).ok_or(format!("`moe.{key}` is not given"));
            if moe.entries().len() > 2 {
                return Err("the shape of this mixture of experts is not known".into());
            }
            entries.push(("num_local_experts", number("num_experts")?));
            entries.push(("num_experts_per_tok", number("num_experts_per_tok")?));
            kind = "mixtral";
        }
    }
    let mut entries: Vec<(String, Node)> = entries.into_iter().map(|(k, n)| (k.to_owned(), Node::Whole(n))).collect();
    entries.push(("tie_word_embeddings".to_owned(), Node::Bool(tied)));
    entries.push(("model_type".to_owned(), Node::Text(kind.to_owned())));
    Ok(Node::Map(entries))
}

/// The width of the perceptron: as it stands, or two thirds of four times `dim`, times a factor, rounded up to a multiple.
fn inner(root: &Node) -> Result<u128, String> {
    let whole = |key: &str| root.get(key).and_then(Node::whole).filter(|n| (1..=1 << 40).contains(n));
    if let Some(width) = whole("hidden_dim") {
        return Ok(width);
    }
    let missing = || "neither `hidden_dim` nor `multiple_of` is given".to_owned();
    let (dim, multiple) = (whole("dim").ok_or_else(missing)?, whole("multiple_of").ok_or_else(missing)?);
    let two_thirds = (8 * dim) / 3;
    let scaled = match root.get("ffn_dim_multiplier") {
        None | Some(Node::Null) => Some(two_thirds),
        Some(Node::Whole(n)) => two_thirds.checked_mul(*n),
        Some(Node::Other(text)) => decimal(text).and_then(|(n, tens)| two_thirds.checked_mul(n)?.checked_div(tens)),
        Some(_) => None,
    };
    scaled.and_then(|n| n.checked_next_multiple_of(multiple)).ok_or("`ffn_dim_multiplier` is no factor".to_owned())
}

/// `1.3` as 13 and 10.
fn decimal(text: &str) -> Option<(u128, u128)> {
    let (whole, fraction) = text.split_once('.')?;
    if whole.len() > 6 || fraction.len() > 17 {
        return None;
    }
    Some((format!("{whole}{fraction}").parse().ok()?, 10u128.checked_pow(u32::try_from(fraction.len()).ok()?)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::candidates::Candidates;
    use crate::files::Memory;
    use crate::probe::run;

    fn of(json: &str) -> (Candidates, Found) {
        run(&READER, &Memory::new().with("params.json", json))
    }

    fn best(json: &str) -> Option<String> {
        of(json).0.parameters.first().map(|a| a.best.to_string())
    }

    #[test]
    fn a_width_that_is_given() {
        let json = r#"{"dim": 64, "n_layers": 2, "n_heads": 4, "n_kv_heads": 2, "head_dim": 16, "hidden_dim": 128, "vocab_size": 100}"#;
        // 2 · (2·64·64 + 2·64·32 + 3·64·128 + 2·64) + 2·100·64 + 64
        assert_eq!(best(json).as_deref(), Some("86848"));
        let tied = json.replace("{\"dim\"", "{\"tied_embeddings\": true, \"dim\"");
        assert_eq!(best(&tied).as_deref(), Some("80448"));
    }

    #[test]
    fn a_width_that_follows() {
        let json = r#"{"dim": 4096, "ffn_dim_multiplier": 1.3, "multiple_of": 1024, "n_heads": 32, "n_kv_heads": 8, "n_layers": 32,
            "norm_eps": 1e-05, "rope_theta": 500000.0, "vocab_size": 128256}"#;
        // int(1.3 · int(2 · 16384 / 3)) = 14198, up to 14336.
        let (candidates, _) = of(json);
        let amount = &candidates.parameters[0];
        assert_eq!(amount.best.to_string(), "8030261248");
        // Tied embeddings are possible: nothing is said of them.
        assert_eq!(amount.within.low.to_string(), "7130000000");
        assert!(amount.source.method.as_ref().unwrap().contains("tied"));
    }

    #[test]
    fn experts_have_an_active_count() {
        let json = r#"{"dim": 64, "n_layers": 1, "n_heads": 4, "head_dim": 16, "hidden_dim": 128, "vocab_size": 100,
            "moe": {"num_experts": 8, "num_experts_per_tok": 2}}"#;
        let (candidates, _) = of(json);
        let active = candidates.active[0].best.to_string().parse::<u64>().unwrap();
        let total = candidates.parameters[0].best.to_string().parse::<u64>().unwrap();
        // Six of eight experts are not chosen, and of the input embeddings a token uses one row.
        assert_eq!(total - active, 6 * 3 * 64 * 128 + 100 * 64);
        assert!(best(&json.replace("\"num_experts\": 8", "\"num_experts\": 8, \"shared\": 1")).is_none());
    }

    #[test]
    fn what_is_not_given_is_not_computed() {
        let whole = r#"{"dim": 64, "n_layers": 2, "n_heads": 4, "multiple_of": 32, "vocab_size": 100}"#;
        assert!(best(whole).is_some());
        for (part, instead) in [
            ("\"vocab_size\": 100", "\"vocab_size\": -1"),
            ("\"vocab_size\": 100", "\"x\": 100"),
            ("\"n_layers\": 2", "\"n_layers\": 0"),
            ("\"n_heads\": 4", "\"n_heads\": \"4\""),
            ("\"multiple_of\": 32", "\"multiple_of\": 0"),
            ("\"multiple_of\": 32", "\"multiple_of\": 32, \"ffn_dim_multiplier\": -1.5"),
            ("\"multiple_of\": 32", "\"multiple_of\": 32, \"ffn_dim_multiplier\": 1e300"),
            ("\"multiple_of\": 32", "\"multiple_of\": 1099511627776, \"n_kv_heads\": []"),
            ("\"dim\": 64", "\"kv_lora_rank\": 8, \"dim\": 64"),
            ("\"dim\": 64", "\"dim\": 99999999999999999999999999999"),
        ] {
            let (candidates, found) = of(&whole.replace(part, instead));
            assert!(candidates.parameters.is_empty(), "{instead}");
            assert!(found.findings.iter().any(|f| f.code == "parameters-not-computed"), "{instead}");
        }
        for other in ["{", "[]", "{}", "{\"learning_rate\": 1}"] {
            assert!(best(other).is_none());
        }
    }
}
