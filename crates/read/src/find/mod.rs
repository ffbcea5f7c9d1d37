//! From the flow to the fields of a template, by several cues: headings, labels in every wording known, numbers, the order
//! of questions, and where an answer stands beside or below its label.

use crate::flow::{Flow, Kind, text_of};
use align::align;
pub use answer::numbered_label;
use answer::{question, read_answer, tidy, yes_no};
use choices::Drawn;
use finder::Finder;
use gpai_forms::reading::{Extra, Reading, State};
use gpai_forms::template::{Shape, Template};
use labels::Labels;

mod align;
mod answer;
mod choices;
mod finder;
mod form;
mod guidance;
mod header;
mod heads;
pub mod labels;
mod language;
mod marks;
mod options;
mod prose;
mod rows;
mod several;
mod similar;
mod sizes;
mod state;
mod statements;

/// Most blocks looked at; a summary has a few hundred.
const MOST_BLOCKS: usize = 20_000;

/// Reads the fields of a template from a document; where a file holds several, of the first of them.
pub fn find(flow: &Flow, template: &Template) -> Reading {
    let labels = Labels::of(template);
    let blocks = flow.blocks.get(..flow.blocks.len().min(MOST_BLOCKS)).unwrap_or_default();
    let plan = align(blocks, &labels, template);
    let Some(cut) = plan.second else {
        return read(flow, Finder::new(template, labels, plan));
    };
    let first = several::first(flow, cut);
    let plan = align(&first.blocks, &labels, template);
    let more = several::more(blocks, cut, &labels, template);
    let mut reading = read(&first, Finder::new(template, labels, plan));
    reading.pages = flow.pages;
    reading.documents = more.saturating_add(1);
    reading
}

fn read(flow: &Flow, mut finder: Finder<'_>) -> Reading {
    for (at, block) in flow.blocks.iter().take(MOST_BLOCKS).enumerate() {
        finder.block(at, block);
    }
    finish(finder, flow)
}

/// What was found, once all blocks were taken in.
fn finish(mut finder: Finder<'_>, flow: &Flow) -> Reading {
    finder.close_sizes();
    let drawn = drawn(&finder);
    finder.resolve_rows();
    let header = header::find(flow, &finder);
    for (id, raw) in header {
        finder.fields.entry(id).or_insert(raw);
    }
    let mut reading = Reading {
        pages: flow.pages,
        text: flow.text.clone(),
        links: flow.links.clone(),
        unread: flow.unread.clone(),
        ..Reading::default()
    };
    for (id, raw) in &finder.fields {
        if let Some(field) = finder.template.field(id) {
            let mut read = read_answer(field, raw, drawn);
            // Words between those of the label are an answer that ran into it, not none.
            let asked = finder.template.field(id).is_some_and(|f| f.shape == Shape::YesNo);
            let none = read.state == State::Blank || (asked && read.ticked.is_empty());
            if none && finder.ran_in(id, &raw.label) {
                read.state = State::Unreadable;
            }
            reading.fields.insert(id.clone(), read);
        }
    }
    doubt_all_ticked(finder.template, &mut reading);
    doubt_none_ticked(finder.template, &mut reading);
    sizes::modalities(&mut reading);
    statements::place(&finder, &mut reading);
    for (label, cell, page, _) in &finder.extra {
        let text = guidance::without(&text_of(cell));
        if !text.is_empty() || question(label) {
            reading.extra.push(Extra { label: tidy(label), text, page: *page });
        }
    }
    let labels = label_texts(flow);
    finder.cues.decide(finder.template, &mut reading, &labels);
    reading.near = finder
        .near()
        .filter_map(|index| finder.template.fields.get(index))
        .map(|f| f.id.clone())
        .chain(in_other_words(&finder, &reading))
        .filter(|id| !reading.fields.contains_key(id))
        .collect();
    reading.followed = followed(&finder);
    reading
}

/// Questions that may stand there in other words: of a section in which a question was met that the form does not have, those of
/// the same kind of answer; in another language than that of the form, all that were not met.
fn in_other_words(finder: &Finder<'_>, reading: &Reading) -> Vec<String> {
    let yes_no = yes_no();
    let mut out = Vec::new();
    for (label, cell, _, section) in &finder.extra {
        if !question(label) && !label.trim_end().ends_with([':', '\u{FF1A}']) && cell.is_empty() {
            continue;
        }
        let ticks = choices::read(cell, &yes_no, Drawn::default());
        let asked = !ticks.ticked.is_empty() || ticks.unticked.len() > 1;
        let foreign = reading.language != "en";
        let like = finder.template.fields.iter().filter(|f| {
            (foreign && !asked) || section.as_deref() == Some(f.section.as_str()) && asked == (f.shape == Shape::YesNo)
        });
        if asked || foreign {
            out.extend(like.map(|f| f.id.clone()));
        }
    }
    out
}

