//! `gpai doc lint` for people: what was read and what not, findings by section, the score with what cost it, counts.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_forms::lexicon::words::short;
use gpai_forms::reading::State;
use gpai_forms::template::Template;
use gpai_report::lint::LintView;
use gpai_review::{Book, SectionScore};
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::law::Language;

use super::style::{BAD, DIM, GOOD, HEAD, OPEN, columns, pad, paint, wrap};
use super::words::{Pair, documents as words};

/// Cells of the bar of a score.
const BAR: u64 = 20;
/// What cost points, shown for a section.
const COSTS: usize = 3;

/// Columns of running text.
fn width() -> usize {
    columns()
}

/// The whole text.
pub fn screen(view: &LintView<'_>) -> String {
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

fn header(view: &LintView<'_>, template: Option<&Template>, out: &mut String) {
    let lang = view.language;
    let unknown = || words::KIND_NOT_RECOGNISED.get(lang).to_owned();
    let kind = template.map_or_else(unknown, |t| t.title.get(lang).to_owned());
    let form = match view.reading.form.word() {
        "official" => words::FORM_OFFICIAL,
        "official-relabelled" => words::FORM_RELABELLED,
        "variant" => words::FORM_VARIANT,
        "draft" => words::FORM_DRAFT,
        _ => words::FORM_UNKNOWN,
    };
    let pages = match view.reading.pages {
        0 => String::new(),
        1 => words::ONE_PAGE.get(lang).to_owned(),
        n => words::PAGES.fill(lang, &[("pages", &n)]),
    };
    let about = format!("{kind}{}{}{pages}", words::COMMA.get(lang), form.get(lang));
    let _ = writeln!(out, "{}  {}", paint(HEAD, &visible(view.file)), paint(DIM, &about));
    if template.is_none() {
        let _ = writeln!(out, "{}", words::NOTHING_CHECKED.get(lang));
    }
}

fn unread(view: &LintView<'_>, template: &Template, out: &mut String) {
    let lang = view.language;
    let count = |state| view.reading.fields.values().filter(|f| f.state == state).count();
    let (read, blank, unreadable) = (count(State::Read), count(State::Blank), count(State::Unreadable));
    let mut text = words::FIELDS_READ.fill(lang, &[("read", &read), ("blank", &blank), ("unreadable", &unreadable)]);
    // Questions may stand where nothing could be read.
    let unseen = template.fields.iter().filter(|f| !view.reading.fields.contains_key(&f.id)).count();
    if unseen > 0 && !view.reading.unread.is_empty() {
        text.push_str(&words::QUESTIONS_UNSEEN.fill(lang, &[("unseen", &unseen)]));
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
        let _ = writeln!(out, "{} {line}", paint(OPEN, words::COULD_NOT_READ.get(lang)));
    }
}

fn place(page: Option<u32>, line: Option<u32>, lang: Language) -> String {
    match (page, line) {
        (Some(page), _) => words::AT_PAGE.fill(lang, &[("page", &page)]),
        (None, Some(line)) => words::AT_LINE.fill(lang, &[("line", &line)]),
        (None, None) => String::new(),
    }
}

/// Findings by section in the form's order, by field within one.
fn findings(view: &LintView<'_>, template: &Template, out: &mut String) {
    let lang = view.language;
    let section_of = |f: &Finding| -> Option<usize> {
        let id = template.field(f.field()).map_or(f.field(), |field| field.section.as_str());
        template.sections.iter().position(|s| s.id == id)
    };
    let order = |f: &Finding| {
        let field = template.fields.iter().position(|x| x.id == f.field()).unwrap_or(0);
        (section_of(f).map_or(0, |i| i + 1), field, f.severity)
    };
    let mut sorted: Vec<&Finding> = view.report.findings.iter().collect();
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
                || words::DOCUMENT.get(lang).to_owned(),
                |s| format!("{} {}", s.number, s.title).trim().to_owned(),
            );
            let _ = writeln!(out, "\n{}", paint(HEAD, &text));
        }
        if field != finding.field() {
            finding.field().clone_into(&mut field);
            let label = template.field(&field).map(|f| f.full_label()).unwrap_or_default();
            if !label.is_empty() {
                let _ = writeln!(out, "  {}", paint(DIM, &format!("{} {}", visible(&field), short(&label))));
            }
        }
        // What to do is said once for a rule.
        let helped = !helped.insert(finding.code.as_str());
        one(view.book, finding, lang, helped, out);
    }
}

fn one(book: &Book, finding: &Finding, lang: Language, helped: bool, out: &mut String) {
    let (style, word) = match finding.severity {
        Severity::Error => (BAD, words::ERROR),
        Severity::Warning => (OPEN, words::WARNING),
        Severity::Info => (DIM, words::NOTE),
    };
    let head = format!("{} {}", pad(word.get(lang), 7), pad(&finding.code, 7));
    let text = format!("{}{}", visible(&book.message(finding, lang)), place(finding.page(), finding.line(), lang));
    for (i, line) in wrap(&text, width() - 20).iter().enumerate() {
        let begin = if i == 0 { paint(style, &head) } else { pad("", 15) };
        let _ = writeln!(out, "    {begin} {line}");
    }
    if !helped {
        for line in wrap(&visible(book.help(finding, lang)), width() - 20) {
            let _ = writeln!(out, "    {} {}", pad("", 15), paint(DIM, &line));
        }
    }
}

fn scores(view: &LintView<'_>, out: &mut String) {
    let lang = view.language;
    if view.report.scores.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", paint(HEAD, words::SCORE.get(lang)));
    let partial = !view.reading.unread.is_empty() || view.report.scores.iter().any(|s| s.score.is_none());
    for score in &view.report.scores {
        let name = if score.section == "all" && partial { words::ALL_READ } else { section_name(score) };
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
                let codes = if c.codes.is_empty() { words::UNANSWERED.get(lang).to_owned() } else { c.codes.join(" ") };
                format!("{} {codes} -{}", c.field, c.points)
            })
            .collect();
        let costs = if score.section == "all" { String::new() } else { visible(&costs.join("; ")) };
        let _ = writeln!(out, "  {} {shown} {}  {}", pad(name.get(lang), 26), paint(style, &bar), paint(DIM, &costs));
    }
}

fn section_name(score: &SectionScore) -> Pair {
    match score.section {
        "document" => words::DOCUMENT,
        "1" => words::SECTION_1,
        "2.1" => words::SECTION_2_1,
        "2.2" => words::SECTION_2_2,
        "2.3" => words::SECTION_2_3,
        "2.4" => words::SECTION_2_4,
        "2.5" => words::SECTION_2_5,
        "3" => words::SECTION_3,
        _ => words::ALL,
    }
}

fn counts(view: &LintView<'_>, out: &mut String) {
    let lang = view.language;
    let count = |s| view.report.count(s);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let number = |n: usize, one: Pair, many: Pair| if n == 1 { one } else { many }.fill(lang, &[("n", &n)]);
    let text = [
        number(errors, words::ONE_ERROR, words::ERRORS),
        number(warnings, words::ONE_WARNING, words::WARNINGS),
        number(notes, words::ONE_NOTE, words::NOTES),
    ]
    .join(words::COMMA.get(lang));
    let _ = writeln!(out, "\n{}", paint(if errors > 0 { BAD } else { GOOD }, &text));
    let _ = writeln!(out, "{}", paint(DIM, words::NO_AUTHORITY.get(lang)));
}
