//! A profile: what a collection of data holds, exactly, by domain, dataset, language and month.

pub mod cut;
pub mod figures;
mod json;
pub mod mix;
pub mod rank;
pub mod rollup;
mod run;

pub use run::{FORMAT, Profile, Settings, of_files, of_merged, size, write};
