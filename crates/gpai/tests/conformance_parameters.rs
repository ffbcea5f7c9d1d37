//! Numbers of parameters computed from real configurations and indexes, against the totals that the Hub counts
//! (`../shared/cases/models/hub-metadata.csv`) and the published sizes (`cases.json`). Compiled only with
//! `--features conformance`; see tests/conformance.rs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gpai_evidence::files::Memory;
use gpai_evidence::{Found, read};
use gpai_rules::fact::Value;
use gpai_rules::law::Law;
use gpai_rules::number::Interval;

/// Totals of the Hub that count something else than parameters of the main model, and what.
const OTHERWISE: [(&str, &str); 1] = [(
    "openai/gpt-oss-120b",
    "two 4-bit weights are stored in a byte, and blocks and scales are counted as they are stored",
)];

fn shared() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/models");
    assert!(path.is_dir(), "these tests need ../shared/cases/models");
    path
}

/// What the JSON files of a folder say, its card left out: no size can come from a name or a sentence.
fn of_files(folder: &Path) -> Option<Found> {
    let mut files = Memory::new();
    let mut any = false;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() && name.ends_with(".json") {
            files = files.with(&name, fs::read(&path).unwrap());
            any |= name == "config.json";
        }
    }
    any.then(|| read(&files, &Law::book().unwrap().licences))
}

fn number(found: &Found, fact: &str) -> Option<Interval> {
    match found.facts.value(fact)? {
        Value::Number(within) => Some(within),
        _ => None,
    }
}

fn float(text: &impl ToString) -> f64 {
    text.to_string().parse().unwrap()
}

#[test]
fn parameters_agree_with_the_hub_and_with_published_sizes() {
    let mut hub = BTreeMap::new();
    for row in csv::Reader::from_path(shared().join("hub-metadata.csv")).unwrap().deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        hub.insert(row["hub_id"].clone(), row["params"].parse::<f64>().unwrap());
    }
    let text = fs::read_to_string(shared().join("cases.json")).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    let mut folders: Vec<PathBuf> = fs::read_dir(shared().join("repos")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let id = folder.file_name().unwrap().to_string_lossy().replacen("__", "/", 1);
        let case = cases.iter().find(|c| c["hub_id"] == id.as_str());
        let published = case.and_then(|c| c["params_total"].as_f64());
        let counted = hub.get(&id).copied().filter(|_| !OTHERWISE.iter().any(|(n, _)| *n == id));
        // A published size is rounded: `8B` is anything from 7.5 to 8.5.
        let Some((expected, percent)) = counted.map(|c| (c, 1.0)).or(published.map(|p| (p, 4.0))) else { continue };
        let Some(found) = of_files(&folder) else { continue };
        compared += 1;
        let Some(size) = number(&found, "model.parameters") else {
            let why: Vec<&str> = found.findings.iter().map(|f| f.code.as_str()).collect();
            wrong.push(format!("{id}: not computed {why:?}"));
            continue;
        };
        let best = float(size.best.as_ref().unwrap());
        let deviation = (best / expected - 1.0).abs() * 100.0;
        // The Hub counts layers that predict further tokens, published sizes do not: the interval holds both.
        let config = fs::read_to_string(folder.join("config.json")).unwrap();
        let config: serde_json::Value = serde_json::from_str(&config).unwrap();
        let more = config["num_nextn_predict_layers"].as_u64().is_some_and(|n| n > 0);
        let held = more && (float(&size.low)..=float(&size.high)).contains(&expected);
        let note = if held { ", held by the interval with the layers that predict further tokens" } else { "" };
        println!("{id:46} computed {best:.4e} expected {expected:.4e} deviation {deviation:.2} %{note}");
        if deviation > percent && !held {
            wrong.push(format!("{id}: {best:e} for {expected:e}, {deviation:.2} %"));
        }
        if let (Some(active), Some(expected)) =
            (number(&found, "model.active_parameters"), case.and_then(|c| c["params_active"].as_f64()))
        {
            let best = float(active.best.as_ref().unwrap());
            let deviation = (best / expected - 1.0).abs() * 100.0;
            println!("{:46} active {best:.4e} published {expected:.4e} deviation {deviation:.1} %", "");
            if deviation > 12.0 {
                wrong.push(format!("{id}: active {best:e} for {expected:e}"));
            }
        }
    }
    assert!(compared >= 15, "{compared} folders compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
