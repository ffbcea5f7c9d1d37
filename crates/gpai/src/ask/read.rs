//! What a person typed, to a command of the dialogue or a value of the fact's type.

use gpai_rules::answer::from_text;
use gpai_rules::fact::Value;
use gpai_rules::law::{FactDef, Kind};

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
}
