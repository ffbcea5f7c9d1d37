//! CycloneDX 1.7: the model as a component with its model card, its files, data sets and evaluations; who may see it, and which
//! file said what. A property of NVIDIA's taxonomy stands where it says the same as one of ours would.

use gpai_rules::law::Law;
use gpai_rules::names;
use gpai_rules::number::Number;
use serde_json::{Map, Value as Json, json};

use super::items::{Dataset, Evaluation};
use super::mapping::{Mapping, Relation, Strength};
use super::seen::{Known, Seen};
use super::text;
use super::written::{Left, Written, object, pretty};

/// Facts that stand where the format has a place for them.
const PLACED: [&str; 8] = [
    names::MODEL_NAME,
    names::MODEL_VERSION,
    names::MODEL_INPUTS,
    names::MODEL_OUTPUTS,
    names::MODEL_INTENDED_USE,
    names::MODEL_NOT_INTENDED,
    names::PROVIDER_NAME,
    names::OPENNESS_LICENCE,
];

/// Where the metrics stand.
const METRICS: &str = "/metadata/component/modelCard/quantitativeAnalysis/performanceMetrics";

/// What is written from.
struct Bom<'a> {
    seen: &'a Seen,
    law: &'a Law,
    nvidia: Vec<(&'a str, &'a Relation)>,
    reference: String,
    citations: Vec<Json>,
    left: Vec<Left>,
}

/// Writes the bill of materials.
pub fn write(seen: &Seen, law: &Law, mappings: &[Mapping]) -> Written {
    let version = seen.version();
    let reference = format!("model:{}{}", seen.model, version.as_ref().map(|v| format!("@{v}")).unwrap_or_default());
    let nvidia = theirs(seen, mappings);
    let mut bom = Bom { seen, law, nvidia, reference, citations: Vec::new(), left: Vec::new() };
    let component = bom.component(version);
    let files: Vec<Json> = seen.files.iter().map(file).collect();
    let names: Vec<String> = seen.files.iter().map(|f| file_ref(&f.path)).collect();
    if seen.version().is_none() {
        bom.left.push(Left::new("no-version", "metadata.component.version"));
    }
    let supplier = seen.provider().map(|name| json!({ "name": name }));
    let program = json!({ "type": "application", "name": "gpai", "version": seen.program });
    let metadata = object([
        ("timestamp", Some(json!(seen.time()))),
        ("tools", Some(json!({ "components": [program] }))),
        ("component", Some(component)),
        ("supplier", supplier),
        ("distributionConstraints", Some(json!({ "tlp": seen.reader.tlp() }))),
    ]);
    let dependencies = json!([{ "ref": bom.reference, "dependsOn": names }]);
    let document = object([
        ("$schema", Some(json!("http://cyclonedx.org/schema/bom-1.7.schema.json"))),
        ("bomFormat", Some(json!("CycloneDX"))),
        ("specVersion", Some(json!("1.7"))),
        ("serialNumber", Some(json!(format!("urn:uuid:{}", seen.id("cyclonedx", ""))))),
        ("version", Some(json!(1))),
        ("metadata", Some(metadata)),
        ("components", Some(Json::Array(files)).filter(|_| !names.is_empty())),
        ("dependencies", Some(dependencies)),
        ("citations", Some(Json::Array(std::mem::take(&mut bom.citations))).filter(|c| c != &json!([]))),
    ]);
    Written::one(&format!("{}.cdx.json", text::file_name(&seen.model)), pretty(&document), bom.left)
}

/// The properties of NVIDIA's taxonomy that say something here, each with what it says: the first of its relations that is known.
fn theirs<'m>(seen: &Seen, mappings: &'m [Mapping]) -> Vec<(&'m str, &'m Relation)> {
    let table = mappings.iter().find(|m| m.id == "nvidia-cyclonedx");
    let entries = table.map(|m| m.entries.as_slice()).unwrap_or_default();
    let same = entries.iter().filter(|e| e.strength == Strength::Same);
    same.filter_map(|e| Some((e.id.as_str(), e.relates.iter().find(|r| said(seen, r).is_some())?))).collect()
}

/// What is known of a relation.
fn said(seen: &Seen, relation: &Relation) -> Option<String> {
    match relation {
        Relation::Field(form, field) => seen.answer(form, field).map(str::to_owned),
        Relation::Fact(name) => seen.text(name),
        _ => None,
    }
}

/// One name a file, whatever its name holds.
fn file_ref(path: &str) -> String {
    format!("file:{}", text::percent(path))
}

