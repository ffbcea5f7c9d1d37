//! The law book in memory: facts, propositions, thresholds, rules, duties, doubts, citations. Loaded from `law/`.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::book;
use crate::clocks::book::ClockBook;
use crate::condition::Condition;
use crate::documents::Documents;
use crate::finding::Severity;
pub use crate::kind::Kind;
use crate::licence::Licences;
use crate::number::Number;
use crate::preset::Presets;
pub use crate::words::{Language, Words};

/// A fact of the vocabulary.
#[derive(Clone, Debug)]
pub struct FactDef {
    /// Dotted name, `table.key` of `gpai.toml`.
    pub name: String,
    /// F-number of the fact list, if it has one.
    pub id: Option<String>,
    /// Type.
    pub kind: Kind,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Words of an enum or set.
    pub words: Vec<String>,
    /// A person must judge.
    pub judged: bool,
    /// Unanswered, it does not hold a conclusion open: the criterion or presumption decides.
    pub exceptional: bool,
    /// The provider can change it by own decision.
    pub controlled: bool,
    /// Only a program reads it; not a key of `gpai.toml`.
    pub evidence_only: bool,
    /// Where it is defined.
    pub cites: Vec<String>,
    /// What its words are called where people read them, in the order of `words`; empty where the law book has no names.
    pub names: Vec<Words>,
    /// The question put to a person.
    pub question: Words,
    /// The question in a few words, for a box of a chart: a question for a yes/no fact, else the subject of one.
    pub short: Option<Words>,
    /// How to tell.
    pub help: Words,
}

/// A proposition that rules conclude: one of the nine conclusions, or a step on the way.
#[derive(Clone, Debug)]
pub struct PropositionDef {
    /// Name, without a dot.
    pub name: String,
    /// Whether it is reported.
    pub conclusion: bool,
    /// Short title.
    pub title: Words,
    /// What is said where it is yes, no, open; empty for steps.
    pub said: Option<[Words; 3]>,
    /// A page of teaching.
    pub about: Words,
    /// Provisions.
    pub cites: Vec<String>,
}

/// How much binding force a rule has; ordered from binding to voluntary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// An article or annex of the Act.
    Act,
    /// A recital: an aid to interpretation.
    Recital,
    /// The Commission's Guidelines: its own reading, on which it enforces.
    Guidelines,
    /// The Code of Practice: voluntary.
    Code,
}

impl Force {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Force::Act => "act",
            Force::Recital => "recital",
            Force::Guidelines => "guidelines",
            Force::Code => "code",
        }
    }
}

/// A file of the law book.
#[derive(Clone, Debug)]
pub struct SourceDef {
    /// Id, the first part of its citations.
    pub id: String,
    /// Title.
    pub title: Words,
    /// Which edition was read.
    pub edition: String,
    /// Where its text stands, if it has an address.
    pub link: Option<String>,
}

/// A cited provision.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Id used in `cites`, e.g. `guidelines/17`.
    pub id: String,
    /// Section heading: the stable key, paragraph numbers shift between editions.
    pub section: String,
    /// Paragraph number in the November 2025 edition of the Guidelines, where known.
    pub november: Option<String>,
    /// What it says, paraphrased.
    pub says: Words,
}

/// The provisions of a law book by id. Those of the book built into the program are read when they are first asked for: most
/// runs cite provisions and show none.
#[derive(Clone, Debug)]
pub struct Paragraphs {
    read: OnceLock<BTreeMap<String, Paragraph>>,
    later: fn() -> BTreeMap<String, Paragraph>,
}

impl Paragraphs {
    /// Provisions that are read by a function when they are first asked for.
    pub(crate) fn later(later: fn() -> BTreeMap<String, Paragraph>) -> Self {
        Paragraphs { read: OnceLock::new(), later }
    }
}

impl Default for Paragraphs {
    fn default() -> Self {
        Paragraphs::later(BTreeMap::new)
    }
}

impl From<BTreeMap<String, Paragraph>> for Paragraphs {
    fn from(all: BTreeMap<String, Paragraph>) -> Self {
        Paragraphs { read: OnceLock::from(all), later: BTreeMap::new }
    }
}

impl Deref for Paragraphs {
    type Target = BTreeMap<String, Paragraph>;

    fn deref(&self) -> &Self::Target {
        self.read.get_or_init(self.later)
    }
}

