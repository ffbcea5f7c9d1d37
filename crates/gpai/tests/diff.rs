//! `gpai diff`, `gpai explain` by the names people use, completions and manual pages, names kept apart, the language of a run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
const OWED: &str = "[role]\ndevelops = true\nown_name = true\nmodifies_other = false\n[market]\neu = true\ncommercial = { value = true, by = \"R. Meier\", on = 2026-11-20, why = \"part of our business\" }\nfirst_available = 2024-11-26\n[purpose]\nresearch_only = false\n";

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.args(args).current_dir(dir);
    for name in ["GPAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"] {
        command.env_remove(name);
    }
    command
}

fn gpai(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn model(answers: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("README.md"), CARD).unwrap();
    if !answers.is_empty() {
        fs::write(dir.path().join("gpai.toml"), answers).unwrap();
    }
    dir
}

#[test]
fn two_assessments_are_compared_with_the_facts_that_made_the_difference() {
    let dir = model("");
    let save = |name: &str| {
        let out = gpai(dir.path(), &["check", "--format", "json", "--on", "2026-11-30", "--fail-on", "never"]);
        fs::write(dir.path().join(name), out.stdout).unwrap();
    };
    save("old.json");
    fs::write(dir.path().join("gpai.toml"), OWED).unwrap();
    save("new.json");
    let out = gpai(dir.path(), &["diff", "old.json", "new.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let said = text(&out.stdout);
    assert!(said.starts_with("- old.json  assessed for 2026-11-30\n+ new.json"), "{said}");
    let duty = said.split("53(1)(d)").nth(1).unwrap();
    assert!(duty.contains("- open (if you are the provider: applies)"), "{said}");
    assert!(duty.contains("+ applies, due 2027-08-02, gap"), "{said}");
    assert!(duty.contains("because role.develops: unknown → true (gpai.toml:2)"), "{said}");
    let document: Value =
        serde_json::from_slice(&gpai(dir.path(), &["diff", "old.json", "new.json", "--format", "json"]).stdout)
            .unwrap();
    assert_eq!(document["format"], "gpai-diff/1");
    let changes = document["models"][0]["changes"].as_array().unwrap();
    let provider = changes.iter().find(|c| c["kind"] == "conclusion" && c["name"] == "provider").unwrap();
    assert_eq!((&provider["before"], &provider["after"]), (&"open".into(), &"yes".into()));
    assert!(!provider["why"].as_array().unwrap().is_empty());
    let markdown = text(&gpai(dir.path(), &["diff", "old.json", "new.json", "--format", "markdown"]).stdout);
    assert!(markdown.contains("| 53\\(1\\)\\(d\\)") || markdown.contains("53(1)(d)"), "{markdown}");
    // The same twice: nothing.
    let same = text(&gpai(dir.path(), &["diff", "new.json", "new.json"]).stdout);
    assert!(same.contains("Nothing changed."), "{same}");
    for bad in [
        &["diff", "old.json"][..],
        &["diff", "old.json", "none.json"],
        &["diff", "old.json", "README.md"],
        &["diff", "old.json", "."],
        &["diff", "--on", "2026-11-30"],
        &["diff"],
    ] {
        let out = gpai(dir.path(), bad);
        assert_eq!(out.status.code(), Some(2), "{bad:?}");
        assert!(out.stdout.is_empty() && !out.stderr.is_empty());
    }
}

#[test]
fn two_days_of_the_law_are_compared() {
    let dir = model(OWED);
    let out = gpai(dir.path(), &["diff", "--on", "2025-08-01", "--on", "2025-08-03", "."]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let said = text(&out.stdout);
    assert!(said.contains("What happens in the law between them") && said.contains("2025-08-02"), "{said}");
    assert!(said.contains("because the day: 2025-08-01 → 2025-08-03"), "{said}");
    let zh = text(&gpai(dir.path(), &["diff", "--on", "2025-08-01", "--on", "2025-08-03", "--lang", "zh"]).stdout);
    assert!(zh.contains("其间法律的变化"), "{zh}");
}

#[test]
fn several_models_are_matched_by_folder() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        fs::create_dir(dir.path().join(name)).unwrap();
        fs::write(dir.path().join(name).join("README.md"), CARD).unwrap();
    }
    let save = |name: &str, folders: &[&str]| {
        let args = [&["check"], folders, &["--format", "json", "--on", "2026-11-30", "--fail-on", "never"]].concat();
        fs::write(dir.path().join(name), gpai(dir.path(), &args).stdout).unwrap();
    };
    save("old.json", &["a", "b"]);
    fs::write(dir.path().join("b/gpai.toml"), OWED).unwrap();
    fs::create_dir(dir.path().join("c")).unwrap();
    fs::write(dir.path().join("c/README.md"), CARD).unwrap();
    save("new.json", &["b", "c"]);
    let said = text(&gpai(dir.path(), &["diff", "old.json", "new.json", "--format", "json"]).stdout);
    let document: Value = serde_json::from_str(&said).unwrap();
    let told: Vec<(&str, &Value)> =
        document["models"].as_array().unwrap().iter().map(|m| (m["folder"].as_str().unwrap(), &m["only_in"])).collect();
    assert_eq!(told, [("a", &"before".into()), ("b", &Value::Null), ("c", &"after".into())]);
}

#[test]
fn provisions_are_explained_by_the_names_that_are_shown() {
    let dir = tempfile::tempdir().unwrap();
    let page = |id: &str| {
        let out = gpai(dir.path(), &["explain", id]);
        assert_eq!(out.status.code(), Some(0), "{id}: {}", text(&out.stderr));
        text(&out.stdout)
    };
    let duty = page("53-1-d");
    assert_eq!(page("53(1)(d)"), duty);
    assert_eq!(page("Article 53(1)(d)"), duty);
    let article = page("Article 53");
    assert!(article.contains("53-1-d") && article.contains("ai-act/53/2"), "{article}");
    assert!(page("apache").contains("apache-2.0"));
    assert_eq!(gpai(dir.path(), &["explain", "nothing-of-the-kind"]).status.code(), Some(2));
    let out = gpai(dir.path(), &["law", "list", "rules", "--on", "1999-01-01"]);
    assert_eq!(out.status.code(), Some(2), "a day outside the law book has no rules, rather than none");
}

#[test]
fn completions_and_manual_pages_come_from_the_arguments() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = text(&gpai(dir.path(), &["completions", shell]).stdout);
        assert!(said.contains("flowchart") && said.contains("fail-on"), "{shell}");
    }
    let page = text(&gpai(dir.path(), &["man"]).stdout);
    assert!(page.contains(".TH") && page.contains("gpai"), "{page}");
    assert!(text(&gpai(dir.path(), &["man", "doc", "lint"]).stdout).contains("gpai\\-doc\\-lint"));
    let out = gpai(dir.path(), &["man", "nonsense"]);
    assert!(out.status.code() == Some(2) && text(&out.stderr).contains("check"), "{}", text(&out.stderr));
    assert_eq!(gpai(dir.path(), &["man", "-o", "pages"]).status.code(), Some(0));
    assert!(dir.path().join("pages/gpai-check.1").is_file() && dir.path().join("pages/gpai-doc-lint.1").is_file());
}

