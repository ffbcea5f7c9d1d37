//! What kinds of answers facts have.

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// An amount or interval.
    Number,
    /// A day.
    Date,
    /// One word of a list.
    Word,
    /// Words of a list, or free words where the list is empty.
    Set,
    /// Free text.
    Text,
    /// ISO 3166-1 alpha-2 country code.
    Country,
}
