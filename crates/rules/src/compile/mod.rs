//! The law of one day, compiled: every proposition and duty as decision diagrams over the atoms of their conditions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::atoms;
use crate::builder::Builder;
use crate::condition::{Atom, Condition};
use crate::diagram::{FALSE, Node, TRUE, Var};
pub use crate::engine::{CompileError, Engine, Target};
use crate::engine::{MAX_NODES, Roots, Tie, Variable};
use crate::judged::fact_of;
use crate::law::Law;

mod checks;

/// About how many nodes an entry of the real law takes; for speed only.
const NODES_PER_ENTRY: usize = 80;

struct Compiler<'l> {
    law: &'l Law,
    as_of: Date,
    vars: Vec<Variable>,
    index: BTreeMap<Variable, Var>,
    builder: Builder,
    done: BTreeMap<String, Node>,
    open: BTreeSet<String>,
    fired: BTreeMap<String, Node>,
}

impl<'l> Engine<'l> {
    /// Compiles the rules in force on a day.
    pub fn new(law: &'l Law, as_of: Date) -> Result<Self, CompileError> {
        Self::ordered(law, as_of, &law.diagram_order)
    }

    /// The same, and checks that no two rules conflict and that every presumption is one of the possible answers. The
    /// loader of a law book asks this once; the built-in book has passed.
    pub fn checked(law: &'l Law, as_of: Date) -> Result<Self, CompileError> {
        Self::build(law, as_of, &law.diagram_order, true, &BTreeSet::new())
    }

    /// The same with another order of facts in the diagrams, which changes their size and no answer.
    pub fn ordered(law: &'l Law, as_of: Date, order: &[String]) -> Result<Self, CompileError> {
        Self::build(law, as_of, order, false, &BTreeSet::new())
    }

    /// The same with some conclusions left to judgement: each holds where its fact of `[conclusions]` says so, whatever the rules
    /// say, and everything that rests on it goes by that.
    pub fn judged(law: &'l Law, as_of: Date, conclusions: &BTreeSet<String>) -> Result<Self, CompileError> {
        Self::build(law, as_of, &law.diagram_order, false, conclusions)
    }

    fn build(
        law: &'l Law,
        as_of: Date,
        order: &[String],
        check: bool,
        judged: &BTreeSet<String>,
    ) -> Result<Self, CompileError> {
        let entries = law.rules.len() + law.duties.len() + law.axioms.len() + law.doubts.len();
        let mut c = Compiler {
            law,
            as_of,
            vars: Vec::new(),
            index: BTreeMap::new(),
            builder: Builder::new(MAX_NODES, NODES_PER_ENTRY * entries),
            done: BTreeMap::new(),
            open: BTreeSet::new(),
            fired: BTreeMap::new(),
        };
        c.place_variables(order);
        for name in judged.iter().filter(|name| law.presets.experts.contains(name)) {
            let node = c.atom(&Atom::Yes(fact_of(name)));
            c.done.insert(name.clone(), node);
        }
        let mut plain = BTreeMap::new();
        // Sorted, so that the order of entries in the files changes nothing.
        let names: BTreeSet<&str> = law.propositions.iter().map(|p| p.name.as_str()).collect();
        for name in names {
            plain.insert(Target::Proposition(name.to_owned()), c.proposition(name)?);
        }
        let duties: BTreeMap<&str, _> = law.duties_on(as_of).map(|d| (d.id.as_str(), d)).collect();
        for (id, duty) in duties {
            plain.insert(Target::Applies(id.to_owned()), c.condition(&duty.when)?);
            let exempt = duty.exempt.as_ref().map_or(Ok(FALSE), |e| c.condition(e))?;
            plain.insert(Target::Exempt(id.to_owned()), exempt);
        }
        let doubts: BTreeMap<&str, _> = law.doubts.iter().map(|d| (d.id.as_str(), d)).collect();
        for (id, doubt) in doubts {
            plain.insert(Target::Doubt(id.to_owned()), c.condition(&doubt.when)?);
        }
        let rules: BTreeSet<&str> = law.rules_on(as_of).map(|r| r.id.as_str()).collect();
        for id in rules {
            plain.insert(Target::Rule(id.to_owned()), c.fires(id, &mut BTreeSet::new())?);
        }
        let mut always = Vec::new();
        let mut soft = Vec::new();
        let axioms: BTreeMap<&str, usize> = law.axioms.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
        for index in axioms.into_values() {
            let Some(axiom) = law.axioms.get(index) else { continue };
            let given = c.condition(&axiom.given)?;
            let then = c.condition(&axiom.then)?;
            let mut node = c.builder.implies(given, then);
            if axiom.yields {
                let guard = c.var(Variable::Guard(index));
                node = c.builder.implies(guard, node);
                let fails = c.builder.not(given);
                soft.extend(c.index.get(&Variable::Guard(index)).map(|var| (*var, fails)));
            }
            always.push(node);
        }
        if check {
            c.check_conflicts(&always)?;
            c.check_presumptions(&plain)?;
        }
        c.engine(plain, always, soft)
    }
}

