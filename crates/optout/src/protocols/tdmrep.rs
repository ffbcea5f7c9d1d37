//! TDMRep, the TDM Reservation Protocol: a file of the site, then headers, then the page; the later one that says something
//! stands, and what is absent resets nothing.

use serde_json::Value as Json;

use super::{Protocol, Wants};
use crate::input::{Input, Media};
use crate::robots::{normal, pattern_matches};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// TDMRep.
pub const PROTOCOL: Protocol = Protocol {
    id: "tdmrep",
    reads: &[
        Wants::File(FILE, "tdmrep"),
        Wants::Header("tdm-reservation"),
        Wants::Header("tdm-policy"),
        Wants::Element("meta"),
        Wants::Metadata("XMP"),
        Wants::Metadata("EPUB"),
    ],
    notes: &[
        "other_namespace",
        "policy",
        "text_value",
        "single_object",
        "protocol_error",
        "not_json",
        "search_not_named",
    ],
    read,
};

const FILE: &str = "/.well-known/tdmrep.json";

/// What one channel says.
#[derive(Default)]
struct Said {
    reserved: Option<bool>,
    policy: Option<String>,
    place: Option<Place>,
    notes: Vec<&'static str>,
}

impl Said {
    /// A later channel replaces what it sets, and nothing else.
    fn then(&mut self, later: Said) {
        self.notes.extend(later.notes);
        if later.reserved.is_some() {
            self.reserved = later.reserved;
            self.place = later.place;
        }
        if later.policy.is_some() {
            self.policy = later.policy;
        }
    }
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let mut said = Said::default();
    let mut unreadable = None;
    match file(input) {
        Some(Ok(found)) => said.then(found),
        Some(Err(place)) => unreadable = Some(place),
        None => {}
    }
    said.then(headers(input));
    if input.media == Media::Text {
        said.then(page(input));
    }
    said.then(package(input));
    said.then(metadata(input));
    let signal = |purpose, value, confidence, place: &Option<Place>, notes: Vec<&'static str>| Signal {
        protocol: PROTOCOL.id,
        version: "final report, 10 May 2024",
        purpose,
        value,
        confidence,
        place: place.clone(),
        operator: None,
        otherwise: None,
        notes,
    };
    let Some(reserved) = said.reserved else {
        if let Some(place) = unreadable {
            let of = |p| signal(p, Value::Unreadable, Confidence::Low, &Some(place.clone()), vec!["not_json"]);
            return [Purpose::Train, Purpose::Tdm].map(of).to_vec();
        }
        return if said.notes.is_empty() {
            Vec::new()
        } else {
            vec![signal(Purpose::Tdm, Value::Silent, Confidence::Low, &said.place, said.notes)]
        };
    };
    let mut notes = said.notes;
    if !reserved {
        // The specification asks not to process a policy here.
        let of = |p| signal(p, Value::Granted, Confidence::High, &said.place, notes.clone());
        return [Purpose::Train, Purpose::Tdm].map(of).to_vec();
    }
    // A policy offers terms for mining; of answers it says nothing, so they stay reserved.
    let value = if said.policy.is_some() { Value::Conditional } else { Value::Reserved };
    if said.policy.is_some() {
        notes.push("policy");
    }
    let with = |note| notes.iter().copied().chain([note]).collect();
    vec![
        signal(Purpose::Train, value, Confidence::High, &said.place, notes.clone()),
        signal(Purpose::Tdm, value, Confidence::High, &said.place, notes.clone()),
        signal(Purpose::Input, Value::Reserved, Confidence::Low, &said.place, notes.clone()),
        signal(Purpose::Search, Value::Silent, Confidence::Low, &said.place, with("search_not_named")),
    ]
}

/// The file of the site: the first entry whose location matches counts, whatever comes after. `Err` where it is there and
/// cannot be read.
fn file(input: &Input<'_>) -> Option<Result<Said, Place>> {
    let file = input.file(&[FILE]).filter(|file| (200..300).contains(&file.status))?;
    let body = file.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file.body);
    let source = || Source::File(FILE.to_owned());
    let mut said = Said::default();
    let entries = match serde_json::from_slice(body) {
        Ok(Json::Array(entries)) => entries,
        Ok(entry @ Json::Object(_)) => {
            said.notes.push("single_object");
            vec![entry]
        }
        _ => {
            let first: Vec<u8> = body.iter().copied().take_while(|b| *b != b'\n').collect();
            return Some(Err(Place::new(source(), Some((1, 1)), &first)));
        }
    };
    let whole = normal(input.path);
    let path: Vec<u8> = whole.iter().copied().take_while(|b| *b != b'?').collect();
    for (number, entry) in entries.iter().enumerate() {
        let Some(location) = entry.get("location").and_then(Json::as_str) else {
            said.notes.push("protocol_error");
            continue;
        };
        let subject: &[u8] = if location.contains('?') { &whole } else { &path };
        if !pattern_matches(location.as_bytes(), subject) {
            continue;
        }
        let value = entry.get("tdm-reservation");
        said.reserved = match value {
            Some(Json::Number(n)) if n.as_u64() == Some(1) => Some(true),
            Some(Json::Number(n)) if n.as_u64() == Some(0) => Some(false),
            Some(Json::String(text)) if matches!(text.trim(), "0" | "1") => {
                said.notes.push("text_value");
                Some(text.trim() == "1")
            }
            _ => {
                said.notes.push("protocol_error");
                None
            }
        };
        said.policy = entry.get("tdm-policy").and_then(Json::as_str).map(str::to_owned);
        let offset = (file.body.len() - body.len()) + element(body, number);
        let text = file.body.get(offset..).unwrap_or_default();
        let text: Vec<u8> = text.iter().copied().take_while(|b| *b != b'}').chain([b'}']).collect();
        said.place = Some(Place::new(source(), Some(place(file.body, offset)), &text));
        break;
    }
    Some(Ok(said))
}

