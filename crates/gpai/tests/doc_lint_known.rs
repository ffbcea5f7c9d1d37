//! What a rule needs from outside the document reaches it from the command line: from the model folder, from the records beside
//! the document, from the document itself, or given for the run. Each rule fires, and stays silent beside the mark.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn gpai(args: &[&str], dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(dir).output().unwrap()
}

/// A copy of an example, in which texts of files are replaced: file, before, after. An empty text before is the end of a
/// file that may be new.
fn example(name: &str, changes: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let from = root().join("examples").join(name);
    fs::create_dir_all(dir.path().join("documents")).unwrap();
    for folder in ["", "documents"] {
        for entry in fs::read_dir(from.join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), dir.path().join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
    for (file, before, after) in changes {
        let path = dir.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(before), "{file} has no {before:?}");
        let new = if before.is_empty() { format!("{text}{after}") } else { text.replacen(before, after, 1) };
        fs::write(path, new).unwrap();
    }
    dir
}

/// The codes found in a document of a folder, with the field of each.
fn codes(dir: &Path, file: &str, args: &[&str]) -> Vec<(String, String)> {
    let mut all = vec!["doc", "lint", file, "--format", "json"];
    all.extend(args);
    if !args.contains(&"--on") {
        all.extend(["--on", "2026-06-01"]);
    }
    let out = gpai(&all, dir);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&out.stderr));
    let report: Json = serde_json::from_slice(&out.stdout).unwrap();
    let text = |f: &Json, key: &str| f[key].as_str().unwrap().to_owned();
    report["findings"].as_array().unwrap().iter().map(|f| (text(f, "code"), text(f, "field"))).collect()
}

const SUMMARY: &str = "documents/training-summary.toml";
const DOCUMENTATION: &str = "documents/model-documentation.toml";
const POLICY: &str = "documents/copyright-policy.toml";
const FRAMEWORK: &str = "documents/safety-framework.toml";
const REPORT: &str = "documents/model-report.toml";

/// The rule fires under the first changes and arguments, and not under the second.
#[track_caller]
fn fires(
    rule: &str,
    name: &str,
    file: &str,
    on: (&[(&str, &str, &str)], &[&str]),
    off: (&[(&str, &str, &str)], &[&str]),
) {
    let found = codes(example(name, on.0).path(), file, on.1);
    assert!(found.iter().any(|(code, _)| code == rule), "{rule} did not fire: {found:?}");
    let found = codes(example(name, off.0).path(), file, off.1);
    assert!(!found.iter().any(|(code, _)| code == rule), "{rule} fired beside the mark: {found:?}");
}

#[test]
fn a_framework_that_says_when_it_was_confirmed_is_not_accused() {
    let out = gpai(
        &["doc", "lint", "examples/aurelia-4/documents/safety-framework.toml", "--model", "examples/aurelia-4"],
        &root(),
    );
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(0), "{text}");
    assert!(!text.contains("COP-R1"), "{text}");
}

#[test]
fn cop_r1_late_by_the_document_itself() {
    let late = [(FRAMEWORK, "\"confirmed\" = 2026-03-10", "\"confirmed\" = 2026-03-20")];
    let last = [(FRAMEWORK, "\"confirmed\" = 2026-03-10", "\"confirmed\" = 2026-03-19")];
    fires("COP-R1", "aurelia-4", FRAMEWORK, (&late, &["--model", "."]), (&last, &["--model", "."]));
    // Without the day of confirmation nothing is known of it; who knows that there is none says so.
    let none = [(FRAMEWORK, "\"confirmed\" = 2026-03-10", "")];
    let told: &[&str] = &["--model", ".", "--given", "framework-confirmed=not-yet"];
    fires("COP-R1", "aurelia-4", FRAMEWORK, (&none, told), (&none, &["--model", "."]));
}

#[test]
fn ts_213_large_dataset() {
    let big: &[&str] = &["--given", "dataset=FineWeb2:text:2.6e12", "--given", "dataset=Secret Corpus:text:1e12"];
    let small: &[&str] = &["--given", "dataset=FineWeb2:text:97", "--given", "dataset=Secret Corpus:text:3"];
    fires("TS-213", "birke-7b", SUMMARY, (&[], big), (&[], small));
}

#[test]
fn ts_241_infringing_site() {
    let listed: &[&str] = &["--given", "infringing=museum-eschenfurt.example"];
    fires("TS-241", "birke-7b", SUMMARY, (&[], listed), (&[], &["--given", "infringing=eschenfurt.example"]));
}

#[test]
fn ts_242_crawler_page() {
    let other = [(POLICY, "token = \"BirkeBot\"", "token = \"LindenBot\"")];
    fires("TS-242", "birke-7b", SUMMARY, (&other, &[]), (&[], &[]));
    let named: &[&str] = &["--given", "crawler-page=BirkeBot"];
    fires("TS-242", "birke-7b", SUMMARY, (&[], &["--given", "crawler-page=OldBot"]), (&[], named));
}

