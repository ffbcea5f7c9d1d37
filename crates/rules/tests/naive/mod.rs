//! A second, naive evaluator: it tries every completion of the unknown facts, one by one. Slow and plainly right.

use std::collections::{BTreeMap, BTreeSet};

use gpai_rules::condition::{Atom, Condition};
use gpai_rules::decide::{Decision, Strength};
use gpai_rules::fact::Value;
use gpai_rules::law::{Kind, Law, ThresholdValue};
use gpai_rules::number::{Interval, Number};
use jiff::civil::Date;

/// A complete state of affairs; an exceptional fact may be absent, which means not claimed.
pub type World = BTreeMap<String, Value>;

/// What is known: a subset of facts, numbers perhaps as intervals, sets perhaps in part.
pub type Partial = BTreeMap<String, Value>;

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

pub fn holds(law: &Law, on: Date, atom: &Atom, world: &World) -> bool {
    let point = |fact: &str| match world.get(fact) {
        Some(Value::Number(i)) => Some(i.low.clone()),
        _ => None,
    };
    match atom {
        Atom::Yes(f) => world.get(f) == Some(&Value::Bool(true)),
        Atom::No(f) => world.get(f) == Some(&Value::Bool(false)),
        Atom::Is(f, w) => matches!(world.get(f), Some(Value::Word(x) | Value::Text(x)) if x == w),
        Atom::Has(f, w) => matches!(world.get(f), Some(Value::Set { words, .. }) if words.contains(w)),
        Atom::Over(f, t) => match (point(f), &law.threshold(t, on).unwrap().value) {
            (Some(x), ThresholdValue::Amount { value, divisor, strict, .. }) => {
                let scaled = x.times_u(*divisor);
                if *strict { scaled > *value } else { scaled >= *value }
            }
            (None, _) => false,
            _ => panic!("no amount"),
        },
        Atom::OverPart(f, t, g) => match (point(f), point(g), &law.threshold(t, on).unwrap().value) {
            (Some(x), Some(y), ThresholdValue::Fraction { numerator, denominator, strict }) => {
                let (left, right) = (x.times_u(*denominator), y.times_u(*numerator));
                if *strict { left > right } else { left >= right }
            }
            _ => false,
        },
        Atom::Before(f, d) => matches!(world.get(f), Some(Value::Date(x)) if *x < law.day(d).unwrap()),
        Atom::ByToday(f) => matches!(world.get(f), Some(Value::Date(x)) if *x <= on),
        Atom::In(f, l) => match (world.get(f), &law.threshold(l, on).unwrap().value) {
            (Some(Value::Text(code)), ThresholdValue::Countries(list)) => list.contains(code),
            _ => false,
        },
    }
}

/// Truth of everything in one world.
pub struct Evaluator<'l> {
    pub law: &'l Law,
    pub on: Date,
}