fn file(entry: &super::items::FileEntry) -> Json {
    let hashes = entry.sha256.as_ref().map(|digest| json!([{ "alg": "SHA-256", "content": digest }]));
    object([
        ("type", Some(json!("file"))),
        ("bom-ref", Some(json!(file_ref(&entry.path)))),
        ("name", Some(json!(text::line(&entry.path)))),
        ("hashes", hashes),
    ])
}

impl Bom<'_> {
    fn component(&mut self, version: Option<String>) -> Json {
        let seen = self.seen;
        let supplier = seen.provider().map(|name| json!({ "name": name }));
        let hub = seen.hub.as_ref();
        let purl = hub.and_then(|h| Some(format!("pkg:huggingface/{}/{}@{}", h.owner, h.name, h.commit.as_ref()?)));
        let licences = seen.text(names::OPENNESS_LICENCE).map(|name| {
            self.cite(names::OPENNESS_LICENCE, "/metadata/component/licenses/0");
            json!([{ "license": self.licence(&name) }])
        });
        let ancestors = seen.base().map(|name| {
            self.cite(names::MODIFICATION_BASE, "/metadata/component/pedigree/ancestors/0");
            json!({ "ancestors": [{ "type": "machine-learning-model", "name": name }] })
        });
        if version.is_some() {
            self.cite(names::MODEL_VERSION, "/metadata/component/version");
        }
        self.cite(names::MODEL_NAME, "/metadata/component/name");
        let references = self.references();
        let card = self.card();
        let properties = self.properties();
        object([
            ("type", Some(json!("machine-learning-model"))),
            ("bom-ref", Some(json!(self.reference))),
            ("supplier", supplier),
            ("group", hub.map(|h| json!(h.owner))),
            ("name", Some(json!(seen.model))),
            ("version", version.map(|v| json!(v))),
            ("licenses", licences),
            ("purl", purl.map(|p| json!(p))),
            ("pedigree", ancestors),
            ("externalReferences", Some(Json::Array(references)).filter(|r| r != &json!([]))),
            ("properties", Some(Json::Array(properties))),
            ("modelCard", Some(card)),
        ])
    }

    fn licence(&self, name: &str) -> Json {
        let known = self.law.licences.find(name);
        match known.and_then(|l| l.spdx.as_ref()) {
            Some(id) => json!({ "id": id, "acknowledgement": "declared" }),
            None => json!({ "name": known.map_or(name, |l| l.name.as_str()), "acknowledgement": "declared" }),
        }
    }

    fn references(&self) -> Vec<Json> {
        let mut out = Vec::new();
        let document = |fact: &str, kind: &str, comment: &str| {
            let url = self.seen.text(fact)?;
            let url = text::address(&url)?.to_owned();
            Some(json!({ "type": kind, "url": url, "comment": comment }))
        };
        if let Some(hub) = &self.seen.hub {
            let url = format!("https://huggingface.co/{}/{}", hub.owner, hub.name);
            out.push(json!({ "type": "distribution", "url": url }));
        }
        out.extend(document(
            names::DOCUMENTS_TRAINING_SUMMARY,
            "documentation",
            "Public summary of the training content, Article 53(1)(d) of Regulation (EU) 2024/1689",
        ));
        out.extend(document(
            names::DOCUMENTS_COPYRIGHT_POLICY,
            "documentation",
            "Copyright policy, Article 53(1)(c) of Regulation (EU) 2024/1689",
        ));
        out
    }

    fn card(&mut self) -> Json {
        let seen = self.seen;
        let card = "/metadata/component/modelCard";
        let modalities = |fact: &str, side: &str, bom: &mut Self| {
            let words = seen.words(fact);
            for i in 0..words.len() {
                bom.cite(fact, &format!("{card}/modelParameters/{side}/{i}"));
            }
            (!words.is_empty()).then(|| json!(words.iter().map(|w| json!({ "format": w })).collect::<Vec<_>>()))
        };
        let inputs = modalities(names::MODEL_INPUTS, "inputs", self);
        let outputs = modalities(names::MODEL_OUTPUTS, "outputs", self);
        let datasets: Vec<Json> = seen.datasets.iter().map(|d| dataset(&d.item)).collect();
        for (i, known) in seen.datasets.iter().enumerate() {
            self.cite_place(known, &format!("{card}/modelParameters/datasets/{i}"));
        }
        let parameters = object([
            ("task", seen.text("card.pipeline_tag").map(|t| json!(t))),
            ("architectureFamily", seen.answer("model-documentation", "MDF-07").map(|t| json!(t))),
            ("datasets", Some(Json::Array(datasets)).filter(|d| d != &json!([]))),
            ("inputs", inputs),
            ("outputs", outputs),
        ]);
        let metrics: Vec<Json> = seen.evaluations.iter().map(|e| metric(&e.item)).collect();
        for (i, known) in seen.evaluations.iter().enumerate() {
            self.cite_place(known, &format!("{METRICS}/{i}"));
        }
        let considerations = self.considerations();
        let mine: Vec<Json> = self.card_properties();
        object([
            ("bom-ref", Some(json!(format!("{}#card", self.reference)))),
            ("modelParameters", Some(parameters).filter(|p| p != &json!({}))),
            ("quantitativeAnalysis", (!metrics.is_empty()).then(|| json!({ "performanceMetrics": metrics }))),
            ("considerations", Some(considerations).filter(|c| c != &json!({}))),
            ("properties", Some(Json::Array(mine)).filter(|p| p != &json!([]))),
        ])
    }

    fn considerations(&mut self) -> Json {
        let seen = self.seen;
        let place = "/metadata/component/modelCard/considerations";
        let mut uses: Vec<String> = Vec::new();
        if let Some(said) = seen.text(names::MODEL_INTENDED_USE) {
            self.cite(names::MODEL_INTENDED_USE, &format!("{place}/useCases/0"));
            uses.push(said);
        }
        uses.extend(seen.answer("model-documentation", "MDF-15").map(str::to_owned));
        let limits = seen.text(names::MODEL_NOT_INTENDED).map(|said| json!([said]));
        if limits.is_some() {
            self.cite(names::MODEL_NOT_INTENDED, &format!("{place}/technicalLimitations/0"));
        }
        let risks = seen
            .answer("copyright-policy", "terms")
            .map(|said| json!([{ "name": "Outputs that infringe copyright", "mitigationStrategy": said }]));
        object([
            ("useCases", (!uses.is_empty()).then(|| json!(uses))),
            ("technicalLimitations", limits),
            ("ethicalConsiderations", risks),
            ("environmentalConsiderations", self.environment()),
        ])
    }

    fn environment(&mut self) -> Option<Json> {
        let mut out = Vec::new();
        let mut left = Vec::new();
        let seen = self.seen;
        let place = "/metadata/component/modelCard/considerations/environmentalConsiderations/energyConsumptions";
        for known in &seen.energy {
            if !known.item.mwh.is_point() {
                left.push(Left::new("energy-is-an-interval", text::amount(&known.item.mwh)));
                continue;
            }
            let activity = match known.item.covers.as_slice() {
                [one] if one == "training" => "training",
                [one] if one == "fine_tuning" => "fine-tuning",
                [one] if one == "inference" => "inference",
                [one] if one == "data" => "data-preparation",
                [one] if one == "evaluation" => "validation",
                _ => "other",
            };
            let mut properties = Vec::new();
            if let Some(measured) = known.item.measured {
                properties.push(property("gpai:how", if measured { "measured" } else { "estimated" }));
            }
            if activity == "other" {
                let covers =
                    if known.item.covers.is_empty() { "unknown".to_owned() } else { known.item.covers.join(", ") };
                properties.push(property("gpai:covers", &covers));
            }
            let kwh = known.item.mwh.low.times_u(1000);
            self.cite_place(known, &format!("{place}/{}", out.len()));
            out.push(object([
                ("activity", Some(json!(activity))),
                ("energyProviders", Some(json!([]))),
                ("activityEnergyCost", Some(json!({ "value": text::number(&kwh), "unit": "kWh" }))),
                ("properties", Some(Json::Array(properties)).filter(|p| p != &json!([]))),
            ]));
        }
        self.left.extend(left);
        (!out.is_empty()).then(|| json!({ "energyConsumptions": out }))
    }

    /// Whether a property of NVIDIA's taxonomy says this here.
    fn theirs(&self, relation: &Relation) -> bool {
        self.nvidia.iter().any(|(_, said)| *said == relation)
    }

    /// NVIDIA's properties, then the answers of the model documentation that none of them says.
    fn card_properties(&self) -> Vec<Json> {
        let theirs =
            self.nvidia.iter().filter_map(|(name, relation)| Some(property(name, &said(self.seen, relation)?)));
        let mut out: Vec<Json> = theirs.collect();
        for known in &self.seen.answers {
            let relation = Relation::Field(known.item.form.clone(), known.item.field.clone());
            let in_place = ["MDF-07", "MDF-15"].contains(&known.item.field.as_str()) && !known.item.not_applicable;
            if known.item.form == "model-documentation"
                && !in_place
                && !self.theirs(&relation)
                && !known.item.text.is_empty()
            {
                out.push(property(&format!("gpai:field:{}", known.item.field), &known.item.text));
            }
        }
        out
    }

    /// The component's properties: facts without a place of their own, the law, the reader.
    fn properties(&mut self) -> Vec<Json> {
        let seen = self.seen;
        let mut out = vec![
            ("gpai:evidence-format".to_owned(), "gpai-evidence/1".to_owned(), None),
            ("gpai:law".to_owned(), format!("{} {}", seen.law.0, seen.law.1), None),
            ("gpai:reader".to_owned(), seen.reader.word().to_owned(), None),
        ];
        for fact in &seen.facts {
            let known = text::value(&fact.value);
            if PLACED.contains(&fact.name.as_str())
                || known.is_empty()
                || self.theirs(&Relation::Fact(fact.name.clone()))
            {
                continue;
            }
            out.push((format!("gpai:fact:{}", fact.name), known, Some(fact.name.clone())));
        }
        out.sort();
        for (i, (_, _, fact)) in out.iter().enumerate() {
            if let Some(name) = fact {
                self.cite(name, &format!("/metadata/component/properties/{i}"));
            }
        }
        out.iter().map(|(name, value, _)| property(name, value)).collect()
    }

    /// Says which files a fact came from, those that are components here.
    fn cite(&mut self, fact: &str, pointer: &str) {
        let places: Vec<_> = self.seen.fact(fact).map(|f| f.places.clone()).unwrap_or_default();
        for place in places {
            self.citation(pointer, &place);
        }
    }

    fn cite_place<T>(&mut self, known: &Known<T>, pointer: &str) {
        if let Some(place) = known.place.clone() {
            self.citation(pointer, &place);
        }
    }

    fn citation(&mut self, pointer: &str, place: &super::items::Place) {
        if !self.seen.files.iter().any(|f| f.path == place.file) {
            return;
        }
        let method = place.method.as_ref().map(|m| format!(", {}", text::line(m))).unwrap_or_default();
        self.citations.push(json!({
            "pointers": [pointer],
            "timestamp": self.seen.time(),
            "attributedTo": file_ref(&place.file),
            "note": format!("{}{method}", text::line(&place.file_line())),
        }));
    }
}

