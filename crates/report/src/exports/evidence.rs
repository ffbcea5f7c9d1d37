//! The one evidence model that every export is written from: what is known of a model, each item with who may see it.
//!
//! No export is written from this itself: `Evidence::seen_by` cuts it for one reader first, and a writer gets that alone.

use gpai_rules::assess::Assessment;
use gpai_rules::fact::{Claim, Fact, Facts, Value};
use gpai_rules::law::Law;
use gpai_rules::names;
use gpai_rules::rows::Rows;
use gpai_rules::toml_place::PlacedError;
use jiff::civil::Date;

use super::items::{Answered, DutyHeld, FileEntry, Filed, Held, HubId, Logs};
use super::rules::Rules;
use super::{answers, logs as read};

/// What evidence is made from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The law book.
    pub law: &'a Law,
    /// The day whose law applies; it is also the time that stands in the exports.
    pub on: Date,
    /// The program's version.
    pub program: &'a str,
    /// The model's name.
    pub model: &'a str,
    /// `.` for a folder, `hf://ORG/NAME@COMMIT` for a model on the Hub.
    pub path: &'a str,
    /// Every claim.
    pub facts: &'a Facts,
    /// What follows from them.
    pub assessment: &'a Assessment,
    /// The records of the folder.
    pub records: &'a [Filed],
    /// The files of the folder.
    pub files: &'a [FileEntry],
    /// What was read from logs and data set cards.
    pub rows: &'a Rows,
    /// What the provider says of its own data sets, and whatever else has its readers already.
    pub logs: &'a Logs,
    /// Files that the provider says are public, besides those that are.
    pub published: &'a [String],
}

/// All that is known.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub(super) on: Date,
    pub(super) program: String,
    pub(super) law: (String, String),
    pub(super) model: String,
    pub(super) hub: Option<HubId>,
    pub(super) facts: Facts,
    pub(super) whole: Vec<Fact>,
    pub(super) answers: Vec<Held<Answered>>,
    pub(super) files: Vec<FileEntry>,
    pub(super) logs: Logs,
    pub(super) duties: Vec<DutyHeld>,
    pub(super) findings: Vec<String>,
    pub(super) weights_public: bool,
    pub(super) published: Vec<String>,
    pub(super) rules: Rules,
}

impl Evidence {
    /// Puts together what is known.
    ///
    /// # Errors
    /// `law/exports.toml` is malformed.
    pub fn gather(input: &Input<'_>) -> Result<Evidence, PlacedError> {
        let rules = Rules::book()?;
        let mut logs = input.logs.clone();
        let mut held = Vec::new();
        for filed in input.records {
            held.extend(answers::answers(filed));
            answers::datasets(filed, &mut logs.datasets);
            answers::evaluations(filed, &mut logs.evaluations);
            answers::energy(filed, &mut logs.energy);
        }
        let mut files = input.files.to_vec();
        files.sort();
        let weights_public = input.facts.value(names::OPENNESS_WEIGHTS_PUBLIC) == Some(Value::Bool(true));
        let public = |path: &str| rules.is_public(path, weights_public) || input.published.iter().any(|p| p == path);
        let readers = |claim: &Claim| rules.readers_of("card.datasets", claim, public(&claim.source.file));
        answers::card_datasets(input.facts, readers, &mut logs.datasets);
        read::rows(input.rows, public, &mut logs);
        read::energy(input.facts, rules.readers_of_all("energy.training_mwh", input.facts, public), &mut logs);
        Ok(Evidence {
            on: input.on,
            program: input.program.to_owned(),
            law: (input.law.id.clone(), input.law.edition.clone()),
            model: input.model.to_owned(),
            hub: HubId::of(input.path),
            facts: input.facts.clone(),
            whole: input.facts.resolve_all(),
            answers: held,
            files,
            logs,
            duties: duties(input),
            findings: codes(input.assessment),
            weights_public,
            published: input.published.to_vec(),
            rules,
        })
    }

    /// Whether a file is public.
    pub fn is_public(&self, path: &str) -> bool {
        self.rules.is_public(path, self.weights_public) || self.published.iter().any(|p| p == path)
    }
}

fn codes(assessment: &Assessment) -> Vec<String> {
    let mut codes: Vec<String> = assessment.findings.iter().map(|f| f.code.clone()).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn duties(input: &Input<'_>) -> Vec<DutyHeld> {
    let duty = |id: &str| input.law.duties_on(input.on).find(|d| d.id == id).or_else(|| input.law.duty(id));
    let held = input.assessment.duties.iter().map(|answer| {
        let known = duty(&answer.id);
        let named = known.and_then(|d| d.document.as_deref()).and_then(|fact| input.facts.value(fact));
        DutyHeld {
            id: answer.id.clone(),
            title: known.map(|d| d.title.en.clone()).unwrap_or_default(),
            status: answer.outcome(),
            state: answer.state,
            due: answer.due,
            cites: answer.cites.clone(),
            findings: answer.findings.clone(),
            document: match named {
                Some(Value::Text(path)) => Some(path),
                _ => None,
            },
        }
    });
    held.collect()
}
