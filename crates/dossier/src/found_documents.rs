//! Which document stands for which duty: answered, or found in the folder or among the links of its card.

use gpai_evidence::DocumentFound;
use gpai_evidence::files::Entry;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::law::Law;

/// Whether a file is the view of one reader, by the name that `gpai doc render` gives it: nothing for the public.
pub fn for_one_reader(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_ascii_lowercase();
    ["-aio", "-nca", "-dp"].iter().any(|end| stem.ends_with(end))
}

/// Names the documents that were found, one for each kind, where nobody answered: a file of the folder before a link to
/// elsewhere, and of one document in several formats the one that people read.
pub fn name(law: &Law, facts: &mut Facts, answers: &Facts, found: &[DocumentFound], entries: &[Entry]) {
    let in_folder = |path: &str| entries.iter().any(|e| e.path == path);
    let mut best: std::collections::BTreeMap<&str, (Rank, &DocumentFound, String)> = std::collections::BTreeMap::new();
    for document in found {
        let Some(kind) = law.documents.kind(&document.kind) else { continue };
        if kind.public && for_one_reader(&document.place.file) {
            continue;
        }
        let target = document.target.as_deref().map(|t| t.trim_start_matches("./"));
        let value = match target {
            Some(t) if in_folder(t) || t.starts_with("https://") || t.starts_with("http://") => t.to_owned(),
            _ => document.place.file.clone(),
        };
        let rank = Rank::of(law, &value, document.target.is_some(), in_folder(&value));
        match best.get(document.kind.as_str()) {
            Some((other, _, held)) if (other, held) <= (&rank, &value) => {}
            _ => {
                best.insert(&document.kind, (rank, document, value));
            }
        }
    }
    for (kind, (_, document, value)) in best {
        let Some(name) = law.documents.kind(kind).map(|k| k.fact.clone()) else { continue };
        if law.fact(&name).is_some() && facts.claims(&name).is_empty() && answers.claims(&name).is_empty() {
            let mut source = Source::new(Origin::Evidence, document.place.file.clone());
            source.line = document.place.line;
            source.column = document.place.column;
            facts.add(name, Value::Text(value), source);
        }
    }
}

/// How well a value names a document; the least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// 0 a file in `documents/`, 1 another file of the folder, 2 an address elsewhere, 3 the card that links it.
    place: u8,
    /// By ending.
    ending: usize,
}

impl Rank {
    fn of(law: &Law, value: &str, linked: bool, in_folder: bool) -> Self {
        let card = linked && value.eq_ignore_ascii_case("README.md");
        let place = match (card, in_folder) {
            (true, _) => 3,
            (_, true) if value.starts_with("documents/") => 0,
            (_, true) => 1,
            _ => 2,
        };
        let ending = value.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        let ending = ending.and_then(|e| law.documents.ending(&e)).unwrap_or(law.documents.endings.len());
        Rank { place, ending }
    }
}

/// An answer that names a document which is not in the folder names none.
pub fn named(evidence: &mut Facts, answers: &mut Facts, findings: &mut Vec<Finding>, entries: &[Entry]) {
    let mut facts = answers.clone();
    facts.extend(evidence.clone());
    let names: Vec<String> = facts.names().filter(|n| n.starts_with("documents.")).map(str::to_owned).collect();
    for name in names {
        let Some(Value::Text(document)) = facts.value(&name) else { continue };
        let written = document.trim();
        let elsewhere = ["https://", "http://"].iter().any(|s| written.starts_with(s));
        let plain = written.trim_start_matches("./");
        let none = written.is_empty() || written.eq_ignore_ascii_case("none");
        if none || elsewhere || entries.iter().any(|e| e.path == plain) {
            continue;
        }
        let mut finding = Finding::new("document-not-there", Severity::Warning)
            .with("fact", &name)
            .with("document", written.chars().take(120).collect::<String>());
        finding.places = facts.claims(&name).iter().map(|c| Place::of(&c.source)).collect();
        findings.push(finding);
        evidence.remove(&name);
        answers.remove(&name);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: path.to_owned(), size: 1 }
    }

    fn found(file: &str, target: Option<&str>) -> DocumentFound {
        DocumentFound {
            kind: "training-summary".to_owned(),
            place: Place::at(file, 3, 1),
            target: target.map(str::to_owned),
        }
    }

    fn named_of(documents: &[DocumentFound], entries: &[&str]) -> Option<String> {
        let mut facts = Facts::new();
        let entries: Vec<Entry> = entries.iter().map(|e| entry(e)).collect();
        name(&Law::book().unwrap(), &mut facts, &Facts::new(), documents, &entries);
        match facts.value("documents.training_summary") {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn one_document_in_many_formats_is_one_document() {
        let all =
            ["documents/training-summary.toml", "documents/training-summary.pdf", "documents/training-summary.md"];
        let documents: Vec<DocumentFound> = all.iter().map(|f| found(f, None)).collect();
        assert_eq!(named_of(&documents, &all).as_deref(), Some("documents/training-summary.pdf"));
    }

    #[test]
    fn a_view_for_one_reader_is_never_the_public_document() {
        let all = ["documents/training-summary-aio.pdf", "a/training-summary.pdf", "documents/training-summary.docx"];
        let documents: Vec<DocumentFound> = all.iter().map(|f| found(f, None)).collect();
        assert_eq!(named_of(&documents, &all).as_deref(), Some("documents/training-summary.docx"));
        assert_eq!(named_of(&documents[..1], &all[..1]), None);
        assert!(
            for_one_reader("x/copyright-policy-AIO.pdf") && !for_one_reader("dp.md") && !for_one_reader("a-dp/x.md")
        );
    }

    #[test]
    fn a_link_names_its_target_and_a_file_comes_before_it() {
        let link = found("README.md", Some("https://example.eu/summary.pdf"));
        assert_eq!(
            named_of(std::slice::from_ref(&link), &["README.md"]).as_deref(),
            Some("https://example.eu/summary.pdf")
        );
        let local = found("README.md", Some("./docs/s.html"));
        let both = [link, local];
        assert_eq!(named_of(&both, &["README.md", "docs/s.html"]).as_deref(), Some("docs/s.html"));
        let unclear = found("README.md", Some("#summary"));
        assert_eq!(named_of(&[unclear], &["README.md"]).as_deref(), Some("README.md"));
    }
}
