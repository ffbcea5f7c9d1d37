//! YAML into the same tree as JSON, with numbers as they are written (`20.90` keeps its zero) and the place of every value.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::json::{Json, Kind};
use crate::node::{self, Broken};

/// Reads a document; places are bytes of `text`, moved by `from`, where it stands in its file.
pub fn read(text: &str, from: usize) -> Result<Json, Broken> {
    let root: Spanned<Item> = node::yaml(text)?;
    Ok(tree(text, from, root))
}

fn tree(text: &str, from: usize, item: Spanned<Item>) -> Json {
    let span = item.defined.span();
    let start = span.byte_offset().and_then(|o| usize::try_from(o).ok());
    let length = span.byte_len().and_then(|l| usize::try_from(l).ok());
    let kind = match item.value {
        Item::Null => Kind::Null,
        Item::Bool(yes) => Kind::Bool(yes),
        Item::Text(text) => Kind::Text(text),
        Item::Number(known) => {
            let end = start.zip(length).and_then(|(s, l)| s.checked_add(l));
            let raw = start.zip(end).and_then(|(s, e)| text.get(s..e)).map(str::trim).filter(|r| !r.is_empty());
            number(raw.unwrap_or(&known))
        }
        Item::List(items) => Kind::List(items.into_iter().map(|i| tree(text, from, i)).collect()),
        Item::Map(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let at = key.defined.span().byte_offset().and_then(|o| usize::try_from(o).ok()).unwrap_or(0);
                (key.value.0, from + at, tree(text, from, value))
            });
            Kind::Map(entries.collect())
        }
    };
    Json { at: from + start.unwrap_or(0), kind }
}

fn number(raw: &str) -> Kind {
    let bare: String = raw.chars().filter(|c| *c != '_').collect();
    match bare.to_lowercase().trim_start_matches(['+', '-']) {
        ".nan" => Kind::Not("NaN"),
        ".inf" if bare.starts_with('-') => Kind::Not("-Infinity"),
        ".inf" => Kind::Not("Infinity"),
        _ if super::score::is_decimal(&bare) => Kind::Number(bare),
        _ => Kind::Text(raw.to_owned()),
    }
}

enum Item {
    Null,
    Bool(bool),
    /// A number, with what the parser made of it.
    Number(String),
    Text(String),
    List(Vec<Spanned<Item>>),
    Map(Vec<(Spanned<Key>, Spanned<Item>)>),
}

/// A key as text, also where it is a number.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Key(match Item::deserialize(deserializer)? {
            Item::Text(text) | Item::Number(text) => text,
            Item::Bool(yes) => yes.to_string(),
            Item::Null => String::new(),
            Item::List(_) | Item::Map(_) => "?".to_owned(),
        }))
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Item, E> {
        Ok(Item::Bool(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Item, E> {
        Ok(Item::Number(v.to_string()))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Item, E> {
        Ok(Item::Number(v.to_string()))
    }

    fn visit_u128<E>(self, v: u128) -> Result<Item, E> {
        Ok(Item::Number(v.to_string()))
    }

    fn visit_i128<E>(self, v: i128) -> Result<Item, E> {
        Ok(Item::Number(v.to_string()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Item, E> {
        Ok(Item::Number(v.to_string()))
    }

    fn visit_str<E>(self, v: &str) -> Result<Item, E> {
        Ok(Item::Text(v.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Null)
    }

    fn visit_none<E>(self) -> Result<Item, E> {
        Ok(Item::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Item, D::Error> {
        Item::deserialize(d)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Item::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Item::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn numbers_are_kept_as_written() {
        let text = "- value: 20.90\n  b: {c: .nan, d: -.inf, e: \"48.1 ± 0.5\", f: ~, 4: x, g: 1_000, h: 0x10, i: 3e-05}\n- null\n";
        let root = read(text, 10).unwrap();
        let first = root.items().first().unwrap();
        assert_eq!(first.get("value").unwrap().scalar(), Some("20.90"));
        assert_eq!(first.key_at("value"), Some(12));
        let inner = |key: &str| first.path(&["b", key]).unwrap().kind.clone();
        assert_eq!(inner("c"), Kind::Not("NaN"));
        assert_eq!(inner("d"), Kind::Not("-Infinity"));
        assert_eq!(inner("e"), Kind::Text("48.1 ± 0.5".into()));
        assert_eq!(inner("f"), Kind::Null);
        assert_eq!(inner("4"), Kind::Text("x".into()));
        assert_eq!(inner("g"), Kind::Number("1000".into()));
        assert_eq!(inner("h"), Kind::Text("0x10".into()));
        assert_eq!(inner("i"), Kind::Number("3e-05".into()));
        assert_eq!(root.items().last().unwrap().kind, Kind::Null);
    }
}
