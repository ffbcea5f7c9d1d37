//! Checks of many documents as one static page: a table of documents by section, and below it each document with its findings and
//! their places. No script, nothing from elsewhere; every text of a stranger is escaped.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::law::{Language, Words};

use super::LintView;
use super::many::{Checked, Followed, by_form, sections};

const STYLE: &str = "\
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 22%,transparent);--bad:#b3261e;--warn:#8a5a00}\
@media(prefers-color-scheme:dark){:root{--bad:#ff8a80;--warn:#ffc46b}}\
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}h3{font-size:1rem;margin:2rem 0 .3rem;overflow-wrap:anywhere}\
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:start;padding:.3rem 0}\
th,td{border-bottom:1px solid var(--line);padding:.35rem .6rem;text-align:start;vertical-align:top}\
th[scope=row]{font-weight:400;overflow-wrap:anywhere;min-width:12rem}td.n{text-align:center;white-space:nowrap}\
.error{color:var(--bad);font-weight:600}.warning{color:var(--warn);font-weight:600}.quiet{opacity:.72}\
ul{padding-inline-start:1.2rem}li{margin:.35rem 0;overflow-wrap:anywhere}a{color:inherit}";

/// A pair of texts for the two languages.
struct Pair(&'static str, &'static str);

impl Pair {
    const fn get(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.0,
            Language::Chinese => self.1,
        }
    }
}

const TITLE: Pair = Pair("Documents checked", "文件检查结果");
const CAVEAT: Pair = Pair(
    "What is checked is the form: whether the questions are answered, and whether the answers agree with one another and with the law's rules. Whether an answer is true cannot be seen from a document. What could not be read is never called missing. Not legal advice, and no authority's finding.",
    "所检查的是形式：问题是否作答，答案之间以及与规则是否一致。仅凭文件无法判断答案是否属实。无法读取的内容绝不称为缺失。并非法律意见，亦非任何主管机关的认定。",
);
const DOCUMENT: Pair = Pair("Document", "文件");
const WHOLE: Pair = Pair("As a whole", "整体");
/// What stands above the first section: version, date, links.
const HEAD: Pair = Pair("Head", "表头");
const FOLLOWED: Pair = Pair("Text that found a place", "能对应到表格的文本");
const LEGEND: Pair =
    Pair("Errors and warnings in each section; a dash where there are none.", "各部分的错误与警告数；无则以横线表示。");
const NO_FORM: Pair = Pair("Not checked", "未检查");
const UNREAD: Pair = Pair("could not be read:", "无法读取：");
const UNCHECKED: Pair = Pair(
    "nothing was checked: the kind of document was not recognised, or its language is not known",
    "未作检查：未能识别文件种类，或其语言未知",
);
const NOT_FOLLOWED: Pair = Pair(
    "I could not follow this document: most of its text found no place, and what is not listed may yet be there",
    "未能读懂该文件：大部分文本未能对应到表格，未列出的内容可能仍在其中",
);
const NOTHING: Pair = Pair("nothing was found", "未发现问题");
const ERROR: Pair = Pair("error", "错误");
const WARNING: Pair = Pair("warning", "警告");
const NOTE: Pair = Pair("note", "提示");

