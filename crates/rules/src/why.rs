//! The smallest set of known facts that already entails an answer, and what contradicts the axioms.
//!
//! A set of facts is enough when no completion consistent with it gives the other answer. Each completion that does is
//! a list of facts of which at least one is needed; the smallest set that meets all lists is the reason. Exact.

use std::collections::BTreeSet;

use crate::decide::{Decision, Known, Mode, Strength, put};
use crate::diagram::{FALSE, Node, Var};
use crate::engine::{Engine, Target};

/// Rounds after which the search settles for a set that is minimal but perhaps not the smallest.
const MAX_ROUNDS: usize = 400;

impl Engine<'_> {
    /// The smallest set of known facts that entails the decision of a target; empty if the law alone does.
    pub fn why(&self, known: &Known, target: &Target, decision: Decision) -> Vec<String> {
        let Some(roots) = self.targets.get(target) else { return Vec::new() };
        let (against, mode) = match decision {
            Decision::Yes(Strength::Certain) => (roots.no, Mode::Certain),
            Decision::No(Strength::Certain) => (roots.yes, Mode::Certain),
            Decision::Yes(Strength::Presumed) => (roots.no, Mode::Presumed),
            Decision::No(Strength::Presumed) => (roots.yes, Mode::Presumed),
            Decision::Open => return Vec::new(),
        };
        // Of reasons of one size that is given which the rules themselves name: not what only an axiom leads to.
        let direct = self.plain.get(target).map(|plain| self.facts_under(*plain).into_iter().collect());
        self.names(self.smallest(known, against, mode, &direct.unwrap_or_default()))
    }

    /// The axioms that explicit answers override, and the facts that contradict one another beyond that.
    ///
    /// The facts named last are to be treated as unknown; the list holds one smallest group per contradiction.
    pub fn contradictions(&self, known: &Known) -> (Known, Vec<Vec<String>>) {
        let mut known = known.clone();
        let mut groups = Vec::new();
        // In the presumed reading every axiom that has not given way is applied.
        let reach = self.reach(&known, Mode::Presumed, false);
        for group in self.axioms.iter().filter(|g| !reach.possible(**g)) {
            loop {
                if self.satisfiable(*group, &known) {
                    break;
                }
                // Axioms that yield give way first, one at a time, as few as possible.
                let guards: Vec<usize> =
                    self.guards(*group).into_iter().filter(|g| !known.yielded.contains(g)).collect();
                let one = guards.iter().find(|g| {
                    let mut without = known.clone();
                    without.yielded.push(**g);
                    self.satisfiable(*group, &without)
                });
                if let Some(guard) = one.or(guards.first()) {
                    known.yielded.push(*guard);
                    continue;
                }
                let clash = self.smallest(&known, *group, Mode::Certain, &BTreeSet::new());
                if clash.is_empty() {
                    break;
                }
                groups.push(self.names(clash.clone()));
                for fact in clash {
                    if let Some(slot) = known.values.get_mut(fact) {
                        *slot = None;
                    }
                }
            }
        }
        known.yielded.sort_unstable();
        (known, groups)
    }

    fn satisfiable(&self, node: Node, known: &Known) -> bool {
        let base = self.literals(known, Mode::Presumed);
        self.tie_cases(known).into_iter().any(|case| {
            let mut literals = base.clone();
            for (var, value) in case {
                put(&mut literals, var, value);
            }
            self.diagram.possible(node, &literals)
        })
    }

    fn guards(&self, node: Node) -> Vec<usize> {
        let open = vec![None; self.vars.len()];
        self.diagram
            .open_vars(node, &open)
            .into_iter()
            .filter_map(|v| match self.vars.get(v as usize) {
                Some(crate::engine::Variable::Guard(axiom)) => Some(*axiom),
                _ => None,
            })
            .collect()
    }

    fn names(&self, facts: BTreeSet<usize>) -> Vec<String> {
        facts.into_iter().filter_map(|f| self.facts.get(f).cloned()).collect()
    }

    /// Only these facts known.
    fn only(&self, known: &Known, facts: &BTreeSet<usize>) -> Known {
        let values =
            known.values.iter().enumerate().map(|(i, v)| if facts.contains(&i) { v.clone() } else { None }).collect();
        Known { values, yielded: known.yielded.clone() }
    }

    /// The smallest set of known facts under which a node cannot become true.
    fn smallest(&self, known: &Known, against: Node, mode: Mode, direct: &BTreeSet<usize>) -> BTreeSet<usize> {
        if against == FALSE {
            return BTreeSet::new();
        }
        let full = self.literals(known, mode);
        let mut lists: Vec<BTreeSet<usize>> = Vec::new();
        let mut candidate = BTreeSet::new();
        for _ in 0..MAX_ROUNDS {
            match self.counterexample(known, &candidate, against, mode, &full) {
                None => return candidate,
                Some(list) if list.is_empty() => break,
                Some(list) => lists.push(list),
            }
            candidate = smallest_hitting(&lists, direct);
        }
        self.thinned(known, against, mode)
    }

    /// Drops facts one by one while the rest still suffices: minimal, not always the smallest.
    fn thinned(&self, known: &Known, against: Node, mode: Mode) -> BTreeSet<usize> {
        let mut facts: BTreeSet<usize> =
            known.values.iter().enumerate().filter(|(_, v)| v.is_some()).map(|(i, _)| i).collect();
        for fact in facts.clone() {
            facts.remove(&fact);
            if self.reach(&self.only(known, &facts), mode, true).possible(against) {
                facts.insert(fact);
            }
        }
        facts
    }

    /// A completion of the candidate that makes the node true, as the list of known facts it goes against: to rule it
    /// out, at least one of them must join the candidate. As short a list as the diagram offers.
    fn counterexample(
        &self,
        known: &Known,
        candidate: &BTreeSet<usize>,
        against: Node,
        mode: Mode,
        full: &[Option<bool>],
    ) -> Option<BTreeSet<usize>> {
        let part = self.only(known, candidate);
        let base = self.literals(&part, mode);
        let mut best: Option<(u32, Vec<(Var, bool)>)> = None;
        for case in self.tie_cases(&part) {
            let mut literals = base.clone();
            for (var, value) in case {
                put(&mut literals, var, value);
            }
            let cost = |var: Var, value: bool| -> Option<u32> {
                match literals.get(var as usize).copied().flatten() {
                    Some(fixed) => (fixed == value).then_some(0),
                    None => Some(u32::from(full.get(var as usize).copied().flatten() == Some(!value))),
                }
            };
            if let Some(found) = self.diagram.cheapest(against, &cost)
                && best.as_ref().is_none_or(|(price, _)| found.0 < *price)
            {
                best = Some(found);
            }
        }
        let (_, path) = best?;
        let on_path = |var: Var| path.iter().find(|(v, _)| *v == var).map(|(_, value)| *value);
        let mut list = BTreeSet::new();
        for (fact, value) in known.values.iter().enumerate() {
            let Some(value) = value else { continue };
            if candidate.contains(&fact) {
                continue;
            }
            let disagrees =
                self.fact_literals(fact, value).into_iter().any(|(var, holds)| on_path(var) == Some(!holds));
            // Two tied numbers may rule the completion out together although neither does alone.
            let tied = self.ties.iter().any(|t| t.first == fact || t.second == fact);
            if disagrees || tied {
                list.insert(fact);
            }
        }
        // A completion that goes against an axiom which only all that is known applies: what applies it is needed too.
        for (guard, fails) in &self.soft {
            if on_path(*guard) == Some(false) && full.get(usize::from(*guard)) == Some(&Some(true)) {
                let facts = self.facts_under(*fails).into_iter().filter(|f| !candidate.contains(f));
                list.extend(facts.filter(|f| known.values.get(*f).is_some_and(Option::is_some)));
            }
        }
        Some(list)
    }
}

