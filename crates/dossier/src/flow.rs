//! The picture of ARCHITECTURE.md as one function: evidence and answers to facts, facts and law to an assessment.

use std::path::{Path, PathBuf};

use gpai_documents::rules::answer::{self, AnswerError};
use gpai_documents::rules::assess::Assessment;
use gpai_documents::rules::compile::{CompileError, Engine};
use gpai_documents::rules::fact::{Facts, Origin, Source, Value};
use gpai_documents::rules::finding::Finding;
use gpai_documents::rules::law::Law;
use gpai_documents::rules::toml_place::PlacedError;
use gpai_evidence::compute::Estimate;
use gpai_evidence::files::Folder;
use gpai_evidence::lineage::Given;
use gpai_evidence::{About, Found, LookedAt};
use jiff::civil::Date;

use crate::answers;

/// What is asked of a folder.
#[derive(Clone, Debug)]
pub struct Request {
    /// The model folder.
    pub folder: PathBuf,
    /// The day whose law applies.
    pub on: Date,
    /// `NAME=VALUE` answers for this run.
    pub set: Vec<String>,
    /// The folder of the model that this one was made from.
    pub base: Option<PathBuf>,
}

/// Why a folder as a whole cannot be worked on.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// Not there, or not a folder.
    #[error("{path}: {reason}")]
    Folder {
        /// As asked for.
        path: String,
        /// Why.
        reason: String,
    },
    /// `gpai.toml` is broken.
    #[error(transparent)]
    Answers(#[from] PlacedError),
    /// A `--set` is broken.
    #[error("--set {0}")]
    Set(#[from] AnswerError),
    /// The day lies outside the law book.
    #[error("{day} is outside the days this law book covers, {first} to {last}")]
    Day {
        /// Asked for.
        day: Date,
        /// First covered day.
        first: Date,
        /// Last covered day.
        last: Date,
    },
    /// The law book is unsound; a defect of this program.
    #[error("the law book is unsound: {0}")]
    Law(#[from] CompileError),
}

/// A folder with everything known of it.
#[derive(Debug)]
pub struct Dossier {
    /// Name of the model, from the answers or the folder.
    pub model: String,
    /// All claims, what the licence stands for not yet added.
    pub facts: Facts,
    /// The answer.
    pub assessment: Assessment,
    /// Files looked at and what they gave.
    pub looked_at: Vec<LookedAt>,
    /// Training compute by each method.
    pub estimates: Vec<Estimate>,
}

/// Gathers the facts of a folder: what its files say, then what people answered.
pub fn gather(law: &Law, request: &Request) -> Result<(Facts, Found), DossierError> {
    let folder = &request.folder;
    let files = open_folder(folder)?;
    let mut facts = answers::read(law, folder)?;
    let base = request.base.as_deref().map(|folder| given(law, folder)).transpose()?;
    let name = name(&facts, folder);
    let found = gpai_evidence::read_as(&files, &law.licences, &About { name: Some(name), base });
    facts.extend(found.facts.clone());
    for document in &found.documents {
        let name = format!("documents.{}", document.kind.replace('-', "_"));
        if law.fact(&name).is_some() && facts.claims(&name).is_empty() {
            let mut source = Source::new(Origin::Evidence, document.place.file.clone());
            source.line = document.place.line;
            source.column = document.place.column;
            facts.add(name, Value::Text(document.place.file.clone()), source);
        }
    }
    for argument in &request.set {
        answer::set(law, &mut facts, argument)?;
    }
    Ok((facts, found))
}

/// A model folder, or why it is none.
fn open_folder(folder: &Path) -> Result<Folder, DossierError> {
    let problem = |reason: &str| DossierError::Folder { path: folder.display().to_string(), reason: reason.to_owned() };
    match std::fs::metadata(folder) {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => return Err(problem("is not a folder; give the folder that holds the model card")),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(problem("no such folder")),
        Err(e) => return Err(problem(&e.to_string())),
    }
    Folder::open(folder).map_err(|e| problem(&e.to_string()))
}

/// What the folder of a base model says of it: its answers and its evidence together.
fn given(law: &Law, folder: &Path) -> Result<Given, DossierError> {
    let mut facts = answers::read(law, folder)?;
    facts.extend(gpai_evidence::read(&open_folder(folder)?, &law.licences).facts);
    let name = name(&facts, folder);
    let fact = facts.resolve("compute.update_flop");
    let flop = match fact.as_ref().and_then(|f| f.value.clone()) {
        Some(Value::Number(flop)) => Some(flop),
        _ => None,
    };
    let licence = match facts.value("openness.licence") {
        Some(Value::Text(licence)) => Some(licence),
        _ => None,
    };
    let mut source = match fact.and_then(|f| f.sources.into_iter().next()) {
        Some(source) => source,
        None => Source::new(Origin::Evidence, "README.md"),
    };
    source.file = format!("{name}/{}", source.file);
    Ok(Given { name, flop, licence, source })
}

/// The law of a day, compiled.
pub fn engine(law: &Law, on: Date) -> Result<Engine<'_>, DossierError> {
    if let Some((first, last)) = law.span
        && !(first..=last).contains(&on)
    {
        return Err(DossierError::Day { day: on, first, last });
    }
    Ok(Engine::new(law, on)?)
}

/// Gathers and assesses.
pub fn open(law: &Law, request: &Request) -> Result<Dossier, DossierError> {
    let engine = engine(law, request.on)?;
    let (facts, found) = gather(law, request)?;
    let mut assessment = engine.assess(&facts);
    show_clauses(&mut assessment.findings, &found);
    assessment.findings.extend(found.findings);
    assessment.findings.sort();
    assessment.findings.dedup();
    let model = name(&facts, &request.folder);
    Ok(Dossier { model, facts, assessment, looked_at: found.looked_at, estimates: found.estimates })
}

/// A finding on the licence points at the clause in the licence file, not only at the file.
fn show_clauses(findings: &mut [Finding], found: &Found) {
    for finding in findings.iter_mut().filter(|f| f.code.starts_with("licence-")) {
        let terms =
            finding.details.iter().find(|(name, _)| name == "terms").map(|(_, t)| t.clone()).unwrap_or_default();
        let clauses = found
            .clauses
            .iter()
            .filter(|c| terms.split("; ").any(|t| t.split(' ').next() == Some(c.restriction.as_str())));
        let places: Vec<_> = clauses.map(|c| c.place.clone()).collect();
        if !places.is_empty() {
            finding.places = places;
        }
    }
}

/// The model's name: the answer, or the folder's name.
pub fn name(facts: &Facts, folder: &Path) -> String {
    match facts.value("model.name") {
        Some(Value::Text(name)) => name,
        _ => folder_name(folder),
    }
}

/// Name of the folder itself, also for `.`.
pub fn folder_name(folder: &Path) -> String {
    let named = folder.file_name().map(|n| n.to_string_lossy().into_owned());
    named
        .filter(|n| n != "." && n != "..")
        .or_else(|| folder.canonicalize().ok()?.file_name().map(|n| n.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "model".to_owned())
}
