//! How values are printed in one line, for people and in messages. Words of ours in a value are those between the bounds of
//! an interval; `yes`, `no` and `none` are the words of `gpai.toml` in every language.

use crate::fact::Value;
use crate::number::{Interval, Number};
use crate::words::Language;

/// A value in one line for people: estimates are rounded to three figures, exact amounts are not.
pub fn show_short(value: &Value) -> String {
    show_short_in(value, Language::English)
}

/// The same in a language.
pub fn show_short_in(value: &Value, language: Language) -> String {
    match value {
        Value::Number(i) if !i.is_point() => interval(i, language, |n| powers(&n.significant(3))),
        other => show_in(other, language),
    }
}

/// Large whole numbers by their power of ten: `3080000000` as `3.08e9`.
pub fn powers(number: &Number) -> String {
    let text = number.to_string();
    if text.contains(['e', '.']) || text.len() < 7 {
        return text;
    }
    let digits = text.trim_end_matches('0');
    let (head, tail) = digits.split_at_checked(1).unwrap_or((digits, ""));
    let point = if tail.is_empty() { "" } else { "." };
    format!("{head}{point}{tail}e{}", text.len() - 1)
}

/// A value in one line, for messages.
pub fn show(value: &Value) -> String {
    show_in(value, Language::English)
}

/// The same in a language.
pub fn show_in(value: &Value, language: Language) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(i) => interval(i, language, Number::to_string),
        Value::Date(day) => day.to_string(),
        Value::Word(text) | Value::Text(text) => text.clone(),
        Value::Set { words, complete } => {
            let list = words.iter().cloned().collect::<Vec<_>>().join(", ");
            match (complete, words.is_empty()) {
                (true, true) => "none".to_owned(),
                (true, false) => list,
                (false, _) => format!("{list}, …"),
            }
        }
    }
}

/// An amount, or the best estimate with its bounds.
fn interval(i: &Interval, language: Language, print: impl Fn(&Number) -> String) -> String {
    if i.is_point() {
        return print(&i.low);
    }
    let to = match language {
        Language::English => "to",
        Language::Chinese => "至",
    };
    // Answers to "more than …?": one bound is all that is known.
    if i.best.is_none() && (i.high.is_unbounded() || i.low.is_zero()) {
        let (word, bound) = match (i.high.is_unbounded(), language) {
            (true, Language::English) => ("over ", &i.low),
            (true, Language::Chinese) => ("高于 ", &i.low),
            (false, Language::English) => ("at most ", &i.high),
            (false, Language::Chinese) => ("至多 ", &i.high),
        };
        return format!("{word}{}", powers(&bound.significant(3)));
    }
    let bounds = format!("{} {to} {}", print(&i.low), print(&i.high));
    i.best.as_ref().map_or_else(|| bounds.clone(), |best| format!("{} ({bounds})", print(best)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn bounds_are_printed_in_the_language_asked_for() {
        let n = |text: &str| Number::parse(text).unwrap();
        let wide = Value::Number(Interval::new(n("12345678"), Some(n("20000000")), n("3e23")).unwrap());
        assert_eq!(show(&wide), "20000000 (12345678 to 3e23)");
        assert_eq!(show_short(&wide), "2e7 (1.23e7 to 3e23)");
        assert_eq!(show_short_in(&wide, Language::Chinese), "2e7 (1.23e7 至 3e23)");
        let over = Value::Number(Interval::new(n("100000000000000000000001"), None, n("1e60")).unwrap());
        assert_eq!((show(&over), show_in(&over, Language::Chinese)), ("over 1e23".into(), "高于 1e23".into()));
        let most = Value::Number(Interval::new(n("0"), None, n("1e23")).unwrap());
        assert_eq!(show(&most), "at most 1e23");
        let open = Value::Number(Interval::new(n("1"), None, n("2")).unwrap());
        assert_eq!(show_in(&open, Language::Chinese), "1 至 2");
        // An exact amount keeps all its figures.
        assert_eq!(show_short(&Value::Number(Interval::point(n("12345678")))), "12345678");
    }
}
