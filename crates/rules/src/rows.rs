//! Rows that logs of other tools give: evaluations, runs, energy, data sets. None is a fact of the engine, for no duty turns
//! on a score; each has its source and its caveats. Amounts are decimal texts as the file writes them, never floating point.

use std::collections::BTreeMap;

use crate::finding::Place;

/// Where a number of documents comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// The samples of the run, which are whole.
    Samples,
    /// What the tool states.
    Stated,
    /// It is not known.
    #[default]
    Nobody,
}

impl Counted {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Counted::Samples => "samples",
            Counted::Stated => "stated",
            Counted::Nobody => "none",
        }
    }
}

/// A data set that a model was evaluated on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvaluatedOn {
    /// Its id, as a rule on the Hub.
    pub id: String,
    /// Its name for people, where the file gives one beside the id.
    pub name: Option<String>,
    /// Configuration.
    pub subset: Option<String>,
    /// Split.
    pub split: Option<String>,
    /// Commit.
    pub revision: Option<String>,
}

/// One score: a task, a metric, a filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evaluation {
    /// Where it stands.
    pub place: Place,
    /// The task as the tool names it.
    pub task: Option<String>,
    /// Filter or scorer.
    pub filter: Option<String>,
    /// Metric.
    pub metric: Option<String>,
    /// `lm_eval`, `lighteval`, `inspect_ai`, `eval_results`, `model-index`.
    pub tool: String,
    /// Its version, where the file says so.
    pub tool_version: Option<String>,
    /// The suite, in old tables of lighteval.
    pub suite: Option<String>,
    /// Whether it is a mean over the tasks of a group.
    pub group: bool,
    /// The group that it belongs to.
    pub part_of: Option<String>,
    /// The name for people.
    pub alias: Option<String>,
    /// The score.
    pub value: String,
    /// One standard error.
    pub stderr: Option<String>,
    /// The text in the file, where it holds more than the score.
    pub as_written: Option<String>,
    /// How many documents the score rests on.
    pub n: Option<u64>,
    /// Who says so.
    pub n_by: Counted,
    /// Whether the samples beside the result are those it rests on, and all of them.
    pub samples_match: Option<bool>,
    /// How many documents there are in the whole set.
    pub of: Option<u64>,
    /// Examples in the prompt.
    pub shots: Option<u64>,
    /// How often each document was run.
    pub epochs: Option<u64>,
    /// The direction, where the file says so.
    pub higher_is_better: Option<bool>,
    /// The data set.
    pub dataset: Option<EvaluatedOn>,
    /// The model that the file names.
    pub model: Option<String>,
    /// The model under the adapter that was evaluated.
    pub base: Option<String>,
    /// Commit of the model.
    pub model_revision: Option<String>,
    /// The model that graded.
    pub judge: Option<String>,
    /// How the run ended, where the tool says so.
    pub status: Option<String>,
    /// The day, in UTC.
    pub date: Option<String>,
    /// What the file says besides.
    pub notes: Option<String>,
    /// Where the file says the score comes from.
    pub url: Option<String>,
    /// Who the file says it comes from.
    pub by: Option<String>,
    /// Whether a signature stands beside it, which is not checked here.
    pub token: bool,
    /// Codes of findings that hold for this row; sorted.
    pub caveats: Vec<String>,
}

impl Evaluation {
    /// Notes a caveat once.
    pub fn caveat(&mut self, code: &str) {
        if let Err(at) = self.caveats.binary_search_by(|c| c.as_str().cmp(code)) {
            self.caveats.insert(at, code.to_owned());
        }
    }

    /// Whether a caveat holds.
    pub fn has(&self, code: &str) -> bool {
        self.caveats.iter().any(|c| c == code)
    }

    /// Task, metric and filter as people write them.
    pub fn title(&self) -> String {
        let metric: Vec<&str> = [&self.metric, &self.filter].into_iter().flatten().map(String::as_str).collect();
        let set = self.dataset.as_ref().map(|d| d.name.as_ref().unwrap_or(&d.id));
        let task = self.task.as_ref().or(set).cloned().unwrap_or_default();
        if metric.is_empty() { task } else { format!("{task} {}", metric.join(", ")) }
    }

