//! Parts of the pages that explain: titles, headings, paragraphs, the provisions with what they say.

use std::fmt::Write as _;

use gpai_report::explain::{Block, Page};
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

/// A page as it stands on the screen.
pub fn rendered(law: &Law, page: &Page, lang: Language) -> String {
    let mut out = String::new();
    for block in &page.blocks {
        let _ = match block {
            Block::Title(name, rest) => {
                let gap = if rest.is_empty() { "" } else { "  " };
                writeln!(out, "{}{gap}{rest}", paint(HEAD, name))
            }
            Block::Head(heading) => writeln!(out, "\n{}", paint(HEAD, heading)),
            Block::Text(running) => {
                text(&mut out, running);
                Ok(())
            }
            Block::Deep(below) => writeln!(out, "    {}", wrap(below, width() - 4).join("\n    ")),
            Block::Lines(lines) => lines.lines().try_for_each(|line| writeln!(out, "  {line}")),
            Block::Entry(name, said) => {
                writeln!(out, "  {name}\n    {}", wrap(said, width() - 4).join("\n    "))
            }
            Block::Aside(said) => writeln!(out, "\n{}", paint(DIM, said)),
            Block::Gap => writeln!(out),
            Block::Provisions(cites) => {
                provisions(&mut out, law, cites, lang);
                Ok(())
            }
        };
    }
    out
}

/// Parts of a page, with the words of ours in one language.
pub trait Parts {
    /// A title.
    fn titled(&mut self, name: &str, rest: &str);
    /// A heading.
    fn head(&mut self, lang: Language, words: &Pair);
    /// Running text.
    fn text(&mut self, text: &str);
    /// Lines as they stand.
    fn lines(&mut self, lines: String);
    /// The provisions.
    fn provisions(&mut self, cites: &[String]);
}

impl Parts for Page {
    fn titled(&mut self, name: &str, rest: &str) {
        self.blocks.push(Block::Title(name.to_owned(), rest.to_owned()));
    }

    fn head(&mut self, lang: Language, words: &Pair) {
        self.blocks.push(Block::Head(words.get(lang).to_owned()));
    }

    fn text(&mut self, text: &str) {
        self.blocks.push(Block::Text(text.to_owned()));
    }

    fn lines(&mut self, lines: String) {
        self.blocks.push(Block::Lines(lines));
    }

    fn provisions(&mut self, cites: &[String]) {
        self.blocks.push(Block::Provisions(cites.to_vec()));
    }
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
