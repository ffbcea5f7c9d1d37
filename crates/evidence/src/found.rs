//! What a folder says, as it is handed on; and the one way in which claims, findings and notes are put into it.

use gpai_rules::fact::{Facts, Source, Value};
use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::rows::Rows;

use crate::estimate::Estimate;
use crate::limits;
use crate::text::shorten;

/// What a folder says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Claims, each with its place.
    pub facts: Facts,
    /// What could not be read, or needs a look; sorted, without repetitions.
    pub findings: Vec<Finding>,
    /// Every file that was opened and what it gave; sorted.
    pub looked_at: Vec<LookedAt>,
    /// Where the clauses of the recognised licences stand; sorted.
    pub clauses: Vec<Clause>,
    /// Training compute by each method; sorted.
    pub estimates: Vec<Estimate>,
    /// Documents that the Act asks for, by file name or by a link; sorted.
    pub documents: Vec<DocumentFound>,
    /// Evaluations, runs, energy, data sets that logs hold; sorted.
    pub rows: Rows,
}

/// One file and what a reader made of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LookedAt {
    /// Path of the file.
    pub path: String,
    /// The reader.
    pub reader: String,
    /// What it gave, or why it gave nothing.
    pub gave: String,
}

impl LookedAt {
    /// What a reader made of a file.
    pub(crate) fn new(path: &str, reader: &str, gave: impl Into<String>) -> Self {
        LookedAt { path: path.to_owned(), reader: reader.to_owned(), gave: gave.into() }
    }
}

/// A restricting clause in a licence text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clause {
    /// Id of the licence.
    pub licence: String,
    /// Word of `openness.restrictions`.
    pub restriction: String,
    /// Where the clause stands.
    pub place: Place,
}

/// A document that the Act asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentFound {
    /// `training-summary`, `copyright-policy`, …: the fact `documents.KIND`, with hyphens.
    pub kind: String,
    /// The file, or the link to it.
    pub place: Place,
    /// Where the link leads, as written; `None` for a file.
    pub target: Option<String>,
}

impl Found {
    /// Adds a claim.
    pub(crate) fn claim(&mut self, name: &str, value: Value, source: Source) {
        self.facts.add(name, value, source);
    }

    /// Adds a finding, up to the bound on findings of a kind in a file.
    pub(crate) fn find(&mut self, finding: Finding) {
        fn file(finding: &Finding) -> Option<&String> {
            finding.places.first().map(|p| &p.file)
        }
        let same = |f: &&Finding| f.code == finding.code && file(f) == file(&finding);
        if self.findings.iter().filter(same).count() < limits::FINDINGS_OF_A_KIND {
            self.findings.push(finding);
        }
    }

    /// Says what a reader made of a file.
    pub(crate) fn note(&mut self, note: LookedAt) {
        self.looked_at.push(note);
    }

    /// Adds a document, up to the bound.
    pub(crate) fn document(&mut self, document: DocumentFound) {
        if self.documents.len() < limits::CANDIDATES {
            self.documents.push(document);
        }
    }

    /// Takes in what another reader found.
    pub(crate) fn take(&mut self, other: Found) {
        if self.facts.names().next().is_none() {
            self.facts = other.facts;
        } else {
            self.facts.extend(other.facts);
        }
        for finding in other.findings {
            self.find(finding);
        }
        self.looked_at.extend(other.looked_at);
        self.rows.take(other.rows);
        for document in other.documents {
            self.document(document);
        }
    }

    /// The same in an order that does not depend on that of files and readers.
    pub(crate) fn sorted(mut self) -> Self {
        self.rows.sort();
        self.findings.sort();
        self.findings.dedup();
        self.looked_at.sort();
        self.looked_at.dedup();
        self.clauses.sort();
        self.clauses.dedup();
        self.documents.sort();
        self.documents.dedup();
        self
    }
}

/// Something could not be read.
pub(crate) fn unreadable(what: &str, why: &str, place: Place) -> Finding {
    let finding = Finding::new("unreadable-part", Severity::Warning);
    finding.with("what", shorten(what)).with("why", shorten(why)).place(place)
}

/// A bound was met.
pub(crate) fn limit(what: &str, limit: impl ToString, place: Place) -> Finding {
    let finding = Finding::new("limit-reached", Severity::Warning);
    finding.with("what", shorten(what)).with("limit", limit).place(place)
}

/// The number of parameters was not computed.
pub(crate) fn no_parameters(why: &str, place: Place) -> Finding {
    Finding::new("parameters-not-computed", Severity::Info).with("why", why).place(place)
}