impl<'l> Compiler<'l> {
    fn var(&mut self, variable: Variable) -> Node {
        let next = Var::try_from(self.vars.len()).unwrap_or(Var::MAX - 1);
        let var = *self.index.entry(variable.clone()).or_insert_with(|| {
            self.vars.push(variable);
            next
        });
        self.builder.var(var)
    }

    fn place_variables(&mut self, order: &[String]) {
        let law = self.law;
        let mut atoms: BTreeSet<Atom> = BTreeSet::new();
        let mut visit = |c: &Condition| {
            c.leaves(&mut |leaf| {
                if let Condition::Test(atom, _) = leaf {
                    atoms.insert(match atom {
                        Atom::No(fact) => Atom::Yes(fact.clone()),
                        other => other.clone(),
                    });
                }
            })
        };
        law.rules_on(self.as_of).for_each(|r| visit(&r.when));
        for duty in law.duties_on(self.as_of) {
            visit(&duty.when);
            duty.exempt.iter().for_each(&mut visit);
        }
        law.axioms.iter().for_each(|a| {
            visit(&a.given);
            visit(&a.then);
        });
        law.doubts.iter().for_each(|d| visit(&d.when));
        let rank = |atom: &Atom| -> usize {
            let places = atom
                .facts()
                .into_iter()
                .map(|f| order.iter().position(|o| o == f).unwrap_or(order.len() + law.fact_position(f)));
            places.max().unwrap_or(usize::MAX)
        };
        let mut list: Vec<Atom> = atoms.into_iter().collect();
        list.sort_by_cached_key(|a| rank(a));
        for atom in list {
            self.atom(&atom);
        }
    }

    fn atom(&mut self, atom: &Atom) -> Node {
        let (Atom::Yes(fact) | Atom::No(fact)) = atom else { return self.var(Variable::Atom(atom.clone())) };
        let yes = self.var(Variable::Atom(Atom::Yes(fact.clone())));
        let value = if matches!(atom, Atom::No(_)) { self.builder.not(yes) } else { yes };
        if !self.law.fact(fact).is_some_and(|f| f.exceptional) {
            return value;
        }
        let claimed = self.var(Variable::Claimed(fact.clone()));
        self.builder.and(claimed, value)
    }

    fn condition(&mut self, condition: &Condition) -> Result<Node, CompileError> {
        Ok(match condition {
            Condition::Test(atom, _) => self.atom(atom),
            Condition::Named(name, _) => self.proposition(name)?,
            Condition::All(parts) => {
                let mut node = TRUE;
                for part in parts {
                    let next = self.condition(part)?;
                    node = self.builder.and(node, next);
                }
                node
            }
            Condition::Any(parts) => {
                let mut node = FALSE;
                for part in parts {
                    let next = self.condition(part)?;
                    node = self.builder.or(node, next);
                }
                node
            }
            Condition::Not(inner) => {
                let node = self.condition(inner)?;
                self.builder.not(node)
            }
        })
    }

    /// A proposition holds where some rule that concludes it fires.
    fn proposition(&mut self, name: &str) -> Result<Node, CompileError> {
        if let Some(node) = self.done.get(name) {
            return Ok(*node);
        }
        if !self.open.insert(name.to_owned()) {
            return Err(CompileError::Circle(name.to_owned()));
        }
        let law = self.law;
        let rules: BTreeMap<&str, _> =
            law.rules_on(self.as_of).filter(|r| r.concludes == name && r.holds).map(|r| (r.id.as_str(), r)).collect();
        let mut node = FALSE;
        for id in rules.into_keys() {
            let fired = self.fires(id, &mut BTreeSet::new())?;
            node = self.builder.or(node, fired);
        }
        self.open.remove(name);
        self.done.insert(name.to_owned(), node);
        Ok(node)
    }

