//! Logs of other tools against the built program: what each folder must be read as.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

/// What a command says of a fixture.
fn gpai(command: &str, fixture: &Path, more: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_gpai"))
        .args([command, fixture.to_str().unwrap()])
        .args(more)
        .env("HF_HUB_OFFLINE", "1")
        .output()
        .unwrap();
    assert!(
        matches!(out.status.code(), Some(0 | 1)),
        "{command} {fixture:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

fn sources(fixture: &Path, more: &[&str]) -> Json {
    let options: Vec<&str> = ["--format", "json"].into_iter().chain(more.iter().copied()).collect();
    serde_json::from_str(&gpai("sources", fixture, &options)).unwrap()
}

fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json[key].as_array().map_or(&[], Vec::as_slice)
}

/// A decimal as digits and exponent, so that `3.8e-05` and `0.000038` are one.
fn decimal(text: &str) -> (String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let mut exponent: i64 = exponent.parse::<i64>().unwrap() - fraction.len() as i64;
    let trimmed = digits.trim_end_matches('0');
    exponent += (digits.len() - trimmed.len()) as i64;
    let digits = trimmed.trim_start_matches('0').to_owned();
    if digits.is_empty() { (digits, 0) } else { (digits, exponent) }
}

fn same_amount(a: &Json, b: &Json) -> bool {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => decimal(a) == decimal(b),
        _ => a == b || (a.is_object() && ["low", "high"].iter().all(|k| same_amount(&a[k], &b[k]))),
    }
}

struct Wrong(Vec<String>);

impl Wrong {
    fn check(&mut self, name: &str, what: &str, got: &Json, want: &Json) {
        if got != want {
            self.0.push(format!("{name}: {what}: {got} in place of {want}"));
        }
    }
}

/// The key of a row that stands for a key of the expectation.
fn of_row<'r>(row: &'r Json, key: &str) -> &'r Json {
    match key {
        "dataset" => &row["dataset"]["id"],
        "dataset_name" => &row["dataset"]["name"],
        "subset" => &row["dataset"]["subset"],
        "split" => &row["dataset"]["split"],
        "revision" => &row["dataset"]["revision"],
        "source_url" => &row["url"],
        "source_by" => &row["by"],
        key => &row[key],
    }
}

fn evaluations(name: &str, want: &Json, got: &Json, wrong: &mut Wrong) {
    let rows = list(got, "evaluations");
    let wanted = want["evaluations"].as_array().unwrap();
    if rows.len() != wanted.len() {
        wrong.0.push(format!("{name}: {} rows in place of {}", rows.len(), wanted.len()));
    }
    for want in wanted {
        let keys = ["task", "metric", "filter", "value", "dataset"];
        let found = rows.iter().find(|row| keys.iter().all(|k| want.get(k).is_none_or(|w| of_row(row, k) == w)));
        let Some(row) = found else {
            wrong.0.push(format!("{name}: no row {want}"));
            continue;
        };
        for (key, value) in want.as_object().unwrap() {
            wrong.check(name, &format!("{} {} {key}", want["task"], want["metric"]), of_row(row, key), value);
        }
    }
}

fn logs(name: &str, want: &Json, got: &Json, wrong: &mut Wrong) {
    let log = &list(got, "evaluation_logs").first().cloned().unwrap_or(Json::Null);
    for key in ["model", "base", "date", "status", "model_revision", "tool_revision", "samples_done", "samples_of"] {
        if let Some(value) = want.get(key) {
            wrong.check(name, key, &log[key], value);
        }
    }
    if let Some(left_out) = want.get("left_out") {
        let set =
            |j: &Json| j.as_array().cloned().unwrap_or_default().iter().map(Json::to_string).collect::<BTreeSet<_>>();
        assert_eq!(set(&log["left_out"]), set(left_out), "{name}");
    }
    for (task, value) in want["samples_match"].as_object().into_iter().flatten() {
        wrong.check(name, &format!("samples of {task}"), &log["samples_match"][task], value);
    }
}

fn tool(name: &str, want: &Json, got: &Json, wrong: &mut Wrong) {
    let Some(tool) = want.get("tool") else { return };
    let keys = ["evaluation_logs", "runs", "energy"];
    let first = keys.iter().find_map(|k| list(got, k).first()).cloned().unwrap_or(Json::Null);
    let named = match (first["tool"].as_str(), first["tool_version"].as_str()) {
        (Some(tool), Some(version)) => Json::from(format!("{tool} {version}")),
        (Some(tool), None) => Json::from(tool),
        _ => Json::Null,
    };
    // Of tables without a version the expectation names the era.
    let era = tool.as_str().is_some_and(|t| t.contains("or older")) && named == "lm_eval";
    if !era {
        wrong.check(name, "tool", &named, tool);
    }
}

fn energy(name: &str, folder: &Path, want: &Json, got: &Json, wrong: &mut Wrong) {
    let total = &got["energy_total"];
    if want["energy"].is_null() {
        return wrong.check(name, "energy", total, &Json::Null);
    }
    if !same_amount(&total["kwh"], &want["energy"]["kwh"]) {
        wrong.0.push(format!("{name}: {total} in place of {}", want["energy"]));
    }
    wrong.check(name, "runs", &Json::from(list(got, "energy").len()), &want["runs"]);
    let mwh = |more: &[&str]| {
        let facts = sources(folder, more);
        list(&facts, "facts")
            .iter()
            .find(|f| f["name"] == "energy.training_mwh")
            .map_or(Json::Null, |f| f["value"].clone())
    };
    // Only who says that training was measured gets an amount of training.
    wrong.check(name, "unasked", &mwh(&[]), &Json::Null);
    let said = mwh(&["--set", "energy.covers=training"]);
    if !same_amount(&said, &want["energy"]["mwh"]) {
        wrong.0.push(format!("{name}: {said} MWh in place of {}", want["energy"]["mwh"]));
    }
    for (answer, want) in want["answered"].as_object().into_iter().flatten() {
        let said = mwh(&["--set", "energy.covers=training", "--set", answer]);
        if !same_amount(&said, &want["mwh"]) {
            wrong.0.push(format!("{name}, {answer}: {said} MWh in place of {want}"));
        }
    }
}

