//! What is known of the rights in a document: what was named as protected, and what its licence says. Everything else stays unknown.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gpai_verbatim::tally::Source;

use crate::address::{Class, host};
use crate::input::file::File;
use crate::input::row::Whole;

/// One thing named by `--protected`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    /// A dataset by its name.
    Dataset(String),
    /// A licence by its word.
    Licence(String),
    /// A host and what is below it.
    Host(String),
}

/// All that is known.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    rules: Vec<Rule>,
    files: BTreeSet<PathBuf>,
    /// As it was said, for the report.
    pub said: Vec<String>,
}

impl Rights {
    /// Takes what `--protected` named: `dataset=NAME`, `licence=WORD`, `host=NAME`, or a path, which is given back.
    ///
    /// # Errors
    /// It is none of these.
    pub fn add(&mut self, text: &str) -> Result<Option<String>, String> {
        self.said.push(text.to_owned());
        let lower = |value: &str| value.trim().to_lowercase();
        let rule = match text.split_once('=') {
            Some(("dataset", value)) => Rule::Dataset(value.to_owned()),
            Some(("licence" | "license", value)) => Rule::Licence(lower(value)),
            Some(("host", value)) => Rule::Host(lower(value)),
            _ if std::path::Path::new(text).exists() => return Ok(Some(text.to_owned())),
            _ => {
                return Err(format!(
                    "--protected {text}: no such file or folder\n  help: or write dataset=NAME, licence=WORD or host=NAME"
                ));
            }
        };
        self.rules.push(rule);
        Ok(None)
    }

    /// Files of which everything is protected.
    pub fn file(&mut self, path: &std::path::Path) {
        self.files.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()));
    }

    /// Whether all of a file is protected.
    #[must_use]
    pub fn whole(&self, file: &File) -> bool {
        !self.files.is_empty()
            && self.files.contains(&std::fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone()))
    }

    /// What is known of one document; `whole` is [`Rights::whole`] of its file.
    #[must_use]
    pub fn of(&self, document: &Whole<'_>, whole: bool, room: &mut String) -> Source {
        let named = self.rules.iter().any(|rule| match rule {
            Rule::Dataset(name) => document.dataset == name,
            Rule::Licence(word) => document.licence.trim().eq_ignore_ascii_case(word),
            Rule::Host(name) => {
                host(document.url, room) == Class::Named
                    && (room.as_str() == name || room.strip_suffix(name.as_str()).is_some_and(|r| r.ends_with('.')))
            }
        });
        if whole || named {
            return Source::Protected;
        }
        of_licence(document.licence)
    }
}

/// What a licence's name says. A licence that asks for conditions but lets anybody copy is free here: what is asked is whether a copy
/// of the text is allowed at all.
#[must_use]
pub fn of_licence(name: &str) -> Source {
    let name = name.trim();
    if name.is_empty() {
        return Source::Unknown;
    }
    let lower = name.to_lowercase().replace([' ', '_'], "-");
    if ["all-rights-reserved", "proprietary", "copyrighted", "arr"].contains(&lower.as_str()) {
        return Source::Protected;
    }
    if ["public-domain", "publicdomain", "pd", "cc0", "cc-0", "no-known-copyright"].contains(&lower.as_str()) {
        return Source::Free;
    }
    let same = spdx::identifiers::LICENSES.iter().find(|l| l.name.eq_ignore_ascii_case(name));
    let id = same.and_then(|l| spdx::license_id(l.name));
    match id {
        Some(id) if id.is_osi_approved() || id.is_fsf_free_libre() => Source::Free,
        Some(id) if ["CC0-1.0", "PDDL-1.0", "ODC-By-1.0", "ODbL-1.0"].contains(&id.name) => Source::Free,
        Some(id) if id.name.starts_with("CC-BY-") && !id.name.contains("-NC") && !id.name.contains("-ND") => {
            Source::Free
        }
        // Conditions that only a person can hold against what is done with the output.
        _ => Source::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_say_what_they_say() {
        for (name, source) in [
            ("", Source::Unknown),
            ("All rights reserved", Source::Protected),
            ("CC0-1.0", Source::Free),
            ("cc-by-4.0", Source::Free),
            ("CC-BY-SA-3.0", Source::Free),
            ("CC-BY-NC-4.0", Source::Unknown),
            ("CC-BY-ND-4.0", Source::Unknown),
            ("MIT", Source::Free),
            ("apache-2.0", Source::Free),
            ("public domain", Source::Free),
            ("some words", Source::Unknown),
        ] {
            assert_eq!(of_licence(name), source, "{name}");
        }
    }

    #[test]
    fn what_is_named_is_protected() {
        let mut rights = Rights::default();
        assert_eq!(rights.add("dataset=Books"), Ok(None));
        assert_eq!(rights.add("host=news.example"), Ok(None));
        assert_eq!(rights.add("licence=Paid"), Ok(None));
        assert!(rights.add("no/such/path").is_err());
        let document = |url, dataset, licence| Whole { text: "", url, dataset, licence, place: 0 };
        let mut room = String::new();
        for (document, source) in [
            (document("https://a.news.example/x", "", ""), Source::Protected),
            (document("https://badnews.example/x", "", ""), Source::Unknown),
            (document("", "Books", "mit"), Source::Protected),
            (document("", "Other", "mit"), Source::Free),
            (document("", "", "paid"), Source::Protected),
        ] {
            assert_eq!(rights.of(&document, false, &mut room), source, "{document:?}");
            assert_eq!(rights.of(&document, true, &mut room), Source::Protected);
        }
    }
}
