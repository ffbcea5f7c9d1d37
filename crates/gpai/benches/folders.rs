//! The whole program on large input: a folder with 1,000 shards and 100 MB of JSON, and a survey over 10,000 folders. Prints
//! time, peak memory of the process, and folders per second. `cargo bench -p gpai --bench folders`; needs Linux for the memory figure.
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
/// Folders of the survey.
const FOLDERS: usize = 10_000;

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
    let root = temp.path().join("many");
    many(&root);
    let took = survey(&root);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let each = FOLDERS as u128 * 1000 / took.as_millis().max(1) / cores as u128;
    println!("survey of {FOLDERS} folders on {cores} cores: {took:?}, {each} folders per second and core");
}

/// A folder of folders: cards, configurations and indexes as people publish them, sizes and licences taking turns.
fn many(root: &Path) {
    for i in 0..FOLDERS {
        let folder = root.join(format!("org{}__model-{i}", i % 97));
        fs::create_dir_all(&folder).unwrap();
        let licence = ["apache-2.0", "mit", "llama3.1", "cc-by-nc-4.0", "other"][i % 5];
        let (hidden, layers) = ([1024, 2048, 4096, 8192][i % 4], [16, 24, 32, 80][i % 4]);
        let card = format!(
            "---\nlicense: {licence}\npipeline_tag: text-generation\nlanguage:\n- en\ntags:\n- text\n---\n# Model {i}\n\n\
             A language model, pretrained on {}T tokens.\n\n{}",
            i % 20 + 1,
            "Some paragraphs about how to use it, with examples and a table of results.\n\n".repeat(40)
        );
        fs::write(folder.join("README.md"), card).unwrap();
        let config = format!(
            "{{\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\", \"hidden_size\": {hidden}, \
             \"num_hidden_layers\": {layers}, \"num_attention_heads\": 16, \"num_key_value_heads\": 8, \
             \"intermediate_size\": {}, \"vocab_size\": 128256}}",
            hidden * 7 / 2
        );
        fs::write(folder.join("config.json"), config).unwrap();
    }
}

/// `gpai survey` over all of them: time of the fastest of three runs.
fn survey(root: &Path) -> Duration {
    let run = || {
        let out = root.with_extension("csv");
        let start = Instant::now();
        let status = Command::new(env!("CARGO_BIN_EXE_gpai"))
            .args(["survey", "--format", "csv", "--on", "2026-11-24", "-o"])
            .arg(&out)
            .arg(root)
            .status()
            .unwrap();
        let took = start.elapsed();
        assert!(status.success());
        assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), FOLDERS + 1);
        took
    };
    (0..3).map(|_| run()).min().unwrap()
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