impl Evaluator<'_> {
    pub fn condition(&self, c: &Condition, world: &World) -> bool {
        match c {
            Condition::Test(atom, _) => holds(self.law, self.on, atom, world),
            Condition::Named(name, _) => self.proposition(name, world),
            Condition::All(parts) => parts.iter().all(|p| self.condition(p, world)),
            Condition::Any(parts) => parts.iter().any(|p| self.condition(p, world)),
            Condition::Not(inner) => !self.condition(inner, world),
        }
    }

    pub fn proposition(&self, name: &str, world: &World) -> bool {
        self.law.rules_on(self.on).any(|r| r.concludes == name && r.holds && self.fires(&r.id, world))
    }

    fn fires(&self, id: &str, world: &World) -> bool {
        let rule = self.law.rules_on(self.on).find(|r| r.id == id).unwrap();
        self.condition(&rule.when, world)
            && !self.law.rules_on(self.on).any(|r| r.displaces.iter().any(|d| d == id) && self.fires(&r.id, world))
    }

    /// Whether the axioms allow a world: all that do not yield, and those of the others that are being applied.
    pub fn allowed(&self, world: &World, applied: &BTreeSet<usize>) -> bool {
        let binds = |i: usize, yields: bool| !yields || applied.contains(&i);
        let mut bound = self.law.axioms.iter().enumerate().filter(|(i, a)| binds(*i, a.yields));
        bound.all(|(_, a)| !self.condition(&a.given, world) || self.condition(&a.then, world))
    }

    /// The axioms that yield and whose `if` holds in every world that is in keeping with what is known.
    pub fn applied(&self, partial: &Partial) -> BTreeSet<usize> {
        let soft = self.law.axioms.iter().enumerate().filter(|(_, a)| a.yields).map(|(i, _)| i);
        let mut applied: BTreeSet<usize> = soft.collect();
        if !applied.is_empty() {
            self.worlds(partial, true, &BTreeSet::new(), &mut |world| {
                applied.retain(|i| self.condition(&self.law.axioms[*i].given, world));
            });
        }
        applied
    }

    /// Facts that some condition tests.
    pub fn tested(&self) -> Vec<String> {
        let mut names = BTreeSet::new();
        let mut visit = |c: &Condition| {
            c.leaves(&mut |leaf| {
                if let Condition::Test(atom, _) = leaf {
                    names.extend(atom.facts().into_iter().map(str::to_owned));
                }
            })
        };
        self.law.rules_on(self.on).for_each(|r| visit(&r.when));
        self.law.duties_on(self.on).for_each(|d| {
            visit(&d.when);
            d.exempt.iter().for_each(&mut visit);
        });
        self.law.axioms.iter().for_each(|a| {
            visit(&a.given);
            visit(&a.then);
        });
        self.law.doubts.iter().for_each(|d| visit(&d.when));
        names.into_iter().collect()
    }

    /// Words of a fact that conditions test.
    fn words(&self, fact: &str) -> Vec<String> {
        let mut words = BTreeSet::new();
        let mut visit = |c: &Condition| {
            c.leaves(&mut |leaf| match leaf {
                Condition::Test(Atom::Has(f, w), _) if f == fact => {
                    words.insert(w.clone());
                }
                _ => {}
            })
        };
        self.law.rules_on(self.on).for_each(|r| visit(&r.when));
        self.law.axioms.iter().for_each(|a| {
            visit(&a.given);
            visit(&a.then);
        });
        self.law.doubts.iter().for_each(|d| visit(&d.when));
        words.into_iter().collect()
    }

    /// Amounts that fall on both sides of every line, and of a third of and three times one another.
    pub fn amounts() -> Vec<Number> {
        [
            "1e19", "1e20", "3.2e22", "3.5e22", "9e22", "9.8e22", "1e23", "1.04e23", "1.2e23", "1e24", "3.2e24",
            "3.5e24", "9e24", "9.8e24", "1e25", "1.04e25", "1.2e25", "6e25", "1e27", "1e28",
        ]
        .iter()
        .map(|t| n(t))
        .collect()
    }

    /// Values an unknown fact may turn out to have, in keeping with what is known of it.
    pub fn values(&self, fact: &str, known: Option<&Value>) -> Vec<Value> {
        if let Some(value) = known {
            return match value {
                Value::Number(i) if !i.is_point() => {
                    let mut points: BTreeSet<Number> =
                        Self::amounts().into_iter().filter(|p| i.low <= *p && *p <= i.high).collect();
                    points.extend([i.low.clone(), i.high.clone()]);
                    points.into_iter().map(|p| Value::Number(Interval::point(p))).collect()
                }
                Value::Set { words, complete: false } => {
                    let rest: Vec<String> = self.words(fact).into_iter().filter(|w| !words.contains(w)).collect();
                    subsets(&rest).into_iter().map(|s| Value::set(words.iter().cloned().chain(s))).collect()
                }
                other => vec![other.clone()],
            };
        }
        let def = self.law.fact(fact).unwrap();
        match def.kind {
            Kind::YesNo => vec![Value::Bool(true), Value::Bool(false)],
            Kind::Word => def.words.iter().cloned().map(Value::Word).collect(),
            Kind::Set => subsets(&self.words(fact)).into_iter().map(Value::set).collect(),
            Kind::Number => {
                let mut points = vec![n("1e17")];
                points.extend(Self::amounts());
                points.push(n("1e31"));
                points.into_iter().map(|p| Value::Number(Interval::point(p))).collect()
            }
            Kind::Date => {
                let days = [
                    self.on,
                    self.on.tomorrow().unwrap(),
                    "2025-08-01".parse().unwrap(),
                    "2025-08-02".parse().unwrap(),
                ];
                days.into_iter().map(Value::Date).collect()
            }
            Kind::Country => vec![Value::Text("FR".into()), Value::Text("US".into())],
            Kind::Text => vec![Value::Text("x".into())],
        }
    }

    /// Amounts just on either side of a third of, or three times, a tied amount that is known.
    fn close_to_the_other(&self, fact: &str, partial: &Partial) -> Vec<Value> {
        let mut points = BTreeSet::new();
        let mut visit = |c: &Condition| {
            c.leaves(&mut |leaf| {
                let Condition::Test(Atom::OverPart(a, _, b), _) = leaf else { return };
                let (other, factors) = match fact {
                    f if f == a => (b, ["0.333333", "0.333334"]),
                    f if f == b => (a, ["2.999999", "3.000001"]),
                    _ => return,
                };
                if let Some(Value::Number(i)) = partial.get(other) {
                    for end in [&i.low, &i.high] {
                        points.extend(factors.iter().map(|f| end.times(&n(f))));
                        points.insert(end.times(&n("3")));
                    }
                }
            })
        };
        self.law.rules_on(self.on).for_each(|r| visit(&r.when));
        self.law.axioms.iter().for_each(|a| {
            visit(&a.given);
            visit(&a.then);
        });
        let within = |p: &Number| match partial.get(fact) {
            Some(Value::Number(i)) => i.low <= *p && *p <= i.high,
            _ => true,
        };
        points.into_iter().filter(within).map(|p| Value::Number(Interval::point(p))).collect()
    }

    /// Every world in keeping with what is known; `presumed`: unanswered exceptional facts stay unclaimed.
    pub fn worlds(&self, partial: &Partial, presumed: bool, applied: &BTreeSet<usize>, visit: &mut dyn FnMut(&World)) {
        let facts = self.tested();
        let mut options: Vec<(String, Vec<Value>)> = Vec::new();
        for fact in facts {
            let known = partial.get(&fact);
            let exceptional = self.law.fact(&fact).unwrap().exceptional;
            if known.is_none() && exceptional && presumed {
                continue;
            }
            let mut values = self.values(&fact, known);
            if !matches!(known, Some(Value::Number(i)) if i.is_point()) {
                values.extend(self.close_to_the_other(&fact, partial));
            }
            options.push((fact.clone(), values));
        }
        let mut world = World::new();
        self.fill(&options, &mut world, &mut |w| {
            if self.allowed(w, applied) {
                visit(w);
            }
        });
    }

    fn fill(&self, options: &[(String, Vec<Value>)], world: &mut World, visit: &mut dyn FnMut(&World)) {
        let Some(((fact, values), rest)) = options.split_first() else {
            return visit(world);
        };
        for value in values {
            world.insert(fact.clone(), value.clone());
            self.fill(rest, world, visit);
        }
        world.remove(fact);
    }

    /// Decisions of all questions by trying everything; `None` if the axioms allow no world at all.
    pub fn decide(&self, partial: &Partial, questions: &[(String, Condition)]) -> Option<Vec<Decision>> {
        let applied = self.applied(partial);
        let every: BTreeSet<usize> = (0..self.law.axioms.len()).collect();
        let seen = |presumed: bool| -> Option<Vec<(bool, bool)>> {
            let mut seen = vec![(false, false); questions.len()];
            let mut any = false;
            // What usually holds is presumed to hold; certain is only what it follows from.
            let applied = if presumed { &every } else { &applied };
            self.worlds(partial, presumed, applied, &mut |world| {
                any = true;
                for ((_, condition), slot) in questions.iter().zip(seen.iter_mut()) {
                    if *slot == (true, true) {
                        continue;
                    }
                    if self.condition(condition, world) { slot.0 = true } else { slot.1 = true }
                }
            });
            any.then_some(seen)
        };
        let certain = seen(false)?;
        // Where what usually holds cannot hold, an axiom gives way.
        let presumed = Some(seen(true)?);
        Some(
            certain
                .into_iter()
                .enumerate()
                .map(|(i, c)| match (c, presumed.as_ref().map(|p| p[i])) {
                    ((true, false), _) => Decision::Yes(Strength::Certain),
                    ((false, true), _) => Decision::No(Strength::Certain),
                    (_, Some((true, false))) => Decision::Yes(Strength::Presumed),
                    (_, Some((false, true))) => Decision::No(Strength::Presumed),
                    _ => Decision::Open,
                })
                .collect(),
        )
    }
}

fn subsets(words: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for word in words {
        let with: Vec<Vec<String>> =
            all.iter().map(|s: &Vec<String>| s.iter().cloned().chain([word.clone()]).collect()).collect();
        all.extend(with);
    }
    all
}
