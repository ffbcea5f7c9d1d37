//! One page of the documentation as HTML. Every text is escaped; ids that have a page are linked.

use std::fmt::Write as _;

use gpai_report::address;
use gpai_report::explain::{About, Block, Page};
use gpai_rules::law::{Language, Law};

use super::made::{MARK, Made};
use crate::screen::words::reference as words;

/// Only what lies beside it is loaded.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'";

/// Text for an element or an attribute; its lines stay lines.
pub fn escaped(text: &str) -> String {
    text.split('\n').map(escaped_line).collect::<Vec<_>>().join("\n")
}

fn escaped_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in gpai_forms::escape::visible(line).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The code of a language as HTML has it.
pub fn code(lang: Language) -> &'static str {
    match lang {
        Language::English => "en",
        Language::Chinese => "zh-CN",
    }
}

/// What leads from a file to the root.
pub fn up(file: &str) -> String {
    "../".repeat(file.matches('/').count())
}

/// What stands around every page.
pub struct Frame<'f> {
    /// The page's own address below the root.
    pub file: &'f str,
    /// The same page in the other language.
    pub other: &'f str,
    /// Its title.
    pub title: &'f str,
    /// Its language.
    pub lang: Language,
    /// Where it lies: addresses below the root, with what they are called.
    pub trail: &'f [(String, String)],
}

/// A whole page around what is given.
pub fn framed(law: &Law, frame: &Frame<'_>, inner: &str) -> String {
    let Frame { file, other, title, lang, trail } = frame;
    let (lang, root) = (*lang, up(file));
    let home = address::folder(lang);
    let mut crumbs = format!("<a href=\"{root}{home}/index.html\">gpai</a>");
    for (to, name) in *trail {
        let _ = write!(crumbs, " › <a href=\"{root}{}\">{}</a>", escaped(to), escaped(name));
    }
    let foot =
        words::FOOT.fill(lang, &[("law", &law.id), ("edition", &law.edition), ("version", &env!("CARGO_PKG_VERSION"))]);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n{MARK}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{} · gpai</title>\n\
         <link rel=\"stylesheet\" href=\"{root}style.css\">\n<script src=\"{root}search.js\" defer></script>\n</head>\n\
         <body data-root=\"{root}\" data-search=\"{root}search.{home}.js\">\n<header>\n<nav>{crumbs}</nav>\n\
         <a href=\"{root}{}\" lang=\"{}\">{}</a>\n</header>\n\
         <search><label for=\"find\">{}</label> <input id=\"find\" type=\"search\" autocomplete=\"off\" disabled>\n\
         <p id=\"count\" role=\"status\" data-none=\"{}\"></p><ul id=\"hits\"></ul></search>\n\
         <main>\n{inner}</main>\n<footer>{}</footer>\n</body>\n</html>\n",
        code(lang),
        escaped(title),
        escaped(other),
        code(another(lang)),
        words::LANGUAGE.get(another(lang)),
        words::FIND.get(lang),
        words::NOTHING_FOUND.get(lang),
        escaped(&foot),
    )
}

/// The other language.
pub fn another(lang: Language) -> Language {
    match lang {
        Language::English => Language::Chinese,
        Language::Chinese => Language::English,
    }
}

/// A text with the ids in it that have a page linked to it.
fn linked(made: &Made<'_>, page: &Page, text: &str, lang: Language) -> String {
    let file = address::file(page.about.word(), &page.id, lang);
    let root = up(&file);
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '@');
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        // A full stop behind an id ends the sentence.
        let id = word.trim_end_matches(['.', '-', '/']);
        match made.known.get(id).filter(|_| id != page.id) {
            Some(about) => {
                let to = address::file(about.word(), id, lang);
                let tail = word.strip_prefix(id).unwrap_or_default();
                let _ = write!(out, "<a href=\"{root}{to}\">{}</a>{}", escaped(id), escaped(tail));
            }
            None => out.push_str(&escaped(word)),
        }
        let next = after.find(part).unwrap_or(after.len());
        let (between, later) = after.split_at(next);
        out.push_str(&escaped(between));
        rest = later;
    }
    out
}

/// The page of one entry.
pub fn page(made: &Made<'_>, page: &Page, lang: Language) -> String {
    let file = address::file(page.about.word(), &page.id, lang);
    let other = address::file(page.about.word(), &page.id, another(lang));
    let mut out = String::new();
    let mut titles = 0;
    for block in &page.blocks {
        let link = |text: &str| linked(made, page, text, lang);
        let _ = match block {
            Block::Title(name, rest) => {
                titles += 1;
                let level = if titles == 1 { 1 } else { 2 };
                let rest = if rest.is_empty() { String::new() } else { format!(" <small>{}</small>", link(rest)) };
                writeln!(out, "<h{level}>{}{rest}</h{level}>", escaped(name))
            }
            Block::Head(text) => writeln!(out, "<h{0}>{1}</h{0}>", if titles > 1 { 3 } else { 2 }, escaped(text)),
            Block::Text(text) => writeln!(out, "<p>{}</p>", link(text)),
            Block::Deep(text) => writeln!(out, "<p class=\"deep\">{}</p>", link(text)),
            Block::Lines(text) => writeln!(out, "<pre>{}</pre>", link(text.trim_end())),
            Block::Entry(name, text) => {
                writeln!(out, "<p class=\"entry\"><code>{}</code><br>{}</p>", link(name), link(text))
            }
            Block::Aside(text) => writeln!(out, "<p class=\"aside\">{}</p>", escaped(text)),
            Block::Gap => Ok(()),
            Block::Provisions(cites) => {
                provisions(&mut out, made, page, cites, lang);
                Ok(())
            }
        };
    }
    let _ = writeln!(
        out,
        "<p class=\"aside\">{}</p>",
        words::ON_THE_TERMINAL.fill(lang, &[("command", &format!("<code>gpai explain {}</code>", escaped(&page.id)))])
    );
    let kind = page.about.word();
    let trail =
        [(format!("{}/{kind}/index.html", address::folder(lang)), words::many(page.about).get(lang).to_owned())];
    let title = page.title();
    framed(made.law, &Frame { file: &file, other: &other, title: &title, lang, trail: &trail }, &out)
}

fn provisions(out: &mut String, made: &Made<'_>, page: &Page, cites: &[String], lang: Language) {
    if cites.is_empty() {
        return;
    }
    let file = address::file(page.about.word(), &page.id, lang);
    let _ = writeln!(out, "<h2>{}</h2>\n<dl>", crate::screen::words::law::SOURCE.get(lang));
    for cite in cites {
        let name = match made.law.paragraphs.get(cite) {
            Some(_) if *cite != page.id => {
                let to = address::file(About::Provision.word(), cite, lang);
                format!("<a href=\"{}{to}\">{}</a>", up(&file), escaped(cite))
            }
            _ => escaped(cite),
        };
        let Some(p) = made.law.paragraphs.get(cite) else {
            let _ = writeln!(out, "<dt>{name}</dt>");
            continue;
        };
        let november = p.november.as_ref().map(|n| crate::screen::words::law::NOVEMBER.fill(lang, &[("n", n)]));
        let _ = writeln!(out, "<dt>{name}{}, {}</dt>", escaped(&november.unwrap_or_default()), escaped(&p.section));
        let read = address::of(cite)
            .map(|to| format!(" <a href=\"{}\" rel=\"noreferrer\">EUR-Lex</a>", escaped(&to)))
            .unwrap_or_default();
        let _ = writeln!(out, "<dd>{}{read}</dd>", escaped(p.says.get(lang)));
    }
    out.push_str("</dl>\n");
}
