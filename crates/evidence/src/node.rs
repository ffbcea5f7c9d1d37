//! Untyped trees of JSON and YAML that keep what ordinary maps lose: keys that stand twice, and integers as they are.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::limits;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// `null`.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number that is not negative.
    Whole(u128),
    /// Any other number, as text.
    Other(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, keys as they stand, repetitions included.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The first value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// The entries of a map; none if it is none.
    pub fn entries(&self) -> &[(String, Node)] {
        match self {
            Node::Map(entries) => entries,
            _ => &[],
        }
    }

    /// A string.
    pub fn text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number; a float without a fraction (`5e12`) counts.
    pub fn whole(&self) -> Option<u128> {
        match self {
            Node::Whole(n) => Some(*n),
            _ => None,
        }
    }

    /// Keys that stand more than once in this map.
    pub fn repeated(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.entries().iter().map(|(k, _)| k.as_str()).collect();
        keys.sort_unstable();
        let mut twice: Vec<&str> =
            keys.windows(2).filter(|w| w.first() == w.last()).filter_map(|w| w.first().copied()).collect();
        twice.dedup();
        twice
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Node, E> {
        Ok(Node::Bool(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Node, E> {
        Ok(Node::Whole(v.into()))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Node, E> {
        Ok(u128::try_from(v).map_or_else(|_| Node::Other(v.to_string()), Node::Whole))
    }

    fn visit_u128<E>(self, v: u128) -> Result<Node, E> {
        Ok(Node::Whole(v))
    }

    fn visit_i128<E>(self, v: i128) -> Result<Node, E> {
        Ok(u128::try_from(v).map_or_else(|_| Node::Other(v.to_string()), Node::Whole))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Node, E> {
        let text = v.to_string();
        // `5e12` is written out by the standard library: exact up to 2^53, and a plan is no exact figure anyway.
        Ok(match text.parse::<u128>() {
            Ok(n) => Node::Whole(n),
            Err(_) => Node::Other(text),
        })
    }

    fn visit_str<E>(self, v: &str) -> Result<Node, E> {
        Ok(Node::Text(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Node, E> {
        Ok(Node::Text(v))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Node, D::Error> {
        Node::deserialize(d)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<Node, D::Error> {
        Node::deserialize(d)
    }

    fn visit_bytes<E>(self, v: &[u8]) -> Result<Node, E> {
        Ok(Node::Text(String::from_utf8_lossy(v).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<Node>()? {
            let key = match key {
                Node::Text(text) | Node::Other(text) => text,
                Node::Whole(n) => n.to_string(),
                Node::Bool(b) => b.to_string(),
                Node::Null => String::new(),
                Node::List(_) | Node::Map(_) => "?".to_owned(),
            };
            entries.push((key, map.next_value()?));
        }
        Ok(Node::Map(entries))
    }
}

/// Why a document could not be read, with line and column within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Why.
    pub why: String,
    /// 1-based line.
    pub line: u32,
    /// 1-based column.
    pub column: u32,
}

/// Reads one JSON document; `after` holds the place of anything that follows it.
pub fn json(text: &str) -> Result<(Node, Option<Broken>), Broken> {
    json_into(text, PhantomData::<Node>)
}

/// The same into something other than a tree.
pub fn json_into<'t, S: DeserializeSeed<'t>>(text: &'t str, seed: S) -> Result<(S::Value, Option<Broken>), Broken> {
    let place = |n: usize| u32::try_from(n.max(1)).unwrap_or(u32::MAX);
    let broken = |e: serde_json::Error| {
        let full = e.to_string();
        let why = full.rsplit_once(" at line ").map_or(full.as_str(), |(why, _)| why).to_owned();
        Broken { why, line: place(e.line()), column: place(e.column()) }
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let node = seed.deserialize(&mut reader).map_err(broken)?;
    let after = reader.end().err().map(|e| Broken { why: "something follows the JSON document".into(), ..broken(e) });
    Ok((node, after))
}

/// Reads YAML with bounds on size, nesting and aliases.
pub fn yaml<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Broken> {
    let budget = serde_saphyr::budget! {
        max_events: 4 * limits::YAML_NODES,
        max_nodes: limits::YAML_NODES,
        max_depth: limits::YAML_DEPTH,
        flow_nesting_limit: limits::YAML_DEPTH,
        max_aliases: limits::YAML_ALIASES,
        max_anchors: limits::YAML_ALIASES,
        max_documents: 1,
        max_merge_keys: limits::YAML_ALIASES,
    };
    let options = serde_saphyr::options! {
        budget: budget,
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::PassThrough,
        merge_keys: serde_saphyr::MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|e| {
        let at = e.location();
        let number = |n: u64| u32::try_from(n.max(1)).unwrap_or(u32::MAX);
        Broken {
            why: e.without_snippet().to_string(),
            line: at.map_or(1, |l| number(l.line())),
            column: at.map_or(1, |l| number(l.column())),
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn keeps_repeated_keys_and_whole_numbers() {
        let (node, after) = json(r#"{"a": 1, "b": -3, "a": 9223372036854775808, "c": 5e12, "d": 0.5}"#).unwrap();
        assert_eq!(node.repeated(), ["a"]);
        assert_eq!(node.get("b"), Some(&Node::Other("-3".into())));
        assert_eq!(node.get("c").unwrap().whole(), Some(5_000_000_000_000));
        assert!(after.is_none());
        assert_eq!(json("{} {}").unwrap().1.unwrap().line, 1);
    }

    #[test]
    fn bombs_and_depth_are_refused() {
        assert!(json(&"[".repeat(10_000)).is_err());
        let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (new, old) in ('b'..='j').zip('a'..) {
            bomb.push_str(&format!("{new}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]\n"));
        }
        assert!(yaml::<Node>(&bomb).is_err());
        assert!(yaml::<Node>(&"[".repeat(1_000)).is_err());
        let refused = yaml::<Node>("a: 1\nb: [1\nc: 2\n").unwrap_err();
        assert!(refused.line >= 2, "{refused:?}");
    }
}
