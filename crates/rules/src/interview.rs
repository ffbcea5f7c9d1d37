//! Which question to put next: what people know of themselves first, then facts that everybody knows, judgements last, and
//! nothing that can no longer change whether a duty is owed or by when.
//!
//! What may be asked is exact: the diagram tells which facts can still change an open duty. The order was found by search: it is
//! the one in which people, by the weights that `law/presets.toml` states, answer fewest questions until nothing is open
//! (`tests/interview.rs` draws them, and looks for a better one). The weights move questions about and decide nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer;
use crate::condition::Atom;
use crate::decide::{Decision, Known};
use crate::derive;
use crate::diagram::Var;
use crate::engine::{Engine, Target, Variable};
use crate::fact::{Facts, Value};
use crate::law::{DueKind, ThresholdValue};
use crate::names;
use crate::number::{Interval, Number};
use crate::preset::{Choice, Preset};

/// Facts that only a due date asks for: of a duty that falls due at placing, and of one that waits for the threshold.
const DAYS: (&str, &str) = (names::MARKET_FIRST_AVAILABLE, names::SYSTEMIC_THRESHOLD_KNOWN_ON);

/// The conclusion on which due dates rest.
const LEGACY: &str = "legacy";

/// What one screen asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Presets, by id.
    Presets(Vec<String>),
    /// One fact.
    Fact(String),
}

/// One question that still matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is asked.
    pub screen: Screen,
    /// Conclusions and duties that wait for it.
    pub settles: Vec<String>,
}

/// How things stand, or would stand after an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Conclusions, in the order of the book.
    pub conclusions: Vec<(String, Decision)>,
    /// Duties that are owed.
    pub applies: Vec<String>,
    /// Duties of which it is open whether they are owed.
    pub open: Vec<String>,
}

/// A question under way, and its place in the order.
struct Candidate {
    screen: Screen,
    settles: Vec<String>,
    place: (usize, bool, usize),
}

