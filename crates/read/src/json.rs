//! gpai-document/1, the JSON of our own documents: set as a sheet as every other format is, then read like the rest, so that
//! all formats of one record give the same fields.

use super::ReadError;
use super::flow::{Block, Cell, EMPTY, Flow, Kind, Line, Span, TICKED};
use gpai_forms::compose::{View, compose};
use gpai_forms::json;
use gpai_forms::sheet::{self, Inline, Piece};

/// Reads a JSON document into the flow; also gives its kind and version of the form.
pub fn read(bytes: &[u8]) -> Result<(Flow, String, String), ReadError> {
    let text = super::text::decode(bytes);
    let (template, record, audience) = json::read(&text).map_err(|e| ReadError::Json(e.to_string()))?;
    let sheet = compose(&template.plain(), &record, View { audience, last: true });
    let mut flow = Flow::default();
    for block in &sheet.blocks {
        self::block(block, &mut flow);
    }
    flow.text.push(super::flow::plain(&flow.blocks));
    Ok((flow, template.kind, template.version))
}

fn block(block: &sheet::Block, flow: &mut Flow) {
    match block {
        sheet::Block::Heading { number, text, .. } => {
            flow.blocks.push(Block::of(Kind::Heading, vec![Line::plain(format!("{number} {text}").trim())]));
        }
        sheet::Block::Paragraph(inlines) | sheet::Block::Note(inlines) => {
            let lines = lines(inlines, &mut flow.links);
            flow.blocks.push(Block::of(Kind::Text, lines));
        }
        sheet::Block::Fields(rows) => {
            for row in rows {
                let mut answer: Cell = Vec::new();
                for piece in &row.value {
                    self::piece(piece, &mut answer, flow);
                }
                let cells = vec![vec![Line::plain(row.label.clone())], answer];
                flow.blocks.push(Block { kind: Kind::Row(0), cells, hint: Some(row.id.clone()), ..Block::default() });
            }
        }
        sheet::Block::Table(table) if flow.blocks.last().is_some_and(|b| b.hint.is_some()) => {
            // The table of the question above it.
            let mut answer: Cell = Vec::new();
            piece(&Piece::Table(table.clone()), &mut answer, flow);
            if let Some(cell) = flow.blocks.last_mut().and_then(|b| b.cells.last_mut()) {
                cell.extend(answer);
            }
        }
        sheet::Block::Table(table) => {
            let cells = table.header.iter().map(|title| vec![Line::plain(title.clone())]).collect();
            flow.blocks.push(Block { kind: Kind::Row(0), cells, ..Block::default() });
            for row in &table.rows {
                let cells = row.iter().map(|cell| lines(cell, &mut flow.links)).collect();
                flow.blocks.push(Block { kind: Kind::Row(0), cells, ..Block::default() });
            }
        }
        // A plain form has no table of answers.
        sheet::Block::Grid(_) | sheet::Block::Signatures(_) => {}
        sheet::Block::List(items) => {
            for item in items {
                let lines = lines(item, &mut flow.links);
                flow.blocks.push(Block::of(Kind::Item(1), lines));
            }
        }
    }
}

fn piece(piece: &Piece, answer: &mut Cell, flow: &mut Flow) {
    match piece {
        Piece::Text(inlines) => answer.extend(lines(inlines, &mut flow.links)),
        Piece::Checks(checks) => {
            let text = checks
                .iter()
                .map(|c| format!("{} {}", if c.ticked { TICKED } else { EMPTY }, c.label))
                .collect::<Vec<_>>()
                .join("\n");
            answer.extend(text.lines().map(Line::plain));
        }
        Piece::List(items) => {
            for item in items {
                answer.extend(lines(item, &mut flow.links));
            }
        }
        Piece::Table(table) => {
            answer.push(Line::plain(table.header.join(" | ")));
            for row in &table.rows {
                let cells: Vec<String> =
                    row.iter().map(|c| super::flow::text_of(&lines(c, &mut flow.links)).replace('\n', " ")).collect();
                answer.push(Line::plain(cells.join(" | ")));
            }
        }
        Piece::Gap(_) => {}
    }
}

fn lines(inlines: &[Inline], links: &mut Vec<(String, Option<u32>)>) -> Cell {
    let mut out: Cell = vec![Line { starts: true, ..Line::default() }];
    for inline in inlines {
        let (text, strong) = match inline {
            Inline::Text(text) => (text.as_str(), false),
            Inline::Strong(text) => (text.as_str(), true),
            Inline::Link { text, target } => {
                links.push((target.clone(), None));
                (text.as_str(), false)
            }
            Inline::Source(_) => continue,
        };
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                out.push(Line { starts: true, ..Line::default() });
            }
            if let Some(line) = out.last_mut()
                && !part.is_empty()
            {
                line.spans.push(Span { text: part.to_owned(), strong });
            }
        }
    }
    out.retain(|l| !l.is_empty());
    out
}
