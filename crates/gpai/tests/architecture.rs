//! The house stands as ARCHITECTURE.md draws it: arrows between crates, no circles within them, pure rooms, opening lines, file
//! sizes; and what the two papers name is there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/papers.rs"]
mod papers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Who may depend on whom. Everything not listed is refused.
const ARROWS: [(&str, &[&str]); 13] = [
    (
        "gpai",
        &[
            "gpai-dossier",
            "gpai-evidence",
            "gpai-forms",
            "gpai-optout",
            "gpai-read",
            "gpai-render",
            "gpai-report",
            "gpai-review",
            "gpai-rules",
        ],
    ),
    ("gpai-corpus", &["gpai-optout", "gpai-rules"]),
    ("gpai-dossier", &["gpai-evidence", "gpai-forms", "gpai-review", "gpai-rules"]),
    ("gpai-evidence", &["gpai-rules"]),
    ("gpai-forms", &["gpai-rules"]),
    ("gpai-optout", &[]),
    ("gpai-pdf", &["gpai-forms", "gpai-read", "gpai-render"]),
    ("gpai-read", &["gpai-forms", "gpai-rules"]),
    ("gpai-register", &["gpai-forms", "gpai-rules"]),
    ("gpai-render", &["gpai-forms", "gpai-rules"]),
    ("gpai-report", &["gpai-forms", "gpai-review", "gpai-rules"]),
    ("gpai-review", &["gpai-forms", "gpai-rules"]),
    ("gpai-rules", &[]),
];
/// The rooms: folder under `crates/` and name of the package.
const ROOMS: [(&str, &str); 13] = [
    ("corpus", "gpai-corpus"),
    ("dossier", "gpai-dossier"),
    ("evidence", "gpai-evidence"),
    ("forms", "gpai-forms"),
    ("gpai", "gpai"),
    ("optout", "gpai-optout"),
    ("pdf", "gpai-pdf"),
    ("read", "gpai-read"),
    ("register", "gpai-register"),
    ("render", "gpai-render"),
    ("report", "gpai-report"),
    ("review", "gpai-review"),
    ("rules", "gpai-rules"),
];
/// Rooms without input, output or a clock.
const PURE: [&str; 7] = ["rules", "optout", "forms", "read", "render", "report", "review"];
/// What a pure room never says, in any spelling of the path.
const IMPURE: [&str; 6] = ["std::fs", "std::net", "std::env", "std::process", "SystemTime", "Instant::now"];
/// Longer files are split, or the reason for their length is removed.
const LINES: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every `.rs` file under `crates/ROOM/src`, sorted, with its text.
fn sources(room: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, name: &str, out: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{name}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &name, out);
            } else if name.ends_with(".rs") {
                out.push((name, fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join("crates").join(room).join("src"), &format!("crates/{room}/src"), &mut out);
    out.sort();
    assert!(!out.is_empty(), "no source file in crates/{room}/src");
    out
}

fn manifest(room: &str) -> toml::Table {
    let path = root().join("crates").join(room).join("Cargo.toml");
    toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("crates/{room}/Cargo.toml: {e}"))
}

/// Names of the packages in every dependency table of a manifest: plain, development, build, and those of a target.
fn dependencies(manifest: &toml::Table) -> BTreeSet<String> {
    let mut tables: Vec<&toml::Table> = vec![manifest];
    if let Some(targets) = manifest.get("target").and_then(toml::Value::as_table) {
        tables.extend(targets.values().filter_map(toml::Value::as_table));
    }
    let mut names = BTreeSet::new();
    for table in tables {
        for key in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in table.get(key).and_then(toml::Value::as_table).into_iter().flatten() {
                // A dependency may be renamed, or reached by a bare path.
                names.insert(value.get("package").and_then(toml::Value::as_str).unwrap_or(name).to_owned());
                if let Some(path) = value.get("path").and_then(toml::Value::as_str) {
                    let room = path.rsplit('/').next().unwrap();
                    names.extend(
                        ROOMS.iter().filter(|(folder, _)| *folder == room).map(|(_, package)| (*package).to_owned()),
                    );
                }
            }
        }
    }
    names
}

#[test]
fn the_rooms_are_the_ones_we_know() {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let room = entry.unwrap().file_name().into_string().unwrap();
        let package = manifest(&room)["package"]["name"].as_str().unwrap().to_owned();
        found.insert(room, package);
    }
    let known: BTreeMap<String, String> = ROOMS.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(found, known, "a new crate needs a place in ARCHITECTURE.md and here");
}

