//! Charts on their sheets: they fit a screen, nothing overlaps, the files are well-formed and say what was looked at.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

use std::collections::BTreeSet;

use gpai_report::flowchart::json::charts_json;
use gpai_report::flowchart::layout::{Placed, SCREEN, SMALL, Sheet, TEXT, sheet};
use gpai_report::flowchart::{Picture, Road};
use gpai_report::{EXPORTS, Write};
use gpai_rules::answer;
use gpai_rules::chart::light::light;
use gpai_rules::chart::{self, Chart};
use gpai_rules::compile::Engine;
use gpai_rules::fact::Facts;
use gpai_rules::law::{Language, Law};
use gpai_rules::load::BOOK;
use jiff::civil::Date;

fn day() -> Date {
    "2026-11-25".parse().unwrap()
}

fn charts(law: &Law, on: Date) -> Vec<Chart> {
    chart::names(law).into_iter().map(|name| chart::chart(law, on, name).unwrap()).collect()
}

fn written(format: &str, picture: &Picture<'_>) -> String {
    picture.export(format).unwrap()
}

fn plain(law: &Law, name: &str, format: &str, language: Language) -> String {
    let chart = chart::chart(law, day(), name).unwrap();
    written(format, &Picture { law, on: day(), chart: &chart, language, road: None })
}

fn overlap(a: &Placed, b: &Placed) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

/// Whether a straight piece of a line runs through the inside of a box.
fn crosses(a: (i32, i32), b: (i32, i32), placed: &Placed) -> bool {
    let (left, right) = (a.0.min(b.0), a.0.max(b.0));
    let (upper, lower) = (a.1.min(b.1), a.1.max(b.1));
    left < placed.x + placed.w && right > placed.x && upper < placed.y + placed.h && lower > placed.y
}

/// Places where lines to different boxes cross.
fn crossings(sheet: &Sheet) -> usize {
    let pieces: Vec<_> = sheet.lines.iter().flat_map(|l| l.points.windows(2).map(|w| (l.to, w[0], w[1]))).collect();
    let mut count = 0;
    for (i, (to, a, b)) in pieces.iter().enumerate() {
        for (_, c, d) in pieces.iter().skip(i + 1).filter(|(other, ..)| other != to) {
            let (flat, upright) = if a.1 == b.1 && c.0 == d.0 {
                ((a, b), (c, d))
            } else if a.0 == b.0 && c.1 == d.1 {
                ((c, d), (a, b))
            } else {
                continue;
            };
            let (left, right) = (flat.0.0.min(flat.1.0), flat.0.0.max(flat.1.0));
            let (upper, lower) = (upright.0.1.min(upright.1.1), upright.0.1.max(upright.1.1));
            count += usize::from(left < upright.0.0 && upright.0.0 < right && upper < flat.0.1 && flat.0.1 < lower);
        }
    }
    count
}

/// On every stretch of days, in both languages at once: a sheet has room for the wider of the two.
#[test]
fn every_chart_fits_a_screen_and_nothing_overlaps() {
    let law = Law::book().unwrap();
    const { assert!(TEXT >= 12 && SMALL >= 12) };
    for on in ["2024-08-01", "2025-08-02", "2026-11-25", "2028-12-31"] {
        let on: Date = on.parse().unwrap();
        for chart in charts(&law, on) {
            let sheet = sheet(&law, on, &chart);
            let name = &chart.name;
            assert!(sheet.width <= SCREEN.0 && sheet.height <= SCREEN.1, "{name}: {}x{}", sheet.width, sheet.height);
            for (i, a) in sheet.boxes.iter().enumerate() {
                assert!(a.x >= 0 && a.y >= 0 && a.x + a.w <= sheet.width && a.y + a.h <= sheet.height, "{name}");
                for b in sheet.boxes.iter().skip(i + 1) {
                    assert!(!overlap(a, b), "{name}: {:?} and {:?}", a.lines[0], b.lines[0]);
                }
            }
            for line in &sheet.lines {
                for piece in line.points.windows(2) {
                    assert!(piece[0].0 == piece[1].0 || piece[0].1 == piece[1].1, "{name}: a slanted line");
                    for placed in &sheet.boxes {
                        let from = &sheet.boxes[line.from].lines[0];
                        assert!(
                            !crosses(piece[0], piece[1], placed),
                            "{name}: from {from:?} through {:?}",
                            placed.lines[0]
                        );
                    }
                }
                let word_x = line.word_at.0;
                assert!(word_x >= 0 && word_x <= sheet.width, "{name}");
            }
            // Who is the provider has the most ways to a yes, and all but one of them by way of the placing.
            let most = if name == "provider" { 8 } else { 2 };
            assert!(crossings(&sheet) <= most, "{name}: {} crossings", crossings(&sheet));
            // Every box of every panel is on the sheet, and every exit has its line.
            let nodes: BTreeSet<(usize, usize)> = sheet.boxes.iter().map(|b| (b.panel, b.node)).collect();
            assert_eq!(nodes.len(), chart.panels.iter().map(|p| p.nodes.len()).sum::<usize>(), "{name}");
            let exits = chart
                .panels
                .iter()
                .flat_map(|p| &p.nodes)
                .map(|n| usize::from(n.yes.is_some()) + usize::from(n.no.is_some()));
            assert_eq!(sheet.lines.len(), exits.sum::<usize>(), "{name}");
        }
    }
}

