//! `gpai survey`: one row for each of many models.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use gpai_dossier::survey::{COLUMNS, Cell, Row};
use gpai_report::Write;
use gpai_report::survey as report;
use gpai_rules::law::Law;

use crate::args::{HUMAN, OnDay, Texts, day, language, words};
use crate::outcome::{Exit, Failure, Outcome, save};
use crate::screen;
use crate::siblings::{CORPUS, tables};
use crate::survey::run as rows;

/// The one format that is no text; `gpai-corpus` writes it.
const PARQUET: &str = "parquet";

/// Assess many models, one row each: gpai survey models/ --format csv
///
/// Each DIR is a model folder, a folder of model folders (ORG__NAME, or ORG/NAME), or a .csv or .parquet table of models
/// with columns such as hub_id, license, pipeline_tag, params, base_model. A model that cannot be read has its reason in
/// its row and stops nothing.
#[derive(Debug, Args)]
pub struct Survey {
    /// Model folders, folders of them, or tables of models
    #[arg(value_name = "DIR", required = true)]
    pub paths: Vec<PathBuf>,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats())]
    pub format: String,
    /// File to write, `-` for the screen [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day.
    #[command(flatten)]
    pub on: OnDay,
    /// The language.
    #[command(flatten)]
    pub texts: Texts,
}

fn formats() -> PossibleValuesParser {
    let mut words = words(Some("A table with a line that counts"), |w| matches!(w, Write::Survey(_)));
    words.push(PossibleValue::new(PARQUET).help("Needs -o FILE"));
    PossibleValuesParser::new(words)
}

/// Runs it. A model that cannot be read has its reason in its row and stops nothing.
pub fn run(law: &Law, args: &Survey) -> Outcome {
    let on = day(args.on.on.as_ref())?;
    let parquet = args.format == PARQUET;
    if parquet && args.output.is_none() {
        return Err(Failure::Usage("--format parquet writes a file: give one with -o FILE".to_owned()));
    }
    if parquet && CORPUS.find().is_none() {
        return Err(Failure::Usage(CORPUS.missing()));
    }
    let rows = rows(law, &args.paths, on).map_err(Failure::Usage)?;
    if rows.iter().all(|row| !row.text("error").is_empty()) {
        let first = rows.first().map(|r| r.text("error").to_owned()).unwrap_or_default();
        return Err(Failure::Usage(format!("none of {} models could be read; the first: {first}", rows.len())));
    }
    let bytes = if parquet {
        tables::write(&rows).map_err(Failure::Usage)?
    } else {
        let text = match view(&rows).export(&args.format) {
            Some(text) => text.map_err(Failure::Internal)?,
            None => screen::survey::screen(&rows, language(args.texts.lang)),
        };
        text.into_bytes()
    };
    match &args.output {
        Some(file) => {
            save(file, &bytes)?;
            Ok((String::new(), Exit::Done))
        }
        None => String::from_utf8(bytes)
            .map(|text| (text, Exit::Done))
            .map_err(|_| Failure::Internal("the output is no text".to_owned())),
    }
}

fn view(rows: &[Row]) -> report::View<'_> {
    report::View {
        columns: COLUMNS.iter().map(|(name, _)| *name).collect(),
        rows: rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect(),
    }
}

fn cell(cell: &Cell) -> report::Cell<'_> {
    match cell {
        Cell::Text(text) => report::Cell::Text(text),
        Cell::Amount(amount) => report::Cell::Amount(amount.as_deref()),
    }
}
