//! Amounts: what is read prints, and what was printed reads as the same amount, unless it passes the bound of the reader.
#![no_main]

use gpai_rules::number::Number;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(number) = Number::parse(text)
        && let Ok(again) = Number::parse(&number.to_string())
    {
        assert_eq!(number, again);
    }
});
