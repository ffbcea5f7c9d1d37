//! Flowcharts of the law, made from its rules: each question a graph of tests with a yes and a no exit, and answers at
//! the ends. Structure only; where a box stands on the sheet is a matter of the documents crate.
//!
//! Walking a chart with every fact known gives the engine's answer (`tests/chart.rs`). With facts unknown,
//! [`light::light`] says which roads are taken and which are still open.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::condition::Atom;
use crate::law::{Law, Words};

mod formula;
mod graph;
pub mod light;
pub mod wording;

/// The name of the chart whose results are the duties.
pub const DUTIES: &str = "duties";

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

/// One sheet: the chart of a question, and charts of steps on its way in frames of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The proposition asked about, or [`DUTIES`].
    pub name: String,
    /// What the question is called.
    pub title: Words,
    /// The question first, then the steps beside it.
    pub panels: Vec<Panel>,
}

/// The graph of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// The proposition, or [`DUTIES`].
    pub name: String,
    /// What it is called.
    pub title: Words,
    /// What yes and no mean, as a sentence each; `None` for steps and duties.
    pub said: Option<[Words; 2]>,
    /// The boxes; the first is where the road begins. Each box comes after those that lead to it.
    pub nodes: Vec<Node>,
}

/// A box with its exits, as positions in [`Panel::nodes`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// What it is.
    pub what: What,
    /// Where the road goes on: if the test holds, or after a box of duties.
    pub yes: Option<usize>,
    /// Where the road goes on if the test does not hold.
    pub no: Option<usize>,
}

/// What a box is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A test on facts.
    Test(Test),
    /// Another proposition, which has a chart of its own.
    Step(String),
    /// Duties that apply, or from which the model is exempt; the road goes on after them.
    Duties {
        /// Ids.
        ids: Vec<String>,
        /// Exempt, and not owed.
        exempt: bool,
    },
    /// The answer.
    Verdict(bool),
    /// The end of the road through the duties; whether the road met any.
    End(bool),
}

/// Tests on facts: one, or several on one fact that belong together ("outputs text, code or speech").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The tests.
    pub atoms: Vec<Atom>,
    /// Whether all must hold, or one is enough.
    pub all: bool,
}

impl Test {
    /// One test.
    pub fn one(atom: Atom) -> Self {
        Test { atoms: vec![atom], all: false }
    }

    /// Holds, does not hold, or open, from what each of its tests says.
    pub fn truth(&self, holds: &dyn Fn(&Atom) -> Option<bool>) -> Option<bool> {
        let answers: Vec<Option<bool>> = self.atoms.iter().map(holds).collect();
        if answers.contains(&Some(!self.all)) {
            return Some(!self.all);
        }
        answers.iter().all(Option::is_some).then_some(self.all)
    }

    /// Whether an exceptional fact is tested: one that counts as not claimed while nobody has answered it.
    pub fn is_exceptional(&self, law: &Law) -> bool {
        self.atoms.iter().flat_map(Atom::facts).any(|f| law.fact(f).is_some_and(|d| d.exceptional))
    }
}

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

/// What is taken for granted on a road: leaves by position, and how they came out.
type Given = BTreeMap<usize, bool>;
