//! Yes, no or open: each target of the compiled law under what is known.
//!
//! Two readings of "unknown". *Certain*: every unknown fact may have any of its values. *Presumed*: an exceptional fact
//! that nobody answered counts as not claimed, so that the criterion or the presumption of the law decides.

use std::rc::Rc;

use crate::atoms;
use crate::diagram::{Literals, Node, TRUE, Var};
use crate::engine::{Engine, Roots, Target, Variable};
use crate::fact::{Facts, Value};

/// How firmly a conclusion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// In every completion of the unknown facts.
    Certain,
    /// By a criterion or presumption that a person may still displace.
    Presumed,
}

impl Strength {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Certain => "certain",
            Strength::Presumed => "presumed",
        }
    }
}

/// The answer to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It holds.
    Yes(Strength),
    /// It does not hold.
    No(Strength),
    /// Something unknown can still change it.
    Open,
}

impl Decision {
    /// `yes`, `no` or `open`.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Yes(_) => "yes",
            Decision::No(_) => "no",
            Decision::Open => "open",
        }
    }

    /// The strength, unless open.
    pub fn strength(self) -> Option<Strength> {
        match self {
            Decision::Yes(s) | Decision::No(s) => Some(s),
            Decision::Open => None,
        }
    }

    /// Whether it is decided, either way.
    pub fn is_settled(self) -> bool {
        self != Decision::Open
    }
}

/// Which reading of "unknown".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Certain,
    Presumed,
}

/// What is known, in the engine's terms: one optional value per tested fact, and the axioms that gave way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// By position in the engine's list of facts.
    pub(crate) values: Vec<Option<Value>>,
    /// Indices of axioms that explicit answers override.
    pub(crate) yielded: Vec<usize>,
}

/// Which nodes some of a group of assignments lets become true: in each pass over the diagram, the group's bits.
pub(crate) struct Reach {
    passes: Vec<(Rc<Vec<u64>>, u64)>,
}

impl Reach {
    pub(crate) fn possible(&self, node: Node) -> bool {
        self.passes.iter().any(|(pass, bits)| pass.get(node as usize).copied().unwrap_or(0) & bits != 0)
    }
}

/// Sets literals over a base.
pub(crate) fn put(literals: &mut Literals, var: Var, value: bool) {
    if let Some(slot) = literals.get_mut(var as usize) {
        *slot = Some(value);
    }
}

