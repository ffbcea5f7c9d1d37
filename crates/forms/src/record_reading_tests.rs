//! Tests of records as readings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;

fn of(answers: &str) -> Reading {
    let text = format!("[document]\nkind = \"training-summary\"\ntemplate = \"C(2025) 8311\"\n[answers]\n{answers}\n");
    let (template, record) = Record::read("f", &text).unwrap();
    reading(&template, &record)
}

#[test]
fn what_is_unknown_is_blank_and_never_read() {
    let reading = of("\"2.1.a\" = \"yes\"\n\"2.1.b\" = { value = [\"text\", \"other\"], other = \"crystals\" }");
    assert_eq!(reading.fields["H.1"].state, State::Blank);
    assert_eq!(reading.fields["2.3.a"].state, State::Blank);
    assert!(reading.fields["2.3.a"].ticked.is_empty());
    let modality = &reading.fields["2.1.b"];
    assert_eq!(modality.ticked, ["text", "other"]);
    assert_eq!(modality.unticked, ["image", "video", "audio"]);
    assert_eq!(modality.text, "crystals");
    assert_eq!(modality.line, Some(6));
}

#[test]
fn a_record_is_read_whole_and_a_view_is_not() {
    let text = "[document]\nkind = \"model-documentation\"\ntemplate = \"2025-07-10\"\n[answers]\n\"MDF-11\" = 7.3e10\n\"MDF-11b\" = \"50B-100B\"\n";
    let (template, record) = Record::read("f", text).unwrap();
    let whole = reading(&template, &record);
    assert_eq!(whole.fields["MDF-11"].text, "7.3 × 10^10 parameters");
    assert_eq!(whole.fields["MDF-11b"].ticked, ["50B-100B"]);
    assert_eq!(whole.fields.len(), template.fields.len());
    let view = reading_for(&template, &record, Audience::Dp);
    assert!(!view.fields.contains_key("MDF-11") && view.fields.contains_key("MDF-11b"));
}
