//! The rules of a proposition as one formula over leaves: tests on facts, and propositions that stay boxes.

use jiff::civil::Date;

use super::Test;
use crate::condition::{Atom, Condition};
use crate::law::{Law, ThresholdValue};

/// What a box can ask.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leaf {
    Test(Test),
    Step(String),
}

/// A formula over leaves, which are named by their position in [`Reader::leaves`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Formula {
    Is(bool),
    Leaf(usize),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    Not(Box<Formula>),
}

impl Formula {
    /// The formula once some leaves are decided.
    pub fn under(&self, decided: &dyn Fn(usize) -> Option<bool>) -> Formula {
        match self {
            Formula::Is(value) => Formula::Is(*value),
            Formula::Leaf(leaf) => decided(*leaf).map_or(Formula::Leaf(*leaf), Formula::Is),
            Formula::Not(inner) => match inner.under(decided) {
                Formula::Is(value) => Formula::Is(!value),
                Formula::Not(inner) => *inner,
                other => Formula::Not(Box::new(other)),
            },
            Formula::All(parts) => join(parts, decided, true),
            Formula::Any(parts) => join(parts, decided, false),
        }
    }

    /// Visits its leaves in the order in which they are written.
    pub fn leaves(&self, visit: &mut dyn FnMut(usize)) {
        match self {
            Formula::Is(_) => {}
            Formula::Leaf(leaf) => visit(*leaf),
            Formula::Not(inner) => inner.leaves(visit),
            Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|p| p.leaves(visit)),
        }
    }
}

/// `all`: a false part decides, true parts fall away; otherwise the other way round.
fn join(parts: &[Formula], decided: &dyn Fn(usize) -> Option<bool>, all: bool) -> Formula {
    let mut rest = Vec::new();
    for part in parts {
        match part.under(decided) {
            Formula::Is(value) if value == all => {}
            Formula::Is(_) => return Formula::Is(!all),
            Formula::All(inner) if all => rest.extend(inner),
            Formula::Any(inner) if !all => rest.extend(inner),
            other => rest.push(other),
        }
    }
    match (rest.pop(), rest.is_empty()) {
        (None, _) => Formula::Is(all),
        (Some(one), true) => one,
        (Some(last), false) => {
            rest.push(last);
            if all { Formula::All(rest) } else { Formula::Any(rest) }
        }
    }
}

/// Reads conditions into formulas over one list of leaves.
pub(super) struct Reader<'l> {
    law: &'l Law,
    on: Date,
    inline: &'l [&'l str],
    /// In the order in which they are to be asked, unless another makes the chart simpler.
    pub leaves: Vec<Leaf>,
}

impl<'l> Reader<'l> {
    pub fn new(law: &'l Law, on: Date, inline: &'l [&'l str]) -> Self {
        Reader { law, on, inline, leaves: Vec::new() }
    }

    /// A proposition holds where some rule that concludes it fires.
    pub fn proposition(&mut self, name: &str) -> Formula {
        let law = self.law;
        let rules: Vec<_> = law.rules_on(self.on).filter(|r| r.holds && r.concludes == name).collect();
        // First what the rules ask, then the exceptions: the order in which a lawyer would put the questions.
        for rule in &rules {
            self.condition(&rule.when);
        }
        Formula::Any(rules.iter().map(|r| self.fires(&r.id)).collect())
    }

    /// A rule fires where its condition holds and no rule that displaces it fires.
    fn fires(&mut self, id: &str) -> Formula {
        let law = self.law;
        let Some(rule) = law.rules_on(self.on).find(|r| r.id == id) else { return Formula::Is(false) };
        let mut parts = vec![self.condition(&rule.when)];
        for other in law.rules_on(self.on).filter(|r| r.displaces.iter().any(|d| d == id)) {
            parts.push(Formula::Not(Box::new(self.fires(&other.id))));
        }
        Formula::All(parts)
    }

    pub fn condition(&mut self, condition: &'l Condition) -> Formula {
        match condition {
            Condition::Test(atom, _) => self.test(Test::one(atom.clone())),
            Condition::Named(name, _) if self.inline.contains(&name.as_str()) => self.proposition(name),
            Condition::Named(name, _) => self.leaf(Leaf::Step(name.clone())),
            Condition::All(parts) => Formula::All(self.parts(parts, true)),
            Condition::Any(parts) => Formula::Any(self.parts(parts, false)),
            Condition::Not(inner) => Formula::Not(Box::new(self.condition(inner))),
        }
    }

    /// Tests on the words of one fact that stand side by side become one box, in the place of the first.
    fn parts(&mut self, parts: &'l [Condition], all: bool) -> Vec<Formula> {
        let fact = |part: &'l Condition| match part {
            Condition::Test(atom @ (Atom::Has(fact, _) | Atom::Is(fact, _)), _) => Some((fact, atom)),
            _ => None,
        };
        let mut out = Vec::new();
        let mut done: Vec<&String> = Vec::new();
        for part in parts {
            match fact(part) {
                None => out.push(self.condition(part)),
                Some((name, _)) if done.contains(&name) => {}
                Some((name, _)) => {
                    done.push(name);
                    let atoms: Vec<Atom> =
                        parts.iter().filter_map(fact).filter(|(n, _)| *n == name).map(|(_, a)| a.clone()).collect();
                    let all = all && atoms.len() > 1;
                    out.push(self.test(Test { atoms, all }));
                }
            }
        }
        out
    }

