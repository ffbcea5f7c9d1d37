//! The charts as the page draws them: boxes with their places, texts in both languages, lines with their corners.
//!
//! Compact, since all of it travels with the page: what does not apply is absent, and a
//! box goes by its position in `nodes`.

use gpai_rules::chart::{self, Chart, Test, What};
use gpai_rules::compile::Engine;
use gpai_rules::law::{Law, Words};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::layout::{Placed, sheet};

/// The charts under the law of the engine's day: the main ones, then those of propositions that have no frame in one.
pub fn charts_json(law: &Law, engine: &Engine<'_>) -> Value {
    let on = engine.as_of();
    let mut charts: Vec<Chart> = Vec::new();
    for name in chart::names(law) {
        if !charts.iter().flat_map(|c| &c.panels).any(|p| p.name == name) {
            charts.extend(chart::chart(law, on, name));
        }
    }
    Value::Array(charts.iter().map(|c| chart_json(law, on, c)).collect())
}

fn both(words: &Words) -> Value {
    json!({"en": words.en, "zh": words.zh})
}

/// One chart.
pub fn chart_json(law: &Law, on: Date, chart: &Chart) -> Value {
    let sheet = sheet(law, on, chart);
    let nodes: Vec<Value> = sheet.boxes.iter().map(|b| node(law, b)).collect();
    let edges: Vec<Value> = sheet
        .lines
        .iter()
        .map(|l| {
            let points: Vec<Value> = l.points.iter().map(|(x, y)| json!([x, y])).collect();
            let when = if l.yes { "yes" } else { "no" };
            let mut edge = json!({"from": l.from, "to": l.to, "when": when, "points": points});
            // The word at the exit is mostly that of the test: yes where it holds.
            if let (Some(edge), true) = (edge.as_object_mut(), l.word.en != when) {
                edge.insert("word".into(), json!(l.word.en));
            }
            edge
        })
        .collect();
    let frames: Vec<Value> =
        sheet.frames.iter().map(|f| json!({"title": both(&f.title), "x": f.x, "y": f.y, "w": f.w, "h": f.h})).collect();
    // Where the road of each panel begins, by what the panel asks.
    let panels: Vec<Value> = chart
        .panels
        .iter()
        .enumerate()
        .map(|(p, panel)| {
            let start = sheet.boxes.iter().position(|b| b.panel == p && b.node == 0).unwrap_or(0);
            json!({"name": panel.name, "start": start})
        })
        .collect();
    let mut out = json!({
        "name": chart.name, "title": both(&chart.title), "width": sheet.width, "height": sheet.height,
        "panels": panels, "nodes": nodes, "edges": edges,
    });
    if let (Some(out), false) = (out.as_object_mut(), frames.is_empty()) {
        out.insert("frames".into(), Value::Array(frames));
    }
    out
}

fn node(law: &Law, b: &Placed) -> Value {
    let [en, zh] = &b.lines;
    let mut node = Map::new();
    let mut put = |key: &str, value: Value| {
        node.insert(key.to_owned(), value);
    };
    match &b.what {
        What::Test(test) => {
            put("kind", json!("test"));
            tests(law, test, &mut put);
        }
        What::Step(name) => {
            put("kind", json!("step"));
            put("test", json!(name));
        }
        What::Duties { ids, exempt } => {
            put("kind", json!("duties"));
            put("duties", json!(ids));
            put("value", json!(if *exempt { "exempt" } else { "applies" }));
        }
        What::Verdict(value) => {
            put("kind", json!("verdict"));
            put("value", json!(if *value { "yes" } else { "no" }));
        }
        What::End(_) => put("kind", json!("end")),
    }
    // Yes and no are words of the page.
    if !matches!(b.what, What::Verdict(_)) {
        put("text", json!({"en": en, "zh": zh}));
    }
    if !b.cites.is_empty() {
        put("cites", json!(b.cites));
    }
    for (key, value) in [("x", b.x), ("y", b.y), ("w", b.w), ("h", b.h)] {
        put(key, json!(value));
    }
    Value::Object(node)
}

/// One test as its text; several as a list, of which one is enough, or all must hold.
fn tests(law: &Law, test: &Test, put: &mut dyn FnMut(&str, Value)) {
    let texts: Vec<String> = test.atoms.iter().map(ToString::to_string).collect();
    match texts.as_slice() {
        [one] => put("test", json!(one)),
        _ => put(if test.all { "all" } else { "any" }, json!(texts)),
    }
    if test.is_exceptional(law) {
        put("exceptional", json!(true));
    }
}
