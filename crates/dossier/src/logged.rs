//! What logs of other tools say for the fields of a form: lines with their source and their caveats, rows that a person may take
//! over. Nothing here is an answer.

use std::collections::BTreeSet;

use gpai_forms::prefill::{Logs, Said};
use gpai_forms::record::{Cells, Value};
use gpai_rules::finding::Place;
use gpai_rules::number::Number;
use gpai_rules::rows::{Evaluation, Logged, Rows, RunRow};

/// Rows that are offered for one field; a table of thousands helps nobody.
const OFFERED: usize = 60;
/// Columns of a bar.
const BAR: u32 = 20;

/// Everything that logs say, by the words of the forms.
pub fn said(rows: &Rows) -> Logs {
    let mut out = Logs::new();
    let mut put = |word: &'static str, said: Said| {
        if said != Said::default() {
            out.insert(word, said);
        }
    };
    put("evaluations", evaluations(rows));
    put("tested_on", tested_on(rows));
    put("datasets", datasets(rows));
    put("languages", languages(rows));
    put("models", models(rows));
    put("time", time(rows));
    put("compute", compute(rows));
    put("energy", energy(rows));
    put("energy_method", energy_method(rows));
    out
}

fn at(place: &Place) -> String {
    place.line.map_or_else(|| place.file.clone(), |line| format!("{}:{line}", place.file))
}

fn caveats(codes: &[String]) -> String {
    if codes.is_empty() { String::new() } else { format!(" [{}]", codes.join(", ")) }
}

fn lines(list: impl IntoIterator<Item = String>) -> Said {
    let mut lines: Vec<String> = list.into_iter().collect();
    let rest = lines.len().saturating_sub(OFFERED);
    lines.truncate(OFFERED);
    if rest > 0 {
        lines.push(format!("… {rest} more: gpai sources"));
    }
    Said { lines, rows: Vec::new() }
}

/// Whether a score may be offered for a document: of this model, of a run that finished.
fn is_offered(row: &Evaluation) -> bool {
    !row.has("eval-other-model") && !row.has("eval-not-finished")
}

/// `100 of 1319`, with what is not known as `?`.
fn counted(row: &Evaluation) -> String {
    let n = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
    format!("n {} of {}", n(row.n), n(row.of))
}

/// A share as a bar; nothing for a score that is none, or whose scale is not known.
pub fn bar(value: &str) -> Option<String> {
    let share = Number::parse(value).ok().filter(|n| *n <= Number::from_u128(1))?;
    let filled = (1..=BAR).filter(|step| Number::from_u128((*step).into()) <= share.times_u(BAR)).count();
    Some(format!("{}{}", "█".repeat(filled), "░".repeat((BAR as usize).saturating_sub(filled))))
}

fn evaluations(rows: &Rows) -> Said {
    let mut list: Vec<&Evaluation> = rows.evaluations.iter().filter(|r| is_offered(r)).collect();
    // Whole runs first, those of a part last; what names no number of documents is shown and not offered.
    list.sort_by_key(|r| (r.has("eval-partial"), r.n.is_none()));
    let mut out = lines(list.iter().map(|row| {
        let drawn =
            bar(&row.value).filter(|_| !row.has("eval-scale-unknown")).map_or(String::new(), |b| format!("{b} "));
        format!(
            "{drawn}{}: {}, {} ({}, {}){}",
            row.title(),
            result(row),
            counted(row),
            row.by_tool(),
            at(&row.place),
            caveats(&row.caveats)
        )
    }));
    let offered = list.iter().filter(|r| r.n.is_some() && !r.group).take(OFFERED);
    out.rows = offered.map(|row| cells(row)).collect();
    out
}

fn result(row: &Evaluation) -> String {
    row.stderr.as_ref().map_or_else(|| row.value.clone(), |error| format!("{} ± {error}", row.value))
}

/// A row of the model report. No sample is attached until somebody attaches it.
fn cells(row: &Evaluation) -> Cells {
    let set = row.dataset.as_ref().map_or(String::new(), |d| {
        let parts: Vec<&str> =
            [Some(&d.id), d.subset.as_ref(), d.split.as_ref()].into_iter().flatten().map(String::as_str).collect();
        format!(" ({})", parts.join(", "))
    });
    let mut method = vec![row.by_tool(), counted(row)];
    method.extend(row.shots.map(|n| format!("{n} shots")));
    method.extend(row.epochs.filter(|n| *n > 1).map(|n| format!("{n} epochs")));
    method.extend(row.judge.as_ref().map(|j| format!("graded by {j}")));
    method.extend(row.date.clone());
    method.push(at(&row.place));
    if row.has("eval-partial") {
        method.push("a part of the set".to_owned());
    }
    if row.has("eval-errors-left-out") {
        method.push("failed samples are not in the score".to_owned());
    }
    let text = |key: &str, text: String| (key.to_owned(), Value::Text(text));
    Cells::from([
        text("evaluation", format!("{}{set}", row.title())),
        text("method", method.join("; ")),
        text("result", result(row)),
        ("samples".to_owned(), Value::Number("0".to_owned())),
    ])
}

