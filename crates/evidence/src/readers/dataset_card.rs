//! Cards and descriptions of data sets (`dataset_info`, dataset_infos.json, Croissant): noted, and where no model file is
//! beside them, a finding that says that this is a data set.

use gpai_rules::finding::{Finding, Place, Severity};

use crate::files::Entry;
use crate::limits;
use crate::node::Node;
use crate::reader::{Reader, is_card};
use crate::readers::config::document;
use crate::run::Work;
use crate::text::{Text, has_any, shorten};

/// The reader.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "dataset card";

/// Keys of front matter that only cards of data sets have
/// (<https://github.com/huggingface/hub-docs/blob/main/datasetcard.md>).
const KEYS: [&str; 5] =
    ["dataset_info", "size_categories", "task_categories", "annotations_creators", "source_datasets"];
/// Endings of files that hold models.
const WEIGHTS: [&str; 18] = [
    ".safetensors",
    ".gguf",
    ".ggml",
    ".bin",
    ".pt",
    ".pth",
    ".ckpt",
    ".onnx",
    ".h5",
    ".keras",
    ".msgpack",
    ".tflite",
    ".mlmodel",
    ".nemo",
    ".pkl",
    ".pdparams",
    ".safetensors.index.json",
    ".llamafile",
];
/// Names of files that stand beside models.
const BESIDE: [&str; 6] = [
    "config.json",
    "adapter_config.json",
    "model_index.json",
    "params.json",
    "generation_config.json",
    "tokenizer.json",
];

fn is_model(entry: &Entry) -> bool {
    let path = entry.path.to_lowercase();
    WEIGHTS.iter().any(|e| path.ends_with(e)) || (entry.at_root() && BESIDE.contains(&path.as_str()))
}

fn is_description(entry: &Entry) -> bool {
    let path = entry.path.to_lowercase();
    entry.at_root() && (path == "dataset_infos.json" || path == "croissant.json" || path.ends_with(".croissant.json"))
}

fn wants(entry: &Entry) -> bool {
    is_card(entry) || is_description(entry) || is_model(entry)
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    let mut signs: Vec<(String, Place)> = Vec::new();
    for entry in entries {
        if is_card(entry) {
            signs.extend(card(work, entry));
        } else if is_description(entry) {
            signs.extend(description(work, entry));
        }
    }
    // A model may bring its data along.
    if entries.iter().any(is_model) {
        return;
    }
    if let Some((why, place)) = signs.into_iter().next() {
        let finding = Finding::new("looks-like-a-dataset", Severity::Info).with("why", why);
        work.find(finding.place(place));
    }
}

/// The first key of the front matter that only a data set has. Lines are looked at, so that broken YAML hides nothing.
fn card(work: &mut Work<'_>, entry: &Entry) -> Option<(String, Place)> {
    let bytes = work.range(&entry.path, 0, limits::FRONT_MATTER as u64)?;
    let text = Text::new(&entry.path, &bytes);
    let mut at = 0;
    for (n, line) in text.content.split_inclusive('\n').enumerate() {
        let is_mark = line.trim_end() == "---";
        if (n == 0) != is_mark {
            return None;
        }
        if let Some(key) = KEYS.iter().find(|k| line.strip_prefix(**k).is_some_and(|rest| rest.starts_with(':'))) {
            work.note(&text.file, NAME, format!("front matter of a data set: {key}"));
            return Some((format!("the card has the key {key}"), text.place(at)));
        }
        at += line.len();
    }
    None
}

fn description(work: &mut Work<'_>, entry: &Entry) -> Option<(String, Place)> {
    let text = work.text(entry, limits::DATASET, NAME)?;
    let Some(root @ Node::Map(_)) = document(work, &text) else {
        work.note(&text.file, NAME, "nothing: no JSON object");
        return None;
    };
    if entry.name().eq_ignore_ascii_case("dataset_infos.json") {
        work.note(&text.file, NAME, format!("{} configurations of a data set", root.entries().len()));
        return Some(("it holds dataset_infos.json".into(), text.place(0)));
    }
    let kind = root.get("@type").and_then(Node::text).unwrap_or_default();
    let conforms = match root.get("conformsTo").or_else(|| root.get("dct:conformsTo")) {
        Some(Node::Text(to)) => has_any(to, &["croissant"]),
        _ => false,
    };
    if !(kind.ends_with("Dataset") || conforms) {
        work.note(&text.file, NAME, "no description of a data set");
        return None;
    }
    let name = root.get("name").and_then(Node::text).unwrap_or("without a name");
    work.note(&text.file, NAME, format!("Croissant description of a data set, {}", shorten(name)));
    Some(("it holds a Croissant description of a data set".into(), text.place(0)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::files::Memory;
    use crate::probe::run;

    fn of(files: Memory) -> (bool, Found) {
        let (_, found) = run(&READER, &files);
        (found.findings.iter().any(|f| f.code == "looks-like-a-dataset"), found)
    }

    const CARD: &str = "---\nlicense: mit\ndataset_info:\n  features: []\n---\n# D\n";
    const CROISSANT: &str =
        r#"{"@context": {}, "@type": "sc:Dataset", "name": "d", "conformsTo": "http://mlcommons.org/croissant/1.0"}"#;

    #[test]
    fn a_data_set_alone_is_told() {
        let (told, found) = of(Memory::new().with("README.md", CARD).with("data/train.parquet", "x"));
        assert!(told);
        assert_eq!(found.findings[0].places[0].line, Some(3));
        assert!(of(Memory::new().with("croissant.json", CROISSANT)).0);
        assert!(of(Memory::new().with("d.croissant.json", CROISSANT)).0);
        assert!(of(Memory::new().with("dataset_infos.json", "{\"default\": {}}")).0);
        // Also where the rest of the front matter is broken.
        assert!(of(Memory::new().with("README.md", "---\na: [\nsize_categories:\n- 1K\n")).0);
    }

    #[test]
    fn beside_a_model_it_is_a_note() {
        for name in ["model.safetensors", "x/y.GGUF", "config.json", "pytorch_model.bin"] {
            let (told, found) = of(Memory::new().with("README.md", CARD).with(name, "{}"));
            assert!(!told, "{name}");
            assert_eq!(found.looked_at[0].gave, "front matter of a data set: dataset_info");
        }
    }

    #[test]
    fn other_cards_and_files_say_nothing() {
        for card in [
            "",
            "# X\n---\ndataset_info:\n---\n",
            "---\nlicense: mit\n---\ndataset_info:\n",
            "---\ndatasets:\n- dataset_info: x\n---\n",
        ] {
            assert!(!of(Memory::new().with("README.md", card)).0, "{card}");
        }
        for json in ["{}", "[]", "{", "{\"@type\": \"sc:Person\"}", &"[".repeat(5_000)] {
            assert!(!of(Memory::new().with("croissant.json", json)).0, "{json}");
        }
    }
}
