//! The picture of ARCHITECTURE.md as one function: evidence and answers to facts, facts and law to an assessment.

use gpai_evidence::compute::Estimate;
use gpai_evidence::files::Entry;
use gpai_evidence::{Found, LookedAt};
use gpai_review::Book;
use gpai_rules::assess::Assessment;
use gpai_rules::compile::Engine;
use gpai_rules::fact::Facts;
use gpai_rules::finding::{Detail, DocumentCheck, Finding};
use gpai_rules::law::Law;
use gpai_rules::rows::Rows;
use jiff::civil::Date;

use crate::checks::{self, Reader};
use crate::gather::{DossierError, Gathered, Model, Request, gather};

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
    /// Files looked at and what they gave.
    pub looked_at: Vec<LookedAt>,
    /// Findings of reading alone; they are among those of the assessment.
    pub reading: Vec<Finding>,
    /// Training compute by each method.
    pub estimates: Vec<Estimate>,
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
    let gathered = gather(law, request)?;
    let facts = gathered.facts();
    let assessment = engine.assess_unsettled(&facts);
    let checks = match (&request.model, read) {
        (Model::Folder(folder), Some(read)) if facts.names().any(|name| name.starts_with("documents.")) => {
            let book = Book::book(law).map_err(DossierError::Answers)?;
            checks::check(law, folder, &facts, &assessment, request.on, &book, read)
        }
        _ => Vec::new(),
    };
    Ok(settled(engine, gathered, facts, assessment, &checks))
}

/// Assesses what was gathered, its documents left unread.
pub fn assessed(engine: &Engine<'_>, gathered: Gathered) -> Dossier {
    let facts = gathered.facts();
    let assessment = engine.assess_unsettled(&facts);
    settled(engine, gathered, facts, assessment, &[])
}

fn settled(
    engine: &Engine<'_>,
    gathered: Gathered,
    facts: Facts,
    mut assessment: Assessment,
    checks: &[DocumentCheck],
) -> Dossier {
    let Gathered { model, path, evidence, answers, found, files } = gathered;
    engine.settle(&mut assessment, &facts, checks);
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
        looked_at: found.looked_at,
        reading: found.findings,
        estimates: found.estimates,
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
