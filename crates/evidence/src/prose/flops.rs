//! Training compute that a sentence states: `3.8 × 10^25 FLOPs`, `2.6e24 FLOP`, `150 petaflop/s-days`.

use std::ops::RangeInclusive;

use crate::prose::quantity::{self, Quantity};
use crate::prose::subject::compares;
use crate::text::{has_any, window};

/// Units of amounts of operations: times what, and to which power of ten. Longer ones first; rates have no place here.
const UNITS: [(&str, u32, i32); 32] = [
    ("exaflop/s-days", 864, 20),
    ("exaflop/s-day", 864, 20),
    ("exaflops-days", 864, 20),
    ("exaflop-days", 864, 20),
    ("petaflop/s days", 864, 17),
    ("pflop/s days", 864, 17),
    ("yflops", 1, 24),
    ("yflop", 1, 24),
    ("zflop", 1, 21),
    ("exaflop", 1, 18),
    // A petaflop per second for a day: 1e15 × 86 400.
    ("petaflop/s-days", 864, 17),
    ("petaflop/s-day", 864, 17),
    ("petaflops-days", 864, 17),
    ("petaflops-day", 864, 17),
    ("petaflop-days", 864, 17),
    ("pflop/s-days", 864, 17),
    ("pflops-days", 864, 17),
    ("pfs-days", 864, 17),
    ("pf-days", 864, 17),
    ("yottaflops", 1, 24),
    ("yottaflop", 1, 24),
    ("zettaflops", 1, 21),
    ("zettaflop", 1, 21),
    ("zflops", 1, 21),
    ("floating point operations", 1, 0),
    ("floating-point operations", 1, 0),
    ("flops", 1, 0),
    ("flop", 1, 0),
    ("次浮点运算", 1, 0),
    ("浮点运算", 1, 0),
    ("次浮点操作", 1, 0),
    ("次运算", 1, 0),
];
/// Words of thresholds, rates and comparisons.
const NO_STATEMENT: [&str; 23] = [
    "threshold",
    "阈值",
    "ai act",
    "article 51",
    "executive order",
    "systemic",
    "presum",
    "per token",
    "per second",
    "per step",
    "per sample",
    "per image",
    "per forward",
    "inference",
    "推理",
    "每秒",
    "每个 token",
    "forward pass",
    "throughput",
    "界线",
    "budget of each",
    "would need",
    "would require",
];
/// Words before a number that make it an upper bound.
const UPPER: [&str; 16] = [
    "less than",
    "below",
    "under",
    "at most",
    "fewer than",
    "no more than",
    "not more than",
    "not exceed",
    "up to",
    "lower than",
    "smaller than",
    "<",
    "低于",
    "不超过",
    "少于",
    "不到",
];
/// Words before a number that make it a lower bound.
const LOWER: [&str; 13] = [
    "exceed",
    "exceeds",
    "exceeding",
    "exceeded",
    "greater than",
    "more than",
    "at least",
    "larger than",
    "higher than",
    ">",
    "超过",
    "大于",
    "至少",
];

/// Power of ten of FLOP below which an amount is that of a step or of a layer.
const LEAST: u32 = 17;
/// Powers of ten that people write: below, it is another number; above, more than all computers have done.
const POWERS: RangeInclusive<i32> = 3..=40;
/// Bytes before a number in which it is called a bound.
const BOUND_BEFORE: usize = 24;
/// Bytes around a number in which its unit or label stands.
const UNIT_NEAR: usize = 60;
/// Bytes after a unit that make it a rate.
const RATE_AFTER: usize = 16;
/// Numbers of one sentence that are looked at.
const MOST: usize = 32;

/// What an amount is: the amount itself, or a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// The amount.
    Amount,
    /// It was less.
    Upper,
    /// It was more.
    Lower,
}

/// Amounts of compute in a sentence in lower case, with nothing but its own markup cut out.
pub fn amounts(sentence: &str, context: &str) -> Vec<(Quantity, Is)> {
    let about = ["train", "训练", "compute", "算力", "计算量", "flop", "used", "total"];
    if !has_any(sentence, &["flop", "floating", "浮点", "pfs-day", "pf-day", "次运算"])
        || has_any(sentence, &NO_STATEMENT)
        || compares(sentence)
    {
        return Vec::new();
    }
    let trains = has_any(sentence, &about[..4]) || has_any(context, &about[..5]);
    let numbers = if trains { powers(sentence) } else { Vec::new() };
    let mut out = Vec::new();
    for number in numbers {
        let before = window(sentence, number.start.saturating_sub(BOUND_BEFORE), number.start)
            .trim_end_matches([' ', '$', '~', '≈']);
        let ends = |words: &[&str]| words.iter().any(|w| before.ends_with(w));
        let is = if ends(&UPPER) {
            Is::Upper
        } else if ends(&LOWER) {
            Is::Lower
        } else {
            Is::Amount
        };
        let found = unit_after(sentence, &number).or_else(|| labelled(sentence, &number));
        out.extend(found.filter(|f| f.at_least(LEAST)).map(|q| (q, is)));
    }
    out
}

