//! The front matter of README.md: what the card declares, verbatim, and the licence and base model that follow.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Severity};
use serde_saphyr::Spanned;

use super::{Reader, is_card};
use crate::domain;
use crate::files::Entry;
use crate::front_matter::{self, Card, Item};
use crate::limits;
use crate::node::{self, Node};
use crate::text::{Text, shorten};
use crate::work::Work;

/// The reader.
pub const READER: Reader = Reader { wants, read };
const NAME: &str = "model card";

/// Keys with one value.
const SINGLE: [&str; 7] =
    ["license", "license_name", "license_link", "base_model_relation", "pipeline_tag", "library_name", "gated"];
/// Keys with a list of values; a single one may stand alone.
const LISTS: [&str; 4] = ["base_model", "tags", "language", "datasets"];
/// A key with yes or no.
const FLAG: &str = "extra_gated_eu_disallowed";

fn wants(entry: &Entry) -> bool {
    is_card(entry)
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = work.text(entry, limits::README, NAME) else { continue };
        match front_matter::find(&text.content) {
            Some((start, end)) if end - start > limits::FRONT_MATTER => {
                work.limit("the front matter", format!("{} bytes", limits::FRONT_MATTER), text.place(0));
            }
            Some((start, end)) => declare(work, &text, start, end),
            None => work.note(&text.file, NAME, "no front matter"),
        }
    }
}

/// One declared value with the byte it stands at.
#[derive(Clone, Debug)]
struct Declared {
    text: String,
    at: usize,
}

fn declare(work: &mut Work<'_>, text: &Text, start: usize, end: usize) {
    let yaml = text.content.get(start..end).unwrap_or_default();
    let card: Card = match node::yaml(yaml) {
        Ok(card) => card,
        Err(broken) => {
            let (line, _) = text.line_column(start);
            let place = gpai_rules::finding::Place::at(&text.file, line + broken.line - 1, broken.column);
            work.unreadable("the front matter", &broken.why, place);
            return work.note(&text.file, NAME, "nothing: the front matter is no valid YAML");
        }
    };
    let mut keys: BTreeMap<String, Vec<Declared>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (key, value) in card.0 {
        let at = start + offset(&key);
        if !seen.insert(key.value.clone()) {
            let finding = Finding::new("duplicate-key", Severity::Warning).with("key", shorten(&key.value));
            work.find(finding.place(text.place(at)));
        }
        let known = SINGLE.contains(&key.value.as_str()) || LISTS.contains(&key.value.as_str()) || key.value == FLAG;
        if !known && key.value != "quantized_by" {
            continue;
        }
        let values = values(yaml, value, at);
        claim(work, text, &key.value, &values);
        keys.entry(key.value).or_default().extend(values);
    }
    let names: Vec<&str> = keys.keys().map(String::as_str).collect();
    work.note(
        &text.file,
        NAME,
        if names.is_empty() { "front matter without known keys".into() } else { names.join(", ") },
    );
    licence(work, text, &keys);
    base(work, text, &keys);
    domain::tags(work, &|at| text.source(at), &list(&keys, "pipeline_tag"), &list(&keys, "tags"));
}

fn list<'k>(keys: &'k BTreeMap<String, Vec<Declared>>, key: &str) -> Vec<(&'k str, usize)> {
    keys.get(key).into_iter().flatten().map(|d| (d.text.as_str(), d.at)).collect()
}

/// The scalars of a value as they are written; the place is that of the key.
fn values(yaml: &str, value: Spanned<Item>, at: usize) -> Vec<Declared> {
    let scalar = |spanned: &Spanned<Node>| -> Option<Declared> {
        let text = match &spanned.value {
            Node::Text(text) => text.clone(),
            Node::Null | Node::List(_) | Node::Map(_) => return None,
            Node::Bool(_) | Node::Whole(_) | Node::Other(_) => {
                let span = spanned.defined.span();
                let from = usize::try_from(span.byte_offset()?).ok()?;
                let to = from.checked_add(usize::try_from(span.byte_len()?).ok()?)?;
                yaml.get(from..to)?.trim().to_owned()
            }
        };
        Some(Declared { text: text.trim().to_owned(), at }).filter(|d| !d.text.is_empty())
    };
    match value.value {
        Item::List(items) => items.iter().take(limits::LIST).filter_map(scalar).collect(),
        Item::One(node) => {
            scalar(&Spanned { value: node, referenced: value.referenced, defined: value.defined }).into_iter().collect()
        }
    }
}