    /// That a plain fact is no is the other exit of the box that asks whether it is yes.
    fn test(&mut self, test: Test) -> Formula {
        if let [Atom::No(fact)] = test.atoms.as_slice()
            && !test.is_exceptional(self.law)
        {
            let yes = self.leaf(Leaf::Test(Test::one(Atom::Yes(fact.clone()))));
            return Formula::Not(Box::new(yes));
        }
        self.leaf(Leaf::Test(test))
    }

    fn leaf(&mut self, leaf: Leaf) -> Formula {
        if let Some(place) = self.leaves.iter().position(|l| *l == leaf) {
            return Formula::Leaf(place);
        }
        self.leaves.push(leaf);
        Formula::Leaf(self.leaves.len() - 1)
    }
}

/// What two tests on one fact say of one another: given how the first came out, how the second must.
fn follows(law: &Law, on: Date, given: &Atom, holds: bool, other: &Atom) -> Option<bool> {
    if given == other {
        return Some(holds);
    }
    match (given, other) {
        (Atom::Yes(f), Atom::No(g)) | (Atom::No(f), Atom::Yes(g)) if f == g && holds => Some(false),
        (Atom::Yes(f), Atom::No(g)) | (Atom::No(f), Atom::Yes(g))
            if f == g && !law.fact(f).is_some_and(|d| d.exceptional) =>
        {
            Some(true)
        }
        (Atom::Is(f, _), Atom::Is(g, _)) if f == g && holds => Some(false),
        (Atom::Over(f, s), Atom::Over(g, t)) if f == g => {
            let amount = |id: &str| match &law.threshold(id, on)?.value {
                ThresholdValue::Amount { value, divisor, strict, .. } => Some((value, *divisor, *strict)),
                _ => None,
            };
            let ((a, p, strict), (b, q, strict_b)) = (amount(s)?, amount(t)?);
            let (left, right) = (a.times_u(q), b.times_u(p));
            let harder = left > right || (left == right && (strict || !strict_b));
            let easier = left < right || (left == right && (strict_b || !strict));
            match holds {
                true if harder => Some(true),
                false if easier => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

/// What is taken for granted, read by tests and names.
pub(super) struct Known<'k> {
    pub law: &'k Law,
    pub on: Date,
    pub leaves: &'k [Leaf],
    pub given: &'k super::parts::Given,
}

impl Known<'_> {
    fn leaf_given(&self) -> impl Iterator<Item = (&Leaf, bool)> {
        self.given.iter().filter_map(|(i, v)| self.leaves.get(*i).map(|l| (l, *v)))
    }

    fn atom(&self, atom: &Atom) -> Option<bool> {
        self.leaf_given().find_map(|(leaf, value)| match leaf {
            // A group tells of its single tests only where all failed, or all had to hold and did.
            Leaf::Test(test) if test.atoms.len() == 1 || value == test.all => {
                test.atoms.iter().find_map(|a| follows(self.law, self.on, a, value, atom))
            }
            _ => None,
        })
    }

    /// What the law itself makes of a proposition under what is given, no further leaf being known.
    fn proposition(&self, name: &str, depth: usize) -> Option<bool> {
        let stated = self.leaf_given().find(|(l, _)| matches!(l, Leaf::Step(n) if n == name)).map(|(_, v)| v);
        if stated.is_some() || depth == 0 {
            return stated;
        }
        let rules = self.law.rules_on(self.on).filter(|r| r.holds && r.concludes == name);
        any(rules.map(|r| self.fires(&r.id, depth - 1)))
    }

    fn fires(&self, id: &str, depth: usize) -> Option<bool> {
        let rule = self.law.rules_on(self.on).find(|r| r.id == id)?;
        if depth == 0 {
            return None;
        }
        let others = self.law.rules_on(self.on).filter(|r| r.displaces.iter().any(|d| d == id));
        let displaced = any(others.map(|r| self.fires(&r.id, depth - 1)));
        all([self.condition(&rule.when, depth - 1), displaced.map(|d| !d)].into_iter())
    }

    fn condition(&self, condition: &Condition, depth: usize) -> Option<bool> {
        match condition {
            Condition::Test(atom, _) => self.atom(atom),
            Condition::Named(name, _) => self.proposition(name, depth),
            Condition::All(parts) => all(parts.iter().map(|p| self.condition(p, depth))),
            Condition::Any(parts) => any(parts.iter().map(|p| self.condition(p, depth))),
            Condition::Not(inner) => self.condition(inner, depth).map(|v| !v),
        }
    }

    /// How a leaf must come out, if what is given says so.
    pub fn leaf(&self, leaf: usize) -> Option<bool> {
        if let Some(value) = self.given.get(&leaf) {
            return Some(*value);
        }
        match self.leaves.get(leaf)? {
            Leaf::Test(test) => test.truth(&|atom| self.atom(atom)),
            Leaf::Step(name) => self.proposition(name, 40),
        }
    }
}

fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match part {
            Some(true) => return Some(true),
            Some(false) => {}
            None => open = true,
        }
    }
    (!open).then_some(false)
}

fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    any(parts.map(|p| p.map(|v| !v))).map(|v| !v)
}
