//! Results of lighteval, 0.1 to 0.13, and of the leaderboard's fork: `config_general`, and `results` by `[suite|]task|shots`.
//!
//! Traps: `start_time` is a counter of the process; counts of documents are `-1` in 0.13, where the rows of the details are
//! counted instead; `model_size` is bytes; means over unlike tasks stand among the results.

use gpai_rules::finding::{Finding, Place, Severity};
use gpai_rules::rows::{Counted, EvaluatedOn, Evaluation};

use super::json::{Json, Kind, Take, parse};
use super::names::{self, shown};
use super::score::of_json;
use super::sheet::{Sheet, sound};
use super::{day, parquet};
use crate::files::Entry;
use crate::run::Run;
use crate::text::Text;

const NAME: &str = "lighteval";
/// How many files of details are looked at.
const DETAILS: usize = 512;

/// Whether a document is one of this tool.
pub fn is(root: &Json) -> bool {
    root.get("config_general").is_some_and(Json::is_map) && root.get("results").is_some_and(Json::is_map)
}

/// Reads one file, with the details that lie elsewhere.
pub fn read(run: &mut Run<'_>, text: &Text, beside: &[Entry]) {
    let keep = |key: &str| match key {
        "summary_tasks" | "summary_general" | "versions" => Take::Skip,
        _ => Take::Keep,
    };
    let parsed = parse(&text.content, &keep);
    if !sound(run, text, &parsed) {
        return run.note(&text.file, NAME, "nothing: the file is cut or broken");
    }
    let root = parsed.root;
    let mut sheet = Sheet::new(NAME, &text.file);
    about(run, &mut sheet, &root, text);
    let limited = root.path(&["config_general", "max_samples"]).is_some_and(|m| !m.is_null());
    for (key, at, row) in root.get("results").map_or(&[][..], Json::entries) {
        if key == "all" || key.contains("_average") {
            if sheet.log.left_out.len() < DETAILS {
                sheet.log.left_out.push(shown(key));
            }
            continue;
        }
        let task = Task::new(key, &root);
        let counted = details(run, &text.file, key, beside);
        let stated = task.count("effective_num_docs");
        let conflict = counted.zip(stated).filter(|(a, b)| a != b);
        if let Some((counted, stated)) = conflict {
            let finding = Finding::new("eval-count-conflict", Severity::Warning).with("task", shown(key));
            sheet.find(finding.with("stated", stated).with("counted", counted).place(text.place(*at)));
        }
        for (metric, at, value) in row.entries().iter().filter(|(m, _, _)| !m.ends_with("_stderr")) {
            let place = text.place(*at);
            let Some((score, own, as_written)) = sheet.score(value, &format!("{key} {metric}"), &place) else {
                continue;
            };
            let error = row.get(&format!("{metric}_stderr")).and_then(|e| of_json(e).value());
            let mut out = Evaluation {
                task: Some(shown(task.name)),
                suite: task.suite.map(shown),
                metric: Some(shown(metric)),
                value: score,
                stderr: own.or(error),
                as_written,
                n: counted.or(stated),
                n_by: match (counted, stated) {
                    (Some(_), _) => Counted::Samples,
                    (None, Some(_)) => Counted::Stated,
                    (None, None) => Counted::Nobody,
                },
                of: task.count("original_num_docs"),
                shots: task.shots,
                higher_is_better: task.direction(metric),
                dataset: task.dataset(),
                ..sheet.row(place)
            };
            if limited {
                out.caveat("eval-partial");
            }
            if conflict.is_some() {
                out.caveat("eval-count-conflict");
            }
            if sheet.log.model.is_none() {
                out.caveat("eval-model-unknown");
            }
            sheet.push(out);
        }
    }
    sheet.log.left_out.sort();
    sheet.finish(run, NAME);
}

fn about(run: &mut Run<'_>, sheet: &mut Sheet, root: &Json, text: &Text) {
    let general = |key: &str| root.path(&["config_general", key]);
    let config = |key: &str| root.path(&["config_general", "model_config", key]);
    let known = |t: &&str| !matches!(*t, "?" | "" | "main");
    sheet.log.tool_revision = general("lighteval_sha").and_then(Json::text).filter(known).map(shown);
    let model = general("model_name").or_else(|| config("model_name")).and_then(Json::text);
    sheet.log.model = model.and_then(names::model);
    let commit = |t: &&str| t.len() >= 7 && t.bytes().all(|b| b.is_ascii_hexdigit());
    let revision = general("model_sha").or_else(|| config("revision")).and_then(Json::text).filter(commit);
    sheet.log.model_revision = revision.map(str::to_owned);
    sheet.log.date = day::of_name(text.file.rsplit('/').next().unwrap_or_default());
    if let Some(dtype) = general("model_dtype").and_then(Json::text) {
        let at = root.get("config_general").and_then(|g| g.key_at("model_dtype")).unwrap_or(0);
        super::facts::dtype_of(run, dtype, text, at, sheet.log.model.as_deref());
    }
    if sheet.log.model.is_none() {
        let finding = Finding::new("eval-model-unknown", Severity::Warning).with("tool", NAME);
        run.find(finding.place(text.place(root.key_at("config_general").unwrap_or(0))));
    }
}

