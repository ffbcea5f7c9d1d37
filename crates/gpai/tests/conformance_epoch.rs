//! Training compute against the table of Epoch AI (`../shared/cases/models/epoch-table.csv`, CC BY 4.0): each language model
//! for which parameters and tokens are stated becomes a model card with what the row states, never with the row's compute.
//! Compiled only with `--features conformance`; see tests/conformance.rs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use gpai_evidence::compute::{Method, Of};
use gpai_evidence::files::Memory;
use gpai_evidence::{About, Found, read_as};
use gpai_rules::law::Law;

type Row = BTreeMap<String, String>;

/// Share of the rows that must agree, in percent.
const AT_LEAST: usize = 85;

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/models/epoch-table.csv");
    assert!(path.is_file(), "these tests need ../shared/cases/models/epoch-table.csv");
    csv::Reader::from_path(path).unwrap().deserialize().map(|r| r.unwrap()).collect()
}

fn number(row: &Row, key: &str) -> Option<f64> {
    row[key].parse().ok()
}

/// Language models whose tokens and parameters are stated. Images, proteins and words are no tokens.
fn states_both(row: &Row) -> bool {
    let other = ["Vision", "Image", "Speech", "Audio", "Video", "Biology"];
    row["domain"].contains("Language")
        && !other.iter().any(|d| row["domain"].contains(d))
        && !row["dataset_notes"].starts_with("[WORDS]")
        && ["params", "tokens_or_datapoints"].iter().all(|k| number(row, k).is_some_and(|n| n > 0.0))
        && !compute(row).is_empty()
}

/// Epoch's figures: the training, and where the model has a base, the modification; the row does not say which of the two
/// its tokens belong to.
fn compute(row: &Row) -> Vec<f64> {
    let figures = ["training_compute_flop", "finetune_compute_flop"];
    match (row["base_model"].is_empty(), number(row, figures[0]), number(row, figures[1])) {
        (true, Some(training), _) => vec![training],
        (false, Some(training), Some(modification)) => vec![training, modification],
        _ => Vec::new(),
    }
}

/// The row as a model card.
fn card(row: &Row) -> String {
    let mut card = format!("# {}\n\n{}\n\n", row["model"].replace('\n', " "), row["params_notes"]);
    let whole = |n: f64| format!("{n:.0}");
    let _ = writeln!(card, "| | |\n|---|---|\n| Parameters | {} |", whole(number(row, "params").unwrap()));
    // Epochs below one say which share of a data set was seen, which the tokens count already.
    let epochs = number(row, "epochs").filter(|e| *e > 1.0).unwrap_or(1.0);
    let tokens = number(row, "tokens_or_datapoints").unwrap() * epochs;
    let _ = writeln!(card, "| Training tokens | {} |\n", whole(tokens));
    if let (Some(count), Some(hours)) = (number(row, "hardware_quantity"), number(row, "training_hours")) {
        let device = row["hardware"].split(',').next().unwrap();
        let mfu = number(row, "mfu").map(|m| format!(" with {:.0}% MFU", m * 100.0)).unwrap_or_default();
        let _ = writeln!(card, "It was trained on {count:.0} {device} GPUs for {hours:.0} hours{mfu}.");
    }
    card
}

/// The methods' best values.
fn bests(found: &Found) -> Vec<(Method, f64)> {
    let used = found.estimates.iter().filter(|e| e.of == Of::Training);
    used.filter_map(|e| Some((e.method, e.value.best.as_ref()?.to_string().parse().ok()?))).collect()
}

#[test]
fn compute_agrees_with_epoch() {
    let law = Law::book().unwrap();
    let (mut agree, mut all, mut refused) = (0, 0, 0);
    for row in rows().iter().filter(|r| states_both(r)) {
        let files = Memory::new().with("README.md", card(row));
        let about = About { name: Some(row["model"].clone()), ..About::default() };
        let found = read_as(&files, &law.licences, &about);
        let figures = compute(row);
        let bests = bests(&found);
        let close = |value: f64| figures.iter().any(|epoch| (0.7..=1.3).contains(&(value / epoch)));
        if bests.is_empty() {
            // Mostly a mixture of experts whose active parameters the row does not say: no estimate is no wrong estimate.
            refused += 1;
            let why: Vec<String> =
                found.findings.iter().flat_map(|f| f.details.iter().map(|(_, v)| v.to_string())).collect();
            println!("refused  {:42} {}", row["model"], why.join("; "));
            continue;
        }
        all += 1;
        if bests.iter().any(|(_, value)| close(*value)) {
            agree += 1;
        } else {
            let shown: Vec<String> =
                bests.iter().map(|(m, v)| format!("{} {:.2}", m.word(), v / figures[figures.len() - 1])).collect();
            println!("differs  {:42} {} | {}", row["model"], shown.join(", "), reason(row));
        }
    }
    println!("{agree} of {all} within 30 %, {refused} without an estimate");
    assert!(agree * 100 >= all * AT_LEAST, "{agree} of {all}");
    assert!(refused * 10 <= all, "{refused} of {all} refused");
}

