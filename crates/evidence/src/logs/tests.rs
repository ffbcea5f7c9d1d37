//! Unseen variants with known truth: files as the tools of several years write them, with fields in any order and parts that are
//! missing, are read as what they were made of; and what is broken in any way is survived.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_rules::licence::Licences;
use gpai_rules::rows::Evaluation;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::files::Memory;
use crate::{About, Found, read, read_as};

fn of(files: &Memory) -> Found {
    read(files, &Licences::default())
}

fn codes(found: &Found) -> Vec<&str> {
    found.findings.iter().map(|f| f.code.as_str()).collect()
}

/// One task with its truth.
#[derive(Clone, Debug)]
struct Task {
    name: String,
    scores: Vec<(String, Option<u32>)>,
    original: u64,
    effective: u64,
    shots: u64,
}

fn task() -> impl Strategy<Value = Task> {
    let scores = prop::collection::vec(("[a-z]{2,5}", 0u32..10_000, prop::option::of(0u32..1_000)), 1..3);
    ("[a-z]{3}[a-z_0-9]{0,8}", scores, 1u64..5_000, any::<prop::sample::Index>(), 0u64..9).prop_map(
        |(name, scores, original, part, shots)| {
            let scores = scores
                .into_iter()
                .enumerate()
                .map(|(i, (metric, value, error))| (format!("{metric}{i}=0.{value:04}"), error))
                .collect();
            let effective = 1 + part.index(usize::try_from(original).unwrap()) as u64;
            Task { name: format!("{name}x"), scores, original, effective, shots }
        },
    )
}

/// The keys of an object in another order.
fn shuffled(json: Json, order: &[usize]) -> Json {
    match json {
        Json::Object(map) => {
            let mut entries: Vec<(String, Json)> = map.into_iter().collect();
            for i in (1..entries.len()).rev() {
                entries.swap(i, order.get(i % order.len().max(1)).copied().unwrap_or(0) % (i + 1));
            }
            Json::Object(entries.into_iter().map(|(k, v)| (k, shuffled(v, order))).collect())
        }
        other => other,
    }
}