#[test]
fn ts_401_update_overdue() {
    let after: &[&str] = &["--given", "further-training=yes", "--on", "2026-09-17"];
    let before: &[&str] = &["--given", "further-training=yes", "--on", "2026-09-16"];
    fires("TS-401", "birke-7b", SUMMARY, (&[], after), (&[], before));
}

#[test]
fn ts_402_material_change() {
    let after: &[&str] = &["--given", "material-change=2026-04-01"];
    fires("TS-402", "birke-7b", SUMMARY, (&[], after), (&[], &["--given", "material-change=2026-03-16"]));
}

#[test]
fn ts_404_published_with_the_model() {
    let here: &[&str] = &["--model", ".", "--given", "summary-at=hub_download"];
    let elsewhere: &[&str] = &["--model", ".", "--given", "summary-at=none"];
    fires("TS-404", "birke-7b", SUMMARY, (&[], elsewhere), (&[], here));
    let yes: &[&str] = &["--given", "on-website=yes", "--given", "channel=api"];
    fires("TS-404", "birke-7b", SUMMARY, (&[], &["--given", "on-website=no"]), (&[], yes));
}

#[test]
fn ts_408_disagrees_with_the_other_documents() {
    let base = [(
        DOCUMENTATION,
        "\"MDF-06\" = { na = \"trained from scratch\" }",
        "\"MDF-06\" = [{ model = \"Grundmodell 7B\" }]",
    )];
    fires("TS-408", "birke-7b", SUMMARY, (&base, &[]), (&[], &[]));
    // The same from elsewhere, with the model named or the document given.
    let dir = example("birke-7b", &base);
    fs::rename(dir.path().join(SUMMARY), dir.path().join("s.toml")).unwrap();
    let found = |args: &[&str]| codes(dir.path(), "s.toml", args).iter().any(|(code, _)| code == "TS-408");
    assert!(!found(&[]), "nothing lies beside it");
    assert!(found(&["--model", "."]));
    assert!(found(&["--given", &format!("model-documentation={DOCUMENTATION}")]));
}

#[test]
fn mdf_r7_to_r9_disagree_with_the_summary() {
    let user = [(SUMMARY, "\"2.4.a\" = \"no\"", "\"2.4.a\" = \"yes\"")];
    fires("MDF-R7", "birke-7b", DOCUMENTATION, (&user, &[]), (&[], &[]));
    let audio = [(SUMMARY, "\"1.3.a\" = [\"text\"]", "\"1.3.a\" = [\"text\", \"audio\"]")];
    fires("MDF-R8", "birke-7b", DOCUMENTATION, (&audio, &[]), (&[], &[]));
    let base =
        [(SUMMARY, "\"1.2.b\" = { na = \"trained from scratch\" }", "\"1.2.b\" = [{ model = \"Grundmodell 7B\" }]")];
    fires("MDF-R9", "birke-7b", DOCUMENTATION, (&base, &[]), (&[], &[]));
}

#[test]
fn cop_r10_and_r11_by_the_document_itself() {
    let (after, before): (&[&str], &[&str]) = (&["--on", "2026-11-16"], &["--on", "2026-11-15"]);
    fires("COP-R10", "aurelia-4", REPORT, (&[], after), (&[], before));
    let less = [(REPORT, "\"most-capable\" = \"yes\"", "\"most-capable\" = \"no\"")];
    fires("COP-R10", "aurelia-4", REPORT, (&less, &["--given", "last-report=2025-01-01"]), (&less, after));
    let (after, before): (&[&str], &[&str]) = (&["--on", "2027-02-28"], &["--on", "2027-02-27"]);
    fires("COP-R11", "aurelia-4", FRAMEWORK, (&[], after), (&[], before));
}

#[test]
fn cop_r13_a_policy_that_is_silent_on_crawling() {
    let dir = example("birke-7b", &[]);
    // A policy of a provider that says it does not crawl, beside a summary that declares crawling.
    let text = fs::read_to_string(dir.path().join(POLICY)).unwrap();
    let only_crawling = ["access", "blocklist", "crawlers", "robots", "protocols", "crawler-page"];
    let silent: String = text
        .lines()
        .filter(|line| !only_crawling.iter().any(|id| line.starts_with(&format!("\"{id}\" = "))))
        .map(|line| match line {
            "\"crawls\" = \"yes\"" => {
                "\"crawls\" = \"no\"\n\"no-crawling\" = \"Measures 1.2 and 1.3 are not triggered.\"\n".to_owned()
            }
            line => format!("{line}\n"),
        })
        .collect();
    let found = |text: &str| {
        fs::write(dir.path().join(POLICY), text).unwrap();
        codes(dir.path(), SUMMARY, &[]).iter().any(|(code, _)| code == "COP-R13")
    };
    assert!(!found(&text), "the whole policy");
    assert!(found(&silent), "{silent}");
    assert!(!found(&silent.replace("\"safeguards\" = ", "# \"safeguards\" = ")), "not finished yet is not silent");
}

const MEMO: &str = "[document]\nkind = \"not-applicable\"\ntemplate = \"1\"\n[answers]\n\
    \"duties\" = [{ duty = \"53-1-a Technical documentation for the authorities\", answer = \"exempt\" }]\n";

