//! Where a model is and what is asked of it, from the command line; and what every output of an assessment is written from.

use std::path::Path;

use gpai_dossier::{Dossier, Model, Request};
use gpai_report::view::View;
use gpai_rules::law::{Language, Law};

use crate::args::{Input, day};
use crate::hub::{self, HubError};
use crate::outcome::Failure;

/// Where a model is, by the words of a person.
pub enum Place<'p> {
    /// A folder on this machine.
    Folder(&'p Path),
    /// `hf://…`, a model on the Hub.
    Hub(&'p str),
}

/// Tells a folder from an address; nothing else does.
pub fn place(path: &Path) -> Place<'_> {
    match path.to_str().filter(|p| p.starts_with(hub::SCHEME)) {
        Some(address) => Place::Hub(address),
        None => Place::Folder(path),
    }
}

/// The model; one on the Hub is looked up there.
pub fn model(path: &Path) -> Result<Model, Failure> {
    match place(path) {
        Place::Folder(folder) => Ok(Model::Folder(folder.to_owned())),
        Place::Hub(address) => hub::open(address).map(Model::Elsewhere).map_err(|e| {
            Failure::Usage(match e {
                HubError::Name { .. } | HubError::Setting { .. } => e.to_string(),
                e => format!("{address}: {e}"),
            })
        }),
    }
}

/// What a model is asked.
pub fn request(input: &Input) -> Result<Request, Failure> {
    Ok(Request {
        on: day(input.on.as_ref())?,
        model: model(&input.path)?,
        answers: input.answers.clone(),
        set: input.set.clone(),
        base: input.base.clone(),
    })
}

/// An assessment, ready to be shown or written.
pub fn view<'a>(law: &'a Law, dossier: &'a Dossier, language: Language) -> View<'a> {
    View {
        law,
        assessment: &dossier.assessment,
        model: &dossier.model,
        path: &dossier.path,
        language,
        version: env!("CARGO_PKG_VERSION"),
        rows: Some(&dossier.rows),
    }
}
