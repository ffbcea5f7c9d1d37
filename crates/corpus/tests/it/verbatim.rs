//! `verbatim` as people start it: a model that was trained to memorise three texts, found out by the protocol; every reader of outputs;
//! lengths on both sides of the line; classes, decisions, works, bounds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write as _;

use fastrand::Rng;
use serde_json::{Value as Json, json};

use crate::make::{Doc, Place, gzip, parquet, read};

/// Words of an invented language.
fn words(rng: &mut Rng, n: usize) -> Vec<String> {
    (0..n).map(|_| (0..rng.usize(2..9)).map(|_| rng.char('a'..='z')).collect()).collect()
}

fn prose(rng: &mut Rng, vocabulary: &[String], n: usize) -> String {
    let mut out: Vec<&str> = Vec::new();
    for _ in 0..n {
        out.push(&vocabulary[rng.usize(0..vocabulary.len())]);
    }
    out.join(" ")
}

/// A model of words: the commonest continuation of the longest context that was seen often enough.
struct Model {
    counts: Vec<HashMap<Vec<String>, BTreeMap<String, u32>>>,
}

impl Model {
    const ORDER: usize = 6;
    const END: &str = "</s>";
    /// Contexts that were seen less often are forgotten, as small models forget.
    const SEEN: u32 = 5;

    fn train(texts: &[String]) -> Self {
        let mut counts = vec![HashMap::new(); Self::ORDER + 1];
        for text in texts {
            let words: Vec<String> = text.split_whitespace().chain([Self::END]).map(str::to_owned).collect();
            for at in 1..words.len() {
                for order in 1..=Self::ORDER.min(at) {
                    let next: &mut BTreeMap<String, u32> =
                        counts[order].entry(words[at - order..at].to_vec()).or_default();
                    *next.entry(words[at].clone()).or_default() += 1;
                }
            }
        }
        Self { counts }
    }

    fn say(&self, prompt: &str, n: usize, rng: &mut Rng) -> String {
        let mut words: Vec<String> = prompt.split_whitespace().map(str::to_owned).collect();
        let begun = words.len();
        while words.len() < begun + n {
            let known = (1..=Self::ORDER.min(words.len())).rev().find_map(|order| {
                let next = self.counts[order].get(&words[words.len() - order..])?;
                let all: u32 = next.values().sum();
                (all >= Self::SEEN).then_some((order, next, all))
            });
            let Some((order, next, all)) = known else { break };
            let chosen = if order > 2 {
                next.iter().max_by_key(|(_, n)| **n).unwrap().0
            } else {
                let mut at = rng.u32(0..all);
                next.iter().find(|(_, n)| at.checked_sub(**n).map(|left| at = left).is_none()).unwrap().0
            };
            if chosen == Self::END {
                break;
            }
            words.push(chosen.clone());
        }
        words[begun..].join(" ")
    }
}

fn lines(rows: &[Json]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        writeln!(out, "{row}").unwrap();
    }
    out
}