    /// The tool with its version.
    pub fn by_tool(&self) -> String {
        self.tool_version.as_ref().map_or_else(|| self.tool.clone(), |v| format!("{} {v}", self.tool))
    }
}

/// One file of a tool that evaluates: what it says of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EvaluationLog {
    /// The file.
    pub place: Place,
    /// The tool.
    pub tool: String,
    /// Its version, where the file says so.
    pub tool_version: Option<String>,
    /// Its commit, where the file says so.
    pub tool_revision: Option<String>,
    /// The model that the file names.
    pub model: Option<String>,
    /// The model under the adapter that was evaluated.
    pub base: Option<String>,
    /// Commit of the model.
    pub model_revision: Option<String>,
    /// The day, in UTC.
    pub date: Option<String>,
    /// How the run ended, where the tool says so.
    pub status: Option<String>,
    /// Rows of the file that are means over unlike tasks, and not taken.
    pub left_out: Vec<String>,
    /// By task: whether its samples are all there; nothing where there are none.
    pub samples_match: BTreeMap<String, Option<bool>>,
    /// Samples that were scored, in a run that did not finish.
    pub samples_done: Option<u64>,
    /// Samples that there were to run.
    pub samples_of: Option<u64>,
}

/// A value of a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Logged {
    /// A decimal text.
    Number(String),
    /// Any other text.
    Text(String),
    /// Not a number, infinite, or of a kind that is not read.
    Unknown,
}

impl Logged {
    /// The value as text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Logged::Number(text) | Logged::Text(text) => Some(text),
            Logged::Unknown => None,
        }
    }
}

/// What a run ran on.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hardware {
    /// The accelerator.
    pub accelerator: Option<String>,
    /// How many of them one machine has.
    pub per_machine: Option<u64>,
    /// How many machines there were, and what says so.
    pub machines: Option<(u64, String)>,
    /// Hours of one accelerator: at least those of one machine, at most those of all that are stated.
    pub hours: Option<(String, String)>,
}

/// A training run of an experiment tracker.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunRow {
    /// Where it stands.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// `wandb`.
    pub tool: String,
    /// Its version.
    pub tool_version: Option<String>,
    /// Project.
    pub project: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// Start, in UTC.
    pub started: Option<String>,
    /// Whether it ended by itself; nothing where the files do not say.
    pub finished: Option<bool>,
    /// How it ended.
    pub exit_code: Option<i64>,
    /// Settings by path, `model.hidden_size`.
    pub config: BTreeMap<String, Logged>,
    /// Last values by path.
    pub summary: BTreeMap<String, Logged>,
    /// Rows of history.
    pub history_rows: Option<u64>,
    /// What it ran on.
    pub hardware: Option<Hardware>,
    /// Days by the clock.
    pub days: Option<String>,
    /// Energy of the accelerators from sampled power, in kWh.
    pub sampled_kwh: Option<String>,
    /// Codes of findings that hold for this run; sorted.
    pub caveats: Vec<String>,
}

/// One run of a tool that measures energy.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnergyRun {
    /// Where it stands: the row that counts.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// `codecarbon`.
    pub tool: String,
    /// Its version.
    pub tool_version: Option<String>,
    /// Seconds since 1970 of a clock without a zone, thousandths; for comparison with one another.
    pub from: Option<i64>,
    /// The end.
    pub to: Option<i64>,
    /// When it ended, as written.
    pub ended: Option<String>,
    /// kWh in all; nothing where it cannot be read.
    pub kwh: Option<String>,
    /// kWh of processors.
    pub cpu: Option<String>,
    /// kWh of accelerators.
    pub gpu: Option<String>,
    /// kWh of memory.
    pub ram: Option<String>,
    /// Power usage effectiveness; it is in the energy already.
    pub pue: Option<String>,
    /// What the machine is told by: kinds and counts of its parts.
    pub machine: String,
    /// Its accelerators as written.
    pub accelerators: Option<String>,
    /// `machine` or `process`.
    pub mode: Option<String>,
    /// `estimated`: the file does not say which parts were measured.
    pub how: String,
    /// Rows of the file that it was read from.
    pub rows: u64,
    /// Runs that share a number ran side by side on what looks like one machine; 0 for a run alone.
    pub cluster: u32,
}

