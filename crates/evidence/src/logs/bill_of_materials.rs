//! A bill of materials in CycloneDX beside the model: its base and its licence, by the format's own places and by NVIDIA's property
//! taxonomy (`nvidia:architecture:base_model`). What it says is one word beside others. Which other properties of that taxonomy it
//! has is told; they are prose for the fields of forms, and fill in none.
//!
//! A bill that this program wrote says nothing new and is passed over.

use super::json::{Json, whole};
use super::names::shown;
use crate::candidates::{Base, Relation};
use crate::files::Entry;
use crate::model_name::model_name;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::statement::Statement;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Logs, sample: "model.cdx.json", wants, read };
const NAME: &str = "bill of materials";
/// A bill of a model has some kilobytes; one of a whole stack more than is of use here.
const BILL: u64 = 8 << 20;
/// Properties that are looked at.
const PROPERTIES: usize = 1_000;
/// Their name space.
const SPACE: &str = "nvidia:";

fn wants(entry: &Entry) -> bool {
    let name = entry.name().to_lowercase();
    entry.at_root() && (name.ends_with(".cdx.json") || matches!(name.as_str(), "bom.json" | "sbom.json" | "aibom.json"))
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries.iter().take(4) {
        one(run, entry);
    }
}

fn one(run: &mut Run<'_>, entry: &Entry) {
    let Some(text) = run.text(entry, BILL, NAME) else { return };
    let parsed = whole(&text.content);
    if !super::sheet::sound(run, &text, &parsed) {
        return run.note(&text.file, NAME, "nothing: the file is cut or broken");
    }
    let root = parsed.root;
    if root.get("bomFormat").and_then(Json::text) != Some("CycloneDX") {
        return run.note(&text.file, NAME, "nothing: no bill of materials in CycloneDX");
    }
    let tools = root.path(&["metadata", "tools", "components"]).map(Json::items).unwrap_or_default();
    if tools.iter().any(|tool| tool.get("name").and_then(Json::text) == Some("gpai")) {
        return run.note(&text.file, NAME, "nothing: it was written by this program");
    }
    // The thing that the bill is of, where that is a model; else the one model among its components.
    let is_model = |c: &&Json| c.get("type").and_then(Json::text) == Some("machine-learning-model");
    let mut models = root.get("components").map(Json::items).unwrap_or_default().iter().filter(is_model);
    let alone = models.next().filter(|_| models.next().is_none());
    let Some(model) = root.path(&["metadata", "component"]).filter(is_model).or(alone) else {
        return run.note(&text.file, NAME, "nothing: it is not the bill of one model");
    };
    let mut gave: Vec<String> = Vec::new();
    let licences = model.get("licenses").map(Json::items).unwrap_or_default();
    let word = |l: &Json| {
        let named =
            l.path(&["license", "id"]).or_else(|| l.path(&["license", "name"])).or_else(|| l.get("expression"))?;
        Some((named.text()?.to_owned(), named.at))
    };
    if let [licence] = licences
        && let Some((word, at)) = word(licence)
    {
        run.licence(Statement::Metadata { word: shown(&word), source: text.source(at) });
        gave.push("licence".to_owned());
    }
    let mut bases: Vec<(String, usize)> = Vec::new();
    let ancestors = model.path(&["pedigree", "ancestors"]).map(Json::items).unwrap_or_default();
    let named = ancestors.iter().filter_map(|a| a.get("name"));
    bases.extend(named.filter_map(|name| Some((name.text()?.to_owned(), name.at))));
    let mut others: Vec<String> = Vec::new();
    let properties = [model.get("properties"), root.path(&["metadata", "properties"]), root.get("properties")];
    for property in properties.into_iter().flatten().flat_map(Json::items).take(PROPERTIES) {
        let (Some(name), Some(value)) = (property.get("name").and_then(Json::text), property.get("value")) else {
            continue;
        };
        match (name, value.text()) {
            ("nvidia:architecture:base_model", Some(base)) => bases.push((base.to_owned(), value.at)),
            (name, Some(_)) if name.starts_with(SPACE) => others.push(shown(name)),
            _ => {}
        }
    }
    bases.dedup_by(|a, b| a.0 == b.0);
    for (name, at) in bases.into_iter().take(16) {
        if let Some(name) = model_name(&name) {
            run.base(Base { name: name.to_owned(), relation: Relation::Unstated, source: text.source(at) });
            gave.push("base".to_owned());
        }
    }
    others.sort();
    others.dedup();
    if !others.is_empty() {
        gave.push(format!(
            "{} other properties of NVIDIA's taxonomy, such as {}",
            others.len(),
            others.first().cloned().unwrap_or_default()
        ));
    }
    gave.dedup();
    run.note(&text.file, NAME, if gave.is_empty() { "nothing".to_owned() } else { gave.join(", ") });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    fn bill(component: &str, more: &str) -> String {
        format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{{"component":{component}{more}}}}}"#)
    }

    #[test]
    fn base_and_licence_are_words_beside_others() {
        let component = r#"{"type":"machine-learning-model","name":"Tune-8B","licenses":[{"license":{"id":"Apache-2.0"}}],
            "properties":[{"name":"nvidia:architecture:base_model","value":"meta-llama/Llama-3.1-8B"},
            {"name":"nvidia:safety:use_case_restrictions","value":"none stated"}]}"#;
        let (candidates, found) = run(&READER, &Memory::new().with("model.cdx.json", bill(component, "")));
        assert_eq!(candidates.bases.first().unwrap().name, "meta-llama/Llama-3.1-8B");
        assert_eq!(candidates.statements.len(), 1);
        assert!(found.looked_at.iter().any(|l| l.gave.contains("1 other properties")), "{:?}", found.looked_at);
    }

    #[test]
    fn what_is_ours_another_thing_or_broken_gives_nothing() {
        let model = r#"{"type":"machine-learning-model","name":"x","properties":[{"name":"nvidia:architecture:base_model","value":"a/b"}]}"#;
        let own = bill(model, r#","tools":{"components":[{"type":"application","name":"gpai"}]}"#);
        let library = bill(&model.replace("machine-learning-model", "library"), "");
        for text in [own, library, "{}".to_owned(), "[".to_owned(), "null".to_owned(), bill("1", "")] {
            let (candidates, found) = run(&READER, &Memory::new().with("bom.json", text.clone()));
            assert!(candidates.bases.is_empty() && found.facts.names().next().is_none(), "{text}");
        }
    }
}
