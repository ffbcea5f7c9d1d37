//! Atoms against facts: what a value says of each test, and which tests exclude or entail one another.

use jiff::civil::Date;

use crate::condition::Atom;
use crate::diagram::Var;
use crate::engine::Variable;
use crate::fact::Value;
use crate::law::{Kind, Law, ThresholdValue};
use crate::number::{Interval, Number};

/// What a value of a fact says of a test on it; `None` where it leaves the test open. Not for fractions.
pub(crate) fn holds(law: &Law, as_of: Date, atom: &Atom, value: &Value) -> Option<bool> {
    match (atom, value) {
        (Atom::Yes(_), Value::Bool(b)) => Some(*b),
        (Atom::No(_), Value::Bool(b)) => Some(!*b),
        (Atom::Is(_, word), Value::Word(w) | Value::Text(w)) => Some(w == word),
        (Atom::Has(_, word), Value::Set { words, complete }) => match words.contains(word) {
            true => Some(true),
            false => complete.then_some(false),
        },
        (Atom::Over(_, id), Value::Number(interval)) => match law.threshold(id, as_of).map(|t| &t.value) {
            Some(ThresholdValue::Amount { value, divisor, strict, .. }) => passes(interval, value, *divisor, *strict),
            _ => None,
        },
        (Atom::Before(_, id), Value::Date(date)) => law.day(id).map(|day| *date < day),
        (Atom::ByToday(_), Value::Date(date)) => Some(*date <= as_of),
        (Atom::In(_, id), Value::Text(code) | Value::Word(code)) => match law.threshold(id, as_of).map(|t| &t.value) {
            Some(ThresholdValue::Countries(list)) => Some(list.iter().any(|c| c == code)),
            _ => None,
        },
        _ => None,
    }
}

fn passes(interval: &Interval, threshold: &Number, divisor: u32, strict: bool) -> Option<bool> {
    let over = |x: &Number| {
        let scaled = x.times_u(divisor);
        if strict { scaled > *threshold } else { scaled >= *threshold }
    };
    match (over(&interval.low), over(&interval.high)) {
        (true, true) => Some(true),
        (false, false) => Some(false),
        _ => None,
    }
}