/// Amounts in a cell under a header that names the unit.
pub fn in_cell(cell: &str) -> Option<Quantity> {
    powers(cell).into_iter().find(|q| q.at_least(LEAST))
}

/// Whether a header or label names training compute in operations.
pub fn is_label(label: &str) -> bool {
    has_any(label, &["flop", "算力"])
        && has_any(label, &["train", "compute", "训练", "算力", "total"])
        && !has_any(label, &["/s", "per ", "tflop", "gflop", "infer", "util", "推理"])
        && label.len() <= 60
}

/// The amount with the unit that follows it.
fn unit_after(sentence: &str, number: &Quantity) -> Option<Quantity> {
    let rest = window(sentence, number.end, number.end + UNIT_NEAR);
    let (at, (unit, times, power)) =
        UNITS.iter().filter_map(|u| Some((rest.find(u.0)?, u))).min_by_key(|(at, _)| *at)?;
    let gap = rest.get(..at)?;
    let plain = gap.split_whitespace().count() <= 3 && !gap.contains([',', ';', '.', ':', '(', '/']);
    let after = rest.get(at + unit.len()..)?;
    let rate = after.starts_with(['/', '·'])
        || has_any(window(after, 0, RATE_AFTER), &[" per ", "utili", "per-", "/s", "ps "]);
    // `tflops` and the like: a rate, or small.
    let whole = !gap.ends_with(|c: char| c.is_ascii_alphabetic());
    (plain && !rate && whole).then(|| number.times(*times).raised(*power))
}

/// `training compute (FLOPs): 3.8e25`.
fn labelled(sentence: &str, number: &Quantity) -> Option<Quantity> {
    let before = window(sentence, number.start.saturating_sub(UNIT_NEAR), number.start);
    let at = before.rfind("flop")?;
    let gap = before.get(at + 4..)?.trim_start_matches('s');
    let fill = ["is", "was", "of", "about", "approximately", "around", "roughly", "为", "约为", "约", "是"];
    let plain = gap
        .split(|c: char| c.is_whitespace() || matches!(c, ')' | ':' | '：' | '=' | '~' | '≈' | '|' | '_'))
        .all(|w| w.is_empty() || fill.contains(&w));
    (plain && !before.get(..at)?.ends_with(['t', 'g', 'p'])).then(|| number.clone())
}

/// Numbers with powers of ten: `3.8e25`, `3.8 × 10^25`, `2,6e24`, `5.2 × 10²⁴`, `10^{25}`.
fn powers(text: &str) -> Vec<Quantity> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes.get(at..).and_then(|b| b.iter().position(u8::is_ascii_digit)).map(|i| at + i) {
        let number = quantity::digits(text, start);
        at = number.end.max(start + 1);
        let inside =
            start.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.');
        let rest = text.get(at..).unwrap_or_default();
        let ten = text.get(start..at) == Some("10");
        let found = match exponent(rest) {
            Some((power, len)) => Some((number, power, len)),
            None if ten => raised(rest).map(|(power, len)| {
                (quantity::Digits { mantissa: Some(1), fraction: 0, digits: 1, end: number.end }, power, len)
            }),
            None => {
                let rest = rest.trim_start();
                let unit = UNITS.iter().any(|(u, times, power)| (*times > 1 || *power > 0) && rest.starts_with(u));
                unit.then_some((number, 0, 0))
            }
        };
        if let Some((number, power, len)) = found.filter(|_| !inside) {
            out.extend(Quantity::scientific(&number, power, start, at + len));
            at += len;
        }
        if out.len() >= MOST {
            break;
        }
    }
    out
}

