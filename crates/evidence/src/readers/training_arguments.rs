//! Arguments of a training tool (Transformers, TRL, axolotl, LLaMA-Factory, nanotron, GPT-NeoX, Megatron) in YAML or JSON:
//! the model that training went on from, and batch × sequence length × steps where all of them are given.
//!
//! That product is a plan and an upper bound, not what was done. `training_args.bin` is a pickle and never opened.

use gpai_rules::finding::Place;
use gpai_rules::number::Number;

use crate::candidates::{Amount, Base, Basis, Relation, Spare, around};
use crate::files::Entry;
use crate::model_name::model_name;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, has_any, shorten};
use crate::{limits, shape};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Arguments, sample: "train/args.yaml", wants, read };
const NAME: &str = "training arguments";

/// How many files are tried as training arguments.
const FILES: usize = 16;
/// Names of JSON files that hold arguments.
const JSON: [&str; 5] =
    ["training_args.json", "training_arguments.json", "train_args.json", "args.json", "sft_args.json"];
/// Words in the path of a YAML file that may hold arguments.
const HINTS: [&str; 12] =
    ["train", "config", "stage", "args", "axolotl", "recipe", "sft", "dpo", "lora", "finetun", "fine-tun", "neox"];
/// Tables in which the arguments may stand, besides the top.
const TABLES: [&str; 8] =
    ["tokens", "parallelism", "train", "training", "training_args", "training_arguments", "trainer", "model_args"];

fn wants(entry: &Entry) -> bool {
    let (path, name) = (entry.path.to_lowercase(), entry.name().to_lowercase());
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    JSON.contains(&name.as_str())
        || name == "training_args.bin"
        || (yaml && has_any(&path, &HINTS) && !name.contains("merge") && !name.contains("docker"))
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let (pickles, mut files): (Vec<&Entry>, Vec<&Entry>) =
        entries.iter().partition(|e| e.name().to_lowercase().ends_with(".bin"));
    for entry in pickles.iter().take(FILES) {
        run.note(&entry.path, NAME, "not opened: a pickle; never opened");
    }
    // What lies at the root is said of this model.
    files.sort_by_key(|e| (!e.at_root(), e.path.clone()));
    if let Some(beyond) = files.get(FILES) {
        run.limit("the number of files with training arguments", FILES, Place::file(&beyond.path));
    }
    for entry in files.into_iter().take(FILES) {
        let Some(text) = run.text(entry, limits::TRAINING_CONFIG, NAME) else { continue };
        let (json, yaml);
        let root = if entry.name().to_lowercase().ends_with(".json") {
            json = run.json(&text);
            json.as_ref()
        } else {
            yaml = run.yaml(&text);
            Result::as_ref(&yaml).ok()
        };
        match root {
            Some(root @ Node::Map(_)) => {
                let arguments = Arguments::new(root);
                let gave = [
                    bases(run, &text, &arguments, entry.at_root()),
                    plan(run, &text, &arguments),
                    parameters(run, &text, &arguments),
                ];
                let gave: Vec<String> = gave.into_iter().flatten().collect();
                run.note(
                    &text.file,
                    NAME,
                    if gave.is_empty() { "no arguments that count".into() } else { gave.join("; ") },
                );
            }
            Some(_) => run.note(&text.file, NAME, "nothing: no table of arguments"),
            None => run.note(&text.file, NAME, "nothing: not valid"),
        }
    }
}

/// Keys of the top and of known tables, `-` written as `_`, with the key as it stands in the file.
struct Arguments<'n>(Vec<(String, &'n str, &'n Node)>);

impl<'n> Arguments<'n> {
    fn new(root: &'n Node) -> Self {
        let mut all = Vec::new();
        let tables = TABLES.iter().filter_map(|t| root.get(t));
        for (key, value) in std::iter::once(root).chain(tables).flat_map(Node::entries) {
            all.push((key.to_lowercase().replace('-', "_"), key.as_str(), value));
        }
        Arguments(all)
    }

    /// The first of some keys that has a value: the key as it stands, and the value.
    fn get(&self, keys: &[&str]) -> Option<(&'n str, &'n Node)> {
        let of = |key: &&str| self.0.iter().find(|(k, _, v)| k == key && **v != Node::Null).map(|(_, k, v)| (*k, *v));
        keys.iter().find_map(of)
    }

    fn has(&self, keys: &[&str]) -> bool {
        self.get(keys).is_some()
    }

    fn text(&self, keys: &[&str]) -> Option<(&'n str, &'n str)> {
        self.get(keys).and_then(|(k, v)| Some((k, v.text()?.trim()))).filter(|(_, v)| !v.is_empty())
    }

    /// A size: a whole number above zero that some model could have.
    fn size(&self, keys: &[&str]) -> Option<(&'n str, u128)> {
        let (key, value) = self.get(keys)?;
        value.whole().filter(|n| (1..=1u128 << 50).contains(n)).map(|n| (key, n))
    }

