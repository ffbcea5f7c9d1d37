//! Names of accelerators as people write them, how many there were, for how long, and how well they were used.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use gpai_rules::number::Number;

use crate::prose::numerals;
use crate::prose::quantity::{self, Quantity};
use crate::text::window;

/// Names in lower case; longer ones before those they start with.
const NAMES: [&str; 62] = [
    "h100",
    "h200",
    "h800",
    "h20",
    "a100",
    "a800",
    "v100",
    "p100",
    "gb200",
    "gb300",
    "gh200",
    "b100",
    "b200",
    "b300",
    "l40s",
    "l40",
    "l20",
    "l4",
    "t4",
    "k80",
    "rtx a6000",
    "rtx 6000",
    "rtx 5090",
    "rtx 4090",
    "rtx 3090",
    "rtx 2080",
    "a6000",
    "a5000",
    "a40",
    "a30",
    "a10g",
    "a10",
    "4090",
    "3090",
    "mi100",
    "mi210",
    "mi250x",
    "mi250",
    "mi300x",
    "mi300a",
    "mi308x",
    "mi325x",
    "mi355x",
    "tpuv2",
    "tpuv3",
    "tpuv4",
    "tpuv5e",
    "tpuv5p",
    "tpuv6e",
    "tpu",
    "trainium2",
    "trainium",
    "trn1",
    "trn2",
    "gaudi2",
    "gaudi3",
    "gaudi",
    "ascend 910b",
    "ascend 910c",
    "ascend 910",
    "910b",
    "昇腾 910",
];
/// Occurrences of one name, or of one word for accelerators, that are looked at in a sentence.
const OF_A_NAME: usize = 16;
/// Words for accelerators that are not named.
const UNNAMED: [&str; 8] = ["gpus", "gpu", "tpus", "accelerators", "npus", "张卡", "张显卡", "块显卡"];
/// What may stand between a number and the name of what is counted.
const BETWEEN: [&str; 19] = [
    "卡", "nvidia", "tesla", "amd", "google", "cloud", "instinct", "huawei", "aws", "geforce", "intel", "x", "×", "*",
    "张", "块", "台", "枚", "个",
];
/// Units of time with their hours.
const TIMES: [(&str, u32); 12] = [
    ("hours", 1),
    ("hour", 1),
    ("hrs", 1),
    ("小时", 1),
    ("days", 24),
    ("day", 24),
    ("天", 24),
    ("weeks", 168),
    ("week", 168),
    ("周", 168),
    ("星期", 168),
    ("个星期", 168),
];
/// Numbers as words, before units of time.
const WORDS: [(&str, u32); 9] = [
    ("two ", 2),
    ("three ", 3),
    ("four ", 4),
    ("five ", 5),
    ("six ", 6),
    ("seven ", 7),
    ("eight ", 8),
    ("nine ", 9),
    ("ten ", 10),
];
/// Words for the share of the peak that training reached. Not that of memory, nor the time that a device was busy.
const UTILISATIONS: [&str; 9] = [
    "mfu",
    "flops utili",
    "flop utili",
    "compute utili",
    "算力利用率",
    "average utili",
    "utilization of",
    "utilisation of",
    "utilization rate of",
];

/// Bytes before a name in which its number stands.
const NUMBER_BEFORE: usize = 60;
/// Bytes before and after a word for utilisation in which its share stands.
const SHARE_BEFORE: usize = 24;
const SHARE_AFTER: usize = 40;
/// Bytes between a share and the word that it stands before.
const SHARE_CLOSE: usize = 16;
/// Percent of the peak that training can reach; beyond, it is the share of something else.
const SHARES: (u128, u128) = (5, 80);
/// Accelerators that anybody has.
const MOST: u32 = 1_000_000;

/// So many accelerators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub count: u32,
    /// Where the name stands; nothing if they are not named.
    pub device: Option<Range<usize>>,
    /// Where the number stands.
    pub at: usize,
}

/// The first byte range of an accelerator's name, with its memory and form: `A100-SXM4-40GB`.
pub fn named(lower: &str) -> Option<Range<usize>> {
    all_named(lower).into_iter().next()
}

