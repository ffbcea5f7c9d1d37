//! The expert's shortcut as a person or a script meets it: conclusions judged as a whole, kept with a name and a reason, shown beside
//! what the facts on file say; and the next question as data.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const CARD: &str = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 8T tokens.\n";
const ROLE: &str = "[role]\ndevelops = true\nown_name = true\nprofessional = true\nhosts_only = false\nmodifies_other = false\n\n[market]\neu = true\ncommercial = true\ninternal_only = false\nfirst_available = 2026-09-01\n\n[purpose]\nresearch_only = false\npre_market_only = false\n";
const NO_GPAI: &str =
    "\n[conclusions]\ngpai = { value = false, by = \"R. Meier\", on = 2026-11-01, why = \"it only completes SQL\" }\n";

fn model(answers: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("README.md"), CARD).unwrap();
    fs::write(dir.path().join("gpai.toml"), answers).unwrap();
    dir
}

fn gpai(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.args(args).current_dir(dir).env_remove("GPAI_LANG").env("COLUMNS", "96");
    command.output().unwrap()
}

fn text(out: &Output) -> String {
    assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout.clone()).unwrap()
}

fn check(dir: &Path, more: &[&str]) -> String {
    text(&gpai(dir, &[&["check", "--on", "2026-11-24", "--fail-on", "never"], more].concat()))
}

fn json(dir: &Path, more: &[&str]) -> Value {
    serde_json::from_str(&check(dir, &[&["--format", "json"], more].concat())).unwrap()
}

fn of<'v>(document: &'v Value, list: &str, name: &str) -> &'v Value {
    document[list].as_array().unwrap().iter().find(|e| e["name"] == name || e["id"] == name).unwrap()
}

#[test]
fn a_kept_judgement_decides_the_duties_and_the_facts_against_it_are_shown() {
    let before = json(model(ROLE).path(), &[]);
    assert_eq!(
        (&of(&before, "conclusions", "gpai")["status"], &of(&before, "duties", "53-1-d")["status"]),
        (&"yes".into(), &"applies".into())
    );
    assert!(before.get("judged").is_none());

    let dir = model(&format!("{ROLE}{NO_GPAI}"));
    let after = json(dir.path(), &[]);
    assert_eq!(of(&after, "duties", "53-1-d")["status"], "not-applicable");
    let gpai = of(&after, "conclusions", "gpai");
    assert_eq!((gpai["status"].as_str(), gpai["because"][0].as_str()), (Some("no"), Some("conclusions.gpai")));
    let judged = &after["judged"][0];
    assert_eq!(
        (judged["name"].as_str(), judged["value"].as_bool(), judged["contradicted"].as_bool()),
        (Some("gpai"), Some(false), Some(true))
    );
    assert_eq!(judged["facts_alone"]["status"], "yes");
    assert_eq!(judged["facts_alone"]["strength"], "presumed");
    assert_eq!(judged["facts_alone"]["places"][0]["file"], "README.md");
    let finding = after["findings"].as_array().unwrap().iter().find(|f| f["code"] == "judgement-contradicted").unwrap();
    assert!(finding["message"].as_str().unwrap().contains("compute.update_flop"), "{finding}");

    let shown = check(dir.path(), &[]);
    assert!(shown.contains("judged: R. Meier, 2026-11-01; it only completes SQL"), "{shown}");
    assert!(shown.contains("the facts on file alone say: yes (presumed); because"), "{shown}");
    assert!(shown.contains("judgement-contradicted"), "{shown}");
    assert!(shown.contains("speaks against 1 of them"), "said at once, under the first sentence: {shown}");
    let shown = check(dir.path(), &["--lang", "zh"]);
    assert!(shown.contains("判断：R. Meier") && shown.contains("仅凭已有事实：是（推定）；因为"), "{shown}");
    let markdown = check(dir.path(), &["--format", "markdown"]);
    assert!(
        markdown.contains("## Judged as a whole")
            && markdown.contains("| General-purpose AI model | **no** | yes (presumed) |"),
        "{markdown}"
    );
}

