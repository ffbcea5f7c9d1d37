//! A formula to a graph of boxes. The boxes are asked in one order along every road, what earlier answers decide is not
//! asked again, and equal boxes are one. Among the orders near that of the law book, the one with the fewest boxes wins.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::formula::{Formula, Known, Leaf};
use super::{Given, Node, What};
use crate::law::Law;

/// A chart with more boxes than this is drawn in the order of the law book, without a search for a better one.
const MOST_BOXES: usize = 60;
/// Bound on the work for one order; none of ours comes near.
const MOST_STEPS: usize = 20_000;

/// What is still to be found out on a road.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    /// Yes or no.
    Verdict(Formula),
    /// Duties, each with its condition (exempt: of the exemption); whether the road met any.
    Results(Vec<(Formula, String, bool)>, bool),
}

impl Goal {
    fn under(&self, decided: &dyn Fn(usize) -> Option<bool>) -> Goal {
        match self {
            Goal::Verdict(formula) => Goal::Verdict(formula.under(decided)),
            Goal::Results(items, met) => {
                let items = items.iter().map(|(f, id, e)| (f.under(decided), id.clone(), *e));
                Goal::Results(items.filter(|(f, ..)| *f != Formula::Is(false)).collect(), *met)
            }
        }
    }

    fn leaves(&self) -> Vec<usize> {
        let mut list = Vec::new();
        let mut visit = |leaf: usize| {
            if !list.contains(&leaf) {
                list.push(leaf);
            }
        };
        match self {
            Goal::Verdict(formula) => formula.leaves(&mut visit),
            Goal::Results(items, _) => items.iter().for_each(|(f, ..)| f.leaves(&mut visit)),
        }
        list
    }
}

/// The graph of a proposition.
pub(super) fn verdict(law: &Law, on: Date, leaves: &[Leaf], formula: Formula) -> Vec<Node> {
    best(law, on, leaves, &Goal::Verdict(formula))
}

/// The graph of the duties: conditions, ids, and whether the condition is that of an exemption.
pub(super) fn results(law: &Law, on: Date, leaves: &[Leaf], items: Vec<(Formula, String, bool)>) -> Vec<Node> {
    best(law, on, leaves, &Goal::Results(items, false))
}

/// Moves one box at a time to another place in the order, as long as that makes the chart simpler.
fn best(law: &Law, on: Date, leaves: &[Leaf], goal: &Goal) -> Vec<Node> {
    let related = related(law, leaves);
    let draw = |order: &[usize]| {
        let mut builder =
            Builder { law, on, leaves, order, related: &related, nodes: Vec::new(), known: BTreeMap::new(), steps: 0 };
        let start = builder.node(goal, &Given::new())?;
        Some(sorted(&builder.nodes, start))
    };
    let mut order = goal.leaves();
    let Some(mut chart) = draw(&order) else { return Vec::new() };
    let cost = |chart: &[Node]| self::cost(law, chart);
    let mut least = cost(&chart);
    let mut better = chart.len() <= MOST_BOXES;
    while better {
        better = false;
        for from in 0..order.len() {
            for to in 0..order.len() {
                let mut next = order.clone();
                let leaf = next.remove(from);
                next.insert(to, leaf);
                let Some(other) = draw(&next) else { continue };
                let other_cost = cost(&other);
                if other_cost < least {
                    (order, chart, least, better) = (next, other, other_cost, true);
                }
            }
        }
    }
    chart
}

/// Boxes count most, then roads that come together, then the longest road and how early a person has to judge.
fn cost(law: &Law, nodes: &[Node]) -> usize {
    let judged = |node: &Node| match &node.what {
        What::Test(test) => test.atoms.iter().flat_map(|a| a.facts()).any(|f| law.fact(f).is_some_and(|d| d.judged)),
        _ => false,
    };
    let early: usize = nodes.iter().enumerate().filter(|(_, n)| judged(n)).map(|(i, _)| nodes.len() - i).sum();
    let boxes = nodes.iter().filter(|n| n.yes.is_some()).count();
    let mut entries = vec![0usize; nodes.len()];
    let mut depth = vec![0usize; nodes.len()];
    for (i, node) in nodes.iter().enumerate() {
        let here = depth.get(i).copied().unwrap_or(0);
        for next in [node.yes, node.no].into_iter().flatten() {
            if nodes.get(next).is_some_and(|n| n.yes.is_some()) {
                if let Some(count) = entries.get_mut(next) {
                    *count += 1;
                }
            }
            if let Some(slot) = depth.get_mut(next) {
                *slot = (*slot).max(here + 1);
            }
        }
    }
    let merges: usize = entries.iter().map(|c| c.saturating_sub(1)).sum();
    boxes * 1000 + merges * 300 + depth.into_iter().max().unwrap_or(0) * 10 + early
}

