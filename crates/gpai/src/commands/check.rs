//! `gpai check`: assess a folder and show it in the format asked for.

use gpai_report::EXPORTS;
use gpai_report::view::View;
use gpai_rules::law::Law;

use super::doc::read;
use super::{Failure, Outcome, language, request};
use crate::cli::{Check, FailOn, Format};
use crate::exit::Exit;
use crate::human;

/// Runs it.
pub fn run(law: &Law, args: &Check) -> Outcome {
    let dossier = gpai_dossier::open(law, &request(&args.input)?, Some(&read::in_passing))?;
    let view = View {
        law,
        assessment: &dossier.assessment,
        model: &dossier.model,
        path: &dossier.path,
        language: language(args.input.lang),
        version: env!("CARGO_PKG_VERSION"),
    };
    let name = match args.format {
        Format::Human => "human",
        Format::Json => "json",
        Format::Sarif => "sarif",
        Format::Markdown => "markdown",
    };
    let text = match EXPORTS.iter().find(|e| e.name == name) {
        Some(export) => (export.write)(&view),
        None if args.format == Format::Human => human::screen(&view, args.all),
        None => return Err(Failure::Internal(format!("no export named {name}"))),
    };
    let assessment = &dossier.assessment;
    let exit = match args.fail_on {
        FailOn::Never => Exit::Done,
        _ if assessment.has_gap() => Exit::Gap,
        FailOn::Open if assessment.is_open() => Exit::Open,
        _ => Exit::Done,
    };
    Ok((text, exit))
}
