//! `law/exports.toml`: who may see which fact, and which files of a folder are public. What it does not name is the provider's own.

use std::collections::BTreeMap;

use gpai_forms::template::Audience;
use gpai_rules::book;
use gpai_rules::fact::{Claim, Facts, Origin, Value};
use gpai_rules::toml_place::{PlacedError, Table, Text};

use super::audience::Readers;

/// Who may see what.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    facts: BTreeMap<String, FactRule>,
    guarded: Vec<String>,
    said: Vec<String>,
    model: Vec<String>,
    folders: Vec<String>,
    published: Vec<String>,
}

/// The rule on one fact.
#[derive(Clone, Debug)]
pub struct FactRule {
    /// Who sees an answer, or what a file that is not public says.
    pub readers: Readers,
    /// Places of the forms, `FORM/FIELD`, that have these readers together.
    pub fields: Vec<String>,
    guarded: bool,
    address: bool,
}

impl Rules {
    /// The table built into the program.
    ///
    /// # Errors
    /// The table is malformed; a test reads it.
    pub fn book() -> Result<Rules, PlacedError> {
        let (file, text) = book::file("law/exports.toml");
        let text = Text { file, text };
        let parsed = text.parse()?;
        let root = Table::new(text, parsed.get_ref(), parsed.span());
        let names = |key| -> Result<Vec<String>, PlacedError> {
            Ok(root.list(key)?.into_iter().map(|(name, _)| name).collect())
        };
        root.need_date("reread")?;
        let mut rules = Rules {
            facts: BTreeMap::new(),
            guarded: names("guarded")?,
            said: names("said")?,
            model: names("model")?,
            folders: names("folders")?,
            published: names("published")?,
        };
        for table in root.tables("fact")? {
            let name = table.str("name")?;
            let mut readers = Readers::new();
            for (word, span) in table.list("readers")? {
                let unknown = || text.error(span, format!("`{word}` is no reader"));
                readers.insert(Audience::named(&word).ok_or_else(unknown)?);
            }
            let rule = FactRule {
                readers,
                fields: table.list("fields")?.into_iter().map(|(place, _)| place).collect(),
                guarded: table.flag("guarded")?,
                address: table.flag("address")?,
            };
            table.finish()?;
            if rules.facts.insert(name.clone(), rule).is_some() {
                return Err(table.error(format!("the fact `{name}` stands here twice")));
            }
        }
        root.finish()?;
        Ok(rules)
    }

    /// The facts that are named, with their rules.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &FactRule)> {
        self.facts.iter().map(|(name, rule)| (name.as_str(), rule))
    }

    /// Whether a file of the folder is public, by its path; `weights` says whether the model itself is.
    pub fn is_public(&self, path: &str, weights: bool) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let lower = name.to_lowercase();
        if self.published.iter().any(|f| f == folder) {
            return true;
        }
        let placed = folder.is_empty() || self.folders.iter().any(|f| f == folder);
        let in_list = |list: &[String]| list.iter().any(|pattern| fits(pattern, &lower));
        placed && ((folder.is_empty() && in_list(&self.said)) || (weights && in_list(&self.model)))
    }

    /// Whether a name is one of the model's own files: weights, configuration, tokeniser.
    pub fn is_of_model(&self, path: &str) -> bool {
        let lower = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        self.model.iter().any(|pattern| fits(pattern, &lower))
    }

    /// Who may see one source's word on a fact. `public` says whether the file that it stands in is public.
    pub fn readers_of(&self, name: &str, claim: &Claim, public: bool) -> Readers {
        let rule = self.facts.get(name);
        let mut readers = rule.map(|r| r.readers.clone()).unwrap_or_default();
        if rule.is_some_and(|r| r.address) && !is_address(&claim.value) {
            readers.clear();
        }
        let stated = matches!(claim.source.origin, Origin::Evidence) && public;
        if stated && (claim.source.method.is_none() || !self.is_guarded(name)) {
            readers.insert(Audience::Public);
        }
        readers
    }

    /// Who may see all that is said of a fact: what rests on every source has the readers of every one.
    pub fn readers_of_all(&self, name: &str, facts: &Facts, public: impl Fn(&str) -> bool) -> Readers {
        let each = facts.claims(name).iter().map(|claim| self.readers_of(name, claim, public(&claim.source.file)));
        each.reduce(|a, b| a.intersection(&b).copied().collect()).unwrap_or_default()
    }

    fn is_guarded(&self, name: &str) -> bool {
        self.facts.get(name).is_some_and(|r| r.guarded)
            || self.guarded.iter().any(|begin| name.starts_with(begin.as_str()))
    }
}

/// Whether a lower-case name is a pattern's: whole, its beginning (`name*`) or its end (`*name`).
fn fits(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => name.ends_with(end),
        (_, Some(begin)) => name.starts_with(begin),
        _ => name == pattern,
    }
}

/// Whether a value is an address that anybody can open.
fn is_address(value: &Value) -> bool {
    matches!(value, Value::Text(text) if super::text::address(text).is_some())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use gpai_forms::template::Template;
    use gpai_rules::fact::Source;
    use gpai_rules::law::Law;

    #[test]
    fn the_table_names_facts_and_fields_that_exist() {
        let law = Law::book().unwrap();
        let forms = Template::book().unwrap();
        let rules = Rules::book().unwrap();
        assert!(rules.facts().count() > 30);
        for (name, rule) in rules.facts() {
            assert!(law.fact(name).is_some(), "no fact {name}");
            let mut seen_by = Readers::new();
            for place in &rule.fields {
                let (kind, id) = place.split_once('/').unwrap();
                let field = forms.iter().find(|t| t.kind == kind).and_then(|t| t.field(id));
                seen_by.extend(field.unwrap_or_else(|| panic!("{name}: no field {place}")).audiences.iter().copied());
            }
            if rule.fields.is_empty() || seen_by.contains(&Audience::Public) {
                continue;
            }
            // Nobody sees a fact who does not see the field that it stands for.
            let more: Vec<_> = rule.readers.difference(&seen_by).collect();
            assert!(more.is_empty(), "{name} has readers that {:?} have not: {more:?}", rule.fields);
        }
    }

    #[test]
    fn public_files_are_those_of_a_published_folder() {
        let rules = Rules::book().unwrap();
        for path in ["README.md", "LICENSE", "LICENSE.txt", "USE_POLICY.md", ".eval_results/gpqa.yaml"] {
            assert!(rules.is_public(path, false), "{path}");
        }
        for path in ["config.json", "model-00001-of-00002.safetensors", "tokenizer.json", "onnx/model.onnx"] {
            assert!(rules.is_public(path, true) && !rules.is_public(path, false), "{path}");
        }
        for path in ["gpai.toml", "documents/notification.toml", "evals/README.md", "secret/config.json", "train.py"] {
            assert!(!rules.is_public(path, true), "{path}");
        }
    }

    #[test]
    fn an_estimate_from_a_public_file_is_not_public() {
        let rules = Rules::book().unwrap();
        let claim = |method: Option<&str>| {
            let mut source = Source::new(Origin::Evidence, "README.md");
            source.method = method.map(str::to_owned);
            Claim { value: Value::Text("x".into()), source }
        };
        let public = |name: &str, method| rules.readers_of(name, &claim(method), true).contains(&Audience::Public);
        assert!(public("training.tokens", None) && !public("training.tokens", Some("6PD")));
        assert!(public("model.parameters", Some("header")) && !public("energy.training_mwh", Some("log")));
        assert!(rules.readers_of("role.develops", &claim(None), false).is_empty());
    }
}
