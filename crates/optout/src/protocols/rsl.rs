//! RSL, Really Simple Licensing: a document of licences that robots.txt, a header or the page points to. A licence that
//! permits some uses refuses the others; of what is permitted and prohibited for the same scope nothing is licensed.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{Protocol, Wants};
use crate::html::Counter;
use crate::input::Input;
use crate::robots::{normal, pattern_matches, target};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// RSL.
pub const PROTOCOL: Protocol = Protocol {
    id: "rsl",
    reads: &[
        Wants::File("/robots.txt", "robots"),
        Wants::Header("Link"),
        Wants::Element("link"),
        Wants::Element("script"),
        Wants::File(DOCUMENT, "rsl"),
    ],
    notes: &[
        "closed_list",
        "condition",
        "ambiguous",
        "comma_list",
        "not_conformant",
        "not_obtained",
        "licence_not_read",
    ],
    read,
};

/// The document that the site points to, whatever its address.
const DOCUMENT: &str = "RSL document";
const NAMESPACE: &str = "https://rslstandard.org/rsl";
/// How deep elements lie in one another; the format itself needs six.
const DEPTH: u32 = 32;
const KNOWN: [&str; 14] = [
    "rsl",
    "content",
    "license",
    "permits",
    "prohibits",
    "payment",
    "standard",
    "custom",
    "amount",
    "accepts",
    "reporting",
    "legal",
    "copyright",
    "terms",
];
const ALSO_KNOWN: [&str; 2] = ["schema", "alternate"];

/// One licence.
#[derive(Default)]
struct Licence {
    permits: Option<Vec<String>>,
    prohibits: Vec<String>,
    /// Payment, reporting, or a limit to users or places.
    condition: bool,
}

/// One content with its licences.
struct Content {
    pattern: Vec<u8>,
    server: bool,
    licences: Vec<Licence>,
    at: (u32, u32),
    tag: String,
}

/// What is said about a purpose.
struct Said {
    value: Value,
    confidence: Confidence,
    notes: Vec<&'static str>,
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
        notes: said.notes.clone(),
    };
    let mut out = Vec::new();
    let mut documents: Vec<(Source, &[u8])> = Vec::new();
    let links = links(input);
    // A document handed over without its address stands for every link.
    if let Some(file) = input.file(&[DOCUMENT]) {
        documents.push((Source::File(DOCUMENT.to_owned()), file.body));
    }
    for (uri, place) in &links {
        match input.files.iter().find(|file| file.place == uri.as_str()) {
            Some(file) if (200..300).contains(&file.status) => {
                documents.push((Source::File(uri.clone()), file.body));
            }
            Some(_) => {
                let said = Said { value: Value::Unreadable, confidence: Confidence::Low, notes: vec!["not_obtained"] };
                out.push(signal(Purpose::Train, &said, Some(place.clone())));
            }
            None if input.file(&[DOCUMENT]).is_none() => {
                let said = Said { value: Value::Silent, confidence: Confidence::Low, notes: vec!["licence_not_read"] };
                out.push(signal(Purpose::Train, &said, Some(place.clone())));
            }
            None => {}
        }
    }
    for element in input.page.map(|page| page.elements.as_slice()).unwrap_or_default() {
        if element.name == "script" && element.get("type").is_some_and(|t| t.trim() == "application/rsl+xml") {
            documents.push((Source::Element("script".to_owned()), element.text.as_bytes()));
        }
    }
    for (source, body) in documents {
        let Some((contents, commas)) = document(body) else {
            let first: Vec<u8> = body.iter().copied().take_while(|b| *b != b'\n').collect();
            let said = Said { value: Value::Unreadable, confidence: Confidence::Low, notes: vec!["not_conformant"] };
            out.push(signal(Purpose::Train, &said, Some(Place::new(source, Some((1, 1)), &first))));
            continue;
        };
        for purpose in Purpose::ALL {
            if let Some((mut said, content)) = decide(&contents, input.path, purpose) {
                if commas {
                    said.notes.push("comma_list");
                }
                let place = Place::new(source.clone(), Some(content.at), content.tag.as_bytes());
                out.push(signal(purpose, &said, Some(place)));
            }
        }
    }
    out
}

