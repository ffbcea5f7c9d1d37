//! `gpai deadlines` and what dated events do to `gpai check`: the time line, its files, refusals that name line and mend.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const HEAD: &str = "{\"format\":\"gpai-register-history/1\",\"register\":\"6f0c\"}\n";
const ANSWERS: &str = "\
[provider]\nname = \"Birke KI GmbH\"\nestablished = \"DE\"\nsize = \"medium\"\ncode_signed = [\"transparency\", \"copyright\"]\n\
[role]\ndevelops = true\nown_name = true\nmodifies_other = false\n[model]\nname = \"Birke-7B\"\noutputs = [\"text\"]\n\
[compute]\nupdate_flop = \"5e23\"\ncumulative_flop = \"5e23\"\n\
[market]\neu = true\ncommercial = true\nchannels = [\"api\"]\nfirst_available = 2026-03-02\n[purpose]\nresearch_only = false\n\
[openness]\nlicence = \"proprietary\"\nmonetisation = [\"price\"]\nweights_public = false\n";

/// A folder with answers and a file of events.
fn place(events: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("birke")).unwrap();
    fs::write(place.path().join("birke/gpai.toml"), ANSWERS).unwrap();
    fs::write(place.path().join("events.jsonl"), format!("{HEAD}{events}")).unwrap();
    place
}

fn gpai(place: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gpai"));
    command.current_dir(place).env_remove("GPAI_REGISTER").env("PATH", "").args(args);
    command.output().unwrap()
}

fn said(output: &Output) -> (i32, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

const REQUEST: &str =
    "{\"on\":\"2026-11-14T10:00:00+01:00\",\"do\":\"request.add\",\"id\":\"REQ-1\",\"from\":\"downstream\"}\n";
const EVENTS: [&str; 2] = ["--events", "events.jsonl"];

#[test]
fn the_time_line_shows_three_days_and_what_may_be_asked() {
    let place = place(REQUEST);
    let args = |on: &'static str| [&["deadlines", "birke", "--on", on][..], &EVENTS].concat();
    let (code, text) = said(&gpai(place.path(), &args("2026-11-29")));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("downstream-request/REQ-1") && text.contains("by analogy Mon 2026-11-30"), "{text}");
    assert!(text.contains("today Sun 2026-11-29") && text.contains("arguable"), "{text}");
    let (_, text) = said(&gpai(place.path(), &[&args("2026-11-29")[..], &["--lang", "zh"]].concat()));
    assert!(text.contains("类推 2026-11-30（周一）") && text.contains("有争议"), "{text}");
    let why = [&["deadlines", "why", "downstream-request/REQ-1", "birke", "--on", "2026-11-29"][..], &EVENTS].concat();
    let (code, text) = said(&gpai(place.path(), &why));
    assert_eq!(code, 0, "{text}");
    for part in ["P14D in calendar days", "1182/71 3(4): Sat 2026-11-28 to Mon 2026-11-30", "RG-1: ", "It binds you."] {
        assert!(text.contains(part), "no `{part}` in {text}");
    }
    let near = [&["deadlines", "why", "downstream-request/REQ-2", "birke", "--on", "2026-11-29"][..], &EVENTS].concat();
    assert!(said(&gpai(place.path(), &near)).1.contains("did you mean `downstream-request/REQ-1`?"));
}

