//! The table of exports: names that cannot be mistaken, formats that say what they are and are described for people.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::mem::discriminant;
use std::path::Path;

use gpai_forms::reading::{FieldReading, Reading};
use gpai_report::{EXPORTS, comparison};
use gpai_review::Book;
use gpai_review::diff::diff;
use gpai_rules::law::Language;
use serde_json::Value;

#[test]
fn no_two_exports_of_a_kind_share_a_name() {
    for (i, export) in EXPORTS.iter().enumerate() {
        let same = |other: &&gpai_report::Export| {
            other.name == export.name && discriminant(&other.write) == discriminant(&export.write)
        };
        assert!(!EXPORTS.iter().skip(i + 1).any(|other| same(&other)), "{} {}", export.name, export.version);
        assert!(!export.help.is_empty(), "{}", export.name);
    }
}

/// A format of ours has a version, and a page that says what its fields are.
#[test]
fn every_format_of_ours_is_described() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let text: String =
        ["machine-formats.md", "law-data.md"].map(|page| fs::read_to_string(docs.join(page)).unwrap()).concat();
    let ours: BTreeSet<&str> = EXPORTS.iter().map(|e| e.version).filter(|v| v.starts_with("gpai-")).collect();
    assert!(ours.len() >= 7, "{ours:?}");
    for version in ours {
        assert!(text.contains(version), "docs/machine-formats.md says nothing of {version}");
        let number = version.rsplit('/').next().unwrap();
        assert!(number.parse::<u32>().is_ok(), "{version} has no version");
    }
}

fn field(text: &str, ticked: &[&str]) -> FieldReading {
    let ticked = ticked.iter().map(|w| (*w).to_owned()).collect();
    FieldReading { text: text.into(), ticked, ..FieldReading::default() }
}

#[test]
fn a_comparison_as_json_says_the_same() {
    let mut before = Reading { kind: Some("training-summary".into()), ..Reading::default() };
    for (id, value) in [("H.1", field("1.0", &[])), ("H.2", field("31/08/2025", &[])), ("2.3.a", field("", &["no"]))] {
        before.fields.insert(id.into(), value);
    }
    let mut after = before.clone();
    after.fields.insert("2.3.a".into(), field("", &["yes"]));
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    let found = diff(&before, &after, book.template("training-summary").unwrap(), &book);
    let view = comparison::View { diff: &found, files: ["a.toml", "b.pdf"], language: Language::Chinese };
    let value: Value = serde_json::from_str(&view.export("json").unwrap()).unwrap();
    assert_eq!(value["format"], "gpai-doc-diff/1");
    assert_eq!(value["material"], true);
    assert_eq!(value["before"]["file"], "a.toml");
    assert_eq!(value["after"]["updated"], "2025-08-31");
    assert_eq!(value["changes"][0]["field"], "2.3.a");
    assert_eq!(value["changes"][0]["change"], "changed");
    assert_eq!(value["changes"][0]["material"], "新增或取消了数据来源");
    assert!(view.export("pdf").is_none());
}
