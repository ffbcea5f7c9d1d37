//! Pages of Markdown from a folder. They are in one language, lie below `en/docs/`, and what HTML they hold is shown as text.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use gpai_rules::law::Language;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::html::{Frame, escaped, framed};
use super::made::{LONGEST, MOST, Made};
use crate::outcome::Failure;
use crate::screen::words::reference as words;

/// Where a page lies.
pub fn file(name: &str) -> String {
    format!("en/docs/{name}.html")
}

/// The pages of a folder, sorted: name, title, text.
pub fn folder(folder: &Path) -> Result<Vec<(String, String, String)>, Failure> {
    let wrong = |path: &Path, why: &str| Failure::Usage(format!("{}: {why}", path.display()));
    let disk = |e: std::io::Error| wrong(folder, &gpai_dossier::write::reason(&e));
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).map_err(disk)? {
        let path = entry.map_err(disk)?.path();
        let name = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if path.extension().is_none_or(|e| e != "md") || !plain || name == "index" {
            continue;
        }
        if out.len() >= MOST {
            return Err(wrong(folder, &format!("holds more than {MOST} pages of Markdown")));
        }
        let meta = fs::metadata(&path).map_err(disk)?;
        if !meta.is_file() || meta.len() > LONGEST {
            return Err(wrong(&path, &format!("is larger than {} MiB", LONGEST >> 20)));
        }
        let text = fs::read_to_string(&path).map_err(|_| wrong(&path, "is not UTF-8 text"))?;
        let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or(&name).replace('`', "");
        out.push((name, title, text));
    }
    out.sort();
    Ok(out)
}

/// One page.
pub fn page(made: &Made<'_>, name: &str, title: &str, text: &str) -> String {
    let names: Vec<&str> = made.papers.iter().map(|(name, ..)| name.as_str()).collect();
    let file = file(name);
    let trail = [("en/index.html".to_owned(), words::PAPERS.get(Language::English).to_owned())];
    let frame = Frame { file: &file, other: "zh/index.html", title, lang: Language::English, trail: &trail };
    framed(made.law, &frame, &body(text, &names))
}

/// Where a link leads: to another of the pages, elsewhere in the repository, to an address, or nowhere.
fn target(to: &str, names: &[&str]) -> Option<String> {
    if to.starts_with("https://") || to.starts_with("http://") || to.starts_with('#') {
        return Some(to.to_owned());
    }
    let (path, part) = to.split_once('#').map_or((to, ""), |(path, part)| (path, part));
    let part = if part.is_empty() { String::new() } else { format!("#{part}") };
    if let Some(name) = path.strip_suffix(".md").filter(|name| names.contains(name)) {
        return Some(format!("{name}.html{part}"));
    }
    if path.contains(':') || path.starts_with('/') {
        return None;
    }
    let path = path.strip_prefix("../").map_or_else(|| format!("docs/{path}"), str::to_owned);
    Some(format!("{}/blob/main/{path}{part}", env!("CARGO_PKG_REPOSITORY")))
}

/// The address of a heading within its page, as repository hosts make it.
fn anchor(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn body(text: &str, names: &[&str]) -> String {
    let mut out = String::new();
    let mut heading: Option<(usize, String)> = None;
    let mut cell = "td";
    // No link stands within another.
    let mut linked = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some((out.len(), String::new())),
            Event::End(TagEnd::Heading(level)) => {
                let level = level as usize;
                if let Some((at, said)) = heading.take() {
                    out.insert_str(at, &format!("<h{level} id=\"{}\">", escaped(&anchor(&said))));
                }
                let _ = writeln!(out, "</h{level}>");
            }
            Event::Text(text) => {
                if let Some((_, said)) = &mut heading {
                    said.push_str(&text);
                }
                out.push_str(&escaped(&text));
            }
            Event::Code(text) => {
                if let Some((_, said)) = &mut heading {
                    said.push_str(&text);
                }
                let _ = write!(out, "<code>{}</code>", escaped(&text));
            }
            Event::Html(text) | Event::InlineHtml(text) => out.push_str(&escaped(&text)),
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br>\n"),
            Event::Rule => out.push_str("<hr>\n"),
            Event::Start(Tag::Table(_)) => out.push_str("<div class=\"wide\"><table>\n"),
            Event::End(TagEnd::Table) => out.push_str("</tbody></table></div>\n"),
            Event::Start(Tag::TableHead) => {
                cell = "th";
                out.push_str("<thead><tr>");
            }
            Event::End(TagEnd::TableHead) => {
                cell = "td";
                out.push_str("</tr></thead>\n<tbody>\n");
            }
            Event::Start(Tag::TableCell) => {
                let _ = write!(out, "<{cell}>");
            }
            Event::End(TagEnd::TableCell) => {
                let _ = write!(out, "</{cell}>");
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
                out.push_str("<pre><code>");
            }
            Event::End(TagEnd::CodeBlock) => out.push_str("</code></pre>\n"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let to = target(&dest_url, names);
                if let Some(to) = &to {
                    let _ = write!(out, "<a href=\"{}\">", escaped(to));
                }
                linked = to.is_some();
            }
            Event::End(TagEnd::Link) => out.push_str(if std::mem::take(&mut linked) { "</a>" } else { "" }),
            // A picture is named, not loaded.
            Event::Start(Tag::Image { .. }) => out.push('['),
            Event::End(TagEnd::Image) => out.push(']'),
            Event::Start(Tag::List(first)) => {
                out.push_str(&first.map_or("<ul>\n".to_owned(), |n| format!("<ol start=\"{n}\">\n")));
            }
            Event::End(TagEnd::List(ordered)) => out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            Event::Start(tag) => {
                if let Some(name) = element(&tag) {
                    let _ = write!(out, "<{name}>");
                }
            }
            Event::End(tag) => {
                if let Some(name) = ended(tag) {
                    let _ = writeln!(out, "</{name}>");
                }
            }
            _ => {}
        }
    }
    out
}

fn element(tag: &Tag<'_>) -> Option<&'static str> {
    Some(match tag {
        Tag::Paragraph => "p",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "s",
        Tag::BlockQuote(_) => "blockquote",
        Tag::TableRow => "tr",
        _ => return None,
    })
}

fn ended(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Item => "li",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "s",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::TableRow => "tr",
        _ => return None,
    })
}