fn ask(dir: &Path, args: &[&str], lines: &[&str]) -> Output {
    let mut child = command(dir, &[&["ask"], args].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{}\n", lines.join("\n")).as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn names_and_reasons_can_be_kept_apart() {
    let dir = model(OWED);
    fs::write(dir.path().join(".gitignore"), "*.tmp").unwrap();
    let before = gpai(dir.path(), &["check", "--format", "json", "--on", "2026-11-30", "--fail-on", "never"]);
    let out = ask(dir.path(), &["--private"], &["q"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let public = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(
        public.contains("commercial = true") && !public.contains("Meier") && !public.contains("business"),
        "{public}"
    );
    let private = fs::read_to_string(dir.path().join("gpai.private.toml")).unwrap();
    assert!(private.contains("by = \"R. Meier\"") && private.contains("part of our business"), "{private}");
    assert_eq!(fs::read_to_string(dir.path().join(".gitignore")).unwrap(), "*.tmp\n/gpai.private.toml\n");
    // It is read beside the other: who judged is still shown, and nothing else changed.
    let after = gpai(dir.path(), &["check", "--format", "json", "--on", "2026-11-30", "--fail-on", "never"]);
    assert_eq!(text(&before.stdout), text(&after.stdout));
    // Without it the answer stands, without the name.
    fs::remove_file(dir.path().join("gpai.private.toml")).unwrap();
    let bare =
        text(&gpai(dir.path(), &["check", "--format", "json", "--on", "2026-11-30", "--fail-on", "never"]).stdout);
    assert!(!bare.contains("Meier") && bare.contains("market.commercial"), "{bare}");
    // One that says something else contradicts.
    fs::write(dir.path().join("gpai.private.toml"), "[market]\ncommercial = false\n").unwrap();
    let out =
        text(&gpai(dir.path(), &["check", "--format", "json", "--on", "2026-11-30", "--fail-on", "never"]).stdout);
    assert!(out.contains("sources-disagree"), "{out}");
}

#[test]
fn a_new_file_with_names_says_that_it_is_published() {
    // Which question is the first that asks for a judgement is a matter of the order, which is computed.
    let kept = (0..12).find_map(|passed| {
        let dir = model("");
        let mut lines = vec!["d"; passed];
        lines.extend(["n", "R. Meier", "made for anyone to use", "q"]);
        let out = ask(dir.path(), &["--as", "trainer,open"], &lines);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        let kept = fs::read_to_string(dir.path().join("gpai.toml")).ok().filter(|kept| kept.contains("by = "))?;
        assert!(!dir.path().join("gpai.private.toml").exists());
        Some(kept)
    });
    let kept = kept.expect("some judgement is asked for");
    assert!(kept.starts_with("# This file is published with the model"), "{kept}");
}

#[test]
fn the_language_of_the_system_is_that_of_the_screen() {
    let dir = model(OWED);
    let run = |args: &[&str], variable: (&str, &str)| {
        text(&command(dir.path(), args).env(variable.0, variable.1).output().unwrap().stdout)
    };
    for variable in [("GPAI_LANG", "zh"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_TW")] {
        assert!(run(&["check", "--on", "2026-11-30"], variable).contains("结论"), "{variable:?}");
        assert!(run(&["check", "--on", "2026-11-30", "--lang", "en"], variable).contains("Verdicts"), "{variable:?}");
    }
    let out = command(dir.path(), &["check", "nowhere"]).env("LANG", "zh_CN.UTF-8").output().unwrap();
    assert!(text(&out.stderr).contains("没有此文件夹"), "{}", text(&out.stderr));
    // What machines read does not depend on the machine.
    let json = ["check", "--on", "2026-11-30", "--format", "json"];
    assert_eq!(run(&json, ("LANG", "zh_CN.UTF-8")), run(&json, ("LANG", "C")));
}

#[test]
fn the_help_is_in_the_language_of_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let zh = |args: &[&str]| text(&command(dir.path(), args).env("GPAI_LANG", "zh").output().unwrap().stdout);
    let main = zh(&["--help"]);
    assert!(main.contains("用法：gpai") && main.contains("评估文件夹中的模型") && main.contains("退出码"), "{main}");
    let check = zh(&["check", "--help"]);
    assert!(
        check.contains("适用哪一天的法律") && check.contains("选项：") && check.contains("何时以 0 以外的退出码结束"),
        "{check}"
    );
    assert!(zh(&["doc", "lint", "--help"]).contains("检查一份文件"));
    assert!(text(&gpai(dir.path(), &["--help"]).stdout).contains("Usage: gpai"));
    assert_eq!(command(dir.path(), &["--version"]).env("GPAI_LANG", "zh").output().unwrap().status.code(), Some(0));
    let wrong = command(dir.path(), &["check", "--nonsense"]).env("GPAI_LANG", "zh").output().unwrap();
    assert!(wrong.status.code() == Some(2) && !wrong.stderr.is_empty());
}

/// What is wrong with a command line is said in the language of the run, with what was perhaps meant; and in English as ever.
#[test]
fn a_wrong_command_line_is_refused_in_the_language_of_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let cases: [(&[&str], &str, &[&str]); 8] = [
        (
            &["check", "--formt", "json"],
            "没有参数“--formt”",
            &["相近的参数：--format", "用法：gpai check", "更多信息请用 --help"],
        ),
        (&["chek"], "没有子命令“chek”", &["相近的子命令：check"]),
        (&["check", "--format", "jsn"], "“--format <FORMAT>”的值“jsn”无效", &["可选值：human、json", "相近的值：json"]),
        (&["check", "--answers"], "“--answers <FILE>”需要一个值", &[]),
        (&["why"], "缺少必需的参数：\n  <NAME>", &["用法：gpai why"]),
        (&["serve", "--port", "x"], "“--port <PORT>”的值“x”无效", &[]),
        (&["check", "--lang", "zh", "--lang", "zh"], "“--lang <LANG>”只能使用一次", &[]),
        (&["check", "--events", "a", "--register", "b"], "不能与“--", &[]),
    ];
    for (args, said, more) in cases {
        let out = command(dir.path(), args).env("GPAI_LANG", "zh").output().unwrap();
        let shown = text(&out.stderr);
        assert!(out.status.code() == Some(2) && out.stdout.is_empty(), "{args:?}");
        assert!(shown.starts_with("错误：") && shown.contains(said), "{args:?}: {shown}");
        assert!(more.iter().all(|part| shown.contains(part)), "{args:?}: {shown}");
        for english in ["error:", "tip:", "Usage", "possible values", "For more information"] {
            assert!(!shown.contains(english), "{args:?}: {shown}");
        }
        let out = command(dir.path(), args).env("GPAI_LANG", "en").output().unwrap();
        if !args.contains(&"zh") {
            assert!(text(&out.stderr).starts_with("error: "), "{args:?}");
        }
    }
    // A stranger's marks do not reach the terminal.
    let out = command(dir.path(), &["check", "--x\u{1b}[31m"]).env("GPAI_LANG", "zh").output().unwrap();
    assert!(!text(&out.stderr).contains('\u{1b}'));
}
