//! What the boxes of a chart say, in both languages, put together from the texts of the law book.

use jiff::civil::Date;

use super::{Node, Test, What};
use crate::condition::Atom;
use crate::law::{Language, Law, Threshold, ThresholdValue, Words};
use crate::show::powers;

/// How many provisions a box names.
const CITES: usize = 2;

fn words(en: impl Into<String>, zh: impl Into<String>) -> Words {
    Words { en: en.into(), zh: zh.into() }
}

/// The title of the chart of duties.
pub fn duties_title() -> Words {
    words("What follows: the duties of Chapter V", "后果：第五章的义务")
}

/// What a box says.
pub fn text(law: &Law, on: Date, what: &What) -> Words {
    match what {
        What::Test(test) => self::test(law, on, test),
        What::Step(name) => match law.proposition(name) {
            Some(def) => words(format!("{}?", def.title.en), format!("{}？", def.title.zh)),
            None => words(name.as_str(), name.as_str()),
        },
        What::Duties { exempt: false, .. } => words("Applies", "适用"),
        What::Duties { exempt: true, .. } => words("Exempt from", "豁免"),
        What::Verdict(true) => words("Yes", "是"),
        What::Verdict(false) => words("No", "否"),
        What::End(true) => words("No further duty", "无其他义务"),
        What::End(false) => words("No duty", "无义务"),
    }
}

/// The duties of a box, one text each.
pub fn duties(law: &Law, on: Date, what: &What) -> Vec<Words> {
    let What::Duties { ids, .. } = what else { return Vec::new() };
    let duty = |id: &String| law.duties_on(on).find(|d| d.id == *id);
    ids.iter()
        .filter_map(duty)
        .map(|d| words(format!("{}: {}", d.id, d.title.en), format!("{}：{}", d.id, d.title.zh)))
        .collect()
}

/// The provisions behind a box, by id.
pub fn cites(law: &Law, on: Date, what: &What) -> Vec<String> {
    let mut list: Vec<String> = match what {
        What::Test(test) => test.atoms.first().map(|a| behind(law, on, a)).unwrap_or_default(),
        What::Step(name) => law.proposition(name).map(|p| p.cites.clone()).unwrap_or_default(),
        _ => Vec::new(),
    };
    list.truncate(CITES);
    list
}

/// The number or day of the law that is compared with comes first, then what the fact rests on.
fn behind(law: &Law, on: Date, atom: &Atom) -> Vec<String> {
    let threshold = match atom {
        Atom::Over(_, id) | Atom::OverPart(_, id, _) | Atom::Before(_, id) | Atom::In(_, id) => law.threshold(id, on),
        _ => None,
    };
    let mut list = threshold.map(|t| t.cites.clone()).unwrap_or_default();
    let facts = atom.facts();
    for cite in facts.iter().filter_map(|f| law.fact(f)).flat_map(|f| &f.cites) {
        if !list.contains(cite) {
            list.push(cite.clone());
        }
    }
    list
}

/// The word at an exit of a box. Of an exceptional fact the exit that needs no claim is called "otherwise".
pub fn exit(law: &Law, node: &Node, yes: bool) -> Words {
    let (mut holds, mut exceptional) = (yes, false);
    match &node.what {
        What::Test(test) => {
            exceptional = test.is_exceptional(law) && matches!(test.atoms.as_slice(), [Atom::Yes(_) | Atom::No(_)]);
            if matches!(test.atoms.as_slice(), [Atom::No(_)]) {
                holds = !holds;
            }
        }
        What::Step(_) => {}
        _ => return words("", ""),
    }
    match (exceptional && !yes, holds) {
        (true, _) => words("otherwise", "否则"),
        (false, true) => words("yes", "是"),
        (false, false) => words("no", "否"),
    }
}

