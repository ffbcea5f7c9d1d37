//! Tables of energy, two of them, behind headers that are known.
#![no_main]

use gpai_evidence::files::Memory;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|parts: (&[u8], &[u8])| {
    let head = b"timestamp,run_id,duration,emissions,energy_consumed,gpu_count,gpu_model,ram_total_size\n";
    let tasks = b"task_name,timestamp,run_id,duration,emissions,energy_consumed\n";
    let folder = Memory::new()
        .with("emissions.csv", [&head[..], parts.0].concat())
        .with("emissions_base.csv", [&tasks[..], parts.1].concat())
        .with("codecarbon/x.csv", parts.1);
    gpai_fuzz::read(folder);
});
