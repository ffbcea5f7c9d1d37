//! Every step of `../shared/cases/registers/cases.json` as its command line says it, against the program: each is accepted, and the
//! history holds the event that the case means. Compiled only with `--features conformance`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod desk;

use std::fs;
use std::path::Path;

use desk::{Desk, program, text};
use gpai_rules::clocks::history::History;
use gpai_rules::clocks::valid::check;
use gpai_rules::law::Law;
use serde_json::Value as Json;

/// A complaint as people fill in what `complaint template` prints.
const COMPLAINT: &str = "[complainant]\nname = \"A. Author\"\nrole = \"rightsholder\"\ncontact = \"a@author.example\"\n\n\
    [[works]]\ntitle = \"The Book\"\nkind = \"book\"\n";

fn plain(key: &str, value: &Json) -> String {
    match value {
        Json::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Json::String(word) if key == "decision" => word.replace("accepted", "upheld").replace("rejected", "not_upheld"),
        Json::Array(items) => {
            let words: Vec<String> = items.iter().map(|v| plain(key, v)).collect();
            words.join(if key == "within" { " " } else { "," })
        }
        Json::Object(map) => map.iter().map(|(k, v)| format!("{k}={}", plain(key, v))).collect::<Vec<_>>().join(","),
        Json::String(word) => word.clone(),
        other => other.to_string(),
    }
}

#[test]
fn each_step_is_accepted_and_means_what_the_case_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/registers/cases.json");
    let cases: Json =
        serde_json::from_str(&fs::read_to_string(path).expect("this test needs ../shared/cases/registers")).unwrap();
    let law = Law::book().unwrap();
    let (mut wrong, mut steps) = (Vec::new(), 0);
    for case in cases["cases"].as_array().unwrap() {
        let name = case["id"].as_str().unwrap();
        let desk = Desk::new();
        fs::write(desk.at("complaint.toml"), COMPLAINT).unwrap();
        for step in case["steps"].as_array().unwrap() {
            // `gpai deadlines waive` is `gpai register waive`.
            let args: Vec<&str> = step["cli"].as_array().unwrap().iter().skip(2).map(|a| a.as_str().unwrap()).collect();
            let mut command = program();
            command.args(&args).env("GPAI_REGISTER", &desk.dir).current_dir(desk.root.path());
            // A few cases lie ahead of the day on which the test runs.
            let out = command.env("GPAI_REGISTER_NOW", "2030-01-01T00:00:00Z").output().unwrap();
            steps += 1;
            if !out.status.success() {
                wrong.push(format!("{name} {args:?}: {}", text(&out.stderr)));
            }
        }
        let written = desk.ok(&["history"]);
        let history = History::read(&written).unwrap();
        if let Err(error) = check(&law.clocks, &history) {
            wrong.push(format!("{name}: {error}"));
        }
        let wanted: Vec<&Json> = case["steps"].as_array().unwrap().iter().map(|s| &s["event"]).collect();
        if wanted.len() != history.events.len() {
            wrong.push(format!("{name}: {} events instead of {}", history.events.len(), wanted.len()));
        }
        for (event, wanted) in history.events.iter().zip(wanted) {
            for (key, value) in wanted.as_object().unwrap().iter().filter(|(key, _)| *key != "reason") {
                let there = match key.as_str() {
                    "on" => event.on.to_string(),
                    "do" => event.kind.clone(),
                    "id" => event.id.clone(),
                    key => event.get(key).unwrap_or_default().to_owned(),
                };
                if there != plain(key, value) {
                    wrong.push(format!("{name}: {key} is `{there}` instead of `{}`", plain(key, value)));
                }
            }
        }
        desk.whole();
    }
    println!("{} cases, {steps} steps", cases["cases"].as_array().unwrap().len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(steps > 50);
}
