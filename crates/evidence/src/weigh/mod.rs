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
use gpai_rules::names;

use crate::about::About;
use crate::candidates::{Candidates, Modality};
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

/// Inputs and outputs, unless the model may be narrow: then a person has to say. A card that is about one field whose outputs
/// are neither language nor pictures says so itself, unless the model was made from another or another file speaks of outputs.
fn modalities(found: &mut Found, candidates: &Candidates) {
    let outputs = |m: &&Modality| m.fact == names::MODEL_OUTPUTS;
    let field = candidates.field.as_ref().or(candidates.silent_tag.as_ref().filter(|_| !candidates.speaks));
    if let Some(source) = field.filter(|_| candidates.bases.is_empty())
        && !candidates.modalities.iter().filter(outputs).any(|m| !m.words.contains("other"))
    {
        found.claim(names::MODEL_OUTPUTS, Value::set(["other"]), source.clone());
    }
    for modality in candidates.modalities.iter().filter(|_| !candidates.narrow) {
        // Text includes code (Guidelines 17, footnote 2): who answers `text` does not contradict a card that says both.
        let both = modality.words.contains("text");
        let words = modality.words.iter().copied().filter(|w| !(both && *w == "code"));
        found.claim(modality.fact, Value::at_least(words), modality.source.clone());
    }
}
