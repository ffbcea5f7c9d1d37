//! Records of training: amounts, resumed and abandoned runs, ranks, what they mean for a modifier, and hostile ones.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::fact::Value;
use gpai_rules::licence::Licences;
use gpai_rules::number::Number;

use super::*;
use crate::Found;
use crate::candidates::{Candidates, around};
use crate::files::Memory;
use crate::probe;

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

/// A run of a LoRA on a base that is known; `more` comes last, so that it wins.
fn one(id: &str, first: u64, last: u64, more: &str) -> String {
    format!(
        r#"{{"id":"{id}","tool":"transformers","tool_version":"5.24.0","started":"2026-11-20T08:00:00Z","seconds":"7200.5",
        "state":"finished","steps":{{"first":{first},"last":{last},"planned":1000}},"ranks":2,
        "devices":[{{"name":"NVIDIA H100 80GB HBM3","count":2}}],"parameters":{{"all":"7615616512","trained":"40370176"}},
        "tokens":{{"processed":"8388608","counted":"7000000"}},
        "flop":{{"trainer":"3.8e17","shape":{{"by":"config","layers":"3e17","attention":"1e16","recomputed":"0","without_update":"0"}}}},
        "start":"base","base":{{"name":"Qwen/Qwen2.5-7B","revision":"abc"}},"method":"adapter"{more}}}"#
    )
}

