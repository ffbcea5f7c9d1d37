//! `gpai doc diff`: two versions of a document, what changed, whether it is material, and what follows.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::records;
use gpai_forms::reading::Reading;
use gpai_forms::reading_whole;
use gpai_report::Write;
use gpai_report::comparison::View;
use gpai_review::Book;
use gpai_review::diff::diff;
use gpai_rules::law::Law;

use super::kind::known_kind;
use super::read::{ASKED, bounded};
use crate::args::{HUMAN, Texts, formats, language};
use crate::outcome::{Exit, Failure, Outcome};
use crate::screen;

/// Compare two versions of a document: what changed, whether it is material, and what follows
///
/// gpai doc diff summary-1.0.pdf documents/training-summary.toml. New sources, modalities, ranges of size, periods and the
/// signature of the Code are material by our reading; then the new version is due at once, otherwise within six calendar
/// months of the last update while training goes on.
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
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("For people"), |w| matches!(w, Write::Comparison(_))))]
    pub format: String,
    /// The language.
    #[command(flatten)]
    pub texts: Texts,
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
    let view = View { diff: &found, files: [&a, &b], language: language(args.texts.lang) };
    let text = view.export(&args.format).unwrap_or_else(|| screen::style::fit(&screen::diff::screen(&view)));
    Ok((text, Exit::Done))
}

/// A record of one's own, or anybody's document.
pub fn open(file: &Path, kind: Option<&str>) -> Result<Reading, Failure> {
    if file.extension().is_some_and(|e| e == "toml") {
        let (template, record) = records::read(file).map_err(|e| Failure::Usage(e.to_string()))?;
        return Ok(reading_whole(&template, &record));
    }
    bounded(file, kind, ASKED)
}
