//! Cards of data sets: `dataset_info` with its splits, `size_categories`, languages, licence. Their counts are examples, never
//! tokens.

use gpai_rules::finding::{Finding, Severity};
use gpai_rules::rows::{DatasetRow, Rows, Split};

use super::front;
use super::json::Json;
use super::names::shown;
use crate::files::Entry;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::Text;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Logs, sample: "README.md", wants, read };
const NAME: &str = "data set card";
/// Cards that are looked at.
const CARDS: usize = 16;
/// Configurations and splits that are kept.
const SPLITS: usize = 2_000;
/// Keys of which one has to be there; a model's card has none of them.
const SIGNS: [&str; 2] = ["dataset_info", "size_categories"];

fn wants(entry: &Entry) -> bool {
    entry.name().eq_ignore_ascii_case("readme.md")
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in entries.iter().take(CARDS) {
        let Some((text, root)) = front::read(run, entry) else { continue };
        if SIGNS.iter().any(|key| root.get(key).is_some()) {
            card(run, &text, &root);
        }
    }
}

/// A text, or the texts of a list.
fn texts(json: Option<&Json>) -> Vec<String> {
    let Some(json) = json else { return Vec::new() };
    let items = json.items().iter().take(crate::limits::LIST);
    json.scalar().into_iter().chain(items.filter_map(Json::scalar)).map(shown).collect()
}

fn card(run: &mut Run<'_>, text: &Text, root: &Json) {
    let sign = SIGNS.iter().find_map(|k| root.key_at(k)).unwrap_or(0);
    let mut row = DatasetRow {
        place: text.place(sign),
        kind: "card".to_owned(),
        name: root.get("pretty_name").and_then(Json::scalar).map(shown),
        licence: Some(texts(root.get("license")).join(", ")).filter(|l| !l.is_empty()),
        languages: texts(root.get("language")),
        size_category: texts(root.get("size_categories")).into_iter().next(),
        ..DatasetRow::default()
    };
    row.languages.sort();
    row.languages.dedup();
    let info = root.get("dataset_info");
    let single: Vec<&Json> = info.filter(|i| i.is_map()).into_iter().collect();
    let several = info.map_or(&[][..], Json::items).iter();
    for config in single.into_iter().chain(several) {
        let name = config.get("config_name").and_then(Json::scalar).unwrap_or("default");
        for split in config.get("splits").map_or(&[][..], Json::items) {
            let count = |key: &str| split.get(key).and_then(Json::count).map(|n| n.to_string());
            if row.splits.len() < SPLITS {
                row.splits.push(Split {
                    config: shown(name),
                    name: split.get("name").and_then(Json::scalar).map(shown).unwrap_or_default(),
                    examples: count("num_examples"),
                    bytes: count("num_bytes"),
                });
            }
        }
    }
    let training =
        |of: fn(&Split) -> &Option<String>| sum(row.splits.iter().filter(|s| s.name.starts_with("train")).map(of));
    row.training_examples = training(|s| &s.examples);
    row.training_bytes = training(|s| &s.bytes);
    let all = sum(row.splits.iter().map(|s| &s.examples));
    let range = row.size_category.as_deref().and_then(category);
    if let (Some(all), Some((low, high))) = (all, range)
        && let Ok(n) = all.parse::<u128>()
        && !(low.is_none_or(|low| low <= n) && high.is_none_or(|high| n <= high))
    {
        row.caveats.push("dataset-size-conflict".to_owned());
        let finding = Finding::new("dataset-size-conflict", Severity::Warning).with("examples", all);
        let finding = finding.with("category", row.size_category.clone().unwrap_or_default());
        run.find(finding.place(text.place(root.key_at("size_categories").unwrap_or(sign))));
    }
    run.note(&text.file, NAME, format!("{} splits of a data set", row.splits.len()));
    run.rows(Rows { datasets: vec![row], ..Rows::default() });
}

/// The sum where every part is known, and there is one.
fn sum<'s>(parts: impl Iterator<Item = &'s Option<String>>) -> Option<String> {
    let parts: Option<Vec<u128>> = parts.map(|p| p.as_ref()?.parse().ok()).collect();
    let parts = parts.filter(|p| !p.is_empty())?;
    parts.into_iter().try_fold(0u128, u128::checked_add).map(|n| n.to_string())
}

/// `100M<n<1B`, `n<1K`, `n>1T`: the bounds.
fn category(text: &str) -> Option<(Option<u128>, Option<u128>)> {
    let number = |text: &str| -> Option<u128> {
        let times = match text.chars().last()? {
            'K' => 1_000,
            'M' => 1_000_000,
            'B' => 1_000_000_000,
            'T' => 1_000_000_000_000,
            _ => 1,
        };
        text.trim_end_matches(['K', 'M', 'B', 'T']).parse::<u128>().ok()?.checked_mul(times)
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(low) = text.strip_prefix("n>") {
        return Some((Some(number(low)?), None));
    }
    if let Some(high) = text.strip_prefix("n<") {
        return Some((None, Some(number(high)?)));
    }
    let (low, high) = text.split_once("<n<")?;
    Some((Some(number(low)?), Some(number(high)?)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::files::Memory;
    use crate::probe::run;

    #[test]
    fn categories_are_bounds() {
        for (text, want) in [
            ("100M<n<1B", Some((Some(100_000_000), Some(1_000_000_000)))),
            ("n<1K", Some((None, Some(1_000)))),
            ("n>1T", Some((Some(1_000_000_000_000), None))),
            ("10K < n < 100K", Some((Some(10_000), Some(100_000)))),
            ("unknown", None),
            ("9999999999999999999999999999999999999999T<n<1", None),
        ] {
            assert_eq!(category(text), want, "{text}");
        }
    }

    #[test]
    fn splits_are_counted_in_examples_and_an_unknown_part_leaves_the_sum_unknown() {
        let card = |info: &str| {
            format!(
                "---\r\npretty_name: D\r\nlicense: [mit, other]\r\nlanguage: de\r\nsize_categories: n<1K\r\n{info}---\r\n# D\r\n"
            )
        };
        let of = |info: &str| run(&READER, &Memory::new().with("README.md", card(info))).1;
        let found = of(
            "dataset_info:\r\n  splits:\r\n  - {name: train, num_examples: 900, num_bytes: 5}\r\n  - {name: test, num_examples: 200}\r\n",
        );
        let row = found.rows.datasets.first().unwrap();
        assert_eq!(row.training_examples.as_deref(), Some("900"));
        assert_eq!(row.licence.as_deref(), Some("mit, other"));
        assert!(found.findings.iter().any(|f| f.code == "dataset-size-conflict"));
        let found = of(
            "dataset_info:\r\n- config_name: a\r\n  splits:\r\n  - {name: train, num_examples: 900}\r\n  - {name: train-2}\r\n",
        );
        assert_eq!(found.rows.datasets.first().unwrap().training_examples, None);
        assert!(found.findings.is_empty());
        assert!(run(&READER, &Memory::new().with("README.md", "---\nlicense: mit\n---\n")).1.rows.is_empty());
    }
}
