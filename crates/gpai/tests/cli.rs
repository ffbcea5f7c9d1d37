//! The program as scripts and people meet it: exit codes, streams, formats, hostile folders, both languages.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";

const ANSWERS: &str = r#"
[role]
develops = true
own_name = true
modifies_other = false
[market]
eu = true
commercial = { value = true, by = "R. Meier", on = 2026-11-20, why = "part of our business" }
first_available = 2024-11-26
[purpose]
research_only = false
[provider]
established = "US"
turnover_eur = 1_000_000_000
[openness]
weights_public = true
architecture_public = true
usage_public = true
usage_information = ["modalities", "capabilities", "limitations", "technical-means"]
monetisation = "none"
personal_data = "none"
"#;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn gpai(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).current_dir(dir).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(dir: &Path, more: &[&str]) -> Value {
    let mut args = vec!["check", "--format", "json", "--on", "2026-11-23"];
    args.extend(more);
    let out = gpai(dir, &args);
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {}", text(&out.stderr)))
}

fn entry<'v>(doc: &'v Value, list: &str, key: &str, name: &str) -> &'v Value {
    doc[list].as_array().unwrap().iter().find(|e| e[key] == name).unwrap_or_else(|| panic!("no {name} in {list}"))
}

#[test]
fn exit_codes_are_the_contract() {
    let empty = folder(&[]);
    let answered = &["check", "--set", "market.eu=yes"][..];
    assert_eq!(gpai(empty.path(), answered).status.code(), Some(0));
    assert_eq!(gpai(empty.path(), &[answered, &["--fail-on", "open"]].concat()).status.code(), Some(3));
    let owed = folder(&[("README.md", CARD), ("gpai.toml", ANSWERS)]);
    assert_eq!(gpai(owed.path(), &["check"]).status.code(), Some(1));
    assert_eq!(gpai(owed.path(), &["check", "--fail-on", "never"]).status.code(), Some(0));
    for bad in [
        &["check", "no-such-folder"][..],
        &["check"],
        &["check", "--fail-on", "never"],
        &["check", "--set", "market.eu=yes", "--require-model"],
        &["check", "--set", "market.eu"],
        &["check", "--set", "markt.eu=yes"],
        &["check", "--set", "market.eu=perhaps"],
        &["check", "--set", "compute.update_flop=1e999999999"],
        &["check", "--on", "2026-13-01"],
        &["check", "--on", "1999-01-01"],
        &["check", "--format", "pdf"],
        &["why", "gpay"],
        &["whatif", "gpai"],
        &["explain", "nothing-of-the-kind"],
        &["nonsense"],
        &[],
    ] {
        let out = gpai(empty.path(), bad);
        assert_eq!(out.status.code(), Some(2), "{bad:?}");
        assert!(out.stdout.is_empty(), "{bad:?} printed {}", text(&out.stdout));
        assert!(!out.stderr.is_empty(), "{bad:?}");
    }
    assert_eq!(gpai(empty.path(), &["--help"]).status.code(), Some(0));
}

