//! The demonstration in every format, written where a person can look at it: `target/tmp/demo.pdf` and so on.

use gpai_pdf::renderers;
use gpai_render::Options;

use crate::demo;

#[test]
fn every_format_is_written_and_again_the_same() {
    for renderer in &renderers() {
        let first = renderer.render(&demo::summary(), &Options::default()).unwrap();
        let again = renderer.render(&demo::summary(), &Options::default()).unwrap();
        assert!(first == again, "{} differs from one time to the next", renderer.word);
        let path = format!("{}/demo.{}", env!("CARGO_TARGET_TMPDIR"), renderer.extension);
        std::fs::write(path, first).unwrap();
    }
}
