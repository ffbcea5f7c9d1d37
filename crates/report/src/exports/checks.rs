//! Checks of our own on what is written, where the public validators do not look: what is pointed at is there, names are unique,
//! a profile that is claimed is whole, what must be there is there. An export that fails one does not leave the program.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::croissant::is_digest;
use super::items::FileEntry;
use super::statement::{Manifest, order};

/// What is wrong with an export of a kind: its files by name. Empty where nothing is.
pub fn check(kind: &str, files: &[(String, String)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut read = Vec::new();
    for (name, text) in files {
        if !text.ends_with('\n') {
            wrong.push(format!("{name}: no line feed at the end"));
        }
        if !name.ends_with(".json") {
            continue;
        }
        match serde_json::from_str::<Json>(text) {
            Ok(value) => read.push((name.as_str(), value)),
            Err(e) => wrong.push(format!("{name}: {e}")),
        }
    }
    for (name, value) in &read {
        let found = match kind {
            "cyclonedx" => cyclonedx(value),
            "spdx" => spdx(value),
            "oscal" => oscal(value, read.iter().find(|(n, _)| *n == "catalog.json").map(|(_, v)| v)),
            "croissant" => croissant(value),
            "statement" => statement(value),
            _ => Vec::new(),
        };
        wrong.extend(found.into_iter().map(|w| format!("{name}: {w}")));
    }
    wrong
}

/// Every value of a key, anywhere.
fn all<'v>(value: &'v Json, key: &str, out: &mut Vec<&'v Json>) {
    match value {
        Json::Object(map) => map.iter().for_each(|(k, v)| {
            if k == key {
                out.push(v);
            }
            all(v, key, out);
        }),
        Json::Array(list) => list.iter().for_each(|v| all(v, key, out)),
        _ => {}
    }
}

fn texts<'v>(value: &'v Json, key: &str) -> Vec<&'v str> {
    let mut out = Vec::new();
    all(value, key, &mut out);
    out.into_iter().filter_map(Json::as_str).collect()
}

fn list<'v>(value: &'v Json, pointer: &str) -> &'v [Json] {
    value.pointer(pointer).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn text<'v>(value: &'v Json, key: &str) -> &'v str {
    value.get(key).and_then(Json::as_str).unwrap_or_default()
}

/// Names that stand there twice.
fn twice<'v>(names: &[&'v str]) -> Vec<&'v str> {
    let mut seen = BTreeSet::new();
    names.iter().filter(|n| !seen.insert(**n)).copied().collect()
}

/// Empty lists and objects, which say nothing and which some validators refuse.
fn empty(value: &Json, at: &str, allowed: &[&str], wrong: &mut Vec<String>) {
    match value {
        Json::Array(items) => {
            if items.is_empty() && !allowed.iter().any(|key| at.ends_with(&format!("/{key}"))) {
                wrong.push(format!("{at} is empty"));
            }
            items.iter().enumerate().for_each(|(i, v)| empty(v, &format!("{at}/{i}"), allowed, wrong));
        }
        Json::Object(map) => map.iter().for_each(|(k, v)| empty(v, &format!("{at}/{k}"), allowed, wrong)),
        Json::Null => wrong.push(format!("{at} is null")),
        Json::String(text) if text.is_empty() => wrong.push(format!("{at} is empty")),
        _ => {}
    }
}

fn is_time(text: &str) -> bool {
    text.len() == 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T')
}

/// CycloneDX: citations point at something, references are unique and resolve, digests are digests, amounts have their forms.
pub fn cyclonedx(bom: &Json) -> Vec<String> {
    let mut wrong = Vec::new();
    empty(bom, "", &["energyProviders", "dependsOn"], &mut wrong);
    let references = texts(bom, "bom-ref");
    wrong.extend(twice(&references).into_iter().map(|r| format!("the bom-ref `{r}` stands there twice")));
    for (i, citation) in list(bom, "/citations").iter().enumerate() {
        let pointers = list(citation, "/pointers");
        if pointers.is_empty() {
            wrong.push(format!("citation {i} cites nothing"));
        }
        for pointer in pointers.iter().filter_map(Json::as_str) {
            if bom.pointer(pointer).is_none() {
                wrong.push(format!("citation {i} points at `{pointer}`, where nothing stands"));
            }
        }
        if !is_time(text(citation, "timestamp")) {
            wrong.push(format!("citation {i} has no time"));
        }
    }
    let mut pointing = texts(bom, "attributedTo");
    pointing.extend(texts(bom, "ref"));
    let mut lists = Vec::new();
    all(bom, "dependsOn", &mut lists);
    pointing.extend(lists.iter().flat_map(|l| l.as_array().into_iter().flatten()).filter_map(Json::as_str));
    wrong.extend(
        pointing.iter().filter(|r| !references.contains(r)).map(|r| format!("`{r}` is no bom-ref of this file")),
    );
    wrong.extend(texts(bom, "content").iter().filter(|d| !is_digest(d)).map(|d| format!("`{d}` is no SHA-256 digest")));
    let mut costs = Vec::new();
    all(bom, "activityEnergyCost", &mut costs);
    for cost in costs {
        if text(cost, "unit") != "kWh" || !cost.get("value").is_some_and(Json::is_number) {
            wrong.push("an amount of energy is no number of kWh".to_owned());
        }
    }
    let mut metrics = Vec::new();
    all(bom, "performanceMetrics", &mut metrics);
    for metric in metrics.iter().flat_map(|m| m.as_array().into_iter().flatten()) {
        if !metric.get("value").is_some_and(Json::is_string) {
            wrong.push("a result is no text".to_owned());
        }
    }
    let mut properties = Vec::new();
    all(bom, "properties", &mut properties);
    for property in properties.iter().flat_map(|p| p.as_array().into_iter().flatten()) {
        let name = text(property, "name");
        if !name.starts_with("gpai:") && !name.starts_with("nvidia:") {
            wrong.push(format!("the property `{name}` has no name space"));
        }
    }
    let distribution = bom.pointer("/metadata/distributionConstraints/tlp");
    if !distribution.is_some_and(Json::is_string) {
        wrong.push("it is not said who may see it".to_owned());
    }
    let id = text(bom, "serialNumber");
    if id.len() != 45 || id.bytes().any(|b| b.is_ascii_uppercase()) {
        wrong.push("the serial number is no urn:uuid in lower case".to_owned());
    }
    wrong
}

