//! How often training went through its data: `for 40 epochs`, `each token was seen four times`, `训练了 4 轮`.

use super::numerals;
use crate::text::{has_any, window};

/// Passes that are believed; annex A.3 of the Guidelines has an example with 164.
const MOST: u32 = 1000;
/// Bytes before and after a word in which its number stands.
const NEAR: usize = 24;

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So often.
    Known(u32),
    /// More than once, and the text does not say how often.
    Unknown,
}

/// Words of which one stands in every such statement.
pub const SPEAKS: [&str; 12] =
    ["epoch", "passes", "pass over", "times", "twice", "repeat", "轮", "遍", "重复", "次遍历", "loops over", "looped"];

/// What follows `轮` where it is a turn of a talk.
const TALKS: [&str; 8] = ["对话", "交互", "问答", "聊天", "会话", "推理", "的对话", "次对话"];

/// What follows `times` where it compares.
const COMPARES: [&str; 13] = [
    "faster", "larger", "bigger", "smaller", "more", "less", "fewer", "higher", "lower", "longer", "cheaper", "as ",
    "the ",
];

/// What a sentence says of it, with the byte where it says so. `once` and `a single epoch` say nothing that changes an amount.
pub fn of(sentence: &str) -> Option<(Times, usize)> {
    let mut best: Option<(Times, usize)> = None;
    for word in ["epoch", "passes", "pass over", "轮", "遍"] {
        for (at, _) in sentence.match_indices(word) {
            // `多轮对话`: turns of a talk, not passes through data.
            let after = window(sentence, at + word.len(), at + word.len() + NEAR);
            if TALKS.iter().any(|t| after.starts_with(t)) {
                continue;
            }
            if let Some(times) = before(sentence, at, word) {
                best = best.max_by_times(times, at);
            }
        }
    }
    let of_data = ["token", "data", "corpus", "sample", "text", "document", "语料", "数据", "example"];
    if has_any(sentence, &of_data) {
        for (at, _) in sentence.match_indices(" times") {
            // `6 times faster` is a comparison, `6 times` a number of passes.
            let rest = window(sentence, at + 6, at + 6 + NEAR);
            if COMPARES.iter().any(|c| rest.trim_start().starts_with(c)) {
                continue;
            }
            if let Some(n) = number_before(sentence, at) {
                best = best.max_by_times(Times::Known(n), at);
            }
        }
        if let Some(at) = sentence.find("twice") {
            best = best.max_by_times(Times::Known(2), at);
        }
        let repeated =
            ["repeated several", "repeated many", "repeated multiple", "several times", "multiple times", "重复多"];
        if let Some(at) = repeated.iter().find_map(|w| sentence.find(w)) {
            best = best.max_by_times(Times::Unknown, at);
        }
    }
    best.filter(|(times, _)| *times != Times::Known(1))
}

/// Chooses the larger of two statements.
trait Larger {
    fn max_by_times(self, times: Times, at: usize) -> Self;
}

impl Larger for Option<(Times, usize)> {
    fn max_by_times(self, times: Times, at: usize) -> Self {
        let more = |t: Times| if let Times::Known(n) = t { n } else { u32::MAX };
        match self {
            Some((old, _)) if more(old) >= more(times) => self,
            _ => Some((times, at)),
        }
    }
}

/// The number that a word for passes follows.
fn before(sentence: &str, at: usize, word: &str) -> Option<Times> {
    let text = window(sentence, at.saturating_sub(NEAR), at);
    let several = ["several", "multiple", "many", "few", "some", "more than one", "多", "若干", "数"];
    if let Some(n) = number_before(sentence, at) {
        return Some(Times::Known(n));
    }
    if several.iter().any(|s| text.trim_end().ends_with(s)) {
        return Some(Times::Unknown);
    }
    // `epochs: 3`, `number of epochs = 3`.
    let after = window(sentence, at + word.len(), at + word.len() + NEAR).trim_start_matches(['s', '*', ' ', '_']);
    let value = after.strip_prefix([':', '=', '|'])?.trim_start_matches(['*', ' ', '`', '|']);
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| (1..=MOST).contains(n)).map(Times::Known)
}

/// The number, in digits or words, that ends where a word begins; a fraction counts as the next whole number.
fn number_before(sentence: &str, at: usize) -> Option<u32> {
    let text = window(sentence, at.saturating_sub(NEAR), at);
    let text = text.trim_end_matches([' ', '-', '个', '×', 'x', '*', '\u{a0}', '~', '$']);
    let text = ["full", "complete", "whole", "training", "data"]
        .iter()
        .find_map(|w| text.strip_suffix(w))
        .unwrap_or(text)
        .trim_end();
    let start = text
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |i| i + text.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
    let digits = text.get(start..).unwrap_or_default().trim_matches('.');
    if !digits.is_empty() {
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let more = fraction.bytes().any(|b| b != b'0');
        let n = whole.parse::<u32>().ok()?.checked_add(u32::from(more))?;
        return (1..=MOST).contains(&n).then_some(n);
    }
    let word = text.rsplit(|c: char| c.is_whitespace() || c == '(').next()?;
    let word = word.trim_start_matches(|c: char| !"一二三四五六七八九十两".contains(c) && !c.is_ascii());
    numerals::small(word).filter(|n| (1..=MOST).contains(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_in_digits_and_words() {
        for (sentence, times) in [
            ("we trained for 40 epochs", Some(Times::Known(40))),
            ("training ran for three full epochs over the data", Some(Times::Known(3))),
            ("every document was seen five times", Some(Times::Known(5))),
            ("in 4 passes over the corpus", Some(Times::Known(4))),
            ("the data was repeated several times", Some(Times::Unknown)),
            ("trained for multiple epochs", Some(Times::Unknown)),
            ("for 1.5 epochs", Some(Times::Known(2))),
            ("在语料上训练了 4 轮", Some(Times::Known(4))),
            ("数据遍历三遍", Some(Times::Known(3))),
            ("num epochs: 3", Some(Times::Known(3))),
            ("in a single epoch", None),
            ("one epoch", None),
            ("evaluated after each epoch", None),
            ("we go over the corpus $n=6$ times", Some(Times::Known(6))),
            ("it is two times faster on this data", None),
            ("在数据上支持更长的多轮对话", None),
        ] {
            assert_eq!(of(sentence).map(|(t, _)| t), times, "{sentence}");
        }
    }
}
