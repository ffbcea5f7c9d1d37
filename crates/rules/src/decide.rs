//! Yes, no or open: each target of the compiled law under what is known.
//!
//! Two readings of "unknown". *Certain*: every unknown fact may have any of its values. *Presumed*: an exceptional fact
//! that nobody answered counts as not claimed, and what usually holds does hold, so that the criterion or the presumption of
//! the law decides.

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

impl Known {
    /// The axioms that gave way to explicit answers, by position in the law.
    pub fn yielded(&self) -> &[usize] {
        &self.yielded
    }
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
        for (fact, value) in known.values.iter().enumerate() {
            self.put_fact(&mut literals, fact, value.as_ref(), mode);
        }
        self.put_guards(&mut literals, known, mode);
        literals
    }

    /// Applies the axioms that yield and have not given way. In the certain reading only those whose `if` certainly holds by what
    /// is known: read backwards, from a `then` that fails to an `if` that fails, what usually holds would pass for knowledge of
    /// what nobody answered. In the presumed reading all of them, both ways.
    fn put_guards(&self, literals: &mut Literals, known: &Known, mode: Mode) {
        for (guard, _) in &self.soft {
            if let Some(slot) = literals.get_mut(usize::from(*guard)) {
                *slot = None;
            }
        }
        let cases = self.tie_cases(known);
        let applied: Vec<(Var, bool)> = self
            .soft
            .iter()
            .map(|(guard, fails)| {
                let given_way =
                    matches!(self.vars.get(usize::from(*guard)), Some(Variable::Guard(a)) if known.yielded.contains(a));
                let open = || self.ways(literals, &cases).iter().any(|way| self.diagram.possible(*fails, way));
                (*guard, !given_way && (mode == Mode::Presumed || !open()))
            })
            .collect();
        for (guard, applies) in applied {
            put(literals, guard, applies);
        }
    }

    /// The axioms that are being applied to what is known.
    pub fn applied(&self, known: &Known) -> Vec<usize> {
        let literals = self.literals(known, Mode::Certain);
        let guard = |(var, _): &(Var, Node)| match self.vars.get(usize::from(*var)) {
            Some(Variable::Guard(axiom)) if literals.get(usize::from(*var)) == Some(&Some(true)) => Some(*axiom),
            _ => None,
        };
        self.soft.iter().filter_map(guard).collect()
    }

    /// Literals of what is known with one fact answered, from the literals of what is known; `guards` where an axiom that yields
    /// may be applied by that answer.
    fn literals_with(&self, base: &Literals, fact: usize, answered: &Known, mode: Mode, guards: bool) -> Literals {
        let mut literals = base.clone();
        for var in self.fact_vars.get(fact).into_iter().flatten() {
            if let Some(slot) = literals.get_mut(*var as usize) {
                *slot = None;
            }
        }
        self.put_fact(&mut literals, fact, answered.values.get(fact).and_then(Option::as_ref), mode);
        if guards {
            self.put_guards(&mut literals, answered, mode);
        }
        literals
    }

    /// The facts that a diagram tests.
    pub(crate) fn facts_under(&self, node: Node) -> Vec<usize> {
        let open: Literals = vec![None; self.vars.len()];
        let tested = self.diagram.open_vars(node, &open);
        let tests = |vars: &[Var]| vars.iter().any(|var| tested.contains(var));
        self.fact_vars.iter().enumerate().filter(|(_, vars)| tests(vars)).map(|(fact, _)| fact).collect()
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
    pub(crate) fn ways(&self, base: &Literals, cases: &[Vec<(Var, bool)>]) -> Vec<Literals> {
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
        let guards = self.soft.iter().any(|(_, fails)| self.facts_under(*fails).contains(&fact));
        let ways = |value: Value| {
            let answered = self.answered(known, fact, value);
            let with = bases.each_ref().map(|(mode, base)| self.literals_with(base, fact, &answered, *mode, guards));
            let own = if tied { self.tie_cases(&answered) } else { Vec::new() };
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
            let allowed = presumed.iter().skip(2 * targets.len()).all(|group| *group);
            let one = |reading: &[bool]| matches!(reading, [yes, no] if yes != no);
            let readings = certain.chunks(2).zip(presumed.chunks(2)).take(targets.len());
            allowed.then(|| readings.map(|(c, p)| one(c) || one(p)).collect())
        };
        possible.chunks(2).map(of).collect()
    }

    fn decisions(&self, certain: Reach, presumed: Reach) -> (Decisions<'_>, bool) {
        let allowed = self.axioms.iter().all(|group| presumed.possible(*group));
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
