//! A crate is built from its own archive: what it takes in when it is compiled lies in its folder, itself or by a link that stays in
//! the repository, and the archive of a crate holds what a link leads to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{ROOMS, manifest, root, sources};

/// The texts in quotes of a piece of code.
fn texts(code: &str) -> Vec<&str> {
    code.split('"').skip(1).step_by(2).collect()
}

/// The paths of every `include_str!`, `include_bytes!` and `#[path]` of a file, joined where they are put together of parts.
fn taken_in(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    // A call that was broken after its bracket stands on one line.
    let text = text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n").replace("!(\n", "!(");
    for mark in ["include_str!(", "include_bytes!(", "include!(", "#[path = "] {
        for (at, _) in text.match_indices(mark) {
            let rest = &text[at + mark.len()..];
            let end = rest.find(['\n', ']']).unwrap_or(rest.len());
            let call = &rest[..end];
            // What a build script wrote is in a folder of cargo's own.
            if !call.contains("OUT_DIR") {
                out.push(texts(call).into_iter().filter(|t| *t != "CARGO_MANIFEST_DIR").collect());
            }
        }
    }
    out
}

/// Whether a path that begins in a folder of the crate leads out of it, as it is written: a link inside counts as inside.
fn leads_out(folder: &Path, path: &str) -> bool {
    let mut depth = folder.components().count();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir if depth == 0 => return true,
            Component::ParentDir => depth -= 1,
            Component::Normal(_) => depth += 1,
            _ => {}
        }
    }
    false
}

/// Links in the folder of a crate, with where they lead.
fn links(folder: &Path, out: &mut Vec<(PathBuf, PathBuf)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_symlink() {
            out.push((entry.path(), fs::read_link(entry.path()).unwrap()));
        } else if kind.is_dir() && entry.file_name() != "target" {
            links(&entry.path(), out);
        }
    }
}

#[test]
fn nothing_is_taken_in_from_outside_a_package() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (room, _) in ROOMS {
        let mut files = sources(room);
        let script = root().join("crates").join(room).join("build.rs");
        if let Ok(text) = fs::read_to_string(script) {
            assert!(
                !text.contains(r#"join("..")"#) && !text.contains("\"../"),
                "crates/{room}/build.rs leaves its folder"
            );
            files.push((format!("crates/{room}/build.rs"), text));
        }
        for (name, text) in files {
            let inside = name.strip_prefix(&format!("crates/{room}/")).unwrap();
            let folder = Path::new(inside).parent().unwrap();
            for path in taken_in(&text) {
                seen += 1;
                if leads_out(folder, &path) {
                    wrong.push(format!("{name}: {path}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "these leave their package:\n{}", wrong.join("\n"));
    assert!(seen > 20, "{seen} files taken in: the search finds too few");
    assert!(leads_out(Path::new("src"), "../../law/x.toml") && !leads_out(Path::new("src/a"), "../../law/x.toml"));
    assert_eq!(taken_in("x(include_str!(\n    concat!(\"../web/\", $path))\n)"), ["../web/"]);
}

#[test]
fn links_stay_in_the_repository() {
    let top = root().canonicalize().unwrap();
    let mut all = Vec::new();
    links(&top.join("crates"), &mut all);
    assert!(!all.is_empty());
    for (link, to) in all {
        assert!(to.is_relative(), "{}: leads to {}", link.display(), to.display());
        let target = link.canonicalize().unwrap_or_else(|e| panic!("{}: {e}", link.display()));
        assert!(target.starts_with(&top), "{}: leads out of the repository", link.display());
    }
}

#[test]
fn crates_name_the_version_of_one_another() {
    let whole: toml::Table = toml::from_str(&fs::read_to_string(root().join("Cargo.toml")).unwrap()).unwrap();
    let version = whole["workspace"]["package"]["version"].as_str().unwrap();
    for (name, value) in whole["workspace"]["dependencies"].as_table().unwrap() {
        if value.get("path").is_some() {
            assert_eq!(
                value.get("version").and_then(toml::Value::as_str),
                Some(version),
                "{name}: cargo package needs it"
            );
        }
    }
    // The tests of the page, with the packages they install, are no part of the program.
    let excluded = &manifest("gpai")["package"]["exclude"];
    assert!(excluded.as_array().unwrap().iter().any(|e| e.as_str() == Some("web/tests")), "{excluded:?}");
}