/// The documents that are pointed to, with the place that points. A `License` record in the agent's group of robots.txt
/// stands instead of those outside of groups.
fn links(input: &Input<'_>) -> Vec<(String, Place)> {
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
            found.push((uri, Place::new(source, Some(at), record.value)));
        }
    }
    for (name, value) in input.header("Link") {
        for link in value.split(',') {
            let lower = link.to_ascii_lowercase();
            let address = link.trim().strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(uri, _)| uri);
            if lower.contains("rel=\"license\"") && lower.contains("application/rsl+xml") {
                let place = Place::new(Source::Header(name.to_owned()), None, link.trim().as_bytes());
                found.extend(address.map(|uri| (uri.to_owned(), place)));
            }
        }
    }
    for element in input.page.map(|page| page.elements.as_slice()).unwrap_or_default() {
        let rel = element.get("rel").unwrap_or_default();
        if element.name == "link"
            && rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("license"))
            && element.get("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/rsl+xml"))
            && let Some(uri) = element.get("href")
        {
            let place = Place::new(Source::Element("link".to_owned()), Some(element.at), element.tag.as_bytes());
            found.push((uri.trim().to_owned(), place));
        }
    }
    found
}

/// The contents of a document, and whether it writes lists with commas as version 0.9 did; `None` where it is none.
fn document(body: &[u8]) -> Option<(Vec<Content>, bool)> {
    let text = std::str::from_utf8(body).ok()?;
    let mut reader = NsReader::from_str(text);
    let mut lines = Counter::default();
    let mut depth = 0_u32;
    let (mut contents, mut commas, mut root): (Vec<Content>, bool, bool) = (Vec::new(), false, false);
    // Which list the next text belongs to: permits, prohibits, or neither.
    let mut open: Option<(bool, String)> = None;
    loop {
        let from = usize::try_from(reader.buffer_position()).ok()?;
        let (namespace, event) = reader.read_resolved_event().ok()?;
        let ours = matches!(namespace, ResolveResult::Bound(bound) if bound.as_ref() == NAMESPACE);
        match &event {
            Event::Start(_) if depth > DEPTH => return None,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(element) | Event::Empty(element) if ours => {
                let name = element.local_name();
                let name = name.as_ref();
                if !KNOWN.contains(&name) && !ALSO_KNOWN.contains(&name) {
                    return None;
                }
                let licence = contents.last_mut().and_then(|content| content.licences.last_mut());
                match (name, licence) {
                    ("rsl", _) => root = true,
                    ("content", _) => contents.push(content(&element, text, from, lines.at(body, from))?),
                    ("license", _) => contents.last_mut()?.licences.push(Licence::default()),
                    ("permits" | "prohibits", Some(licence)) => {
                        let kind = attribute(&element, "type").unwrap_or_else(|| "usage".to_owned());
                        if name == "permits" && kind == "usage" {
                            licence.permits.get_or_insert_default();
                        }
                        // Users and places are not known here: a limit to some is a condition.
                        licence.condition |= kind != "usage";
                        open = Some((name == "permits", kind));
                    }
                    ("payment", Some(licence)) => {
                        let kind = attribute(&element, "type").unwrap_or_default();
                        licence.condition |= !matches!(kind.as_str(), "free" | "attribution");
                    }
                    ("reporting", Some(licence)) => licence.condition = true,
                    _ => {}
                }
            }
            Event::Text(found) => {
                let licence = contents.last_mut().and_then(|content| content.licences.last_mut());
                if let (Some((permits, kind)), Some(licence)) = (&open, licence)
                    && kind == "usage"
                {
                    let list = (*found).to_owned();
                    commas |= list.contains(',');
                    let words = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|w| !w.is_empty());
                    let to = if *permits { licence.permits.get_or_insert_default() } else { &mut licence.prohibits };
                    to.extend(words.map(str::to_ascii_lowercase));
                }
            }
            Event::End(_) => open = None,
            Event::Eof => break,
            _ => {}
        }
    }
    root.then_some((contents, commas))
}

fn content(element: &BytesStart<'_>, text: &str, from: usize, at: (u32, u32)) -> Option<Content> {
    let url = attribute(element, "url").unwrap_or_default();
    let pattern = target(&url).map(std::borrow::Cow::into_owned).unwrap_or(url);
    let server = attribute(element, "server").is_some_and(|server| !server.trim().is_empty());
    let tag = text.get(from..)?.split_inclusive('>').next().unwrap_or_default().to_owned();
    Some(Content { pattern: pattern.into_bytes(), server, licences: Vec::new(), at, tag })
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// How closely a word of the vocabulary speaks of a purpose: 0 by name, 1 by all uses of models, 2 by all uses.
fn closeness(word: &str, purpose: Purpose) -> Option<u8> {
    match (word, purpose) {
        ("ai-train", Purpose::Train) | ("ai-input", Purpose::Input) | ("search", Purpose::Search) => Some(0),
        ("ai-all", Purpose::Train | Purpose::Input) => Some(1),
        ("all", _) => Some(2),
        _ => None,
    }
}

/// What the closest content that speaks of a purpose says about it.
fn decide<'c>(contents: &'c [Content], path: &str, purpose: Purpose) -> Option<(Said, &'c Content)> {
    let path = normal(path);
    let mut matching: Vec<&Content> =
        contents.iter().filter(|c| !c.licences.is_empty() && pattern_matches(&c.pattern, &path)).collect();
    matching.sort_by(|a, b| (b.pattern.len(), &b.pattern).cmp(&(a.pattern.len(), &a.pattern)));
    matching
        .chunk_by(|a, b| a.pattern == b.pattern)
        .find_map(|same| said(same, purpose).and_then(|said| same.first().map(|content| (said, *content))))
}