/// In `snapshots/`: the pictures as files that a browser opens, the texts as texts. `cargo insta review` shows what differs.
#[test]
fn the_chart_of_the_first_question_is_as_it_was_looked_at() {
    let law = Law::book().unwrap();
    let now = |format: &str, language: Language| plain(&law, "gpai", format, language);
    insta::assert_snapshot!("gpai_mermaid", now("mermaid", Language::English));
    insta::assert_snapshot!("gpai_dot", now("dot", Language::English));
    insta::assert_binary_snapshot!("gpai.svg", now("svg", Language::English).into_bytes());
    insta::assert_binary_snapshot!("gpai_zh.svg", now("svg", Language::Chinese).into_bytes());
}

/// Names of elements and attributes; fails where the text is not well-formed XML.
fn parsed(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e) => {
                names.push(AsRef::<str>::as_ref(&e.name()).to_owned());
                for attribute in e.attributes() {
                    names.push(AsRef::<str>::as_ref(&attribute.unwrap().key).to_owned());
                }
            }
            quick_xml::events::Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn a_svg_is_well_formed_and_loads_nothing() {
    let law = Law::book().unwrap();
    for chart in charts(&law, day()) {
        for language in [Language::English, Language::Chinese] {
            let svg = written("svg", &Picture { law: &law, on: day(), chart: &chart, language, road: None });
            let names: BTreeSet<String> = parsed(&svg).into_iter().collect();
            for name in ["script", "image", "foreignObject", "use", "a", "href", "xlink:href", "style="] {
                assert!(!names.contains(name), "{name}");
            }
            assert!(names.contains("title") && names.contains("desc"));
            assert!(!svg.contains("url(") && !svg.contains("@import"));
        }
    }
}

/// The name of a model is a stranger's text.
#[test]
fn a_strangers_name_is_text() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, day()).unwrap();
    let hostile = "</text><script>alert(1)</script>\" onload=\"x\u{1b}[31m\n%% end\n\"]; click \\N \u{202e}\u{ffff}";
    for chart in charts(&law, day()) {
        let lights = light(&engine, &Facts::new(), &chart);
        let road = || Some(Road { lights: &lights, model: hostile });
        let picture = Picture { law: &law, on: day(), chart: &chart, language: Language::English, road: road() };
        let svg = written("svg", &picture);
        assert!(!parsed(&svg).iter().any(|n| n == "script" || n == "onload"));
        assert!(!svg.contains(['\u{1b}', '\u{202e}', '\u{ffff}']));
        let mermaid = written("mermaid", &picture);
        assert!(!mermaid.lines().any(|l| l.starts_with("%% end") || l.contains("click") && !l.starts_with("%%")));
        let dot = written("dot", &picture);
        let label = dot.lines().find(|l| l.contains("script")).unwrap();
        assert!(label.contains("\\\" onload=\\\"") && !dot.contains('\u{1b}'), "{label}");
    }
}

