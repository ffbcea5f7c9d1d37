//! What a person typed, to a command of the dialogue or a value of the fact's type.

use gpai_evidence::compute::{UTILISATION, accelerators, nlhu};
use gpai_rules::answer::from_text;
use gpai_rules::fact::Value;
use gpai_rules::law::{FactDef, Kind};
use gpai_rules::number::{Interval, Number};

use crate::screen::choices::LETTERS;

/// A line of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Show the help.
    Help,
    /// Don't know: leave it open.
    Skip,
    /// To the question before.
    Back,
    /// Stop, keep what was answered.
    Quit,
    /// Nothing but Enter.
    Nothing,
    /// An answer.
    Answer(String),
}

/// Tells commands from answers.
pub fn typed(line: &str) -> Typed {
    let line = line.trim();
    match plain(line).to_lowercase().as_str() {
        "" => Typed::Nothing,
        "?" | "帮助" => Typed::Help,
        "d" | "不知道" | "don't know" => Typed::Skip,
        "b" | "返回" => Typed::Back,
        "q" | "退出" => Typed::Quit,
        _ => Typed::Answer(line.to_owned()),
    }
}

/// Full-width digits, letters and signs, as Chinese input methods give them, as the plain ones.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    };
    text.chars().map(narrow).collect()
}

/// Yes or no, as people type it in either language.
pub fn yes_no(text: &str) -> Option<bool> {
    match plain(text.trim()).to_lowercase().as_str() {
        "y" | "yes" | "true" | "是" | "对" => Some(true),
        "n" | "no" | "false" | "否" | "不" | "不是" => Some(false),
        _ => None,
    }
}

/// The answers of a sheet, one for each statement: `None` for don't know. `y y n d`, `y,y,n,d` or `yynd`.
pub fn sheet(text: &str, statements: usize) -> Option<Vec<Option<bool>>> {
    let text = plain(text);
    let words: Vec<String> = match parts(&text) {
        one if one.len() == 1 && statements > 1 => text.trim().chars().map(String::from).collect(),
        words => words.into_iter().map(str::to_owned).collect(),
    };
    if words.len() != statements {
        return None;
    }
    words
        .iter()
        .map(|w| match typed(w) {
            Typed::Skip => Some(None),
            _ => yes_no(w).map(Some),
        })
        .collect()
}

/// `900 h H100`, `120 hours of A100` as an amount; nothing where a text is no such thing.
pub fn hours(text: &str) -> Option<Interval> {
    let text = plain(text).trim().to_lowercase();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_')))?;
    let (number, rest) = text.split_at_checked(end)?;
    let hours = Number::parse(&number.replace(',', "")).ok()?;
    let rest = rest.trim_start();
    let rest = ["hours", "hour", "hrs", "h ", "gpu hours", "小时", "卡时"].iter().find_map(|u| rest.strip_prefix(u))?;
    let device = accelerators::find(rest)?;
    let [low, best, high] = [UTILISATION.0, UTILISATION.1, UTILISATION.2].map(Number::from_u128);
    let peak = device.peak.best.as_ref().unwrap_or(&device.peak.high);
    Interval::new(
        nlhu(&hours, &device.peak.low, &low).significant(4),
        Some(nlhu(&hours, peak, &best).significant(4)),
        nlhu(&hours, &device.peak.high, &high).significant(4),
    )
}

/// A choice of each list, `2`, `2 a`, `2a` or `a`: numbers for the first, letters for the second; `None` for one that is left out.
pub fn choices(text: &str, lists: &[usize]) -> Option<Vec<Option<usize>>> {
    let text = plain(text).to_lowercase();
    let mut out: Vec<Option<usize>> = vec![None; lists.len()];
    let mut put = |list: usize, at: usize| {
        let slot = out.get_mut(list).filter(|slot| slot.is_none())?;
        *slot = Some(at).filter(|at| lists.get(list).is_some_and(|many| at < many));
        slot.map(|_| ())
    };
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            put(0, digits.parse::<usize>().ok()?.checked_sub(1)?)?;
            digits.clear();
        }
        match c {
            ' ' | ',' | ';' | '、' | '\t' => {}
            letter => put(1, LETTERS.find(letter)?)?,
        }
    }
    out.iter().any(Option::is_some).then_some(out)
}

/// A value of the fact's type; `None` for `unknown`. The refusal is that of `--set`, in English.
pub fn value(def: &FactDef, text: &str) -> Result<Option<Value>, String> {
    let narrow = plain(text);
    // Free text stays as it was typed.
    let text = if def.kind == Kind::Text { text.trim() } else { narrow.trim() };
    if text == "unknown" {
        return Ok(None);
    }
    // A number of the list that was shown.
    let listed = |word: &str| -> Result<String, String> {
        match word.parse::<usize>() {
            Ok(n) => n
                .checked_sub(1)
                .and_then(|i| def.words.get(i))
                .cloned()
                .ok_or_else(|| format!("there is no number {n} in the list")),
            Err(_) => Ok(word.to_owned()),
        }
    };
    match def.kind {
        Kind::YesNo => match yes_no(text) {
            Some(yes) => Ok(Some(Value::Bool(yes))),
            None => from_text(def, text),
        },
        Kind::Word => from_text(def, &listed(text)?),
        Kind::Set if matches!(text, "无" | "没有" | "0") => from_text(def, "none"),
        Kind::Set => {
            let words = parts(text).into_iter().map(listed).collect::<Result<Vec<_>, _>>()?;
            from_text(def, &words.join(","))
        }
        Kind::Number => from_text(def, &digits(text)),
        Kind::Date | Kind::Text | Kind::Country => from_text(def, text),
    }
}

