//! What can still change an answer, most informative first: the questionnaire.

use std::collections::{BTreeMap, BTreeSet};

use crate::condition::Atom;
use crate::decide::{Known, Mode, put};
use crate::diagram::{Literals, Var};
use crate::engine::{Engine, Target, Variable};
use crate::fact::Value;
use crate::law::{Kind, ThresholdValue};
use crate::number::{Interval, Number};

/// What answering one fact would settle.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gain {
    /// Sum over targets of the share of answers that settle it, in thousandths.
    pub total: u64,
    /// The share for each target.
    pub by_target: BTreeMap<Target, u64>,
    /// The share for each target once the usual assumptions are granted.
    pub granted: BTreeMap<Target, u64>,
}

impl Engine<'_> {
    /// One answer for each way a fact can come out as far as the law asks, in keeping with what is known of it.
    pub(crate) fn options(&self, fact: usize, known: Option<&Value>) -> Vec<Value> {
        let Some(def) = self.facts.get(fact).and_then(|name| self.law.fact(name)) else { return Vec::new() };
        let atoms: Vec<&Atom> = self
            .fact_vars
            .get(fact)
            .into_iter()
            .flatten()
            .filter_map(|v| match self.vars.get(*v as usize) {
                Some(Variable::Atom(atom)) => Some(atom),
                _ => None,
            })
            .collect();
        let candidates = match def.kind {
            Kind::YesNo => vec![Value::Bool(true), Value::Bool(false)],
            Kind::Word => def.words.iter().cloned().map(Value::Word).collect(),
            Kind::Text | Kind::Country => self.texts(&atoms),
            Kind::Set => self.sets(&atoms, known),
            Kind::Number => self.amounts(&def.name, known),
            Kind::Date => self.dates(&atoms),
        };
        // Answers that the law cannot tell apart count once.
        let mut seen = BTreeSet::new();
        candidates
            .into_iter()
            .filter(|value| {
                let tied = self.ties.iter().any(|t| t.first == fact || t.second == fact);
                tied || seen.insert(self.fact_literals(fact, value))
            })
            .collect()
    }

    fn texts(&self, atoms: &[&Atom]) -> Vec<Value> {
        let mut out = Vec::new();
        for atom in atoms {
            match atom {
                Atom::Is(_, word) => out.push(Value::Text(word.clone())),
                Atom::In(_, list) => {
                    if let Some(ThresholdValue::Countries(codes)) =
                        self.law.threshold(list, self.as_of).map(|t| &t.value)
                    {
                        out.extend(codes.first().cloned().map(Value::Text));
                    }
                }
                _ => {}
            }
        }
        // `ZZ` is a user-assigned code that stands for "any other".
        out.push(Value::Text("ZZ".to_owned()));
        out
    }

    fn sets(&self, atoms: &[&Atom], known: Option<&Value>) -> Vec<Value> {
        let have: BTreeSet<String> = match known {
            Some(Value::Set { words, .. }) => words.clone(),
            _ => BTreeSet::new(),
        };
        let words: Vec<&String> = atoms
            .iter()
            .filter_map(|a| match a {
                Atom::Has(_, word) => Some(word),
                _ => None,
            })
            .collect();
        let with = |extra: &[&String]| Value::set(have.iter().cloned().chain(extra.iter().map(|w| (*w).clone())));
        let mut out = vec![with(&[]), with(&words)];
        out.extend(words.iter().map(|w| with(&[w])));
        out
    }

    fn amounts(&self, name: &str, known: Option<&Value>) -> Vec<Value> {
        let mut points: BTreeSet<Number> = BTreeSet::from([Number::from_u128(1)]);
        for threshold in &self.law.thresholds {
            if let ThresholdValue::Amount { value, divisor, unit, .. } = &threshold.value
                && self.law.fact(name).and_then(|f| f.unit.as_ref()) == Some(unit)
            {
                // Just under, at or just over the line, and well over it.
                let share = 100 / divisor;
                points.extend([value.percent(share), value.percent(share + 1), value.percent(2 * share + 1)]);
            }
        }
        let bounds = match known {
            Some(Value::Number(interval)) => {
                points.extend([interval.low.clone(), interval.high.clone()]);
                Some(interval.clone())
            }
            _ => None,
        };
        points
            .into_iter()
            .filter(|p| bounds.as_ref().is_none_or(|b| b.low <= *p && *p <= b.high))
            .map(|p| Value::Number(Interval::point(p)))
            .collect()
    }

    fn dates(&self, atoms: &[&Atom]) -> Vec<Value> {
        let mut days = BTreeSet::new();
        for atom in atoms {
            let first_after = match atom {
                Atom::Before(_, id) => self.law.day(id),
                Atom::ByToday(_) => self.as_of.tomorrow().ok(),
                _ => None,
            };
            days.extend(first_after);
            days.extend(first_after.and_then(|d| d.yesterday().ok()));
        }
        days.into_iter().map(Value::Date).collect()
    }

    /// The same knowledge with one fact answered.
    pub(crate) fn answered(&self, known: &Known, fact: usize, value: Value) -> Known {
        let mut next = known.clone();
        if let Some(slot) = next.values.get_mut(fact) {
            *slot = Some(value);
        }
        next
    }

    /// Facts not fully known as far as the law asks.
    pub(crate) fn unknown_facts(&self, known: &Known) -> Vec<usize> {
        (0..self.facts.len()).filter(|fact| self.is_unknown(known, *fact)).collect()
    }

    pub(crate) fn is_unknown(&self, known: &Known, fact: usize) -> bool {
        match known.values.get(fact) {
            Some(Some(value)) => {
                let vars = self.fact_vars.get(fact).map_or(0, Vec::len);
                let fractions = self.ties.iter().any(|t| t.first == fact || t.second == fact);
                let point = matches!(value, Value::Number(i) if i.is_point());
                !(point && fractions) && self.fact_literals(fact, value).len() < vars
            }
            _ => true,
        }
    }

    /// What each unknown fact would settle among the targets, if it were answered alone; and, for the facts that `assumed`
    /// takes for granted, what it settles once the rest of that is granted. Several facts may only settle together.
    pub(crate) fn gains(&self, known: &Known, assumed: &Known, targets: &[Target]) -> BTreeMap<usize, Gain> {
        // First every question, then all of them through the diagram together, then what came of each.
        let mut questions = Vec::new();
        let mut asked = Vec::new();
        let mut ask = |known: &Known, fact: usize, granted: bool| {
            let options = self.options(fact, known.values.get(fact).and_then(Option::as_ref));
            let ways = self.answered_ways(known, fact, options);
            asked.push((fact, granted, ways.len()));
            questions.extend(ways);
        };
        for fact in self.unknown_facts(known) {
            ask(known, fact, false);
            let granted =
                assumed.values.get(fact).is_some_and(Option::is_some) && known.values.get(fact) == Some(&None);
            if granted {
                let mut base = assumed.clone();
                if let Some(slot) = base.values.get_mut(fact) {
                    *slot = None;
                }
                ask(&base, fact, true);
            }
        }
        let mut settled = self.settled(&questions, targets).into_iter();
        let mut gains: BTreeMap<usize, Gain> = BTreeMap::new();
        for (fact, granted, many) in asked {
            let gain = gains.entry(fact).or_default();
            for (target, share) in shares(targets, settled.by_ref().take(many)) {
                gain.total += share;
                if granted {
                    gain.granted.insert(target.clone(), share);
                } else {
                    gain.by_target.insert(target.clone(), share);
                }
            }
        }
        gains
    }

    /// Facts, not fully known, that can still change an open target; those that settle most come first, exceptional ones last.
    pub(crate) fn missing(&self, state: &mut State<'_>, target: &Target, gains: &BTreeMap<usize, Gain>) -> Vec<usize> {
        let Some(plain) = self.plain.get(target) else { return Vec::new() };
        let mut matter: BTreeSet<usize> = BTreeSet::new();
        // In the certain reading an exceptional answer may decide alone; in the presumed one the ordinary facts do.
        let known = state.known;
        for reading in &mut state.readings {
            for var in self.diagram.open_vars(*plain, &reading.literals) {
                let facts = self.facts_of(var).into_iter().filter(|f| self.is_unknown(known, *f));
                let new: Vec<usize> = facts.filter(|f| !matter.contains(f)).collect();
                if !new.is_empty() && self.can_vary(reading, &state.cases, var) {
                    matter.extend(new);
                }
            }
        }
        let alone = |fact: &usize| gains.get(fact).and_then(|g| g.by_target.get(target)).copied().unwrap_or(0);
        matter.extend(gains.keys().filter(|f| alone(f) > 0));
        let share =
            |fact: &usize| alone(fact) + gains.get(fact).and_then(|g| g.granted.get(target)).copied().unwrap_or(0);
        let total = |fact: &usize| gains.get(fact).map_or(0, |g| g.total);
        let mut list: Vec<usize> = matter.into_iter().collect();
        list.sort_by_key(|f| {
            let exceptional = self.exceptional.get(*f).copied().unwrap_or(false);
            (exceptional, u64::MAX - share(f), u64::MAX - total(f), *f)
        });
        list
    }

    /// Facts, not fully known and not exceptional, on which each target still depends where nothing exceptional is claimed, and the
    /// tests on them. Tests that the axioms leave but one outcome have it.
    pub(crate) fn plain_facts(&self, state: &mut State<'_>, targets: &[Target]) -> Vec<BTreeMap<usize, BTreeSet<Var>>> {
        let known = state.known;
        let [presumed, _] = &mut state.readings;
        let roots: Vec<_> = targets.iter().map(|t| self.plain.get(t).copied().unwrap_or_default()).collect();
        let mut literals = presumed.literals.clone();
        let mut tried: BTreeSet<Var> = BTreeSet::new();
        loop {
            let new: Vec<Var> =
                self.diagram.open_vars_of(&roots, &literals).into_iter().filter(|v| tried.insert(*v)).collect();
            let before = literals.clone();
            for var in new {
                if !self.can_vary(presumed, &state.cases, var)
                    && let Some(only) = self.only_outcome(presumed, &state.cases, var)
                {
                    put(&mut literals, var, only);
                }
            }
            if literals == before {
                break;
            }
        }
        let of = |root: &crate::diagram::Node| {
            let mut out: BTreeMap<usize, BTreeSet<Var>> = BTreeMap::new();
            for var in self.diagram.open_vars(*root, &literals) {
                let plain = |f: &usize| self.is_unknown(known, *f) && self.exceptional.get(*f) != Some(&true);
                for fact in self.facts_of(var).into_iter().filter(plain) {
                    out.entry(fact).or_default().insert(var);
                }
            }
            out
        };
        roots.iter().map(of).collect()
    }

    /// The outcome that the axioms leave a test which cannot vary; none where they contradict what is known.
    fn only_outcome(&self, reading: &Reading, cases: &[Vec<(Var, bool)>], var: Var) -> Option<bool> {
        [true, false].into_iter().find(|value| self.allowed(reading, cases, var, *value))
    }

    /// What is known, made ready for asking what is missing of many targets.
    pub(crate) fn state<'k>(&self, known: &'k Known) -> State<'k> {
        let reading = |mode| Reading { literals: self.literals(known, mode), varies: vec![None; self.vars.len()] };
        State { known, readings: [reading(Mode::Presumed), reading(Mode::Certain)], cases: self.tie_cases(known) }
    }

    pub(crate) fn facts_of(&self, var: Var) -> Vec<usize> {
        match self.vars.get(var as usize) {
            Some(Variable::Atom(atom)) => atom.facts().into_iter().filter_map(|f| self.position(f)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the axioms allow an outcome of a test.
    fn allowed(&self, reading: &Reading, cases: &[Vec<(Var, bool)>], var: Var, value: bool) -> bool {
        cases.iter().any(|case| {
            let mut literals = reading.literals.clone();
            for (v, x) in case {
                put(&mut literals, *v, *x);
            }
            if literals.get(var as usize).copied().flatten() == Some(!value) {
                return false;
            }
            put(&mut literals, var, value);
            self.axioms.iter().all(|group| self.diagram.possible(*group, &literals))
        })
    }

    /// Whether both outcomes of a test are still possible under the axioms.
    fn can_vary(&self, reading: &mut Reading, cases: &[Vec<(Var, bool)>], var: Var) -> bool {
        if let Some(seen) = reading.varies.get(usize::from(var)).copied().flatten() {
            return seen;
        }
        let varies = [true, false].into_iter().all(|value| self.allowed(reading, cases, var, value));
        if let Some(slot) = reading.varies.get_mut(usize::from(var)) {
            *slot = Some(varies);
        }
        varies
    }
}

/// What is known, in both readings, and what was worked out about it while several targets were asked.
pub(crate) struct State<'k> {
    known: &'k Known,
    readings: [Reading; 2],
    cases: Vec<Vec<(Var, bool)>>,
}

/// What is known in one reading.
struct Reading {
    literals: Literals,
    /// By variable: whether both outcomes are still possible, once that was asked.
    varies: Vec<Option<bool>>,
}

/// The share of the answers, in thousandths, that settles each target; answers that what is known excludes do not count.
fn shares(targets: &[Target], answers: impl Iterator<Item = Option<Vec<bool>>>) -> Vec<(&Target, u64)> {
    let mut counted = 0u64;
    let mut settled: Vec<u64> = vec![0; targets.len()];
    for answer in answers.flatten() {
        counted += 1;
        for (count, settles) in settled.iter_mut().zip(answer) {
            *count += u64::from(settles);
        }
    }
    let share = |count: u64| count.saturating_mul(1000).checked_div(counted).unwrap_or(0);
    targets.iter().zip(settled).filter(|(_, count)| *count > 0).map(|(target, count)| (target, share(count))).collect()
}
