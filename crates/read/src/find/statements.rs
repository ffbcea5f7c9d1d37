//! Sections answered by a statement under their title instead of by the questions of the form: the section is there. A field of
//! prose has the statement as its answer; what it says to a question with boxes is left open, as it was not asked.

use std::collections::BTreeSet;

use super::answer::read_answer;
use super::finder::Finder;
use super::labels::{self, near};
use super::state::Raw;
use super::{choices, guidance};
use crate::flow::text_of;
use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_forms::template::{Field, Required, Shape};

/// Words of a question that a statement shares where it speaks of it.
const SHARED: usize = 3;
/// Fewest words of a statement.
const FEWEST: usize = 3;

/// Gives the statements a place in the reading.
pub(super) fn place(finder: &Finder<'_>, reading: &mut Reading) {
    for (section, raw) in &finder.statements {
        let text = guidance::without(&text_of(&raw.answer));
        if text.split_whitespace().count() < FEWEST || guidance::is_filler(&text) {
            continue;
        }
        let below = format!("{section}.");
        let fields = |deeper: bool| {
            finder
                .template
                .fields
                .iter()
                .filter(move |f| f.section == *section || (deeper && f.section.starts_with(&format!("{section}."))))
        };
        // A statement under a title speaks for the sections below it that have nothing of their own.
        let own = fields(false).any(|f| reading.fields.contains_key(&f.id));
        let deeper = !finder.statements.keys().any(|s| s.starts_with(&below))
            && !finder
                .template
                .fields
                .iter()
                .any(|f| f.section.starts_with(&below) && reading.fields.contains_key(&f.id));
        let wanted: Vec<&Field> = fields(deeper)
            .filter(|f| f.required == Required::Mandatory && !reading.fields.contains_key(&f.id))
            .filter(|f| !own || shares(&text, &f.label))
            .collect();
        let prose = wanted.iter().filter(|f| f.shape == Shape::Text).count();
        for field in wanted {
            let mut read = answer(field, raw, !own && prose == 1);
            read.page = raw.page;
            reading.fields.insert(field.id.clone(), read);
        }
    }
}

fn answer(field: &Field, raw: &Raw, only: bool) -> FieldReading {
    if field.shape == Shape::Text && only {
        return read_answer(field, raw, choices::Drawn::default());
    }
    FieldReading { state: State::Unreadable, text: text_of(&raw.answer), ..FieldReading::default() }
}

/// Whether a statement has several of the words by which a question asks.
fn shares(statement: &str, question: &str) -> bool {
    let said: Vec<String> = labels::words(statement);
    let asked: BTreeSet<String> = labels::words(question).into_iter().filter(|w| w.chars().count() > 3).collect();
    asked.iter().filter(|w| said.iter().any(|s| near(w, s))).take(SHARED).count() >= SHARED
}
