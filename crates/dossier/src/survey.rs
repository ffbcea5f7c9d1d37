//! One row for each of many models: what `gpai survey` writes. Conclusions without reasons, and the figures they rest on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gpai_evidence::files::Memory;
use gpai_evidence::{About, Found};
use gpai_rules::answer;
use gpai_rules::assess::DutyStatus;
use gpai_rules::compile::Engine;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::law::Law;
use gpai_rules::licence::Verdict;
use gpai_rules::names;
use gpai_rules::number::Interval;

use crate::flow;
use crate::gather::{self, Model, Request};
use crate::holds::is_manifest;

/// Files that make a folder a model folder.
const MODEL_FILES: [&str; 8] = [
    "README.md",
    "config.json",
    "gpai.toml",
    "adapter_config.json",
    "model_index.json",
    "params.json",
    "model.safetensors.index.json",
    "mergekit_config.yml",
];
/// Endings of weight files.
const WEIGHTS: [&str; 2] = [".safetensors", ".gguf"];
/// Folders of one survey; the largest hub has some millions, a mirror of one fewer.
pub const FOLDERS: usize = 1_000_000;

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Words; empty where nothing is known.
    Text(String),
    /// An exact decimal; `None` where nothing is known.
    Amount(Option<String>),
}

/// Names of the columns, in order. Amounts: parameters, tokens, FLOP.
pub const COLUMNS: [(&str, bool); 22] = [
    ("model", false),
    ("path", false),
    ("gpai", false),
    ("gpai_strength", false),
    ("systemic_risk", false),
    ("provider", false),
    ("modifier_provider", false),
    ("open_source_exempt", false),
    ("licence", false),
    ("licence_verdict", false),
    ("base", false),
    ("parameters", true),
    ("active_parameters", true),
    ("tokens", true),
    ("update_flop_low", true),
    ("update_flop", true),
    ("update_flop_high", true),
    ("cumulative_flop_low", true),
    ("cumulative_flop_high", true),
    ("duties_if_provider", false),
    ("findings", false),
    ("error", false),
];

/// One model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As many as [`COLUMNS`].
    pub cells: Vec<Cell>,
}

impl Row {
    /// The text of a column; amounts as they are written.
    pub fn text(&self, column: &str) -> &str {
        let at = COLUMNS.iter().position(|(name, _)| *name == column);
        match at.and_then(|i| self.cells.get(i)) {
            Some(Cell::Text(text) | Cell::Amount(Some(text))) => text,
            _ => "",
        }
    }

    /// A model that could not be read.
    pub fn failed(model: &str, path: &str, error: &str) -> Row {
        let cells = COLUMNS
            .iter()
            .map(|(name, amount)| match *name {
                "model" => Cell::Text(model.to_owned()),
                "path" => Cell::Text(path.to_owned()),
                "error" => Cell::Text(error.to_owned()),
                _ if *amount => Cell::Amount(None),
                _ => Cell::Text(String::new()),
            })
            .collect();
        Row { cells }
    }
}

/// One row of a table of models: its columns by name.
pub type Record = BTreeMap<String, String>;

/// The row of a folder below a root; one that cannot be read has its reason in `error`.
pub fn of_folder(engine: &Engine<'_>, law: &Law, root: &Path, folder: &Path, shown: &str) -> Row {
    // Nothing outside what was named is read, whatever links lie in it.
    let inside = root.canonicalize().ok().zip(folder.canonicalize().ok()).is_some_and(|(r, f)| f.starts_with(r));
    if !inside {
        return Row::failed(&gather::folder_name(folder), shown, "a link that leads out of the folder");
    }
    let model = Model::Folder(folder.to_owned());
    let request = Request {
        model,
        answers: None,
        on: engine.as_of(),
        presets: Vec::new(),
        set: Vec::new(),
        base: None,
        register: None,
    };
    match gather::gather(law, &request) {
        Ok(gathered) => {
            let facts = gathered.facts();
            match flow::judging(law, engine.as_of(), &facts) {
                Ok(judging) => {
                    let engine = judging.as_ref().unwrap_or(engine);
                    row(engine, law, &gathered.model, shown, &facts, &gathered.found)
                }
                Err(error) => Row::failed(&gathered.model, shown, &error.to_string()),
            }
        }
        Err(error) => Row::failed(&gather::folder_name(folder), shown, &in_one_line(&error.to_string(), folder)),
    }
}

/// A message in one line, with the file as it is called in its folder: a row says nothing of where the folder lies.
fn in_one_line(message: &str, folder: &Path) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.strip_prefix(folder.to_string_lossy().as_ref())
        .map_or(line, |rest| rest.trim_start_matches(['/', '\\']))
        .to_owned()
}

