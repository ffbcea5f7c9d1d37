//! The licence of a model: its files, what a sentence names, and whether there is one.

pub mod file;
pub mod notice;
pub mod presence;
pub mod sentence;
mod standard;
mod union_excluded;
