//! Answers given by ticking: which options have a ticked box, which an empty one, and what else was written.

use std::sync::OnceLock;

use super::marks::{letters, marks, unknown_mark};
use super::options::{compact, option_at};
use crate::flow::{EMPTY, Line, TICKED, text_of};
use crate::ticks;
use gpai_forms::template::Choice;

/// What was ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// Options with a ticked box, or named where there are no boxes.
    pub ticked: Vec<String>,
    /// Options with an empty box.
    pub unticked: Vec<String>,
    /// What was written besides the options.
    pub rest: String,
    /// Whether options are there, but nothing tells which of them is meant.
    pub unclear: bool,
}

/// How boxes are drawn in the document as a whole; one answer is judged by the others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn {
    /// Options before which a lone empty box may be mere decoration, as no question of the document has two boxes.
    pub lone: &'static [&'static str],
    /// Whether a ticked box stands anywhere, so that an option without one is not ticked.
    pub boxed: bool,
    /// Whether crosses stand beside ticks in some answer, so that a cross is an empty box in every one.
    pub crossed: bool,
    /// Whether boxes follow their labels: in some answer one stands at the end, and in none at the beginning.
    pub after: bool,
}

/// What is ticked in an answer.
pub fn read(cell: &[Line], options: &[Choice], drawn: Drawn) -> Ticks {
    let text = letters(&marks(&ticks::normalise(&text_of(cell)), drawn.crossed), options);
    let boxed = ticks::any(&text);
    let mut out = if boxed { boxes(&text, options, drawn) } else { named(&text, cell, options, drawn.boxed) };
    out.unclear |= unknown_mark(&text, options, boxed);
    out
}

/// Number of boxes in an answer, and whether one of them is ticked.
pub fn count(cell: &[Line]) -> (usize, bool) {
    let text = marks(&ticks::normalise(&text_of(cell)), false);
    (text.chars().filter(|c| matches!(*c, TICKED | EMPTY)).count(), text.contains(TICKED))
}

/// Whether an answer has crosses and ticks beside one another.
pub fn crosses(cell: &[Line]) -> bool {
    let text = ticks::normalise(&text_of(cell));
    text.contains(TICKED) && text.chars().any(ticks::cross)
}

/// Where the boxes of an answer stand: one before everything else, and one behind everything else.
pub fn sides(cell: &[Line], options: &[Choice]) -> (bool, bool) {
    let text = letters(&marks(&ticks::normalise(&text_of(cell)), false), options);
    let box_at = |c: Option<char>| c.is_some_and(|c| matches!(c, TICKED | EMPTY));
    (
        text.lines().any(|l| box_at(l.trim().chars().next())),
        text.lines().any(|l| box_at(l.trim().chars().next_back()) && option_at(l.trim(), options).is_some()),
    )
}

