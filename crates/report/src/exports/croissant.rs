//! Croissant 1.1, one file for each public data set. What the specification asks for is asked for here, too: a data set without
//! name, description, address, licence, maker, day of publication or files with real digests is left out, and that is said.

use gpai_rules::law::Law;
use serde_json::{Value as Json, json};

use super::audience::Reader;
use super::items::{Dataset, DatasetFile};
use super::seen::Seen;
use super::text;
use super::written::{Left, Written, object, pretty};

/// Writes one file for each data set of which enough is known. Only the public is written for.
pub fn write(seen: &Seen, law: &Law) -> Written {
    let mut out = Written::default();
    if seen.reader != Reader::Public {
        return out;
    }
    let public: Vec<&Dataset> = seen.datasets.iter().map(|d| &d.item).filter(|d| d.public == Some(true)).collect();
    for set in &public {
        let lacks = lacks(set);
        if !lacks.is_empty() {
            out.left.push(Left::new("dataset-lacks", format!("{}: {}", set.name, lacks.join(", "))));
            continue;
        }
        let mut name = text::file_name(&set.name);
        while out.files.iter().any(|(other, _)| *other == format!("{name}.json")) {
            name.push_str("-2");
        }
        out.files.push((format!("{name}.json"), pretty(&dataset(seen, law, set))));
    }
    if public.is_empty() {
        out.left.push(Left::new("no-dataset", ""));
    }
    out.files.sort();
    out
}

/// What the specification asks for and is not known.
pub fn lacks(set: &Dataset) -> Vec<&'static str> {
    let real = |f: &DatasetFile| is_digest(&f.sha256) && text::address(&f.url).is_some() && !f.format.is_empty();
    let wanted = [
        ("name", !set.name.is_empty()),
        ("description", set.description.is_some()),
        ("url", set.url.is_some()),
        ("license", set.licence.is_some()),
        ("creator", set.creator.is_some()),
        ("datePublished", set.published.is_some()),
        ("distribution", !set.files.is_empty() && set.files.iter().all(real)),
    ];
    wanted.iter().filter(|(_, there)| !there).map(|(key, _)| *key).collect()
}

/// Whether a text is a SHA-256 digest and not, say, an address.
pub fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn dataset(seen: &Seen, law: &Law, set: &Dataset) -> Json {
    let licence = set.licence.as_deref().unwrap_or_default();
    let spdx = law.licences.find(licence).and_then(|l| l.spdx.as_ref());
    let licence = spdx.map_or_else(|| licence.to_owned(), |id| format!("https://spdx.org/licenses/{id}"));
    let files: Vec<Json> = set.files.iter().enumerate().map(|(i, f)| file(i, f)).collect();
    let version = set.version.as_deref().filter(|v| is_version(v));
    let timeframe = set.collected.as_ref().map(|(from, to)| json!([from, to]));
    let made = set.collected.as_ref().map(|(from, to)| {
        json!({ "@type": "prov:Activity", "prov:label": "collection", "prov:startedAtTime": from, "prov:endedAtTime": to })
    });
    object([
        ("@context", Some(context())),
        ("@type", Some(json!("sc:Dataset"))),
        ("conformsTo", Some(json!("http://mlcommons.org/croissant/1.1"))),
        ("name", Some(json!(set.name))),
        ("description", set.description.as_ref().map(|d| json!(d))),
        ("url", set.url.as_ref().map(|u| json!(u))),
        ("license", Some(json!(licence))),
        ("version", version.map(|v| json!(v))),
        ("datePublished", set.published.map(|d| json!(d.to_string()))),
        ("creator", set.creator.as_ref().map(|name| json!({ "@type": "sc:Organization", "name": name }))),
        ("citeAs", set.creator.as_ref().map(|name| json!(format!("{name}: {}", set.name)))),
        ("isAccessibleForFree", Some(json!(true))),
        ("distribution", Some(Json::Array(files))),
        ("rai:dataUseCases", Some(json!(format!("Training data of {}.", seen.model)))),
        ("rai:dataCollectionTimeframe", timeframe),
        ("rai:dataManipulationProtocol", set.selection.as_ref().map(|s| json!(s))),
        ("prov:wasGeneratedBy", made),
    ])
}

fn file(i: usize, file: &DatasetFile) -> Json {
    let named = file.url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let name = if named.is_empty() { format!("file-{i}") } else { named.to_owned() };
    object([
        ("@type", Some(json!("cr:FileObject"))),
        ("@id", Some(json!(format!("file-{i}")))),
        ("name", Some(json!(name))),
        ("contentUrl", Some(json!(file.url))),
        ("encodingFormat", Some(json!(file.format))),
        ("contentSize", file.bytes.map(|b| json!(format!("{b} B")))),
        ("sha256", Some(json!(file.sha256))),
    ])
}

/// `MAJOR.MINOR.PATCH`.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.len() < 10 && p.bytes().all(|b| b.is_ascii_digit()))
}

/// The context that the specification recommends.
fn context() -> Json {
    let croissant = |name: &str| (name.to_owned(), json!(format!("cr:{name}")));
    let own: [&str; 24] = [
        "column",
        "containedIn",
        "extract",
        "field",
        "fileObject",
        "fileProperty",
        "fileSet",
        "format",
        "includes",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "path",
        "recordSet",
        "references",
        "regex",
        "repeated",
        "replace",
        "samplingRate",
        "separator",
        "source",
        "subField",
        "transform",
    ];
    let mut context: Vec<(String, Json)> = own.iter().map(|name| croissant(name)).collect();
    context.extend([
        ("@language".to_owned(), json!("en")),
        ("@vocab".to_owned(), json!("https://schema.org/")),
        ("citeAs".to_owned(), json!("cr:citeAs")),
        ("conformsTo".to_owned(), json!("dct:conformsTo")),
        ("cr".to_owned(), json!("http://mlcommons.org/croissant/")),
        ("data".to_owned(), json!({ "@id": "cr:data", "@type": "@json" })),
        ("dataType".to_owned(), json!({ "@id": "cr:dataType", "@type": "@vocab" })),
        ("dct".to_owned(), json!("http://purl.org/dc/terms/")),
        ("equivalentProperty".to_owned(), json!("cr:equivalentProperty")),
        ("examples".to_owned(), json!({ "@id": "cr:examples", "@type": "@json" })),
        ("isLiveDataset".to_owned(), json!("cr:isLiveDataset")),
        ("prov".to_owned(), json!("http://www.w3.org/ns/prov#")),
        ("rai".to_owned(), json!("http://mlcommons.org/croissant/RAI/")),
        ("sc".to_owned(), json!("https://schema.org/")),
    ]);
    context.sort_by(|a, b| a.0.cmp(&b.0));
    Json::Object(context.into_iter().collect())
}
