//! A chart as Mermaid text, which GitHub and many wikis draw.

use std::fmt::Write as _;

use gpai_rules::chart::light::Light;
use gpai_rules::chart::{What, wording};

use super::Picture;
use super::place::is_end;
use gpai_forms::escape::visible;

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

/// The brackets around the text of a box, and its class.
fn shape(what: &What) -> (&'static str, &'static str, &'static str) {
    match what {
        What::Test(_) => ("[\"", "\"]", ""),
        What::Step(_) => ("[[\"", "\"]]", ""),
        What::Duties { exempt: false, .. } => ("[\"", "\"]", "duties"),
        What::Duties { exempt: true, .. } => ("[\"", "\"]", "exempt"),
        What::Verdict(true) => ("([\"", "\"])", "yes"),
        What::Verdict(false) | What::End(_) => ("([\"", "\"])", "no"),
    }
}

/// The lines that give a box its classes.
fn classed(id: &str, class: &str, light: Light) -> String {
    let lit = match light {
        Light::Solid => "lit",
        Light::Dashed => "open",
        Light::Dark => "",
    };
    [class, lit].iter().filter(|c| !c.is_empty()).map(|c| format!("  class {id} {c}\n")).collect()
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
            let _ = writeln!(out, "  subgraph p{p}[\"{}\"]\n    direction TB", escape(panel.title.get(language)));
            let _ = writeln!(classes, "  style p{p} fill:none,stroke:#8c959f");
        }
        // An end is drawn for each exit that leads to it, so that few lines cross.
        let alone = |n: usize| n > 0 && panel.nodes.get(n).is_some_and(is_end);
        for (n, node) in panel.nodes.iter().enumerate().filter(|(n, _)| !alone(*n)) {
            let mut text = escape(wording::text(law, on, &node.what).get(language));
            for duty in wording::duties(law, on, &node.what) {
                let _ = write!(text, "<br/>{}", escape(duty.get(language)));
            }
            let cites = wording::cites(law, on, &node.what);
            if !cites.is_empty() {
                let _ = write!(text, "<br/><small>{}</small>", escape(&cites.join(", ")));
            }
            let (open, close, class) = shape(&node.what);
            let _ = writeln!(out, "{indent}{}{open}{text}{close}", id(n));
            classes.push_str(&classed(&id(n), class, picture.lit(p, n).node));
            for (yes, to) in [(true, node.yes), (false, node.no)] {
                let Some(to) = to else { continue };
                let word = wording::exit(law, node, yes);
                let word = escape(word.get(language));
                let label = if word.is_empty() { String::new() } else { format!("|\"{word}\"|") };
                let light = picture.exit(p, n, yes);
                let mut target = id(to);
                if let Some(end) = panel.nodes.get(to).filter(|_| alone(to)) {
                    target = format!("{}{}", id(n), if yes { "yes" } else { "no" });
                    let (open, close, class) = shape(&end.what);
                    let text = escape(wording::text(law, on, &end.what).get(language));
                    let _ = writeln!(out, "{indent}{target}{open}{text}{close}");
                    classes.push_str(&classed(&target, class, light));
                }
                let _ = writeln!(lines, "  {} -->{label} {target}", id(n));
                match light {
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
