//! RSL, Really Simple Licensing: a document of licences that robots.txt, a header, the page or the metadata of a file points
//! to or holds. A licence that permits some uses refuses the others; of what is permitted and prohibited for the same scope
//! nothing is licensed.

mod decide;
mod document;

use super::{Protocol, Wants};
use crate::input::Input;
use crate::link;
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};
use decide::{Said, decide};
use document::document;

/// RSL.
pub const PROTOCOL: Protocol = Protocol {
    id: "rsl",
    reads: &[
        Wants::File("/robots.txt", "robots"),
        Wants::Header("Link"),
        Wants::Element("link"),
        Wants::Element("script"),
        Wants::File(DOCUMENT, "rsl"),
        Wants::Metadata("XMP"),
    ],
    notes: &[
        "closed_list",
        "limited",
        "condition",
        "ambiguous",
        "comma_list",
        "not_conformant",
        "not_obtained",
        "licence_not_read",
        "narrower_document",
    ],
    read,
};

/// The document that the site points to, whatever its address.
const DOCUMENT: &str = "RSL document";

/// For how much a document speaks; the narrower one stands before the wider.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Site,
    Page,
}

/// A document with the place that holds it.
struct Held<'a> {
    scope: Scope,
    source: Source,
    body: &'a [u8],
    /// It stands inside of what it speaks of, so that its address matters no more.
    inside: bool,
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let signal = |purpose, said: &Said, place: Option<Place>| Signal {
        protocol: PROTOCOL.id,
        version: "1.0, 10 December 2025",
        purpose,
        value: said.value,
        confidence: said.confidence,
        place,
        operator: None,
        otherwise: None,
        notes: said.notes.clone(),
    };
    let weak = |value, note| Said { value, confidence: Confidence::Low, notes: vec![note] };
    let mut out: Vec<(Scope, Signal)> = Vec::new();
    let mut documents: Vec<Held<'_>> = Vec::new();
    // A document handed over without its address stands for every link.
    let given = input.file(&[DOCUMENT]);
    if let Some(file) = given {
        let source = Source::File(DOCUMENT.to_owned());
        documents.push(Held { scope: Scope::Site, source, body: file.body, inside: false });
    }
    for (scope, uri, place) in links(input) {
        match input.files.iter().find(|file| file.place == uri.as_str()) {
            Some(file) if (200..300).contains(&file.status) => {
                documents.push(Held { scope, source: Source::File(uri), body: file.body, inside: false });
            }
            Some(_) => {
                let said = weak(Value::Unreadable, "not_obtained");
                out.push((scope, signal(Purpose::Train, &said, Some(place))));
            }
            None if given.is_none() => {
                let said = weak(Value::Silent, "licence_not_read");
                out.push((scope, signal(Purpose::Train, &said, Some(place))));
            }
            None => {}
        }
    }
    for element in input.page.map(|page| page.elements.as_slice()).unwrap_or_default() {
        if element.name == "script" && element.get("type").is_some_and(|t| t.trim() == "application/rsl+xml") {
            let source = Source::Element("script".to_owned());
            documents.push(Held { scope: Scope::Page, source, body: element.text.as_bytes(), inside: true });
        }
    }
    for packet in input.asset.map(|asset| asset.xmp.as_slice()).unwrap_or_default() {
        if memchr::memmem::find(&packet.bytes, document::NAMESPACE.as_bytes()).is_some() {
            let source = Source::Metadata("XMP".to_owned());
            documents.push(Held { scope: Scope::Page, source, body: &packet.bytes, inside: true });
        }
    }
    for held in documents {
        // A page or a file speaks of itself in exactly one content, whose address is not empty.
        let whole = |found: &document::Document| {
            !held.inside || matches!(found.contents.as_slice(), [one] if !one.pattern.is_empty())
        };
        let Some(mut found) = document(held.body).filter(whole) else {
            let first: Vec<u8> = held.body.iter().copied().take_while(|b| *b != b'\n').collect();
            let place = Place::new(held.source, Some((1, 1)), &first);
            out.push((held.scope, signal(Purpose::Train, &weak(Value::Unreadable, "not_conformant"), Some(place))));
            continue;
        };
        if held.inside {
            for content in &mut found.contents {
                (content.pattern, content.host) = (b"*".to_vec(), None);
            }
        }
        for purpose in Purpose::ALL {
            if let Some((mut said, content)) = decide(&found.contents, input, purpose) {
                if found.commas {
                    said.notes.push("comma_list");
                }
                let place = Place::new(held.source.clone(), Some(content.at), content.tag.as_bytes());
                out.push((held.scope, signal(purpose, &said, Some(place))));
            }
        }
    }
    narrower(out)
}

/// Where the page or the file itself speaks of a purpose, the site does no longer: it is shown, and silent.
fn narrower(mut all: Vec<(Scope, Signal)>) -> Vec<Signal> {
    for purpose in Purpose::ALL {
        let speaks = |s: &Signal| matches!(s.value, Value::Reserved | Value::Conditional | Value::Granted);
        let narrow = |(scope, s): &(Scope, Signal)| *scope == Scope::Page && s.purpose == purpose && speaks(s);
        if all.iter().any(narrow) {
            for (_, s) in all.iter_mut().filter(|(scope, s)| *scope == Scope::Site && s.purpose == purpose && speaks(s))
            {
                s.value = Value::Silent;
                s.notes.push("narrower_document");
            }
        }
    }
    all.into_iter().map(|(_, signal)| signal).collect()
}

/// The documents that are pointed to, with the place that points. A `License` record in the agent's group of robots.txt
/// stands instead of those outside of groups.
fn links(input: &Input<'_>) -> Vec<(Scope, String, Place)> {
    let mut found = Vec::new();
    if let Some((robots, body)) = input.robots {
        let rules = robots.rules(&input.tokens());
        let records: Vec<_> = robots.records(body, "license").collect();
        let groups: Vec<u32> = rules.groups().collect();
        let own = |r: &&crate::robots::Record<'_>| r.group.is_some_and(|g| groups.binary_search(&g).is_ok());
        let mut mine: Vec<_> = records.iter().filter(own).collect();
        if mine.is_empty() {
            mine = records.iter().filter(|r| r.group.is_none()).collect();
        }
        for record in mine {
            let source = Source::File("/robots.txt".to_owned());
            let at = (record.mark.line, record.mark.column);
            let uri = String::from_utf8_lossy(record.value).into_owned();
            found.push((Scope::Site, uri, Place::new(source, Some(at), record.value)));
        }
    }
    let media = |stated: Option<&str>| stated.is_some_and(|t| t.trim().eq_ignore_ascii_case("application/rsl+xml"));
    for (name, value) in input.header("Link") {
        for link in link::links(value).iter().filter(|link| link.has_rel("license") && media(link.get("type"))) {
            let place = Place::new(Source::Header(name.to_owned()), None, link.text.as_bytes());
            found.push((Scope::Page, link.uri.to_owned(), place));
        }
    }
    for element in input.page.map(|page| page.elements.as_slice()).unwrap_or_default() {
        let rel = element.get("rel").unwrap_or_default();
        if element.name == "link"
            && rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("license"))
            && media(element.get("type"))
            && let Some(uri) = element.get("href")
        {
            let place = Place::new(Source::Element("link".to_owned()), Some(element.at), element.tag.as_bytes());
            found.push((Scope::Page, uri.trim().to_owned(), place));
        }
    }
    // A file of licences may be named any number of times.
    let mut seen = std::collections::HashSet::new();
    found.retain(|(_, uri, _)| seen.insert(uri.clone()));
    found
}

#[cfg(test)]
mod tests;
