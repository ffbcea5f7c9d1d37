//! Every code of a finding that the sources of the workspace use is described in `law/`, and every code described is used.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use gpai_rules::book;
use gpai_rules::law::Law;
use gpai_rules::toml_place::{Table, Text};

/// The text of every `.rs` file in the `src` of some crate.
fn sources() -> Vec<String> {
    fn walk(folder: &Path, out: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut out = Vec::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).unwrap() {
        walk(&entry.unwrap().path().join("src"), &mut out);
    }
    assert!(out.len() > 100, "{}", out.len());
    out
}

/// What stands between quotation marks, with what stands before and after it.
fn quoted(text: &str) -> Vec<(&str, &str, &str)> {
    let parts: Vec<&str> = text.split('"').collect();
    parts.windows(3).filter_map(|w| <[&str; 3]>::try_from(w).ok()).map(|[a, b, c]| (a, b, c)).collect()
}

/// `TS-101`, `COP-R3`, `MDF-R7`.
fn is_rule(word: &str) -> bool {
    ["TS-", "TS-D", "COP-R", "MDF-R", "REC-"]
        .iter()
        .any(|head| word.strip_prefix(head).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())))
}

#[test]
fn every_code_of_a_finding_is_described_and_every_code_described_is_used() {
    let law = Law::book().unwrap();
    // A duty and a notice name their code in the law itself.
    let mut used: BTreeSet<String> = law.duties.iter().filter_map(|d| d.absent.clone()).collect();
    used.extend(law.doubts.iter().filter(|d| d.notice.is_some()).map(|d| d.id.clone()));
    for text in &sources() {
        for (before, word, after) in quoted(text) {
            let code =
                word.contains('-') && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            let named = before.trim_end().ends_with("Finding::new(");
            let severity = after.strip_prefix(',').is_some_and(|a| a.trim_start().starts_with("Severity::"));
            if code && (named || severity) {
                used.insert(word.to_owned());
            }
        }
    }
    let described: BTreeSet<String> = law.findings.keys().cloned().collect();
    assert_eq!(used, described);
}

#[test]
fn every_rule_on_documents_is_described_and_every_rule_that_a_program_checks_is_in_the_sources() {
    let (file, text) = book::file("law/document-rules.toml");
    let text = Text { file, text };
    let parsed = text.parse().unwrap();
    let root = Table::new(text, parsed.get_ref(), parsed.span());
    let rules: BTreeMap<String, String> =
        root.tables("rule").unwrap().iter().map(|t| (t.str("id").unwrap(), t.str("checked").unwrap())).collect();
    let texts = sources();
    let used: BTreeSet<&str> =
        texts.iter().flat_map(|t| quoted(t)).map(|(_, word, _)| word).filter(|word| is_rule(word)).collect();
    let unknown: Vec<&&str> = used.iter().filter(|id| !rules.contains_key(**id)).collect();
    assert!(unknown.is_empty(), "no [[rule]] in law/document-rules.toml: {unknown:?}");
    let idle: Vec<&String> =
        rules.iter().filter(|(id, by)| *by != "by a person" && !used.contains(id.as_str())).map(|(id, _)| id).collect();
    assert!(idle.is_empty(), "nothing checks {idle:?}");
    assert!(rules.len() > 100, "{}", rules.len());
}
