//! Records of every kind in every format: the examples, and views that leak nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod bytes;
mod leaks;

use std::path::Path;

use gpai_forms::compose::{View, compose};
use gpai_forms::record::Record;
use gpai_pdf::renderers;
use gpai_render::Options;

#[test]
fn the_examples_are_written_in_every_format_and_again_the_same() {
    let mut seen = 0;
    for example in ["birke-7b", "aurelia-4"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example).join("documents");
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let name = path.display().to_string();
            let (template, record) = Record::read(&name, &std::fs::read_to_string(&path).unwrap()).unwrap();
            for audience in template.audiences.clone() {
                let sheet = compose(&template, &record, View { audience, last: true });
                for renderer in &renderers() {
                    let bytes = renderer.render(&sheet, &Options::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
                    assert!(bytes.len() > 500);
                    assert!(bytes == renderer.render(&sheet, &Options::default()).unwrap(), "{name} {}", renderer.word);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 36, "{seen}");
}
