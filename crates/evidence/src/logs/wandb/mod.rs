//! Runs of Weights & Biases, offline and online: the `.wandb` record where there is one, which alone holds what a run of today
//! says, and of the files beside it what the record lacks.
//!
//! What a run says of the model is a hint; a size or a number of tokens under an unambiguous name is one word beside others.
//! Person, host, arguments, paths and serial numbers are not kept.

mod files;
mod framing;
mod power;
mod record;
mod values;
mod wire;

use std::collections::BTreeMap;

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::rows::{Hardware, Logged, Rows, RunRow};

use self::record::Found;
use super::day;
use super::names::shown;
use crate::candidates;
use crate::files::Entry;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::Text;

/// The reader.
pub const READER: Reader =
    Reader { name: NAME, rank: Rank::Logs, sample: "wandb/offline-run-20260101_000000-a/run-a.wandb", wants, read };
const NAME: &str = "wandb";
/// A record of a run; the largest real ones have hundreds of megabytes of history.
const RECORD: u64 = 64 << 20;
/// Records of one file.
const RECORDS: u64 = 1_000_000;
/// Runs that are read.
const RUNS: usize = 64;
/// Names under which tools count tokens; the largest counts.
const TOKENS: [&str; 5] = ["total_tokens", "num_input_tokens_seen", "tokens_seen", "consumed_tokens", "num_tokens"];
/// Names under which settings state the size.
const SIZES: [&str; 4] = ["num_parameters", "n_params", "num_params", "total_params"];

fn wants(entry: &Entry) -> bool {
    entry.path.ends_with(".wandb") || files::wants(entry)
}

/// The folder of a run: where its record lies, or above its `files`.
fn folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(f, _)| f);
    folder.strip_suffix("/files").unwrap_or(if folder == "files" { "" } else { folder })
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let mut folders: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        folders.entry(folder(&entry.path)).or_default().push(entry);
    }
    let mut read = 0usize;
    let mut recorded: Vec<String> = Vec::new();
    for (folder, files) in &folders {
        if read == RUNS {
            return run.limit("the number of runs of W&B", RUNS, Place::file(*folder));
        }
        if let Some((row, hints)) = one(run, folder, files) {
            read += 1;
            // `latest-run` is a copy of a run that is there already.
            if recorded.contains(&row.id) && !row.id.is_empty() {
                continue;
            }
            recorded.push(row.id.clone());
            hints.into_iter().for_each(|hint| run.logged(hint));
            run.rows(Rows { runs: vec![row], ..Rows::default() });
        }
    }
}

/// One run.
fn one(run: &mut Run<'_>, folder: &str, entries: &[&Entry]) -> Option<(RunRow, Vec<candidates::Logged>)> {
    let mut found = Found::default();
    let mut place: Option<Place> = None;
    let mut has_record = false;
    for entry in entries.iter().filter(|e| e.path.ends_with(".wandb")) {
        if record(run, entry, &mut found) {
            has_record = true;
            place.get_or_insert_with(|| Place::file(&entry.path));
        }
    }
    let mut texts: Vec<Text> = Vec::new();
    for entry in entries.iter().filter(|e| files::wants(e)) {
        if let Some(text) = files::read(run, entry, &mut found) {
            place.get_or_insert_with(|| text.place(0));
            texts.push(text);
        }
    }
    let place = place?;
    // The last row of the history says what no summary does.
    for (path, value) in std::mem::take(&mut found.last) {
        if !found.summary.map.contains_key(&path) {
            found.summary.set_text(&path, &value);
        }
    }
    let named = folder.rsplit('/').next().and_then(|f| f.rsplit_once('-')).map(|(_, id)| id);
    let file = place.file.rsplit('/').next().and_then(|n| n.strip_prefix("run-")?.strip_suffix(".wandb"));
    let mut row = RunRow {
        id: found.id.clone().or_else(|| file.or(named).map(shown)).unwrap_or_default(),
        tool: NAME.to_owned(),
        tool_version: found.version.clone(),
        project: found.project.clone(),
        name: found.name.clone(),
        started: found.started.and_then(day::moment_of_epoch),
        finished: found.exit.map(|_| true),
        exit_code: found.exit,
        history_rows: has_record.then_some(found.history),
        sampled_kwh: found.power.kwh(),
        place,
        ..RunRow::default()
    };
    let hints = hints(&found, &row, &texts);
    time(&mut row, &found);
    tell(run, &mut row, &found, has_record);
    row.config = found.config.map;
    row.summary = found.summary.map;
    Some((row, hints))
}

