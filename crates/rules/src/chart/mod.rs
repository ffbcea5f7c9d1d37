//! Flowcharts of the law, made from its rules: each question a graph of tests with a yes and a no exit, and answers at
//! the ends. Structure only; where a box stands on the sheet is a matter of the documents crate.
//!
//! Walking a chart with every fact known gives the engine's answer (`tests/chart.rs`). With facts unknown,
//! [`light::light`] says which roads are taken and which are still open.

use jiff::civil::Date;

use crate::law::Law;

mod formula;
mod graph;
pub mod light;
mod parts;
pub mod wording;

pub use parts::{Chart, DUTIES, Node, Panel, Test, What};

/// How the main charts are cut: which propositions are drawn inside the chart, which beside it in a frame of their own.
/// Any other proposition is one box, and has a chart of its own.
struct Cut {
    name: &'static str,
    inline: &'static [&'static str],
    beside: &'static [&'static str],
}

/// The main questions, in the order in which they are put.
const MAIN: [Cut; 5] = [
    Cut { name: "gpai", inline: &["gpai_criterion"], beside: &[] },
    Cut { name: "systemic_risk", inline: &[], beside: &[] },
    Cut { name: "provider", inline: &[], beside: &["placed"] },
    Cut { name: "open_source_exempt", inline: &[], beside: &["licence_open", "not_monetised", "information_public"] },
    Cut { name: DUTIES, inline: &[], beside: &["chapter_v"] },
];

/// Names of the charts there are: the main ones, then every other proposition.
pub fn names(law: &Law) -> Vec<&str> {
    let main = MAIN.iter().map(|c| c.name).filter(|n| *n == DUTIES || law.proposition(n).is_some());
    let others = law.propositions.iter().map(|p| p.name.as_str()).filter(|n| MAIN.iter().all(|c| c.name != *n));
    main.chain(others).collect()
}

/// The chart of a question under the law of a day; `None` if there is no such question.
pub fn chart(law: &Law, on: Date, name: &str) -> Option<Chart> {
    const ALONE: Cut = Cut { name: "", inline: &[], beside: &[] };
    let cut = MAIN.iter().find(|c| c.name == name).unwrap_or(&ALONE);
    let first = if name == DUTIES { duties(law, on, cut) } else { proposition(law, on, name, cut)? };
    let mut chart = Chart { name: name.to_owned(), title: first.title.clone(), panels: vec![first] };
    for step in cut.beside {
        let used = chart.panels.iter().flat_map(|p| &p.nodes).any(|n| n.what == What::Step((*step).to_owned()));
        if let Some(panel) = proposition(law, on, step, cut).filter(|_| used) {
            chart.panels.push(panel);
        }
    }
    Some(chart)
}

/// The panel of a proposition.
fn proposition(law: &Law, on: Date, name: &str, cut: &Cut) -> Option<Panel> {
    let def = law.proposition(name)?;
    let mut reader = formula::Reader::new(law, on, cut.inline);
    let formula = reader.proposition(name);
    let said = def.said.as_ref().map(|[yes, no, _]| [yes.clone(), no.clone()]);
    let nodes = graph::verdict(law, on, &reader.leaves, formula);
    Some(Panel { name: name.to_owned(), title: def.title.clone(), said, nodes })
}

/// The panel of the duties.
fn duties(law: &Law, on: Date, cut: &Cut) -> Panel {
    let mut reader = formula::Reader::new(law, on, cut.inline);
    let mut items: Vec<graph::Item> = Vec::new();
    for duty in law.duties_on(on) {
        for (exempt, when) in [(false, Some(&duty.when)), (true, duty.exempt.as_ref())] {
            let Some(when) = when.map(|c| reader.condition(c)) else { continue };
            let same = items.iter().find(|i| i.when == when && i.exempt == exempt).map(|i| i.group);
            let group = same.unwrap_or(items.len());
            items.push(graph::Item { when, id: duty.id.clone(), exempt, group });
        }
    }
    let nodes = graph::results(law, on, &reader.leaves, items);
    Panel { name: DUTIES.to_owned(), title: wording::duties_title(), said: None, nodes }
}

/// The answer to which a panel leads when every box is answered; `None` where one is not, or the panel has results.
pub fn walk(panel: &Panel, answer: &dyn Fn(&What) -> Option<bool>) -> Option<bool> {
    match road(panel, answer)?.last()? {
        What::Verdict(verdict) => Some(*verdict),
        _ => None,
    }
}

/// The boxes on the road through a panel when every box is answered; `None` where one is not.
pub fn road<'p>(panel: &'p Panel, answer: &dyn Fn(&What) -> Option<bool>) -> Option<Vec<&'p What>> {
    let mut seen = Vec::new();
    let mut at = Some(0);
    while let Some(node) = at.and_then(|i| panel.nodes.get(i)) {
        seen.push(&node.what);
        at = match &node.what {
            What::Verdict(_) | What::End(_) => return Some(seen),
            What::Duties { .. } => node.yes,
            what => {
                if answer(what)? {
                    node.yes
                } else {
                    node.no
                }
            }
        };
        if seen.len() > panel.nodes.len() {
            return None;
        }
    }
    None
}