#[test]
fn a_first_run_without_answers_is_useful() {
    let dir = folder(&[("README.md", CARD)]);
    let doc = json(dir.path(), &[]);
    assert_eq!(doc["format"], "gpai-assessment/1");
    assert_eq!(doc["law"]["id"], "eu-ai-act");
    assert_eq!(doc["law"]["edition"], "2026-07-27");
    assert_eq!(doc["as_of"], "2026-11-23");
    assert_eq!(entry(&doc, "conclusions", "name", "gpai")["status"], "yes");
    assert_eq!(entry(&doc, "conclusions", "name", "gpai")["strength"], "presumed");
    let provider = entry(&doc, "conclusions", "name", "provider");
    assert_eq!(provider["status"], "open");
    assert!(provider.get("strength").is_none());
    assert!(!provider["missing"].as_array().unwrap().is_empty());
    let summary = entry(&doc, "duties", "id", "53-1-d");
    assert_eq!(
        (&summary["status"], &summary["if_provider"], &summary["state"]),
        (&"open".into(), &"applies".into(), &"gap".into())
    );
    assert_eq!(summary["due"], Value::Null);
    assert_eq!(summary["findings"][0], "summary-missing");
    assert_eq!(doc["exposure"]["fine_ceiling_eur"], Value::Null);
    assert_eq!(doc["conclusions"].as_array().unwrap().len(), 9);
    assert_eq!(doc["duties"].as_array().unwrap().len(), 11);
    assert_eq!(entry(&doc, "facts", "name", "card.license")["value"], "apache-2.0");
    assert_eq!(entry(&doc, "facts", "name", "card.license")["sources"][0]["line"], 2);
    let asked: Vec<&str> = doc["questions"].as_array().unwrap().iter().map(|q| q["fact"].as_str().unwrap()).collect();
    for fact in ["role.develops", "market.eu", "market.commercial", "purpose.research_only"] {
        assert!(asked.contains(&fact), "{fact} not asked: {asked:?}");
    }
}

#[test]
fn answers_settle_everything() {
    let dir = folder(&[("README.md", CARD), ("gpai.toml", ANSWERS)]);
    let doc = json(dir.path(), &[]);
    for c in doc["conclusions"].as_array().unwrap() {
        assert_ne!(c["status"], "open", "{c}");
        assert!(c["missing"].as_array().unwrap().is_empty());
    }
    assert!(doc["questions"].as_array().unwrap().is_empty());
    for (id, status) in [
        ("53-1-a", "exempt"),
        ("53-1-b", "exempt"),
        ("54", "exempt"),
        ("53-1-c", "applies"),
        ("53-1-d", "applies"),
        ("55-1-a", "not-applicable"),
    ] {
        assert_eq!(entry(&doc, "duties", "id", id)["status"], status, "{id}");
    }
    assert_eq!(entry(&doc, "duties", "id", "53-1-d")["due"], "2027-08-02");
    assert_eq!(doc["exposure"]["fine_ceiling_eur"], "30000000");
    assert_eq!(doc["exposure"]["finable_from"], "2026-08-02");
    let commercial = entry(&doc, "facts", "name", "market.commercial");
    assert_eq!(commercial["value"], true);
    assert_eq!(commercial["sources"][0]["by"], "R. Meier");
    assert_eq!(commercial["sources"][0]["line"], 8);
    // `--set` takes the place of an answer, and `unknown` takes it back.
    assert_eq!(entry(&json(dir.path(), &["--set", "market.eu=no"]), "conclusions", "name", "placed")["status"], "open");
    assert_eq!(
        entry(&json(dir.path(), &["--set", "market.commercial=unknown"]), "conclusions", "name", "provider")["status"],
        "open"
    );
}

#[test]
fn sources_that_disagree_are_reported_and_not_resolved() {
    let dir = folder(&[("README.md", CARD), ("gpai.toml", "[compute]\nupdate_flop = 5e22\n")]);
    let doc = json(dir.path(), &[]);
    let fact = entry(&doc, "facts", "name", "compute.update_flop");
    assert_eq!(fact["contradiction"], true);
    assert!(fact.get("value").is_none());
    assert_eq!(fact["sources"].as_array().unwrap().len(), 2);
    assert_eq!(entry(&doc, "conclusions", "name", "gpai")["status"], "open");
    assert_eq!(entry(&doc, "findings", "code", "sources-disagree")["places"].as_array().unwrap().len(), 2);
    // A named person with a reason settles it; that it was settled stays visible.
    let judged = "[compute]\nupdate_flop = { value = 5e22, by = \"R. Meier\", on = 2026-11-20, why = \"counted by the scheduler\" }\n";
    fs::write(dir.path().join("gpai.toml"), judged).unwrap();
    let doc = json(dir.path(), &[]);
    assert_eq!(entry(&doc, "conclusions", "name", "gpai")["status"], "no");
    assert_eq!(entry(&doc, "findings", "code", "answer-overrules")["severity"], "info");
}

