//! Sentences to statements: parameters, active parameters and tokens of pre-training, never those of other models.

use std::ops::{Range, RangeInclusive};

use crate::limits;
use crate::prose::labels::{is_active_label, is_parameter_label, is_token_label};
use crate::prose::phrases::{NOT_SEEN, OTHER_STAGES, OTHERS, PURPOSES};
use crate::prose::quantity::{self, Quantity};
use crate::text::{flat, has_any, window};

/// Bytes after an amount in which the word for what it counts stands.
const AFTER: usize = 120;
/// Bytes after an amount in which the word for a model, or `sizes`, stands.
const MODEL_AFTER: usize = 60;
/// Bytes before an amount in which a word for parameters stands.
const WORD_BEFORE: usize = 30;
/// Bytes before an amount in which its label stands.
const LABEL_BEFORE: usize = 100;
/// Epochs that are believed.
const EPOCHS: RangeInclusive<u32> = 2..=100;

/// What a sentence states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// All parameters.
    Parameters(Quantity),
    /// All parameters, as the value of a label: said of this model, not of a family.
    Labelled(Quantity),
    /// Parameters active for a token.
    Active(Quantity),
    /// Tokens seen in pre-training, with the size of the model if the sentence names one.
    Tokens(Quantity, Option<Quantity>),
}

/// Words of which one stands in every statement.
pub const SPEAKS: [&str; 7] = ["token", "词元", "param", "参数", "activ", "激活", "size"];

/// Whether headings are about something other than what the model is and how it was pre-trained.
pub fn other_stage(under: &str) -> bool {
    has_any(under, &OTHER_STAGES)
}

/// The statements of one sentence of a text in lower case.
pub fn statements(lower: &str, range: &Range<usize>, under: &str) -> Vec<Statement> {
    let Some(raw) = lower.get(range.clone()) else { return Vec::new() };
    let flat = flat(raw);
    let sentence = flat.as_ref();
    if !has_any(sentence, &SPEAKS) || has_any(under, &["evaluation", "benchmark", "citation", "related work"]) {
        return Vec::new();
    }
    let mut quantities = quantity::all(sentence);
    share_units(sentence, &mut quantities);
    let mut out = Vec::new();
    for (i, q) in quantities.iter().enumerate() {
        let next = quantities.get(i + 1);
        if let Some(statement) =
            tokens(sentence, q, next, &quantities, raw, under).or_else(|| size(sentence, q, next, raw))
        {
            out.push(moved(statement, range.start));
        }
        if out.len() >= limits::CANDIDATES {
            break;
        }
    }
    out
}

/// The statement with places in the whole text.
fn moved(statement: Statement, by: usize) -> Statement {
    let shift = |mut q: Quantity| {
        q.start += by;
        q.end += by;
        q
    };
    match statement {
        Statement::Parameters(q) => Statement::Parameters(shift(q)),
        Statement::Labelled(q) => Statement::Labelled(shift(q)),
        Statement::Active(q) => Statement::Active(shift(q)),
        Statement::Tokens(q, size) => Statement::Tokens(shift(q), size.map(shift)),
    }
}

/// Gives the `8` of `8 and 70B` its unit.
fn share_units(sentence: &str, quantities: &mut [Quantity]) {
    for i in (1..quantities.len()).rev() {
        let (Some(later), Some(earlier)) = (quantities.get(i).cloned(), quantities.get(i - 1).cloned()) else {
            continue;
        };
        let shared = later.unit && !earlier.unit && joined(between(sentence, &earlier, &later));
        if let Some(slot) = quantities.get_mut(i - 1).filter(|_| shared) {
            *slot = earlier.with_unit_of(&later);
        }
    }
}

fn between<'s>(sentence: &'s str, a: &Quantity, b: &Quantity) -> &'s str {
    sentence.get(a.end..b.start).unwrap_or_default()
}

/// Whether two amounts stand in one list.
fn joined(gap: &str) -> bool {
    matches!(
        gap.trim(),
        "," | "and" | "or" | "to" | ", and" | ", or" | "&" | "/" | "-" | "–" | "~" | "和" | "、" | "或"
    )
}

