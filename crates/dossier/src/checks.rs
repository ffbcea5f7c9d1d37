//! The documents a model folder has are read and checked; what comes of it decides the state of the duties they stand for.
//!
//! Checked are the public summary of the training content, whoever wrote it, and the records of the model documentation and
//! the copyright policy. For the other duties a document proves nothing yet: a notification may not have been sent.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gpai_forms::compose::{is_draft, owed};
use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_forms::reading_of;
use gpai_forms::record::Record;
use gpai_forms::template::{Audience, Required, Template};
use gpai_review::{Book, Known, Report, lint};
use gpai_rules::assess::Assessment;
use gpai_rules::decide::Decision;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::finding::{CheckOutcome, DocumentCheck, Severity};
use gpai_rules::law::{Law, ThresholdValue};
use jiff::civil::Date;

use crate::records;

/// Reads a document of the folder: path, kind; or says why it cannot. The program reads strangers' files in a process of
/// its own, which this room does not start.
pub type Reader<'r> = &'r dyn Fn(&Path, &str) -> Result<Reading, String>;

/// Fact, kind of document, and whose view of the record the duty asks for.
const CHECKED: [(&str, &str, Audience); 4] = [
    ("documents.training_summary", "training-summary", Audience::Public),
    ("documents.copyright_policy", "copyright-policy", Audience::Aio),
    ("documents.technical_documentation", "model-documentation", Audience::Aio),
    ("documents.integrator_documentation", "model-documentation", Audience::Dp),
];

/// Checks the documents that the facts name. A document that is elsewhere is left unchecked.
pub fn check(
    law: &Law,
    folder: &Path,
    facts: &Facts,
    assessment: &Assessment,
    on: Date,
    book: &Book,
    read: Reader<'_>,
) -> Vec<DocumentCheck> {
    let known = known(law, facts, assessment, on);
    let mut checks = Vec::new();
    for (fact, kind, audience) in CHECKED {
        let Some(Value::Text(named)) = facts.value(fact) else { continue };
        let Some(file) = inside(folder, &named) else { continue };
        let (judged, outcome, stale) = match kind {
            "training-summary" => {
                let (outcome, stale) = summary(folder, &file, &known, book, read);
                (None, outcome, stale)
            }
            _ => {
                let (judged, outcome) = record(folder, &file, kind, audience, &known, book);
                (judged, outcome, None)
            }
        };
        checks.push(DocumentCheck { fact: fact.to_owned(), judged, outcome, stale });
    }
    checks
}

/// What the facts and the assessment say of a model and its provider, for rules that need more than the document.
pub fn known(law: &Law, facts: &Facts, assessment: &Assessment, on: Date) -> Known<'static> {
    let settled = |name: &str| match assessment.conclusion(name)?.decision {
        Decision::Yes(_) => Some(true),
        Decision::No(_) => Some(false),
        Decision::Open => None,
    };
    Known {
        today: Some(on),
        placed: match facts.value("market.first_available") {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        },
        country: match (facts.value("provider.established"), law.threshold("union", on).map(|t| &t.value)) {
            (Some(Value::Text(code) | Value::Word(code)), Some(ThresholdValue::Countries(union))) => {
                let inside = union.contains(&code);
                Some((code, inside))
            }
            _ => None,
        },
        sme: match facts.value("provider.size") {
            Some(Value::Word(size)) => Some(matches!(size.as_str(), "micro" | "small" | "medium")),
            _ => None,
        },
        signatory: match facts.value("provider.code_signed") {
            Some(Value::Set { words, complete }) => {
                if words.contains("copyright") {
                    Some(true)
                } else {
                    complete.then_some(false)
                }
            }
            _ => None,
        },
        base_models: match facts.value("modification.base") {
            Some(Value::Text(base)) => vec![base],
            _ => Vec::new(),
        },
        open_source: settled("open_source_exempt"),
        legacy: settled("legacy"),
        systemic: settled("systemic_risk"),
        modifier: settled("modifier_provider"),
        ..Known::default()
    }
}

/// A regular file of the folder, reached without leaving it.
fn inside(folder: &Path, named: &str) -> Option<PathBuf> {
    let elsewhere =
        named.contains("://") || named.starts_with('/') || named.split(['/', '\\']).any(|part| part == "..");
    let path = folder.join(named.trim().trim_start_matches("./"));
    let real = path.canonicalize().ok()?;
    (!elsewhere && real.starts_with(folder.canonicalize().ok()?) && real.is_file()).then_some(path)
}

