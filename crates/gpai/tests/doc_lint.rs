//! `gpai doc lint` and `gpai doc read` as a user runs them: exit codes, formats. Files made to take a program down, and PDF, are
//! tested with `gpai-pdf`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

fn gpai(args: &[&str], file: &Path) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_gpai")).arg("doc").args(args).arg(file).output().unwrap();
    Ran {
        code: ran.status.code(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
    }
}

/// A file of these bytes in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

const SUMMARY: &str = "# Public Summary of Training Content\n\n**Version of the Summary:** 1.0\n\n**Last update:** 01/09/2025\n\n\
    ## 1. General information\n\n### 1.1. Provider identification\n\n**Provider name and contact details:** Example SAS\n\n\
    ### 1.2. Model identification\n\n**Versioned model name(s):** Example 1\n\n**Model dependencies:** N/A\n\n\
    ## 2. List of data sources\n\n### 2.1. Publicly available datasets\n\n\
    **Have you used publicly available datasets to train the model?**\n\n- [x] Yes\n- [ ] No\n";

#[test]
fn findings_go_out_in_three_formats_with_exit_code_1() {
    let (_folder, path) = file("summary.md", SUMMARY.as_bytes());
    let human = gpai(&["lint", "--on", "2026-11-25"], &path);
    assert_eq!(human.code, Some(1), "{}", human.err);
    assert!(human.out.contains("TS-D08") && human.out.contains("summary.md"), "{}", human.out);
    let json = gpai(&["lint", "--on", "2026-11-25", "--format", "json"], &path);
    let report: Json = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["format"], "gpai-lint/1");
    assert_eq!(report["file"], "summary.md", "never the whole path");
    assert_eq!(report["kind"], "training-summary");
    assert!(report["counts"]["error"].as_u64().unwrap() > 0);
    assert_eq!(json.code, Some(1));
    let sarif = gpai(&["lint", "--on", "2026-11-25", "--format", "sarif"], &path);
    let sarif_report: Json = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!(sarif_report["version"], "2.1.0");
    assert_eq!(
        json.out,
        gpai(&["lint", "--on", "2026-11-25", "--format", "json"], &path).out,
        "same input, same bytes"
    );
    let chinese = gpai(&["lint", "--on", "2026-11-25", "--lang", "zh"], &path);
    assert!(chinese.out.contains("错误"), "{}", chinese.out);
}

#[test]
fn what_was_read_is_shown_with_its_lines() {
    let (_folder, path) = file("summary.md", SUMMARY.as_bytes());
    let ran = gpai(&["read"], &path);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let reading: Json = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(reading["format"], "gpai-reading/1");
    let field = &reading["fields"]["2.1.a"];
    assert_eq!((&field["ticked"], &field["unticked"]), (&serde_json::json!(["yes"]), &serde_json::json!(["no"])));
    assert_eq!(reading["fields"]["1.2.a"]["text"], "Example 1");
    assert_eq!(reading["fields"]["H.1"]["line"], 3);
}

#[test]
fn a_text_of_another_kind_is_said_to_be_none() {
    let (_folder, path) = file("shopping.md", b"# Shopping\n\n- milk\n");
    let ran = gpai(&["lint"], &path);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.out.contains("--kind"), "{}", ran.out);
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_to_do() {
    let (folder, path) = file("a.md", b"x");
    let ran = gpai(&["lint", "--kind", "training-sumary"], &path);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `training-summary`"), "{}", ran.err);
    assert_eq!(gpai(&["lint"], &folder.path().join("none.pdf")).code, Some(2));
    assert_eq!(gpai(&["lint"], folder.path()).code, Some(2));
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_screen() {
    let evil = SUMMARY.replace("Example SAS", "\u{1b}[31mred\u{7}");
    let (_folder, path) = file("evil.md", evil.as_bytes());
    for format in ["human", "json", "sarif"] {
        let ran = gpai(&["lint", "--format", format], &path);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}']), "{format}");
    }
}
