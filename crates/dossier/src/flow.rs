//! The picture of ARCHITECTURE.md as one function: evidence and answers to facts, facts and law to an assessment.

use std::path::{Path, PathBuf};

use gpai_evidence::compute::Estimate;
use gpai_evidence::files::{Entry, Files, Folder};
use gpai_evidence::lineage::Given;
use gpai_evidence::{About, Found, LookedAt};
use gpai_review::Book;
use gpai_rules::answer::{self, AnswerError};
use gpai_rules::assess::Assessment;
use gpai_rules::compile::{CompileError, Engine};
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::finding::{DocumentCheck, Finding};
use gpai_rules::law::Law;
use gpai_rules::toml_place::PlacedError;
use jiff::civil::Date;

use crate::checks::{self, Reader};
use crate::{answers, found_documents};

/// Files that are not a folder on disk.
pub trait Remote: Files + std::fmt::Debug {
    /// Why what was read is not all there is: then the run as a whole has failed.
    fn failure(&self) -> Option<String>;
    /// What needs a look, once the files have been read.
    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
}

/// Where a model is.
#[derive(Debug)]
pub enum Model {
    /// A folder on disk.
    Folder(PathBuf),
    /// Somewhere else.
    Elsewhere(Elsewhere),
}

/// A model that is not a folder on disk, with what is known of it besides its files.
#[derive(Debug)]
pub struct Elsewhere {
    /// Its name there.
    pub name: String,
    /// Its address with the revision, as it stands in every output.
    pub path: String,
    /// Its files.
    pub files: Box<dyn Remote>,
    /// What is said of it there.
    pub facts: Facts,
    /// What needs a look.
    pub findings: Vec<Finding>,
}

/// What is asked of a model.
#[derive(Debug)]
pub struct Request {
    /// Where the model is.
    pub model: Model,
    /// The file of answers that takes the place of `gpai.toml` in the folder.
    pub answers: Option<PathBuf>,
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
    /// `.` for a folder, the address with the revision for a model elsewhere; never an absolute path.
    pub path: String,
    /// All claims, what the licence stands for not yet added.
    pub facts: Facts,
    /// The answer.
    pub assessment: Assessment,
    /// Every file that was there; sorted.
    pub files: Vec<Entry>,
    /// Files looked at and what they gave.
    pub looked_at: Vec<LookedAt>,
    /// Findings of reading alone; they are among those of the assessment.
    pub reading: Vec<Finding>,
    /// Training compute by each method.
    pub estimates: Vec<Estimate>,
}

/// What was gathered, and of what.
#[derive(Debug)]
pub struct Gathered {
    /// Name of the model, from the answers or the folder.
    pub model: String,
    /// See [`Dossier::path`].
    pub path: String,
    /// All claims.
    pub facts: Facts,
    /// What the files say.
    pub found: Found,
    /// Every file that was there; sorted.
    pub files: Vec<Entry>,
}

/// Gathers the facts of a model: what its files say, then what people answered.
pub fn gather(law: &Law, request: &Request) -> Result<(Facts, Found), DossierError> {
    collect(law, request).map(|gathered| (gathered.facts, gathered.found))
}

