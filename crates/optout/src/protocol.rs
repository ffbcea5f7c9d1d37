//! What a protocol is: what it wants to read, and what it makes of it.

use crate::input::Input;
use crate::signal::Signal;

/// What a protocol wants to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A file at a well-known place, and the word by which a command line asks for it.
    File(&'static str, &'static str),
    /// A header of the answer.
    Header(&'static str),
    /// An element of the page.
    Element(&'static str),
    /// Metadata inside the file at the address, by their format.
    Metadata(&'static str),
}

/// A protocol.
pub struct Protocol {
    /// Stable id.
    pub id: &'static str,
    /// What it wants.
    pub reads: &'static [Wants],
    /// The remarks it may make; its entry explains each.
    pub notes: &'static [&'static str],
    /// What it says about one address. Nothing where nothing of what it wants was obtained.
    pub read: fn(&Input<'_>) -> Vec<Signal>,
}
