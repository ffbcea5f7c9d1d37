//! The register of a provider: an append-only, hash-chained file of entries, private values beside it that can be erased with the
//! chain whole, and what follows from the entries: complaints, requests, incidents, versions, events and their states.

pub mod canon;
pub mod chain;
pub mod commands;
pub mod eml;
pub mod fault;
pub mod form;
pub mod history;
pub mod machine;
pub mod order;
pub mod secret;
pub mod state;
pub mod step;
pub mod store;
pub mod words;
