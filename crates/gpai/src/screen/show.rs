//! Values and places as people read them.

use std::path::Path;

use gpai_rules::fact::{Source, Value};
use gpai_rules::law::Language;
use gpai_rules::remarks::{show, show_short};

use super::words::messages::how;
use super::words::word;

/// A value whole. The bounds of an interval are the only words of ours in it.
pub fn whole(value: &Value, lang: Language) -> String {
    bounds(value, show(value), lang)
}

/// A value with few digits.
pub fn short(value: &Value, lang: Language) -> String {
    bounds(value, show_short(value), lang)
}

fn bounds(value: &Value, text: String, lang: Language) -> String {
    match (lang, value) {
        (Language::Chinese, Value::Number(_)) => how(&text, lang),
        (Language::Chinese, Value::Bool(yes)) => word(if *yes { "yes" } else { "no" }, lang),
        _ => text,
    }
}

/// `file:line`.
pub fn line(source: &Source) -> String {
    at(&source.file, source.line, None)
}

/// `, how`: how the value was got, if it was not simply stated.
pub fn method(source: &Source, lang: Language) -> String {
    how(&after(source.method.as_ref()), lang)
}

/// `, who`: the person who judged.
pub fn by(source: &Source) -> String {
    after(source.by.as_ref())
}

fn after(text: Option<&String>) -> String {
    text.map(|t| format!(", {t}")).unwrap_or_default()
}

/// `file:line:column`, as far as they are known.
pub fn at(file: &str, line: Option<u32>, column: Option<u32>) -> String {
    let number = |n: Option<u32>| n.map(|n| format!(":{n}")).unwrap_or_default();
    format!("{file}{}{}", number(line), number(column))
}

/// A path as a shell takes it.
pub fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '=' | ':' | '@' | '%' | ',');
    if text.chars().all(plain) { text.into_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
