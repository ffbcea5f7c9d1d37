//! What all statements together say: licence, inputs and outputs, amounts, the base, and training compute. Here alone one
//! reader's word is held against another's.

mod amounts;
pub mod bases;
pub mod compute;
mod data_set;
mod licence;
mod lineage;
mod logs;
mod together;

use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;

use crate::about::About;
use crate::candidates::Candidates;
use crate::files::Entry;
use crate::found::Found;
use crate::licence::presence;
use crate::run::Sheet;

pub use together::together;

/// Draws the conclusions.
pub fn conclude(sheet: Sheet, entries: &[Entry], licences: &Licences, about: &About) -> Found {
    let Sheet { mut found, mut candidates } = sheet;
    let all = &mut found;
    licence::decide(all, std::mem::take(&mut candidates.statements), licences);
    presence::check(all, entries);
    data_set::check(all, &candidates.data_sets, entries);
    modalities(all, &candidates);
    logs::apply(all, &mut candidates, about);
    let amounts = amounts::conclude(all, &mut candidates, about.name.as_deref());
    let base = lineage::conclude(all, &candidates, licences, about.base.as_ref());
    compute::conclude(all, &candidates, &amounts, base.as_ref());
    logs::conclude(&mut found, about);
    found
}

/// Inputs and outputs, unless the model may be narrow: then a person has to say.
fn modalities(found: &mut Found, candidates: &Candidates) {
    for modality in candidates.modalities.iter().filter(|_| !candidates.narrow) {
        // Text includes code (Guidelines 17, footnote 2): who answers `text` does not contradict a card that says both.
        let both = modality.words.contains("text");
        let words = modality.words.iter().copied().filter(|w| !(both && *w == "code"));
        found.claim(modality.fact, Value::at_least(words), modality.source.clone());
    }
}
