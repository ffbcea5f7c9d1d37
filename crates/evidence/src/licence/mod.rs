//! The licence of a model: its files, what sentences say, and whether there is one. What follows, `weigh` decides.

mod align;
pub mod file;
mod harmless;
pub mod normal;
pub mod notice;
pub mod presence;
mod recognise;
pub mod sentence;
mod standard;
mod union_excluded;
mod words;
