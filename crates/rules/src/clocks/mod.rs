//! Clocks that run after release: from the dated events of a register and the answers of `gpai.toml` to deadlines. What is
//! known only by its law file is `book`; the events are `history`; `derive` puts them together, one file for each family.

mod article52;
pub mod book;
mod complaint;
pub mod deadline;
pub mod derive;
pub mod effect;
pub mod facts;
mod finish;
mod framework;
pub mod history;
mod incident;
mod keeping;
mod placing;
mod remarks;
mod report;
mod request;
mod run;
mod upkeep;
pub mod valid;
mod waive;