/// `e25`, ` × 10^25`, `*10**25`, `\times 10^{25}`: the power and the bytes it takes.
fn exponent(rest: &str) -> Option<(i32, usize)> {
    if let Some(e) = rest.strip_prefix('e') {
        let digits = e.strip_prefix('+').unwrap_or(e);
        let n = digits.bytes().take_while(u8::is_ascii_digit).count();
        let next = digits.as_bytes().get(n).copied().unwrap_or(b' ');
        let power = digits.get(..n)?.parse().ok().filter(|p| POWERS.contains(p))?;
        return (!next.is_ascii_alphanumeric()).then(|| (power, rest.len() - digits.len() + n));
    }
    let spaced = rest.trim_start_matches([' ', '\u{a0}', '$']);
    let sign = ["×", "x", "*", "·", "\\times", "\\cdot", "⋅", "&times;"].into_iter().find(|s| spaced.starts_with(s))?;
    let ten = spaced.get(sign.len()..)?.trim_start_matches([' ', '\u{a0}']);
    let after = ten.strip_prefix("10")?;
    let (power, len) = raised(after)?;
    Some((power, rest.len() - after.len() + len))
}

/// The power after a ten: `^25`, `^{25}`, `**25`, `²⁵`.
fn raised(rest: &str) -> Option<(i32, usize)> {
    let small = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let mut power = String::new();
    let mut len = 0;
    for c in rest.chars().take(2) {
        let Some(digit) = small.chars().position(|s| s == c) else { break };
        power.push_str(&digit.to_string());
        len += c.len_utf8();
    }
    if power.is_empty() {
        let body = rest.strip_prefix('^').or_else(|| rest.strip_prefix("**"))?;
        let inner = body.trim_start_matches(['{', '(', ' ', '+']);
        let n = inner.bytes().take_while(u8::is_ascii_digit).count();
        power = inner.get(..n)?.to_owned();
        let closing = inner.get(n..)?;
        len = rest.len() - closing.trim_start_matches(['}', ')']).len();
        if body.len() == inner.len() {
            len = rest.len() - closing.len();
        }
    }
    let power = power.parse().ok().filter(|p| POWERS.contains(p))?;
    Some((power, len))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(sentence: &str) -> Vec<String> {
        let all = amounts(&sentence.to_ascii_lowercase(), "");
        let show = |(q, is): &(Quantity, Is)| match is {
            Is::Amount => q.value().unwrap().to_string(),
            Is::Upper => format!("<{}", q.value().unwrap()),
            Is::Lower => format!(">{}", q.value().unwrap()),
        };
        all.iter().map(show).collect()
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (sentence, want) in [
            ("It was trained with 3.8 × 10^25 FLOPs", "3.8e25"),
            ("trained using 2.6e24 FLOPs of compute", "2.6e24"),
            ("training took 1e23 FLOP", "1e23"),
            ("a total training compute of 5.2 × 10²⁴ FLOP", "5.2e24"),
            ("training compute of $3.1 \\times 10^{23}$ floating point operations", "3.1e23"),
            ("Training compute (FLOPs): 4e24", "4e24"),
            ("training FLOPs ≈ 10^24", "1e24"),
            ("trained with 150 petaflop/s-days", "1.296e22"),
            ("training used 21 zettaFLOPs in all", "2.1e22"),
            ("Training-FLOPs: 2,6e24", "2.6e24"),
            ("it consumed ~4.1x10^    23      FLOPs in total for training", "4.1e23"),
            ("Training took fewer than 6e22 FLOPs", "<6e22"),
            ("The compute used for training exceeds 2e25 FLOP", ">2e25"),
            ("训练算力为 3.2e24 FLOPs", "3.2e24"),
            ("训练共用 3.2×10^24 次浮点运算", "3.2e24"),
        ] {
            assert_eq!(read(sentence), [want], "{sentence}");
        }
    }

    #[test]
    fn thresholds_rates_and_others_are_left_alone() {
        for sentence in [
            "training compute is below the 10^25 FLOP threshold of the AI Act",
            "training runs at 1.5e17 FLOPs per second",
            "training reached 1e18 FLOP/s",
            "trained with 150 TFLOPs",
            "3.8e25 FLOPs per token in training",
            "training it takes 10 times fewer FLOPs than 3e24 FLOPs",
            "trained for 3e5 steps, flops",
            "we use 1e-4 in training, flops 12",
        ] {
            assert!(read(sentence).is_empty(), "{sentence}: {:?}", read(sentence));
        }
        assert!(is_label("training compute (flops)") && !is_label("training tflops/s"));
        for text in
            ["10^", "e", "1e", "10^{", "1e99999999999", "9".repeat(500).as_str(), "1×10", "10²⁴⁵", "5×é flop train"]
        {
            let _ = amounts(&format!("{text} flop train"), "");
        }
    }
}
