//! `gpai doc card` as a person meets it: blocks between marks, everything else left alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const CARD: &str = "---\nlicense: apache-2.0\n---\n\n# Example 7B\n\nText of the authors, with  odd   spacing.\n";
const ANSWERS: &str = "[provider]\nname = \"Example SAS\"\ncontact = \"legal@example.eu\"\n\n[contact]\nrightsholders = \"https://example.eu/rights\"\n\n[model]\nintended_use = \"Drafting <b>text</b>\"\n";

fn card(dir: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["doc", "card"])
        .arg(dir)
        .args(["--on", "2026-11-25"])
        .args(more)
        .output()
        .unwrap()
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("README.md"), CARD).unwrap();
    fs::write(dir.path().join("gpai.toml"), ANSWERS).unwrap();
    fs::create_dir(dir.path().join("documents")).unwrap();
    fs::write(dir.path().join("documents/training-summary.html"), "<p>x</p>").unwrap();
    dir
}

fn text(dir: &Path) -> String {
    fs::read_to_string(dir.join("README.md")).unwrap()
}

#[test]
fn blocks_are_added_kept_up_to_date_and_checked() {
    let dir = folder();
    let before = card(dir.path(), &["--check"]);
    assert_eq!(before.status.code(), Some(1));
    assert_eq!(text(dir.path()), CARD, "--check writes nothing");
    let out = card(dir.path(), &[]);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let shown = String::from_utf8(out.stdout).unwrap();
    assert!(shown.contains("added        training-summary") && shown.contains("not known: documents.copyright_policy"));
    let written = text(dir.path());
    assert!(written.starts_with(CARD), "{written}");
    for part in [
        "[documents/training\\-summary.html](documents/training-summary.html)",
        "Contact: <legal@example.eu>.",
        "<https://example.eu/rights>",
        "Drafting &lt;b&gt;text&lt;/b&gt;",
        "prohibited by law",
    ] {
        assert!(written.contains(&part.replace("\\-", "-")), "{part}\n{written}");
    }
    assert_eq!(card(dir.path(), &["--check"]).status.code(), Some(0));
    // A change of an answer changes its block, and nothing a person wrote around it.
    let edited = written.replace("# Example 7B", "# Example 7B, edited");
    fs::write(dir.path().join("README.md"), &edited).unwrap();
    fs::write(dir.path().join("gpai.toml"), ANSWERS.replace("legal@", "office@")).unwrap();
    assert_eq!(card(dir.path(), &["--check"]).status.code(), Some(1));
    card(dir.path(), &[]);
    assert_eq!(text(dir.path()), edited.replace("legal@", "office@"));
    // The blocks do not disturb what the card is read for.
    let check = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["check", "--format", "json", "--fail-on", "never"])
        .arg(dir.path())
        .output()
        .unwrap();
    let doc: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    let fact = doc["facts"].as_array().unwrap().iter().find(|f| f["name"] == "documents.training_summary").unwrap();
    assert_eq!(fact["value"], "documents/training-summary.html");
}

#[test]
fn one_block_printed_in_chinese() {
    let dir = folder();
    let out = card(dir.path(), &["--print", "--block", "copyright", "--lang", "zh"]);
    let shown = String::from_utf8(out.stdout).unwrap();
    assert!(shown.starts_with(CARD) && shown.contains("## 版权") && !shown.contains("gpai:begin contact"), "{shown}");
    assert_eq!(text(dir.path()), CARD);
}

#[test]
fn what_cannot_be_done_is_said_and_nothing_is_written() {
    let dir = folder();
    let wrong = |more: &[&str], what: &str| {
        let out = card(dir.path(), more);
        assert_eq!((out.status.code(), out.stdout.len()), (Some(2), 0));
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.contains(what), "{said}");
    };
    wrong(&["--block", "nothing"], "no such block; they are training-summary, copyright, contact, intended-use");
    fs::write(dir.path().join("README.md"), "# M\n<!-- gpai:begin contact -->\n").unwrap();
    wrong(&[], "line 2: the block `contact` does not end");
    fs::write(dir.path().join("README.md"), b"\xff\xfe").unwrap();
    wrong(&[], "not UTF-8");
    fs::remove_file(dir.path().join("README.md")).unwrap();
    wrong(&[], "no model card here");
}
