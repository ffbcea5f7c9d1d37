//! `gpai optout check` as a user runs it: one address for people, many questions as JSON lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn gpai(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with a batch file and other files; the answers, the exit code, and what was said on the side.
fn batch(lines: &str, files: &[(&str, &[u8])], more: &[&str]) -> (Vec<Value>, i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("in");
    std::fs::create_dir(&root).unwrap();
    std::fs::write(folder.path().join("outside.txt"), "User-agent: *\nDisallow: /").unwrap();
    for (name, bytes) in files {
        std::fs::write(root.join(name), bytes).unwrap();
    }
    std::fs::write(root.join("batch.jsonl"), lines).unwrap();
    let arguments = [&["optout", "check", "--batch", "in/batch.jsonl", "--format", "jsonl"], more].concat();
    let output = gpai(folder.path(), &arguments);
    let out = text(&output.stdout);
    let answers = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (answers, output.status.code().unwrap(), out, text(&output.stderr))
}

#[test]
fn a_batch_is_answered_in_order_and_to_the_byte() {
    let lines = r#"{"id":"17","robots":"User-agent: *\nCrawl-delay: 1\nDisallow: /x\n","agent":"GPTBot","url":"https://a.example/x/y?z#f"}
{"id":"18","robots":"User-agent: A\nCrawl-delay: 2\nUser-agent: B\nDisallow: /x\n","agent":"a","url":"/y"}

{"id":"19","robots_b64":"VXNlci1hZ2VudDogKg1EaXNhbGxvdzogLw0=","agent":"X","url":"https://a.example","more":1}
{"id":"20","robots":"User-agent: *\nDisallow: /","agent":"X","url":"http://a.example/robots.txt"}
"#;
    let (_, code, out, error) = batch(lines, &[], &[]);
    assert_eq!(
        out,
        "{\"id\":\"17\",\"decision\":\"disallow\",\"line\":3}\n\
         {\"id\":\"18\",\"decision\":\"allow\",\"line\":null,\"notes\":[\"ambiguous_group\"]}\n\
         {\"id\":\"19\",\"decision\":\"disallow\",\"line\":2}\n\
         {\"id\":\"20\",\"decision\":\"allow\",\"line\":null}\n"
    );
    assert_eq!((code, error.as_str()), (0, ""));
}

#[test]
fn snapshots_decide_by_their_time() {
    let (open, shut) = ("User-agent: *\nAllow: /\n", "User-agent: *\n\nDisallow: /\n");
    let ask = |id: &str, time: &str| {
        json!({"id": id, "agent": "X", "url": "https://a.example/a", "time": time, "snapshots": [
            {"at": "2024-03-18T00:00:00Z", "robots": open},
            {"at": "2024-03-17T08:43:46+02:00", "robots": shut},
            {"at": "2024-03-10T00:00:00Z", "robots": open},
        ]})
        .to_string()
            + "\n"
    };
    let lines = ask("19", "2024-03-17T12:43:46Z")
        + &ask("20", "2024-03-09T23:59:59Z")
        + &ask("21", "2024-03-17T07:43:45+01:00")
        + &ask("22", "2024-03-18T00:00:00Z")
        + &ask("23", "2024-03-19T00:00:00Z")
        + &ask("24", "2024-03-19T00:00:01Z");
    let (_, code, out, _) = batch(&lines, &[], &[]);
    assert_eq!(
        out,
        "{\"id\":\"19\",\"decision\":\"disallow\",\"line\":3,\"snapshot\":\"2024-03-17T08:43:46+02:00\",\"age_s\":21600}\n\
         {\"id\":\"20\",\"decision\":\"unknown\",\"line\":null,\"snapshot\":null}\n\
         {\"id\":\"21\",\"decision\":\"allow\",\"line\":2,\"snapshot\":\"2024-03-10T00:00:00Z\",\"age_s\":629025,\"notes\":[\"stale\"]}\n\
         {\"id\":\"22\",\"decision\":\"allow\",\"line\":2,\"snapshot\":\"2024-03-18T00:00:00Z\",\"age_s\":0}\n\
         {\"id\":\"23\",\"decision\":\"allow\",\"line\":2,\"snapshot\":\"2024-03-18T00:00:00Z\",\"age_s\":86400}\n\
         {\"id\":\"24\",\"decision\":\"allow\",\"line\":2,\"snapshot\":\"2024-03-18T00:00:00Z\",\"age_s\":86401,\"notes\":[\"stale\"]}\n"
    );
    assert_eq!(code, 0);
}

