//! One more file in the law book: it is taken or refused, never a crash, and what is taken stays sound.
#![no_main]

use gpai_rules::law::Law;
use gpai_rules::load::BOOK;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = BOOK.to_vec();
    files.push(("law/more.toml", text));
    if let Err(errors) = Law::load(&files) {
        assert!(!errors.is_empty());
        assert!(errors.iter().all(|e| e.line > 0 && e.column > 0));
    }
});
