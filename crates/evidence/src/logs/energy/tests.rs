//! Tables of CodeCarbon: totals so far, ranks, tasks, and hostile ones.
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

fn best(hours: &[DeviceHours]) -> String {
    hours[0].best.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
}

/// Runs one after the other: `2026-01-01T00:00:00` plus so many hours.
fn at(hour: u32) -> String {
    format!("2026-01-{:02}T{:02}:00:00", 1 + hour / 24, hour % 24)
}

#[test]
fn seconds_times_processors() {
    let (hours, found) = of(&format!("{HEAD}2026-01-01,p,a,7200.5004,0.1,2,2 x NVIDIA A100-SXM4-80GB,1.0\n"));
    assert_eq!(best(&hours), "4.000277");
    assert_eq!(hours[0].device.as_deref(), Some("NVIDIA A100-SXM4-80GB"));
    assert_eq!((hours[0].part, hours[0].source.line), (Part::Run, Some(2)));
    assert_eq!(found.looked_at[0].gave, "1 rows, 1 runs: 0 with energy, 1 with time on accelerators");
}

#[test]
fn rows_of_one_run_are_one_and_runs_after_one_another_are_summed() {
    let row =
        |hour: u32, id: &str, seconds: u32| format!("{},p,{id},{seconds},0,1.0,\"1 x NVIDIA H100, PCIe\",\n", at(hour));
    let table = format!("{HEAD}{}{}{}{}", row(1, "a", 3600), row(2, "a", 7200), row(9, "b", 3600), row(20, "", 3600));
    let (hours, found) = of(&table);
    assert_eq!(best(&hours), "4");
    assert_eq!((hours[0].within.low.to_string(), hours[0].within.high.to_string()), ("1.9".into(), "4.2".into()));
    assert_eq!(hours[0].device.as_deref(), Some("NVIDIA H100, PCIe"));
    assert!(found.findings.iter().any(|f| f.code == "energy-running-totals"));
    let mixed = format!("{HEAD}{}{},p,c,3600,0,1,1 x NVIDIA T4,\n", row(1, "a", 3600), at(50));
    assert_eq!(of(&mixed).0[0].device, None);
}

#[test]
fn ranks_are_an_interval() {
    let rank = |n: u32| format!("{HEAD}{},p,{n},36000,0,8,8 x NVIDIA A40,\n", at(20));
    let files = (0..8).fold(Memory::new(), |files, n| files.with(&format!("logs/emissions_{n}.csv"), rank(n)));
    let (candidates, found) = run(&READER, &files);
    let hours = &candidates.hours[0];
    assert_eq!(hours.best, None);
    assert_eq!((hours.within.low.to_string(), hours.within.high.to_string()), ("76".into(), "672".into()));
    assert!(found.rows.energy.iter().all(|e| e.cluster == 1));
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
    assert_eq!(best(&of(&format!("{HEAD}t,p,a,3600,0,,3 x T4,1\n")).0), "3");
    for table in ["", "a,b\n1,2\n", "duration\n1\n"] {
        assert!(of(table).0.is_empty());
    }
}

#[test]
fn tasks_add_up_and_the_total_decides() {
    let head = "task_name,timestamp,run_id,duration,emissions,energy_consumed,cpu_model\n";
    let tasks = format!("{head}load,{},r,90,0,0.5,X\ntrain,{},r,3600,0,1.25,X\n", at(1), at(2));
    let row = |files: &Memory| run(&READER, files).1.rows.energy;
    let only = row(&Memory::new().with("emissions_base_1.csv", tasks.clone()));
    assert_eq!((only.len(), only[0].kwh.as_deref(), only[0].rows), (1, Some("1.75"), 2));
    let total = format!("timestamp,run_id,duration,emissions,energy_consumed,cpu_model\n{},r,3690,0,1.7,X\n", at(2));
    let both = row(&Memory::new().with("emissions_base_1.csv", tasks).with("emissions.csv", total));
    assert_eq!((both.len(), both[0].kwh.as_deref()), (1, Some("1.7")));
}

