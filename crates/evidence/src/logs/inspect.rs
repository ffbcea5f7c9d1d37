//! Logs of Inspect, as `.eval` (a zip) or `.json`: the header alone; samples are not opened.
//!
//! Schema 1 (to mid 2024) and 2 (today). Traps: results may be there in a run that was cancelled; `total_samples` counts every
//! epoch, `scored_samples` does not; errors stand among the metrics.

use gpai_rules::finding::{Finding, Severity};
use gpai_rules::rows::{Counted, EvaluatedOn, Evaluation};

use super::day;
use super::json::{Json, Kind, Take, parse};
use super::names::{self, shown};
use super::score::of_json;
use super::sheet::{Sheet, sound};
use crate::run::Run;
use crate::text::Text;

pub const NAME: &str = "inspect_ai";
/// The newest schema that is known.
const SCHEMA: u64 = 2;
/// Metrics that are errors of the other metric of their score; the first that is there counts.
const ERRORS: [&str; 5] = ["stderr", "bootstrap_stderr", "bootstrap_std", "std", "var"];

/// Keys of the top level: what follows `samples` is never needed.
pub fn take(key: &str) -> Take {
    match key {
        "samples" => Take::Stop,
        "plan" | "logging" | "reductions" | "error" => Take::Skip,
        _ => Take::Keep,
    }
}

/// Whether a document is one of this tool.
pub fn is(root: &Json) -> bool {
    ["version", "status"].iter().all(|k| root.get(k).is_some())
        && root.get("eval").is_some_and(|e| e.is_map() && (e.get("task").is_some() || e.get("created").is_some()))
}

/// Samples that a run left behind which did not finish.
#[derive(Clone, Copy, Default)]
pub struct Left {
    /// Scored ones.
    pub done: Option<u64>,
}

/// Reads a header; `left` are the samples of its journal.
pub fn read(run: &mut Run<'_>, text: &Text, left: Left) {
    let mut parsed = parse(&text.content, &take);
    // Cut behind the results is whole enough; before them nothing is claimed.
    if parsed.root.get("stats").is_some() {
        parsed.broken = None;
    }
    if !sound(run, text, &parsed) {
        return run.note(&text.file, NAME, "nothing: the file is cut or broken");
    }
    header(run, &parsed.root, text, left);
}

/// A header that was parsed, or the start of a journal.
pub fn header(run: &mut Run<'_>, root: &Json, text: &Text, left: Left) {
    let mut sheet = Sheet::new(NAME, &text.file);
    let version = root.get("version").and_then(Json::count);
    if version.is_none_or(|v| v > SCHEMA) {
        let shown = root.get("version").and_then(Json::scalar).unwrap_or("none").to_owned();
        run.find(
            Finding::new("eval-version-unknown", Severity::Warning)
                .with("version", names::shown(&shown))
                .place(text.place(0)),
        );
        run.note(&text.file, NAME, "nothing: a schema that is not known");
        sheet.log.place = text.place(0);
        return run.rows(gpai_rules::rows::Rows { logs: vec![sheet.log], ..Default::default() });
    }
    about(run, &mut sheet, root, text);
    let status = sheet.log.status.clone().unwrap_or_default();
    let size = Size::new(root);
    if status != "success" {
        sheet.log.samples_of = size.planned.and_then(|n| n.checked_mul(size.epochs.unwrap_or(1)));
        sheet.log.samples_done =
            left.done.or_else(|| root.path(&["results", "completed_samples"]).and_then(Json::count));
        let known = |n: Option<u64>| n.map_or_else(|| "?".to_owned(), |n| n.to_string());
        let finding = Finding::new("eval-not-finished", Severity::Warning).with("status", shown(&status));
        let finding = finding.with("done", known(sheet.log.samples_done)).with("of", known(sheet.log.samples_of));
        run.find(finding.place(text.place(root.key_at("status").unwrap_or(0))));
    }
    let judge = judge(root);
    for (rows, name, at) in scores(root) {
        score(&mut sheet, text, root, &size, judge.as_deref(), (rows, name, at));
    }
    whole(&mut sheet, root, text, &size, judge.as_deref());
    let edited = edited(root);
    if edited {
        sheet.caveat_all("eval-edited");
        run.find(Finding::new("eval-edited", Severity::Warning).place(text.place(0)));
    }
    if status != "success" {
        sheet.caveat_all("eval-not-finished");
    }
    sheet.finish(run, NAME);
}

fn about(run: &mut Run<'_>, sheet: &mut Sheet, root: &Json, text: &Text) {
    let eval = |keys: &[&str]| root.get("eval").and_then(|e| e.path(keys));
    sheet.log.tool_version = eval(&["packages", "inspect_ai"]).and_then(Json::text).map(shown);
    sheet.log.model = eval(&["model"]).and_then(Json::text).filter(|m| *m != "none/none").and_then(names::served);
    sheet.log.date = eval(&["created"]).and_then(Json::text).and_then(day::of_text);
    sheet.log.status = root.get("status").and_then(Json::text).map(shown);
    if sheet.log.model.is_none() {
        run.find(Finding::new("eval-model-unknown", Severity::Warning).with("tool", NAME).place(text.place(0)));
    }
}

