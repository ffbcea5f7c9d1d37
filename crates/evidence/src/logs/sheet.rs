//! What the readers of evaluations share: one file's log with its rows, and the findings that hold for the file as a whole.

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::rows::{Evaluation, EvaluationLog, Rows};

use super::json::{Json, Parsed};
use super::names::shown;
use super::score::{Score, of_json};
use crate::run::Run;
use crate::text::Text;

/// Rows of one file; 200 groups of tasks with all their metrics have some thousands.
const ROWS: usize = 20_000;

/// One file of a tool that evaluates, while it is read.
pub struct Sheet {
    /// What it says of the whole.
    pub log: EvaluationLog,
    /// Its rows.
    pub rows: Vec<Evaluation>,
    /// Findings, each with its place.
    findings: Vec<Finding>,
}

impl Sheet {
    /// A file of a tool.
    pub fn new(tool: &str, file: &str) -> Self {
        let log = EvaluationLog { tool: tool.to_owned(), place: Place::file(file), ..EvaluationLog::default() };
        Sheet { log, rows: Vec::new(), findings: Vec::new() }
    }

    /// A row with what the log says of all.
    pub fn row(&self, place: Place) -> Evaluation {
        let log = &self.log;
        Evaluation {
            place,
            tool: log.tool.clone(),
            tool_version: log.tool_version.clone(),
            model: log.model.clone(),
            base: log.base.clone(),
            model_revision: log.model_revision.clone(),
            status: log.status.clone(),
            date: log.date.clone(),
            ..Evaluation::default()
        }
    }

    /// The score at a place: a value to go on with, or a finding.
    pub fn score(
        &mut self,
        json: &Json,
        what: &str,
        place: &Place,
    ) -> Option<(String, Option<String>, Option<String>)> {
        match of_json(json) {
            Score::Value { value, stderr, as_written } => Some((value, stderr, as_written)),
            Score::Not(found) => {
                self.not_a_number(what, &found, place.clone());
                None
            }
            Score::Absent => None,
        }
    }

    /// A value that is no number.
    pub fn not_a_number(&mut self, what: &str, found: &str, place: Place) {
        let finding = Finding::new("not-a-number", Severity::Info);
        self.findings.push(finding.with("what", shown(what)).with("found", shown(found)).place(place));
    }

    /// A finding on the file.
    pub fn find(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Keeps a row, up to the bound.
    pub fn push(&mut self, row: Evaluation) {
        if self.rows.len() < ROWS {
            self.rows.push(row);
        }
    }

    /// Marks every row.
    pub fn caveat_all(&mut self, code: &str) {
        self.rows.iter_mut().for_each(|row| row.caveat(code));
    }

    /// The file's findings from the caveats of its rows, and all of it to the run.
    pub fn finish(mut self, run: &mut Run<'_>, reader: &str) {
        let file = self.log.place.file.clone();
        if self.rows.len() >= ROWS {
            run.limit("the rows of the file", ROWS, Place::file(&file));
        }
        for row in &mut self.rows {
            if row.stderr.is_none() {
                row.caveat("eval-no-stderr");
            }
            if row.n.is_none() || row.of.is_none() {
                row.caveat("eval-size-unknown");
            }
            if let (Some(n), Some(of)) = (row.n, row.of)
                && n < of
            {
                row.caveat("eval-partial");
            }
        }
        for finding in std::mem::take(&mut self.findings) {
            run.find(finding);
        }
        let found = found(&self.rows);
        found.into_iter().for_each(|finding| run.find(finding));
        let left_out = match self.log.left_out.len() {
            0 => String::new(),
            n => format!(", {n} means over unlike tasks left out"),
        };
        let model = self.log.model.as_ref().map_or(String::new(), |m| format!(" of {}", shown(m)));
        let version = self.log.tool_version.as_ref().map_or(String::new(), |v| format!(" {}", shown(v)));
        let gave = format!("{} scores{model} by {}{version}{left_out}", self.rows.len(), self.log.tool);
        run.note(&file, reader, gave);
        run.rows(Rows { evaluations: self.rows, logs: vec![self.log], ..Rows::default() });
    }
}

/// Codes that are told once a file, with the number of scores.
const ONCE: [(&str, Severity); 4] = [
    ("eval-partial", Severity::Warning),
    ("eval-size-unknown", Severity::Info),
    ("eval-no-stderr", Severity::Info),
    ("eval-scale-unknown", Severity::Info),
];

/// Findings from the caveats of the rows of one file.
fn found(rows: &[Evaluation]) -> Vec<Finding> {
    let mut out = Vec::new();
    for (code, severity) in ONCE {
        let with: Vec<&Evaluation> = rows.iter().filter(|r| r.has(code)).collect();
        let Some(first) = with.first() else { continue };
        let count = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
        let finding = Finding::new(code, severity)
            .with("task", shown(&first.title()))
            .with("n", count(first.n))
            .with("of", count(first.of))
            .with("scores", with.len());
        out.push(finding.place(first.place.clone()));
    }
    out
}

/// What is wrong with the JSON of a log: keys that stand twice, and where it breaks off. Whether it is whole.
pub fn sound(run: &mut Run<'_>, text: &Text, parsed: &Parsed) -> bool {
    for (key, at) in &parsed.repeated {
        run.find(Finding::new("duplicate-key", Severity::Warning).with("key", shown(key)).place(text.place(*at)));
    }
    if let Some(broken) = &parsed.broken {
        run.unreadable("the JSON", broken.why, text.place(broken.at));
    }
    parsed.broken.is_none()
}
