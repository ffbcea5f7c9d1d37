//! Records of W&B: a file as it stands, and one whose framing is sound around every record, so that the records are reached.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|records: Vec<Vec<u8>>| {
    let mut raw = b":W&B\xe1\xbe\0".to_vec();
    raw.extend(records.concat());
    let framed = gpai_fuzz::framed(&records);
    let folder = Memory::new().with("wandb/run-a/run-a.wandb", framed).with("wandb/run-b/run-b.wandb", raw);
    gpai_fuzz::read(folder);
});
