//! `gpai doc diff` for people: each field that differs, before and after, and what follows.

use std::fmt::Write as _;

use gpai_forms::escape::visible;
use gpai_forms::lexicon::words::short;
use gpai_report::comparison::View;
use gpai_review::diff::{Change, How};
use gpai_rules::law::Language;
use jiff::civil::Date;

use super::style::{BAD, DIM, GOOD, HEAD, OPEN, columns, paint, wrap};
use super::words::documents as words;

/// Lines shown of one answer.
const MOST_LINES: usize = 8;

/// Columns of running text.
fn width() -> usize {
    columns()
}

/// The whole text.
pub fn screen(view: &View<'_>) -> String {
    let (diff, lang) = (view.diff, view.language);
    let mut out = String::new();
    let [before, after] = view.files;
    let [old_version, new_version] = &diff.version;
    let [old_day, new_day] = diff.updated;
    let _ = writeln!(out, "{}", paint(HEAD, &format!("- {}", version(before, old_version.as_deref(), old_day, lang))));
    let _ = writeln!(out, "{}", paint(HEAD, &format!("+ {}", version(after, new_version.as_deref(), new_day, lang))));
    diff.changes.iter().for_each(|c| change(c, lang, &mut out));
    let material = diff.changes.iter().filter(|c| c.material.is_some()).count();
    let differ = words::FIELDS_DIFFER.fill(lang, &[("fields", &diff.changes.len()), ("material", &material)]);
    let _ = writeln!(out, "\n{}", paint(HEAD, &differ));
    for follows in &diff.follows {
        for (i, line) in wrap(&format!("{} ({})", follows.says.get(lang), follows.rule), width() - 4).iter().enumerate()
        {
            let _ = writeln!(out, "  {} {line}", if i == 0 { "·" } else { " " });
        }
    }
    let _ = writeln!(out, "\n{}", paint(DIM, words::MATERIAL_IS_OUR_READING.get(lang)));
    out
}

/// A version by its file, its number and its day.
fn version(file: &str, version: Option<&str>, day: Option<Date>, lang: Language) -> String {
    let none = || words::NOT_STATED.get(lang).to_owned();
    format!(
        "{}  {} {}, {} {}",
        visible(file),
        words::VERSION.get(lang),
        version.map_or_else(none, |v| visible(&short(v))),
        words::LAST_UPDATE.get(lang),
        day.map_or_else(none, |d| d.to_string()),
    )
}

fn change(change: &Change, lang: Language, out: &mut String) {
    let word = match change.how {
        How::Added => words::ADDED,
        How::Removed => words::REMOVED,
        How::Changed => words::CHANGED,
        How::Unknown => words::NOT_YET_KNOWN,
        How::Unread => words::UNREAD_IN_ONE,
    };
    let field = paint(HEAD, &visible(&change.field));
    let label = paint(DIM, &visible(&short(&change.label)));
    let _ = writeln!(out, "\n{field}  {label}  {}", paint(OPEN, word.get(lang)));
    if let Some(why) = &change.material {
        let _ = writeln!(out, "  {} {}", paint(BAD, words::MATERIAL.get(lang)), why.get(lang));
    }
    for (sign, text, style) in [("-", &change.before, BAD), ("+", &change.after, GOOD)] {
        let Some(text) = text else { continue };
        let shown: Vec<String> = text.lines().flat_map(|l| wrap(&visible(l), width() - 4)).collect();
        for (i, line) in shown.iter().take(MOST_LINES).enumerate() {
            let _ = writeln!(out, "  {} {line}", paint(style, if i == 0 { sign } else { " " }));
        }
        if shown.len() > MOST_LINES {
            let _ = writeln!(out, "    {}", paint(DIM, &format!("… +{}", shown.len() - MOST_LINES)));
        }
    }
}
