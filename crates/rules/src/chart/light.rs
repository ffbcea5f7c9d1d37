//! The road taken through a chart under what is known: solid where it is known, dashed both ways where a test is open.

use super::{Chart, Panel, Test, What};
use crate::assessment::DutyStatus;
use crate::condition::Atom;
use crate::decide::{Decision, Decisions, Known, Mode, put};
use crate::derive;
use crate::diagram::Literals;
use crate::engine::{Engine, Target, Variable};
use crate::fact::Facts;

/// What is known of the test in a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// An exceptional fact that nobody claims: it counts as not holding, and somebody may still claim it.
    Unclaimed,
    /// Not known.
    Open,
}

/// How a box or an exit is lit; ordered from dark to bright.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Light {
    /// Not on the road.
    #[default]
    Dark,
    /// The road may lead here, if an open test comes out that way.
    Dashed,
    /// The road leads here.
    Solid,
}

/// Lights of one box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// The box itself.
    pub node: Light,
    /// Its yes exit, or the way on after duties.
    pub yes: Light,
    /// Its no exit.
    pub no: Light,
}

/// Lights of a chart: for each panel, of each box.
pub fn light(engine: &Engine<'_>, facts: &Facts, chart: &Chart) -> Vec<Vec<Lit>> {
    let known = known(engine, facts);
    let decisions = engine.decide_all(&known);
    let tests = Tests::new(engine, &known);
    let mut lights: Vec<Vec<Lit>> = Vec::new();
    let mut entered: Vec<&str> = chart.panels.first().map(|p| p.name.as_str()).into_iter().collect();
    for panel in &chart.panels {
        let lit = if entered.contains(&panel.name.as_str()) {
            self::panel(panel, &|what| truth(&tests, &decisions, what), &|what| {
                allowed(engine, &decisions, panel, what)
            })
        } else {
            vec![Lit::default(); panel.nodes.len()]
        };
        for (node, lit) in panel.nodes.iter().zip(&lit) {
            if let (What::Step(name), true) = (&node.what, lit.node > Light::Dark) {
                entered.push(name);
            }
        }
        lights.push(lit);
    }
    lights
}

/// What is known of each box of each panel; of ends and duties nothing.
pub fn truths(engine: &Engine<'_>, facts: &Facts, chart: &Chart) -> Vec<Vec<Truth>> {
    let known = known(engine, facts);
    let decisions = engine.decide_all(&known);
    let tests = Tests::new(engine, &known);
    let of = |panel: &Panel| panel.nodes.iter().map(|n| truth(&tests, &decisions, &n.what)).collect();
    chart.panels.iter().map(of).collect()
}

/// What the facts say, with what the licence stands for, without what contradicts the axioms.
fn known(engine: &Engine<'_>, facts: &Facts) -> Known {
    let mut facts = facts.clone();
    derive::derive(engine.law, &mut facts);
    engine.contradictions(&engine.known_with_implied(&facts)).0
}

/// Lights of one panel, from what is known of each box and whether each end is possible.
pub fn panel(panel: &Panel, truth: &dyn Fn(&What) -> Truth, possible: &dyn Fn(&What) -> bool) -> Vec<Lit> {
    let mut lights = vec![Lit::default(); panel.nodes.len()];
    // Boxes stand after those that lead to them: once forward for what is reached, once backward for what leads on to
    // a possible end.
    for (i, node) in panel.nodes.iter().enumerate() {
        let Some(lit) = lights.get_mut(i) else { continue };
        if i == 0 {
            lit.node = Light::Solid;
        }
        if lit.node == Light::Dark {
            continue;
        }
        (lit.yes, lit.no) = match &node.what {
            What::Verdict(_) | What::End(_) => (Light::Dark, Light::Dark),
            What::Duties { .. } => (lit.node, Light::Dark),
            what => match truth(what) {
                Truth::Yes => (lit.node, Light::Dark),
                Truth::No | Truth::Unclaimed => (Light::Dark, lit.node),
                Truth::Open => (Light::Dashed, Light::Dashed),
            },
        };
        let (yes, no) = (lit.yes, lit.no);
        for (next, light) in [(node.yes, yes), (node.no, no)] {
            if let Some(lit) = next.and_then(|n| lights.get_mut(n)) {
                lit.node = lit.node.max(light);
            }
        }
    }
    let mut leads_on = vec![false; panel.nodes.len()];
    for (i, node) in panel.nodes.iter().enumerate().rev() {
        let on = |next: Option<usize>| next.and_then(|n| leads_on.get(n)).copied().unwrap_or(false);
        let (yes, no) = (on(node.yes), on(node.no));
        let Some(lit) = lights.get_mut(i) else { continue };
        if !yes {
            lit.yes = Light::Dark;
        }
        if !no {
            lit.no = Light::Dark;
        }
        let end = node.yes.is_none();
        let leads =
            lit.node > Light::Dark && possible(&node.what) && (end || lit.yes > Light::Dark || lit.no > Light::Dark);
        if !leads {
            *lit = Lit::default();
        }
        if let Some(slot) = leads_on.get_mut(i) {
            *slot = leads;
        }
    }
    // What no lit exit leads to any more goes dark again.
    let mut reached = vec![Light::Dark; panel.nodes.len()];
    if let Some(first) = reached.first_mut() {
        *first = Light::Solid;
    }
    for (i, node) in panel.nodes.iter().enumerate() {
        let here = reached.get(i).copied().unwrap_or_default();
        let Some(lit) = lights.get_mut(i) else { continue };
        lit.node = lit.node.min(here);
        lit.yes = lit.yes.min(here);
        lit.no = lit.no.min(here);
        for (next, light) in [(node.yes, lit.yes), (node.no, lit.no)] {
            if let Some(slot) = next.and_then(|n| reached.get_mut(n)) {
                *slot = (*slot).max(light);
            }
        }
    }
    lights
}

