//! Every reader of model folders: the first byte chooses the reader, the rest is the file that it wants.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let paths: Vec<&str> = gpai_evidence::samples().collect();
    gpai_fuzz::file(paths[usize::from(*which) % paths.len()], bytes);
});
