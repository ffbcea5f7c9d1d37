//! The keys of a front matter, with the text they stand in.

use gpai_rules::fact::Source;
use gpai_rules::finding::Place;

use super::front_matter::Key;
use crate::text::Text;

/// The keys of a card with the text they stand in.
pub struct Declared<'t> {
    /// The text.
    pub text: &'t Text,
    /// All keys.
    pub keys: Vec<Key>,
    /// How they were read, if not as YAML at the head of the card.
    pub method: Option<&'static str>,
}

impl Declared<'_> {
    /// The keys of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |k| k.name == name)
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
}
