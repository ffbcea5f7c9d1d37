//! Widths of the columns of a table, from what stands in them: the same in every format.

use gpai_forms::sheet::{Inline, Table};

/// What the margins of a cell take, in characters.
const MARGIN: usize = 3;
/// Most characters a column asks for.
const MOST: usize = 44;

/// A share of the width for each column. `fits`: characters that fit side by side on the whole width. Each column has room
/// for 12 characters of its longest word first, then for the whole word, then for a whole line.
pub fn shares(table: &Table, fits: usize) -> Vec<usize> {
    let mut columns: Vec<Column> = table.header.iter().map(|title| Column::default().with(title, 1)).collect();
    for row in &table.rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            let mut line = 0;
            for inline in cell {
                let text = match inline {
                    Inline::Text(text) | Inline::Strong(text) | Inline::Link { text, .. } => text,
                    Inline::Source(_) => continue,
                };
                *column = column.with(text, 0);
                line += text.chars().take(MOST).count();
            }
            column.line = column.line.max(line.min(MOST));
        }
    }
    let mut widths: Vec<usize> = columns.iter().map(|c| c.word.min(12)).collect();
    let room = fits.saturating_sub(MARGIN * columns.len());
    let mut spare = room.saturating_sub(widths.iter().sum());
    for wanted in [|c: &Column| c.word, |c: &Column| c.line] {
        let lacks: Vec<usize> = columns.iter().zip(&widths).map(|(c, w)| wanted(c).saturating_sub(*w)).collect();
        let all: usize = lacks.iter().sum();
        let given = spare.min(all);
        for (width, lack) in widths.iter_mut().zip(&lacks) {
            *width += given * lack / all.max(1);
        }
        spare -= given;
    }
    widths.into_iter().map(|width| width + MARGIN).collect()
}

/// Whether a row is short enough to be kept on one page.
pub fn together(row: &[Vec<Inline>]) -> bool {
    let cell = |cell: &Vec<Inline>| {
        cell.iter()
            .map(|inline| match inline {
                Inline::Text(text) | Inline::Strong(text) | Inline::Source(text) | Inline::Link { text, .. } => {
                    text.len() + 20 * text.matches('\n').count()
                }
            })
            .sum::<usize>()
    };
    row.iter().all(|c| cell(c) <= 200)
}

/// What a column holds, in characters.
#[derive(Clone, Copy, Default)]
struct Column {
    /// Longest word.
    word: usize,
    /// Longest text; never shorter than the word.
    line: usize,
}

impl Column {
    /// With a text in it whose letters are wider by `more` characters in all.
    fn with(self, text: &str, more: usize) -> Self {
        let word = text.split([' ', '/', '-']).map(|w| w.chars().take(30).count()).max().unwrap_or(0) + more;
        let word = self.word.max(word);
        Self { word, line: self.line.max(word).max(text.chars().take(MOST).count()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_column_keeps_room_for_its_word() {
        let text = |s: &str| vec![Inline::Text(s.to_owned())];
        let table = Table {
            header: ["Name", "Version", "How selected"].map(str::to_owned).to_vec(),
            rows: vec![vec![text("A"), text("2.0.1"), text(&"many words ".repeat(900))]],
        };
        let shares = shares(&table, 56);
        assert_eq!(shares.iter().take(2).copied().collect::<Vec<_>>(), [8, 11]);
        assert!(shares.iter().sum::<usize>() <= 56 && shares.get(2).is_some_and(|s| *s >= 30), "{shares:?}");
    }

    #[test]
    fn many_columns_still_have_widths() {
        let table = Table { header: vec!["Longwordinheader".to_owned(); 40], rows: vec![] };
        assert!(shares(&table, 56).iter().all(|s| *s > 0));
        assert_eq!(shares(&Table::default(), 56), Vec::<usize>::new());
    }
}
