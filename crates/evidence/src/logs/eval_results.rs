//! `.eval_results/*.yaml` of the Hub: one entry a score, with the data set and the task, and neither metric, scale nor error.

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::rows::EvaluatedOn;

use super::json::Json;
use super::names::{self, shown};
use super::sheet::Sheet;
use super::{day, yaml};
use crate::files::Entry;
use crate::reader::{Rank, Reader};
use crate::run::Run;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Logs, sample: ".eval_results/a.yaml", wants, read };
const NAME: &str = "eval_results";
/// One file; an entry has some hundred bytes.
const FILE: u64 = 1 << 20;
/// How many of them are read.
const FILES: usize = 64;

fn wants(entry: &Entry) -> bool {
    let inside = entry.path.starts_with(".eval_results/") || entry.path.contains("/.eval_results/");
    inside && [".yaml", ".yml"].iter().any(|e| entry.name().ends_with(e))
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(FILES) {
        run.limit("the number of files of results", FILES, Place::file(&beyond.path));
    }
    for entry in entries.iter().take(FILES) {
        one(run, entry);
    }
}

fn one(run: &mut Run<'_>, entry: &Entry) {
    let Some(text) = run.text(entry, FILE, NAME) else { return };
    let root = match yaml::read(&text.content, 0) {
        Ok(root) => root,
        Err(broken) => {
            run.unreadable("the YAML", &broken.why, Place::at(&text.file, broken.line, broken.column));
            return run.note(&text.file, NAME, "nothing: no valid YAML");
        }
    };
    let mut sheet = Sheet::new(NAME, &text.file);
    let single = [root.clone()];
    let entries = if root.is_map() { single.as_slice() } else { root.items() };
    for entry in entries {
        // The Hub's own interface gives an entry under `data`.
        let entry = entry.get("data").filter(|d| d.is_map()).unwrap_or(entry);
        let place = text.place(entry.at);
        let dataset = |key: &str| entry.path(&["dataset", key]).and_then(Json::scalar);
        let (Some(id), Some(task)) = (dataset("id"), dataset("task_id")) else {
            let missing = if dataset("id").is_none() { "dataset.id" } else { "dataset.task_id" };
            let finding = Finding::new("unreadable-part", Severity::Warning).with("what", "an entry");
            sheet.find(finding.with("why", format!("`{missing}` is missing")).place(place));
            continue;
        };
        let Some(value) = entry.get("value") else {
            let finding = Finding::new("unreadable-part", Severity::Warning).with("what", "an entry");
            sheet.find(finding.with("why", "`value` is missing").place(place));
            continue;
        };
        let at = text.place(entry.key_at("value").unwrap_or(entry.at));
        let Some((value, stderr, as_written)) = sheet.score(value, task, &at) else { continue };
        let source = |key: &str| entry.path(&["source", key]).and_then(Json::text);
        let mut row = sheet.row(at);
        row.task = Some(shown(task));
        row.value = value;
        row.stderr = stderr;
        row.as_written = as_written;
        row.dataset = names::dataset(id).map(|id| EvaluatedOn {
            id,
            revision: dataset("revision").map(shown),
            ..EvaluatedOn::default()
        });
        row.date = entry.get("date").and_then(Json::text).and_then(day::of_text);
        row.notes = entry.get("notes").and_then(Json::text).map(shown);
        row.url = source("url").map(shown);
        row.by = source("org").or_else(|| source("user")).or_else(|| source("name")).map(shown);
        row.token = entry.get("verifyToken").is_some_and(|t| !t.is_null());
        row.caveat("eval-scale-unknown");
        sheet.push(row);
    }
    sheet.finish(run, NAME);
}
