//! Rows of logs in machine form: `evaluations`, `evaluation_logs`, `runs`, `energy`, `energy_total`, `datasets`. Amounts are decimal strings with the
//! text of the file; what a file does not say is an absent key.

use std::collections::BTreeMap;

use gpai_rules::finding::Place;
use gpai_rules::rows::{DatasetRow, EnergyRun, EnergyTotal, Evaluation, EvaluationLog, Logged, Rows, RunRow};
use serde_json::{Map, Value as Json, json};

/// The keys of all rows.
pub fn json(rows: &Rows) -> Map<String, Json> {
    let mut out = Map::new();
    out.insert("evaluations".into(), rows.evaluations.iter().map(evaluation).collect());
    out.insert("evaluation_logs".into(), rows.logs.iter().map(log).collect());
    out.insert("runs".into(), rows.runs.iter().map(run).collect());
    out.insert("energy".into(), rows.energy.iter().map(energy_run).collect());
    out.insert("energy_total".into(), rows.energy_total.as_ref().map(total).unwrap_or(Json::Null));
    out.insert("datasets".into(), rows.datasets.iter().map(dataset).collect());
    out
}

/// An object without what is not known.
struct Object(Map<String, Json>);

impl Object {
    fn new() -> Self {
        Object(Map::new())
    }

    fn text(&mut self, key: &str, value: Option<&String>) -> &mut Self {
        self.value(key, value.map(|v| json!(v)))
    }

    fn count(&mut self, key: &str, value: Option<u64>) -> &mut Self {
        self.value(key, value.map(|v| json!(v)))
    }

    fn value(&mut self, key: &str, value: Option<Json>) -> &mut Self {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    fn done(&mut self) -> Json {
        Json::Object(std::mem::take(&mut self.0))
    }
}

fn place(place: &Place) -> Json {
    let mut out = Object::new();
    out.value("file", Some(json!(place.file)));
    out.value("line", place.line.map(|n| json!(n))).value("column", place.column.map(|n| json!(n))).done()
}

fn evaluation(e: &Evaluation) -> Json {
    let set = e.dataset.as_ref().map(|d| {
        let mut out = Object::new();
        out.value("id", Some(json!(d.id))).text("name", d.name.as_ref()).text("subset", d.subset.as_ref());
        out.text("split", d.split.as_ref()).text("revision", d.revision.as_ref()).done()
    });
    let mut out = Object::new();
    out.value("tool", Some(json!(e.tool))).text("tool_version", e.tool_version.as_ref());
    out.text("task", e.task.as_ref()).text("suite", e.suite.as_ref());
    out.value("group", e.group.then(|| json!(true)))
        .text("part_of", e.part_of.as_ref())
        .text("alias", e.alias.as_ref());
    out.text("metric", e.metric.as_ref()).text("filter", e.filter.as_ref());
    out.value("value", Some(json!(e.value)))
        .text("stderr", e.stderr.as_ref())
        .text("as_written", e.as_written.as_ref());
    out.count("n", e.n).value("n_by", Some(json!(e.n_by.word())));
    out.value("samples_match", e.samples_match.map(Json::from)).count("of", e.of);
    out.count("shots", e.shots).count("epochs", e.epochs);
    out.value("higher_is_better", e.higher_is_better.map(Json::from)).value("dataset", set);
    out.text("model", e.model.as_ref()).text("base", e.base.as_ref()).text("model_revision", e.model_revision.as_ref());
    out.text("judge", e.judge.as_ref()).text("status", e.status.as_ref()).text("date", e.date.as_ref());
    out.text("notes", e.notes.as_ref()).text("url", e.url.as_ref()).text("by", e.by.as_ref());
    out.value("token", e.token.then(|| json!(true)));
    out.value("caveats", Some(json!(e.caveats))).value("source", Some(place(&e.place))).done()
}

fn log(l: &EvaluationLog) -> Json {
    let matches: BTreeMap<&String, Json> = l.samples_match.iter().map(|(k, v)| (k, json!(v))).collect();
    let mut out = Object::new();
    out.value("tool", Some(json!(l.tool))).text("tool_version", l.tool_version.as_ref());
    out.text("tool_revision", l.tool_revision.as_ref()).text("model", l.model.as_ref()).text("base", l.base.as_ref());
    out.text("model_revision", l.model_revision.as_ref())
        .text("date", l.date.as_ref())
        .text("status", l.status.as_ref());
    out.value("left_out", Some(json!(l.left_out)))
        .value("samples_match", (!matches.is_empty()).then(|| json!(matches)));
    out.count("samples_done", l.samples_done).count("samples_of", l.samples_of);
    out.value("source", Some(place(&l.place))).done()
}

fn logged(values: &BTreeMap<String, Logged>) -> Json {
    Json::Object(values.iter().map(|(k, v)| (k.clone(), json!(v.text()))).collect())
}

fn run(r: &RunRow) -> Json {
    let hardware = r.hardware.as_ref().map(|h| {
        let mut out = Object::new();
        out.text("accelerator", h.accelerator.as_ref()).count("per_machine", h.per_machine);
        out.value("machines", h.machines.as_ref().map(|(n, by)| json!({ "stated": n, "by": by })));
        out.text("hours_low", h.hours.as_ref().map(|(low, _)| low));
        out.text("hours_high", h.hours.as_ref().map(|(_, high)| high)).done()
    });
    let mut out = Object::new();
    out.value("tool", Some(json!(r.tool))).text("tool_version", r.tool_version.as_ref()).value("id", Some(json!(r.id)));
    out.text("project", r.project.as_ref()).text("name", r.name.as_ref()).text("started", r.started.as_ref());
    out.value("finished", r.finished.map(Json::from)).value("exit_code", r.exit_code.map(Json::from));
    out.count("history_rows", r.history_rows).value("config", Some(logged(&r.config)));
    out.value("summary", Some(logged(&r.summary))).value("hardware", hardware).text("days", r.days.as_ref());
    out.text("sampled_kwh", r.sampled_kwh.as_ref());
    out.value("caveats", Some(json!(r.caveats))).value("source", Some(place(&r.place))).done()
}

fn energy_run(e: &EnergyRun) -> Json {
    let mut kwh = Object::new();
    kwh.text("total", e.kwh.as_ref())
        .text("cpu", e.cpu.as_ref())
        .text("gpu", e.gpu.as_ref())
        .text("ram", e.ram.as_ref());
    let mut out = Object::new();
    out.value("tool", Some(json!(e.tool))).text("tool_version", e.tool_version.as_ref()).value("id", Some(json!(e.id)));
    out.text("ended", e.ended.as_ref());
    out.value("seconds", e.from.zip(e.to).map(|(from, to)| json!(seconds(to.saturating_sub(from)))));
    out.value("kwh", Some(kwh.done())).text("pue", e.pue.as_ref()).text("accelerators", e.accelerators.as_ref());
    out.text("mode", e.mode.as_ref()).value("how", Some(json!(e.how))).count("rows", Some(e.rows));
    out.value("cluster", (e.cluster > 0).then(|| json!(e.cluster))).value("source", Some(place(&e.place))).done()
}

/// Milliseconds as seconds.
fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1_000, ms % 1_000)
}