/// What follows an amount, skipping the other members of its list.
fn after<'s>(sentence: &'s str, q: &Quantity, next: Option<&Quantity>) -> &'s str {
    let end = match next {
        Some(next) if joined(between(sentence, q, next)) => next.end,
        _ => q.end,
    };
    window(sentence, end, end + AFTER)
}

/// Whether a word follows with at most a few words between, none of them a number or the end of a clause.
fn leads_to<'s>(rest: &'s str, words: &[&str], most: usize) -> Option<&'s str> {
    let (at, word) = words.iter().filter_map(|w| rest.find(w).map(|i| (i, *w))).min()?;
    let gap = rest.get(..at)?;
    let plain = gap.split_whitespace().count() <= most
        && !gap.contains(|c: char| c.is_ascii_digit() || matches!(c, ';' | ':' | '。' | '(' | '|'));
    plain.then(|| rest.get(at + word.len()..)).flatten()
}

fn tokens(
    sentence: &str,
    q: &Quantity,
    next: Option<&Quantity>,
    all: &[Quantity],
    raw: &str,
    under: &str,
) -> Option<Statement> {
    let rest = after(sentence, q, next);
    let labelled = label_before(raw, q).is_some_and(is_token_label);
    let tail = leads_to(rest, &["token", "词元"], 6);
    if !q.at_least(7) || (tail.is_none() && !labelled) || other_stage(under) {
        return None;
    }
    if let Some(tail) = tail {
        let gap = rest.get(..rest.len() - tail.len()).unwrap_or_default();
        if has_any(
            gap,
            &["param", "model", "gpu", "context", "sample", "document", "activ", "instruction", "reasoning"],
        ) {
            return None;
        }
        let tail = tail.trim_start_matches(['s', '*', '_']).trim_start();
        if NOT_SEEN.iter().any(|n| tail.starts_with(n)) {
            return None;
        }
    }
    let before = window(sentence, q.start.saturating_sub(limits::WINDOW), q.start);
    let last =
        PURPOSES.iter().filter_map(|(word, yes)| before.rfind(word).map(|i| (i + word.len(), word.len(), *yes))).max();
    let later = tail.unwrap_or_default();
    let for_training = ["pretrain", "pre-train", "for training", "to train", "预训练", "上训练", "进行训练", "的训练"];
    let seen = match last {
        _ if labelled => true,
        Some((_, _, yes)) => yes,
        None => has_any(later, &for_training) && !has_any(later, &["fine-tun", "finetun", "微调"]),
    };
    if !seen || has_any(before, &["stage 2", "second stage", "stage two"]) {
        return None;
    }
    let size = all.iter().rfind(|s| s.start < q.start && s.at_least(6) && is_size(sentence, s)).cloned();
    Some(Statement::Tokens(q.times(epochs(later)), size))
}

/// How often the tokens were seen: `for 4 epochs`.
fn epochs(later: &str) -> u32 {
    let count = |prefix: &str| later.split_once(prefix)?.1.split_once(" epoch")?.0.trim().parse::<u32>().ok();
    ["for ", "over ", "训练"].into_iter().find_map(count).filter(|n| EPOCHS.contains(n)).unwrap_or(1)
}

/// Whether an amount is the size of a model: `the 7B model`, `7B parameters`.
pub fn is_size(sentence: &str, q: &Quantity) -> bool {
    let rest = window(sentence, q.end, q.end + MODEL_AFTER);
    let named = leads_to(rest, &["model", "param", "variant", "version", "模型", "参数"], 2).is_some();
    named || (q.unit && rest.trim_start().starts_with("with ") && sentence.contains("model"))
}

