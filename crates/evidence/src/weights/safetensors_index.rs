//! model.safetensors.index.json: the stated number of parameters, or the total size where all weights have one type.

use gpai_rules::finding::Place;
use gpai_rules::number::Number;

use crate::candidates::{Amount, Basis, around};
use crate::files::Entry;
use crate::limits;
use crate::node::{self, Keep, Node};
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::Text;

/// The reader.
pub const READER: Reader =
    Reader { name: NAME, rank: Rank::Configuration, sample: "model.safetensors.index.json", wants, read };
const NAME: &str = "safetensors index";

/// Of the map of tensors to files, with a hundred thousand entries in the largest, only what is wrong with it counts.
const WEIGHT_MAP: Keep = Keep::NoTextsUnder("weight_map");

/// Types of a configuration with their bytes.
const BYTES: [(&str, u128); 6] = [
    ("bfloat16", 2),
    ("float16", 2),
    ("float32", 4),
    ("torch.bfloat16", 2),
    ("torch.float16", 2),
    ("torch.float32", 4),
];

fn wants(entry: &Entry) -> bool {
    entry.at_root() && (entry.path.ends_with(".safetensors.index.json") || entry.path == "config.json")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries.iter().filter(|e| e.path != "config.json") {
        let Some(text) = run.text(entry, limits::INDEX, NAME) else { continue };
        let Some(index) = run.json_into(&text, WEIGHT_MAP) else {
            run.note(&text.file, NAME, "nothing: no valid JSON");
            continue;
        };
        let config = entries.iter().find(|e| e.path == "config.json").cloned();
        inspect(run, &text, &index, config.as_ref());
    }
}

fn inspect(run: &mut Run<'_>, text: &Text, index: &Node, config: Option<&Entry>) {
    match index.get("weight_map") {
        Some(Node::Map(map)) if map.iter().all(|(_, v)| v.text().is_some()) => {}
        Some(_) => run.unreadable("weight_map", "it is no map of tensors to files", place(text, "\"weight_map\"")),
        None => run.unreadable("weight_map", "it is missing", text.place(0)),
    }
    let metadata = match index.get("metadata") {
        Some(node @ Node::Map(_)) => node,
        Some(_) => {
            run.unreadable("metadata", "it is no map", place(text, "\"metadata\""));
            return run.note(&text.file, NAME, "no metadata");
        }
        None => return run.note(&text.file, NAME, "no metadata"),
    };
    for (key, what) in
        [("total_parameters", "stated in the index"), ("total_size", "total size over the bytes of a weight")]
    {
        let value = match metadata.get(key) {
            None | Some(Node::Null) => continue,
            Some(value) => value.whole().filter(|n| *n > 0 && *n < 1 << 60),
        };
        let needle = format!("\"{key}\"");
        let Some(value) = value else {
            run.unreadable(key, "it is no whole number in range", place(text, &needle));
            continue;
        };
        let total = match key {
            "total_parameters" => Some(value),
            _ => config.and_then(|c| bytes(run, c)).and_then(|b| value.checked_div(b)).filter(|n| *n > 0),
        };
        if let Some(total) = total {
            let best = Number::from_u128(total);
            let source = text.source_of(&needle).method(what);
            let within = around(&best, 95, 105);
            run.parameters(Amount { best, within, basis: Basis::Computed, source });
            return run.note(&text.file, NAME, format!("{total} parameters, {what}"));
        }
    }
    run.note(&text.file, NAME, "no number of parameters");
}

fn place(text: &Text, needle: &str) -> Place {
    text.place(text.content.find(needle).unwrap_or(0))
}

/// The bytes of a weight, if the configuration names one type and no quantisation.
fn bytes(run: &mut Run<'_>, config: &Entry) -> Option<u128> {
    let bytes = run.range(&config.path, 0, limits::CONFIG)?;
    let (config, _) = node::json(&String::from_utf8_lossy(&bytes)).ok()?;
    if config.get("quantization_config").is_some() || config.get("vision_config").is_some() {
        return None;
    }
    let name = config.get("torch_dtype").or_else(|| config.get("dtype")).and_then(Node::text)?;
    BYTES.iter().find(|(n, _)| *n == name).map(|(_, b)| *b)
}

#[cfg(test)]
mod tests {
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(index: &str, config: &str) -> Found {
        let files = Memory::new().with("model.safetensors.index.json", index).with("config.json", config);
        read(&files, &Licences::default())
    }

    fn best(found: &Found) -> Option<String> {
        match found.facts.value("model.parameters") {
            Some(Value::Number(within)) => within.best.map(|b| b.to_string()),
            _ => None,
        }
    }

    #[test]
    fn states_or_entails_parameters() {
        let stated = of(r#"{"metadata": {"total_parameters": 7000000}, "weight_map": {"a": "b"}}"#, "{}");
        assert_eq!(best(&stated).as_deref(), Some("7000000"));
        let sized = of(r#"{"metadata": {"total_size": 14000000}, "weight_map": {}}"#, r#"{"torch_dtype": "bfloat16"}"#);
        assert_eq!(best(&sized).as_deref(), Some("7000000"));
        assert_eq!(best(&of(r#"{"metadata": {"total_size": 14000000}, "weight_map": {}}"#, "{}")), None);
    }

    #[test]
    fn a_second_document_is_a_finding_and_the_first_is_read() {
        let found = of("{\"metadata\": {\"total_parameters\": 7000000}, \"weight_map\": {}}\n{\"metadata\": {}}", "{}");
        assert_eq!(best(&found).as_deref(), Some("7000000"));
        let finding = found.findings.iter().find(|f| f.code == "unreadable-part");
        assert_eq!(finding.and_then(|f| f.places.first()).map(|p| (p.line, p.column)), Some((Some(2), Some(1))));
    }

    #[test]
    fn wrong_types_are_findings_with_places() {
        let found = of("{\"metadata\": {\"total_parameters\": \"many\"},\n\"weight_map\": []}", "{}");
        let lines: Vec<_> = found
            .findings
            .iter()
            .filter(|f| f.code == "unreadable-part")
            .filter_map(|f| f.places.first()?.line)
            .collect();
        assert_eq!(lines, [1, 2]);
    }
}
