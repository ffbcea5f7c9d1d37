//! Runs of several versions, built from their records: what they hold is read, what is personal is not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::framing::write;
use super::wire::message;
use super::*;
use crate::files::Memory;
use crate::probe::run;

/// A field with a number, as bytes of its own.
fn number(field: u64, n: u64) -> Vec<u8> {
    let mut out = Vec::new();
    for mut n in [field << 3, n] {
        while n >= 0x80 {
            out.push((n & 0x7f) as u8 | 0x80);
            n >>= 7;
        }
        out.push(n as u8);
    }
    out
}

fn item(key: &str, value: &str) -> Vec<u8> {
    message(&[(1, key.as_bytes()), (16, value.as_bytes())])
}

fn nested(path: &[&str], value: &str) -> Vec<u8> {
    let mut fields: Vec<(u64, &[u8])> = path.iter().map(|p| (2, p.as_bytes())).collect();
    fields.push((16, value.as_bytes()));
    message(&fields)
}

/// What a test's run is made of.
struct Made<'m> {
    producer: bool,
    config: &'m [(&'m str, &'m str)],
    summary: &'m [(&'m str, &'m str)],
    history: u64,
    exit: Option<u64>,
    gpus: u64,
}

fn records(made: &Made<'_>) -> Vec<Vec<u8>> {
    let info = message(&[(1, b"0.31.0+abc")]);
    let mut out = vec![message(&[(21, if made.producer { &*info } else { b"" })])];
    out[0] = if made.producer { message(&[(21, &message(&[(1, &info)]))]) } else { message(&[(21, b"")]) };
    let updates =
        |items: &[(&str, &str)]| items.iter().flat_map(|(k, v)| message(&[(1, &item(k, v))])).collect::<Vec<u8>>();
    let start = number(1, 1_796_066_922);
    let row = message(&[
        (1, b"abc"),
        (2, b"somebody"),
        (3, b"project"),
        (4, &updates(made.config)),
        (8, b"name"),
        (13, b"secret-host"),
        (17, &start),
    ]);
    out.push(message(&[(17, &row)]));
    let device = message(&[(1, b"NVIDIA H100")]);
    let environment = [
        message(&[(10, b"person@example.org"), (24, &device), (27, &message(&[(1, b"nnodes"), (2, b"4")]))]),
        number(19, made.gpus),
    ]
    .concat();
    if made.gpus > 0 {
        out.push(message(&[(26, &environment)]));
    }
    for step in 0..made.history {
        let items = [
            message(&[(1, &nested(&["train/loss"], &format!("{step}.5")))]),
            message(&[(1, &nested(&["_step"], &step.to_string()))]),
        ]
        .concat();
        out.push(message(&[(2, &items)]));
    }
    out.push(message(&[(3, &updates(made.summary))]));
    if let Some(code) = made.exit {
        out.push(message(&[(18, &if code == 0 { Vec::new() } else { number(1, code) })]));
    }
    out
}

pub fn sample() -> Vec<u8> {
    write(&records(&Made {
        producer: true,
        config: &[("seq_len", "4096"), ("hf_token", "\"hf_abcdefgh\""), ("model", "{\"a\": {\"b\": 2}}")],
        summary: &[("train/total_tokens", "2.5e+12"), ("_runtime", "7200.5"), ("bad", "NaN")],
        history: 3,
        exit: Some(0),
        gpus: 8,
    }))
}

fn of(bytes: Vec<u8>) -> (RunRow, crate::Found) {
    let files = Memory::new().with("wandb/offline-run-20261130_192842-abc/run-abc.wandb", bytes);
    let found = run(&READER, &files).1;
    (found.rows.runs[0].clone(), found)
}

