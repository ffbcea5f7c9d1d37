//! Reads a model folder into facts, with the place of each: model card, prose, configurations, weights, licence files.
//!
//! Nothing is guessed: what a file does not say gives no fact, what cannot be read gives a finding, and the rest is still
//! read. Every read has a bound ([`limits`]); only regular files inside the folder are opened; there is no network.

pub mod files;
pub mod limits;

mod candidates;
mod card;
mod documents;
mod domain;
mod licence;
mod model_name;
mod node;
mod pipelines;
#[cfg(test)]
mod probe;
mod prose;
mod reader;
mod readers;
mod run;
mod shape;
mod text;
mod weigh;
mod weights;

pub use weigh::{bases, compute, lineage};

use gpai_rules::fact::Facts;
use gpai_rules::finding::{Finding, Place};
use gpai_rules::licence::Licences;

use crate::files::Files;
use crate::weigh::compute::Estimate;
use crate::weigh::lineage::Given;

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

/// Reads a folder.
pub fn read(files: &dyn Files, licences: &Licences) -> Found {
    read_as(files, licences, &About::default())
}

/// What is known of the model from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its name: that of the repository or folder, or the answer. Where a card speaks of several sizes, a size in the name
    /// says which one is meant.
    pub name: Option<String>,
    /// The model it was made from.
    pub base: Option<Given>,
}

/// Reads a folder of a model of which something is known from elsewhere.
pub fn read_as(files: &dyn Files, licences: &Licences, about: &About) -> Found {
    let mut work = run::Work::new(files, licences);
    let mut entries = files.list();
    entries.sort();
    for reader in readers::READERS {
        let wanted: Vec<_> = entries.iter().filter(|e| (reader.wants)(e)).cloned().collect();
        if !wanted.is_empty() {
            (reader.read)(&mut work, &wanted);
        }
    }
    documents::by_name(&mut work, &entries);
    licence::presence::check(&mut work, &entries);
    weigh::conclude(&mut work, about);
    work.finish()
}
