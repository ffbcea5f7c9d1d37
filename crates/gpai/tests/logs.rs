//! Logs of other tools of our own making (`log_cases.json`) against the built program: each tool, its versions, and what misleads
//! in its files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod log_cases;

use std::fs;

use serde_json::{Map, Value as Json};

#[test]
fn every_log_is_read_as_it_was_made() {
    let all: Json = serde_json::from_str(include_str!("log_cases.json")).unwrap();
    let place = tempfile::tempdir().unwrap();
    let mut expected = Map::new();
    for case in all["cases"].as_array().unwrap() {
        let name = case["name"].as_str().unwrap();
        for (path, text) in case["files"].as_object().unwrap() {
            let path = place.path().join(name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text.as_str().unwrap()).unwrap();
        }
        expected.insert(name.to_owned(), case["expect"].clone());
    }
    let expected = Json::Object(expected);
    let mut wrong = log_cases::differences(&expected, place.path());
    wrong.extend(log_cases::repeated(&expected, place.path()));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
