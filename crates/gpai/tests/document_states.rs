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
    for format in ["docx", "html", "md", "json"] {
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

#[test]
fn an_answer_that_cannot_be_read_is_not_met() {
    let dir = example();
    render(dir.path(), "html");
    let path = dir.path().join("documents/training-summary.html");
    let text = fs::read_to_string(&path).unwrap();
    // Both boxes of a mandatory question became the mark that stands for a character nobody could tell.
    let at = text.find("data-field=\"2.4.a\"").unwrap();
    let (before, after) = text.split_at(at);
    let after = after.replacen('☐', "\u{fffd}", 1).replacen('☒', "\u{fffd}", 1);
    fs::write(&path, format!("{before}{after}")).unwrap();
    assert_ne!(state(dir.path(), "53-1-d").0, "met");
}

#[test]
fn a_record_that_changed_since_is_named() {
    let dir = example();
    render(dir.path(), "html");
    let path = dir.path().join("documents/training-summary.toml");
    let record = fs::read_to_string(&path).unwrap();
    let changed: String = record.lines().filter(|l| !l.starts_with("\"2.4.a\"")).map(|l| format!("{l}\n")).collect();
    assert_ne!(record, changed);
    assert!(!String::from_utf8_lossy(&gpai(&["check"], dir.path()).stdout).contains("document-stale"));
    fs::write(&path, changed).unwrap();
    let shown = String::from_utf8(gpai(&["check"], dir.path()).stdout).unwrap();
    assert!(shown.contains("warning[document-stale]") && shown.contains("documents/training-summary.toml"), "{shown}");
}

#[test]
fn the_public_is_never_shown_the_view_of_an_authority() {
    let dir = example();
    let out = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["doc", "render", "copyright-policy", "--final", "--format", "html", "--audience", "all"])
        .arg(dir.path())
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0));
    assert!(dir.path().join("documents/copyright-policy-aio.html").exists());
    let named = |dir: &Path| {
        let out = gpai(&["check", "--format", "json", "--fail-on", "never"], dir);
        let doc: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        let facts = doc["facts"].as_array().unwrap();
        facts.iter().find(|f| f["name"] == "documents.copyright_policy").map(|f| f["value"].clone())
    };
    assert_eq!(named(dir.path()).unwrap(), "documents/copyright-policy-public.html");
    let card = gpai(&["doc", "card", "--print"], dir.path());
    let card = String::from_utf8(card.stdout).unwrap();
    assert!(card.contains("documents/copyright-policy-public.html") && !card.contains("-aio"), "{card}");
    // Also where a person names it in the answers: it is left out of the card.
    let answers = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let named = "\n[documents]\ncopyright_policy = \"documents/copyright-policy-aio.html\"\n";
    fs::write(dir.path().join("gpai.toml"), format!("{answers}{named}")).unwrap();
    let card = String::from_utf8(gpai(&["doc", "card", "--print"], dir.path()).stdout).unwrap();
    assert!(!card.contains("-aio"), "{card}");
}

#[test]
fn what_was_judged_is_named_and_not_a_file_that_was_never_opened() {
    let dir = example();
    fs::write(dir.path().join("documents/copyright-policy.pdf"), "hello, this is not a PDF").unwrap();
    let shown = String::from_utf8(gpai(&["check"], dir.path()).stdout).unwrap();
    assert!(shown.contains("documents/copyright-policy.toml) was"), "{shown}");
}

#[test]
fn a_draft_is_not_yet_the_summary() {
    for format in ["docx", "html", "md"] {
        let dir = example();
        let args = ["doc", "render", "training-summary", "--format", format];
        assert_eq!(gpai(&args, dir.path()).status.code(), Some(0));
        let (state, codes) = state(dir.path(), "53-1-d");
        assert_eq!((state.as_str(), codes), ("unknown", vec!["document-unread".to_owned()]), "{format}");
    }
}
