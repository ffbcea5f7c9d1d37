//! What would change an answer: the fewest changes to facts a person controls, and what else must then be true.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::Atom;
use crate::decide::{Decision, Known, Mode, put};
use crate::diagram::Var;
use crate::engine::{Engine, Target, Variable};
use crate::fact::Value;
use crate::names;

/// Price of changing a known fact; far above any number of conditions on unknown ones.
const CHANGE: u32 = 100_000;
/// Price of a condition on an unknown fact that the person controls.
const CONDITION: u32 = 1;
/// Price of a condition on an unknown fact that the person does not control: rather see to many things than hope for one.
const CIRCUMSTANCE: u32 = 500;
/// How many different ways are shown.
const MAX_WAYS: usize = 3;

/// One fact to change, or to turn out so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub fact: String,
    /// What is known of it now.
    pub from: Option<Value>,
    /// What it would have to be.
    pub to: Value,
    /// Whether the person can bring it about by own decision.
    pub controlled: bool,
    /// Whether something known has to become otherwise; if not, something unknown has to turn out so.
    pub changes: bool,
}

/// The answer to "what would make this yes (or no)?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatIf {
    /// It is so already.
    Already,
    /// No change of facts a person controls brings it about.
    Impossible,
    /// Different ways, the smallest first; each is enough on its own.
    Ways(Vec<Vec<Change>>),
}

