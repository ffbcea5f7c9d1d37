//! Tables of sizes and tokens: which rows and columns are this model, in which unit, and what their rows are to one another.

use super::grid::{Cell, Grid};
use super::kept::Kept;
use super::labels::{is_active_label, is_parameter_label, is_token_label, unit_of};
use super::own::{Kin, Own};
use super::quantity::{self, Quantity};
use super::stage;
use super::statement::{Around, Seen, Statement};
use super::statements;
use super::subject;
use crate::candidates::Counts;
use crate::text::{has_any, window};

/// Bytes after an amount in a cell in which it is called active.
const ACTIVE_AFTER: usize = 12;
/// Words of headers and labels of tables that hold models against one another.
const COMPARES: [&str; 9] = ["benchmark", "mmlu", "shot", "metric", "gsm8k", "humaneval", "eval", "accuracy", "score"];
/// Headers of columns whose rows are states of one model.
const STATES: [&str; 9] =
    ["checkpoint", "checkpoints", "ckpt", "step", "steps", "iteration", "revision", "检查点", "步数"];
/// Labels of rows about data before training chose from it, and about what training saw.
const RAW: [&str; 9] = ["raw", "crawl", "filter", "dedup", "clean", "extract", "原始", "过滤", "去重"];
const SEEN: [&str; 6] = ["seen", "train", "consumed", "final", "训练", "最终"];

/// Sizes and tokens of a table, unless it compares models on benchmarks.
pub fn read(to: &mut Kept<'_, '_>, grid: &Grid, heading: &str, own: &Own) {
    let labels = grid.rows.first().into_iter().flatten().chain(grid.rows.iter().flat_map(|r| r.iter().take(2)));
    if labels.clone().any(|c| has_any(&c.text, &COMPARES))
        || has_any(heading, &["evaluation", "benchmark", "comparison"])
    {
        return;
    }
    let header = grid.rows.first().map(Vec::as_slice).unwrap_or_default();
    let column = |is: fn(&str) -> bool| header.iter().position(|c| is(&c.text));
    let (by_tokens, by_size, by_active) = (column(is_token_label), column(is_parameter_label), column(is_active_label));
    let amounts = |row: &[Cell], i: Option<usize>| -> Vec<Quantity> {
        let unit = i.and_then(|i| header.get(i)).and_then(|h| unit_of(&h.text));
        i.and_then(|i| row.get(i)).map(|c| sizes(c, unit)).unwrap_or_default()
    };
    let mut seen: Vec<(String, Quantity, Option<Quantity>)> = Vec::new();
    if let Some(parts) = parts(grid, |row| amounts(row, by_size)) {
        to.parts(&parts);
        return;
    }
    for row in grid.rows.iter().skip(1).filter(|row| is_ours(row, own)) {
        let label = row.first().map(|c| c.text.as_str()).unwrap_or_default();
        let size = amounts(row, by_size);
        let is_active = |q: &Quantity| by_size.and_then(|i| row.get(i)).is_some_and(|c| is_active_in_cell(c, q));
        let named = size.first().cloned().or_else(|| statements::name_size(label));
        for q in &size {
            to.keep(if is_active(q) { Statement::Active(q.clone()) } else { Statement::Parameters(q.clone()) });
        }
        for q in amounts(row, by_active) {
            to.keep(Statement::Active(q));
        }
        let total = size.iter().rfind(|q| !is_active(q)).cloned();
        if stage::of_heading(heading).is_none()
            && let Some(q) = by_tokens.and_then(|i| row.get(i)).and_then(|cell| counted(cell, amounts(row, by_tokens)))
        {
            seen.push((label.to_owned(), q, total.or(named)));
        }
    }
    tokens(to, seen, header);
    if by_tokens.or(by_size).or(by_active).is_none() && grid.rows.iter().all(|r| r.len() <= 2) {
        pairs(to, grid, heading, own);
    } else if by_tokens.is_none() && !statements::other_stage(heading) {
        rows(to, grid, header, own);
    }
}

