//! The files beside a record of W&B: settings, last values, the machine.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8], &[u8])| {
    let mut config = b"wandb_version: 1\n".to_vec();
    config.extend(parts.0);
    let folder = Memory::new()
        .with("wandb/run-a/files/config.yaml", config)
        .with("wandb/run-a/files/wandb-summary.json", parts.1)
        .with("wandb/run-a/files/wandb-metadata.json", parts.2);
    gpai_fuzz::read(folder);
});