/// The row of a record of a hub's metadata. What it says is put into the files that would say it, so that one reader reads
/// both.
pub fn of_record(engine: &Engine<'_>, law: &Law, record: &Record) -> Row {
    let get = |names: &[&str]| names.iter().find_map(|n| record.get(*n)).map(|v| v.trim()).filter(|v| !v.is_empty());
    let Some(name) = get(&["hub_id", "id", "model_id", "modelid", "model", "name", "repo_id"]) else {
        return Row::failed("", "", "no column names the model (hub_id, id, model_id or model)");
    };
    let files = match as_files(&get) {
        Ok(files) => files,
        Err(why) => return Row::failed(name, "", &why),
    };
    let about = About { name: Some(name.to_owned()), named: true, ..About::default() };
    let mut found = gpai_evidence::read_as(&files, &law.licences, &about);
    // A table is no repository: what it does not hold is not missing there.
    found.findings.retain(|f| !NOT_OF_TABLES.contains(&f.code.as_str()));
    let mut facts = found.facts.clone();
    for (column, value) in record.iter().filter(|(c, v)| law.fact(c).is_some() && !v.trim().is_empty()) {
        if let Err(error) = answer::set(law, &mut facts, &format!("{column}={}", value.trim())) {
            return Row::failed(name, "", &error.to_string());
        }
    }
    match flow::judging(law, engine.as_of(), &facts) {
        Ok(judging) => row(judging.as_ref().unwrap_or(engine), law, name, "", &facts, &found),
        Err(error) => Row::failed(name, "", &error.to_string()),
    }
}

/// Findings about files that a table cannot hold.
const NOT_OF_TABLES: [&str; 3] = ["licence-missing", "licence-text-missing", "looks-like-a-dataset"];

/// A record as the files of a folder.
fn as_files<'r>(get: &dyn Fn(&[&str]) -> Option<&'r str>) -> Result<Memory, String> {
    // A JSON string is a YAML string, whatever stands in it.
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut card = String::from("---\n");
    for (key, columns) in [
        ("license", &["license", "licence", "licence_id"] as &[&str]),
        ("license_name", &["license_name"]),
        ("pipeline_tag", &["pipeline_tag", "task"]),
        ("library_name", &["library_name", "library"]),
        ("gated", &["gated"]),
        ("base_model", &["base_model", "base"]),
    ] {
        if let Some(value) = get(columns) {
            card.push_str(&format!("{key}: {}\n", quoted(value)));
        }
    }
    card.push_str("---\n\n");
    if let Some(tokens) = get(&["tokens", "training_tokens"]) {
        card.push_str(&format!("- **Training tokens:** {}\n", tokens.replace('\n', " ")));
    }
    if let Some(active) = get(&["active_params", "active_parameters"]) {
        card.push_str(&format!("- **Active parameters:** {}\n", active.replace('\n', " ")));
    }
    let mut files = Memory::new().with("README.md", card);
    if let Some(kind) = get(&["architecture", "model_type"]) {
        files = files.with("config.json", format!("{{\"model_type\": {}}}", quoted(kind)));
    }
    if let Some(total) = get(&["params", "parameters", "num_parameters", "safetensors_total"]) {
        if !total.bytes().all(|b| b.is_ascii_digit()) || total.len() > 19 {
            return Err(format!("`{total}` is no whole number of parameters"));
        }
        let index = format!("{{\"metadata\": {{\"total_parameters\": {total}}}, \"weight_map\": {{}}}}");
        files = files.with("model.safetensors.index.json", index);
    }
    Ok(files)
}

