//! Time on accelerators that a sentence or cell states: `1.3M GPU hours`, `384 H100 for 24 days`, `278.8 万 GPU 小时`.

use std::ops::Range;

use gpai_rules::number::{Interval, Number};

use crate::candidates::Part;
use crate::prose::devices::{self, Count};
use crate::prose::kind::aside;
use crate::prose::quantity::{self, Quantity};
use crate::prose::stage::{self, Stage};
use crate::prose::statement::Around;
use crate::prose::statements;
use crate::prose::subject::{self, Whom};
use crate::text::{has_any, window};

/// Words for hours of one accelerator.
const UNITS: [&str; 22] = [
    "gpu hour",
    "gpu-hour",
    "gpu·hour",
    "gpu·h",
    "gpu h)",
    "gpu hrs",
    "gpu-hrs",
    "gpuh",
    "gpu-h ",
    "tpu hour",
    "tpu-hour",
    "accelerator hour",
    "accelerator-hour",
    "device hour",
    "device-hour",
    "chip hour",
    "chip-hour",
    "gpu 小时",
    "gpu小时",
    "gpu时",
    "gpu 时",
    "卡时",
];
/// Words for days of one accelerator.
const DAYS: [&str; 10] = [
    "gpu day",
    "gpu-day",
    "gpu·day",
    "tpu day",
    "tpu-day",
    "accelerator day",
    "accelerator-day",
    "卡天",
    "gpu天",
    "gpu 天",
];
/// Words for hours of a machine with several accelerators.
const NODE_HOURS: [&str; 6] = ["node hour", "node-hour", "machine hour", "machine-hour", "节点小时", "机时"];
/// Words of a sentence about something other than the training of this model.
const NOT_TRAINING: [&str; 22] = [
    "inference",
    "serving",
    "latency",
    "throughput",
    "annotat",
    "evaluat",
    "benchmark",
    "generating the data",
    "data processing",
    "synthetic data",
    "subsequent",
    "after pre-training",
    "after pretraining",
    "context extension",
    "annealing",
    "second stage",
    "you can",
    "reproduc",
    "would take",
    "推理",
    "评测",
    "部署",
];
/// Words of amounts for several models together.
const TOGETHER: [&str; 10] = [
    "cumulative",
    "collection",
    "family",
    "all models",
    "all sizes",
    "all our models",
    "entire project",
    "both models",
    "累计",
    "全系列",
];

/// Amounts of one sentence that are kept; each looks for its size among all numbers of the sentence.
const MOST: usize = 16;

/// Bytes of an item that states the half of an amount; longer ones are sentences about something.
const ITEM: usize = 160;
/// Bytes around a number in which its unit or label stands.
const UNIT_NEAR: usize = 60;
/// Bytes between an amount and the size it is `for`.
const SIZE_NEAR: usize = 80;
/// Bytes of a label; longer ones are sentences.
const LABEL: usize = 80;
/// Bytes after a number in which `tokens` stands.
const TOKENS_NEAR: usize = 16;

/// Hours of accelerators in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The value.
    pub best: Number,
    /// What the digits allow.
    pub within: Interval,
    /// Where the accelerator's name stands.
    pub device: Option<Range<usize>>,
    /// What it covers.
    pub part: Part,
    /// The size of the model it is stated for.
    pub size: Option<Quantity>,
    /// The tokens that the time was spent on, if the sentence names them.
    pub tokens: Option<Number>,
    /// Where the number stands.
    pub at: usize,
}

/// A count of accelerators or a span of time that stands alone, to be put together with the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Half {
    /// So many accelerators.
    Devices(Count),
    /// So many hours of the clock.
    Span(Quantity, u32),
    /// The accelerator, without a number.
    Hardware(Range<usize>),
    /// Hours in all, as the Hub's template for cards asks for them.
    Used(Quantity),
}

/// Words of which one stands in every sentence about time or accelerators.
pub const SPEAKS: [&str; 15] =
    ["hour", "hrs", "day", "week", "小时", "天", "周", "卡时", "机时", "gpuh", "gpu-h", "gpu", "tpu", "100", "800"];

