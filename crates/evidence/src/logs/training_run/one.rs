//! One run of the record: its fields, each read within bounds; what is not there is not known.

use gpai_rules::fact::Source;
use gpai_rules::finding::Place;
use gpai_rules::number::Number;
use gpai_rules::rows::Hardware;

use super::counted::Shape;
use crate::logs::json::Json;
use crate::logs::names::{dataset, model, shown};
use crate::logs::{day, score};
use crate::text::Text;

/// Devices, data sets and measurements of energy that are taken of one run.
const LISTED: usize = 256;

/// What a run began from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Weights that were drawn by chance.
    Scratch,
    /// Weights of another model, named or not.
    Base,
    /// Nobody says.
    Unknown,
}

/// The energy that one rank measured.
#[derive(Clone, Debug, Default)]
pub struct Energy {
    /// Which rank.
    pub rank: u64,
    /// By what.
    pub tool: String,
    /// Its version.
    pub version: Option<String>,
    /// `machine` or `process`.
    pub mode: Option<String>,
    /// In all, and by parts.
    pub kwh: Option<String>,
    /// Processors.
    pub cpu: Option<String>,
    /// Accelerators.
    pub gpu: Option<String>,
    /// Memory.
    pub ram: Option<String>,
}

/// A data set of a run.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// Its name on the Hub.
    pub name: Option<String>,
    /// By which its content is told.
    pub fingerprint: Option<String>,
    /// Examples.
    pub examples: Option<String>,
}

/// A run.
#[derive(Clone, Debug)]
pub struct One {
    /// Its id.
    pub id: String,
    /// The run that it continues.
    pub continues: Option<String>,
    /// Library, and its version.
    pub tool: String,
    /// The version.
    pub tool_version: Option<String>,
    /// `running`, `finished`, `failed`.
    pub state: String,
    /// Whether nothing says that it ended by itself.
    pub open: bool,
    /// Start and end, in UTC.
    pub started: Option<String>,
    /// The end.
    pub ended: Option<String>,
    /// Whole seconds.
    pub seconds: Option<u64>,
    /// Steps that were done before, and the last one.
    pub first: u64,
    /// The last.
    pub last: u64,
    /// The accelerator, and how many.
    pub device: Option<String>,
    /// How many.
    pub devices: Option<u64>,
    /// Parameters, and those that were trained.
    pub parameters: Option<Number>,
    /// Those that were trained.
    pub trained: Option<Number>,
    /// Positions that went through the model, padding among them.
    pub processed: Option<Number>,
    /// Tokens as the trainer counted them.
    pub counted: Option<Number>,
    /// Compute as the trainer counted it.
    pub trainer: Option<Number>,
    /// Compute as the trainer counted it in steps before the first.
    pub before: Option<Number>,
    /// Compute by the shape of the model.
    pub shape: Option<Shape>,
    /// What it began from.
    pub start: Start,
    /// The base, where it has a name that may be repeated.
    pub base: Option<String>,
    /// Its revision.
    pub revision: Option<String>,
    /// Whether only matrices beside the base's were trained.
    pub adapter: bool,
    /// `full`, `adapter`, `partial`.
    pub method: Option<String>,
    /// Energy by rank.
    pub energy: Vec<Energy>,
    /// Data sets.
    pub data: Vec<Data>,
    /// Where it stands.
    pub source: Source,
    /// The same as a place.
    pub place: Place,
}

impl One {
    /// Its steps for people.
    pub fn steps(&self) -> String {
        format!("steps {} to {}", self.first, self.last)
    }

    /// What it gave, for the list of what was looked at.
    pub fn told(&self) -> String {
        let flop = self.shape.as_ref().map(|s| format!(", {} FLOP in matrices", s.matrices().significant(4)));
        let flop =
            flop.or_else(|| self.trainer.as_ref().map(|n| format!(", {} FLOP by the trainer", n.significant(4))));
        format!("{} {}, {}{}", shown(&self.tool), shown(&self.state), self.steps(), flop.unwrap_or_default())
    }

    /// What it ran on; hours of one accelerator, where its time and their number are known.
    pub fn hardware(&self) -> Option<Hardware> {
        let accelerator = self.device.clone()?;
        let spent = self.seconds.zip(self.devices).and_then(|(s, n)| s.checked_mul(n));
        let hours = spent.and_then(|s| Some(Number::from_u128(s.checked_mul(1_000)?.checked_div(3_600)?.into())));
        let thousandth = Number::parse("0.001").ok();
        let hours = hours.zip(thousandth).map(|(n, t)| score::plain(&n.times(&t).to_string()));
        Some(Hardware { accelerator: Some(accelerator), hours: hours.map(|h| (h.clone(), h)), ..Hardware::default() })
    }
}

