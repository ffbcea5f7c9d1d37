//! The front matter of README.md: what the card declares, verbatim, and the licence that follows.

use std::collections::BTreeSet;

use gpai_rules::fact::{Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};

use self::front_matter::{Front, Key, Seat};
use crate::files::Entry;
use crate::reader::{Reader, is_card};
use crate::run::Work;
use crate::text::{Text, shorten};
use crate::{domain, limits, pipelines};

pub mod base_names;
mod base_phrases;
pub mod bases;
pub mod front_matter;
mod gate;
pub mod others_compute;
mod yaml;

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
/// Keys that are read although nothing is claimed of them as such.
const OTHERS: [&str; 4] = ["quantized_by", "co2_eq_emissions", "name", "provider"];
/// Keys that are read line by line where the YAML is broken.
const BY_LINE: [&str; 12] = [
    "license",
    "license_name",
    "license_link",
    "base_model",
    "base_model_relation",
    "pipeline_tag",
    "library_name",
    "tags",
    "gated",
    "quantized_by",
    "extra_gated_prompt",
    "extra_gated_heading",
];

fn wants(entry: &Entry) -> bool {
    is_card(entry)
}

fn read(work: &mut Work<'_>, entries: &[Entry]) {
    for entry in entries {
        let Some(text) = work.text(entry, limits::README, NAME) else { continue };
        match front_matter::locate(&text.content) {
            Some(front) if front.yaml.len() > limits::FRONT_MATTER => {
                work.limit("the front matter", format!("{} bytes", limits::FRONT_MATTER), text.place(0));
            }
            Some(front) => declare(work, &text, &front),
            None => work.note(&text.file, NAME, "no front matter"),
        }
    }
}

/// The keys of a card with the text they stand in.
pub struct Declared<'t> {
    text: &'t Text,
    keys: Vec<Key>,
    /// How they were read, if not as YAML at the head of the card.
    method: Option<&'static str>,
}

impl Declared<'_> {
    /// The keys of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |k| k.name == name)
    }

    /// All keys.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The values of a name with the places of their keys.
    pub fn values(&self, name: &str) -> Vec<(&str, usize)> {
        self.all(name).flat_map(|k| k.values.iter().map(|v| (v.as_str(), k.at))).collect()
    }

    /// The place of a key as a source.
    pub fn source(&self, at: usize) -> Source {
        let source = self.text.source(at);
        match self.method {
            Some(method) => source.method(method),
            None => source,
        }
    }

    /// The place of a key.
    pub fn place(&self, at: usize) -> Place {
        self.text.place(at)
    }

    /// The text of the card.
    pub fn content(&self) -> &str {
        &self.text.content
    }
}

fn declare(work: &mut Work<'_>, text: &Text, front: &Front) {
    let yaml = text.content.get(front.yaml.clone()).unwrap_or_default();
    let start = front.yaml.start;
    let (why, mut method) = match front.seat {
        Seat::Head => (None, None),
        Seat::Unclosed => (Some("it is not closed by a second line `---`"), Some("front matter that is not closed")),
        Seat::Comment => (Some("it stands inside an HTML comment"), Some("front matter inside a comment")),
        Seat::Later => (Some("it stands below other text"), Some("front matter below other text")),
    };
    if let Some(why) = why {
        let finding = Finding::new("front-matter-misplaced", Severity::Warning).with("why", why);
        work.find(finding.place(text.place(start)));
    }
    let keys = match yaml::read(yaml) {
        Ok(keys) => keys,
        Err(broken) => {
            let (line, _) = text.line_column(start);
            let place = Place::at(&text.file, line + broken.line - 1, broken.column);
            let keys = front_matter::by_line(yaml, &BY_LINE);
            work.unreadable("the front matter", &broken.why, place.clone());
            if keys.is_empty() {
                return work.note(&text.file, NAME, "nothing: the front matter is no valid YAML");
            }
            let names: Vec<&str> = keys.iter().map(|k| k.name.as_str()).collect();
            let finding =
                Finding::new("front-matter-broken", Severity::Warning).with("keys", shorten(&names.join(", ")));
            work.find(finding.place(place));
            method = Some("line by line; the YAML as a whole is broken");
            keys
        }
    };
    // Verbatim facts are kept to what stands where it belongs: from the first line on, closed by a line of its own.
    let before = text.content.get(..start).unwrap_or_default();
    let declares = front.seat == Seat::Head && before.lines().count() == 1;
    let mut card = Declared { text, keys: Vec::new(), method };
    let mut seen = BTreeSet::new();
    for mut key in keys {
        key.at += start;
        if !seen.insert(key.name.clone()) {
            let finding = Finding::new("duplicate-key", Severity::Warning).with("key", shorten(&key.name));
            work.find(finding.place(text.place(key.at)));
        }
        let name = key.name.as_str();
        let listed = SINGLE.contains(&name) || LISTS.contains(&name) || OTHERS.contains(&name);
        if listed || name.starts_with("extra_gated_") {
            if declares {
                claim(work, &card, &key);
            }
            card.keys.push(key);
        }
    }
    let names: BTreeSet<&str> =
        card.keys.iter().filter(|k| !k.values.is_empty() || !k.inner.is_empty()).map(|k| k.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    licence(work, &card);
    // What the Hub does not read gates nothing.
    if declares {
        gate::read(work, &card);
    }
    let bases = bases::read(work, &card);
    domain::tags(work, &|at| card.source(at), &card.values("pipeline_tag"), &card.values("tags"));
    for (library, at) in card.values("library_name") {
        if pipelines::NARROW_LIBRARIES.contains(&library.to_lowercase().as_str()) {
            work.narrow(&format!("the card's library is {library}, for vectors or labels of texts"), card.place(at));
        }
    }
    let known = if names.is_empty() { "front matter without known keys".to_owned() } else { names.join(", ") };
    work.note(&text.file, NAME, if bases.is_empty() { known } else { format!("{known}; {bases}") });
}

fn claim(work: &mut Work<'_>, card: &Declared<'_>, key: &Key) {
    let Some(first) = key.values.first() else { return };
    let name = key.name.as_str();
    let value = if LISTS.contains(&name) {
        Value::set(key.values.iter().cloned())
    } else if name == FLAG {
        match first.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return work.unreadable(name, "neither true nor false", card.place(key.at)),
        }
    } else if SINGLE.contains(&name) {
        Value::Text(key.values.join(", "))
    } else {
        return;
    };
    work.claim(&format!("card.{name}"), value, card.source(key.at));
}

