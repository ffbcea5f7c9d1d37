//! `gpai sources`: which file gave what, what was left aside, nothing of a stranger raw, the same bytes each time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const CARD: &str =
    "---\nlicense: apache-2.0\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).arg("sources").args(args).current_dir(dir).output().unwrap()
}

fn text(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(dir: &Path) -> Value {
    serde_json::from_str(&text(&gpai(dir, &["--format", "json"]))).unwrap()
}

#[test]
fn every_file_is_either_looked_at_or_counted() {
    let dir = folder(&[
        ("README.md", CARD),
        ("config.json", r#"{"architectures": ["LlamaForCausalLM"], "model_type": "llama"}"#),
        ("gpai.toml", "[market]\neu = true\ncommercial = true\n"),
        ("tf_model.h5", "not opened"),
        ("assets/plot.png", "png"),
        ("notes.txt", "note"),
    ]);
    let document = json(dir.path());
    assert_eq!(document["format"], "gpai-sources/1");
    assert_eq!(document["model"]["path"], ".");
    let seen: Vec<&str> =
        document["looked_at"].as_array().unwrap().iter().map(|l| l["path"].as_str().unwrap()).collect();
    for file in ["README.md", "config.json", "gpai.toml"] {
        assert!(seen.contains(&file), "{file}: {seen:?}");
    }
    assert!(
        document["looked_at"].as_array().unwrap().iter().any(|l| l["reader"] == "answers" && l["gave"] == "2 answers")
    );
    assert!(seen.is_sorted());
    let left = &document["not_looked_at"];
    assert_eq!(left["count"], 3);
    assert_eq!(left["bytes"], "17");
    assert_eq!(left["largest"][0]["path"], "tf_model.h5");
    assert_eq!(left["largest"][0]["bytes"], "10");
    let licence =
        document["facts"].as_array().unwrap().iter().find(|f| f["name"] == "openness.licence").expect("the licence");
    assert_eq!(licence["value"], "apache-2.0");
    assert_eq!((&licence["sources"][0]["file"], &licence["sources"][0]["line"]), (&"README.md".into(), &2.into()));
}

#[test]
fn what_could_not_be_read_is_said_with_its_place() {
    let dir = folder(&[("README.md", CARD), ("config.json", "{\n  \"a\": ,\n}")]);
    let document = json(dir.path());
    let broken = document["findings"].as_array().unwrap().iter().find(|f| f["code"] == "unreadable-part").unwrap();
    assert_eq!((&broken["places"][0]["file"], &broken["places"][0]["line"]), (&"config.json".into(), &2.into()));
    assert!(document["looked_at"].as_array().unwrap().iter().any(|l| l["path"] == "config.json"));
    let people = text(&gpai(dir.path(), &[]));
    assert!(people.contains("unreadable-part") && people.contains("--> config.json:2:"), "{people}");
}

#[test]
fn people_read_it_in_both_languages() {
    let dir = folder(&[("README.md", CARD), ("weights.h5", "0123456789")]);
    let english = text(&gpai(dir.path(), &[]));
    for word in [
        "Files looked at",
        "README.md",
        "model card",
        "Files not looked at",
        "weights.h5",
        "10 B",
        "1 of 2",
        "README.md:2:1",
    ] {
        assert!(english.contains(word), "`{word}` is not in {english}");
    }
    let chinese = text(&gpai(dir.path(), &["--lang", "zh"]));
    assert!(chinese.contains("已查看的文件") && chinese.contains("未查看的文件"), "{chinese}");
    assert!(!english.contains('\x1b') && !chinese.contains('\x1b'));
}

#[test]
fn an_empty_folder_has_no_sources() {
    let dir = folder(&[]);
    let document = json(dir.path());
    assert_eq!(document["looked_at"], Value::Array(Vec::new()));
    assert_eq!(document["not_looked_at"]["count"], 0);
    assert!(text(&gpai(dir.path(), &[])).contains("nothing yet"));
    assert_eq!(gpai(dir.path(), &["no-such-folder"]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_draw_on_the_terminal() {
    let dir = folder(&[("README.md", CARD), ("a\x1b[2J\u{202e}b.txt", "x"), ("c\nd.txt", "y")]);
    let people = text(&gpai(dir.path(), &[]));
    assert!(people.contains("a\\x1b[2J\\u{202e}b.txt") && people.contains("c\\nd.txt"), "{people}");
    assert!(!people.contains('\x1b') && !people.contains('\u{202e}'));
    let machine = text(&gpai(dir.path(), &["--format", "json"]));
    assert!(!machine.chars().any(|c| c.is_control() && c != '\n'), "{machine}");
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let files =
        [("README.md", CARD), ("LICENSE", "MIT License"), ("z.bin", "1"), ("y.bin", "1"), ("config.json", "{}")];
    let mut turned = files;
    turned.reverse();
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (dir, files) in [(&a, files), (&b, turned)] {
        fs::create_dir(dir.path().join("m")).unwrap();
        for (name, text) in files {
            fs::write(dir.path().join("m").join(name), text).unwrap();
        }
    }
    for args in [vec!["m", "--format", "json"], vec!["m"], vec!["m", "--lang", "zh"]] {
        let (x, y) = (text(&gpai(a.path(), &args)), text(&gpai(b.path(), &args)));
        assert_eq!(x, y, "{args:?}");
        assert!(!x.contains(a.path().to_str().unwrap()), "an absolute path");
    }
}
