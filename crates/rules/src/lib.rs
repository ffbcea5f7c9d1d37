//! Facts, the law as data, and the exact assessment of one under the other.
//!
//! Pure: no input or output, no clock, no floating point. The date is an argument. Same law, facts and date give the
//! same answer, whatever the order of files, rules or facts.

pub mod answer;
pub mod assess;
pub mod chart;
pub mod compile;
pub mod condition;
pub mod decide;
pub mod derive;
pub mod diagram;
pub mod fact;
pub mod finding;
pub mod law;
pub mod licence;
pub mod load;
pub mod near;
pub mod number;
pub mod portable;
pub mod toml_place;
pub mod whatif;

mod atoms;
mod due;
mod lint;
mod missing;
pub mod remarks;
mod why;
