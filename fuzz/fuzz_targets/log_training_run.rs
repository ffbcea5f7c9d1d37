//! The record of training that the Python package writes: of rank 0, or of another.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let path = if which % 2 == 0 { "gpai-training-run.json" } else { "gpai-training-run.rank-1.json" };
    gpai_fuzz::file(path, bytes);
});