/// What looks like labels and titles: headings and the first cells of rows.
fn label_texts(flow: &Flow) -> String {
    let mut out = String::new();
    for block in flow.blocks.iter().take(MOST_BLOCKS) {
        let label = match block.kind {
            Kind::Heading => block.cells.first(),
            Kind::Row(_) if block.cells.len() > 1 => block.cells.first(),
            _ => None,
        };
        if let Some(cell) = label {
            out.push_str(&text_of(cell));
            out.push('\n');
        }
    }
    out
}

/// How boxes are drawn in the document as a whole.
fn drawn(finder: &Finder<'_>) -> Drawn {
    // Where no question has two boxes, a lone empty one may be decoration; beside ticked ones only that of a `No`.
    let of = |id: &String, shapes: &[Shape]| finder.template.field(id).is_some_and(|f| shapes.contains(&f.shape));
    let counts = finder.fields.iter().filter(|(id, _)| of(id, &[Shape::YesNo]));
    let counts: Vec<(usize, bool)> = counts.map(|(_, raw)| choices::count(&raw.answer)).collect();
    let lone: &'static [&'static str] = if counts.iter().any(|(boxes, _)| *boxes > 1) {
        &[]
    } else if counts.iter().any(|(_, ticked)| *ticked) {
        &["no"]
    } else {
        &["yes", "no"]
    };
    let chosen = [Shape::YesNo, Shape::Choice, Shape::Choices];
    let asked = || finder.fields.iter().filter(|(id, _)| of(id, &chosen));
    let boxed = asked().any(|(_, raw)| choices::count(&raw.answer).1);
    let crossed = asked().any(|(_, raw)| choices::crosses(&raw.answer));
    // Of Yes and No the sign may stand behind: what the questions of the document have in common decides.
    let sides: Vec<(bool, bool)> = finder
        .fields
        .iter()
        .filter(|(id, _)| of(id, &[Shape::YesNo]))
        .map(|(_, raw)| choices::sides(&raw.answer, &yes_no()))
        .collect();
    let before = sides.iter().filter(|(before, _)| *before).count();
    let behind = sides.iter().filter(|(_, behind)| *behind).count();
    Drawn { lone, boxed, crossed, after: before == 0 && behind > 0 }
}

/// Where several questions have both boxes ticked, as many as have one, it is the drawing of the empty box that was taken for a
/// tick: then nothing can be told of any answer in which every box counts as ticked.
fn doubt_all_ticked(template: &Template, reading: &mut Reading) {
    let asked = |id: &str| template.field(id).is_some_and(|f| f.shape == Shape::YesNo);
    let both = reading.fields.iter().filter(|(id, f)| asked(id) && f.ticked.len() > 1).count();
    let one = reading.fields.iter().filter(|(id, f)| asked(id) && f.ticked.len() == 1).count();
    if both < 2 || both < one {
        return;
    }
    for (id, field) in &mut reading.fields {
        let Some(known) = template.field(id) else { continue };
        let boxes = matches!(known.shape, Shape::YesNo | Shape::Choice | Shape::Choices);
        if boxes && field.unticked.is_empty() && field.ticked.len() > 1 {
            field.state = State::Unreadable;
            field.ticked.clear();
        }
    }
}

/// Where the questions have their boxes and none of them is ticked, in a document that is filled in otherwise, the ticks were lost
/// on the way: nothing can be told of them.
fn doubt_none_ticked(template: &Template, reading: &mut Reading) {
    const FEWEST: usize = 4;
    let boxes = |id: &str| {
        let known = template.field(id);
        known.is_some_and(|f| matches!(f.shape, Shape::YesNo | Shape::Choice | Shape::Choices))
    };
    let any = reading.fields.iter().any(|(id, f)| boxes(id) && !f.ticked.is_empty());
    let empty = |f: &gpai_forms::reading::FieldReading| f.ticked.is_empty() && f.unticked.len() > 1;
    let asked = reading.fields.iter().filter(|(id, f)| boxes(id) && empty(f)).count();
    let written = reading.fields.iter().filter(|(id, f)| !boxes(id) && f.state == State::Read).count();
    if any || asked < FEWEST || written <= FEWEST {
        return;
    }
    for (id, field) in &mut reading.fields {
        if boxes(id) && empty(field) {
            field.state = State::Unreadable;
        }
    }
}

/// Share of the text that found a place, in percent: from the first label or title to the last, or of the whole where there
/// is hardly any.
fn followed(finder: &Finder<'_>) -> Option<u32> {
    let first = finder.seen.iter().position(|(_, placed)| *placed);
    let last = finder.seen.iter().rposition(|(_, placed)| *placed);
    let span = match (first, last) {
        (Some(first), Some(last)) if finder.fields.len() >= 6 => finder.seen.get(first..=last),
        _ => finder.seen.get(..),
    }?;
    let all: usize = span.iter().map(|(letters, _)| letters).sum();
    let placed: usize = span.iter().filter(|(_, placed)| *placed).map(|(letters, _)| letters).sum();
    u32::try_from((placed * 100).checked_div(all)?).ok()
}
