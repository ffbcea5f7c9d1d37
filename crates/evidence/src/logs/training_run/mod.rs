//! gpai-training-run.json, which the Python package writes while a model is trained: steps, tokens, devices, the compute counted by
//! the shape of the model and by the trainer, energy by rank, the base, the data sets. It is the best-documented method of compute:
//! each amount was counted when it was spent. Runs that continue one another add up; runs that begin anew in one file may be stages
//! or attempts, and then only the last is certain.

mod amounts;
mod counted;
mod one;

use std::collections::BTreeMap;

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::rows::{DatasetRow, EnergyRun, Logged as Value, Rows, RunRow};

use self::one::One;
use super::json;
use super::names::shown;
use super::sheet::sound;
use crate::candidates::{Base, Flops, Logged, Part, Relation};
use crate::files::Entry;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::shorten;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Record, sample: PATH, wants, read };
const NAME: &str = "training run";
const PATH: &str = "gpai-training-run.json";
const FORMAT: &str = "gpai-training-run/1";
/// A run has some two kilobytes, and some hundred bytes for each data set.
const FILE: u64 = 4 << 20;
/// One file a rank; who trains on more writes energy elsewhere.
const FILES: usize = 64;
/// Runs of one file: a resumed job adds one each time.
const RUNS: usize = 1_000;

fn wants(entry: &Entry) -> bool {
    let name = entry.name();
    name == PATH || (name.starts_with("gpai-training-run.rank-") && name.ends_with(".json"))
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(FILES) {
        run.limit("the number of records of training runs", FILES, Place::file(&beyond.path));
    }
    // The folder itself speaks for the model; below it are other stages, or checkpoints of the same.
    let root = entries.iter().any(|e| e.path == PATH);
    let mut chains: Vec<Vec<One>> = Vec::new();
    for entry in entries.iter().take(FILES) {
        let own = !root || entry.at_root();
        if !own {
            run.note(&entry.path, NAME, "not opened: the folder itself holds the record");
            continue;
        }
        let Some(runs) = file(run, entry) else { continue };
        rows(run, &runs);
        if entry.name() == PATH {
            chains.extend(amounts::chains(runs));
        }
    }
    compute(run, &chains);
    origin(run, &chains);
}

/// The runs of a file; what cannot be read becomes findings.
fn file(run: &mut Run<'_>, entry: &Entry) -> Option<Vec<One>> {
    let text = run.text(entry, FILE, NAME)?;
    let parsed = json::whole(&text.content);
    let whole = sound(run, &text, &parsed);
    if parsed.root.get("format").and_then(json::Json::text) != Some(FORMAT) {
        if whole {
            run.unreadable("the record of training", &format!("its format is not {FORMAT}"), text.place(0));
        }
        run.note(&text.file, NAME, format!("nothing: no {FORMAT}"));
        return None;
    }
    let listed = parsed.root.get("runs").map(json::Json::items).unwrap_or_default();
    if let Some(beyond) = listed.get(RUNS) {
        run.limit("the runs of the record", RUNS, text.place(beyond.at));
    }
    let rank = parsed.root.get("rank").and_then(json::Json::count).unwrap_or(0);
    let mut out = Vec::new();
    for json in listed.iter().take(RUNS) {
        match one::read(&text, json, rank) {
            Some(one) => out.push(one),
            None => run.unreadable("a run of the record", "it has no id or no steps", text.place(json.at)),
        }
    }
    let told: Vec<String> = out.iter().map(One::told).collect();
    let last = told.last().map_or(String::new(), |last| format!("; the last: {last}"));
    run.note(&text.file, NAME, format!("{} runs of rank {rank}{last}", out.len()));
    Some(out)
}

/// One candidate of compute for all chains together.
fn compute(run: &mut Run<'_>, chains: &[Vec<One>]) {
    let Some((within, best, source)) = amounts::together(chains) else { return };
    let scratch = chains.iter().flatten().all(|one| one.start == one::Start::Scratch);
    let part = Part::Counted { scratch };
    let best = best.unwrap_or_else(|| within.high.clone());
    run.flops(Flops { best, within, part, size: None, steps: None, source });
}

