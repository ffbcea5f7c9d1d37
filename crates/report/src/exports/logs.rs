//! What readers of logs found, as items of the evidence: evaluations of this model that finished, data sets, energy used for training.
//! A row has the readers of its file; the public sees it only where the file is public.

use gpai_forms::template::Audience;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::number::Number;
use gpai_rules::rows::{DatasetRow, Evaluation as Row, Rows};
use gpai_rules::{finding, names, toml_place};

use super::audience::Readers;
use super::items::{Dataset, Energy, Evaluation, Held, Logs, Place};
use super::text;

/// Rows that say nothing of this model, or of no whole run.
const NOT_TAKEN: [&str; 2] = ["eval-not-finished", "eval-other-model"];

/// Adds the rows of logs.
pub(super) fn rows(rows: &Rows, public: impl Fn(&str) -> bool, out: &mut Logs) {
    let readers =
        |place: &finding::Place| if public(&place.file) { Readers::from([Audience::Public]) } else { Readers::new() };
    let place = |place: &finding::Place| Some(Place { file: place.file.clone(), line: place.line, method: None });
    for row in rows.evaluations.iter().filter(|r| !NOT_TAKEN.iter().any(|code| r.has(code))) {
        out.evaluations.push(Held { readers: readers(&row.place), place: place(&row.place), item: evaluation(row) });
    }
    for row in &rows.datasets {
        if let Some(set) = dataset(row) {
            out.datasets.push(Held { readers: readers(&row.place), place: place(&row.place), item: set });
        }
    }
}

fn evaluation(row: &Row) -> Evaluation {
    let line = |said: &String| text::line(said);
    let metric: Vec<String> = [&row.metric, &row.filter].into_iter().flatten().map(line).collect();
    let dataset = row.dataset.as_ref().map(|set| {
        let parts = [Some(&set.id), set.subset.as_ref(), set.split.as_ref()];
        parts.into_iter().flatten().map(line).collect::<Vec<_>>().join(" ")
    });
    let mut method: Vec<String> = Vec::new();
    method.extend(row.epochs.filter(|n| *n > 1).map(|n| format!("{n} epochs")));
    method.extend(row.judge.as_ref().map(|judge| format!("graded by {}", line(judge))));
    let task = row.task.as_ref().or(row.dataset.as_ref().map(|d| d.name.as_ref().unwrap_or(&d.id)));
    Evaluation {
        task: task.map(line).unwrap_or_default(),
        metric: (!metric.is_empty()).then(|| metric.join(",")),
        value: line(&row.value),
        stderr: row.stderr.as_ref().and_then(|e| Number::parse(e).ok()),
        n: row.n,
        of: row.of,
        shots: row.shots.and_then(|n| u32::try_from(n).ok()),
        dataset,
        tool: Some(line(&row.by_tool())),
        date: row.date.as_deref().and_then(toml_place::parse_date),
        method: (!method.is_empty()).then(|| method.join(", ")),
        caveats: row.caveats.clone(),
    }
}

fn dataset(row: &DatasetRow) -> Option<Dataset> {
    let line = |said: &Option<String>| said.as_deref().map(text::line).filter(|t| !t.is_empty());
    Some(Dataset {
        name: line(&row.name)?,
        url: row.url.as_deref().and_then(text::address).map(str::to_owned),
        version: line(&row.version),
        licence: line(&row.licence),
        published: row.published.as_deref().and_then(toml_place::parse_date),
        collected: row.period.as_ref().map(|(from, to)| (text::line(from), text::line(to))),
        bytes: row.training_bytes.as_ref().and_then(|b| b.parse().ok()),
        ..Dataset::default()
    })
}

/// The energy that logs give, where somebody said that it is of training; the form's own answer goes before it.
pub(super) fn energy(facts: &Facts, readers: Readers, out: &mut Logs) {
    let Some(Value::Number(mwh)) = facts.value(names::ENERGY_TRAINING_MWH) else { return };
    if out.energy.is_empty() {
        // A meter stands behind some parts at most: the logs do not say.
        let item = Energy { mwh, measured: Some(false), covers: vec!["training".to_owned()] };
        out.energy.push(Held { readers, place: None, item });
    }
}
