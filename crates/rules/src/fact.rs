//! Facts: what is claimed about a model, by whom and where, and what the claims together allow.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;

use crate::number::Interval;

/// The value of a fact, by type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// An amount or the interval it lies in; the unit is the vocabulary's.
    Number(Interval),
    /// A calendar day.
    Date(Date),
    /// One word of a closed list.
    Word(String),
    /// Words. `complete`: what is not named is not there; otherwise there may be more.
    Set {
        /// The words that are certainly in the set.
        words: BTreeSet<String>,
        /// Whether the set is known in full.
        complete: bool,
    },
    /// Free text.
    Text(String),
}

impl Value {
    /// A set known in full.
    pub fn set<S: Into<String>>(words: impl IntoIterator<Item = S>) -> Self {
        Value::Set { words: words.into_iter().map(Into::into).collect(), complete: true }
    }

    /// A set of which at least these words are known.
    pub fn at_least<S: Into<String>>(words: impl IntoIterator<Item = S>) -> Self {
        Value::Set { words: words.into_iter().map(Into::into).collect(), complete: false }
    }
}

/// By type, then by value; of two sets that begin alike the longer comes first.
impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        let kind = |value: &Value| match value {
            Value::Bool(_) => 0,
            Value::Date(_) => 1,
            Value::Number(_) => 2,
            Value::Set { .. } => 3,
            Value::Text(_) => 4,
            Value::Word(_) => 5,
        };
        match (self, other) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Date(a), Value::Date(b)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => (&a.low, &a.best, &a.high).cmp(&(&b.low, &b.best, &b.high)),
            (Value::Set { words: a, complete: x }, Value::Set { words: b, complete: y }) => {
                let words = a.iter().zip(b).map(|(a, b)| a.cmp(b)).find(|order| order.is_ne());
                words.unwrap_or_else(|| b.len().cmp(&a.len())).then(x.cmp(y))
            }
            (Value::Text(a), Value::Text(b)) | (Value::Word(a), Value::Word(b)) => a.cmp(b),
            _ => kind(self).cmp(&kind(other)),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Who or what a claim comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// `--set` on the command line; takes the place of the answer in `gpai.toml`.
    Command,
    /// An answer in `gpai.toml`.
    Answer,
    /// A file of the model folder.
    Evidence,
    /// Data of the law book, e.g. what a licence id stands for.
    Law,
}

/// Where a claim stands: file, line and column (both 1-based), method, and the person who answers for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Who or what.
    pub origin: Origin,
    /// Path relative to the model folder, with `/`.
    pub file: String,
    /// 1-based line, if the place is a line of a text.
    pub line: Option<u32>,
    /// 1-based column in characters.
    pub column: Option<u32>,
    /// How the value was got, if it was not simply stated (`6PD`, `safetensors header`).
    pub method: Option<String>,
    /// The person who judged.
    pub by: Option<String>,
    /// The day of the judgement.
    pub on: Option<Date>,
    /// The person's reason.
    pub why: Option<String>,
}

impl Source {
    /// A place in a file, nothing else known.
    pub fn new(origin: Origin, file: impl Into<String>) -> Self {
        Source { origin, file: file.into(), line: None, column: None, method: None, by: None, on: None, why: None }
    }

    /// The same source at a line and column.
    pub fn at(mut self, line: u32, column: u32) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }

    /// The same source with the method named.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// The file and the line in it: `README.md:25`.
    pub fn file_line(&self) -> String {
        self.line.map_or_else(|| self.file.clone(), |line| format!("{}:{line}", self.file))
    }

    /// A named person with a reason: such an answer decides where sources disagree.
    pub fn is_judged(&self) -> bool {
        let said = |text: &Option<String>| text.as_ref().is_some_and(|t| !t.trim().is_empty());
        said(&self.by) && said(&self.why)
    }
}

/// As it is shown to people: `README.md:25, 6PD, R. Meier` – file and line, then method and person where they are known.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file_line())?;
        [&self.method, &self.by].into_iter().flatten().try_for_each(|part| write!(f, ", {part}"))
    }
}

/// One source's word on one fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it says.
    pub value: Value,
    /// Where it says it.
    pub source: Source,
}

/// A fact with all its sources; `value` is what they all allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Dotted name.
    pub name: String,
    /// What all sources allow; `None` if unknown or if they contradict one another.
    pub value: Option<Value>,
    /// Every source, sorted.
    pub sources: Vec<Source>,
    /// Whether sources disagree.
    pub contradiction: bool,
    /// Whether sources disagreed and a named person's reasoned answer decided.
    pub overruled: bool,
}

/// Claims by name. Order of adding changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    claims: BTreeMap<String, Vec<Claim>>,
}

impl Facts {
    /// No claims.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one source's word.
    pub fn add(&mut self, name: impl Into<String>, value: Value, source: Source) {
        let list = self.claims.entry(name.into()).or_default();
        let claim = Claim { value, source };
        if !list.contains(&claim) {
            list.push(claim);
            list.sort_by(|a, b| a.source.cmp(&b.source).then_with(|| a.value.cmp(&b.value)));
        }
    }

    /// Takes all claims of the other in.
    pub fn extend(&mut self, other: Facts) {
        for (name, claims) in other.claims {
            for claim in claims {
                self.add(name.clone(), claim.value, claim.source);
            }
        }
    }

    /// Takes back what a person answered (`--set NAME=unknown`); evidence stays.
    pub fn retract_answers(&mut self, name: &str) {
        if let Some(list) = self.claims.get_mut(name) {
            list.retain(|c| !matches!(c.source.origin, Origin::Answer | Origin::Command));
            if list.is_empty() {
                self.claims.remove(name);
            }
        }
    }

