//! Does a model repeat its training data? What it gave back (`outputs/`) is indexed, the corpus is streamed once (`pass.rs`), what was
//! found is judged by stated rules and by people (`judge.rs`, `rights.rs`, `decisions.rs`), counted by kind of prompt (`figures.rs`) and
//! told (`report.rs`, `told.rs`). The prompts themselves are made by `prompts.rs`; no model is run here.

pub mod decisions;
pub mod figures;
pub mod judge;
pub mod limit;
pub mod outputs;
pub mod pass;
pub mod passed;
pub mod prompts;
pub mod report;
pub mod rights;
pub mod told;
pub mod words;
