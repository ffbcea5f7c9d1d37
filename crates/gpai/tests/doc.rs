//! `gpai doc new` and `gpai doc render` as people and scripts meet them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
const ANSWERS: &str =
    "[provider]\nname = \"Example GmbH\"\ncode_signed = [\"copyright\"]\n\n[market]\nfirst_available = 2026-03-16\n";

/// The formats that need no other program; PDF is tested with `gpai-pdf`.
const LIGHT: [&str; 4] = ["docx", "md", "html", "json"];

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("README.md"), CARD).unwrap();
    fs::write(dir.path().join("gpai.toml"), ANSWERS).unwrap();
    dir
}

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(dir).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[track_caller]
fn done(out: &Output) -> String {
    assert_eq!(out.status.code(), Some(0), "{}{}", text(&out.stdout), text(&out.stderr));
    text(&out.stdout)
}

#[track_caller]
fn refused(out: &Output, words: &str) {
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
    assert!(out.stdout.is_empty());
    assert!(text(&out.stderr).contains(words), "{}", text(&out.stderr));
}

const KINDS: [&str; 10] = [
    "copyright-policy",
    "gap-analysis",
    "incident-report",
    "model-documentation",
    "model-report",
    "not-applicable",
    "notification",
    "representative-mandate",
    "safety-framework",
    "training-summary",
];

#[test]
fn each_kind_is_started_and_written_with_its_gaps() {
    let dir = folder();
    for kind in KINDS {
        let out = done(&gpai(dir.path(), &["doc", "new", kind, "--on", "2026-11-25"]));
        assert!(out.contains(&format!("documents/{kind}.toml")), "{out}");
    }
    let summary = fs::read_to_string(dir.path().join("documents/training-summary.toml")).unwrap();
    assert!(summary.contains("\"1.1.a\" = { value = \"Example GmbH\", source = \"gpai.toml:2\" }"), "{summary}");
    assert!(summary.contains("provider.code_signed: copyright (gpai.toml:3)"), "shown beside the question");
    assert!(!summary.contains("\n\"3.1.a\""), "and never filled in");
    let out: String = LIGHT
        .iter()
        .map(|format| done(&gpai(dir.path(), &["doc", "render", "all", "--format", format, "--audience", "all"])))
        .collect();
    assert!(out.lines().all(|l| l.contains("unknown)")), "{out}");
    // 10 forms: one reader of four, 3 of one, 2 of five (policy, mandate, framework, report, incident).
    assert_eq!(out.lines().count(), LIGHT.len() * (4 + 2 * 5 + 3), "{out}");
    let card = fs::read_to_string(dir.path().join("documents/training-summary.md")).unwrap();
    assert!(card.contains("Not yet known"), "{card}");
}

#[test]
fn what_is_there_is_left_alone() {
    let dir = folder();
    done(&gpai(dir.path(), &["doc", "new", "training-summary"]));
    let path = dir.path().join("documents/training-summary.toml");
    let mine = fs::read_to_string(&path).unwrap().replace("# \"H.1\" = \"…\"", "\"H.1\" = \"1.0\"   # mine");
    fs::write(&path, &mine).unwrap();
    refused(&gpai(dir.path(), &["doc", "new", "training-summary"]), "--update adds what it lacks");
    assert_eq!(fs::read_to_string(&path).unwrap(), mine);
    assert!(done(&gpai(dir.path(), &["doc", "new", "training-summary", "--update"])).contains("nothing to add"));
    fs::write(dir.path().join("gpai.toml"), format!("{ANSWERS}\n[model]\nname = \"Example 7B\"\n")).unwrap();
    done(&gpai(dir.path(), &["doc", "new", "training-summary", "--update"]));
    let new = fs::read_to_string(&path).unwrap();
    let added: Vec<&str> = new.lines().filter(|l| !mine.lines().any(|m| m == *l)).collect();
    assert_eq!(added, ["\"1.2.a\" = { value = [\"Example 7B\"], source = \"gpai.toml:9\" }"]);
    refused(&gpai(dir.path(), &["doc", "new", "training-sumary"]), "did you mean `training-summary`?");
}