impl<'p> IntoIterator for &'p Paragraphs {
    type Item = (&'p String, &'p Paragraph);
    type IntoIter = std::collections::btree_map::Iter<'p, String, Paragraph>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A number or day of the law, with its strictness and dates.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Name used after `@`.
    pub id: String,
    /// What it is compared with.
    pub value: ThresholdValue,
    /// Provisions.
    pub cites: Vec<String>,
    /// First day it applies.
    pub from: Date,
    /// Last day it applies, if it has ended.
    pub until: Option<Date>,
    /// What a list of countries is called within a sentence.
    pub short: Option<Words>,
    /// What it is.
    pub text: Words,
}

/// What a threshold holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThresholdValue {
    /// An amount; `strict`: only more than it passes, otherwise reaching it passes.
    Amount {
        /// The amount, to be divided by `divisor`.
        value: Number,
        /// Divisor, so that a third of 1e23 stays exact; mostly 1.
        divisor: u32,
        /// Its unit.
        unit: String,
        /// `>` and not `>=`.
        strict: bool,
    },
    /// A fraction of another amount.
    Fraction {
        /// Numerator.
        numerator: u32,
        /// Denominator.
        denominator: u32,
        /// `>` and not `>=`.
        strict: bool,
    },
    /// A day.
    Day(Date),
    /// Country codes.
    Countries(Vec<String>),
}

/// A rule: under a condition, a proposition holds or does not hold.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Id, never reused; versions of one rule share it.
    pub id: String,
    /// The proposition it concludes.
    pub concludes: String,
    /// Whether it concludes that the proposition holds.
    pub holds: bool,
    /// Ids of the rules it displaces when both conditions are met.
    pub displaces: Vec<String>,
    /// Its condition.
    pub when: Condition,
    /// Force.
    pub force: Force,
    /// Provisions.
    pub cites: Vec<String>,
    /// First day of this version.
    pub from: Date,
    /// Last day of this version, if it has ended.
    pub until: Option<Date>,
    /// The day somebody last compared it with its source.
    pub reread: Date,
    /// Text.
    pub text: Words,
    /// What is unclear about it, if anything.
    pub unclear: Option<Words>,
    /// File and byte offset in it, for `gpai law show`.
    pub place: (String, usize),
}

/// When a duty falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    /// At placing on the market, or at the end of the transition for earlier models.
    Placing,
    /// Two weeks after the threshold was known to be met.
    Notification,
    /// From the moment the model is one with systemic risk.
    SystemicRisk,
}

/// A duty of providers.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Id, e.g. `53-1-d`.
    pub id: String,
    /// Applies when.
    pub when: Condition,
    /// Exempt when.
    pub exempt: Option<Condition>,
    /// Due.
    pub due: DueKind,
    /// Whether it has to be done before that, as a mandate before the placing.
    pub before: bool,
    /// The `documents.*` fact that names the document which meets it.
    pub document: Option<String>,
    /// Whether that document must be public, so that its absence is a gap and not merely unknown.
    pub public: bool,
    /// The fact that names what the duty asks for, of which the answer `none` says that it is not there.
    pub named: Option<String>,
    /// Code of the finding where what the duty asks for is not there.
    pub absent: Option<String>,
    /// First day.
    pub from: Date,
    /// Last day, if it has ended.
    pub until: Option<Date>,
    /// Day of re-reading.
    pub reread: Date,
    /// Provisions.
    pub cites: Vec<String>,
    /// Short title.
    pub title: Words,
    /// What the law asks.
    pub text: Words,
    /// What to do.
    pub todo: Words,
    /// File and byte offset in it.
    pub place: (String, usize),
}

/// A connection between facts that holds in the world, whatever is answered.
#[derive(Clone, Debug)]
pub struct Axiom {
    /// Id.
    pub id: String,
    /// If this holds …
    pub given: Condition,
    /// … so does this.
    pub then: Condition,
    /// Whether explicit answers to the contrary win over it.
    pub yields: bool,
    /// Provisions.
    pub cites: Vec<String>,
    /// Text.
    pub text: Words,
}

/// A point on which the law is unclear, or something else worth saying, reported when its condition certainly holds.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// Id, e.g. `TRANS-06`; of a notice, the code of its finding.
    pub id: String,
    /// How much it matters, if it is no doubt but a notice with a finding of its own.
    pub notice: Option<Severity>,
    /// When it matters.
    pub when: Condition,
    /// Provisions.
    pub cites: Vec<String>,
    /// Text.
    pub text: Words,
}

/// The text of a finding.
#[derive(Clone, Debug)]
pub struct FindingDef {
    /// Code.
    pub code: String,
    /// Message with `{marks}`.
    pub message: Words,
    /// What to do.
    pub help: Words,
}

/// A date on which something changes.
#[derive(Clone, Debug)]
pub struct CalendarDay {
    /// The day.
    pub day: Date,
    /// What changes.
    pub text: Words,
    /// Provisions.
    pub cites: Vec<String>,
}

