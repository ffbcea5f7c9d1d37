//! A form, a record and a reader to the sheet that every format is written from. What the reader may not see is not in it;
//! what is unknown is a visible gap.

use super::chart;
use super::dress::{DRAFTS, Dress};
use super::inline::{date, inlines, number, plain};
use super::reading::Reading;
use super::record::{Answer, Cells, Holds, Record, Value};
use super::sheet::{Block, Check, Grid, Inline, Piece, Row, Sheet, Table};
use super::template::{Audience, Choice, Field, GridOf, Layout, Part, Required, Shape, Template};

/// Whether a document, as read, is a draft of ours: not yet what is published or sent.
pub fn is_draft(reading: &Reading) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let starts = DRAFTS.map(|note| bare(note).chars().take(16).collect::<String>());
    reading.text.iter().any(|page| {
        let page = bare(page);
        starts.iter().any(|start| page.contains(start))
    })
}

/// Which view is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Who reads it.
    pub audience: Audience,
    /// For publication or for sending: no sources, no mark of a draft.
    pub last: bool,
}

/// A field that must be answered before a document is final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Id of the field.
    pub id: String,
    /// Its label.
    pub label: String,
}

/// The fields of a view that must still be answered, in the form's order.
pub fn owed(template: &Template, record: &Record, audience: Audience) -> Vec<Owed> {
    template
        .fields
        .iter()
        .filter(|f| f.audiences.contains(&audience))
        .filter(|f| record.is_owed(f) || lacks_part(f, record))
        .map(|f| Owed { id: f.id.clone(), label: f.full_label() })
        .collect()
}

/// Whether a part that must be there is unknown in an answer that was given.
fn lacks_part(field: &Field, record: &Record) -> bool {
    let lacks = |parts: &[Part], cells: &Cells| parts.iter().any(|p| p.required && !cells.contains_key(&p.key));
    match (&field.shape, record.value(&field.id)) {
        (Shape::Parts(parts), Some(Value::Parts(cells))) => lacks(parts, cells),
        (Shape::Rows(parts), Some(Value::Rows(rows))) => rows.iter().any(|row| lacks(parts, row)),
        _ => false,
    }
}

/// The sheet of one view, in English and without guidance.
pub fn compose(template: &Template, record: &Record, view: View) -> Sheet {
    compose_in(template, record, view, Dress::default())
}

/// What a row is written from.
#[derive(Clone, Copy)]
struct On<'a> {
    template: &'a Template,
    record: &'a Record,
    view: View,
    dress: Dress,
}

/// The sheet of one view, dressed.
pub fn compose_in(template: &Template, record: &Record, view: View, dress: Dress) -> Sheet {
    let on = On { template, record, view, dress };
    let text_of = |id: &Option<String>| {
        let field = template.field(id.as_ref()?)?;
        record.value(&field.id).map(|value| first_line(field, value))
    };
    let version = text_of(&template.numbered);
    let model = text_of(&template.names);
    let day = template.dated.as_ref().and_then(|id| match record.value(id) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    });
    // The title of an official form is the form's own.
    let title = if template.official { &template.title.en } else { template.title.get(dress.language) };
    let mut footer = vec![title.to_owned()];
    if template.official {
        footer.push(dress.form(&template.version));
    }
    footer.extend(version.map(|v| dress.version(&v)));
    footer.push(dress.reader(view.audience));
    let mut blocks = Vec::new();
    if !view.last {
        footer.push(dress.draft().to_owned());
        blocks.push(Block::Note(vec![Inline::Text(dress.draft_note().to_owned())]));
    }
    if !template.subtitle.is_empty() {
        blocks.push(Block::Paragraph(vec![Inline::Text(template.subtitle.clone())]));
    }
    for section in &template.sections {
        let own: Vec<&Field> = visible(template, record, view.audience).filter(|f| f.section == section.id).collect();
        let below = format!("{}.", section.number);
        let parent = !section.number.is_empty()
            && visible(template, record, view.audience)
                .any(|f| template.section(&f.section).is_some_and(|s| s.number.starts_with(&below)));
        if own.is_empty() && !parent {
            continue;
        }
        if !section.title.is_empty() {
            blocks.push(Block::Heading {
                level: section.level,
                number: section.number.clone(),
                text: section.title.clone(),
            });
        }
        match template.layout {
            Layout::Fields if own.is_empty() => {}
            Layout::Fields => {
                fields(&own, on, &mut blocks);
                blocks.extend(own.iter().flat_map(|f| chart::of(f, record)));
            }
            Layout::Prose => {
                let asked = own.iter().filter(|f| record.answers.contains_key(&f.id) || record.holds(f) != Holds::No);
                for field in asked {
                    prose(row(field, on), section.level, &mut blocks);
                    blocks.extend(chart::of(field, record));
                }
            }
        }
    }
    if !template.signatures.is_empty() {
        blocks.push(Block::Signatures(template.signatures.clone()));
    }
    Sheet {
        title: title.to_owned(),
        subtitle: model,
        language: dress.tag().to_owned(),
        author: text_of(&template.author),
        footer: footer.join(" · "),
        date: day,
        blocks,
    }
}

