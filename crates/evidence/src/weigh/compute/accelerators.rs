//! The peak rates of accelerators by the name people write, from `data/accelerators.toml`.

use std::sync::LazyLock;

use gpai_rules::number::{Interval, Number};
use serde::Deserialize;

const TABLE: &str = include_str!("../../../data/accelerators.toml");

/// One accelerator.
#[derive(Clone, Debug)]
pub struct Accelerator {
    /// Its usual name.
    pub name: String,
    names: Vec<String>,
    /// Dense peak in FLOP per second; an interval where one name covers several variants.
    pub peak: Interval,
    /// Whose figure it is.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reread: toml::Value,
    accelerator: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    names: Vec<String>,
    peak: String,
    low: Option<String>,
    source: String,
}

static ACCELERATORS: LazyLock<Vec<Accelerator>> = LazyLock::new(|| parse().unwrap_or_default());

fn parse() -> Option<Vec<Accelerator>> {
    let file: File = toml::from_str(TABLE).ok()?;
    file.reread.as_datetime()?;
    file.accelerator
        .into_iter()
        .map(|row| {
            let high = Number::parse(&row.peak).ok()?;
            let low = row.low.map_or(Some(high.clone()), |l| Number::parse(&l).ok())?;
            let peak = Interval::new(low, Some(high.clone()), high)?;
            Some(Accelerator { name: row.name, names: row.names, peak, source: row.source })
        })
        .collect()
}

/// All of them, in the order of the table.
pub fn all() -> &'static [Accelerator] {
    &ACCELERATORS
}

/// The accelerator that a text names; the longest name decides, so that `H100 PCIe` is not any `H100`.
pub fn find(written: &str) -> Option<&'static Accelerator> {
    let plain: String =
        written.chars().filter(|c| c.is_alphanumeric()).take(200).flat_map(char::to_lowercase).collect();
    // `A100` is no `A10`.
    let ends = |at: usize, name: &str| {
        !plain.get(at + name.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let fits = |name: &&String| {
        let digit = name.ends_with(|c: char| c.is_ascii_digit());
        plain.match_indices(name.as_str()).any(|(at, _)| !digit || ends(at, name))
    };
    ACCELERATORS
        .iter()
        .filter_map(|a| Some((a.names.iter().filter(fits).map(String::len).max()?, a)))
        .max_by_key(|(len, _)| *len)
        .map(|(_, a)| a)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_table_is_sound() {
        let all = parse().unwrap();
        assert!(all.len() > 30);
        for accelerator in &all {
            assert!(!accelerator.source.is_empty() && !accelerator.names.is_empty(), "{}", accelerator.name);
            for name in &accelerator.names {
                let same = all.iter().filter(|a| a.names.contains(name)).count();
                assert!(same == 1 && name.chars().all(char::is_alphanumeric), "{name}");
            }
        }
    }

    #[test]
    fn names_as_people_write_them() {
        for (written, name) in [
            ("H100-80GB", "NVIDIA H100"),
            ("H100 SXM5", "NVIDIA H100 SXM"),
            ("NVIDIA H100 PCIe 80GB", "NVIDIA H100 PCIe"),
            ("2 x NVIDIA A100-SXM4-80GB", "NVIDIA A100"),
            ("TPU v5e", "Google TPU v5e"),
            ("TPUv4 pods", "Google TPU v4"),
            ("GH200 96GB", "NVIDIA GH200"),
            ("H200", "NVIDIA H200"),
            ("AMD MI250X", "AMD MI250"),
            ("Ascend 910B", "Huawei Ascend 910B"),
            ("AWS Trainium2", "AWS Trainium 2"),
            ("NVIDIA GeForce RTX 4090", "NVIDIA RTX 4090"),
        ] {
            assert_eq!(find(written).map(|a| a.name.as_str()), Some(name), "{written}");
        }
        assert!(find("a large cluster").is_none());
    }
}
