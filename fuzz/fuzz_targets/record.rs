//! A record of a document: taken, or refused with a place; what is taken is set, read back from JSON the same, and updated.
#![no_main]

use gpai_forms::compose::{View, compose};
use gpai_forms::record::Record;
use gpai_forms::{json, skeleton};
use gpai_rules::law::Language;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| match Record::read("record.toml", text) {
    Ok((template, record)) => {
        for audience in template.audiences.clone() {
            let view = View { audience, last: false };
            assert!(!compose(&template, &record, view).blocks.is_empty());
            let (_, again, _) = json::read(&json::write(&template, &record, view)).expect("what we write we read");
            assert!(again.answers.iter().all(|(id, answer)| record.value(id) == Some(&answer.value)));
        }
        if let Ok(new) = skeleton::updated("record.toml", text, &template, &[], Language::English) {
            let (_, after) = Record::read("record.toml", &new).expect("an update is a record");
            assert!(record.answers.keys().all(|id| after.value(id) == record.value(id)));
        }
    }
    Err(error) => assert!(error.line > 0 && error.column > 0),
});
