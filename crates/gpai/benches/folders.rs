//! The whole program on large input: a folder with 1,000 shards and 100 MB of JSON. Prints time and peak memory of the
//! process. `cargo bench -p gpai --bench folders`; needs Linux for the memory figure.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Shards of the folder.
const SHARDS: usize = 1_000;
/// Bytes of each shard's header.
const HEADER: usize = 100_000;

fn main() {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().join("large");
    large(&folder);
    let mut times: Vec<Duration> = (0..7).map(|_| check(&folder).0).collect();
    times.sort();
    let memory = check(&folder).1;
    println!(
        "folder with {SHARDS} shards and {} MB of JSON: {:?} (median of {}, {:?} to {:?}), peak memory {memory}",
        SHARDS * HEADER / 1_000_000,
        times[times.len() / 2],
        times.len(),
        times[0],
        times[times.len() - 1],
    );
}

/// A folder whose weights are headers alone.
fn large(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("README.md"), "---\nlicense: apache-2.0\n---\n# Large\n\nA language model.\n").unwrap();
    for shard in 0..SHARDS {
        let mut header = String::from("{");
        let mut tensor = 0;
        while header.len() < HEADER {
            let _ = write!(
                header,
                "\"model.layers.{shard}.mlp.experts.{tensor}.up_proj.weight\":{{\"dtype\":\"BF16\",\"shape\":[4096,512],\
                 \"data_offsets\":[{tensor},{tensor}]}},"
            );
            tensor += 1;
        }
        header.pop();
        header.push('}');
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.into_bytes());
        fs::write(folder.join(format!("model-{:05}-of-{SHARDS:05}.safetensors", shard + 1)), bytes).unwrap();
    }
}

/// One run of `gpai check`, with the most memory it held.
fn check(folder: &Path) -> (Duration, String) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args(["check", "--format", "json", "--on", "2026-11-24"])
        .arg(folder)
        .stdout(fs::File::create(folder.with_extension("json")).unwrap())
        .spawn()
        .unwrap();
    let mut peak = String::from("unknown");
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        if let Some(line) = status.lines().find(|l| l.starts_with("VmHWM:")) {
            peak = line.trim_start_matches("VmHWM:").trim().to_owned();
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.code().is_some_and(|c| c <= 1), "{status}");
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let took = start.elapsed();
    let document = fs::read_to_string(folder.with_extension("json")).unwrap();
    assert!(document.contains("\"model.parameters\""), "the weights were counted");
    (took, peak)
}
