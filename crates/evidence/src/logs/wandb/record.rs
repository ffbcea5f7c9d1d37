//! What the records of a `.wandb` file say: version, run, settings, last values, the machine, the end. Person, host, arguments and
//! serial numbers are seen and not kept.

use std::collections::BTreeMap;

use super::power::Power;
use super::values::{KEYS, Values};
use super::wire::{Value, field, fields, text};

/// What was found in a file, or in the files beside it.
#[derive(Default)]
pub struct Found {
    /// Version of the tool.
    pub version: Option<String>,
    /// Id of the run.
    pub id: Option<String>,
    /// Project.
    pub project: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// Start, in seconds since 1970.
    pub started: Option<i64>,
    /// Settings.
    pub config: Values,
    /// Last values.
    pub summary: Values,
    /// Rows of history.
    pub history: u64,
    /// The last value of each key of the history, as its text.
    pub last: BTreeMap<String, String>,
    /// The accelerator.
    pub accelerator: Option<String>,
    /// How many of them the machine has.
    pub per_machine: Option<u64>,
    /// Settings of the scheduler.
    pub slurm: BTreeMap<String, String>,
    /// How it ended.
    pub exit: Option<i64>,
    /// Whether it names a person, a host, or has arguments.
    pub personal: bool,
    /// Sampled power.
    pub power: Power,
}

impl Found {
    /// Takes in one record.
    pub fn record(&mut self, bytes: &[u8]) {
        for (number, value) in fields(bytes) {
            let message = value.bytes();
            match number {
                21 => self.producer(message),
                17 => self.run(message),
                5 => updates(&mut self.config, message),
                3 => updates(&mut self.summary, message),
                2 => self.row(message),
                26 => self.environment(message),
                7 => self.stats(message),
                18 => {
                    // An int32 that is below zero is written as ten bytes.
                    let code = field(message, 1).and_then(Value::number).unwrap_or(0);
                    self.exit = Some(i64::from_le_bytes(code.to_le_bytes()));
                }
                _ => {}
            }
        }
    }

    fn producer(&mut self, message: &[u8]) {
        let version = field(message, 1).and_then(|v| text(v.bytes(), 1));
        self.version = self.version.take().or_else(|| version.map(version_of));
    }

    fn run(&mut self, message: &[u8]) {
        let word = |n: u64| text(message, n).map(crate::logs::names::shown);
        self.id = word(1).or_else(|| self.id.take());
        self.project = word(3).or_else(|| self.project.take());
        self.name = word(8).or_else(|| self.name.take());
        self.personal |= text(message, 2).is_some() || text(message, 13).is_some();
        for (number, value) in fields(message) {
            match number {
                4 => {
                    self.version_in(value.bytes());
                    updates(&mut self.config, value.bytes());
                }
                5 => updates(&mut self.summary, value.bytes()),
                17 => {
                    let seconds = field(value.bytes(), 1).and_then(Value::number);
                    self.started = seconds.and_then(|s| i64::try_from(s).ok()).or(self.started);
                }
                // Telemetry: the version of the client.
                19 => self.version = self.version.take().or_else(|| text(value.bytes(), 5).map(version_of)),
                _ => {}
            }
        }
    }

    /// `_wandb.cli_version` among the settings.
    fn version_in(&mut self, message: &[u8]) {
        let items = fields(message).filter(|(n, _)| *n == 1).map(|(_, v)| v.bytes());
        for item in items.filter(|i| text(i, 1) == Some("_wandb")) {
            let parsed = text(item, 16).map(crate::logs::json::whole);
            let version = parsed.as_ref().and_then(|p| p.root.get("cli_version")?.text());
            self.version = self.version.take().or_else(|| version.map(version_of));
        }
    }

    fn row(&mut self, message: &[u8]) {
        self.history = self.history.saturating_add(1);
        for item in fields(message).filter(|(n, _)| *n == 1).map(|(_, v)| v.bytes()) {
            if let (Some(path), Some(value)) = (path(item), text(item, 16))
                && value.len() <= 64
                && (self.last.len() < KEYS || self.last.contains_key(&path))
            {
                self.last.insert(path, value.to_owned());
            }
        }
    }

    fn environment(&mut self, message: &[u8]) {
        for (number, value) in fields(message) {
            match number {
                18 => {
                    self.accelerator = value.text().map(crate::logs::names::shown).or_else(|| self.accelerator.take())
                }
                19 => self.per_machine = value.number().filter(|n| *n > 0).or(self.per_machine),
                24 if self.accelerator.is_none() => {
                    self.accelerator = text(value.bytes(), 1).map(crate::logs::names::shown);
                }
                27 if self.slurm.len() < 256 => {
                    if let (Some(key), Some(value)) = (text(value.bytes(), 1), text(value.bytes(), 2)) {
                        self.slurm.insert(key.to_owned(), value.to_owned());
                    }
                }
                5 | 6 | 10..=14 => self.personal |= !value.bytes().is_empty(),
                _ => {}
            }
        }
    }

    fn stats(&mut self, message: &[u8]) {
        let stamp = field(message, 2).map(Value::bytes).unwrap_or_default();
        let part = |n: u64| field(stamp, n).and_then(Value::number).and_then(|v| i64::try_from(v).ok()).unwrap_or(0);
        let at = part(1).saturating_mul(1_000).saturating_add(part(2) / 1_000_000);
        for item in fields(message).filter(|(n, _)| *n == 3).map(|(_, v)| v.bytes()) {
            if let (Some(key), Some(value)) = (text(item, 1), text(item, 16)) {
                self.power.sample(key, value, at);
            }
        }
    }
}

/// `0.31.0+commit`: the version.
pub fn version_of(text: &str) -> String {
    crate::logs::names::shown(text.split('+').next().unwrap_or(text))
}

/// The path of an item: its nested key, or its key.
fn path(item: &[u8]) -> Option<String> {
    let nested: Vec<&str> = fields(item).filter(|(n, _)| *n == 2).filter_map(|(_, v)| v.text()).take(16).collect();
    let path = if nested.is_empty() { text(item, 1)?.to_owned() } else { nested.join(".") };
    (path.len() <= 200).then_some(path)
}

/// Updates (1) and removals (2) in their order: the last one wins.
fn updates(values: &mut Values, message: &[u8]) {
    for (number, value) in fields(message) {
        let item = value.bytes();
        match (number, path(item)) {
            (1, Some(path)) => {
                if let Some(value) = text(item, 16) {
                    values.set_text(&path, value);
                }
            }
            (2, Some(path)) => values.remove(&path),
            _ => {}
        }
    }
}