/// Where the element of this number begins in a text that holds an array, or one object.
fn element(text: &[u8], number: usize) -> usize {
    let (mut depth, mut quoted, mut escaped, mut seen) = (0_usize, false, false, 0_usize);
    let outer = if text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'[') { 1 } else { 0 };
    let mut begin = true;
    for (at, byte) in text.iter().enumerate() {
        if quoted {
            (quoted, escaped) = (escaped || *byte != b'"', *byte == b'\\' && !escaped);
            continue;
        }
        if depth == outer && begin && !byte.is_ascii_whitespace() && (outer == 0 || *byte != b']') {
            begin = false;
            if seen == number {
                return at;
            }
            seen += 1;
        }
        match byte {
            b'"' => quoted = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == outer => begin = true,
            _ => {}
        }
    }
    0
}

/// Line and column of an offset.
fn place(text: &[u8], offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|b| **b != b'\n').count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

fn headers(input: &Input<'_>) -> Said {
    let mut said = Said::default();
    for (name, value) in input.header("tdm-reservation") {
        let place = Place::new(Source::Header(name.to_owned()), None, value.as_bytes());
        said.then(text(value, place));
    }
    said.policy = input.header("tdm-policy").last().map(|(_, value)| value.to_owned());
    said
}

/// The page speaks for itself alone, not for the images in it.
fn page(input: &Input<'_>) -> Said {
    let mut said = Said::default();
    let Some(page) = input.page else { return said };
    for (element, value) in page.metas("tdm-reservation") {
        let place = Place::new(Source::Element("meta".to_owned()), Some(element.at), element.tag.as_bytes());
        said.then(text(value, place));
    }
    said.policy = page.metas("tdm-policy").last().map(|(_, value)| value.to_owned());
    said
}

/// The package of an EPUB speaks for all that is in it.
fn package(input: &Input<'_>) -> Said {
    let mut said = Said::default();
    let Some(asset) = input.asset else { return said };
    for meta in asset.package.iter().filter(|meta| meta.name == "tdm:reservation") {
        let place = Place::new(Source::Metadata("EPUB".to_owned()), Some(meta.at), meta.tag.as_bytes());
        let mut one = text(&meta.value, place);
        if !meta.bound {
            one.notes.push("other_namespace");
        }
        said.then(one);
    }
    said.policy = asset.package.iter().rfind(|meta| meta.name == "tdm:policy").map(|meta| meta.value.clone());
    said
}

/// The XMP of a PDF or another file speaks for the whole of it. The report gives PDF a namespace that ends with a slash, and
/// EPUB one that ends with `#`; the one in the place of the other is taken, and remarked on.
fn metadata(input: &Input<'_>) -> Said {
    const OWN: &str = "http://www.w3.org/ns/tdmrep/";
    const BOTH: [&str; 2] = [OWN, "http://www.w3.org/ns/tdmrep#"];
    let mut said = Said::default();
    for packet in input.asset.map(|asset| asset.xmp.as_slice()).unwrap_or_default() {
        for property in packet.get(&BOTH, "reservation") {
            let place = Place::new(Source::Metadata("XMP".to_owned()), Some(property.at), property.tag.as_bytes());
            let mut one = text(&property.value, place);
            if property.namespace != OWN {
                one.notes.push("other_namespace");
            }
            said.then(one);
        }
        if let Some(policy) = packet.get(&BOTH, "policy").last() {
            said.policy = Some(policy.value.clone());
        }
    }
    said
}

