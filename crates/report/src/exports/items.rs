//! The items of the evidence: records, files, evaluations, energy, data sets, duties, answers; each with who may see it.

use gpai_forms::record::{Record, Value as Answer};
use gpai_forms::template::Template;
use gpai_rules::assess::{DutyState, DutyStatus};
use gpai_rules::number::{Interval, Number};
use jiff::civil::Date;

use super::audience::Readers;

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
    pub(super) fn of(path: &str) -> Option<HubId> {
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