    fn is(&self, keys: &[&str]) -> bool {
        matches!(self.get(keys), Some((_, Node::Bool(true))))
    }

    /// Whether the arguments are those of matrices beside the base's weights.
    fn adapter(&self) -> bool {
        let kinds = ["adapter", "finetuning_type", "tuner_type", "train_type", "peft_type", "peft_method", "sft_type"];
        let mut named = kinds.iter().filter_map(|k| self.text(&[k])).map(|(_, v)| v.to_lowercase());
        let small = |v: String| has_any(&v, &["lora", "dora", "ia3", "oft", "adapter", "prompt"]);
        named.any(small) || self.is(&["use_peft", "use_lora", "use_qlora"])
    }

    /// Whether the arguments are those of training that goes on from a model.
    fn goes_on(&self) -> bool {
        let stage = self.text(&["stage"]).is_some_and(|(_, v)| ["sft", "dpo", "rm", "ppo", "kto", "orpo"].contains(&v));
        let keys =
            ["base_model", "model_name_or_path", "model_id_or_path", "lora_r", "lora_rank", "chat_template", "rl"];
        stage || self.adapter() || self.has(&keys) || self.is(&["finetune"])
    }
}

/// The models that training went on from, and the teacher.
fn bases(run: &mut Run<'_>, text: &Text, arguments: &Arguments<'_>, at_root: bool) -> Option<String> {
    let mut named: Vec<(&str, &str, Relation)> = Vec::new();
    let relation = if arguments.adapter() { Relation::Adapter } else { Relation::FineTuned };
    let mut keys = vec!["base_model", "model_name_or_path", "model_id_or_path"];
    if arguments.goes_on() {
        // Elsewhere this is the name of the new model.
        keys.push("model_name");
    }
    let fresh = arguments.is(&["reinit_weights", "train_from_scratch", "from_scratch"]);
    named.extend(arguments.text(&keys).filter(|_| !fresh).map(|(key, name)| (key, name, relation)));
    let teacher = arguments.text(&["teacher_model_name_or_path", "teacher_model"]);
    named.extend(teacher.map(|(key, name)| (key, name, Relation::Distilled)));
    let mut gave = Vec::new();
    for (key, written, relation) in named {
        let Some(name) = model_name(written) else {
            gave.push(format!("{} is a path on a disk and names no model", shorten(key)));
            continue;
        };
        gave.push(format!("{} {}", shorten(key), shorten(name)));
        // Below the root lie examples of how to train this model further.
        if at_root {
            let source = place_of(text, key, written);
            if relation != Relation::Distilled {
                let why = format!("the training arguments name a base model, {}", shorten(name));
                run.derive(why, source.clone());
            }
            run.base(Base { name: name.to_owned(), relation, source });
        }
    }
    (!gave.is_empty()).then(|| gave.join("; "))
}

/// The line of a key with its value; a key alone may stand in a comment or in another key.
fn place_of(text: &Text, key: &str, value: &str) -> gpai_rules::fact::Source {
    let mut at = 0;
    for line in text.content.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t', '{', ',', '"', '\'']);
        if bare.starts_with(key) && line.contains(value) {
            return text.source(at + line.len() - bare.len());
        }
        at += line.len();
    }
    text.source_of(key)
}

/// Words of paths of examples, recipes for users, and stages after pre-training: their plans bound nothing.
const NOT_THE_TRAINING: [&str; 14] = [
    "example", "recipe", "finetun", "fine-tun", "fine_tun", "sft", "lora", "dpo", "rlhf", "grpo", "reward", "eval",
    "ablation", "debug",
];

/// Tokens that the arguments plan, if every factor is given and training starts from nothing.
fn plan(run: &mut Run<'_>, text: &Text, arguments: &Arguments<'_>) -> Option<String> {
    let (key, tokens, how) = planned(arguments)?;
    // More than 1e15 tokens is no plan: some factor was in tokens already.
    let tokens = Some(tokens).filter(|t| *t <= 1_000_000_000_000_000)?;
    let best = Number::from_u128(tokens);
    let gave = format!("{} tokens planned, {how}", best.significant(4));
    let path = text.file.to_lowercase();
    if NOT_THE_TRAINING.iter().any(|word| path.contains(word)) {
        return Some(format!("{gave}, in a file that is not about this model's own training"));
    }
    if arguments.goes_on() {
        return Some(format!("{gave}, of training that goes on from a model"));
    }
    run.plan(best, text.source_of(key).method(how));
    Some(gave)
}