    /// Removes every claim on a fact.
    pub fn remove(&mut self, name: &str) {
        self.claims.remove(name);
    }

    /// All claims on one fact, sorted by source.
    pub fn claims(&self, name: &str) -> &[Claim] {
        self.claims.get(name).map_or(&[], Vec::as_slice)
    }

    /// Names that have a claim, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.claims.keys().map(String::as_str)
    }

    /// What the sources of one fact allow together.
    pub fn resolve(&self, name: &str) -> Option<Fact> {
        let claims = self.claims.get(name).filter(|c| !c.is_empty())?;
        let (value, disagree) = settle(claims);
        Some(Fact {
            name: name.to_owned(),
            contradiction: disagree && value.is_none(),
            overruled: disagree && value.is_some(),
            value,
            sources: claims.iter().map(|c| c.source.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
        })
    }

    /// Every fact that has a claim, sorted by name.
    pub fn resolve_all(&self) -> Vec<Fact> {
        self.claims.keys().filter_map(|name| self.resolve(name)).collect()
    }

    /// The value that all sources of a fact allow.
    pub fn value(&self, name: &str) -> Option<Value> {
        settle(self.claims.get(name)?).0
    }
}

/// The value that all claims allow, or that a named person with a reason decides; and whether the claims disagree.
fn settle(claims: &[Claim]) -> (Option<Value>, bool) {
    let Some((first, rest)) = claims.split_first() else { return (None, false) };
    let met = rest.iter().try_fold(first.value.clone(), |value, claim| meet(&value, &claim.value));
    match met {
        Some(value) => (Some(value), false),
        None => (claims.iter().find(|c| c.source.is_judged()).map(|c| c.value.clone()), true),
    }
}

/// The value that both allow; `None` if they contradict one another.
fn meet(a: &Value, b: &Value) -> Option<Value> {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x.meet(y).map(Value::Number),
        (Value::Set { words: x, complete: cx }, Value::Set { words: y, complete: cy }) => {
            let fits = |whole: &BTreeSet<String>, part: &BTreeSet<String>| part.is_subset(whole);
            match (cx, cy) {
                (true, true) => (x == y).then(|| a.clone()),
                (true, false) => fits(x, y).then(|| a.clone()),
                (false, true) => fits(y, x).then(|| b.clone()),
                (false, false) => Some(Value::Set { words: x.union(y).cloned().collect(), complete: false }),
            }
        }
        _ => (a == b).then(|| a.clone()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::number::Number;

    fn point(text: &str) -> Value {
        Value::Number(Interval::point(Number::parse(text).unwrap()))
    }

    fn from(file: &str) -> Source {
        Source::new(Origin::Evidence, file)
    }

    #[test]
    fn sources_that_disagree_leave_the_fact_unknown() {
        let mut facts = Facts::new();
        facts.add("compute.update_flop", point("1e22"), from("a"));
        facts.add("compute.update_flop", point("1e24"), from("b"));
        let fact = facts.resolve("compute.update_flop").unwrap();
        assert!(fact.contradiction && fact.value.is_none());
        assert_eq!(fact.sources.len(), 2);
    }

    #[test]
    fn a_named_person_with_a_reason_decides() {
        let mut facts = Facts::new();
        facts.add("model.general", Value::Bool(true), from("a"));
        let mut judge = Source::new(Origin::Answer, "gpai.toml");
        judge.by = Some("R. Meier".into());
        judge.why = Some("transcribes only".into());
        facts.add("model.general", Value::Bool(false), judge);
        let fact = facts.resolve("model.general").unwrap();
        assert!(fact.overruled && !fact.contradiction);
        assert_eq!(fact.value, Some(Value::Bool(false)));
    }

    #[test]
    fn a_partial_set_is_completed_but_not_contradicted() {
        let mut facts = Facts::new();
        facts.add("model.outputs", Value::at_least(["text"]), from("card"));
        assert_eq!(facts.value("model.outputs"), Some(Value::at_least(["text"])));
        facts.add("model.outputs", Value::set(["text", "image"]), from("toml"));
        assert_eq!(facts.value("model.outputs"), Some(Value::set(["text", "image"])));
        facts.add("model.outputs", Value::at_least(["speech"]), from("config"));
        assert!(facts.resolve("model.outputs").unwrap().contradiction);
    }

    #[test]
    fn a_source_is_shown_by_place_method_and_person() {
        let mut source = Source::new(Origin::Evidence, "README.md").at(25, 3).method("6PD");
        assert_eq!((source.file_line().as_str(), source.to_string().as_str()), ("README.md:25", "README.md:25, 6PD"));
        source.by = Some("R. Meier".into());
        source.line = None;
        assert_eq!(source.to_string(), "README.md, 6PD, R. Meier");
    }

    #[test]
    fn values_stand_by_type_and_then_by_size() {
        let mut values = [
            Value::Text("a".into()),
            point("1e10"),
            Value::set(["a"]),
            point("9"),
            Value::set(["a", "b"]),
            Value::Bool(true),
            Value::at_least(["a"]),
        ];
        values.sort();
        let wanted = [
            Value::Bool(true),
            point("9"),
            point("1e10"),
            Value::set(["a", "b"]),
            Value::at_least(["a"]),
            Value::set(["a"]),
            Value::Text("a".into()),
        ];
        assert_eq!(values, wanted);
    }

    #[test]
    fn order_of_adding_changes_nothing() {
        let claims = [("a", point("1")), ("b", point("2")), ("c", point("1"))];
        let mut forward = Facts::new();
        let mut backward = Facts::new();
        for (file, value) in claims.iter() {
            forward.add("x.y", value.clone(), from(file));
        }
        for (file, value) in claims.iter().rev() {
            backward.add("x.y", value.clone(), from(file));
        }
        assert_eq!(forward, backward);
    }
}
