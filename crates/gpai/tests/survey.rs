//! `gpai survey` as a user runs it: folders, folders of folders, tables; CSV and the screen. Parquet is tested
//! with `gpai-corpus`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const CARD: &str = "---\nlicense: apache-2.0\n---\n# Ground 2B\n\nGround is a 2B parameter language model, pretrained on 20T tokens.\n";

fn gpai(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn survey(path: &Path, more: &[&str]) -> (i32, String, String) {
    let mut args = vec!["survey", path.to_str().unwrap(), "--on", "2026-11-24"];
    args.extend(more);
    gpai(&args)
}

fn folder(root: &Path, name: &str, files: &[(&str, &str)]) {
    let folder = root.join(name);
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
}

/// Three models, one of them broken, one two levels deep; and a folder that is none.
fn models(root: &Path) {
    folder(root, "b__ground", &[("README.md", CARD)]);
    folder(root, "a__broken", &[("README.md", CARD), ("gpai.toml", "[nonsense")]);
    folder(root, "org/tuned", &[("README.md", "---\nbase_model: Qwen/Qwen2.5-7B\n---\n# T\n")]);
    folder(root, "notes", &[("todo.txt", "nothing")]);
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(|r| r.unwrap()).collect()
}

#[test]
fn one_bad_folder_stops_nothing_and_the_order_is_fixed() {
    let temp = tempfile::tempdir().unwrap();
    models(temp.path());
    let (code, out, err) = survey(temp.path(), &["--format", "csv"]);
    assert_eq!(code, 0, "{err}");
    let rows = rows(&out);
    assert_eq!(rows.iter().map(|r| r["path"].as_str()).collect::<Vec<_>>(), ["a__broken", "b__ground", "org/tuned"]);
    assert!(rows[0]["error"].contains("gpai.toml:1"), "{}", rows[0]["error"]);
    let ground = &rows[1];
    assert_eq!((ground["gpai"].as_str(), ground["gpai_strength"].as_str()), ("yes", "presumed"));
    assert_eq!((ground["licence"].as_str(), ground["licence_verdict"].as_str()), ("apache-2.0", "qualifies"));
    assert_eq!(ground["update_flop"], "2.4e23");
    assert!(ground["duties_if_provider"].split(' ').any(|d| d == "53-1-d"), "{}", ground["duties_if_provider"]);
    assert_eq!(rows[2]["base"], "Qwen/Qwen2.5-7B");
    for _ in 0..3 {
        assert_eq!(survey(temp.path(), &["--format", "csv"]).1, out, "the same input gives the same bytes");
    }
}

#[test]
fn the_same_answers_as_check() {
    let temp = tempfile::tempdir().unwrap();
    models(temp.path());
    let row = &rows(&survey(&temp.path().join("b__ground"), &["--format", "csv"]).1)[0];
    let one = temp.path().join("b__ground");
    let (_, out, _) = gpai(&["check", one.to_str().unwrap(), "--format", "json", "--on", "2026-11-24"]);
    let check: serde_json::Value = serde_json::from_str(&out).unwrap();
    for conclusion in check["conclusions"].as_array().unwrap() {
        if let Some(said) = row.get(conclusion["name"].as_str().unwrap()) {
            assert_eq!(said, conclusion["status"].as_str().unwrap(), "{}", conclusion["name"]);
        }
    }
    let owed: Vec<&str> = check["duties"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["if_provider"] == "applies")
        .map(|d| d["id"].as_str().unwrap())
        .collect();
    assert_eq!(row["duties_if_provider"], owed.join(" "));
}

#[test]
fn a_table_of_models_is_read_by_its_columns() {
    let temp = tempfile::tempdir().unwrap();
    let table = temp.path().join("hub.csv");
    fs::write(
        &table,
        "License,hub_id,params,tokens,pipeline_tag,base_model\n\
         mit,a/one-8B,8030000000,15000000000000,text-generation,\n\
         \"=cmd()\",b/two,,,text-generation,Qwen/Qwen2.5-7B\n\
         apache-2.0,c/three,100,1e9,protein: \"x,\n",
    )
    .unwrap();
    let (code, out, err) = survey(&table, &["--format", "csv"]);
    assert_eq!(code, 0, "{err}");
    let rows = rows(&out);
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0]["gpai"].as_str(), rows[0]["parameters"].as_str()), ("yes", "8030000000"));
    assert_eq!(rows[0]["licence_verdict"], "qualifies");
    assert_eq!(rows[1]["base"], "Qwen/Qwen2.5-7B");
    assert_eq!(rows[1]["licence"], "'=cmd()", "no formula reaches a spreadsheet");
    assert!(!rows[0]["findings"].contains("licence-"), "a table holds no files: {}", rows[0]["findings"]);
    let facts = temp.path().join("facts.tsv");
    fs::write(&facts, "model\tcompute.update_flop\tparams\na\t3e24\t\nb\tmuch\t\nc\t\tmany\n").unwrap();
    let rows = self::rows(&survey(&facts, &["--format", "csv"]).1);
    assert_eq!(rows[0]["update_flop"], "3e24");
    assert!(rows[1]["error"].contains("much") && rows[2]["error"].contains("many"), "{rows:?}");
    let (code, _, err) = survey(&temp.path().join("none.csv"), &[]);
    assert!(code == 2 && err.contains("none.csv"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (temp, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    models(temp.path());
    folder(other.path(), "secret", &[("README.md", CARD)]);
    std::os::unix::fs::symlink(other.path().join("secret"), temp.path().join("c__link")).unwrap();
    let rows = rows(&survey(temp.path(), &["--format", "csv"]).1);
    let link = rows.iter().find(|r| r["path"] == "c__link").unwrap();
    assert!(link["error"].contains("leads out") && link["licence"].is_empty(), "{link:?}");
}

#[test]
fn people_see_a_table_and_a_count() {
    let temp = tempfile::tempdir().unwrap();
    models(temp.path());
    let (code, out, _) = survey(temp.path(), &[]);
    assert_eq!(code, 0);
    assert!(out.contains("3 models: GPAI yes 1, no 0, open 1; systemic risk yes 0; not read 1"), "{out}");
    assert!(out.lines().all(|l| l.trim_end() == l), "{out}");
    assert!(survey(temp.path(), &["--lang", "zh"]).1.contains("共 3 个模型"));
    let empty = tempfile::tempdir().unwrap();
    let (code, _, err) = survey(empty.path(), &[]);
    assert!(code == 2 && err.contains("no model folder"), "{err}");
    folder(empty.path(), "x", &[("gpai.toml", "[nonsense")]);
    let (code, _, err) = survey(empty.path(), &[]);
    assert!(code == 2 && err.contains("none of 1 models"), "{err}");
}
