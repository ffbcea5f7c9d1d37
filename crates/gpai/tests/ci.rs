//! The program in CI: what code scanning takes, exit codes that are never falsely green, several folders, the summary of a step.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
/// A model whose summary is owed from 2027-08-02 on.
const OWED: &str = "[role]\ndevelops = true\nown_name = true\nmodifies_other = false\n[market]\neu = true\ncommercial = { value = true, by = \"R. Meier\", on = 2026-11-20, why = \"part of our business\" }\nfirst_available = 2024-11-26\n[purpose]\nresearch_only = false\n";

fn gpai(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.args(args).current_dir(dir).env_remove("GITHUB_STEP_SUMMARY").env_remove("GITHUB_WORKSPACE");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A repository with two models below, one of them with a duty not met, and an empty folder.
fn repository() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("models/a b/README.md", CARD),
        ("models/owed/README.md", CARD),
        ("models/owed/gpai.toml", OWED),
        ("README.md", "# Our models\n"),
    ] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    fs::create_dir(dir.path().join("empty")).unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    dir
}

/// What GitHub asks of an upload, and what the SARIF schema requires of what we write.
fn assert_uploadable(document: &Value) {
    assert_eq!(document["version"], "2.1.0");
    assert!(document["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let runs = document["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1, "one run of one tool");
    let run = &runs[0];
    let id = run["automationDetails"]["id"].as_str().unwrap();
    assert!(id.starts_with("gpai/"), "{id}");
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "gpai");
    assert!(
        driver["semanticVersion"].is_string() && driver["informationUri"].as_str().unwrap().starts_with("https://")
    );
    let rules = driver["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|r| r["id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "a rule comes twice");
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            let said = rule[key]["text"].as_str().unwrap();
            assert!(!said.is_empty() && said.chars().count() <= 1024, "{key} of {rule}");
            assert!(!said.contains("..") || said.contains("..."), "{said}");
            let mark = said.split('{').skip(1).any(|t| {
                t.split_once('}').is_some_and(|(m, _)| m.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
            });
            assert!(!mark, "a raw mark in {said}");
        }
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"));
        assert!(rule["help"]["markdown"].is_string());
        assert!(["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()));
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10);
    }
    let results = run["results"].as_array().unwrap();
    let mut prints = BTreeSet::new();
    for result in results {
        let rule = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(ids[usize::try_from(rule).unwrap()], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let said = result["message"]["text"].as_str().unwrap();
        assert!(!said.is_empty() && !said.contains(".. "), "{said}");
        let places = result["locations"].as_array().unwrap();
        assert!(!places.is_empty(), "no place: {result}");
        for place in places {
            let uri = place["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            let relative = !uri.is_empty() && !uri.starts_with('/') && !uri.contains("..") && !uri.contains(':');
            assert!(relative && !uri.contains(' '), "{uri}");
            let region = &place["physicalLocation"]["region"];
            assert!(region["startLine"].as_u64().unwrap() >= 1);
            assert!(region.get("startColumn").is_none_or(|c| c.as_u64().unwrap() >= 1));
        }
        let print = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap();
        assert!(prints.insert(print.to_owned()), "two results look the same: {result}");
    }
}

fn sarif(dir: &Path, args: &[&str]) -> Value {
    let out = gpai(dir, &[args, &["--format", "sarif", "--on", "2026-11-30"]].concat());
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&out.stderr)))
}

fn addresses(document: &Value) -> BTreeSet<String> {
    let results = document["runs"][0]["results"].as_array().unwrap();
    let uri = |r: &Value| r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned();
    results.iter().map(uri).collect()
}

