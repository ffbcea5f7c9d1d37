//! A chart as Graphviz text: `gpai flowchart --format dot | dot -Tpdf -o chart.pdf`.

use std::fmt::Write as _;

use gpai_rules::chart::light::Light;
use gpai_rules::chart::{What, wording};

use super::Picture;
use crate::escape::visible;

/// Text within double quotes.
fn escape(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('"', "\\\"")
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
        for (n, node) in panel.nodes.iter().enumerate() {
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
            let look = match what {
                What::Test(_) => "",
                What::Step(_) => ", shape=box, peripheries=2, style=filled",
                What::Duties { exempt: false, .. } => ", style=filled, fillcolor=\"#fff8c5\", color=\"#9a6700\"",
                What::Duties { exempt: true, .. } => ", style=filled, fillcolor=\"#ddf4ff\", color=\"#0969da\"",
                What::Verdict(true) => ", shape=oval, fillcolor=\"#dafbe1\", color=\"#1a7f37\"",
                What::Verdict(false) | What::End(_) => ", shape=oval, fillcolor=\"#eaeef2\", color=\"#6e7781\"",
            };
            let light = match picture.lit(p, n).node {
                Light::Solid => ", color=\"#bc4c00\", penwidth=3",
                Light::Dashed => ", color=\"#bc4c00\", penwidth=2, style=\"filled,dashed\"",
                Light::Dark => "",
            };
            let _ = writeln!(out, "{indent}{} [label=\"{text}\"{look}{light}]", id(n));
        }
        for (n, node) in panel.nodes.iter().enumerate() {
            for (yes, to) in [(true, node.yes), (false, node.no)] {
                let Some(to) = to else { continue };
                let word = wording::exit(law, node, yes);
                let light = match picture.exit(p, n, yes) {
                    Light::Solid => ", color=\"#bc4c00\", penwidth=3",
                    Light::Dashed => ", color=\"#bc4c00\", penwidth=2, style=dashed",
                    Light::Dark => "",
                };
                let _ =
                    writeln!(out, "{indent}{} -> {} [label=\"{}\"{light}]", id(n), id(to), escape(word.get(language)));
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
