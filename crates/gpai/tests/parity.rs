//! The page's walker (`web/engine/`, run by `node`) gives what the engine gives: seeded random answers, and the worked
//! examples of the law book. What the page does itself (`gpai.toml`, answers and evidence put together, nearness to a line) is
//! compared in `parity_page/logic.rs`. Behind the feature `page-tests`, under which nothing is skipped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

#[path = "parity_page/logic.rs"]
mod logic;
#[path = "parity_page/random.rs"]
mod random;
#[path = "parity_page/texts.rs"]
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fastrand::Rng;
use gpai_report::json;
use gpai_report::law_data::{self, More};
use gpai_rules::answer;
use gpai_rules::assess::Assessment;
use gpai_rules::compile::{Engine, Target};
use gpai_rules::derive::derive;
use gpai_rules::fact::{Facts, Value};
use gpai_rules::interview::Screen;
use gpai_rules::law::{Language, Law};
use gpai_rules::message::message;
use gpai_rules::toml_place::{Item, Table, Text};
use gpai_rules::whatif::{Change, WhatIf};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

/// Random sets of answers in all.
const SETS: usize = 20_000;
/// Sets are shared out to so many threads, each with a node process of its own.
const THREADS: usize = 2;
/// Every so many sets, reasons, rules, provisions and what is missing are compared too, and a change is asked for.
const DEEP: usize = 8;

/// One question to the walker, and what the engine says.
struct Case {
    id: String,
    line: String,
    wanted: String,
}

/// One set of answers.
struct Asked<'a> {
    on: Date,
    facts: &'a Facts,
    deep: bool,
    wish: Option<(&'a str, bool)>,
}

fn list(names: &[String]) -> String {
    names.join(",")
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "?".to_owned(),
        Some(Value::Bool(b)) => b.to_string(),
        Some(Value::Number(i)) if i.is_point() => i.low.to_string(),
        Some(Value::Number(i)) => {
            format!("{} {} {}", i.low, i.best.as_ref().map_or("?".to_owned(), ToString::to_string), i.high)
        }
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Word(text) | Value::Text(text)) => text.clone(),
        Some(Value::Set { words, complete }) => {
            format!(
                "{} {}",
                if *complete { "all" } else { "some" },
                words.iter().cloned().collect::<Vec<_>>().join(",")
            )
        }
    }
}

fn changes(found: &WhatIf) -> String {
    let change = |c: &Change| {
        format!("{} from {} to {} {} {}", c.fact, shown(c.from.as_ref()), shown(Some(&c.to)), c.controlled, c.changes)
    };
    match found {
        WhatIf::Already => "already".to_owned(),
        WhatIf::Impossible => "impossible".to_owned(),
        WhatIf::Ways(ways) => {
            let way = |w: &Vec<Change>| w.iter().map(change).collect::<Vec<_>>().join(" and ");
            ways.iter().map(way).collect::<Vec<_>>().join(" or ")
        }
    }
}