fn said(contents: &[&Content], purpose: Purpose) -> Option<Said> {
    let licences = || contents.iter().flat_map(|c| c.licences.iter().map(move |l| (l, l.condition || c.server)));
    let prohibited = licences().flat_map(|(l, _)| &l.prohibits).filter_map(|w| closeness(w, purpose)).min();
    let permitted = licences()
        .flat_map(|(l, condition)| l.permits.iter().flatten().map(move |w| (w, condition)))
        .filter_map(|(w, condition)| Some((closeness(w, purpose)?, condition)))
        .min();
    let refused = |notes| Said {
        value: Value::Reserved,
        confidence: if purpose == Purpose::Tdm && prohibited != Some(2) { Confidence::Low } else { Confidence::Medium },
        notes,
    };
    match (prohibited, permitted) {
        (Some(no), Some((yes, _))) if no > yes => Some(refused(vec!["ambiguous"])),
        (Some(_), _) => Some(refused(Vec::new())),
        (None, Some((_, true))) => Some(Said {
            value: Value::Conditional,
            confidence: if purpose == Purpose::Tdm { Confidence::Low } else { Confidence::Medium },
            notes: vec!["condition"],
        }),
        (None, Some((_, false))) => {
            Some(Said { value: Value::Granted, confidence: Confidence::Medium, notes: Vec::new() })
        }
        // Who permits some uses refuses the others; mining as a whole has no word of its own.
        (None, None) if purpose == Purpose::Tdm => said(contents, Purpose::Train)
            .filter(|train| train.value == Value::Reserved)
            .map(|train| Said { confidence: Confidence::Low, ..train }),
        (None, None) if licences().any(|(l, _)| l.permits.is_some()) => Some(refused(vec!["closed_list"])),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::input::{Agent, File};
    use crate::robots::{Dialect, Robots};

    fn ask(contents: &str, path: &str, purpose: Purpose) -> (Value, Vec<&'static str>) {
        let text = format!("<?xml version=\"1.0\"?>\n<rsl xmlns=\"https://rslstandard.org/rsl\">\n{contents}</rsl>");
        let files = [File { place: DOCUMENT, status: 200, body: text.as_bytes() }];
        let found = read(&Input { path, files: &files, ..Input::default() }).into_iter().find(|s| s.purpose == purpose);
        found.map_or((Value::Silent, vec![]), |s| (s.value, s.notes))
    }

    fn site(licence: &str, purpose: Purpose) -> (Value, Vec<&'static str>) {
        ask(&format!("<content url=\"/\"><license>{licence}</license></content>"), "/a", purpose)
    }

    #[test]
    fn the_vectors_of_documents_hold() {
        let (train, input, search) = (Purpose::Train, Purpose::Input, Purpose::Search);
        // L1
        let no = "<prohibits type=\"usage\">ai-all</prohibits>";
        assert_eq!((site(no, train).0, site(no, input).0), (Value::Reserved, Value::Reserved));
        assert_eq!(site(no, search), (Value::Silent, vec![]));
        // L2
        let only = "<permits type=\"usage\">search</permits>";
        assert_eq!(site(only, train), (Value::Reserved, vec!["closed_list"]));
        assert_eq!((site(only, input).0, site(only, search).0), (Value::Reserved, Value::Granted));
        // L3
        let two = "<content url=\"/\"><license><permits type=\"usage\">all</permits></license></content>\n\
                   <content url=\"https://a.example/articles/\"><license><prohibits>ai-train</prohibits></license></content>";
        assert_eq!((ask(two, "/articles/x", train).0, ask(two, "/x", train).0), (Value::Reserved, Value::Granted));
        assert_eq!(ask(two, "/articles/x", search).0, Value::Granted);
        // L4
        let paid = "<permits type=\"usage\">ai-train</permits><payment type=\"crawl\"><amount currency=\"USD\">0.015</amount></payment>";
        assert_eq!(site(paid, train), (Value::Conditional, vec!["condition"]));
        let free = "<permits type=\"usage\">ai-train</permits><payment type=\"free\"/>";
        assert_eq!(site(free, train).0, Value::Granted);
        let server =
            "<content url=\"/\" server=\"https://l.example\"><license><permits>ai-train</permits></license></content>";
        assert_eq!(ask(server, "/", train).0, Value::Conditional);
        // L7
        assert_eq!(site("<permit type=\"usage\">all</permit>", train), (Value::Unreadable, vec!["not_conformant"]));
        // L9, and the mirror of it
        let both = "<permits type=\"usage\">ai-all</permits><prohibits type=\"usage\">ai-train</prohibits>";
        assert_eq!(site(both, train), (Value::Reserved, vec![]));
        let mirror = "<permits type=\"usage\">ai-train</permits><prohibits type=\"usage\">ai-all</prohibits>";
        assert_eq!(site(mirror, train), (Value::Reserved, vec!["ambiguous"]));
        // L10
        assert_eq!(
            site("<prohibits type=\"usage\">ai-train,search</prohibits>", search),
            (Value::Reserved, vec!["comma_list"])
        );
        // A limit to places is a condition, since it is not known where the agent is.
        let geo = "<permits type=\"usage\">all</permits><permits type=\"geo\">US</permits>";
        assert_eq!(site(geo, train).0, Value::Conditional);
        assert_eq!(site("<prohibits>all</prohibits>", Purpose::Tdm).0, Value::Reserved);
    }

    #[test]
    fn links_are_scoped_by_group() {
        let text = "License: https://a.example/b.xml\nUser-agent: A\nLicense: https://a.example/a.xml\nAllow: /\n\
                    User-agent: *\nAllow: /\n";
        let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
        let body = |word: &str| {
            format!(
                "<rsl xmlns='https://rslstandard.org/rsl'><content url='/'><license>{word}</license></content></rsl>"
            )
        };
        let (a, b) = (body("<prohibits>all</prohibits>"), body("<permits>all</permits>"));
        let files = [
            File { place: "https://a.example/a.xml", status: 200, body: a.as_bytes() },
            File { place: "https://a.example/b.xml", status: 200, body: b.as_bytes() },
        ];
        let ask = |token, files: &[File<'_>]| {
            let agent = Agent { token, ..Agent::default() };
            let input =
                Input { path: "/x", agent, robots: Some((&robots, text.as_bytes())), files, ..Input::default() };
            let found = read(&input);
            let train = found.iter().find(|s| s.purpose == Purpose::Train).unwrap();
            (train.value, train.notes.clone())
        };
        // L5
        assert_eq!((ask("A", &files).0, ask("X", &files).0), (Value::Reserved, Value::Granted));
        // L6
        let gone = [File { place: "https://a.example/a.xml", status: 404, body: b"" }];
        assert_eq!(ask("A", &gone), (Value::Unreadable, vec!["not_obtained"]));
        assert_eq!(ask("A", &[]), (Value::Silent, vec!["licence_not_read"]));
    }

    #[test]
    fn documents_in_pages_and_headers_are_found() {
        let html = "<script type='application/rsl+xml'><rsl xmlns='https://rslstandard.org/rsl'><content url='/'>\
                    <license><prohibits>ai-train</prohibits></license></content></rsl></script>\
                    <link rel='license' type='application/rsl+xml' href='https://a.example/l.xml'>";
        let page = crate::html::Page::read(html.as_bytes());
        let headers = [("Link", "<https://a.example/h.xml>; rel=\"license\"; type=\"application/rsl+xml\"")];
        let found = read(&Input { path: "/x", page: Some(&page), headers: &headers, ..Input::default() });
        assert!(found.iter().any(|s| s.value == Value::Reserved && s.purpose == Purpose::Train));
        assert_eq!(found.iter().filter(|s| s.notes == ["licence_not_read"]).count(), 2);
    }

    #[test]
    fn what_is_no_document_is_unreadable() {
        for text in
            ["", "<html></html>", "<rsl><content/></rsl>", "<rsl xmlns='https://rslstandard.org/rsl'><content", "\u{0}"]
        {
            let files = [File { place: DOCUMENT, status: 200, body: text.as_bytes() }];
            let found = read(&Input { path: "/", files: &files, ..Input::default() });
            assert!(found.iter().all(|s| s.value == Value::Unreadable) && !found.is_empty(), "{text}");
        }
    }
}
