//! From the flow to the fields of a template, by several cues: headings, labels in every wording known, numbers, the order
//! of questions, and where an answer stands beside or below its label.

use crate::flow::{Flow, text_of};
pub use answer::numbered_label;
use answer::{question, read_answer, tidy};
use finder::Finder;
use gpai_forms::reading::{Extra, Reading, State};
use gpai_forms::template::{Shape, Template};

mod answer;
mod choices;
mod finder;
mod form;
mod guidance;
mod header;
pub mod labels;
mod prose;
mod rows;
mod sizes;
mod state;

/// Most blocks looked at; a summary has a few hundred.
const MOST_BLOCKS: usize = 20_000;

/// Reads the fields of a template from a document.
pub fn find(flow: &Flow, template: &Template) -> Reading {
    let mut finder = Finder::new(template);
    for block in flow.blocks.iter().take(MOST_BLOCKS) {
        finder.block(block);
    }
    finish(finder, flow)
}

/// What was found, once all blocks were taken in.
fn finish(mut finder: Finder<'_>, flow: &Flow) -> Reading {
    finder.close_sizes();
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
    // Where no question has two boxes, a lone empty one may be decoration; beside ticked ones only that of a `No`.
    let counts =
        finder.fields.iter().filter(|(id, _)| finder.template.field(id).is_some_and(|f| f.shape == Shape::YesNo));
    let counts: Vec<(usize, bool)> = counts.map(|(_, raw)| choices::count(&raw.answer)).collect();
    let lone: &[&str] = if counts.iter().any(|(boxes, _)| *boxes > 1) {
        &[]
    } else if counts.iter().any(|(_, ticked)| *ticked) {
        &["no"]
    } else {
        &["yes", "no"]
    };
    for (id, raw) in &finder.fields {
        if let Some(field) = finder.template.field(id) {
            let mut read = read_answer(field, raw, lone);
            // Words between those of the label are an answer that ran into it, not none.
            let asked = finder.template.field(id).is_some_and(|f| f.shape == Shape::YesNo);
            let none = read.state == State::Blank || (asked && read.ticked.is_empty());
            if none && finder.ran_in(id, &raw.label) {
                read.state = State::Unreadable;
            }
            reading.fields.insert(id.clone(), read);
        }
    }
    sizes::modalities(&mut reading);
    for (label, cell, page) in &finder.extra {
        let text = guidance::without(&text_of(cell));
        if !text.is_empty() || question(label) {
            reading.extra.push(Extra { label: tidy(label), text, page: *page });
        }
    }
    finder.cues.decide(finder.template, &mut reading);
    reading
}
