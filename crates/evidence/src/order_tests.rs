//! Readers in any order find the same: no reader sees what another found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use gpai_rules::law::Law;

use crate::files::{Entry, Memory};
use crate::reader::Reader;
use crate::readers::READERS;
use crate::{About, Found, read_as, read_by};

/// Random orders tried for each folder.
const SHUFFLES: usize = 200;

/// A GGUF header with a licence and a base, of one tensor.
fn gguf(licence: &str, base: &str, tensor: &str, kind: u32) -> Vec<u8> {
    fn text(out: &mut Vec<u8>, text: &str) {
        out.extend((text.len() as u64).to_le_bytes());
        out.extend(text.as_bytes());
    }
    let keys = [
        ("general.architecture", "llama"),
        ("general.license", licence),
        ("general.base_model.0.repo_url", base),
        ("tokenizer.ggml.model", "gpt2"),
    ];
    let mut out = b"GGUF\x03\0\0\0".to_vec();
    out.extend(1u64.to_le_bytes());
    out.extend((keys.len() as u64 + 1).to_le_bytes());
    for (key, value) in keys {
        text(&mut out, key);
        out.extend(8u32.to_le_bytes());
        text(&mut out, value);
    }
    text(&mut out, "general.base_model.count");
    out.extend(4u32.to_le_bytes());
    out.extend(1u32.to_le_bytes());
    text(&mut out, tensor);
    out.extend(2u32.to_le_bytes());
    out.extend(3_000_000u64.to_le_bytes());
    out.extend(1_000u64.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(0u64.to_le_bytes());
    out
}

fn safetensors(header: &str) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes
}

const CARD: &str = "---\nlicense: mit\nbase_model: org/Base-3B\ntags: [gguf, merge]\nextra_gated_prompt: your name\n---\n# X-3B\n\n\
    X is a 3B parameter language model, fine-tuned from `other/Thing-3B`. It was pretrained on 2T tokens of synthetic data.\n\n\
    | Model | Training GPU hours (H100) | Params |\n|---|---|---|\n| X 3B | 1M | 3B |\n\n\
    Training took 3.8e22 FLOPs. See the [training data summary](https://example.org/s).\n";
const PLAIN: &str = "# Y\n\nY is a language model with 7B parameters, trained on 1T tokens. The weights are released under the MIT License.\n";
const CONFIG: &str = r#"{"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2,
    "num_attention_heads": 4, "intermediate_size": 128, "vocab_size": 100, "torch_dtype": "bfloat16"}"#;
const SCHEDULE: &str = "model:\n  d_model: 64\n  n_layers: 2\n  n_heads: 4\n  mlp_hidden_size: 128\n  vocab_size: 100\ntokenizer: {}\n\
    scheduler:\n  units: tokens\n  t_max: 5e12\n";
const ARGUMENTS: &str = r#"{"base_model": "org/Fourth-3B", "hidden_size": 64, "num_layers": 2, "num_attention_heads": 4, "vocab_size": 100,
    "no_weight_tying": true, "seq_length": 2048, "train_iters": 1000, "global_batch_size": 8}"#;
const PARAMS: &str = r#"{"dim": 64, "n_layers": 2, "n_heads": 4, "hidden_dim": 128, "vocab_size": 100}"#;
const HOUSE: &str =
    "Terms of a house that nobody knows, with many words so that it is long enough to be a text of its own kind.\n";