impl Engine<'_> {
    /// What the facts say, as far as the law asks; values of another type than the vocabulary's count as unknown.
    pub fn known(&self, facts: &Facts) -> Known {
        Known { values: self.facts.iter().map(|name| facts.value(name)).collect(), yielded: Vec::new() }
    }

    /// Position of a fact among those the law tests.
    pub(crate) fn position(&self, fact: &str) -> Option<usize> {
        self.facts.iter().position(|f| f == fact)
    }

    /// What one value says of the tests of one fact, fractions left out.
    pub(crate) fn fact_literals(&self, fact: usize, value: &Value) -> Vec<(Var, bool)> {
        let vars = self.fact_vars.get(fact).map_or(&[][..], Vec::as_slice);
        vars.iter()
            .filter_map(|var| match self.vars.get(*var as usize)? {
                Variable::Atom(atom) => Some((*var, atoms::holds(self.law, self.as_of, atom, value)?)),
                Variable::Claimed(_) => Some((*var, true)),
                Variable::Guard(_) => None,
            })
            .collect()
    }

    /// Literals of all known facts; in `Presumed`, unanswered exceptional facts are not claimed.
    pub(crate) fn literals(&self, known: &Known, mode: Mode) -> Literals {
        let mut literals: Literals = vec![None; self.vars.len()];
        for (i, variable) in self.vars.iter().enumerate() {
            if let (Variable::Guard(axiom), Some(slot)) = (variable, literals.get_mut(i)) {
                *slot = Some(!known.yielded.contains(axiom));
            }
        }
        for (fact, value) in known.values.iter().enumerate() {
            self.put_fact(&mut literals, fact, value.as_ref(), mode);
        }
        literals
    }

    /// Literals of what is known with one fact answered, from the literals of what is known.
    pub(crate) fn literals_with(&self, base: &Literals, fact: usize, value: Option<&Value>, mode: Mode) -> Literals {
        let mut literals = base.clone();
        for var in self.fact_vars.get(fact).into_iter().flatten() {
            if let Some(slot) = literals.get_mut(*var as usize) {
                *slot = None;
            }
        }
        self.put_fact(&mut literals, fact, value, mode);
        literals
    }

    fn put_fact(&self, literals: &mut Literals, fact: usize, value: Option<&Value>, mode: Mode) {
        match value {
            Some(value) => {
                for (var, holds) in self.fact_literals(fact, value) {
                    put(literals, var, holds);
                }
            }
            None if self.exceptional.get(fact) == Some(&true) => {
                for var in self.fact_vars.get(fact).into_iter().flatten() {
                    let claim = matches!(self.vars.get(*var as usize), Some(Variable::Claimed(_)));
                    match mode {
                        Mode::Certain if claim => put(literals, *var, true),
                        Mode::Certain => {}
                        Mode::Presumed => put(literals, *var, false),
                    }
                }
            }
            None => {}
        }
    }

    /// The ways in which tied numbers can come out under what is known: literals to add, one list per way.
    pub(crate) fn tie_cases(&self, known: &Known) -> Vec<Vec<(Var, bool)>> {
        let mut cases = vec![Vec::new()];
        for tie in &self.ties {
            let interval = |fact: usize| match known.values.get(fact) {
                Some(Some(Value::Number(interval))) => Some(interval),
                _ => None,
            };
            let (first, second) = (interval(tie.first), interval(tie.second));
            if first.is_none() && second.is_none() {
                continue; // The diagram's own constraint covers this.
            }
            let rows = atoms::tie_rows(self.law, self.as_of, &tie.vars, &self.vars, first, second);
            cases = cases
                .iter()
                .flat_map(|case: &Vec<(Var, bool)>| {
                    rows.iter().map(move |row| case.iter().chain(row).copied().collect())
                })
                .collect();
        }
        cases
    }

    /// One assignment for each way in which tied numbers can come out, over the literals of what is known.
    fn ways(&self, base: &Literals, cases: &[Vec<(Var, bool)>]) -> Vec<Literals> {
        let with = |case: &Vec<(Var, bool)>| {
            let mut literals = base.clone();
            for (var, value) in case {
                put(&mut literals, *var, *value);
            }
            literals
        };
        cases.iter().map(with).collect()
    }

    pub(crate) fn reach(&self, known: &Known, mode: Mode, all: bool) -> Reach {
        let ways = self.ways(&self.literals(known, mode), &self.tie_cases(known));
        self.reaches(&[ways], all).pop().unwrap_or(Reach { passes: Vec::new() })
    }

    /// What each of several groups of assignments lets become true, in as few passes as possible.
    fn reaches(&self, groups: &[Vec<Literals>], all: bool) -> Vec<Reach> {
        let flat: Vec<(usize, &Literals)> =
            groups.iter().enumerate().flat_map(|(g, ways)| ways.iter().map(move |way| (g, way))).collect();
        let mut out: Vec<Reach> = groups.iter().map(|_| Reach { passes: Vec::new() }).collect();
        for part in flat.chunks(64) {
            let assignments: Vec<&Literals> = part.iter().map(|(_, way)| *way).collect();
            let pass = Rc::new(self.diagram.reach(&assignments, all));
            for (bit, (group, _)) in part.iter().enumerate() {
                let Some(reach) = out.get_mut(*group) else { continue };
                match reach.passes.last_mut().filter(|(last, _)| Rc::ptr_eq(last, &pass)) {
                    Some((_, bits)) => *bits |= 1 << bit,
                    None => reach.passes.push((Rc::clone(&pass), 1 << bit)),
                }
            }
        }
        out
    }

    /// What is known with one fact answered, for each of several answers: the assignments of the certain reading, then
    /// those of the presumed one.
    pub(crate) fn answered_ways(&self, known: &Known, fact: usize, values: Vec<Value>) -> Vec<[Vec<Literals>; 2]> {
        let bases = [Mode::Certain, Mode::Presumed].map(|mode| (mode, self.literals(known, mode)));
        let tied = self.ties.iter().any(|t| t.first == fact || t.second == fact);
        let apart = if tied { Vec::new() } else { self.tie_cases(known) };
        let ways = |value: Value| {
            let with = bases.each_ref().map(|(mode, base)| self.literals_with(base, fact, Some(&value), *mode));
            let own = if tied { self.tie_cases(&self.answered(known, fact, value)) } else { Vec::new() };
            with.map(|base| self.ways(&base, if tied { &own } else { &apart }))
        };
        values.into_iter().map(ways).collect()
    }

    /// For each of many questions, given by the assignments of both readings: which of the targets are settled; `None`
    /// where the axioms exclude what is assumed. Sixty-four assignments go through the diagram together.
    pub(crate) fn settled(&self, questions: &[[Vec<Literals>; 2]], targets: &[Target]) -> Vec<Option<Vec<bool>>> {
        let open = Roots { yes: TRUE, no: TRUE };
        let asked = targets.iter().map(|t| self.targets.get(t).copied().unwrap_or(open));
        let roots: Vec<Node> = asked.flat_map(|r| [r.yes, r.no]).chain(self.axioms.iter().copied()).collect();
        let groups = questions.iter().flatten().enumerate();
        let flat: Vec<(usize, &Literals)> = groups.flat_map(|(g, ways)| ways.iter().map(move |way| (g, way))).collect();
        let mut possible = vec![vec![false; roots.len()]; 2 * questions.len()];
        for part in flat.chunks(64) {
            let assignments: Vec<&Literals> = part.iter().map(|(_, way)| *way).collect();
            let pass = self.diagram.reach(&assignments, false);
            let bits: Vec<u64> = roots.iter().map(|n| pass.get(*n as usize).copied().unwrap_or(0)).collect();
            for (bit, (group, _)) in part.iter().enumerate() {
                for (slot, bits) in possible.get_mut(*group).into_iter().flatten().zip(&bits) {
                    *slot |= bits & (1 << bit) != 0;
                }
            }
        }
        let of = |pair: &[Vec<bool>]| {
            let [certain, presumed] = pair else { return None };
            let allowed = certain.iter().skip(2 * targets.len()).all(|group| *group);
            let one = |reading: &[bool]| matches!(reading, [yes, no] if yes != no);
            let readings = certain.chunks(2).zip(presumed.chunks(2)).take(targets.len());
            allowed.then(|| readings.map(|(c, p)| one(c) || one(p)).collect())
        };
        possible.chunks(2).map(of).collect()
    }

    fn decisions(&self, certain: Reach, presumed: Reach) -> (Decisions<'_>, bool) {
        let allowed = self.axioms.iter().all(|group| certain.possible(*group));
        (Decisions { engine_targets: &self.targets, fails: &self.fails, certain, presumed }, allowed)
    }

    /// Decides one target; for many at once see `answers_for`.
    pub fn decide(&self, known: &Known, target: &Target) -> Decision {
        self.decide_all(known).of(target)
    }

    /// Decides every target at once.
    pub(crate) fn decide_all(&self, known: &Known) -> Decisions<'_> {
        self.decide_some(known, true).0
    }

    /// Decides conclusions and duties only (`all`: steps, rules and doubts too), and says whether the axioms allow what
    /// is known at all.
    pub(crate) fn decide_some(&self, known: &Known, all: bool) -> (Decisions<'_>, bool) {
        let cases = self.tie_cases(known);
        let groups = [Mode::Certain, Mode::Presumed].map(|mode| self.ways(&self.literals(known, mode), &cases));
        let mut reaches = self.reaches(&groups, all).into_iter();
        let mut next = || reaches.next().unwrap_or(Reach { passes: Vec::new() });
        let (certain, presumed) = (next(), next());
        self.decisions(certain, presumed)
    }
}

/// Every target's answer under one state of knowledge.
pub(crate) struct Decisions<'e> {
    engine_targets: &'e std::collections::BTreeMap<Target, Roots>,
    fails: &'e std::collections::BTreeMap<Target, Node>,
    pub(crate) certain: Reach,
    pub(crate) presumed: Reach,
}

impl Decisions<'_> {
    pub(crate) fn of(&self, target: &Target) -> Decision {
        if let Some(fails) = self.fails.get(target) {
            // Rules and doubts: only whether they certainly hold is ever asked.
            return if self.presumed.possible(*fails) { Decision::Open } else { Decision::Yes(Strength::Presumed) };
        }
        let Some(roots) = self.engine_targets.get(target) else { return Decision::Open };
        match (self.certain.possible(roots.yes), self.certain.possible(roots.no)) {
            (true, false) => return Decision::Yes(Strength::Certain),
            (false, true) => return Decision::No(Strength::Certain),
            _ => {}
        }
        match (self.presumed.possible(roots.yes), self.presumed.possible(roots.no)) {
            (true, false) => Decision::Yes(Strength::Presumed),
            (false, true) => Decision::No(Strength::Presumed),
            _ => Decision::Open,
        }
    }
}