/// Sets that the model was evaluated on, with how much of them there is; a person decides which are testing data.
fn tested_on(rows: &Rows) -> Said {
    let sets: BTreeSet<String> = rows
        .evaluations
        .iter()
        .filter(|r| is_offered(r) && !r.group)
        .filter_map(|row| {
            let set = row.dataset.as_ref()?;
            let split = set.split.as_ref().map_or(String::new(), |s| format!(", {s}"));
            let of = row.of?;
            Some(format!("evaluated on {}{split}: {of} documents ({}, {})", set.id, row.by_tool(), row.place.file))
        })
        .collect();
    lines(sets)
}

fn datasets(rows: &Rows) -> Said {
    let mut list = Vec::new();
    for set in &rows.datasets {
        let name = set.name.as_deref().unwrap_or("a data set");
        let place = format!("({}){}", at(&set.place), caveats(&set.caveats));
        if let Some(examples) = &set.training_examples {
            let bytes = set.training_bytes.as_ref().map_or(String::new(), |b| format!(", {b} bytes"));
            list.push(format!("{name}: {examples} examples in its training splits{bytes}; not tokens {place}"));
        }
        for (of, size) in &set.sizes {
            list.push(format!("{name}, {of}: {size}, as written {place}"));
        }
    }
    lines(list)
}

fn languages(rows: &Rows) -> Said {
    let with = rows.datasets.iter().filter(|d| !d.languages.is_empty());
    lines(with.map(|d| {
        format!("{}: {} ({})", d.name.as_deref().unwrap_or("a data set"), d.languages.join(", "), at(&d.place))
    }))
}

fn models(rows: &Rows) -> Said {
    let named: BTreeSet<String> = rows
        .logs
        .iter()
        .filter_map(|l| {
            let base = l.base.as_ref().map_or(String::new(), |b| format!(", an adapter on {b}"));
            Some(format!("{} recorded {}{base} ({})", l.tool, l.model.as_ref()?, l.place.file))
        })
        .collect();
    lines(named)
}

/// A run as people call it.
fn named(run: &RunRow) -> String {
    match run.tool.as_str() {
        "wandb" => format!("W&B run {}", run.id),
        tool => format!("run {} of {tool}", run.id),
    }
}

fn time(rows: &Rows) -> Said {
    lines(rows.runs.iter().filter_map(|run| {
        let days = run.days.as_ref().map(|d| format!("{d} days by the clock"));
        let hours = run.hardware.as_ref().and_then(|h| {
            let (low, high) = h.hours.as_ref()?;
            let device = h.accelerator.as_deref().unwrap_or("accelerators");
            let several = h.machines.is_some() && low != high;
            Some(if several {
                format!("{low} to {high} hours of {device}")
            } else {
                format!("at least {low} hours of {device}")
            })
        });
        let parts: Vec<String> = [days, hours].into_iter().flatten().collect();
        (!parts.is_empty())
            .then(|| format!("{}: {} ({}){}", named(run), parts.join(", "), at(&run.place), caveats(&run.caveats)))
    }))
}

/// Tokens, utilisation and steps of runs, for who estimates compute.
fn compute(rows: &Rows) -> Said {
    lines(rows.runs.iter().flat_map(|run| {
        let last = |path: &str| path.rsplit(['.', '/']).next().unwrap_or(path).to_lowercase();
        let wanted = ["total_tokens", "num_input_tokens_seen", "tokens_seen", "consumed_tokens", "num_tokens", "mfu"];
        let counted = ["tokens.counted", "tokens.processed", "flop.shape", "flop.trainer"];
        let is_wanted = |path: &str| wanted.contains(&last(path).as_str()) || counted.contains(&path);
        let of = run.summary.iter().filter(|(path, _)| is_wanted(path));
        let mut out: Vec<String> = of
            .filter_map(|(path, value)| match value {
                Logged::Number(n) => Some(format!("{}: {path} {n} ({})", named(run), at(&run.place))),
                _ => None,
            })
            .collect();
        out.extend(steps(run));
        out
    }))
}