fn boxes(text: &str, options: &[Choice], drawn: Drawn) -> Ticks {
    let mut out = Ticks::default();
    let mut parts = split(text);
    // `Yes [x] No [ ]`: where the text begins with an option and ends with a box, boxes follow their labels.
    let begins = parts.first().is_some_and(|(_, p)| option_at(p.trim(), options).is_some());
    let ends = parts.last().is_some_and(|(mark, p)| mark.is_some() && p.trim().is_empty());
    if begins && drawn.after {
        // Line by line: what has no sign behind it is not ticked.
        parts = text.lines().flat_map(|line| shifted(split(line))).collect();
    } else if begins && ends {
        parts = shifted(parts);
    }
    let mut rest: Vec<String> = Vec::new();
    for (mark, part) in parts {
        let part = part.trim();
        let Some(ticked) = mark else {
            if !part.is_empty() {
                rest.push(part.to_owned());
            }
            continue;
        };
        let (word, after) = match option_at(part, options) {
            Some((word, after)) => (word, after.trim().to_owned()),
            None => {
                // A box of an option that the form does not have: its label up to the end of the line.
                let (label, after) = part.split_once('\n').unwrap_or((part, ""));
                (label.trim().to_owned(), after.trim().to_owned())
            }
        };
        let after = after.trim_start_matches([',', ';', ':', '.', '|', '/']).trim();
        if !word.is_empty() {
            let list = if ticked { &mut out.ticked } else { &mut out.unticked };
            if !list.contains(&word) {
                list.push(word);
            }
        }
        if !after.is_empty() {
            rest.push(after.to_owned());
        }
    }
    // One lone empty box before `No`: what is printed is the answer and the box its decoration, if nothing speaks against it.
    if out.ticked.is_empty() && out.unticked.len() == 1 && options.len() == 2 {
        let other = options.iter().filter(|o| !out.unticked.contains(&o.word));
        let absent = other
            .flat_map(|o| std::iter::once(&o.label).chain(&o.also))
            .all(|label| !text.split(|c: char| !c.is_alphanumeric()).any(|w| compact(w) == compact(label)));
        if absent && rest.is_empty() && out.unticked.iter().any(|word| drawn.lone.contains(&word.as_str())) {
            out.ticked = std::mem::take(&mut out.unticked);
        } else {
            out.unclear = true;
        }
    }
    // Options without a mark beside marked ones: only what is chosen has a box.
    if !out.ticked.is_empty() {
        for part in &mut rest {
            while let Some((word, after)) = option_at(part.trim_start_matches(apart), options) {
                if !out.ticked.contains(&word) && !out.unticked.contains(&word) {
                    let next = after.trim_start_matches(apart);
                    if !next.is_empty() && option_at(next, options).is_none() {
                        break;
                    }
                    out.unticked.push(word);
                    *part = next.to_owned();
                } else {
                    break;
                }
            }
        }
        rest.retain(|p| !p.trim().is_empty());
    }
    out.unticked.retain(|w| !out.ticked.contains(w));
    out.rest = rest.join("\n");
    out
}

