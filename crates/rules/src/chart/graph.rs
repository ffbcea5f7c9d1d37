//! A formula to a graph of boxes. The boxes are asked in one order along every road, what earlier answers decide is not
//! asked again, and equal boxes are one. Among the orders near that of the law book, the one with the fewest boxes wins.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::formula::{Formula, Known, Leaf};
use super::parts::{Given, Node, What};
use crate::law::Law;

/// A chart with more boxes than this is drawn in the order of the law book, without a search for a better one.
const MOST_BOXES: usize = 60;
/// Bound on the work for one order; none of ours comes near.
const MOST_STEPS: usize = 20_000;

/// A duty, or an exemption from it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    /// When it applies, or is exempt.
    pub when: Formula,
    /// Its id.
    pub id: String,
    /// Whether this is the exemption.
    pub exempt: bool,
    /// The same for duties with the same condition: they stand in one box.
    pub group: usize,
}

/// What is still to be found out on a road.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Goal {
    /// Yes or no.
    Verdict(Formula),
    /// Duties still in question, and whether the road met any.
    Results(Vec<Item>, bool),
}

impl Goal {
    fn under(&self, decided: &dyn Fn(usize) -> Option<bool>) -> Goal {
        match self {
            Goal::Verdict(formula) => Goal::Verdict(formula.under(decided)),
            Goal::Results(items, met) => {
                let items = items.iter().map(|i| Item { when: i.when.under(decided), ..i.clone() });
                Goal::Results(items.filter(|i| i.when != Formula::Is(false)).collect(), *met)
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
            Goal::Results(items, _) => items.iter().for_each(|i| i.when.leaves(&mut visit)),
        }
        list
    }
}

/// The graph of a proposition.
pub(super) fn verdict(law: &Law, on: Date, leaves: &[Leaf], formula: Formula) -> Vec<Node> {
    best(law, on, leaves, &Goal::Verdict(formula))
}

/// The graph of the duties.
pub(super) fn results(law: &Law, on: Date, leaves: &[Leaf], items: Vec<Item>) -> Vec<Node> {
    best(law, on, leaves, &Goal::Results(items, false))
}

/// Moves one box at a time to another place in the order, as long as that makes the chart simpler.
fn best(law: &Law, on: Date, leaves: &[Leaf], goal: &Goal) -> Vec<Node> {
    let related = related(law, leaves);
    let mut entailed = BTreeMap::new();
    let mut draw = |order: &[usize]| {
        let (nodes, known) = (Vec::new(), BTreeMap::new());
        let entailed = &mut entailed;
        let mut builder = Builder { law, on, leaves, order, related: &related, entailed, nodes, known, steps: 0 };
        let start = builder.node(goal, &Given::new())?;
        Some(sorted(&builder.nodes, start))
    };
    let mut order = goal.leaves();
    order.sort_unstable();
    let Some(mut chart) = draw(&order) else { return Vec::new() };
    let mut least = cost(&chart, &order);
    let mut better = chart.len() <= MOST_BOXES;
    while better {
        better = false;
        for from in 0..order.len() {
            // Moving one box up by one place is moving the other down.
            for to in (0..order.len()).filter(|to| *to != from && *to + 1 != from) {
                let mut next = order.clone();
                let leaf = next.remove(from);
                next.insert(to, leaf);
                let Some(other) = draw(&next) else { continue };
                let other_cost = cost(&other, &next);
                if other_cost < least {
                    (order, chart, least, better) = (next, other, other_cost, true);
                }
            }
        }
    }
    chart
}

/// Boxes count most, then roads that come together, then how far the order departs from that of the law book.
fn cost(nodes: &[Node], order: &[usize]) -> usize {
    let boxes = nodes.iter().filter(|n| n.yes.is_some()).count();
    let mut entries = vec![0usize; nodes.len()];
    for next in nodes.iter().flat_map(|n| [n.yes, n.no]).flatten() {
        if let (Some(count), true) = (entries.get_mut(next), nodes.get(next).is_some_and(|n| n.yes.is_some())) {
            *count += 1;
        }
    }
    let merges: usize = entries.iter().map(|c| c.saturating_sub(1)).sum();
    let turned: usize =
        order.iter().enumerate().map(|(i, a)| order.iter().skip(i + 1).filter(|b| *b < a).count()).sum();
    boxes * 1000 + merges * 100 + turned * 30
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
    /// What answers entail of a leaf, whatever the order: kept from one drawing to the next.
    entailed: &'b mut BTreeMap<(usize, Given), Option<bool>>,
    nodes: Vec<Node>,
    known: BTreeMap<(Goal, Given), usize>,
    steps: usize,
}

impl Builder<'_> {
    /// What is given that says something of some leaves.
    fn matters(&self, given: &Given, of: &[usize]) -> Given {
        let related =
            |given: usize, leaf: usize| self.related.get(given).and_then(|row| row.get(leaf)).copied().unwrap_or(true);
        given.iter().filter(|(g, _)| of.iter().any(|l| related(**g, *l))).map(|(g, v)| (*g, *v)).collect()
    }

    /// How a leaf must come out under what is given.
    fn leaf(&mut self, leaf: usize, given: &Given) -> Option<bool> {
        let key = (leaf, self.matters(given, &[leaf]));
        if let Some(value) = self.entailed.get(&key) {
            return *value;
        }
        let value = Known { law: self.law, on: self.on, leaves: self.leaves, given: &key.1 }.leaf(leaf);
        self.entailed.insert(key, value);
        value
    }

    /// The box at which a goal begins, given the answers so far; `None` where the bound on work is passed.
    fn node(&mut self, goal: &Goal, given: &Given) -> Option<usize> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        let decided: BTreeMap<usize, bool> =
            goal.leaves().into_iter().filter_map(|leaf| Some((leaf, self.leaf(leaf, given)?))).collect();
        let goal = goal.under(&|leaf| decided.get(&leaf).copied());
        let left = goal.leaves();
        let matters = self.matters(given, &left);
        let key = (goal, matters);
        if let Some(node) = self.known.get(&key) {
            return Some(*node);
        }
        let node = match &key.0 {
            Goal::Verdict(Formula::Is(value)) => Node { what: What::Verdict(*value), yes: None, no: None },
            Goal::Results(items, met) if items.is_empty() => Node { what: What::End(*met), yes: None, no: None },
            Goal::Results(items, _) if items.iter().any(|i| i.when == Formula::Is(true)) => {
                let first = items.iter().find(|i| i.when == Formula::Is(true)).map(|i| (i.group, i.exempt));
                let here = |i: &Item| i.when == Formula::Is(true) && Some((i.group, i.exempt)) == first;
                let ids = items.iter().filter(|i| here(i)).map(|i| i.id.clone()).collect();
                let rest = items.iter().filter(|i| !here(i)).cloned().collect();
                let next = self.node(&Goal::Results(rest, true), given)?;
                Node { what: What::Duties { ids, exempt: first.is_some_and(|f| f.1) }, yes: Some(next), no: None }
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
