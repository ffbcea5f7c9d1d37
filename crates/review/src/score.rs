//! A score by section beside the findings: this program's own and no authority's, in whole numbers, with what cost points.
//!
//! Each question that applies has a weight and earns it if it is answered; findings take from their question. The weights
//! are data, few, and the same for every document. What could not be read counts on neither side.

use gpai_rules::finding::{Finding, Severity};

use super::book::Book;
use gpai_forms::reading::{Reading, State};
use gpai_forms::template::{Required, Template, Test};

/// The score of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionScore {
    /// The section: `document`, `1`, `2.1`, `2.2`, `2.3`, `2.4`, `2.5`, `3`, or `all`.
    pub section: &'static str,
    /// 0 to 100; `None` where nothing of it could be read.
    pub score: Option<u64>,
    /// What cost points, the dearest first.
    pub costs: Vec<Cost>,
}

/// What one question lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Field, as in the finding.
    pub field: String,
    /// Rules that took from it; none where it is simply not answered.
    pub codes: Vec<String>,
    /// Points of the section's hundred, rounded.
    pub points: u64,
}

/// The sections that are scored, and the fields in them by the beginning of their ids.
pub const SECTIONS: [(&str, &[&str]); 8] = [
    ("document", &["H."]),
    ("1", &["1."]),
    ("2.1", &["2.1."]),
    ("2.2", &["2.2."]),
    ("2.3", &["2.3."]),
    ("2.4", &["2.4."]),
    ("2.5", &["2.5.", "2.6."]),
    ("3", &["3."]),
];

/// Questions of which either may be empty if the other is answered: what is on the market or known, and what is not.
const EITHER: [(&str, &str); 2] = [("2.2.2.c", "2.2.2.d"), ("2.5.c", "2.5.d")];

/// One question with its weight and what it keeps, in hundredths.
struct Item {
    field: String,
    weight: u64,
    taken: u64,
    codes: Vec<String>,
}

/// The scores of a training summary; none for other kinds.
pub(super) fn score(doc: &Reading, template: &Template, findings: &[Finding], book: &Book) -> Vec<SectionScore> {
    if template.kind != "training-summary" {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut all: Vec<Item> = Vec::new();
    for (section, starts) in SECTIONS {
        let mut items = items(doc, template, findings, book, starts);
        if section == "document" {
            // What concerns the whole document is taken from a question of its own.
            let mut whole = item("document", findings, book);
            whole.weight = book.weights.question;
            // Where none of its questions could be read, a hundred for the rest would be praise for nothing.
            if !items.is_empty() || whole.taken > 0 {
                items.push(whole);
            }
        }
        out.push(total(section, &items));
        all.extend(items);
    }
    out.push(total("all", &all));
    out
}

fn items(doc: &Reading, template: &Template, findings: &[Finding], book: &Book, starts: &[&str]) -> Vec<Item> {
    let about = |id: &str| findings.iter().any(|f| f.field() == id && f.severity != Severity::Info);
    let (partly, printed) = (super::unseen::partly_unread(doc), super::unseen::printed(doc, template));
    let unread = |id: &str| doc.fields.get(id).map_or(partly || printed.contains(id), |f| f.state == State::Unreadable);
    let unanswered = |id: &str| doc.fields.get(id).is_none_or(|f| f.state == State::Blank);
    let mut items: Vec<Item> = template
        .fields
        .iter()
        .filter(|f| starts.iter().any(|s| f.id.starts_with(s)))
        .filter(|f| !unread(&f.id))
        .filter(|f| {
            let other = EITHER.iter().find_map(|(a, b)| match () {
                () if f.id == *a => Some(b),
                () if f.id == *b => Some(a),
                () => None,
            });
            !(unanswered(&f.id) && !about(&f.id) && other.is_some_and(|o| !unanswered(o)))
        })
        .filter(|f| match f.required {
            Required::Mandatory => true,
            // A question that applies, or about which something was found.
            Required::Conditional => applies(doc, &f.when) || about(&f.id),
            Required::Optional => false,
        })
        .map(|f| {
            let mut item = item(&f.id, findings, book);
            if unanswered(&f.id) {
                item.taken = 100;
            }
            item
        })
        .collect();
    // A whole section that is absent takes every question in it.
    for finding in findings.iter().filter(|f| f.code == "TS-D08" && f.case.as_deref() == Some("section")) {
        for lost in items.iter_mut().filter(|i| i.field.starts_with(&format!("{}.", finding.field()))) {
            lost.taken = 100;
            lost.codes.push(finding.code.clone());
        }
    }
    items
}

/// Whether a condition of the form holds for what was read; none: only where something was found.
fn applies(doc: &Reading, when: &[Test]) -> bool {
    when.iter().any(|test| {
        let (Test::Is(field, word) | Test::Has(field, word)) = test;
        doc.fields.get(field).is_some_and(|f| {
            f.ticked.contains(word)
                || (f.ticked.is_empty() && gpai_forms::lexicon::words::plain(&f.text).starts_with(word.as_str()))
        })
    })
}

fn item(field: &str, findings: &[Finding], book: &Book) -> Item {
    let weights = &book.weights;
    let narrative = weights.narratives.iter().any(|n| n == field);
    let weight = if narrative { weights.narrative } else { weights.question };
    let mut taken = 0;
    let mut codes: Vec<String> = Vec::new();
    for finding in findings.iter().filter(|f| f.field() == field) {
        let [error, warning, info] = weights.takes;
        let takes = match finding.severity {
            Severity::Error => error,
            Severity::Warning => warning,
            Severity::Info => info,
        };
        taken += takes;
        if takes > 0 && !codes.contains(&finding.code) {
            codes.push(finding.code.clone());
        }
    }
    Item { field: field.to_owned(), weight, taken: taken.min(100), codes }
}

fn total(section: &'static str, items: &[Item]) -> SectionScore {
    let whole: u64 = items.iter().map(|i| i.weight * 100).sum();
    let kept: u64 = items.iter().map(|i| i.weight * (100 - i.taken)).sum();
    let mut costs: Vec<Cost> = items
        .iter()
        .filter(|i| i.taken > 0)
        .map(|i| Cost {
            field: i.field.clone(),
            codes: i.codes.clone(),
            points: rounded(i.weight * i.taken * 100, whole),
        })
        .collect();
    costs.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.field.cmp(&b.field)));
    SectionScore { section, score: (whole > 0).then(|| rounded(kept * 100, whole)), costs }
}

/// A quotient rounded half up.
fn rounded(a: u64, b: u64) -> u64 {
    if b == 0 { 0 } else { (2 * a + b) / (2 * b) }
}
