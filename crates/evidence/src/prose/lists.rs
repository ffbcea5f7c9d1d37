//! Several amounts of tokens in one sentence: what adds up, what is a part of what, and what are two readings.

use super::quantity::Quantity;
use super::statement::{Seen, Statement};
use crate::candidates::Counts;
use crate::text::has_any;

/// After these, an amount is a part of the one before.
const PARTS: [&str; 20] = [
    "of which",
    "includ",
    "compris",
    "consist",
    "made up of",
    "among",
    "of these",
    "of them",
    "thereof",
    "namely",
    "split",
    " are ",
    " is ",
    "其中",
    "包括",
    "包含",
    "含有",
    "分为",
    "由",
    "(",
];
/// Between these, amounts are no sum.
const NO_SUM: [&str; 12] =
    [" or ", "或", " to ", "–", " vs", "versus", "instead", "rather", "between", "至", "~", "than"];

/// Puts the amounts of a sentence together: those of one list become one statement, parts of an earlier amount go.
pub fn gather(sentence: &str, statements: Vec<Statement>) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::new();
    for statement in statements {
        let Statement::Tokens(next) = statement else {
            out.push(statement);
            continue;
        };
        let last = out.iter_mut().rev().find_map(|s| if let Statement::Tokens(seen) = s { Some(seen) } else { None });
        let Some(last) = last else {
            out.push(Statement::Tokens(next));
            continue;
        };
        let end = last.more.last().unwrap_or(&last.q).end;
        let gap = sentence.get(end..next.q.start).unwrap_or_default();
        match relation(gap, last, &next) {
            Relation::Part => {}
            Relation::Sum => last.more.push(next.q),
            Relation::Apart => out.push(Statement::Tokens(next)),
        }
    }
    out
}

enum Relation {
    Part,
    Sum,
    Apart,
}

fn relation(gap: &str, last: &Seen, next: &Seen) -> Relation {
    let sized = !next.sizes.is_empty() && next.sizes != last.sizes;
    if sized || has_any(gap, &NO_SUM) {
        return Relation::Apart;
    }
    if has_any(gap, &PARTS) && smaller(&next.q, &last.q) {
        return Relation::Part;
    }
    let alike = last.counts == next.counts || last.counts == Counts::Seen && next.counts == Counts::Later;
    let listed = ["+", ",", " and ", "、", "和", "，", "以及", "plus", "then", "followed", "&", ";", "；"];
    if alike && last.q.value() != next.q.value() && has_any(gap, &listed) { Relation::Sum } else { Relation::Apart }
}

fn smaller(a: &Quantity, b: &Quantity) -> bool {
    a.value() < b.value()
}