#[test]
fn a_model_that_memorised_three_texts_is_found_out() {
    let mut rng = Rng::with_seed(11);
    let vocabulary = words(&mut rng, 300);
    // Works have words of their own, so that nothing but a prompt from one leads to it.
    let own = words(&mut rng, 300).iter().map(|w| format!("{w}x")).collect::<Vec<_>>();
    let works: Vec<String> = (0..3).map(|_| prose(&mut rng, &own, 140)).collect();
    let mut rows = Vec::new();
    for at in 0..300 {
        let text = prose(&mut rng, &vocabulary, 140);
        rows.push(json!({ "text": text, "url": format!("https://a.example/{at}"), "dataset": "web" }));
    }
    for work in &works {
        for _ in 0..20 {
            rows.push(json!({ "text": work, "dataset": "books", "license": "All rights reserved" }));
        }
    }
    rng.shuffle(&mut rows);
    let place = Place::new();
    place.put("train.jsonl", &lines(&rows));
    let texts: Vec<String> = rows.iter().map(|r| r["text"].as_str().unwrap().to_owned()).collect();
    let model = Model::train(&texts);

    // The protocol: prompts from the start of documents and from anywhere, to the model, and what it says back.
    let make = [
        "verbatim",
        "prompts",
        "--corpus",
        "train.jsonl",
        "--kind",
        "start,random",
        "-n",
        "1000",
        "--prefix-words",
        "20",
    ];
    let (code, prompts, err) = place.run(&make);
    assert_eq!(code, 0, "{err}");
    assert_eq!(place.run(&make).1, prompts, "the same seed draws the same prompts");
    let prompts: Vec<Json> = prompts.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(prompts.len(), 606, "each document once, by both kinds");
    let mut answers = Vec::new();
    for prompt in &prompts {
        for sample in 0..2 {
            let said = model.say(prompt["prompt"].as_str().unwrap(), 90, &mut rng);
            answers.push(json!({ "id": prompt["id"], "kind": prompt["kind"], "prompt": prompt["prompt"], "output": said, "sample": sample }));
        }
    }
    place.put("outputs.jsonl", &lines(&answers));
    let args = ["verbatim", "outputs.jsonl", "--corpus", "train.jsonl", "-o", "report.json"];
    let (code, screen, err) = place.run(&args);
    assert_eq!(code, 0, "{err}");
    let report = read(&place.path("report.json"));
    assert_eq!(report["format"], "gpai-verbatim/1");
    assert_eq!(report["all"]["prompts"], 606);
    // Where the model ended at once there is a record and no output, and both are told.
    let silent = answers.iter().filter(|a| a["output"] == "").count() as u64;
    assert_eq!(report["outputs"]["records_without_output"], silent);
    assert_eq!(report["all"]["samples"], 1_212 - silent);
    let protected =
        |kind: &Json| kind["classes"].as_array().unwrap().iter().find(|c| c["class"] == "protected").unwrap().clone();
    // Three works by their starts, and as many at a random place.
    assert_eq!(report["all"]["counting"]["prompts"], 6, "{screen}");
    assert_eq!(protected(&report["all"])["prompts"], 6);
    let start = report["kinds"].as_array().unwrap().iter().find(|k| k["kind"] == "start").unwrap();
    assert_eq!((start["prompts"].as_u64(), start["counting"]["prompts"].as_u64()), (Some(303), Some(3)));
    assert_eq!((&start["counting"]["share"], &start["counting"]["low"]), (&json!("0.990"), &json!("0.204")));
    let found: BTreeSet<&str> = report["spans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|span| {
            assert_eq!((span["class"].as_str(), span["documents"].as_u64()), (Some("protected"), Some(20)), "{span}");
            assert_eq!(span["source"]["text"], span["output"]);
            let own = span["source"]["text"].as_str().unwrap();
            works.iter().find(|w| w.contains(own.trim())).unwrap().as_str()
        })
        .collect();
    assert_eq!(found.len(), 3, "the three and nothing else");
    for sentence in ["lower bound", "legal question"] {
        assert!(screen.contains(sentence), "{screen}");
    }
    assert!(screen.lines().count() < 40, "{screen}");
    // More threads, another order of rows and a denser or sparser index change no figure.
    rng.shuffle(&mut rows);
    place.put("b.jsonl", &lines(&rows));
    for more in [["--threads", "1"], ["--threads", "3"], ["--memory", "256M"]] {
        let (code, _, err) =
            place.run(&[&["verbatim", "outputs.jsonl", "--corpus", "b.jsonl", "-o", "other.json"][..], &more].concat());
        assert_eq!(code, 0, "{err}");
        let other = read(&place.path("other.json"));
        for part in ["all", "kinds", "spans_by_class"] {
            assert_eq!(other[part], report[part], "{part}");
        }
    }
    // A bound of one's own.
    let (code, _, err) = place.run(&[&args[..], &["--fail-on", "protected>0.5%", "--record", "model"]].concat());
    assert!(code == 1 && err.contains("0.990"), "{err}");
    let record = read(&place.path("model/evidence/verbatim.json"));
    assert_eq!((&record["format"], &record["protected"]["share"]), (&json!("gpai-verbatim-record/1"), &json!("0.990")));
    assert_eq!(record["limit"], json!({ "class": "protected", "bound": "0.500", "share": "0.990", "exceeded": true }));
    assert!(!record.to_string().contains(&works[0][..40]), "no text of anybody");
    assert_eq!(place.run(&[&args[..], &["--fail-on", "protected>2%"]].concat()).0, 0);
}

