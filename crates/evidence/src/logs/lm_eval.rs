//! Results of the LM Evaluation Harness, 0.3 to 0.4.13: `results` by task with `metric,filter` keys, and what stands beside.
//!
//! Traps: a stated count may be that of the whole set although documents were chosen (0.4.9 to 0.4.11), so whole samples go
//! before it; `start_time` is a counter of the process; `should_decontaminate` does nothing; `model_name` is eight random
//! characters where no model is named.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::finding::{Finding, Severity};
use gpai_rules::rows::{Counted, EvaluatedOn, Evaluation};

use super::day;
use super::json::{Json, Kind, Take, parse};
use super::names::{self, shown};
use super::samples::{self, Samples};
use super::score::{Score, of_json};
use super::sheet::{Sheet, sound};
use crate::files::Entry;
use crate::run::Run;
use crate::text::Text;

const NAME: &str = "lm_eval";
/// How deep groups name groups.
const GROUPS: usize = 8;
/// Keys of a model's arguments that name it; what goes first speaks for what was evaluated.
const MODEL_KEYS: [&str; 6] = ["peft", "delta", "pretrained", "model", "path", "engine"];

/// Whether a document is one of this tool.
pub fn is(root: &Json) -> bool {
    let tables = root.get("results").is_some_and(|r| r.is_map() && r.entries().iter().all(|(_, _, v)| v.is_map()));
    let beside = root.path(&["config", "model_args"]).is_some()
        || ["configs", "versions"].iter().any(|k| root.get(k).is_some_and(Json::is_map));
    tables && beside && root.get("config_general").is_none()
}

/// Keys that hold kilobytes for nobody, names of machines, prompts.
pub fn take(key: &str) -> Take {
    match key {
        "pretty_env_info" | "chat_template" | "system_instruction" | "samples" => Take::Skip,
        _ => Take::Keep,
    }
}

/// Reads one file, with the samples that lie beside it.
pub fn read(run: &mut Run<'_>, text: &Text, beside: &[Entry]) {
    let parsed = parse(&text.content, &take);
    if !sound(run, text, &parsed) {
        return run.note(&text.file, NAME, "nothing: the file is cut or broken");
    }
    let root = parsed.root;
    let mut sheet = Sheet::new(NAME, &text.file);
    about(run, &mut sheet, &root, text);
    let limit = root.path(&["config", "limit"]).filter(|l| !l.is_null()).and_then(Json::scalar).map(str::to_owned);
    let tasks = Tasks::new(&root);
    let mut counts: BTreeMap<&str, Samples> = BTreeMap::new();
    for (task, _, hash) in root.get("task_hashes").map_or(&[][..], Json::entries) {
        let Some(hash) = hash.text() else { continue };
        let found = samples::beside(run, &text.file, task, hash, beside);
        sheet.log.samples_match.insert(task.clone(), found.as_ref().map(|s| s.whole));
        if let Some(found) = found {
            counts.insert(task, found);
        }
    }
    for (task, at, row) in root.get("results").map_or(&[][..], Json::entries) {
        let n = tasks.documents(task, row, counts.get(task.as_str()));
        if let Some(conflict) = n.conflict {
            let finding = Finding::new("eval-count-conflict", Severity::Warning)
                .with("task", shown(task))
                .with("stated", conflict)
                .with("counted", n.n.unwrap_or(0));
            sheet.find(finding.place(text.place(*at)));
        }
        if n.matches == Some(false) {
            let there = counts.get(task.as_str()).map_or(0, |s| s.documents);
            let finding = Finding::new("eval-samples-incomplete", Severity::Info).with("task", shown(task));
            sheet.find(finding.with("there", there).place(text.place(*at)));
        }
        scores(&mut sheet, text, &tasks, (task, row), &n, limit.is_some());
    }
    if limit.is_some() && sheet.rows.iter().all(|r| r.n.is_none()) && !sheet.rows.is_empty() {
        sheet.caveat_all("eval-partial");
    }
    sheet.finish(run, NAME);
}