/// What the runs began from.
fn origin(run: &mut Run<'_>, chains: &[Vec<One>]) {
    for one in chains.iter().flatten() {
        if one.start != one::Start::Base {
            continue;
        }
        let source = one.source.clone();
        run.derive("the record of training names the weights that it began from", source.clone());
        if let Some(name) = &one.base {
            let relation = if one.adapter { Relation::Adapter } else { Relation::FineTuned };
            run.base(Base { name: name.clone(), relation, source });
        }
    }
    // Tokens of a whole training; those of a modification are no tokens of the model's own training.
    for chain in chains.iter().filter(|c| c.iter().all(|one| one.start == one::Start::Scratch)) {
        if let (Some(sum), Some(last)) = (amounts::tokens(chain), chain.last()) {
            let source = last.source.clone().method(format!("tokens counted while training, {}", last.steps()));
            run.logged(Logged::tokens(sum, source));
        }
    }
}

/// Rows, and the finding on a run without an end.
fn rows(run: &mut Run<'_>, runs: &[One]) {
    let mut all = Rows::default();
    for one in runs {
        let mut caveats = Vec::new();
        if one.open {
            let finding = Finding::new("run-not-finished", Severity::Info).with("run", shown(&one.id));
            caveats.push(finding.code.clone());
            run.find(finding.place(one.place.clone()));
        }
        all.runs.push(row(one, caveats));
        all.energy.extend(one.energy.iter().map(|e| EnergyRun {
            place: one.place.clone(),
            id: format!("{} rank {}", shorten(&one.id), e.rank),
            tool: e.tool.clone(),
            tool_version: e.version.clone(),
            ended: one.ended.clone(),
            kwh: e.kwh.clone(),
            cpu: e.cpu.clone(),
            gpu: e.gpu.clone(),
            ram: e.ram.clone(),
            accelerators: one.device.clone(),
            mode: e.mode.clone(),
            how: "estimated".to_owned(),
            rows: 1,
            ..EnergyRun::default()
        }));
        all.datasets.extend(one.data.iter().map(|d| DatasetRow {
            place: one.place.clone(),
            kind: "training-run".to_owned(),
            name: d.name.clone(),
            training_examples: d.examples.clone(),
            version: d.fingerprint.clone(),
            ..DatasetRow::default()
        }));
    }
    run.rows(all);
}

fn row(one: &One, caveats: Vec<String>) -> RunRow {
    let map = |pairs: &[(&str, &Option<String>)], number: bool| -> BTreeMap<String, Value> {
        let of = pairs.iter().filter_map(|(key, value)| Some(((*key).to_owned(), (*value).clone()?)));
        of.map(|(key, v)| (key, if number { Value::Number(v) } else { Value::Text(v) })).collect()
    };
    let text = |n: &Option<gpai_rules::number::Number>| n.as_ref().map(ToString::to_string);
    let (first, last) = (Some(one.first.to_string()), Some(one.last.to_string()));
    let mut summary = map(
        &[
            ("steps.first", &first),
            ("steps.last", &last),
            ("tokens.processed", &text(&one.processed)),
            ("tokens.counted", &text(&one.counted)),
            ("flop.trainer", &text(&one.trainer)),
            ("flop.shape", &text(&one.shape.as_ref().map(counted::Shape::matrices))),
        ],
        true,
    );
    summary.extend(map(&[("state", &Some(one.state.clone()))], false));
    let sizes = [("parameters.all", &text(&one.parameters)), ("parameters.trained", &text(&one.trained))];
    let mut config = map(&sizes, true);
    config.extend(map(&[("base", &one.base), ("base.revision", &one.revision), ("method", &one.method)], false));
    RunRow {
        place: one.place.clone(),
        id: shorten(&one.id),
        tool: one.tool.clone(),
        tool_version: one.tool_version.clone(),
        started: one.started.clone(),
        finished: Some(!one.open),
        hardware: one.hardware(),
        config,
        summary,
        caveats,
        ..RunRow::default()
    }
}

#[cfg(test)]
mod tests;