/// The names of accelerators, left to right.
fn all_named(lower: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (start, name) in occurrences(lower) {
        let end = start + name.len();
        let before = lower.get(..start).and_then(|b| b.chars().next_back()).unwrap_or(' ');
        let after = lower.get(end..).unwrap_or_default();
        let next = after.strip_prefix('s').unwrap_or(after).chars().next().unwrap_or(' ');
        // `8xA100` counts; `la100` and `a1000` are other words.
        let counted = before == 'x' && lower.get(..start).is_some_and(is_times);
        let alone = (!before.is_ascii_alphanumeric() && before != '.') || counted;
        if alone && !next.is_ascii_alphanumeric() && !out.iter().any(|o| o.start <= start && start < o.end) {
            out.push(start..extended(lower, end, name));
        }
    }
    out.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    out
}

/// All names that occur, in the order of [`NAMES`], each up to a bound.
fn occurrences(lower: &str) -> Vec<(usize, &'static str)> {
    static ALL: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(NAMES).ok());
    let Some(all) = ALL.as_ref() else { return Vec::new() };
    let mut found: Vec<(usize, usize)> =
        all.find_overlapping_iter(lower).map(|m| (m.pattern().as_usize(), m.start())).collect();
    found.sort_unstable();
    let mut out: Vec<(usize, &'static str)> = Vec::new();
    for same in found.chunk_by(|a, b| a.0 == b.0) {
        out.extend(same.iter().take(OF_A_NAME).filter_map(|(name, start)| Some((*start, *NAMES.get(*name)?))));
    }
    out
}

