//! Documents that the Act asks for, by the name of a file.

use gpai_rules::finding::Place;

use crate::files::Entry;
use crate::found::{DocumentFound, Found};

/// Kinds of documents with words of file names, letters and digits only.
///
/// The first that fits counts.
const NAMES: [(&str, &[&str]); 4] = [
    ("training-summary", &["trainingsummary", "trainingdatasummary", "publicsummary", "trainingcontentsummary"]),
    ("copyright-policy", &["copyrightpolicy"]),
    ("integrator-documentation", &["integratordocumentation", "downstreamdocumentation", "modeldocumentationdp"]),
    ("technical-documentation", &["technicaldocumentation", "modeldocumentationform", "modeldocumentation"]),
];

/// Kinds of documents whose names are too common to be known by them anywhere but in a folder called `documents`.
const IN_DOCUMENTS: [(&str, &str); 4] = [
    ("representative-mandate", "representativemandate"),
    ("safety-framework", "safetyframework"),
    ("model-report", "modelreport"),
    ("notification", "notification"),
];

/// Endings of files that can be documents.
const ENDINGS: [&str; 8] = ["md", "txt", "pdf", "html", "docx", "odt", "json", "toml"];

/// Finds documents among the files.
pub fn by_name(found: &mut Found, entries: &[Entry]) {
    for entry in entries {
        let name = entry.name().to_lowercase();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "txt"));
        let plain: String = stem.chars().filter(|c| c.is_alphanumeric()).collect();
        let kind = NAMES.iter().find(|(_, names)| names.iter().any(|n| plain.contains(n))).map(|(kind, _)| *kind);
        let filed = entry.path.split('/').rev().nth(1).is_some_and(|f| f.eq_ignore_ascii_case("documents"));
        let kind = kind.or_else(|| IN_DOCUMENTS.iter().find(|(_, n)| filed && plain.starts_with(n)).map(|(k, _)| *k));
        if let Some(kind) = kind.filter(|_| ENDINGS.contains(&ending) && entry.size > 0) {
            let place = Place::file(&entry.path);
            found.document(DocumentFound { kind: kind.to_owned(), place, target: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use gpai_rules::licence::Licences;

    use crate::files::Memory;

    #[test]
    fn what_gpai_writes_is_known_by_its_place() {
        let files = Memory::new()
            .with("documents/model-documentation-dp.pdf", "x")
            .with("documents/model-documentation-aio.pdf", "x")
            .with("documents/notification.pdf", "x")
            .with("src/notification.md", "x");
        let found = crate::read(&files, &Licences::default());
        let kinds: Vec<_> = found.documents.iter().map(|d| (d.kind.as_str(), d.place.file.as_str())).collect();
        assert_eq!(
            kinds,
            [
                ("integrator-documentation", "documents/model-documentation-dp.pdf"),
                ("notification", "documents/notification.pdf"),
                ("technical-documentation", "documents/model-documentation-aio.pdf"),
            ]
        );
    }

    #[test]
    fn documents_by_name_and_by_link() {
        let card = "# M\n\nSee the [public\nsummary of training content](https://a/b) and our <a href=\"x\">copyright policy</a>.\n";
        let files = Memory::new()
            .with("README.md", card)
            .with("docs/TRAINING_DATA_SUMMARY.md", "x")
            .with("copyright-policy.py", "");
        let found = crate::read(&files, &Licences::default());
        let kinds: Vec<_> = found
            .documents
            .iter()
            .map(|d| (d.kind.as_str(), d.place.file.as_str(), d.place.line, d.target.as_deref()))
            .collect();
        assert_eq!(
            kinds,
            [
                ("copyright-policy", "README.md", Some(4), Some("x")),
                ("training-summary", "README.md", Some(3), Some("https://a/b")),
                ("training-summary", "docs/TRAINING_DATA_SUMMARY.md", None, None)
            ]
        );
    }
}