fn planned<'n>(arguments: &Arguments<'n>) -> Option<(&'n str, u128, &'static str)> {
    if let Some((key, tokens)) = arguments.size(&["max_tokens", "train_tokens", "total_tokens", "max_train_tokens"]) {
        // A million tokens is no training; `max_tokens: 512` is a length of answers.
        return (tokens >= 1_000_000).then_some((key, tokens, "stated in the arguments"));
    }
    let lengths =
        ["seq_length", "seq_len", "sequence_length", "sequence_len", "max_seq_length", "max_seq_len", "cutoff_len"];
    let (_, length) = arguments.size(&lengths)?;
    if let Some((key, samples)) = arguments.size(&["train_samples"]) {
        return Some((key, samples.checked_mul(length)?, "samples times sequence length"));
    }
    let steps = ["train_iters", "train_steps", "max_steps", "num_train_steps", "total_steps"];
    let (key, steps) = arguments.size(&steps)?;
    let sequences = batch(arguments)?;
    // No batch has so many sequences: it is given in tokens.
    let sequences = Some(sequences).filter(|b| *b < 1 << 18)?;
    let tokens = sequences.checked_mul(length)?.checked_mul(steps)?;
    Some((key, tokens, "batch times sequence length times steps"))
}

/// Sequences of one step on all devices.
fn batch(arguments: &Arguments<'_>) -> Option<u128> {
    let mut global = vec!["global_batch_size", "global_train_batch_size"];
    // With DeepSpeed this is the batch of all devices, elsewhere that of one.
    if arguments.has(&["train_micro_batch_size_per_gpu", "train_iters"]) {
        global.push("train_batch_size");
    }
    if let Some((_, batch)) = arguments.size(&global) {
        return Some(batch);
    }
    let micro = ["train_micro_batch_size_per_gpu", "per_device_train_batch_size", "micro_batch_size"];
    let (_, micro) = arguments.size(&micro)?;
    let accumulated = ["gradient_accumulation_steps", "gas", "batch_accumulation_per_replica"];
    let (_, accumulated) = arguments.size(&accumulated)?;
    // Not all devices need hold data of their own: an upper bound.
    let devices = ["dp", "data_parallel_size", "world_size", "global_num_gpus", "num_gpus", "n_gpus", "num_processes"];
    let (_, devices) = arguments.size(&devices)?;
    micro.checked_mul(accumulated)?.checked_mul(devices)
}

/// The parameters of the whole shape, if nothing more exact is known.
fn parameters(run: &mut Run<'_>, text: &Text, arguments: &Arguments<'_>) -> Option<String> {
    let total = count(arguments)?;
    let best = Number::from_u128(total);
    let method = "computed from the shape";
    let gave = format!("{} parameters {method}", best.significant(4));
    let (key, _) = arguments.get(&["hidden_size"])?;
    let source = text.source_of(key).method(method);
    let within = around(&best, 95, 105);
    let amount = Amount { best, within, basis: Basis::Computed, source };
    run.spare(Spare { parameters: Some(amount), ..Spare::new(Basis::Computed) });
    Some(gave)
}

fn count(arguments: &Arguments<'_>) -> Option<u128> {
    let number = |keys: &[&str]| arguments.size(keys).map(|(_, n)| n);
    let width = number(&["hidden_size"])?;
    let (layers, heads) = (number(&["num_layers"])?, number(&["num_attention_heads"])?);
    let tied = match (
        arguments.get(&["no_weight_tying", "untie_embeddings_and_output_weights"]),
        arguments.get(&["tie_word_embeddings"]),
    ) {
        (Some((_, Node::Bool(untied))), _) => !untied,
        (None, Some((_, Node::Bool(tied)))) => *tied,
        _ => return None,
    };
    if arguments.has(&["num_experts", "moe_num_experts", "moe"]) {
        return None;
    }
    // The vocabulary is padded to a multiple, on every part of a split model.
    let rows = number(&["padded_vocab_size"]).or_else(|| {
        let multiple = number(&["make_vocab_size_divisible_by"]).unwrap_or(1);
        let multiple = multiple.checked_mul(number(&["model_parallel_size"]).unwrap_or(1))?;
        number(&["vocab_size"])?.checked_next_multiple_of(multiple)
    })?;
    let gated = arguments.is(&["swiglu"])
        || arguments.text(&["activation", "mlp_type"]).is_some_and(|(_, v)| has_any(v, &["swiglu", "geglu", "llama"]));
    let inner = number(&["ffn_hidden_size", "intermediate_size"]);
    if gated && inner.is_none() {
        return None;
    }
    let groups = number(&["num_query_groups", "num_kv_heads"]).unwrap_or(heads);
    let entry = |key: &str, n: u128| (key.to_owned(), Node::Whole(n));
    let mut entries = vec![
        entry("hidden_size", width),
        entry("num_hidden_layers", layers),
        entry("num_attention_heads", heads),
        entry("num_key_value_heads", groups),
        entry("vocab_size", rows),
        ("tie_word_embeddings".to_owned(), Node::Bool(tied)),
    ];
    entries.extend(inner.map(|n| entry("intermediate_size", n)));
    let kind = if gated { "llama" } else { "gpt_neox" };
    entries.push(("model_type".to_owned(), Node::Text(kind.to_owned())));
    shape::count(&Node::Map(entries)).ok().map(|c| c.total.best)
}

#[cfg(test)]
#[path = "training_arguments/tests.rs"]
mod tests;
