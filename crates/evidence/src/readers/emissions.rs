//! emissions.csv of CodeCarbon: time on accelerators, as the seconds of each run times its graphics processors.
//!
//! Columns as of <https://mlco2.github.io/codecarbon/output.html>. A tracker writes a row at each flush, and its seconds
//! go on counting: of the rows with one `run_id` the longest counts.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::finding::Place;
use gpai_rules::number::{Interval, Number};

use crate::candidates::{DeviceHours, Part};
use crate::files::Entry;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, shorten};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Record, sample: "emissions.csv", wants, read };
const NAME: &str = "emissions";

/// An emissions table; a row has some 500 bytes, and each run adds one or a few.
const TABLE: u64 = 4 << 20;
/// Rows of an emissions table.
const ROWS: usize = 10_000;
/// How many emissions tables are opened.
const TABLES: usize = 8;
fn wants(entry: &Entry) -> bool {
    entry.name().eq_ignore_ascii_case("emissions.csv")
}

/// One run: thousandths of a second times processors, and where it stands.
struct Stretch {
    spent: u128,
    file: String,
    line: u32,
    device: Option<String>,
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let mut files: Vec<&Entry> = entries.iter().filter(|e| e.at_root()).collect();
    if files.is_empty() {
        files = entries.iter().collect();
    } else {
        for entry in entries.iter().filter(|e| !e.at_root()) {
            run.note(&entry.path, NAME, "not opened: the folder itself has one");
        }
    }
    if let Some(beyond) = files.get(TABLES) {
        run.limit("the number of emissions tables", TABLES, Place::file(&beyond.path));
    }
    let mut runs: BTreeMap<String, Stretch> = BTreeMap::new();
    for entry in files.into_iter().take(TABLES) {
        if let Some(text) = run.text(entry, TABLE, NAME) {
            table(run, &text, &mut runs);
        }
    }
    conclude(run, &runs);
}

fn table(run: &mut Run<'_>, text: &Text, runs: &mut BTreeMap<String, Stretch>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.content.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return refuse(run, text, &error.to_string(), 1),
    };
    let column = |name: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let (Some(duration), Some(model)) = (column("duration"), column("gpu_model")) else {
        return run.note(&text.file, NAME, "nothing: no columns duration and gpu_model");
    };
    let (count, id) = (column("gpu_count"), column("run_id"));
    let (mut rows, mut with, mut without) = (0usize, 0usize, 0usize);
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
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).map(str::trim).filter(|c| !c.is_empty());
        let (stated, device) = cell(Some(model)).map_or((None, None), device);
        let units = cell(count).and_then(whole).or(stated).filter(|n| (1..=1_000_000).contains(n));
        let Some(units) = units else {
            without += 1;
            continue;
        };
        let Some(spent) = cell(Some(duration)).and_then(milliseconds).and_then(|ms| ms.checked_mul(units)) else {
            run.unreadable(
                "a row of the table",
                "its duration is no number of seconds",
                Place::at(&text.file, line, 1),
            );
            continue;
        };
        with += 1;
        // A row without an id is a run of its own.
        let key = cell(id).map_or_else(|| format!("{}:{line}", text.file), str::to_owned);
        let stretch = Stretch { spent, file: text.file.clone(), line, device };
        match runs.get(&key) {
            Some(other) if other.spent >= stretch.spent => {}
            _ => drop(runs.insert(key, stretch)),
        }
    }
    let bare = if without > 0 { format!(", {without} without a graphics processor") } else { String::new() };
    run.note(&text.file, NAME, format!("{with} rows with time on accelerators{bare}"));
}

fn refuse(run: &mut Run<'_>, text: &Text, why: &str, line: u64) {
    run.unreadable("the table", why, Place::at(&text.file, u32::try_from(line).unwrap_or(u32::MAX), 1));
    run.note(&text.file, NAME, "cannot be read to its end");
}

/// `2 x NVIDIA A100-SXM4-80GB`: how many, and which; several kinds in one row are none.
fn device(cell: &str) -> (Option<u128>, Option<String>) {
    match cell.split_once(" x ") {
        Some((n, name)) if !name.contains(" x ") => (whole(n), Some(name.trim().to_owned())),
        Some(_) => (None, None),
        None => (None, Some(cell.to_owned())),
    }
}

/// A whole number, which tables also write as `2.0`.
fn whole(cell: &str) -> Option<u128> {
    let cell = cell.trim();
    cell.strip_suffix(".0").unwrap_or(cell).parse().ok()
}

/// Seconds with a fraction, in thousandths, less than thirty years.
fn milliseconds(cell: &str) -> Option<u128> {
    let (seconds, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    if seconds.len() > 9 || fraction.len() > 32 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let total = seconds.parse::<u128>().ok()?.checked_mul(1000)?.checked_add(thousandths.parse().ok()?)?;
    (total > 0).then_some(total)
}

/// Thousandths of seconds as hours.
fn hours(spent: u128) -> Option<Number> {
    let millionths = spent.checked_mul(10)?.checked_div(36)?;
    Number::parse(&format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)).ok()
}

