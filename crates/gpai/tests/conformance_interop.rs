//! Logs of other tools: evaluations, runs, energy, data sets, with what they must be read as. The inputs are other people's files
//! in part and no part of this repository: they are expected in `../shared/cases/interop` beside the workspace, and these tests
//! fail where they are not. Compiled only with `--features conformance`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

mod log_cases;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/interop")
}

fn expected() -> Json {
    let path = cases().join("expected.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_fixture_is_read_as_expected() {
    let expected = expected();
    let fixtures = &expected["fixtures"];
    assert!(fixtures.as_object().unwrap().len() >= 32);
    let wrong = log_cases::differences(fixtures, &cases());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn nothing_personal_is_repeated() {
    let shown = log_cases::repeated(&expected()["fixtures"], &cases());
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

/// The files of a folder, sorted.
fn files(folder: &Path, prefix: &str, out: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), out);
        } else {
            out.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}

/// Cut, flipped, doubled, nested, swollen: nothing panics, nothing takes long, and every score that is claimed is a number.
#[test]
fn mutations_of_every_fixture_are_survived() {
    const MUTATIONS: usize = 150;
    let law = gpai_rules::law::Law::book().unwrap();
    let mut random = fastrand::Rng::with_seed(17);
    for name in expected()["fixtures"].as_object().unwrap().keys() {
        let mut all = Vec::new();
        files(&cases().join(name), "", &mut all);
        for round in 0..MUTATIONS {
            let which = random.usize(..all.len());
            let mut bytes = all[which].1.clone();
            let at = random.usize(..=bytes.len());
            match random.u8(..7) {
                0 => bytes.truncate(at),
                1 => (0..random.usize(1..20)).for_each(|_| {
                    let at = random.usize(..bytes.len().max(1));
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = random.u8(..);
                    }
                }),
                2 => {
                    let again = bytes[at..].to_vec();
                    bytes.extend(again);
                }
                3 => drop(bytes.splice(at..at, b"[".repeat(100_000))),
                4 => drop(bytes.splice(at..at, b"9".repeat(random.usize(1..500)))),
                5 => drop(
                    bytes.splice(
                        at..at,
                        [&b"\"a\":1,"[..], b"NaN", b"\xff", b"\x7f\xff\xff\xff", b"\n---\n"][random.usize(..5)]
                            .iter()
                            .copied(),
                    ),
                ),
                _ => drop(bytes.drain(at..random.usize(at..=bytes.len()))),
            }
            let mut memory = gpai_evidence::files::Memory::new();
            for (i, (path, own)) in all.iter().enumerate() {
                memory = memory.with(path, if i == which { bytes.clone() } else { own.clone() });
            }
            let start = std::time::Instant::now();
            let found = gpai_evidence::read(&memory, &law.licences);
            assert!(start.elapsed().as_secs() < 5, "{name}, {round}, {}: {:?}", all[which].0, start.elapsed());
            for row in &found.rows.evaluations {
                let number = row.value.trim_start_matches(['+', '-']);
                assert!(number.starts_with(|c: char| c.is_ascii_digit() || c == '.'), "{name}: {}", row.value);
            }
        }
    }
}
