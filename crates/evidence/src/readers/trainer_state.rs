//! trainer_state.json, train_results.json, all_results.json: the compute that the Hugging Face Trainer recorded.
//!
//! The trainer counts 6 FLOP for each parameter without embeddings and each token that came in (`floating_point_ops`),
//! and keeps the sum when a run is resumed. A file at the root speaks for the model; of checkpoints, the last one does.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use gpai_rules::fact::Source;
use gpai_rules::finding::Place;
use gpai_rules::number::{Interval, Number};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::candidates::{Flops, Part, around};
use crate::files::Entry;
use crate::node::Node;
use crate::reader::{Rank, Reader};
use crate::run::Run;
use crate::text::{Text, shorten};

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Record, sample: "trainer_state.json", wants, read };
const NAME: &str = "trainer";
const METHOD: &str = "total_flos recorded by the trainer";

/// A state or result file of a trainer: its log has some 200 bytes a step that was logged.
const STATE: u64 = 16 << 20;
/// How many state files of checkpoints are opened.
const STATES: usize = 16;
/// Keys that are shown as they stand.
const SHOWN: [&str; 8] = [
    "global_step",
    "max_steps",
    "epoch",
    "num_train_epochs",
    "train_batch_size",
    "train_runtime",
    "train_samples",
    "num_input_tokens_seen",
];

fn wants(entry: &Entry) -> bool {
    matches!(entry.name(), "trainer_state.json" | "train_results.json" | "all_results.json")
}

/// What one file gave.
struct Recorded {
    flops: Number,
    step: u128,
    /// Samples that were seen at least: steps times the samples of one.
    steps: Option<u128>,
    at_root: bool,
    source: Source,
}

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    let mut runs: Vec<Recorded> = Vec::new();
    // The root first: where it speaks, its checkpoints are only earlier states of the same run.
    let (root, mut below): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|e| e.at_root());
    for entry in root {
        runs.extend(one(run, entry));
    }
    let silent = runs.is_empty();
    // Of many checkpoints the last ones are opened.
    below.sort_by_key(|e| (std::cmp::Reverse(step_in_path(&e.path)), e.path.clone()));
    let mut opened = 0;
    for entry in below {
        if !silent && run_of(&entry.path).is_empty() {
            run.note(&entry.path, NAME, "not opened: the folder itself holds the last state");
        } else if opened < STATES {
            opened += 1;
            runs.extend(one(run, entry));
        } else {
            if opened == STATES {
                run.limit("the number of trainer states", STATES, Place::file(&entry.path));
                opened += 1;
            }
            run.note(&entry.path, NAME, "not opened: too many states");
        }
    }
    record(run, last_of_each(runs));
}

