//! A training configuration in YAML whose `model:` table gives the shape (`d_model`, `n_layers`, …).

use gpai_rules::finding::Place;
use gpai_rules::names;
use gpai_rules::number::Number;

use crate::candidates::{Amount, Basis, around};
use crate::files::Entry;
use crate::limits;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::Text;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Configuration, sample: "train.yaml", wants, read };
const NAME: &str = "training configuration";

fn wants(entry: &Entry) -> bool {
    let name = entry.name();
    let hints = ["training", "train", "config", "pretrain", "stage"];
    (name.ends_with(".yaml") || name.ends_with(".yml")) && hints.iter().any(|h| entry.path.to_lowercase().contains(h))
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(limits::TRAINING_CONFIGS) {
        run.limit("the number of training configurations", limits::TRAINING_CONFIGS, Place::file(&beyond.path));
    }
    for entry in entries.iter().take(limits::TRAINING_CONFIGS) {
        let Some(text) = run.text(entry, limits::TRAINING_CONFIG, NAME) else { continue };
        match run.yaml(&text).as_ref() {
            Ok(node) => inspect(run, &text, node),
            Err(_) => run.note(&text.file, NAME, "nothing: no valid YAML"),
        }
    }
}

fn inspect(run: &mut Run<'_>, text: &Text, root: &Node) {
    let Some(model) = root.get("model").filter(|m| m.get("d_model").is_some()) else {
        return run.note(&text.file, NAME, "no `model:` table with d_model");
    };
    let source = text.source_of("d_model");
    match count(model) {
        Some(total) => {
            let best = Number::from_u128(total);
            let method = "computed from the shape";
            run.note(&text.file, NAME, format!("{} parameters {method}", best.significant(4)));
            let within = around(&best, 95, 105);
            run.parameters(Amount { best, within, basis: Basis::Computed, source: source.method(method) });
        }
        None => {
            run.no_parameters(
                "the training configuration does not give the whole shape",
                crate::domain::place(&source),
            );
            run.note(&text.file, NAME, "the shape is not complete");
        }
    }
    if model.get("vocab_size").is_some() && (root.get("tokenizer").is_some() || model.get("tokenizer").is_some()) {
        run.modality(names::MODEL_OUTPUTS, &["text"], text.source_of("vocab_size"));
    }
    let planned = root.get("scheduler").and_then(|s| s.get("t_max")).and_then(Node::whole);
    let in_tokens = root.get("scheduler").and_then(|s| s.get("units")).and_then(Node::text) == Some("tokens");
    if let Some(planned) = planned.filter(|_| in_tokens) {
        run.plan(Number::from_u128(planned), text.source_of("t_max"));
    }
}

/// The parameters of the `model:` table. `mlp_hidden_size` holds gate and up together where the activation is gated.
fn count(model: &Node) -> Option<u128> {
    let number = |key: &str| model.get(key).and_then(Node::whole).filter(|n| (1..=1 << 40).contains(n));
    let (width, layers, heads) = (number("d_model")?, number("n_layers")?, number("n_heads")?);
    let groups = number("n_kv_heads").unwrap_or(heads);
    let inner = number("mlp_hidden_size").or_else(|| width.checked_mul(number("mlp_ratio")?))?;
    let rows = number("embedding_size").or_else(|| number("vocab_size"))?;
    let gated = matches!(model.get("activation_type").and_then(Node::text), Some("swiglu" | "geglu" | "reglu"));
    let tied = matches!(model.get("weight_tying"), Some(Node::Bool(true)) | None);
    let attention = width.checked_mul(width)?.checked_mul(2)?;
    let keys = width.checked_mul(width)?.checked_mul(2)?.checked_mul(groups)?.checked_div(heads)?;
    let up = width.checked_mul(inner)?;
    let down = if gated { up.checked_div(2)? } else { up };
    let layer = attention.checked_add(keys)?.checked_add(up)?.checked_add(down)?;
    let embeddings = rows.checked_mul(width)?.checked_mul(if tied { 1 } else { 2 })?;
    layer.checked_mul(layers)?.checked_add(embeddings)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::read;

    #[test]
    fn a_training_configuration_gives_parameters_and_text() {
        let yaml = "model:\n  d_model: 1024\n  n_layers: 10\n  n_heads: 8\n  mlp_hidden_size: 4096\n  activation_type: swiglu\n  \
                    vocab_size: 1000\n  weight_tying: false\ntokenizer:\n  identifier: x\nscheduler:\n  units: tokens\n  t_max: 5e12\n";
        let found = read(&Memory::new().with("training/stage1.yaml", yaml), &Licences::default());
        assert_eq!(found.facts.value("model.outputs"), Some(Value::at_least(["text"])));
        let Some(Value::Number(within)) = found.facts.value("model.parameters") else { panic!("no parameters") };
        // 10 · (4 · 1024² + 1.5 · 1024 · 4096) + 2 · 1000 · 1024
        assert_eq!(within.best.map(|b| b.to_string()), Some("106905600".into()));
    }
}