/// What the file says of tool, model and day.
fn about(run: &mut Run<'_>, sheet: &mut Sheet, root: &Json, text: &Text) {
    let config = |key: &str| root.path(&["config", key]);
    sheet.log.tool_version = root.get("lm_eval_version").and_then(Json::text).map(shown);
    // Before 0.4 the keys of metrics had no filter, and `versions` held numbers; the file names no version.
    let named = arguments(config("model_args"));
    let first = MODEL_KEYS.iter().find_map(|key| Some((*key, named.get(*key)?)));
    let old = named.is_empty() && config("model_args").is_none();
    let stated = root.get("model_name").and_then(Json::text).filter(|_| old).map(str::to_owned);
    let model = first.map(|(_, name)| name.clone()).or(stated);
    sheet.log.model = model.as_deref().and_then(names::model);
    if let Some(("peft" | "delta", _)) = first {
        sheet.log.base = named.get("pretrained").and_then(|b| names::model(b));
    }
    let mut sha = ["model_sha", "peft_sha", "delta_sha"].iter().filter_map(|k| config(k)?.text());
    let commit = |t: &&str| t.len() >= 7 && t.bytes().all(|b| b.is_ascii_hexdigit());
    sheet.log.model_revision = sha.rfind(commit).map(str::to_owned);
    sheet.log.date = root.get("date").and_then(Json::scalar).and_then(day::of_epoch).or_else(|| {
        let name = text.file.rsplit('/').next().unwrap_or_default();
        day::of_name(name)
    });
    if sheet.log.model.is_none() {
        let finding = Finding::new("eval-model-unknown", Severity::Warning).with("tool", NAME);
        run.find(finding.place(text.place(root.key_at("config").unwrap_or(0))));
    }
    super::facts::of_lm_eval(run, root, text, sheet.log.model.as_deref(), sheet.log.base.is_none());
}

/// The arguments of a model: an object since 0.4.10, `a=b,c=d` before.
fn arguments(json: Option<&Json>) -> BTreeMap<String, String> {
    let Some(json) = json else { return BTreeMap::new() };
    match &json.kind {
        Kind::Map(entries) => {
            entries.iter().filter_map(|(k, _, v)| Some((k.clone(), v.scalar()?.to_owned()))).collect()
        }
        Kind::Text(text) => text
            .split(',')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()))
            .filter(|(_, v)| !v.is_empty() && v != "None")
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// How many documents a score rests on.
struct Documents {
    n: Option<u64>,
    by: Counted,
    of: Option<u64>,
    matches: Option<bool>,
    /// The stated number, where whole samples say another one.
    conflict: Option<u64>,
}

/// What the file says of tasks and groups.
struct Tasks<'r> {
    root: &'r Json,
    groups: BTreeSet<&'r str>,
    parent: BTreeMap<&'r str, &'r str>,
}

impl<'r> Tasks<'r> {
    fn new(root: &'r Json) -> Self {
        let named = |key: &str| root.get(key).map_or(&[][..], Json::entries);
        let mut groups: BTreeSet<&str> = named("groups").iter().map(|(name, _, _)| name.as_str()).collect();
        let mut parent = BTreeMap::new();
        for (group, _, tasks) in named("group_subtasks") {
            // Before 0.4.12 single tasks stand here with an empty list.
            for task in tasks.items().iter().filter_map(Json::text) {
                groups.insert(group);
                if task != group {
                    parent.entry(task).or_insert(group.as_str());
                }
            }
        }
        Tasks { root, groups, parent }
    }

    /// The tasks under a group, however deep.
    fn leaves(&self, group: &str, depth: usize, out: &mut BTreeSet<&'r str>) {
        let tasks = self.root.path(&["group_subtasks", group]).map_or(&[][..], Json::items);
        for task in tasks.iter().filter_map(Json::text) {
            let inner = self.root.path(&["group_subtasks", task]).is_some_and(|t| !t.items().is_empty());
            if inner && depth < GROUPS {
                self.leaves(task, depth + 1, out);
            } else if !inner && out.len() < 10_000 {
                out.insert(task);
            }
        }
    }

    fn stated(&self, task: &str, key: &str) -> Option<u64> {
        self.root.path(&["n-samples", task, key]).and_then(Json::count)
    }

