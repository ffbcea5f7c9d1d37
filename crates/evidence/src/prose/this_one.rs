//! Which of several sizes a card is about, where it says so: `this repository holds the 14B model`.

use super::own::Own;
use super::page::{NAMING, Page};
use super::quantity::{self, Quantity};
use super::statements;
use crate::text::has_any;

/// What a card calls itself and the folder it lies in.
const HERE: [&str; 18] = [
    "this repository",
    "this repo ",
    "this repo is",
    "this model card",
    "this card",
    "this checkpoint",
    "this folder",
    "this is the ",
    "you are looking at",
    "the model in this",
    "hosts the",
    "repository contains",
    "repository holds",
    "repo contains",
    "本仓库",
    "本模型",
    "此仓库",
    "该仓库",
];
/// Signs that what is here is more than one model.
const SEVERAL: [&str; 8] = ["models", "sizes", "family", "series", "collection", "variants", "系列", "以及"];

/// The one size of which a sentence on this folder speaks.
pub fn size(page: &Page, own: &Own) -> Option<Quantity> {
    for passage in page.prose.passages.iter().filter(|p| !p.is_aside && !p.is_heading).take(NAMING) {
        let Some(sentence) = page.prose.flat.get(passage.range.clone()) else { continue };
        if !has_any(sentence, &HERE) || has_any(sentence, &SEVERAL) {
            continue;
        }
        let mut sizes = own.sizes_in(sentence);
        let stated = quantity::all(sentence).into_iter().filter(|q| q.unit && q.at_least(6));
        sizes.extend(stated.filter(|q| statements::is_size(sentence, q)));
        let first = sizes.first().and_then(Quantity::value);
        if first.is_some() && sizes.iter().all(|q| q.value() == first) {
            return sizes.into_iter().next();
        }
    }
    None
}
