//! The commands, one file each.

use std::path::Path;

use gpai_dossier::{DossierError, Model, Request};
use gpai_rules::compile::Target;
use gpai_rules::law::{Language, Law};
use gpai_rules::toml_place::{nearest, parse_date};
use jiff::civil::Date;

use crate::cli::{Cli, Command, Input, Lang};
use crate::exit::Exit;
use crate::hub::{self, HubError};

mod ask;
mod check;
mod compute;
pub mod doc;
mod explain;
mod flowchart;
mod law;
pub mod optout;
mod serve;
mod site;
mod sources;
mod survey;
mod whatif;
mod why;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The user can mend it.
    #[error("{0}")]
    Usage(String),
    /// Only we can.
    #[error("{0}")]
    Internal(String),
}

impl From<DossierError> for Failure {
    fn from(error: DossierError) -> Self {
        match error {
            DossierError::Law(_) => Failure::Internal(error.to_string()),
            other => Failure::Usage(other.to_string()),
        }
    }
}

/// Runs a command; stdout stays empty where it fails.
pub fn run(cli: Cli) -> Exit {
    let outcome = Law::book()
        .map_err(|errors| Failure::Internal(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
    let outcome = outcome.and_then(|law| match cli.command {
        Command::Check(args) => check::run(&law, &args),
        Command::Ask(args) => ask::run(&law, &args),
        Command::Compute(args) => compute::run(&law, &args),
        Command::Survey(args) => survey::run(&law, &args),
        Command::Sources(args) => sources::run(&law, &args),
        Command::Why(args) => why::run(&law, &args),
        Command::Whatif(args) => whatif::run(&law, &args),
        Command::Explain(args) => explain::run(&law, &args.id, language(args.lang)),
        Command::Flowchart(args) => flowchart::run(&law, &args),
        Command::Law(args) => law::run(&law, &args.what),
        Command::Doc(args) => doc::run(&law, &args),
        Command::Optout(args) => optout::run(&args),
        Command::Serve(args) => serve::run(&law, &args),
        Command::Site(args) => site::run(&law, &args),
    });
    match outcome {
        Ok((text, exit)) => {
            // One write: a reader that closes the pipe early is no error of ours.
            use std::io::Write as _;
            let mut out = anstream::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    anstream::eprintln!("gpai: the output could not be written: {error}");
                    Exit::Usage
                }
                _ => exit,
            }
        }
        Err(failure) => {
            let text = failure.to_string();
            let shown: Vec<String> = text.lines().map(gpai_forms::escape::visible).collect();
            anstream::eprintln!("gpai: {}", shown.join("\n"));
            match failure {
                Failure::Usage(_) => Exit::Usage,
                Failure::Internal(_) => Exit::Internal,
            }
        }
    }
}

/// What a command gives: the whole of stdout, and how it ends.
pub type Outcome = Result<(String, Exit), Failure>;

/// The language asked for.
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::English,
        Lang::Zh => Language::Chinese,
    }
}

/// The day asked for, or today where this machine is.
pub fn day(written: Option<&String>) -> Result<Date, Failure> {
    match written {
        None => Ok(jiff::ZonedDateTime::now().date()),
        Some(text) => {
            parse_date(text).ok_or_else(|| Failure::Usage(format!("--on {text}: expected a date such as 2026-11-20")))
        }
    }
}

/// What a model is asked, from the command line.
pub fn request(input: &Input) -> Result<Request, Failure> {
    Ok(Request {
        on: day(input.on.as_ref())?,
        model: model(&input.path)?,
        answers: input.answers.clone(),
        set: input.set.clone(),
        base: input.base.clone(),
    })
}

/// Where a model is: the one place that tells a folder from an address.
fn model(path: &Path) -> Result<Model, Failure> {
    match path.to_str().filter(|p| p.starts_with(hub::SCHEME)) {
        Some(address) => hub::open(address).map(Model::Elsewhere).map_err(|e| {
            Failure::Usage(match e {
                HubError::Name { .. } | HubError::Setting { .. } => e.to_string(),
                e => format!("{address}: {e}"),
            })
        }),
        None => Ok(Model::Folder(path.to_owned())),
    }
}

/// A conclusion or duty by the name a person gave.
pub fn target(law: &Law, name: &str) -> Result<Target, Failure> {
    if law.duty(name).is_some() {
        return Ok(Target::Applies(name.to_owned()));
    }
    if law.proposition(name).is_some() {
        return Ok(Target::Proposition(name.to_owned()));
    }
    let names: Vec<&str> =
        law.propositions.iter().map(|p| p.name.as_str()).chain(law.duties.iter().map(|d| d.id.as_str())).collect();
    Err(Failure::Usage(match nearest(name, names.iter().copied()) {
        Some(near) => format!("`{name}` is no conclusion or duty; did you mean `{near}`?"),
        None => format!("`{name}` is no conclusion or duty; they are {}", names.join(", ")),
    }))
}

/// Title of a conclusion or duty.
pub fn title(law: &Law, name: &str, language: Language) -> String {
    if let Some(duty) = law.duty(name) {
        return format!("{} {}", crate::words::article(name), duty.title.get(language));
    }
    law.proposition(name).map_or_else(|| name.to_owned(), |p| p.title.get(language).to_owned())
}
