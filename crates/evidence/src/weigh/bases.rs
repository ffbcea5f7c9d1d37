//! Well-known base models with what their providers published, from `data/bases.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gpai_rules::number::{Interval, Number};
use serde::Deserialize;

use crate::estimate::six_pd;

const TABLE: &str = include_str!("../../data/bases.toml");
/// The name under which the table appears as a source.
pub const FILE: &str = "bases.toml (bundled)";

/// What is published of one base model.
#[derive(Clone, Debug)]
pub struct Known {
    /// Names on the Hub; the first is the base itself, the others its provider's own later versions.
    pub names: Vec<String>,
    /// Training compute in FLOP: stated, or 6·P·D with the Guidelines' 30 %.
    pub flop: Option<Interval>,
    /// How the compute was got.
    pub method: String,
    /// Id of the licence, where it is one of `law/licences.toml`.
    pub licence: Option<String>,
    /// Whose figures they are.
    pub source: String,
    /// 1-based line of the entry in the table.
    pub line: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reread: toml::Value,
    base: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    names: Vec<String>,
    parameters: String,
    active: Option<String>,
    tokens: Option<String>,
    flop: Option<String>,
    licence: Option<String>,
    source: String,
}

static BASES: LazyLock<BTreeMap<String, Known>> = LazyLock::new(|| {
    let mut by_name = BTreeMap::new();
    for known in parse().unwrap_or_default() {
        for name in &known.names {
            by_name.insert(name.to_lowercase(), known.clone());
        }
    }
    by_name
});

fn parse() -> Option<Vec<Known>> {
    let file: File = toml::from_str(TABLE).ok()?;
    let read = file.reread.as_datetime()?.to_string();
    file.base.into_iter().map(|row| known(row, &read)).collect()
}

fn known(row: Row, read: &str) -> Option<Known> {
    let number = |text: &String| Number::parse(text).ok();
    let size = number(row.active.as_ref().unwrap_or(&row.parameters))?;
    let (flop, how) = match (&row.flop, &row.tokens) {
        (Some(stated), _) => {
            // Stated with two figures: half a unit of the second either way.
            let best = number(stated)?;
            (Interval::new(best.percent(97), Some(best.clone()), best.percent(103)), "stated".to_owned())
        }
        (None, Some(tokens)) => {
            let best = six_pd(&size, &number(tokens)?);
            (Some(Interval::with_tolerance(best)), format!("6 x {size} x {tokens}"))
        }
        (None, None) => (None, "training tokens not published".to_owned()),
    };
    let method = format!("{how}; {}, read {read}", row.source);
    let at = row.names.first().and_then(|name| TABLE.find(&format!("\"{name}\"")))?;
    let before = memchr::memchr_iter(b'\n', TABLE.as_bytes().get(..at)?).count();
    let line = u32::try_from(before).ok()?.saturating_add(1);
    Some(Known { names: row.names, flop, method, licence: row.licence, source: row.source, line })
}

/// The base of a name as it is written: `org/model`, or the model's name alone where only one has it.
pub fn find(name: &str) -> Option<&'static Known> {
    let lower = name.trim().to_lowercase();
    if lower.contains('/') {
        return BASES.get(&lower);
    }
    let mut same = BASES.iter().filter(|(full, _)| full.rsplit('/').next() == Some(lower.as_str()));
    match (same.next(), same.next()) {
        (Some((_, known)), None) => Some(known),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let all = parse().unwrap();
        assert!(all.len() > 50);
        let mut names: Vec<String> = all.iter().flat_map(|b| b.names.iter().map(|n| n.to_lowercase())).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "a name stands twice");
        assert!(all.iter().all(|b| b.source.starts_with("https://")));
    }

    #[test]
    fn names_in_any_case_with_or_without_organisation() {
        let full = find("qwen/qwen2.5-7b-INSTRUCT").unwrap();
        assert_eq!(full.flop.as_ref().unwrap().best.as_ref().unwrap().to_string(), "8.2296e23");
        assert_eq!(find("Qwen2.5-7B").unwrap().names, full.names);
        assert!(find("someone/Qwen2.5-7B").is_none());
        assert!(find("7B").is_none());
    }
}