/// What `license`, or for `other` what `license_name`, stands for.
fn licence(work: &mut Work<'_>, card: &Declared<'_>) {
    let names = card.values("license_name");
    for (declared, at) in card.values("license") {
        let other = declared.eq_ignore_ascii_case("other") || declared.eq_ignore_ascii_case("unknown");
        let name = if other { names.first().copied() } else { Some((declared, at)) };
        let known = name.and_then(|(n, _)| work.licences.find(n)).map(|l| l.id.clone());
        match (name, known) {
            (Some((_, at)), Some(id)) => work.claim("openness.licence", Value::Text(id), card.source(at)),
            (Some((name, at)), None) if !other => {
                work.claim("openness.licence", Value::Text(name.to_owned()), card.source(at));
                let finding = Finding::new("licence-unknown", Severity::Warning).with("licence", shorten(name));
                work.find(finding.place(card.place(at)));
            }
            _ => work.find(Finding::new("licence-unnamed", Severity::Warning).place(card.place(at))),
        }
    }
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
    fn metadata_counts_where_the_hub_does_not_read_it_and_that_is_said() {
        for (card, line) in [
            ("<!-- \n---\nlicense: mit\n---\n-->", 3),
            ("---\nlicense: mit\n", 2),
            ("# X\n\nText.\n\n---\nlicense: mit\n---\n", 6),
        ] {
            let found = of(card);
            assert!(found.facts.value("card.license").is_none(), "{card}");
            let finding = found.findings.iter().find(|f| f.code == "front-matter-misplaced").unwrap();
            assert_eq!(finding.places.first().unwrap().line, Some(line), "{card}");
            let licence = found.facts.claims("openness.licence").first().unwrap();
            assert_eq!(licence.value, Value::Text("mit".into()));
            assert!(licence.source.method.is_some());
        }
        for (card, verbatim) in
            [("\u{feff}---\r\nlicense: mit\r\n---\r\n", true), ("\n\n---\nlicense: mit\n---\n", false)]
        {
            let found = of(card);
            assert_eq!(found.facts.value("card.license").is_some(), verbatim, "{card}");
            assert_eq!(found.facts.value("openness.licence"), Some(Value::Text("mit".into())));
            assert!(found.findings.iter().all(|f| f.code != "front-matter-misplaced"), "{card}");
        }
        assert!(of("----\nlicense: mit\n---\n").facts.names().next().is_none());
    }

    #[test]
    fn awkward_values_are_read() {
        let found = of(
            "---\n# a comment\nlicense: MIT # free\n\nbase_model: org/base-3b\nlanguage: [en, no]\n\nx-house-key: {a: 1}\ntags:\n  - one\n---\n",
        );
        assert_eq!(found.facts.value("card.license"), Some(Value::Text("MIT".into())));
        assert_eq!(found.facts.value("card.base_model"), Some(Value::set(["org/base-3b"])));
        assert_eq!(found.facts.value("card.language"), Some(Value::set(["en", "no"])));
        assert_eq!(of("---\nlicense: [mit]\n---\n").facts.value("card.license"), Some(Value::Text("mit".into())));
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
    fn broken_yaml_hides_neither_the_prose_nor_the_keys() {
        let found = of(
            "---\nlicense: mit\ntags: [a\nlanguage: en\n---\nX is a 3B parameter language model pretrained on 2T tokens.\n",
        );
        let finding = found.findings.iter().find(|f| f.code == "front-matter-broken").unwrap();
        assert!(finding.places.first().unwrap().line >= Some(3), "{finding:?}");
        assert_eq!(found.facts.value("card.license"), Some(Value::Text("mit".into())));
        assert!(found.facts.value("compute.update_flop").is_some());
        for broken in ["note: a: b", "\tnote: x", "note: \"open", "note: *nobody", "item"] {
            let found = of(&format!("---\nlicense: mit\nbase_model:\n- org/base-3b\n{broken}\n---\n# X\n"));
            assert_eq!(found.facts.value("modification.base"), Some(Value::Text("org/base-3b".into())), "{broken}");
            let finding = found.findings.iter().find(|f| f.code == "front-matter-broken");
            assert!(finding.is_some(), "{broken}: {:?}", found.findings);
        }
        let found = of("---\nnote: a: b\n---\n");
        assert!(found.findings.iter().any(|f| f.code == "unreadable-part"));
    }
}