/// Reads a record; whether it is one.
fn record(run: &mut Run<'_>, entry: &Entry, found: &mut Found) -> bool {
    let Some(bytes) = run.range(&entry.path, 0, entry.size.min(RECORD)) else { return false };
    if !framing::is(&bytes) {
        let why = if bytes.starts_with(b"version https://git-lfs") {
            "it is a Git LFS pointer; the content is not in this copy"
        } else {
            "it does not begin as a record of W&B"
        };
        run.unreadable("the record", why, Place::file(&entry.path));
        run.note(&entry.path, NAME, format!("nothing: {why}"));
        return false;
    }
    if entry.size > RECORD {
        run.limit("the file", format!("{RECORD} bytes"), Place::file(&entry.path));
    }
    let mut count = 0u64;
    let damage = framing::records(&bytes, RECORDS, &mut |bytes| {
        count += 1;
        found.record(bytes);
    });
    if damage.broken > 0 {
        run.unreadable("some records", "their checksums do not fit", Place::file(&entry.path));
    }
    if damage.cut && entry.size <= RECORD {
        run.unreadable("the last record", "it is cut", Place::file(&entry.path));
    }
    if damage.more {
        run.limit("the records of a run", RECORDS, Place::file(&entry.path));
    }
    run.note(&entry.path, NAME, format!("{count} records"));
    true
}

/// Hours and days, from the seconds that the run counted.
fn time(row: &mut RunRow, found: &Found) {
    let runtime = found.summary.number("_runtime").and_then(milliseconds);
    row.days = runtime.map(|ms| thousandths((ms + 43_200) / 86_400));
    let machines = machines(found);
    let mut hardware =
        Hardware { accelerator: found.accelerator.clone(), per_machine: found.per_machine, machines, hours: None };
    if let Some((ms, count)) = runtime.zip(found.per_machine) {
        let one = ms.saturating_mul(u128::from(count));
        let times = u128::from(hardware.machines.as_ref().map_or(1, |(n, _)| *n));
        let hours = |spent: u128| thousandths((spent + 1_800) / 3_600);
        hardware.hours = Some((hours(one), hours(one.saturating_mul(times))));
    }
    if hardware != Hardware::default() {
        row.hardware = Some(hardware);
    }
}

/// How many machines there were, and what says so.
fn machines(found: &Found) -> Option<(u64, String)> {
    let keys = ["nnodes", "SLURM_NNODES", "job_num_nodes", "SLURM_JOB_NUM_NODES"];
    let slurm = keys.iter().find_map(|k| Some((found.slurm.get(*k)?.parse::<u64>().ok()?, format!("slurm.{k}"))));
    let world = ["world_size", "WORLD_SIZE", "num_gpus_total"].iter().find_map(|k| {
        let count: u64 = found.config.number(k)?.parse().ok()?;
        let per = found.per_machine?;
        count.is_multiple_of(per).then_some((count / per, format!("{k} / gpu_count")))
    });
    slurm.or(world).filter(|(n, _)| (1..=100_000).contains(n))
}