/// What the engine says, in the words of `parity_page/walk.mjs`.
fn wanted(law: &Law, engine: &Engine<'_>, asked: &Asked<'_>) -> String {
    let got: Assessment = engine.assess(asked.facts);
    let mut parts = Vec::new();
    for c in &got.conclusions {
        let mut part = format!("{} {} {}", c.name, c.decision.word(), c.decision.strength().map_or("-", |s| s.word()));
        if asked.deep {
            let _ = write!(
                part,
                " because {} rules {} cites {} missing {} displaced {}",
                list(&c.because),
                list(&c.rules),
                list(&c.cites),
                list(&c.missing),
                list(&c.displaced_by)
            );
        }
        parts.push(part);
    }
    for d in &got.duties {
        let due = d.due.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let mut part = format!("{} {} {} {due} {}", d.id, d.status.word(), d.if_provider.word(), d.state.word());
        if asked.deep {
            let _ = write!(part, " because {} missing {}", list(&d.because), list(&d.missing));
        }
        parts.push(part);
    }
    parts.extend(got.questions.iter().map(|q| format!("ask {} for {}", q.fact, list(&q.settles))));
    if asked.deep {
        let skip = BTreeSet::new();
        parts.extend(engine.interview(asked.facts, &skip).iter().map(|step| match &step.screen {
            Screen::Presets(ids) => format!("next {} for {}", list(ids), list(&step.settles)),
            Screen::Fact(fact) => {
                let lines = engine.brackets(asked.facts, fact).into_iter().map(|i| shown(Some(&Value::Number(i))));
                let lines = lines.collect::<Vec<_>>().join(" | ");
                format!("next {fact} for {} lines {lines}", list(&step.settles))
            }
        }));
    }
    parts.push("ignored ".to_owned());
    let fine = got.exposure.fine_ceiling_eur.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    parts.push(format!("fine {fine} from {}", got.exposure.finable_from.unwrap()));
    let near = got.findings.iter().filter(|f| f.code == "near-threshold");
    let near: BTreeSet<String> = near.map(|f| message(law, f, Language::English)).collect();
    parts.push(format!("near {}", near.into_iter().collect::<Vec<_>>().join(" / ")));
    if asked.deep {
        let detail = |code: &str| -> Vec<String> {
            let found = got.findings.iter().filter(|f| f.code == code);
            found.map(|f| f.details[0].1.replace(", ", ",")).collect()
        };
        let notices = law.doubts.iter().filter(|d| d.notice.is_some() && got.findings.iter().any(|f| f.code == d.id));
        let said: Vec<String> = detail("law-unclear").into_iter().chain(notices.map(|d| d.id.clone())).collect();
        parts.push(format!("doubts {}", in_order(law.doubts.iter().map(|d| &d.id), &said)));
        parts.push(format!("yielded {}", detail("answers-unusual").join(",")));
        let mut facts = asked.facts.clone();
        derive(law, &mut facts);
        let (_, mut groups) = engine.contradictions(&engine.known_with_implied(&facts));
        groups.extend(got.facts.iter().filter(|f| f.contradiction).map(|f| vec![f.name.clone()]));
        parts.push(format!("contradict {}", groups.iter().map(|g| list(g)).collect::<Vec<_>>().join(" / ")));
    }
    if let Some((name, want)) = asked.wish {
        let mut facts = asked.facts.clone();
        derive(law, &mut facts);
        let (known, _) = engine.contradictions(&engine.known_with_implied(&facts));
        let target = match law.duty(name) {
            Some(_) => Target::Applies(name.to_owned()),
            None => Target::Proposition(name.to_owned()),
        };
        parts.push(format!("wish {name} {want} {}", changes(&engine.whatif(&known, &target, want))));
    }
    parts.join("; ")
}

/// Those of some names that were found, in the order of the first list.
fn in_order<'n>(all: impl Iterator<Item = &'n String>, found: &[String]) -> String {
    all.filter(|name| found.contains(name)).cloned().collect::<Vec<_>>().join(",")
}

/// The question as the walker reads it.
fn line(data: &Path, answers: &Json, asked: &Asked<'_>) -> String {
    json!({
        "data": data, "on": asked.on.to_string(), "answers": answers, "deep": asked.deep,
        "wish": asked.wish.map(|(name, want)| json!([name, want])),
    })
    .to_string()
}

/// Asks the walker all lines in one process; gives its answers.
fn ask(asked: &[&str]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parity_page/walk.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the feature `page-tests` needs the program `node`, version 20 or later");
    let mut stdin = node.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            for line in asked {
                writeln!(stdin, "{line}").unwrap();
            }
        });
        node.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "node failed");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), asked.len(), "node answered another number of lines");
    lines
}

/// Asks the walker all cases, and compares.
fn compare(cases: &[Case]) -> Vec<String> {
    let lines = ask(&cases.iter().map(|case| case.line.as_str()).collect::<Vec<_>>());
    let differs = cases.iter().zip(&lines).filter(|(case, line)| case.wanted != **line);
    differs.map(|(case, line)| difference(case, line)).collect()
}

/// The parts that differ.
fn difference(case: &Case, line: &str) -> String {
    let (wanted, got): (Vec<&str>, Vec<&str>) = (case.wanted.split("; ").collect(), line.split("; ").collect());
    let mut out = format!("{}: {}\n", case.id, case.line);
    for i in 0..wanted.len().max(got.len()) {
        let (w, g) = (wanted.get(i).unwrap_or(&"nothing"), got.get(i).unwrap_or(&"nothing"));
        if w != g {
            let _ = writeln!(out, "  engine {w}\n  walker {g}");
        }
    }
    out
}

/// Law data for the page, and for every day of the law book.
fn data(law: &Law) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (page, whole) = (folder.path().join("page.json"), folder.path().join("whole.json"));
    std::fs::write(&page, law_data::write(law, "test", More::default()).unwrap()).unwrap();
    let (first, last) = law.span.unwrap();
    std::fs::write(&whole, law_data::write_days(law, "test", More::default(), first, last).unwrap()).unwrap();
    (folder, page, whole)
}

