//! The compiled law as plain data, for whoever evaluates it elsewhere: the page has a walker in `web/engine/`.
//!
//! What travels is what was compiled, not the conditions it came from: one diagram for each stretch of days with the
//! same law. Texts, thresholds and licences are taken from the law book itself by whoever writes the data down.

mod days;
mod nodes;

use jiff::civil::Date;

use crate::diagram::Node;
use crate::engine::{CompileError, Engine, Roots, Target, Variable};
use crate::law::Law;
pub use days::stretches;
pub use nodes::Level;
use nodes::Renumbered;

/// The law compiled for a stretch of days on which it is the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The compiled law; the same on each of these days but for what "by today" compares with.
    pub compiled: Compiled,
}

/// One compiled law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compiled {
    /// What each variable stands for, in the order of the diagram: a test as a law file writes it
    /// (`compute.update_flop over @gpai-indicative`), `claim FACT` (an exceptional fact is claimed at all), or
    /// `axiom ID` (an axiom that yields to explicit answers is being applied).
    pub variables: Vec<String>,
    /// The nodes of the diagram, from the last variable to the first. Node 0 is false, node 1 is true, the others are
    /// numbered from 2 in this order, so that children stand before parents.
    pub levels: Vec<Level>,
    /// Conclusions and steps by name.
    pub propositions: Vec<(String, Roots3)>,
    /// Duties in force by id: whether they apply.
    pub applies: Vec<(String, Roots3)>,
    /// Duties in force by id: whether they are lifted.
    pub exempt: Vec<(String, Roots3)>,
    /// Rules in force by id: where they fail to fire.
    pub rules: Vec<(String, Node)>,
    /// Doubts by id: where they fail to arise.
    pub doubts: Vec<(String, Node)>,
    /// Each connected group of axioms: where it is kept.
    pub axioms: Vec<Node>,
    /// Axioms that yield, by id: where their `if` can fail. In the certain reading one is applied only where what is known excludes that.
    pub soft: Vec<(String, Node)>,
}

/// The nodes of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roots3 {
    /// True in some completion that the axioms allow.
    pub yes: Node,
    /// False in some completion that the axioms allow.
    pub no: Node,
    /// True, axioms left aside: what the question depends on.
    pub plain: Node,
}

/// The law of every day from `first` to `last`, one compiled diagram for each stretch on which it is the same.
pub fn periods(law: &Law, first: Date, last: Date) -> Result<Vec<Period>, CompileError> {
    let mut out: Vec<Period> = Vec::new();
    for (from, until) in stretches(law, first, last) {
        let compiled = compiled(&Engine::new(law, from)?);
        match out.last_mut().filter(|before| before.compiled == compiled) {
            Some(before) => before.until = until,
            None => out.push(Period { from, until, compiled }),
        }
    }
    Ok(out)
}

/// One compiled law as plain data.
pub fn compiled(engine: &Engine<'_>) -> Compiled {
    let renumbered = Renumbered::new(&engine.diagram, engine.vars.len());
    let at = |node: Node| renumbered.at(node);
    let roots = |target: &Target, roots: &Roots| Roots3 {
        yes: at(roots.yes),
        no: at(roots.no),
        plain: at(engine.plain.get(target).copied().unwrap_or_default()),
    };
    let mut propositions = Vec::new();
    let mut applies = Vec::new();
    let mut exempt = Vec::new();
    for (target, pair) in &engine.targets {
        match target {
            Target::Proposition(name) => propositions.push((name.clone(), roots(target, pair))),
            Target::Applies(id) => applies.push((id.clone(), roots(target, pair))),
            Target::Exempt(id) => exempt.push((id.clone(), roots(target, pair))),
            Target::Doubt(_) | Target::Rule(_) => {}
        }
    }
    let mut rules = Vec::new();
    let mut doubts = Vec::new();
    for (target, node) in &engine.fails {
        match target {
            Target::Rule(id) => rules.push((id.clone(), at(*node))),
            Target::Doubt(id) => doubts.push((id.clone(), at(*node))),
            _ => {}
        }
    }
    let variable = |v: &Variable| match v {
        Variable::Atom(atom) => atom.to_string(),
        Variable::Claimed(fact) => format!("claim {fact}"),
        Variable::Guard(axiom) => {
            format!("axiom {}", engine.law.axioms.get(*axiom).map_or("", |a| a.id.as_str()))
        }
    };
    let soft = engine.soft.iter().filter_map(|(var, fails)| match engine.vars.get(usize::from(*var))? {
        Variable::Guard(axiom) => Some((engine.law.axioms.get(*axiom)?.id.clone(), at(*fails))),
        _ => None,
    });
    Compiled {
        soft: soft.collect(),
        variables: engine.vars.iter().map(variable).collect(),
        propositions,
        applies,
        exempt,
        rules,
        doubts,
        axioms: engine.axioms.iter().map(|n| at(*n)).collect(),
        levels: renumbered.levels,
    }
}
