//! Descriptions of data sets beside cards (dataset_infos.json, Croissant): noted, and a sign that the folder is one of a
//! data set.

use crate::reader::{Rank, Reader};
use gpai_rules::finding::Place;

use crate::files::Entry;
use crate::logs::{croissant, json};
use crate::node::Node;
use crate::run::Run;
use crate::text::shorten;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Beside, sample: "croissant.json", wants, read };
const NAME: &str = "dataset card";

/// A description of a data set; one with many fields has some hundred KiB.
const DESCRIPTION: u64 = 4 << 20;
fn wants(entry: &Entry) -> bool {
    let path = entry.path.to_lowercase();
    let name = entry.name().to_lowercase();
    (entry.at_root() && path == "dataset_infos.json") || name == "croissant.json" || name.ends_with(".croissant.json")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        // One that lies deeper is of data that the model brings along.
        if let Some((why, place)) = description(run, entry).filter(|_| entry.at_root()) {
            run.data_set(why, place);
        }
    }
}

fn description(run: &mut Run<'_>, entry: &Entry) -> Option<(String, Place)> {
    let text = run.text(entry, DESCRIPTION, NAME)?;
    let Some(root @ Node::Map(_)) = run.json(&text) else {
        run.note(&text.file, NAME, "nothing: no JSON object");
        return None;
    };
    if entry.name().eq_ignore_ascii_case("dataset_infos.json") {
        run.note(&text.file, NAME, format!("{} configurations of a data set", root.entries().len()));
        return Some(("it holds dataset_infos.json".into(), text.place(0)));
    }
    let parsed = json::whole(&text.content);
    if !croissant::is(&parsed.root) {
        run.note(&text.file, NAME, "no description of a data set");
        return None;
    }
    let name = root.get("name").and_then(Node::text).unwrap_or("without a name");
    run.note(&text.file, NAME, format!("Croissant description of a data set, {}", shorten(name)));
    croissant::read(run, &text, &parsed.root);
    Some(("it holds a Croissant description of a data set".into(), text.place(0)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    #[test]
    fn descriptions_are_noted_with_their_name() {
        let json = r#"{"@type": "sc:Dataset", "name": "d", "conformsTo": "http://mlcommons.org/croissant/1.0"}"#;
        let (candidates, found) = run(&READER, &Memory::new().with("d.croissant.json", json));
        assert_eq!(found.looked_at[0].gave, "Croissant description of a data set, d");
        assert_eq!(candidates.data_sets.len(), 1);
        for json in ["{}", "[]", "{", "{\"@type\": \"sc:Person\"}", &"[".repeat(5_000)] {
            let (candidates, _) = run(&READER, &Memory::new().with("croissant.json", json));
            assert!(candidates.data_sets.is_empty(), "{json}");
        }
    }
}