/// Steps times batch times sequence, where the settings hold all three.
fn steps(run: &RunRow) -> Option<String> {
    let number = |names: &[&str]| {
        names.iter().find_map(|n| match run.config.get(*n) {
            Some(Logged::Number(text)) => Number::parse(text).ok(),
            _ => None,
        })
    };
    let steps = number(&["max_steps", "train_iters", "total_steps"])?;
    let batch = number(&["global_batch_size", "global_train_batch_size"])?;
    let length = number(&["seq_len", "seq_length", "max_seq_len", "sequence_length"])?;
    let tokens = steps.times(&batch).times(&length);
    Some(format!("{}: steps × batch × sequence = {tokens} tokens planned ({})", named(run), at(&run.place)))
}

fn energy(rows: &Rows) -> Said {
    let mut list = Vec::new();
    if let (Some(total), Some(first)) = (&rows.energy_total, rows.energy.first()) {
        let amount = match (&total.high, total.point()) {
            (_, Some(point)) => format!("{point} kWh"),
            (Some(high), None) => format!("{} kWh to {high} kWh", total.low),
            (None, None) => format!("at least {} kWh", total.low),
        };
        let more = if rows.energy.len() > 1 { format!(" and {} more", rows.energy.len() - 1) } else { String::new() };
        let ask = if total.point().is_none() && total.machines.is_none() {
            "; say how many machines: energy.machines"
        } else {
            ""
        };
        list.push(format!("{amount}, {} runs, estimated ({}{more}){ask}", total.runs, at(&first.place)));
        list.push("whether this was training is for a person to say: energy.covers".to_owned());
    }
    let sampled = rows.runs.iter().filter_map(|r| Some((r, r.sampled_kwh.as_ref()?)));
    list.extend(
        sampled.map(|(run, kwh)| format!("{}: {kwh} kWh of its accelerators alone ({})", named(run), at(&run.place))),
    );
    lines(list)
}

fn energy_method(rows: &Rows) -> Said {
    let total = rows.energy_total.as_ref();
    lines(total.map(|total| gpai_evidence::energy_method(&rows.energy, total)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use gpai_rules::rows::{EnergyRun, EnergyTotal, EvaluatedOn};

    use super::*;

    fn row(task: &str, value: &str, caveats: &[&str]) -> Evaluation {
        let mut row = Evaluation {
            task: Some(task.into()),
            value: value.into(),
            n: Some(10),
            of: Some(40),
            tool: "lm_eval".into(),
            dataset: Some(EvaluatedOn { id: "org/set".into(), ..EvaluatedOn::default() }),
            place: Place::at("a.json", 3, 1),
            ..Evaluation::default()
        };
        caveats.iter().for_each(|c| row.caveat(c));
        row
    }

    #[test]
    fn whole_runs_come_first_and_others_are_not_offered() {
        let rows = Rows {
            evaluations: vec![
                row("part", "0.25", &["eval-partial"]),
                row("other", "0.5", &["eval-other-model"]),
                row("cut", "0.5", &["eval-not-finished"]),
                row("whole", "0.75", &[]),
            ],
            ..Rows::default()
        };
        let said = &said(&rows)["evaluations"];
        assert_eq!(said.rows.len(), 2);
        assert_eq!(said.rows[0]["evaluation"], Value::Text("whole (org/set)".into()));
        assert!(
            matches!(&said.rows[1]["method"], Value::Text(t) if t.contains("a part of the set") && t.contains("a.json:3"))
        );
        assert_eq!(said.rows[0]["samples"], Value::Number("0".into()));
        assert!(said.lines[1].ends_with("[eval-partial]"), "{:?}", said.lines);
        assert_eq!(bar("0.5").map(|b| b.matches('█').count()), Some(10));
        assert_eq!((bar("74.2"), bar("-1")), (None, None));
    }

    #[test]
    fn energy_is_a_hint_with_what_is_open() {
        let rows = Rows {
            energy: vec![EnergyRun { id: "a".into(), tool: "codecarbon".into(), ..EnergyRun::default() }],
            energy_total: Some(EnergyTotal {
                low: "1".into(),
                high: Some("2".into()),
                runs: 2,
                side_by_side: 2,
                machines: None,
            }),
            ..Rows::default()
        };
        let said = said(&rows);
        assert!(
            said["energy"].lines[0].contains("1 kWh to 2 kWh") && said["energy"].lines[0].contains("energy.machines")
        );
        assert!(said["energy_method"].lines[0].split_whitespace().count() <= 100);
    }
}
