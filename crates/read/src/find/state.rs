//! What the finder has in hand: a field as it was met, what the following text belongs to, the row of sizes that is open.

use crate::flow::Cell;

/// A field as met: its label and the lines of its answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Raw {
    pub(super) label: String,
    pub(super) answer: Cell,
    pub(super) page: Option<u32>,
    pub(super) line: Option<u32>,
}

/// What the following text belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Nothing,
    /// A field; true where label and answer are cells of a row, so that text below is not part of it.
    Field(String, bool),
    Extra(usize, bool),
}

/// The row of the table of section 1.3 that is open.
#[derive(Clone, Debug, Default)]
pub struct Sizes {
    /// Modality of the last row, and whether it is one of a table.
    pub(super) modality: Option<(&'static str, bool)>,
    /// Depth of the bullet with the size.
    pub(super) depth: Option<u8>,
    /// Whether the part in hand is the size; otherwise the types of content.
    pub(super) size: bool,
    /// Whether the table was seen.
    pub(super) table: bool,
    /// Rows without a box: the modality, whether its size is ticked, whether a size or content is given, and the page.
    pub(super) bare: Vec<(&'static str, bool, bool, Option<u32>)>,
}

impl Sizes {
    /// Ends the row.
    pub fn close(&mut self) {
        self.modality = None;
        self.depth = None;
    }
}