#[test]
fn random_answers_agree() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let names: Vec<&str> =
        law.propositions.iter().map(|p| p.name.as_str()).chain(law.duties.iter().map(|d| d.id.as_str())).collect();
    let differ: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (law, page, names) = (&law, &page, &names);
                scope.spawn(move || {
                    let mut engines: BTreeMap<Date, Engine<'_>> = BTreeMap::new();
                    let mut cases = Vec::new();
                    for set in (thread..SETS).step_by(THREADS) {
                        let mut rng = Rng::with_seed(53_000 + set as u64);
                        let on = random::day(&mut rng);
                        let (facts, answers) = random::answers(law, on, &mut rng);
                        let deep = set % DEEP < THREADS;
                        let wish = deep.then(|| (names[rng.usize(..names.len())], rng.bool()));
                        let asked = Asked { on, facts: &facts, deep, wish };
                        let engine = engines.entry(on).or_insert_with(|| Engine::new(law, on).unwrap());
                        cases.push(Case {
                            id: format!("set {set}"),
                            line: line(page, &answers, &asked),
                            wanted: wanted(law, engine, &asked),
                        });
                    }
                    compare(&cases)
                })
            })
            .collect();
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    assert!(
        differ.is_empty(),
        "{} of {SETS} sets agree; the first that do not:\n{}",
        SETS - differ.len(),
        differ.iter().take(5).cloned().collect::<String>()
    );
}

/// The facts of a worked example, as an answer on the command line writes them.
fn case_facts(law: &Law, source: &str, table: &Table<'_, '_>) -> Facts {
    let mut facts = Facts::new();
    for (fact, _, item) in table.keys() {
        let written = |v: Item<'_, '_>| v.get_ref().as_str().map_or_else(|| source[v.span()].to_owned(), str::to_owned);
        let value = match item.get_ref() {
            toml::de::DeValue::Array(words) if words.is_empty() => "none".to_owned(),
            toml::de::DeValue::Array(words) => {
                words.iter().map(|w| w.get_ref().as_str().unwrap().to_owned()).collect::<Vec<_>>().join(",")
            }
            toml::de::DeValue::Table(t) => match (t.get("low"), t.get("high"), t.get("value")) {
                (Some(low), Some(high), _) => format!("{}..{}", written(low), written(high)),
                (_, _, Some(v)) => written(v),
                _ => panic!("{fact}"),
            },
            _ => written(item),
        };
        answer::set(law, &mut facts, &format!("{fact}={value}")).unwrap();
    }
    facts
}

#[test]
fn worked_examples_agree() {
    let law = Law::book().unwrap();
    let (_folder, _, whole) = data(&law);
    let mut engines: BTreeMap<Date, Engine<'_>> = BTreeMap::new();
    let mut cases = Vec::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law/cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let source = std::fs::read_to_string(path).unwrap();
        let text = Text { file: "case", text: &source };
        let parsed = text.parse().unwrap();
        for case in Table::new(text, parsed.get_ref(), parsed.span()).tables("case").unwrap() {
            let on = case.need_date("on").unwrap();
            let facts = case.table("facts").unwrap().map_or_else(Facts::new, |t| case_facts(&law, &source, &t));
            let answers: Json = facts
                .names()
                .map(|name| (name.to_owned(), json::value(&facts.value(name).unwrap())))
                .collect::<serde_json::Map<_, _>>()
                .into();
            let asked = Asked { on, facts: &facts, deep: true, wish: Some(("gpai", false)) };
            let engine = engines.entry(on).or_insert_with(|| Engine::new(&law, on).unwrap());
            cases.push(Case {
                id: case.str("id").unwrap(),
                line: line(&whole, &answers, &asked),
                wanted: wanted(&law, engine, &asked),
            });
        }
    }
    assert!(cases.len() > 200, "{} worked examples", cases.len());
    let differ = compare(&cases);
    assert!(differ.is_empty(), "{} of {} differ:\n{}", differ.len(), cases.len(), differ.concat());
}

