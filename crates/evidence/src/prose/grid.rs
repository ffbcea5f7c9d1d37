//! Tables of Markdown and HTML as grids of cells, each with the byte its text starts at.

use std::ops::Range;

use crate::limits;

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text in lower case, without markup, white space collapsed.
    pub text: String,
    /// Where it starts.
    pub at: usize,
}

/// One table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its rows; cells that span are repeated.
    pub rows: Vec<Vec<Cell>>,
}

/// All tables of a text in lower case.
pub fn all(lower: &str) -> Vec<Grid> {
    let mut grids = markdown(lower);
    grids.extend(html(lower));
    grids.retain(|g| !g.rows.is_empty());
    grids.sort_by_key(|g| g.range.start);
    grids
}

/// Text without markup: tags, emphasis, links and escapes.
fn clean(text: &str) -> String {
    let raised = text.replace("<sup>", "^");
    let text = raised.as_str();
    let mut out = String::with_capacity(text.len());
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => {
                in_tag = false;
                out.push(' ');
            }
            _ if in_tag => {}
            '*' | '`' | '\\' => {}
            _ => out.push(c),
        }
    }
    let out = out.replace("&nbsp;", " ").replace("&amp;", "&");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn markdown(lower: &str) -> Vec<Grid> {
    let mut out: Vec<Grid> = Vec::new();
    let mut open: Option<Grid> = None;
    let mut fenced = false;
    let mut kept = 0;
    let mut at = 0;
    for line in lower.split_inclusive('\n') {
        let start = at;
        at += line.len();
        fenced ^= line.trim_start().starts_with("```");
        let is_row = !fenced && line.trim_start().starts_with('|') && line.len() <= limits::LINE;
        if !is_row {
            out.extend(open.take());
            kept = 0;
            continue;
        }
        let grid = open.get_or_insert_with(|| Grid { range: start..start, rows: Vec::new() });
        grid.range.end = at;
        let is_rule = line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '\r' | '\n' | '—'));
        if !is_rule && kept < limits::CELLS {
            let row = cells(line, start);
            kept += row.len().max(1);
            grid.rows.push(row);
        }
    }
    out.extend(open);
    out
}

/// The cells of one Markdown row.
fn cells(line: &str, start: usize) -> Vec<Cell> {
    let mut row = Vec::new();
    let mut at = start;
    let mut parts = line.split('|').peekable();
    let mut first = true;
    while let Some(part) = parts.next() {
        let from = at;
        at += part.len() + 1;
        let is_edge = (first && part.trim().is_empty()) || (parts.peek().is_none() && part.trim().is_empty());
        first = false;
        if !is_edge && row.len() < limits::SPAN {
            row.push(Cell { text: clean(part), at: from + (part.len() - part.trim_start().len()) });
        }
    }
    row
}

fn html(lower: &str) -> Vec<Grid> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = lower.get(at..).and_then(|l| l.find("<table")).map(|i| at + i) {
        let end = lower.get(start..).and_then(|l| l.find("</table")).map_or(lower.len(), |i| start + i);
        out.push(Grid { range: start..end, rows: rows(lower, start..end) });
        at = end.max(start + 1);
    }
    out
}

/// The rows of one HTML table.
fn rows(lower: &str, range: Range<usize>) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // Cells that reach down into later rows, by column: how many rows are left.
    let mut down: Vec<(usize, Cell)> = Vec::new();
    let mut kept = 0;
    for (start, end) in parts(lower, range, "<tr") {
        let mut row: Vec<Cell> = Vec::new();
        for (from, to) in parts(lower, start..end, "<t") {
            let body = lower.get(from..to).unwrap_or_default();
            if !(body.starts_with("<td") || body.starts_with("<th")) || body.starts_with("<thead") {
                continue;
            }
            let Some((tag, inner)) = body.split_once('>') else { continue };
            let at = from + tag.len() + 1 + (inner.len() - inner.trim_start().len());
            let cell = Cell { text: clean(inner), at };
            carry(&mut row, &mut down);
            let span = |name| attribute(tag, name);
            for _ in 0..span("colspan") {
                let column = row.len();
                if column >= limits::SPAN || kept >= limits::CELLS {
                    break;
                }
                kept += 1;
                row.push(cell.clone());
                if down.len() <= column {
                    down.resize(column + 1, (0, Cell::default()));
                }
                if let Some(slot) = down.get_mut(column) {
                    *slot = (span("rowspan") - 1, cell.clone());
                }
            }
        }
        carry(&mut row, &mut down);
        rows.push(row);
        if kept >= limits::CELLS || rows.len() >= limits::CELLS {
            break;
        }
    }
    rows
}

/// Repeats cells that reach down into this row.
fn carry(row: &mut Vec<Cell>, down: &mut [(usize, Cell)]) {
    while let Some((left, cell)) = down.get_mut(row.len()).filter(|(left, _)| *left > 0) {
        *left -= 1;
        row.push(cell.clone());
    }
}

/// A span attribute, at least 1 and bounded.
fn attribute(tag: &str, name: &str) -> usize {
    let value = tag.split_once(name).map(|(_, v)| v.trim_start_matches([' ', '=', '"', '\'']));
    let digits: String = value.unwrap_or_default().chars().take_while(char::is_ascii_digit).take(4).collect();
    digits.parse().unwrap_or(1).clamp(1, limits::SPAN)
}

/// The stretches of a range that each start with a tag.
fn parts(lower: &str, range: Range<usize>, tag: &str) -> Vec<(usize, usize)> {
    let body = lower.get(range.clone()).unwrap_or_default();
    let mut starts: Vec<usize> = body.match_indices(tag).map(|(i, _)| range.start + i).collect();
    starts.push(range.end);
    starts.windows(2).filter_map(|w| Some((*w.first()?, *w.last()?))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]
    use super::*;

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        grid.rows.iter().map(|r| r.iter().map(|c| c.text.as_str()).collect()).collect()
    }

    #[test]
    fn markdown_rows_with_places() {
        let source = "x\n| | **7B** |\n|---|:-:|\n| Tokens | 4 Trillion |\ny";
        let grids = all(&source.to_ascii_lowercase());
        assert_eq!(texts(&grids[0]), [vec!["", "7b"], vec!["tokens", "4 trillion"]]);
        assert!(source[grids[0].rows[1][1].at..].starts_with("4 Trillion"));
    }

    #[test]
    fn html_cells_span_rows_and_columns() {
        let source = "<table><tr><th>Size<th>Tokens</tr><tr><td>8B</td><td rowspan=\"2\"><b>15T+</b></td></tr>\
                      <tr><td>70B</td></tr><tr><td colspan=2>all</td></tr></table>";
        let grid = &all(&source.to_ascii_lowercase())[0];
        assert_eq!(texts(grid), [vec!["size", "tokens"], vec!["8b", "15t+"], vec!["70b", "15t+"], vec!["all", "all"]]);
    }

    #[test]
    fn absurd_spans_are_bounded() {
        let source = format!("<table>{}</table>", "<tr><td colspan=9999 rowspan=9999>x</td></tr>".repeat(500));
        let cells: usize = all(&source)[0].rows.iter().map(Vec::len).sum();
        assert!(cells <= limits::CELLS + 500 * limits::SPAN);
    }
}
