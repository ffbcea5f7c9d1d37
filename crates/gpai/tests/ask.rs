//! `gpai ask` as a person or a script meets it: lines in, answers in gpai.toml, verdicts at the end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const DAY: &[&str] = &["--on", "2026-11-24"];

/// The bundled example in a folder of its own.
fn example() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/smollm3-3b")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), dir.path().join(entry.file_name())).unwrap();
    }
    // How people get it is said; two judgements are left.
    let toml = dir.path().join("gpai.toml");
    let text = fs::read_to_string(&toml).unwrap();
    let said = "[market]\nown_system_in_eu = false\nreaches_eu_through_integrator = false\n";
    assert!(text.contains("[market]\n"));
    fs::write(&toml, text.replacen("[market]\n", said, 1)).unwrap();
    dir
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn start(dir: &Path, more: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_gpai"))
        .arg("ask")
        .args(DAY)
        .args(more)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn ask_raw(dir: &Path, more: &[&str], lines: &[u8]) -> Output {
    let mut child = start(dir, more);
    // A run that ends early closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(lines);
    child.wait_with_output().unwrap()
}

/// What is shown and what is kept.
fn ask(dir: &Path, more: &[&str], lines: &[&str]) -> (String, String) {
    let mut typed = lines.join("\n");
    if !lines.is_empty() {
        typed.push('\n');
    }
    let out = ask_raw(dir, more, typed.as_bytes());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let kept = fs::read_to_string(dir.join("gpai.toml")).unwrap_or_default();
    (String::from_utf8(out.stdout).unwrap(), kept)
}

fn check(dir: &Path, name: &str) -> String {
    let args = ["check", "--format", "json", "--fail-on", "never"];
    let out = Command::new(env!("CARGO_BIN_EXE_gpai")).args(args).args(DAY).current_dir(dir).output().unwrap();
    let doc: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let list = doc["conclusions"].as_array().unwrap().iter().chain(doc["duties"].as_array().unwrap());
    let entry = list.clone().find(|e| e["name"] == name || e["id"] == name);
    entry.unwrap()["status"].as_str().unwrap().to_owned()
}

const OWED: [&str; 6] = ["y", "R. Meier", "we sell services around it", "n", "", "made for anyone to use"];

#[test]
fn a_full_walk_to_an_exempt_verdict() {
    let dir = example();
    let (shown, kept) = ask(dir.path(), &[], &OWED);
    assert!(shown.contains("Question 1, at most "), "{shown}");
    assert!(shown.contains("purpose.research_only · decides: research_excluded, "), "{shown}");
    assert!(shown.contains("law: ai-act/2/6, recital/25, recital/109"), "{shown}");
    assert!(shown.contains("now settled: research_excluded no"), "{shown}");
    assert!(shown.contains("Who judges? [Hugging Face]"), "the provider is the first guess: {shown}");
    assert!(shown.contains("Who judges? [R. Meier]"), "then who judged before: {shown}");
    assert!(shown.contains("placed yes; provider yes"), "{shown}");
    assert!(shown.contains("no → no duty is yours"), "what each answer would settle: {shown}");
    assert!(shown.contains("53-1-c, 53-1-d, 53-3 applies, due 2027-08-02"), "{shown}");
    assert!(shown.contains("2 answers are kept in gpai.toml."), "{shown}");
    assert!(shown.contains("\nDuties\n"), "the screen of check, nothing assumed: {shown}");
    assert!(!shown.contains("still open"), "{shown}");
    let today = jiff::ZonedDateTime::now().date();
    let line = format!(
        "commercial = {{ value = true, by = \"R. Meier\", on = {today}, why = \"we sell services around it\" }}\n"
    );
    assert!(kept.contains(&line), "{kept}");
    assert_eq!(check(dir.path(), "provider"), "yes");
    assert_eq!(check(dir.path(), "open_source_exempt"), "yes");
    assert_eq!(check(dir.path(), "53-1-a"), "exempt");
    // A second run has nothing to ask.
    let (shown, again) = ask(dir.path(), &[], &[]);
    assert!(shown.contains("Nothing is left to ask."), "{shown}");
    assert_eq!(again, kept);
}

#[test]
fn a_full_walk_to_a_verdict_without_exemption() {
    let dir = example();
    let toml = dir.path().join("gpai.toml");
    let text = fs::read_to_string(&toml).unwrap();
    let without: String = text.lines().filter(|l| !l.starts_with("monetisation")).map(|l| format!("{l}\n")).collect();
    fs::write(&toml, without).unwrap();
    // None of the usual ways fits; then the price, and a rare exception from it.
    let lines = [&["d", "price", "n"][..], &OWED].concat();
    let (shown, kept) = ask(dir.path(), &[], &lines);
    assert!(kept.contains("monetisation = [\"price\"]"), "{kept}\n{shown}");
    assert!(shown.contains("open_source_exempt no"), "{shown}");
    assert_eq!(check(dir.path(), "open_source_exempt"), "no");
    assert_eq!(check(dir.path(), "54"), "applies");
}

#[test]
fn from_nothing_but_a_card_six_questions_settle_everything() {
    let card = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
    let dir = folder(&[("README.md", card)]);
    // What was done and how people get it, each confirmed; what the card says of its use; two judgements; the day.
    let lines = [
        "1",
        "",
        "1",
        "",
        "1 2 3 4",
        "y",
        "R. Meier",
        "part of our work",
        "n",
        "",
        "released for anyone",
        "2024-11-26",
    ];
    let (shown, kept) = ask(dir.path(), &[], &lines);
    assert!(kept.contains("hosts_only = false"), "{kept}");
    // Where the provider is established would only tell an exemption from a duty that was never owed: not asked.
    assert!(!shown.contains("Question 7") && !shown.contains("still open"), "{shown}");
    for name in ["research_excluded", "placed", "gpai", "provider", "systemic_risk", "open_source_exempt", "legacy"] {
        assert_ne!(check(dir.path(), name), "open", "{name}");
    }
    assert!(shown.contains("  not owed  54 "), "{shown}");
    let (shown, again) = ask(dir.path(), &[], &["us"]);
    assert!(shown.contains("Nothing is left to ask."), "{shown}");
    assert_eq!(again, kept);
}

#[test]
fn everything_but_the_new_keys_stays_byte_for_byte() {
    let dir = example();
    let before = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let (_, kept) = ask(dir.path(), &[], &OWED);
    let old: Vec<&str> = before.lines().collect();
    let left: Vec<&str> =
        kept.lines().filter(|l| !(l.starts_with("commercial =") || l.starts_with("research_only ="))).collect();
    // `[purpose]` is a table of its own, and the last; the blank line before it is new.
    let (added, left) = left.split_last().unwrap();
    assert_eq!(*added, "[purpose]");
    let (blank, left) = left.split_last().unwrap();
    assert_eq!(*blank, "");
    assert_eq!(left, old);
    assert!(kept.starts_with(before.split("# Left open on purpose: is the release").next().unwrap()));
}

#[test]
fn dont_know_stays_unknown_and_is_not_asked_again() {
    let dir = example();
    let before = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let many = vec!["d"; 60];
    let (shown, kept) = ask(dir.path(), &[], &many);
    assert_eq!(kept, before);
    let dialogue = shown.split("\nVerdicts\n").next().unwrap();
    assert_eq!(dialogue.matches("purpose.research_only · decides").count(), 1, "{shown}");
    assert!(shown.contains("Nothing was answered. Some things are still open"), "{shown}");
    assert_eq!(check(dir.path(), "provider"), "open");
}

#[test]
fn back_shows_the_answer_keeps_it_or_replaces_it() {
    let dir = example();
    let lines = ["b", "y", "R. Meier", "first reason", "b", "", "b", "n", "", "second reason", "q"];
    let (shown, kept) = ask(dir.path(), &[], &lines);
    assert!(shown.contains("This is the first question."), "{shown}");
    assert!(shown.contains("Answered: yes. Enter keeps it."), "{shown}");
    assert!(kept.contains("commercial = { value = false") && kept.contains("second reason"), "{kept}");
    assert!(!kept.contains("first reason"), "{kept}");
    // Don't know, on the way back, takes an answer of this run back.
    let dir = example();
    let before = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let (shown, kept) = ask(dir.path(), &[], &["y", "R. Meier", "a reason", "b", "d", "q"]);
    assert_eq!(kept, before, "{shown}");
    assert!(shown.contains("open again: placed"), "{shown}");
    // Back from the name or the reason asks the same question again.
    let dir = example();
    let (_, kept) = ask(dir.path(), &[], &["n", "b", "n", "R. Meier", "b", "y", "R. Meier", "settled now", "q"]);
    assert!(kept.contains("commercial = { value = true, by = \"R. Meier\""), "{kept}");
}

#[test]
fn help_shows_how_to_tell_and_the_provisions() {
    let dir = example();
    let (shown, _) = ask(dir.path(), &[], &["?", "q"]);
    assert!(shown.contains("Paid or free does not settle it"), "{shown}");
    assert!(shown.contains("  recital/109 Recital 109"), "{shown}");
}

#[test]
fn quit_and_the_end_of_input_keep_what_was_answered() {
    for end in [Some("q"), None] {
        let dir = example();
        let mut lines = vec!["y", "R. Meier", "for anyone"];
        lines.extend(end);
        let (shown, kept) = ask(dir.path(), &[], &lines);
        assert!(kept.contains("commercial = { value = true"), "{kept}");
        assert!(shown.contains("1 answer is kept in gpai.toml. Some things are still open"), "{shown}");
        assert!(shown.contains("\nVerdicts\n"), "{shown}");
        // The value of a judged fact is kept, also where the reason never came.
        let dir = example();
        let mut lines = vec!["y", "R. Meier"];
        lines.extend(end);
        let (_, kept) = ask(dir.path(), &[], &lines);
        assert!(kept.contains("commercial = true\n"), "{kept}");
    }
}

#[test]
fn what_does_not_fit_is_explained_and_asked_again() {
    let dir = example();
    let lines = ["perhaps", "", "42", "y", "R. Meier", "", "for anyone", "q"];
    let (shown, kept) = ask(dir.path(), &[], &lines);
    assert!(shown.contains("`perhaps` is not yes or no; expected y or n"), "{shown}");
    assert!(shown.contains("expected y or n; d for don't know"), "{shown}");
    assert!(shown.contains("Expected the reason"), "{shown}");
    assert!(kept.contains("commercial = { value = true, by = \"R. Meier\""), "{kept}");
    // Bytes that are no text, and lines without end.
    let dir = example();
    let mut bytes = b"\xff\xfe\x00\x1b[31m\n".to_vec();
    bytes.extend(vec![b'y'; 100_000]);
    bytes.extend(b"\ny\nR. Meier\nfor anyone\nq\n");
    let out = ask_raw(dir.path(), &[], &bytes);
    assert_eq!(out.status.code(), Some(0));
    assert!(!out.stdout.contains(&0x1b), "no escape sequence from the input reaches the screen");
    assert!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap().contains("commercial = { value = true"));
}