#[test]
fn code_scanning_takes_the_findings_of_a_folder() {
    let dir = repository();
    for (place, args) in [(dir.path().to_owned(), "models/owed"), (dir.path().join("models/owed"), ".")] {
        for lang in ["en", "zh"] {
            let document = sarif(&place, &["check", args, "--lang", lang]);
            assert_uploadable(&document);
            assert!(!addresses(&document).is_empty());
            for uri in addresses(&document) {
                assert!(uri.starts_with("models/owed/"), "{uri} counts from the root of the repository");
            }
        }
    }
    let document = sarif(dir.path(), &["check", "models/a b", "models/owed"]);
    assert_uploadable(&document);
    assert!(addresses(&document).contains("models/a%20b/README.md"), "{:?}", addresses(&document));
    // A line that moves leaves the fingerprints alone.
    let prints = |d: &Value| -> BTreeSet<String> {
        let results = d["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|r| r["partialFingerprints"]["gpai/v1"].as_str().unwrap().to_owned()).collect()
    };
    let before = prints(&sarif(dir.path(), &["check", "models/owed"]));
    fs::write(dir.path().join("models/owed/gpai.toml"), format!("# a note\n\n{OWED}")).unwrap();
    assert_eq!(prints(&sarif(dir.path(), &["check", "models/owed"])), before);
}

#[test]
fn code_scanning_takes_the_findings_of_a_document() {
    let dir = repository();
    let made = gpai(dir.path(), &["doc", "new", "training-summary", "models/owed"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let file = "models/owed/documents/training-summary.toml";
    let document = sarif(&dir.path().join("models"), &["doc", "lint", "owed/documents/training-summary.toml"]);
    assert_uploadable(&document);
    assert_eq!(addresses(&document), BTreeSet::from([file.to_owned()]));
}

#[test]
fn nothing_to_assess_is_never_green() {
    let dir = repository();
    let refused = |args: &[&str], what: &str| {
        let out = gpai(dir.path(), &[&["check"], args].concat());
        assert_eq!(out.status.code(), Some(2), "{args:?}: {}", text(&out.stdout));
        assert!(out.stdout.is_empty(), "{args:?}");
        assert!(text(&out.stderr).contains(what), "{args:?}: {}", text(&out.stderr));
    };
    refused(&["empty"], "no model there");
    refused(&["empty", "--fail-on", "never"], "no model there");
    refused(&["models"], "a collection of 2 models");
    fs::write(dir.path().join("empty/note.rst"), "nothing\n").unwrap();
    refused(&["empty"], "no model there");
    fs::write(dir.path().join("Cargo.toml"), "[package]\n").unwrap();
    fs::create_dir_all(dir.path().join("docs/schemas")).unwrap();
    fs::write(dir.path().join("docs/schemas/training-summary.json"), "{}").unwrap();
    refused(&["."], "a source repository (Cargo.toml)");
    fs::create_dir(dir.path().join("data")).unwrap();
    fs::write(dir.path().join("data/README.md"), "---\ndataset_info:\n  features: []\n---\n# D\n").unwrap();
    refused(&["data"], "a data set");
    // Answers make it a matter of its own; a model is asked for where one must be there.
    assert_eq!(gpai(dir.path(), &["check", "empty", "--set", "market.eu=yes"]).status.code(), Some(0));
    refused(&["empty", "--set", "market.eu=yes", "--require-model"], "no model there");
    assert_eq!(gpai(dir.path(), &["check", "models/a b", "--require-model"]).status.code(), Some(0));
    // Where a person answers for a source repository, it is said in one line, and its schemas are no documents.
    let out = gpai(dir.path(), &["check", ".", "--set", "role.develops=yes"]);
    let said = text(&out.stdout);
    assert!(said.lines().next().unwrap().contains("a source repository (Cargo.toml)"), "{said}");
    assert!(!said.contains("docs/schemas"), "{said}");
}

#[test]
fn the_exit_code_has_its_reason_in_the_last_line() {
    let dir = repository();
    let run = |args: &[&str]| {
        let out = gpai(dir.path(), &[&["check", "models/owed"], args].concat());
        (out.status.code().unwrap(), text(&out.stdout).trim_end().lines().last().unwrap().to_owned())
    };
    let (code, last) = run(&["--on", "2026-11-30"]);
    assert_eq!(code, 1);
    assert!(last.starts_with("Exit code 1: not met: ") && last.contains("due 2027-08-02, 245 days left"), "{last}");
    // Nothing is late yet.
    let (code, last) = run(&["--on", "2026-11-30", "--fail-on", "overdue"]);
    assert_eq!(code, 0);
    assert!(last.starts_with("Exit code 0: nothing is overdue"), "{last}");
    let (code, last) = run(&["--on", "2027-08-03", "--fail-on", "overdue"]);
    assert_eq!(code, 1);
    assert!(last.contains("due 2027-08-02, 1 days ago"), "{last}");
    let (code, last) = run(&["--on", "2026-11-30", "--fail-on", "never"]);
    assert_eq!(code, 0);
    assert!(last.contains("--fail-on never"), "{last}");
    let (code, last) = run(&["--on", "2026-11-30", "--lang", "zh"]);
    assert_eq!(code, 1);
    assert!(last.starts_with("退出码 1："), "{last}");
    let out = gpai(dir.path(), &["check", "models/a b", "--fail-on", "open"]);
    assert_eq!(out.status.code(), Some(3));
    assert!(text(&out.stdout).trim_end().lines().last().unwrap().starts_with("Exit code 3: "));
}

#[test]
fn several_folders_in_one_run() {
    let dir = repository();
    let all = ["check", "models/a b", "models/owed", "--on", "2026-11-30"];
    let out = gpai(dir.path(), &all);
    assert_eq!(out.status.code(), Some(1), "that of the worst");
    let said = text(&out.stdout);
    assert!(said.contains("a b  ") && said.contains("owed  "), "{said}");
    assert!(said.trim_end().ends_with("2 folders: 1 with a duty not met, 0 not assessed. Exit code 1"), "{said}");
    // One that cannot be assessed stops nothing, and is not green.
    let out = gpai(dir.path(), &["check", "models/a b", "empty", "nowhere", "--on", "2026-11-30"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stdout).starts_with("a b") && text(&out.stdout).contains("3 folders"), "{}", text(&out.stdout));
    assert!(
        text(&out.stderr).contains("empty: no model there") && text(&out.stderr).contains("nowhere: no such folder")
    );
    let out = gpai(dir.path(), &[&all[..], &["--format", "json"]].concat());
    let document: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(document["format"], "gpai-assessments/1");
    assert_eq!(document["assessments"][1]["folder"], "models/owed");
    assert_eq!(document["assessments"][1]["assessment"]["format"], "gpai-assessment/1");
    // One folder keeps its own format.
    let one = gpai(dir.path(), &["check", "models/owed", "--format", "json"]);
    assert_eq!(serde_json::from_slice::<Value>(&one.stdout).unwrap()["format"], "gpai-assessment/1");
    let out = gpai(dir.path(), &[&all[..], &["--answers", "models/owed/gpai.toml"]].concat());
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn the_summary_of_a_step_is_added_to_its_file() {
    let dir = repository();
    let file = dir.path().join("summary.md");
    fs::write(&file, "before\n").unwrap();
    let args = ["check", "models/owed", "models/a b", "--on", "2026-11-30", "--format", "sarif"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.args(args).arg("--step-summary").current_dir(dir.path()).env("GITHUB_STEP_SUMMARY", &file);
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    let said = fs::read_to_string(&file).unwrap();
    assert!(said.starts_with("before\n## EU AI Act"), "{said}");
    assert!(said.contains("### owed \\(models/owed\\)") || said.contains("### owed (models/owed)"), "{said}");
    assert!(said.contains("| 🟠 gap | 53(1)(d) ") && said.contains("2027-08-02"), "{said}");
    assert!(said.contains("Whether you are the provider is open"), "{said}");
    // Without a file to write to it is refused before anything is done.
    let out = gpai(dir.path(), &["check", "models/owed", "--step-summary"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("GITHUB_STEP_SUMMARY"));
    let out = gpai(dir.path(), &["check", "models/owed", "--format", "step-summary", "--on", "2026-11-30"]);
    assert!(text(&out.stdout).starts_with("## EU AI Act"));
}

#[test]
fn an_error_in_the_answers_shows_the_line() {
    let dir = repository();
    fs::write(dir.path().join("models/owed/gpai.toml"), "[market]\neu = maybe\n").unwrap();
    let out = gpai(dir.path(), &["check", "models/owed"]);
    assert_eq!(out.status.code(), Some(2));
    let said = text(&out.stderr);
    assert!(said.starts_with("gpai: models/owed/gpai.toml:2:6: "), "{said}");
    assert!(said.contains("\n 2 | eu = maybe\n   |      ^\n"), "{said}");
    // A file that is not there has no line.
    let out = gpai(dir.path(), &["check", "models/owed", "--answers", "nosuch.toml"]);
    let said = text(&out.stderr);
    assert!(said.starts_with("gpai: nosuch.toml: cannot be read: no such file"), "{said}");
    let folder = dir.path().join("models");
    let out = gpai(dir.path(), &["check", "models/owed", "--answers", folder.to_str().unwrap()]);
    assert!(text(&out.stderr).starts_with(&format!("gpai: {}: is not a regular file", folder.display())));
}

#[test]
fn a_document_of_which_nothing_was_read_is_not_clean() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("x.md"), "# Something else\n\nA text of another kind, with a paragraph or two.\n")
        .unwrap();
    let out = gpai(dir.path(), &["doc", "lint", "x.md", "--kind", "training-summary"]);
    assert_eq!(out.status.code(), Some(2), "{}{}", text(&out.stdout), text(&out.stderr));
}

#[test]
fn lines_fit_the_terminal() {
    let dir = repository();
    for (columns, lang) in [(60usize, "en"), (80, "en"), (80, "zh"), (100, "en")] {
        for args in [
            &["check", "models/owed", "--all"][..],
            &["check", "models/a b"],
            &["why", "provider", "models/owed"],
            &["whatif", "provider=no", "models/owed"],
            &["explain", "53-1-d"],
            &["explain", "purpose.research_only"],
            &["sources", "models/owed"],
            &["compute", "models/a b"],
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
            command.args(args).args(["--lang", lang]).current_dir(dir.path()).env("COLUMNS", columns.to_string());
            let out = text(&command.output().unwrap().stdout);
            assert!(!out.is_empty(), "{args:?}");
            for line in out.lines() {
                let width: usize = line.chars().map(|c| if u32::from(c) >= 0x2e80 { 2 } else { 1 }).sum();
                assert!(width <= columns, "{args:?} {lang}: {width} of {columns} columns: {line}");
            }
        }
    }
}

/// The promise of `gpai doc lint`: an answer in time, whatever the file is. A program built for debugging is given four times as long.
#[test]
fn hostile_documents_end_in_time() {
    use std::time::{Duration, Instant};
    let slower = if cfg!(debug_assertions) { 4 } else { 1 };
    let dir = tempfile::tempdir().unwrap();
    let deep = format!("<!doctype html><title>x</title>{}", "<div>".repeat(400_000));
    let table = "| a | b | c |\n".repeat(600_000);
    let quotes = "> ".repeat(3_000_000);
    for (name, text) in [("deep.html", deep), ("table.md", table), ("quotes.md", quotes)] {
        fs::write(dir.path().join(name), text).unwrap();
        let begun = Instant::now();
        let out = gpai(dir.path(), &["doc", "lint", name, "--kind", "training-summary"]);
        assert!(begun.elapsed() < Duration::from_secs(5 * slower + 2), "{name}: {:?}", begun.elapsed());
        assert!(!out.stdout.is_empty() || !out.stderr.is_empty(), "{name}");
        assert_ne!(out.status.code(), Some(0), "{name}");
    }
}

/// A survey of a large table holds little of it: the rows come while it is read, and the number of rows does not matter.
#[cfg(target_os = "linux")]
#[test]
fn a_survey_of_a_table_is_bounded_in_memory() {
    use std::io::{BufRead as _, BufReader, Write as _};
    let dir = tempfile::tempdir().unwrap();
    let mut file = std::io::BufWriter::new(fs::File::create(dir.path().join("hub.csv")).unwrap());
    writeln!(file, "hub_id,license,note").unwrap();
    writeln!(file, "org/first,mit,{}", "x".repeat(50_000_000)).unwrap();
    for i in 0..400_000 {
        writeln!(file, "org/model-{},apache-2.0,the same note for every one of the rows", i % 50).unwrap();
    }
    file.flush().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["survey", "hub.csv", "--format", "csv", "--on", "2026-11-30"])
        .current_dir(dir.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let (mut lines, mut most) = (0, 0u64);
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        assert!(line.unwrap().len() < 10_000);
        lines += 1;
        if lines % 5_000 == 0 {
            let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0 kB");
            most = most.max(peak.trim().trim_end_matches(" kB").parse().unwrap());
        }
    }
    assert!(child.wait().unwrap().success());
    assert_eq!(lines, 400_002);
    assert!(most > 0 && most < 150_000, "{most} kB at most");
}