/// A rule that is changed in the text of the law is changed in the picture.
#[test]
fn the_picture_changes_with_the_law() {
    let law = Law::book().unwrap();
    let with = |file: &str, from: &str, to: &str| -> Law {
        let files: Vec<(&str, String)> = BOOK
            .iter()
            .map(|(n, t)| (*n, if *n == file { t.replacen(from, to, 1) } else { (*t).to_owned() }))
            .collect();
        assert_ne!(
            files.iter().find(|f| f.0 == file).unwrap().1,
            BOOK.iter().find(|b| b.0 == file).unwrap().1,
            "{from}"
        );
        Law::load(&files.iter().map(|(n, t)| (*n, t.as_str())).collect::<Vec<_>>()).unwrap()
    };
    let changes = [
        ("law/guidelines.toml", "value = \"1e23\"", "value = \"1e22\"", "gpai"),
        ("law/guidelines.toml", "  \"model.outputs has code\",\n", "", "gpai"),
        ("law/vocabulary.toml", "Significant generality?", "General in a significant way?", "gpai"),
        (
            "law/ai-act.toml",
            "when = [\"role.develops\", \"role.own_name\", \"placed\"]",
            "when = [\"role.develops\", \"placed\"]",
            "provider",
        ),
        ("law/ai-act.toml", "title.en = \"Copyright policy\"", "title.en = \"Policy on copyright\"", "duties"),
    ];
    for (file, from, to, name) in changes {
        let other = with(file, from, to);
        for format in ["svg", "mermaid", "dot"] {
            let now = |law: &Law| plain(law, name, format, Language::English);
            assert_ne!(now(&law), now(&other), "{format}: {from}");
        }
        let engine = |law: &Law| charts_json(law, &Engine::new(law, day()).unwrap());
        assert_ne!(engine(&law), engine(&other), "{from}");
    }
}

#[test]
fn the_road_is_lit_in_every_format() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, day()).unwrap();
    let mut facts = Facts::new();
    for answer in ["compute.update_flop=2e24", "model.outputs=text"] {
        answer::set(&law, &mut facts, answer).unwrap();
    }
    let shown = |name: &str, facts: &Facts, format: &str| {
        let chart = chart::chart(&law, day(), name).unwrap();
        let lights = light(&engine, facts, &chart);
        let road = Some(Road { lights: &lights, model: "m" });
        written(format, &Picture { law: &law, on: day(), chart: &chart, language: Language::English, road })
    };
    let svg = shown("gpai", &facts, "svg");
    assert!(svg.contains("class=\"yes lit\"") && svg.contains("The road ends at: yes.") && !svg.contains("lit open"));
    assert!(svg.contains("class=\"no dark\"") && !svg.contains("class=\"no lit"));
    let open = shown("gpai", &Facts::new(), "svg");
    assert!(open.contains("class=\"yes lit open\"") && open.contains("class=\"no lit open\""));
    assert!(open.contains("The road is still open."));
    assert!(
        shown("gpai", &facts, "mermaid").contains("linkStyle") && shown("gpai", &facts, "dot").contains("penwidth=3")
    );
    for format in ["svg", "mermaid", "dot"] {
        let unlit = plain(&law, "gpai", format, Language::English);
        assert!(!["class=\"yes lit", "class=\"no dark", "linkStyle", "penwidth"].iter().any(|w| unlit.contains(w)));
    }
}

/// All of it travels with the page, which has 300 kB in all.
#[test]
fn the_charts_of_the_page_are_small_and_whole() {
    let law = Law::book().unwrap();
    let engine = Engine::new(&law, day()).unwrap();
    let json = charts_json(&law, &engine);
    let bytes = json.to_string().len();
    assert!(bytes < 56_000, "{bytes}");
    let list = json.as_array().unwrap();
    let panels: BTreeSet<&str> =
        list.iter().flat_map(|c| c["panels"].as_array().unwrap()).map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(panels, chart::names(&law).into_iter().collect::<BTreeSet<_>>());
    for chart in list {
        let nodes = chart["nodes"].as_array().unwrap();
        for edge in chart["edges"].as_array().unwrap() {
            assert!(
                edge["from"].as_u64().unwrap() < nodes.len() as u64
                    && edge["to"].as_u64().unwrap() < nodes.len() as u64
            );
        }
        for node in nodes.iter().filter(|n| n["kind"] == "test") {
            assert!(node["test"].is_string() || node["any"].is_array() || node["all"].is_array(), "{node}");
            assert!(
                !node["text"]["en"].as_array().unwrap().is_empty() && !node["cites"].as_array().unwrap().is_empty()
            );
        }
    }
}

#[test]
fn same_law_same_bytes() {
    let law = Law::book().unwrap();
    for drawing in EXPORTS.iter().filter(|e| matches!(e.write, Write::Chart(_))) {
        let once = plain(&law, "provider", drawing.name, Language::Chinese);
        assert_eq!(once, plain(&Law::book().unwrap(), "provider", drawing.name, Language::Chinese));
        assert!(once.ends_with('\n') && !once.ends_with("\n\n"));
    }
}
