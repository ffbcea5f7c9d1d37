//! Facts, the law as data, and the exact assessment of one under the other.
//!
//! Pure: no input or output, no clock, no floating point. The date is an argument. Same law, facts and date give the
//! same answer, whatever the order of files, rules or facts.

pub mod answer;
pub mod assess;
pub mod assessment;
pub mod book;
mod builder;
pub mod chart;
pub mod clocks;
pub mod compile;
pub mod condition;
pub mod decide;
pub mod derive;
pub mod detail;
pub mod diagram;
pub mod documents;
pub mod engine;
pub mod fact;
pub mod finding;
pub mod interview;
pub mod judged;
pub mod law;
pub mod licence;
pub mod load;
pub mod message;
pub mod names;
pub mod near;
pub mod next;
pub mod number;
pub mod periods;
pub mod portable;
pub mod preset;
pub mod remarks;
pub mod rows;
pub mod show;
pub mod toml_place;
pub mod whatif;
pub mod words;

mod atoms;
mod due;
mod duty_state;
mod findings;
mod index;
mod kind;
mod lint;
mod missing;
mod tables;
mod why;
