//! The front matter of a card: what it declares, verbatim.

use std::collections::BTreeSet;

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Place, Severity};

use super::declared::Declared;
use super::front_matter::{self, Front, Key, Seat};
use super::{gate, yaml};
use crate::candidates::Base;
use crate::run::Run;
use crate::statement::Statement;
use crate::text::{Text, shorten};
use crate::{domain, limits, pipelines};

/// The name under which the front matter stands in the list of what was looked at.
pub const NAME: &str = "model card";

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

/// Reads the front matter; `title` is the heading of the card, `bases` takes the models it names.
pub fn read(run: &mut Run<'_>, text: &Text, front: Option<&Front>, title: Option<&str>, bases: &mut Vec<Base>) {
    match front {
        Some(front) if front.yaml.len() > limits::FRONT_MATTER => {
            run.limit("the front matter", format!("{} bytes", limits::FRONT_MATTER), text.place(0));
        }
        Some(front) => declare(run, text, front, title, bases),
        None => run.note(&text.file, NAME, "no front matter"),
    }
}

fn declare(run: &mut Run<'_>, text: &Text, front: &Front, title: Option<&str>, bases: &mut Vec<Base>) {
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
        run.find(finding.place(text.place(start)));
    }
    let keys = match yaml::read(yaml) {
        Ok(keys) => keys,
        Err(broken) => {
            let (line, _) = text.line_column(start);
            let place = Place::at(&text.file, line + broken.line - 1, broken.column);
            let keys = front_matter::by_line(yaml, &BY_LINE);
            run.unreadable("the front matter", &broken.why, place.clone());
            if keys.is_empty() {
                run.note(&text.file, NAME, "nothing: the front matter is no valid YAML");
                return;
            }
            let names: Vec<&str> = keys.iter().map(|k| k.name.as_str()).collect();
            let finding =
                Finding::new("front-matter-broken", Severity::Warning).with("keys", shorten(&names.join(", ")));
            run.find(finding.place(place));
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
            run.find(finding.place(text.place(key.at)));
        }
        let name = key.name.as_str();
        let listed = SINGLE.contains(&name) || LISTS.contains(&name) || OTHERS.contains(&name);
        if listed || name.starts_with("extra_gated_") {
            if declares {
                claim(run, &card, &key);
            }
            card.keys.push(key);
        }
    }
    let names: BTreeSet<&str> =
        card.keys.iter().filter(|k| !k.values.is_empty() || !k.inner.is_empty()).map(|k| k.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    licence(run, &card);
    // What the Hub does not read gates nothing.
    if declares {
        gate::read(run, &card);
    }
    let bases = super::bases::read(run, &card, title, bases);
    domain::tags(run, &|at| card.source(at), &card.values("pipeline_tag"), &card.values("tags"));
    for (library, at) in card.values("library_name") {
        if pipelines::NARROW_LIBRARIES.contains(&library.to_lowercase().as_str()) {
            run.narrow(&format!("the card's library is {library}, for vectors or labels of texts"), card.place(at));
        }
    }
    let known = if names.is_empty() { "front matter without known keys".to_owned() } else { names.join(", ") };
    run.note(&text.file, NAME, if bases.is_empty() { known } else { format!("{known}; {bases}") });
}

fn claim(run: &mut Run<'_>, card: &Declared<'_>, key: &Key) {
    let Some(first) = key.values.first() else { return };
    let name = key.name.as_str();
    let value = if LISTS.contains(&name) {
        Value::set(key.values.iter().cloned())
    } else if name == FLAG {
        match first.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => return run.unreadable(name, "neither true nor false", card.place(key.at)),
        }
    } else if SINGLE.contains(&name) {
        Value::Text(key.values.join(", "))
    } else {
        return;
    };
    run.claim(&format!("card.{name}"), value, card.source(key.at));
}

/// What `license` and `license_name` say.
fn licence(run: &mut Run<'_>, card: &Declared<'_>) {
    let names = card.values("license_name");
    let name = names.first().map(|(name, at)| ((*name).to_owned(), card.source(*at)));
    for (word, at) in card.values("license") {
        run.licence(Statement::Declared { word: word.to_owned(), source: card.source(at), name: name.clone() });
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
