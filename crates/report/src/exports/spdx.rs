//! SPDX 3.0.1 as JSON-LD: the model as an AI package, its licence, data sets, files and where the values come from.
//!
//! A profile is claimed only where all that it asks for is known; the public validators do not look.

use gpai_rules::law::Law;
use gpai_rules::names;
use serde_json::{Map, Value as Json, json};

use super::cyclonedx::slice;
use super::items::{Dataset, Evaluation, FileEntry};
use super::seen::Seen;
use super::text;
use super::written::{Left, Written, object, pretty};

/// Amounts that stand among the hyperparameters.
const AMOUNTS: [&str; 7] = [
    "model.parameters",
    "model.active_parameters",
    "training.tokens",
    names::COMPUTE_UPDATE_FLOP,
    names::COMPUTE_CUMULATIVE_FLOP,
    names::COMPUTE_EXPECTED_CUMULATIVE_FLOP,
    names::MODIFICATION_FLOP,
];

/// A document in the making.
struct Graph<'a> {
    seen: &'a Seen,
    law: &'a Law,
    base: String,
    elements: Vec<Json>,
    names: Vec<String>,
    left: Vec<Left>,
}

/// The blank node of the creation.
const CREATION: &str = "_:creationinfo";

/// Writes the document.
pub fn write(seen: &Seen, law: &Law) -> Written {
    let name = text::file_name(&seen.model);
    let base = format!("https://spdx.org/spdxdocs/{name}-{}", seen.id("spdx", ""));
    let mut graph = Graph { seen, law, base, elements: Vec::new(), names: Vec::new(), left: Vec::new() };
    let ai = graph.model();
    let data = graph.datasets();
    graph.base_model();
    graph.files();
    graph.annotations();
    let document = graph.document(ai, data);
    Written::one(&format!("{name}.spdx.json"), pretty(&document), graph.left)
}