fn conclude(run: &mut Run<'_>, runs: &BTreeMap<String, Stretch>) {
    let total = runs.values().try_fold(0u128, |sum, one| sum.checked_add(one.spent));
    let longest =
        runs.values().max_by(|a, b| a.spent.cmp(&b.spent).then_with(|| (&b.file, b.line).cmp(&(&a.file, a.line))));
    let Some((longest, total)) = longest.zip(total) else { return };
    let (Some(best), Some(one)) = (hours(total), hours(longest.spent)) else { return };
    // Hours of different accelerators are no hours of one of them.
    let kinds: BTreeSet<Option<&str>> = runs.values().map(|r| r.device.as_deref()).collect();
    let device = if kinds.len() == 1 { longest.device.clone().map(|d| shorten(&d)) } else { None };
    // Processes side by side each see all processors: the same time may stand in several rows.
    let Some(within) = Interval::new(one.percent(95), Some(best.clone()), best.percent(105)) else { return };
    let method = format!("seconds times processors of {} runs that CodeCarbon recorded", runs.len());
    let source = gpai_rules::fact::Source::new(gpai_rules::fact::Origin::Evidence, &longest.file)
        .at(longest.line, 1)
        .method(method);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::files::Memory;
    use crate::probe::run;

    const HEAD: &str = "timestamp,project_name,run_id,duration,emissions,gpu_count,gpu_model,longitude\n";

    fn of(table: &str) -> (Vec<DeviceHours>, Found) {
        let (candidates, found) = run(&READER, &Memory::new().with("emissions.csv", table));
        (candidates.hours, found)
    }

    #[test]
    fn seconds_times_processors() {
        let (hours, found) = of(&format!("{HEAD}2026-01-01,p,a,7200.5004,0.1,2,2 x NVIDIA A100-SXM4-80GB,1.0\n"));
        assert_eq!(hours[0].best.to_string(), "4.000277");
        assert_eq!(hours[0].device.as_deref(), Some("NVIDIA A100-SXM4-80GB"));
        assert_eq!((hours[0].part, hours[0].source.line), (Part::Run, Some(2)));
        assert_eq!(found.looked_at[0].gave, "1 rows with time on accelerators");
    }

    #[test]
    fn rows_of_one_run_are_one_and_runs_are_summed() {
        let row = |id: &str, seconds: u32| format!("t,p,{id},{seconds},0,1.0,\"1 x NVIDIA H100, PCIe\",\n");
        let (hours, _) = of(&format!("{HEAD}{}{}{}{}", row("a", 3600), row("a", 7200), row("b", 3600), row("", 3600)));
        assert_eq!(hours[0].best.to_string(), "4");
        assert_eq!((hours[0].within.low.to_string(), hours[0].within.high.to_string()), ("1.9".into(), "4.2".into()));
        assert_eq!(hours[0].device.as_deref(), Some("NVIDIA H100, PCIe"));
        let mixed = format!("{HEAD}{}t,p,c,3600,0,1,1 x NVIDIA T4,\n", row("a", 3600));
        assert_eq!(of(&mixed).0[0].device, None);
    }

    #[test]
    fn no_processor_is_no_time() {
        for row in [
            "t,p,a,3600,0,,,1",
            "t,p,a,3600,0,0,,1",
            "t,p,a,3600",
            "t,p,a,0,0,1,1 x T4,1",
            "t,p,a,-5,0,1,1 x T4,1",
            "t,p,a,x,0,1,T4,1",
        ] {
            assert!(of(&format!("{HEAD}{row}\n")).0.is_empty(), "{row}");
        }
        assert_eq!(of(&format!("{HEAD}t,p,a,3600,0,,3 x T4,1\n")).0[0].best.to_string(), "3");
        for table in ["", "a,b\n1,2\n", "duration\n1\n"] {
            assert!(of(table).0.is_empty());
        }
    }

    #[test]
    fn the_folder_itself_goes_before_others() {
        let row = |n: u32| format!("{HEAD}t,p,{n},{n},0,1,1 x T4,\n");
        let files = Memory::new().with("emissions.csv", row(3600)).with("eval/emissions.csv", row(7200));
        assert_eq!(run(&READER, &files).0.hours[0].best.to_string(), "1");
        let below = Memory::new().with("a/emissions.csv", row(3600)).with("b/emissions.csv", row(7200));
        assert_eq!(run(&READER, &below).0.hours[0].best.to_string(), "3");
    }

    #[test]
    fn hostile_tables_are_survived() {
        let (hours, found) = of(&format!("{HEAD}{}", "t,p,,3600,0,1,1 x T4,\n".repeat(20_000)));
        assert_eq!(hours[0].best.to_string(), "10000");
        assert!(found.findings.iter().any(|f| f.code == "limit-reached"));
        of(&format!("{HEAD}\"{}", "x\n,".repeat(100_000)));
        of(&",".repeat(1 << 20));
        of(&format!("{HEAD}t,p,a,{},0,{},T4,\n", "9".repeat(9), "9".repeat(38)));
        let (_, found) = of(&format!("{HEAD}t,p,a,zzz,0,1,1 x T4,\n"));
        assert_eq!(found.findings[0].places[0].line, Some(2));
    }
}