    /// A rule fires where its condition holds and no rule that displaces it fires.
    fn fires(&mut self, id: &str, above: &mut BTreeSet<String>) -> Result<Node, CompileError> {
        if let Some(node) = self.fired.get(id) {
            return Ok(*node);
        }
        if !above.insert(id.to_owned()) {
            return Err(CompileError::DisplacementCircle(id.to_owned()));
        }
        let law = self.law;
        let Some(rule) = law.rules_on(self.as_of).find(|r| r.id == id) else { return Ok(FALSE) };
        let mut node = self.condition(&rule.when)?;
        let displacing: BTreeSet<&str> =
            law.rules_on(self.as_of).filter(|r| r.displaces.iter().any(|d| d == id)).map(|r| r.id.as_str()).collect();
        for other in displacing {
            let fired = self.fires(other, above)?;
            let stays = self.builder.not(fired);
            node = self.builder.and(node, stays);
        }
        above.remove(id);
        self.fired.insert(id.to_owned(), node);
        Ok(node)
    }

    /// Constraints that follow from the types of facts.
    fn built_in(&mut self) -> Vec<Node> {
        let by_fact = self.by_fact();
        let mut nodes = Vec::new();
        for (fact, vars) in &by_fact {
            let tests: Vec<(Var, Atom)> = vars
                .iter()
                .filter_map(|v| match self.vars.get(*v as usize) {
                    Some(Variable::Atom(atom)) => Some((*v, atom.clone())),
                    _ => None,
                })
                .collect();
            for clause in atoms::clauses(self.law, self.as_of, &tests) {
                nodes.push(self.clause(&clause));
            }
            if let Some(words) = atoms::every_word(self.law, fact, &tests) {
                let one = self.clause(&words);
                let exceptional = self.law.fact(fact).is_some_and(|d| d.exceptional);
                let claimed = if exceptional { self.var(Variable::Claimed(fact.clone())) } else { TRUE };
                nodes.push(self.builder.implies(claimed, one));
            }
        }
        for tie in self.ties(&by_fact.keys().cloned().collect::<Vec<_>>()) {
            let rows = atoms::tie_rows(self.law, self.as_of, &tie.vars, &self.vars, None, None);
            let mut any = FALSE;
            for row in rows {
                let mut all = TRUE;
                for (var, value) in row {
                    let node = self.builder.var(var);
                    let literal = if value { node } else { self.builder.not(node) };
                    all = self.builder.and(all, literal);
                }
                any = self.builder.or(any, all);
            }
            nodes.push(any);
        }
        nodes
    }

    fn clause(&mut self, literals: &[(Var, bool)]) -> Node {
        let mut node = FALSE;
        for (var, value) in literals {
            let v = self.builder.var(*var);
            let literal = if *value { v } else { self.builder.not(v) };
            node = self.builder.or(node, literal);
        }
        node
    }

    fn by_fact(&self) -> BTreeMap<String, Vec<Var>> {
        let mut by_fact: BTreeMap<String, Vec<Var>> = BTreeMap::new();
        for (i, variable) in self.vars.iter().enumerate() {
            let facts = match variable {
                Variable::Atom(atom) => atom.facts(),
                Variable::Claimed(fact) => vec![fact.as_str()],
                Variable::Guard(_) => Vec::new(),
            };
            for fact in facts {
                by_fact.entry(fact.to_owned()).or_default().push(Var::try_from(i).unwrap_or(Var::MAX));
            }
        }
        by_fact
    }

    fn ties(&self, facts: &[String]) -> Vec<Tie> {
        let position = |name: &str| facts.iter().position(|f| f == name).unwrap_or(usize::MAX);
        let mut pairs: BTreeMap<(String, String), ()> = BTreeMap::new();
        for variable in &self.vars {
            if let Variable::Atom(Atom::OverPart(a, _, b)) = variable {
                pairs.insert((a.clone(), b.clone()), ());
            }
        }
        pairs
            .into_keys()
            .map(|(a, b)| {
                let vars = self.vars.iter().enumerate().filter(|(_, v)| match v {
                    Variable::Atom(Atom::Over(f, _)) => *f == a || *f == b,
                    Variable::Atom(Atom::OverPart(x, _, y)) => *x == a && *y == b,
                    _ => false,
                });
                let vars = vars.map(|(i, _)| Var::try_from(i).unwrap_or(Var::MAX)).collect();
                Tie { first: position(&a), second: position(&b), vars }
            })
            .collect()
    }

