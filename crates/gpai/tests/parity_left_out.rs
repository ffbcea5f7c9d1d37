//! Says in the count of a plain test run that the page's walker was not compared with the engine: that needs `node`, and the
//! feature `page-tests`.
#![cfg(not(feature = "page-tests"))]
#![allow(clippy::unwrap_used, reason = "tests")]

/// Nothing is skipped behind anybody's back: the comparison exists, and the feature that this run lacks switches it on.
#[test]
fn page_and_engine_not_compared_here_run_with_features_page_tests() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let tests = manifest.get("test").and_then(|t| t.as_array()).unwrap();
    let parity = tests.iter().find(|t| t.get("name").and_then(|n| n.as_str()) == Some("parity")).unwrap();
    let features = parity.get("required-features").and_then(|f| f.as_array()).unwrap();
    assert!(features.iter().any(|f| f.as_str() == Some("page-tests")));
}
