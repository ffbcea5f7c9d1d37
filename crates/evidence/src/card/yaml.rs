//! The YAML of a front matter to keys with their values as they are written, each with its place.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::front_matter::Key;
use crate::limits;
use crate::node::{self, Broken, Node};

/// Reads the keys of a front matter.
pub fn read(yaml: &str) -> Result<Vec<Key>, Broken> {
    let card: Card = node::yaml(yaml)?;
    let keys = card.0.into_iter().map(|(name, value)| {
        let at = name.defined.span().byte_offset().and_then(|o| usize::try_from(o).ok()).unwrap_or(0);
        let (values, inner) = (values(yaml, &value), inner(&value.value));
        Key { name: name.value, at, values, inner }
    });
    Ok(keys.collect())
}

/// The scalars of a value as they are written.
fn values(yaml: &str, value: &Spanned<Item>) -> Vec<String> {
    let scalar = |node: &Node, span: serde_saphyr::Span| -> Option<String> {
        let text = match node {
            Node::Text(text) => text.clone(),
            Node::Null | Node::List(_) | Node::Map(_) => return None,
            Node::Bool(_) | Node::Whole(_) | Node::Other(_) => {
                let from = usize::try_from(span.byte_offset()?).ok()?;
                let to = from.checked_add(usize::try_from(span.byte_len()?).ok()?)?;
                yaml.get(from..to)?.trim().to_owned()
            }
        };
        Some(text.trim().to_owned()).filter(|t| !t.is_empty())
    };
    match &value.value {
        Item::List(items) => {
            items.iter().take(limits::LIST).filter_map(|i| scalar(&i.value, i.defined.span())).collect()
        }
        Item::One(node) => scalar(node, value.defined.span()).into_iter().collect(),
    }
}

/// The keys and scalars of the maps of a value.
fn inner(value: &Item) -> Vec<(String, String)> {
    let nodes: Vec<&Node> = match value {
        Item::One(node) => vec![node],
        Item::List(items) => items.iter().map(|i| &i.value).collect(),
    };
    let entries = nodes.into_iter().flat_map(Node::entries).take(limits::LIST);
    entries.map(|(k, v)| (k.clone(), v.text().unwrap_or_default().to_owned())).collect()
}

/// The top level of the front matter.
struct Card(Vec<(Spanned<String>, Spanned<Item>)>);

/// A value of the top level: a list with the place of each item, or anything else.
enum Item {
    /// Anything else.
    One(Node),
    /// A list.
    List(Vec<Spanned<Node>>),
}

impl<'de> Deserialize<'de> for Card {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Card;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("keys with values")
            }

            fn visit_unit<E>(self) -> Result<Card, E> {
                Ok(Card(Vec::new()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Card, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Card(entries))
            }
        }
        deserializer.deserialize_any(Keys)
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
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
                while let Some((key, value)) = map.next_entry::<Node, Node>()? {
                    entries.push((key.text().unwrap_or_default().to_owned(), value));
                }
                Ok(Item::One(Node::Map(entries)))
            }

            fn visit_bool<E>(self, v: bool) -> Result<Item, E> {
                Ok(Item::One(Node::Bool(v)))
            }

            fn visit_u64<E>(self, v: u64) -> Result<Item, E> {
                Ok(Item::One(Node::Whole(v.into())))
            }

            fn visit_i64<E>(self, v: i64) -> Result<Item, E> {
                Ok(Item::One(Node::Other(v.to_string())))
            }

            fn visit_f64<E>(self, v: f64) -> Result<Item, E> {
                Ok(Item::One(Node::Other(v.to_string())))
            }

            fn visit_str<E>(self, v: &str) -> Result<Item, E> {
                Ok(Item::One(Node::Text(v.to_owned())))
            }

            fn visit_unit<E>(self) -> Result<Item, E> {
                Ok(Item::One(Node::Null))
            }

            fn visit_none<E>(self) -> Result<Item, E> {
                Ok(Item::One(Node::Null))
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Item, D::Error> {
                Item::deserialize(d)
            }
        }
        deserializer.deserialize_any(Any)
    }
}