/// The same with the files and the name.
pub fn collect(law: &Law, request: &Request) -> Result<Gathered, DossierError> {
    let opened;
    let (files, name, path): (&dyn Files, String, String) = match &request.model {
        Model::Folder(folder) => {
            opened = open_folder(folder)?;
            (&opened, folder_name(folder), ".".to_owned())
        }
        Model::Elsewhere(e) => (e.files.as_ref(), e.name.clone(), e.path.clone()),
    };
    let mut facts = match (&request.answers, &request.model) {
        (Some(file), _) => answers::read_file(law, file)?,
        (None, Model::Folder(folder)) => answers::read(law, folder)?,
        (None, Model::Elsewhere(_)) => Facts::new(),
    };
    let base = request.base.as_deref().map(|folder| given(law, folder)).transpose()?;
    let name = match facts.value("model.name") {
        Some(Value::Text(name)) => name,
        _ => name,
    };
    let mut found = gpai_evidence::read_as(files, &law.licences, &About { name: Some(name.clone()), base });
    if let Model::Elsewhere(e) = &request.model {
        if let Some(reason) = e.files.failure() {
            return Err(DossierError::Folder { path: e.path.clone(), reason });
        }
        said_elsewhere(&mut found, e);
    }
    facts.extend(found.facts.clone());
    found_documents::name(law, &mut facts, &found.documents, &files.list());
    for argument in &request.set {
        answer::set(law, &mut facts, argument)?;
    }
    found_documents::named(&mut facts, &mut found.findings, &files.list());
    let mut entries = files.list();
    entries.sort();
    Ok(Gathered { model: name, path, facts, found, files: entries })
}

/// Adds what is said of a model where it is kept to what its files say.
fn said_elsewhere(found: &mut Found, elsewhere: &Elsewhere) {
    const GATED: &str = "card.gated";
    let text = |value: Option<Value>| match value {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    // A card says that access is gated, the Hub also says how: no contradiction. The card's word is kept, the Hub's is
    // named in the method.
    let card = text(found.facts.value(GATED)).filter(|c| matches!(c.as_str(), "true" | "yes"));
    for name in elsewhere.facts.names() {
        for claim in elsewhere.facts.claims(name) {
            let mut claim = claim.clone();
            if let (GATED, Some(card), Some(how)) = (name, &card, text(Some(claim.value.clone())))
                && matches!(how.as_str(), "auto" | "manual" | "true")
            {
                claim.value = Value::Text(card.clone());
                claim.source.method = claim.source.method.map(|m| format!("{m}, {how}"));
            }
            found.facts.add(name, claim.value, claim.source);
        }
    }
    found.findings.extend(elsewhere.findings.iter().cloned());
    found.findings.extend(elsewhere.files.findings());
    found.findings.sort();
    found.findings.dedup();
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
    // A snapshot of the local Hub cache: its links lead to the blobs beside it.
    let cached = folder.parent().filter(|p| p.ends_with("snapshots")).and_then(Path::parent);
    let cached = cached.filter(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("models--")));
    Folder::open_within(folder, cached.unwrap_or(folder)).map_err(|e| problem(&e.to_string()))
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
    Ok(assessed(&engine, collect(law, request)?))
}

/// Gathers, reads and checks the documents of the folder, and assesses with what came of it.
pub fn open_checked(law: &Law, request: &Request, read: Reader<'_>) -> Result<Dossier, DossierError> {
    let engine = engine(law, request.on)?;
    let gathered = collect(law, request)?;
    let named = gathered.facts.names().any(|name| name.starts_with("documents."));
    let checks = match &request.model {
        Model::Folder(folder) if named => {
            let book = Book::book(law).map_err(DossierError::Answers)?;
            checks::check(law, folder, &gathered.facts, &engine.assess(&gathered.facts), request.on, &book, read)
        }
        _ => Vec::new(),
    };
    Ok(with_checks(&engine, gathered, &checks))
}

/// Assesses what was gathered, under a law that is compiled already.
pub fn assessed(engine: &Engine<'_>, gathered: Gathered) -> Dossier {
    with_checks(engine, gathered, &[])
}

fn with_checks(engine: &Engine<'_>, gathered: Gathered, checks: &[DocumentCheck]) -> Dossier {
    let Gathered { model, path, facts, found, files } = gathered;
    let mut assessment = engine.assess_checked(&facts, checks);
    show_clauses(&mut assessment.findings, &found);
    assessment.findings.extend(found.findings.iter().cloned());
    assessment.findings.sort();
    assessment.findings.dedup();
    Dossier {
        model,
        path,
        facts,
        assessment,
        files,
        looked_at: found.looked_at,
        reading: found.findings,
        estimates: found.estimates,
    }
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
