//! `model-index` and `co2_eq_emissions` in the front matter of a model's card.
//!
//! Scores on the scale of a leaderboard (38.61) and shares (0.7421) stand side by side, so none has a scale. Emissions are
//! grams of CO2, which are no energy.

use gpai_rules::fact::Value;
use gpai_rules::finding::{Finding, Severity};
use gpai_rules::names::CARD_CO2_EQ_EMISSIONS;
use gpai_rules::rows::EvaluatedOn;

use super::front;
use super::json::Json;
use super::names::{self, shown};
use super::sheet::Sheet;
use crate::files::Entry;
use crate::reader::{Rank, Reader, cards, is_card};
use crate::run::Run;
use crate::text::Text;

/// The reader.
pub const READER: Reader = Reader { name: NAME, rank: Rank::Logs, sample: "README.md", wants: is_card, read };
const NAME: &str = "model-index";

fn read(run: &mut Run<'_>, entries: &[Entry]) {
    for entry in cards(entries) {
        let Some((text, root)) = front::read(run, entry) else { continue };
        if let Some(co2) = root.get("co2_eq_emissions") {
            emissions(run, &text, co2, root.key_at("co2_eq_emissions").unwrap_or(co2.at));
        }
        if let Some(index) = root.get("model-index").filter(|i| !i.items().is_empty()) {
            results(run, &text, index);
        }
    }
}

fn results(run: &mut Run<'_>, text: &Text, index: &Json) {
    let mut sheet = Sheet::new(NAME, &text.file);
    sheet.log.place = text.place(index.at);
    for model in index.items() {
        let name = model.get("name").and_then(Json::text).map(shown);
        for result in model.get("results").map_or(&[][..], Json::items) {
            result_of(&mut sheet, text, name.as_deref(), result);
        }
    }
    sheet.finish(run, NAME);
}

fn result_of(sheet: &mut Sheet, text: &Text, model: Option<&str>, result: &Json) {
    let place = text.place(result.at);
    let dataset = |key: &str| result.path(&["dataset", key]).and_then(Json::scalar);
    let (Some(id), Some(name)) = (dataset("type"), dataset("name")) else {
        let missing = if result.get("dataset").is_none() { "`dataset`" } else { "`dataset.type` or `dataset.name`" };
        let finding = Finding::new("unreadable-part", Severity::Warning).with("what", "a result of the model index");
        return sheet.find(finding.with("why", format!("{missing} is missing")).place(place));
    };
    let source = |key: &str| result.path(&["source", key]).and_then(Json::text);
    for metric in result.get("metrics").map_or(&[][..], Json::items) {
        let Some(value) = metric.get("value") else { continue };
        let at = text.place(metric.at);
        let kind = metric.get("type").and_then(Json::scalar).unwrap_or_default();
        let Some((value, stderr, as_written)) = sheet.score(value, &format!("{name} {kind}"), &at) else { continue };
        let argument = |key: &str| {
            ["dataset", "metric"].iter().find_map(|of| match *of {
                "dataset" => result.path(&["dataset", "args", key]),
                _ => metric.path(&["args", key]),
            })
        };
        let shots = ["num_few_shot", "num_fewshot", "n_shot", "num_shots"].iter().find_map(|k| argument(k)?.count());
        let mut row = sheet.row(at);
        row.metric = Some(shown(kind)).filter(|k| !k.is_empty());
        row.value = value;
        row.stderr = stderr;
        row.as_written = as_written;
        row.shots = shots;
        row.model = model.map(str::to_owned);
        row.dataset = Some(EvaluatedOn {
            id: names::dataset(id).unwrap_or_else(|| shown(name)),
            name: Some(shown(name)),
            subset: dataset("config").map(shown),
            split: dataset("split").map(shown),
            revision: dataset("revision").map(shown),
        });
        // What is written beside the metric tells two measurements of one thing apart.
        row.notes = metric.get("name").and_then(Json::text).map(shown);
        row.url = source("url").map(shown);
        row.by = source("name").map(shown);
        let token = metric.get("verifyToken").or_else(|| result.get("verifyToken"));
        row.token = token.is_some_and(|t| !t.is_null());
        row.caveat("eval-scale-unknown");
        sheet.push(row);
    }
}

/// A number of grams, or an object around it; kept word for word.
fn emissions(run: &mut Run<'_>, text: &Text, co2: &Json, at: usize) {
    let field = |key: &str| co2.get(key).and_then(Json::scalar);
    let grams = co2.scalar().or_else(|| field("emissions"));
    let rest = ["source", "training_type", "geographical_location", "hardware_used"].iter().filter_map(|k| field(k));
    let parts: Vec<String> = grams.map(|g| format!("{g} g")).into_iter().chain(rest.map(shown)).collect();
    if parts.is_empty() {
        return;
    }
    run.claim(CARD_CO2_EQ_EMISSIONS, Value::Text(parts.join("; ")), text.source(at));
    run.find(Finding::new("co2-is-not-energy", Severity::Info).place(text.place(at)));
}
