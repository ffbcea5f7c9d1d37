//! The one evidence model that every export is written from: what is known of a model, each item with who may see it.
//!
//! No export is written from this itself: [`Evidence::seen_by`] cuts it for one reader first, and a writer gets that alone.

use gpai_forms::record::{Record, Value as Answer};
use gpai_forms::template::Template;
use gpai_rules::assess::{Assessment, DutyState, DutyStatus};
use gpai_rules::fact::{Claim, Fact, Facts};
use gpai_rules::law::Law;
use gpai_rules::number::{Interval, Number};
use gpai_rules::rows::Rows;
use gpai_rules::toml_place::PlacedError;
use jiff::civil::Date;

use super::answers;
use super::audience::{Reader, Readers};
use super::rules::Rules;
use super::seen::Seen;

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

/// A record and where it lies.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Path in the folder.
    pub file: String,
    /// Its form.
    pub template: Template,
    /// What it says.
    pub record: Record,
}

/// A file of the model folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// Path in the folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal digits; unknown where it was not computed.
    pub sha256: Option<String>,
}

/// Where readers of logs hand in what they read: evaluations, energy, data sets, each with who may see it.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// Results of evaluations.
    pub evaluations: Vec<Held<Evaluation>>,
    /// Energy used.
    pub energy: Vec<Held<Energy>>,
    /// Data sets.
    pub datasets: Vec<Held<Dataset>>,
}

/// An item with who may see it and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held<T> {
    /// Who may see it besides the provider.
    pub readers: Readers,
    /// Where it stands.
    pub place: Option<Place>,
    /// The item.
    pub item: T,
}

/// A place in a file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path in the folder.
    pub file: String,
    /// 1-based line.
    pub line: Option<u32>,
    /// How the value was got, if it was not simply stated.
    pub method: Option<String>,
}

impl Place {
    /// The file and the line in it.
    pub fn file_line(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }
}

/// One result of an evaluation, as a tool recorded it or a person wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// The task.
    pub task: String,
    /// The metric, with its filter: `exact_match,strict-match`.
    pub metric: Option<String>,
    /// The result as written.
    pub value: String,
    /// One standard error, where the tool gave it.
    pub stderr: Option<Number>,
    /// On how many documents.
    pub n: Option<u64>,
    /// Of how many.
    pub of: Option<u64>,
    /// Number of examples shown.
    pub shots: Option<u32>,
    /// The data set, its subset and split.
    pub dataset: Option<String>,
    /// Tool and version.
    pub tool: Option<String>,
    /// Day.
    pub date: Option<Date>,
    /// How it was done, in words.
    pub method: Option<String>,
    /// Codes of findings that bear on it.
    pub caveats: Vec<String>,
}

/// An amount of energy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Energy {
    /// MWh; an interval where it is not known better.
    pub mwh: Interval,
    /// Whether it was measured; unknown where nobody said.
    pub measured: Option<bool>,
    /// What it covers, in the words of `energy.covers`: `training`, `inference`, …
    pub covers: Vec<String>,
}

/// A data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dataset {
    /// Name.
    pub name: String,
    /// Where it is.
    pub url: Option<String>,
    /// Its version as written.
    pub version: Option<String>,
    /// Licence, an SPDX id or an address.
    pub licence: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// Who made it.
    pub creator: Option<String>,
    /// The day on which it was published.
    pub published: Option<Date>,
    /// The day on which it was made.
    pub built: Option<Date>,
    /// Modalities, in the words of the forms.
    pub modalities: Vec<String>,
    /// What it is used for: `training`, `testing`, `validation`.
    pub role: Option<String>,
    /// Size in bytes.
    pub bytes: Option<u64>,
    /// Whether it is public; unknown where nobody said.
    pub public: Option<bool>,
    /// What was taken of it.
    pub selection: Option<String>,
    /// When it was collected.
    pub collected: Option<(String, String)>,
    /// Its files.
    pub files: Vec<DatasetFile>,
}

/// A file of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetFile {
    /// Where it is.
    pub url: String,
    /// SHA-256.
    pub sha256: String,
    /// Media type.
    pub format: String,
    /// Size in bytes.
    pub bytes: Option<u64>,
}

/// A duty under the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyHeld {
    /// Id.
    pub id: String,
    /// Title in English.
    pub title: String,
    /// Owed or not.
    pub status: DutyStatus,
    /// Met or not.
    pub state: DutyState,
    /// When it falls due.
    pub due: Option<Date>,
    /// Provisions.
    pub cites: Vec<String>,
    /// Codes of findings that bear on it.
    pub findings: Vec<String>,
    /// The document that stands for it, as it is named.
    pub document: Option<String>,
}

/// An answer of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The form.
    pub form: String,
    /// The field.
    pub field: String,
    /// Its label.
    pub label: String,
    /// The answer as text.
    pub text: String,
    /// Whether it says that the question does not apply.
    pub not_applicable: bool,
    /// The answer itself.
    pub value: Answer,
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

/// A model on the Hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubId {
    /// Organisation or person.
    pub owner: String,
    /// Name.
    pub name: String,
    /// Commit, where it is one.
    pub commit: Option<String>,
}

impl HubId {
    /// Reads `hf://OWNER/NAME[@REVISION]`.
    fn of(path: &str) -> Option<HubId> {
        let (model, revision) = path
            .strip_prefix("hf://")?
            .split_once('@')
            .map_or((path.strip_prefix("hf://")?, None), |(m, r)| (m, Some(r)));
        let (owner, name) = model.split_once('/')?;
        let commit = revision.filter(|r| r.len() == 40 && r.bytes().all(|b| b.is_ascii_hexdigit()));
        let plain =
            |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        (plain(owner) && plain(name)).then(|| HubId {
            owner: owner.to_owned(),
            name: name.to_owned(),
            commit: commit.map(str::to_owned),
        })
    }
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
        let weights_public =
            input.facts.value(gpai_rules::names::OPENNESS_WEIGHTS_PUBLIC) == Some(gpai_rules::fact::Value::Bool(true));
        let public = |path: &str| rules.is_public(path, weights_public) || input.published.iter().any(|p| p == path);
        let readers = |claim: &Claim| rules.readers_of("card.datasets", claim, public(&claim.source.file));
        answers::card_datasets(input.facts, readers, &mut logs.datasets);
        super::logs::rows(input.rows, public, &mut logs);
        super::logs::energy(input.facts, rules.readers_of_all("energy.training_mwh", input.facts, public), &mut logs);
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

    /// What one reader may see: the only thing that an export is written from.
    pub fn seen_by(&self, reader: Reader) -> Seen {
        Seen::of(self, reader)
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
                Some(gpai_rules::fact::Value::Text(path)) => Some(path),
                _ => None,
            },
        }
    });
    held.collect()
}
