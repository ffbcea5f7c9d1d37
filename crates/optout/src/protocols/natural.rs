//! Sentences in natural language: comments of robots.txt, texts and comments of the page, terms of use. They are found and
//! quoted with their place; whether one is a reservation by machine-readable means is open in the courts, and nothing here
//! decides it: a judgement never rests on them.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::phrases::{Notice, notices};
use crate::robots::LIMIT;
use crate::robots::record::Lines;
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// Sentences in natural language.
pub const PROTOCOL: Protocol = Protocol {
    id: ID,
    reads: &[
        Wants::File("/robots.txt", "robots"),
        Wants::File(TERMS, "terms"),
        Wants::File(super::llms_txt::FILE, "llms-txt"),
        Wants::Element("text"),
    ],
    notes: &["natural_language", "mention", "english", "german", "french", "italian", "spanish", "dutch"],
    read,
};

/// Its id, by which judgements know that it decides nothing.
pub(crate) const ID: &str = "natural-language";
const TERMS: &str = "terms of use";
/// From this year on a sentence is likelier to be machine-readable than before; courts look at the technology of the day.
const YEAR: i16 = 2024;
/// How much of a text is searched.
const TEXT: usize = 4 << 20;

fn read(input: &Input<'_>) -> Vec<Signal> {
    let mut out = Vec::new();
    if let Some((_, body)) = input.robots {
        for (line, notice) in comments(body) {
            let place = Place::new(Source::File("/robots.txt".to_owned()), Some((line, 1)), notice.text.as_bytes());
            out.extend(said(input, &notice, place, true));
        }
    }
    for name in [TERMS, super::llms_txt::FILE] {
        let Some(file) = input.file(&[name]).filter(|file| (200..300).contains(&file.status)) else { continue };
        let text = String::from_utf8_lossy(file.body.get(..TEXT).unwrap_or(file.body));
        // Terms are often a page; llms.txt is text.
        let plain = if name == TERMS && text.trim_start().starts_with('<') { None } else { Some(notices(&text)) };
        match plain {
            Some(found) => {
                for notice in found {
                    let place =
                        Place::new(Source::File(name.to_owned()), at(&text, notice.offset), notice.text.as_bytes());
                    out.extend(said(input, &notice, place, false));
                }
            }
            None => {
                for (at, notice) in crate::html::Page::read(file.body).notices {
                    let place = Place::new(Source::File(name.to_owned()), Some(at), notice.text.as_bytes());
                    out.extend(said(input, &notice, place, false));
                }
            }
        }
    }
    for (at, notice) in input.page.map(|page| page.notices.as_slice()).unwrap_or_default() {
        let place = Place::new(Source::Element("text".to_owned()), Some(*at), notice.text.as_bytes());
        out.extend(said(input, notice, place, false));
    }
    out
}

/// Line and column of an offset.
fn at(text: &str, offset: usize) -> Option<(u32, u32)> {
    Some(crate::html::Counter::default().at(text.as_bytes(), offset))
}

/// One sentence as signals. In a comment of robots.txt every crawler that parses the file comes by it.
fn said(input: &Input<'_>, notice: &Notice, place: Place, robots: bool) -> Vec<Signal> {
    let late = input.year.is_some_and(|year| year >= YEAR);
    let confidence = match (robots, late) {
        (true, true) => Confidence::High,
        (true, false) | (false, true) => Confidence::Medium,
        (false, false) => Confidence::Low,
    };
    let language = match notice.language {
        "en" => Some("english"),
        "de" => Some("german"),
        "fr" => Some("french"),
        "it" => Some("italian"),
        "es" => Some("spanish"),
        "nl" => Some("dutch"),
        _ => None,
    };
    let signal = |purpose, value, confidence, note| Signal {
        protocol: ID,
        version: "as written",
        purpose,
        value,
        confidence,
        place: Some(place.clone()),
        operator: None,
        otherwise: None,
        notes: [note].into_iter().chain(language).collect(),
    };
    if !notice.refuses {
        return vec![signal(Purpose::Train, Value::Silent, Confidence::Low, "mention")];
    }
    // At most medium: what a sentence means is for people to say.
    let confidence = confidence.min(Confidence::Medium);
    let note = "natural_language";
    vec![
        signal(Purpose::Train, Value::Reserved, confidence, note),
        signal(Purpose::Tdm, Value::Reserved, confidence, note),
        signal(Purpose::Input, Value::Reserved, Confidence::Low, note),
    ]
}

