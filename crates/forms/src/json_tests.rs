//! Tests of gpai-document/1: states, and refusal of what is not ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

const TEXT: &str = "[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n[answers]\n\"H.1\" = { value = \"1.0\", source = \"x\" }\n\"2.1.a\" = \"no\"\n\"1.1.b\" = { na = \"in the Union\" }\n\"3.2.a\" = { missing = \"lost\", effort = \"searched\" }\n";

fn written(last: bool) -> Json {
    let (template, record) = Record::read("f", TEXT).unwrap();
    serde_json::from_str(&write(&template, &record, View { audience: Audience::Public, last })).unwrap()
}

#[test]
fn each_state_is_told_apart() {
    let document = written(false);
    let field = |id: &str| document["fields"][id].clone();
    assert_eq!(field("H.1")["state"], "answered");
    assert_eq!(field("H.1")["source"], "x");
    assert_eq!(field("2.1.a")["value"], false);
    assert_eq!(field("2.1.b")["state"], "not-asked");
    assert_eq!(field("2.2.1.a")["state"], "unknown");
    assert_eq!(field("2.2.1.a")["value"], Json::Null);
    assert_eq!(field("2.2.1.b")["state"], "unknown");
    assert_eq!(field("1.3.g")["state"], "blank");
    assert_eq!(field("1.1.b")["reason"], "in the Union");
    assert_eq!(field("3.2.a")["effort"], "searched");
    assert!(written(true)["fields"]["H.1"].get("source").is_none());
}

#[test]
fn what_is_not_ours_is_refused() {
    assert!(matches!(read("[1,"), Err(JsonError::NotJson(_))));
    assert!(matches!(read(&"[".repeat(100_000)), Err(JsonError::NotJson(_))));
    assert!(matches!(read("{}"), Err(JsonError::Format)));
    let mut document = written(false);
    document["template"] = json!("C(2025) 1");
    assert!(matches!(read(&document.to_string()), Err(JsonError::Form { .. })));
    for (field, entry) in [
        ("9.9", json!({ "label": "", "state": "answered", "value": "x" })),
        ("H.1", json!({ "label": "", "state": "answered", "value": 1 })),
        ("H.1", json!({ "label": "", "state": "not-applicable", "value": null })),
        ("H.2", json!({ "label": "", "state": "answered", "value": "16.3.2026" })),
        ("2.1.c", json!({ "label": "", "state": "answered", "value": [{ "nam": "x" }] })),
        ("H.1", json!("x")),
    ] {
        let mut document = written(false);
        document["fields"][field] = entry;
        assert!(matches!(read(&document.to_string()), Err(JsonError::Field { .. })), "{field}");
    }
}
