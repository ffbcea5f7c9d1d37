//! `gpai doc card` for people: what became of each block, and what is not known for it.

use std::fmt::Write as _;

use gpai_forms::card::{Filled, Outcome};
use gpai_forms::escape::visible;
use gpai_rules::law::Language;

use super::style::{BAD, DIM, GOOD, HEAD, OPEN, paint};
use super::words::documents as words;

/// The whole text. `check`: nothing was written.
pub fn screen(path: &str, filled: &[Filled], done: &[Outcome], check: bool, lang: Language) -> String {
    let mut out = format!("{}\n", paint(HEAD, &visible(path)));
    for (block, done) in filled.iter().zip(done) {
        let (style, word) = match (done, check) {
            (Outcome::Added, false) => (GOOD, words::BLOCK_ADDED),
            (Outcome::Updated, false) => (GOOD, words::BLOCK_REPLACED),
            (Outcome::Added, true) => (BAD, words::BLOCK_MISSING),
            (Outcome::Updated, true) => (BAD, words::BLOCK_OUT_OF_DATE),
            (Outcome::Unchanged, _) => (DIM, words::BLOCK_UNCHANGED),
            (Outcome::LeftOut, _) => (OPEN, words::BLOCK_LEFT_OUT),
        };
        let _ = writeln!(out, "  {} {}", paint(style, &format!("{:<12}", word.get(lang))), block.id);
        if !block.missing.is_empty() {
            let _ = writeln!(out, "               {} {}", words::NOT_KNOWN.get(lang), block.missing.join(", "));
        }
    }
    let help = if check { words::BRING_UP_TO_DATE } else { words::ANSWER_THE_UNKNOWN };
    let _ = writeln!(out, "{}", paint(DIM, help.get(lang)));
    out
}