/// Who graded: a role, or a scorer that asks a model.
fn judge(root: &Json) -> Option<String> {
    let role = root.path(&["eval", "model_roles", "grader"]);
    let role = role
        .and_then(|r| r.text().or_else(|| r.get("model")?.text()).or_else(|| r.items().first()?.get("model")?.text()));
    let graded = |name: &str| name.rsplit('/').next().is_some_and(|n| n.starts_with("model_graded"));
    let listed = root.path(&["eval", "scorers"]).map_or(&[][..], Json::items).iter();
    let scored = root.path(&["results", "scores"]).map_or(&[][..], Json::items).iter();
    let old = root.path(&["results", "scorer"]).into_iter();
    let scorer = listed.chain(scored).chain(old).find_map(|s| {
        let by = s.get("scorer").or_else(|| s.get("name")).and_then(Json::text)?;
        graded(by).then(|| ["params", "options"].iter().find_map(|p| s.get(p)?.get("model")?.text()).unwrap_or(by))
    });
    role.or(scorer).map(|j| names::model(j).unwrap_or_else(|| "a model".to_owned()))
}

/// How many samples there are.
struct Size {
    /// Of the data set, before any limit.
    of: Option<u64>,
    /// That the run was to do.
    planned: Option<u64>,
    epochs: Option<u64>,
    limited: bool,
    /// With epochs.
    total: Option<u64>,
    completed: Option<u64>,
    /// Samples that the data set is said to have, where more were run.
    contradicted: Option<u64>,
}

impl Size {
    fn new(root: &Json) -> Self {
        let eval = |keys: &[&str]| root.get("eval").and_then(|e| e.path(keys));
        let config = |key: &str| eval(&["config", key]).filter(|v| !v.is_null());
        let stated = eval(&["dataset", "samples"]).and_then(Json::count);
        let epochs = config("epochs").and_then(Json::count).filter(|n| *n > 0);
        let limit = config("limit");
        let (from, to) = match limit.map(|l| &l.kind) {
            Some(Kind::List(range)) => (range.first().and_then(Json::count), range.get(1).and_then(Json::count)),
            _ => (Some(0), limit.and_then(Json::count)),
        };
        let limited = limit.is_some() || config("sample_id").is_some();
        let chosen = eval(&["dataset", "sample_ids"]).map(|ids| ids.items().len() as u64).filter(|n| *n > 0);
        let ranged = from.zip(to).and_then(|(from, to)| to.checked_sub(from)).map(|n| stated.map_or(n, |s| n.min(s)));
        let result = |key: &str| root.path(&["results", key]).and_then(Json::count);
        let total = result("total_samples");
        let per_epoch = total.and_then(|t| t.checked_div(epochs.unwrap_or(1)));
        // More were run than there are said to be: what was run is what there is at least.
        let contradicted = stated.zip(per_epoch).filter(|(stated, run)| stated < run).map(|(stated, _)| stated);
        let of = if contradicted.is_some() { per_epoch } else { stated };
        let planned = ranged.or(chosen.filter(|c| stated.is_none_or(|s| *c <= s))).or(stated);
        Size { of, planned, epochs, limited, total, completed: result("completed_samples"), contradicted }
    }

    /// Samples that all epochs together rest on, once each.
    fn per_epoch(&self) -> Option<u64> {
        self.completed.or(self.total)?.checked_div(self.epochs.unwrap_or(1))
    }
}

/// Every score with its metrics, its name, and where it stands: schema 2, the lists of its predecessors, schema 1.
fn scores(root: &Json) -> Vec<(&Json, Option<&str>, &Json)> {
    let Some(results) = root.get("results") else { return Vec::new() };
    let listed = results.get("scores").or_else(|| results.get("scorers")).map_or(&[][..], Json::items);
    let mut out: Vec<_> =
        listed.iter().filter_map(|s| Some((s.get("metrics")?, s.get("name").and_then(Json::text), s))).collect();
    if let (true, Some(metrics)) = (out.is_empty(), results.get("metrics")) {
        out.push((metrics, results.path(&["scorer", "name"]).and_then(Json::text), results));
    }
    out
}

