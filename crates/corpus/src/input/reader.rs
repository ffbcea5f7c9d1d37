//! What every format has: a reader that gives documents step by step.

use super::row::Rows;

/// The longest text of one document, in bytes: more is skipped and told.
pub const LONGEST: usize = 64 << 20;

/// How a reader went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A document was given.
    Document,
    /// So many documents were looked at.
    Documents(u64),
    /// None, but it goes on.
    More,
    /// It is done.
    End,
}

/// Gives the documents of one part, step by step.
pub trait Reader: Send {
    /// One step.
    fn next(&mut self, rows: &mut Rows) -> Step;
}
