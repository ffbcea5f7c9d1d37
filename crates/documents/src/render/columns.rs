//! Widths of the columns of a table, from what stands in them: the same in every format.

use crate::forms::sheet::{Inline, Table};

/// A share for each column of the table, between 6 and 40; a column with longer text gets more.
pub fn shares(table: &Table) -> Vec<usize> {
    let mut shares: Vec<usize> = table.header.iter().map(|title| title.chars().take(40).count()).collect();
    for row in &table.rows {
        for (share, cell) in shares.iter_mut().zip(row) {
            *share = (*share).max(cell.iter().map(length).sum::<usize>());
        }
    }
    shares.into_iter().map(|share| share.clamp(6, 40)).collect()
}

fn length(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text) | Inline::Strong(text) | Inline::Link { text, .. } => text.chars().take(40).count(),
        Inline::Source(_) => 0,
    }
}
