//! A million domains within a bound on the memory of the process.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value as Json;

use crate::make::{Place, read};

/// The peak of a process in megabytes, as far as the system tells, and its output.
fn watched(place: &Place, args: &[&str]) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gpai-corpus"))
        .args(args)
        .current_dir(place.temp.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        if let Ok(text) = fs::read_to_string(&status) {
            let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
            let kilobytes = line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<u64>().ok());
            peak = peak.max(kilobytes.unwrap_or(0) >> 10);
        }
        if let Some(ended) = child.try_wait().unwrap() {
            assert!(ended.success(), "{args:?}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_million_domains_fit_into_the_memory_that_is_granted() {
    const DOMAINS: u64 = 1_000_000;
    let place = Place::new();
    let mut rng = fastrand::Rng::with_seed(51);
    for shard in 0..4 {
        let mut lines = String::new();
        for at in 0..DOMAINS / 4 + 50_000 {
            // Every domain once, then some again.
            let own = if at < DOMAINS / 4 { at * 4 + shard } else { rng.u64(0..DOMAINS) };
            let language = ["en", "de", "fr"][rng.usize(0..3)];
            writeln!(
                lines,
                "{{\"text\":\"{}\",\"url\":\"https://www.d{own}.com/\",\"language\":\"{language}\"}}",
                "x".repeat(rng.usize(0..60))
            )
            .unwrap();
        }
        place.put(&format!("data/{shard}.jsonl"), lines.as_bytes());
    }
    let args = |out: &'static str, memory: &'static str| {
        [
            "profile",
            "data",
            "-o",
            out,
            "--memory",
            memory,
            "--threads",
            "2",
            "--suffix-list",
            "list.dat",
            "--top",
            "1000",
        ]
    };
    let small = watched(&place, &args("small.json", "400M"));
    let large = watched(&place, &args("large.json", "4G"));
    let bare = |name: &str| -> Json {
        let mut profile = read(&place.path(name));
        profile.as_object_mut().unwrap().remove("part");
        profile
    };
    let profile = bare("small.json");
    assert_eq!(
        (profile["domain_count"].as_u64(), profile["documents"].as_u64()),
        (Some(DOMAINS), Some(DOMAINS + 200_000))
    );
    assert_eq!(profile, bare("large.json"), "what is spilled is counted the same");
    assert!(fs::read(place.path("small.parquet")).unwrap() == fs::read(place.path("large.parquet")).unwrap());
    // Where the system does not tell there is nothing to hold it to.
    assert!(small < 400, "{small} MB of 400, {large} MB without a narrow bound");
    println!("peak {small} MB within 400 MB, {large} MB within 4 GB");
}
