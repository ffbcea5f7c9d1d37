//! The lines below or beside a label to an answer: its text, its boxes, whether it can be read at all.

use super::choices::Drawn;
use super::state::Raw;
use super::{choices, guidance};
use crate::flow::{Cell, EMPTY, Line, Span, TICKED, text_of};
use crate::ticks;
use gpai_forms::reading::{FieldReading, State};
use gpai_forms::template::{Choice, Field, Shape};

/// How our own documents show a gap.
const GAPS: [&str; 2] = ["Not yet known:", "\u{5C1A}\u{4E0D}\u{6E05}\u{695A}\u{FF1A}"];

/// `Yes` and `No` in the official languages, and in Chinese; no word is one in one language and the other in another.
const YES: [&str; 22] = [
    "S\u{EC}",
    "Si",
    "S\u{CD}",
    "S\u{ED}",
    "Tak",
    "Ja",
    "Oui",
    "Sim",
    "\u{414}\u{430}",
    "Da",
    "Ano",
    "\u{C1}no",
    "Jah",
    "Igen",
    "Kyll\u{E4}",
    "J\u{101}",
    "Taip",
    "Iva",
    "\u{39D}\u{3B1}\u{3B9}",
    "\u{662F}",
    "T\u{E1}",
    "Jo",
];
const NO: [&str; 16] = [
    "Nie",
    "Nein",
    "Non",
    "N\u{E3}o",
    "Nee",
    "Nej",
    "\u{41D}\u{435}",
    "Ne",
    "Nu",
    "Ei",
    "Nem",
    "N\u{113}",
    "Le",
    "\u{38C}\u{3C7}\u{3B9}",
    "\u{5426}",
    "N\u{ED}l",
];

/// The options of a question that is answered by Yes or No.
pub(super) fn yes_no() -> [Choice; 2] {
    [option("yes", "Yes", &YES), option("no", "No", &NO)]
}

/// A field's answer from its lines.
pub(super) fn read_answer(field: &Field, raw: &Raw, drawn: Drawn) -> FieldReading {
    let mut out = FieldReading { label: raw.label.clone(), page: raw.page, line: raw.line, ..FieldReading::default() };
    let cell = trimmed(&raw.answer);
    // A gap as our own documents show it.
    if cell.first().is_some_and(|l| {
        let text = l.text();
        let text = text.trim_start_matches(['\u{26A0}', '\u{FE0F}', ' ', '\u{FFFD}']);
        GAPS.iter().any(|g| text.starts_with(g))
    }) {
        out.state = State::Blank;
        return out;
    }
    let text = text_of(&cell);
    let yes_no = yes_no();
    let options: Option<&[Choice]> = match field.shape {
        Shape::YesNo => Some(&yes_no),
        Shape::Choice | Shape::Choices => Some(&field.options),
        _ => None,
    };
    match options {
        Some(options) => {
            let ticks = choices::read(&cell, options, drawn);
            out.text = guidance::without(&ticks.rest);
            out.ticked = ticks.ticked;
            out.unticked = ticks.unticked;
            let lost = text.contains('\u{FFFD}') && out.ticked.is_empty() && matches!(field.shape, Shape::YesNo);
            out.state = if ticks.unclear || lost {
                State::Unreadable
            } else if out.ticked.is_empty() && (out.text.is_empty() || guidance::is_filler(&out.text)) {
                State::Blank
            } else {
                State::Read
            };
        }
        None => {
            // A drawn sign before a word is no letter of the answer.
            out.text = guidance::without(&text.replace(ticks::DRAWN, ""));
            let marks = out.text.chars().filter(|c| *c == '\u{FFFD}').count();
            let letters = out.text.chars().filter(|c| c.is_alphanumeric()).count();
            out.state = if out.text.is_empty() || guidance::is_filler(&out.text) {
                State::Blank
            } else if marks > 3 && marks > letters {
                State::Unreadable
            } else {
                State::Read
            };
        }
    }
    out
}

fn option(word: &str, label: &str, also: &[&str]) -> Choice {
    Choice {
        word: word.to_owned(),
        label: label.to_owned(),
        also: also.iter().map(|s| (*s).to_owned()).collect(),
        specify: false,
        facts: Vec::new(),
        above: None,
        up_to: None,
    }
}

