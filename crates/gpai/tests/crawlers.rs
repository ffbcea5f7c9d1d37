//! `gpai doc crawlers` on the bundled example: page, data and feed; a change needs a new version.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn crawlers(dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gpai")).args(["doc", "crawlers"]).arg(dir).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("documents")).unwrap();
    let policy = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/birke-7b/documents/copyright-policy.toml");
    fs::copy(policy, dir.path().join("documents/copyright-policy.toml")).unwrap();
    dir
}

#[test]
fn page_data_and_feed_from_the_policy() {
    let dir = folder();
    let out = crawlers(dir.path());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let read = |name: &str| fs::read_to_string(dir.path().join("documents").join(name)).unwrap();
    let first = (read("crawlers.html"), read("crawlers.json"), read("crawlers.xml"));
    assert!(first.0.contains("BirkeBot") && first.1.contains("gpai-crawlers/1") && first.2.contains("first published"));
    crawlers(dir.path());
    assert_eq!(first, (read("crawlers.html"), read("crawlers.json"), read("crawlers.xml")), "same bytes");
    let path = dir.path().join("documents/copyright-policy.toml");
    let policy = fs::read_to_string(&path).unwrap();
    let changed = policy.replace("192.0.2.0/28", "192.0.2.0/27");
    assert_ne!(policy, changed);
    fs::write(&path, &changed).unwrap();
    let silent = crawlers(dir.path());
    assert_eq!(silent.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&silent.stderr).contains("raise `version` and `dated`"));
    assert_eq!(read("crawlers.json"), first.1, "nothing is written");
    let raised = changed.replace("\"version\" = \"1.2\"", "\"version\" = \"1.3\"").replace("2026-02-27", "2026-05-01");
    fs::write(&path, raised).unwrap();
    assert_eq!(crawlers(dir.path()).status.code(), Some(0));
    assert!(read("crawlers.xml").contains("crawler BirkeBot changed"));
}

#[test]
fn what_is_missing_is_listed_and_nothing_is_written() {
    let dir = folder();
    let path = dir.path().join("documents/copyright-policy.toml");
    let policy = fs::read_to_string(&path).unwrap();
    let less: String =
        policy.lines().filter(|l| !l.starts_with("\"crawler-page\"")).map(|l| format!("{l}\n")).collect();
    fs::write(&path, less).unwrap();
    let out = crawlers(dir.path());
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stdout).contains("crawler-page  Public information on crawlers"));
    fs::write(&path, policy.replace("\"crawls\" = \"yes\"", "\"crawls\" = \"no\"")).unwrap();
    assert!(String::from_utf8_lossy(&crawlers(dir.path()).stdout).contains("nothing to publish"));
    assert!(!dir.path().join("documents/crawlers.json").exists());
}
