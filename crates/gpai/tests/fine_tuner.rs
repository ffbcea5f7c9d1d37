//! The largest group of users: who fine-tunes a known model. Cards as people write them, made up by a generator; one sentence
//! first, one fact to confirm, and no duty.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).args(["--on", "2026-12-01"]).current_dir(dir).output().unwrap()
}

/// What is shown, in one line: where it is wrapped does not matter.
fn flat(out: Output) -> String {
    String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn json(dir: &Path, more: &[&str]) -> serde_json::Value {
    let args = [&["check", "--format", "json", "--fail-on", "never"], more].concat();
    let out = gpai(dir, &args);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn applies(doc: &serde_json::Value) -> Vec<&str> {
    let duties = doc["duties"].as_array().unwrap().iter();
    duties
        .filter(|d| d["status"] == "applies" || (d["status"] == "open" && d["owed"] != "no"))
        .map(|d| d["id"].as_str().unwrap())
        .collect()
}

fn codes(doc: &serde_json::Value) -> Vec<&str> {
    doc["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
}

/// Cards of a LoRA: how the base is named in the prose, and what is said of the training.
fn cards() -> Vec<(String, bool)> {
    let bases = [
        ("Qwen/Qwen2.5-7B-Instruct", ["Qwen2.5-7B", "Qwen2.5-7B-Instruct", "Qwen/Qwen2.5-7B"]),
        ("meta-llama/Meta-Llama-3-8B-Instruct", ["Llama-3-8B", "Meta-Llama-3-8B-Instruct", "Llama-3-8B-Instruct"]),
        (
            "mistralai/Mistral-7B-Instruct-v0.3",
            ["Mistral-7B-v0.3", "Mistral-7B-Instruct-v0.3", "mistralai/Mistral-7B-v0.3"],
        ),
    ];
    let prose = [
        "This model is a fine-tuned version of {base} on 50k examples.",
        "A LoRA adapter for {base}, made for support tickets.",
        "基于 {base} 的 LoRA 微调，使用 5 万条数据。",
    ];
    // Whether the amount can be told from it.
    let training = [
        ("", false),
        ("Trained 6 hours on 1x A100 80GB.", true),
        ("Trained for 9 hours on 2x A100 80GB.", true),
        ("在 1 张 A100 上训练 6 小时。", true),
        ("Trained with LoRA r=16 on 31M tokens for 3 epochs.", true),
    ];
    let mut out = Vec::new();
    for (key, names) in bases {
        for name in names {
            for sentence in prose {
                for (said, told) in training {
                    let text = sentence.replace("{base}", name);
                    out.push((
                        format!("---\nlicense: apache-2.0\nbase_model: {key}\nlibrary_name: peft\npipeline_tag: text-generation\ntags: [lora]\n---\n# x\n{text} {said}\n"),
                        told,
                    ));
                }
            }
        }
    }
    out
}

#[test]
fn a_lora_of_a_known_base_needs_one_word_and_owes_nothing() {
    for (card, told) in cards() {
        let dir = folder(&[("README.md", &card)]);
        let doc = json(dir.path(), &[]);
        assert!(!codes(&doc).contains(&"several-bases"), "{card}");
        let criterion = doc["conclusions"].as_array().unwrap().iter().find(|c| c["name"] == "gpai_criterion").unwrap();
        // What its maker does not publish is no lower bound.
        let published = !card.contains("base_model: mistralai/");
        let expected = if published { "yes" } else { "open" };
        assert_eq!(criterion["status"], expected, "the base is a lower bound of what the model can do: {card}");
        // And a third of it is a third of an unknown.
        let told = told && published;
        let doc = json(dir.path(), &["--as", "fine-tuner"]);
        if told {
            assert_eq!(applies(&doc), Vec::<&str>::new(), "{card}");
        }
        let out = gpai(dir.path(), &["check", "--fail-on", "never"]);
        let shown = flat(out);
        if told {
            assert!(shown.contains("You fine-tuned "), "{shown}\n{card}");
            assert!(shown.contains("Most likely no duty is yours. One question settles it"), "{shown}");
            assert!(shown.contains("gpai check --as fine-tuner"), "{shown}");
        }
    }
}

#[test]
fn the_sentence_gives_the_share_and_ends_with_nothing_owed() {
    let card = "---\nbase_model: Qwen/Qwen2.5-7B-Instruct\nlibrary_name: peft\npipeline_tag: text-generation\ntags: [lora]\n---\n# x\nTrained for 6 hours on 1x A100 80GB.\n";
    let dir = folder(&[("README.md", card)]);
    let shown = flat(gpai(dir.path(), &["check", "--as", "fine-tuner"]));
    assert!(shown.contains("You fine-tuned Qwen2.5-7B-Instruct by 0.0003"), "{shown}");
    assert!(shown.contains("% of its compute. No duty of this chapter is yours."), "{shown}");
    let shown = String::from_utf8(gpai(dir.path(), &["check", "--lang", "zh", "--as", "fine-tuner"]).stdout).unwrap();
    assert!(shown.contains("本章没有您的义务。"), "{shown}");
}

#[test]
fn tokens_of_the_base_are_not_those_of_the_tuning() {
    // Eighteen trillion tokens are the base's; nothing is said of ours.
    let card = "---\nbase_model: Qwen/Qwen2.5-7B-Instruct\npipeline_tag: text-generation\ntags: [lora]\n---\n# x\nThe base was pretrained on 18T tokens.\n";
    let dir = folder(&[("README.md", card)]);
    let doc = json(dir.path(), &[]);
    assert!(!doc["facts"].as_array().unwrap().iter().any(|f| f["name"] == "modification.flop"), "{doc}");
}

#[test]
fn a_classifier_ends_in_one_line_with_nothing_asked() {
    let card = "---\nlicense: mit\npipeline_tag: text-classification\n---\n# Toxicity\nA small classifier.\n";
    let dir = folder(&[("README.md", card)]);
    let out = gpai(dir.path(), &["check", "--as", "labels"]);
    assert_eq!(out.status.code(), Some(0));
    let shown = flat(out);
    assert!(shown.contains("no language, pictures or video. No duty of this chapter is yours."), "{shown}");
    assert!(!shown.contains("What matters most"), "{shown}");
}

#[test]
fn words_that_are_no_preset_are_refused_with_those_there_are() {
    let dir = folder(&[("README.md", "# x\n")]);
    let out = gpai(dir.path(), &["check", "--as", "finetuner"]);
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("--as finetuner") && said.contains("fine-tuner, quantiser"), "{said}");
}

#[test]
fn an_answer_that_names_a_known_base_stands_for_its_compute() {
    let toml = "[role]\nmodifies_other = true\n\n[modification]\nbase = \"Llama 3 8B\"\nflop = 8e18\n";
    let dir = folder(&[("README.md", "# x\n"), ("gpai.toml", toml)]);
    let doc = json(dir.path(), &[]);
    assert_eq!(applies(&doc), Vec::<&str>::new());
    // What somebody says of the base's compute goes before what is published of it.
    let toml = format!("{toml}base_flop = 1e18\n");
    let dir = folder(&[("README.md", "# x\n"), ("gpai.toml", &toml)]);
    let doc = json(dir.path(), &[]);
    let modifier = doc["conclusions"].as_array().unwrap().iter().find(|c| c["name"] == "modifier_provider").unwrap();
    assert_eq!(modifier["status"], "yes");
}