/// Lines without empty ones, and without the mark of a list item where there is only one item.
pub(super) fn trimmed(cell: &Cell) -> Cell {
    let mut out: Cell = cell.iter().filter(|l| !l.is_empty()).cloned().collect();
    // The bar after the last cell of a table in a cell.
    for span in out.iter_mut().filter_map(|l| l.spans.last_mut()) {
        let kept = span.text.trim_end_matches([' ', '|']).len();
        if span.text.get(kept..).is_some_and(|t| t.contains('|')) {
            span.text.truncate(kept);
        }
    }
    let marked = |l: &Line| l.text().trim_start().starts_with(['\u{25E6}', '\u{2022}', '\u{25AA}']);
    for line in out.iter_mut().filter(|l| marked(l)) {
        line.starts = true;
        if let Some(span) = line.spans.iter_mut().find(|s| !s.text.trim().is_empty()) {
            span.text =
                span.text.trim_start().trim_start_matches(['\u{25E6}', '\u{2022}', '\u{25AA}']).trim_start().to_owned();
        }
    }
    out.retain(|l| !l.is_empty());
    out
}

/// The bold text at the beginning of a paragraph, and the lines after it.
pub(super) fn strong_head(cell: &[Line]) -> (String, Cell) {
    let mut head = String::new();
    let mut rest: Cell = Vec::new();
    let mut inside = true;
    for line in cell {
        if !inside {
            rest.push(line.clone());
            continue;
        }
        let mut left: Vec<Span> = Vec::new();
        for span in &line.spans {
            let bullet = head.is_empty() && !span.text.chars().any(char::is_alphanumeric);
            if inside && (span.strong || bullet || span.text.trim().is_empty()) {
                if !bullet {
                    head.push_str(&span.text);
                }
            } else {
                // A colon or question mark set in plain belongs to the label still.
                inside = false;
                left.push(span.clone());
            }
        }
        if inside {
            head.push(' ');
        }
        if !left.iter().all(|s| s.text.trim().is_empty()) {
            rest.push(Line { spans: left, starts: true, page: line.page });
        }
    }
    if let Some(span) = rest.first_mut().and_then(|l| l.spans.first_mut()) {
        span.text = span.text.trim_start().trim_start_matches(':').trim_start().to_owned();
    }
    rest.retain(|l| !l.is_empty());
    (head.trim().to_owned(), rest)
}

/// Whether a text asks something.
pub(super) fn question(text: &str) -> bool {
    text.trim_end_matches([' ', '\u{2610}', '\u{2612}']).ends_with('?')
}

/// Whether a line is a letter or number that counts questions, and nothing else: `A`, `b)`, `(3)`.
pub(super) fn letter_alone(text: &str) -> bool {
    let bare = text.trim().trim_matches(['(', ')', '.', ':']);
    let mut chars = bare.chars();
    (number_alone(bare) && bare.len() <= 9)
        || (chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next().is_none())
}

pub(super) fn number_alone(text: &str) -> bool {
    let bare: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    !bare.is_empty()
        && bare.len() <= 9
        && (bare.first().is_some_and(char::is_ascii_digit) || bare.first() == Some(&'H'))
        && bare.iter().all(|c| c.is_ascii_alphanumeric() || *c == '.')
}

/// Whether a line begins something of its own rather than going on with a sentence.
pub(super) fn opens(line: &Line) -> bool {
    let text = line.text();
    let text = text.trim_start();
    ticks::any(text.get(..3).unwrap_or_default())
        || text.starts_with("http")
        || text.starts_with(['\u{2022}', '\u{25E6}'])
}

/// A label for people: no bullets, one line, no colon.
pub(super) fn tidy(label: &str) -> String {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    let marks = ['\u{25E6}', '\u{2022}', ' ', TICKED, EMPTY];
    label.trim_start_matches(marks).trim_end_matches([':', ' ']).to_owned()
}

/// A question's number, such as `1.3.1.A` or `2.1.4`.
pub fn numbered_label(text: &str) -> bool {
    let Some(first) = text.split_whitespace().next() else { return false };
    let first = first.trim_end_matches(['.', ':']);
    first.matches('.').count() >= 2
        && first.starts_with(|c: char| c.is_ascii_digit())
        && first.split('.').all(|p| !p.is_empty() && p.len() <= 2 && p.chars().all(|c| c.is_ascii_alphanumeric()))
}