/// What each element of a profile must have.
const AI: [&str; 5] =
    ["suppliedBy", "software_packageVersion", "releaseTime", "software_downloadLocation", "software_primaryPurpose"];
const DATASET: [&str; 6] = [
    "originatedBy",
    "builtTime",
    "releaseTime",
    "software_downloadLocation",
    "software_primaryPurpose",
    "dataset_datasetType",
];

/// SPDX: every id is there and once, profiles that are claimed are whole, times are times.
pub fn spdx(document: &Json) -> Vec<String> {
    let mut wrong = Vec::new();
    empty(document, "", &[], &mut wrong);
    if text(document, "@context") != "https://spdx.org/rdf/3.0.1/spdx-context.jsonld" {
        wrong.push("the context is not that of SPDX 3.0.1".to_owned());
    }
    let graph = list(document, "/@graph");
    let ids: Vec<&str> = graph.iter().map(|e| text(e, "spdxId")).filter(|id| !id.is_empty()).collect();
    wrong.extend(twice(&ids).into_iter().map(|id| format!("`{id}` stands there twice")));
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    let mut pointing: Vec<&str> = Vec::new();
    for key in ["from", "subject", "suppliedBy"] {
        pointing.extend(texts(document, key));
    }
    for key in ["to", "element", "rootElement", "createdBy", "createdUsing", "originatedBy"] {
        let mut lists = Vec::new();
        all(document, key, &mut lists);
        pointing.extend(lists.iter().flat_map(|l| l.as_array().into_iter().flatten()).filter_map(Json::as_str));
    }
    wrong.extend(pointing.iter().filter(|p| !known.contains(**p)).map(|p| format!("`{p}` is no element")));
    for key in ["created", "releaseTime", "builtTime"] {
        wrong.extend(texts(document, key).iter().filter(|t| !is_time(t)).map(|t| format!("`{t}` is no time")));
    }
    wrong.extend(
        texts(document, "hashValue").iter().filter(|d| !is_digest(d)).map(|d| format!("`{d}` is no SHA-256 digest")),
    );
    let of = |kind: &str| graph.iter().filter(|e| text(e, "type") == kind).collect::<Vec<_>>();
    let profiles: Vec<&str> =
        of("SpdxDocument").iter().flat_map(|d| list(d, "/profileConformance")).filter_map(Json::as_str).collect();
    let claims = [("ai", "ai_AIPackage", &AI[..]), ("dataset", "dataset_DatasetPackage", &DATASET[..])];
    for (profile, kind, wanted) in claims {
        if !profiles.contains(&profile) {
            continue;
        }
        for element in of(kind) {
            let id = text(element, "spdxId");
            for key in wanted.iter().filter(|key| element.get(**key).is_none()) {
                wrong.push(format!("the profile {profile} is claimed, but {id} has no {key}"));
            }
            for relation in ["hasDeclaredLicense", "hasConcludedLicense"] {
                let count = of("Relationship")
                    .iter()
                    .filter(|r| text(r, "from") == id && text(r, "relationshipType") == relation)
                    .count();
                if count != 1 && (profile == "ai" || relation == "hasDeclaredLicense") {
                    wrong.push(format!("the profile {profile} is claimed, but {id} has {count} of {relation}"));
                }
            }
        }
    }
    for element in of("dataset_DatasetPackage") {
        if element.get("dataset_datasetType").is_none() {
            wrong.push(format!("{} has no dataset_datasetType", text(element, "spdxId")));
        }
    }
    wrong
}