fn property(name: &str, value: &str) -> Json {
    json!({ "name": name, "value": value })
}

fn dataset(set: &Dataset) -> Json {
    let classification = set.public.map(|public| json!(if public { "public" } else { "confidential" }));
    let mut about = Map::new();
    let shown = [
        ("version", &set.version),
        ("selection", &set.selection),
        ("description", &set.description),
        ("licence", &set.licence),
        ("role", &set.role),
    ];
    let properties: Vec<Json> = shown
        .iter()
        .filter_map(|(key, said)| said.as_ref().map(|said| property(&format!("gpai:dataset:{key}"), said)))
        .collect();
    if let Some(url) = &set.url {
        about.insert("url".into(), json!(url));
    }
    if !properties.is_empty() {
        about.insert("properties".into(), Json::Array(properties));
    }
    object([
        ("type", Some(json!("dataset"))),
        ("name", Some(json!(set.name))),
        ("contents", (!about.is_empty()).then_some(Json::Object(about))),
        ("classification", classification),
    ])
}

fn metric(row: &Evaluation) -> Json {
    let kind = row.metric.as_ref().map_or_else(|| row.task.clone(), |m| format!("{}: {m}", row.task));
    object([
        ("type", Some(json!(kind))),
        ("value", Some(json!(row.value))),
        ("slice", Some(slice(row)).filter(|s| !s.is_empty()).map(|s| json!(s))),
        ("confidenceInterval", interval(row)),
    ])
}

/// What a result rests on, in one line.
pub(super) fn slice(row: &Evaluation) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(row.dataset.clone());
    parts.extend(row.shots.map(|n| format!("{n}-shot")));
    match (row.n, row.of) {
        (Some(n), Some(of)) => parts.push(format!("n={n} of {of}")),
        (Some(n), None) => parts.push(format!("n={n}")),
        _ => {}
    }
    parts.extend(row.tool.clone());
    parts.extend(row.date.map(|d| d.to_string()));
    parts.extend(row.method.clone());
    let caveats: String = row.caveats.iter().map(|c| format!("; caveat {c}")).collect();
    format!("{}{caveats}", parts.join(", "))
}

/// The value with two standard errors on each side; none without an error.
fn interval(row: &Evaluation) -> Option<Json> {
    let value = Number::parse(&row.value).ok()?;
    let twice = row.stderr.as_ref()?.times_u(2);
    let low = match value.minus(&twice) {
        Some(low) => low.to_string(),
        None => format!("-{}", twice.minus(&value)?),
    };
    Some(json!({ "lowerBound": low, "upperBound": value.plus(&twice).to_string() }))
}
