//! What a licence text is: a name, a text with the marks of a known licence, a standard text with changes or without.

use gpai_rules::licence::{Licence, Licences, normalise};
use memchr::memmem;

use super::names::{self, Names};
use super::standard;
use crate::limits;
use crate::statement::Recognised;
use crate::text::window;

/// Lines at the head of a text among which its title stands, and words of such a line beside the name.
const TITLE_LINES: usize = 4;
const BESIDE: usize = 6;
/// Letters of a title that is nobody else's by chance.
const TITLE: usize = 15;

/// Recognises a text, given also in normal form.
pub fn recognise(licences: &Licences, text: &str, normal: &str) -> Recognised {
    let short = text.trim();
    if short.len() <= limits::SHOWN {
        return Recognised::Name(short.to_owned());
    }
    // Hundreds of phrases are looked for in a long text; this search is several times as fast as that of the standard library.
    let holds = |phrase: &String| memmem::find(normal.as_bytes(), phrase.as_bytes()).is_some();
    let by_marks =
        licences.iter().find(|l| !l.markers.is_empty() && l.markers.iter().all(holds) && !l.without.iter().any(holds));
    if let Some(licence) = by_marks.filter(|l| l.spdx.is_none()) {
        // A clause that is known to stand in the text and does not was changed or taken out.
        let whole = licence.clauses.iter().all(|(_, phrase)| normal.contains(phrase.as_str()));
        return Recognised::Marks { id: licence.id.clone(), whole };
    }
    match standard::recognise(text) {
        Some(likeness) => Recognised::Standard(likeness),
        None => match by_marks.or_else(|| by_title(licences, text)) {
            Some(licence) => Recognised::Resembles(licence.id.clone()),
            None => titled(licences, text).map_or(Recognised::No, |id| Recognised::Titled(id.to_owned())),
        },
    }
}

/// The licence whose name stands at the head of a text, where its own text is not known and cannot be compared.
fn titled<'l>(licences: &'l Licences, text: &str) -> Option<&'l str> {
    let lines = text.lines().map(str::trim).filter(|l| l.chars().any(char::is_alphanumeric));
    let names = Names::new(licences);
    for line in lines.take(TITLE_LINES).filter(|l| l.len() <= limits::SHOWN) {
        let words = names::tokens(&line.to_lowercase());
        match names.find(&words, false).as_slice() {
            [] => {}
            // A title is little more than the name.
            [hit] if !hit.altered && words.len() <= hit.end - hit.start + BESIDE => {
                return licences.find(hit.id).filter(|l| !standard::has(l.spdx.as_deref())).map(|l| l.id.as_str());
            }
            _ => return None,
        }
    }
    None
}

/// The licence whose title a text has at its head, although its other marks are not there.
fn by_title<'l>(licences: &'l Licences, text: &str) -> Option<&'l Licence> {
    let head = normalise(window(text, 0, limits::WINDOW));
    let mut fitting = licences.iter().filter(|l| {
        let title = l.markers.first().filter(|m| m.len() >= TITLE);
        title.is_some_and(|t| head.contains(t.as_str())) && !l.without.iter().any(|w| head.contains(w.as_str()))
    });
    let first = fitting.next()?;
    // Of a title that several have, nothing follows.
    fitting.next().is_none().then_some(first)
}
