//! The built program on real model folders. They are other people's files and no part of this repository: they are
//! expected in `../shared/cases/models/repos` beside the workspace, and these tests fail where they are not. Compiled only
//! with `--features conformance`, so that a plain `cargo test` neither runs them nor counts them as passed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const OLMO: &str = "allenai__OLMo-2-1124-7B";
const SMOLLM: &str = "HuggingFaceTB__SmolLM3-3B";
const LLAMA_3: &str = "meta-llama__Meta-Llama-3-8B";
const LLAMA_405B: &str = "meta-llama__Llama-3.1-405B";
const DEEPSEEK: &str = "deepseek-ai__DeepSeek-V3";
const ALL: [&str; 5] = [OLMO, SMOLLM, LLAMA_3, LLAMA_405B, DEEPSEEK];

/// What the provider of an open model with nothing to earn by it could answer.
const ANSWERS: [&str; 14] = [
    "role.develops=yes",
    "role.own_name=yes",
    "role.modifies_other=no",
    "market.eu=yes",
    "market.commercial=yes",
    "market.first_available=2024-11-26",
    "purpose.research_only=no",
    "provider.established=US",
    "openness.weights_public=yes",
    "openness.architecture_public=yes",
    "openness.usage_public=yes",
    "openness.usage_information=modalities,capabilities,limitations,technical_means",
    "openness.monetisation=none",
    "openness.personal_data=none",
];

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/models/repos").join(name);
    assert!(path.is_dir(), "the model folder {name} is not there; these tests need ../shared/cases/models/repos");
    assert!(!path.join("gpai.toml").exists(), "{name} holds answers; these tests need it without");
    path
}

/// Exit code and stdout of `gpai check`.
fn run(name: &str, set: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.arg("check").arg(folder(name)).args(["--format", "json", "--on", "2026-11-23"]);
    for answer in set {
        command.args(["--set", answer]);
    }
    let output = command.output().unwrap();
    let code = output.status.code().expect("the program ends by itself, not by a signal");
    assert!(code <= 1, "{name}: exit code {code}: {}", String::from_utf8_lossy(&output.stderr));
    (code, String::from_utf8(output.stdout).unwrap())
}

fn check(name: &str, set: &[&str]) -> (i32, Value) {
    let (code, text) = run(name, set);
    (code, serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}")))
}

/// The entry of a list whose `key` is `name`.
fn entry<'v>(document: &'v Value, list: &str, key: &str, name: &str) -> &'v Value {
    let list = document[list].as_array().unwrap_or_else(|| panic!("no list `{list}`"));
    list.iter().find(|e| e[key] == name).unwrap_or_else(|| panic!("no `{name}` among `{key}` of the list"))
}

fn status<'v>(document: &'v Value, conclusion: &str) -> &'v str {
    entry(document, "conclusions", "name", conclusion)["status"].as_str().unwrap()
}

fn duty<'v>(document: &'v Value, id: &str) -> &'v Value {
    entry(document, "duties", "id", id)
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}

#[test]
fn all_five_are_general_purpose_models() {
    for name in ALL {
        let (_, document) = check(name, &[]);
        assert_eq!(document["format"], "gpai-assessment/1", "{name}");
        assert_eq!(document["as_of"], "2026-11-23", "{name}");
        assert_eq!(status(&document, "gpai"), "yes", "{name}");
    }
}

#[test]
fn only_the_largest_llama_has_systemic_risk() {
    for name in ALL {
        let (_, document) = check(name, &[]);
        let status = status(&document, "systemic_risk");
        if name == LLAMA_405B {
            assert_eq!(status, "yes", "{name}");
        } else {
            assert_ne!(status, "yes", "{name}");
        }
    }
}

/// Line of the clause on monthly active users in a folder's LICENSE, counted here and not by the program.
fn user_clause(name: &str) -> u64 {
    let text = std::fs::read_to_string(folder(name).join("LICENSE")).unwrap();
    let at = text.lines().position(|l| l.to_lowercase().contains("monthly active users")).expect("the clause");
    u64::try_from(at).unwrap() + 1
}

#[test]
fn a_llama_licence_is_not_open_and_the_clause_is_shown() {
    for name in [LLAMA_3, LLAMA_405B] {
        let (_, document) = check(name, &[]);
        let finding = entry(&document, "findings", "code", "licence-not-open");
        let places: Vec<(&str, Option<u64>)> = finding["places"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| (p["file"].as_str().unwrap(), p["line"].as_u64()))
            .collect();
        let wanted = ("LICENSE", Some(user_clause(name)));
        assert!(places.contains(&wanted), "{name}: {wanted:?} is not among {places:?}");
        assert_ne!(status(&document, "open_source_exempt"), "yes", "{name}");
    }
}

#[test]
fn who_the_provider_is_stays_a_question() {
    for name in ALL {
        let (_, document) = check(name, &[]);
        assert_eq!(status(&document, "provider"), "open", "{name}");
        let questions = document["questions"].as_array().unwrap();
        assert!(!questions.is_empty(), "{name}");
        let settling: Vec<&str> = questions
            .iter()
            .filter(|q| strings(&q["settles"]).contains(&"provider"))
            .map(|q| q["fact"].as_str().unwrap())
            .collect();
        assert!(
            settling.iter().any(|f| ["role.develops", "market.eu", "market.commercial"].contains(f)),
            "{name}: provider is settled by {settling:?}"
        );
        for question in questions {
            assert!(!question["text"].as_str().unwrap().is_empty(), "{name}: {question}");
        }
    }
}

#[test]
fn an_open_model_owes_two_duties_and_not_three() {
    let (code, document) = check(OLMO, &ANSWERS);
    assert_eq!(code, 1, "two duties apply and nothing meets them");
    assert_eq!(status(&document, "provider"), "yes");
    assert_eq!(status(&document, "open_source_exempt"), "yes");
    assert_eq!(status(&document, "legacy"), "yes");
    for id in ["53-1-a", "53-1-b", "54"] {
        assert_eq!(duty(&document, id)["status"], "exempt", "{id}");
    }
    for id in ["53-1-c", "53-1-d"] {
        assert_eq!(duty(&document, id)["status"], "applies", "{id}");
        assert_eq!(duty(&document, id)["due"], "2027-08-02", "{id}");
        assert_ne!(duty(&document, id)["state"], "met", "{id}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for name in ALL {
        assert_eq!(run(name, &ANSWERS), run(name, &ANSWERS), "{name}");
    }
}
