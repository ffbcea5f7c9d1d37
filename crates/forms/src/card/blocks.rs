//! A block's text from facts: what is known is put in, a paragraph whose facts are unknown is left out and says so.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::law::Language;

use super::Block;
use crate::escape;

/// Values of facts by name, as plain text.
pub type Values = BTreeMap<String, String>;

/// A block ready for the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Id of the block.
    pub id: String,
    /// Markdown without the marks; `None` where no paragraph could be written.
    pub text: Option<String>,
    /// Facts that are unknown and would add a paragraph; sorted.
    pub missing: Vec<String>,
}

/// Fills one block. `level` is the number of `#` of its heading.
pub fn fill(block: &Block, values: &Values, language: Language, level: usize) -> Filled {
    let known = |name: &str| values.get(name).map(|v| v.trim()).filter(|v| !v.is_empty() && !none(v));
    let mut missing = BTreeSet::new();
    let mut paragraphs = Vec::new();
    for line in &block.lines {
        let lacking: Vec<&String> = line.needs.iter().filter(|n| known(n).is_none()).collect();
        if lacking.is_empty() {
            paragraphs.push(put_in(line.get(language), &known));
        } else {
            // "None" is an answer: there is nothing to say then, and nothing is missing.
            missing.extend(lacking.into_iter().filter(|n| !values.get(*n).is_some_and(|v| none(v.trim()))).cloned());
        }
    }
    let text = (!paragraphs.is_empty()).then(|| {
        let heading = format!("{} {}", "#".repeat(level.clamp(1, 6)), escape::markdown(block.title.get(language)));
        std::iter::once(heading).chain(paragraphs).collect::<Vec<_>>().join("\n\n")
    });
    Filled { id: block.id.clone(), text, missing: missing.into_iter().collect() }
}

fn none(value: &str) -> bool {
    value.eq_ignore_ascii_case("none")
}

fn put_in<'v>(text: &str, known: &dyn Fn(&str) -> Option<&'v str>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some(value) = known(name) {
            out.push_str(&shown(value, name.starts_with("documents.")));
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A value as Markdown: a link where it is a public address, an e-mail address or (for documents) a path, else plain text.
fn shown(value: &str, document: bool) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\' | '(' | ')' | '[' | ']');
    let one_word = value.len() <= 2048 && value.chars().all(plain);
    if one_word && (value.starts_with("https://") || value.starts_with("http://")) {
        return format!("<{value}>");
    }
    if one_word && is_mail(value) {
        return format!("<{value}>");
    }
    if document && one_word && is_path(value) {
        return format!("[{}]({value})", escape::markdown(value));
    }
    escape::markdown(value)
}

fn is_mail(value: &str) -> bool {
    let safe = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    value.split_once('@').is_some_and(|(who, host)| safe(who) && safe(host) && host.contains('.'))
}

/// A relative path of the folder: no scheme, no way out of the folder.
fn is_path(value: &str) -> bool {
    !value.contains(':') && !value.starts_with('/') && value.split('/').all(|part| part != "..")
}
