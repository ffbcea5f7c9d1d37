//! Reads a model folder into facts, with the place of each: model card, prose, configurations, weights, licence files.
//!
//! Nothing is guessed: what a file does not say gives no fact, what cannot be read gives a finding, and the rest is still
//! read. Every read has a bound ([`limits`]); only regular files inside the folder are opened; there is no network.

pub mod bases;
pub mod compute;
pub mod files;
pub mod limits;
pub mod lineage;

mod base_names;
mod base_phrases;
mod candidates;
mod card_base;
mod card_yaml;
mod devices;
mod documents;
mod domain;
mod estimate;
mod front_matter;
mod gate;
mod grid;
mod hours;
mod kind;
mod labels;
mod licence_presence;
mod node;
mod passages;
mod phrases;
mod pipelines;
mod quantity;
mod readers;
mod shape;
mod standard;
mod stated_flops;
mod statements;
mod tensors;
mod text;
mod training_compute;
mod union_excluded;
mod work;

use gpai_rules::fact::Facts;
use gpai_rules::finding::{Finding, Place};
use gpai_rules::licence::Licences;

use crate::compute::Estimate;
use crate::files::Files;
use crate::lineage::Given;

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
    let mut work = work::Work::new(files, licences);
    let mut entries = files.list();
    entries.sort();
    for reader in readers::READERS {
        let wanted: Vec<_> = entries.iter().filter(|e| (reader.wants)(e)).cloned().collect();
        if !wanted.is_empty() {
            (reader.read)(&mut work, &wanted);
        }
    }
    documents::by_name(&mut work, &entries);
    licence_presence::check(&mut work, &entries);
    estimate::conclude(&mut work, about);
    work.finish()
}
