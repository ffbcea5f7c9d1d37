//! The compiled law of one day: what `compile` makes and everything else asks.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::condition::Atom;
use crate::diagram::{Diagram, Node, Var};
use crate::law::Law;

/// No law of ours comes near; a law that does is refused rather than compiled for minutes.
pub(crate) const MAX_NODES: usize = 2_000_000;

/// What a variable of the diagram stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variable {
    /// A test on facts.
    Atom(Atom),
    /// Whether an axiom that yields to explicit answers is being applied: index into `law.axioms`.
    Guard(usize),
    /// Whether an exceptional fact is claimed at all. Unanswered, it may be claimed either way (certain) or counts as
    /// not claimed (presumed); this one variable tells the two readings apart.
    Claimed(String),
}

/// The diagrams of one question: can it be true, can it be false, among the completions that the axioms allow.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Roots {
    /// True in some completion.
    pub yes: Node,
    /// False in some completion.
    pub no: Node,
}

/// What is asked of the diagrams.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A conclusion or step holds.
    Proposition(String),
    /// A duty applies.
    Applies(String),
    /// A duty is lifted by an exemption.
    Exempt(String),
    /// The condition of a doubt holds.
    Doubt(String),
    /// A rule fires: its condition holds and nothing displaces it.
    Rule(String),
}

/// Why a law cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// A proposition rests on itself.
    #[error("the proposition `{0}` rests on itself")]
    Circle(String),
    /// Rules displace one another in a circle.
    #[error("the rule `{0}` displaces itself by way of others")]
    DisplacementCircle(String),
    /// A rule can say yes and another no to the same question at once, and neither displaces the other.
    #[error(
        "the rules `{0}` and `{1}` conflict: both can apply, with opposite results, and neither displaces the other"
    )]
    Conflict(String, String),
    /// What is presumed of unanswered exceptional facts gives an answer that no answer to them could give.
    #[error("what is presumed about exceptional facts decides `{0}` in a way that no answer to them could")]
    Presumption(String),
    /// The diagrams grew past the bound.
    #[error("the law is too entangled to compile: more than {MAX_NODES} nodes")]
    TooLarge,
}

/// Numeric facts tied by a fraction (`3·m > b`), with all thresholds on either.
#[derive(Clone, Debug)]
pub(crate) struct Tie {
    pub first: usize,
    pub second: usize,
    pub vars: Vec<Var>,
}

/// The compiled law of one day.
#[derive(Debug)]
pub struct Engine<'l> {
    pub(crate) law: &'l Law,
    pub(crate) as_of: Date,
    pub(crate) vars: Vec<Variable>,
    /// Facts that some condition tests, in the order of the vocabulary.
    pub(crate) facts: Vec<String>,
    /// Variables of each fact.
    pub(crate) fact_vars: Vec<Vec<Var>>,
    pub(crate) exceptional: Vec<bool>,
    pub(crate) ties: Vec<Tie>,
    pub(crate) diagram: Diagram,
    pub(crate) targets: BTreeMap<Target, Roots>,
    /// Each connected group of axioms.
    pub(crate) axioms: Vec<Node>,
    /// Each axiom that yields: its variable, and where its `if` fails among the completions that types and the other axioms
    /// allow. In the certain reading it is applied only where what is known leaves no such completion.
    pub(crate) soft: Vec<(Var, Node)>,
    /// Where each rule fails to fire, and each doubt fails to arise.
    pub(crate) fails: BTreeMap<Target, Node>,
    /// Plain diagram of each target, without axioms, for what it depends on.
    pub(crate) plain: BTreeMap<Target, Node>,
}

impl Engine<'_> {
    /// The day whose law this is.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Size of the compiled law: variables and diagram nodes.
    pub fn size(&self) -> (usize, usize) {
        (self.vars.len(), self.diagram.len())
    }
}
