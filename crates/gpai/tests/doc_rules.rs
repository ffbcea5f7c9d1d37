//! `gpai explain` for the rules on documents, and `gpai doc diff`, as a user runs them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;
use std::process::Command;

use gpai_review::book::{Checked, RULES, read_rules};

fn gpai(args: &[&str]) -> (Option<i32>, String, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).output().unwrap();
    (ran.status.code(), String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap())
}

#[test]
fn explain_teaches_a_rule_in_both_languages() {
    let (code, out, _) = gpai(&["explain", "TS-236"]);
    assert_eq!(code, Some(0));
    for part in
        ["Categories instead of domain names", "error:", "By the program, from the document alone", "X-2:", "2.3.h"]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (_, out, _) = gpai(&["explain", "TS-D07", "--lang", "zh"]);
    assert!(out.contains("需要较早版本的文件以作比较") && out.contains("training-summary/H.1"), "{out}");
    let (_, out, _) = gpai(&["explain", "COP-R4"]);
    assert!(out.contains("Not by a program") && out.contains("judgement"), "{out}");
    let (code, out, err) = gpai(&["explain", "TS-238"]);
    assert!(code == Some(2) && out.is_empty() && err.contains("did you mean"), "{err}");
}

#[test]
fn what_cannot_be_checked_mechanically_says_why() {
    for rule in read_rules(RULES).unwrap().values() {
        assert_eq!(rule.because.is_some(), rule.checked != Checked::Mechanically, "{}", rule.id);
    }
}

const RECORD: &str = r#"
[document]
kind = "training-summary"
template = "C(2025) 8311"

[answers]
"H.1" = "1.0"
"H.2" = 2026-01-20
"2.3.a" = false
"#;

fn records(folder: &Path, after: &str) -> (String, String) {
    let (a, b) = (folder.join("a.toml"), folder.join("b.toml"));
    std::fs::write(&a, RECORD).unwrap();
    std::fs::write(&b, after).unwrap();
    (a.to_str().unwrap().to_owned(), b.to_str().unwrap().to_owned())
}

#[test]
fn two_records_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = records(folder.path(), &RECORD.replace("\"2.3.a\" = false", "\"2.3.a\" = true"));
    let (code, out, err) = gpai(&["doc", "diff", &a, &b]);
    assert_eq!(code, Some(0), "{err}");
    for part in ["2.3.a", "material", "a source of data was added or dropped", "TS-D07", "2026-07-20"] {
        assert!(out.contains(part), "{part}: {out}");
    }
    assert!(!out.contains(folder.path().to_str().unwrap()), "no absolute path");
    let (_, out, _) = gpai(&["doc", "diff", &a, &b, "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["format"], "gpai-doc-diff/1");
    assert_eq!(value["material"], true);
    let (_, out, _) = gpai(&["doc", "diff", &a, &a, "--lang", "zh"]);
    assert!(out.contains("可读取的内容没有差异"), "{out}");
}

#[test]
fn documents_of_two_kinds_are_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    let other = "[document]\nkind = \"copyright-policy\"\ntemplate = \"1\"\n";
    let (a, b) = records(folder.path(), other);
    let (code, out, err) = gpai(&["doc", "diff", &a, &b]);
    assert_eq!(code, Some(2), "{err}");
    assert!(out.is_empty() && !err.is_empty());
}