/// What the intervals of a set of cards hold.
#[derive(Default)]
struct Coverage {
    holds: usize,
    all: usize,
    widths: Vec<f64>,
    misses: Vec<String>,
}

impl Coverage {
    fn add(&mut self, row: &Row, found: &Found) {
        let Some(gpai_rules::fact::Value::Number(within)) = found.facts.value("compute.update_flop") else { return };
        let side = |n: &gpai_rules::number::Number| n.to_string().parse::<f64>().unwrap();
        let (low, high) = (side(&within.low), side(&within.high));
        self.all += 1;
        self.widths.push(high / low.max(1.0));
        // The table's own figures are rounded to two or three digits.
        if compute(row).iter().any(|c| low * 0.99 <= *c && *c <= high * 1.01) {
            self.holds += 1;
        } else {
            let published = compute(row)[0];
            self.misses.push(format!(
                "{:42} {published:.2e} is not in {low:.2e} to {high:.2e} | {}",
                row["model"],
                reason(row)
            ));
        }
    }

    fn say(&mut self, of: &str) {
        self.widths.sort_by(f64::total_cmp);
        for miss in &self.misses {
            println!("outside  {miss}");
        }
        let median = self.widths.get(self.widths.len() / 2).copied().unwrap_or(0.0);
        println!("{of}: {} of {} intervals hold the published figure, median width {median:.2}", self.holds, self.all);
    }
}

/// An interval is a promise: it holds the published figure, from tokens, from time on accelerators, and from both.
#[test]
fn intervals_hold_what_is_published() {
    let law = Law::book().unwrap();
    let (mut tokens, mut time, mut both) = (Coverage::default(), Coverage::default(), Coverage::default());
    let own_words = ["hour", "gpu", "tpu", "util", "days", "reported", "per "];
    for row in rows().iter().filter(|r| states_both(r)) {
        // Where the row's figure is not the product of what the row states, it is no figure for this card.
        let product = 6.0 * number(row, "params").unwrap() * number(row, "tokens_or_datapoints").unwrap();
        let product = product * number(row, "epochs").unwrap_or(1.0).max(1.0);
        let same_matter = compute(row).iter().any(|c| (0.2..=5.0).contains(&(product / c)));
        let about = About { name: Some(row["model"].clone()), ..About::default() };
        let read = |card: String| read_as(&Memory::new().with("README.md", card), &law.licences, &about);
        let whole = card(row);
        let sentence = whole.lines().find(|l| l.starts_with("It was trained on")).unwrap_or_default().to_owned();
        let without = whole.replace(&sentence, "");
        if same_matter {
            tokens.add(row, &read(without.clone()));
        }
        if !sentence.is_empty() {
            both.add(row, &read(whole));
            // Time is compared where Epoch took its figure from it.
            if own_words.iter().any(|w| row["compute_notes"].to_lowercase().contains(w)) {
                time.add(row, &read(format!("# {}\n\n{sentence}\n", row["model"])));
            }
        }
    }
    tokens.say("from tokens");
    time.say("from time");
    both.say("from both");
}

/// Why a row differs, from the row itself.
fn reason(row: &Row) -> &'static str {
    let notes = format!("{} {}", row["params_notes"], row["compute_notes"]).to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| notes.contains(w));
    if says(&["moe", "mixture", "sparse", "expert", "active param", "activated"]) {
        "mixture of experts, active parameters not in the row"
    } else if says(&["hour", "gpu", "tpu", "util", "days"]) {
        "Epoch counts hardware time"
    } else if says(&["reported", "table", "per ", "authors"]) {
        "Epoch takes the developers' own figure"
    } else if number(row, "epochs").is_none() {
        "epochs not in the row"
    } else {
        "tokens or parameters of the row are others than those Epoch multiplied"
    }
}