/// A text of so many characters, which ends with a letter.
fn exactly(rng: &mut Rng, vocabulary: &[String], n: usize) -> String {
    let mut out: String = prose(rng, vocabulary, n).chars().take(n).collect();
    if out.ends_with(' ') {
        out.pop();
        out.push('q');
    }
    out
}

#[test]
fn lengths_on_both_sides_of_the_line_in_every_dress() {
    let mut rng = Rng::with_seed(4);
    let vocabulary = words(&mut rng, 500);
    let place = Place::new();
    let mut docs = Vec::new();
    let mut outputs = Vec::new();
    let mut expected = BTreeMap::new();
    for n in [159, 160, 161] {
        let texts: Vec<String> = (0..7).map(|_| exactly(&mut rng, &vocabulary, n)).collect();
        let [plain, capitals, broken, escapes, accents, hebrew, emoji] = texts.as_slice() else { panic!() };
        let dressed: [(&str, String, String); 7] = [
            ("plain", plain.clone(), plain.clone()),
            ("capitals", capitals.clone(), capitals.to_uppercase().replace(' ', "  ")),
            ("lines", broken.clone(), broken.replace(' ', "\r\n")),
            ("escapes", escapes.replacen(' ', "\"\\\t", 2), String::new()),
            ("accents", accents.replace('a', "e\u{301}"), accents.replace('a', "é")),
            (
                "hebrew",
                hebrew
                    .chars()
                    .map(|c| if c == ' ' { c } else { char::from_u32(0x5d0 + c as u32 % 23).unwrap() })
                    .collect(),
                String::new(),
            ),
            ("emoji", emoji.replace('a', "🦀"), String::new()),
        ];
        for (dress, doc, output) in dressed {
            let output = if output.is_empty() { doc.clone() } else { output };
            let id = format!("{dress}-{n}");
            // What stands around it differs, and its edges are letters that do not.
            docs.push(json!({ "text": format!("{} 1{doc}2 {}", prose(&mut rng, &vocabulary, 30), prose(&mut rng, &vocabulary, 30)) }));
            outputs.push(json!({ "id": id, "output": format!("{} 3{output}4 {}", prose(&mut rng, &vocabulary, 9), prose(&mut rng, &vocabulary, 9)) }));
            let folded = if dress == "escapes" { n + 4 } else { n };
            expected.insert(id, folded);
        }
        // Ideographs count two; a text at the very start and end.
        let han: String = (0..n / 2).map(|_| char::from_u32(rng.u32(0x4e00..0x9000)).unwrap()).collect();
        let han = if n % 2 == 1 { format!("{han}q") } else { han };
        docs.push(json!({ "text": han }));
        outputs.push(json!({ "id": format!("han-{n}"), "output": han }));
        expected.insert(format!("han-{n}"), n);
    }
    place.put("corpus/a.jsonl", &lines(&docs));
    place.put("out.jsonl", &lines(&outputs));
    for (folder, put) in [("corpus", None), ("packed", Some(true)), ("columns", Some(false))] {
        match put {
            Some(true) => drop(place.put("packed/a.jsonl.gz", &gzip(&lines(&docs)))),
            Some(false) => {
                let rows: Vec<Doc> = docs
                    .iter()
                    .map(|d| Doc {
                        url: None,
                        text: d["text"].as_str().unwrap().to_owned(),
                        language: None,
                        date: None,
                        tokens: None,
                    })
                    .collect();
                drop(place.put("columns/a.parquet", &parquet(&rows, 5)));
            }
            None => {}
        }
        let (code, out, err) =
            place.run(&["verbatim", "out.jsonl", "--corpus", folder, "--near", "off", "--format", "json"]);
        assert_eq!(code, 0, "{err}");
        let report: Json = serde_json::from_str(&out).unwrap();
        let found: BTreeMap<String, usize> = report["spans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| (s["prompt"]["id"].as_str().unwrap().to_owned(), s["chars"].as_u64().unwrap() as usize))
            .collect();
        let wanted: BTreeMap<String, usize> = expected.clone().into_iter().filter(|(_, n)| *n >= 160).collect();
        assert_eq!(found, wanted, "{folder}");
    }
    // As they stand, capitals are another text.
    let (_, out, _) = place.run(&["verbatim", "out.jsonl", "--corpus", "corpus", "--exact-bytes", "--format", "json"]);
    let report: Json = serde_json::from_str(&out).unwrap();
    assert!(
        report["spans"]
            .as_array()
            .unwrap()
            .iter()
            .all(|s| !s["prompt"]["id"].as_str().unwrap().starts_with("capitals"))
    );
}

#[test]
fn classes_say_what_they_rest_on_and_people_decide() {
    let mut rng = Rng::with_seed(9);
    let vocabulary = words(&mut rng, 500);
    let mut text = || prose(&mut rng, &vocabulary, 60);
    let (free, common, unknown, echo, work) = (text(), text(), text(), text(), text());
    let quoted = "It is a truth that nobody in this invented country would ever have doubted, that a text of some length which is quoted at some length stands between marks of quotation, and that a name is near";
    let licence = spdx::text::LICENSE_TEXTS.iter().find(|(id, _)| *id == "Apache-2.0").unwrap().1;
    let zeros: String = (0..120).map(|i| format!("{}, ", i * 7919 % 13)).collect();
    let place = Place::new();
    let mut rows = vec![
        json!({ "text": free, "license": "cc-by-4.0" }),
        json!({ "text": unknown }),
        json!({ "text": echo }),
        json!({ "text": quoted }),
        json!({ "text": licence }),
        json!({ "text": zeros }),
    ];
    rows.extend((0..12).map(|_| json!({ "text": common })));
    place.put("c.jsonl", &lines(&rows));
    place.put("works/song.txt", work.as_bytes());
    let around = |t: &str| format!("zz {t} yy");
    let mut answers = vec![
        json!({ "id": "free", "output": around(&free) }),
        json!({ "id": "common", "output": around(&common) }),
        json!({ "id": "unknown", "output": around(&unknown) }),
        json!({ "id": "echo", "prompt": format!("Say again: {echo}"), "output": around(&echo) }),
        json!({ "id": "quotation", "output": format!("As Jane Example wrote, \"{quoted}\", and so on.") }),
        json!({ "id": "licence-text", "output": around(&licence[2_000..2_900]) }),
        json!({ "id": "low-complexity", "output": around(&zeros) }),
        json!({ "id": "protected", "output": around(&work[..work.len() / 2]) }),
        json!({ "id": "nothing", "output": "nothing that anybody wrote before" }),
    ];
    place.put("out.jsonl", &lines(&answers));
    let run = |more: &[&str]| -> Json {
        let args = ["verbatim", "out.jsonl", "--corpus", "c.jsonl", "--works", "works", "--format", "json"];
        let (code, out, err) = place.run(&[&args, more].concat());
        assert_eq!(code, 0, "{err}");
        serde_json::from_str(&out).unwrap()
    };
    let report = run(&[]);
    let class = |report: &Json, id: &str| {
        let span = report["spans"].as_array().unwrap().iter().find(|s| s["prompt"]["id"] == id).cloned();
        span.map(|s| (s["class"].as_str().unwrap().to_owned(), s["span"].as_str().unwrap().to_owned()))
    };
    for id in ["free", "common", "unknown", "quotation", "licence-text", "low-complexity", "protected"] {
        assert_eq!(class(&report, id).unwrap().0, id);
    }
    assert_eq!(report["spans_by_class"][0], json!({ "class": "echo", "spans": 1 }));
    assert_eq!(report["all"]["counting"]["prompts"], 5);
    let [song] = report["works"]["each"].as_array().unwrap().as_slice() else { panic!("{}", report["works"]) };
    let share: f64 = song["share"].as_str().unwrap().parse().unwrap();
    assert!((49.0..51.0).contains(&share) && song["file"] == "song.txt", "{song}");
    // A person moves a span; the rules do not.
    let id = class(&report, "unknown").unwrap().1;
    let decision = format!(
        "[[decision]]\nspan = \"{id}\"\nclass = \"free\"\nby = \"A. Person\"\non = \"2026-11-30\"\nwhy = \"Own text\"\n"
    );
    place.put("verbatim-decisions.toml", decision.as_bytes());
    let decided = run(&[]);
    assert_eq!(class(&decided, "unknown").unwrap().0, "free");
    assert!(decided["spans"].as_array().unwrap().iter().any(|s| s["decided"] == "A. Person, 2026-11-30"));
    std::fs::remove_file(place.path("verbatim-decisions.toml")).unwrap();
    assert_eq!(class(&run(&["--protected", "dataset=nobody"]), "unknown").unwrap().0, "unknown");
    // Words changed here and there: nearly verbatim, and said to be.
    let edited: Vec<&str> =
        unknown.split(' ').enumerate().map(|(at, w)| if at % 14 == 13 { "other" } else { w }).collect();
    answers = vec![json!({ "id": "near", "output": edited.join(" ") })];
    place.put("out.jsonl", &lines(&answers));
    let near = run(&[]);
    let same = near["spans"][0]["same_of_10000"].as_u64().unwrap();
    assert!((8_500..10_000).contains(&same), "{}", near["spans"]);
    assert_eq!(near["all"]["nearly_only"], 1);
    assert_eq!(run(&["--near", "off"])["all"]["counting"]["prompts"], 0);
    // The Markdown is tame, in both languages.
    answers = vec![json!({ "id": "x", "output": format!("{unknown} <script>"), "kind": "<b>|x" })];
    place.put("out.jsonl", &lines(&answers));
    for (lang, title) in [("en", "Measure 1.4"), ("zh", "措施 1.4")] {
        run(&["--markdown", "m.md", "--lang", lang]);
        let markdown = std::fs::read_to_string(place.path("m.md")).unwrap();
        assert!(markdown.contains(title) && !markdown.contains("<b>") && !markdown.contains("<script>"), "{markdown}");
    }
}

#[test]
fn every_reader_of_outputs_gives_the_same() {
    let mut rng = Rng::with_seed(21);
    let vocabulary = words(&mut rng, 500);
    let texts: Vec<String> = (0..3).map(|_| prose(&mut rng, &vocabulary, 50)).collect();
    let place = Place::new();
    place.put("c.jsonl", &lines(&texts.iter().map(|t| json!({ "text": t })).collect::<Vec<_>>()));
    let each = |make: &dyn Fn(usize, &str) -> Json| -> Vec<Json> {
        texts.iter().enumerate().map(|(n, t)| make(n, t)).collect()
    };
    let inspect = |n: usize, t: &str| json!({ "id": n, "epoch": 1, "input": format!("p{n}"), "output": { "choices": [{ "message": { "role": "assistant", "content": t } }] } });
    place.put("a.jsonl", &lines(&each(&|n, t| json!({ "prompt": format!("p{n}"), "completion": t }))));
    place.put("lm/samples_task.jsonl", &lines(&each(&|n, t| json!({ "doc_id": n, "arguments": { "gen_args_0": { "arg_0": format!("p{n}"), "arg_1": {} } }, "resps": [[t]], "filtered_resps": [t] }))));
    place.put(
        "hf.json",
        json!(each(&|n, t| json!({ "prompt": format!("p{n}"), "generated_text": format!("p{n}{t}") })))
            .to_string()
            .as_bytes(),
    );
    place.put("inspect.json", json!({ "version": 2, "eval": {}, "samples": each(&inspect) }).to_string().as_bytes());
    place.put("batch.jsonl", &lines(&each(&|n, t| json!({ "id": "b", "custom_id": format!("c{n}"), "response": { "status_code": 200, "body": { "choices": [{ "message": { "content": t } }] } } }))));
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("header.json", options).unwrap();
    archive.write_all(b"{}").unwrap();
    for (n, sample) in each(&inspect).iter().enumerate() {
        archive.start_file(format!("samples/{n}_epoch_1.json"), options).unwrap();
        archive.write_all(sample.to_string().as_bytes()).unwrap();
    }
    place.put("log.eval", &archive.finish().unwrap().into_inner());
    for (n, text) in texts.iter().enumerate() {
        place.put(&format!("plain/{n}.txt"), text.as_bytes());
    }
    for name in ["a.jsonl", "lm", "hf.json", "inspect.json", "batch.jsonl", "log.eval", "plain"] {
        let (code, out, err) = place.run(&["verbatim", name, "--corpus", "c.jsonl", "--format", "json"]);
        assert_eq!(code, 0, "{name}: {err}");
        let report: Json = serde_json::from_str(&out).unwrap();
        let figures =
            (&report["all"]["prompts"], &report["all"]["counting"]["prompts"], &report["all"]["longest"]["chars"]);
        let longest = texts.iter().map(String::len).max().unwrap();
        assert_eq!(figures, (&json!(3), &json!(3), &json!(longest)), "{name}");
    }
    // What is broken is told, and nothing of it is taken for an output.
    place.put("bad.jsonl", b"{\"output\":\"x\"}\nno json\n{\"output\":1}\n\xff\n");
    place.put("bad.eval", b"PK no archive");
    let (code, out, _) = place.run(&["verbatim", "bad.jsonl", "bad.eval", "--corpus", "c.jsonl", "--format", "json"]);
    let report: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!(
        (
            &report["outputs"]["unread_count"],
            &report["outputs"]["records_without_output"],
            &report["outputs"]["samples"]
        ),
        (&json!(3), &json!(1), &json!(1))
    );
    let (code, _, err) = place.run(&["verbatim", "list.dat/none", "--corpus", "c.jsonl"]);
    assert!(code == 2 && err.contains("none"), "{err}");
}

#[test]
fn an_interrupted_run_goes_on_where_it_was() {
    let mut rng = Rng::with_seed(33);
    let vocabulary = words(&mut rng, 800);
    let place = Place::new();
    let mut outputs = Vec::new();
    for file in 0..6 {
        let docs: Vec<Json> = (0..40).map(|_| json!({ "text": prose(&mut rng, &vocabulary, 60) })).collect();
        outputs.push(json!({ "output": docs[file]["text"] }));
        place.put(&format!("c/{file}.jsonl"), &lines(&docs));
    }
    place.put("c/bad.jsonl", b"{\"text\":\"fine\"}\nno json\n");
    place.put("out.jsonl", &lines(&outputs));
    let args = ["verbatim", "out.jsonl", "--corpus", "c", "-o", "r.json", "--piece", "1"];
    assert_eq!(place.run(&["verbatim", "out.jsonl", "--corpus", "c", "-o", "whole.json"]).0, 0);
    let whole = read(&place.path("whole.json"));
    assert_eq!((&whole["all"]["counting"]["prompts"], &whole["corpus"]["rejected"]["records"]), (&json!(6), &json!(1)));
    // A file that ends the run stands in the way; what was done before is kept.
    let (code, _, err) = place.run(&[&args[..], &["--strict"]].concat());
    assert!(code == 2 && err.contains("bad.jsonl"), "{err}");
    let kept = std::fs::read_dir(place.path("r.json.state")).unwrap().count();
    assert!(kept >= 5, "{kept}");
    // A piece that was cut is done again.
    let first = std::fs::read_dir(place.path("r.json.state")).unwrap().next().unwrap().unwrap().path();
    let bytes = std::fs::read(&first).unwrap();
    std::fs::write(&first, &bytes[..bytes.len() - 3]).unwrap();
    let (code, _, err) = place.run(&args);
    assert_eq!(code, 0, "{err}");
    assert_eq!(read(&place.path("r.json")), whole);
    assert!(!place.path("r.json.state").exists());
}

#[test]
fn a_bound_on_what_nobody_named_is_neither_kept_nor_exceeded() {
    let place = Place::new();
    let text = "one two three four five six seven eight nine ten ".to_owned()
        + "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty and so on to the end of this long line of numbers in words, which is long enough";
    place.put("c.jsonl", &lines(&[json!({ "text": text })]));
    place.put("o.jsonl", &lines(&[json!({ "prompt": "p", "output": text })]));
    let args = ["verbatim", "o.jsonl", "--corpus", "c.jsonl", "--fail-on", "protected>0.1%", "-o", "r.json"];
    let (code, screen, err) = place.run(&args);
    assert_eq!(code, 2, "{screen}{err}");
    assert!(err.contains("--protected"), "{err}");
    let limit = read(&place.path("r.json"))["limit"].clone();
    assert!(limit["exceeded"].is_null() && limit["share"].is_null(), "{limit}");
    assert!(screen.contains("  ?"), "{screen}");
    // Named, the same bound is exceeded.
    let (code, _, err) = place.run(&[&args[..], &["--protected", "c.jsonl"]].concat());
    assert_eq!(code, 1, "{err}");
}
