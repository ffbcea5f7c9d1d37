//! Cases of clocks against the built program: answers, dated events, and what must be shown on a day.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value as Json};

/// The answers of a preset, with those of another where it is like that one.
fn preset(cases: &Json, name: &str) -> Map<String, Json> {
    let one = &cases["presets"][name];
    let mut answers = one["like"].as_str().map_or_else(Map::new, |like| preset(cases, like));
    for (table, entries) in one["gpai_toml"].as_object().unwrap() {
        let to = answers.entry(table.clone()).or_insert_with(|| Map::new().into()).as_object_mut().unwrap();
        to.extend(entries.as_object().unwrap().clone());
    }
    answers
}

/// `gpai.toml` of a case.
fn answers(cases: &Json, case: &Json) -> String {
    let mut answers = preset(cases, case["preset"].as_str().unwrap());
    for (name, value) in case["answers"].as_object().unwrap() {
        let (table, key) = name.split_once('.').unwrap();
        let to = answers.entry(table.to_owned()).or_insert_with(|| Map::new().into()).as_object_mut().unwrap();
        to.insert(key.to_owned(), value.clone());
    }
    let mut text = String::new();
    for (table, entries) in answers {
        writeln!(text, "[{table}]").unwrap();
        for (key, value) in entries.as_object().unwrap() {
            // Texts, lists of texts and yes or no are written alike in both forms.
            writeln!(text, "{key} = {value}").unwrap();
        }
    }
    text
}

fn run(command: &str, folder: &Path, events: &Path, on: &str, more: &[&str]) -> Json {
    let mut gpai = Command::new(env!("CARGO_BIN_EXE_gpai"));
    gpai.arg(command).arg(folder).arg("--events").arg(events).args(["--format", "json", "--on", on]).args(more);
    let output = gpai.output().unwrap();
    assert!(
        output.status.code().is_some_and(|code| code <= 1),
        "{command} {}: {}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What of the expected keys is not as expected.
fn differs(wanted: &Json, got: Option<&Json>, at: &str, wrong: &mut String) {
    let Some(got) = got else {
        writeln!(wrong, "{at}: not there").unwrap();
        return;
    };
    for (key, value) in wanted.as_object().unwrap() {
        if got[key] != *value {
            writeln!(wrong, "{at}: {key} is {}, not {value}", got[key]).unwrap();
        }
    }
}

/// What is shown otherwise than a case says, and on how many days they were looked at.
pub fn differences(cases: &Json) -> (String, usize) {
    let all = cases["cases"].as_array().unwrap();
    let place = tempfile::tempdir().unwrap();
    let mut wrong = String::new();
    let mut days = 0;
    for case in all {
        let id = case["id"].as_str().unwrap();
        let folder = place.path().join(id);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("gpai.toml"), answers(cases, case)).unwrap();
        let mut lines = format!("{{\"format\":\"gpai-register-history/1\",\"register\":\"{id}\"}}\n");
        for step in case["steps"].as_array().unwrap() {
            writeln!(lines, "{}", step["event"]).unwrap();
        }
        let events = place.path().join(format!("{id}.jsonl"));
        fs::write(&events, lines).unwrap();
        for expected in case["expect"].as_array().unwrap() {
            days += 1;
            let on = expected["on"].as_str().unwrap();
            let shown = run("deadlines", &folder, &events, on, &["--all"]);
            let find = |list: &str, key: &str, name: &Json| {
                shown[list].as_array().unwrap().iter().find(|row| row[key] == *name).cloned()
            };
            for row in expected["deadlines"].as_array().unwrap() {
                let at = format!("{id} on {on}: {}", row["id"]);
                differs(row, find("deadlines", "id", &row["id"]).as_ref(), &at, &mut wrong);
            }
            for row in expected["absent"].as_array().into_iter().flatten() {
                if find("deadlines", "id", row).is_some() {
                    writeln!(wrong, "{id} on {on}: {row} is there").unwrap();
                }
            }
            for row in expected["keep"].as_array().into_iter().flatten() {
                let at = format!("{id} on {on}: {}", row["subject"]);
                differs(row, find("keep", "subject", &row["subject"]).as_ref(), &at, &mut wrong);
            }
            let Some(duties) = expected["duties"].as_object() else { continue };
            let checked = run("check", &folder, &events, on, &["--fail-on", "never"]);
            for (duty, wanted) in duties {
                let at = format!("{id} on {on}: duty {duty}");
                let got = checked["duties"].as_array().unwrap().iter().find(|d| d["id"] == duty.as_str()).unwrap();
                if wanted.get("state").is_some_and(|state| got["state"] != *state)
                    || wanted.get("not_state") == Some(&got["state"])
                {
                    writeln!(wrong, "{at} is {}, wanted {wanted}", got["state"]).unwrap();
                }
                let codes = got["findings"].as_array().unwrap();
                for code in wanted["findings"].as_array().into_iter().flatten().filter(|code| !codes.contains(code)) {
                    writeln!(wrong, "{at} lacks {code} among {}", got["findings"]).unwrap();
                }
            }
        }
    }
    (wrong, days)
}