/// Whether a sentence may speak of the time that training took.
pub fn speaks(sentence: &str) -> bool {
    has_any(sentence, &SPEAKS) && !has_any(sentence, &NOT_TRAINING) && !subject::compares(sentence)
}

/// Hours of accelerators in a sentence in lower case without emphasis.
pub fn hours(sentence: &str, around: Around<'_>) -> Vec<Hours> {
    if !speaks(sentence) {
        return Vec::new();
    }
    let quantities = quantity::all(sentence);
    let named = devices::named(sentence);
    let mut out = Vec::new();
    for q in &quantities {
        if out.len() >= MOST {
            break;
        }
        let Some((times, device)) = unit_near(sentence, q) else { continue };
        if let (Some(best), Some(within)) = (q.value(), q.within()) {
            let size =
                size(sentence, &quantities, q.start, q.end).or_else(|| around.own.size_before(sentence, q.start));
            let part = part(sentence, q.start, around);
            let many = |n: &Number| n.times_u(times);
            let within = Interval { low: many(&within.low), best: Some(many(&best)), high: many(&within.high) };
            let tokens = tokens_in(sentence, &quantities);
            let device = device.or_else(|| named.clone());
            out.push(Hours { best: many(&best), within, device, part, size, tokens, at: q.start });
        }
    }
    if out.is_empty() {
        out = pairs(sentence, &quantities, around);
    }
    out
}

/// The tokens that a sentence or header about time names: the time may be that of a share of the training.
pub fn tokens_in(sentence: &str, quantities: &[Quantity]) -> Option<Number> {
    let of_tokens = |q: &&Quantity| {
        q.at_least(7)
            && window(sentence, q.end, q.end + TOKENS_NEAR).trim_start_matches([' ', '-']).starts_with("token")
    };
    quantities.iter().find(of_tokens)?.value()
}

/// `384 H100 for 24 days`.
fn pairs(sentence: &str, quantities: &[Quantity], around: Around<'_>) -> Vec<Hours> {
    let trains = [
        "train",
        "训练",
        "tuned",
        "tuning",
        "tune",
        "微调",
        "精调",
        "compute",
        "hardware",
        "算力",
        "硬件",
        "the run",
        "our run",
        "final run",
        "the job",
        "历时",
        "集群",
    ];
    if !has_any(sentence, &trains) && !has_any(around.under, &trains) {
        return Vec::new();
    }
    let counts = devices::counts(sentence);
    let spans = devices::spans(sentence);
    if counts.is_empty() || counts.len() > MOST || counts.len() != spans.len() {
        return Vec::new();
    }
    let many = counts.len() > 1;
    let pairs = counts.iter().zip(&spans).filter_map(|(count, (span, hours))| {
        let size = size(sentence, quantities, count.at.min(span.start), count.at.max(span.end))
            .or_else(|| around.own.size_before(sentence, count.at.max(span.start)));
        // Several pairs are several models, or stages whose sum nobody states.
        let part = part(sentence, count.at, around);
        let tokens = tokens_in(sentence, quantities);
        let product = (!many || size.is_some()).then(|| product(count, span, *hours, part, size)).flatten();
        product.map(|hours| Hours { tokens, ..hours })
    });
    pairs.collect()
}

/// Accelerators times hours.
pub fn product(count: &Count, span: &Quantity, hours: u32, part: Part, size: Option<Quantity>) -> Option<Hours> {
    let times = |n: &Number| n.times_u(hours).times_u(count.count);
    let within = span.within()?;
    let best = times(&span.value()?);
    let within = Interval::new(times(&within.low), Some(best.clone()), times(&within.high))?;
    Some(Hours { best, within, device: count.device.clone(), part, size, tokens: None, at: count.at })
}

