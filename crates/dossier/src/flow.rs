//! The picture of ARCHITECTURE.md as one function: evidence and answers to facts, facts and law to an assessment.

use std::collections::BTreeSet;

use gpai_evidence::compute::Estimate;
use gpai_evidence::files::Entry;
use gpai_evidence::{Found, LookedAt};
use gpai_review::Book;
use gpai_rules::assess::Assessment;
use gpai_rules::clocks::derive::{Deadlines, Known, derive};
use gpai_rules::clocks::{effect, facts as register_facts};
use gpai_rules::compile::Engine;
use gpai_rules::fact::Facts;
use gpai_rules::finding::{Detail, DocumentCheck, Finding};
use gpai_rules::judged::judged;
use gpai_rules::law::Law;
use gpai_rules::rows::Rows;
use jiff::civil::Date;

use crate::checks::{self, Reader};
use crate::gather::{DossierError, Gathered, Model, Register, Request, gather};
use crate::holds::Holds;

/// A folder with everything known of it.
#[derive(Debug)]
pub struct Dossier {
    /// Name of the model, from the answers or the folder.
    pub model: String,
    /// See [`Gathered::path`].
    pub path: String,
    /// What the files say.
    pub evidence: Facts,
    /// What people answered.
    pub answers: Facts,
    /// Both together, what the licence stands for not yet added.
    pub facts: Facts,
    /// The answer.
    pub assessment: Assessment,
    /// Every file that was there; sorted.
    pub files: Vec<Entry>,
    /// What the folder is, as far as its files say.
    pub holds: Holds,
    /// Files looked at and what they gave.
    pub looked_at: Vec<LookedAt>,
    /// Findings of reading alone; they are among those of the assessment.
    pub reading: Vec<Finding>,
    /// Training compute by each method.
    pub estimates: Vec<Estimate>,
    /// What runs after release, and what is kept.
    pub deadlines: Deadlines,
    /// Evaluations, runs, energy, data sets of logs.
    pub rows: Rows,
}

/// The law of a day, compiled.
///
/// # Errors
/// The day lies outside the law book.
pub fn engine(law: &Law, on: Date) -> Result<Engine<'_>, DossierError> {
    if let Some((first, last)) = law.span
        && !(first..=last).contains(&on)
    {
        return Err(DossierError::Day { day: on, first, last });
    }
    Ok(Engine::new(law, on)?)
}

/// The law of a day with the conclusions that these facts judge left to that judgement, compiled; `None` where nothing is judged.
///
/// # Errors
/// See [`engine`].
pub fn judging<'l>(law: &'l Law, on: Date, facts: &Facts) -> Result<Option<Engine<'l>>, DossierError> {
    let names: BTreeSet<String> = judged(law, facts).into_keys().collect();
    if names.is_empty() {
        return Ok(None);
    }
    Ok(Some(Engine::judged(law, on, &names)?))
}

/// Gathers and assesses; with a reader, the documents of the folder are read and checked, and decide the state of the duties
/// they stand for.
///
/// # Errors
/// See [`gather`] and [`engine`].
pub fn open(law: &Law, request: &Request, read: Option<Reader<'_>>) -> Result<Dossier, DossierError> {
    open_with(&engine(law, request.on)?, law, request, read)
}

/// The same under a law that is compiled already.
///
/// # Errors
/// See [`gather`].
pub fn open_with(
    engine: &Engine<'_>,
    law: &Law,
    request: &Request,
    read: Option<Reader<'_>>,
) -> Result<Dossier, DossierError> {
    let mut gathered = gather(law, request)?;
    let without = gathered.facts();
    if let Some(register) = &request.register {
        gathered.evidence.extend(register_facts::facts(&register.history, &gathered.model, request.on));
    }
    let facts = gathered.facts();
    let judging = judging(law, engine.as_of(), &facts)?;
    let engines = Engines { plain: engine, own: judging.as_ref().unwrap_or(engine) };
    let assessment = engines.own.assess_unsettled(&facts);
    let checks = match (&request.model, read) {
        (Model::Folder(folder), Some(read)) if facts.names().any(|name| name.starts_with("documents.")) => {
            let book = Book::book(law).map_err(DossierError::Answers)?;
            let of = checks::Of { on: request.on, model: &gathered.model, register: request.register.as_ref() };
            checks::check(law, folder, &facts, &assessment, &of, &book, read)
        }
        _ => Vec::new(),
    };
    Ok(settled(&engines, gathered, facts, assessment, &checks, (&without, request.register.as_ref())))
}

/// Assesses what was gathered, its documents left unread.
///
/// # Errors
/// See [`engine`].
pub fn assessed(engine: &Engine<'_>, law: &Law, gathered: Gathered) -> Result<Dossier, DossierError> {
    let facts = gathered.facts();
    let judging = judging(law, engine.as_of(), &facts)?;
    let engines = Engines { plain: engine, own: judging.as_ref().unwrap_or(engine) };
    let assessment = engines.own.assess_unsettled(&facts);
    let without = facts.clone();
    Ok(settled(&engines, gathered, facts, assessment, &[], (&without, None)))
}

/// The law of the day as it stands, and as it is applied: some conclusions may be left to judgement.
struct Engines<'e, 'l> {
    plain: &'e Engine<'l>,
    own: &'e Engine<'l>,
}

fn settled(
    engines: &Engines<'_, '_>,
    gathered: Gathered,
    facts: Facts,
    mut assessment: Assessment,
    checks: &[DocumentCheck],
    (without, register): (&Facts, Option<&Register>),
) -> Dossier {
    let Gathered { model, path, evidence, answers, found, files, holds } = gathered;
    engines.own.settle(&mut assessment, &facts, checks);
    engines.plain.add_judged(&mut assessment, &facts);
    let known = Known {
        facts: without,
        history: register.map(|r| &r.history),
        model: &model,
        zone: register.and_then(|r| r.zone.as_ref()),
    };
    let deadlines = derive(engines.own, &known);
    effect::apply(&mut assessment, &deadlines);
    show_clauses(&mut assessment.findings, &found);
    assessment.findings.extend(found.findings.iter().cloned());
    assessment.findings.sort();
    assessment.findings.dedup();
    Dossier {
        model,
        path,
        evidence,
        answers,
        facts,
        assessment,
        files,
        holds,
        looked_at: found.looked_at,
        reading: found.findings,
        estimates: found.estimates,
        deadlines,
        rows: found.rows,
    }
}

/// A finding on the licence points at the clause in the licence file, not only at the file.
fn show_clauses(findings: &mut [Finding], found: &Found) {
    for finding in findings.iter_mut().filter(|f| f.code.starts_with("licence-")) {
        let named = |word: &str| {
            finding.details.iter().any(|(_, detail)| match detail {
                Detail::Terms(terms, _) => terms.iter().any(|term| term.word == word),
                _ => false,
            })
        };
        let clauses = found.clauses.iter().filter(|c| named(&c.restriction));
        let places: Vec<_> = clauses.map(|c| c.place.clone()).collect();
        if !places.is_empty() {
            finding.places = places;
        }
    }
}