/// Which leaves say something of one another.
fn related(law: &Law, leaves: &[Leaf]) -> Vec<Vec<bool>> {
    let names = |leaf: &Leaf| -> Vec<String> {
        match leaf {
            Leaf::Test(test) => test.atoms.iter().flat_map(|a| a.facts()).map(str::to_owned).collect(),
            Leaf::Step(name) => {
                // Everything its rules speak of, and the rules that displace them, through and through.
                let mut seen = vec![name.clone()];
                let mut at = 0;
                while let Some(name) = seen.get(at).cloned() {
                    at += 1;
                    for rule in law.rules.iter().filter(|r| r.concludes == name) {
                        rule.when.leaves(&mut |leaf| match leaf {
                            crate::condition::Condition::Named(n, _) if !seen.contains(n) => seen.push(n.clone()),
                            crate::condition::Condition::Test(atom, _) => {
                                for fact in atom.facts() {
                                    if !seen.iter().any(|s| s == fact) {
                                        seen.push(fact.to_owned());
                                    }
                                }
                            }
                            _ => {}
                        });
                    }
                }
                seen
            }
        }
    };
    let all: Vec<Vec<String>> = leaves.iter().map(names).collect();
    all.iter().map(|a| all.iter().map(|b| a.iter().any(|n| b.contains(n))).collect()).collect()
}

struct Builder<'b> {
    law: &'b Law,
    on: Date,
    leaves: &'b [Leaf],
    order: &'b [usize],
    related: &'b [Vec<bool>],
    nodes: Vec<Node>,
    known: BTreeMap<(Goal, Given), usize>,
    steps: usize,
}

impl Builder<'_> {
    /// The box at which a goal begins, given the answers so far; `None` where the bound on work is passed.
    fn node(&mut self, goal: &Goal, given: &Given) -> Option<usize> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        let known = Known { law: self.law, on: self.on, leaves: self.leaves, given };
        let goal = goal.under(&|leaf| known.leaf(leaf));
        let left = goal.leaves();
        let related = |given: usize, leaf: usize| {
            self.related.get(given).and_then(|row| row.get(leaf)).copied().unwrap_or(true)
        };
        let matters: Given =
            given.iter().filter(|(g, _)| left.iter().any(|l| related(**g, *l))).map(|(g, v)| (*g, *v)).collect();
        let key = (goal, matters);
        if let Some(node) = self.known.get(&key) {
            return Some(*node);
        }
        let node = match &key.0 {
            Goal::Verdict(Formula::Is(value)) => Node { what: What::Verdict(*value), yes: None, no: None },
            Goal::Results(items, met) if items.is_empty() => Node { what: What::End(*met), yes: None, no: None },
            Goal::Results(items, _) if items.iter().any(|(f, ..)| *f == Formula::Is(true)) => {
                // What applies is one box, what is exempt another.
                let exempt = !items.iter().any(|(f, _, e)| *f == Formula::Is(true) && !e);
                let here = |(f, _, e): &&(Formula, String, bool)| *f == Formula::Is(true) && *e == exempt;
                let ids = items.iter().filter(here).map(|(_, id, _)| id.clone()).collect();
                let rest = items.iter().filter(|i| !here(i)).cloned().collect();
                let next = self.node(&Goal::Results(rest, true), given)?;
                Node { what: What::Duties { ids, exempt }, yes: Some(next), no: None }
            }
            goal => {
                let leaf = *self.order.iter().find(|l| left.contains(l))?;
                let mut exits = [None, None];
                for (slot, value) in exits.iter_mut().zip([true, false]) {
                    let mut given = given.clone();
                    given.insert(leaf, value);
                    *slot = Some(self.node(goal, &given)?);
                }
                let [yes, no] = exits;
                if yes == no {
                    return yes;
                }
                let what = match self.leaves.get(leaf)? {
                    Leaf::Test(test) => What::Test(test.clone()),
                    Leaf::Step(name) => What::Step(name.clone()),
                };
                Node { what, yes, no }
            }
        };
        let place = self.nodes.iter().position(|n| *n == node).unwrap_or_else(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        });
        self.known.insert(key, place);
        Some(place)
    }
}

/// The boxes that a start leads to, each after all that lead to it; where there is a choice, the yes exit goes first.
fn sorted(nodes: &[Node], start: usize) -> Vec<Node> {
    fn visit(nodes: &[Node], at: usize, seen: &mut Vec<usize>, out: &mut Vec<usize>) {
        if seen.contains(&at) {
            return;
        }
        seen.push(at);
        if let Some(node) = nodes.get(at) {
            for next in [node.no, node.yes].into_iter().flatten() {
                visit(nodes, next, seen, out);
            }
        }
        out.push(at);
    }
    let mut out = Vec::new();
    visit(nodes, start, &mut Vec::new(), &mut out);
    out.reverse();
    let place = |old: Option<usize>| old.and_then(|o| out.iter().position(|n| *n == o));
    out.iter()
        .filter_map(|i| nodes.get(*i))
        .map(|n| Node { what: n.what.clone(), yes: place(n.yes), no: place(n.no) })
        .collect()
}
