//! Every code that scripts may meet, as a snapshot: what a finding can be filled with, how severe a rule on documents is and who
//! can tell. A code that goes, comes or changes is then seen in the difference; codes are part of the contract.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use toml::{Table, Value};

fn entries(text: &str, list: &str) -> Vec<Table> {
    let table: Table = text.parse().unwrap();
    let mut list: Vec<Table> = table[list].as_array().unwrap().iter().map(|e| e.as_table().unwrap().clone()).collect();
    list.sort_by_key(|e| text_of(e.get("code").or(e.get("id")).unwrap()));
    list
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The `{marks}` of a message, in both languages.
fn marks(message: &Value) -> String {
    let mut found = BTreeSet::new();
    for language in ["en", "zh"] {
        for part in message[language].as_str().unwrap().split('{').skip(1) {
            found.insert(format!("{{{}}}", part.split('}').next().unwrap()));
        }
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn codes_of_findings() {
    let mut out = String::new();
    for finding in entries(include_str!("../../../law/findings.toml"), "finding") {
        let line = format!("{} {}", text_of(&finding["code"]), marks(&finding["message"]));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    insta::assert_snapshot!(out);
}

#[test]
fn rules_on_documents() {
    let mut out = String::new();
    for rule in entries(include_str!("../../../law/document-rules.toml"), "rule") {
        let checked = rule.get("checked").map_or_else(|| "mechanically".to_owned(), text_of);
        let _ = writeln!(out, "{}  {}, {checked}", text_of(&rule["id"]), text_of(&rule["kind"]));
        for (name, case) in rule.get("case").and_then(Value::as_table).into_iter().flatten() {
            let line = format!("  {name}: {} {}", text_of(&case["severity"]), marks(case));
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    insta::assert_snapshot!(out);
}
