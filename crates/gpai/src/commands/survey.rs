//! `gpai survey`: one row for each of many models.

use std::path::Path;

use gpai_rules::law::Law;

use super::{Failure, Outcome, day, language};
use crate::cli::{Survey, SurveyFormat};
use crate::exit::Exit;
use crate::siblings::{CORPUS, tables};
use crate::survey::{csv, human, run as rows};

/// Runs it. A model that cannot be read has its reason in its row and stops nothing.
pub fn run(law: &Law, args: &Survey) -> Outcome {
    let on = day(args.on.as_ref())?;
    if args.format == SurveyFormat::Parquet && args.output.is_none() {
        return Err(Failure::Usage("--format parquet writes a file: give one with -o FILE".to_owned()));
    }
    if args.format == SurveyFormat::Parquet && CORPUS.find().is_none() {
        return Err(Failure::Usage(CORPUS.missing()));
    }
    let rows = rows(law, &args.paths, on).map_err(Failure::Usage)?;
    if rows.iter().all(|row| !row.text("error").is_empty()) {
        let first = rows.first().map(|r| r.text("error").to_owned()).unwrap_or_default();
        return Err(Failure::Usage(format!("none of {} models could be read; the first: {first}", rows.len())));
    }
    let bytes = match args.format {
        SurveyFormat::Human => human::write(&rows, language(args.lang)).into_bytes(),
        SurveyFormat::Csv => csv::write(&rows).map_err(Failure::Internal)?.into_bytes(),
        SurveyFormat::Parquet => tables::write(&rows).map_err(Failure::Usage)?,
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

/// Writes a file whole or not at all.
fn save(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let problem = |e: std::io::Error| Failure::Usage(format!("{}: {e}", file.display()));
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = file.with_file_name(name);
    std::fs::write(&part, bytes).map_err(problem)?;
    std::fs::rename(&part, file).map_err(problem)
}