/// What a run says of the model, where the name of a key is unambiguous.
fn hints(found: &Found, row: &RunRow, texts: &[Text]) -> Vec<candidates::Logged> {
    let last = |path: &str| path.rsplit(['.', '/']).next().unwrap_or(path).to_lowercase();
    let numbers = |map: &BTreeMap<String, Logged>, names: &[&str]| -> Vec<(String, String)> {
        let of = map.iter().filter(|(path, _)| names.contains(&last(path).as_str()));
        of.filter_map(
            |(path, value)| if let Logged::Number(n) = value { Some((path.clone(), n.clone())) } else { None },
        )
        .collect()
    };
    let source = |key: &str| {
        let name = last(key);
        let text = texts.iter().find(|t| t.content.contains(&name));
        let source = text.map(|t| t.source_of(&name));
        source.unwrap_or_else(|| gpai_rules::fact::Source::new(gpai_rules::fact::Origin::Evidence, &row.place.file))
    };
    let mut out = Vec::new();
    let number = |text: &str| gpai_rules::number::Number::parse(text).ok();
    let tokens = numbers(&found.summary.map, &TOKENS)
        .into_iter()
        .filter(|(path, _)| last(path) != "num_tokens" || path.contains("train"));
    if let Some((best, path)) = tokens.filter_map(|(path, n)| Some((number(&n)?, path))).max() {
        let method = format!("`{path}` of the W&B run {}", row.id);
        out.push(candidates::Logged::tokens(best, source(&path).method(method)));
    }
    let sizes = numbers(&found.config.map, &SIZES).into_iter().chain(numbers(&found.summary.map, &SIZES));
    if let Some((path, size)) = sizes.filter_map(|(path, n)| Some((path, number(&n)?))).next() {
        let method = format!("`{path}` of the W&B run {}", row.id);
        out.push(candidates::Logged::parameters(size, source(&path).method(method), None));
    }
    out
}

/// Findings on a run.
fn tell(run: &mut Run<'_>, row: &mut RunRow, found: &Found, has_record: bool) {
    let place = row.place.clone();
    let mut say = |finding: Finding, caveats: &mut Vec<String>| {
        caveats.push(finding.code.clone());
        run.find(finding.place(place.clone()));
    };
    let caveats = &mut row.caveats;
    let id = shown(&row.id);
    if has_record && found.exit.is_none() {
        say(Finding::new("run-not-finished", Severity::Info).with("run", &id), caveats);
    }
    let not: Vec<&(String, &str)> = found.config.not.iter().chain(&found.summary.not).collect();
    if let Some((path, word)) = not.first() {
        say(Finding::new("not-a-number", Severity::Info).with("what", shown(path)).with("found", word), caveats);
    }
    if found.personal || found.config.personal || found.summary.personal {
        say(Finding::new("run-personal-data", Severity::Warning).with("run", &id), caveats);
    }
    if found.config.more || found.summary.more {
        run.limit("the keys of a run", values::KEYS, place.clone());
    }
    let mut say = |finding: Finding, caveats: &mut Vec<String>| {
        caveats.push(finding.code.clone());
        run.find(finding.place(place.clone()));
    };
    if let Some(per) = found.per_machine {
        let stated = row.hardware.as_ref().and_then(|h| h.machines.clone());
        let machines = stated.map_or_else(|| "?".to_owned(), |(n, by)| format!("{n} ({by})"));
        say(
            Finding::new("run-one-machine", Severity::Info)
                .with("run", &id)
                .with("per_machine", per)
                .with("machines", machines),
            caveats,
        );
    }
    if row.sampled_kwh.is_some() {
        say(Finding::new("energy-accelerators-only", Severity::Info).with("run", &id), caveats);
    }
    caveats.sort();
    caveats.dedup();
}

/// Seconds as thousandths, less than thirty years.
fn milliseconds(text: &str) -> Option<u128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() > 9 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let total = whole.parse::<u128>().ok()? * 1_000 + thousandths.parse::<u128>().ok()?;
    (total > 0).then_some(total)
}

fn thousandths(n: u128) -> String {
    format!("{}.{:03}", n / 1_000, n % 1_000)
}

/// A record of a run, for tests.
#[cfg(test)]
pub fn sample() -> Vec<u8> {
    tests::sample()
}

#[cfg(test)]
mod tests;