#[test]
fn one_is_tried_for_a_run_and_every_command_goes_by_it() {
    let dir = model(ROLE);
    let tried = json(dir.path(), &["--judge", "gpai=no"]);
    assert_eq!(of(&tried, "duties", "53-1-d")["status"], "not-applicable");
    assert!(check(dir.path(), &["--judge", "gpai=no"]).contains("judged for this run alone"));
    let why = text(&gpai(dir.path(), &["why", "53-1-d", "--judge", "gpai=no", "--on", "2026-11-24"]));
    assert!(why.contains("conclusions.gpai"), "{why}");
    fs::write(dir.path().join("gpai.toml"), format!("{ROLE}{NO_GPAI}")).unwrap();
    // A kept judgement is taken back for a run.
    assert_eq!(of(&json(dir.path(), &["--judge", "gpai=unknown"]), "duties", "53-1-d")["status"], "applies");
    let rows = text(&gpai(dir.path(), &["survey", ".", "--format", "csv", "--on", "2026-11-24"]));
    let cells: Vec<&str> = rows.lines().nth(1).unwrap().split(',').collect();
    assert_eq!(cells[2], "no", "{rows}");

    let chart = gpai(dir.path(), &["flowchart", ".", "--question", "duties", "--format", "svg", "--on", "2026-11-24"]);
    assert!(String::from_utf8_lossy(&chart.stderr).contains("gpai: judged as a whole"));
    let plain =
        gpai(model(ROLE).path(), &["flowchart", ".", "--question", "duties", "--format", "svg", "--on", "2026-11-24"]);
    assert!(plain.stderr.is_empty() && plain.stdout != chart.stdout);

    for (judge, said) in [
        ("gpai", "gpai=yes"),
        ("gpai=maybe", "gpai=yes"),
        ("legacy=yes", "no such conclusion to judge"),
        ("provder=yes", "did you mean `provider`"),
    ] {
        let out = gpai(dir.path(), &["check", "--judge", judge]);
        assert_eq!(out.status.code(), Some(2));
        assert!(
            String::from_utf8_lossy(&out.stderr).contains(said),
            "{judge}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        let out = gpai(dir.path(), &["check", "--judge", judge, "--lang", "zh"]);
        let first = String::from_utf8_lossy(&out.stderr).lines().next().unwrap().to_owned();
        assert!(first.contains("没有可供判断的这一结论") || first.contains("应为"), "{first}");
    }
}

#[test]
fn nobody_stands_for_a_plain_answer() {
    let dir = model(&format!("{ROLE}\n[conclusions]\ngpai = false\n"));
    let plain = json(dir.path(), &[]);
    assert_eq!(of(&plain, "duties", "53-1-d")["status"], "applies", "it does not count");
    let finding = plain["findings"].as_array().unwrap().iter().find(|f| f["code"] == "judgement-unsigned").unwrap();
    assert_eq!(
        (finding["places"][0]["file"].as_str(), finding["places"][0]["line"].as_u64()),
        (Some("gpai.toml"), Some(19))
    );
    // The name and the reason may lie in the private file.
    fs::write(dir.path().join("gpai.private.toml"), NO_GPAI).unwrap();
    assert_eq!(of(&json(dir.path(), &[]), "duties", "53-1-d")["status"], "not-applicable");
}

fn ask(dir: &Path, more: &[&str], lines: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.args(["ask", "--expert", "--on", "2026-11-24"]).args(more).current_dir(dir).env_remove("GPAI_LANG");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(format!("{}\n", lines.join("\n")).as_bytes());
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    text(&out)
}

#[test]
fn ask_puts_the_six_first_and_keeps_what_is_judged() {
    let dir = model(ROLE);
    let shown =
        ask(dir.path(), &[], &["n", "R. Meier", "it only completes SQL", "d", "b", "d", "d", "d", "d", "d", "q"]);
    assert!(shown.contains("6 conclusions that you may judge as a whole"), "{shown}");
    assert!(shown.contains("the facts on file alone say: yes (presumed)"), "{shown}");
    assert!(shown.contains("no → no duty is yours"), "what each judgement leads to: {shown}");
    let kept = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(kept.contains("[conclusions]\ngpai = { value = false, by = \"R. Meier\""), "{kept}");
    assert!(kept.starts_with(ROLE), "{kept}");
    assert_eq!(of(&json(dir.path(), &[]), "duties", "53-1-d")["status"], "not-applicable");

    let dir = model(ROLE);
    let shown = ask(dir.path(), &["--private", "--lang", "zh"], &["n", "R. Meier", "it only completes SQL", "q"]);
    assert!(shown.contains("仅凭已有事实"), "{shown}");
    let kept = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(kept.contains("gpai = false") && !kept.contains("Meier"), "{kept}");
    assert!(fs::read_to_string(dir.path().join("gpai.private.toml")).unwrap().contains("by = \"R. Meier\""));
    assert_eq!(of(&json(dir.path(), &[]), "duties", "53-1-d")["status"], "not-applicable");
}

#[test]
fn json_says_what_to_ask_next_and_what_every_answer_leads_to() {
    let dir = model("");
    let first = json(dir.path(), &[]);
    let next = &first["next"];
    assert_eq!(next["ask"][0]["preset"], "did", "{next}");
    let answers = next["ask"][0]["answers"].as_array().unwrap();
    let host = answers.iter().find(|a| a["as"] == "host").unwrap();
    assert_eq!(
        (&host["open"], &host["applies"], &host["concludes"]["provider"]),
        (&Value::Array(Vec::new()), &Value::Array(Vec::new()), &"no".into())
    );
    assert_eq!(host["sets"]["role.hosts_only"], true);
    // What is said there is so.
    let then = json(dir.path(), &["--as", "host"]);
    assert_eq!(
        (
            of(&then, "conclusions", "provider")["status"].as_str(),
            then["next"]["left"].as_u64(),
            then["next"]["ask"].as_array().unwrap().len()
        ),
        (Some("no"), Some(0), 0)
    );
    // Step by step, each first answer, until nothing is left: the number of questions falls, and every word is one that `--set` takes.
    let mut said: Vec<String> = vec!["--as".into(), "trainer,text,open".into()];
    for _ in 0..30 {
        let args: Vec<&str> = said.iter().map(String::as_str).collect();
        let now = json(dir.path(), &args);
        let next = &now["next"];
        let Some(asked) = next["ask"].as_array().unwrap().first() else { return };
        // A name has no list of answers.
        let Some(answer) = asked["answers"].as_array().unwrap().first() else {
            let name = asked["fact"].as_str().unwrap();
            let written = if name == "openness.licence" { "apache-2.0" } else { "FR" };
            said.extend(["--set".to_owned(), format!("{name}={written}")]);
            continue;
        };
        let (name, value) = answer["sets"].as_object().unwrap().iter().next().unwrap();
        let written = match value {
            Value::Bool(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
            Value::String(word) => word.clone(),
            Value::Array(words) if words.is_empty() => "none".to_owned(),
            Value::Array(words) => words.iter().map(|w| w.as_str().unwrap()).collect::<Vec<_>>().join(","),
            Value::Object(bounds) => match bounds["high"].as_str() {
                Some(high) => format!("{}..{high}", bounds["low"].as_str().unwrap()),
                None => bounds["low"].as_str().unwrap().to_owned(),
            },
            other => panic!("{other}"),
        };
        said.extend(["--set".to_owned(), format!("{name}={written}")]);
    }
    panic!("asked on and on: {said:?}");
}
