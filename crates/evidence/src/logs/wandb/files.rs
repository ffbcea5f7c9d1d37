//! The files beside a record: settings, last values, the machine. They say only what the record lacks.

use super::record::{Found, version_of};
use super::values::Values;
use crate::files::Entry;
use crate::logs::json::{Json, whole};
use crate::logs::names::shown;
use crate::logs::{day, yaml};
use crate::node::Broken;
use crate::run::Run;
use crate::text::Text;

const NAME: &str = "wandb";
/// A file of settings or values: 10 000 keys have some hundred kilobytes.
const FILE: u64 = 4 << 20;

/// Whether it is a file of a run. `config.yaml` is a name of many; that of a run lies in `files`, or in a folder of W&B.
pub fn wants(entry: &Entry) -> bool {
    let own = entry.path.contains("/files/") || entry.path.starts_with("files/") || entry.path.contains("wandb/");
    matches!(entry.name(), "wandb-summary.json" | "wandb-metadata.json") || (entry.name() == "config.yaml" && own)
}

/// Reads a file into what is known; its text, if it is one of a run.
pub fn read(run: &mut Run<'_>, entry: &Entry, found: &mut Found) -> Option<Text> {
    let text = run.text(entry, FILE, NAME)?;
    let root = match entry.name() {
        "config.yaml" => match yaml::read(&text.content, 0) {
            Ok(root) => root,
            Err(Broken { why, line, column }) => {
                run.unreadable("the YAML", &why, gpai_rules::finding::Place::at(&text.file, line, column));
                run.note(&text.file, NAME, "nothing: no valid YAML");
                return None;
            }
        },
        _ => {
            let parsed = whole(&text.content);
            if let Some(broken) = &parsed.broken {
                run.unreadable("the JSON", broken.why, text.place(broken.at));
                run.note(&text.file, NAME, "nothing: the file is cut or broken");
                return None;
            }
            parsed.root
        }
    };
    match entry.name() {
        "config.yaml" => {
            if root.get("wandb_version").is_none() && root.get("_wandb").is_none() {
                return None;
            }
            config(&root, found);
        }
        "wandb-summary.json" => fill(&mut found.summary, root.entries().iter().map(|(k, _, v)| (k.as_str(), v))),
        _ => metadata(&root, found),
    }
    run.note(&text.file, NAME, format!("{} keys", root.entries().len()));
    Some(text)
}

/// Adds what is not known yet.
fn fill<'v>(values: &mut Values, entries: impl Iterator<Item = (&'v str, &'v Json)>) {
    let mut fresh = Values::default();
    for (key, value) in entries {
        fresh.set(key, value);
    }
    values.personal |= fresh.personal;
    values.more |= fresh.more;
    for (path, value) in fresh.map {
        if !values.map.contains_key(&path) && values.map.len() < super::values::KEYS {
            values.not.extend(fresh.not.iter().filter(|(p, _)| *p == path).cloned());
            values.map.insert(path, value);
        }
    }
}

/// `key: {desc, value}`; `_wandb` holds the version.
fn config(root: &Json, found: &mut Found) {
    let version = root.path(&["_wandb", "value", "cli_version"]).and_then(Json::scalar);
    found.version = found.version.take().or_else(|| version.map(version_of));
    let named = root.entries().iter().filter(|(key, _, _)| !matches!(key.as_str(), "wandb_version" | "_wandb"));
    fill(&mut found.config, named.map(|(key, _, value)| (key.as_str(), value.get("value").unwrap_or(value))));
}

fn metadata(root: &Json, found: &mut Found) {
    let text = |key: &str| root.get(key).and_then(Json::text);
    let start = text("startedAt").and_then(day::moment);
    let seconds = start.and_then(|m| m.parse::<jiff::Timestamp>().ok()).map(|t| t.as_second());
    found.started = found.started.or(seconds);
    let device =
        root.get("gpu_nvidia").or_else(|| root.get("gpu_devices")).and_then(|d| d.items().first()?.get("name")?.text());
    found.accelerator = found.accelerator.take().or_else(|| text("gpu").or(device).map(shown));
    found.per_machine = found.per_machine.or_else(|| root.get("gpu_count").and_then(Json::count).filter(|n| *n > 0));
    for (key, _, value) in root.get("slurm").map_or(&[][..], Json::entries).iter().take(256) {
        if let Some(value) = value.scalar() {
            found.slurm.entry(key.clone()).or_insert_with(|| value.to_owned());
        }
    }
    let people = ["args", "host", "username", "email", "root", "executable", "program", "codePathLocal"];
    found.personal |= people.iter().any(|k| root.get(k).is_some_and(|v| v.text().is_some() || !v.items().is_empty()));
}