/// Folders in which many readers have something to say of the same.
fn folders() -> Vec<Memory> {
    let weights = safetensors(r#"{"a": {"dtype": "BF16", "shape": [3000, 1000000]}}"#);
    let mit = spdx::text::LICENSE_TEXTS.iter().find(|(id, _)| *id == "MIT").unwrap().1;
    let edited = format!("{mit}\nNo commercial use.\n");
    let most = Memory::new()
        .with("README.md", CARD)
        .with("README", PLAIN)
        .with("LICENSE", edited.as_str())
        .with("LICENSE-CODE", "apache-2.0")
        .with("USE_POLICY.md", "Be kind. The weights are not available in the EU.\n")
        .with("NOTICE", "Built with Example\n")
        .with("config.json", CONFIG)
        .with("adapter_config.json", r#"{"base_model_name_or_path": "org/Second-3B"}"#)
        .with("model.safetensors", weights.clone())
        .with("model.safetensors.index.json", r#"{"metadata": {"total_size": 6000000000}, "weight_map": {}}"#)
        .with("x-Q4_K_M.gguf", gguf("llama3.1", "org/Third-3B", "blk.ffn_exps.x", 12))
        .with("trainer_state.json", r#"{"global_step": 5, "total_flos": 3e18}"#)
        .with("training_args.json", ARGUMENTS)
        .with("train/config.yaml", SCHEDULE)
        .with("mergekit_config.yml", "merge_method: x\nmodels:\n- model: org/Fifth-3B\n")
        .with("params.json", PARAMS)
        .with("pytorch_model.bin.index.json", "{}")
        .with("emissions.csv", "duration,gpu_count,gpu_model,run_id\n95000.5,2,2 x NVIDIA A100-SXM4-80GB,a\n")
        .with("tokenizer_config.json", r#"{"tokenizer_class": "EsmTokenizer"}"#)
        .with("model_index.json", r#"{"_class_name": "XPipeline", "unet": ["diffusers", "UNet2DModel"]}"#)
        .with("croissant.json", r#"{"@type": "sc:Dataset", "name": "d"}"#);
    let quantised = Memory::new()
        .with("x-Q4_K_M.gguf", gguf("mit", "org/Third-3B", "w", 12))
        .with("y-f16.gguf", gguf("apache-2.0", "org/Other-3B", "w", 1))
        .with("LICENSE", edited)
        .with("params.json", PARAMS)
        .with("training_args.json", ARGUMENTS);
    let bare = Memory::new().with("params.json", PARAMS).with("training_args.json", ARGUMENTS);
    let sentences = Memory::new().with("README.md", PLAIN).with("README", PLAIN).with("USE_POLICY", HOUSE);
    let schedules =
        Memory::new().with("train/config.yaml", SCHEDULE).with("args.yaml", SCHEDULE.replace("5e12", "4e12"));
    let data = Memory::new()
        .with("README.md", "---\nlicense: other\nlicense_name: house\ndataset_info: x\n---\n")
        .with("dataset_infos.json", "{}")
        .with("LICENSE", HOUSE);
    let broken = ["README.md", "config.json", "adapter_config.json", "LICENSE", "x.gguf", "training_args.json"]
        .into_iter()
        .fold(Memory::new().with("model.safetensors", weights), |files, path| files.with(path, "{\"a\": \u{fffd}"));
    vec![most, quantised, bare, sentences, schedules, data, broken]
}

/// A number generator of a few lines, so that a failure comes back.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

#[test]
fn the_order_of_readers_changes_nothing() {
    let law = Law::book().unwrap();
    let about = About { name: Some("org/X-3B".into()), ..About::default() };
    let mut orders: Vec<Vec<&Reader>> = Vec::new();
    for start in 0..READERS.len() {
        orders.push(READERS.iter().cycle().skip(start).take(READERS.len()).collect());
    }
    orders.push(READERS.iter().rev().collect());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..SHUFFLES {
        let mut order: Vec<&Reader> = READERS.iter().collect();
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        orders.push(order);
    }
    for (i, files) in folders().iter().enumerate() {
        let found: Found = read_as(files, &law.licences, &about);
        assert!(!found.looked_at.is_empty());
        for order in &orders {
            let again = read_by(order.iter().copied(), files, &law.licences, &about);
            let names: Vec<&str> = order.iter().map(|r| r.name).collect();
            assert_eq!(found, again, "folder {i}, {names:?}");
        }
    }
}

#[test]
fn every_reader_has_a_place_of_its_own() {
    let places: BTreeSet<_> = READERS.iter().map(|r| (r.rank, r.name)).collect();
    assert_eq!(places.len(), READERS.len());
    for reader in READERS {
        assert!((reader.wants)(&Entry { path: reader.sample.to_owned(), size: 1 }), "{}", reader.name);
    }
}
