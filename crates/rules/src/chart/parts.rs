//! What a chart consists of: panels, boxes with their exits, tests.

use std::collections::BTreeMap;

use crate::condition::Atom;
use crate::law::{Law, Words};

/// The name of the chart whose results are the duties.
pub const DUTIES: &str = "duties";

/// What is taken for granted on a road: leaves by position, and how they came out.
pub(super) type Given = BTreeMap<usize, bool>;

/// One sheet: the chart of a question, and charts of steps on its way in frames of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The proposition asked about, or [`DUTIES`].
    pub name: String,
    /// What the question is called.
    pub title: Words,
    /// The question first, then the steps beside it.
    pub panels: Vec<Panel>,
}

/// The graph of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// The proposition, or [`DUTIES`].
    pub name: String,
    /// What it is called.
    pub title: Words,
    /// What yes and no mean, as a sentence each; `None` for steps and duties.
    pub said: Option<[Words; 2]>,
    /// The boxes; the first is where the road begins. Each box comes after those that lead to it.
    pub nodes: Vec<Node>,
}

/// A box with its exits, as positions in [`Panel::nodes`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// What it is.
    pub what: What,
    /// Where the road goes on: if the test holds, or after a box of duties.
    pub yes: Option<usize>,
    /// Where the road goes on if the test does not hold.
    pub no: Option<usize>,
}

/// What a box is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A test on facts.
    Test(Test),
    /// Another proposition, which has a chart of its own.
    Step(String),
    /// Duties that apply, or from which the model is exempt; the road goes on after them.
    Duties {
        /// Ids.
        ids: Vec<String>,
        /// Exempt, and not owed.
        exempt: bool,
    },
    /// The answer.
    Verdict(bool),
    /// The end of the road through the duties; whether the road met any.
    End(bool),
}

/// Tests on facts: one, or several on one fact that belong together ("outputs text, code or speech").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// The tests.
    pub atoms: Vec<Atom>,
    /// Whether all must hold, or one is enough.
    pub all: bool,
}

impl Test {
    /// One test.
    pub fn one(atom: Atom) -> Self {
        Test { atoms: vec![atom], all: false }
    }

    /// Holds, does not hold, or open, from what each of its tests says.
    pub fn truth(&self, holds: &dyn Fn(&Atom) -> Option<bool>) -> Option<bool> {
        let answers: Vec<Option<bool>> = self.atoms.iter().map(holds).collect();
        if answers.contains(&Some(!self.all)) {
            return Some(!self.all);
        }
        answers.iter().all(Option::is_some).then_some(self.all)
    }

    /// Whether an exceptional fact is tested: one that counts as not claimed while nobody has answered it.
    pub fn is_exceptional(&self, law: &Law) -> bool {
        self.atoms.iter().flat_map(Atom::facts).any(|f| law.fact(f).is_some_and(|d| d.exceptional))
    }
}
