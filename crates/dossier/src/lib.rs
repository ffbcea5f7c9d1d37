//! The working folder and the flow: gather evidence and answers, assess, hand over. No printing, no clock.

pub use gpai_documents as documents;
pub use gpai_documents::rules;
pub use gpai_evidence as evidence;

pub mod answer_file;
pub mod answers;
pub mod checks;
pub mod flow;
pub mod found_documents;
pub mod records;
pub mod survey;

pub use flow::{Dossier, DossierError, Elsewhere, Model, Remote, Request, open};
