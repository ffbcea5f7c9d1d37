//! Sentences to statements: parameters, active parameters and tokens of pre-training, never those of other models.

use std::ops::Range;

use super::counts::counts_of;
use super::lists;
use super::repeats;
use super::stage::{self, Stage};
use super::statement::{Around, Seen, Statement};
use super::subject::{self, Whom};
use crate::candidates::Counts;
use crate::limits;
use crate::prose::labels::{is_active_label, is_parameter_label, is_token_label};
use crate::prose::phrases::{NOT_SEEN, WHOLE_PARTS};
use crate::prose::quantity::{self, Quantity};
use crate::text::{flat, has_any, window};

/// Bytes after an amount in which the word for what it counts stands.
const AFTER: usize = 120;
/// Bytes after an amount in which the word for a model, or `sizes`, stands.
const MODEL_AFTER: usize = 60;
/// Members of a list of amounts that are followed.
const LIST: usize = 16;
/// Bytes before an amount in which a word for parameters stands.
const WORD_BEFORE: usize = 30;
/// Bytes before an amount in which its label stands.
const LABEL_BEFORE: usize = 100;

/// Words of which one stands in every statement.
pub const SPEAKS: [&str; 7] = ["token", "词元", "param", "参数", "activ", "激活", "size"];

/// Whether headings are about something other than what the model is and how it was pre-trained.
pub fn other_stage(under: &str) -> bool {
    stage::of_heading(under).is_some()
}

/// The statements of one sentence of a text in lower case.
pub fn statements(lower: &str, range: &Range<usize>, around: Around<'_>) -> Vec<Statement> {
    let Some(raw) = lower.get(range.clone()) else { return Vec::new() };
    let flat = flat(raw);
    let sentence = flat.as_ref();
    if !has_any(sentence, &SPEAKS) || has_any(around.under, &["evaluation", "benchmark", "citation", "related work"]) {
        return Vec::new();
    }
    let mut quantities = quantity::all(sentence);
    share_units(sentence, &mut quantities);
    let mut out = Vec::new();
    for (i, q) in quantities.iter().enumerate() {
        let rest = quantities.get(i + 1..).unwrap_or_default();
        let found =
            tokens(sentence, q, rest, &quantities, raw, around).or_else(|| size(sentence, q, rest, raw, around));
        out.extend(found);
        if out.len() >= limits::CANDIDATES {
            break;
        }
    }
    lists::gather(sentence, out).into_iter().map(|statement| moved(statement, range.start)).collect()
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
        Statement::Tokens(seen) => Statement::Tokens(Seen {
            q: shift(seen.q),
            more: seen.more.into_iter().map(shift).collect(),
            sizes: seen.sizes.into_iter().map(shift).collect(),
            ..seen
        }),
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
fn after<'s>(sentence: &'s str, q: &Quantity, rest: &[Quantity]) -> &'s str {
    let mut end = q;
    for next in rest.iter().take(LIST) {
        if !joined(between(sentence, end, next)) {
            break;
        }
        end = next;
    }
    window(sentence, end.end, end.end + AFTER)
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
    following: &[Quantity],
    all: &[Quantity],
    raw: &str,
    around: Around<'_>,
) -> Option<Statement> {
    let rest = after(sentence, q, following);
    let labelled = label_before(raw, q).is_some_and(is_token_label);
    let tail = leads_to(rest, &["token", "词元"], 6).or_else(|| texts(sentence, q, rest));
    let summand = following.first().is_some_and(|n| between(sentence, q, n).trim() == "+");
    let tail = tail.or_else(|| summand.then(|| sentence.get(q.end..)).flatten());
    if !q.at_least(7) || (tail.is_none() && !labelled) {
        return None;
    }
    if let Some(tail) = tail.filter(|_| !summand) {
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
    let before = sentence.get(..q.start)?;
    let near = window(before, before.len().saturating_sub(limits::WINDOW), before.len());
    let later = tail.unwrap_or_default();
    let for_training =
        ["pretrain", "pre-train", "for training", "to train", "预训练", "上训练", "进行训练", "的训练", "训练了"];
    let last = stage::last(near);
    let said = match last {
        _ if labelled => Stage::First,
        Some((_, stage)) => stage,
        None if has_any(later, &for_training) && !has_any(later, &["fine-tun", "finetun", "微调"]) => Stage::First,
        None => Stage::Not,
    };
    let heading = stage::of_heading(around.under);
    let stage = match (said, heading) {
        (Stage::First, Some(heading)) => heading,
        // What a sentence without a stage of its own says belongs to what was spoken of.
        (Stage::First, None) if stage::named(sentence).is_none() => around.carried.unwrap_or(Stage::First),
        (said, _) => said,
    };
    let held = counts_of(near, later, last.map_or(0, |(end, _)| end));
    // `main: after 2.1T tokens`: a state of the model, the last one or not.
    let state = near.trim_end().ends_with("after")
        && last.is_none_or(|(end, _)| near.get(end..).is_some_and(|gap| gap.contains(':')));
    let stage = match (state, has_any(sentence, &["main", "final", "last", "end of training", "最终"])) {
        (true, true) => Stage::First,
        (true, false) => Stage::Not,
        (false, _) => stage,
    };
    let counts = match (stage, held) {
        (Stage::Not, held) if labelled || held == Counts::Seen => return None,
        (Stage::Tuning, _) => return None,
        (_, Counts::Pool) => Counts::Pool,
        (Stage::Later, _) => Counts::Later,
        (_, held) => held,
    };
    if subject::of(sentence, q.start, q.end, around.own, around.under) != Whom::Own {
        return None;
    }
    let sizes = sizes_before(sentence, q, all);
    let ordinal = ["stage", "phase", "阶段"];
    let adds = counts != Counts::Later && (has_any(sentence, &ordinal) || has_any(around.under, &ordinal));
    // What was trained on in total holds its passes.
    let in_total = ["in total", "total of", "altogether", "overall", "共计", "总共", "总计", "累计"]
        .iter()
        .any(|w| near.contains(w));
    let times = repeats::of(sentence).map(|(times, _)| times).filter(|_| !in_total);
    Some(Statement::Tokens(Seen { q: q.clone(), more: Vec::new(), sizes, counts, adds, times }))
}

/// `pre-trained on 2.8T mainly Chinese and English corpus`: trillions of what is read in pre-training are tokens.
fn texts<'s>(sentence: &str, q: &Quantity, rest: &'s str) -> Option<&'s str> {
    let before = sentence.get(..q.start)?;
    let pre = ["pre-trained on", "pretrained on", "pre-trained with", "预训练"].iter().any(|w| before.contains(w));
    let letter = sentence.get(q.start..q.end)?.ends_with('t');
    (pre && letter).then(|| leads_to(rest, &["corpus", "corpora", "data", "语料", "数据"], 6)).flatten()
}

