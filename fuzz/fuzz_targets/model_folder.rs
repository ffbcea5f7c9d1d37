//! A whole folder: files that readers want, with hostile content in all of them at once.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: Vec<(u8, Vec<u8>)>| {
    let paths: Vec<&str> = gpai_evidence::samples().collect();
    let mut folder = Memory::new();
    for (which, bytes) in parts {
        folder = folder.with(paths[usize::from(which) % paths.len()], bytes);
    }
    gpai_fuzz::read(folder);
});
