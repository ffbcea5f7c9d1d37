//! What a process that has read a stranger's file hands over: gpai-reading/1. What is taken over is written and read alike.
#![no_main]

use gpai_forms::wire;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some(reading) = wire::read(text) else { return };
    let again = wire::read(&wire::write(&reading)).expect("what was written is read");
    assert_eq!(again, reading);
});
