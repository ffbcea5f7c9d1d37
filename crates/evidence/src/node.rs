//! Untyped trees of JSON and YAML that keep what ordinary maps lose: keys that stand twice, and integers as they are.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::limits;

/// Words of a list that are kept in an outline.
const LIST_OUTLINE: usize = 8;

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
        deserializer.deserialize_any(Keep::All)
    }
}

/// What is kept of a document.
#[derive(Clone, Copy, Debug)]
pub enum Keep {
    /// All.
    All,
    /// All, but under one key of the top only what is no text: of a table from names to names nothing, however long it is.
    NoTextsUnder(&'static str),
    /// What is no text in a map.
    NoTexts,
    /// That it is a text.
    Shape,
}

impl<'de> DeserializeSeed<'de> for Keep {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A key that is looked at and not kept.
struct Passed;

impl<'de> Deserialize<'de> for Passed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Passed;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, _: &str) -> Result<Passed, E> {
                Ok(Passed)
            }
        }
        deserializer.deserialize_str(Any)
    }
}

impl<'de> Visitor<'de> for Keep {
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
        Ok(Node::Text(if matches!(self, Keep::Shape) { String::new() } else { v.to_owned() }))
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
        if matches!(self, Keep::NoTexts) {
            while map.next_key::<Passed>()?.is_some() {
                let value = map.next_value_seed(Keep::Shape)?;
                if value.text().is_none() {
                    entries.push((String::new(), value));
                }
            }
            return Ok(Node::Map(entries));
        }
        while let Some(key) = map.next_key::<Node>()? {
            let key = match key {
                Node::Text(text) | Node::Other(text) => text,
                Node::Whole(n) => n.to_string(),
                Node::Bool(b) => b.to_string(),
                Node::Null => String::new(),
                Node::List(_) | Node::Map(_) => "?".to_owned(),
            };
            let value = match self {
                Keep::NoTextsUnder(wanted) if wanted == key => map.next_value_seed(Keep::NoTexts)?,
                _ => map.next_value()?,
            };
            entries.push((key, value));
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
    json_into(text, Keep::All)
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
    yaml_within(text, limits::YAML_NODES)
}

/// The same into a tree, of which long lists of plain words hold only the first ones. Training configurations name
/// thousands of files of data, for which nobody looks; reading each takes longer than all the rest of a folder.
pub fn yaml_outline(text: &str) -> Result<Node, Broken> {
    if let Some((outline, left_out)) = without_long_lists(text)
        && let Some(nodes) = limits::YAML_NODES.checked_sub(left_out)
        && let Ok(node) = yaml_within(&outline, nodes)
    {
        return Ok(node);
    }
    yaml(text)
}

/// A text without the words of lists beyond the first ones, and how many words were left out; nothing if all are short.
fn without_long_lists(text: &str) -> Option<(String, usize)> {
    // An item `- s3://data/part-1.npy` on one line of its own: no quotes, no comment, no key.
    fn indent(line: &str) -> Option<usize> {
        let trimmed = line.trim_start_matches(' ');
        let item = trimmed.strip_prefix("- ")?.trim_end_matches(['\r', '\n']);
        let letter = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'.' | b'-');
        let bytes = item.as_bytes();
        let plain = bytes.first().is_some_and(u8::is_ascii_alphanumeric)
            && bytes.iter().enumerate().all(|(i, b)| letter(b) || (*b == b':' && bytes.get(i + 1) == Some(&b'/')));
        plain.then_some(line.len() - trimmed.len())
    }
    let mut out = String::new();
    let (mut left_out, mut in_row, mut last) = (0, 0, None);
    for line in text.split_inclusive('\n') {
        let here = indent(line);
        in_row = if here.is_some() && here == last { in_row + 1 } else { 0 };
        last = here;
        if in_row >= LIST_OUTLINE {
            left_out += 1;
        } else {
            out.push_str(line);
        }
    }
    (left_out > 0).then_some((out, left_out))
}

fn yaml_within<'a, T: Deserialize<'a>>(text: &'a str, nodes: usize) -> Result<T, Broken> {
    let budget = serde_saphyr::budget! {
        max_events: 4 * nodes,
        max_nodes: nodes,
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
        // `value: .nan` in a card is one score that is none, and no reason to leave the rest unread.
        non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
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
    #![allow(clippy::unwrap_used, clippy::unreachable, reason = "tests")]
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
    fn long_lists_are_read_in_outline() {
        let items = |n: usize| (0..n).map(|i| format!("  - s3://data/part-{i}.npy\n")).collect::<String>();
        let outline = |text: &str| yaml_outline(text).unwrap();
        let long = format!("a: 1\nfiles:\n{}b: [x]\n", items(5_000));
        let Some(Node::List(list)) = outline(&long).get("files").cloned() else { unreachable!() };
        assert_eq!(list.len(), LIST_OUTLINE);
        assert_eq!(outline(&long).get("b"), yaml::<Node>(&long).unwrap().get("b"));
        for same in [
            format!("files:\n{}", items(LIST_OUTLINE)),
            "a:\n- b: c\n- d\n".repeat(3),
            format!("a:\n{}", "- 'x'\n- x # y\n- {}\n".repeat(50)),
        ] {
            assert_eq!(yaml_outline(&same), yaml::<Node>(&same), "{same}");
        }
        // What is wrong is said with its place in the whole, and the bound on nodes holds for the whole.
        let broken = format!("files:\n{}b: [\nc: d\n", items(100));
        assert_eq!(yaml_outline(&broken), yaml::<Node>(&broken));
        assert!(yaml_outline(&format!("files:\n{}", items(limits::YAML_NODES + 1))).is_err());
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
