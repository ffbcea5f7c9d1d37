//! Documents that the Act asks for, by the name of a file.

use gpai_rules::documents;
use gpai_rules::finding::Place;

use crate::files::Entry;
use crate::found::{DocumentFound, Found};

/// Finds documents among the files.
pub fn by_name(found: &mut Found, entries: &[Entry]) {
    for entry in entries {
        let name = entry.name().to_lowercase();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "txt"));
        let filed = entry.path.split('/').rev().nth(1).is_some_and(|f| f.eq_ignore_ascii_case("documents"));
        let known = documents::bundled();
        let kind = known.of_file(stem, filed).filter(|_| known.ending(ending).is_some() && entry.size > 0);
        if let Some(kind) = kind {
            let place = Place::file(&entry.path);
            found.document(DocumentFound { kind: kind.word.clone(), place, target: None });
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
