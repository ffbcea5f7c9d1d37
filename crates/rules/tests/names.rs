//! `src/names.rs` holds exactly the facts of the vocabulary: `GPAI_WRITE_NAMES=1 cargo test -p gpai-rules --test names`
//! writes it anew after a change of `law/vocabulary.toml`.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use gpai_rules::law::Law;

fn written() -> String {
    let mut out = String::from(
        "//! Names of the facts of `law/vocabulary.toml`: a misspelt one does not compile. Made from it by `tests/names.rs`.\n\n",
    );
    for fact in &Law::book().unwrap().facts {
        let name = fact.name.to_uppercase().replace(['.', '-'], "_");
        let says = fact.question.en.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "/// {says}\npub const {name}: &str = \"{}\";", fact.name).unwrap();
    }
    out
}

#[test]
fn the_names_are_those_of_the_vocabulary() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/names.rs");
    let wanted = written();
    if std::env::var_os("GPAI_WRITE_NAMES").is_some() {
        std::fs::write(file, &wanted).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), wanted, "GPAI_WRITE_NAMES=1 writes it anew");
}