/// Byte offset of a value, or 0.
fn offset<T>(spanned: &Spanned<T>) -> usize {
    spanned.defined.span().byte_offset().and_then(|o| usize::try_from(o).ok()).unwrap_or(0)
}

fn claim(work: &mut Work<'_>, text: &Text, key: &str, values: &[Declared]) {
    let Some(first) = values.first() else { return };
    let source = text.source(first.at);
    let value = if LISTS.contains(&key) {
        Value::set(values.iter().map(|v| v.text.clone()))
    } else if key == FLAG {
        match first.text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return work.unreadable(key, "neither true nor false", text.place(first.at)),
        }
    } else if SINGLE.contains(&key) {
        let words: Vec<&str> = values.iter().map(|v| v.text.as_str()).collect();
        Value::Text(words.join(", "))
    } else {
        return;
    };
    work.claim(&format!("card.{key}"), value, source);
}

/// What `license`, or for `other` what `license_name`, stands for.
fn licence(work: &mut Work<'_>, text: &Text, keys: &BTreeMap<String, Vec<Declared>>) {
    for declared in keys.get("license").into_iter().flatten() {
        let other = declared.text.eq_ignore_ascii_case("other") || declared.text.eq_ignore_ascii_case("unknown");
        let name = if other { keys.get("license_name").and_then(|v| v.first()) } else { Some(declared) };
        let known = name.and_then(|n| work.licences.find(&n.text)).map(|l| l.id.clone());
        match (name, known) {
            (Some(name), Some(id)) => work.claim("openness.licence", Value::Text(id), text.source(name.at)),
            (Some(name), None) if !other => {
                work.claim("openness.licence", Value::Text(name.text.clone()), text.source(name.at));
                let finding = Finding::new("licence-unknown", Severity::Warning).with("licence", shorten(&name.text));
                work.find(finding.place(text.place(name.at)));
            }
            _ => work.find(Finding::new("licence-unnamed", Severity::Warning).place(text.place(declared.at))),
        }
    }
}

/// The one base model, and whether the model is made from another one at all.
fn base(work: &mut Work<'_>, text: &Text, keys: &BTreeMap<String, Vec<Declared>>) {
    let own = title(&text.content);
    let is_own =
        |base: &str| own.as_deref().is_some_and(|o| base.rsplit('/').next().is_some_and(|b| b.eq_ignore_ascii_case(o)));
    let bases: Vec<&Declared> = keys.get("base_model").into_iter().flatten().filter(|b| !is_own(&b.text)).collect();
    if let Some(first) = bases.first() {
        if bases.len() == 1 {
            work.claim("modification.base", Value::Text(first.text.clone()), text.source(first.at));
        }
        work.candidates.derive(format!("the card names a base model, {}", shorten(&first.text)), text.source(first.at));
    }
    for tag in keys.get("tags").into_iter().flatten() {
        if matches!(tag.text.to_lowercase().as_str(), "merge" | "mergekit" | "lora" | "adapter") {
            work.candidates.derive(format!("the card has the tag {}", tag.text), text.source(tag.at));
        }
    }
    if let Some(by) = keys.get("quantized_by").and_then(|v| v.first()) {
        work.candidates.derive("the card says that the model is quantised", text.source(by.at));
    }
}