fn size(sentence: &str, q: &Quantity, next: Option<&Quantity>, raw: &str) -> Option<Statement> {
    if !q.at_least(6) || has_any(sentence, &OTHERS) {
        return None;
    }
    let rest = after(sentence, q, next);
    let label = label_before(raw, q);
    let non_embedding = |s: &str| has_any(s, &["embedding", "嵌入", "vocab"]);
    if let Some(label) = label {
        if is_active_label(label) {
            return Some(Statement::Active(q.clone()));
        }
        if is_parameter_label(label) {
            return Some(Statement::Labelled(q.clone()));
        }
    }
    if let Some(tail) = leads_to(rest, &["activ", "激活"], 4) {
        let gap = rest.get(..rest.len() - tail.len()).unwrap_or_default();
        // `7B parameters, with GELU activation functions` states no active parameters.
        if !has_any(tail.get(..24).unwrap_or(tail), &["function", "checkpoint"])
            && !has_any(gap, &[",", "total", "token", "model"])
        {
            return Some(Statement::Active(q.clone()));
        }
    }
    let before = window(sentence, q.start.saturating_sub(WORD_BEFORE), q.start);
    if let Some(tail) = leads_to(rest, &["param", "参数"], 4) {
        let gap = rest.get(..rest.len() - tail.len()).unwrap_or_default();
        if !non_embedding(gap) && !has_any(gap, &["token", "hour", "gpu"]) {
            return Some(if has_any(before, &["激活", "activat"]) && !has_any(gap, &["total", "总"]) {
                Statement::Active(q.clone())
            } else {
                Statement::Parameters(q.clone())
            });
        }
    }
    let said = ["parameter is", "parameters is", "parameters are", "parameter count is", "parameter count of"];
    if said.iter().any(|s| before.trim_end().ends_with(s)) && !non_embedding(before) {
        return Some(Statement::Parameters(q.clone()));
    }
    if has_any(before, &["激活参数"]) {
        return Some(Statement::Active(q.clone()));
    }
    if has_any(before, &["参数量", "参数规模", "总参数", "参数为"]) {
        return Some(Statement::Parameters(q.clone()));
    }
    // `in 8B, 70B and 405B sizes`: every member of the list.
    let list_end = window(sentence, q.end, q.end + MODEL_AFTER);
    let sizes = list_end.find(" sizes").and_then(|i| list_end.get(..i)).is_some_and(|gap| {
        gap.split(|c: char| c.is_whitespace() || c == ',').all(|w| {
            let w = w.trim();
            w.is_empty() || w == "and" || w == "or" || w == "&" || w.starts_with(|c: char| c.is_ascii_digit())
        })
    });
    (q.unit && sizes).then(|| Statement::Parameters(q.clone()))
}

/// The label that an amount is the value of: `**Pretraining tokens:** 11T`.
fn label_before<'s>(sentence: &'s str, q: &Quantity) -> Option<&'s str> {
    let before = window(sentence, q.start.saturating_sub(LABEL_BEFORE), q.start);
    let end = before.rfind([':', '：'])?;
    let gap =
        before.get(end..)?.trim_matches([':', '：', '*', ' ', '_', '~', '≈', '>', '\t', '\n', '\\', '`', '\u{a0}']);
    let plain = matches!(
        gap,
        "" | "over" | "more than" | "about" | "approx." | "approximately" | "around" | "超过" | "约" | "<" | "up to"
    );
    let label = before.get(..end)?;
    let label = label.rsplit(['\n', '.', ';', '。']).next().unwrap_or(label);
    // `Total: 456B Activated per token: 45.9B`: the second label starts after the first amount.
    let label = quantity::all(label).last().and_then(|q| label.get(q.end..)).unwrap_or(label);
    (plain && gap != "up to").then(|| label.trim_matches(['*', '-', ' ', '#', '|', '_', '+']))
}

