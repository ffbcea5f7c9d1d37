//! Conditions of rules: comparisons of facts, named propositions, `all`, `any`, `not`.
//!
//! A comparison is a short text: `role.develops`, `model.general is no`, `systemic.rebuttal is accepted`,
//! `model.outputs has text`, `compute.update_flop over @gpai-indicative`,
//! `modification.flop over @modification-fraction of modification.base_flop`,
//! `market.first_available before @chapter-v-applies`, `systemic.designated_on by today`,
//! `provider.established in @union`. A name without a dot is a proposition.

use std::fmt;
use std::ops::Range;

use toml::de::DeValue;

use crate::toml_place::{Item, PlacedError, Table, Text};

/// A yes/no test on facts; what the decision diagram branches on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// A yes/no fact is yes.
    Yes(String),
    /// A yes/no fact is no; kept apart from `Yes` only for exceptional facts.
    No(String),
    /// An enum or text fact has this word.
    Is(String, String),
    /// A set fact holds this word.
    Has(String, String),
    /// A number fact passes a threshold, with the threshold's own strictness.
    Over(String, String),
    /// A number fact passes a fraction of another number fact: fact, fraction, other fact.
    OverPart(String, String, String),
    /// A date fact lies before a date of the calendar.
    Before(String, String),
    /// A date fact is the day of assessment or earlier.
    ByToday(String),
    /// A country fact is in a list of the law book.
    In(String, String),
}

impl Atom {
    /// The facts it tests: one, or two for a fraction.
    pub fn facts(&self) -> Vec<&str> {
        match self {
            Atom::OverPart(a, _, b) => vec![a, b],
            Atom::Yes(f)
            | Atom::No(f)
            | Atom::Is(f, _)
            | Atom::Has(f, _)
            | Atom::Over(f, _)
            | Atom::Before(f, _)
            | Atom::ByToday(f)
            | Atom::In(f, _) => vec![f],
        }
    }
}

/// As it is written in a law file: `compute.update_flop over @gpai-indicative`. Reading it back gives the same test.
impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Atom::Yes(fact) => f.write_str(fact),
            Atom::No(fact) => write!(f, "{fact} is no"),
            Atom::Is(fact, word) => write!(f, "{fact} is {word}"),
            Atom::Has(fact, word) => write!(f, "{fact} has {word}"),
            Atom::Over(fact, id) => write!(f, "{fact} over @{id}"),
            Atom::OverPart(fact, id, of) => write!(f, "{fact} over @{id} of {of}"),
            Atom::Before(fact, id) => write!(f, "{fact} before @{id}"),
            Atom::ByToday(fact) => write!(f, "{fact} by today"),
            Atom::In(fact, id) => write!(f, "{fact} in @{id}"),
        }
    }
}

/// A condition as written, with the place of each leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A comparison.
    Test(Atom, Range<usize>),
    /// A named proposition.
    Named(String, Range<usize>),
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// Reads `when = …`: a text, a list (all of it), or a table with `all`, `any` or `not`.
    pub fn read(text: Text<'_>, item: Item<'_, '_>) -> Result<Self, PlacedError> {
        match item.get_ref() {
            DeValue::String(s) => leaf(s).map_err(|m| text.error(item.span(), m)).map(|l| l.at(item.span())),
            DeValue::Array(list) => {
                list.iter().map(|i| Self::read(text, i)).collect::<Result<_, _>>().map(Condition::All)
            }
            DeValue::Table(table) => {
                let table = Table::new(text, table, item.span());
                let list = |key: &'static str| -> Result<Option<Vec<Condition>>, PlacedError> {
                    let Some(item) = table.get(key) else { return Ok(None) };
                    let array = item
                        .get_ref()
                        .as_array()
                        .ok_or_else(|| text.error(item.span(), format!("`{key}` must be a list of conditions")))?;
                    array.iter().map(|i| Self::read(text, i)).collect::<Result<_, _>>().map(Some)
                };
                let all = list("all")?.map(Condition::All);
                let any = list("any")?.map(Condition::Any);
                let not =
                    table.get("not").map(|i| Self::read(text, i)).transpose()?.map(|c| Condition::Not(Box::new(c)));
                table.finish()?;
                let mut parts: Vec<_> = [all, any, not].into_iter().flatten().collect();
                match (parts.pop(), parts.is_empty()) {
                    (Some(one), true) => Ok(one),
                    _ => Err(table.error("a condition table has exactly one of `all`, `any`, `not`")),
                }
            }
            _ => Err(text.error(item.span(), "a condition is a text, a list or a table with `all`, `any` or `not`")),
        }
    }

    /// Visits every leaf with its place.
    pub fn leaves<'c>(&'c self, visit: &mut dyn FnMut(&'c Condition)) {
        match self {
            Condition::Test(..) | Condition::Named(..) => visit(self),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|p| p.leaves(visit)),
            Condition::Not(inner) => inner.leaves(visit),
        }
    }
}

enum Leaf {
    Test(Atom),
    Named(String),
}

impl Leaf {
    fn at(self, span: Range<usize>) -> Condition {
        match self {
            Leaf::Test(atom) => Condition::Test(atom, span),
            Leaf::Named(name) => Condition::Named(name, span),
        }
    }
}

fn leaf(written: &str) -> Result<Leaf, String> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let at = |reference: &str| -> Result<String, String> {
        reference
            .strip_prefix('@')
            .map(str::to_owned)
            .ok_or_else(|| format!("`{reference}` must name data of the law, as in `@gpai-indicative`"))
    };
    let fact = |name: &&str| (*name).to_owned();
    Ok(Leaf::Test(match words.as_slice() {
        [name] if !name.contains('.') => return Ok(Leaf::Named((*name).to_owned())),
        [f] | [f, "is", "yes"] => Atom::Yes(fact(f)),
        [f, "is", "no"] => Atom::No(fact(f)),
        [f, "is", word] => Atom::Is(fact(f), fact(word)),
        [f, "has", word] => Atom::Has(fact(f), fact(word)),
        [f, "over", t] => Atom::Over(fact(f), at(t)?),
        [f, "over", t, "of", g] => Atom::OverPart(fact(f), at(t)?, fact(g)),
        [f, "before", d] => Atom::Before(fact(f), at(d)?),
        [f, "by", "today"] => Atom::ByToday(fact(f)),
        [f, "in", list] => Atom::In(fact(f), at(list)?),
        _ => return Err(format!("`{written}` is not a condition; see law/README.md for the forms")),
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::unreachable, reason = "tests")]
    use super::*;

    #[test]
    fn a_test_is_written_as_it_is_read() {
        for written in [
            "role.develops",
            "model.general is no",
            "systemic.rebuttal is accepted",
            "model.outputs has text",
            "compute.update_flop over @gpai-indicative",
            "modification.flop over @modification-fraction of modification.base_flop",
            "market.first_available before @chapter-v-applies",
            "systemic.designated_on by today",
            "provider.established in @union",
        ] {
            let Leaf::Test(atom) = leaf(written).unwrap() else { unreachable!("{written}") };
            assert_eq!(atom.to_string(), written);
        }
    }
}
