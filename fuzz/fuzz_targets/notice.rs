//! Notices.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| gpai_fuzz::file("NOTICE", data));