/// The sizes of the parts of one model, where the rows of a table are parts and none is the whole.
fn parts(grid: &Grid, sizes: impl Fn(&[Cell]) -> Vec<Quantity>) -> Option<Vec<Quantity>> {
    let rows: Vec<(&str, Quantity)> = grid
        .rows
        .iter()
        .skip(1)
        .filter_map(|row| Some((row.first()?.text.as_str(), sizes(row).into_iter().next()?)))
        .collect();
    let named = rows.iter().filter(|(label, _)| subject::names_part(label)).count();
    let whole = rows.iter().any(|(label, _)| is_total(label));
    (named > 0 && !whole && rows.len() > 1).then(|| rows.into_iter().map(|(_, q)| q).collect())
}

/// What a column of tokens says: of states of one model the last counts, a total goes before its parts, stages and sources
/// add up, models stand apart.
fn tokens(to: &mut Kept<'_, '_>, mut seen: Vec<(String, Quantity, Option<Quantity>)>, header: &[Cell]) {
    if header.iter().any(|c| STATES.contains(&c.text.trim_matches(['*', ' ', ':', '#']))) {
        seen.sort_by_key(|(_, q, _)| q.value());
        seen = seen.pop().into_iter().collect();
    }
    if let Some(total) = seen.iter().position(|(label, ..)| is_total(label)) {
        seen = vec![seen.swap_remove(total)];
    }
    let raw = seen.iter().any(|(label, ..)| has_any(label, &RAW));
    if raw && let Some(used) = seen.iter().position(|(label, ..)| has_any(label, &SEEN) && !has_any(label, &RAW)) {
        seen = vec![seen.swap_remove(used)];
    }
    let raw = raw && seen.len() > 1;
    let several = seen.len() > 1;
    for (label, q, size) in seen {
        let counts = match stage::of_heading(&label) {
            Some(stage::Stage::Later) => Counts::Later,
            Some(_) => continue,
            None if raw => Counts::Pool,
            None => Counts::Seen,
        };
        let adds = several && size.is_none();
        let source = to.text.source(q.start);
        let seen = Seen { q, more: Vec::new(), sizes: size.into_iter().collect(), counts, adds, times: None };
        to.tokens(&seen, source);
    }
}

/// Whether the label of a row is a sum of the others.
pub fn is_total(label: &str) -> bool {
    label.split(' ').next().is_some_and(|w| matches!(w.trim_matches(':'), "total" | "sum" | "all" | "overall"))
        || has_any(label, &["合计", "总计"])
}

/// Whether a row is about this model: it is, unless its label names another one.
pub fn is_ours(row: &[Cell], own: &Own) -> bool {
    let Some(label) = row.first().map(|c| c.text.as_str()) else { return false };
    let is_name = label.chars().any(|c| c.is_ascii_digit())
        && label.chars().any(char::is_alphabetic)
        && stage::of_heading(label).is_none()
        && !has_any(label, &["stage", "phase", "阶段"]);
    !(is_name && own.kin(label) == Some(Kin::Other))
}

/// A table of labels and values: each row is a sentence, `training data: 9.8T tokens`.
fn pairs(to: &mut Kept<'_, '_>, grid: &Grid, heading: &str, own: &Own) {
    let around = Around { under: heading, own, carried: None };
    for row in &grid.rows {
        let [label, value] = row.as_slice() else { continue };
        let value_text =
            match unit_of(&label.text).filter(|_| value.text.bytes().all(|b| b.is_ascii_digit() || b == b'.')) {
                Some(9) => format!("{}b", value.text),
                Some(12) => format!("{}t", value.text),
                Some(6) => format!("{}m", value.text),
                _ => value.text.clone(),
            };
        let sentence = format!("{}: {value_text}", label.text);
        let head = label.text.len() + 2;
        for statement in statements::statements(&sentence, &(0..sentence.len()), around) {
            // The value's own place; markup was cut out of it, so that the amount may stand further right.
            let here = |q: Quantity| if q.start >= head { q.moved(value.at, head) } else { q.moved(label.at, 0) };
            to.keep(match statement {
                Statement::Parameters(q) => Statement::Parameters(here(q)),
                Statement::Labelled(q) => Statement::Labelled(here(q)),
                Statement::Active(q) => Statement::Active(here(q)),
                Statement::Tokens(seen) => Statement::Tokens(Seen { q: here(seen.q), ..seen }),
            });
        }
    }
}

