//! The YAML at the head of a model card: where it is, and its keys and values with their places.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use crate::node::Node;

/// The bytes between a first line `---` and the next line `---`.
pub fn find(content: &str) -> Option<(usize, usize)> {
    let is_mark = |line: &str| line.trim_end() == "---" && line.starts_with("---");
    let mut lines = content.split_inclusive('\n');
    let start = lines.next().filter(|l| is_mark(l) && l.ends_with('\n'))?.len();
    let mut end = start;
    for line in lines {
        if is_mark(line) {
            return Some((start, end));
        }
        end += line.len();
    }
    None
}

/// The top level of the front matter.
pub struct Card(pub Vec<(Spanned<String>, Spanned<Item>)>);

/// A value of the top level: a list with the place of each item, or anything else.
pub enum Item {
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
