//! `--set NAME=VALUE`: the facts change only where it is taken.
#![no_main]

use gpai_fuzz::BOOK;
use gpai_rules::answer;
use gpai_rules::fact::Facts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut facts = Facts::new();
    let taken = answer::set(&BOOK, &mut facts, text).is_ok();
    assert!(taken || facts == Facts::new());
});
