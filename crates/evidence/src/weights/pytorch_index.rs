//! pytorch_model.bin.index.json, and the pickles it names: they are noted as such, and never opened.
//!
//! A pickle runs code when it is opened. The index gives the size of all weights in bytes, which is no number of
//! parameters without their type; a note says what it would be, and no fact is made of it.

use std::collections::BTreeSet;

use gpai_rules::number::Number;

use crate::files::Entry;
use crate::limits;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;

/// The reader.
pub const READER: Reader =
    Reader { name: NAME, rank: Rank::Beside, sample: "pytorch_model.bin.index.json", wants, read };
const NAME: &str = "pytorch";

/// How many pickles are named in the list of files; none is opened.
const PICKLES: usize = 64;
fn is_index(entry: &Entry) -> bool {
    entry.at_root() && entry.path.ends_with(".bin.index.json")
}

fn is_pickle(entry: &Entry) -> bool {
    let name = entry.name().to_lowercase();
    let endings = [".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"];
    // The training arguments have a reader of their own, which does not open them either.
    endings.iter().any(|e| name.ends_with(e)) && name != "training_args.bin"
}

fn wants(entry: &Entry) -> bool {
    is_index(entry) || is_pickle(entry)
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries.iter().filter(|e| is_pickle(e)).take(PICKLES) {
        run.note(&entry.path, NAME, "not opened: a pickle; never opened");
    }
    for entry in entries.iter().filter(|e| is_index(e)) {
        let Some(text) = run.text(entry, limits::INDEX, NAME) else { continue };
        match run.json(&text) {
            Some(index @ Node::Map(_)) => run.note(&text.file, NAME, gave(&index)),
            Some(_) => {
                run.unreadable("the index", "it is no JSON object", text.place(0));
                run.note(&text.file, NAME, "nothing: no JSON object");
            }
            None => run.note(&text.file, NAME, "nothing: no valid JSON"),
        }
    }
}

fn gave(index: &Node) -> String {
    let map = index.get("weight_map").map(Node::entries).unwrap_or_default();
    let files: BTreeSet<&str> = map.iter().filter_map(|(_, file)| file.text()).collect();
    let named = format!("{} tensors in {} pickles", map.len(), files.len());
    let size = index
        .get("metadata")
        .and_then(|m| m.get("total_size"))
        .and_then(Node::whole)
        .filter(|n| (1..1 << 60).contains(n));
    match size {
        Some(bytes) => {
            let of = |each: u128| Number::from_u128(bytes / each).significant(3);
            format!("{named}, {bytes} bytes: {} parameters of 4 bytes or {} of 2; the type is not said", of(4), of(2))
        }
        None => format!("{named}; no total size"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::files::Memory;
    use crate::probe::run;

    fn of(index: &str) -> Found {
        let (candidates, found) = run(&READER, &Memory::new().with("pytorch_model.bin.index.json", index));
        assert!(candidates.parameters.is_empty());
        found
    }

    #[test]
    fn a_size_in_bytes_is_a_note_and_no_fact() {
        let index =
            r#"{"metadata": {"total_size": 13476831232.0}, "weight_map": {"a": "x.bin", "b": "x.bin", "c": "y.bin"}}"#;
        let gave = &of(index).looked_at[0].gave;
        assert_eq!(
            gave,
            "3 tensors in 2 pickles, 13476831232 bytes: 3370000000 parameters of 4 bytes or 6740000000 of 2; the type is not said"
        );
        for index in ["{}", r#"{"metadata": {"total_size": -4}}"#, r#"{"metadata": [], "weight_map": 3}"#] {
            assert!(of(index).looked_at[0].gave.ends_with("no total size"), "{index}");
        }
    }

    #[test]
    fn damage_is_a_finding() {
        for index in ["", "[1]", "{\"metadata\": ", &"[".repeat(9_000)] {
            assert!(of(index).findings.iter().any(|f| f.code == "unreadable-part"), "{index}");
        }
    }

    #[test]
    fn pickles_are_named_and_never_opened() {
        struct Guarded(Memory);
        impl crate::files::Files for Guarded {
            fn list(&self) -> Vec<Entry> {
                self.0.list()
            }
            fn skipped(&self) -> Vec<gpai_rules::finding::Finding> {
                Vec::new()
            }
            fn head(&self, path: &str, offset: u64, len: u64) -> std::io::Result<Vec<u8>> {
                assert!(
                    ![".bin", ".pt", ".pth", ".ckpt", ".pkl"].iter().any(|e| path.ends_with(e)),
                    "{path} was opened"
                );
                self.0.head(path, offset, len)
            }
        }
        let names =
            ["pytorch_model.bin", "a/b.pt", "consolidated.00.pth", "x.ckpt", "optimizer.pkl", "training_args.bin"];
        let files = names.iter().fold(Memory::new(), |files, name| files.with(name, "cposix\nsystem\n"));
        let found = crate::read(&Guarded(files), &gpai_rules::licence::Licences::default());
        assert_eq!(found.looked_at.iter().filter(|l| l.gave.contains("never opened")).count(), names.len());
        let many = (0..500).fold(Memory::new(), |files, n| files.with(&format!("{n}.pt"), ""));
        assert_eq!(run(&READER, &many).1.looked_at.len(), PICKLES);
    }
}