#[test]
fn a_kill_in_the_middle_loses_nothing_that_was_answered() {
    let dir = example();
    let mut child = start(dir.path(), &[]);
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(b"y\nR. Meier\nfor anyone\n").unwrap();
    typed.flush().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("Question 2") {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "ended before the second question");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(kept.contains("commercial = { value = true, by = \"R. Meier\""), "{kept}");
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|n| !n.to_string_lossy().ends_with(".tmp")), "{names:?}");
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_left_alone() {
    for (text, at) in [("[market]\neu = \n", "gpai.toml:2:"), ("[markt]\neu = true\n", "gpai.toml:1:2: unknown table")]
    {
        let dir = folder(&[("gpai.toml", text)]);
        let out = ask_raw(dir.path(), &[], b"n\n");
        assert_eq!(out.status.code(), Some(2));
        assert!(out.stdout.is_empty());
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(said.contains(at), "{said}");
        assert_eq!(fs::read_to_string(dir.path().join("gpai.toml")).unwrap(), text);
    }
}

#[test]
fn a_file_broken_while_asking_can_be_mended_and_the_answer_is_not_lost() {
    let dir = folder(&[("gpai.toml", "# mine\n")]);
    let mut child = start(dir.path(), &[]);
    let mut typed = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut until = |what: &str| {
        let mut line = String::new();
        while !line.contains(what) {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "ended before {what}");
        }
    };
    until("Question 1");
    fs::write(dir.path().join("gpai.toml"), "# mine\n[market\n").unwrap();
    typed.write_all(b"4\n\n").unwrap();
    until("gpai.toml:2:");
    until("not written yet");
    fs::write(dir.path().join("gpai.toml"), "# mine\n[market]\neu = true\n").unwrap();
    typed.write_all(b"\nq\n").unwrap();
    until("answers are kept");
    drop(typed);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    let kept = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    assert!(
        kept.starts_with("# mine\n[market]\neu = true\n\n[role]\n") && kept.contains("hosts_only = true"),
        "{kept}"
    );
}

