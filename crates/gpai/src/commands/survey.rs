//! `gpai survey`: one row for each of many models.

use std::io::{BufWriter, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use gpai_dossier::survey::{COLUMNS, Cell};
use gpai_dossier::write::{Place, Stream, place, reason};
use gpai_report::Write;
use gpai_report::survey as report;
use gpai_rules::law::Law;
use jiff::civil::Date;

use crate::args::{HUMAN, OnDay, Texts, day, language, words};
use crate::outcome::{Exit, Failure, Outcome, save};
use crate::screen;
use crate::siblings::{CORPUS, tables};
use crate::survey::{Done, run as rows};

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

/// Rows that people are shown; all are counted.
const SHOWN: usize = 5_000;
/// Rows after which what was written reaches its reader.
const FLUSHED: u64 = 200;

/// Runs it. A model that cannot be read has its reason in its row and stops nothing.
pub fn run(law: &Law, args: &Survey) -> Outcome {
    let on = day(args.on.on.as_ref())?;
    let lang = language(args.texts.lang);
    let parquet = args.format == PARQUET;
    if parquet && args.output.is_none() {
        return Err(Failure::Usage("--format parquet writes a file: give one with -o FILE".to_owned()));
    }
    if parquet && CORPUS.find().is_none() {
        return Err(Failure::Usage(CORPUS.missing()));
    }
    if args.format == HUMAN {
        let (mut shown, mut counts) = (Vec::new(), screen::survey::Counts::default());
        let done = rows(law, &args.paths, on, |row| {
            counts.add(&row);
            if shown.len() < SHOWN {
                shown.push(row);
            }
            Ok(())
        });
        ended(&done.map_err(Failure::Usage)?);
        let text = screen::survey::screen(&shown, &counts, lang);
        return match &args.output {
            Some(file) => save(file, text.as_bytes()).map(|()| (String::new(), Exit::Done)),
            None => Ok((text, Exit::Done)),
        };
    }
    let place = match &args.output {
        Some(file) => place(file).map_err(|e| cannot(file, &e))?,
        None => Place::Screen,
    };
    let file = args.output.clone().unwrap_or_default();
    match place {
        Place::Screen if parquet && std::io::stdout().is_terminal() => {
            return Err(Failure::Usage(
                "a Parquet file is no text for a terminal; name a file with -o FILE, or send it through a pipe"
                    .to_owned(),
            ));
        }
        Place::Screen if parquet => through(law, args, on, None, std::io::stdout())?,
        Place::Screen => {
            let mut out = BufWriter::new(std::io::stdout());
            match as_csv(law, args, on, &mut out) {
                // A reader that closes the pipe early is no error of ours.
                Err(Failure::Usage(why)) if why == CLOSED => {}
                other => other?,
            }
        }
        place => {
            let mut stream = Stream::open(&place).map_err(|e| cannot(&file, &e))?;
            let written = match parquet {
                true => {
                    let handle = stream.handle().map_err(|e| cannot(&file, &e))?;
                    through(law, args, on, Some(&file), handle)
                }
                false => as_csv(law, args, on, &mut stream),
            };
            match written {
                Ok(()) => stream.finish().map_err(|e| cannot(&file, &e))?,
                Err(failure) => {
                    stream.give_up();
                    return Err(failure);
                }
            }
        }
    }
    Ok((String::new(), Exit::Done))
}

/// What a closed pipe is called between here and there.
const CLOSED: &str = "closed";

fn cannot(file: &Path, e: &std::io::Error) -> Failure {
    Failure::Usage(format!("{}: could not be written: {}", file.display(), reason(e)))
}

/// Rows as CSV while they come.
fn as_csv(law: &Law, args: &Survey, on: Date, out: &mut impl std::io::Write) -> Result<(), Failure> {
    let file = args.output.clone().unwrap_or_else(|| PathBuf::from("-"));
    let wrong = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::BrokenPipe => CLOSED.to_owned(),
        _ => format!("{}: could not be written: {}", file.display(), reason(&e)),
    };
    let columns: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    let mut given = 0u64;
    let done = rows(law, &args.paths, on, |row| {
        if given == 0 {
            out.write_all(report::head(&columns)?.as_bytes()).map_err(wrong)?;
        }
        given += 1;
        let cells: Vec<report::Cell<'_>> = row.cells.iter().map(cell).collect();
        out.write_all(report::line(&cells)?.as_bytes()).map_err(wrong)?;
        // Who ends the run early has the rows that were done.
        if given.is_multiple_of(FLUSHED) { out.flush().map_err(wrong) } else { Ok(()) }
    });
    ended(&done.map_err(Failure::Usage)?);
    out.flush().map_err(wrong).map_err(Failure::Usage)
}

/// Rows as Parquet while they come.
fn through(
    law: &Law,
    args: &Survey,
    on: Date,
    file: Option<&Path>,
    out: impl std::io::Write + Send + 'static,
) -> Result<(), Failure> {
    let mut writer = tables::Writer::start(out).map_err(Failure::Usage)?;
    let done = rows(law, &args.paths, on, |row| writer.row(&row));
    let written = writer.finish();
    let done = done.map_err(Failure::Usage)?;
    written.map_err(|why| {
        Failure::Usage(format!("{}: could not be written: {why}", file.unwrap_or(Path::new("-")).display()))
    })?;
    ended(&done);
    Ok(())
}

/// Says where a table was not read to its end.
fn ended(done: &Done) {
    if let Some(why) = &done.cut {
        anstream::eprintln!("gpai: {}; {} rows were done", gpai_forms::escape::visible(why), done.rows);
    }
}

fn cell(cell: &Cell) -> report::Cell<'_> {
    match cell {
        Cell::Text(text) => report::Cell::Text(text),
        Cell::Amount(amount) => report::Cell::Amount(amount.as_deref()),
    }
}
