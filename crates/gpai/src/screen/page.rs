//! Parts of the pages that explain: titles, headings, paragraphs, the provisions with what they say.

use std::fmt::Write as _;

use gpai_rules::law::{Language, Law};

use super::style::{DIM, HEAD, columns, paint, wrap};
use super::words::{self, Pair, article};

/// Columns of running text.
pub fn width() -> usize {
    columns().saturating_sub(4).min(92)
}

/// Title of a conclusion or duty.
pub fn title(law: &Law, name: &str, language: Language) -> String {
    if let Some(duty) = law.duty(name) {
        return format!("{} {}", article(name), duty.title.get(language));
    }
    law.proposition(name).map_or_else(|| name.to_owned(), |p| p.title.get(language).to_owned())
}

/// A paragraph, wrapped and indented.
pub fn text(out: &mut String, text: &str) {
    let _ = writeln!(out, "  {}", wrap(text, width()).join("\n  "));
}

/// A heading.
pub fn head(out: &mut String, lang: Language, words: &Pair) {
    let _ = writeln!(out, "\n{}", paint(HEAD, words.get(lang)));
}

/// The provisions cited, with what they say.
pub fn provisions(out: &mut String, law: &Law, cites: &[String], lang: Language) {
    if cites.is_empty() {
        return;
    }
    head(out, lang, &words::law::SOURCE);
    for cite in cites {
        match law.paragraphs.get(cite) {
            Some(p) => {
                let november =
                    p.november.as_ref().map(|n| words::law::NOVEMBER.fill(lang, &[("n", n)])).unwrap_or_default();
                let _ = writeln!(out, "  {cite}{november}, {}", p.section);
                let _ = writeln!(out, "    {}", wrap(p.says.get(lang), width() - 4).join("\n    "));
                if let Some(address) = gpai_report::address::of(cite) {
                    let _ = writeln!(out, "    {}", paint(DIM, &address));
                }
            }
            None => {
                let _ = writeln!(out, "  {cite}");
            }
        }
    }
}
