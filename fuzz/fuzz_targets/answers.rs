//! `gpai.toml`: taken, or refused with a place.
#![no_main]

use gpai_fuzz::BOOK;
use gpai_rules::answer::read_answers;
use gpai_rules::toml_place::Text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| match read_answers(&BOOK, Text { file: "gpai.toml", text }) {
    Ok(facts) => assert!(facts.names().all(|name| BOOK.fact(name).is_some())),
    Err(error) => assert!(error.line > 0 && error.column > 0),
});
