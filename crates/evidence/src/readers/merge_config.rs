//! mergekit_config.yml: the models whose weights were put together.

use std::collections::BTreeMap;

use crate::candidates::{Base, Relation};
use crate::files::Entry;
use crate::limits;
use crate::model_name::model_name;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, shorten};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Merge, sample: "mergekit_config.yml", wants, read };
const NAME: &str = "merge configuration";

/// Keys under which a model stands.
const KEYS: [&str; 5] = ["model", "base_model", "source_model", "lora", "tokenizer_source"];
/// Keys under which lists or tables with models stand.
const INNER: [&str; 8] = ["models", "slices", "sources", "modules", "experts", "slice", "model", "shared_experts"];
/// How deep models stand: `modules.NAME.slices[].sources[].model.model.path`.
const DEPTH: usize = 10;

fn wants(entry: &Entry) -> bool {
    let name = entry.name().to_lowercase();
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    entry.at_root() && stem.is_some_and(|s| s.contains("mergekit") || s == "merge_config" || s == "merge-config")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries.iter().take(limits::TRAINING_CONFIGS) {
        let Some(text) = run.text(entry, limits::TRAINING_CONFIG, NAME) else { continue };
        match run.yaml(&text).as_ref() {
            Ok(root) => inspect(run, &text, root),
            Err(_) => run.note(&text.file, NAME, "nothing: no valid YAML"),
        }
    }
}

fn inspect(run: &mut Run<'_>, text: &Text, root: &Node) {
    // A model is mentioned once for each of its slices.
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    let mut paths = 0usize;
    collect(root, 0, &mut |written| {
        // `org/model+org/lora`: an adapter on top of a model.
        for part in written.split('+') {
            match model_name(part) {
                Some(name) => drop(named.entry(name.to_owned()).or_insert_with(|| part.trim().to_owned())),
                None => paths += 1,
            }
        }
    });
    let method = root.get("merge_method").and_then(Node::text);
    if method.is_none() && named.is_empty() {
        return run.note(&text.file, NAME, "no models named");
    }
    let mut gave: Vec<&str> = named.keys().map(String::as_str).collect();
    if paths > 0 {
        gave.push("paths on a disk, which name no model");
    }
    let how = method.map_or(String::new(), |m| format!("{}: ", shorten(m)));
    run.note(&text.file, NAME, format!("{how}{}", shorten(&gave.join(", "))));
    run.derive("the folder holds the configuration of a merge", text.source_of("merge_method"));
    for (name, written) in named.into_iter().take(limits::CANDIDATES) {
        let source = text.source_of(&written);
        run.base(Base { name, relation: Relation::Merged, source });
    }
}

/// Every text that stands where a model stands.
fn collect(node: &Node, depth: usize, found: &mut dyn FnMut(&str)) {
    if depth > DEPTH {
        return;
    }
    match node {
        Node::List(list) => list.iter().for_each(|item| collect(item, depth + 1, found)),
        Node::Map(entries) => {
            for (key, value) in entries {
                match value {
                    // `tokenizer_source: union` is a way to merge, not a model.
                    Node::Text(text) if key == "tokenizer_source" && !text.contains('/') => {}
                    Node::Text(text) if KEYS.contains(&key.as_str()) || (key == "path" && depth > 0) => found(text),
                    // Under `modules` the keys are names of parts.
                    Node::List(_) | Node::Map(_)
                        if INNER.contains(&key.as_str())
                            || KEYS.contains(&key.as_str())
                            || value.get("slices").is_some() =>
                    {
                        collect(value, depth + 1, found);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    fn bases(yaml: &str) -> Vec<String> {
        let (candidates, _) = run(&READER, &Memory::new().with("mergekit_config.yml", yaml));
        assert!(candidates.bases.iter().all(|b| b.relation == Relation::Merged));
        assert!(candidates.derived.is_some() || candidates.bases.is_empty());
        candidates.bases.into_iter().map(|b| b.name).collect()
    }

    #[test]
    fn every_way_to_name_models() {
        let models = "models:\n  - model: org/a\n    parameters:\n      weight: 0.5\n  - model: org/b+org/lora\nmerge_method: ties\n\
                      base_model: org/base\ntokenizer_source: union\n";
        assert_eq!(bases(models), ["org/a", "org/b", "org/base", "org/lora"]);
        let slices = "slices:\n- sources:\n  - model: org/a\n    layer_range: [0, 8]\n- sources:\n  - layer_range: [4, 12]\n    model: org/a\n\
                      merge_method: passthrough\n";
        assert_eq!(bases(slices), ["org/a"]);
        let nested = "models:\n- model:\n    model:\n      path: org/a\n      revision: null\n    lora: null\nmerge_method: linear\n";
        assert_eq!(bases(nested), ["org/a"]);
        let experts = "base_model: org/a\ngate_mode: hidden\nexperts:\n- source_model: org/b\n  positive_prompts: [model, \"org/c\"]\n";
        assert_eq!(bases(experts), ["org/a", "org/b"]);
        let modules =
            "merge_method: slerp\nmodules:\n  text_decoder:\n    slices:\n    - sources:\n      - {model: org/x}\n";
        assert_eq!(bases(modules), ["org/x"]);
    }

    #[test]
    fn places_and_paths() {
        let yaml = "merge_method: slerp\nmodels:\n- model: /home/me/a\n- model: org/b\n";
        let (candidates, found) = run(&READER, &Memory::new().with("mergekit_config.yml", yaml));
        assert_eq!((candidates.bases[0].source.line, candidates.bases[0].source.column), (Some(4), Some(10)));
        assert_eq!(found.looked_at[0].gave, "slerp: org/b, paths on a disk, which name no model");
    }

    #[test]
    fn damage_is_survived() {
        assert_eq!(bases("models: [x\n"), Vec::<String>::new());
        assert_eq!(bases("- a\n"), Vec::<String>::new());
        assert_eq!(bases(&"models: [".repeat(3_000)), Vec::<String>::new());
        let many: String = (0..500).map(|n| format!("- model: org/m{n}\n")).collect();
        assert_eq!(bases(&format!("merge_method: x\nmodels:\n{many}")).len(), limits::CANDIDATES);
    }
}
