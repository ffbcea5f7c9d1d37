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
pub fn request(law: &Law, input: &Input) -> Result<Request, Failure> {
    Ok(Request {
        on: day(input.on.as_ref())?,
        model: model(&input.path)?,
        answers: input.answers.clone(),
        presets: input.presets.clone(),
        set: input.said(law)?,
        base: input.base.clone(),
        register: None,
    })
}

/// An assessment, ready to be shown or written.
pub fn view<'a>(law: &'a Law, dossier: &'a Dossier, language: Language) -> View<'a> {
    view_at(law, dossier, "", language)
}

/// The same of a folder at this place of its repository.
pub fn view_at<'a>(law: &'a Law, dossier: &'a Dossier, root: &'a str, language: Language) -> View<'a> {
    View {
        law,
        assessment: &dossier.assessment,
        model: &dossier.model,
        path: &dossier.path,
        root,
        home: home(dossier),
        language,
        version: env!("CARGO_PKG_VERSION"),
        rows: Some(&dossier.rows),
        next: None,
    }
}

/// The file at which is shown what concerns the model as a whole: the card, the answers, or the first file that there is.
fn home(dossier: &Dossier) -> &str {
    let named = |name: &str| dossier.files.iter().map(|f| f.path.as_str()).find(|path| path.eq_ignore_ascii_case(name));
    let first = || dossier.files.first().map_or("README.md", |f| f.path.as_str());
    named("README.md").or_else(|| named("gpai.toml")).unwrap_or_else(first)
}
