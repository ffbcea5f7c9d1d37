//! `gpai doc lint` of several files for people: a table of documents by section for each form.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_report::lint::many::{Checked, Count, Followed, by_form, sections};
use gpai_rules::finding::Severity;
use gpai_rules::law::Language;

use super::style::{BAD, DIM, GOOD, HEAD, OPEN, pad, paint};
use super::words::documents as words;

/// Widest name of a file; what is longer keeps its end, which tells files apart.
const NAME: usize = 40;
/// Cells of a section's column.
const COLUMN: usize = 7;

/// The whole text.
pub fn screen(all: &[Checked<'_>], lang: Language) -> String {
    let mut out = String::new();
    let width = all.iter().map(|one| name(one).chars().count()).max().unwrap_or(0);
    for (template, list) in by_form(all) {
        let Some(template) = template else {
            let _ = writeln!(out, "{}", paint(HEAD, words::LINT_MANY_NO_FORM.get(lang)));
            for one in list {
                let why = one.check.as_ref().err().copied().unwrap_or(words::LINT_MANY_UNCHECKED.get(lang));
                let _ = writeln!(out, "  {}  {}", pad(&name(one), width), paint(BAD, &visible(why)));
            }
            out.push('\n');
            continue;
        };
        let _ =
            writeln!(out, "{}  {}", paint(HEAD, template.title.get(lang)), paint(DIM, words::LINT_MANY_HEAD.get(lang)));
        let columns = sections(template);
        let number = |id: &str| {
            let own = template.sections.iter().find(|s| s.id == id).map(|s| s.number.clone());
            let other = if id.is_empty() { words::LINT_MANY_WHOLE } else { words::LINT_MANY_TOP };
            own.filter(|n| !n.is_empty()).unwrap_or_else(|| other.get(lang).to_owned())
        };
        let heads: String = columns.iter().map(|id| pad(&number(id), COLUMN)).collect();
        let _ = writeln!(out, "  {}  {}", pad("", width), paint(DIM, heads.trim_end()));
        for one in list {
            let cells: String = columns.iter().map(|id| cell(one.count(id))).collect();
            let _ = writeln!(out, "  {}  {}", pad(&name(one), width), cells.trim_end());
            let share = one.check.as_ref().ok().and_then(|v| v.reading.followed).unwrap_or(0);
            let said = match one.followed() {
                Some(Followed::No) => words::LINT_MANY_NOT_FOLLOWED.fill(lang, &[("share", &share)]),
                Some(Followed::Unchecked) => words::LINT_MANY_UNCHECKED.get(lang).to_owned(),
                _ => continue,
            };
            let _ = writeln!(out, "  {}  {}", pad("", width), paint(OPEN, &said));
        }
        out.push('\n');
    }
    let total = |severity| -> usize {
        all.iter().filter_map(|one| one.check.as_ref().ok()).map(|view| view.report.count(severity)).sum()
    };
    let unchecked = all.iter().filter(|one| !matches!(one.followed(), Some(Followed::Yes | Followed::No))).count();
    let (errors, warnings) = (total(Severity::Error), total(Severity::Warning));
    let text = words::LINT_MANY_TOTAL
        .fill(lang, &[("files", &all.len()), ("errors", &errors), ("warnings", &warnings), ("unchecked", &unchecked)]);
    let _ = writeln!(out, "{}", paint(if errors + unchecked > 0 { BAD } else { GOOD }, &text));
    let _ = writeln!(out, "{}", paint(DIM, words::LINT_MANY_MORE.get(lang)));
    out
}

fn name(one: &Checked<'_>) -> String {
    let name = visible(one.file);
    let length = name.chars().count();
    if length <= NAME { name } else { std::iter::once('…').chain(name.chars().skip(length - NAME + 1)).collect() }
}

fn cell(count: Count) -> String {
    let Count { errors, warnings } = count;
    match (errors, warnings) {
        (0, 0) => paint(DIM, &pad("–", COLUMN)),
        (0, _) => paint(OPEN, &pad(&format!("0·{warnings}"), COLUMN)),
        _ => paint(BAD, &pad(&format!("{errors}·{warnings}"), COLUMN)),
    }
}