#[test]
fn a_broken_answers_file_stops_the_run_with_file_line_and_mend() {
    for (answers, line, words) in [
        ("[market]\neu = true\ncomercial = true\n", 3, "did you mean `market.commercial`?"),
        ("[markt]\neu = true\n", 1, "did you mean `[market]`?"),
        ("[market]\neu = = true\n", 2, "gpai.toml"),
        ("[market]\neu = \"perhaps\"\n", 2, "not yes or no"),
        ("[market]\nfirst_available = \"2026-02-30\"\n", 2, "date"),
        ("[compute]\nupdate_flop = -1\n", 2, "negative"),
        ("[compute]\nupdate_flop = { low = 2e23, high = 1e23 }\n", 2, "out of order"),
        ("[model]\noutputs = [\"text\", \"smell\"]\n", 2, "not one of"),
        ("[openness]\nmonetisation = [\"none\", \"price\"]\n", 2, "stands alone"),
    ] {
        let dir = folder(&[("README.md", CARD), ("gpai.toml", answers)]);
        let out = gpai(dir.path(), &["check", "--format", "json"]);
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{answers}");
        assert!(out.stdout.is_empty());
        assert!(said.contains(&format!("gpai.toml:{line}:")) && said.contains(words), "{answers}{said}");
    }
}