#[test]
fn cop_r14_open_source_with_systemic_risk() {
    let memo = ("documents/not-applicable.toml", "", MEMO);
    let licence = ("gpai.toml", "licence = \"proprietary\"", "licence = \"apache-2.0\"");
    let model: &[&str] = &["--model", "."];
    fires("COP-R14", "aurelia-4", FRAMEWORK, (&[memo, licence], model), (&[memo], model));
    let given: &[&str] =
        &["--given", "systemic=yes", "--given", "open-source=yes", "--given", "transparency-exempt=yes"];
    fires("COP-R14", "aurelia-4", FRAMEWORK, (&[], given), (&[], &given[..4]));
}

#[test]
fn rec_1_what_was_filled_in_and_differs_by_now() {
    let moved = [("gpai.toml", "first_available = 2026-03-16", "first_available = 2026-04-20")];
    let model: &[&str] = &["--model", "."];
    fires("REC-1", "birke-7b", SUMMARY, (&moved, model), (&[], model));
    // The folder says nothing of it any more: nothing is known, and nothing is said.
    let gone = [("gpai.toml", "first_available = 2026-03-16\n", "")];
    fires("REC-1", "birke-7b", DOCUMENTATION, (&moved, model), (&gone, model));
    let dir = example("birke-7b", &moved);
    let out = gpai(&["doc", "lint", SUMMARY, "--model", ".", "--format", "json"], dir.path());
    let report: Json = serde_json::from_slice(&out.stdout).unwrap();
    let found = report["findings"].as_array().unwrap().iter().find(|f| f["code"] == "REC-1").unwrap();
    assert_eq!((&found["field"], &found["severity"]), (&"1.2.c".into(), &"warning".into()));
    assert_eq!(found["cites"], serde_json::json!(["training-summary/1.2.c", "ai-act/3/9"]));
    assert_eq!(found["line"], 17);
    let zh = gpai(&["doc", "lint", SUMMARY, "--model", ".", "--lang", "zh"], dir.path());
    let zh = String::from_utf8(zh.stdout).unwrap();
    assert!(zh.contains("market.first_available") && zh.contains("现在为"), "{zh}");
}

#[test]
fn check_uses_the_records_beside_a_document() {
    let base = [(
        DOCUMENTATION,
        "\"MDF-06\" = { na = \"trained from scratch\" }",
        "\"MDF-06\" = [{ model = \"Grundmodell 7B\" }]",
    )];
    let found = |changes: &[(&str, &str, &str)]| {
        let dir = example("birke-7b", changes);
        let out = gpai(&["check", ".", "--format", "json", "--fail-on", "never", "--on", "2026-11-25"], dir.path());
        let text = String::from_utf8(out.stdout).unwrap();
        text.contains("TS-408")
    };
    assert!(found(&base));
    assert!(!found(&[]));
}

#[test]
fn what_is_given_wrongly_is_refused_with_the_nearest_name() {
    let dir = example("birke-7b", &[]);
    let refused = |given: &str| {
        let out = gpai(&["doc", "lint", SUMMARY, "--given", given], dir.path());
        assert_eq!(out.status.code(), Some(2), "{given}");
        assert!(out.stdout.is_empty());
        String::from_utf8(out.stderr).unwrap()
    };
    let said = refused("notifed=2026-01-01");
    assert!(said.contains("did you mean `notified`") && said.contains("gpai explain given"), "{said}");
    assert!(refused("zzzzzzzz=1").contains("framework-confirmed"), "all names");
    assert!(refused("notified").contains("notified=2026-02-19"));
    assert!(refused("notified=last week").contains("YYYY-MM-DD"));
    assert!(refused("sme=perhaps").contains("neither yes nor no"));
    assert!(refused("dataset=FineWeb:words:3").contains("the modalities are text"));
    assert!(refused("domains=many").contains("whole number"));
    assert!(refused("country=XX").contains("ISO 3166"));
    assert!(refused("framework-confirmed=soon").contains("not-yet"));
    assert!(refused("summary=nowhere.pdf").contains("nowhere.pdf"));
}

#[test]
fn explain_says_how_to_give_what_a_rule_needs() {
    let page = |args: &[&str]| {
        let out = gpai(args, &root());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    let one = page(&["explain", "TS-213"]);
    assert!(one.contains("How to give what it needs") && one.contains("--given dataset=FineWeb:text:1.5e13"), "{one}");
    let one = page(&["explain", "COP-R1", "--lang", "zh"]);
    assert!(one.contains("如何提供所需信息") && one.contains("systemic.notified_on"), "{one}");
    assert!(one.contains("safety-framework 自身的回答 confirmed"), "{one}");
    for lang in ["en", "zh"] {
        let all = page(&["explain", "given", "--lang", lang]);
        for part in ["--given notified=", "TS-404", "market.channels", "documents/copyright-policy.toml", "--earlier"] {
            assert!(all.contains(part), "{part}: {all}");
        }
    }
    let help = page(&["doc", "lint", "--help"]);
    assert!(help.contains("--given <NAME=VALUE>") && help.contains("gpai explain given"), "{help}");
}