/// The sizes that an amount of tokens is stated for: the last one before it, with the list that it ends.
fn sizes_before(sentence: &str, q: &Quantity, all: &[Quantity]) -> Vec<Quantity> {
    let before: Vec<&Quantity> = all.iter().take_while(|s| s.start < q.start).collect();
    // The last ones are near enough.
    let Some(last) = before.iter().rposition(|s| s.at_least(6) && s.unit && is_size(sentence, s)) else {
        return Vec::new();
    };
    let mut out: Vec<Quantity> = before.get(last).map(|s| (*s).clone()).into_iter().collect();
    for pair in before.get(..=last).unwrap_or_default().windows(2).rev() {
        let [earlier, later] = pair else { break };
        if !(earlier.unit && earlier.at_least(6) && joined(between(sentence, earlier, later))) {
            break;
        }
        out.push((*earlier).clone());
    }
    out.retain(|s| !subject::is_part(sentence, s.start, s.end));
    out
}

/// Whether an amount is the size of a model: `the 7B model`, `7B parameters`, and each member of `8B, 70B and 405B models`.
pub fn is_size(sentence: &str, q: &Quantity) -> bool {
    let mut q = q.clone();
    for _ in 0..LIST {
        let rest = window(sentence, q.end, q.end + MODEL_AFTER);
        let nouns =
            ["model", "param", "variant", "version", "decoder", "transformer", "llm", "network", "模型", "参数"];
        let named = leads_to(rest, &nouns, 2).is_some();
        if named || (q.unit && rest.trim_start().starts_with("with ") && sentence.contains("model")) {
            return true;
        }
        let next = quantity::all(rest).into_iter().find(|n| n.start > 0);
        match next.filter(|n| q.unit && rest.get(..n.start).is_some_and(joined)) {
            Some(next) => q = next.moved(q.end, 0),
            None => return false,
        }
    }
    false
}

