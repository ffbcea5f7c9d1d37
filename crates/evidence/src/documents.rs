//! Documents that the Act asks for: by the name of a file, or by a link in the card.

use gpai_rules::finding::Place;

use crate::DocumentFound;
use crate::files::Entry;
use crate::limits;
use crate::run::Work;
use crate::text::{Text, has_any};

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

/// The longest link that is kept.
const TARGET: usize = 2048;

/// Kinds of documents with words of the text of a link.
const LINKS: [(&str, &[&str]); 3] = [
    (
        "training-summary",
        &[
            "training data summary",
            "training-data summary",
            "summary of training content",
            "summary of the training content",
            "summary of training data",
            "training content summary",
            "training summary",
            "训练内容公开摘要",
            "训练数据摘要",
        ],
    ),
    ("copyright-policy", &["copyright policy", "copyright compliance policy", "版权政策"]),
    ("technical-documentation", &["technical documentation", "model documentation form"]),
];

/// Endings of files that can be documents.
const ENDINGS: [&str; 8] = ["md", "txt", "pdf", "html", "docx", "odt", "json", "toml"];

/// Finds documents among the files.
pub fn by_name(work: &mut Work<'_>, entries: &[Entry]) {
    for entry in entries {
        let name = entry.name().to_lowercase();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "txt"));
        let plain: String = stem.chars().filter(|c| c.is_alphanumeric()).collect();
        let kind = NAMES.iter().find(|(_, names)| names.iter().any(|n| plain.contains(n))).map(|(kind, _)| *kind);
        let filed = entry.path.split('/').rev().nth(1).is_some_and(|f| f.eq_ignore_ascii_case("documents"));
        let kind = kind.or_else(|| IN_DOCUMENTS.iter().find(|(_, n)| filed && plain.starts_with(n)).map(|(k, _)| *k));
        if let Some(kind) = kind.filter(|_| ENDINGS.contains(&ending) && entry.size > 0) {
            add(work, kind, Place::file(&entry.path), None);
        }
    }
}

/// Finds documents among the links of the card: `[text](target)` and `<a href="target">text</a>`.
pub fn by_link(work: &mut Work<'_>, text: &Text) {
    let lower = text.content.to_ascii_lowercase();
    for (found, _) in lower.match_indices("](").take(limits::LINKS) {
        let before = crate::text::window(&lower, found.saturating_sub(limits::WINDOW), found);
        let words = before.rsplit('[').next().unwrap_or_default();
        let rest = crate::text::window(&text.content, found + 2, found + 2 + TARGET);
        let target = rest.split([')', ' ', '\n', '\t']).next().map(|t| t.trim_matches(['<', '>']));
        link(work, text, words, found - words.len(), target);
    }
    for (found, _) in lower.match_indices("<a ").take(limits::LINKS) {
        let body = crate::text::window(&lower, found, found + 2 * limits::WINDOW);
        let words = body.split_once('>').and_then(|(_, b)| b.split_once("</a")).map(|(w, _)| w);
        let tag = crate::text::window(&text.content, found, found + TARGET).split('>').next().unwrap_or_default();
        link(work, text, words.unwrap_or_default(), found, href(tag));
    }
}

/// The value of `href` in a tag.
fn href(tag: &str) -> Option<&str> {
    let (_, value) = tag.split_once("href=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    match quote {
        Some(quote) => value.get(1..)?.split(quote).next(),
        None => value.split_whitespace().next(),
    }
}

fn link(work: &mut Work<'_>, text: &Text, words: &str, at: usize, target: Option<&str>) {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for (kind, _) in LINKS.iter().filter(|(_, phrases)| has_any(&words, phrases)) {
        add(work, kind, text.place(at), target.filter(|t| !t.is_empty()).map(str::to_owned));
    }
}

fn add(work: &mut Work<'_>, kind: &str, place: Place, target: Option<String>) {
    if work.found.documents.len() < limits::CANDIDATES {
        work.found.documents.push(DocumentFound { kind: kind.to_owned(), place, target });
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