impl Graph<'_> {
    fn iri(&self, part: &str) -> String {
        format!("{}#{part}", self.base)
    }

    /// Adds an element: type and id first, then what is known of it.
    fn add(&mut self, kind: &str, part: &str, rest: Json) {
        let mut entry = Map::new();
        entry.insert("type".into(), json!(kind));
        entry.insert("spdxId".into(), json!(self.iri(part)));
        entry.insert("creationInfo".into(), json!(CREATION));
        if let Json::Object(rest) = rest {
            entry.extend(rest);
        }
        self.elements.push(Json::Object(entry));
        self.names.push(part.to_owned());
    }

    fn relate(&mut self, part: &str, kind: &str, from: &str, to: &[String]) {
        let to: Vec<String> = to.iter().map(|part| self.iri(part)).collect();
        let from = self.iri(from);
        self.add(
            "Relationship",
            part,
            json!({ "relationshipType": kind, "from": from, "to": to, "completeness": "noAssertion" }),
        );
    }

    /// The licence of a package, declared and concluded. Returns whether both stand.
    fn licence(&mut self, package: &str, suffix: &str, named: Option<&str>, read: bool) -> bool {
        let Some(named) = named else { return false };
        let licence = format!("licence{suffix}");
        let expression = expression(self.law, named);
        self.add(
            "simplelicensing_LicenseExpression",
            &licence,
            json!({ "simplelicensing_licenseExpression": expression }),
        );
        self.relate(&format!("declared{suffix}"), "hasDeclaredLicense", package, std::slice::from_ref(&licence));
        if read {
            self.relate(&format!("concluded{suffix}"), "hasConcludedLicense", package, &[licence]);
        }
        read
    }

    /// The model. Returns whether all that the profile `ai` asks for is known.
    fn model(&mut self) -> bool {
        let seen = self.seen;
        let provider = seen.provider();
        match &provider {
            Some(name) => self.add("Organization", "provider", json!({ "name": name })),
            None => {
                self.left.push(Left::new("no-provider", "suppliedBy"));
                self.add("SoftwareAgent", "agent", json!({ "name": format!("gpai {}", seen.program) }));
            }
        }
        self.add("Tool", "tool", json!({ "name": format!("gpai {}", seen.program) }));
        let version = seen.version();
        let released = seen.day(names::MARKET_FIRST_AVAILABLE).map(|day| format!("{day}T00:00:00Z"));
        let download = seen.hub.as_ref().map(|h| format!("https://huggingface.co/{}/{}", h.owner, h.name));
        let architecture = seen.answer("model-documentation", "MDF-07");
        let uses =
            [seen.text(names::MODEL_INTENDED_USE), seen.answer("model-documentation", "MDF-15").map(str::to_owned)];
        let uses: Vec<String> = uses.into_iter().flatten().collect();
        let metrics: Vec<Json> = seen.evaluations.iter().map(|e| metric(&e.item)).collect();
        let amounts: Vec<Json> = AMOUNTS
            .iter()
            .filter_map(|name| Some(json!({ "type": "DictionaryEntry", "key": name, "value": seen.text(name)? })))
            .collect();
        let supplier = provider.as_ref().map(|_| json!(self.iri("provider")));
        let wanted = [
            ("suppliedBy", supplier.is_some()),
            ("software_packageVersion", version.is_some()),
            ("releaseTime", released.is_some()),
            ("software_downloadLocation", download.is_some()),
        ];
        let training = self.training();
        let energy = self.energy();
        let package = object([
            ("name", Some(json!(seen.model))),
            ("suppliedBy", supplier),
            ("releaseTime", released.map(|r| json!(r))),
            ("software_packageVersion", version.map(|v| json!(v))),
            ("software_downloadLocation", download.map(|d| json!(d))),
            ("software_primaryPurpose", Some(json!("model"))),
            ("ai_typeOfModel", architecture.map(|a| json!([a]))),
            ("ai_informationAboutApplication", (!uses.is_empty()).then(|| json!(uses.join("\n\n")))),
            ("ai_informationAboutTraining", training.map(|t| json!(t))),
            ("ai_limitation", seen.text(names::MODEL_NOT_INTENDED).map(|t| json!(t))),
            ("ai_metric", (!metrics.is_empty()).then_some(Json::Array(metrics))),
            ("ai_hyperparameter", (!amounts.is_empty()).then_some(Json::Array(amounts))),
            ("ai_energyConsumption", energy),
        ]);
        self.add("ai_AIPackage", "model", package);
        let licence = seen.text(names::OPENNESS_LICENCE);
        let read = seen.licence_was_read();
        if licence.is_some() && !read {
            self.left.push(Left::new("no-licence-read", "hasConcludedLicense"));
        }
        let concluded = self.licence("model", "", licence.as_deref(), read);
        let mut lacks: Vec<&str> = wanted.iter().filter(|(_, there)| !there).map(|(key, _)| *key).collect();
        if !concluded {
            lacks.push("hasConcludedLicense");
        }
        if !lacks.is_empty() {
            self.left.push(Left::new("profile-not-claimed", format!("ai: {}", lacks.join(", "))));
        }
        lacks.is_empty()
    }

    /// What is said of the training: the public summary, what the reader's form says, data sets whose kind is not known.
    fn training(&self) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(url) = self.seen.text(names::DOCUMENTS_TRAINING_SUMMARY).as_deref().and_then(text::address) {
            parts.push(format!("Public summary of the training content: {url}"));
        }
        parts.extend(self.seen.answer("model-documentation", "MDF-20").map(str::to_owned));
        let named: Vec<String> =
            self.seen.datasets.iter().filter(|d| kinds(&d.item).is_empty()).map(|d| titled(&d.item)).collect();
        if !named.is_empty() {
            parts.push(format!("Data sets: {}", named.join("; ")));
        }
        (!parts.is_empty()).then(|| parts.join("\n\n"))
    }

    fn energy(&mut self) -> Option<Json> {
        let mut out = Vec::new();
        for known in &self.seen.energy {
            let training = known.item.covers.as_slice() == ["training"];
            if !known.item.mwh.is_point() {
                self.left.push(Left::new("energy-is-an-interval", text::amount(&known.item.mwh)));
            } else if training {
                out.push(json!({
                    "type": "ai_EnergyConsumptionDescription",
                    "ai_energyQuantity": plain(&known.item.mwh.low.times_u(1000).to_string()),
                    "ai_energyUnit": "kilowattHour",
                }));
            }
        }
        (!out.is_empty()).then(|| json!({ "type": "ai_EnergyConsumption", "ai_trainingEnergyConsumption": out }))
    }

    /// The data sets whose kind is known. Returns whether there are any and each has all that the profile `dataset` asks for.
    fn datasets(&mut self) -> bool {
        let sets: Vec<Dataset> =
            self.seen.datasets.iter().map(|d| d.item.clone()).filter(|d| !kinds(d).is_empty()).collect();
        let mut whole = !sets.is_empty();
        for (i, set) in sets.iter().enumerate() {
            let (part, maker) = (format!("dataset-{i}"), format!("maker-{i}"));
            if let Some(name) = &set.creator {
                self.add("Organization", &maker, json!({ "name": name }));
            }
            let makers = set.creator.as_ref().map(|_| json!([self.iri(&maker)]));
            let day = |day: Option<jiff::civil::Date>| day.map(|d| json!(format!("{d}T00:00:00Z")));
            let level = set.public.map(|public| json!(if public { "clear" } else { "amber" }));
            let package = object([
                ("name", Some(json!(set.name))),
                ("originatedBy", makers.clone()),
                ("builtTime", day(set.built)),
                ("releaseTime", day(set.published)),
                ("software_packageVersion", set.version.as_ref().map(|v| json!(v))),
                ("software_downloadLocation", set.url.as_ref().map(|u| json!(u))),
                ("software_primaryPurpose", Some(json!("data"))),
                ("dataset_datasetType", Some(json!(kinds(set)))),
                ("dataset_datasetSize", set.bytes.map(|b| json!(b))),
                ("dataset_confidentialityLevel", level),
                ("dataset_dataPreprocessing", set.selection.as_ref().map(|s| json!([s]))),
            ]);
            self.add("dataset_DatasetPackage", &part, package);
            self.licence(&part, &format!("-{i}"), set.licence.as_deref(), false);
            let relation =
                if matches!(set.role.as_deref(), Some("testing" | "validation")) { "testedOn" } else { "trainedOn" };
            self.relate(&format!("used-{i}"), relation, "model", &[part]);
            whole &= set.licence.is_some()
                && makers.is_some()
                && set.built.is_some()
                && set.published.is_some()
                && set.url.is_some();
        }
        if !sets.is_empty() && !whole {
            self.left.push(Left::new("profile-not-claimed", "dataset"));
        }
        whole
    }

    fn base_model(&mut self) {
        let Some(name) = self.seen.base() else { return };
        self.add("software_Package", "base", json!({ "name": name, "software_primaryPurpose": "model" }));
        self.relate("descends", "descendantOf", "model", &["base".to_owned()]);
    }

    fn files(&mut self) {
        let files = self.seen.files.clone();
        let parts: Vec<String> = (0..files.len()).map(|i| format!("file-{i}")).collect();
        for (entry, part) in files.iter().zip(&parts) {
            let hashes = entry
                .sha256
                .as_ref()
                .map(|digest| json!([{ "type": "Hash", "algorithm": "sha256", "hashValue": digest }]));
            let rest = object([
                ("name", Some(json!(text::line(&entry.path)))),
                ("verifiedUsing", hashes),
                ("software_primaryPurpose", Some(json!(purpose(entry)))),
            ]);
            self.add("software_File", part, rest);
        }
        if !parts.is_empty() {
            self.relate("contains", "contains", "model", &parts);
        }
    }

    /// Where the values come from.
    fn annotations(&mut self) {
        let model = self.iri("model");
        let facts = self.seen.facts.clone();
        for fact in facts.iter().filter(|f| !f.places.is_empty()) {
            let places: Vec<String> = fact
                .places
                .iter()
                .map(|p| {
                    let method = p.method.as_ref().map(|m| format!(" ({m})")).unwrap_or_default();
                    text::line(&format!("{}{method}", p.file_line()))
                })
                .collect();
            let rest = json!({
                "annotationType": "other",
                "subject": model,
                "statement": format!("{} = {}: {}", fact.name, text::value(&fact.value), places.join("; ")),
            });
            self.add("Annotation", &format!("source-{}", fact.name.replace('.', "-")), rest);
        }
    }

    fn document(&mut self, ai: bool, dataset: bool) -> Json {
        let mut profiles = vec!["core", "software", "simpleLicensing"];
        profiles.extend(ai.then_some("ai"));
        profiles.extend(dataset.then_some("dataset"));
        let agent = if self.seen.provider().is_some() { "provider" } else { "agent" };
        let creation = json!({
            "type": "CreationInfo",
            "@id": CREATION,
            "specVersion": "3.0.1",
            "created": self.seen.time(),
            "createdBy": [self.iri(agent)],
            "createdUsing": [self.iri("tool")],
        });
        let document = json!({
            "type": "SpdxDocument",
            "spdxId": self.iri("document"),
            "creationInfo": CREATION,
            "name": format!("{} for {}", self.seen.model, self.seen.reader.word()),
            "profileConformance": profiles,
            "rootElement": [self.iri("model")],
            "element": self.names.iter().map(|part| self.iri(part)).collect::<Vec<_>>(),
            "comment": format!("reader: {}; law: {} {}", self.seen.reader.word(), self.seen.law.0, self.seen.law.1),
        });
        let graph: Vec<Json> =
            std::iter::once(creation).chain(std::mem::take(&mut self.elements)).chain([document]).collect();
        json!({ "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph })
    }
}

/// A licence as an expression: an id of SPDX where the law book knows one, else a reference of our own.
fn expression(law: &Law, named: &str) -> String {
    if let Some(id) = law.licences.find(named).and_then(|l| l.spdx.clone()) {
        return id;
    }
    format!("LicenseRef-{}", text::file_name(named).replace('_', "-"))
}

/// The kinds of a data set in SPDX's words.
fn kinds(set: &Dataset) -> Vec<&'static str> {
    let word = |m: &String| match m.as_str() {
        "text" => Some("text"),
        "image" => Some("image"),
        "audio" => Some("audio"),
        "video" => Some("video"),
        _ => None,
    };
    let words: Vec<Option<&str>> = set.modalities.iter().map(word).collect();
    words.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn titled(set: &Dataset) -> String {
    let parts = [set.version.clone(), set.url.clone()];
    let more: String = parts.iter().flatten().map(|p| format!(", {p}")).collect();
    format!("{}{more}", set.name)
}

fn metric(row: &Evaluation) -> Json {
    let metric = row.metric.as_ref().map(|m| format!(" {m}")).unwrap_or_default();
    let rest = slice(row);
    let rest = if rest.is_empty() { rest } else { format!(" ({rest})") };
    json!({ "type": "DictionaryEntry", "key": format!("{}{metric}{rest}", row.task), "value": row.value })
}

/// A decimal without an exponent.
fn plain(text: &str) -> String {
    let Some((digits, exponent)) = text.split_once('e') else { return text.to_owned() };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let Ok(exponent) = exponent.parse::<usize>() else { return text.to_owned() };
    format!("{whole}{part}{}", "0".repeat(exponent.saturating_sub(part.len()).min(80)))
}

fn purpose(entry: &FileEntry) -> &'static str {
    let name = entry.path.rsplit('/').next().unwrap_or(&entry.path).to_lowercase();
    let ends = |list: &[&str]| list.iter().any(|e| name.ends_with(e));
    if ends(&[".safetensors", ".gguf", ".bin", ".onnx", ".pt", ".pth"]) {
        "model"
    } else if ends(&[".md", ".txt", ".pdf", ".html"]) || name.starts_with("licen") {
        "documentation"
    } else if ends(&[".json", ".toml", ".yaml", ".yml", ".jinja"]) {
        "configuration"
    } else if ends(&[".csv", ".jsonl", ".parquet"]) {
        "data"
    } else {
        "other"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_stand_without_exponent() {
        for (text, shown) in [("302400", "302400"), ("3e15", "3000000000000000"), ("1.25e16", "12500000000000000")] {
            assert_eq!(plain(text), shown);
        }
    }
}
