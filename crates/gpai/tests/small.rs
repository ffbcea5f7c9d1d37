//! Small faults that people met and that stay mended: a plural, a command without its path, an amount nobody can read, rows that are
//! lost with the run, an advice that leads nowhere.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const CARD: &str = "---\nlicense: other\nlicense_name: acme\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 8T tokens.\n";

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(dir).env_remove("GPAI_LANG").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn model(answers: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("m")).unwrap();
    fs::write(dir.path().join("m/README.md"), CARD).unwrap();
    if !answers.is_empty() {
        fs::write(dir.path().join("m/gpai.toml"), answers).unwrap();
    }
    dir
}

#[test]
fn one_model_is_no_models() {
    let shown = text(&gpai(model("").path(), &["survey", "m"]).stdout);
    assert!(shown.contains("\n1 model: "), "{shown}");
}

#[test]
fn the_next_command_holds_the_path() {
    let dir = model("");
    let shown = text(&gpai(dir.path(), &["doc", "new", "training-summary", "m"]).stdout);
    let next = shown.lines().last().unwrap().split_once("gpai ").unwrap().1;
    let args: Vec<&str> = next.split(' ').chain(["--format", "md"]).collect();
    assert_eq!(gpai(dir.path(), &args).status.code(), Some(0), "{next}");
}

#[test]
fn an_amount_of_money_is_grouped() {
    let shown = text(&gpai(model("").path(), &["check", "m", "--set", "provider.turnover_eur=3e9"]).stdout);
    assert!(shown.contains("EUR 90,000,000"), "{shown}");
}

/// Who answers what the licence is need not be told that the card does not name it; and what leaves a duty unmet comes first.
#[test]
fn a_proprietary_licence_that_is_answered_takes_no_room() {
    let dir = model("[openness]\nlicence = \"proprietary\"\n");
    let args = [
        "check",
        "m",
        "--as",
        "trainer,text,open",
        "--set",
        "market.commercial=yes",
        "--set",
        "purpose.research_only=no",
    ];
    let shown = text(&gpai(dir.path(), &args).stdout);
    let findings = shown.split_once("\nFindings\n").unwrap().1;
    assert!(!findings.contains("licence-unnamed") && !findings.contains("licence-missing"), "{findings}");
    let first = findings.lines().next().unwrap();
    assert!(first.contains("summary-missing"), "{first}");
}

#[test]
fn a_document_that_was_not_checked_names_what_checks_it() {
    let dir = model("[documents]\nsafety_framework = \"https://example.org/framework.pdf\"\n");
    let args = ["check", "m", "--all", "--as", "trainer,text,open", "--set", "compute.cumulative_flop=3e25"];
    let shown = text(&gpai(dir.path(), &args).stdout);
    let (_, after) = shown.split_once("[document-unchecked]").unwrap_or_else(|| panic!("{shown}"));
    assert!(after.split_once("[").map_or(after, |(own, _)| own).contains("gpai doc lint"), "{after}");
}

/// A mark that turns the direction of text is seen, in the text for people and in that for programs.
#[test]
fn marks_of_direction_are_seen() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("README.md"), "---\nlicense: \"mit\u{61c}\u{202e}x\"\n---\n# X\n").unwrap();
    for format in ["human", "json", "markdown", "sarif"] {
        let shown = text(&gpai(dir.path(), &["check", "--all", "--format", format]).stdout);
        assert!(!shown.contains('\u{61c}') && !shown.contains('\u{202e}'), "{format}");
        assert!(shown.to_lowercase().contains("61c"), "{format}: {shown}");
    }
}

/// Rows are written while they come: who ends a survey early has those that were done, each of them whole.
#[test]
fn a_survey_that_is_ended_keeps_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    for n in 0..1200 {
        let folder = dir.path().join(format!("models/m{n:04}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("README.md"), CARD).unwrap();
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["survey", "models", "--format", "csv"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let head = lines.next().unwrap().unwrap();
    let first = lines.next().unwrap().unwrap();
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let rows: Vec<String> = [first].into_iter().chain(lines.map(Result::unwrap)).collect();
    assert_eq!(child.wait().unwrap().signal(), Some(2), "it is ended at once");
    assert!(rows.len() > 20 && rows.len() < 1200, "{}", rows.len());
    for row in rows {
        assert_eq!(row.matches(',').count(), head.matches(',').count(), "{row}");
    }
}
