//! Blocks in a model card that the program keeps: text between two marks is replaced, everything else stays byte for byte.

mod blocks;
mod book;
mod marks;

pub use blocks::{Filled, Values, fill};
pub use book::{BOOK, Block, Line, book};
pub use marks::{CardError, MAX_CARD, Outcome, update};

#[cfg(test)]
mod tests;
