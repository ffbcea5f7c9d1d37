//! `gpai ask` for people: presets with their choices, what every answer would settle, and amounts asked as "more than that?".

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_rules::decide::Decision;
use gpai_rules::fact::Value;
use gpai_rules::interview::Outlook;
use gpai_rules::law::{FactDef, Kind, Language, Law};
use gpai_rules::number::Interval;
use gpai_rules::preset::{Choice, Preset};
use gpai_rules::remarks::powers;

use super::show;
use super::style::{DIM, GOOD, HEAD, OPEN, paint, wrap};
use super::words::{self, ask, word};

/// The letters of the second list of a screen; `b`, `d` and `q` are commands.
pub const LETTERS: &str = "acefghijklmnoprstuvwxyz";
/// Columns of text that fit most terminals.
const WIDTH: usize = 76;
/// Conclusions that are named of those an answer settles.
const NAMED: usize = 2;

/// One preset: its question and its choices, each with what it would settle. The choices of a screen's second preset have letters.
pub fn preset(
    preset: &Preset,
    list: usize,
    choices: &[(&Choice, &Outlook)],
    suggested: Option<usize>,
    now: &Outlook,
    lang: Language,
) -> String {
    let mut out = String::new();
    if list > 0 {
        out.push('\n');
    }
    for line in wrap(preset.question.get(lang), WIDTH) {
        let _ = writeln!(out, "{}", paint(HEAD, &line));
    }
    for (i, (choice, outlook)) in choices.iter().enumerate() {
        let key = match list {
            0 => (i + 1).to_string(),
            _ => LETTERS.chars().nth(i).map(String::from).unwrap_or_default(),
        };
        let lines = wrap(choice.title.get(lang), WIDTH - 5);
        let _ = writeln!(out, "  {key}  {}", lines.join("\n     "));
        let mut more = leads_to(outlook, now, lang).into_iter().collect::<Vec<_>>();
        if suggested == Some(i) {
            more.insert(0, paint(OPEN, ask::THE_FOLDER_SUGGESTS.get(lang)));
        }
        if !more.is_empty() {
            let _ = writeln!(out, "     {}", more.join(" · "));
        }
    }
    out
}

/// How the choices are given.
pub fn preset_form(lists: &[usize], suggested: bool, lang: Language) -> String {
    let form = if lists.len() > 1 { ask::A_NUMBER_AND_A_LETTER } else { ask::A_NUMBER_OF_THE_LIST };
    let mut text = ask::ANSWER.fill(lang, &[("form", &form.get(lang))]);
    if suggested {
        text.push_str(ask::ENTER_TAKES_IT.get(lang));
    }
    wrap(&text, WIDTH).iter().fold(String::new(), |out, line| format!("{out}  {}\n", paint(DIM, line)))
}

/// How to tell which choice fits, and the provisions.
pub fn preset_help(law: &Law, preset: &Preset, lang: Language) -> String {
    let mut out = String::new();
    for line in wrap(preset.help.get(lang), WIDTH) {
        let _ = writeln!(out, "  {line}");
    }
    for cite in &preset.cites {
        if let Some(p) = law.paragraphs.get(cite) {
            for line in wrap(&format!("{cite}  {}", p.section), WIDTH - 2) {
                let _ = writeln!(out, "  {line}");
            }
            for line in wrap(p.says.get(lang), WIDTH - 4) {
                let _ = writeln!(out, "    {}", paint(DIM, &line));
            }
        }
    }
    out
}

/// What a choice answers, to be confirmed.
pub fn answers(given: &[(String, Value)], lang: Language) -> String {
    let mut out = format!("{}\n", ask::THIS_ANSWERS.get(lang));
    for (name, value) in given {
        let value = match value {
            Value::Bool(yes) => word(if *yes { "yes" } else { "no" }, lang),
            other => show::whole(other, lang),
        };
        let _ = writeln!(out, "  {name}{}{}", words::colon(lang), visible(&value));
    }
    out
}