/// Whether a text ends with a number and `x`.
fn is_times(before: &str) -> bool {
    before.strip_suffix('x').is_some_and(|b| b.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// The end of a name with what belongs to it: memory, form, generation.
fn extended(lower: &str, end: usize, name: &str) -> usize {
    let mut end = end;
    for _ in 0..3 {
        let rest = lower.get(end..).unwrap_or_default();
        let part = rest.trim_start_matches([' ', '-']);
        let gap = rest.len() - part.len();
        let len = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
        let word = part.get(..len).unwrap_or_default();
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let memory = digits.len() < word.len() && matches!(digits, "g" | "gb");
        let form = ["sxm", "pcie", "nvl", "hbm"].iter().any(|f| word.starts_with(f));
        let version =
            name == "tpu" && word.strip_prefix('v').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
        if gap > 1 || !(memory || form || version) {
            break;
        }
        end += gap + len;
    }
    end
}

/// How many accelerators a sentence counts, for each that it counts.
pub fn counts(lower: &str) -> Vec<Count> {
    let names = all_named(lower);
    let mut out: Vec<Count> = Vec::new();
    for range in &names {
        if let Some((count, at)) = number_before(lower, range.start) {
            out.push(Count { count, device: Some(range.clone()), at });
        }
    }
    for word in UNNAMED {
        for (start, _) in lower.match_indices(word).take(OF_A_NAME) {
            let covered = names.iter().any(|n| n.start <= start && start <= n.end + 4);
            let hours = window(lower, start + word.len(), start + word.len() + 8);
            if covered || hours.trim_start_matches([' ', '-', '·']).starts_with(['h', '小', '时']) {
                continue;
            }
            if let Some((count, at)) = number_before(lower, start).filter(|(_, at)| !out.iter().any(|o| o.at == *at)) {
                out.push(Count { count, device: names.first().cloned(), at });
            }
        }
    }
    out.sort_by_key(|c| c.at);
    by_node(lower, out)
}

/// Words for machines that hold several accelerators.
const NODES: [&str; 12] =
    ["node", "machine", "server", "host", "instance", "dgx", "hgx", "节点", "台", "服务器", "机器", "knoten"];
/// More accelerators than one machine holds: such a number counts them all.
const OF_A_NODE: u32 = 16;

/// `8 A100` on each of so many nodes: multiplied, or left out where the number of nodes is not stated.
fn by_node(lower: &str, counts: Vec<Count>) -> Vec<Count> {
    let named: Vec<usize> = NODES.iter().flat_map(|w| lower.match_indices(w).take(8).map(|(i, _)| i)).collect();
    // `256 H100 (32 nodes with 8 GPUs each)`: the number that no machine holds counts them all.
    let mut counts = counts;
    if !named.is_empty() && counts.len() > 1 && counts.iter().filter(|c| c.count > OF_A_NODE).count() == 1 {
        counts.retain(|c| c.count > OF_A_NODE);
    }
    let [one] = counts.as_slice() else { return counts };
    if named.is_empty() || one.count > OF_A_NODE {
        return counts;
    }
    let nodes = named.iter().find_map(|i| number_before(lower, *i).filter(|(_, at)| *at != one.at));
    let total = ["in total", "altogether", "in all", "共计", "总共"].iter().any(|w| lower.contains(w));
    match nodes {
        Some((n, _)) if !total => vec![Count { count: one.count.saturating_mul(n), ..one.clone() }],
        None if EACH.iter().any(|e| lower.contains(e)) => Vec::new(),
        _ => counts,
    }
}

/// Signs that a number of accelerators is that of one machine.
const EACH: [&str; 14] = [
    "per node",
    "each node",
    "every node",
    "nodes of",
    "nodes with",
    "each",
    "per machine",
    "per server",
    "machines with",
    "servers with",
    "每个节点",
    "每节点",
    "每台",
    "每机",
];

/// How many accelerators one machine holds, as a sentence about node hours says it.
pub fn per_node(lower: &str) -> Option<Count> {
    let names = all_named(lower);
    let counted = names.iter().find_map(|range| {
        let (count, at) = number_before(lower, range.start)?;
        Some(Count { count, device: Some(range.clone()), at })
    });
    let unnamed = || {
        UNNAMED.iter().find_map(|w| {
            let at = lower.find(w)?;
            let (count, at) = number_before(lower, at)?;
            Some(Count { count, device: names.first().cloned(), at })
        })
    };
    counted.or_else(unnamed).filter(|c| c.count <= OF_A_NODE)
}

/// The whole number before a byte, with nothing between but words of makers and signs of counting.
fn number_before(lower: &str, at: usize) -> Option<(u32, usize)> {
    let mut before = window(lower, at.saturating_sub(NUMBER_BEFORE), at);
    loop {
        let trimmed = before.trim_end_matches([' ', '\u{a0}', '-']);
        let shorter = BETWEEN.iter().find_map(|w| trimmed.strip_suffix(w));
        match shorter {
            Some(shorter) => before = shorter,
            None => {
                before = trimmed;
                break;
            }
        }
    }
    let start = before
        .rfind(|c: char| !c.is_ascii_digit() && c != ',')
        .map_or(0, |i| i + before.get(i..).and_then(|b| b.chars().next()).map_or(1, char::len_utf8));
    let digits: String = before.get(start..)?.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() {
        // `eight A100`.
        let word = before.rsplit(|c: char| !c.is_ascii_alphabetic() && c != '-').next().filter(|w| w.len() >= 3)?;
        let count = numerals::small(word).filter(|n| *n > 1)?;
        let end = at - (window(lower, at.saturating_sub(NUMBER_BEFORE), at).len() - before.len());
        return Some((count, end - word.len()));
    }
    let previous = before.get(..start)?.chars().next_back().unwrap_or(' ');
    if previous == '.' || previous.is_ascii_alphanumeric() {
        return None;
    }
    let count = digits.parse().ok().filter(|n| (1..=MOST).contains(n))?;
    let end = at - (window(lower, at.saturating_sub(NUMBER_BEFORE), at).len() - before.len());
    Some((count, end - (before.len() - start)))
}

/// Spans of time in hours of the clock, with the number's place.
pub fn spans(lower: &str) -> Vec<(Quantity, u32)> {
    let mut out: Vec<(Quantity, u32)> = Vec::new();
    let unit = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '-', '\u{a0}']);
        let (name, hours) = TIMES.iter().find(|(name, _)| rest.starts_with(name))?;
        let after = rest.get(name.len()..)?;
        (!after.starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(*hours)
    };
    for q in quantity::all(lower) {
        if let Some(hours) = lower.get(q.end..).and_then(unit) {
            out.push((q, hours));
        }
    }
    for (word, n) in WORDS {
        for (start, _) in lower.match_indices(word).take(4) {
            let end = start + word.len() - 1;
            let alone = lower.get(..start).is_none_or(|b| !b.ends_with(|c: char| c.is_ascii_alphanumeric()));
            if let Some(hours) = lower.get(end..).and_then(unit).filter(|_| alone) {
                out.push((Quantity::whole(n.into(), start, end), hours));
            }
        }
    }
    out.sort_by_key(|(q, _)| q.start);
    out
}

