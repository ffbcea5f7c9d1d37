//! `gpai doc lint`: reads anybody's document, checks it against the rules, and shows what was found.

use std::path::{Path, PathBuf};

use clap::Args;
use gpai_dossier::Model;
use gpai_dossier::{checks, records};
use gpai_forms::escape::visible;
use gpai_forms::reading::{Reading, State};
use gpai_report::lint::LintView;
use gpai_report::lint::many::Checked;
use gpai_report::{EXPORTS, Export, Write};
use gpai_review::knowledge::{Knowledge, named};
use gpai_review::prefilled::outdated;
use gpai_review::{Book, Context, Siblings, lint};
use gpai_rules::finding::Severity;
use gpai_rules::law::Law;
use jiff::civil::Date;

use super::diff::open;
use super::kind::known_kind;
use crate::args::{FromRegister, HUMAN, Lang, day, formats, language};
use crate::history;
use crate::outcome::{Exit, Failure, Outcome};
use crate::repository;
use crate::screen;

/// Check documents, your own or anybody's: what is missing, inconsistent or unclear, with page and rule
///
/// Reads PDF, DOCX, XLSX, CSV, HTML, Markdown and gpai-document/1. What could not be read is said and never called missing. Exit code
/// 1 with at least one error, 2 where nothing of the form could be read. Several files give a table of documents by section, as CSV,
/// SARIF or a static page with --format html; the flags then speak of each of them. A rule that needs more than the document (its date,
/// the provider's size) fires only if that is
/// known: best with --model FOLDER, or with --given NAME=VALUE (`gpai explain given`). The file is read in a process of its
/// own with bounds on memory and time.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// The documents: PDF, DOCX, XLSX, CSV, HTML, Markdown, gpai-document/1, or a record (documents/KIND.toml)
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Kind of document [default: recognised]
    #[arg(long)]
    pub kind: Option<String>,
    /// Output format
    #[arg(long, default_value = HUMAN, value_parser = formats(Some("For people"), |w| matches!(w, Write::Check(_) | Write::Checks(_))))]
    pub format: String,
    /// Language of texts
    #[arg(long, value_enum, default_value_t = Lang::En)]
    pub lang: Lang,
    /// The day for which is checked, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The model folder: its gpai.toml says who the provider is and when the model was placed on the market
    #[arg(long, value_name = "FOLDER")]
    pub model: Option<PathBuf>,
    /// The provider is a small or medium-sized enterprise
    #[arg(long)]
    pub sme: bool,
    /// The model is free and open source, without systemic risk
    #[arg(long)]
    pub foss: bool,
    /// The model was placed on the market before 2 August 2025
    #[arg(long)]
    pub legacy: bool,
    /// When the model was placed on the Union market, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub placed: Option<String>,
    /// An earlier version of the document
    #[arg(long, value_name = "FILE")]
    pub earlier: Option<PathBuf>,
    /// Number of distinct domains whose content was kept
    #[arg(long, value_name = "N")]
    pub domains: Option<u64>,
    /// What a rule needs from outside the document: `gpai explain given` lists the names, what each means and which rules
    /// need it; may be repeated. Stands before what the model folder says
    #[arg(long, value_name = "NAME=VALUE")]
    pub given: Vec<String>,
}

/// Runs it.
pub fn run(law: &Law, args: &LintArgs) -> Outcome {
    let on = day(args.on.as_ref())?;
    let kind = known_kind(args.kind.as_deref())?;
    let book = Book::book(law).map_err(|e| Failure::Internal(e.to_string()))?;
    let beside_all = args.model.is_some() || args.files.len() == 1;
    if args.files.len() > 1 && !args.tells_of_many() {
        return Err(Failure::Usage(format!(
            "--format {} tells of one document; of several tell {HUMAN}, sarif, csv and html",
            args.format
        )));
    }
    let mut files = Vec::new();
    for file in &args.files {
        let (siblings, given) = beside(args, file, &book, beside_all)?;
        let reading = match open(file, kind) {
            Ok(reading) => reading,
            // One of many that cannot be read keeps nobody from the rest.
            Err(Failure::Usage(why)) if args.tells_of_many() && (args.files.len() > 1 || args.format != "sarif") => {
                files.push((shown(file), shown(file), Err(why)));
                continue;
            }
            Err(other) => return Err(other),
        };
        let known = context(law, args, file, on, &siblings, &given)?;
        let report = lint(&reading, &known, &book);
        // Never the whole path: it is nobody's business, and output does not depend on where the file lies.
        let name = shown(file);
        let place = Some(repository::place(file)).filter(|place| !place.is_empty()).unwrap_or_else(|| name.clone());
        files.push((name, place, Ok((reading, report))));
    }
    let view = |file, place, reading, report| LintView {
        file,
        place,
        reading,
        report,
        book: &book,
        language: language(args.lang),
        version: env!("CARGO_PKG_VERSION"),
    };
    let checked: Vec<Checked<'_>> = files
        .iter()
        .map(|(file, place, check)| Checked {
            file,
            check: check.as_ref().map(|(reading, report)| view(file, place, reading, report)).map_err(String::as_str),
        })
        .collect();
    let text = match checked.as_slice() {
        [Checked { check: Ok(view), .. }] if !args.tells_of_many() || args.format == HUMAN => {
            view.export(&args.format).unwrap_or_else(|| screen::style::fit(&screen::lint::screen(view)))
        }
        all => gpai_report::checks(all, &args.format)
            .unwrap_or_else(|| screen::style::fit(&screen::lint_many::screen(all, language(args.lang)))),
    };
    for one in checked.iter().filter(|one| one.check.as_ref().is_ok_and(|view| nothing_read(view.reading))) {
        let said = screen::words::documents::NOTHING_READ;
        anstream::eprintln!("gpai: {}", said.fill(language(args.lang), &[("file", &visible(one.file))]));
    }
    Ok((text, checked.iter().map(exit).max_by_key(weight).unwrap_or(Exit::Done)))
}

