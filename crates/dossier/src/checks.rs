//! The documents a model folder has are read and checked; what comes of it decides the state of the duties they stand for.
//!
//! Checked are the public summary of the training content, whoever wrote it, and the records of the model documentation and
//! the copyright policy. For the other duties a document proves nothing yet: a notification may not have been sent.

use std::path::{Path, PathBuf};

use gpai_documents::forms::compose::owed;
use gpai_documents::forms::reading::Reading;
use gpai_documents::forms::reading_of;
use gpai_documents::forms::record::Record;
use gpai_documents::forms::template::{Audience, Template};
use gpai_documents::lint::{Book, Known, Report, lint};
use gpai_documents::rules::assess::Assessment;
use gpai_documents::rules::decide::Decision;
use gpai_documents::rules::fact::{Facts, Value};
use gpai_documents::rules::finding::{CheckOutcome, DocumentCheck, Severity};
use gpai_documents::rules::law::{Law, ThresholdValue};
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
        let outcome = match kind {
            "training-summary" => summary(folder, &file, &known, book, read),
            _ => record(folder, &file, kind, audience, &known, book),
        };
        checks.push(DocumentCheck { fact: fact.to_owned(), outcome });
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

/// The summary: any file that people can read. A record alone is not yet the summary.
fn summary(folder: &Path, file: &Path, known: &Known<'_>, book: &Book, read: Reader<'_>) -> CheckOutcome {
    if file.extension().is_some_and(|e| e == "toml") {
        return match records::read(file) {
            Ok((template, record)) => match judged(&reading_of(&template, &record), known, book) {
                CheckOutcome::Sound { .. } => CheckOutcome::Unread(
                    "it is complete but not written yet; gpai doc render training-summary --final".to_owned(),
                ),
                other => other,
            },
            Err(error) => CheckOutcome::Unread(error.to_string()),
        };
    }
    // A card that only speaks of the summary is not the summary; the link leads to it.
    if file.parent() == Some(folder) && file.file_name().is_some_and(|n| n.eq_ignore_ascii_case("README.md")) {
        return CheckOutcome::Unread("only the model card speaks of it; name the document itself".to_owned());
    }
    match read(file, "training-summary") {
        Ok(reading) if reading.fields.len() < FEW => {
            CheckOutcome::Unread("too few questions of the template were found in it".to_owned())
        }
        Ok(reading) => judged(&reading, known, book),
        Err(reason) => CheckOutcome::Unread(reason),
    }
}

/// Fewer fields than this are no reading of a summary, whose template has some sixty.
const FEW: usize = 8;

/// A record of ours, or none: then nobody here can judge the document.
fn record(folder: &Path, file: &Path, kind: &str, audience: Audience, known: &Known<'_>, book: &Book) -> CheckOutcome {
    let path =
        if file.extension().is_some_and(|e| e == "toml") { file.to_owned() } else { records::path(folder, kind) };
    if !path.is_file() {
        return CheckOutcome::Unread(format!(
            "a document of this kind is judged from its questions and answers, documents/{kind}.toml; gpai doc new {kind}"
        ));
    }
    match records::read(&path) {
        Ok((_, record)) if record.kind != kind => CheckOutcome::Unread(format!("is a {}", record.kind)),
        Ok((template, record)) => complete(&template, &record, audience, known, book),
        Err(error) => CheckOutcome::Unread(error.to_string()),
    }
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
    if errors.is_empty() {
        return CheckOutcome::Sound { warnings: report.count(Severity::Warning) };
    }
    let mut codes: Vec<String> = errors.iter().map(|c| (*c).to_owned()).collect();
    codes.sort();
    codes.dedup();
    CheckOutcome::Deficient { codes, errors: errors.len() }
}
