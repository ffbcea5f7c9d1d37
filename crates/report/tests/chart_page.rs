//! The page lights the road of a chart (`web/chart.js`, run by `node`) as the program does. Behind the feature
//! `page-tests`, under which nothing is skipped: cargo test -p gpai-report --features page-tests --test chart_page
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use fastrand::Rng;
use gpai_report::flowchart::json::chart_json;
use gpai_report::flowchart::layout::sheet;
use gpai_rules::answer;
use gpai_rules::chart::light::{Light, Truth, light, truths};
use gpai_rules::chart::{self, What};
use gpai_rules::compile::Engine;
use gpai_rules::decide::Decision;
use gpai_rules::fact::Facts;
use gpai_rules::law::{Kind, Law};
use serde_json::{Map, Value, json};

/// Random sets of answers; each is shown on every chart.
const SETS: usize = 400;

const SCRIPT: &str = r#"
import { readFileSync } from "node:fs";
const source = readFileSync(process.argv[1], "utf8");
const { lightChart } = await import("data:text/javascript," + encodeURIComponent(source));
const { charts, cases } = JSON.parse(readFileSync(0, "utf8"));
let count = 0;
for (const { holds, status, wanted } of cases) {
  charts.forEach((chart, i) => {
    const known = (test) => { if (!(test in holds)) throw new Error("never told of " + test); return holds[test]; };
    const found = lightChart(chart, { holds: known, status: (name) => status[name] });
    const shown = chart.nodes.map((n, at) => found.nodes[at]).join("") + " " + found.edges.join("");
    if (shown !== wanted[i]) throw new Error(`${chart.name}\n  page    ${shown}\n  program ${wanted[i]}\n  ${JSON.stringify(holds)}`);
    count += 1;
  });
}
console.log(count);
"#;

/// A random answer to a fact, as it is written after `--set`.
fn random(law: &Law, fact: &str, rng: &mut Rng) -> Option<String> {
    let def = law.fact(fact)?;
    let value = match def.kind {
        Kind::YesNo => ["yes", "no"][rng.usize(..2)].to_owned(),
        Kind::Number => ["1e22", "5e22", "2e23", "9e24", "2e25"][rng.usize(..5)].to_owned(),
        Kind::Date => ["2025-01-01", "2026-01-01", "2027-01-01"][rng.usize(..3)].to_owned(),
        Kind::Country => ["FR", "US"][rng.usize(..2)].to_owned(),
        Kind::Word => def.words[rng.usize(..def.words.len())].clone(),
        Kind::Set => {
            let words: Vec<&str> = def.words.iter().filter(|_| rng.bool()).map(String::as_str).collect();
            if words.is_empty() { "none".to_owned() } else { words.join(",") }
        }
        Kind::Text => return None,
    };
    Some(format!("{fact}={value}"))
}

fn digit(light: Light) -> char {
    match light {
        Light::Dark => '0',
        Light::Dashed => '1',
        Light::Solid => '2',
    }
}

#[test]
fn the_page_lights_the_road_as_the_program_does() {
    let law = Law::book().unwrap();
    let on = "2026-11-25".parse().unwrap();
    let engine = Engine::new(&law, on).unwrap();
    let charts: Vec<_> = chart::names(&law).into_iter().map(|n| chart::chart(&law, on, n).unwrap()).collect();
    let sheets: Vec<_> = charts.iter().map(|c| sheet(&law, on, c)).collect();
    let mut rng = Rng::with_seed(8053);
    let mut cases = Vec::new();
    let mut lit = 0;
    for _ in 0..SETS {
        let mut facts = Facts::new();
        let share = rng.u8(..10);
        for def in law.facts.iter().filter(|f| !f.evidence_only) {
            if rng.u8(..10) < share
                && let Some(written) = random(&law, &def.name, &mut rng)
            {
                answer::set(&law, &mut facts, &written).unwrap();
            }
        }
        let (known, _) = engine.contradictions(&engine.known_with_implied(&facts));
        let answers = engine.answers_for(&known);
        let mut status = Map::new();
        for (name, decision) in &answers.propositions {
            status.insert(name.clone(), json!(Decision::word(*decision)));
        }
        for (id, duty) in &answers.duties {
            status.insert(id.clone(), json!(duty.word()));
        }
        let mut holds = Map::new();
        let mut wanted = Vec::new();
        for (chart, sheet) in charts.iter().zip(&sheets) {
            for (panel, truths) in chart.panels.iter().zip(truths(&engine, &facts, chart)) {
                for (node, truth) in panel.nodes.iter().zip(truths) {
                    let value = match truth {
                        Truth::Yes => json!(true),
                        Truth::No | Truth::Unclaimed => json!(false),
                        Truth::Open => Value::Null,
                    };
                    match &node.what {
                        What::Test(test) => {
                            holds.extend(test.atoms.iter().map(|a| (a.to_string(), value.clone())));
                        }
                        What::Step(name) => _ = holds.insert(name.clone(), value),
                        _ => {}
                    }
                }
            }
            let lights = light(&engine, &facts, chart);
            let exit = |line: &gpai_report::flowchart::layout::Line| {
                let lit = lights[sheet.boxes[line.from].panel][sheet.boxes[line.from].node];
                if line.yes { lit.yes } else { lit.no }
            };
            let boxes = sheet.boxes.iter().enumerate().map(|(i, b)| match b.what {
                What::Verdict(_) | What::End(_) => exit(sheet.lines.iter().find(|l| l.to == i).unwrap()),
                _ => lights[b.panel][b.node].node,
            });
            let boxes: String = boxes.map(digit).collect();
            let lines: String = sheet.lines.iter().map(|l| digit(exit(l))).collect();
            lit += boxes.chars().filter(|c| *c != '0').count();
            wanted.push(format!("{boxes} {lines}"));
        }
        cases.push(json!({"holds": holds, "status": status, "wanted": wanted}));
    }
    assert!(lit > 10_000, "{lit}");
    let drawn: Vec<Value> = charts.iter().map(|c| chart_json(&law, on, c)).collect();
    let input = json!({"charts": drawn, "cases": cases}).to_string();
    let module = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/chart.js");
    let mut node = Command::new("node")
        .args(["--input-type=module", "-e", SCRIPT, module])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node is needed for this test");
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    let (said, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{error}");
    assert_eq!(said.trim(), (SETS * charts.len()).to_string());
}