/// The utilisation in percent that a sentence states.
pub fn utilisation(lower: &str) -> Option<Number> {
    for word in UTILISATIONS {
        for (at, _) in lower.match_indices(word).take(4) {
            let before = window(lower, at.saturating_sub(SHARE_BEFORE), at);
            if ["memory ", "gpu ", "cpu ", "memory_"].iter().any(|w| before.ends_with(w)) {
                continue;
            }
            let after = window(lower, at + word.len(), at + word.len() + SHARE_AFTER);
            let first = |s: &str| s.split_once('%').map(|(b, _)| b.to_owned());
            let last = |s: &str| s.rfind('%').and_then(|i| s.get(..i)).map(str::to_owned);
            let close = last(before).filter(|b| before.len() - b.len() <= SHARE_CLOSE);
            if let Some(found) = close.or_else(|| first(after)).and_then(|t| trailing(&t)) {
                return Some(found);
            }
        }
    }
    None
}

/// The number at the end of a text, if it can be a utilisation.
fn trailing(text: &str) -> Option<Number> {
    let text = text.trim_end();
    let start = text
        .rfind(|c: char| !c.is_ascii_digit() && c != '.')
        .map_or(0, |i| i + text.get(i..).and_then(|b| b.chars().next()).map_or(1, char::len_utf8));
    let number = Number::parse(text.get(start..)?.trim_matches('.')).ok()?;
    (Number::from_u128(SHARES.0) <= number && number <= Number::from_u128(SHARES.1)).then_some(number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::string_slice, reason = "tests")]
    use super::*;

    #[test]
    fn names_with_memory_and_form() {
        for (text, want) in [
            ("on h100-80gb hardware", "h100-80gb"),
            ("nvidia a100-sxm4-40gb", "a100-sxm4-40gb"),
            ("384 a100 80gb gpus", "a100 80gb"),
            ("a tpu v4 pod", "tpu v4"),
            ("8xa100", "a100"),
            ("h100s", "h100"),
            ("64 张 a800 训练", "a800"),
            ("an ascend 910b", "ascend 910b"),
        ] {
            assert_eq!(&text[named(text).unwrap()], want);
        }
        for text in ["la100x", "a1000", "t4x", "gpt4", "v100.5km", ""] {
            assert!(named(text).is_none_or(|r| text == "v100.5km" && r.start == 0), "{text}");
        }
    }

    #[test]
    fn counts_of_devices() {
        for (text, want) in [
            ("trained on 384 h100 gpus", Some(384)),
            ("256 x a100", Some(256)),
            ("8xa100 for a day", Some(8)),
            ("16 × nvidia a100", Some(16)),
            ("1,024 h800", Some(1024)),
            ("使用 64 张 a100", Some(64)),
            ("on 512 gpus", Some(512)),
            ("16 nodes with 8 h100 gpus each", Some(128)),
            ("8 a100 per node", None),
            ("384 a100 80gb gpus (48 nodes)", Some(384)),
            ("700w h100", None),
            ("1.3m gpu hours on h100", None),
            ("80gb a100", None),
        ] {
            assert_eq!(counts(text).first().map(|c| c.count), want, "{text}");
        }
    }

    #[test]
    fn spans_and_shares() {
        let hours =
            |t: &str| spans(t).iter().map(|(q, h)| q.times(*h).value().unwrap().to_string()).collect::<Vec<_>>();
        assert_eq!(hours("for 24 days and 3 weeks"), ["576", "504"]);
        assert_eq!(hours("21 天, 1.5 hours, two weeks"), ["504", "1.5", "336"]);
        assert_eq!(hours("10 daysize 3 dayz"), Vec::<String>::new());
        let share = |t: &str| utilisation(t).map(|n| n.to_string());
        assert_eq!(share("reached 41.5% mfu"), Some("41.5".into()));
        assert_eq!(share("a model flops utilization (mfu) of 38%"), Some("38".into()));
        assert_eq!(share("with a utilization of 40%"), Some("40".into()));
        assert_eq!(share("mfu 约为 45%"), Some("45".into()));
        assert_eq!(share("gpu utilization of 40%"), None);
        assert_eq!(share("memory utilization of 90%"), None);
        assert_eq!(share("mfu of 99%"), None);
    }
}