impl LintArgs {
    /// Whether the format has room for more than one document.
    fn tells_of_many(&self) -> bool {
        let word = |e: &Export| matches!(e.write, Write::Checks(_)) && e.name == self.format;
        EXPORTS.iter().any(word) || (self.format == HUMAN && self.files.len() > 1)
    }
}

/// How the check of one document ends.
fn exit(one: &Checked<'_>) -> Exit {
    let Ok(view) = &one.check else { return Exit::Usage };
    if view.reading.kind.is_none() || nothing_read(view.reading) {
        // What was not recognised, and what nothing was read of, was not checked: that is no clean bill.
        Exit::Usage
    } else if view.report.count(Severity::Error) > 0 {
        Exit::Gap
    } else if view.reading.unknown_language || !view.reading.is_followed() {
        // What could not be followed was hardly checked.
        Exit::Open
    } else {
        Exit::Done
    }
}

/// Of several endings the one that counts: what was not checked at all, then an error, then what could not be followed.
fn weight(exit: &Exit) -> u8 {
    match exit {
        Exit::Done => 0,
        Exit::Open => 1,
        Exit::Gap => 2,
        _ => 3,
    }
}

/// Whether no question of the form was found, neither answered nor blank.
fn nothing_read(reading: &Reading) -> bool {
    reading.kind.is_some() && !reading.fields.values().any(|field| matches!(field.state, State::Read | State::Blank))
}

fn shown(file: &Path) -> String {
    if file.is_absolute() {
        file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    } else {
        file.to_string_lossy().into_owned()
    }
}

/// What the run is told: values, and the earlier version.
#[derive(Default)]
struct Given<'a> {
    values: Vec<(&'a Knowledge, &'a str)>,
    earlier: Option<Reading>,
}

/// The documents beside this one: records of the model folder, or of the folder of documents it lies in, and those given.
fn beside<'a>(
    args: &'a LintArgs,
    file: &Path,
    book: &'a Book,
    own_folder: bool,
) -> Result<(Siblings, Given<'a>), Failure> {
    let folder = match (&args.model, file.parent().filter(|_| own_folder)) {
        (Some(model), _) => Some(records::below(model)),
        (None, Some(folder)) if folder.ends_with(records::FOLDER) => Some(folder.to_owned()),
        _ => None,
    };
    let mut siblings = folder.map(|folder| checks::siblings(&folder)).unwrap_or_default();
    let mut given = Given::default();
    if let Some(file) = &args.earlier {
        given.earlier = Some(open(file, known_kind(args.kind.as_deref())?)?);
    }
    for written in &args.given {
        let (what, value) = named(&book.knowledge, written).map_err(|e| Failure::Usage(format!("--given {e}")))?;
        match what.field.as_str() {
            field if !Context::is_document(field) => given.values.push((what, value)),
            "earlier" => given.earlier = Some(open(Path::new(value), known_kind(args.kind.as_deref())?)?),
            field => {
                let kind = if field == "summary" { "training-summary".to_owned() } else { field.replace('_', "-") };
                siblings.insert(kind.clone(), open(Path::new(value), Some(&kind))?);
            }
        }
    }
    Ok((siblings, given))
}

fn context<'a>(
    law: &Law,
    args: &LintArgs,
    file: &Path,
    on: Date,
    siblings: &'a Siblings,
    given: &'a Given<'_>,
) -> Result<Context<'a>, Failure> {
    let known = match &args.model {
        Some(folder) => from_model(law, folder, file, on)?,
        None => Context { today: Some(on), ..Context::default() },
    };
    let mut known = known.beside(siblings);
    known.earlier = given.earlier.as_ref();
    known.crawled_domains = args.domains;
    if let Some(written) = &args.placed {
        known.placed = Some(day(Some(written))?);
    }
    known.sme = known.sme.or(args.sme.then_some(true));
    known.open_source = known.open_source.or(args.foss.then_some(true));
    known.legacy = known.legacy.or(args.legacy.then_some(true));
    known.give_all(law, &given.values).map_err(|e| Failure::Usage(format!("--given {e}")))?;
    Ok(known)
}

/// What the model folder and its answers say of the provider and the model, and of the answers of a record that were filled
/// in from there; and what the register of the folder says, where it has one that can be read.
fn from_model(law: &Law, folder: &Path, file: &Path, on: Date) -> Result<Context<'static>, Failure> {
    let model = Model::Folder(folder.to_owned());
    let register = history::read(law, folder, &FromRegister::default())?.register;
    let request = gpai_dossier::Request {
        on,
        model,
        answers: None,
        presets: Vec::new(),
        set: Vec::new(),
        base: None,
        register: register.clone(),
    };
    let dossier = gpai_dossier::open(law, &request, None)?;
    let mut context = Context::of(law, &dossier.facts, &dossier.assessment, on);
    if let Some(register) = &register {
        gpai_dossier::history::fill(&mut context, &register.history, &dossier.model, on);
    }
    if file.extension().is_some_and(|e| e == "toml") {
        let (template, record) = records::read(file).map_err(|e| Failure::Usage(e.to_string()))?;
        context.outdated = outdated(&template, &record, &dossier.facts, law);
    }
    Ok(context)
}