/// A table whose rows have labels and whose columns are models: `Number of tokens | 4 Trillion | 5 Trillion`.
fn rows(to: &mut Kept<'_, '_>, grid: &Grid, header: &[Cell], own: &Own) {
    let row_of = |is: fn(&str) -> bool| grid.rows.iter().find(|r| r.iter().take(2).any(|c| is(&c.text)));
    let ours = |i: usize| header.get(i).is_none_or(|h| is_ours(std::slice::from_ref(h), own));
    let unit = |row: &[Cell]| row.iter().take(2).find_map(|c| unit_of(&c.text));
    let size_row = row_of(is_parameter_label);
    for (is, active) in [(is_parameter_label as fn(&str) -> bool, false), (is_active_label, true)] {
        let Some(row) = row_of(is) else { continue };
        for (_, cell) in row.iter().enumerate().skip(1).filter(|(i, _)| ours(*i)) {
            for q in sizes(cell, unit(row)).into_iter().filter(|q| q.unit).take(1) {
                to.keep(if active { Statement::Active(q) } else { Statement::Parameters(q) });
            }
        }
    }
    let Some(row) = row_of(is_token_label) else { return };
    for (i, cell) in row.iter().enumerate().skip(1).filter(|(i, _)| ours(*i)) {
        let size = size_row.and_then(|r| Some(sizes(r.get(i)?, unit(r)))).and_then(|s| s.into_iter().next());
        let size = size.or_else(|| header.get(i).and_then(|c| statements::name_size(&c.text)));
        for q in sizes(cell, unit(row)).into_iter().take(1) {
            let source = to.text.source(q.start);
            let sizes = size.clone().into_iter().collect();
            to.tokens(&Seen { q, more: Vec::new(), sizes, counts: Counts::Seen, adds: false, times: None }, source);
        }
    }
}

/// Amounts of a cell that can be sizes or tokens, with their places in the text; `unit` is the power of ten of the header's
/// unit, for numbers that have none.
fn sizes(cell: &Cell, unit: Option<i32>) -> Vec<Quantity> {
    let mut all = quantity::all(&cell.text);
    for q in &mut all {
        if let Some(power) = unit.filter(|_| !q.unit && !q.at_least(6)) {
            *q = q.clone().raised(power);
            q.unit = true;
        }
    }
    all.retain(|q| q.at_least(6));
    for q in &mut all {
        // Markup was cut out of the cell; the cell's start is exact, what follows may stand a little further right.
        q.start += cell.at;
        q.end += cell.at;
    }
    all
}

/// Bytes after an amount in a cell in which the word for what it counts stands.
const COUNTED_AFTER: usize = 12;

/// The amount of a cell of a column of tokens; of a sentence in it (`Thing-9B went on from Thing-6B, on 0.8T tokens`) that of tokens.
fn counted(cell: &Cell, amounts: Vec<Quantity>) -> Option<Quantity> {
    let tokens = |q: &Quantity| {
        let end = q.end.saturating_sub(cell.at);
        window(&cell.text, end, end + COUNTED_AFTER).trim_start_matches([' ', '-', '*']).starts_with("token")
    };
    let named = amounts.iter().position(tokens);
    let mut amounts = amounts.into_iter();
    amounts.nth(named.unwrap_or(0))
}

/// Whether a cell such as `17B (activated) 109B (total)` says that this amount is the active part.
fn is_active_in_cell(cell: &Cell, q: &Quantity) -> bool {
    let end = q.end.saturating_sub(cell.at);
    window(&cell.text, end, end + ACTIVE_AFTER).contains("activ")
}