/// The size in the name of a model: `Name-2 7B`.
pub fn name_size(name: &str) -> Option<Quantity> {
    let spaced = name.replace(['-', '_'], " ");
    quantity::all(&spaced).into_iter().find(|q| q.unit && q.at_least(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sentence: &str) -> Vec<String> {
        let lower = sentence.to_ascii_lowercase();
        let show = |q: &Quantity| q.value().map(|v| v.to_string()).unwrap_or_default();
        statements(&lower, &(0..lower.len()), "")
            .iter()
            .map(|s| match s {
                Statement::Parameters(q) | Statement::Labelled(q) => format!("P{}", show(q)),
                Statement::Active(q) => format!("A{}", show(q)),
                Statement::Tokens(q, None) => format!("D{}", show(q)),
                Statement::Tokens(q, Some(s)) => format!("D{}@{}", show(q), show(s)),
            })
            .collect()
    }

    #[test]
    fn tokens_of_pre_training() {
        for (sentence, want) in [
            ("It was pretrained on 11.2T tokens in stages", "D11200000000000"),
            ("Ours was pretrained on over 15 trillion tokens of data", "D15000000000000"),
            (
                "We pre-train it on 14.8 trillion diverse and high-quality tokens, followed by supervised fine-tuning",
                "D14800000000000",
            ),
            ("- **Pretraining tokens:** 11T", "D11000000000000"),
            ("It was\ntrained\non 2T\ntokens", "D2000000000000"),
            ("pre-trained on 1 trillion tokens of text for 4 epochs", "D4000000000000"),
            ("Each model saw 299,892,736,000 tokens during training", "D299892736000"),
            ("Total seen tokens: **366B**", "D366000000000"),
            ("模型在 15 万亿 token 上预训练", "D15000000000000"),
            ("预训练数据超过 3 万亿 tokens", "D3000000000000"),
            ("a total of 2T tokens were used for pretraining", "D2000000000000"),
            ("The 7B model was trained on 2T tokens", "D2000000000000@7000000000"),
        ] {
            assert_eq!(read(sentence), [want], "{sentence}");
        }
        assert_eq!(
            read("The 27B model was trained with 14T tokens, the 12B model with 12T tokens and 1B with 2T tokens"),
            ["D14000000000000@27000000000", "D12000000000000@12000000000", "D2000000000000@1000000000"]
        );
        assert_eq!(read("we train on 4T or 5T tokens of web data"), ["D4000000000000", "D5000000000000"]);
    }

    #[test]
    fn other_tokens_are_left_alone() {
        for sentence in [
            "Post-training included midtraining on 140B reasoning tokens",
            "trained on 64k context and supports up to 128k tokens",
            "with a vocabulary of 128K tokens, and was trained on sequences of 8,192 tokens",
            "then fine-tuned on 10B tokens of chats",
            "starting from another model, we continued pre-training on 200B tokens",
            "it was continually pre-trained on 100B tokens",
            "runs at 20M tokens per second after training",
            "在 100 亿 token 上微调",
            "a context window of 10M tokens",
            "Post-training included\nmidtraining on 140B tokens",
            "it supports up\nto 10M tokens after training",
        ] {
            assert!(read(sentence).iter().all(|s| !s.starts_with('D')), "{sentence}: {:?}", read(sentence));
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(read("X is a 3B parameter language model"), ["P3000000000"]);
        assert_eq!(
            read("with 671B total parameters with 37B activated for each token"),
            ["P671000000000", "A37000000000"]
        );
        assert_eq!(read("so the total parameter is 6b4 now"), ["P6400000000"]);
        assert_eq!(read("models in 8 and 70B sizes"), ["P8000000000", "P70000000000"]);
        assert_eq!(read("in 8B, 70B and 405B sizes"), ["P8000000000", "P70000000000", "P405000000000"]);
        assert_eq!(read("a 12 billion parameter transformer"), ["P12000000000"]);
        assert_eq!(read("* 176,247,271,424 parameters:"), ["P176247271424"]);
        assert_eq!(read("参数量为 70 亿"), ["P7000000000"]);
        assert_eq!(read("Number of Parameters: 7.61B"), ["P7610000000"]);
        assert_eq!(read("It has 3.5B active parameters and 30B parameters in total"), ["A3500000000", "P30000000000"]);
        assert_eq!(
            read("32 billion activated parameters and 1 trillion total parameters"),
            ["A32000000000", "P1000000000000"]
        );
        assert_eq!(
            read("Total Parameters: 456B Activated Parameters per Token: 45.9B"),
            ["P456000000000", "A45900000000"]
        );
        assert!(read("* 3,596,615,680 embedding parameters").is_empty());
        assert!(read("It outperforms 70B parameter models").is_empty());
    }
}