#[test]
fn the_folder_itself_goes_before_others_for_hours() {
    let row = |n: u32| format!("{HEAD}{},p,{n},{n},0,1,1 x T4,\n", at(n / 1800));
    let files = Memory::new().with("emissions.csv", row(3600)).with("eval/emissions.csv", row(7200));
    assert_eq!(best(&run(&READER, &files).0.hours), "1");
    let below = Memory::new().with("a/emissions.csv", row(3600)).with("b/emissions.csv", row(72000));
    assert_eq!(best(&run(&READER, &below).0.hours), "21");
}

#[test]
fn hostile_tables_are_survived() {
    let rows: String = (0..20_000).map(|_| "t,p,,3600,0,1,1 x T4,\n").collect();
    let (hours, found) = of(&format!("{HEAD}{rows}"));
    assert_eq!(hours[0].within.low.to_string(), "0.95");
    assert!(found.findings.iter().any(|f| f.code == "limit-reached"));
    of(&format!("{HEAD}\"{}", "x\n,".repeat(100_000)));
    of(&",".repeat(1 << 20));
    of(&format!("{HEAD}t,p,a,{},0,{},T4,\n", "9".repeat(9), "9".repeat(38)));
    let (_, found) = of(&format!("{HEAD}t,p,a,zzz,0,1,1 x T4,\n"));
    assert_eq!(found.findings[0].places[0].line, Some(2));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    /// Tables of known machines, ranks and flushes: the truth lies within, with and without the answer.
    #[test]
    fn the_truth_lies_within(
        machines in proptest::collection::vec((1u32..100_000, 1usize..5, 1usize..4), 1..5),
        later in proptest::option::of(1u32..100_000),
    ) {
        use crate::{About, EnergyAnswers, read_as};
        let head = "timestamp,run_id,duration,emissions,energy_consumed,cpu_model,gpu_model\n";
        let mut files = Memory::new();
        let mut rank = 0;
        for (kwh, ranks, flushes) in &machines {
            for _ in 0..*ranks {
                let rows: String = (1..=*flushes)
                    .map(|f| format!("2026-01-02T{:02}:00:0{},run{rank},{},0.1,{}.5e-3,X,8 x A\n", 4 * f, rank % 7, 14_400 * f, u64::from(*kwh) * f as u64 / *flushes as u64))
                    .collect();
                files = files.with(&format!("logs/emissions_{rank}.csv"), format!("{head}{rows}"));
                rank += 1;
            }
        }
        let mut truth: u64 = machines.iter().map(|(kwh, _, _)| u64::from(*kwh) * 10 + 5).sum();
        if let Some(kwh) = later {
            // A run of another day is no rank of these.
            files = files.with("logs/emissions_later.csv", format!("{head}2026-02-02T00:00:00,later,60,0.1,{kwh}.5e-3,X,8 x A\n"));
            truth += u64::from(kwh) * 10 + 5;
        }
        let truth = Number::parse(&format!("{truth}e-4")).unwrap();
        for stated in [None, Some(machines.len() as u64)] {
            let energy = EnergyAnswers { machines: stated, covers: Some(std::iter::once("training".to_owned()).collect()) };
            let found = read_as(&files, &gpai_rules::licence::Licences::default(), &About { energy, ..About::default() });
            let Some(gpai_rules::fact::Value::Number(within)) = found.facts.value("energy.training_mwh") else {
                return Err(proptest::test_runner::TestCaseError::fail("no amount"));
            };
            let mwh = truth.times(&Number::parse("0.001").unwrap());
            proptest::prop_assert!(within.low <= mwh && mwh <= within.high, "{within} {mwh} {stated:?}");
            if rank == 1 || (stated.is_some() && (machines.len() == 1 || machines.len() == rank)) {
                proptest::prop_assert!(within.is_point(), "{within}");
            }
        }
    }
}
