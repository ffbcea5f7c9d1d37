//! Models that were merged.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| gpai_fuzz::file("mergekit_config.yml", data));