fn truth(tests: &Tests<'_, '_>, decisions: &Decisions<'_>, what: &What) -> Truth {
    match what {
        What::Test(test) => tests.truth(test),
        What::Step(name) => match decisions.of(&Target::Proposition(name.clone())) {
            Decision::Yes(_) => Truth::Yes,
            Decision::No(_) => Truth::No,
            Decision::Open => Truth::Open,
        },
        _ => Truth::Open,
    }
}

/// Whether the engine holds an end, or a box of duties on the way, for possible.
fn allowed(engine: &Engine<'_>, decisions: &Decisions<'_>, panel: &Panel, what: &What) -> bool {
    match what {
        What::Verdict(verdict) => match decisions.of(&Target::Proposition(panel.name.clone())) {
            Decision::Yes(_) => *verdict,
            Decision::No(_) => !verdict,
            Decision::Open => true,
        },
        What::Duties { ids, exempt } => ids.iter().all(|id| match engine.status(decisions, id) {
            DutyStatus::Applies => !exempt,
            DutyStatus::Exempt => *exempt,
            DutyStatus::NotApplicable => false,
            DutyStatus::Open => true,
        }),
        _ => true,
    }
}

/// Single tests under what is known and what the axioms make of it.
struct Tests<'e, 'l> {
    engine: &'e Engine<'l>,
    known: &'e Known,
    cases: Vec<Literals>,
}

impl<'e, 'l> Tests<'e, 'l> {
    fn new(engine: &'e Engine<'l>, known: &'e Known) -> Self {
        let base = engine.literals(known, Mode::Certain);
        let cases = engine.tie_cases(known).into_iter().map(|case| {
            let mut literals = base.clone();
            for (var, value) in case {
                put(&mut literals, var, value);
            }
            literals
        });
        Tests { engine, known, cases: cases.collect() }
    }

    fn truth(&self, test: &Test) -> Truth {
        let unclaimed = test.atoms.iter().flat_map(Atom::facts).any(|fact| {
            let Some(place) = self.engine.position(fact) else { return false };
            self.engine.exceptional.get(place) == Some(&true) && matches!(self.known.values.get(place), Some(None))
        });
        if unclaimed {
            return Truth::Unclaimed;
        }
        match test.truth(&|atom| self.atom(atom)) {
            Some(true) => Truth::Yes,
            Some(false) => Truth::No,
            None => Truth::Open,
        }
    }

    fn atom(&self, atom: &Atom) -> Option<bool> {
        let (plain, turned) = match atom {
            Atom::No(fact) => (Atom::Yes(fact.clone()), true),
            other => (other.clone(), false),
        };
        let place = self.engine.vars.iter().position(|v| *v == Variable::Atom(plain.clone()))?;
        let possible = |value: bool| {
            self.cases.iter().any(|case| {
                let mut literals = case.clone();
                match literals.get_mut(place) {
                    Some(Some(fixed)) => return *fixed == value,
                    Some(slot) => *slot = Some(value),
                    None => return true,
                }
                self.engine.axioms.iter().all(|group| self.engine.diagram.possible(*group, &literals))
            })
        };
        match (possible(true), possible(false)) {
            (true, false) => Some(!turned),
            (false, true) => Some(turned),
            _ => None,
        }
    }
}
