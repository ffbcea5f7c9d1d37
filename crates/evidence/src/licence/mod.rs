//! The licence of a model: its files, what sentences say, and whether there is one. What follows, `weigh` decides.

mod align;
pub mod clause;
pub mod file;
mod harmless;
pub mod names;
pub mod normal;
pub mod notice;
pub mod presence;
mod recognise;
pub mod restricts;
pub mod restricts_words;
pub mod sentence;
pub mod standard;
pub mod texts;
pub mod union_excluded;
mod words;