fn runs(name: &str, want: &Json, got: &Json, wrong: &mut Wrong) {
    let run = &list(got, "runs").first().cloned().unwrap_or(Json::Null);
    for (key, value) in want["run"].as_object().into_iter().flatten() {
        let got = if ["seq_len", "global_batch_size", "max_steps"].contains(&key.as_str()) {
            &run["config"][key]
        } else {
            &run[key]
        };
        wrong.check(name, key, got, value);
    }
    for (key, value) in want["summary"].as_object().into_iter().flatten() {
        wrong.check(name, key, &run["summary"][key], value);
        if !run["summary"].as_object().is_some_and(|s| s.contains_key(key)) {
            wrong.0.push(format!("{name}: no key {key}"));
        }
    }
    for (key, value) in want["hardware"].as_object().into_iter().flatten() {
        wrong.check(name, key, &run["hardware"][key], value);
    }
    for key in ["days", "history_rows"] {
        if let Some(value) = want.get(key) {
            wrong.check(name, key, &run[key], value);
        }
    }
}

fn datasets(name: &str, want: &Json, got: &Json, wrong: &mut Wrong) {
    let row = &list(got, "datasets").first().cloned().unwrap_or(Json::Null);
    for (key, value) in want["dataset"].as_object().unwrap() {
        let got = match key.as_str() {
            "splits" => row["splits"]
                .as_array()
                .unwrap_or(&Vec::new())
                .iter()
                .map(|s| {
                    Json::from(vec![s["config"].clone(), s["name"].clone(), s["examples"].clone(), s["bytes"].clone()])
                })
                .collect(),
            "sizes" => row["sizes"]
                .as_array()
                .unwrap_or(&Vec::new())
                .iter()
                .map(|s| Json::from(vec![s["id"].clone(), s["as_written"].clone()]))
                .collect(),
            "period" => Json::from(vec![row["period"]["from"].clone(), row["period"]["to"].clone()]),
            key => row[key].clone(),
        };
        wrong.check(name, key, &got, value);
    }
}

fn facts(name: &str, want: &Json, got: &Json, wrong: &mut Wrong) {
    for (key, value) in want["facts"].as_object().into_iter().flatten() {
        let fact = list(got, "facts").iter().find(|f| f["name"] == **key).map_or(&Json::Null, |f| &f["value"]);
        wrong.check(name, key, fact, value);
    }
}

/// What is read otherwise than the expectations say, of folders in a place.
pub fn differences(fixtures: &Json, place: &Path) -> Vec<String> {
    let fixtures = fixtures.as_object().unwrap();
    let mut wrong = Wrong(Vec::new());
    for (name, want) in fixtures {
        let folder = place.join(name);
        assert!(folder.is_dir(), "{}", folder.display());
        let got = sources(&folder, &[]);
        if want.get("evaluations").is_some() {
            evaluations(name, want, &got, &mut wrong);
            logs(name, want, &got, &mut wrong);
        }
        tool(name, want, &got, &mut wrong);
        if want.get("energy").is_some() {
            energy(name, &folder, want, &got, &mut wrong);
        }
        if want.get("run").is_some() {
            runs(name, want, &got, &mut wrong);
        }
        if want.get("dataset").is_some() {
            datasets(name, want, &got, &mut wrong);
        }
        facts(name, want, &got, &mut wrong);
        let codes: BTreeSet<&str> = list(&got, "findings").iter().filter_map(|f| f["code"].as_str()).collect();
        for code in list(want, "findings").iter().filter_map(Json::as_str).filter(|c| !codes.contains(c)) {
            wrong.0.push(format!("{name}: no finding {code} among {codes:?}"));
        }
        for code in list(want, "not_findings").iter().filter_map(Json::as_str).filter(|c| codes.contains(c)) {
            wrong.0.push(format!("{name}: finding {code}"));
        }
    }
    wrong.0
}

/// Texts that no output may repeat, and one does.
pub fn repeated(fixtures: &Json, place: &Path) -> Vec<String> {
    let mut shown = Vec::new();
    for (name, want) in fixtures.as_object().unwrap() {
        let folder = place.join(name);
        let secret: Vec<&str> = list(want, "must_not_show").iter().filter_map(Json::as_str).collect();
        if secret.is_empty() {
            continue;
        }
        let outputs = [
            gpai("sources", &folder, &["--format", "json"]),
            gpai("sources", &folder, &[]),
            gpai("check", &folder, &["--format", "json", "--on", "2026-11-30"]),
            gpai("check", &folder, &["--all", "--on", "2026-11-30"]),
            gpai("check", &folder, &["--format", "markdown", "--on", "2026-11-30"]),
        ];
        for (output, text) in outputs.iter().flat_map(|o| secret.iter().map(move |s| (o, s))) {
            if output.contains(text) {
                shown.push(format!("{name} shows {text}"));
            }
        }
    }
    shown
}
