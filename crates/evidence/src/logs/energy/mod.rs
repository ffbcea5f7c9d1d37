//! Energy that CodeCarbon measured, and the time on accelerators in the same tables.
//!
//! A tracker writes a row at each flush, with the total so far: the largest counts. Tasks are parts and add up. Ranks side by side
//! on what looks like one machine each hold the whole machine: an interval, until somebody says how many machines there were.

pub mod clock;
pub mod clusters;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::fact::{Origin, Source};
use gpai_rules::finding::Place;
use gpai_rules::number::{Interval, Number};
use gpai_rules::rows::{EnergyRun, EnergyTotal, Rows};

use self::clusters::{Span, clusters};
use self::table::{NAME, Used};
use crate::candidates::{DeviceHours, Part};
use crate::files::Entry;
use crate::logs::score::plain;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::shorten;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Record, sample: "emissions.csv", wants, read };

/// A table; a row has some 500 bytes, and each run adds one or a few.
const TABLE: u64 = 4 << 20;
/// How many tables are opened: one a rank, and some.
const TABLES: usize = 64;

fn wants(entry: &Entry) -> bool {
    let path = entry.path.to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(f, _)| f);
    let inside = folder.split('/').any(|f| f.starts_with("codecarbon"));
    name.ends_with(".csv") && (name.starts_with("emissions") || inside)
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    if let Some(beyond) = entries.get(TABLES) {
        run.limit("the number of emissions tables", TABLES, Place::file(&beyond.path));
    }
    let mut all: BTreeMap<String, Used> = BTreeMap::new();
    for entry in entries.iter().take(TABLES) {
        if let Some(text) = run.text(entry, TABLE, NAME) {
            table::read(run, &text, &mut all);
        }
    }
    let runs: Vec<Used> = all.into_values().collect();
    let spans: Vec<Span<'_>> = runs.iter().map(|r| Span { machine: &r.machine, span: r.span }).collect();
    let numbers = clusters(&spans);
    hours(run, &runs, &numbers);
    let rows = runs
        .iter()
        .zip(numbers)
        .filter(|(used, _)| used.kwh.first().is_some_and(Option::is_some) || used.spent.is_some());
    let energy = rows.map(|(used, cluster)| row(used, cluster)).collect();
    run.rows(Rows { energy, ..Rows::default() });
}

fn row(used: &Used, cluster: u32) -> EnergyRun {
    let [kwh, cpu, gpu, ram] = used.kwh.clone().map(|n| n.map(|n| plain(&n.to_string())));
    EnergyRun {
        place: used.place.clone(),
        id: used.id.clone(),
        tool: "codecarbon".to_owned(),
        tool_version: used.version.clone(),
        from: used.span.map(|(from, _)| from),
        to: used.span.map(|(_, to)| to),
        ended: used.ended.clone(),
        kwh,
        cpu,
        gpu,
        ram,
        pue: used.pue.clone(),
        machine: used.machine.clone(),
        accelerators: used.accelerators.clone(),
        mode: used.mode.clone(),
        how: "estimated".to_owned(),
        rows: used.rows,
        cluster,
    }
}

/// Time on accelerators: of runs alone the sum, of a cluster at least its largest and at most all.
fn hours(run: &mut Run<'_>, runs: &[Used], numbers: &[u32]) {
    // The folder itself speaks for the model; tables below may be of an evaluation.
    let at_root = |used: &Used| !used.place.file.contains('/');
    let root = runs.iter().any(at_root);
    let timed: Vec<(&Used, u32, Number)> = runs
        .iter()
        .zip(numbers)
        .filter(|(used, _)| !root || at_root(used))
        .filter_map(|(used, cluster)| {
            let spent = used.spent?.checked_mul(used.units?)?;
            Some((used, *cluster, clock::hours(spent)?))
        })
        .collect();
    let longest = timed.iter().max_by(|a, b| a.2.cmp(&b.2).then_with(|| b.0.place.cmp(&a.0.place)));
    let Some((longest, _, one)) = longest else { return };
    let mut sides: BTreeMap<u32, Vec<Number>> = BTreeMap::new();
    let zero = Number::from_u128(0);
    let (mut low, mut high, mut alone) = (zero.clone(), zero, 0usize);
    for (_, cluster, spent) in &timed {
        match cluster {
            0 => {
                low = low.plus(spent);
                high = high.plus(spent);
                alone += 1;
            }
            number => sides.entry(*number).or_default().push(spent.clone()),
        }
    }
    for amounts in sides.values() {
        if let Some((least, most)) = clusters::together(amounts, None) {
            low = low.plus(&least);
            high = high.plus(&most);
        }
    }
    let known = sides.values().all(|side| side.len() < 2);
    let best = known.then(|| high.clone());
    // Hours of different accelerators are no hours of one of them.
    let kinds: BTreeSet<Option<&str>> = timed.iter().map(|(used, _, _)| used.device.as_deref()).collect();
    let device = if kinds.len() == 1 { longest.device.clone().map(|d| shorten(&d)) } else { None };
    // Runs one after the other may be attempts of which only the last one counts.
    let least = if known && alone > 1 { one.clone() } else { low };
    let Some(within) = Interval::new(least.percent(95), best.clone(), high.percent(105)) else { return };
    let told = if known { "" } else { "; side by side on what looks like one machine" };
    let method = format!("seconds times processors of {} runs that CodeCarbon recorded{told}", timed.len());
    let source =
        Source::new(Origin::Evidence, &longest.place.file).at(longest.place.line.unwrap_or(1), 1).method(method);
    run.hours(DeviceHours {
        best,
        within,
        device,
        utilisation: None,
        part: Part::Run,
        size: None,
        tokens: None,
        source,
    });
}

/// How the amount was got, in at most a hundred words: tool, runs, machines, parts, what is missing.
pub fn method_text(runs: &[EnergyRun], total: &EnergyTotal) -> String {
    let versions: BTreeSet<&str> = runs.iter().filter_map(|r| r.tool_version.as_deref()).collect();
    let versions: Vec<&str> = versions.into_iter().take(4).collect();
    let devices: BTreeSet<&str> = runs.iter().filter_map(|r| r.accelerators.as_deref()).collect();
    let mut out = format!(
        "CodeCarbon {}, {} runs, estimated: accelerators by NVML, processors by the tracking mode or a constant, memory by a formula.",
        versions.join(", "),
        total.runs
    );
    if !devices.is_empty() {
        out.push_str(&format!(" Accelerators: {}.", devices.into_iter().take(3).collect::<Vec<_>>().join("; ")));
    }
    match (total.side_by_side, total.machines) {
        (n, None) if n > 1 => {
            out.push_str(&format!(" {n} runs at the same time; how many machines they measured is not stated."))
        }
        (n, Some(machines)) if n > 1 => {
            out.push_str(&format!(" {n} runs at the same time on {machines} machines, as stated."))
        }
        _ => {}
    }
    let pue: BTreeSet<&str> = runs.iter().filter_map(|r| r.pue.as_deref()).collect();
    if !pue.is_empty() {
        let list: Vec<&str> = pue.into_iter().take(3).collect();
        out.push_str(&format!(" Power usage effectiveness {} is included.", list.join(", ")));
    }
    out
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