/// Facts that belong together: those of one table of `gpai.toml`.
#[derive(Clone, Debug)]
pub struct Group {
    /// The table, which the names of its facts begin with.
    pub name: String,
    /// What they are about.
    pub title: Words,
}

/// An answer that another fact's being known implies.
#[derive(Clone, Debug)]
pub struct Implied {
    /// Known fact.
    pub answered: String,
    /// Yes/no fact that then is yes, or the amount that the known amount bounds from above.
    pub then: String,
    /// Whether it is a bound.
    pub bound: bool,
    /// An amount that is added to it first, where the model was modified.
    pub plus: Option<String>,
}

/// The whole law book.
#[derive(Clone, Debug, Default)]
pub struct Law {
    /// Id, `eu-ai-act`.
    pub id: String,
    /// Date of the consolidated text it follows.
    pub edition: String,
    /// First and last day it can be asked about.
    pub span: Option<(Date, Date)>,
    /// Order of facts in the diagrams; facts not named come after. For size and speed only.
    pub diagram_order: Vec<String>,
    /// Facts in the order of the vocabulary.
    pub facts: Vec<FactDef>,
    /// Groups of facts.
    pub groups: Vec<Group>,
    /// Conclusions and steps, conclusions first.
    pub propositions: Vec<PropositionDef>,
    /// Files.
    pub sources: Vec<SourceDef>,
    /// Provisions by id.
    pub paragraphs: Paragraphs,
    /// Numbers, days and lists.
    pub thresholds: Vec<Threshold>,
    /// Rules in the order of the files.
    pub rules: Vec<Rule>,
    /// Duties.
    pub duties: Vec<Duty>,
    /// Axioms.
    pub axioms: Vec<Axiom>,
    /// Unclear points and notices.
    pub doubts: Vec<Doubt>,
    /// Findings by code.
    pub findings: BTreeMap<String, FindingDef>,
    /// Days on which something changes.
    pub calendar: Vec<CalendarDay>,
    /// Implied answers.
    pub implied: Vec<Implied>,
    /// Licences.
    pub licences: Licences,
    /// Documents that duties ask for.
    pub documents: Documents,
    /// Clocks that run after release, the events that start and stop them, holidays.
    pub clocks: ClockBook,
    /// What people know of themselves: choices that answer several facts.
    pub presets: Presets,
    pub(crate) fact_index: BTreeMap<String, usize>,
}

impl Law {
    /// A fact by name.
    pub fn fact(&self, name: &str) -> Option<&FactDef> {
        self.fact_index.get(name).and_then(|i| self.facts.get(*i))
    }

    /// Position of a fact in the vocabulary.
    pub fn fact_position(&self, name: &str) -> usize {
        self.fact_index.get(name).copied().unwrap_or(usize::MAX)
    }

    /// A conclusion or step by name.
    pub fn proposition(&self, name: &str) -> Option<&PropositionDef> {
        self.propositions.iter().find(|p| p.name == name)
    }

    /// A duty by id, in the version of a day, or else in any version.
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|d| d.id == id)
    }

    /// The duty that the document named by a fact meets.
    pub fn duty_of_document(&self, fact: &str) -> Option<&Duty> {
        self.duties.iter().find(|d| d.document.as_deref() == Some(fact))
    }

    /// A threshold by id on a day.
    pub fn threshold(&self, id: &str, on: Date) -> Option<&Threshold> {
        self.thresholds.iter().find(|t| t.id == id && in_force(t.from, t.until, on))
    }

    /// A day of the law by id; days do not change with the day of asking.
    pub fn day(&self, id: &str) -> Option<Date> {
        self.thresholds.iter().find_map(|t| match &t.value {
            ThresholdValue::Day(day) if t.id == id => Some(*day),
            _ => None,
        })
    }

    /// An amount of the law by id on a day.
    pub fn amount(&self, id: &str, on: Date) -> Option<&Number> {
        match &self.threshold(id, on)?.value {
            ThresholdValue::Amount { value, divisor: 1, .. } => Some(value),
            _ => None,
        }
    }

    /// Line of a place in the law book built into the program.
    pub fn line(place: &(String, usize)) -> u32 {
        book::line(&place.0, place.1)
    }

    /// Rules in force on a day.
    pub fn rules_on(&self, on: Date) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |r| in_force(r.from, r.until, on))
    }

    /// Duties in force on a day.
    pub fn duties_on(&self, on: Date) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |d| in_force(d.from, d.until, on))
    }
}

/// Whether a day lies between the first and the last day.
pub fn in_force(from: Date, until: Option<Date>, on: Date) -> bool {
    from <= on && until.is_none_or(|last| on <= last)
}