#[test]
fn the_same_events_give_the_same_bytes_in_every_format() {
    let place = place(REQUEST);
    for format in ["json", "ics", "csv", "human"] {
        let args = [&["deadlines", "birke", "--on", "2026-11-20", "--all", "--format", format][..], &EVENTS].concat();
        let (first, second) = (gpai(place.path(), &args), gpai(place.path(), &args));
        assert_eq!(first.stdout, second.stdout, "{format}");
        assert!(!first.stdout.is_empty(), "{format}");
    }
    let ics = [&["deadlines", "birke", "--on", "2026-11-20", "--format", "ics"][..], &EVENTS].concat();
    let text = said(&gpai(place.path(), &ics)).1;
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.contains("DTSTART;VALUE=DATE:20261128\r\nDTEND;VALUE=DATE:20261129\r\n"), "{text}");
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    // Answered, it is cancelled under the same id, one change later.
    let answered = format!("{HEAD}{REQUEST}{{\"on\":\"2026-11-19\",\"do\":\"request.answer\",\"id\":\"REQ-1\"}}\n");
    fs::write(place.path().join("events.jsonl"), answered).unwrap();
    let after = said(&gpai(place.path(), &ics)).1;
    let uid = |text: &str| {
        let event = text.split("BEGIN:VEVENT").find(|e| e.replace("\r\n ", "").contains("downstream-request/REQ-1"));
        event.unwrap().lines().find(|l| l.starts_with("UID:")).unwrap().to_owned()
    };
    assert_eq!(uid(&text), uid(&after));
    assert!(after.contains("STATUS:CANCELLED") && after.contains("SEQUENCE:3"), "{after}");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line() {
    let place = place("");
    for (line, wanted) in [
        (
            "{\"on\":\"2026-01-01T10:00:00\",\"do\":\"event.designated\"}",
            "events.jsonl:2: `on`: a time of day needs its offset",
        ),
        ("{\"on\":\"2026-01-01\",\"do\":\"event.desigated\"}", "did you mean `event.designated`?"),
        ("{\"on\":\"2026-01-01\",\"do\":\"request.add\",\"id\":\"R\"}", "`request.add` needs `from`"),
        ("[1]", "each line must be one object"),
    ] {
        fs::write(place.path().join("events.jsonl"), format!("{HEAD}{line}\n")).unwrap();
        for command in ["deadlines", "check"] {
            let (code, text) = said(&gpai(place.path(), &[&[command, "birke"][..], &EVENTS].concat()));
            assert!(code == 2 && text.contains(wanted), "{command}: {code}: {text}");
        }
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .current_dir(place.path())
        .args(["deadlines", "birke", "--events", "-", "--on", "2026-11-20", "--format", "csv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{HEAD}{REQUEST}").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("downstream-request/REQ-1"));
}

/// A register that is named and whose program is not there is no empty register.
#[test]
fn a_register_found_and_not_read_is_told() {
    let place = place("");
    let answers = format!("{ANSWERS}[registers]\npath = \"../kept\"\n");
    fs::write(place.path().join("birke/gpai.toml"), answers).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_gpai")).with_file_name("gpai-register");
    if program.exists() {
        // Built beside it, it says itself that there is no register there.
        let (code, text) = said(&gpai(place.path(), &["deadlines", "birke", "--on", "2026-11-20"]));
        assert!(code == 2 && text.contains("kept"), "{code}: {text}");
        return;
    }
    let (code, text) = said(&gpai(place.path(), &["deadlines", "birke", "--on", "2026-11-20"]));
    assert!(code == 0 && text.contains("found, not read") && !text.contains("missed"), "{code}: {text}");
    let (code, text) = said(&gpai(place.path(), &["deadlines", "birke", "--register", "kept"]));
    assert!(code == 2 && text.contains("gpai-register"), "{code}: {text}");
}

/// What events say moves the states of duties; without any, one finding says that nothing was read.
#[test]
fn check_goes_by_dated_events() {
    let place = place(REQUEST);
    let check = |on: &str, more: &[&str]| {
        let args = [&["check", "birke", "--on", on, "--format", "json", "--fail-on", "never"][..], more].concat();
        said(&gpai(place.path(), &args)).1
    };
    assert!(check("2026-11-20", &[]).contains("\"register-missing\""));
    assert!(!check("2026-11-20", &EVENTS).contains("\"register-missing\""));
    assert!(check("2026-11-29", &EVENTS).contains("\"deadline-arguable\""));
    assert!(check("2026-12-01", &EVENTS).contains("\"deadline-missed\""));
}
