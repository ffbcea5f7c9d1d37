//! `gpai doc diff`: two versions of a document, what changed, whether it is material, and what follows.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use gpai_dossier::records;
use gpai_forms::escape::visible;
use gpai_forms::lexicon::words::short;
use gpai_forms::reading::Reading;
use gpai_forms::reading_whole;
use gpai_review::Book;
use gpai_review::diff::{Diff, How, diff, json};
use gpai_rules::law::{Language, Law};

use super::read::{ASKED, bounded, known_kind};
use crate::cli::Lang;
use crate::commands::{Failure, Outcome, language};
use crate::exit::Exit;
use crate::style::{BAD, DIM, GOOD, HEAD, OPEN, paint, wrap};

/// Columns of text that fit most terminals.
const WIDTH: usize = 96;

/// Output format of `doc diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// gpai-doc-diff/1
    Json,
}

/// `gpai doc diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The earlier version: a record (documents/KIND.toml), PDF, DOCX, HTML, Markdown or gpai-document/1
    pub before: PathBuf,
    /// The later version, in any of these formats
    pub after: PathBuf,
    /// Kind of document [default: recognised]
    #[arg(long)]
    pub kind: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
}

/// Runs it.
pub fn run(law: &Law, args: &DiffArgs) -> Outcome {
    let kind = known_kind(args.kind.as_deref())?;
    let (before, after) = (open(&args.before, kind)?, open(&args.after, kind)?);
    let book = Book::book(law).map_err(|e| Failure::Internal(e.to_string()))?;
    let kind_of = |doc: &Reading, file: &Path| {
        doc.kind.clone().ok_or_else(|| {
            Failure::Usage(format!("{}: the kind of document was not recognised; say it with --kind", file.display()))
        })
    };
    let (old, new) = (kind_of(&before, &args.before)?, kind_of(&after, &args.after)?);
    if old != new {
        return Err(Failure::Usage(format!(
            "{} is a {old}, {} a {new}: only versions of one document can be compared",
            args.before.display(),
            args.after.display()
        )));
    }
    let template = book.template(&new).ok_or_else(|| Failure::Internal(format!("no form is called `{new}`")))?;
    let found = diff(&before, &after, template, &book);
    let (a, b) = (records::shown(&args.before), records::shown(&args.after));
    let lang = language(args.lang);
    let text = match args.format {
        DiffFormat::Human => human(&found, [&a, &b], lang),
        DiffFormat::Json => json(&found, [&a, &b], lang),
    };
    Ok((text, Exit::Done))
}

/// A record of one's own, or anybody's document.
pub(super) fn open(file: &Path, kind: Option<&str>) -> Result<Reading, Failure> {
    if file.extension().is_some_and(|e| e == "toml") {
        let (template, record) = records::read(file).map_err(|e| Failure::Usage(e.to_string()))?;
        return Ok(reading_whole(&template, &record));
    }
    bounded(file, kind, ASKED)
}

fn say(language: Language, en: &'static str, zh: &'static str) -> &'static str {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

fn human(diff: &Diff, files: [&str; 2], lang: Language) -> String {
    let mut out = String::new();
    let [before, after] = files;
    let [old_version, new_version] = &diff.version;
    let [old_day, new_day] = diff.updated;
    let line = |file: &str, version: &Option<String>, day: Option<jiff::civil::Date>| {
        let none = say(lang, "not stated", "未注明");
        format!(
            "{}  {} {}, {} {}",
            visible(file),
            say(lang, "version", "版本"),
            version.as_ref().map_or_else(|| none.to_owned(), |v| visible(&short(v))),
            say(lang, "last update", "最后更新"),
            day.map_or_else(|| none.to_owned(), |d| d.to_string()),
        )
    };
    let _ = writeln!(out, "{}", paint(HEAD, &format!("- {}", line(before, old_version, old_day))));
    let _ = writeln!(out, "{}", paint(HEAD, &format!("+ {}", line(after, new_version, new_day))));
    for change in &diff.changes {
        let word = match change.how {
            How::Added => say(lang, "added", "新增"),
            How::Removed => say(lang, "removed", "删除"),
            How::Changed => say(lang, "changed", "更改"),
            How::Unknown => say(lang, "not yet known", "尚不清楚"),
            How::Unread => say(lang, "could not be read in one of them", "其中一份无法读取"),
        };
        let label = visible(&short(&change.label));
        let _ =
            writeln!(out, "\n{}  {}  {}", paint(HEAD, &visible(&change.field)), paint(DIM, &label), paint(OPEN, word));
        if let Some(why) = &change.material {
            let material = say(lang, "material", "重大变化");
            let _ = writeln!(out, "  {} {}", paint(BAD, material), why.get(lang));
        }
        for (sign, text, style) in [("-", &change.before, BAD), ("+", &change.after, GOOD)] {
            let Some(text) = text else { continue };
            let shown: Vec<String> = text.lines().flat_map(|l| wrap(&visible(l), WIDTH - 4)).collect();
            for (i, line) in shown.iter().take(MOST_LINES).enumerate() {
                let _ = writeln!(out, "  {} {line}", paint(style, if i == 0 { sign } else { " " }));
            }
            if shown.len() > MOST_LINES {
                let _ = writeln!(out, "    {}", paint(DIM, &format!("… +{}", shown.len() - MOST_LINES)));
            }
        }
    }
    let material = diff.changes.iter().filter(|c| c.material.is_some()).count();
    let _ = writeln!(
        out,
        "\n{}",
        paint(
            HEAD,
            &match lang {
                Language::English =>
                    format!("{} fields differ, {material} of them materially. What follows:", diff.changes.len()),
                Language::Chinese =>
                    format!("{} 个字段不同，其中 {material} 个属重大变化。后续事项：", diff.changes.len()),
            }
        )
    );
    for follows in &diff.follows {
        for (i, line) in wrap(&format!("{} ({})", follows.says.get(lang), follows.rule), WIDTH - 4).iter().enumerate() {
            let _ = writeln!(out, "  {} {line}", if i == 0 { "·" } else { " " });
        }
    }
    let _ = writeln!(
        out,
        "\n{}",
        paint(
            DIM,
            say(
                lang,
                "Not legal advice. Which changes are material the template does not define; this is our reading.",
                "不构成法律意见。模板未界定何为重大变化；以上为本程序的理解。",
            )
        )
    );
    out
}

/// Lines shown of one answer.
const MOST_LINES: usize = 8;
