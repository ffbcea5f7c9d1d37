//! Values and strangers' text as they stand in an export: one line, no control characters, amounts as they were written.

use gpai_forms::escape;
use gpai_rules::fact::Value;
use gpai_rules::number::{Interval, Number};
use serde_json::{Number as JsonNumber, Value as Json};

/// A stranger's text in one line, without control characters or blanks around it.
pub fn line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    escape::visible(&joined)
}

/// A stranger's text whose line feeds stay.
pub fn prose(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|l| escape::visible(l.trim_end())).collect();
    lines.join("\n").trim().to_owned()
}

/// A value as text.
pub fn value(value: &Value) -> String {
    match value {
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(interval) => amount(interval),
        Value::Date(day) => day.to_string(),
        Value::Word(text) | Value::Text(text) => line(text),
        Value::Set { words, complete } => {
            let mut words: Vec<String> = words.iter().map(|w| line(w)).collect();
            if words.is_empty() && *complete {
                return "none".to_owned();
            }
            if !complete {
                words.push("perhaps more".to_owned());
            }
            words.join(", ")
        }
    }
}

/// An amount, or from what to what.
pub fn amount(interval: &Interval) -> String {
    if interval.is_point() {
        return interval.low.to_string();
    }
    let best = interval.best.as_ref().map(|b| format!(", best {b}")).unwrap_or_default();
    format!("{} to {}{best}", interval.low, interval.high)
}

/// An exact decimal as a JSON number. JSON writers go through binary floating point, so a number is written only where its text
/// comes back the same; one with more figures than that holds is rounded to 15.
pub fn number(exact: &Number) -> Json {
    [exact.clone(), exact.significant(15)].iter().find_map(json_number).unwrap_or(Json::Null)
}

fn json_number(exact: &Number) -> Option<Json> {
    let text = exact.to_string();
    if let Ok(whole) = text.parse::<u64>() {
        return Some(Json::from(whole));
    }
    let read = text.parse::<f64>().ok()?;
    let back = Number::parse(&read.to_string()).ok()?;
    (back == *exact).then(|| JsonNumber::from_f64(read).map(Json::Number)).flatten()
}

/// An https address without blanks, as other programs accept it.
pub fn address(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // Who and with which password is nobody's business.
    (text.len() <= 2000 && !host.is_empty() && !host.contains('@') && rest.chars().all(plain) && percents(rest))
        .then_some(text)
}

/// Whether each `%` begins two hexadecimal digits.
fn percents(text: &str) -> bool {
    text.split('%').skip(1).all(|after| after.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2)
}

/// A path with `%` escapes for what is no letter, digit, `.`, `-`, `_` or `/`: two paths never give the same.
pub fn percent(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A file name of a model's name: letters, digits, `.`, `-` and `_`; never empty, never hidden.
pub fn file_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' }).collect();
    let mut out = String::new();
    for part in plain.split('-').filter(|p| !p.is_empty()) {
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(part);
    }
    let out: String = out.trim_start_matches(['.', '-']).chars().take(80).collect();
    if out.is_empty() { "model".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn amounts_keep_their_text() {
        let shown = |text: &str| number(&Number::parse(text).unwrap()).to_string();
        assert_eq!(shown("302400"), "302400");
        assert_eq!(shown("302.4"), "302.4");
        assert_eq!(shown("0.1"), "0.1");
        assert_eq!(shown("1234567890.123456789"), "1234567890.12346");
    }

    #[test]
    fn addresses_are_those_others_accept() {
        assert_eq!(address(" https://a.example/b?c=1 "), Some("https://a.example/b?c=1"));
        for text in
            ["ftp://a", "https://", "https://user:secret@a.example", "https://a b", "https://a/%zz", "javascript:1"]
        {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn file_names_are_plain() {
        assert_eq!(file_name("Aurelia-4 (2026-05)"), "Aurelia-4-2026-05");
        assert_eq!(file_name("../../etc"), "etc");
        assert_eq!(file_name("模型"), "model");
        assert_eq!(line(" a\u{1b}[31m\n b "), "a\\x1b[31m b");
    }
}
