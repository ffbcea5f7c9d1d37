//! `gpai badge`: a picture and a line for the model card.

use std::path::{Component, Path, PathBuf};

use clap::Args;
use gpai_dossier::open;
use gpai_report::badge;
use gpai_rules::law::Law;

use super::doc::read;
use crate::args::{Input, language};
use crate::model::{Place, place, request, view};
use crate::outcome::{Exit, Outcome, save};

/// A badge for the model card: what was assessed, on which day, under which law, what is open: gpai badge -o gpai-badge.svg
///
/// Prints the picture as SVG; with -o it goes into the file, and what is printed is the line of Markdown that shows it. It says
/// what was done, never that the law is complied with.
#[derive(Debug, Args)]
pub struct Badge {
    /// Input.
    #[command(flatten)]
    pub input: Input,
    /// File to write the picture into [default: the screen]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Runs it.
pub fn run(law: &Law, args: &Badge) -> Outcome {
    let dossier = open(law, &request(law, &args.input)?, Some(&read::in_passing))?;
    let view = view(law, &dossier, language(args.input.lang));
    let picture = badge::svg(&view);
    let Some(file) = args.output.as_deref().filter(|file| *file != Path::new("-")) else {
        return Ok((picture, Exit::Done));
    };
    save(file, picture.as_bytes())?;
    Ok((badge::line(&view, &address(file, &args.input.path)), Exit::Done))
}

/// The file as the card has it: from the model folder where it lies in it, else its name.
fn address(file: &Path, model: &Path) -> String {
    let real = |path: &Path| path.canonicalize().ok();
    let below = match place(model) {
        Place::Folder(folder) => {
            real(file).zip(real(folder)).and_then(|(file, folder)| file.strip_prefix(folder).ok().map(Path::to_owned))
        }
        Place::Hub(_) => None,
    };
    let path = below.or_else(|| file.file_name().map(PathBuf::from)).unwrap_or_default();
    let parts: Vec<String> = path
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}