/// The whole page.
pub fn write(all: &[Checked<'_>]) -> String {
    let lang = all.iter().find_map(|one| one.check.as_ref().ok()).map_or(Language::English, |view| view.language);
    let code = match lang {
        Language::English => "en",
        Language::Chinese => "zh-Hans",
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{0}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n<p>{1}</p>\n",
        TITLE.get(lang),
        CAVEAT.get(lang)
    );
    let number = |one: &Checked<'_>| all.iter().position(|other| std::ptr::eq(other, one)).unwrap_or(0);
    for (template, list) in by_form(all) {
        let title = template.map_or_else(|| NO_FORM.get(lang).to_owned(), |t| words(&t.title, lang));
        let _ = writeln!(out, "<h2>{}</h2>", html(&title));
        if let Some(template) = template {
            let named = |id: &str| template.sections.iter().find(|s| s.id == id).map(|s| s.number.clone());
            let heads: Vec<(&str, String)> = sections(template)
                .into_iter()
                .map(|id| {
                    let other = if id.is_empty() { WHOLE } else { HEAD };
                    (id, named(id).filter(|n| !n.is_empty()).unwrap_or_else(|| other.get(lang).to_owned()))
                })
                .collect();
            let _ = write!(
                out,
                "<div class=\"wide\"><table>\n<caption class=\"quiet\">{}</caption>\n<thead><tr><th scope=\"col\">{}</th>\
                 <th scope=\"col\">{}</th>",
                LEGEND.get(lang),
                DOCUMENT.get(lang),
                FOLLOWED.get(lang)
            );
            for (_, head) in &heads {
                let _ = write!(out, "<th scope=\"col\">{}</th>", html(head));
            }
            out.push_str("</tr></thead>\n<tbody>\n");
            for one in &list {
                let share = one.check.as_ref().ok().and_then(|v| v.reading.followed);
                let share = share.map_or_else(|| "?".to_owned(), |n| format!("{n} %"));
                let _ = write!(
                    out,
                    "<tr><th scope=\"row\"><a href=\"#d{}\">{}</a></th><td class=\"n\">{share}</td>",
                    number(one),
                    html(one.file)
                );
                for (id, _) in &heads {
                    let count = one.count(id);
                    let part = |n: usize, class: &str, pair: &Pair| {
                        (n > 0).then(|| format!("<span class=\"{class}\" title=\"{}\">{n}</span>", pair.get(lang)))
                    };
                    let parts = [part(count.errors, "error", &ERROR), part(count.warnings, "warning", &WARNING)];
                    let shown: Vec<String> = parts.into_iter().flatten().collect();
                    let shown = if shown.is_empty() { "–".to_owned() } else { shown.join(" · ") };
                    let _ = write!(out, "<td class=\"n\">{shown}</td>");
                }
                out.push_str("</tr>\n");
            }
            out.push_str("</tbody>\n</table></div>\n");
        }
        for one in list {
            let _ = writeln!(out, "<h3 id=\"d{}\">{}</h3>", number(one), html(one.file));
            one_document(one, lang, &mut out);
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn one_document(one: &Checked<'_>, lang: Language, out: &mut String) {
    let view = match &one.check {
        Ok(view) => view,
        Err(why) => {
            let _ = writeln!(out, "<p>{} {}</p>", UNREAD.get(lang), html(why));
            return;
        }
    };
    match one.followed() {
        Some(Followed::Unchecked) => {
            let _ = writeln!(out, "<p>{}</p>", UNCHECKED.get(lang));
        }
        Some(Followed::No) => {
            let _ = writeln!(out, "<p>{}</p>", NOT_FOLLOWED.get(lang));
        }
        _ => {}
    }
    let findings = one.findings();
    if findings.is_empty() && one.followed() != Some(Followed::Unchecked) {
        let _ = writeln!(out, "<p class=\"quiet\">{}</p>", NOTHING.get(lang));
    }
    if !findings.is_empty() {
        out.push_str("<ul>\n");
        for finding in findings {
            item(view, finding, lang, out);
        }
        out.push_str("</ul>\n");
    }
}

fn item(view: &LintView<'_>, f: &Finding, lang: Language, out: &mut String) {
    let (class, word) = match f.severity {
        Severity::Error => ("error", ERROR),
        Severity::Warning => ("warning", WARNING),
        Severity::Info => ("quiet", NOTE),
    };
    let place = match (f.page(), f.line(), lang) {
        (Some(page), _, Language::English) => format!(", page {page}"),
        (Some(page), _, Language::Chinese) => format!("，第 {page} 页"),
        (None, Some(line), Language::English) => format!(", line {line}"),
        (None, Some(line), Language::Chinese) => format!("，第 {line} 行"),
        (None, None, _) => String::new(),
    };
    let _ = writeln!(
        out,
        "<li><span class=\"{class}\">{}</span> <code>{}</code> {} <span class=\"quiet\">{}{place}</span></li>",
        word.get(lang),
        html(&f.code),
        html(&view.book.message(f, lang)),
        html(f.field()),
    );
}

fn words(words: &Words, lang: Language) -> String {
    words.get(lang).to_owned()
}

/// Text as text: what would be markup or invisible is shown.
fn html(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
