//! A chart as Graphviz text: `gpai flowchart --format dot | dot -Tpdf -o chart.pdf`.

use std::fmt::Write as _;

use gpai_rules::chart::light::Light;
use gpai_rules::chart::{What, wording};

use super::Picture;
use super::place::is_end;
use gpai_forms::escape::visible;

/// Text within double quotes.
fn escape(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('"', "\\\"")
}

/// How a box looks, beyond what all have in common.
fn look(what: &What) -> &'static str {
    match what {
        What::Test(_) => "",
        What::Step(_) => ", shape=box, peripheries=2, style=filled",
        What::Duties { exempt: false, .. } => ", style=filled, fillcolor=\"#fff8c5\", color=\"#9a6700\"",
        What::Duties { exempt: true, .. } => ", style=filled, fillcolor=\"#ddf4ff\", color=\"#0969da\"",
        What::Verdict(true) => ", shape=oval, fillcolor=\"#dafbe1\", color=\"#1a7f37\"",
        What::Verdict(false) | What::End(_) => ", shape=oval, fillcolor=\"#eaeef2\", color=\"#6e7781\"",
    }
}

/// How a lit box looks.
fn lit(light: Light) -> &'static str {
    match light {
        Light::Solid => ", color=\"#bc4c00\", penwidth=3",
        Light::Dashed => ", color=\"#bc4c00\", penwidth=2, style=\"filled,dashed\"",
        Light::Dark => "",
    }
}

/// Writes the chart.
pub fn write(picture: &Picture<'_>) -> String {
    let (law, on, language) = (picture.law, picture.on, picture.language);
    let mut out = String::new();
    let _ = writeln!(out, "digraph \"{}\" {{", escape(&picture.chart.name));
    let _ = writeln!(
        out,
        "  graph [label=\"{}\\n{}\", labelloc=t, fontname=\"Helvetica,Noto Sans CJK SC\", rankdir=TB, nodesep=0.35, ranksep=0.4]",
        escape(picture.chart.title.get(language)),
        escape(&picture.description())
    );
    out.push_str("  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f6f8fa\", color=\"#8c959f\", fontname=\"Helvetica,Noto Sans CJK SC\", fontsize=12]\n");
    out.push_str("  edge [color=\"#6e7781\", fontname=\"Helvetica,Noto Sans CJK SC\", fontsize=11]\n");
    let framed = picture.chart.panels.len() > 1;
    for (p, panel) in picture.chart.panels.iter().enumerate() {
        let id = |n: usize| format!("p{p}n{n}");
        let indent = if framed { "    " } else { "  " };
        if framed {
            let _ = writeln!(out, "  subgraph cluster_{p} {{\n    label=\"{}\"", escape(panel.title.get(language)));
        }
        // An end is drawn for each exit that leads to it, so that few lines cross.
        let alone = |n: usize| n > 0 && panel.nodes.get(n).is_some_and(is_end);
        for (n, node) in panel.nodes.iter().enumerate().filter(|(n, _)| !alone(*n)) {
            let what = &node.what;
            let duties = matches!(what, What::Duties { .. });
            let end = if duties { "\\l" } else { "\\n" };
            let mut parts = lines(wording::text(law, on, what).get(language));
            for duty in wording::duties(law, on, what) {
                parts.push(format!("• {}", duty.get(language)));
            }
            let cites = wording::cites(law, on, what);
            if !cites.is_empty() {
                parts.push(cites.join(" · "));
            }
            let mut text = parts.iter().map(|l| escape(l)).collect::<Vec<_>>().join(end);
            if duties {
                text.push_str(end);
            }
            let (look, light) = (look(what), lit(picture.lit(p, n).node));
            let _ = writeln!(out, "{indent}{} [label=\"{text}\"{look}{light}]", id(n));
        }
        for (n, node) in panel.nodes.iter().enumerate() {
            for (yes, to) in [(true, node.yes), (false, node.no)] {
                let Some(to) = to else { continue };
                let word = wording::exit(law, node, yes);
                let light = picture.exit(p, n, yes);
                let mut target = id(to);
                if let Some(end) = panel.nodes.get(to).filter(|_| alone(to)) {
                    target = format!("{}{}", id(n), if yes { "yes" } else { "no" });
                    let text = escape(wording::text(law, on, &end.what).get(language));
                    let _ = writeln!(out, "{indent}{target} [label=\"{text}\"{}{}]", look(&end.what), lit(light));
                }
                let line = match light {
                    Light::Solid => ", color=\"#bc4c00\", penwidth=3",
                    Light::Dashed => ", color=\"#bc4c00\", penwidth=2, style=dashed",
                    Light::Dark => "",
                };
                let word = escape(word.get(language));
                let _ = writeln!(out, "{indent}{} -> {target} [label=\"{word}\"{line}]", id(n));
            }
        }
        if framed {
            out.push_str("  }\n");
        }
    }
    out.push_str("}\n");
    out
}

/// Lines of a width that a box bears; Graphviz breaks none itself.
fn lines(text: &str) -> Vec<String> {
    super::measure::wrap(text, 230, 12)
}
