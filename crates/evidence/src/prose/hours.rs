//! Time on accelerators that a sentence or cell states: `1.3M GPU hours`, `384 H100 for 24 days`, `278.8 万 GPU 小时`.

use std::ops::Range;

use gpai_rules::number::{Interval, Number};

use crate::candidates::Part;
use crate::prose::devices::{self, Count};
use crate::prose::phrases::OTHERS;
use crate::prose::quantity::{self, Quantity};
use crate::prose::statements;
use crate::text::{has_any, window};

/// Words for hours of one accelerator.
const UNITS: [&str; 20] = [
    "gpu hour",
    "gpu-hour",
    "gpu·hour",
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
/// Words of training that comes on top of pre-training.
const TUNING: [&str; 12] = [
    "fine-tun",
    "finetun",
    "fine tun",
    "sft",
    "rlhf",
    "post-train",
    "posttrain",
    "instruction tun",
    "微调",
    "后训练",
    "对齐",
    "lora",
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
}

/// Words of which one stands in every sentence about time or accelerators.
pub const SPEAKS: [&str; 14] =
    ["hour", "hrs", "day", "week", "小时", "天", "周", "卡时", "gpuh", "gpu-h", "gpu", "tpu", "100", "800"];

/// Whether a sentence may speak of the time that training took.
pub fn speaks(sentence: &str) -> bool {
    has_any(sentence, &SPEAKS) && !has_any(sentence, &NOT_TRAINING) && !has_any(sentence, &OTHERS)
}

/// Hours of accelerators in a sentence in lower case without emphasis; `context` is what its headings say.
pub fn hours(sentence: &str, context: &str) -> Vec<Hours> {
    if !speaks(sentence) {
        return Vec::new();
    }
    let part = part(sentence, context);
    let quantities = quantity::all(sentence);
    let named = devices::named(sentence);
    let mut out = Vec::new();
    for q in &quantities {
        if out.len() >= MOST {
            break;
        }
        if unit_near(sentence, q)
            && let (Some(best), Some(within)) = (q.value(), q.within())
        {
            let size = size(sentence, &quantities, q.start, q.end);
            out.push(Hours { best, within, device: named.clone(), part, size, at: q.start });
        }
    }
    if out.is_empty() {
        out = pairs(sentence, &quantities, part, context);
    }
    out
}

/// `384 H100 for 24 days`.
fn pairs(sentence: &str, quantities: &[Quantity], part: Part, context: &str) -> Vec<Hours> {
    let trains = ["train", "训练", "tuned", "tuning", "微调", "compute", "hardware", "算力", "硬件"];
    if !has_any(sentence, &trains) && !has_any(context, &trains) {
        return Vec::new();
    }
    let counts = devices::counts(sentence);
    let spans = devices::spans(sentence);
    if counts.is_empty() || counts.len() > MOST || counts.len() != spans.len() {
        return Vec::new();
    }
    let many = counts.len() > 1;
    let pairs = counts.iter().zip(&spans).filter_map(|(count, (span, hours))| {
        let size = size(sentence, quantities, count.at.min(span.start), count.at.max(span.end));
        // Several pairs are several models, or stages whose sum nobody states.
        (!many || size.is_some()).then(|| product(count, span, *hours, part, size)).flatten()
    });
    pairs.collect()
}

/// Accelerators times hours.
pub fn product(count: &Count, span: &Quantity, hours: u32, part: Part, size: Option<Quantity>) -> Option<Hours> {
    let times = |n: &Number| n.times_u(hours).times_u(count.count);
    let within = span.within()?;
    let best = times(&span.value()?);
    let within = Interval::new(times(&within.low), Some(best.clone()), times(&within.high))?;
    Some(Hours { best, within, device: count.device.clone(), part, size, at: count.at })
}

/// The half that a list item or a row of two cells states: `GPUs: 384 H100`, `Training time: 24 days`.
pub fn half(sentence: &str, context: &str) -> Option<Half> {
    let trains = ["train", "训练"];
    if !speaks(sentence)
        || has_any(sentence, &TUNING)
        || !(has_any(sentence, &trains) || has_any(context, &["train", "训练", "hardware", "compute", "硬件"]))
    {
        return None;
    }
    let (counts, spans) = (devices::counts(sentence), devices::spans(sentence));
    let lasts = ["time", "duration", "took", "lasted", "时间", "时长", "耗时", "用时"];
    match (counts.as_slice(), spans.as_slice()) {
        ([count], []) if sentence.len() < ITEM && !has_any(sentence, &["reserve", "spare", "additional"]) => {
            Some(Half::Devices(count.clone()))
        }
        ([], [(span, hours)]) if has_any(sentence, &lasts) && sentence.len() < ITEM => {
            Some(Half::Span(span.clone(), *hours))
        }
        _ => None,
    }
}

/// What the hours of a sentence cover.
pub fn part(sentence: &str, context: &str) -> Part {
    let pre = ["pretrain", "pre-train", "预训练"];
    if has_any(sentence, &TOGETHER) {
        Part::Collection
    } else if (has_any(sentence, &TUNING) || has_any(context, &TUNING)) && !has_any(sentence, &pre) {
        Part::Run
    } else {
        Part::Training
    }
}

/// Whether a number is one of hours of accelerators: the unit follows, or stands in the label before.
fn unit_near(sentence: &str, q: &Quantity) -> bool {
    let rest = window(sentence, q.end, q.end + UNIT_NEAR);
    let unit = UNITS.iter().filter_map(|u| rest.find(u)).min();
    // `H100 hours`, `A100-80GB hours`.
    let by_name = devices::named(rest).and_then(|d| {
        let after = rest.get(d.end..)?.trim_start_matches(['s', ' ', '-']);
        (after.starts_with("hour") || after.starts_with("小时")).then_some(d.start)
    });
    let at = unit.into_iter().chain(by_name).min();
    let follows = at.and_then(|i| rest.get(..i)).is_some_and(|gap| {
        gap.split_whitespace().count() <= 4
            && !gap.contains([',', ';', '.', ':', '(', '。', '，'])
            && quantity::all(gap).is_empty()
    });
    follows || label_before(sentence, q)
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
    let with_unit: Vec<&Quantity> = amounts.iter().filter(|q| unit_near(cell, q)).collect();
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

    fn read(sentence: &str) -> Vec<String> {
        let lower = sentence.to_ascii_lowercase();
        let show = |h: &Hours| {
            let device = h.device.clone().map(|d| format!(" {}", &lower[d])).unwrap_or_default();
            let size = h.size.as_ref().map(|s| format!(" @{}", s.value().unwrap())).unwrap_or_default();
            let part = match h.part {
                Part::Training => "",
                Part::Run => " run",
                Part::Collection => " all",
            };
            format!("{}{device}{size}{part}", h.best)
        };
        hours(&lower, "").iter().map(show).collect()
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
        let cell = |c: &str| in_cell(c).map(|(b, ..)| b.to_string());
        assert_eq!(cell("1.46m"), Some("1460000".into()));
        assert_eq!(cell("184320"), Some("184320".into()));
        assert_eq!(
            cell("stage 1 pretraining: 147k h100 hours stage 2 annealing: 98k h100 hours sft: 896 h100 hours"),
            Some("245896".into())
        );
        assert_eq!(cell("-"), None);
        assert!(matches!(half("gpus: 384 h100", "training / hardware"), Some(Half::Devices(c)) if c.count == 384));
        assert!(matches!(half("training time: 24 days", ""), Some(Half::Span(_, 24))));
        assert_eq!(half("gpus: 384 h100", "usage"), None);
        let found = hours("trained on 10 a100 for 24 days", "");
        let within = &found.first().unwrap().within;
        assert_eq!((within.low.to_string(), within.high.to_string()), ("5472".into(), "6048".into()));
    }
}