/// The half that a list item or a row of two cells states: `GPUs: 384 H100`, `Training time: 24 days`.
pub fn half(sentence: &str, around: Around<'_>) -> Option<Half> {
    let trains = ["train", "训练"];
    if !speaks(sentence) || sentence.len() >= ITEM {
        return None;
    }
    let label = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
    // The Hub's own template for cards.
    if let Some(value) = label.strip_prefix("hours used").and_then(|r| r.trim_start().strip_prefix(':')) {
        let used = quantity::all(value).into_iter().next()?;
        return Some(Half::Used(used.moved(sentence.len() - value.len(), 0)));
    }
    let (counts, spans) = (devices::counts(sentence), devices::spans(sentence));
    if label.starts_with("hardware type") {
        return match counts.as_slice() {
            [count] => Some(Half::Devices(count.clone())),
            _ => devices::named(sentence).map(Half::Hardware),
        };
    }
    let under = ["train", "训练", "hardware", "compute", "硬件"];
    // What a list of facts on a model calls its training hardware.
    let labels = [
        "cluster",
        "hardware",
        "duration",
        "gpus",
        "accelerators",
        "compute",
        "devices",
        "硬件",
        "集群",
        "时长",
        "算力",
    ];
    if stage::named(sentence) == Some(Stage::Tuning)
        || !(has_any(sentence, &trains)
            || has_any(around.under, &under)
            || (!aside(around.under) && labels.iter().any(|l| label.starts_with(l))))
    {
        return None;
    }
    let lasts = ["time", "duration", "took", "lasted", "时间", "时长", "耗时", "用时"];
    match (counts.as_slice(), spans.as_slice()) {
        ([count], []) if !has_any(sentence, &["reserve", "spare", "additional"]) => Some(Half::Devices(count.clone())),
        ([], [(span, hours)]) if has_any(sentence, &lasts) => Some(Half::Span(span.clone(), *hours)),
        _ => None,
    }
}

/// What an amount at a byte of a sentence covers.
pub fn part(sentence: &str, at: usize, around: Around<'_>) -> Part {
    if has_any(sentence, &TOGETHER) || subject::of(sentence, at, at, around.own, around.under) != Whom::Own {
        return Part::Collection;
    }
    let heading = stage::of_heading(around.under);
    // `Pretrain (feature alignment)`: what this card calls so is tuning.
    let inner = around.under.rsplit(" / ").next().unwrap_or_default();
    let renamed = heading == Some(Stage::Tuning) && stage::named(inner) == Some(Stage::First);
    // What the sentence says goes before what the heading says, and that before the sentence in front of it.
    let said = stage::named(sentence).filter(|_| !renamed);
    match said.or(heading).or(around.carried) {
        None | Some(Stage::First) => Part::Training,
        Some(Stage::Tuning) => Part::Run,
        Some(Stage::Later | Stage::Not) => Part::Collection,
    }
}

/// Whether a number is one of hours of accelerators: the unit follows, or stands in the label before. How many hours of one
/// accelerator make one of them, and the accelerator if the unit names it.
fn unit_near(sentence: &str, q: &Quantity) -> Option<(u32, Option<Range<usize>>)> {
    let rest = window(sentence, q.end, q.end + UNIT_NEAR);
    let find = |words: &[&str]| words.iter().filter_map(|u| rest.find(u)).min();
    // `H100 hours`, `A100-80GB days`.
    let by_name = devices::named(rest).and_then(|d| {
        let after = rest.get(d.end..)?.trim_start_matches(['s', ' ', '-', '·']);
        let hours = [("hour", 1), ("hrs", 1), ("小时", 1), ("day", 24), ("天", 24)];
        hours.iter().find(|(w, _)| after.starts_with(w)).map(|(_, times)| (d.start, *times))
    });
    let hours = find(&UNITS).map(|at| (at, 1));
    let days = find(&DAYS).map(|at| (at, 24));
    let node = find(&NODE_HOURS);
    let first = hours.into_iter().chain(days).chain(by_name).min();
    let plain = |at: usize| {
        rest.get(..at).is_some_and(|gap| {
            gap.split_whitespace().count() <= 4
                && !gap.contains([',', ';', '.', ':', '(', '。', '，'])
                && quantity::all(gap).is_empty()
        })
    };
    if let Some((_, times)) = first.filter(|(at, _)| plain(*at)) {
        return Some((times, None));
    }
    if node.is_some_and(plain) {
        let machine = devices::per_node(sentence)?;
        return (machine.at != q.start).then_some((machine.count, machine.device));
    }
    label_before(sentence, q).then_some((1, None))
}

