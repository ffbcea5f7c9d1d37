//! The texts of the form, from the law book.

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::words::Language;

/// The texts as data.
const FORMS: &str = include_str!("../../data/public-forms.toml");

/// Texts by id, in both languages.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<String, (String, String)>);

impl Texts {
    /// Reads them.
    ///
    /// # Errors
    /// The data is damaged.
    pub fn book() -> Result<Texts, Fault> {
        let book: toml::Table = toml::from_str(FORMS).map_err(|e| Fault::new(format!("law/public-forms.toml: {e}")))?;
        let mut out = BTreeMap::new();
        for (table, names) in
            [("public-form", &["title", "intro"][..]), ("public-field", &["label", "help"]), ("public-text", &["text"])]
        {
            for entry in book.get(table).and_then(toml::Value::as_array).into_iter().flatten() {
                let id = entry.get("id").and_then(toml::Value::as_str).unwrap_or_default();
                for name in names {
                    let text = |lang: &str| entry.get(*name)?.get(lang)?.as_str().map(|t| t.trim().to_owned());
                    let both = text("en")
                        .zip(text("zh"))
                        .ok_or_else(|| Fault::new(format!("law/public-forms.toml: `{id}` lacks `{name}`")))?;
                    let key = if *name == "text" { id.to_owned() } else { format!("{id}.{name}") };
                    out.insert(key, both);
                }
            }
        }
        Ok(Texts(out))
    }

    /// A text in one language; its id where there is none.
    pub fn get<'t>(&'t self, id: &'t str, lang: Language) -> &'t str {
        self.0.get(id).map_or(id, |(en, zh)| match lang {
            Language::En => en,
            Language::Zh => zh,
        })
    }
}