    fn documents(&self, task: &str, row: &Json, samples: Option<&Samples>) -> Documents {
        let mut of = self.stated(task, "original");
        let mut stated = self.stated(task, "effective").or_else(|| row.get("sample_len").and_then(Json::count));
        if self.groups.contains(task) && self.stated(task, "original").is_none() {
            let mut leaves = BTreeSet::new();
            self.leaves(task, 0, &mut leaves);
            let sum = |key: &str| {
                let parts = leaves.iter().map(|leaf| self.stated(leaf, key));
                parts
                    .collect::<Option<Vec<u64>>>()
                    .filter(|p| !p.is_empty())
                    .and_then(|p| p.into_iter().try_fold(0u64, u64::checked_add))
            };
            of = sum("original");
            stated = stated.or_else(|| sum("effective"));
        }
        match samples {
            Some(s) if s.whole => Documents {
                n: Some(s.documents),
                by: Counted::Samples,
                of,
                matches: Some(true),
                conflict: stated.filter(|n| *n != s.documents),
            },
            other => Documents {
                n: stated,
                by: if stated.is_some() { Counted::Stated } else { Counted::Nobody },
                of,
                matches: other.map(|_| false),
                conflict: None,
            },
        }
    }

    fn dataset(&self, task: &str) -> Option<EvaluatedOn> {
        let config = self.root.path(&["configs", task])?;
        let text = |key: &str| config.get(key).and_then(Json::text);
        let id = names::dataset(text("dataset_path")?)?;
        let split = text("test_split").or_else(|| text("validation_split")).map(shown);
        Some(EvaluatedOn {
            id,
            name: None,
            subset: text("dataset_name").map(shown),
            split,
            revision: text("revision").map(shown),
        })
    }

    fn shots(&self, task: &str) -> Option<u64> {
        let own = self.root.path(&["n-shot", task]).or_else(|| self.root.path(&["configs", task, "num_fewshot"]));
        own.or_else(|| self.root.path(&["config", "num_fewshot"])).and_then(Json::count)
    }
}

/// The rows of one task.
fn scores(sheet: &mut Sheet, text: &Text, tasks: &Tasks<'_>, (task, row): (&str, &Json), n: &Documents, limited: bool) {
    let group = tasks.groups.contains(task) && tasks.root.path(&["configs", task]).is_none();
    for (key, at, value) in row.entries() {
        let (metric, filter) = key.split_once(',').map_or((key.as_str(), None), |(m, f)| (m, Some(f)));
        let about = ["alias", "name", "sample_len", "sample_count"].contains(&key.as_str());
        if about || metric.ends_with("_stderr") {
            continue;
        }
        // `" "` stands where a group has no score of its own.
        let place = text.place(*at);
        let Some((score, own, as_written)) = sheet.score(value, key, &place) else { continue };
        let error_key = filter.map_or_else(|| format!("{metric}_stderr"), |f| format!("{metric}_stderr,{f}"));
        let error = row.get(&error_key).map(of_json);
        let counted = row.path(&["sample_count", key]).and_then(Json::count);
        let alias = row.get("alias").and_then(Json::text).map(|a| a.trim_start_matches(['-', ' ']).trim());
        let better = tasks.root.path(&["higher_is_better", task, metric]).and_then(Json::bool);
        let listed = tasks.root.path(&["configs", task, "metric_list"]).map_or(&[][..], Json::items);
        let in_list = listed.iter().find(|m| m.get("metric").and_then(Json::text) == Some(metric));
        let n_of_row = if n.by == Counted::Samples { n.n } else { counted.or(n.n) };
        let mut out = Evaluation {
            task: Some(shown(task)),
            metric: Some(shown(metric)),
            filter: filter.map(shown),
            value: score,
            stderr: own.or_else(|| error.and_then(Score::value)),
            as_written,
            group,
            part_of: tasks.parent.get(task).map(|p| shown(p)),
            alias: alias.filter(|a| *a != task && !a.is_empty()).map(shown),
            n: n_of_row,
            n_by: if n_of_row.is_some() && n.by == Counted::Nobody { Counted::Stated } else { n.by },
            of: n.of,
            samples_match: n.matches,
            shots: tasks.shots(task),
            higher_is_better: better.or_else(|| in_list.and_then(|m| m.get("higher_is_better")?.bool())),
            dataset: tasks.dataset(task),
            ..sheet.row(place)
        };
        if limited {
            out.caveat("eval-partial");
        }
        if n.conflict.is_some() {
            out.caveat("eval-count-conflict");
        }
        if n.matches == Some(false) {
            out.caveat("eval-samples-incomplete");
        }
        if sheet.log.model.is_none() {
            out.caveat("eval-model-unknown");
        }
        sheet.push(out);
    }
}
