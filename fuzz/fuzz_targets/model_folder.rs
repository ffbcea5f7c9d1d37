//! A whole folder: the files of the model folder that are looked at, with hostile content in all of them at once.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

/// Names that some reader wants.
const NAMES: [&str; 6] =
    ["README.md", "config.json", "model.safetensors", "model.safetensors.index.json", "LICENSE", "train.yaml"];

fuzz_target!(|parts: Vec<(u8, Vec<u8>)>| {
    let mut folder = Memory::new();
    for (which, bytes) in parts {
        folder = folder.with(NAMES[usize::from(which) % NAMES.len()], bytes);
    }
    gpai_fuzz::read(folder);
});
