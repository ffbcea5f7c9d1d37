//! The documents a model folder has are read and checked; what comes of it decides the state of the duties they stand for.
//!
//! Checked are the public summary of the training content, whoever wrote it, and the records of the model documentation and
//! the copyright policy. For the other duties a document proves nothing yet: a notification may not have been sent.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gpai_forms::compose::{is_draft, owed};
use gpai_forms::reading::{FieldReading, Reading, State};
use gpai_forms::record::Record;
use gpai_forms::template::{Audience, Required, Template};
use gpai_forms::{reading_of, reading_whole};
use gpai_review::prefilled::outdated;
use gpai_review::{Book, Context, Report, Siblings, lint};
use gpai_rules::assess::Assessment;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::finding::{CheckOutcome, DocumentCheck, Severity};
use gpai_rules::law::Law;
use jiff::civil::Date;

use crate::gather::Register;
use crate::{history, records};

/// Reads a document of the folder: path, kind; or says why it cannot. The program reads strangers' files in a process of
/// its own, which this room does not start.
pub type Reader<'r> = &'r dyn Fn(&Path, &str) -> Result<Reading, String>;

/// What a check works with.
struct Known<'a> {
    context: Context<'a>,
    law: &'a Law,
    facts: &'a Facts,
    book: &'a Book,
}

/// Of what, and for which day.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// The day.
    pub on: Date,
    /// The name of the model.
    pub model: &'a str,
    /// What was read of the register, where there is one.
    pub register: Option<&'a Register>,
}

/// Checks the documents that the facts name. A document that is elsewhere is left unchecked.
pub fn check(
    law: &Law,
    folder: &Path,
    facts: &Facts,
    assessment: &Assessment,
    of: &Of<'_>,
    book: &Book,
    read: Reader<'_>,
) -> Vec<DocumentCheck> {
    let siblings = siblings(&records::below(folder));
    let mut context = Context::of(law, facts, assessment, of.on).beside(&siblings);
    if let Some(register) = of.register {
        history::fill(&mut context, &register.history, of.model, of.on);
    }
    let known = Known { context, law, facts, book };
    let mut checks = Vec::new();
    for document in &law.documents.kinds {
        let Some(audience) = document.judged.as_deref().and_then(Audience::named) else { continue };
        let (fact, kind) = (document.fact.as_str(), document.form.as_str());
        let Some(Value::Text(named)) = facts.value(fact) else { continue };
        let Some(file) = inside(folder, &named) else { continue };
        let (judged, outcome, stale) = match kind {
            "training-summary" => {
                let (outcome, stale) = summary(folder, &file, &known, read);
                (None, outcome, stale)
            }
            _ => {
                let (judged, outcome) = record(folder, &file, kind, audience, &known);
                (judged, outcome, None)
            }
        };
        checks.push(DocumentCheck { fact: fact.to_owned(), judged, outcome, stale });
    }
    checks
}

/// Kinds of documents that say something of one another.
const SIBLINGS: [&str; 4] = ["training-summary", "model-documentation", "copyright-policy", "not-applicable"];

/// The records in a folder of documents, as they read. One that is not there or cannot be read says nothing.
pub fn siblings(documents: &Path) -> Siblings {
    let mut out = Siblings::new();
    for kind in SIBLINGS {
        let path = documents.join(format!("{kind}.toml"));
        if !fs::symlink_metadata(&path).is_ok_and(|m| m.is_file()) {
            continue;
        }
        if let Ok((template, record)) = records::read(&path)
            && record.kind == kind
        {
            out.insert(kind.to_owned(), reading_whole(&template, &record));
        }
    }
    out
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
fn summary(folder: &Path, file: &Path, known: &Known<'_>, read: Reader<'_>) -> (CheckOutcome, Option<String>) {
    let alone = |outcome| (outcome, None);
    if file.extension().is_some_and(|e| e == "toml") {
        return alone(match records::read(file) {
            Ok((template, record)) => match judged_record(&template, &record, known) {
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
            (judged(&reading, &known.context, known.book), stale.then_some(named))
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
        Ok((template, record)) => complete(&template, &record, audience, known),
        Err(error) => CheckOutcome::Unread(error.to_string()),
    };
    (named, outcome)
}

fn complete(template: &Template, record: &Record, audience: Audience, known: &Known<'_>) -> CheckOutcome {
    let missing = owed(template, record, audience);
    if missing.is_empty() {
        return judged_record(template, record, known);
    }
    CheckOutcome::Incomplete(missing.into_iter().map(|m| m.id).collect())
}

/// A record is judged by what it says, and by what became of the facts it was filled in from.
fn judged_record(template: &Template, record: &Record, known: &Known<'_>) -> CheckOutcome {
    let outdated = outdated(template, record, known.facts, known.law);
    let context = Context { outdated, ..known.context.clone() };
    judged(&reading_of(template, record), &context, known.book)
}

fn judged(reading: &Reading, context: &Context<'_>, book: &Book) -> CheckOutcome {
    let report: Report = lint(reading, context, book);
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
