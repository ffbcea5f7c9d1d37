//! Tables of CodeCarbon.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| gpai_fuzz::file("emissions.csv", data));