/// Clauses (one literal of each must be true) that the type of a fact imposes on the tests of it.
pub(crate) fn clauses(law: &Law, as_of: Date, tests: &[(Var, Atom)]) -> Vec<Vec<(Var, bool)>> {
    let mut out = Vec::new();
    let words: Vec<Var> = tests.iter().filter(|(_, a)| matches!(a, Atom::Is(..))).map(|(v, _)| *v).collect();
    for (i, a) in words.iter().enumerate() {
        for b in words.iter().skip(i + 1) {
            out.push(vec![(*a, false), (*b, false)]);
        }
    }
    // Tests that grow weaker along a line: passing one entails passing the next.
    for line in [amounts(law, as_of, tests), days(law, as_of, tests)] {
        for pair in line.windows(2) {
            if let [(harder, hard_key), (easier, easy_key)] = pair {
                out.push(vec![(*harder, false), (*easier, true)]);
                if hard_key == easy_key {
                    out.push(vec![(*easier, false), (*harder, true)]);
                }
            }
        }
    }
    let lists: Vec<(Var, &Vec<String>)> = tests
        .iter()
        .filter_map(|(v, a)| match a {
            Atom::In(_, id) => match law.threshold(id, as_of).map(|t| &t.value) {
                Some(ThresholdValue::Countries(list)) => Some((*v, list)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    for (a, list_a) in &lists {
        for (b, list_b) in &lists {
            if a != b && list_a.iter().all(|c| list_b.contains(c)) {
                out.push(vec![(*a, false), (*b, true)]);
            }
            if a < b && !list_a.iter().any(|c| list_b.contains(c)) {
                out.push(vec![(*a, false), (*b, false)]);
            }
        }
    }
    out
}

/// The clause that one of an enum's words holds, if every word of it is tested.
pub(crate) fn every_word(law: &Law, fact: &str, tests: &[(Var, Atom)]) -> Option<Vec<(Var, bool)>> {
    let words: Vec<(Var, bool)> =
        tests.iter().filter(|(_, a)| matches!(a, Atom::Is(..))).map(|(v, _)| (*v, true)).collect();
    let def = law.fact(fact).filter(|d| d.kind == Kind::Word)?;
    (!words.is_empty() && def.words.len() == words.len()).then_some(words)
}

/// Threshold tests from hardest to easiest, with a key that is equal for equal tests.
fn amounts(law: &Law, as_of: Date, tests: &[(Var, Atom)]) -> Vec<(Var, String)> {
    let scale = scale(law, as_of, tests.iter().map(|(_, a)| a));
    let mut line: Vec<(Number, bool, Var)> = tests
        .iter()
        .filter_map(|(v, a)| amount(law, as_of, a, scale).map(|(value, strict)| (value, strict, *v)))
        .collect();
    line.sort();
    line.reverse();
    line.into_iter().map(|(value, strict, v)| (v, format!("{value} {strict}"))).collect()
}

/// The product of the divisors of the thresholds that some tests name: multiplied by it, all of them are exact.
fn scale<'a>(law: &Law, as_of: Date, tests: impl Iterator<Item = &'a Atom>) -> u32 {
    let divisors: std::collections::BTreeSet<u32> = tests
        .filter_map(|a| match a {
            Atom::Over(_, id) => match law.threshold(id, as_of).map(|t| &t.value) {
                Some(ThresholdValue::Amount { divisor, .. }) => Some(*divisor),
                _ => None,
            },
            _ => None,
        })
        .collect();
    divisors.into_iter().fold(1, u32::saturating_mul)
}

/// A threshold test's amount times the scale, and its strictness.
fn amount(law: &Law, as_of: Date, atom: &Atom, scale: u32) -> Option<(Number, bool)> {
    let Atom::Over(_, id) = atom else { return None };
    match law.threshold(id, as_of).map(|t| &t.value) {
        Some(ThresholdValue::Amount { value, divisor, strict, .. }) => {
            Some((value.times_u(scale.checked_div(*divisor)?), *strict))
        }
        _ => None,
    }
}

/// Date tests are all of the form "earlier than a day"; from hardest (earliest day) to easiest.
fn days(law: &Law, as_of: Date, tests: &[(Var, Atom)]) -> Vec<(Var, String)> {
    let mut line: Vec<(Date, Var)> = tests
        .iter()
        .filter_map(|(v, a)| match a {
            Atom::Before(_, id) => law.day(id).map(|d| (d, *v)),
            Atom::ByToday(_) => as_of.tomorrow().ok().map(|d| (d, *v)),
            _ => None,
        })
        .collect();
    line.sort();
    line.into_iter().map(|(d, v)| (v, d.to_string())).collect()
}

/// Part of a number line: between two bounds, each in or out. `None` above is without end.
#[derive(Clone, Debug)]
struct Span {
    low: Number,
    low_in: bool,
    high: Option<Number>,
    high_in: bool,
}

impl Span {
    fn is_empty(&self) -> bool {
        match &self.high {
            Some(high) => self.low > *high || (self.low == *high && !(self.low_in && self.high_in)),
            None => false,
        }
    }

    /// Cuts at a threshold: the part that does not pass it and the part that does.
    fn cut(&self, at: &Number, strict: bool) -> (Span, Span) {
        let mut below = self.clone();
        let mut above = self.clone();
        let lower = match &below.high {
            None => true,
            Some(high) => at < high || (at == high && below.high_in && !strict),
        };
        if lower {
            below.high = Some(at.clone());
            below.high_in = strict;
        }
        if *at > above.low || (*at == above.low && strict) {
            above.low = at.clone();
            above.low_in = !strict;
        }
        (below, above)
    }
}

/// The ways in which the tests of two tied facts can come out together, given what is known of each.
pub(crate) fn tie_rows(
    law: &Law,
    as_of: Date,
    vars: &[Var],
    all: &[Variable],
    first: Option<&Interval>,
    second: Option<&Interval>,
) -> Vec<Vec<(Var, bool)>> {
    let tests: Vec<(Var, &Atom)> = vars
        .iter()
        .filter_map(|v| match all.get(*v as usize) {
            Some(Variable::Atom(atom)) => Some((*v, atom)),
            _ => None,
        })
        .collect();
    let Some((a, b)) = tests.iter().find_map(|(_, t)| match t {
        Atom::OverPart(a, _, b) => Some((a.as_str(), b.as_str())),
        _ => None,
    }) else {
        return Vec::new();
    };
    let scale = scale(law, as_of, tests.iter().map(|(_, a)| *a));
    let cells = |fact: &str, known: Option<&Interval>| -> Vec<(Span, Vec<(Var, bool)>)> {
        let whole = Span {
            low: known.map_or_else(|| Number::from_u128(0), |i| i.low.times_u(scale)),
            low_in: true,
            high: known.map(|i| i.high.times_u(scale)),
            high_in: true,
        };
        let mut cells = vec![(whole, Vec::new())];
        for (var, atom) in &tests {
            let Some((value, strict)) = amount(law, as_of, atom, scale) else { continue };
            if !atom.facts().contains(&fact) {
                continue;
            }
            let mut next = Vec::new();
            for (span, literals) in cells {
                let (below, above) = span.cut(&value, strict);
                for (part, passes) in [(below, false), (above, true)] {
                    if !part.is_empty() {
                        let mut with: Vec<(Var, bool)> = literals.clone();
                        with.push((*var, passes));
                        next.push((part, with));
                    }
                }
            }
            cells = next;
        }
        cells
    };
    let fractions: Vec<(Var, u32, u32, bool)> = tests
        .iter()
        .filter_map(|(v, t)| match t {
            Atom::OverPart(_, id, _) => match law.threshold(id, as_of).map(|t| &t.value) {
                Some(ThresholdValue::Fraction { numerator, denominator, strict }) => {
                    Some((*v, *numerator, *denominator, *strict))
                }
                _ => None,
            },
            _ => None,
        })
        .collect();
    let mut rows = Vec::new();
    for (x, literals_x) in cells(a, first) {
        for (y, literals_y) in cells(b, second) {
            for outcome in outcomes(&x, &y, &fractions) {
                let mut row = literals_x.clone();
                row.extend(literals_y.iter().copied());
                row.extend(outcome);
                row.sort_unstable();
                rows.push(row);
            }
        }
    }
    rows.sort();
    rows.dedup();
    rows
}

/// Which fraction tests can hold for some x and y of two spans. With one fraction: yes and/or no. With several, the
/// larger fraction is the harder test, and every cut along that order is tried by its two neighbours.
fn outcomes(x: &Span, y: &Span, fractions: &[(Var, u32, u32, bool)]) -> Vec<Vec<(Var, bool)>> {
    let mut hardest_first = fractions.to_vec();
    hardest_first.sort_by(|a, b| {
        let (left, right) = (u64::from(a.1) * u64::from(b.2), u64::from(b.1) * u64::from(a.2));
        right.cmp(&left).then(b.3.cmp(&a.3))
    });
    let mut out = Vec::new();
    // The first `failing` tests fail, the others pass.
    for failing in 0..=hardest_first.len() {
        let last_failing = failing.checked_sub(1).and_then(|i| hardest_first.get(i));
        let first_passing = hardest_first.get(failing);
        let fails = last_failing.is_none_or(|f| possible(x, y, f, false));
        let passes = first_passing.is_none_or(|f| possible(x, y, f, true));
        if fails && passes {
            out.push(hardest_first.iter().enumerate().map(|(i, f)| (f.0, i >= failing)).collect());
        }
    }
    out
}

/// Whether some x and y of the spans pass (or fail) `d·x > n·y`, or `>=` where not strict.
fn possible(x: &Span, y: &Span, (_, n, d, strict): &(Var, u32, u32, bool), pass: bool) -> bool {
    // Compare the most favourable ends; they count as reached only if both ends are included.
    let (left, right, attained) = if pass {
        (x.high.as_ref().map(|h| h.times_u(*d)), Some(y.low.times_u(*n)), x.high_in && y.low_in)
    } else {
        (y.high.as_ref().map(|h| h.times_u(*n)), Some(x.low.times_u(*d)), y.high_in && x.low_in)
    };
    let (Some(left), Some(right)) = (left, right) else { return true };
    // Passing a strict test and failing a lax one both need a true inequality.
    let needs_strict = pass == *strict;
    left > right || (left == right && attained && !needs_strict)
}
