//! The examples: one of every kind, and complete.

use gpai_forms::compose::owed;
use gpai_forms::reading::State;
use gpai_forms::reading_of;
use gpai_forms::template::{Required, Template};

use crate::records;

#[test]
fn there_is_an_example_of_every_kind() {
    let mut kinds: Vec<String> = records().into_iter().map(|(_, t, _)| t.kind).collect();
    kinds.sort();
    assert_eq!(kinds, Template::kinds());
}

#[test]
fn the_examples_are_complete_for_every_reader() {
    for (name, template, record) in records() {
        for audience in template.audiences.clone() {
            let owed = owed(&template, &record, audience);
            assert!(owed.is_empty(), "{name} for {}: {owed:?}", audience.word());
        }
    }
}

/// What a lint will see of the example's summary.
#[test]
fn the_summary_reads_as_it_was_answered() {
    let (_, template, record) = records().into_iter().find(|(_, t, _)| t.kind == "training-summary").unwrap();
    let reading = reading_of(&template, &record);
    assert_eq!(reading.kind.as_deref(), Some("training-summary"));
    let field = |id: &str| reading.fields.get(id).unwrap_or_else(|| panic!("{id}"));
    assert_eq!(field("H.1").text, "1.0");
    assert_eq!(field("H.2").text, "16/03/2026");
    assert_eq!(field("1.3.a").ticked, ["text"]);
    assert_eq!(field("1.3.b.text").ticked, ["T2"]);
    assert_eq!(field("2.1.a").ticked, ["yes"]);
    assert_eq!(field("2.5.a").ticked, ["no"]);
    assert_eq!(field("2.5.a").unticked, ["yes"]);
    assert_eq!(field("2.3.e").text, "From 01/2025 to 06/2025");
    assert!(field("2.3.h").text.contains("archiv-lindental.example"));
    assert!(reading.links.iter().any(|(l, _)| l.starts_with("https://huggingface.co/datasets/")));
    assert_eq!(field("2.1.c").text.lines().count(), 2);
    for f in template.fields.iter().filter(|f| f.required == Required::Mandatory) {
        assert_eq!(field(&f.id).state, State::Read, "{}", f.id);
    }
    assert_eq!(field("3.3.a").state, State::Blank);
}