/// The folder of a run: of `sft/checkpoint-500/trainer_state.json`, `sft`; the root is empty.
fn run_of(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (parent, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    let state = last.rsplit_once(['-', '_']).is_some_and(|(head, n)| {
        !n.is_empty()
            && n.bytes().all(|b| b.is_ascii_digit())
            && matches!(head, "checkpoint" | "ckpt" | "step" | "global_step" | "epoch")
    });
    if state { parent } else { folder }
}

/// Of the states of each run, the last.
fn last_of_each(runs: Vec<Recorded>) -> Vec<Recorded> {
    let mut by_run: BTreeMap<String, Vec<Recorded>> = BTreeMap::new();
    for one in runs {
        by_run.entry(run_of(&one.source.file).to_owned()).or_default().push(one);
    }
    let mut out = Vec::new();
    for (_, mut states) in by_run {
        let last = states.iter().map(|r| r.step).max();
        states.retain(|r| Some(r.step) == last || r.at_root);
        out.extend(states);
    }
    out
}

/// The step in `checkpoint-500/trainer_state.json`.
fn step_in_path(path: &str) -> u64 {
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    folder.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// One statement for each amount, however many files repeat it; several runs may have come one after the other.
fn record(run: &mut Run<'_>, mut runs: Vec<Recorded>) {
    runs.sort_by(|a, b| (!a.at_root, &a.source).cmp(&(!b.at_root, &b.source)));
    let mut said: Vec<(Recorded, Vec<String>)> = Vec::new();
    for one in runs {
        match said.iter_mut().find(|(first, _)| first.flops == one.flops) {
            Some((first, also)) => {
                first.steps = first.steps.max(one.steps);
                also.push(one.source.file);
            }
            None => said.push((one, Vec::new())),
        }
    }
    let folders: BTreeSet<String> = said.iter().map(|(one, _)| run_of(&one.source.file).to_owned()).collect();
    if folders.len() > 1
        && let Some(flops) = together(&said, &folders)
    {
        run.flops(flops);
        return;
    }
    for (one, also) in said {
        let method = match also.is_empty() {
            true => METHOD.to_owned(),
            false => format!("{METHOD}; also in {}", shorten(&also.join(", "))),
        };
        // The counter leaves out attention over the sequence, embeddings and recomputation, and counts padding.
        let within = around(&one.flops, 90, 110);
        let source = one.source.method(method);
        run.flops(Flops { best: one.flops, within, part: Part::Run, size: None, steps: one.steps, source });
    }
}

/// Runs in folders of their own (`sft`, `dpo`): at least the largest of them, at most all.
fn together(said: &[(Recorded, Vec<String>)], folders: &BTreeSet<String>) -> Option<Flops> {
    let largest = said.iter().map(|(one, _)| one).max_by(|a, b| a.flops.cmp(&b.flops))?;
    let best = said.iter().fold(Number::from_u128(0), |sum, (one, _)| sum.plus(&one.flops));
    let within = Interval::new(around(&largest.flops, 90, 110).low, Some(best.clone()), around(&best, 90, 110).high)?;
    let names: Vec<&str> = folders.iter().map(|f| if f.is_empty() { "." } else { f.as_str() }).collect();
    let method = format!("{METHOD}, of the runs in {}: at least the largest, at most all", shorten(&names.join(", ")));
    let steps = said.iter().filter_map(|(one, _)| one.steps).min();
    Some(Flops { best, within, part: Part::Run, size: None, steps, source: largest.source.clone().method(method) })
}

fn one(run: &mut Run<'_>, entry: &Entry) -> Option<Recorded> {
    let text = run.text(entry, STATE, NAME)?;
    let content = without_nan(&text.content);
    let state: State = match serde_json::from_str(&content) {
        Ok(state) => state,
        Err(error) => {
            let place = |n: usize| u32::try_from(n.max(1)).unwrap_or(u32::MAX);
            let full = error.to_string();
            let why = full.rsplit_once(" at line ").map_or(full.as_str(), |(why, _)| why);
            run.unreadable("the JSON", why, Place::at(&text.file, place(error.line()), place(error.column())));
            run.note(&text.file, NAME, "nothing: no valid JSON");
            return None;
        }
    };
    let shown: Vec<String> = SHOWN.iter().filter_map(|k| Some(format!("{k} {}", plain(k, state.get(k)?)?))).collect();
    let shown = if shown.is_empty() { String::new() } else { format!("; {}", shown.join(", ")) };
    let flops = state.get("total_flos").and_then(amount);
    match flops {
        Some(flops) => {
            run.note(&text.file, NAME, format!("total_flos {}{shown}", flops.significant(4)));
            let step = state.get("global_step").and_then(Node::whole).unwrap_or(0);
            let source = place_of(&text);
            let batch = state.get("train_batch_size").and_then(Node::whole).unwrap_or(1).clamp(1, 1 << 20);
            let steps = step.checked_mul(batch).filter(|n| *n > 0);
            Some(Recorded { flops, step, steps, at_root: entry.at_root(), source })
        }
        None => {
            run.note(&text.file, NAME, format!("total_flos not recorded{shown}"));
            None
        }
    }
}

/// An amount above zero; the trainer writes 0 where it could not count.
fn amount(node: &Node) -> Option<Number> {
    let number = match node {
        Node::Whole(n) => Number::from_u128(*n),
        Node::Other(text) => Number::parse(text).ok()?,
        _ => return None,
    };
    // 1e40 FLOP is more than all computers have done.
    (Number::from_u128(0) < number && number < Number::from_u128(10u128.pow(38))).then_some(number)
}

/// A value as it stands; zero tokens mean that they were not counted.
fn plain(key: &str, node: &Node) -> Option<String> {
    match node {
        Node::Whole(0) if key == "num_input_tokens_seen" => None,
        Node::Whole(n) => Some(n.to_string()),
        Node::Other(text) => Some(shorten(text)),
        _ => None,
    }
}

/// The last `total_flos` is the one of the state; the log may hold one too, and stands before.
fn place_of(text: &Text) -> Source {
    text.source(text.content.rfind("\"total_flos\"").unwrap_or(0))
}

/// The top level without the log, so that megabytes of it cost nothing.
struct State(Vec<(String, Node)>);

impl State {
    fn get(&self, key: &str) -> Option<&Node> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = State;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<State, A::Error> {
                let mut entries = Vec::new();
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    if key == "total_flos" || SHOWN.contains(&key.as_ref()) {
                        entries.push((key.into_owned(), map.next_value()?));
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(State(entries))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

/// Python writes `NaN` and `Infinity`, which are no JSON; they become `null` or an empty text of the same length.
fn without_nan(text: &str) -> Cow<'_, str> {
    if !text.contains("NaN") && !text.contains("Infinity") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Outside of strings only; a backslash hides the next sign.
    while let Some(at) = rest.find(['"', 'N', 'I', '-']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let constants = [("NaN", "\"\" "), ("-Infinity", "null     "), ("Infinity", "null    ")];
        let length = match constants.iter().find(|(name, _)| from.starts_with(name)) {
            Some((name, instead)) => {
                out.push_str(instead);
                rest = from.get(name.len()..).unwrap_or_default();
                continue;
            }
            None if from.starts_with('"') => string_length(from),
            None => 1,
        };
        let (kept, after) = from.split_at_checked(length).unwrap_or((from, ""));
        out.push_str(kept);
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The bytes of the string that a text starts with, quotes included.
fn string_length(text: &str) -> usize {
    let mut hidden = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if hidden => hidden = false,
            b'\\' => hidden = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::Found;
    use crate::files::Memory;
    use crate::probe::run;

    fn of(files: &Memory) -> (Vec<Flops>, Found) {
        let (candidates, found) = run(&READER, files);
        (candidates.flops, found)
    }

    #[test]
    fn one_amount_in_several_files_is_one_statement() {
        let state = "{\n  \"log_history\": [{\"step\": 1, \"total_flos\": 7}],\n  \"global_step\": 120,\n  \"num_input_tokens_seen\": 0,\n  \
                     \"total_flos\": 2.5e+16\n}";
        let results = r#"{"epoch": 3.0, "total_flos": 25000000000000000.0, "train_runtime": 80.2}"#;
        let files = Memory::new().with("trainer_state.json", state).with("train_results.json", results);
        let files =
            files.with("all_results.json", results).with("checkpoint-60/trainer_state.json", "{\"total_flos\": 9}");
        let (flops, found) = of(&files);
        assert_eq!(flops.len(), 1);
        assert_eq!(flops[0].best, Number::parse("2.5e16").unwrap());
        assert_eq!(
            (flops[0].within.low.to_string(), flops[0].within.high.to_string()),
            ("2.25e16".into(), "2.75e16".into())
        );
        assert_eq!((flops[0].source.file.as_str(), flops[0].source.line), ("all_results.json", Some(1)));
        assert!(flops[0].source.method.as_ref().unwrap().contains("train_results.json, trainer_state.json"));
        assert_eq!(flops[0].part, Part::Run);
        let note = found.looked_at.iter().find(|l| l.path == "trainer_state.json").unwrap();
        assert!(!note.gave.contains("tokens_seen") && note.gave.contains("global_step 120"), "{}", note.gave);
    }

    #[test]
    fn the_last_checkpoint_speaks_where_the_root_is_silent() {
        let state = |step: u32, flops: &str| format!("{{\"global_step\": {step}, \"total_flos\": {flops}}}");
        let files = Memory::new()
            .with("checkpoint-500/trainer_state.json", state(500, "1e15"))
            .with("checkpoint-1000/trainer_state.json", state(1000, "2e15"))
            .with("checkpoint-90/trainer_state.json", state(90, "3e14"));
        let (flops, _) = of(&files);
        assert_eq!(flops.iter().map(|f| f.best.to_string()).collect::<Vec<_>>(), ["2e15"]);
        let many = (1..100).fold(Memory::new(), |files, n| {
            files.with(&format!("checkpoint-{n}/trainer_state.json"), state(n, &format!("{n}e15")))
        });
        let (flops, found) = of(&many);
        assert_eq!(flops[0].best.to_string(), "9.9e16");
        assert!(found.findings.iter().any(|f| f.code == "limit-reached"));
    }

    #[test]
    fn zero_missing_and_absurd_are_not_recorded() {
        for value in ["0", "0.0", "-1.0", "null", "\"1e17\"", "NaN", "Infinity", "1e300", "[]", "true"] {
            let (flops, found) = of(&Memory::new().with("trainer_state.json", format!("{{\"total_flos\": {value}}}")));
            assert!(flops.is_empty(), "{value}");
            assert!(found.looked_at[0].gave.starts_with("total_flos not recorded"), "{value}: {:?}", found.looked_at);
        }
        assert!(of(&Memory::new().with("trainer_state.json", "{}")).0.is_empty());
    }

    #[test]
    fn the_constants_of_python_are_read_over() {
        let state = r#"{"log_history": [{"loss": NaN, "norm": -Infinity, "x": "NaN \" NaN", "y": Infinity}], "total_flos": 4e+17}"#;
        let replaced = without_nan(state);
        assert_eq!(replaced.len(), state.len());
        assert!(replaced.contains(r#""NaN \" NaN""#));
        assert_eq!(of(&Memory::new().with("trainer_state.json", state)).0.len(), 1);
    }

    #[test]
    fn a_long_log_is_stepped_over() {
        let entry = r#"{"epoch": 0.1, "grad_norm": NaN, "learning_rate": 1e-05, "loss": 1.5, "step": 10},"#;
        let log = entry.repeat(100_000);
        let state = format!("{{\"log_history\": [{}], \"total_flos\": 1.5e18}}", log.trim_end_matches(','));
        assert_eq!(of(&Memory::new().with("trainer_state.json", state.clone())).0.len(), 1);
        let before = format!("{{\"total_flos\": 1.5e18, \"log_history\": [{}]}}", log.trim_end_matches(','));
        assert_eq!(of(&Memory::new().with("trainer_state.json", before)).0.len(), 1);
    }

    #[test]
    fn broken_files_are_findings_with_their_line() {
        for (broken, line) in
            [("{\n\"total_flos\": }", 2), ("[1]", 1), ("", 1), ("{\"a\": \"", 1), (&"[".repeat(9999), 1)]
        {
            let (flops, found) = of(&Memory::new().with("train_results.json", broken));
            assert!(flops.is_empty());
            let place = &found.findings.iter().find(|f| f.code == "unreadable-part").unwrap().places[0];
            assert_eq!(place.line, Some(line), "{broken}");
        }
    }
}
