//! What stands in front matters and in YAML of the Hub: results, model index, data sets; and Croissant.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8])| {
    let front = [b"---\nmodel-index:\n", parts.0, b"\n---\n"].concat();
    let data = [b"---\nsize_categories: n<1K\n", parts.0, b"\n---\n"].concat();
    let croissant = [b"{\"@type\": \"sc:Dataset\", ".as_slice(), parts.1].concat();
    let folder = Memory::new()
        .with("README.md", front)
        .with("data/README.md", data)
        .with(".eval_results/a.yaml", parts.0)
        .with("croissant.json", croissant);
    gpai_fuzz::read(folder);
});