    /// Constraints that share variables, directly or by way of others, belong to one group; a question needs only the groups
    /// it touches.
    fn groups(&mut self, constraints: Vec<Node>) -> Vec<(BTreeSet<Var>, Node)> {
        let mut groups: Vec<(BTreeSet<Var>, Node)> = Vec::new();
        let mut tagged: Vec<(BTreeSet<Var>, Node)> =
            constraints.into_iter().map(|node| (self.builder.support(node).into_iter().collect(), node)).collect();
        // Once one of two tied numbers is known, tests of both depend on one another: they always share a group.
        let names: Vec<String> = self.by_fact().into_keys().collect();
        tagged.extend(self.ties(&names).into_iter().map(|tie| (tie.vars.into_iter().collect(), TRUE)));
        for (mut support, node) in tagged {
            let mut all = node;
            let (touching, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|g| !g.0.is_disjoint(&support));
            for (more, group) in touching {
                support.extend(more);
                all = self.builder.and(all, group);
            }
            groups = apart;
            groups.push((support, all));
        }
        groups
    }

    fn engine(
        mut self,
        mut plain: BTreeMap<Target, Node>,
        always: Vec<Node>,
        mut soft: Vec<(Var, Node)>,
    ) -> Result<Engine<'l>, CompileError> {
        let built_in = self.built_in();
        let guards: BTreeSet<Var> = soft.iter().map(|(guard, _)| *guard).collect();
        let hard = |builder: &mut Builder, node: &Node| builder.support(*node).iter().all(|var| !guards.contains(var));
        let firm: Vec<Node> =
            always.iter().chain(&built_in).copied().filter(|node| hard(&mut self.builder, node)).collect();
        let firm = self.groups(firm);
        for (_, fails) in &mut soft {
            let support: BTreeSet<Var> = self.builder.support(*fails).into_iter().collect();
            for (_, group) in firm.iter().filter(|(vars, _)| !vars.is_disjoint(&support)) {
                *fails = self.builder.and(*fails, *group);
            }
        }
        let groups = self.groups(always.into_iter().chain(built_in).collect());
        let mut targets = BTreeMap::new();
        let mut fails = BTreeMap::new();
        for (target, node) in &plain {
            let support: BTreeSet<Var> = self.builder.support(*node).into_iter().collect();
            let mut roots = Roots { yes: *node, no: self.builder.not(*node) };
            let only_fails = matches!(target, Target::Rule(_) | Target::Doubt(_));
            for (_, group) in groups.iter().filter(|(vars, _)| !vars.is_disjoint(&support)) {
                roots.no = self.builder.and(roots.no, *group);
                if !only_fails {
                    roots.yes = self.builder.and(roots.yes, *group);
                }
            }
            if only_fails {
                fails.insert(target.clone(), roots.no);
            } else {
                targets.insert(target.clone(), roots);
            }
        }
        plain.retain(|target, _| targets.contains_key(target));
        let mut axioms: Vec<Node> = groups.into_iter().map(|(_, node)| node).collect();
        if self.builder.overflowed() || self.vars.len() >= Var::MAX as usize - 1 {
            return Err(CompileError::TooLarge);
        }
        let by_fact = self.by_fact();
        let law = self.law;
        let mut facts: Vec<String> = by_fact.keys().cloned().collect();
        facts.sort_by_key(|f| (law.fact_position(f), f.clone()));
        let fact_vars = facts.iter().map(|f| by_fact.get(f).cloned().unwrap_or_default()).collect();
        let exceptional = facts.iter().map(|f| law.fact(f).is_some_and(|d| d.exceptional)).collect();
        let ties = self.ties(&facts);
        let asked: BTreeSet<&str> = law.propositions.iter().filter(|p| p.conclusion).map(|p| p.name.as_str()).collect();
        let mut first: Vec<&mut Node> = axioms.iter_mut().collect();
        let mut others: Vec<&mut Node> = fails.values_mut().collect();
        others.extend(plain.values_mut());
        others.extend(soft.iter_mut().map(|(_, fails)| fails));
        for (target, r) in &mut targets {
            let conclusion = !matches!(target, Target::Proposition(name) if !asked.contains(name.as_str()));
            let list = if conclusion { &mut first } else { &mut others };
            list.extend([&mut r.yes, &mut r.no]);
        }
        let diagram = self.builder.finish(&mut first, &mut others);
        Ok(Engine {
            law,
            as_of: self.as_of,
            vars: self.vars,
            facts,
            fact_vars,
            exceptional,
            ties,
            diagram,
            targets,
            axioms,
            soft,
            fails,
            plain,
        })
    }
}