/// What is no answer is left out and named; nothing makes the walker throw, and all else stays as it was.
#[test]
fn hostile_answers_are_left_out() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let on: Date = "2026-11-25".parse().unwrap();
    let engine = Engine::new(&law, on).unwrap();
    let long = "9".repeat(1_000_000);
    let cases: Vec<(String, &str)> = vec![
        ("null".into(), ""),
        ("7".into(), ""),
        ("\"market.eu\"".into(), ""),
        ("[true]".into(), "0"),
        (r#"{"__proto__": {"market.eu": true}}"#.into(), "__proto__"),
        (r#"{"constructor": true, "toString": "x", "": 1}"#.into(), "constructor,toString,"),
        (r#"{"market.eu": "constructor"}"#.into(), "market.eu"),
        (r#"{"market.eu": 1, "role.develops": {"value": true}}"#.into(), "market.eu,role.develops"),
        (r#"{"compute.update_flop": "1e999999999"}"#.into(), "compute.update_flop"),
        (r#"{"compute.update_flop": "1e61"}"#.into(), "compute.update_flop"),
        (r#"{"compute.update_flop": 1e300}"#.into(), "compute.update_flop"),
        (r#"{"compute.update_flop": -5}"#.into(), "compute.update_flop"),
        (format!(r#"{{"compute.update_flop": "{long}"}}"#), "compute.update_flop"),
        (format!(r#"{{"compute.update_flop": {{"low": "1", "high": "{long}"}}}}"#), "compute.update_flop"),
        (r#"{"compute.update_flop": {"low": "2", "high": "1"}}"#.into(), "compute.update_flop"),
        (r#"{"compute.update_flop": {"low": "1", "best": "3", "high": "2"}}"#.into(), "compute.update_flop"),
        (
            r#"{"compute.update_flop": {"low": "1"}, "compute.cumulative_flop": []}"#.into(),
            "compute.update_flop,compute.cumulative_flop",
        ),
        (r#"{"market.first_available": "2026-02-30"}"#.into(), "market.first_available"),
        (r#"{"market.first_available": "+123456-01-01"}"#.into(), "market.first_available"),
        (
            r#"{"systemic.rebuttal": "toString", "provider.established": "XX"}"#.into(),
            "systemic.rebuttal,provider.established",
        ),
        (r#"{"model.outputs": "__proto__", "model.inputs": [1, null]}"#.into(), "model.outputs,model.inputs"),
        (r#"{"model.outputs": {"words": 5}, "model.inputs": [["text"]]}"#.into(), "model.outputs,model.inputs"),
        (format!(r#"{{"model.outputs": [{}"text"]}}"#, "\"text\",".repeat(100_000)), "model.outputs"),
        (format!(r#"{{"openness.licence": "{long}", "model.name": "<script>{long}"}}"#), ""),
        (r#"{"openness.licence": "__proto__", "model.name": "\u0000\ud800"}"#.into(), ""),
        (format!(r#"{{"{long}": true}}"#), &long[..80]),
        (r#"{"market.eu": "unknown", "compute.update_flop": null}"#.into(), ""),
    ];
    let facts = Facts::new();
    let asked = Asked { on, facts: &facts, deep: true, wish: Some(("gpai", true)) };
    let nothing = wanted(&law, &engine, &asked);
    // A licence of whatever name is answered, and not asked for again.
    let mut facts_named = Facts::new();
    let source = gpai_rules::fact::Source::new(gpai_rules::fact::Origin::Answer, "gpai.toml");
    facts_named.add("openness.licence", Value::Text("x".to_owned()), source);
    let named = wanted(&law, &engine, &Asked { facts: &facts_named, ..asked });
    let cases: Vec<Case> = cases
        .into_iter()
        .map(|(answers, ignored)| {
            // The answers as they are written: a JSON writer of ours might mend them.
            let line =
                line(&page, &Json::Null, &asked).replace(r#""answers":null"#, &format!(r#""answers":{answers}"#));
            let id = answers.chars().take(60).collect();
            let wanted = if answers.contains("openness.licence") { &named } else { &nothing };
            Case { id, line, wanted: wanted.replace("ignored ", &format!("ignored {ignored}")) }
        })
        .collect();
    let differ = compare(&cases);
    assert!(
        differ.is_empty(),
        "{}",
        differ.iter().map(|d| d.chars().take(2000).collect::<String>()).collect::<String>()
    );
}

/// One answer as text is read alike, or refused alike, whatever the kind of its fact.
#[test]
fn written_answers_are_read_alike() {
    let law = Law::book().unwrap();
    let (_folder, page, _) = data(&law);
    let defs: Vec<_> = law.facts.iter().filter(|f| !f.evidence_only).collect();
    let mut rng = Rng::with_seed(11);
    let (mut cases, mut read) = (Vec::new(), 0);
    for i in 0..20_000 {
        let def = defs[rng.usize(..defs.len())];
        let text = random::written(def, &mut rng);
        let wanted = match answer::from_text(def, &text) {
            Ok(Some(value)) => {
                read += 1;
                json!(shown(Some(&value))).to_string()
            }
            _ => "nothing".to_owned(),
        };
        let line = json!({ "data": page, "on": "2026-11-25", "read": [def.name, text] }).to_string();
        cases.push(Case { id: format!("text {i}"), line, wanted });
    }
    assert!(read > 5_000 && read < 15_000, "{read} of {} texts are answers", cases.len());
    let differ = compare(&cases);
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.iter().take(20).cloned().collect::<String>());
}