/// The rows of one score.
fn score(
    sheet: &mut Sheet,
    text: &Text,
    root: &Json,
    size: &Size,
    judge: Option<&str>,
    (metrics, name, of): (&Json, Option<&str>, &Json),
) {
    let eval = |keys: &[&str]| root.get("eval").and_then(|e| e.path(keys));
    let named = |metric: &Json, key: &str| -> String {
        let name = metric.get("name").and_then(Json::text).unwrap_or(key);
        name.rsplit('/').next().unwrap_or(name).to_owned()
    };
    let is_error = |key: &str, metric: &Json| ERRORS.contains(&named(metric, key).as_str());
    let error = ERRORS.iter().find_map(|wanted| {
        let (_, _, metric) = metrics.entries().iter().find(|(key, _, m)| named(m, key) == *wanted)?;
        if *wanted == "var" { None } else { metric.get("value").and_then(|v| of_json(v).value()) }
    });
    // One scorer may stand there several times, each time with its epochs reduced in another way.
    let alike = root.path(&["results", "scores"]).map_or(&[][..], Json::items);
    let several = alike.iter().filter(|s| s.get("name").and_then(Json::text) == name).count() > 1;
    let reducer = of.get("reducer").and_then(Json::text).filter(|_| several).map(|r| format!("reducer {}", shown(r)));
    let measures = metrics.entries().iter().filter(|(key, _, metric)| !is_error(key, metric)).count();
    for (key, at, metric) in metrics.entries().iter().filter(|(key, _, m)| !is_error(key, m)) {
        let place = text.place(*at);
        let what = format!("{} {key}", name.unwrap_or_default());
        let value = metric.get("value").unwrap_or(metric);
        let Some((value, own, as_written)) = sheet.score(value, &what, &place) else { continue };
        let scored = of.get("scored_samples").and_then(Json::count);
        let n = scored.or_else(|| size.per_epoch());
        let mut row = Evaluation {
            task: eval(&["task"]).and_then(Json::text).map(shown),
            alias: eval(&["task_display_name"])
                .and_then(Json::text)
                .filter(|d| Some(*d) != eval(&["task"]).and_then(Json::text))
                .map(shown),
            metric: Some(shown(key)),
            filter: name.map(shown),
            value,
            // The one error of a score with several measures is of none in particular.
            stderr: own.or_else(|| error.clone().filter(|_| measures == 1)),
            as_written,
            n,
            n_by: if n.is_some() { Counted::Stated } else { Counted::Nobody },
            of: size.of,
            epochs: size.epochs,
            dataset: dataset(root),
            judge: judge.map(shown),
            notes: reducer.clone(),
            ..sheet.row(place)
        };
        if size.limited {
            row.caveat("eval-partial");
        }
        if sheet.log.model.is_none() {
            row.caveat("eval-model-unknown");
        }
        sheet.push(row);
    }
}

fn dataset(root: &Json) -> Option<EvaluatedOn> {
    let text = |key: &str| root.path(&["eval", "dataset", key]).and_then(Json::text);
    let id = text("location").and_then(names::dataset).or_else(|| text("name").and_then(names::dataset))?;
    let name = text("name").filter(|n| *n != id).map(shown);
    Some(EvaluatedOn { id: shown(&id), name, ..EvaluatedOn::default() })
}

/// What holds for the run as a whole, also where it gave no row.
fn whole(sheet: &mut Sheet, root: &Json, text: &Text, size: &Size, judge: Option<&str>) {
    let at = text.place(root.key_at("results").or_else(|| root.key_at("eval")).unwrap_or(0));
    let finding = |code: &str, severity| Finding::new(code, severity).place(at.clone());
    if sheet.rows.is_empty() && root.get("results").is_some_and(|r| !r.is_null()) {
        let task = root.path(&["eval", "task"]).and_then(Json::text).unwrap_or_default();
        let told = |code: &str, severity| {
            finding(code, severity).with("task", shown(task)).with("n", "?").with("of", "?").with("scores", 0)
        };
        if size.limited {
            sheet.find(told("eval-partial", Severity::Warning));
        }
        if size.of.is_none() {
            sheet.find(told("eval-size-unknown", Severity::Info));
        }
    }
    if let Some(judge) = judge {
        sheet.caveat_all("eval-judge");
        sheet.find(finding("eval-judge", Severity::Info).with("judge", shown(judge)));
    }
    if let Some((completed, total)) = size.completed.zip(size.total).filter(|(c, t)| c < t) {
        sheet.caveat_all("eval-errors-left-out");
        let left = total.saturating_sub(completed);
        sheet.find(finding("eval-errors-left-out", Severity::Warning).with("left_out", left).with("of", total));
    }
    if let Some(stated) = size.contradicted {
        sheet.caveat_all("eval-count-conflict");
        let task = root.path(&["eval", "task"]).and_then(Json::text).unwrap_or_default();
        let counted = size.of.unwrap_or(0);
        let conflict = finding("eval-count-conflict", Severity::Warning).with("task", shown(task));
        sheet.find(conflict.with("stated", stated).with("counted", counted));
    }
}

/// Whether somebody changed the log after the run.
fn edited(root: &Json) -> bool {
    let marked = root.get("invalidated").and_then(Json::bool) == Some(true);
    let listed = ["log_updates", "config_updates"].iter().any(|k| {
        root.get(k)
            .or_else(|| root.path(&["eval", k]))
            .is_some_and(|v| !v.items().is_empty() || !v.entries().is_empty())
    });
    let history = root
        .path(&["results", "scores"])
        .map_or(&[][..], Json::items)
        .iter()
        .any(|s| s.get("history").is_some_and(|h| !h.items().is_empty()));
    marked || listed || history
}
