//! What can still change an answer, most informative first: the questionnaire.

use std::collections::{BTreeMap, BTreeSet};

use crate::compile::{Engine, Target, Variable};
use crate::condition::Atom;
use crate::decide::{Decision, Known, Mode, put};
use crate::diagram::Var;
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
        let mut gains = BTreeMap::new();
        for fact in self.unknown_facts(known) {
            let mut gain = self.gain(known, fact, targets);
            let granted =
                assumed.values.get(fact).is_some_and(Option::is_some) && known.values.get(fact) == Some(&None);
            if granted {
                let mut base = assumed.clone();
                if let Some(slot) = base.values.get_mut(fact) {
                    *slot = None;
                }
                let more = self.gain(&base, fact, targets);
                gain.total += more.total;
                for (target, share) in more.by_target {
                    gain.granted.insert(target, share);
                }
            }
            gains.insert(fact, gain);
        }
        gains
    }

    fn gain(&self, known: &Known, fact: usize, targets: &[Target]) -> Gain {
        let options = self.options(fact, known.values.get(fact).and_then(Option::as_ref));
        let mut counted = 0u64;
        let mut settled: BTreeMap<&Target, u64> = BTreeMap::new();
        for (decisions, allowed) in self.decide_answered(known, fact, options) {
            if !allowed {
                continue; // An answer that what is known excludes.
            }
            counted += 1;
            for target in targets {
                if decisions.of(target) != Decision::Open {
                    *settled.entry(target).or_default() += 1;
                }
            }
        }
        let mut gain = Gain::default();
        for (target, count) in settled {
            let share = count.saturating_mul(1000).checked_div(counted).unwrap_or(0);
            gain.total += share;
            gain.by_target.insert(target.clone(), share);
        }
        gain
    }

    /// Facts, not fully known, that can still change an open target; those that settle most come first, exceptional ones last.
    pub(crate) fn missing(&self, known: &Known, target: &Target, gains: &BTreeMap<usize, Gain>) -> Vec<usize> {
        let Some(plain) = self.plain.get(target) else { return Vec::new() };
        let mut matter: BTreeSet<usize> = BTreeSet::new();
        // In the certain reading an exceptional answer may decide alone; in the presumed one the ordinary facts do.
        for mode in [Mode::Presumed, Mode::Certain] {
            for var in self.diagram.open_vars(*plain, &self.literals(known, mode)) {
                let facts = self.facts_of(var).into_iter().filter(|f| self.is_unknown(known, *f));
                let new: Vec<usize> = facts.filter(|f| !matter.contains(f)).collect();
                if !new.is_empty() && self.can_vary(known, mode, var) {
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

    fn facts_of(&self, var: Var) -> Vec<usize> {
        match self.vars.get(var as usize) {
            Some(Variable::Atom(atom)) => atom.facts().into_iter().filter_map(|f| self.position(f)).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether both outcomes of a test are still possible under the axioms.
    fn can_vary(&self, known: &Known, mode: Mode, var: Var) -> bool {
        let base = self.literals(known, mode);
        let cases = self.tie_cases(known);
        [true, false].into_iter().all(|value| {
            cases.iter().any(|case| {
                let mut literals = base.clone();
                for (v, x) in case {
                    put(&mut literals, *v, *x);
                }
                if literals.get(var as usize).copied().flatten() == Some(!value) {
                    return false;
                }
                put(&mut literals, var, value);
                self.axioms.iter().all(|group| self.diagram.possible(*group, &literals))
            })
        })
    }
}