/// The summary: any file that people can read. A record alone is not yet the summary; where both are there and say
/// different things, the record is named.
fn summary(
    folder: &Path,
    file: &Path,
    known: &Known<'_>,
    book: &Book,
    read: Reader<'_>,
) -> (CheckOutcome, Option<String>) {
    let alone = |outcome| (outcome, None);
    if file.extension().is_some_and(|e| e == "toml") {
        return alone(match records::read(file) {
            Ok((template, record)) => match judged(&reading_of(&template, &record), known, book) {
                CheckOutcome::Sound { .. } => CheckOutcome::Unread(
                    "it is complete but not written yet; gpai doc render training-summary --final".to_owned(),
                ),
                other => other,
            },
            Err(error) => CheckOutcome::Unread(error.to_string()),
        });
    }
    // A card that only speaks of the summary is not the summary; the link leads to it.
    if file.parent() == Some(folder) && file.file_name().is_some_and(|n| n.eq_ignore_ascii_case("README.md")) {
        return alone(CheckOutcome::Unread("only the model card speaks of it; name the document itself".to_owned()));
    }
    match read(file, "training-summary") {
        Ok(reading) if reading.fields.len() < FEW => {
            alone(CheckOutcome::Unread("too few questions of the template were found in it".to_owned()))
        }
        Ok(reading) if is_draft(&reading) => alone(CheckOutcome::Unread(
            "it is a draft; write it for publication: gpai doc render training-summary --final".to_owned(),
        )),
        Ok(reading) => {
            let path = records::path(folder, "training-summary");
            let other = records::read(&path).ok().map(|(template, record)| reading_of(&template, &record));
            let stale = other.is_some_and(|other| differ(&other, &reading));
            let named = format!("{}/training-summary.toml", records::FOLDER);
            (judged(&reading, known, book), stale.then_some(named))
        }
        Err(reason) => alone(CheckOutcome::Unread(reason)),
    }
}

/// Whether two readings tick different boxes, or one answers what the other leaves empty. Texts are not compared: formats
/// break lines in their own way.
fn differ(record: &Reading, written: &Reading) -> bool {
    let boxes = |f: &FieldReading| f.ticked.iter().cloned().collect::<BTreeSet<_>>();
    record.fields.iter().any(|(id, own)| match written.fields.get(id) {
        Some(other) if other.state == State::Unreadable => false,
        Some(other) => boxes(own) != boxes(other) || (own.state == State::Blank) != (other.state == State::Blank),
        None => own.state == State::Read,
    })
}

/// Fewer fields than this are no reading of a summary, whose template has some sixty.
const FEW: usize = 8;

/// A record of ours, or none: then nobody here can judge the document. Also the record's name, for what is judged is that
/// and not a file written from it.
fn record(
    folder: &Path,
    file: &Path,
    kind: &str,
    audience: Audience,
    known: &Known<'_>,
    book: &Book,
) -> (Option<String>, CheckOutcome) {
    let own = file.extension().is_some_and(|e| e == "toml");
    let path = if own { file.to_owned() } else { records::path(folder, kind) };
    if !path.is_file() {
        return (
            None,
            CheckOutcome::Unread(format!(
                "a document of this kind is judged from its questions and answers, documents/{kind}.toml; gpai doc new {kind}"
            )),
        );
    }
    let named = (!own).then(|| format!("{}/{kind}.toml", records::FOLDER));
    let outcome = match records::read(&path) {
        Ok((_, record)) if record.kind != kind => CheckOutcome::Unread(format!("is a {}", record.kind)),
        Ok((template, record)) => complete(&template, &record, audience, known, book),
        Err(error) => CheckOutcome::Unread(error.to_string()),
    };
    (named, outcome)
}

fn complete(template: &Template, record: &Record, audience: Audience, known: &Known<'_>, book: &Book) -> CheckOutcome {
    let missing = owed(template, record, audience);
    if missing.is_empty() {
        return judged(&reading_of(template, record), known, book);
    }
    CheckOutcome::Incomplete(missing.into_iter().map(|m| m.id).collect())
}

fn judged(reading: &Reading, known: &Known<'_>, book: &Book) -> CheckOutcome {
    let report: Report = lint(reading, known, book);
    let errors: Vec<&str> =
        report.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.code.as_str()).collect();
    if !errors.is_empty() {
        let mut codes: Vec<String> = errors.iter().map(|c| (*c).to_owned()).collect();
        codes.sort();
        codes.dedup();
        return CheckOutcome::Deficient { codes, errors: errors.len() };
    }
    let unseen = unseen(reading, book);
    if !unseen.is_empty() {
        return CheckOutcome::Unread(format!("{} answers could not be read: {}", unseen.len(), unseen.join(", ")));
    }
    CheckOutcome::Sound { warnings: report.count(Severity::Warning) }
}

/// Answers that may be there and were not seen: those that could not be read, and, where part of the document could not be
/// read, the mandatory ones that were not found.
fn unseen(reading: &Reading, book: &Book) -> Vec<String> {
    let state = |id: &str| reading.fields.get(id).map(|f| f.state);
    let template = reading.kind.as_deref().and_then(|kind| book.template(kind));
    let fields = template.into_iter().flat_map(|t| &t.fields).filter(|f| match state(&f.id) {
        Some(State::Unreadable) => true,
        None => !reading.unread.is_empty() && f.required == Required::Mandatory,
        Some(_) => false,
    });
    fields.map(|f| f.id.clone()).collect()
}
