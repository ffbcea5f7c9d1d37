//! A chart as Mermaid text, which GitHub and many wikis draw.

use std::fmt::Write as _;

use gpai_rules::chart::light::Light;
use gpai_rules::chart::{What, wording};

use super::Picture;
use crate::escape::visible;

/// Text within double quotes: no markup, no quote, no entity of Mermaid's.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '"' | '<' | '>' | '&' | '#' | '`' | '\\' | ';' | '{' | '}' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Writes the chart.
pub fn write(picture: &Picture<'_>) -> String {
    let (law, on, language) = (picture.law, picture.on, picture.language);
    let mut out = String::new();
    let line = |text: &str| visible(text).replace('%', "%\u{200b}");
    let _ = writeln!(out, "%% {}", line(picture.chart.title.get(language)));
    let _ = writeln!(out, "%% {}", line(&picture.description()));
    out.push_str("flowchart TD\n");
    let framed = picture.chart.panels.len() > 1;
    let (mut links, mut solid, mut dashed) = (0usize, Vec::new(), Vec::new());
    let mut lines = String::new();
    let mut classes = String::new();
    for (p, panel) in picture.chart.panels.iter().enumerate() {
        let id = |n: usize| format!("p{p}n{n}");
        let indent = if framed { "    " } else { "  " };
        if framed {
            let _ = writeln!(out, "  subgraph p{p}[\"{}\"]", escape(panel.title.get(language)));
        }
        for (n, node) in panel.nodes.iter().enumerate() {
            let mut text = escape(wording::text(law, on, &node.what).get(language));
            for duty in wording::duties(law, on, &node.what) {
                let _ = write!(text, "<br/>{}", escape(duty.get(language)));
            }
            let cites = wording::cites(law, on, &node.what);
            if !cites.is_empty() {
                let _ = write!(text, "<br/><small>{}</small>", escape(&cites.join(", ")));
            }
            let (open, close, class) = match &node.what {
                What::Test(_) => ("[\"", "\"]", ""),
                What::Step(_) => ("[[\"", "\"]]", ""),
                What::Duties { exempt: false, .. } => ("[\"", "\"]", "duties"),
                What::Duties { exempt: true, .. } => ("[\"", "\"]", "exempt"),
                What::Verdict(true) => ("([\"", "\"])", "yes"),
                What::Verdict(false) | What::End(_) => ("([\"", "\"])", "no"),
            };
            let _ = writeln!(out, "{indent}{}{open}{text}{close}", id(n));
            if !class.is_empty() {
                let _ = writeln!(classes, "  class {} {class}", id(n));
            }
            match picture.lit(p, n).node {
                Light::Solid => _ = writeln!(classes, "  class {} lit", id(n)),
                Light::Dashed => _ = writeln!(classes, "  class {} open", id(n)),
                Light::Dark => {}
            }
            for (yes, to) in [(true, node.yes), (false, node.no)] {
                let Some(to) = to else { continue };
                let word = wording::exit(law, node, yes);
                let word = escape(word.get(language));
                let label = if word.is_empty() { String::new() } else { format!("|\"{word}\"|") };
                let _ = writeln!(lines, "  {} -->{label} {}", id(n), id(to));
                match picture.exit(p, n, yes) {
                    Light::Solid => solid.push(links.to_string()),
                    Light::Dashed => dashed.push(links.to_string()),
                    Light::Dark => {}
                }
                links += 1;
            }
        }
        if framed {
            out.push_str("  end\n");
        }
    }
    out.push_str(&lines);
    out.push_str("  classDef yes fill:#dafbe1,stroke:#1a7f37,color:#1f2328\n  classDef no fill:#eaeef2,stroke:#6e7781,color:#1f2328\n");
    out.push_str("  classDef duties fill:#fff8c5,stroke:#9a6700,color:#1f2328,text-align:left\n  classDef exempt fill:#ddf4ff,stroke:#0969da,color:#1f2328,text-align:left\n");
    out.push_str("  classDef lit stroke:#bc4c00,stroke-width:3px\n  classDef open stroke:#bc4c00,stroke-width:3px,stroke-dasharray:6 4\n");
    out.push_str(&classes);
    for (list, more) in [(solid, ""), (dashed, ",stroke-dasharray:6 4")] {
        if !list.is_empty() {
            let _ = writeln!(out, "  linkStyle {} stroke:#bc4c00,stroke-width:3px{more}", list.join(","));
        }
    }
    out
}
