//! A record as a [`Reading`], as if its own document had been read: what a provider wrote can be checked before it is set.

use super::compose::{View, compose};
use super::inline::plain;
use super::reading::{FieldReading, Form, Reading, State};
use super::record::{Record, Value};
use super::sheet::{Block, Inline, Piece, Row};
use super::template::{Audience, Choice, Field, Shape, Template};

/// What a record says, field by field, for whatever reader: no rule misses what it compares. `line` is that of the record.
pub fn reading(template: &Template, record: &Record) -> Reading {
    let mut whole = template.clone();
    for field in &mut whole.fields {
        field.audiences.clone_from(&template.audiences);
    }
    reading_for(&whole, record, template.audiences.first().copied().unwrap_or(Audience::Public))
}

/// What a record says in all its views together: precise and coarse figures beside one another, for checks across them.
pub fn whole(template: &Template, record: &Record) -> Reading {
    let mut all = reading(template, record);
    for audience in template.audiences.iter().copied() {
        let view = reading_for(template, record, audience);
        for (id, field) in view.fields {
            all.fields.entry(id).or_insert(field);
        }
    }
    all
}

/// What one view of a record says.
pub fn reading_for(template: &Template, record: &Record, audience: Audience) -> Reading {
    // Every answer in the row of its field, whatever the layout.
    let sheet = compose(&template.plain(), record, View { audience, last: true });
    let mut reading = Reading {
        kind: Some(template.kind.clone()),
        form: if template.official { Form::Official } else { Form::Variant },
        language: "en".to_owned(),
        ..Reading::default()
    };
    let mut page = String::new();
    for block in &sheet.blocks {
        match block {
            Block::Heading { number, text, .. } => page.push_str(&format!("{number} {text}\n")),
            Block::Fields(rows) => {
                for row in rows {
                    let Some(field) = template.field(&row.id) else { continue };
                    let found = field_reading(field, row, record, &mut reading.links);
                    page.push_str(&format!("{}\n{}\n", row.label, found.text));
                    reading.fields.insert(row.id.clone(), found);
                }
            }
            _ => {}
        }
    }
    reading.text = vec![page];
    reading
}

fn field_reading(field: &Field, row: &Row, record: &Record, links: &mut Vec<(String, Option<u32>)>) -> FieldReading {
    let mut found = FieldReading { label: row.label.clone(), ..FieldReading::default() };
    found.line = record.answers.get(&field.id).map(|a| a.line).filter(|line| *line > 0);
    let mut lines: Vec<String> = Vec::new();
    for piece in &row.value {
        match piece {
            Piece::Text(runs) => add(runs, &mut lines, links),
            Piece::List(entries) => entries.iter().for_each(|runs| add(runs, &mut lines, links)),
            Piece::Table(table) => {
                lines.push(table.header.join(" | "));
                for row in &table.rows {
                    let cells: Vec<String> = row.iter().map(|runs| plain(runs)).collect();
                    row.iter().for_each(|runs| collect(runs, links));
                    lines.push(cells.join(" | "));
                }
            }
            Piece::Checks(checks) => {
                for check in checks {
                    let word = word(field, &check.label);
                    if check.ticked { found.ticked.push(word) } else { found.unticked.push(word) }
                }
            }
            Piece::Gap(_) => {}
        }
    }
    found.text = lines.join("\n");
    let gap = row.value.iter().all(|p| matches!(p, Piece::Gap(_)));
    if gap || (found.text.is_empty() && found.ticked.is_empty()) {
        found.state = State::Blank;
    }
    if let Some(Value::NotApplicable(_)) = record.value(&field.id) {
        found.ticked.clear();
        found.unticked.clear();
    }
    found
}

fn add(runs: &[Inline], lines: &mut Vec<String>, links: &mut Vec<(String, Option<u32>)>) {
    collect(runs, links);
    let text = plain(runs);
    if !text.is_empty() {
        lines.push(text);
    }
}

fn collect(runs: &[Inline], links: &mut Vec<(String, Option<u32>)>) {
    for run in runs {
        if let Inline::Link { target, .. } = run {
            links.push((target.clone(), None));
        }
    }
}

/// The canonical word of an option by its label.
fn word(field: &Field, label: &str) -> String {
    if field.shape == Shape::YesNo {
        return label.to_lowercase();
    }
    let parts = match &field.shape {
        Shape::Parts(parts) => parts.as_slice(),
        _ => &[],
    };
    let options = field.options.iter().chain(parts.iter().flat_map(|p| p.options.iter()));
    let named = |o: &&Choice| o.label == label;
    options.into_iter().find(named).map_or_else(|| label.to_owned(), |o| o.word.clone())
}

#[cfg(test)]
#[path = "record_reading_tests.rs"]
mod tests;
