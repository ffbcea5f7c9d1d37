//! Whether there is a licence at all, and its text where only a name is given; looked at when all files were read.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::names;

use crate::files::Entry;
use crate::found::Found;
use crate::licence::file::is_licence as is_licence_file;
use crate::reader::cards;
use crate::text::shorten;

/// Findings that say that a licence is spoken of, although none is known.
const SPOKEN_OF: [&str; 2] = ["licence-not-understood", "licence-card-restricts"];

/// Says what is missing.
pub fn check(found: &mut Found, entries: &[Entry]) {
    let Some(card) = cards(entries).first().copied() else { return };
    let file = entries.iter().any(is_licence_file);
    let text = |found: &Found, name: &str| match found.facts.value(name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    let named = !found.facts.claims(names::OPENNESS_LICENCE).is_empty();
    let declared = found.facts.claims(names::CARD_LICENSE).first().cloned();
    // A licence that was not understood is named all the same.
    let spoken_of = found.findings.iter().any(|f| SPOKEN_OF.contains(&f.code.as_str()));
    if declared.is_none() && !named && !file && !spoken_of {
        found.find(Finding::new("licence-missing", Severity::Warning).place(Place::file(&card.path)));
    }
    let other = declared.filter(|c| matches!(&c.value, Value::Text(t) if t.eq_ignore_ascii_case("other")));
    if let (Some(claim), true, false) = (other, named, file) {
        let elsewhere = text(found, names::CARD_LICENSE_LINK).is_some_and(|l| {
            let local = l.trim_start_matches("./");
            l.contains("://") || entries.iter().any(|e| e.path == local)
        });
        let name = text(found, names::CARD_LICENSE_NAME).unwrap_or_default();
        if !elsewhere {
            let place = crate::domain::place(&claim.source);
            found.find(
                Finding::new("licence-text-missing", Severity::Warning).with("licence", shorten(&name)).place(place),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::licence::Licences;
    use gpai_rules::load::BOOK;
    use gpai_rules::toml_place::Text;

    use crate::files::Memory;
    use crate::read;

    fn codes(files: &Memory) -> Vec<String> {
        let (file, text) = BOOK.iter().find(|(file, _)| file.ends_with("licences.toml")).unwrap();
        let licences = Licences::load(Text { file, text }).unwrap();
        let found = read(files, &licences);
        found.findings.into_iter().map(|f| f.code).filter(|c| c.starts_with("licence-")).collect()
    }

    #[test]
    fn a_card_without_a_licence() {
        assert_eq!(codes(&Memory::new().with("README.md", "---\ntags: x\n---\n# X\n")), ["licence-missing"]);
        assert_eq!(codes(&Memory::new().with("README.md", "# X\n")), ["licence-missing"]);
        assert!(codes(&Memory::new().with("README.md", "---\nlicense: mit\n---\n# X\n")).is_empty());
        assert!(codes(&Memory::new().with("config.json", "{}")).is_empty());
        assert!(
            !codes(&Memory::new().with("README.md", "# X\n").with("COPYING", "mit"))
                .contains(&"licence-missing".into())
        );
    }

    #[test]
    fn a_name_without_a_text() {
        let card = |more: &str| {
            Memory::new()
                .with("README.md", format!("---\nlicense: other\nlicense_name: modified-mit\n{more}---\n# X\n"))
        };
        assert_eq!(codes(&card("")), ["licence-text-missing"]);
        assert_eq!(codes(&card("license_link: LICENSE\n")), ["licence-text-missing"]);
        assert!(codes(&card("license_link: https://example.org/text\n")).is_empty());
        assert!(codes(&card("license_link: terms/text.md\n").with("terms/text.md", "x")).is_empty());
        assert_eq!(codes(&Memory::new().with("README.md", "---\nlicense: other\n---\n")), ["licence-unnamed"]);
        assert_eq!(codes(&Memory::new().with("README.md", "---\nlicense: unknown\n---\n")), ["licence-unnamed"]);
    }
}
