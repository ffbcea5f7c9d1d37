//! Components of a diffusion pipeline.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| gpai_fuzz::file("model_index.json", data));
