//! What is known of a model before anything is decided: what its files say, and what people answered, kept apart.

use std::path::{Path, PathBuf};

use gpai_evidence::files::{Entry, Files, Folder};
use gpai_evidence::lineage::Given;
use gpai_evidence::{About, EnergyAnswers, Found};
use gpai_rules::answer::{self, AnswerError};
use gpai_rules::clocks::history::History;
use gpai_rules::compile::CompileError;
use gpai_rules::fact::{Facts, Origin, Source, Value};
use gpai_rules::finding::Finding;
use gpai_rules::law::{Kind, Law};
use gpai_rules::names;
use gpai_rules::toml_place::PlacedError;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::holds::{Holds, holds};
use crate::{answers, found_documents, hub_cache, named_base};

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
    /// Words of presets for this run: what the asker did, what comes out, how people get it.
    pub presets: Vec<String>,
    /// `NAME=VALUE` answers for this run; they win over presets.
    pub set: Vec<String>,
    /// The folder of the model that this one was made from.
    pub base: Option<PathBuf>,
    /// The dated events of a register, where one was read.
    pub register: Option<Register>,
}

/// What was read of a register.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Its events.
    pub history: History,
    /// Its zone; `None` is that of Brussels.
    pub zone: Option<TimeZone>,
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
    /// A preset that the law book does not have.
    #[error("--as {word}: there is no such word; they are {words}")]
    Preset {
        /// As asked for.
        word: String,
        /// Those there are.
        words: String,
    },
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

/// What was gathered, and of what.
#[derive(Debug)]
pub struct Gathered {
    /// Name of the model, from the answers or the folder.
    pub model: String,
    /// `.` for a folder, the address with the revision for a model elsewhere; never an absolute path.
    pub path: String,
    /// What the files say, and which documents stand for which duty.
    pub evidence: Facts,
    /// What people answered, in the file of answers and for this run.
    pub answers: Facts,
    /// What the readers found besides facts.
    pub found: Found,
    /// Every file that was there; sorted.
    pub files: Vec<Entry>,
    /// What the folder is, as far as its files say.
    pub holds: Holds,
}

impl Gathered {
    /// All claims. What the licence stands for is not added yet.
    pub fn facts(&self) -> Facts {
        let mut facts = self.answers.clone();
        facts.extend(self.evidence.clone());
        named_base::derive(&mut facts);
        facts
    }
}

/// Gathers the facts of a model: what its files say, and what people answered.
///
/// # Errors
/// The folder is not there, the answers are broken, or the model elsewhere could not be read whole.
pub fn gather(law: &Law, request: &Request) -> Result<Gathered, DossierError> {
    let opened;
    let (files, name, path): (&dyn Files, String, String) = match &request.model {
        Model::Folder(folder) => {
            opened = open_folder(folder)?;
            (&opened, folder_name(folder), ".".to_owned())
        }
        Model::Elsewhere(e) => (e.files.as_ref(), e.name.clone(), e.path.clone()),
    };
    let mut answered = match (&request.answers, &request.model) {
        (Some(file), _) => answers::read_file(law, file)?,
        (None, Model::Folder(folder)) => answers::read(law, folder)?,
        (None, Model::Elsewhere(_)) => Facts::new(),
    };
    let base = request.base.as_deref().map(|folder| given(law, folder)).transpose()?;
    let name = match answered.value(names::MODEL_NAME) {
        Some(Value::Text(name)) => name,
        _ => name,
    };
    let mut told = answered.clone();
    for argument in &request.set {
        answer::set(law, &mut told, argument)?;
    }
    let named = told.value(names::MODEL_NAME).is_some() || matches!(request.model, Model::Elsewhere(_));
    let about = About { name: Some(name.clone()), named, base, energy: energy_answers(&told) };
    let mut found = gpai_evidence::read_as(files, &law.licences, &about);
    if let Model::Elsewhere(e) = &request.model {
        if let Some(reason) = e.files.failure() {
            return Err(DossierError::Folder { path: e.path.clone(), reason });
        }
        said_elsewhere(&mut found, e);
    }
    // Who answered what the licence is need not be told that the card does not name it.
    if !answered.claims(names::OPENNESS_LICENCE).is_empty() {
        found.findings.retain(|f| !["licence-unnamed", "licence-missing"].contains(&f.code.as_str()));
    }
    let mut entries = files.list();
    entries.sort();
    let holds = holds(&entries, &found);
    // What lies in the source of a program, in a data set or among several models is no document of one model, unless
    // somebody answered there that it is one.
    let none = answered.names().next().is_none();
    if none && matches!(holds, Holds::Source(_) | Holds::DataSet(_) | Holds::Collection(_)) {
        found.documents.clear();
    }
    let mut evidence = std::mem::take(&mut found.facts);
    found_documents::name(law, &mut evidence, &answered, &found.documents, &entries);
    for word in &request.presets {
        let unknown =
            || DossierError::Preset { word: word.clone(), words: law.presets.words().collect::<Vec<_>>().join(", ") };
        for (fact, written) in &law.presets.choice(word.trim()).ok_or_else(unknown)?.sets {
            // What the files say of inputs and outputs is kept: a preset names the chief one.
            let listed = law.fact(fact).is_some_and(|d| d.kind == Kind::Set) && evidence.value(fact).is_some();
            if !listed {
                answer::set(law, &mut answered, &format!("{fact}={written}"))?;
            }
        }
    }
    for argument in &request.set {
        answer::set(law, &mut answered, argument)?;
    }
    found_documents::named(&mut evidence, &mut answered, &mut found.findings, &entries);
    Ok(Gathered { model: name, path, evidence, answers: answered, found, files: entries, holds })
}

/// What people say of the logs of energy.
fn energy_answers(answered: &Facts) -> EnergyAnswers {
    let machines = match answered.value(names::ENERGY_MACHINES) {
        Some(Value::Number(n)) if n.is_point() => n.low.to_string().parse().ok(),
        _ => None,
    };
    let covers = match answered.value(names::ENERGY_COVERS) {
        Some(Value::Set { words, .. }) => Some(words),
        _ => None,
    };
    EnergyAnswers { machines, covers }
}

/// Adds what is said of a model where it is kept to what its files say.
fn said_elsewhere(found: &mut Found, elsewhere: &Elsewhere) {
    const GATED: &str = names::CARD_GATED;
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
    let cached = hub_cache::repository(folder);
    Folder::open_within(folder, cached.as_deref().unwrap_or(folder)).map_err(|e| problem(&e.to_string()))
}

/// What the folder of a base model says of it: its answers and its evidence together.
fn given(law: &Law, folder: &Path) -> Result<Given, DossierError> {
    let mut facts = answers::read(law, folder)?;
    facts.extend(gpai_evidence::read(&open_folder(folder)?, &law.licences).facts);
    let name = name(&facts, folder);
    let fact = facts.resolve(names::COMPUTE_UPDATE_FLOP);
    let flop = match fact.as_ref().and_then(|f| f.value.clone()) {
        Some(Value::Number(flop)) => Some(flop),
        _ => None,
    };
    let licence = match facts.value(names::OPENNESS_LICENCE) {
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

/// The model's name: the answer, or the folder's name.
pub fn name(facts: &Facts, folder: &Path) -> String {
    match facts.value(names::MODEL_NAME) {
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