/// The smallest set with at least one member of each list. Among equals the one whose facts come first, those that are direct before
/// others and each in the order of the vocabulary, so that the answer does not hang on which lists were found, nor on the order
/// of the diagram.
fn smallest_hitting(lists: &[BTreeSet<usize>], direct: &BTreeSet<usize>) -> BTreeSet<usize> {
    let beyond = lists.iter().flatten().max().map_or(0, |last| last + 1);
    let rank = |fact: usize| if direct.contains(&fact) { fact } else { fact + beyond };
    let lists: Vec<BTreeSet<usize>> = lists.iter().map(|list| list.iter().map(|fact| rank(*fact)).collect()).collect();
    let Some(size) = (0..=lists.len()).find(|size| hit(&lists, *size, &mut BTreeSet::new(), 0)) else {
        return BTreeSet::new();
    };
    let all: BTreeSet<usize> = lists.iter().flatten().copied().collect();
    let mut chosen = BTreeSet::new();
    let mut from = 0;
    for left in (0..size).rev() {
        let first = all.range(from..).copied().find(|fact| {
            let mut with = chosen.clone();
            with.insert(*fact);
            hit(&lists, left, &mut with, fact + 1)
        });
        let Some(fact) = first else { break };
        chosen.insert(fact);
        from = fact + 1;
    }
    chosen.into_iter().map(|rank| if rank >= beyond { rank - beyond } else { rank }).collect()
}

/// Whether the lists not yet met can be met with so many more facts, none of which comes before `from`.
fn hit(lists: &[BTreeSet<usize>], left: usize, chosen: &mut BTreeSet<usize>, from: usize) -> bool {
    // Branching on the shortest list not yet met keeps the search narrow.
    let Some(list) = lists.iter().filter(|l| l.is_disjoint(chosen)).min_by_key(|l| l.len()) else { return true };
    if left == 0 {
        return false;
    }
    for fact in list.range(from..) {
        chosen.insert(*fact);
        if hit(lists, left - 1, chosen, from) {
            return true;
        }
        chosen.remove(fact);
    }
    false
}