/// The first heading, which usually is the name of the model.
fn title(content: &str) -> Option<String> {
    let after = front_matter::find(content).and_then(|(_, end)| content.get(end..)).unwrap_or(content);
    let heading = after.lines().take(200).find(|l| l.starts_with('#'))?;
    Some(heading.trim_start_matches('#').trim().to_owned()).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use gpai_rules::fact::Value;
    use gpai_rules::licence::Licences;

    use crate::files::Memory;
    use crate::{Found, read};

    fn of(card: &str) -> Found {
        read(&Memory::new().with("README.md", card), &Licences::default())
    }

    fn place(found: &Found, name: &str) -> (Option<u32>, Option<u32>) {
        let source = &found.facts.claims(name).first().unwrap().source;
        (source.line, source.column)
    }

    #[test]
    fn declares_verbatim_with_places() {
        let found = of(
            "---\nlanguage: no\nlicense_name: 1.10\ngated: false\n\ntags: one\ndatasets:\n- a/b\n- 3\nlicense_link: >-\n  \
                        https://x\nextra_gated_eu_disallowed: true\n---\n# X\n",
        );
        let value = |name: &str| found.facts.value(name).unwrap();
        assert_eq!(value("card.language"), Value::set(["no"]));
        assert_eq!(value("card.license_name"), Value::Text("1.10".into()));
        assert_eq!(value("card.gated"), Value::Text("false".into()));
        assert_eq!(value("card.tags"), Value::set(["one"]));
        assert_eq!(value("card.datasets"), Value::set(["a/b", "3"]));
        assert_eq!(value("card.license_link"), Value::Text("https://x".into()));
        assert_eq!(value("card.extra_gated_eu_disallowed"), Value::Bool(true));
        assert_eq!(place(&found, "card.language"), (Some(2), Some(1)));
        assert_eq!(place(&found, "card.tags"), (Some(6), Some(1)));
        assert_eq!(place(&found, "card.license_link"), (Some(10), Some(1)));
    }

    #[test]
    fn only_the_first_line_opens_front_matter() {
        for card in [
            "<!-- \n---\nlicense: mit\n---\n-->",
            "\n---\nlicense: mit\n---\n",
            "---\nlicense: mit\n",
            "----\nlicense: mit\n---\n",
            " ---\nlicense: mit\n---\n",
        ] {
            assert!(of(card).facts.names().next().is_none(), "{card}");
        }
        assert_eq!(
            of("\u{feff}---\r\nlicense: mit\r\n---\r\n").facts.value("card.license"),
            Some(Value::Text("mit".into()))
        );
    }

    #[test]
    fn repeated_keys_are_a_finding_and_disagree() {
        let found = of("---\nlicense: mit\nlicense: other\nlicense_name: x\n---\n");
        let finding = found.findings.iter().find(|f| f.code == "duplicate-key").unwrap();
        assert_eq!(finding.places.first().unwrap().line, Some(3));
        assert!(found.facts.resolve("card.license").unwrap().contradiction);
    }

    #[test]
    fn licences_without_a_known_name() {
        let codes = |card: &str| of(card).findings.iter().map(|f| f.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes("---\nlicense: other\n---\n"), ["licence-unnamed"]);
        assert_eq!(codes("---\nlicense: home-made\n---\n"), ["licence-unknown"]);
        assert_eq!(
            of("---\nlicense: home-made\n---\n").facts.value("openness.licence"),
            Some(Value::Text("home-made".into()))
        );
    }

    #[test]
    fn a_model_is_not_its_own_base() {
        let found = of("---\nbase_model: org/Thing-3B\n---\n# Thing-3B\n");
        assert!(found.facts.value("modification.base").is_none());
        let found = of("---\nbase_model: [a/b, c/d]\n---\n# Thing-3B\n");
        assert!(found.facts.value("modification.base").is_none());
        assert_eq!(found.facts.value("card.base_model"), Some(Value::set(["a/b", "c/d"])));
    }

    #[test]
    fn broken_yaml_does_not_hide_the_prose() {
        let found = of(
            "---\nlicense: mit\ntags: [a\nlanguage: en\n---\nX is a 3B parameter language model pretrained on 2T tokens.\n",
        );
        let finding = found.findings.iter().find(|f| f.code == "unreadable-part").unwrap();
        assert!(finding.places.first().unwrap().line >= Some(3), "{finding:?}");
        assert!(found.facts.value("card.license").is_none());
        assert!(found.facts.value("compute.update_flop").is_some());
    }
}
