//! The tables of CodeCarbon, 1.x to 3.3: columns by name, rows that are totals so far, rows of tasks that are parts.

use std::collections::BTreeMap;

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::number::Number;

use super::clock::{milliseconds, whole};
use crate::logs::day;
use crate::logs::names::shown;
use crate::run::Run;
use crate::text::Text;

pub const NAME: &str = "emissions";
/// Rows of a table.
const ROWS: usize = 10_000;

/// What one run has used so far, from the row that counts.
#[derive(Clone, Debug, Default)]
pub struct Used {
    /// Id; a row without one is a run of its own.
    pub id: String,
    /// Where.
    pub place: Place,
    /// Version of the tool.
    pub version: Option<String>,
    /// kWh in all, of processors, accelerators, memory.
    pub kwh: [Option<Number>; 4],
    /// Start and end in milliseconds of a clock without a zone.
    pub span: Option<(i64, i64)>,
    /// The end as written.
    pub ended: Option<String>,
    /// Thousandths of a second.
    pub spent: Option<u128>,
    /// Accelerators of the machine, and which.
    pub units: Option<u128>,
    /// The accelerator, where all are of one kind.
    pub device: Option<String>,
    /// Accelerators as written.
    pub accelerators: Option<String>,
    /// What the machine is told by.
    pub machine: String,
    /// `machine` or `process`.
    pub mode: Option<String>,
    /// Power usage effectiveness.
    pub pue: Option<String>,
    /// Rows that it was read from.
    pub rows: u64,
    /// Whether its rows are parts of it.
    pub tasks: bool,
}

/// Where the columns stand.
struct Columns(Vec<String>);

impl Columns {
    fn at(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|c| c == name)
    }

    /// Whether the table is one of CodeCarbon.
    fn are_of_codecarbon(&self) -> bool {
        let any = |names: [&str; 2]| names.iter().any(|n| self.at(n).is_some());
        any(["emissions", "energy_consumed"]) && self.at("duration").is_some() && any(["run_id", "experiment_id"])
    }
}

/// Reads a table into runs; a run that stands in several rows or tables is there once.
pub fn read(run: &mut Run<'_>, text: &Text, all: &mut BTreeMap<String, Used>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.content.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return refuse(run, text, &error.to_string(), 1),
    };
    // `duration (s)` in some reports.
    let plain = |h: &str| h.split('(').next().unwrap_or(h).trim().trim_start_matches('\u{feff}').to_lowercase();
    let columns = Columns(headers.iter().map(plain).collect());
    if !columns.are_of_codecarbon() {
        return run.note(&text.file, NAME, "nothing: no columns of CodeCarbon");
    }
    let mut own: BTreeMap<String, Used> = BTreeMap::new();
    let (mut rows, mut repeated) = (0usize, None);
    for record in reader.records() {
        rows += 1;
        if rows > ROWS {
            run.limit("the rows of the table", ROWS, Place::file(&text.file));
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                refuse(run, text, &error.to_string(), line);
                break;
            }
        };
        let line = u32::try_from(record.position().map_or(1, csv::Position::line)).unwrap_or(u32::MAX);
        if record.len() < headers.len() {
            let why = "it has fewer cells than the table has columns";
            run.unreadable("a row of the table", why, Place::at(&text.file, line, 1));
            continue;
        }
        let used = of_row(run, text, &columns, &record, line);
        match own.get_mut(&used.id) {
            Some(known) => {
                repeated = repeated.or(if used.tasks { None } else { Some((known.id.clone(), line)) });
                join(known, used);
            }
            None => drop(own.insert(used.id.clone(), used)),
        }
    }
    tell(run, text, &columns, &own, repeated);
    let with = own.values().filter(|u| u.kwh.first().is_some_and(Option::is_some)).count();
    let timed = own.values().filter(|u| u.units.is_some() && u.spent.is_some()).count();
    run.note(
        &text.file,
        NAME,
        format!("{rows} rows, {} runs: {with} with energy, {timed} with time on accelerators", own.len()),
    );
    for (id, used) in own {
        match all.get_mut(&id) {
            Some(known) => merge(known, used),
            None => drop(all.insert(id, used)),
        }
    }
}

fn refuse(run: &mut Run<'_>, text: &Text, why: &str, line: u64) {
    run.unreadable("the table", why, Place::at(&text.file, u32::try_from(line).unwrap_or(u32::MAX), 1));
    run.note(&text.file, NAME, "cannot be read to its end");
}