/// `GPU hours: 1.3M`.
fn label_before(sentence: &str, q: &Quantity) -> bool {
    let before = window(sentence, q.start.saturating_sub(UNIT_NEAR), q.start);
    let Some(end) = UNITS.iter().filter_map(|u| before.rfind(u).map(|i| i + u.len())).max() else { return false };
    let gap = before.get(end..).unwrap_or_default().trim_start_matches('s');
    let fill =
        ["is", "was", "are", "were", "used", "of", "about", "approximately", "total", "为", "约为", "约", "是", "数"];
    let signs = |c: char| c.is_whitespace() || matches!(c, ')' | ':' | '：' | '=' | '~' | '≈' | '|' | '_');
    gap.contains([':', '：', '=', '|', '为']) && gap.split(signs).all(|w| w.is_empty() || fill.contains(&w))
        || gap.split(signs).all(|w| fill.contains(&w)) && !gap.trim().is_empty()
}

/// The size of the model that stands with an amount: before it, or right after it with `for`.
fn size(sentence: &str, quantities: &[Quantity], start: usize, end: usize) -> Option<Quantity> {
    let fits = |s: &&Quantity| s.at_least(6) && s.unit && statements::is_size(sentence, s);
    let after = || {
        let next = quantities.iter().find(|s| s.start >= end)?;
        let gap = window(sentence, end, next.start);
        (gap.len() < SIZE_NEAR && gap.contains(" for ") && fits(&next)).then_some(next)
    };
    after().or_else(|| quantities.iter().rfind(|s| s.end <= start && fits(s))).cloned()
}

/// Whether a header or label names hours of accelerators.
pub fn is_label(label: &str) -> bool {
    (has_any(label, &UNITS) || label.contains("gpu time (hours)"))
        && label.len() <= LABEL
        && !has_any(label, &["cost", "price", "$"])
}

