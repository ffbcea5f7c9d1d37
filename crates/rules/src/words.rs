//! Texts in English and Chinese: what people read comes in both.

use crate::toml_place::{PlacedError, Table};

/// One text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

/// The language of human output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Words {
    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }

    /// Reads `key.en` and `key.zh` where they are given; one without the other is refused.
    pub fn read_optional(table: &Table<'_, '_>, key: &'static str) -> Result<Option<Self>, PlacedError> {
        table.get(key).is_some().then(|| Self::read(table, key)).transpose()
    }

    /// Reads lists `key.en` and `key.zh` of the same length, where they are given.
    pub fn read_lists(table: &Table<'_, '_>, key: &'static str) -> Result<Vec<Self>, PlacedError> {
        let Some(lists) = table.table(key)? else { return Ok(Vec::new()) };
        let (en, zh) = (lists.list("en")?, lists.list("zh")?);
        lists.finish()?;
        if en.len() != zh.len() {
            return Err(table.error(format!("`{key}.en` has {} entries and `{key}.zh` {}", en.len(), zh.len())));
        }
        Ok(en.into_iter().zip(zh).map(|((en, _), (zh, _))| Words { en, zh }).collect())
    }

    /// Reads `key.en` and `key.zh`; both must be there.
    pub fn read(table: &Table<'_, '_>, key: &'static str) -> Result<Self, PlacedError> {
        let words =
            table.table(key)?.ok_or_else(|| table.error(format!("`{key}` is missing: both {key}.en and {key}.zh")))?;
        let both = Words { en: words.str("en")?, zh: words.str("zh")? };
        words.finish()?;
        Ok(both)
    }
}