#[test]
fn a_bad_line_is_answered_in_its_place() {
    let good = r#"{"id":"ok","robots":"","agent":"X","url":"/"}"#;
    let bad = [
        ("nothing", "not a JSON object", Value::Null),
        ("[1]", "not a JSON object", Value::Null),
        (r#"{"id":7,"robots":"","agent":"X","url":"/"}"#, "invalid type", Value::Null),
        (r#"{"robots":"","agent":"X","url":"/"}"#, "missing field `id`", Value::Null),
        (r#"{"id":"a","robots":"","url":"/"}"#, "missing field `agent`", json!("a")),
        (r#"{"id":"b","robots":"","agent":" ","url":"/"}"#, "agent is empty", json!("b")),
        (r#"{"id":"c","robots":"","agent":"X","url":"a.example/x"}"#, "neither an absolute URL nor a path", json!("c")),
        (r#"{"id":"d","agent":"X","url":"/"}"#, "give one of robots", json!("d")),
        (r#"{"id":"e","robots":"","robots_b64":"","agent":"X","url":"/"}"#, "give one of robots", json!("e")),
        (r#"{"id":"f","robots_b64":"%","agent":"X","url":"/"}"#, "robots_b64", json!("f")),
        (r#"{"id":"g","robots_file":"none.txt","agent":"X","url":"/"}"#, "robots_file none.txt", json!("g")),
        (r#"{"id":"h","snapshots":[],"agent":"X","url":"/"}"#, "time is missing", json!("h")),
        (r#"{"id":"i","snapshots":[],"time":"yesterday","agent":"X","url":"/"}"#, "expected a time", json!("i")),
        (
            r#"{"id":"j","snapshots":[],"time":"2024-01-01T00:00:00Z","robots":"","agent":"X","url":"/"}"#,
            "stand instead",
            json!("j"),
        ),
    ];
    let lines: String = bad.iter().map(|(line, _, _)| format!("{line}\n{good}\n")).collect();
    let (answers, code, _, error) = batch(&lines, &[], &[]);
    assert_eq!((code, answers.len()), (2, 2 * bad.len()));
    assert!(error.contains("could not be answered: 14"), "{error}");
    for (number, (line, says, id)) in bad.iter().enumerate() {
        let answer = &answers[2 * number];
        assert!(answer["error"].as_str().unwrap().contains(says), "{line}: {answer}");
        assert_eq!((&answer["id"], &answer["input_line"]), (id, &json!(2 * number + 1)), "{line}");
        assert_eq!(answers[2 * number + 1]["decision"], "allow");
    }
}

#[test]
fn files_stay_inside_the_folder_of_the_batch() {
    let ask = |name: &str| json!({"id": name, "robots_file": name, "agent": "X", "url": "/a"}).to_string() + "\n";
    let inside = ["r.txt", "./r.txt", "r.txt"];
    let outside = ["../outside.txt", "/etc/hostname", "../in/../outside.txt", ".", ""];
    let lines: String = inside.iter().chain(&outside).map(|name| ask(name)).collect();
    let (answers, code, _, _) =
        batch(&lines, &[("r.txt", b"\xEF\xBB\xBFUser-agent: *\r\nDisallow: /\xff\r\nDisallow: /a")], &[]);
    assert_eq!(code, 2);
    for answer in &answers[..inside.len()] {
        assert_eq!((&answer["decision"], &answer["line"]), (&json!("disallow"), &json!(3)), "{answer}");
    }
    for answer in &answers[inside.len()..] {
        assert!(answer["error"].as_str().unwrap().starts_with("robots_file"), "{answer}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_outside_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("in");
    std::fs::create_dir(&root).unwrap();
    std::fs::write(folder.path().join("outside.txt"), "User-agent: *\nDisallow: /").unwrap();
    std::os::unix::fs::symlink("../outside.txt", root.join("link.txt")).unwrap();
    std::fs::write(root.join("b.jsonl"), r#"{"id":"1","robots_file":"link.txt","agent":"X","url":"/"}"#).unwrap();
    let output = gpai(&root, &["optout", "check", "--batch", "b.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stdout).contains("outside the folder"), "{}", text(&output.stdout));
}

#[test]
fn every_answer_comes_before_the_next_question() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["optout", "check", "--batch", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for number in 0..3 {
        writeln!(ask, r#"{{"id":"{number}","robots":"","agent":"X","url":"/"}}"#).unwrap();
        ask.flush().unwrap();
        assert!(answers.next().unwrap().unwrap().starts_with(&format!("{{\"id\":\"{number}\"")));
    }
    drop(ask);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn notes_and_dialects_come_through() {
    let ask = |id: &str, robots: &str, agent: &str, url: &str| {
        json!({"id": id, "robots": robots, "agent": agent, "url": url}).to_string() + "\n"
    };
    let long = format!("User-agent: *\n#{}\nDisallow: /\n", "x".repeat(600_000));
    let lines = ask("ua", "User-agent: GPTBot/1.1\nDisallow: /", "GPTBot", "/")
        + &ask("token", "User-agent: AI2Bot\nDisallow: /", "AI2Bot", "/")
        + &ask("html", "<html>", "X", "/")
        + &ask("limit", &long, "X", "/")
        + &ask("colon", "User-agent: X\nDisallow /", "X", "/")
        + &ask("b\u{7f}l", "", "X", "/");
    let (answers, code, out, _) = batch(&lines, &[], &[]);
    let notes: Vec<Option<&str>> = answers.iter().map(|a| a["notes"][0].as_str()).collect();
    assert_eq!(notes, [Some("lenient_ua"), Some("invalid_token"), Some("html_body"), Some("beyond_limit"), None, None]);
    assert_eq!((code, &answers[4]["decision"]), (0, &json!("allow")));
    assert!(!out.contains('\u{7f}') && answers[5]["id"] == "b\u{7f}l");
    let (answers, _, _, _) = batch(&lines, &[], &["--dialect", "google"]);
    assert_eq!((&answers[4]["decision"], &answers[4]["line"]), (&json!("disallow"), &json!(2)));
}

#[test]
fn a_batch_that_cannot_be_read_ends_with_two_and_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["optout", "check", "--batch", "none.jsonl"][..],
        &["optout", "check", "--batch", "."],
        &["optout", "check", "--batch", "none.jsonl", "--format", "human"],
        &["optout", "check", "/x", "--agent", "X", "--format", "jsonl"],
        &["optout", "check", "/x", "--agent", " "],
        &["optout", "check", "a.example", "--agent", "X"],
        &["optout", "check", "/x"],
        &["optout", "check", "--agent", "X"],
        &["optout", "check", "/x", "--agent", "X", "--robots", "none.txt"],
        &["optout", "check", "/x", "--agent", "X", "--header", "noai"],
    ] {
        let output = gpai(folder.path(), arguments);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn people_see_the_line_with_a_caret_and_both_layers() {
    let folder = tempfile::tempdir().unwrap();
    let robots = "User-agent: GPTBot\nDisallow: /a # no\n\nUser-agent: *\nContent-Signal: ai-train=no\nAllow: /\n";
    std::fs::write(folder.path().join("robots.txt"), robots).unwrap();
    std::fs::write(folder.path().join("t.json"), r#"[{"location":"/","tdm-reservation":1}]"#).unwrap();
    std::fs::write(folder.path().join("p.html"), "<p>\n<meta name=robots content=noai>\x1b[31m").unwrap();
    let run = |arguments: &[&str]| {
        let output = gpai(folder.path(), &[&["optout", "check"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let out = run(&["https://a.example/a/b", "--agent", "GPTBot", "--robots", "robots.txt"]);
    assert!(out.contains("GPTBot (OpenAI: collects for training)"), "{out}");
    assert!(out.contains("no  /robots.txt:2:11\n    2 | Disallow: /a # no\n      |           ^^\n"), "{out}");
    assert!(out.contains("robots.txt  TRAIN, TDM, INPUT, SEARCH: reserved, high"), "{out}");
    assert!(
        out.contains("Not looked at, since not given: /.well-known/tdmrep.json") && out.contains("/ai.txt"),
        "{out}"
    );
    // The fetch is allowed, the training is reserved: the two are apart.
    let more = ["--tdmrep", "t.json", "--html", "p.html", "--header", "TDM-Policy: https://a.example/p"];
    let out = run(&[&["/a/b", "--agent", "Some\u{1b}Bot", "--robots", "robots.txt"], &more[..]].concat());
    assert!(out.contains("yes  /robots.txt:6:8"), "{out}");
    assert!(out.contains("Content-Signal: ai-train=no"), "{out}");
    assert!(out.contains("conditional") && out.contains("/.well-known/tdmrep.json:1:2"), "{out}");
    assert!(out.contains("<meta>:2:1") && out.contains("<meta name=robots content=noai>"), "{out}");
    assert!(!out.contains('\u{1b}') && out.contains("Some\\x1bBot"), "{out}");
    let out = run(&["/a/b", "--agent", "GPTBot", "--robots", "robots.txt", "--lang", "zh"]);
    assert!(out.contains("可否抓取？\n  不可以  /robots.txt:2:11") && out.contains("已保留"), "{out}");
    let out = run(&["/a", "--agent", "X", "--robots-status", "503"]);
    assert!(out.contains("no  no rule decides") && out.contains("(unreachable)"), "{out}");
    let out = run(&["/a", "--agent", "Google-Extended", "--robots", "robots.txt"]);
    assert!(out.contains("a control token never fetches"), "{out}");
    // What was not given is unknown, never allowed.
    let out = run(&["/a", "--agent", "X"]);
    assert!(out.contains("unknown: no robots.txt was given"), "{out}");
}

#[test]
fn protocols_and_agents_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    for (id, says) in [
        ("robots.txt", "named by the Code of Practice"),
        ("tdmrep", "W3C Community Group"),
        ("llms.txt", "Not a reservation"),
        ("GPTBot", "OpenAI: collects for training"),
    ] {
        let output = gpai(folder.path(), &["explain", id]);
        assert!(output.status.success() && text(&output.stdout).contains(says), "{id}: {}", text(&output.stdout));
    }
    let output = gpai(folder.path(), &["explain", "tdmrep", "--lang", "zh"]);
    assert!(text(&output.stdout).contains("地位"), "{}", text(&output.stdout));
}