#[test]
fn final_refuses_while_a_mandatory_field_is_unknown() {
    let dir = folder();
    done(&gpai(dir.path(), &["doc", "new", "training-summary"]));
    let out = gpai(dir.path(), &["doc", "render", "training-summary", "--final"]);
    assert_eq!(out.status.code(), Some(1));
    let said = text(&out.stdout);
    assert!(said.contains("not written") && said.contains("  3.1.a  Are you a Signatory"), "{said}");
    assert!(!dir.path().join("documents/training-summary.pdf").exists());
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

#[test]
fn one_document_goes_to_the_screen_or_to_a_file() {
    let dir = folder();
    let folder = example("birke-7b");
    let folder = folder.to_str().unwrap();
    let json = done(&gpai(dir.path(), &["doc", "render", "training-summary", folder, "--format", "json", "-o", "-"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["format"], "gpai-document/1");
    assert_eq!(json["fields"]["2.5.a"]["value"], false);
    let record = format!("{folder}/documents/model-documentation.toml");
    let args =
        ["doc", "render", "model-documentation", &record, "--audience", "dp", "--format", "json", "-o", "dp.json"];
    assert_eq!(done(&gpai(dir.path(), &args)), "dp.json\n");
    let view = fs::read_to_string(dir.path().join("dp.json")).unwrap();
    assert!(view.contains("MDF-11b") && !view.contains("7.0131"), "{view}");
    // Into a pipe the bytes go as they are.
    let docx = gpai(dir.path(), &["doc", "render", "training-summary", folder, "--format", "docx", "-o", "-"]);
    assert!(docx.status.success() && docx.stdout.starts_with(b"PK"));
    let twice = ["doc", "render", "all", folder, "-o", "one.pdf"];
    refused(&gpai(dir.path(), &twice), "name a folder");
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_mend() {
    let dir = folder();
    refused(&gpai(dir.path(), &["doc", "render", "training-summary"]), "start it with `gpai doc new KIND`");
    refused(&gpai(dir.path(), &["doc", "render", "all"]), "gpai doc new training-summary");
    refused(&gpai(dir.path(), &["doc", "render", "trainig-summary"]), "did you mean `training-summary`?");
    refused(&gpai(dir.path(), &["doc", "new", "training-summary", "nowhere"]), "no such folder");
    fs::create_dir(dir.path().join("documents")).unwrap();
    let bad =
        "[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n[answers]\n\"2.1.a\" = \"perhaps\"\n";
    fs::write(dir.path().join("documents/training-summary.toml"), bad).unwrap();
    refused(&gpai(dir.path(), &["doc", "render", "training-summary"]), "documents/training-summary.toml:5:11");
    refused(&gpai(dir.path(), &["doc", "new", "training-summary", "--update"]), "documents/training-summary.toml:5:11");
    let folder = example("birke-7b");
    let args = ["doc", "render", "training-summary", folder.to_str().unwrap(), "--audience", "dp"];
    refused(&gpai(dir.path(), &args), "no view for downstream providers");
}

/// A record of the largest size ends in a message, not in a crash; a link out of the folder is not written over.
#[test]
fn hostile_records_end_in_a_message() {
    let dir = folder();
    fs::create_dir(dir.path().join("documents")).unwrap();
    let path = dir.path().join("documents/training-summary.toml");
    for bad in [vec![b'x'; 5 << 20], vec![0xff, 0xfe, 0x00], b"[document".to_vec(), b"\x1b[31m = 1".to_vec()] {
        fs::write(&path, bad).unwrap();
        let out = gpai(dir.path(), &["doc", "render", "training-summary"]);
        assert_eq!(out.status.code(), Some(2));
        assert!(!text(&out.stderr).contains('\u{1b}'));
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refused(&gpai(dir.path(), &["doc", "render", "training-summary"]), "not a regular file");
}

/// The example's summary has no finding, as its record and in each format that reads back.
#[test]
fn the_summary_of_the_example_passes_its_own_lint() {
    let out = tempfile::tempdir().unwrap();
    let folder = example("birke-7b");
    let to = format!("{}/", out.path().display());
    for format in LIGHT {
        let args =
            ["doc", "render", "training-summary", folder.to_str().unwrap(), "--format", format, "--final", "-o", &to];
        done(&gpai(out.path(), &args));
    }
    let record = folder.join("documents/training-summary.toml");
    for file in
        ["json", "md", "html", "docx"].map(|e| out.path().join(format!("training-summary.{e}"))).iter().chain([&record])
    {
        let args = [
            "doc",
            "lint",
            file.to_str().unwrap(),
            "--format",
            "json",
            "--on",
            "2026-11-25",
            "--model",
            folder.to_str().unwrap(),
        ];
        let found: serde_json::Value = serde_json::from_slice(&gpai(out.path(), &args).stdout).unwrap();
        assert_eq!(found["kind"], "training-summary", "{}", file.display());
        assert_eq!(found["findings"], serde_json::json!([]), "{}", file.display());
    }
}

/// The other documents of the examples have no error either, as records and as the view of each reader: what a reader does not
/// get is not missing.
#[test]
fn the_other_examples_have_no_error() {
    for name in ["birke-7b", "aurelia-4"] {
        let out = tempfile::tempdir().unwrap();
        let to = format!("{}/", out.path().display());
        let folder = example(name);
        let args =
            ["doc", "render", "all", folder.to_str().unwrap(), "--format", "json", "--audience", "all", "-o", &to];
        done(&gpai(out.path(), &args));
        let files = |path: &Path| -> Vec<PathBuf> {
            let mut all: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
            all.retain(|p| p.extension().is_some_and(|e| e == "toml" || e == "json"));
            all
        };
        let documents = [files(&folder.join("documents")), files(out.path())].concat();
        assert!(documents.len() > 8);
        for document in documents {
            // A day on which no update is overdue: the report of aurelia-4 is of May 2026, and half a year on the next is due.
            let args = ["doc", "lint", document.to_str().unwrap(), "--format", "json", "--on", "2026-11-15"];
            let out = gpai(out.path(), &args);
            let found: serde_json::Value =
                serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&out.stderr)));
            assert_eq!(found["counts"]["error"], 0, "{}: {found:#}", document.display());
        }
    }
}
