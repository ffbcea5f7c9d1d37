//! The answers of the forms as items of the evidence: each with the readers of its field; and what some of them say of data sets,
//! evaluations and energy.

use gpai_forms::reading::State;
use gpai_forms::reading_whole;
use gpai_forms::record::{Cells, Value};
use gpai_forms::template::Audience;
use gpai_rules::fact::{Claim, Facts, Value as FactValue};
use gpai_rules::number::{Interval, Number};

use super::audience::Readers;
use super::items::{Answered, Dataset, Energy, Evaluation, Filed, Held, Place};
use super::text;

/// Every answer of a record.
pub(super) fn answers(filed: &Filed) -> Vec<Held<Answered>> {
    let reading = reading_whole(&filed.template, &filed.record);
    let mut out = Vec::new();
    for field in &filed.template.fields {
        let Some(answer) = filed.record.answers.get(&field.id) else { continue };
        let Some(found) = reading.fields.get(&field.id).filter(|f| f.state == State::Read) else { continue };
        let labels = |word: &String| {
            let option = field.options.iter().find(|o| o.word == *word);
            text::line(option.map_or(word.as_str(), |o| o.label.as_str()))
        };
        let ticked: Vec<String> = found.ticked.iter().map(labels).collect();
        let parts = [ticked.join(", "), text::prose(&found.text)];
        let said = parts.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(": ");
        out.push(Held {
            readers: field.audiences.iter().copied().collect(),
            place: Some(Place { file: filed.file.clone(), line: Some(answer.line).filter(|l| *l > 0), method: None }),
            item: Answered {
                form: filed.template.kind.clone(),
                field: field.id.clone(),
                label: field.full_label(),
                text: said,
                not_applicable: matches!(answer.value, Value::NotApplicable(_)),
                value: answer.value.clone(),
            },
        });
    }
    out
}

/// The readers, the rows and the place of a field with rows.
fn rows<'f>(filed: &'f Filed, kind: &str, id: &str) -> Option<(Readers, Option<Place>, &'f [Cells])> {
    let (readers, place, value) = field(filed, kind, id)?;
    match value {
        Value::Rows(rows) => Some((readers, place, rows.as_slice())),
        _ => None,
    }
}

fn field<'f>(filed: &'f Filed, kind: &str, id: &str) -> Option<(Readers, Option<Place>, &'f Value)> {
    let field = filed.template.field(id).filter(|_| filed.template.kind == kind)?;
    let answer = filed.record.answers.get(id)?;
    let place = Place { file: filed.file.clone(), line: Some(answer.line).filter(|l| *l > 0), method: None };
    Some((field.audiences.iter().copied().collect(), Some(place), &answer.value))
}

fn cell(row: &Cells, key: &str) -> Option<String> {
    match row.get(key)? {
        Value::Text(said) | Value::Word(said) | Value::Number(said) => Some(text::line(said)).filter(|t| !t.is_empty()),
        _ => None,
    }
}

/// The data sets that the public summary of the training content names.
pub(super) fn datasets(filed: &Filed, out: &mut Vec<Held<Dataset>>) {
    let kind = "training-summary";
    let modalities = match field(filed, kind, "2.1.b") {
        Some((_, _, Value::Words(words))) => words.clone(),
        _ => Vec::new(),
    };
    let lists = [("2.1.c", Some(true), modalities), ("2.2.2.c", Some(false), Vec::new())];
    for (id, public, modalities) in lists {
        let Some((readers, place, rows)) = rows(filed, kind, id) else { continue };
        for row in rows {
            let Some(name) = cell(row, "name") else { continue };
            out.push(Held {
                readers: readers.clone(),
                place: place.clone(),
                item: Dataset {
                    name,
                    url: cell(row, "link").as_deref().and_then(text::address).map(str::to_owned),
                    version: cell(row, "version"),
                    description: cell(row, "description"),
                    selection: cell(row, "selection"),
                    // Several modalities of a list do not say which of them each data set has.
                    modalities: if modalities.len() == 1 { modalities.clone() } else { Vec::new() },
                    role: Some("training".to_owned()),
                    public,
                    ..Dataset::default()
                },
            });
        }
    }
}

/// The data sets that the model card names for training. One that the summary names too is not named twice.
pub(super) fn card_datasets(facts: &Facts, readers: impl Fn(&Claim) -> Readers, out: &mut Vec<Held<Dataset>>) {
    for claim in facts.claims("card.datasets") {
        let FactValue::Set { words, .. } = &claim.value else { continue };
        for word in words {
            let name = text::line(word);
            let parts: Vec<&str> = name.split('/').collect();
            let plain = |p: &&str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
            let url = (parts.len() == 2 && parts.iter().all(plain))
                .then(|| format!("https://huggingface.co/datasets/{name}"));
            let readers = readers(claim);
            // Only what all its readers see stands for it; that another has a name, too, is nobody's business.
            let known = |held: &Held<Dataset>| {
                let same = held.item.name == name || (url.is_some() && held.item.url == url);
                same && (held.readers.contains(&Audience::Public) || held.readers.is_superset(&readers))
            };
            if name.is_empty() || out.iter().any(known) {
                continue;
            }
            let place = Place { file: claim.source.file.clone(), line: claim.source.line, method: None };
            out.push(Held {
                readers,
                place: Some(place),
                item: Dataset { name: name.clone(), url, role: Some("training".to_owned()), ..Dataset::default() },
            });
        }
    }
}

/// The evaluations of the model report: as a person wrote them down.
pub(super) fn evaluations(filed: &Filed, out: &mut Vec<Held<Evaluation>>) {
    let Some((readers, place, rows)) = rows(filed, "model-report", "7.3.evaluations") else { return };
    for row in rows {
        let (Some(task), Some(value)) = (cell(row, "evaluation"), cell(row, "result")) else { continue };
        out.push(Held {
            readers: readers.clone(),
            place: place.clone(),
            item: Evaluation { task, value, method: cell(row, "method"), ..Evaluation::default() },
        });
    }
}

/// The energy of the model documentation.
pub(super) fn energy(filed: &Filed, out: &mut Vec<Held<Energy>>) {
    let Some((readers, place, Value::Parts(parts))) = field(filed, "model-documentation", "MDF-33") else { return };
    let Some(Value::Number(amount)) = parts.get("amount") else { return };
    let Ok(amount) = Number::parse(amount) else { return };
    let measured = match parts.get("how") {
        Some(Value::Word(word)) => Some(word == "measured"),
        _ => None,
    };
    let covers = vec!["training".to_owned()];
    out.push(Held { readers, place, item: Energy { mwh: Interval::point(amount), measured, covers } });
}