#[test]
fn arrows_point_one_way() {
    let siblings: BTreeSet<&str> = ROOMS.iter().map(|(_, package)| *package).collect();
    let mut wrong = Vec::new();
    for (room, package) in ROOMS {
        for dependency in dependencies(&manifest(room)) {
            if siblings.contains(dependency.as_str())
                && !ARROWS.iter().any(|(from, to)| *from == package && to.contains(&dependency.as_str()))
            {
                wrong.push(format!("crates/{room}/Cargo.toml: {package} -> {dependency}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that ARCHITECTURE.md does not draw:\n{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_have_no_input_output_or_clock() {
    let mut wrong = Vec::new();
    for room in PURE {
        for (file, text) in sources(room) {
            for (number, line) in text.lines().enumerate() {
                let tight: String = line.chars().filter(|c| !c.is_whitespace()).collect();
                for word in IMPURE.iter().filter(|w| tight.contains(*w)) {
                    wrong.push(format!("{file}:{}: {word}", number + 1));
                }
                // `use std::{fs, env}` says the same.
                if let Some((_, list)) = tight.split_once("std::{") {
                    for word in
                        list.split([',', '{', '}', ';', ':']).filter(|w| ["fs", "net", "env", "process"].contains(w))
                    {
                        wrong.push(format!("{file}:{}: std::{word}", number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "input, output or a clock in a pure room:\n{}", wrong.join("\n"));
}

/// Only `crates/gpai/src/hub` and `crates/gpai/src/fetch` open connections, and only their package knows the HTTP crate.
#[test]
fn nothing_else_fetches() {
    const FETCHES: [&str; 8] =
        ["ureq", "std::net::Tcp", "std::net::Udp", "TcpStream", "UdpSocket", "ToSocketAddrs", "reqwest", "hyper::"];
    let mut wrong = Vec::new();
    for (room, _) in ROOMS {
        for (file, text) in sources(room).iter().filter(|(file, _)| !file.starts_with("crates/gpai/src/hub/")) {
            // The client for public pages, which never sees a token of the Hub.
            if file.starts_with("crates/gpai/src/fetch/") {
                continue;
            }
            wrong.extend(FETCHES.iter().filter(|w| text.contains(**w)).map(|w| format!("{file}: {w}")));
        }
        if room != "gpai" && dependencies(&manifest(room)).contains("ureq") {
            wrong.push(format!("crates/{room}/Cargo.toml: ureq"));
        }
    }
    assert!(
        wrong.is_empty(),
        "only crates/gpai/src/hub and crates/gpai/src/fetch may open a connection:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_file_says_what_it_is_for() {
    let wrong: Vec<String> = ROOMS
        .iter()
        .flat_map(|(room, _)| sources(room))
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(file, _)| file)
        .collect();
    assert!(wrong.is_empty(), "no opening `//!` line:\n{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long_to_read() {
    let lengths = ROOMS.iter().flat_map(|(room, _)| sources(room)).map(|(file, text)| (file, text.lines().count()));
    let wrong: Vec<String> =
        lengths.filter(|(_, n)| *n > LINES).map(|(file, n)| format!("{file}: {n} lines")).collect();
    assert!(wrong.is_empty(), "more than {LINES} lines:\n{}", wrong.join("\n"));
}

#[test]
fn the_map_names_each_room() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is the map of the code");
    let wrong: Vec<&str> = ROOMS
        .iter()
        .map(|(room, _)| *room)
        .filter(|room| !map.contains(&format!("crates/{room}")) && !map.contains(&format!("{room}/")))
        .collect();
    assert!(wrong.is_empty(), "ARCHITECTURE.md does not name: {}", wrong.join(", "));
}

/// What is heavy is a program of its own: none of it may come into the one that people build first.
#[test]
fn the_light_program_stays_light() {
    const NEVER: [&str; 17] = [
        "rmcp",
        "typst",
        "typst-library",
        "hayro-syntax",
        "hayro-interpret",
        "krilla",
        "parquet",
        "arrow",
        "arrow-array",
        "datafusion",
        "datafusion-common",
        "psl",
        "rusqlite",
        "libsqlite3-sys",
        "candle-core",
        "image",
        "wasmi",
    ];
    const MOST: usize = 210;
    let out = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--locked",
            "--offline",
            "-p",
            "gpai",
            "-e",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    let packages: BTreeSet<(&str, &str)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?))
        })
        .collect();
    let found: Vec<&str> = packages.iter().map(|(name, _)| *name).filter(|name| NEVER.contains(name)).collect();
    assert!(found.is_empty(), "they belong into a program of their own: {}", found.join(", "));
    assert!(packages.len() > 50, "the tree was not understood:\n{text}");
    assert!(packages.len() <= MOST, "{} packages are more than {MOST}", packages.len());
}