/// An amount: a decimal, as a text or a number.
fn amount(json: Option<&Json>) -> Option<Number> {
    let text = json?.scalar()?;
    score::is_decimal(text).then(|| Number::parse(text).ok())?
}

fn text(json: Option<&Json>) -> Option<String> {
    json?.text().map(shown)
}

/// An amount as it is written.
fn written(json: Option<&Json>) -> Option<String> {
    amount(json).map(|n| score::plain(&n.to_string()))
}

/// Reads one; nothing without an id and steps.
pub fn read(source: &Text, json: &Json, rank: u64) -> Option<One> {
    let at = |keys: &[&str]| json.path(keys);
    let id = text(at(&["id"]))?;
    let (first, last) = (at(&["steps", "first"])?.count()?, at(&["steps", "last"])?.count()?);
    let devices = at(&["devices"]).map(Json::items).unwrap_or_default();
    let kinds: Vec<&Json> = devices.iter().take(LISTED).filter(|d| d.get("name").is_some()).collect();
    // Hours of different accelerators are no hours of one of them.
    let device = if kinds.len() == 1 { kinds.first().and_then(|d| text(d.get("name"))) } else { None };
    let start = match at(&["start"]).and_then(Json::text) {
        Some("scratch") => Start::Scratch,
        Some("base") => Start::Base,
        _ => Start::Unknown,
    };
    let state = text(at(&["state"])).unwrap_or_default();
    let method = text(at(&["method"]));
    Some(One {
        id,
        continues: text(at(&["continues"])),
        tool: text(at(&["tool"])).unwrap_or_default(),
        tool_version: text(at(&["tool_version"])),
        open: state != "finished" && rank == 0,
        state,
        started: at(&["started"]).and_then(Json::text).and_then(day::moment),
        ended: at(&["ended"]).and_then(Json::text).and_then(day::moment),
        seconds: at(&["seconds"]).and_then(Json::scalar).and_then(whole),
        first,
        last: last.max(first),
        devices: kinds.first().filter(|_| kinds.len() == 1).and_then(|d| d.get("count")?.count()),
        device,
        parameters: amount(at(&["parameters", "all"])),
        trained: amount(at(&["parameters", "trained"])),
        processed: amount(at(&["tokens", "processed"])),
        counted: amount(at(&["tokens", "counted"])),
        trainer: amount(at(&["flop", "trainer"])),
        before: amount(at(&["flop", "before"])),
        shape: shape(at(&["flop", "shape"])),
        start,
        // What is shortened to be shown is a place on somebody's disk, and no model that others could find.
        base: at(&["base", "name"]).and_then(Json::text).filter(|t| model(t).as_deref() == Some(*t)).map(str::to_owned),
        revision: text(at(&["base", "revision"])),
        adapter: method.as_deref() == Some("adapter"),
        method,
        energy: at(&["energy"]).map(Json::items).unwrap_or_default().iter().take(LISTED).map(energy).collect(),
        data: at(&["datasets"]).map(Json::items).unwrap_or_default().iter().take(LISTED).map(data).collect(),
        source: source.source(json.at),
        place: source.place(json.at),
    })
}

/// The whole seconds of `12.75`.
fn whole(text: &str) -> Option<u64> {
    text.split('.').next().filter(|w| w.len() <= 12)?.parse().ok()
}

fn shape(json: Option<&Json>) -> Option<Shape> {
    let json = json?;
    let zero = || Number::from_u128(0);
    let part = |key: &str| amount(json.get(key)).unwrap_or_else(zero);
    Some(Shape {
        layers: amount(json.get("layers"))?,
        attention: part("attention"),
        attention_at_most: part("attention_at_most"),
        recomputed: part("recomputed"),
        without_update: part("without_update"),
        of_config: json.get("by").and_then(Json::text) == Some("config"),
    })
}

fn energy(json: &Json) -> Energy {
    Energy {
        rank: json.get("rank").and_then(Json::count).unwrap_or(0),
        tool: text(json.get("tool")).unwrap_or_default(),
        version: text(json.get("tool_version")),
        mode: text(json.get("mode")).filter(|m| m == "machine" || m == "process"),
        kwh: written(json.get("kwh")),
        cpu: written(json.get("cpu")),
        gpu: written(json.get("gpu")),
        ram: written(json.get("ram")),
    }
}

fn data(json: &Json) -> Data {
    Data {
        name: json.get("name").and_then(Json::text).and_then(dataset),
        fingerprint: text(json.get("fingerprint")),
        examples: json.get("examples").and_then(Json::count).map(|n| n.to_string()),
    }
}
