//! Headers of GGUF files.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| gpai_fuzz::file("x-Q4_K_M.gguf", data));