#[test]
fn answers_can_be_kept_in_another_file() {
    let dir = example();
    let before = fs::read_to_string(dir.path().join("gpai.toml")).unwrap();
    let (shown, kept) = ask(
        dir.path(),
        &["--answers", "mine.toml", "--as", "trainer,open"],
        &["d", "d", "y", "R. Meier", "for anyone", "q"],
    );
    assert_eq!(kept, before);
    assert!(shown.contains("kept in mine.toml"), "{shown}");
    let mine = fs::read_to_string(dir.path().join("mine.toml")).unwrap();
    assert!(mine.starts_with("[market]\ncommercial = { value = true"), "{mine}");
    let out = ask_raw(dir.path(), &["hf://org/model"], b"");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("--answers FILE"));
    let out = ask_raw(dir.path(), &["no-such-folder"], b"");
    assert_eq!(out.status.code(), Some(2));
}

#[test]
fn an_answer_against_the_evidence_asks_who_decides() {
    // Two amounts that cannot both be so: the card's and the person's.
    let card =
        "---\npipeline_tag: text-generation\n---\n# M\n\nA 2B parameter language model, pretrained on 8.3T tokens.\n";
    let dir = folder(&[("README.md", card)]);
    let lines = ["1", "", "3", "", "5e24", "", "counted on our own machines", "q"];
    let args = [
        "--set",
        "provider.name=R. Meier",
        "--set",
        "market.commercial=yes",
        "--set",
        "purpose.research_only=no",
        "--set",
        "provider.established=DE",
    ];
    let (shown, kept) = ask(dir.path(), &args, &lines);
    assert!(shown.contains("known so far"), "{shown}");
    assert!(shown.contains("The folder says otherwise"), "{shown}");
    assert!(kept.contains("update_flop = { value = 5e24, by = \"R. Meier\""), "{kept}");
}