fn test(law: &Law, on: Date, test: &Test) -> Words {
    let Some(first) = test.atoms.first() else { return words("", "") };
    let about = |fact: &str| -> Words {
        let def = law.fact(fact);
        def.map_or_else(|| words(fact, fact), |d| d.short.clone().unwrap_or_else(|| d.question.clone()))
    };
    let ask =
        |subject: &Words, en: &str, zh: &str| words(format!("{}{en}?", subject.en), format!("{}{zh}？", subject.zh));
    match first {
        Atom::Yes(fact) | Atom::No(fact) => about(fact),
        Atom::Is(fact, _) | Atom::Has(fact, _) => {
            let named: Vec<Words> = test.atoms.iter().map(|a| name(law, a)).collect();
            let joined = listed(&named, test.all);
            ask(&about(fact), &format!(": {}", joined.en), &format!("：{}", joined.zh))
        }
        Atom::Over(fact, id) => {
            let line = law.threshold(id, on).map_or_else(|| format!("@{id}"), amount);
            ask(&about(fact), &format!(" {line}"), &format!(" {line}"))
        }
        Atom::OverPart(fact, id, of) => {
            let line = law.threshold(id, on).map_or_else(|| format!("@{id}"), amount);
            let base = about(of);
            let (sign, share) = line.split_once('\u{a0}').unwrap_or((">", &line));
            ask(
                &about(fact),
                &format!(" {sign} {share} of {}", lower(&base.en)),
                &format!(" {sign} {}的 {share}", base.zh),
            )
        }
        Atom::Before(fact, id) => {
            let day = law.day(id).map_or_else(|| format!("@{id}"), |d| d.to_string());
            ask(&about(fact), &format!(" before {day}"), &format!("早于 {day}"))
        }
        Atom::ByToday(fact) => ask(&about(fact), ", by today", "（截至当日）"),
        Atom::In(fact, id) => {
            let list = law.threshold(id, on).and_then(|t| t.short.clone()).unwrap_or_else(|| words(id, id));
            ask(&about(fact), &format!(" {}", list.en), &list.zh)
        }
    }
}

/// What a word of a fact is called.
fn name(law: &Law, atom: &Atom) -> Words {
    let (Atom::Is(fact, word) | Atom::Has(fact, word)) = atom else { return words("", "") };
    let def = law.fact(fact);
    let named = def.and_then(|d| d.names.get(d.words.iter().position(|w| w == word)?));
    named.cloned().unwrap_or_else(|| words(word.as_str(), word.as_str()))
}

/// "a, b and c" or "a, b or c".
fn listed(names: &[Words], all: bool) -> Words {
    let Some((last, first)) = names.split_last() else { return words("", "") };
    if first.is_empty() {
        return last.clone();
    }
    let join = |separator: &str, language: Language| -> String {
        first.iter().map(|w| w.get(language)).collect::<Vec<_>>().join(separator)
    };
    let (en, zh) = if all { ("and", "和") } else { ("or", "或") };
    words(
        format!("{} {en} {}", join(", ", Language::English), last.en),
        format!("{}{zh}{}", join("、", Language::Chinese), last.zh),
    )
}

/// `> 1e25 FLOP`, `> 1/3`, with spaces that break no line.
fn amount(threshold: &Threshold) -> String {
    let sign = |strict: &bool| if *strict { ">" } else { "≥" };
    match &threshold.value {
        ThresholdValue::Amount { value, divisor: 1, unit, strict } => {
            format!("{}\u{a0}{}\u{a0}{unit}", sign(strict), powers(value))
        }
        ThresholdValue::Amount { value, divisor, unit, strict } => {
            format!("{}\u{a0}1/{divisor}\u{a0}×\u{a0}{}\u{a0}{unit}", sign(strict), powers(value))
        }
        ThresholdValue::Fraction { numerator, denominator, strict } => {
            format!("{}\u{a0}{numerator}/{denominator}", sign(strict))
        }
        ThresholdValue::Day(day) => day.to_string(),
        ThresholdValue::Countries(_) => threshold.id.clone(),
    }
}

/// The subject of a sentence within another one.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
}
