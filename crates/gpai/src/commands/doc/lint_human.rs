//! `gpai doc lint` for people: what was read and what not, findings by section, the score with what cost it, counts.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_forms::lexicon::words::short;
use gpai_forms::reading::State;
use gpai_forms::template::Template;
use gpai_report::lint::LintView;
use gpai_review::{DocFinding, SectionScore};
use gpai_rules::finding::Severity;
use gpai_rules::law::Language;

use crate::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint, wrap};

/// Columns of text that fit most terminals.
const WIDTH: usize = 96;
/// Cells of the bar of a score.
const BAR: u64 = 20;
/// What cost points, shown for a section.
const COSTS: usize = 3;

/// The whole text.
pub fn human(view: &LintView<'_>) -> String {
    let mut out = String::new();
    let template = view.reading.kind.as_deref().and_then(|k| view.book.template(k));
    header(view, template, &mut out);
    let Some(template) = template else { return out };
    unread(view, template, &mut out);
    findings(view, template, &mut out);
    scores(view, &mut out);
    counts(view, &mut out);
    out
}

fn say(lang: Language, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Language::English => en,
        Language::Chinese => zh,
    }
}

fn header(view: &LintView<'_>, template: Option<&Template>, out: &mut String) {
    let lang = view.language;
    let kind = template.map_or_else(
        || say(lang, "kind of document not recognised", "未识别的文件种类").to_owned(),
        |t| t.title.get(lang).to_owned(),
    );
    let form = match (view.reading.form.word(), lang) {
        ("official", Language::English) => "official form",
        ("official", Language::Chinese) => "官方表格",
        ("official-relabelled", Language::English) => "official form, labels in other words",
        ("official-relabelled", Language::Chinese) => "官方表格，标签有改动",
        ("variant", Language::English) => "a form of its own",
        ("variant", Language::Chinese) => "自有表格",
        ("draft", Language::English) => "draft form of January 2025",
        ("draft", Language::Chinese) => "2025 年 1 月草案表格",
        (_, Language::English) => "no known form",
        (_, Language::Chinese) => "未知表格",
    };
    let pages = match (view.reading.pages, lang) {
        (0, _) => String::new(),
        (1, Language::English) => ", 1 page".to_owned(),
        (n, Language::English) => format!(", {n} pages"),
        (n, Language::Chinese) => format!("，{n} 页"),
    };
    let comma = say(lang, ", ", "，");
    let _ =
        writeln!(out, "{}  {}", paint(HEAD, &visible(view.file)), paint(DIM, &format!("{kind}{comma}{form}{pages}")));
    if template.is_none() {
        let text = say(
            lang,
            "Nothing was checked: too few questions of a known form were found in it. Say what it is with --kind.",
            "未作检查：其中可识别的表格问题太少。请用 --kind 指明种类。",
        );
        let _ = writeln!(out, "{text}");
    }
}

fn unread(view: &LintView<'_>, template: &Template, out: &mut String) {
    let lang = view.language;
    let count = |state| view.reading.fields.values().filter(|f| f.state == state).count();
    let (read, blank, unreadable) = (count(State::Read), count(State::Blank), count(State::Unreadable));
    let mut text = match lang {
        Language::English => format!("{read} fields answered, {blank} blank, {unreadable} could not be read"),
        Language::Chinese => format!("已填 {read} 项，空白 {blank} 项，无法读取 {unreadable} 项"),
    };
    // Questions may stand where nothing could be read.
    let unseen = template.fields.iter().filter(|f| !view.reading.fields.contains_key(&f.id)).count();
    if unseen > 0 && !view.reading.unread.is_empty() {
        text.push_str(&match lang {
            Language::English => format!("; {unseen} questions of the form not seen, part of the document is unread"),
            Language::Chinese => format!("；文件部分内容未能读取，表格中有 {unseen} 项未见"),
        });
    }
    let _ = writeln!(out, "{}", paint(DIM, &text));
    let mut lines: Vec<String> = view
        .reading
        .unread
        .iter()
        .map(|(what, page)| format!("{}{}", visible(&short(what)), place(*page, None, lang)))
        .collect();
    let fields = view.reading.fields.iter().filter(|(_, f)| f.state == State::Unreadable);
    lines.extend(
        fields.map(|(id, f)| format!("{} {}{}", visible(id), visible(&short(&f.label)), place(f.page, f.line, lang))),
    );
    for line in lines {
        let _ = writeln!(out, "{} {line}", paint(OPEN, say(lang, "could not read:", "无法读取：")));
    }
}

fn place(page: Option<u32>, line: Option<u32>, lang: Language) -> String {
    match (page, line, lang) {
        (Some(page), _, Language::English) => format!(", page {page}"),
        (Some(page), _, Language::Chinese) => format!("，第 {page} 页"),
        (None, Some(line), Language::English) => format!(", line {line}"),
        (None, Some(line), Language::Chinese) => format!("，第 {line} 行"),
        _ => String::new(),
    }
}

