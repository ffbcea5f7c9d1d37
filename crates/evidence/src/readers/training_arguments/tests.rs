//! Arguments of several tools, written here.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::READER;
use crate::Found;
use crate::candidates::{Candidates, Relation};
use crate::files::Memory;
use crate::probe::run;

fn of(path: &str, content: &str) -> (Candidates, Found) {
    run(&READER, &Memory::new().with(path, content))
}

fn base(content: &str) -> Vec<(String, Relation, Option<u32>)> {
    let (candidates, _) = of("config.yaml", content);
    assert_eq!(candidates.derived.is_some(), candidates.bases.iter().any(|b| b.relation != Relation::Distilled));
    candidates.bases.into_iter().map(|b| (b.name, b.relation, b.source.line)).collect()
}

fn planned(content: &str) -> Option<String> {
    of("train/config.yaml", content).0.planned.map(|(n, _)| n.to_string())
}

#[test]
fn bases_of_fine_tuning() {
    for (yaml, name, relation, line) in [
        ("# base_model: old/x\nbase_model: org/x-8b\nadapter:\n", "org/x-8b", Relation::FineTuned, 2),
        ("base_model: org/x\nadapter: qlora\n", "org/x", Relation::Adapter, 1),
        ("stage: sft\nmodel_name_or_path: org/x\nfinetuning_type: lora\n", "org/x", Relation::Adapter, 2),
        ("model_name_or_path: org/x\nfinetuning_type: full\n", "org/x", Relation::FineTuned, 1),
        ("model_name: org/x\nuse_peft: true\n", "org/x", Relation::Adapter, 1),
        ("teacher_model_name_or_path: org/big\n", "org/big", Relation::Distilled, 1),
        ("model_args:\n  model_name_or_path: org/x\n", "org/x", Relation::FineTuned, 2),
    ] {
        assert_eq!(base(yaml), [(name.to_owned(), relation, Some(line))], "{yaml}");
    }
    let (candidates, _) = of("training_args.json", r#"{"model_name_or_path": "https://huggingface.co/org/x"}"#);
    assert_eq!(candidates.bases[0].name, "org/x");
}

#[test]
fn paths_new_names_and_examples_are_no_bases() {
    for yaml in [
        "base_model: /mnt/models/x\n",
        "base_model: ./out\n",
        "base_model: checkpoint-300\n",
        "base_model:\n",
        "base_model: [a, b]\n",
        "model_name: org/mine\n",
        "base_model: org/x\nreinit_weights: true\n",
    ] {
        assert_eq!(base(yaml), [], "{yaml}");
    }
    assert!(of("examples/finetune.yaml", "base_model: org/x\nadapter: lora\n").0.bases.is_empty());
}

#[test]
fn a_plan_needs_every_factor() {
    let all = "{\n  # as some write it\n  \"train_micro_batch_size_per_gpu\": 16,\n  \"gas\": 2,\n  \"seq-length\": 2048,\n  \"train-iters\": 1000,\n}";
    assert_eq!(planned(all), None);
    let named = all.replace("\"gas\"", "\"global_num_gpus\": 4, \"gas\"");
    assert_eq!(planned(&named).as_deref(), Some("262144000"));
    let global = "seq_length: 4096\nglobal_batch_size: 1024\ntrain_iters: 500000\n";
    assert_eq!(planned(global).as_deref(), Some("2097152000000"));
    let nested = "tokens:\n  micro_batch_size: 2\n  batch_accumulation_per_replica: 3\n  sequence_length: 100\n  train_steps: 10\n\
                  parallelism:\n  dp: 5\n  tp: 2\n";
    assert_eq!(planned(nested).as_deref(), Some("30000"));
    assert_eq!(planned("train:\n  max_tokens: 3000000000000\n").as_deref(), Some("3000000000000"));
    for yaml in [
        "seq_length: 4096\ntrain_iters: 500000\ntrain_batch_size: 8\nmax_steps: -1\nx: y\n"
            .replace("train_iters: 500000\n", ""),
        "seq_length: 4096\nglobal_batch_size: 4194304\ntrain_iters: 500000\n".to_owned(),
        "seq_length: 4096\nglobal_batch_size: 8\nmax_steps: -1\n".to_owned(),
        "max_tokens: 512\n".to_owned(),
        "seq_length: 1125899906842624\nglobal_batch_size: 8\nmax_steps: 1125899906842624\n".to_owned(),
        // Of a fine-tuning it says nothing about the model's own training.
        "base_model: org/x\nseq_length: 4096\nglobal_batch_size: 8\nmax_steps: 10\n".to_owned(),
        "stage: dpo\nseq_length: 4096\nglobal_batch_size: 8\nmax_steps: 10\n".to_owned(),
    ] {
        assert_eq!(planned(&yaml), None, "{yaml}");
    }
}

#[test]
fn stages_are_planned_together() {
    let stage = "seq_length: 100\nglobal_batch_size: 10\ntrain_iters: 1000\n";
    let files = Memory::new().with("train/stage1.yaml", stage).with("train/stage2.yaml", stage);
    assert_eq!(run(&READER, &files).0.planned.unwrap().0.to_string(), "2000000");
}

#[test]
fn a_whole_shape_gives_parameters() {
    let shape = "hidden-size: 64\nnum-layers: 2\nnum-attention-heads: 4\nno-weight-tying: true\nvocab_size: 1000\n\
                 make_vocab_size_divisible_by: 128\n";
    let (candidates, _) = of("train/config.yml", shape);
    // A layer: 12 · 64² weights, biases 3 · 64 + 64 + 256 + 64, two norms of 2 · 64; embeddings 2 · 1024 · 64, last norm 2 · 64.
    let layer = 12 * 64 * 64 + 576 + 2 * 128;
    assert_eq!(candidates.parameters[0].best.to_string(), (2 * layer + 2 * 1024 * 64 + 128).to_string());
    for missing in ["hidden-size", "num-layers", "num-attention-heads", "no-weight-tying", "vocab_size"] {
        let part: String = shape.lines().filter(|l| !l.starts_with(missing)).map(|l| format!("{l}\n")).collect();
        assert!(of("train/config.yml", &part).0.parameters.is_empty(), "{missing}");
    }
}

#[test]
fn a_pickle_is_never_opened_and_damage_is_a_finding() {
    let (_, found) = of("training_args.bin", "\x01\x02");
    assert_eq!(found.looked_at[0].gave, "not opened: a pickle; never opened");
    for (path, content) in [("training_args.json", "{\"a\": "), ("training_args.yaml", "a: [1\nb: 2\n")] {
        let (candidates, found) = of(path, content);
        assert!(candidates.bases.is_empty() && found.findings.iter().any(|f| f.code == "unreadable-part"), "{path}");
    }
    let many = (0..50).fold(Memory::new(), |files, n| files.with(&format!("train/{n}.yaml"), "a: 1\n"));
    assert!(run(&READER, &many).1.findings.iter().any(|f| f.code == "limit-reached"));
}
