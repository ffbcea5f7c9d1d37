//! Documents of a folder are read and checked, and decide the state of their duties in `gpai check`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

fn gpai(args: &[&str], dir: &Path) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).arg(dir).output().unwrap()
}

/// The bundled example of an open model with its records.
fn example() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let to = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &to)
            } else {
                fs::copy(entry.path(), to).map(drop).unwrap()
            }
        }
    }
    let dir = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/birke-7b"), dir.path());
    // What is published already is not what these tests are about.
    for entry in fs::read_dir(dir.path().join("documents")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "toml") {
            fs::remove_file(path).unwrap();
        }
    }
    dir
}

fn render(dir: &Path, format: &str) {
    let out = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["doc", "render", "training-summary", "--final", "--format", format])
        .arg(dir)
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
}

/// State of a duty, and the messages' codes that bear on it.
fn state(dir: &Path, duty: &str) -> (String, Vec<String>) {
    let out = gpai(&["check", "--format", "json", "--fail-on", "never", "--on", "2026-11-25"], dir);
    let doc: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let duty = doc["duties"].as_array().unwrap().iter().find(|d| d["id"] == duty).unwrap();
    let codes = duty["findings"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
    (duty["state"].as_str().unwrap().to_owned(), codes)
}

#[test]
fn a_sound_summary_meets_its_duty_in_every_format() {
    for format in ["pdf", "docx", "html", "md", "json"] {
        let dir = example();
        assert_eq!(state(dir.path(), "53-1-d"), ("unknown".to_owned(), vec!["document-unread".to_owned()]), "a record");
        render(dir.path(), format);
        assert_eq!(state(dir.path(), "53-1-d"), ("met".to_owned(), vec!["document-sound".to_owned()]), "{format}");
    }
}

#[test]
fn a_summary_that_falls_short_is_a_gap_with_the_list() {
    let dir = example();
    render(dir.path(), "md");
    let path = dir.path().join("documents/training-summary.md");
    let text = fs::read_to_string(&path).unwrap();
    // The box of a mandatory question is emptied.
    let broken = text.replacen("☒ Yes", "☐ Yes", 1);
    assert_ne!(text, broken);
    fs::write(&path, broken).unwrap();
    let out = gpai(&["check", "--on", "2026-11-25"], dir.path());
    assert_eq!(out.status.code(), Some(1));
    let shown = String::from_utf8(out.stdout).unwrap();
    assert!(shown.contains("error[document-deficient]") && shown.contains("TS-200"), "{shown}");
    assert_eq!(state(dir.path(), "53-1-d").0, "gap");
}

#[test]
fn what_cannot_be_read_is_neither_there_nor_missing() {
    let dir = example();
    fs::write(dir.path().join("documents/training-summary.pdf"), b"%PDF-1.7\nnothing of the kind").unwrap();
    assert_eq!(state(dir.path(), "53-1-d"), ("unknown".to_owned(), vec!["document-unread".to_owned()]));
    // A summary in a form of its own, of which too little is recognised.
    fs::remove_file(dir.path().join("documents/training-summary.pdf")).unwrap();
    fs::write(dir.path().join("documents/training-summary.md"), "# Data\n\nWe used the web.\n").unwrap();
    assert_eq!(state(dir.path(), "53-1-d").0, "unknown");
}

#[test]
fn a_copyright_policy_is_judged_from_its_record() {
    let dir = example();
    assert_eq!(state(dir.path(), "53-1-c").0, "met");
    let path = dir.path().join("documents/copyright-policy.toml");
    let policy = fs::read_to_string(&path).unwrap();
    let less: String = policy.lines().filter(|l| !l.starts_with("\"complaints\"")).map(|l| format!("{l}\n")).collect();
    fs::write(&path, less).unwrap();
    assert_eq!(state(dir.path(), "53-1-c"), ("gap".to_owned(), vec!["document-incomplete".to_owned()]));
    // Somebody's policy as a file alone is not judged.
    fs::remove_file(&path).unwrap();
    fs::write(dir.path().join("documents/copyright-policy.pdf"), "x").unwrap();
    assert_eq!(state(dir.path(), "53-1-c").0, "unknown");
}

#[test]
fn a_document_outside_the_folder_is_not_opened() {
    let dir = example();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("training-summary.md"), "x").unwrap();
    let answers = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    for named in ["../training-summary.md".to_owned(), outside.path().join("training-summary.md").display().to_string()]
    {
        fs::write(dir.path().join("gpai.toml"), format!("{answers}\n[documents]\ntraining_summary = \"{named}\"\n"))
            .unwrap();
        assert_ne!(state(dir.path(), "53-1-d").0, "met");
    }
}