impl Engine<'_> {
    /// The smallest changes after which a target is decided as wanted.
    pub fn whatif(&self, known: &Known, target: &Target, want: bool) -> WhatIf {
        if is(self.decide_all(known).of(target), want) {
            return WhatIf::Already;
        }
        // One fact alone is the plainest way, and there may be several; what takes more is looked for beside them.
        let mut ways: Vec<Vec<Change>> = self.singles(known, target, want);
        let mut barred: Vec<BTreeSet<usize>> =
            vec![ways.iter().flatten().filter_map(|c| self.position(&c.fact)).collect()];
        while let Some(bar) = barred.pop() {
            if ways.len() >= MAX_WAYS {
                break;
            }
            let Some(way) = self.one_way(known, target, want, &bar) else { continue };
            let first_changed = way.iter().find(|c| c.changes).or(way.first()).and_then(|c| self.position(&c.fact));
            if let Some(fact) = first_changed {
                let mut next = bar.clone();
                next.insert(fact);
                barred.insert(0, next);
            }
            if !ways.contains(&way) {
                ways.push(way);
            }
        }
        ways.sort_by_key(|w| (w.iter().filter(|c| c.changes).count(), w.len()));
        if ways.is_empty() { WhatIf::Impossible } else { WhatIf::Ways(ways) }
    }

    /// What is known after a way has been taken.
    pub fn after(&self, known: &Known, way: &[Change]) -> Known {
        let mut next = Known { values: known.values.clone(), yielded: Vec::new() };
        for change in way {
            if let Some(fact) = self.position(&change.fact) {
                next = self.answered(&next, fact, change.to.clone());
            }
        }
        self.contradictions(&next).0
    }

    /// Single facts, unknown or in a person's hands, that bring it about: those in a person's hands first, then the usual ones.
    fn singles(&self, known: &Known, target: &Target, want: bool) -> Vec<Vec<Change>> {
        let mut found: Vec<(bool, u32, usize, Vec<Change>)> = Vec::new();
        for (fact, name) in self.facts.iter().enumerate().filter(|(f, _)| self.exceptional.get(*f) != Some(&true)) {
            let from = known.values.get(fact).cloned().flatten();
            let (unknown, controlled) = (self.is_unknown(known, fact), self.controls(known, fact));
            // A set is changed word by word, which the search below does; an amount cannot be chosen.
            if matches!(from, Some(Value::Set { .. })) || !(unknown || controlled) {
                continue;
            }
            for to in self.options(fact, from.as_ref().filter(|_| unknown)) {
                let changes = from.is_some() && !unknown;
                if from.as_ref() == Some(&to) {
                    continue;
                }
                let unusual = 100u32.saturating_sub(self.likely(name, &to));
                let way = vec![Change { fact: name.clone(), from: from.clone(), to, controlled, changes }];
                if !found.iter().any(|(_, _, f, _)| *f == fact) && self.works(known, &way, target, want) {
                    found.push((!controlled, unusual, fact, way));
                }
            }
        }
        found.sort_by_key(|(other, unusual, fact, _)| (*other, *unusual, *fact));
        found.into_iter().take(MAX_WAYS).map(|(_, _, _, way)| way).collect()
    }

    /// How many of a hundred people are taken to answer so, by the weights of the book.
    fn likely(&self, name: &str, value: &Value) -> u32 {
        let yes = self.law.presets.likely.get(name).copied().unwrap_or(50);
        if *value == Value::Bool(false) { 100u32.saturating_sub(yes) } else { yes }
    }

    /// Whether a person can bring a fact about. The terms of another's licence are not in the hands of who modified the model.
    fn controls(&self, known: &Known, fact: usize) -> bool {
        let at = |name: &str| self.position(name).and_then(|p| known.values.get(p)?.as_ref());
        let modified =
            at(names::ROLE_MODIFIES_OTHER) == Some(&Value::Bool(true)) || at(names::MODIFICATION_BASE_FLOP).is_some();
        let name = self.facts.get(fact).map_or("", String::as_str);
        let of_the_base = modified && matches!(name, names::OPENNESS_RIGHTS | names::OPENNESS_RESTRICTIONS);
        !of_the_base && self.law.fact(name).is_some_and(|d| d.controlled)
    }

    fn one_way(&self, known: &Known, target: &Target, want: bool, barred: &BTreeSet<usize>) -> Option<Vec<Change>> {
        let roots = self.targets.get(target)?;
        let root = if want { roots.yes } else { roots.no };
        let literals = self.literals(known, Mode::Presumed);
        let fact_of: BTreeMap<Var, Vec<usize>> =
            self.fact_vars.iter().enumerate().flat_map(|(fact, vars)| vars.iter().map(move |v| (*v, fact))).fold(
                BTreeMap::new(),
                |mut map, (var, fact)| {
                    map.entry(var).or_insert_with(Vec::new).push(fact);
                    map
                },
            );
        let controlled = |fact: usize| self.controls(known, fact);
        let answered = |fact: usize| known.values.get(fact).is_some_and(Option::is_some);
        let cost = |var: Var, value: bool| -> Option<u32> {
            let facts = fact_of.get(&var).map_or(&[][..], Vec::as_slice);
            match literals.get(var as usize).copied().flatten() {
                Some(fixed) if fixed == value => Some(0),
                // A fixed literal of an unanswered fact is a presumption or an axiom: not up for change.
                Some(_) => {
                    let free = !facts.is_empty()
                        && facts.iter().all(|f| controlled(*f) && answered(*f) && !barred.contains(f));
                    free.then_some(CHANGE)
                }
                None if facts.iter().any(|f| barred.contains(f)) => None,
                None if facts.iter().all(|f| controlled(*f)) => Some(CONDITION),
                None => Some(CIRCUMSTANCE),
            }
        };
        let (_, path) = self.diagram.cheapest(root, &cost)?;
        let mut wanted: BTreeMap<usize, (bool, Vec<(Var, bool)>)> = BTreeMap::new();
        for (var, value) in path {
            let now = literals.get(var as usize).copied().flatten();
            for fact in fact_of.get(&var).into_iter().flatten().filter(|_| now != Some(value)) {
                // A test left open is settled by what is unknown of its facts; a test to be overturned, by a change.
                if now.is_some() || self.is_unknown(known, *fact) {
                    let (changes, tests) = wanted.entry(*fact).or_default();
                    *changes |= now.is_some();
                    tests.push((var, value));
                }
            }
        }
        let mut way: Vec<Change> = Vec::new();
        for (fact, (changes, literals)) in wanted {
            let from = known.values.get(fact).cloned().flatten();
            let to = self.value_for(fact, from.as_ref(), changes, &literals)?;
            way.push(Change { fact: self.facts.get(fact)?.clone(), from, to, controlled: controlled(fact), changes });
        }
        if !self.works(known, &way, target, want) {
            return None;
        }
        // Drop what the rest does not need.
        let mut i = 0;
        while i < way.len() {
            let mut rest = way.clone();
            rest.remove(i);
            if self.works(known, &rest, target, want) { way = rest } else { i += 1 }
        }
        way.sort_by_key(|c| (!c.changes, self.position(&c.fact)));
        Some(way)
    }

    fn works(&self, known: &Known, way: &[Change], target: &Target, want: bool) -> bool {
        let next = self.after(known, way);
        let kept =
            way.iter().all(|c| self.position(&c.fact).is_some_and(|f| next.values.get(f) == Some(&Some(c.to.clone()))));
        kept && is(self.decide_all(&next).of(target), want)
    }

    /// A value of a fact with these outcomes of its tests, as close to the present one as possible.
    fn value_for(&self, fact: usize, from: Option<&Value>, changes: bool, wanted: &[(Var, bool)]) -> Option<Value> {
        let has_words =
            wanted.iter().all(|(v, _)| matches!(self.vars.get(*v as usize), Some(Variable::Atom(Atom::Has(..)))));
        if has_words {
            let mut words: BTreeSet<String> = match from {
                Some(Value::Set { words, .. }) => words.clone(),
                _ => BTreeSet::new(),
            };
            for (var, value) in wanted {
                if let Some(Variable::Atom(Atom::Has(_, word))) = self.vars.get(*var as usize) {
                    if *value {
                        words.insert(word.clone())
                    } else {
                        words.remove(word)
                    };
                }
            }
            return Some(Value::Set { words, complete: true });
        }
        // Facts under a fraction are tried by their other tests; whether the fraction comes out right is checked after.
        let mut literals: crate::diagram::Literals = vec![None; self.vars.len()];
        for (var, value) in wanted {
            put(&mut literals, *var, *value);
        }
        self.options(fact, from.filter(|_| !changes)).into_iter().find(|value| {
            self.fact_literals(fact, value)
                .iter()
                .all(|(var, holds)| literals.get(*var as usize).copied().flatten() != Some(!*holds))
        })
    }
}

fn is(decision: Decision, want: bool) -> bool {
    match decision {
        Decision::Yes(_) => want,
        Decision::No(_) => !want,
        Decision::Open => false,
    }
}