/// Names of props that OSCAL itself knows.
const STANDARD: [&str; 2] = ["version", "label"];

/// OSCAL: names of our own have a name space, ids are unique, what is referred to is there, no list is empty.
pub fn oscal(document: &Json, catalog: Option<&Json>) -> Vec<String> {
    let mut wrong = Vec::new();
    empty(document, "", &[], &mut wrong);
    let mut props = Vec::new();
    all(document, "props", &mut props);
    for prop in props.iter().flat_map(|p| p.as_array().into_iter().flatten()) {
        let name = text(prop, "name");
        if prop.get("ns").is_none() && !STANDARD.contains(&name) {
            wrong.push(format!("the property `{name}` is ours and has no name space"));
        }
        let value = text(prop, "value");
        if value.trim() != value {
            wrong.push(format!("the property `{name}` begins or ends with a blank"));
        }
    }
    let ids = texts(document, "uuid");
    wrong.extend(twice(&ids).into_iter().map(|id| format!("the id {id} stands there twice")));
    let known = |id: &str| ids.contains(&id);
    for href in texts(document, "href").iter().filter_map(|h| h.strip_prefix('#')).filter(|id| !known(id)) {
        wrong.push(format!("#{href} leads nowhere"));
    }
    for key in ["subject-uuid", "observation-uuid"] {
        wrong.extend(texts(document, key).iter().filter(|id| !known(id)).map(|id| format!("{key} {id} is not there")));
    }
    let mut parties = Vec::new();
    all(document, "party-uuids", &mut parties);
    for party in parties.iter().flat_map(|p| p.as_array().into_iter().flatten()).filter_map(Json::as_str) {
        if !known(party) {
            wrong.push(format!("the party {party} is not there"));
        }
    }
    if let Some(catalog) = catalog {
        let there = texts(catalog, "id");
        for key in ["control-id", "target-id"] {
            wrong.extend(
                texts(document, key)
                    .iter()
                    .filter(|id| !there.contains(id))
                    .map(|id| format!("{id} is not in the catalog")),
            );
        }
    }
    for state in texts(document, "state") {
        if !["satisfied", "not-satisfied", "operational"].contains(&state) {
            wrong.push(format!("`{state}` is no state"));
        }
    }
    wrong
}

/// Croissant: what the specification asks for is there, digests are digests, files can be told apart.
pub fn croissant(dataset: &Json) -> Vec<String> {
    let mut wrong = Vec::new();
    empty(dataset, "", &[], &mut wrong);
    let wanted = [
        "@context",
        "@type",
        "conformsTo",
        "name",
        "description",
        "url",
        "license",
        "creator",
        "datePublished",
        "distribution",
    ];
    wrong.extend(wanted.iter().filter(|key| dataset.get(**key).is_none()).map(|key| format!("`{key}` is missing")));
    if text(dataset, "conformsTo") != "http://mlcommons.org/croissant/1.1" {
        wrong.push("it does not say that it follows Croissant 1.1".to_owned());
    }
    let files = list(dataset, "/distribution");
    let ids: Vec<&str> = files.iter().map(|f| text(f, "@id")).collect();
    wrong.extend(twice(&ids).into_iter().map(|id| format!("the file `{id}` stands there twice")));
    for file in files {
        let id = text(file, "@id");
        if !is_digest(text(file, "sha256")) {
            wrong.push(format!("the file `{id}` has no SHA-256 digest"));
        }
        if super::text::address(text(file, "contentUrl")).is_none() {
            wrong.push(format!("the file `{id}` has no address"));
        }
    }
    wrong
}

/// A manifest: in the order of Model Signing, each name once and within the folder, the root that of the digests.
pub fn statement(statement: &Json) -> Vec<String> {
    let Some(manifest) = Manifest::read(&statement.to_string()) else { return vec!["it is no manifest".to_owned()] };
    let mut wrong = Vec::new();
    let names: Vec<&str> = manifest.files.iter().map(|(name, _)| name.as_str()).collect();
    wrong.extend(twice(&names).into_iter().map(|n| format!("`{n}` stands there twice")));
    if !names.is_sorted_by(|a, b| order(a, b).is_le()) {
        wrong.push("the files are not in the order of their paths".to_owned());
    }
    for (name, digest) in &manifest.files {
        if name.starts_with('/') || name.split('/').any(|part| matches!(part, "" | "." | "..")) {
            wrong.push(format!("`{name}` leads out of the folder"));
        }
        if !is_digest(digest) {
            wrong.push(format!("`{name}` has no SHA-256 digest"));
        }
    }
    let files: Vec<FileEntry> = manifest
        .files
        .iter()
        .map(|(path, digest)| FileEntry { path: path.clone(), size: 0, sha256: Some(digest.clone()) })
        .collect();
    if Manifest::from_files(&manifest.name, &files).root != manifest.root {
        wrong.push("the root digest is not that of the files".to_owned());
    }
    wrong
}