/// Findings by section in the form's order, by field within one.
fn findings(view: &LintView<'_>, template: &Template, out: &mut String) {
    let lang = view.language;
    let section_of = |f: &DocFinding| -> Option<usize> {
        let id = template.field(&f.field).map_or(f.field.as_str(), |field| field.section.as_str());
        template.sections.iter().position(|s| s.id == id)
    };
    let order = |f: &DocFinding| {
        let field = template.fields.iter().position(|x| x.id == f.field).unwrap_or(0);
        (section_of(f).map_or(0, |i| i + 1), field, f.severity)
    };
    let mut sorted: Vec<&DocFinding> = view.report.findings.iter().collect();
    sorted.sort_by_key(|f| order(f));
    let mut section = None;
    let mut field = String::new();
    let mut helped: BTreeSet<&str> = BTreeSet::new();
    for finding in sorted {
        let here = section_of(finding);
        if section != Some(here) {
            section = Some(here);
            let title = here.and_then(|i| template.sections.get(i));
            let text = title.filter(|s| !s.title.is_empty()).map_or_else(
                || say(lang, "Document", "文件整体").to_owned(),
                |s| format!("{} {}", s.number, s.title).trim().to_owned(),
            );
            let _ = writeln!(out, "\n{}", paint(HEAD, &text));
        }
        if field != finding.field {
            field.clone_from(&finding.field);
            let label = template.field(&field).map(|f| f.full_label()).unwrap_or_default();
            if !label.is_empty() {
                let _ = writeln!(out, "  {}", paint(DIM, &format!("{} {}", visible(&field), short(&label))));
            }
        }
        // What to do is said once for a rule.
        let helped = !helped.insert(finding.code.as_str());
        one(finding, lang, helped, out);
    }
}

fn one(finding: &DocFinding, lang: Language, helped: bool, out: &mut String) {
    let (style, word) = match finding.severity {
        Severity::Error => (BAD, say(lang, "error", "错误")),
        Severity::Warning => (OPEN, say(lang, "warning", "警告")),
        Severity::Info => (DIM, say(lang, "note", "提示")),
    };
    let head = format!("{} {}", pad(word, 7), pad(&finding.code, 7));
    let text = format!("{}{}", visible(finding.message.get(lang)), place(finding.page, finding.line, lang));
    for (i, line) in wrap(&text, WIDTH - 20).iter().enumerate() {
        let begin = if i == 0 { paint(style, &head) } else { pad("", 15) };
        let _ = writeln!(out, "    {begin} {line}");
    }
    if !helped {
        for line in wrap(&visible(finding.help.get(lang)), WIDTH - 20) {
            let _ = writeln!(out, "    {} {}", pad("", 15), paint(DIM, &line));
        }
    }
}

fn scores(view: &LintView<'_>, out: &mut String) {
    let lang = view.language;
    if view.report.scores.is_empty() {
        return;
    }
    let title = say(
        lang,
        "Score, our own and no authority's: what is answered, less what was found, 0 to 100",
        "得分（本工具自评，非官方）：已作答内容减去所发现问题，0 至 100",
    );
    let _ = writeln!(out, "\n{}", paint(HEAD, title));
    let partial = !view.reading.unread.is_empty() || view.report.scores.iter().any(|s| s.score.is_none());
    for score in &view.report.scores {
        let name = if score.section == "all" && partial {
            say(lang, "All that could be read", "可读取部分总计")
        } else {
            section_name(score, lang)
        };
        let shown = score.score.map_or_else(|| "  ?".to_owned(), |n| format!("{n:3}"));
        let filled = score.score.map_or(0, |n| (n * BAR + 50) / 100);
        let style = match score.score {
            Some(n) if n >= 80 => GOOD,
            Some(n) if n >= 50 => OPEN,
            Some(_) => BAD,
            None => DIM,
        };
        let bar: String = (0..BAR).map(|i| if i < filled { '█' } else { '·' }).collect();
        let costs: Vec<String> = score
            .costs
            .iter()
            .filter(|c| c.points > 0)
            .take(COSTS)
            .map(|c| {
                let codes = if c.codes.is_empty() {
                    say(lang, "unanswered", "未作答").to_owned()
                } else {
                    c.codes.join(" ")
                };
                format!("{} {codes} -{}", c.field, c.points)
            })
            .collect();
        let costs = if score.section == "all" { String::new() } else { visible(&costs.join("; ")) };
        let _ = writeln!(out, "  {} {shown} {}  {}", pad(name, 26), paint(style, &bar), paint(DIM, &costs));
    }
}

fn section_name(score: &SectionScore, lang: Language) -> &'static str {
    match score.section {
        "document" => say(lang, "Document", "文件整体"),
        "1" => say(lang, "1 General", "1 一般信息"),
        "2.1" => say(lang, "2.1 Public datasets", "2.1 公开数据集"),
        "2.2" => say(lang, "2.2 Private datasets", "2.2 私有数据集"),
        "2.3" => say(lang, "2.3 Crawled data", "2.3 爬取数据"),
        "2.4" => say(lang, "2.4 User data", "2.4 用户数据"),
        "2.5" => say(lang, "2.5, 2.6 Synthetic, other", "2.5、2.6 合成与其他"),
        "3" => say(lang, "3 Processing", "3 数据处理"),
        _ => say(lang, "All", "总计"),
    }
}

fn counts(view: &LintView<'_>, out: &mut String) {
    let lang = view.language;
    let count = |s| view.report.count(s);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let text = match lang {
        Language::English => {
            format!("{}, {}, {}", plural(errors, "error"), plural(warnings, "warning"), plural(notes, "note"))
        }
        Language::Chinese => format!("错误 {errors}，警告 {warnings}，提示 {notes}"),
    };
    let _ = writeln!(out, "\n{}", paint(if errors > 0 { BAD } else { GOOD }, &text));
    let _ = writeln!(
        out,
        "{}",
        paint(
            DIM,
            say(
                lang,
                "Not legal advice, and no authority's finding. gpai explain CODE says more of a rule.",
                "并非法律意见，亦非任何主管机关的认定。gpai explain 代码 可查看规则详情。",
            )
        )
    );
}