#[test]
fn numbers_are_read_as_written() {
    let dir = folder(&[]);
    let status = |value: &str| {
        let set = format!("compute.update_flop={value}");
        let doc = json(dir.path(), &["--set", &set, "--set", "model.outputs=text"]);
        entry(&doc, "conclusions", "name", "gpai_criterion")["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status("1e23"), "no");
    assert_eq!(status("100000000000000000000000"), "no");
    assert_eq!(status("100000000000000000000001"), "yes");
    assert_eq!(status("1.00000000000000000000001e23"), "yes");
    assert_eq!(status("9e22..1.1e23"), "open");
    assert_eq!(status("9e22..1e23"), "no");
    let toml = folder(&[(
        "gpai.toml",
        "[compute]\nupdate_flop = 1e23\ncumulative_flop = { low = 7.8e24, best = 8.1e24, high = 1.1e25 }\n[model]\noutputs = \"text\"\n",
    )]);
    let doc = json(toml.path(), &[]);
    assert_eq!(entry(&doc, "facts", "name", "compute.update_flop")["value"], "1e23");
    assert_eq!(entry(&doc, "facts", "name", "compute.cumulative_flop")["value"]["best"], "8.1e24");
    assert_eq!(entry(&doc, "conclusions", "name", "gpai_criterion")["status"], "no");
    assert_eq!(entry(&doc, "conclusions", "name", "systemic_risk")["status"], "open");
}

#[test]
fn same_input_same_bytes_whatever_the_place() {
    let (a, b) = (folder(&[]), folder(&[]));
    let files = [
        ("README.md", CARD),
        ("LICENSE", "MIT License\n"),
        ("config.json", "{\"architectures\": [\"XForCausalLM\"]}"),
        ("gpai.toml", ANSWERS),
    ];
    let model = |dir: &Path, reverse: bool| {
        let home = dir.join("model");
        fs::create_dir(&home).unwrap();
        let mut list = files.to_vec();
        if reverse {
            list.reverse();
        }
        for (name, text) in list {
            fs::write(home.join(name), text).unwrap();
        }
    };
    model(a.path(), false);
    model(b.path(), true);
    for format in ["json", "sarif", "markdown", "human"] {
        for lang in ["en", "zh"] {
            let args = ["check", "model", "--format", format, "--lang", lang, "--on", "2026-11-23"];
            let (x, y) = (gpai(a.path(), &args), gpai(b.path(), &args));
            assert_eq!(text(&x.stdout), text(&y.stdout), "{format} {lang}");
            assert!(x.stdout.ends_with(b"\n") && !x.stdout.is_empty());
            assert!(!text(&x.stdout).contains(a.path().to_str().unwrap()), "an absolute path in {format}");
            assert!(!text(&x.stdout).contains('\x1b'), "colour in a pipe");
        }
    }
}

#[test]
fn nothing_from_a_stranger_is_raw() {
    let card = "---\nlicense: \"evil\\e[31m<script>alert(1)</script>|x|\"\nlanguage: en\n---\n# M\n";
    let dir = folder(&[("README.md", card)]);
    for format in ["human", "markdown", "sarif", "json"] {
        let out = text(&gpai(dir.path(), &["check", "--all", "--format", format]).stdout);
        assert!(!out.chars().any(|c| c.is_control() && c != '\n'), "{format}");
        assert!(out.contains("evil"), "{format}");
        if format == "markdown" {
            assert!(!out.contains("<script>") && !out.contains("|x|"), "{out}");
        }
    }
    let named = folder(&[("gpai.toml", "[model]\nname = \"a\\u001b[2Jb\\nc\"\n")]);
    let out = text(&gpai(named.path(), &["check"]).stdout);
    assert!(out.starts_with("a\\x1b[2Jb\\nc  "), "{out}");
}

#[test]
fn a_hostile_folder_is_a_folder_with_findings() {
    let dir = folder(&[
        ("README.md", "---\nlicense: [apache-2.0\n---\n7B parameters\n"),
        ("model.safetensors.index.json", "{} {}"),
    ]);
    fs::create_dir(dir.path().join("config.json")).unwrap();
    fs::write(dir.path().join("model.safetensors"), [&(1u64 << 63).to_le_bytes()[..], b"{}"].concat()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", dir.path().join("LICENSE")).unwrap();
    let doc = json(dir.path(), &[]);
    let findings = doc["findings"].as_array().unwrap();
    let about = |file: &str| findings.iter().any(|f| f["places"].as_array().unwrap().iter().any(|p| p["file"] == file));
    for file in ["README.md", "model.safetensors", "model.safetensors.index.json"] {
        assert!(about(file), "nothing said about {file}: {findings:#?}");
    }
    assert!(!doc.to_string().contains("root:"));
    let yaml =
        findings.iter().find(|f| f["places"][0]["file"] == "README.md" && f["code"] == "unreadable-part").unwrap();
    assert!(yaml["places"][0]["line"].as_u64().unwrap() >= 2);
}

#[test]
fn why_and_whatif_answer_in_both_languages() {
    let dir = folder(&[("README.md", CARD), ("gpai.toml", ANSWERS)]);
    let why = text(&gpai(dir.path(), &["why", "53-1-a"]).stdout);
    assert!(why.contains("exempt") && why.contains("openness.licence") | why.contains("openness.rights"), "{why}");
    let why = text(&gpai(dir.path(), &["why", "gpai", "--lang", "zh"]).stdout);
    assert!(why.contains("通用人工智能模型") && why.contains("guidelines/17"), "{why}");
    let llama = folder(&[("README.md", &CARD.replace("apache-2.0", "llama3")), ("gpai.toml", ANSWERS)]);
    let way = text(&gpai(llama.path(), &["whatif", "open_source_exempt=yes"]).stdout);
    assert!(way.contains("openness.restrictions") && way.contains("user_scale"), "{way}");
    let already = text(&gpai(dir.path(), &["whatif", "open_source_exempt=yes"]).stdout);
    assert!(already.contains("already"), "{already}");
}

#[test]
fn everything_the_assessment_names_can_be_explained() {
    let dir = folder(&[("README.md", CARD)]);
    let doc = json(dir.path(), &[]);
    let mut names: Vec<String> = Vec::new();
    for (list, key) in
        [("conclusions", "name"), ("duties", "id"), ("facts", "name"), ("findings", "code"), ("questions", "fact")]
    {
        names.extend(doc[list].as_array().unwrap().iter().map(|e| e[key].as_str().unwrap().to_owned()));
    }
    for c in doc["conclusions"].as_array().unwrap() {
        names.extend(c["cites"].as_array().unwrap().iter().map(|x| x.as_str().unwrap().to_owned()));
        names.extend(c["rules"].as_array().unwrap().iter().map(|x| x.as_str().unwrap().to_owned()));
    }
    names
        .extend(["gpai-indicative", "legacy-end", "TRANS-06", "llama3", "supplied-is-not-internal"].map(str::to_owned));
    names.sort();
    names.dedup();
    assert!(names.len() > 60);
    for name in names {
        for lang in ["en", "zh"] {
            let out = gpai(dir.path(), &["explain", &name, "--lang", lang]);
            assert_eq!(out.status.code(), Some(0), "{name}: {}", text(&out.stderr));
            assert!(text(&out.stdout).lines().count() >= 3, "{name}");
        }
    }
}

#[test]
fn the_law_can_be_listed_whole() {
    let dir = folder(&[]);
    for kind in ["rules", "duties", "facts", "thresholds", "doubts", "provisions", "licences", "calendar"] {
        let out = gpai(dir.path(), &["law", "list", kind, "--lang", "zh"]);
        assert_eq!(out.status.code(), Some(0));
        assert!(text(&out.stdout).lines().count() >= 9, "{kind}");
    }
    let before = text(&gpai(dir.path(), &["law", "list", "duties", "--on", "2025-08-01"]).stdout);
    let after = text(&gpai(dir.path(), &["law", "list", "duties", "--on", "2025-08-02"]).stdout);
    assert_eq!((before.lines().count(), after.lines().count()), (0, 11));
}

/// The README shows what the program prints.
#[test]
fn the_recorded_output_in_the_readme_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let shown = readme.split("<!-- example:begin -->").nth(1).unwrap().split("<!-- example:end -->").next().unwrap();
    let shown = shown.trim().trim_start_matches("```text\n").trim_end_matches("```");
    let out = text(&gpai(&root, &["check", "examples/smollm3-3b", "--on", "2026-11-24"]).stdout);
    assert_eq!(shown, out, "record it again: gpai check examples/smollm3-3b --on 2026-11-24");
}

/// A document that an answer names but that is not in the folder leaves the gap.
#[test]
fn a_named_document_has_to_be_there() {
    let temp = tempfile::tempdir().unwrap();
    let check = |name: &str| {
        std::fs::write(temp.path().join("gpai.toml"), format!("[documents]\ntraining_summary = \"{name}\"\n")).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_gpai"))
            .args(["check", "--format", "json", "--on", "2026-11-24"])
            .arg(temp.path())
            .output()
            .unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let duty = document["duties"].as_array().unwrap().iter().find(|d| d["id"] == "53-1-d").unwrap().clone();
        let not_there = document["findings"].as_array().unwrap().iter().any(|f| f["code"] == "document-not-there");
        (duty["state"].as_str().unwrap().to_owned(), not_there)
    };
    for name in ["nope.pdf", "../../etc/passwd", "/etc/passwd"] {
        assert_eq!(check(name), ("gap".to_owned(), true), "{name}");
    }
    std::fs::write(temp.path().join("summary.pdf"), "x").unwrap();
    assert_eq!(check("./summary.pdf"), ("unknown".to_owned(), false));
    assert_eq!(check("https://example.org/summary"), ("unknown".to_owned(), false));
}

/// A report that cannot be written is no success.
#[cfg(target_os = "linux")]
#[test]
fn a_lost_report_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_gpai")).args(["law", "list"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written"));
}