fn number(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

/// What lm_eval of an era writes.
fn lm_eval(tasks: &[Task], era: u8, model: Option<&str>) -> Json {
    let mut root = Map::new();
    let (mut results, mut shots, mut sizes, mut configs) = (Map::new(), Map::new(), Map::new(), Map::new());
    for task in tasks {
        let mut row = Map::new();
        for (score, error) in &task.scores {
            let (metric, value) = score.split_once('=').unwrap();
            let key = |m: &str| if era == 0 { m.to_owned() } else { format!("{m},none") };
            row.insert(key(metric), number(value));
            let error = error.map_or_else(|| json!("N/A"), |e| number(&format!("0.{e:03}")));
            row.insert(key(&format!("{metric}_stderr")), error);
        }
        row.insert("alias".into(), json!(format!(" - {}", task.name)));
        results.insert(task.name.clone(), Json::Object(row));
        shots.insert(task.name.clone(), json!(task.shots));
        sizes.insert(task.name.clone(), json!({ "original": task.original, "effective": task.effective }));
        configs.insert(
            task.name.clone(),
            json!({ "dataset_path": "org/set", "test_split": "test", "num_fewshot": task.shots }),
        );
    }
    root.insert("results".into(), Json::Object(results));
    let arguments = match (era, model) {
        (0..=2, Some(model)) => json!(format!("dtype=auto,pretrained={model},x=a=b")),
        (0..=2, None) => json!("dtype=auto"),
        (_, Some(model)) => json!({ "dtype": "auto", "pretrained": model }),
        (_, None) => json!({}),
    };
    root.insert(
        "config".into(),
        json!({ "model": "hf", "model_args": arguments, "limit": null, "num_fewshot": tasks[0].shots }),
    );
    root.insert("versions".into(), json!({}));
    if era >= 1 {
        root.insert("configs".into(), Json::Object(configs));
        root.insert("n-shot".into(), Json::Object(shots));
        root.insert("date".into(), number("1768964383.85"));
        root.insert("start_time".into(), number("3391296.9"));
        root.insert("model_name".into(), json!(model.unwrap_or("i82qcls7")));
    }
    if era >= 2 {
        root.insert("n-samples".into(), Json::Object(sizes));
        root.insert("lm_eval_version".into(), json!("0.4.9"));
    }
    Json::Object(root)
}

/// The row of a score, held against its truth.
fn same(row: &Evaluation, task: &Task, score: &(String, Option<u32>), era: u8) {
    let (metric, value) = score.0.split_once('=').unwrap();
    assert_eq!(row.metric.as_deref(), Some(metric));
    assert_eq!(row.filter.as_deref(), (era > 0).then_some("none"));
    let exact = |text: &str| text.parse::<f64>().unwrap();
    assert_eq!(exact(&row.value), exact(value));
    assert_eq!(row.stderr.as_deref().map(exact), score.1.map(|e| exact(&format!("0.{e:03}"))));
    let sized = era >= 2;
    assert_eq!((row.n, row.of), (sized.then_some(task.effective), sized.then_some(task.original)));
    assert_eq!(row.has("eval-partial"), sized && task.effective < task.original);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn lm_eval_of_any_era(
        tasks in prop::collection::btree_map("[a-z]{2}", task(), 1..4),
        era in 0u8..4,
        named in any::<bool>(),
        order in prop::collection::vec(0usize..100, 1..9),
        pretty in any::<bool>(),
    ) {
        let tasks: Vec<Task> = tasks.into_iter().map(|(key, task)| Task { name: format!("{}{key}", task.name), ..task }).collect();
        let model = named.then_some("org/Model-1B");
        let root = shuffled(lm_eval(&tasks, era, model), &order);
        let text = if pretty { serde_json::to_string_pretty(&root) } else { serde_json::to_string(&root) }.unwrap();
        let found = of(&Memory::new().with("out/any name.json", text));
        let rows = &found.rows.evaluations;
        prop_assert_eq!(rows.len(), tasks.iter().map(|t| t.scores.len()).sum::<usize>());
        for task in &tasks {
            for score in &task.scores {
                let metric = score.0.split_once('=').unwrap().0;
                let row = rows.iter().find(|r| r.task.as_deref() == Some(&task.name) && r.metric.as_deref() == Some(metric));
                same(row.unwrap(), task, score, era);
                prop_assert_eq!(row.unwrap().model.as_deref(), model);
            }
        }
        prop_assert_eq!(codes(&found).contains(&"eval-model-unknown"), !named);
        prop_assert_eq!(rows[0].date.as_deref(), (era >= 1).then_some("2026-01-21"));
    }

    /// Samples that are whole prove their number; a line less does not.
    #[test]
    fn samples_prove_themselves(documents in 1u64..30, filters in 1usize..3, cut in any::<bool>(), stated in 1u64..60) {
        let mut lines = Vec::new();
        let mut all = Sha256::new();
        for filter in 0..filters {
            for id in 0..documents {
                for part in ["d", "p", "t"] {
                    all.update(format!("{part}{id}{filter}"));
                }
                lines.push(json!({
                    "doc_id": id, "doc": {"x": "}\"{"}, "filter": filter, "target_hash": format!("t{id}{filter}"),
                    "doc_hash": format!("d{id}{filter}"), "prompt_hash": format!("p{id}{filter}"), "acc": 1.0,
                }).to_string());
            }
        }
        let hash: String = all.finalize().iter().map(|b| format!("{b:02x}")).collect();
        if cut {
            lines.pop();
        }
        let mut root = lm_eval(&[Task { name: "a_b".into(), scores: vec![("acc=0.5".into(), None)], original: 100, effective: stated, shots: 0 }], 3, Some("org/M"));
        root["task_hashes"] = json!({ "a_b": hash });
        let files = Memory::new()
            .with("o/results_2026-01-21T03-44-18.458309.json", root.to_string())
            .with("o/samples_a_b_2026-01-21T03-44-18.458309.jsonl", lines.join("\n"));
        let found = of(&files);
        let row = &found.rows.evaluations[0];
        prop_assert_eq!(row.samples_match, Some(!cut));
        prop_assert_eq!(row.n, Some(if cut { stated } else { documents }));
        prop_assert_eq!(codes(&found).contains(&"eval-count-conflict"), !cut && stated != documents);
        prop_assert_eq!(codes(&found).contains(&"eval-samples-incomplete"), cut);
    }

    #[test]
    fn lighteval_of_any_era(tasks in prop::collection::btree_map("[a-z]{2}", task(), 1..4), suite in any::<bool>(), counted in any::<bool>(), order in prop::collection::vec(0usize..100, 1..9)) {
        let (mut results, mut configs) = (Map::new(), Map::new());
        for (key, task) in &tasks {
            let name = format!("{key}:{}", task.name);
            let full = if suite { format!("lighteval|{name}|{}", task.shots) } else { format!("{name}|{}", task.shots) };
            let row: Map<String, Json> = task.scores.iter().map(|(s, _)| {
                let (metric, value) = s.split_once('=').unwrap();
                (metric.to_owned(), number(value))
            }).collect();
            results.insert(full.clone(), Json::Object(row));
            let config = if suite { format!("lighteval|{name}") } else { full };
            let count = |n: u64| if counted { json!(n) } else { json!(-1) };
            configs.insert(config, json!({ "hf_repo": "org/set", "hf_subset": "s", "evaluation_splits": ["test"],
                "original_num_docs": count(task.original), "effective_num_docs": count(task.effective) }));
        }
        results.insert("all".into(), json!({ "x": 0.5 }));
        results.insert("mmlu:_average|5".into(), json!({ "x": 0.5 }));
        let root = shuffled(json!({ "results": results, "config_general": { "lighteval_sha": "?", "model_name": "org/M", "start_time": 1.5, "max_samples": null }, "config_tasks": configs }), &order);
        let found = of(&Memory::new().with("results/org/M/results_2026-08-10T17-22-11.385681.json", root.to_string()));
        let rows = &found.rows.evaluations;
        prop_assert_eq!(rows.len(), tasks.values().map(|t| t.scores.len()).sum::<usize>());
        prop_assert_eq!(found.rows.logs[0].left_out.len(), 2);
        for row in rows {
            let (key, name) = row.task.as_ref().unwrap().split_once(':').unwrap();
            let task = &tasks[key];
            prop_assert_eq!(name, &task.name);
            prop_assert_eq!(row.shots, Some(task.shots));
            prop_assert_eq!(row.n, counted.then_some(task.effective));
            prop_assert_eq!(row.of, counted.then_some(task.original));
            prop_assert_eq!(row.dataset.as_ref().unwrap().id.as_str(), "org/set");
            prop_assert_eq!(row.date.as_deref(), Some("2026-08-10"));
        }
    }

    #[test]
    fn inspect_in_any_wrapping(
        scored in 1u64..50, samples in 50u64..90, epochs in 1u64..4, status in prop::sample::select(vec!["success", "error", "cancelled"]),
        method in prop::sample::select(vec![0u16, 8, 93]), frames in 1usize..4, archive in any::<bool>(), journal in any::<bool>(), old in any::<bool>(),
    ) {
        let metrics = json!({ "accuracy": { "name": "accuracy", "value": 0.25 }, "stderr": { "name": "inspect_ai/stderr", "value": 0.125 } });
        let scores = if old { json!({ "scorer": { "name": "match" }, "metrics": metrics }) } else {
            json!({ "total_samples": scored * epochs, "completed_samples": scored * epochs, "scores": [{ "name": "match", "scorer": "match", "scored_samples": scored, "metrics": metrics }] })
        };
        let header = json!({ "version": if old { 1 } else { 2 }, "status": status, "eval": { "task": "t", "created": "2026-05-12T23:30:00-04:00",
            "dataset": { "name": "d", "samples": samples }, "model": "hf/org/M", "config": { "epochs": epochs }, "packages": { "inspect_ai": "0.3.9" } },
            "plan": { "x": "samples" }, "results": scores, "stats": {} });
        let start = json!({ "version": 2, "eval": header["eval"], "plan": {} });
        let summaries = json!([{ "id": 1, "scores": { "match": { "value": "C" } } }, { "id": 2, "error": "x", "scores": {} }]);
        let files = if !archive {
            let mut text = header.to_string();
            text.truncate(text.len() - 1);
            Memory::new().with("logs/2026_t.json", format!("{text},\"samples\":[{{\"cut\":"))
        } else {
            let mut entries = vec![("_journal/start.json", start.to_string(), method), ("samples/1_epoch_1.json", "x".repeat(5_000), method),
                ("_journal/summaries/1.json", summaries.to_string(), method)];
            if !journal {
                entries.push(("header.json", "{}".into(), 0));
                entries.push(("header.json", header.to_string(), method));
            }
            Memory::new().with("logs/2026_t.eval", zip(&entries, frames))
        };
        let found = of(&files);
        let log = &found.rows.logs[0];
        prop_assert_eq!(log.date.as_deref(), Some("2026-05-13"));
        prop_assert_eq!(log.model.as_deref(), Some("hf/org/M"));
        if archive && journal {
            prop_assert_eq!((log.status.as_deref(), log.samples_done), (Some("started"), Some(1)));
            prop_assert!(found.rows.evaluations.is_empty());
        } else {
            let row = &found.rows.evaluations[0];
            prop_assert_eq!((row.value.as_str(), row.stderr.as_deref()), ("0.25", Some("0.125")));
            prop_assert_eq!((row.of, row.filter.as_deref()), (Some(samples), Some("match")));
            prop_assert_eq!(row.n, (!old).then_some(scored));
        }
        let finished = status == "success" && !(archive && journal);
        prop_assert_eq!(codes(&found).contains(&"eval-not-finished"), !finished);
    }

    /// Anything done to a file of any kind is survived.
    #[test]
    fn mutations_are_survived(which in 0usize..9, at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(), twice in any::<bool>()) {
        let (path, mut bytes) = specimen(which);
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        if twice {
            let copy = bytes.clone();
            bytes.extend(copy);
        }
        let found = of(&Memory::new().with(path, bytes));
        prop_assert!(found.rows.evaluations.iter().all(|e| super::score::is_decimal(&e.value)));
    }
}

/// A zip with entries packed by a method, zstd in several frames.
fn zip(entries: &[(&str, String, u16)], frames: usize) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content, method) in entries {
        let packed = match method {
            8 => {
                let mut packer = flate2::read::DeflateEncoder::new(content.as_bytes(), flate2::Compression::fast());
                let mut packed = Vec::new();
                std::io::Read::read_to_end(&mut packer, &mut packed).unwrap();
                packed
            }
            93 => content
                .as_bytes()
                .chunks(content.len() / frames + 1)
                .flat_map(|part| ruzstd::encoding::compress_to_vec(part, ruzstd::encoding::CompressionLevel::Fastest))
                .collect(),
            _ => content.clone().into_bytes(),
        };
        let offset = u32::try_from(out.len()).unwrap();
        // The local header says nothing of sizes, as with a data descriptor.
        out.extend(b"PK\x03\x04\x14\0\x08\0");
        out.extend(method.to_le_bytes());
        out.extend([0; 16]);
        out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend([0; 2]);
        out.extend(name.as_bytes());
        out.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\0\x14\0\0\0");
        directory.extend(method.to_le_bytes());
        directory.extend([0; 8]);
        directory.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        directory.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        directory.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        directory.extend([0; 12]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = u32::try_from(out.len()).unwrap();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([u16::try_from(entries.len()).unwrap().to_le_bytes(); 2].concat());
    out.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

const CSV: &str = "timestamp,run_id,duration,emissions,energy_consumed,cpu_model,gpu_count,gpu_model\n\
    2026-01-01T00:00:00,a,3600,0.1,1.5,X,8,8 x NVIDIA A40\n2026-01-01T00:00:01,b,3600,0.1,1.5,X,8,8 x NVIDIA A40\n";

/// A file of each kind.
fn specimen(which: usize) -> (&'static str, Vec<u8>) {
    let tasks =
        [Task { name: "t".into(), scores: vec![("acc=0.5".into(), Some(3))], original: 9, effective: 4, shots: 0 }];
    let header = json!({ "version": 2, "status": "success", "eval": { "task": "t", "model": "m", "dataset": { "samples": 4 } },
        "results": { "total_samples": 4, "scores": [{ "name": "s", "metrics": { "acc": { "name": "acc", "value": 0.5 } } }] } });
    match which {
        0 => ("results_1.json", lm_eval(&tasks, 3, Some("org/M")).to_string().into_bytes()),
        1 => ("a.eval", zip(&[("header.json", header.to_string(), 93)], 2)),
        2 => ("a.eval", zip(&[("header.json", header.to_string(), 8), ("_journal/start.json", header.to_string(), 0)], 1)),
        3 => ("log.json", header.to_string().into_bytes()),
        4 => (".eval_results/a.yaml", b"- dataset: {id: a/b, task_id: t}\n  value: \"48.1 \xc2\xb1 0.5\"\n- data:\n    dataset: {id: a, task_id: b}\n    value: 1e5\n".to_vec()),
        5 => ("emissions_1.csv", CSV.into()),
        6 => ("README.md", b"---\nmodel-index:\n- name: a\n  results:\n  - dataset: {type: a/b, name: B}\n    metrics:\n    - {type: acc, value: 3.50}\ndataset_info: {splits: [{name: train, num_examples: 5}]}\nco2_eq_emissions: 5\n---\n".to_vec()),
        7 => ("wandb/run-1-a/run-a.wandb", super::wandb::sample()),
        _ => ("croissant.json", br#"{"@type": ["sc:Dataset"], "name": "d", "distribution": [{"@id": "w", "contentSize": "7.38 TiB"}], "license": [{"@id": "x"}]}"#.to_vec()),
    }
}

#[test]
fn every_specimen_is_read() {
    for which in 0..9 {
        let (path, bytes) = specimen(which);
        let found = of(&Memory::new().with(path, bytes.clone()));
        assert!(!found.rows.is_empty(), "{which} {path}: {:?}", found.findings);
        // Twice the same folder, and listed the other way round: the same.
        assert_eq!(found, of(&Memory::new().with(path, bytes).reversed()));
    }
}

#[test]
fn bombs_are_bounded() {
    let huge =
        format!("{{\"version\": 2, \"status\": \"success\", \"eval\": {{\"x\": \"{}\"}}}}", "0".repeat(40 << 20));
    for method in [8, 93] {
        let found = of(&Memory::new().with("a.eval", zip(&[("header.json", huge.clone(), method)], 1)));
        assert!(found.rows.is_empty());
        assert!(codes(&found).contains(&"limit-reached"), "{:?}", found.findings);
    }
    let keys: String = (0..1_000_000).map(|i| format!("\"k{i}\":1,")).collect();
    for text in [
        format!("{{\"results\": {{{keys}\"z\": {{}}}}, \"config\": {{\"model_args\": \"\"}}}}"),
        format!("{{\"results\": {}", "[".repeat(1_000_000)),
        format!(
            "{{\"config_general\": {{}}, \"results\": {{\"a|0\": {{{}\"z\": 0.5}}}}}}",
            (0..100_000).map(|i| format!("\"m{i}\": {i},")).collect::<String>()
        ),
    ] {
        of(&Memory::new().with("results_2026.json", text));
    }
    let many: String = "- dataset: {id: a/b, task_id: t}\n  value: 1\n".repeat(20_000);
    of(&Memory::new().with(".eval_results/a.yaml", many));
}

#[test]
fn logs_of_other_models_say_nothing_of_this_one() {
    let task =
        Task { name: "t".into(), scores: vec![("acc=0.5".into(), Some(3))], original: 9, effective: 9, shots: 0 };
    let mut root = lm_eval(&[task], 3, Some("org/Other-7B"));
    root["config"]["model_num_parameters"] = json!(7_000_000_000u64);
    let files = Memory::new().with("results_1.json", root.to_string());
    let about = |name: &str| About { name: Some(name.into()), named: true, ..About::default() };
    let other = read_as(&files, &Licences::default(), &about("org/Mine-1B"));
    assert!(codes(&other).contains(&"eval-other-model"));
    assert!(other.rows.evaluations[0].has("eval-other-model"));
    assert_eq!(other.facts.value("model.parameters"), None);
    let own = read_as(&files, &Licences::default(), &about("other-7b"));
    assert!(!codes(&own).contains(&"eval-other-model"));
    assert!(own.facts.value("model.parameters").is_some());
    // Beside weights or a card that say another size, that is a finding and no claim.
    let card = "# X\n\nX is a 3B parameter language model. It was pretrained on 10T tokens.\n";
    let both = of(&files.with("README.md", card));
    assert!(codes(&both).contains(&"log-differs"), "{:?}", both.findings);
    assert_eq!(both.facts.claims("model.parameters").len(), 1);
}

#[test]
fn card_and_log_are_held_against_one_another() {
    let task =
        Task { name: "t".into(), scores: vec![("acc=0.7421".into(), Some(3))], original: 9, effective: 9, shots: 0 };
    let log = lm_eval(&[task], 3, Some("org/M")).to_string();
    let differs = |value: &str| {
        let card = format!(
            "---\nmodel-index:\n- name: M\n  results:\n  - dataset: {{type: org/set, name: Set}}\n    metrics:\n    - {{type: acc, value: {value}}}\n---\n# M\n"
        );
        let found = of(&Memory::new().with("README.md", card).with("results_1.json", log.clone()));
        codes(&found).contains(&"eval-card-differs")
    };
    for value in ["0.7421", "0.742", "74.2", "74.21", "\"74.2 ± 0.4\""] {
        assert!(!differs(value), "{value}");
    }
    for value in ["0.7621", "76.2", "0.70", "7.42"] {
        assert!(differs(value), "{value}");
    }
}

#[test]
fn a_file_that_is_cut_is_said_and_gives_nothing() {
    let task =
        Task { name: "t".into(), scores: vec![("acc=0.5".into(), Some(3))], original: 9, effective: 9, shots: 0 };
    let text = lm_eval(&[task], 3, Some("org/M")).to_string();
    for at in [20, 60, text.len() - 2] {
        let found = of(&Memory::new().with("results_2026-01-21T03-44-18.458309.json", &text.as_bytes()[..at]));
        assert!(found.rows.evaluations.is_empty());
        assert!(codes(&found).contains(&"unreadable-part"), "{at}: {:?}", found.findings);
    }
}
