//! The working folder and the flow: gather evidence and answers, assess, hand over. No printing, no clock.

pub mod answer_file;
pub mod answers;
pub mod checks;
pub mod export_file;
pub mod flow;
pub mod found_documents;
pub mod gather;
pub mod history;
pub mod holds;
mod hub_cache;
pub mod logged;
pub mod named_base;
pub mod profiles;
pub mod records;
pub mod survey;
pub mod tree;
pub mod write;

pub use flow::{Dossier, open};
pub use gather::{DossierError, Elsewhere, Model, Register, Remote, Request};
