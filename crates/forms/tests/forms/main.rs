//! Forms as a whole: the examples, schemas that are up to date, hostile records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod examples;
mod hostile;
mod schemas;

use std::path::{Path, PathBuf};

use gpai_forms::record::Record;
use gpai_forms::template::Template;

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every record of the examples, by its path from the root.
pub fn records() -> Vec<(String, Template, Record)> {
    let mut out = Vec::new();
    for example in ["birke-7b", "aurelia-4"] {
        let folder = root().join("examples").join(example).join("documents");
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let name = format!("examples/{example}/documents/{}", path.file_name().unwrap().to_str().unwrap());
            let text = std::fs::read_to_string(&path).unwrap();
            let (template, record) = Record::read(&name, &text).unwrap_or_else(|e| panic!("{e}"));
            out.push((name, template, record));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}