/// The fields a reader sees: those meant for the reader whose row is not left out.
pub(super) fn visible<'t>(
    template: &'t Template,
    record: &'t Record,
    audience: Audience,
) -> impl Iterator<Item = &'t Field> {
    template.fields.iter().filter(move |f| {
        let left_out = f.hide && record.holds(f) == Holds::No && !record.answers.contains_key(&f.id);
        f.audiences.contains(&audience) && !left_out
    })
}

/// Whether sources are shown: in drafts, and of a form with several views only in the one that shows most.
pub(super) fn shows_sources(template: &Template, view: View) -> bool {
    !view.last && (template.audiences.len() == 1 || view.audience == Audience::Aio)
}

/// The fields of a section one below the other; what the form draws as a table stands as one.
fn fields(own: &[&Field], on: On<'_>, blocks: &mut Vec<Block>) {
    let mut rows: Vec<Row> = Vec::new();
    for field in own {
        // Without its marks the table says nothing: then the question stands there with its gap.
        let drawn = |g: &&GridOf| matches!(on.record.value(&g.marks), Some(Value::Words(_))) && g.has(&field.id);
        match on.template.grids.iter().find(drawn) {
            None => rows.push(row(field, on)),
            Some(grid) if grid.marks == field.id => {
                if !rows.is_empty() {
                    blocks.push(Block::Fields(std::mem::take(&mut rows)));
                }
                blocks.push(Block::Grid(grid_of(grid, field, on)));
            }
            Some(_) => {}
        }
    }
    if !rows.is_empty() {
        blocks.push(Block::Fields(rows));
    }
}

fn grid_of(grid: &GridOf, marks: &Field, on: On<'_>) -> Grid {
    let On { template, record, .. } = on;
    let marked = row(marks, on).value;
    let ticked = |word: &str| matches!(record.value(&marks.id), Some(Value::Words(w)) if w.iter().any(|x| x == word));
    let mut rows = Vec::new();
    for (at, (word, ids)) in grid.rows.iter().enumerate() {
        let label = marks.option(word).map_or_else(|| word.clone(), |o| o.label.clone());
        let mut first = vec![Piece::Checks(vec![Check { label, ticked: ticked(word) }])];
        if at == 0 {
            // What was said besides the boxes, and where it comes from.
            first.extend(marked.iter().filter(|p| !matches!(p, Piece::Checks(_))).cloned());
        }
        let mut cells = vec![first];
        for field in ids.iter().filter_map(|id| template.field(id)) {
            let asked = ticked(word) || record.answers.contains_key(&field.id);
            cells.push(match field.shape {
                _ if asked => row(field, on).value,
                // The boxes of a row that is not marked are printed, too, and empty.
                Shape::Choice => vec![checks(&field.options, &[])],
                _ => Vec::new(),
            });
        }
        rows.push(cells);
    }
    Grid { header: grid.columns.clone(), rows }
}

fn row(field: &Field, on: On<'_>) -> Row {
    let On { template, record, view, dress } = on;
    let mut value = match record.answers.get(&field.id) {
        Some(answer) => answered(field, answer, dress),
        None => unanswered(field, record, dress),
    };
    if let Some(source) = record.answers.get(&field.id).and_then(|a| a.source.as_ref())
        && shows_sources(template, view)
    {
        value.push(Piece::Text(vec![Inline::Source(source.clone())]));
    }
    let hint = if dress.guidance { field.help.get(dress.language).to_owned() } else { String::new() };
    Row { id: field.id.clone(), label: field.full_label(), hint, value }
}