/// The hours in a cell under such a header; several stages in one cell are added up.
pub fn in_cell(cell: &str) -> Option<(Number, Interval, usize)> {
    let amounts: Vec<Quantity> = quantity::all(cell);
    // `stage 1 pretraining: 147k h100 hours stage 2: 98k h100 hours`: those with the unit count.
    let with_unit: Vec<&Quantity> = amounts.iter().filter(|q| unit_near(cell, q).is_some()).collect();
    let chosen: Vec<&Quantity> = if with_unit.is_empty() { amounts.iter().take(1).collect() } else { with_unit };
    let plain = chosen.len() > 1 || amounts.len() <= 2;
    let mut sum: Option<(Number, Interval, usize)> = None;
    for q in chosen.into_iter().filter(|_| plain) {
        let (best, within) = (q.value()?, q.within()?);
        sum = Some(match sum {
            None => (best, within, q.start),
            Some((b, w, at)) => {
                let best = b.plus(&best);
                (best.clone(), Interval::new(w.low.plus(&within.low), Some(best), w.high.plus(&within.high))?, at)
            }
        });
    }
    sum.filter(|(best, ..)| *best > Number::from_u128(0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::string_slice, reason = "tests")]
    use super::*;
    use crate::prose::own::Own;

    fn read(sentence: &str) -> Vec<String> {
        let lower = sentence.to_ascii_lowercase();
        let show = |h: &Hours| {
            let device = h.device.clone().map(|d| format!(" {}", &lower[d])).unwrap_or_default();
            let size = h.size.as_ref().map(|s| format!(" @{}", s.value().unwrap())).unwrap_or_default();
            let part = match h.part {
                Part::Training => "",
                Part::Run => " run",
                Part::Collection | Part::Counted { .. } => " all",
            };
            format!("{}{device}{size}{part}", h.best)
        };
        let own = Own::default();
        hours(&lower, around("", &own)).iter().map(show).collect()
    }

    fn around<'s>(under: &'s str, own: &'s Own) -> Around<'s> {
        Around { under, own, carried: None }
    }

    #[test]
    fn hours_as_people_write_them() {
        for (sentence, want) in [
            (
                "Training took 1.3M GPU hours of computation on hardware of type H100-80GB (TDP of 700W)",
                "1300000 h100-80gb",
            ),
            ("It needs only 2.5M H800 GPU hours for its full training", "2500000 h800"),
            ("Training used a cumulative of 39.3M GPU hours on H100-80GB hardware", "39300000 h100-80gb all"),
            ("trained for 147K H100 hours", "147000 h100"),
            ("The 7B model took 184,320 GPU hours to train", "184320 @7000000000"),
            ("We spent 1.4M GPU hours for the 8B model", "1400000 @8000000000"),
            ("Training GPU hours: 20,000", "20000"),
            ("It was trained on 384 H100 GPUs for 24 days", "221184 h100"),
            ("training on 1920 H100-80G, 21 days", "967680 h100-80g"),
            ("trained with 256 x A100 for 3 weeks", "129024 a100"),
            ("We fine-tuned it on 8xA100 for 10 hours", "80 a100 run"),
            ("trained for two weeks on 64 GPUs", "21504"),
            ("本模型使用 64 张 A100 训练 10 天", "15360 a100"),
            ("训练共计 278.8 万 GPU 小时", "2788000"),
            ("训练耗费约 5 万卡时", "50000"),
            ("training consumed 31,400 A100 GPU days", "753600 a100"),
            ("training took roughly 0.41M H800-hours", "410000 h800"),
            ("trained on 256 A100 40GB GPUs for about 310\\,000 GPU hours", "310000 a100 40gb"),
            ("We trained it for 20 days on 48 nodes, each with eight H100 GPUs", "184320 h100"),
            ("trained on 32 machines with 8 A100 each for 10 days", "61440 a100"),
            ("使用 32 台 8 卡 H800 服务器训练 20 天", "122880 h800"),
            ("Training took 12,000 node hours on nodes with 4 A100 GPUs", "48000 a100"),
            ("we trained it on 512 A100 GPUs (64 nodes) for 10 days", "122880 a100"),
            ("Ablations took 300,000 A100 GPU hours", "300000 a100 all"),
            ("我们以已有模型为起点做指令精调，在 8 张 H100 上训练 20 小时", "160 h100 run"),
        ] {
            assert_eq!(read(sentence), [want], "{sentence}");
        }
        assert_eq!(
            read("we train the 7B model on 64 A100 for 3 days and the 13B model on 128 A100 for 5 days"),
            ["4608 a100 @7000000000", "15360 a100 @13000000000"]
        );
    }

    #[test]
    fn other_hours_are_left_alone() {
        for sentence in [
            "The model was released 3 days after training on 8 cores",
            "inference on 8 A100 for 3 hours",
            "The subsequent stages of training need 0.1M GPU hours",
            "you can train it on 8 A100 in 2 days",
            "trained on 1,000 hours of speech",
            "trained on 20 hours of GPU programming videos",
            "trained on 8 A100 in 2024",
            "training on 8 A100 GPUs with 80GB, 24 layers",
            "it takes fewer GPU hours than 3M",
        ] {
            assert!(read(sentence).is_empty(), "{sentence}: {:?}", read(sentence));
        }
    }

    #[test]
    fn cells_and_halves() {
        let own = Own::default();
        let cell = |c: &str| in_cell(c).map(|(b, ..)| b.to_string());
        assert_eq!(cell("1.46m"), Some("1460000".into()));
        assert_eq!(cell("184320"), Some("184320".into()));
        assert_eq!(
            cell("stage 1 pretraining: 147k h100 hours stage 2 annealing: 98k h100 hours sft: 896 h100 hours"),
            Some("245896".into())
        );
        assert_eq!(cell("-"), None);
        assert!(
            matches!(half("gpus: 384 h100", around("training / hardware", &own)), Some(Half::Devices(c)) if c.count == 384)
        );
        assert!(matches!(half("training time: 24 days", around("", &own)), Some(Half::Span(_, 24))));
        assert_eq!(half("gpus: 384 h100", around("usage", &own)), None);
        let found = hours("trained on 10 a100 for 24 days", around("", &own));
        let within = &found.first().unwrap().within;
        assert_eq!((within.low.to_string(), within.high.to_string()), ("5472".into(), "6048".into()));
    }
}