/// "More than that?", in FLOP and in hours of an accelerator.
pub fn line(first: &Interval, def: &FactDef, hours: Option<(u64, &str)>, lang: Language) -> String {
    let amount = powers(&first.high.significant(3));
    let unit = def.unit.clone().unwrap_or_default();
    let mut text = ask::MORE_THAN.fill(lang, &[("amount", &amount), ("unit", &unit)]);
    if let Some((hours, device)) = hours.filter(|_| unit == "FLOP") {
        let hours = grouped(hours);
        text.push_str(&ask::IN_HOURS.fill(lang, &[("hours", &hours), ("device", &device)]));
    }
    wrap(&text, WIDTH).iter().fold(String::new(), |out, line| format!("{out}  {}\n", paint(HEAD, line)))
}

/// Thousands apart, as both languages write them.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// What each answer to a fact would settle, one line each; those that settle nothing by themselves are left out where all do.
pub fn consequences(law: &Law, def: &FactDef, rows: &[(Value, Outlook)], now: &Outlook, lang: Language) -> String {
    let mut out = String::new();
    let said: Vec<(String, Option<String>)> = rows
        .iter()
        .map(|(value, after)| (label(law, def, value, rows.len(), lang), leads_to(after, now, lang)))
        .collect();
    if said.iter().all(|(_, to)| to.is_none()) {
        return out;
    }
    let mut seen: Vec<String> = Vec::new();
    for (label, to) in said {
        if seen.contains(&label) {
            continue;
        }
        seen.push(label.clone());
        let to = to.unwrap_or_else(|| paint(DIM, ask::LEADS_ON.get(lang)));
        let _ = writeln!(out, "    {} → {to}", visible(&label));
    }
    out
}

/// What an answer is called.
fn label(law: &Law, def: &FactDef, value: &Value, many: usize, lang: Language) -> String {
    let named = |w: &String| {
        let at = def.words.iter().position(|x| x == w);
        at.and_then(|i| def.names.get(i)).map_or_else(|| w.clone(), |n| n.get(lang).to_owned())
    };
    match value {
        Value::Bool(yes) => word(if *yes { "yes" } else { "no" }, lang),
        Value::Number(i) if i.low.is_zero() && many > 1 => word("no", lang),
        Value::Number(i) if i.high.is_unbounded() => word("yes", lang),
        Value::Number(i) if i.low.is_zero() => word("no", lang),
        Value::Text(code) if def.kind == Kind::Country => {
            let inside = law.thresholds.iter().any(|t| match &t.value {
                gpai_rules::law::ThresholdValue::Countries(list) => t.id == "union" && list.contains(code),
                _ => false,
            });
            if inside { ask::IN_THE_UNION } else { ask::ELSEWHERE }.get(lang).to_owned()
        }
        Value::Word(w) => named(w),
        Value::Set { words, .. } if words.is_empty() => ask::NONE.get(lang).to_owned(),
        Value::Set { words, .. } => words.iter().map(named).collect::<Vec<_>>().join(ask::LIST_COMMA.get(lang)),
        other => show::whole(other, lang),
    }
}

/// What would be settled that is open now, in a few words; nothing where nothing would.
fn leads_to(after: &Outlook, now: &Outlook, lang: Language) -> Option<String> {
    if after.applies.is_empty() && after.open.is_empty() && !now.open.is_empty() {
        return Some(paint(GOOD, ask::ENDS_WITH_NOTHING.get(lang)));
    }
    let mut parts: Vec<String> = Vec::new();
    let new = after.applies.iter().filter(|id| !now.applies.contains(id)).count();
    if new > 0 {
        parts.push(ask::NEW_DUTIES.fill(lang, &[("n", &new)]));
    }
    let gone = now.open.iter().filter(|id| !after.open.contains(id) && !after.applies.contains(id)).count();
    if gone > 0 {
        parts.push(ask::DUTIES_GONE.fill(lang, &[("n", &gone)]));
    }
    let settled = after
        .conclusions
        .iter()
        .zip(&now.conclusions)
        .filter(|((_, a), (_, b))| *b == Decision::Open && *a != Decision::Open);
    let settled: Vec<String> = settled.map(|((name, d), _)| format!("{name} {}", word(d.word(), lang))).collect();
    if parts.is_empty() && !settled.is_empty() {
        let more = settled.len().saturating_sub(NAMED);
        let mut text = settled.iter().take(NAMED).cloned().collect::<Vec<_>>().join(ask::LIST_COMMA.get(lang));
        if more > 0 {
            let _ = write!(text, " +{more}");
        }
        parts.push(text);
    }
    (!parts.is_empty()).then(|| paint(DIM, &parts.join(ask::LIST_COMMA.get(lang))))
}
