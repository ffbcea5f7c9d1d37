//! Words and pieces that everything about reservations on the screen shares.

use gpai_forms::escape::visible;
use gpai_optout::book::{Class, Row, Text};
use gpai_optout::{Confidence, Place, Purpose, Signal, Source, Value};
use gpai_rules::law::Language;
use unicode_width::UnicodeWidthStr as _;

use crate::screen::style::{BAD, DIM, GOOD, OPEN};
use crate::screen::words::optout as words;

/// Columns of a line of a file that are shown.
pub(super) const COLUMNS: usize = 120;
/// Columns of running text.
pub(super) fn width() -> usize {
    super::super::style::columns().saturating_sub(4).min(92)
}

/// Whether two signals of one place say the same.
pub(super) fn alike(a: &Signal, b: &Signal) -> bool {
    (a.protocol, a.value, a.confidence, &a.place, &a.notes, a.operator, a.otherwise)
        == (b.protocol, b.value, b.confidence, &b.place, &b.notes, b.operator, b.otherwise)
}

/// What colour a value has.
pub(super) fn style(value: Value) -> anstyle::Style {
    match value {
        Value::Reserved => BAD,
        Value::Conditional | Value::Unreadable => OPEN,
        Value::Granted => GOOD,
        Value::Silent => DIM,
    }
}

/// Where a signal stands, as people write it.
pub(super) fn place(place: &Place) -> String {
    let source = match &place.source {
        Source::File(path) => visible(path),
        Source::Header(header) => format!("{}:", visible(header)),
        Source::Element(element) => format!("<{}>", visible(element)),
        Source::Metadata(format) => format!("[{}]", visible(format)),
    };
    let at = [place.line, place.column].into_iter().flatten().map(|n| format!(":{n}")).collect::<String>();
    format!("{source}{at}")
}

/// At most so many columns of a line.
pub(super) fn cut(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        if shown.width() >= COLUMNS {
            shown.push('…');
            break;
        }
        shown.push(c);
    }
    shown
}

/// The word of a purpose.
pub(super) fn name(purpose: Purpose, language: Language) -> &'static str {
    match purpose {
        Purpose::Train => words::PURPOSE_TRAINING,
        Purpose::Tdm => words::PURPOSE_TEXT_AND_DATA_MINING,
        Purpose::Input => words::PURPOSE_INPUT_OF_A_MODEL,
        Purpose::Search => words::PURPOSE_SEARCH_INDEX,
    }
    .get(language)
}

/// The word of a value.
pub(super) fn value(value: Value, language: Language) -> &'static str {
    match value {
        Value::Reserved => words::VALUE_RESERVED,
        Value::Conditional => words::VALUE_CONDITIONAL,
        Value::Granted => words::VALUE_GRANTED,
        Value::Silent => words::VALUE_SILENT,
        Value::Unreadable => words::VALUE_UNREADABLE,
    }
    .get(language)
}

/// The word of a confidence.
pub(super) fn confidence(confidence: Confidence, language: Language) -> &'static str {
    match confidence {
        Confidence::High => words::CONFIDENCE_HIGH,
        Confidence::Medium => words::CONFIDENCE_MEDIUM,
        Confidence::Low => words::CONFIDENCE_LOW,
    }
    .get(language)
}

/// A text in a language.
pub(super) fn said(text: &Text, language: Language) -> &str {
    match language {
        Language::English => &text.en,
        Language::Chinese => &text.zh,
    }
}

/// Operator and class of an agent.
pub(super) fn who(row: &Row, language: Language) -> String {
    let word = match row.class {
        Class::Control => words::CLASS_CONTROL,
        Class::Training => words::CLASS_TRAINING,
        Class::Data => words::CLASS_DATA,
        Class::Search => words::CLASS_SEARCH,
        Class::User => words::CLASS_USER,
        Class::Agent => words::CLASS_AGENT,
        Class::Mixed => words::CLASS_MIXED,
        Class::Policy => words::CLASS_POLICY,
    }
    .get(language);
    if row.operator.is_empty() { word.to_owned() } else { format!("{}: {word}", row.operator) }
}
