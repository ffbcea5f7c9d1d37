//! `gpai init` for people: each file with what became of it, and the next command.

use std::fmt::Write as _;
use std::path::Path;

use gpai_forms::escape::visible;
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use super::show::quoted;
use super::style::{DIM, GOOD, HEAD, OPEN, pad, paint};
use super::words::init as words;

/// One file.
#[derive(Debug)]
pub struct Item {
    /// From the model folder, or as it was named.
    pub path: String,
    /// What became of it.
    pub done: Done,
    /// What is said beside it.
    pub remark: String,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It is new.
    Written,
    /// A line was added.
    Added,
    /// It would be written or added to.
    Would,
    /// It was there, and stays.
    There,
    /// It belongs elsewhere, and was not written.
    Left,
}

/// The whole text.
pub fn screen(model: &str, items: &[Item], path: &Path, dry_run: bool, lang: Language) -> String {
    let mut out = format!("{}\n", paint(HEAD, &visible(model)));
    let word = |done: Done| {
        match done {
            Done::Written => words::WRITTEN,
            Done::Added => words::ADDED,
            Done::Would => words::WOULD,
            Done::There => words::THERE,
            Done::Left => words::LEFT,
        }
        .get(lang)
    };
    let wide = items.iter().map(|i| word(i.done).width()).max().unwrap_or_default();
    let long = items.iter().map(|i| visible(&i.path).width()).max().unwrap_or_default();
    for item in items {
        let style = match item.done {
            Done::Written | Done::Added => GOOD,
            Done::Would | Done::Left => OPEN,
            Done::There => DIM,
        };
        let (first, more) = item.remark.split_once('\n').unwrap_or((&item.remark, ""));
        let line =
            format!("  {}  {}  {first}", paint(style, &pad(word(item.done), wide)), pad(&visible(&item.path), long));
        let _ = writeln!(out, "{}", line.trim_end());
        for line in more.lines() {
            let _ = writeln!(out, "      {line}");
        }
    }
    let path = if path == Path::new(".") { String::new() } else { format!(" {}", visible(&quoted(path))) };
    let next = if dry_run { words::NOTHING_WRITTEN } else { words::NEXT };
    let _ = writeln!(out, "\n{}", next.fill(lang, &[("path", &path)]));
    out
}