/// A text at its boxes: each part with the box before it.
fn split(text: &str) -> Vec<(Option<bool>, String)> {
    let mut parts: Vec<(Option<bool>, String)> = vec![(None, String::new())];
    for c in text.chars() {
        match c {
            TICKED => parts.push((Some(true), String::new())),
            EMPTY => parts.push((Some(false), String::new())),
            c => {
                if let Some((_, part)) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    parts
}

/// Each part with the box behind it in place of the one before it.
fn shifted(parts: Vec<(Option<bool>, String)>) -> Vec<(Option<bool>, String)> {
    let marks: Vec<Option<bool>> = parts.iter().skip(1).map(|(m, _)| *m).chain([None]).collect();
    parts.into_iter().zip(marks).map(|((_, part), mark)| (mark, part)).collect()
}

/// What may stand between two options.
fn apart(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, TICKED | EMPTY)
}

/// Whether an answer that begins with `Yes` or `No` says just that: the word stands alone or before a stop, the other word
/// does not follow, and no word qualifies it. `No information is available.` is not `No`.
fn plainly(word: &str, after: &str, options: &[Choice]) -> bool {
    static QUALIFIES: OnceLock<Vec<String>> = OnceLock::new();
    let qualifies = QUALIFIES
        .get_or_init(|| gpai_forms::lexicon::book().map(|words| words.list("qualifies").to_vec()).unwrap_or_default());
    let after = after.trim_start_matches([' ', '\t', '*', ')', ']', '"', '\u{201D}']);
    if after.trim().is_empty() {
        return true;
    }
    let stops = [',', '.', ';', ':', '-', '\u{2013}', '\u{2014}', '\n', '(', '!', '\u{FF0C}', '\u{3002}'];
    if !after.starts_with(stops) {
        return false;
    }
    let other = |part: &str| {
        option_at(part.trim(), options).filter(|(found, _)| found != word).map(|(_, rest)| rest.trim().to_owned())
    };
    let folded = gpai_forms::lexicon::words::plain(after);
    let qualified = qualifies.iter().any(|q| {
        // In the sentence that begins with the answer, or as the first word of another.
        folded.split(['.', ';']).filter(|s| !s.trim().is_empty()).enumerate().any(|(at, sentence)| {
            gpai_forms::lexicon::words::find(q, sentence).is_some_and(|(place, _)| {
                (at == 0 && after.starts_with([',', ':', '-', '\u{2013}', '\u{2014}', '(']))
                    || sentence.get(..place).is_some_and(|head| head.chars().all(|c| !c.is_alphanumeric()))
            })
        })
    });
    let sentences = after.split(['.', ';', '\n']);
    let contradicted = sentences.enumerate().any(|(at, part)| {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        other(part).is_some_and(|rest| rest.is_empty() || (at == 0 && !part.is_empty()))
    });
    !qualified && !contradicted
}

/// An answer without boxes: the options it names.
fn named(text: &str, cell: &[Line], options: &[Choice], boxed: bool) -> Ticks {
    let mut out = Ticks { rest: text.to_owned(), ..Ticks::default() };
    let exclusive = options.len() == 2;
    if exclusive {
        let first = option_at(text, options);
        if let Some((word, after)) = &first {
            let after = after.trim_start_matches(['/', '|', ' ', ',']).trim();
            if let Some((second, more)) = option_at(after, options)
                && second != *word
                && more.trim().is_empty()
            {
                // Both options and no box: bold says which, if anything does.
                let strong: String = cell
                    .iter()
                    .flat_map(|l| &l.spans)
                    .filter(|s| s.strong)
                    .map(|s| s.text.as_str())
                    .collect::<Vec<_>>()
                    .join(" ");
                match option_at(strong.trim(), options) {
                    Some((word, after)) if after.trim().is_empty() => out.ticked.push(word),
                    _ => out.unclear = true,
                }
                return out;
            }
            if let Some((_, after)) = option_at(text, options)
                && plainly(word, after, options)
            {
                out.ticked.push(word.clone());
            }
        }
        return out;
    }
    // A list of options and nothing else: `Text, image, video, and audio`; in a size cell, the range anywhere.
    let mut left = text.trim_matches(['[', ']', '(', ')']).trim();
    let mut found = Vec::new();
    while !left.is_empty() {
        let trimmed = left.trim_start_matches(|c: char| !c.is_alphanumeric());
        let trimmed =
            ["and ", "as well as ", "e ", "or "].iter().find_map(|w| trimmed.strip_prefix(w)).unwrap_or(trimmed);
        match option_at(trimmed, options) {
            Some((word, after)) => {
                found.push(word);
                left = after.trim_start_matches(|c: char| !c.is_alphanumeric());
            }
            None => break,
        }
    }
    let sizes = options.iter().any(|o| o.above.is_some() || o.up_to.is_some());
    // The options as the form prints them, one after the other: none of them says that it is meant, unless ticks stand
    // elsewhere in the document, and then none is.
    let printed = left.is_empty()
        && if sizes {
            found.len() > 1
        } else {
            found.len() + 1 >= options.len()
                && options.len() > 3
                && !text.contains([',', ';', '&'])
                && !text.contains(" and ")
        };
    if printed {
        if boxed && sizes {
            found.dedup();
            out.unticked = found;
            out.rest = String::new();
        } else {
            out.unclear = true;
        }
        return out;
    }
    if left.is_empty() || (sizes && found.len() == 1) {
        found.dedup();
        out.ticked = found;
    } else if sizes {
        let all = compact(text);
        let hits: Vec<&Choice> = options
            .iter()
            .filter(|o| o.above.is_some() || o.up_to.is_some())
            .filter(|o| std::iter::once(&o.label).chain(&o.also).any(|l| all.contains(&compact(l))))
            .collect();
        if let [one] = hits.as_slice() {
            out.ticked.push(one.word.clone());
        }
    }
    out
}
