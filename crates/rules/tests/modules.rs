//! No two modules of this crate use one another, directly or by way of others. A folder counts as one module.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The modules that each module names by `crate::…`.
fn arrows(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    fn texts(path: &Path) -> String {
        if path.is_dir() {
            return fs::read_dir(path).unwrap().map(|e| texts(&e.unwrap().path())).collect();
        }
        fs::read_to_string(path).unwrap()
    }
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = texts(&path);
        // Tests below a module may look at whatever they need.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let mut used = BTreeSet::new();
        for part in text.split("crate::").skip(1) {
            match part.strip_prefix('{') {
                Some(list) => {
                    let list = list.split('}').next().unwrap();
                    used.extend(list.split(',').map(|m| m.trim().split("::").next().unwrap().to_owned()));
                }
                None => {
                    used.extend(part.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned));
                }
            }
        }
        used.remove(&name);
        out.insert(name, used);
    }
    out
}

#[test]
fn modules_point_one_way() {
    let mut arrows = arrows(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")));
    assert!(arrows.len() > 30 && arrows.values().map(BTreeSet::len).sum::<usize>() > 60, "{arrows:?}");
    // Whoever uses nothing that is left is taken away; what cannot be taken away stands in a circle or above one.
    loop {
        let names: BTreeSet<String> = arrows.keys().cloned().collect();
        let before = arrows.len();
        arrows.retain(|_, used| used.iter().any(|u| names.contains(u)));
        if arrows.len() == before {
            break;
        }
    }
    assert!(arrows.is_empty(), "circles among {arrows:?}");
}