fn unanswered(field: &Field, record: &Record, dress: Dress) -> Vec<Piece> {
    let gap = |text: String| vec![Piece::Gap(text)];
    match (field.required, record.holds(field)) {
        (Required::Optional, _) => Vec::new(),
        (Required::Conditional, Holds::No) => vec![text("N/A")],
        (Required::Conditional, Holds::Open) => {
            let mut on: Vec<&str> = field.when.iter().map(|t| t.field()).collect();
            on.dedup();
            gap(dress.depends(&on))
        }
        (Required::Conditional, _) if field.when.is_empty() => gap(dress.or_why_not(dress.wanted(&field.shape))),
        _ => gap(dress.wanted(&field.shape).to_owned()),
    }
}

fn text(text: &str) -> Piece {
    Piece::Text(inlines(text))
}

fn answered(field: &Field, answer: &Answer, dress: Dress) -> Vec<Piece> {
    let mut pieces = pieces(&field.shape, &field.options, field.table, &answer.value, dress);
    if let Some(other) = &answer.other {
        pieces.push(text(other));
    }
    pieces
}

fn pieces(shape: &Shape, options: &[Choice], table: bool, value: &Value, dress: Dress) -> Vec<Piece> {
    match (shape, value) {
        (_, Value::NotApplicable(why)) => vec![text(&format!("N/A ({})", why.trim().trim_end_matches('.')))],
        (_, Value::Missing { reason, effort }) => {
            vec![text(&format!("Not available.\nReason: {reason}\nEfforts made: {effort}"))]
        }
        (Shape::YesNo, Value::Yes(yes)) => vec![Piece::Checks(vec![
            Check { label: "Yes".into(), ticked: *yes },
            Check { label: "No".into(), ticked: !*yes },
        ])],
        (Shape::Choice, Value::Word(word)) => vec![checks(options, std::slice::from_ref(word))],
        (Shape::Choices, Value::Words(words)) => vec![checks(options, words)],
        (Shape::List, Value::List(entries)) => vec![Piece::List(entries.iter().map(|e| inlines(e)).collect())],
        (Shape::Rows(parts), Value::Rows(rows)) if table => {
            // A column that need not be there and that no row fills only takes room.
            let used: Vec<&Part> =
                parts.iter().filter(|p| p.required || rows.iter().any(|row| row.contains_key(&p.key))).collect();
            vec![Piece::Table(Table {
                header: used.iter().map(|p| p.label.clone()).collect(),
                rows: rows
                    .iter()
                    .map(|row| used.iter().map(|p| row.get(&p.key).map_or_else(Vec::new, |v| cell(p, v))).collect())
                    .collect(),
            })]
        }
        (Shape::Rows(parts), Value::Rows(rows)) => {
            vec![Piece::List(rows.iter().map(|row| line(parts, row)).collect())]
        }
        (Shape::Parts(parts), Value::Parts(cells)) => {
            parts.iter().flat_map(|p| part(p, cells.get(&p.key), dress)).collect()
        }
        (shape, value) => vec![Piece::Text(one(shape, options, value))],
    }
}

fn checks(options: &[Choice], ticked: &[String]) -> Piece {
    Piece::Checks(options.iter().map(|o| Check { label: o.label.clone(), ticked: ticked.contains(&o.word) }).collect())
}

/// One part of a field, in its own piece.
fn part(part: &Part, value: Option<&Value>, dress: Dress) -> Vec<Piece> {
    let Some(value) = value else {
        if !part.required {
            return Vec::new();
        }
        let what = if part.label.is_empty() { part.key.replace('_', " ") } else { part.label.clone() };
        return vec![Piece::Gap(dress.part(&what, dress.wanted(&part.shape)))];
    };
    let titled = |pieces: Vec<Piece>| {
        let title = (!part.label.is_empty()).then(|| Piece::Text(vec![Inline::Text(format!("{}:", part.label))]));
        title.into_iter().chain(pieces).collect()
    };
    match (&part.shape, value) {
        (Shape::List | Shape::Rows(_) | Shape::Parts(_), _) => {
            titled(pieces(&part.shape, &part.options, true, value, dress))
        }
        (Shape::Choice | Shape::Choices, _) if part.boxes => {
            titled(pieces(&part.shape, &part.options, true, value, dress))
        }
        _ => vec![Piece::Text(labelled(part, value))],
    }
}

/// A row in one line: `FineWeb-Edu, version: 1.0.0, https://…`.
fn line(parts: &[Part], row: &Cells) -> Vec<Inline> {
    let mut out = Vec::new();
    for part in parts {
        let Some(value) = row.get(&part.key) else { continue };
        if !out.is_empty() {
            out.push(Inline::Text(", ".into()));
        }
        out.extend(labelled(part, value));
    }
    joined(out)
}

