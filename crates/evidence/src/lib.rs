//! Reads a model folder into facts, with the place of each: model card, prose, configurations, weights, licence files.
//!
//! Nothing is guessed: what a file does not say gives no fact, what cannot be read gives a finding, and the rest is still
//! read. Every read has a bound ([`limits`]); only regular files inside the folder are opened; there is no network.
//!
//! Each reader writes on a sheet of its own and sees no other's; `weigh` holds one word against another at the end.

pub mod files;
pub mod limits;

mod about;
mod candidates;
mod card;
mod documents;
mod domain;
mod estimate;
mod found;
mod licence;
mod logs;
mod model_name;
mod node;
#[cfg(test)]
mod order_tests;
mod pipelines;
#[cfg(test)]
mod probe;
mod prose;
mod reader;
mod readers;
mod run;
mod shape;
mod statement;
mod text;
mod weigh;
mod weights;

use gpai_rules::licence::Licences;

use crate::files::Files;
use crate::reader::Reader;
use crate::run::{Desk, Run};

pub use about::{About, EnergyAnswers};
pub use found::{Clause, DocumentFound, Found, LookedAt};
pub use logs::energy::method_text as energy_method;
pub use weigh::{bases, compute};

/// What a model was made from, as far as it is known from elsewhere.
pub mod lineage {
    pub use crate::about::Given;
}

/// Reads a folder.
pub fn read(files: &dyn Files, licences: &Licences) -> Found {
    read_as(files, licences, &About::default())
}

/// Reads a folder of a model of which something is known from elsewhere.
pub fn read_as(files: &dyn Files, licences: &Licences, about: &About) -> Found {
    read_by(readers::READERS.iter(), files, licences, about)
}

/// For each reader a path of a file that it wants, so that fuzzing and tests can feed every reader arbitrary bytes.
pub fn samples() -> impl Iterator<Item = &'static str> {
    readers::READERS.iter().map(|reader| reader.sample)
}

/// Reads a folder with the readers in some order, which changes nothing.
fn read_by<'r>(
    readers: impl Iterator<Item = &'r Reader>,
    files: &dyn Files,
    licences: &Licences,
    about: &About,
) -> Found {
    let mut entries = files.list();
    entries.sort();
    let desk = Desk::new(files, licences);
    let mut sheets = Vec::new();
    for reader in readers {
        let wanted: Vec<_> = entries.iter().filter(|e| (reader.wants)(e)).cloned().collect();
        if !wanted.is_empty() {
            let mut run = Run::new(&desk);
            (reader.read)(&mut run, &wanted);
            sheets.push((reader, run.finish()));
        }
    }
    let mut sheet = weigh::together(sheets);
    sheet.found.findings.extend(files.skipped());
    documents::by_name(&mut sheet.found, &entries);
    weigh::conclude(sheet, &entries, licences, about).sorted()
}
