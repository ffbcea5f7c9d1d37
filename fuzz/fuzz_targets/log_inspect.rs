//! Logs of Inspect: an archive as it stands, and one that is sound around a packed entry.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let folder = Memory::new().with("a.eval", data).with("b.eval", gpai_fuzz::zip("header.json", data));
    gpai_fuzz::read(folder.with("c.eval", gpai_fuzz::zip("_journal/start.json", data)));
});
