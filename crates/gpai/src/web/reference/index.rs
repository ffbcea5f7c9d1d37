//! The pages that list, and the data of the search.

use std::fmt::Write as _;

use gpai_report::address;
use gpai_report::explain::{About, Page};
use gpai_rules::law::{Language, Law};
use serde_json::json;

use super::html::{Frame, another, escaped, framed};
use super::made::{MARK, Made};
use super::markdown;
use crate::screen::words::reference as words;

/// The longest summary in a list, in characters.
const SUMMARY: usize = 160;

fn short(text: &str) -> String {
    if text.chars().count() <= SUMMARY {
        return text.to_owned();
    }
    text.chars().take(SUMMARY - 1).chain(['…']).collect()
}

/// What stands in backquotes, as code.
fn coded(text: &str) -> String {
    let parts = text.split('`').map(escaped).enumerate();
    parts.map(|(i, part)| if i % 2 == 1 { format!("<code>{part}</code>") } else { part }).collect()
}

/// The page at the root: which language.
pub fn root(law: &Law) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'\">\n{MARK}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>gpai</title>\n\
         <link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n<main>\n<h1>gpai</h1>\n\
         <p><a href=\"en/index.html\">{}</a></p>\n<p lang=\"zh-CN\"><a href=\"zh/index.html\">{}</a></p>\n</main>\n\
         <footer>{}</footer>\n</body>\n</html>\n",
        words::TITLE.get(Language::English),
        words::TITLE.get(Language::Chinese),
        escaped(&format!("{} {}", law.id, law.edition)),
    )
}

/// The first page of a language.
pub fn home(made: &Made<'_>, all: &[Page], lang: Language) -> String {
    let title = words::TITLE.get(lang);
    let mut out = format!("<h1>{title}</h1>\n<p>{}</p>\n<ul class=\"kinds\">\n", coded(words::ABOUT.get(lang)));
    for about in About::ALL {
        let count = all.iter().filter(|page| page.about == about).count();
        let name = words::many(about).get(lang);
        let _ = writeln!(out, "<li><a href=\"{}/index.html\">{name}</a> <small>{count}</small></li>", about.word());
    }
    out.push_str("</ul>\n");
    if !made.papers.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2>\n<ul>", words::PAPERS.get(lang));
        for (name, title, _) in &made.papers {
            let _ =
                writeln!(out, "<li><a href=\"../{}\" lang=\"en\">{}</a></li>", markdown::file(name), escaped(title));
        }
        out.push_str("</ul>\n");
    }
    let file = |lang| format!("{}/index.html", address::folder(lang));
    framed(made.law, &Frame { file: &file(lang), other: &file(another(lang)), title, lang, trail: &[] }, &out)
}

/// The list of one kind.
pub fn list(made: &Made<'_>, about: About, pages: &[&Page], lang: Language) -> String {
    let title = words::many(about).get(lang);
    let mut out = format!("<h1>{title}</h1>\n<dl>\n");
    let here = format!("{}/{}/", address::folder(lang), about.word());
    for page in pages {
        let file = address::file(about.word(), &page.id, lang);
        let to = file.strip_prefix(&here).unwrap_or(&file);
        let name = page.title();
        let named = if name == page.id { String::new() } else { format!(" <small>{}</small>", escaped(&name)) };
        let _ = writeln!(
            out,
            "<dt><a href=\"{to}\">{}</a>{named}</dt>\n<dd>{}</dd>",
            escaped(&page.id),
            escaped(&short(&page.summary()))
        );
    }
    out.push_str("</dl>\n");
    let file = |lang| format!("{}/{}/index.html", address::folder(lang), about.word());
    framed(made.law, &Frame { file: &file(lang), other: &file(another(lang)), title, lang, trail: &[] }, &out)
}

/// The data of the search as a script, which also a page on disk may load: what it is, id, file, title, summary.
pub fn search(made: &Made<'_>, all: &[Page], lang: Language) -> String {
    let of = |page: &Page| {
        let kind = words::one(page.about).get(lang);
        let file = address::file(page.about.word(), &page.id, lang);
        json!([kind, page.id, file, page.title(), short(&page.summary())])
    };
    let papers = made
        .papers
        .iter()
        .map(|(name, title, _)| json!([words::PAPERS.get(lang), name, markdown::file(name), title, ""]));
    let rows: Vec<String> = all.iter().map(of).chain(papers).map(|row| row.to_string()).collect();
    format!("found([\n{}\n]);\n", rows.join(",\n"))
}
