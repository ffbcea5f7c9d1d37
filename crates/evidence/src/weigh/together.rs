//! The sheets of all readers put together, in the order of whose word goes first: what counts only where nothing better is
//! said is decided here.

use crate::candidates::{Candidates, Spare, keep};
use crate::found::Found;
use crate::reader::Reader;
use crate::run::Sheet;
use gpai_rules::names;

/// One sheet with all that was found. The order in which the sheets are given changes nothing.
pub fn together(mut sheets: Vec<(&Reader, Sheet)>) -> Sheet {
    sheets.sort_by_key(|(reader, _)| (reader.rank, reader.name));
    let mut all = Sheet::default();
    for (_, sheet) in sheets {
        all.found.take(sheet.found);
        take(&mut all.found, &mut all.candidates, sheet.candidates);
    }
    all
}

/// Takes in what the next reader says.
fn take(found: &mut Found, all: &mut Candidates, next: Candidates) {
    take_list(&mut all.logged, next.logged);
    take_list(&mut all.flops, next.flops);
    take_list(&mut all.hours, next.hours);
    take_list(&mut all.bases, next.bases);
    if all.bases.is_empty() {
        take_list(&mut all.bases, next.copied);
    }
    take_list(&mut all.parameters, next.parameters);
    take_list(&mut all.active, next.active);
    take_list(&mut all.tokens, next.tokens);
    take_list(&mut all.repeats, next.repeats);
    take_list(&mut all.modalities, next.modalities);
    all.statements.extend(next.statements);
    all.data_sets.extend(next.data_sets);
    if let Some((tokens, source)) = next.planned {
        all.plan(tokens, source);
    }
    all.experts |= next.experts;
    all.narrow |= next.narrow;
    all.field = all.field.take().or(next.field);
    all.silent_tag = all.silent_tag.take().or(next.silent_tag);
    all.speaks |= next.speaks;
    all.dense = next.dense.or(all.dense);
    all.diffusion = next.diffusion.or_else(|| all.diffusion.take());
    all.titled = all.titled.take().or(next.titled);
    all.takes_more |= next.takes_more;
    all.continued = all.continued.take().or(next.continued);
    all.others_compute = all.others_compute.take().or(next.others_compute);
    if let Some((why, source)) = next.derived {
        all.derive(why, source);
    }
    // Two copies of the weights may have different types: those of the copy that is trained with count.
    if let Some(types) = next.types.filter(|_| all.types.is_none()) {
        found.claim(names::WEIGHTS_DTYPES, types.value.clone(), types.source.clone());
        if let Some((why, source)) = &types.derived {
            all.derive(*why, source.clone());
        }
        all.types = Some(types);
    }
    for spare in next.spares {
        weigh(found, all, spare);
    }
}

fn take_list<T>(all: &mut Vec<T>, next: Vec<T>) {
    for item in next {
        keep(all, item);
    }
}

/// Takes a size that counts only where no better one is known.
fn weigh(found: &mut Found, all: &mut Candidates, spare: Spare) {
    if all.parameters.iter().any(|a| a.basis <= spare.unless) {
        found.looked_at.extend(spare.instead);
        return;
    }
    found.looked_at.extend(spare.note);
    if let Some(finding) = spare.finding {
        found.find(finding);
    }
    take_list(&mut all.parameters, spare.parameters.into_iter().collect());
    take_list(&mut all.active, spare.active.into_iter().collect());
    all.experts |= spare.experts;
    all.dense = spare.dense.or(all.dense);
}
