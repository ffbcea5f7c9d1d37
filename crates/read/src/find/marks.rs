//! Signs that are a box or a tick only where they stand before an option: crosses, filled shapes, a root sign, a lone letter, and
//! the letters that boxes of symbol fonts become where the font is lost.

use super::options::option_at;
use crate::flow::{EMPTY, TICKED};
use crate::ticks;
use gpai_forms::template::Choice;

/// Signs that mean something only beside others: a cross beside check marks is an empty box, else a tick; a filled box or
/// circle and `(o)` beside empty ones are ticks, else a bullet and a letter.
/// With `crossed`, crosses are empty boxes throughout the document.
pub(super) fn marks(text: &str, crossed: bool) -> String {
    let checked = crossed || text.contains(TICKED);
    let empty = text.contains(EMPTY);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let next = rest.get(c.len_utf8()..).unwrap_or_default();
        if empty && let Some(after) = rest.strip_prefix("(o)").or_else(|| rest.strip_prefix("(O)")) {
            out.push(TICKED);
            rest = after;
            continue;
        }
        let next_mark = next.trim_start_matches(['\u{FE0E}', '\u{FE0F}', ' ']).chars().next();
        let bullet = next_mark.is_some_and(|n| matches!(n, TICKED | EMPTY) || ticks::cross(n));
        out.push(match c {
            c if ticks::cross(c) => {
                if checked {
                    EMPTY
                } else {
                    TICKED
                }
            }
            c if empty && ticks::filled(c) && !bullet => TICKED,
            c => c,
        });
        rest = next;
    }
    out
}

/// Whether a sign of which nothing is known stands before an option, or after one as its box.
pub(super) fn unknown_mark(text: &str, options: &[Choice], boxed: bool) -> bool {
    let mut before = "";
    for (at, c) in text.char_indices() {
        let head = text.get(..at).unwrap_or_default();
        let next = text.get(at + c.len_utf8()..).unwrap_or_default();
        if ticks::unknown(c) && (boxed || !ticks::bullet(c)) && !head.ends_with(char::is_alphanumeric) {
            let label_before = option_at(before, options).is_some_and(|(_, after)| after.trim().is_empty());
            if option_at(next.trim_start(), options).is_some() || (label_before && next.trim().is_empty()) {
                return true;
            }
        }
        before = text.get(..at + c.len_utf8()).and_then(|h| h.split_whitespace().next_back()).unwrap_or_default();
    }
    false
}

/// What a letter or sign says before an option: an X, a root sign or a `v` is a tick; so is what Wingdings' ticked boxes become as
/// letters. Its empty ones are letters, too (`o`, `q`, `r`), and count only where others stand beside them.
fn letter(c: char, others: bool) -> Option<bool> {
    match c {
        'X' | 'x' | '\u{D7}' | '\u{221A}' | '\u{FE}' | '\u{FD}' | '\u{FB}' | '\u{FC}' | '\u{DE}' | '\u{DD}' => {
            Some(true)
        }
        '\u{A8}' => Some(false),
        'o' | 'q' | 'r' | '\u{A3}' if others => Some(false),
        'V' | 'v' if others => Some(true),
        _ => None,
    }
}

/// A lone letter before an option, or an X before or after the other boxes, as the box it is: `X Yes`.
pub(super) fn letters(text: &str, options: &[Choice]) -> String {
    let boxed = ticks::any(text);
    let others = boxed || text.contains(['\u{FE}', '\u{FD}', '\u{A8}', '\u{221A}']) || crossed(text, options);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let next = rest.get(c.len_utf8()..).unwrap_or_default();
        let mark = letter(c, others).filter(|_| !before.is_alphanumeric());
        let spaced = next.starts_with(char::is_whitespace) || next.is_empty();
        // A sign that is no letter of any word needs no space after it.
        let sign = matches!(c, '\u{221A}' | '\u{FE}' | '\u{A8}');
        let option = (spaced || sign) && option_at(next.trim_start(), options).is_some();
        let last = boxed && matches!(c, 'X' | 'x' | '\u{D7}' | '\u{221A}') && next.trim().is_empty();
        match mark {
            Some(ticked) if option || last => out.push(if ticked { TICKED } else { EMPTY }),
            _ => out.push(c),
        }
        before = c;
        rest = next;
    }
    out
}

/// Whether a lone X stands before one of the options.
fn crossed(text: &str, options: &[Choice]) -> bool {
    ["X ", "x "].iter().any(|mark| {
        text.match_indices(mark).any(|(at, _)| {
            let free = text.get(..at).is_none_or(|b| !b.ends_with(char::is_alphanumeric));
            free && option_at(text.get(at + mark.len()..).unwrap_or_default().trim_start(), options).is_some()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::choices::{Drawn, read};
    use crate::flow::Line;
    use gpai_forms::template::Choice;

    fn options() -> Vec<Choice> {
        ["Yes", "No"]
            .iter()
            .map(|l| Choice {
                word: l.to_lowercase(),
                label: (*l).to_owned(),
                also: Vec::new(),
                specify: false,
                facts: Vec::new(),
                above: None,
                up_to: None,
            })
            .collect()
    }

    #[test]
    fn ticks_of_many_hands_are_ticks() {
        for (text, ticked) in [
            ("\u{221A} Yes   \u{25A1} No", "yes"),
            ("\u{25A1} Yes \u{221A}No", "no"),
            ("\u{A8} Yes \u{FE} No", "no"),
            ("\u{FE} Yes \u{A8} No", "yes"),
            ("X Yes o No", "yes"),
            ("o Yes X No", "no"),
            ("\u{25A0} Yes \u{25A1} No", "yes"),
            ("\u{2612} Yes      No", "yes"),
        ] {
            let read = read(&[Line::plain(text)], &options(), Drawn::default());
            assert_eq!(read.ticked, [ticked], "{text}");
            assert!(read.rest.is_empty() && !read.unclear, "{text} {read:?}");
        }
    }

    #[test]
    fn letters_elsewhere_are_letters() {
        let read = |t: &str| read(&[Line::plain(t)], &options(), Drawn::default());
        assert_eq!(read("No, we paid 3 \u{A3} and \u{221A}2 is a number").ticked, ["no"]);
        assert!(read("Yes No").unclear);
        assert!(read("\u{E0FF} Yes \u{E0FF} No").unclear);
    }
}