/// A value as text; anything but 1 and 0 is an error, and sets nothing.
fn text(value: &str, place: Place) -> Said {
    match value.trim() {
        "1" => Said { reserved: Some(true), place: Some(place), ..Said::default() },
        "0" => Said { reserved: Some(false), place: Some(place), ..Said::default() },
        _ => Said { notes: vec!["protocol_error"], ..Said::default() },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::html::Page;
    use crate::input::File;

    fn ask(file: Option<&str>, headers: &[(&str, &str)], html: Option<&str>, path: &str, media: Media) -> Vec<Signal> {
        let page = html.map(|html| Page::read(html.as_bytes()));
        let files: Vec<File<'_>> =
            file.map(|text| File { place: FILE, status: 200, body: text.as_bytes() }).into_iter().collect();
        read(&Input { path, media, files: &files, headers, page: page.as_ref(), ..Input::default() })
    }

    fn tdm(file: Option<&str>, headers: &[(&str, &str)], html: Option<&str>, path: &str) -> (Value, Vec<&'static str>) {
        let found = ask(file, headers, html, path, Media::Text);
        let one = found.into_iter().find(|s| s.purpose == Purpose::Tdm);
        one.map_or((Value::Silent, Vec::new()), |s| (s.value, s.notes))
    }

    const YES: &str = r#"[{"location":"/","tdm-reservation":1}]"#;
    const NO: &str = r#"[{"location":"/","tdm-reservation":0}]"#;

    #[test]
    fn the_vectors_hold() {
        let reserved = (Value::Reserved, vec![]);
        // T1
        assert_eq!(tdm(Some(YES), &[], None, "/any/path"), reserved);
        // T2, T3: the first match counts, not the longest.
        let a = r#"[{"location":"/a/*","tdm-reservation":0},{"location":"/","tdm-reservation":1}]"#;
        assert_eq!(tdm(Some(a), &[], None, "/a/x"), (Value::Granted, vec![]));
        assert_eq!(tdm(Some(a), &[], None, "/b"), reserved);
        let b = r#"[{"location":"/","tdm-reservation":1},{"location":"/a","tdm-reservation":0}]"#;
        assert_eq!(tdm(Some(b), &[], None, "/a"), reserved);
        // T4, T5, T6: later channels replace what they set.
        assert_eq!(tdm(Some(YES), &[("TDM-Reservation", "0")], None, "/").0, Value::Granted);
        assert_eq!(tdm(Some(NO), &[], Some("<meta name='tdm-reservation' content='1'>"), "/"), reserved);
        assert_eq!(tdm(Some(YES), &[("tdm-reservation", "2")], None, "/"), (Value::Reserved, vec!["protocol_error"]));
        // T7
        let one = r#"{"location":"/","tdm-reservation":1}"#;
        assert_eq!(tdm(Some(one), &[], None, "/"), (Value::Reserved, vec!["single_object"]));
        // T8
        let policy = r#"[{"location":"/","tdm-reservation":1,"tdm-policy":"https://a.example/p"}]"#;
        assert_eq!(tdm(Some(policy), &[], None, "/"), (Value::Conditional, vec!["policy"]));
        // T9
        let html = Some("<meta name='tdm-reservation' content='1'>");
        assert!(ask(None, &[], html, "/a.jpg", Media::Image).is_empty());
    }

    #[test]
    fn what_is_odd_is_remarked_on_and_what_is_broken_is_unreadable() {
        let text = r#"[{"location":"/","tdm-reservation":"1"}]"#;
        assert_eq!(tdm(Some(text), &[], None, "/"), (Value::Reserved, vec!["text_value"]));
        for broken in ["<html></html>", "", "[{", "7"] {
            assert_eq!(tdm(Some(broken), &[], None, "/"), (Value::Unreadable, vec!["not_json"]), "{broken}");
        }
        assert_eq!(tdm(Some("<html>"), &[("tdm-reservation", "1")], None, "/").0, Value::Reserved);
        assert_eq!(tdm(Some("[]"), &[], None, "/").0, Value::Silent);
        assert_eq!(tdm(Some(r#"[{"location":"/x"}]"#), &[], None, "/x"), (Value::Silent, vec!["protocol_error"]));
        assert_eq!(tdm(Some(&format!("\u{feff}{YES}")), &[], None, "/").0, Value::Reserved);
        let gone = [File { place: FILE, status: 404, body: YES.as_bytes() }];
        assert!(read(&Input { path: "/", files: &gone, ..Input::default() }).is_empty());
    }

    #[test]
    fn the_place_is_that_of_the_entry() {
        let text = "[\n  {\"location\": \"/x,{]\\\"\", \"tdm-reservation\": 0},\n  {\"location\": \"/\", \"tdm-reservation\": 1}\n]";
        let found = ask(Some(text), &[], None, "/b", Media::Text);
        let place = found[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column), (Some(3), Some(3)));
        assert!(place.text.starts_with("{\"location\": \"/\""));
        assert_eq!(found.len(), 4);
        assert_eq!((found[2].value, found[2].confidence), (Value::Reserved, Confidence::Low));
        assert_eq!(found[3].notes, ["search_not_named"]);
    }
}
