//! Logs of other tools, and of our own Python package: evaluations, experiments, energy, data sets. Each reader gives rows with their source and their caveats; a
//! score is no fact, and what a log says of the model is one word beside others.
//!
//! Files are recognised by what they hold. Numbers are kept as they are written. Nobody's name, host, path or argument leaves one.

pub mod bill_of_materials;
pub mod compliance_card;
pub mod croissant;
pub mod data_card;
mod day;
pub mod energy;
pub mod eval_results;
mod facts;
mod front;
mod inspect;
mod inspect_archive;
pub mod json;
mod lighteval;
mod lm_eval;
pub mod model_index;
pub mod names;
mod parquet;
pub mod result_files;
mod samples;
pub mod score;
mod sheet;
pub mod training_run;
mod tree;
pub mod wandb;
mod yaml;
mod zip;

#[cfg(test)]
mod tests;