/// A size; one that is `exactly` so is exact, however few its digits.
fn size(sentence: &str, q: &Quantity, following: &[Quantity], raw: &str, around: Around<'_>) -> Option<Statement> {
    let before = sentence.get(..q.start)?.trim_end();
    let exactly = ["exactly", "precisely", "precise", "exact"].iter().any(|w| before.ends_with(w));
    let exact = q.clone().exactly();
    stated(sentence, if exactly { &exact } else { q }, following, raw, around)
}

fn stated(sentence: &str, q: &Quantity, following: &[Quantity], raw: &str, around: Around<'_>) -> Option<Statement> {
    if !q.at_least(6)
        || subject::compares(sentence)
        || has_any(sentence, &WHOLE_PARTS)
        || subject::is_part(sentence, q.start, q.end)
        || subject::of(sentence, q.start, q.end, around.own, around.under) != Whom::Own
    {
        return None;
    }
    let rest = after(sentence, q, following);
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
    if let Some(tail) = leads_to(rest, &["activ", "激活", "live param"], 4) {
        let gap = rest.get(..rest.len() - tail.len()).unwrap_or_default();
        // `7B parameters, with GELU activation functions` states no active parameters.
        if !has_any(tail.get(..24).unwrap_or(tail), &["function", "checkpoint"])
            && !has_any(gap, &[",", "、", "，", "；", "total", "token", "model"])
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
    if has_any(before, &["激活参数", "active is", "active are"]) {
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
    use crate::prose::own::Own;
    use crate::prose::repeats::Times;

    fn read(sentence: &str) -> Vec<String> {
        let lower = sentence.to_ascii_lowercase();
        let show = |q: &Quantity| q.value().map(|v| v.to_string()).unwrap_or_default();
        let own = Own::default();
        let around = Around { under: "", own: &own, carried: None };
        statements(&lower, &(0..lower.len()), around)
            .iter()
            .map(|s| match s {
                Statement::Parameters(q) | Statement::Labelled(q) => format!("P{}", show(q)),
                Statement::Active(q) => format!("A{}", show(q)),
                Statement::Tokens(seen) => {
                    let mark = match seen.counts {
                        Counts::Seen => "D",
                        Counts::Held => "H",
                        Counts::Pool => "P",
                        Counts::Later => "L",
                    };
                    let sizes: Vec<String> = seen.sizes.iter().map(|s| format!("@{}", show(s))).collect();
                    let more: Vec<String> = seen.more.iter().map(|m| format!("+{}", show(m))).collect();
                    let times = match seen.times {
                        Some(Times::Known(n)) => format!("x{n}"),
                        Some(Times::Unknown) => "x?".to_owned(),
                        None => String::new(),
                    };
                    format!("{mark}{}{}{}{times}", show(&seen.q), more.concat(), sizes.concat())
                }
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
            ("pre-trained on 1 trillion tokens of text for 4 epochs", "D1000000000000x4"),
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
    fn sums_parts_passes_and_what_a_corpus_holds() {
        for (sentence, want) in [
            (
                "pre-trained on 2T tokens of web pages, 800B tokens of code and 300B tokens of papers",
                "D2000000000000+800000000000+300000000000",
            ),
            ("pretrained on 12T + 3T tokens", "D12000000000000+3000000000000"),
            ("pretrained on 8T tokens, of which 2T tokens are code", "D8000000000000"),
            ("在 8 万亿 token 上预训练，其中 2 万亿 token 为代码", "D8000000000000"),
            ("第一阶段在 2 万亿 token 上预训练，第二阶段再训练 5000 亿 token", "D2000000000000+500000000000"),
            ("pretrained on 2T tokens; each token was seen three times", "D2000000000000x3"),
            ("the corpus holds 200B tokens", "H200000000000"),
            ("the training corpus, of which a fifth was used, holds 30T tokens", "P30000000000000"),
            ("trained on a subset of the 30T tokens", "P30000000000000"),
            ("it was trained on all of the data set, 9T tokens, once", "D9000000000000"),
            ("further pre-trained from a checkpoint with an additional 500B tokens", "L500000000000"),
            ("models of 60B, 9B and 2B parameters, each trained on 3T tokens", ""),
        ] {
            let found = read(sentence);
            if want.is_empty() {
                let tokens: Vec<&String> = found.iter().filter(|f| f.starts_with('D')).collect();
                assert_eq!(tokens, ["D3000000000000@2000000000@9000000000@60000000000"], "{sentence}");
            } else {
                assert_eq!(found, [want], "{sentence}");
            }
        }
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
            let seen = |s: &String| s.starts_with('D') || s.starts_with('H');
            assert!(!read(sentence).iter().any(seen), "{sentence}: {:?}", read(sentence));
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