/// One key of the results, and what is configured for it.
struct Task<'r> {
    suite: Option<&'r str>,
    name: &'r str,
    shots: Option<u64>,
    config: Option<&'r Json>,
}

impl<'r> Task<'r> {
    fn new(key: &'r str, root: &'r Json) -> Self {
        let mut parts: Vec<&str> = key.split('|').collect();
        let number = |p: Option<&&str>| p.and_then(|p| p.parse::<u64>().ok());
        // `suite|task|shots|0`, as it is written on the command line.
        if parts.len() >= 4 && number(parts.last()).is_some() {
            parts.pop();
        }
        let shots = if parts.len() > 1 { number(parts.last()) } else { None };
        if shots.is_some() {
            parts.pop();
        }
        let name = parts.pop().unwrap_or(key);
        let suite = parts.pop();
        let tasks = root.get("config_tasks");
        let shown = shots.map_or_else(|| name.to_owned(), |s| format!("{name}|{s}"));
        let with_suite = suite.map_or_else(|| name.to_owned(), |s| format!("{s}|{name}"));
        let config = tasks.and_then(|t| [key, &shown, &with_suite, name].iter().find_map(|k| t.get(k)));
        let stated = config.and_then(|c| c.get("num_fewshots")?.count());
        Task { suite, name, shots: shots.or(stated), config }
    }

    /// A count above zero; `-1` and 0 are unknown.
    fn count(&self, key: &str) -> Option<u64> {
        self.config?.get(key)?.count().filter(|n| *n > 0)
    }

    fn dataset(&self) -> Option<EvaluatedOn> {
        let text = |key: &str| self.config?.get(key)?.text();
        let splits: Vec<&str> = self.config?.get("evaluation_splits")?.items().iter().filter_map(Json::text).collect();
        Some(EvaluatedOn {
            id: names::dataset(text("hf_repo")?)?,
            name: None,
            subset: text("hf_subset").map(shown),
            split: (!splits.is_empty()).then(|| shown(&splits.join(", "))),
            revision: text("hf_revision").map(shown),
        })
    }

    /// Whether more is better: by metric, or by one of the names of a group of metrics.
    fn direction(&self, metric: &str) -> Option<bool> {
        let listed = self.config?.get("metrics")?.items();
        listed.iter().find_map(|m| {
            let name = m.get("metric_name")?;
            let named = name.text() == Some(metric) || name.items().iter().any(|n| n.text() == Some(metric));
            let better = m.get("higher_is_better")?;
            match &better.kind {
                Kind::Map(_) => better.get(metric)?.bool(),
                _ => better.bool().filter(|_| named),
            }
        })
    }
}

/// The rows of the details of a task in the same run.
fn details(run: &mut Run<'_>, result: &str, key: &str, entries: &[Entry]) -> Option<u64> {
    let time = result.strip_suffix(".json")?.rsplit('_').next()?;
    let wanted = format!("details_{key}_{time}.parquet");
    let entry = entries.iter().filter(|e| e.path.ends_with(".parquet")).take(DETAILS).find(|e| e.name() == wanted)?;
    let unreadable = |run: &mut Run<'_>, why: &str| {
        run.unreadable("the number of rows", why, Place::file(&entry.path));
        run.note(&entry.path, NAME, "nothing: the number of rows cannot be read");
        None
    };
    if entry.size < 200 {
        let head = run.range(&entry.path, 0, entry.size)?;
        if head.starts_with(b"version https://git-lfs") {
            return unreadable(run, "it is a Git LFS pointer; the content is not in this copy");
        }
    }
    let tail = run.range(&entry.path, entry.size.checked_sub(8)?, 8)?;
    let Some(length) = parquet::footer_length(&tail).filter(|l| *l <= parquet::FOOTER && *l + 8 <= entry.size) else {
        return unreadable(run, "it does not end as a Parquet file");
    };
    let footer = run.range(&entry.path, entry.size.checked_sub(8 + length)?, length)?;
    let Some(rows) = parquet::rows(&footer) else { return unreadable(run, "its footer is broken") };
    run.note(&entry.path, NAME, format!("{rows} rows"));
    Some(rows)
}