fn labelled(part: &Part, value: &Value) -> Vec<Inline> {
    let mut out = Vec::new();
    if !part.label.is_empty() {
        out.push(Inline::Text(format!("{}: ", part.label)));
    }
    out.extend(cell(part, value));
    joined(out)
}

fn cell(part: &Part, value: &Value) -> Vec<Inline> {
    match (value, &part.says) {
        (Value::Yes(yes), Some((on_yes, on_no))) => vec![Inline::Text(if *yes { on_yes } else { on_no }.clone())],
        _ => one(&part.shape, &part.options, value),
    }
}

/// A value as one run of text.
fn one(shape: &Shape, options: &[Choice], value: &Value) -> Vec<Inline> {
    let label =
        |word: &str| options.iter().find(|o| o.word == word).map_or_else(|| word.to_owned(), |o| o.label.clone());
    let written = match value {
        Value::Text(text) => return inlines(text),
        Value::Yes(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Word(word) => label(word),
        Value::Words(words) => words.iter().map(|w| label(w)).collect::<Vec<_>>().join(", "),
        Value::Date(day) => date(*day),
        Value::Month(month) => month.to_string(),
        Value::Period(from, to) => format!("From {from} to {to}"),
        Value::Number(written) => match shape {
            Shape::Number { unit, .. } if !unit.is_empty() => format!("{} {unit}", number(written)),
            _ => number(written),
        },
        Value::List(entries) => return inlines(&entries.join("; ")),
        Value::NotApplicable(why) => format!("N/A ({why})"),
        Value::Rows(_) | Value::Parts(_) | Value::Missing { .. } => String::new(),
    };
    vec![Inline::Text(written)]
}

/// Neighbouring runs of plain text become one.
fn joined(runs: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for run in runs {
        match (out.last_mut(), run) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, run) => out.push(run),
        }
    }
    out
}

/// The longest name that stands beside its label in prose.
const SHORT: usize = 60;

/// An answer as text under its label. A name, day or amount stands beside its label; so does a gap, so that nobody overlooks
/// it.
fn prose(row: Row, level: u8, blocks: &mut Vec<Block>) {
    let boxes = row.value.iter().any(|p| matches!(p, Piece::Gap(_) | Piece::Checks(_)));
    let is_name = |piece: &Piece| match piece {
        Piece::Text(runs) => {
            let text = plain(runs);
            text.chars().count() <= SHORT && !text.contains('\n') && !text.ends_with('.')
        }
        _ => false,
    };
    let short = row.value.iter().all(is_name);
    if row.value.is_empty() {
        return;
    }
    if boxes || short {
        match blocks.last_mut() {
            Some(Block::Fields(rows)) => rows.push(row),
            _ => blocks.push(Block::Fields(vec![row])),
        }
        return;
    }
    blocks.push(Block::Heading { level: (level + 1).min(3), number: String::new(), text: row.label });
    for piece in row.value {
        match piece {
            Piece::Text(runs) => blocks.push(Block::Paragraph(runs)),
            Piece::List(entries) => blocks.push(Block::List(entries)),
            Piece::Table(table) => blocks.push(Block::Table(table)),
            Piece::Checks(_) | Piece::Gap(_) => {}
        }
    }
}

/// The first line of a value, for the line under the title and for metadata.
fn first_line(field: &Field, value: &Value) -> String {
    let text = match (value, &field.shape) {
        (Value::List(entries), _) => {
            let names: Vec<&str> = entries.iter().map(|e| without_link(e)).collect();
            names.join(", ")
        }
        (Value::Parts(cells), Shape::Parts(parts)) => {
            let first = parts.iter().find_map(|p| Some((p, cells.get(&p.key)?)));
            first.map(|(part, value)| plain(&cell(part, value))).unwrap_or_default()
        }
        (other, _) => plain(&one(&Shape::Text, &[], other)),
    };
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

/// `Birke-7B 1.0, https://…` is called `Birke-7B 1.0`.
fn without_link(name: &str) -> &str {
    let name = name.split(" (http").next().unwrap_or(name);
    let name = ["https://", "http://"].iter().filter_map(|s| name.find(s)).min().map_or(name, |at| name.split_at(at).0);
    name.trim_end_matches([' ', ',', ':', ';', '(', '–', '-'])
}

#[cfg(test)]
#[path = "compose_tests.rs"]
mod tests;
