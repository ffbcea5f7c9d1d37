//! Thousands of canaries, in every field of every form, in every answer, in names and digests of files: none of them is in an export
//! for a reader who may not see it, not as text, not as an amount in other units, not in an id.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

#[path = "evidence/canaries.rs"]
mod canaries;

use std::collections::BTreeSet;

use canaries::{Folder, Kind};
use gpai_report::exports::statement::{Manifest, attestation};
use gpai_report::exports::{Evidence, Input, Mapping, Reader, checks, croissant, cyclonedx, oscal, rmf, spdx};
use gpai_rules::law::{Language, Law};

/// Every export for a reader, one after the other, names of files among them.
fn everything(evidence: &Evidence, law: &Law, mappings: &[Mapping], reader: Reader) -> String {
    let seen = evidence.seen_by(reader);
    let mut out = String::new();
    let written = [
        ("cyclonedx", cyclonedx::write(&seen, law, mappings)),
        ("spdx", spdx::write(&seen, law)),
        ("croissant", croissant::write(&seen, law)),
        ("oscal", oscal::write(&seen, law)),
    ];
    for (kind, written) in written {
        assert_eq!(checks::check(kind, &written.files), Vec::<String>::new(), "{kind} for {}", reader.word());
        for (name, text) in &written.files {
            out.push_str(name);
            out.push_str(text);
        }
        written.left.iter().for_each(|l| out.push_str(&l.what));
    }
    let tables: Vec<&Mapping> = mappings.iter().collect();
    out.push_str(&rmf::markdown(&seen, &tables, Language::English));
    out.push_str(&rmf::csv(&seen, &tables, Language::Chinese).unwrap());
    let manifest = Manifest::of(&seen, "model");
    out.push_str(&manifest.write());
    out.push_str(&attestation(&seen, &manifest, &[]));
    out
}

fn ids(text: &str) -> BTreeSet<String> {
    let is_id = |w: &&str| {
        w.len() == 36 && w.matches('-').count() == 4 && w.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
    };
    text.split(|c: char| !c.is_ascii_hexdigit() && c != '-').filter(is_id).map(str::to_owned).collect()
}

/// Which canaries the text holds: tokens by themselves, amounts by their digits whatever their unit or exponent.
fn found<'c>(text: &str, folder: &'c Folder) -> Vec<&'c canaries::Canary> {
    let words: BTreeSet<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.starts_with("cnry")).collect();
    let digits: String = text.chars().filter(|c| *c != '.').collect();
    let is_amount = |w: &&str| {
        w.len() >= 5 && w.split('e').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let amounts: BTreeSet<&str> = digits.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_amount).collect();
    folder
        .canaries
        .iter()
        .filter(|c| match c.kind {
            Kind::Word => words.contains(c.token.as_str()),
            // Rounded to five figures it is still told.
            Kind::Amount => amounts.iter().any(|a| a.starts_with(&c.token[..5])),
            Kind::Digest => text.contains(&c.token),
        })
        .collect()
}

#[test]
fn no_canary_reaches_a_reader_who_may_not_see_it() {
    let law = Law::book().unwrap();
    let mappings = Mapping::book(&law).unwrap();
    let mut planted = 0;
    for seed in 0..4 {
        let folder = Folder::of(&law, seed);
        planted += folder.canaries.len();
        let assessment =
            gpai_rules::compile::Engine::new(&law, folder.on).unwrap().assess(&gpai_rules::fact::Facts::new());
        let evidence = Evidence::gather(&Input {
            law: &law,
            on: folder.on,
            program: "0",
            model: "Canary",
            path: ".",
            facts: &folder.facts,
            assessment: &assessment,
            records: &folder.records,
            files: &folder.files,
            rows: &folder.rows,
            logs: &folder.logs,
            published: &[],
        })
        .unwrap();
        let mut seen_ids: BTreeSet<String> = BTreeSet::new();
        for reader in Reader::ALL {
            let text = everything(&evidence, &law, &mappings, reader);
            let found = found(&text, &folder);
            let leaks: Vec<String> = found
                .iter()
                .filter(|c| c.nobody || !reader.sees(&c.readers))
                .map(|c| format!("{} ({}) in an export for {}", c.token, c.place, reader.word()))
                .collect();
            assert!(leaks.is_empty(), "seed {seed}: {}", leaks.join("\n"));
            // The test can fail: what a reader may see does come.
            let wanted = if reader == Reader::Own { 60 } else { 20 };
            assert!(found.len() >= wanted, "only {} canaries for {}", found.len(), reader.word());
            // Nobody can join two files by an id. The catalog of the law is the same for everybody.
            let catalog = ids(&oscal::write(&evidence.seen_by(reader), &law).files[1].1);
            let own: BTreeSet<String> = ids(&text).difference(&catalog).cloned().collect();
            let common: Vec<&String> = own.intersection(&seen_ids).collect();
            assert!(common.is_empty(), "{} shares {common:?}", reader.word());
            seen_ids.extend(own);
        }
    }
    assert!(planted >= 2000, "only {planted} canaries");
}

#[test]
fn a_value_that_only_others_see_changes_no_byte() {
    let law = Law::book().unwrap();
    let mappings = Mapping::book(&law).unwrap();
    let of = |seed: u64, keep: Reader| {
        let mut folder = Folder::of(&law, 9);
        folder.scramble(seed, keep);
        let assessment =
            gpai_rules::compile::Engine::new(&law, folder.on).unwrap().assess(&gpai_rules::fact::Facts::new());
        let evidence = Evidence::gather(&Input {
            law: &law,
            on: folder.on,
            program: "0",
            model: "Canary",
            path: ".",
            facts: &folder.facts,
            assessment: &assessment,
            records: &folder.records,
            files: &folder.files,
            rows: &folder.rows,
            logs: &folder.logs,
            published: &[],
        })
        .unwrap();
        everything(&evidence, &law, &mappings, keep)
    };
    for reader in [Reader::Public, Reader::Dp, Reader::Nca, Reader::Aio] {
        assert_eq!(of(1, reader), of(2, reader), "{}", reader.word());
    }
}
