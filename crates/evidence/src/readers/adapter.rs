//! adapter_config.json: the base model of an adapter.

use gpai_rules::fact::Value;
use gpai_rules::finding::Place;
use gpai_rules::names;

use crate::candidates::{Base, Relation};
use crate::files::Entry;
use crate::limits;
use crate::node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::shorten;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Adapter, sample: "adapter_config.json", wants, read };
const NAME: &str = "adapter";

fn wants(entry: &Entry) -> bool {
    entry.path == "adapter_config.json"
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = run.text(entry, limits::CONFIG, NAME) else { continue };
        let node = match node::json(&text.content) {
            Ok((node, _)) => node,
            Err(broken) => {
                run.unreadable("the JSON", &broken.why, Place::at(&text.file, broken.line, broken.column));
                run.note(&text.file, NAME, "nothing: no valid JSON");
                continue;
            }
        };
        let source = text.source_of("\"base_model_name_or_path\"");
        run.derive("the folder holds an adapter", source.clone());
        match node.get("base_model_name_or_path").and_then(node::Node::text).filter(|b| !b.trim().is_empty()) {
            // A path on somebody's disk names no model.
            Some(base) if !base.starts_with(['/', '.', '~']) => {
                let (name, relation) = (base.to_owned(), Relation::Adapter);
                run.base(Base { name, relation, source: source.clone() });
                run.claim(names::MODIFICATION_BASE, Value::Text(base.to_owned()), source);
                run.note(&text.file, NAME, format!("base model {}", shorten(base)));
            }
            _ => run.note(&text.file, NAME, "no base model named"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;

    #[test]
    fn names_the_base_and_stops_the_estimate() {
        let files = Memory::new()
            .with("adapter_config.json", r#"{"base_model_name_or_path": "org/base-3b"}"#)
            .with("README.md", "A 3B parameter language model pretrained on 2T tokens.\n");
        let found = crate::read(&files, &Licences::default());
        assert_eq!(found.facts.value("modification.base"), Some(Value::Text("org/base-3b".into())));
        assert!(found.facts.value("compute.update_flop").is_none());
        assert!(found.findings.iter().any(|f| f.code == "compute-not-estimated"));
    }
}