/// Findings on a table as a whole.
fn tell(
    run: &mut Run<'_>,
    text: &Text,
    columns: &Columns,
    own: &BTreeMap<String, Used>,
    repeated: Option<(String, u32)>,
) {
    if let Some((id, line)) = repeated {
        let finding = Finding::new("energy-running-totals", Severity::Info).with("run", shown(&id));
        run.find(finding.place(Place::at(&text.file, line, 1)));
    }
    let bare = own.values().next().is_some() && columns.at("cpu_model").is_none() && columns.at("gpu_model").is_none();
    if bare {
        run.find(Finding::new("energy-hardware-unknown", Severity::Info).place(text.place(0)));
    }
    let energy = columns.at("energy_consumed").is_some();
    let mut unread = own.values().filter(|u| u.kwh.first().is_none_or(Option::is_none));
    if let (true, Some(first)) = (energy, unread.next()) {
        let finding = Finding::new("energy-incomplete", Severity::Warning).with("runs", 1 + unread.count());
        run.find(finding.place(first.place.clone()));
    }
}

fn of_row(run: &mut Run<'_>, text: &Text, columns: &Columns, record: &csv::StringRecord, line: u32) -> Used {
    let empty = |c: &&str| !c.is_empty() && !matches!(c.to_lowercase().as_str(), "nan" | "none" | "null");
    let cell = |name: &str| columns.at(name).and_then(|at| record.get(at)).map(str::trim).filter(empty);
    let amount = |name: &str| cell(name).and_then(|c| Number::parse(c).ok());
    let (stated, device) = cell("gpu_model").map_or((None, None), device);
    let units = cell("gpu_count").and_then(whole).or(stated).filter(|n| (1..=1_000_000).contains(n));
    let spent = cell("duration").and_then(milliseconds);
    if spent.is_none() && units.is_some() {
        run.unreadable("a row of the table", "its duration is no number of seconds", Place::at(&text.file, line, 1));
    }
    let ended = cell("timestamp");
    let end = ended.and_then(day::milliseconds);
    let span = end.zip(spent).and_then(|(end, ms)| Some((end.checked_sub(i64::try_from(ms).ok()?)?, end)));
    let old = columns.at("run_id").is_none();
    let id = cell(if old { "experiment_id" } else { "run_id" });
    let ram = cell("ram_total_size").map(|r| {
        let plain = crate::logs::score::plain(r);
        let (gb, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let up = rest.bytes().next().is_some_and(|b| b >= b'5');
        gb.parse::<u64>().map_or_else(|_| shown(r), |n| (n + u64::from(up)).to_string())
    });
    let version = cell("codecarbon_version").map(shown).or_else(|| old.then(|| "1".to_owned()));
    let parts = ["os", "cpu_model", "cpu_count", "gpu_model", "gpu_count"].map(|n| cell(n).map(shown));
    let machine = parts.into_iter().chain([ram, version.clone()]).map(Option::unwrap_or_default).collect::<Vec<_>>();
    Used {
        // A row without an id is a run of its own.
        id: id.map_or_else(|| format!("{}:{line}", text.file), shown),
        place: Place::at(&text.file, line, 1),
        version,
        kwh: ["energy_consumed", "cpu_energy", "gpu_energy", "ram_energy"].map(amount),
        span,
        ended: ended.map(shown),
        spent,
        units,
        device,
        accelerators: cell("gpu_model").map(shown),
        machine: machine.join(" | "),
        mode: cell("tracking_mode").map(shown),
        pue: cell("pue").map(shown),
        rows: 1,
        tasks: columns.at("task_name").is_some(),
    }
}

/// Another row of a run: a task is a part more, anything else the total so far.
fn join(known: &mut Used, next: Used) {
    let rows = known.rows + next.rows;
    if known.tasks && next.tasks {
        for (sum, part) in known.kwh.iter_mut().zip(next.kwh) {
            *sum = sum.take().zip(part).map(|(a, b)| a.plus(&b));
        }
        known.span = known.span.zip(next.span).map(|((a, b), (c, d))| (a.min(c), b.max(d)));
        known.spent = known.spent.zip(next.spent).and_then(|(a, b)| a.checked_add(b));
        known.ended = known.ended.take().max(next.ended);
    } else if later(known, &next) {
        *known = next;
    }
    known.rows = rows;
}

/// The same run in another table: the total decides over the tasks, of totals the larger.
fn merge(known: &mut Used, next: Used) {
    let take = match (known.tasks, next.tasks) {
        (true, false) => true,
        (false, true) => false,
        _ => later(known, &next),
    };
    if take {
        *known = next;
    }
}

/// Whether a row is of a later moment: more energy, or, where that is not known, more time.
fn later(known: &Used, next: &Used) -> bool {
    match (known.kwh.first().cloned().flatten(), next.kwh.first().cloned().flatten()) {
        (Some(a), Some(b)) if a != b => b > a,
        (Some(_), None) => false,
        (None, Some(_)) => true,
        _ => next.spent > known.spent,
    }
}

/// `2 x NVIDIA A100-SXM4-80GB`: how many, and which; several kinds in one row are none.
fn device(cell: &str) -> (Option<u128>, Option<String>) {
    match cell.split_once(" x ") {
        Some((n, name)) if !name.contains(" x ") => (whole(n), Some(name.trim().to_owned())),
        Some(_) => (None, None),
        None => (None, Some(cell.to_owned())),
    }
}
