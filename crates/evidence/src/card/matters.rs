//! The words by which the passages of a card are told that are worth a closer look.

use std::sync::LazyLock;

use super::base_phrases::{AROUND_NAMES, BEFORE_LISTS, BEFORE_NAMES};
use super::others_compute;
use crate::licence::{restricts_words, sentence, union_excluded};
use crate::prose;
use crate::prose::signs::{Matters, Signs};

/// What is looked for in a card.
pub static MATTERS: LazyLock<Matters> = LazyLock::new(|| {
    let bases = BEFORE_NAMES.iter().map(|(word, ..)| *word).chain(AROUND_NAMES.iter().map(|(word, _)| *word));
    let words = prose::matters()
        .chain(bases.map(|word| (Signs::BASE, word)))
        .chain(BEFORE_LISTS.iter().map(|word| (Signs::LIST, *word)))
        .chain(others_compute::words().map(|word| (Signs::OTHERS, word)))
        .chain(sentence::GRANTS.iter().map(|word| (Signs::GRANT, *word)))
        .chain(restricts_words::SPEAKS.iter().map(|word| (Signs::RESTRICT, *word)))
        .chain(union_excluded::SPEAKS.iter().map(|word| (Signs::UNION, *word)));
    Matters::new(words)
});