/// The energy of all runs together.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnergyTotal {
    /// kWh at least.
    pub low: String,
    /// kWh at most; nothing where a run cannot be read.
    pub high: Option<String>,
    /// Runs it rests on.
    pub runs: u64,
    /// The most runs side by side on one machine.
    pub side_by_side: u64,
    /// The number of machines that a person stated.
    pub machines: Option<u64>,
}

impl EnergyTotal {
    /// The amount, where it is one.
    pub fn point(&self) -> Option<&str> {
        (self.high.as_ref() == Some(&self.low)).then_some(self.low.as_str())
    }
}

/// A part of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Split {
    /// Configuration.
    pub config: String,
    /// `train`, `validation`, …
    pub name: String,
    /// Examples.
    pub examples: Option<String>,
    /// Bytes.
    pub bytes: Option<String>,
}

/// A description of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DatasetRow {
    /// Where it stands.
    pub place: Place,
    /// `card`, `croissant` or `training-run`.
    pub kind: String,
    /// Name.
    pub name: Option<String>,
    /// Licence, as it is written.
    pub licence: Option<String>,
    /// Languages; sorted.
    pub languages: Vec<String>,
    /// `100M<n<1B`.
    pub size_category: Option<String>,
    /// Parts.
    pub splits: Vec<Split>,
    /// Examples of the training splits of all configurations, where each says how many.
    pub training_examples: Option<String>,
    /// Their bytes.
    pub training_bytes: Option<String>,
    /// Sizes as they are written: which file set, which size.
    pub sizes: Vec<(String, String)>,
    /// First and last day of what was collected.
    pub period: Option<(String, String)>,
    /// The day it was published, as written.
    pub published: Option<String>,
    /// The version of the format, as an address.
    pub conforms_to: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Codes of findings that hold for this data set; sorted.
    pub caveats: Vec<String>,
}

/// All rows of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Scores.
    pub evaluations: Vec<Evaluation>,
    /// Files of scores.
    pub logs: Vec<EvaluationLog>,
    /// Training runs.
    pub runs: Vec<RunRow>,
    /// Runs that measured energy.
    pub energy: Vec<EnergyRun>,
    /// Their sum.
    pub energy_total: Option<EnergyTotal>,
    /// Data sets.
    pub datasets: Vec<DatasetRow>,
}

impl Rows {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.evaluations.is_empty()
            && self.logs.is_empty()
            && self.runs.is_empty()
            && self.energy.is_empty()
            && self.datasets.is_empty()
    }

    /// Takes in the rows of another reader.
    pub fn take(&mut self, other: Rows) {
        self.evaluations.extend(other.evaluations);
        self.logs.extend(other.logs);
        self.runs.extend(other.runs);
        self.energy.extend(other.energy);
        self.datasets.extend(other.datasets);
        self.energy_total = self.energy_total.take().or(other.energy_total);
    }

    /// Sorted by file, then task, filter, metric; without repetitions.
    pub fn sort(&mut self) {
        self.evaluations.sort_by(|a, b| {
            let key = |e: &Evaluation| (e.place.file.clone(), e.task.clone(), e.filter.clone(), e.metric.clone());
            key(a).cmp(&key(b)).then_with(|| a.cmp(b))
        });
        self.evaluations.dedup();
        self.logs.sort();
        self.logs.dedup();
        self.runs.sort();
        self.runs.dedup();
        self.energy.sort();
        self.energy.dedup();
        self.datasets.sort();
        self.datasets.dedup();
    }
}
