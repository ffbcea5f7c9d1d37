//! `gpai compute` as a user runs it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn gpai(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn json(folder: &Path, more: &[&str]) -> Value {
    let mut args = vec!["compute", folder.to_str().unwrap(), "--format", "json", "--on", "2026-11-24"];
    args.extend(more);
    let (code, out, err) = gpai(&args);
    assert_eq!(code, 0, "{err}");
    assert_eq!(gpai(&args).1, out, "the same input gives the same bytes");
    serde_json::from_str(&out).unwrap()
}

fn fact<'v>(document: &'v Value, name: &str) -> &'v Value {
    document["facts"].as_array().unwrap().iter().find(|f| f["name"] == name).unwrap_or(&Value::Null)
}

const BASE: &str = "# Ground 2B\n\nGround is a 2B parameter language model, pretrained on 10T tokens.\n";
const TUNED: &str = "---\nbase_model: nobody/ground-2b\n---\n# Tuned\n\nA fine-tuned version of ground-2b.\n";
const STATE: &str = r#"{"total_flos": 3e18, "global_step": 10}"#;

#[test]
fn every_estimate_says_what_it_rests_on() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("README.md"), BASE).unwrap();
    let document = json(temp.path(), &[]);
    assert_eq!(document["format"], "gpai-compute/1");
    let estimate = &document["estimates"][0];
    assert_eq!((estimate["method"].as_str(), estimate["used"].as_bool()), (Some("6PD"), Some(true)));
    assert_eq!(estimate["flop"]["best"], "1.2e23");
    let tokens = estimate["inputs"].as_array().unwrap().iter().find(|i| i["name"] == "tokens").unwrap();
    assert_eq!((tokens["source"]["file"].as_str(), tokens["source"]["line"].as_u64()), (Some("README.md"), Some(3)));
    assert_eq!(fact(&document, "compute.update_flop")["value"]["low"], "8.4e22");
    let lines: Vec<&str> =
        document["thresholds"].as_array().unwrap().iter().map(|t| t["flop"].as_str().unwrap()).collect();
    assert!(lines.contains(&"1e23") && lines.contains(&"1e25"), "{lines:?}");
}

#[test]
fn the_base_comes_from_its_folder() {
    let temp = tempfile::tempdir().unwrap();
    let (base, tuned) = (temp.path().join("ground-2b"), temp.path().join("tuned"));
    for (folder, card) in [(&base, BASE), (&tuned, TUNED)] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("README.md"), card).unwrap();
    }
    fs::write(tuned.join("trainer_state.json"), STATE).unwrap();
    let alone = json(&tuned, &[]);
    assert!(fact(&alone, "modification.base_flop").is_null());
    assert!(alone["findings"].as_array().unwrap().iter().any(|f| f["code"] == "base-not-known"));
    let both = json(&tuned, &["--base", base.to_str().unwrap()]);
    assert_eq!(fact(&both, "modification.base_flop")["value"]["best"], "1.2e23");
    assert_eq!(fact(&both, "modification.base_flop")["sources"][0]["file"], "ground-2b/README.md");
    assert_eq!(fact(&both, "modification.flop")["value"]["best"], "3e18");
    let (code, out, _) = gpai(&[
        "why",
        "modifier_provider",
        tuned.to_str().unwrap(),
        "--base",
        base.to_str().unwrap(),
        "--set",
        "role.modifies_other=yes",
    ]);
    assert_eq!(code, 0);
    assert!(out.contains("modification.flop"), "{out}");
}

#[test]
fn people_see_bars_against_the_thresholds() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("README.md"), BASE).unwrap();
    let (code, out, _) = gpai(&["compute", temp.path().to_str().unwrap()]);
    assert_eq!(code, 0);
    assert!(out.contains("1e23") && out.contains("1e25") && out.contains('●'), "{out}");
    assert!(out.contains("README.md:3"), "{out}");
    let (_, chinese, _) = gpai(&["compute", temp.path().to_str().unwrap(), "--lang", "zh"]);
    assert!(chinese.contains("训练计算量") && chinese.contains("各项估计的依据"), "{chinese}");
    let (code, out, err) = gpai(&["compute", "/no/such/folder"]);
    assert!(code == 2 && out.is_empty() && err.contains("no such folder"), "{err}");
}