#[test]
fn a_record_is_read_and_nobody_is_named() {
    let (row, found) = of(sample());
    assert_eq!(row.tool_version.as_deref(), Some("0.31.0"));
    assert_eq!((row.project.as_deref(), row.name.as_deref(), row.id.as_str()), (Some("project"), Some("name"), "abc"));
    assert_eq!(row.started.as_deref(), Some("2026-11-30T19:28:42Z"));
    assert_eq!((row.finished, row.exit_code, row.history_rows), (Some(true), Some(0), Some(3)));
    assert_eq!(row.config.get("model.a.b"), Some(&Logged::Number("2".into())));
    assert_eq!(row.summary.get("train/total_tokens"), Some(&Logged::Number("2500000000000".into())));
    assert_eq!(row.summary.get("train/loss"), Some(&Logged::Number("2.5".into())));
    assert_eq!(row.summary.get("bad"), Some(&Logged::Unknown));
    let hardware = row.hardware.clone().unwrap();
    assert_eq!(hardware.machines, Some((4, "slurm.nnodes".into())));
    assert_eq!(hardware.hours, Some(("16.001".into(), "64.004".into())));
    let all = format!("{row:?}{found:?}");
    for secret in ["person@example.org", "secret-host", "somebody", "hf_abcdefgh"] {
        assert!(!all.contains(secret), "{secret}");
    }
    let codes: Vec<&str> = found.findings.iter().map(|f| f.code.as_str()).collect();
    assert!(["not-a-number", "run-personal-data", "run-one-machine"].iter().all(|c| codes.contains(c)), "{codes:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn runs_of_any_kind(producer in any::<bool>(), history in 0u64..400, exit in prop::option::of(0u64..3), gpus in 0u64..9, cut in prop::option::of(0usize..60_000)) {
        let made = Made { producer, config: &[("lr", "0.0003")], summary: &[("train/loss", "0.25")], history, exit, gpus };
        let mut bytes = write(&records(&made));
        let whole = cut.is_none_or(|cut| cut >= bytes.len());
        bytes.truncate(cut.unwrap_or(bytes.len()).max(7));
        let (row, found) = of(bytes);
        if whole {
            prop_assert_eq!(row.tool_version, producer.then(|| "0.31.0".to_owned()));
            prop_assert_eq!(row.history_rows, Some(history));
            prop_assert_eq!(row.exit_code, exit.map(|c| i64::try_from(c).unwrap()));
            prop_assert_eq!(row.finished, exit.map(|_| true));
            prop_assert_eq!(&row.summary["train/loss"], &Logged::Number("0.25".into()));
            prop_assert_eq!(row.hardware.and_then(|h| h.per_machine), (gpus > 0).then_some(gpus));
        } else {
            prop_assert!(row.history_rows.unwrap() <= history);
        }
        prop_assert_eq!(found.findings.iter().any(|f| f.code == "run-not-finished"), row.finished.is_none());
    }
}

#[test]
fn files_say_what_the_record_lacks() {
    let folder = "wandb/run-20260302_101500-k3x9";
    let files = Memory::new()
        .with(&format!("{folder}/files/config.yaml"), "wandb_version: 1\n_wandb:\n  value: {cli_version: 0.19.8}\nlr:\n  desc: null\n  value: 3.0e-04\nmodel:\n  value: {num_parameters: 7000}\n")
        .with(&format!("{folder}/files/wandb-summary.json"), "{\"_runtime\": 3600, \"loss\": NaN, \"t\": {\"_type\": \"x\"}, \"_wandb\": {}}")
        .with(&format!("{folder}/files/wandb-metadata.json"), "{\"gpu\": \"A100\", \"gpu_count\": 2, \"host\": \"node\", \"startedAt\": \"2026-03-02T10:15:00\"}")
        .with("configs/files/config.yaml", "a: 1\n");
    let found = run(&READER, &files).1;
    assert_eq!(found.rows.runs.len(), 1);
    let row = &found.rows.runs[0];
    assert_eq!((row.id.as_str(), row.tool_version.as_deref(), row.finished), ("k3x9", Some("0.19.8"), None));
    assert_eq!(row.config.get("lr"), Some(&Logged::Number("0.00030".into())));
    assert_eq!(row.summary.get("loss"), Some(&Logged::Unknown));
    assert_eq!(row.summary.len(), 2);
    assert_eq!(row.hardware.clone().unwrap().hours, Some(("2.000".into(), "2.000".into())));
}