fn parts(text: &str) -> Vec<&str> {
    text.split([',', ';', '、', ' ', '\t']).filter(|p| !p.is_empty()).collect()
}

/// `1.3e23 to 2.4e23` as `1.3e23..2.4e23`, and thousands without their commas.
fn digits(text: &str) -> String {
    let text = text.replace(" to ", "..").replace(['至', '~'], "..").replace('…', "..").replace("...", "..");
    let grouped = |number: &str| {
        let mut groups = number.split(',');
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len())
            && number.bytes().all(|b| b.is_ascii_digit() || b == b',')
            && groups.all(|g| g.len() == 3)
    };
    let bounds = text.split("..").map(str::trim);
    bounds.map(|b| if grouped(b) { b.replace(',', "") } else { b.to_owned() }).collect::<Vec<_>>().join("..")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use gpai_rules::law::Law;

    fn read(name: &str, text: &str) -> Result<Option<Value>, String> {
        value(Law::book().unwrap().fact(name).unwrap(), text)
    }

    #[test]
    fn lists_are_answered_by_number_or_word() {
        assert_eq!(read("openness.usage_information", "1 3"), Ok(Some(Value::set(["modalities", "limitations"]))));
        assert_eq!(
            read("openness.usage_information", "1、capabilities"),
            Ok(Some(Value::set(["modalities", "capabilities"])))
        );
        assert_eq!(read("openness.monetisation", "none"), Ok(Some(Value::set(Vec::<String>::new()))));
        assert_eq!(read("openness.monetisation", "没有"), Ok(Some(Value::set(Vec::<String>::new()))));
        assert_eq!(read("openness.personal_data", "1"), Ok(Some(Value::Word("none".to_owned()))));
        for wrong in ["9", "prize", "none 1", "99999999999999999999999"] {
            assert!(read("openness.monetisation", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_and_bounds() {
        let same = |a: &str, b: &str| {
            assert_eq!(read("compute.update_flop", a).unwrap(), read("compute.update_flop", b).unwrap(), "{a}");
        };
        same("1.3e23 to 2.4e23", "1.3e23..2.4e23");
        same("7,300,000,000", "7300000000");
        assert!(read("compute.update_flop", "7,3").is_err());
        assert!(read("compute.update_flop", "2e23..1e23").is_err());
        assert!(read("compute.update_flop", "a lot").is_err());
        assert_eq!(read("compute.update_flop", "unknown"), Ok(None));
    }

    #[test]
    fn sheets_say_each_answer() {
        assert_eq!(sheet("y n d", 3), Some(vec![Some(true), Some(false), None]));
        assert_eq!(sheet("ynd", 3), Some(vec![Some(true), Some(false), None]));
        assert_eq!(sheet("是,否", 2), Some(vec![Some(true), Some(false)]));
        assert_eq!(sheet("\u{ff59}\u{3000}\u{ff4e}", 2), Some(vec![Some(true), Some(false)]));
        assert_eq!(typed("\u{ff1f}"), Typed::Help);
        assert_eq!(sheet("yes no", 2), Some(vec![Some(true), Some(false)]));
        for wrong in ["y", "yes", "y y y y", "y maybe n", ""] {
            assert_eq!(sheet(wrong, 3), None, "{wrong}");
        }
    }

    #[test]
    fn fewer_hours_than_are_shown_are_always_below_the_line() {
        for line in ["1.67e23", "3.3e22", "9.99e24"] {
            let line = Number::parse(line).unwrap();
            let (many, name) = crate::screen::hours::of(&line).unwrap();
            assert!(hours(&format!("{many} hours of {name}")).unwrap().high <= line, "{many}");
            assert!(hours(&format!("{} h {name}", many * 3)).unwrap().high > line, "{many}");
        }
        assert_eq!(crate::screen::hours::of(&Number::parse("1e3").unwrap()), None);
    }

    #[test]
    fn only_hours_of_an_accelerator_are_read() {
        let best = |text: &str| hours(text).and_then(|h| h.best);
        assert!(best("18 h A100").is_some());
        assert_eq!(best("18 h A100"), best("18 hours of one A100 80GB"));
        assert_eq!(best("18 小时 A100"), best("18 h A100"));
        for other in ["1e22", "18", "18 h", "18 hours of work", "h100", "y", ""] {
            assert_eq!(hours(other), None, "{other}");
        }
    }

    #[test]
    fn a_choice_of_each_list() {
        let two = |text: &str| choices(text, &[7, 6]);
        assert_eq!(two("2 a"), Some(vec![Some(1), Some(0)]));
        assert_eq!(two("２a"), Some(vec![Some(1), Some(0)]));
        assert_eq!(two("c 7"), Some(vec![Some(6), Some(1)]));
        assert_eq!(two("7"), Some(vec![Some(6), None]));
        assert_eq!(two("a"), Some(vec![None, Some(0)]));
        for wrong in ["", "8", "0", "2 3", "z", "a c", "2 a 3", "-1", "99999999999999999999999", "yes"] {
            assert_eq!(two(wrong), None, "{wrong}");
        }
        assert_eq!(choices("a", &[7]), None);
    }
}
