//! Whether the folder is one of a data set: it has signs of one and no model file beside them.

use gpai_rules::finding::{Finding, Place, Severity};

use crate::files::Entry;
use crate::found::Found;

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

/// Says so if the signs of a data set stand alone; a model may bring its data along.
pub fn check(found: &mut Found, signs: &[(String, Place)], entries: &[Entry]) {
    let Some((why, place)) = signs.iter().min_by_key(|(_, place)| &place.file) else { return };
    if !entries.iter().any(is_model) {
        let finding = Finding::new("looks-like-a-dataset", Severity::Info).with("why", why);
        found.find(finding.place(place.clone()));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(files: Memory) -> (bool, Found) {
        let found = read(&files, &Licences::default());
        (found.findings.iter().any(|f| f.code == "looks-like-a-dataset"), found)
    }

    const CARD: &str = "---\nlicense: mit\ndataset_info:\n  features: []\n---\n# D\n";
    const CROISSANT: &str =
        r#"{"@context": {}, "@type": "sc:Dataset", "name": "d", "conformsTo": "http://mlcommons.org/croissant/1.0"}"#;

    #[test]
    fn a_data_set_alone_is_told() {
        let (told, found) = of(Memory::new().with("README.md", CARD).with("data/train.parquet", "x"));
        assert!(told);
        assert_eq!(found.findings.iter().find(|f| f.code == "looks-like-a-dataset").unwrap().places[0].line, Some(3));
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
            assert!(found.looked_at.iter().any(|l| l.gave == "front matter of a data set: dataset_info"));
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