/// A text whatever the width of the screen.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A folder with a base and hours: the folder suggests the choice, Enter takes it, and nothing more is asked.
#[test]
fn who_fine_tuned_a_known_base_presses_enter_twice() {
    let card = "---\nbase_model: Qwen/Qwen2.5-7B-Instruct\nlibrary_name: peft\npipeline_tag: text-generation\ntags: [lora]\n---\n# x\nTrained for 6 hours on 1x A100 80GB.\n";
    let dir = folder(&[("README.md", card)]);
    let (shown, kept) = ask(dir.path(), &[], &["", ""]);
    let shown = flat(&shown);
    assert!(shown.contains("the folder says so"), "{shown}");
    assert!(kept.contains("modifies_other = true") && kept.contains("hosts_only = false"), "{kept}");
    assert!(!shown.contains("Question 2") && shown.contains("No duty of this chapter is yours."), "{shown}");
    // Without hours: the third of the base in hours of an accelerator, answered by no, or by hours of another one.
    let card = card.replace("Trained for 6 hours on 1x A100 80GB.", "");
    for answer in ["n", "120 h H100", "1e20"] {
        let dir = folder(&[("README.md", &card)]);
        let (shown, kept) = ask(dir.path(), &[], &["", "", answer]);
        let shown = flat(&shown);
        assert!(shown.contains("hours of one NVIDIA A100 are certainly less"), "{shown}");
        assert!(kept.contains("[modification]\nflop = "), "{kept}");
        assert!(
            !shown.contains("Question 3") && shown.contains("No duty of this chapter is yours."),
            "{answer}: {shown}"
        );
    }
    let dir = folder(&[("README.md", &card)]);
    let (shown, kept) = ask(dir.path(), &[], &["", "", "y", "5e23", "q"]);
    assert!(shown.contains("then how much"), "{shown}");
    assert!(kept.contains("flop = 5e23"), "{kept}");
}

#[test]
fn chinese_from_the_first_line_to_the_last() {
    let dir = example();
    let lines = ["\u{ff1f}", "也许", "是", "R. Meier", "围绕模型提供收费服务", "否", "", "供任何人使用"];
    let (shown, kept) = ask(dir.path(), &["--lang", "zh"], &lines);
    assert!(kept.contains("why = \"围绕模型提供收费服务\""), "{kept}");
    assert_eq!(check(dir.path(), "open_source_exempt"), "yes");
    for english in [
        "Question",
        "question",
        "decides",
        "expected",
        "Expected",
        "Answer",
        "Who",
        "Why",
        "settled",
        "kept",
        "yes",
        "law:",
        "duties",
        "judgement",
        "due ",
        "applies",
    ] {
        // The screen of `check` has its own tests; its last line names commands.
        let dialogue = shown.split("\n结论\n").next().unwrap();
        assert!(!dialogue.contains(english), "{english} in\n{shown}");
    }
    assert!(shown.contains("第 1 个问题"), "{shown}");
}

#[test]
fn where_no_duty_is_owed_in_any_case_it_stops_and_says_so() {
    let dir = example();
    let toml = dir.path().join("gpai.toml");
    let text = fs::read_to_string(&toml).unwrap();
    // Something is left that only a conclusion waits for.
    let without: String = text.lines().filter(|l| !l.starts_with("monetisation")).map(|l| format!("{l}\n")).collect();
    fs::write(&toml, without).unwrap();
    let (shown, kept) = ask(dir.path(), &[], &["d", "d", "d", "n", "R. Meier", "a hobby"]);
    assert!(shown.contains("No duty is owed, whatever is still open; `gpai ask --all`"), "{shown}");
    assert!(!shown.contains("Question 5"), "{shown}");
    let (shown, _) = ask(dir.path(), &["--all"], &["q"]);
    assert!(shown.contains("Question 1"), "{shown}");
    assert!(kept.contains("commercial = { value = false"));
}