fn row(engine: &Engine<'_>, law: &Law, model: &str, path: &str, facts: &Facts, found: &Found) -> Row {
    let (answers, duties) = engine.answers_and_if_provider(facts);
    let status = |name: &str| answers.propositions.get(name).map_or("", |d| d.word()).to_owned();
    let number = |name: &str| match facts.value(name) {
        Some(Value::Number(within)) => Some(within),
        _ => None,
    };
    let best = |within: Option<&Interval>| within.and_then(|w| w.best.as_ref()).map(ToString::to_string);
    let (update, cumulative) = (number(names::COMPUTE_UPDATE_FLOP), number(names::COMPUTE_CUMULATIVE_FLOP));
    let words = |name: &str| match facts.value(name) {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    };
    let licence = words(names::OPENNESS_LICENCE);
    let verdict = law.licences.resolve(&licence).map_or("", |l| match l.verdict {
        Verdict::Qualifies => "qualifies",
        Verdict::Fails => "fails",
        Verdict::Arguable => "arguable",
        Verdict::Uncertain => "uncertain",
    });
    let mut codes: Vec<&str> = found.findings.iter().map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let owed: Vec<&str> =
        duties.iter().filter(|(_, s)| **s == DutyStatus::Applies).map(|(id, _)| id.as_str()).collect();
    let strength = answers.propositions.get("gpai").and_then(|d| d.strength()).map_or("", |s| s.word());
    let cells = COLUMNS
        .iter()
        .map(|(name, _)| match *name {
            "model" => Cell::Text(model.to_owned()),
            "path" => Cell::Text(path.to_owned()),
            "gpai_strength" => Cell::Text(strength.to_owned()),
            "licence" => Cell::Text(licence.clone()),
            "licence_verdict" => Cell::Text(verdict.to_owned()),
            "base" => Cell::Text(words(names::MODIFICATION_BASE)),
            "parameters" => Cell::Amount(best(number(names::MODEL_PARAMETERS).as_ref())),
            "active_parameters" => Cell::Amount(best(number(names::MODEL_ACTIVE_PARAMETERS).as_ref())),
            "tokens" => Cell::Amount(best(number(names::TRAINING_TOKENS).as_ref())),
            "update_flop_low" => Cell::Amount(update.as_ref().map(|u| u.low.to_string())),
            "update_flop" => Cell::Amount(best(update.as_ref())),
            "update_flop_high" => Cell::Amount(update.as_ref().map(|u| u.high.to_string())),
            "cumulative_flop_low" => Cell::Amount(cumulative.as_ref().map(|c| c.low.to_string())),
            "cumulative_flop_high" => Cell::Amount(cumulative.as_ref().map(|c| c.high.to_string())),
            "duties_if_provider" => Cell::Text(owed.join(" ")),
            "findings" => Cell::Text(codes.join(" ")),
            "error" => Cell::Text(String::new()),
            name => Cell::Text(status(name)),
        })
        .collect();
    Row { cells }
}

/// Whether a folder is that of a model by more than a README: weights, a configuration, answers, a card with front matter.
fn is_surely_a_model(folder: &Path) -> bool {
    let names = || MODEL_FILES.iter().filter(|name| **name != "README.md");
    names().any(|name| folder.join(name).is_file())
        || folder.join("training").is_dir()
        || has_front_matter(&folder.join("README.md"))
        || has_weights(folder)
}

/// Whether a card begins as those of models do.
fn has_front_matter(card: &Path) -> bool {
    use std::io::Read as _;
    let mut start = [0u8; 3];
    card.is_file() && std::fs::File::open(card).and_then(|mut f| f.read_exact(&mut start)).is_ok() && start == *b"---"
}

fn has_weights(folder: &Path) -> bool {
    subpaths(folder).iter().any(|p| WEIGHTS.iter().any(|end| p.to_string_lossy().ends_with(end)) && p.is_file())
}

/// Whether a folder with nothing of a model but a README is something else: the source of a program, or several models.
fn is_something_else(folder: &Path) -> bool {
    if is_surely_a_model(folder) {
        return false;
    }
    let below = subpaths(folder);
    below.iter().any(|p| p.file_name().is_some_and(|n| is_manifest(&n.to_string_lossy())))
        || below.iter().filter(|p| p.is_dir() && is_surely_a_model(p)).nth(1).is_some()
}

/// Whether a folder is one of a model.
fn is_model_folder(folder: &Path) -> bool {
    MODEL_FILES.iter().any(|name| folder.join(name).is_file())
        || folder.join("training").is_dir()
        || has_weights(folder)
}

/// The entries of a folder, sorted; hidden ones left out.
fn subpaths(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut out: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .take(FOLDERS)
        .filter(|e| !e.file_name().to_string_lossy().starts_with('.'))
        .map(|e| e.path())
        .collect();
    out.sort();
    out
}

/// The model folders that a path stands for: itself, the folders in it (`ORG__NAME`), or those one deeper (`ORG/NAME`).
pub fn folders(path: &Path) -> Vec<PathBuf> {
    let something_else = is_something_else(path);
    if is_model_folder(path) && !something_else {
        return vec![path.to_owned()];
    }
    let mut out = Vec::new();
    // Beside the source of a program, or among several models, a README alone makes no model.
    let is_model = |folder: &Path| match something_else {
        true => is_surely_a_model(folder),
        false => is_model_folder(folder) && !is_something_else(folder),
    };
    for folder in subpaths(path).into_iter().filter(|p| p.is_dir()) {
        if is_model(&folder) {
            out.push(folder);
        } else {
            out.extend(subpaths(&folder).into_iter().filter(|p| p.is_dir() && is_model(p)));
        }
        if out.len() >= FOLDERS {
            break;
        }
    }
    // What was named by itself is looked at, whatever it holds.
    if out.is_empty() && !something_else && subpaths(path).iter().any(|p| p.is_file()) {
        out.push(path.to_owned());
    }
    out
}
