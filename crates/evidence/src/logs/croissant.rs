//! Croissant descriptions of data sets, 1.0 and 1.1: name, licence, period, sizes as they are written. Sets of files that are made
//! of one another are not added up.

use gpai_rules::finding::{Finding, Severity};
use gpai_rules::rows::{DatasetRow, Rows};

use super::json::Json;
use super::names::shown;
use crate::run::Run;
use crate::text::Text;

/// Files and sets of files that are kept.
const FILES: usize = 1_000;

/// The value of a term, under any of the prefixes that stand for schema.org, Croissant or Dublin Core.
fn term<'j>(json: &'j Json, name: &str) -> Option<&'j Json> {
    let prefixes = [
        "",
        "sc:",
        "schema:",
        "https://schema.org/",
        "http://schema.org/",
        "cr:",
        "http://mlcommons.org/croissant/",
        "dct:",
        "http://purl.org/dc/terms/",
    ];
    prefixes.iter().find_map(|p| json.get(&format!("{p}{name}")))
}

/// A text; that of a value or of an address; the first of a list.
fn text_of(json: &Json) -> Option<String> {
    let inner = ["@value", "name", "url", "@id"].iter().find_map(|k| json.get(k)?.scalar());
    json.scalar()
        .or(inner)
        .map(shown)
        .or_else(|| json.items().first().filter(|i| i.items().is_empty()).and_then(text_of))
}

/// Whether it describes a data set.
pub fn is(root: &Json) -> bool {
    let kinds = root
        .get("@type")
        .map_or(Vec::new(), |t| t.text().into_iter().chain(t.items().iter().filter_map(Json::text)).collect());
    let conforms = term(root, "conformsTo").is_some_and(|c| {
        let texts =
            c.text().into_iter().chain(c.items().iter().filter_map(|i| i.text().or_else(|| i.get("@id")?.text())));
        texts.chain(c.get("@id").and_then(Json::text)).any(|t| t.contains("croissant"))
    });
    conforms || kinds.iter().any(|k| k.ends_with("Dataset"))
}

/// The row of a description.
pub fn read(run: &mut Run<'_>, text: &Text, root: &Json) {
    let word = |name: &str| term(root, name).and_then(text_of);
    let licences = term(root, "license").map_or(Vec::new(), |l| {
        if l.items().is_empty() {
            text_of(l).into_iter().collect()
        } else {
            l.items().iter().filter_map(text_of).collect::<Vec<_>>()
        }
    });
    let mut languages: Vec<String> = term(root, "inLanguage").map_or(Vec::new(), |l| {
        if l.items().is_empty() {
            text_of(l).into_iter().collect()
        } else {
            l.items().iter().filter_map(text_of).collect::<Vec<_>>()
        }
    });
    languages.sort();
    languages.dedup();
    let mut sizes = Vec::new();
    for file in term(root, "distribution").map_or(&[][..], Json::items).iter().take(FILES) {
        if let Some(size) = term(file, "contentSize").and_then(Json::scalar) {
            let id = file.get("@id").and_then(Json::text).map(shown).or_else(|| term(file, "name").and_then(text_of));
            sizes.push((id.unwrap_or_default(), shown(size)));
        }
    }
    let rounded = sizes.iter().find(|(_, size)| is_rounded(size)).cloned();
    let period = word("temporalCoverage").and_then(|t| t.split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())));
    let mut row = DatasetRow {
        place: text.place(0),
        kind: "croissant".to_owned(),
        name: word("name"),
        licence: Some(licences.join(", ")).filter(|l| !l.is_empty()),
        languages,
        sizes,
        period,
        published: word("datePublished"),
        conforms_to: word("conformsTo"),
        version: word("version"),
        url: word("url"),
        ..DatasetRow::default()
    };
    if let Some((id, size)) = rounded {
        row.caveats.push("dataset-size-rounded".to_owned());
        let at = text.content.find("contentSize").unwrap_or(0);
        let finding = Finding::new("dataset-size-rounded", Severity::Info).with("of", id).with("size", size);
        run.find(finding.place(text.place(at)));
    }
    run.rows(Rows { datasets: vec![row], ..Rows::default() });
}

/// Whether a size is one with a unit larger than a byte: an interval, no number.
fn is_rounded(size: &str) -> bool {
    let unit: String = size.chars().filter(char::is_ascii_alphabetic).collect();
    !matches!(unit.to_lowercase().as_str(), "" | "b" | "byte" | "bytes")
}