fn total(t: &EnergyTotal) -> Json {
    let kwh = match t.point() {
        Some(point) => json!(point),
        None => json!({ "low": t.low, "high": t.high }),
    };
    let mut out = Object::new();
    out.value("kwh", Some(kwh)).count("runs", Some(t.runs)).count("side_by_side", Some(t.side_by_side));
    out.count("machines", t.machines).done()
}

fn dataset(d: &DatasetRow) -> Json {
    let splits: Vec<Json> = d
        .splits
        .iter()
        .map(|s| {
            let mut out = Object::new();
            out.value("config", Some(json!(s.config))).value("name", Some(json!(s.name)));
            out.text("examples", s.examples.as_ref()).text("bytes", s.bytes.as_ref()).done()
        })
        .collect();
    let sizes: Vec<Json> = d.sizes.iter().map(|(id, size)| json!({ "id": id, "as_written": size })).collect();
    let mut out = Object::new();
    out.value("kind", Some(json!(d.kind))).text("name", d.name.as_ref()).text("licence", d.licence.as_ref());
    out.value("languages", Some(json!(d.languages))).text("size_category", d.size_category.as_ref());
    out.value("splits", Some(json!(splits))).value("sizes", Some(json!(sizes)));
    out.text("training_examples", d.training_examples.as_ref()).text("training_bytes", d.training_bytes.as_ref());
    out.value("period", d.period.as_ref().map(|(from, to)| json!({ "from": from, "to": to })));
    out.text("published", d.published.as_ref()).text("conforms_to", d.conforms_to.as_ref());
    out.text("version", d.version.as_ref()).text("url", d.url.as_ref());
    out.value("caveats", Some(json!(d.caveats))).value("source", Some(place(&d.place))).done()
}