fn file(runs: &[String]) -> String {
    format!(r#"{{"format":"gpai-training-run/1","rank":0,"runs":[{}]}}"#, runs.join(","))
}

fn alone(json: &str) -> (Candidates, Found) {
    probe::run(&READER, &Memory::new().with(PATH, json))
}

fn whole(files: &Memory) -> Found {
    crate::read(files, &Licences::default())
}

fn number(found: &Found, name: &str) -> String {
    match found.facts.value(name) {
        Some(Value::Number(within)) => within.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_run_is_the_modification_of_its_base() {
    let found = whole(&Memory::new().with(PATH, file(&[one("a", 0, 100, "")])));
    assert_eq!(found.facts.value("modification.base"), Some(Value::Text("Qwen/Qwen2.5-7B".into())));
    // Certain: all products with weights and half of attention; at most 1.17 times attention and 5 % for all else.
    assert_eq!(number(&found, "modification.flop"), "3.1e17 (3.05e17 to 3.273e17)");
    assert!(number(&found, "modification.base_flop").starts_with("8.2296e23"));
    let claim = &found.facts.claims("modification.flop")[0];
    assert_eq!((claim.source.file.as_str(), claim.source.method.as_deref()), (PATH, Some("training-run")));
    // Tokens of a modification are none of the model's own training.
    assert!(found.facts.value("training.tokens").is_none());
    assert!(!found.findings.iter().any(|f| f.code == "run-not-finished"));
    let row = &found.rows.runs[0];
    assert_eq!(row.hardware.as_ref().unwrap().hours, Some(("4".into(), "4".into())));
    assert_eq!(row.summary["steps.last"], super::Value::Number("100".into()));
}

#[test]
fn it_outranks_the_counter_of_the_same_trainer_and_assumed_utilisation() {
    let hours = "---\nbase_model: Qwen/Qwen2.5-7B\n---\n\nWe fine-tuned for 3 hours on 8 A100 GPUs.\n";
    let state = r#"{"total_flos": 5.0e17, "global_step": 100}"#;
    let files = Memory::new().with(PATH, file(&[one("a", 0, 100, "")]));
    let files = files.with("README.md", hours).with("trainer_state.json", state);
    let found = whole(&files);
    assert_eq!(number(&found, "modification.flop"), "3.1e17 (3.05e17 to 3.273e17)");
    assert!(!found.findings.iter().any(|f| f.code == "compute-methods-disagree"));
}

#[test]
fn what_the_hours_cannot_have_held_is_found() {
    let card = "---\nbase_model: Qwen/Qwen2.5-7B\n---\n\nFine-tuning took 2 GPU hours on an A100.\n";
    let much = one("a", 0, 100, "").replace("\"3e17\"", "\"3e21\"");
    let found = whole(&Memory::new().with(PATH, file(&[much])).with("README.md", card));
    let hours = found.estimates.iter().find(|e| e.method.word() == "NLHU").unwrap();
    assert_eq!(hours.of.word(), "modification");
    assert!(found.findings.iter().any(|f| f.code == "compute-methods-disagree"), "{:?}", found.findings);
}

#[test]
fn resumed_runs_add_up_and_repeated_steps_stay_uncertain() {
    let more = |id: &str| format!(r#","continues":"{id}""#);
    let (candidates, _) = alone(&file(&[one("a", 0, 100, ""), one("b", 100, 200, &more("a"))]));
    assert_eq!(candidates.flops[0].within.best, Some(n("6.2e17")));
    let (candidates, _) = alone(&file(&[one("a", 0, 100, ""), one("b", 50, 200, &more("a"))]));
    let within = &candidates.flops[0].within;
    // Of the first run half is certain.
    assert_eq!((&within.low, &within.best, &within.high), (&n("4.575e17"), &None, &n("6.546e17")));
}

#[test]
fn what_came_before_the_record_is_the_trainers_word_or_unknown() {
    let (candidates, _) = alone(&file(&[one("b", 50, 200, "")]));
    let within = &candidates.flops[0].within;
    assert_eq!((&within.low, &within.best, within.high.is_unbounded()), (&n("3.05e17"), &None, true));
    let told = one("b", 50, 200, "").replace("\"trainer\":\"3.8e17\"", "\"trainer\":\"3.8e17\",\"before\":\"1e17\"");
    let (candidates, _) = alone(&file(&[told]));
    let within = &candidates.flops[0].within;
    assert_eq!((&within.low, &within.best, &within.high), (&n("3.95e17"), &Some(n("4.1e17")), &n("4.373e17")));
}

#[test]
fn runs_that_begin_anew_may_be_attempts() {
    let (candidates, _) = alone(&file(&[one("a", 0, 100, ""), one("b", 0, 10, "")]));
    let within = &candidates.flops[0].within;
    assert_eq!((&within.low, &within.best, &within.high), (&n("3.05e17"), &None, &n("6.546e17")));
    assert!(candidates.flops[0].source.method.as_ref().unwrap().contains("attempts"));
}

#[test]
fn a_run_without_an_end_is_told() {
    let running = one("a", 0, 100, "").replace("\"finished\"", "\"running\"");
    let (_, found) = alone(&file(&[running]));
    assert_eq!((found.findings[0].code.as_str(), found.rows.runs[0].finished), ("run-not-finished", Some(false)));
}

#[test]
fn from_scratch_it_is_the_training_itself() {
    let scratch = one("a", 0, 100, r#","start":"scratch","base":null,"method":"full""#);
    let (candidates, _) = alone(&file(std::slice::from_ref(&scratch)));
    assert!(candidates.derived.is_none() && candidates.bases.is_empty());
    assert_eq!(candidates.logged[0].tokens, Some(n("7000000")));
    let found = whole(&Memory::new().with(PATH, file(&[scratch])));
    assert_eq!(number(&found, "compute.update_flop"), "3.1e17 (3.05e17 to 3.273e17)");
    assert_eq!(number(&found, "training.tokens"), "7000000");
    // Weights that nobody names say nothing of the whole.
    let unknown = one("a", 0, 100, r#","start":"unknown","base":null"#);
    let found = whole(&Memory::new().with(PATH, file(&[unknown])));
    assert_eq!(number(&found, "compute.update_flop"), "None");
    assert_eq!(found.estimates[0].of.word(), "unplaced");
}

#[test]
fn ranks_bring_energy_and_no_second_amount() {
    let energy = |rank: u8| {
        format!(
            r#","energy":[{{"rank":{rank},"tool":"codecarbon","tool_version":"3.3.2","mode":"machine","kwh":"1.25"}}]"#
        )
    };
    let other = file(&[one("a", 0, 100, &energy(1))]).replace("\"rank\":0,", "\"rank\":1,");
    let files =
        Memory::new().with(PATH, file(&[one("a", 0, 100, &energy(0))])).with("gpai-training-run.rank-1.json", other);
    let (candidates, found) = probe::run(&READER, &files);
    assert_eq!((candidates.flops.len(), found.rows.energy.len()), (1, 2));
    assert_eq!(candidates.flops[0].within.best, Some(n("3.1e17")));
    assert!(found.rows.energy.iter().all(|e| e.mode.as_deref() == Some("machine") && e.kwh.as_deref() == Some("1.25")));
}

#[test]
fn without_a_shape_the_trainer_is_heard() {
    let (candidates, _) = alone(&file(&[one("a", 0, 100, r#","flop":{"trainer":"1e18","shape":null}"#)]));
    assert_eq!(candidates.flops[0].within, around(&n("1e18"), 90, 110));
    let (candidates, _) = alone(&file(&[one("a", 0, 100, r#","flop":{"trainer":null,"shape":null}"#)]));
    assert!(candidates.flops.is_empty());
}

#[test]
fn names_of_places_on_a_disk_do_not_pass() {
    for name in ["/home/jane/llama", "../base", "C:\\Users\\jane\\base", "~/base"] {
        let json = file(&[one("a", 0, 9, &format!(r#","base":{{"name":{}}}"#, serde_json::to_string(name).unwrap()))]);
        let (candidates, _) = alone(&json);
        assert!(candidates.bases.is_empty(), "{name}: {:?}", candidates.bases);
        assert!(candidates.derived.is_some());
    }
}

#[test]
fn hostile_records_give_findings_and_no_amount() {
    let huge = one("a", 0, 100, r#","flop":{"trainer":"1e999","shape":{"layers":"-5","by":"config"}}"#);
    let no = one("a", 0, 100, r#","flop":{"trainer":NaN,"shape":{"layers":"x"}}"#);
    for json in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"format":"gpai-training-run/2","runs":[]}"#,
        r#"{"format":"gpai-training-run/1"}"#,
        r#"{"format":"gpai-training-run/1","runs":[{},3,null,{"id":"x"}]}"#,
        &format!("{{\"format\":\"gpai-training-run/1\",\"runs\":{}", "[".repeat(5_000)),
        &file(&[huge]),
        &file(&[no]),
    ] {
        let (candidates, found) = alone(json);
        assert!(candidates.flops.is_empty() && candidates.derived.is_none() || json.contains("Qwen"), "{json}");
        assert!(!found.looked_at.is_empty(), "{json}");
    }
    // A loop of runs, steps that go back, more runs than are read.
    let back = one("a", 90, 10, r#","continues":"a""#);
    let many: Vec<String> = (0..RUNS + 5).map(|i| one(&format!("r{i}"), 0, 1, "")).collect();
    let (candidates, found) = alone(&file(&[back, one("b", 0, u64::MAX, r#","continues":"a""#)]));
    assert!(candidates.flops[0].within.low <= candidates.flops[0].within.high && !found.rows.runs.is_empty());
    let (_, found) = alone(&file(&many));
    assert!(found.findings.iter().any(|f| f.code == "limit") || found.rows.runs.len() == RUNS);
    assert_eq!(found.rows.runs.len(), RUNS);
}
