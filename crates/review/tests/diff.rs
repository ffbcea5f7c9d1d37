//! Two versions of a document: what counts as a change, which changes are material, and what follows from them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_review::Book;
use gpai_review::diff::{Diff, How, diff};

fn text(text: &str) -> FieldReading {
    FieldReading { text: text.into(), ..FieldReading::default() }
}

fn ticked(words: &[&str]) -> FieldReading {
    FieldReading { ticked: words.iter().map(|w| (*w).to_owned()).collect(), ..FieldReading::default() }
}

fn base() -> Reading {
    let mut doc = Reading { kind: Some("training-summary".into()), ..Reading::default() };
    for (id, field) in [
        ("H.1", text("1.0")),
        ("H.2", text("31/08/2025")),
        ("1.1.a", text("Example GmbH")),
        ("1.2.b", text("N/A")),
        ("1.3.a", ticked(&["text"])),
        ("1.3.b.text", ticked(&["T2"])),
        ("1.3.d", text("06/2025")),
        ("2.1.c", text("https://data.example/a")),
        ("2.3.a", ticked(&["no"])),
        ("3.1.a", ticked(&["no"])),
    ] {
        doc.fields.insert(id.into(), field);
    }
    doc
}

fn compare(changes: &[(&str, FieldReading)]) -> Diff {
    let book = Book::book(&gpai_rules::law::Law::book().unwrap()).unwrap();
    let before = base();
    let mut after = base();
    for (id, field) in changes {
        after.fields.insert((*id).to_owned(), field.clone());
    }
    diff(&before, &after, book.template("training-summary").unwrap(), &book)
}

fn codes(diff: &Diff) -> Vec<&str> {
    diff.follows.iter().map(|f| f.code).collect()
}

#[test]
fn sources_modalities_sizes_periods_and_the_signature_are_material() {
    for (id, field) in [
        ("2.3.a", ticked(&["yes"])),
        ("1.3.a", ticked(&["text", "image"])),
        ("1.3.b.text", ticked(&["T3"])),
        ("1.3.d", text("07/2025")),
        ("2.1.c", text("https://data.example/a\nhttps://data.example/b")),
        ("1.2.b", text("Grundmodell 7B")),
        ("3.1.a", ticked(&["yes"])),
    ] {
        let found = compare(&[(id, field)]);
        assert!(found.material(), "{id}");
        assert_eq!(found.changes.len(), 1);
        assert!(codes(&found).contains(&"publish-now"), "{id}");
    }
}

#[test]
fn wording_contact_and_a_shorter_list_are_not() {
    for (id, field) in [
        ("1.1.a", text("Example GmbH, Berlin")),
        ("1.3.d", text("06/2025, as before")),
        ("2.1.c", text("the set at https://data.example/a/")),
        ("1.2.b", text("None")),
    ] {
        let found = compare(&[(id, field)]);
        assert!(!found.changes.is_empty() && !found.material(), "{id}: {:?}", found.changes);
        assert!(!codes(&found).contains(&"publish-now"));
    }
}

#[test]
fn line_breaks_and_order_of_ticks_are_no_change() {
    let found = compare(&[
        ("1.1.a", text("Example\nGmbH")),
        ("1.3.d", text("06/2025 [gpai.toml:4, README.md:25]")),
        ("2.3.i", FieldReading { state: State::Blank, ..FieldReading::default() }),
    ]);
    assert_eq!(found.changes, Vec::new());
    assert_eq!(codes(&found), ["nothing", "update-due"]);
}

#[test]
fn what_could_not_be_read_is_not_called_changed() {
    let unreadable = FieldReading { state: State::Unreadable, ..FieldReading::default() };
    let found = compare(&[("2.3.a", unreadable)]);
    assert_eq!(found.changes[0].how, How::Unread);
    assert!(!found.material());
}

#[test]
fn what_became_unknown_is_neither_removed_nor_material() {
    let found = compare(&[("2.3.a", FieldReading { state: State::Blank, ..FieldReading::default() })]);
    assert_eq!((found.changes.len(), found.changes[0].how.word()), (1, "not-yet-known"));
    assert!(!found.material());
}

#[test]
fn version_and_date_have_to_move_together_with_the_content() {
    let change = || ("1.1.a", text("Example GmbH, Berlin"));
    assert!(codes(&compare(&[change()])).contains(&"new-version"));
    assert!(codes(&compare(&[change(), ("H.1", text("1.1"))])).contains(&"new-version"));
    assert!(codes(&compare(&[change(), ("H.2", text("01/09/2025"))])).contains(&"new-version"));
    let both =
        compare(&[change(), ("H.1", text("1.1, https://model.example/summary-1.0")), ("H.2", text("01/09/2025"))]);
    assert!(!codes(&both).contains(&"new-version"));
}

#[test]
fn the_next_update_is_due_in_six_calendar_months_clamped_to_the_end() {
    let found = compare(&[]);
    let due = found.follows.iter().find(|f| f.code == "update-due").unwrap().due.unwrap();
    assert_eq!(due.to_string(), "2026-02-28");
}