impl Engine<'_> {
    /// The questions that can still change whether a duty is owed or by when, the next one first; `skip` names facts and
    /// presets that were left open.
    pub fn interview(&self, facts: &Facts, skip: &BTreeSet<String>) -> Vec<Step> {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let (known, _) = self.contradictions(&self.known_with_implied(&facts));
        let decisions = self.decide_all(&known);
        let open = |target: &Target| decisions.of(target) == Decision::Open;
        let mut targets: Vec<Target> =
            self.law.duties_on(self.as_of).map(|d| Target::Applies(d.id.clone())).filter(open).collect();
        let applying: Vec<_> = self
            .law
            .duties_on(self.as_of)
            .filter(|d| matches!(decisions.of(&Target::Applies(d.id.clone())), Decision::Yes(_)))
            .collect();
        let legacy = Target::Proposition(LEGACY.to_owned());
        let mut days: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        if !applying.is_empty() {
            targets.extend([legacy].into_iter().filter(open));
        }
        for duty in &applying {
            let day = match duty.due {
                DueKind::Placing => DAYS.0,
                DueKind::Notification | DueKind::SystemicRisk => DAYS.1,
            };
            if facts.value(day).is_none() {
                days.entry(day).or_default().push(duty.id.clone());
            }
        }
        let mut state = self.state(&known);
        let mut matter: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (target, facts) in targets.iter().zip(self.plain_facts(&mut state, &targets)) {
            let name = match target {
                Target::Applies(id) | Target::Proposition(id) => id,
                _ => continue,
            };
            for fact in facts.into_keys() {
                matter.entry(fact).or_default().push(name.clone());
            }
        }
        let mut list = self.candidates(&facts, &known, &matter, &days, skip);
        // Of what is known in part the rest is asked for only where nothing else is left that anybody knows.
        let known_in_part = |c: &Candidate| match &c.screen {
            Screen::Fact(name) => facts.value(name).is_some(),
            Screen::Presets(_) => false,
        };
        list.sort_by_key(|c| (c.place.1, known_in_part(c), c.place));
        list.into_iter().map(|c| Step { screen: c.screen, settles: c.settles }).collect()
    }

    /// What may be asked, each fact in its own name or that of what stands for it.
    fn candidates(
        &self,
        facts: &Facts,
        known: &Known,
        matter: &BTreeMap<usize, Vec<String>>,
        days: &BTreeMap<&str, Vec<String>>,
        skip: &BTreeSet<String>,
    ) -> Vec<Candidate> {
        let mut out: Vec<Candidate> = Vec::new();
        for preset in &self.law.presets.list {
            if skip.contains(&preset.id) || self.choices(known, preset, skip).is_empty() {
                continue;
            }
            let of = |name: &String| self.position(name).and_then(|fact| matter.get(&fact));
            let mut settles: Vec<String> = preset
                .choices
                .iter()
                .flat_map(|c| &c.sets)
                .filter(|(name, _)| !skip.contains(name))
                .filter_map(|(name, _)| of(name))
                .flatten()
                .cloned()
                .collect();
            settles.sort();
            settles.dedup();
            if settles.is_empty() {
                continue;
            }
            let place = self.place(&preset.screen);
            match out.iter_mut().find(|c| c.place == place) {
                Some(Candidate { screen: Screen::Presets(ids), settles: all, .. }) => {
                    ids.push(preset.id.clone());
                    all.extend(settles);
                }
                _ => out.push(Candidate { screen: Screen::Presets(vec![preset.id.clone()]), settles, place }),
            }
        }
        let by_fact = matter.iter().filter_map(|(fact, names)| Some((self.facts.get(*fact)?.as_str(), names)));
        let by_day = days.iter().map(|(fact, names)| (*fact, names));
        for (fact, names) in by_fact.chain(by_day) {
            let asked = self.asked_as(facts, fact, skip);
            let Some(def) = self.law.fact(asked).filter(|d| !d.evidence_only && !skip.contains(&d.name)) else {
                continue;
            };
            let screen = Screen::Fact(asked.to_owned());
            match out.iter_mut().find(|c| c.screen == screen) {
                Some(already) => already.settles.extend(names.iter().cloned()),
                None => out.push(Candidate { screen, settles: names.clone(), place: self.place(&def.name) }),
            }
        }
        for candidate in &mut out {
            candidate.settles.sort();
            candidate.settles.dedup();
        }
        out
    }

    /// The fact in whose name a fact is asked for: a licence or a base that nobody named yet stands for what it says.
    fn asked_as<'n>(&'n self, facts: &Facts, fact: &'n str, skip: &BTreeSet<String>) -> &'n str {
        let named = self.law.presets.asked_by(fact);
        named.filter(|name| facts.claims(name).is_empty() && !skip.contains(*name)).unwrap_or(fact)
    }

    /// The choices of a preset that what is known allows; none where one of them holds already.
    fn choices<'p>(
        &self,
        known: &Known,
        preset: &'p Preset,
        skip: &BTreeSet<String>,
    ) -> Vec<(&'p Choice, Vec<(usize, Value)>)> {
        let mut out = Vec::new();
        for choice in &preset.choices {
            let mut new = Vec::new();
            let mut fits = true;
            for (name, written) in &choice.sets {
                let value = self.law.fact(name).and_then(|def| answer::from_text(def, written).ok()?);
                let (Some(fact), Some(value)) = (self.position(name), value) else { continue };
                match known.values.get(fact).and_then(Option::as_ref) {
                    Some(now) if self.fact_literals(fact, now) == self.fact_literals(fact, &value) => {}
                    Some(now) if self.allows(fact, now, &value) => new.push((fact, value)),
                    Some(_) => fits = false,
                    None if skip.contains(name) => {}
                    None => new.push((fact, value)),
                }
            }
            if fits && new.is_empty() {
                return Vec::new();
            }
            if fits {
                out.push((choice, new));
            }
        }
        out
    }

    /// Whether a value is in keeping with what is known so far.
    fn allows(&self, fact: usize, now: &Value, value: &Value) -> bool {
        let wanted = self.fact_literals(fact, value);
        let kept = self.fact_literals(fact, now).iter().all(|literal| wanted.contains(literal));
        let within = match (now, value) {
            (Value::Number(now), Value::Number(value)) => now.meet(value).is_some(),
            (Value::Set { words: now, .. }, Value::Set { words: value, .. }) => now.is_subset(value),
            _ => false,
        };
        kept && within
    }

    /// Where a screen or a fact stands in the order; what the order does not name comes after it, judgements last.
    fn place(&self, name: &str) -> (usize, bool, usize) {
        let named = self.law.presets.order.iter().position(|n| n == name);
        let judged = self.law.fact(name).is_some_and(|d| d.judged);
        (named.unwrap_or(usize::MAX), judged, self.law.fact_position(name))
    }

    /// The choices of a preset that what is known allows, each with the answers that it adds.
    pub fn choices_of<'p>(
        &self,
        facts: &Facts,
        preset: &'p Preset,
        skip: &BTreeSet<String>,
    ) -> Vec<(&'p Choice, Vec<(String, Value)>)> {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let (known, _) = self.contradictions(&self.known_with_implied(&facts));
        let answers = |choice: &Choice| {
            let value = |name: &str, written: &str| answer::from_text(self.law.fact(name)?, written).ok()?;
            let new = choice.sets.iter().filter(|(name, _)| facts.claims(name).is_empty() && !skip.contains(name));
            new.filter_map(|(name, written)| Some((name.clone(), value(name, written)?))).collect()
        };
        self.choices(&known, preset, skip).into_iter().map(|(choice, _)| (choice, answers(choice))).collect()
    }

    /// The ways in which the answer to one fact can come out, as far as the law asks.
    pub fn ways_of(&self, facts: &Facts, fact: &str) -> Vec<Value> {
        let Some(position) = self.position(fact) else { return Vec::new() };
        let known = self.known_with_implied(facts);
        self.options(position, known.values.get(position).and_then(Option::as_ref))
    }

    /// How things stand with some facts.
    pub fn outlook(&self, facts: &Facts) -> Outlook {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let (known, _) = self.contradictions(&self.known_with_implied(&facts));
        let (decisions, _) = self.decide_some(&known, false);
        let conclusions = self.law.propositions.iter().filter(|p| p.conclusion);
        let owed = |wanted: fn(Decision) -> bool| -> Vec<String> {
            let duties = self.law.duties_on(self.as_of).map(|d| d.id.clone());
            duties.filter(|id| wanted(decisions.of(&Target::Applies(id.clone())))).collect()
        };
        Outlook {
            conclusions: conclusions
                .map(|p| (p.name.clone(), decisions.of(&Target::Proposition(p.name.clone()))))
                .collect(),
            applies: owed(|d| matches!(d, Decision::Yes(_))),
            open: owed(|d| d == Decision::Open),
        }
    }

    /// For an amount: the lines of the law that still matter, as the answers to "more than that?". Below a third of another
    /// amount, of which only bounds may be known, there is the one answer that holds for all of them.
    pub fn brackets(&self, facts: &Facts, fact: &str) -> Vec<Interval> {
        let mut facts = facts.clone();
        derive::derive(self.law, &mut facts);
        let (known, _) = self.contradictions(&self.known_with_implied(&facts));
        let Some(position) = self.position(fact) else { return Vec::new() };
        let decisions = self.decide_all(&known);
        let mut state = self.state(&known);
        let duties = self.law.duties_on(self.as_of).map(|d| Target::Applies(d.id.clone()));
        let open: Vec<Target> = duties.filter(|t| decisions.of(t) == Decision::Open).collect();
        let found = self.plain_facts(&mut state, &open);
        let vars: BTreeSet<Var> = found.into_iter().filter_map(|mut facts| facts.remove(&position)).flatten().collect();
        let (mut lines, mut below): (BTreeSet<Number>, BTreeSet<Number>) = Default::default();
        for var in vars {
            match self.vars.get(usize::from(var)) {
                Some(Variable::Atom(Atom::Over(_, id))) => match self.law.threshold(id, self.as_of).map(|t| &t.value) {
                    Some(ThresholdValue::Amount { value, divisor: 1, strict: true, .. }) => {
                        lines.insert(value.clone());
                    }
                    Some(ThresholdValue::Amount { value, divisor, strict: true, .. }) => {
                        below.insert(value.percent(100 / divisor));
                    }
                    _ => {}
                },
                Some(Variable::Atom(Atom::OverPart(first, id, second))) if first == fact => {
                    let other = self.position(second).and_then(|p| known.values.get(p)?.as_ref());
                    if let (Some(Value::Number(other)), Some(ThresholdValue::Fraction { numerator, denominator, .. })) =
                        (other, self.law.threshold(id, self.as_of).map(|t| &t.value))
                    {
                        below.insert(other.low.percent(100 * numerator / denominator));
                    }
                }
                _ => {}
            }
        }
        let now = match known.values.get(position) {
            Some(Some(Value::Number(now))) => now.clone(),
            _ => Interval { low: Number::from_u128(0), best: None, high: Number::unbounded() },
        };
        let mut out = Vec::new();
        let mut from = Number::from_u128(0);
        let between = |low: &Number, high: &Number| Interval::new(low.clone(), None, high.clone())?.meet(&now);
        for line in below.iter().take(1).filter(|_| lines.is_empty()) {
            out.extend(between(&from, line));
        }
        for line in &lines {
            out.extend(between(&from, line));
            from = line.plus(&Number::from_u128(1));
        }
        if !lines.is_empty() {
            out.extend(between(&from, &Number::unbounded()));
        }
        out
    }
}