/// The sentences in the comments of a robots.txt, with their lines. Comment lines that follow one another are one text.
fn comments(body: &[u8]) -> Vec<(u32, Notice)> {
    let body = body.get(..LIMIT).unwrap_or(body);
    let mut found = Vec::new();
    let mut block = String::new();
    let mut begins: Vec<(usize, u32)> = Vec::new();
    let mut close = |block: &mut String, begins: &mut Vec<(usize, u32)>| {
        for notice in notices(block) {
            let next = begins.partition_point(|(offset, _)| *offset <= notice.offset);
            let line = next.checked_sub(1).and_then(|at| begins.get(at)).map_or(1, |(_, line)| *line);
            found.push((line, notice));
        }
        block.clear();
        begins.clear();
    };
    for line in Lines::new(body, 0) {
        let mut parts = line.bytes.splitn(2, |b| *b == b'#');
        let code = parts.next().unwrap_or_default();
        let Some(comment) = parts.next() else {
            close(&mut block, &mut begins);
            continue;
        };
        // A comment behind a record stands alone.
        if !code.iter().all(u8::is_ascii_whitespace) {
            close(&mut block, &mut begins);
        }
        begins.push((block.len(), line.number));
        let text = String::from_utf8_lossy(comment);
        block.push_str(text.trim_start_matches('#').trim());
        // An empty comment line ends a paragraph.
        block.push('\n');
    }
    close(&mut block, &mut begins);
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::html::Page;
    use crate::input::{Agent, File};
    use crate::judge;
    use crate::robots::{Dialect, Robots};

    #[test]
    fn sentences_are_quoted_with_their_line_and_decide_nothing() {
        let text = "# Welcome\n#\n# ANY RESTRICTIONS ARE EXPRESS RESERVATIONS OF RIGHTS UNDER\n# ARTICLE 4 OF DIRECTIVE 2019/790.\nUser-agent: *\nAllow: /\n";
        let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
        let agent = Agent { token: "X", ..Agent::default() };
        let input = Input { path: "/a", agent, robots: Some((&robots, text.as_bytes())), ..Input::default() };
        let found = read(&input);
        let place = found[0].place.as_ref().unwrap();
        assert_eq!((place.line, found[0].value, found[0].confidence), (Some(3), Value::Reserved, Confidence::Medium));
        assert!(place.text.contains("EXPRESS RESERVATIONS OF RIGHTS UNDER\nARTICLE 4"), "{}", place.text);
        let judged = judge(&found, Purpose::Train);
        assert_eq!((judged.value, judged.by.len(), judged.notices.len()), (Value::Silent, 0, 1));
    }

    #[test]
    fn pages_and_terms_are_searched() {
        let html = "<p>Hi</p>\n<footer>Die Nutzung für Text <b>und Data Mining</b> ist <i>vorbehalten</i>.</footer>\n\
                    <!-- No AI training without permission -->\n<script>'text and data mining reserved'</script>";
        let page = Page::read(html.as_bytes());
        let ask = |year| read(&Input { path: "/", page: Some(&page), year, ..Input::default() });
        let found = ask(Some(2025));
        let places: Vec<_> = found.iter().map(|s| (s.place.as_ref().unwrap().line, s.purpose, s.confidence)).collect();
        assert_eq!(places.len(), 6, "{found:?}");
        assert_eq!(places[0], (Some(2), Purpose::Train, Confidence::Medium));
        assert_eq!(places[3], (Some(3), Purpose::Train, Confidence::Medium));
        assert!(found[0].notes.contains(&"german") && ask(Some(2021))[0].confidence == Confidence::Low);
        let terms = "Terms\n\nNo machine learning without our consent.\n";
        let files = [File { place: TERMS, status: 200, body: terms.as_bytes() }];
        let found = read(&Input { path: "/", files: &files, ..Input::default() });
        assert_eq!((found.len(), found[0].place.as_ref().unwrap().line), (3, Some(3)));
    }
}
