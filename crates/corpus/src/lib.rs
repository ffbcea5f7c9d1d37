//! The data engine: what is heavy in training data and tables. Profiles of training data (`profile/`), over files of every usual
//! format (`input/`) by one plan of DataFusion (`engine/`), audits of crawls (`audit/`); text of a
//! corpus in what a model gave back (`verbatim/`); tables for `gpai survey` (`tables/`). A program of its own
//! (`main.rs`), so that nobody builds it who only checks a model.

pub mod address;
pub mod audit;
pub mod commands;
pub mod engine;
pub mod hash;
pub mod input;
pub mod pictures;
pub mod profile;
pub mod shown;
pub mod tables;
pub mod verbatim;
