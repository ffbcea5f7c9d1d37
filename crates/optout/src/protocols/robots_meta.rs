//! Directives for robots in a header (`X-Robots-Tag`) or in the page (`meta name="robots"`): `noai`, `noimageai` and `noml` as
//! reservations, `noarchive` and `nocache` for the operators that read them so.

use super::{Protocol, Wants};
use crate::input::{Input, Media};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// Directives for robots.
pub const PROTOCOL: Protocol = Protocol {
    id: "robots-meta",
    reads: &[Wants::Header("X-Robots-Tag"), Wants::Element("meta")],
    notes: &["images_only", "noml", "other_operator", "snippet_only", "other_agent"],
    read,
};

/// Directives: what stands before a colon and is one of them names no robot.
const DIRECTIVES: [&str; 21] = [
    "unavailable_after",
    "max-snippet",
    "max-image-preview",
    "max-video-preview",
    "all",
    "none",
    "index",
    "noindex",
    "follow",
    "nofollow",
    "noarchive",
    "nocache",
    "nosnippet",
    "noodp",
    "notranslate",
    "noimageindex",
    "indexifembedded",
    "noai",
    "noimageai",
    "noml",
    "nositelinkssearchbox",
];

/// A directive with its place.
struct Directive {
    word: String,
    mine: bool,
    place: Place,
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let found = directives(input);
    let has = |word: &str| found.iter().find(|d| d.mine && d.word == word);
    let signal = |purpose, value, confidence, at: &Directive, note: &[&'static str]| Signal {
        protocol: PROTOCOL.id,
        version: "convention",
        purpose,
        value,
        confidence,
        place: Some(at.place.clone()),
        operator: None,
        otherwise: None,
        notes: note.to_vec(),
    };
    let mut out = Vec::new();
    let both = [Purpose::Train, Purpose::Tdm];
    if let Some(at) = has("noai") {
        out.extend(both.map(|p| signal(p, Value::Reserved, Confidence::Medium, at, &[])));
    }
    if let Some(at) = has("noml") {
        out.extend(both.map(|p| signal(p, Value::Reserved, Confidence::Low, at, &["noml"])));
    }
    if let Some(at) = has("noimageai") {
        if input.media == Media::Image {
            out.extend(both.map(|p| signal(p, Value::Reserved, Confidence::Medium, at, &["images_only"])));
        } else {
            out.push(signal(Purpose::Train, Value::Silent, Confidence::Medium, at, &["images_only"]));
        }
    }
    let (archive, cache) = (has("noarchive"), has("nocache"));
    match (input.agent.operator, archive, cache) {
        // Both together are treated as `nocache`.
        ("Microsoft", _, Some(at)) => out.extend([Purpose::Train, Purpose::Input].map(|p| Signal {
            operator: Some("Microsoft"),
            ..signal(p, Value::Conditional, Confidence::High, at, &["snippet_only"])
        })),
        ("Microsoft", Some(at), None) => {
            out.extend([Purpose::Train, Purpose::Input].map(|p| Signal {
                operator: Some("Microsoft"),
                ..signal(p, Value::Reserved, Confidence::High, at, &[])
            }))
        }
        ("Amazon", Some(at), _) => out.push(Signal {
            operator: Some("Amazon"),
            ..signal(Purpose::Train, Value::Reserved, Confidence::High, at, &[])
        }),
        (_, Some(at), _) | (_, None, Some(at)) => {
            out.push(signal(Purpose::Train, Value::Silent, Confidence::High, at, &["other_operator"]));
        }
        (_, None, None) => {}
    }
    if out.is_empty() {
        // What speaks to others, or of something else: seen, and silent.
        let others = found.iter().find(|d| !d.mine && matches!(d.word.as_str(), "noai" | "noimageai" | "noml"));
        if let Some(at) = others {
            out.push(signal(Purpose::Train, Value::Silent, Confidence::High, at, &["other_agent"]));
        } else if let Some(at) = found.first() {
            out.push(signal(Purpose::Train, Value::Silent, Confidence::High, at, &[]));
        }
    }
    out
}

fn directives(input: &Input<'_>) -> Vec<Directive> {
    let mine = |name: &str| {
        let agent = &input.agent;
        let tokens = std::iter::once(&agent.token).chain(agent.fallback).chain(agent.controls);
        // Microsoft reads what stands under the name of its search crawler for all its uses.
        let search = agent.operator == "Microsoft" && name.eq_ignore_ascii_case("bingbot");
        search || tokens.into_iter().any(|t| t.eq_ignore_ascii_case(name))
    };
    let mut found = Vec::new();
    for (name, value) in input.header("X-Robots-Tag") {
        let place = Place::new(Source::Header(name.to_owned()), None, value.as_bytes());
        let (mut to_me, mut dated) = (true, false);
        for item in value.split(',') {
            let mut item = item.trim();
            if let Some((before, after)) = item.split_once(':') {
                let before = before.trim();
                let robot =
                    !before.is_empty() && before.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
                let directive = DIRECTIVES.iter().any(|v| v.eq_ignore_ascii_case(before));
                // The rest of a date that a comma cut: `Fri, 25 Jun 2027 15:00` and the like.
                let date = std::mem::take(&mut dated) && before.starts_with(|c: char| c.is_ascii_digit());
                if robot && !directive && !date {
                    to_me = before.eq_ignore_ascii_case("robots") || mine(before);
                    item = after.trim();
                } else if directive {
                    dated = before.eq_ignore_ascii_case("unavailable_after");
                    item = before;
                }
            }
            keep(&mut found, item, to_me, &place);
        }
    }
    // A page speaks for itself, not for the images in it.
    let elements = input.page.filter(|_| input.media == Media::Text).map(|page| page.elements.as_slice());
    for element in elements.unwrap_or_default().iter().filter(|e| e.name == "meta") {
        let name = element.get("name").unwrap_or_default().trim();
        let general = name.eq_ignore_ascii_case("robots");
        if !general && !mine(name) {
            continue;
        }
        let place = Place::new(Source::Element("meta".to_owned()), Some(element.at), element.tag.as_bytes());
        for item in element.get("content").unwrap_or_default().split(',') {
            keep(&mut found, item.trim(), true, &place);
        }
    }
    found
}

/// Keeps the first directive of all, and of each that may reserve something the first; a header may hold any number.
fn keep(found: &mut Vec<Directive>, item: &str, mine: bool, place: &Place) {
    let word = item.to_ascii_lowercase();
    let known = found.iter().any(|d| d.word == word && d.mine == mine);
    if found.is_empty() || (!known && ["noai", "noimageai", "noml", "noarchive", "nocache"].contains(&word.as_str())) {
        found.push(Directive { word, mine, place: place.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::Page;
    use crate::input::Agent;

    fn ask(headers: &[&str], html: &str, operator: &str, media: Media, purpose: Purpose) -> Option<Value> {
        let headers: Vec<(&str, &str)> = headers.iter().map(|value| ("x-robots-tag", *value)).collect();
        let page = Page::read(html.as_bytes());
        let agent = Agent { token: "x", operator, ..Agent::default() };
        let input = Input { path: "/a", agent, media, headers: &headers, page: Some(&page), ..Input::default() };
        read(&input).into_iter().find(|s| s.purpose == purpose).map(|s| s.value)
    }

    fn train(headers: &[&str], html: &str) -> Option<Value> {
        ask(headers, html, "", Media::Text, Purpose::Train)
    }

    #[test]
    fn noai_and_its_kin() {
        let (reserved, silent) = (Some(Value::Reserved), Some(Value::Silent));
        // M1 to M4
        assert_eq!(train(&["noindex, NoAI"], ""), reserved);
        assert_eq!(train(&["otherbot: noai"], ""), silent);
        assert_eq!(train(&["X : noai, noindex"], ""), reserved);
        assert_eq!(train(&["max-image-preview:large"], ""), silent);
        let two = "<meta name=robots content=index><META NAME=Robots CONTENT='all, noai '>";
        assert_eq!(train(&[], two), reserved);
        // M5
        let images = "<meta name=robots content=noimageai>";
        assert_eq!(train(&[], images), silent);
        assert_eq!(ask(&["noimageai"], "", "", Media::Image, Purpose::Train), reserved);
        assert_eq!(ask(&[], images, "", Media::Image, Purpose::Train), None, "a page does not speak for its images");
        // A date with commas and colons names no robot.
        assert_eq!(train(&["unavailable_after: Fri, 25 Jun 2027 15:00:00 PST, noai"], ""), reserved);
        assert_eq!(train(&["other: noindex, x: noai"], ""), reserved);
        assert_eq!(train(&["unavailable_after: Fri, 2027-06-25T15:00:00Z, noai"], ""), reserved);
        assert_eq!(train(&["unavailable_after: 2027-06-25T15:00:00Z, noai"], ""), reserved);
        assert_eq!(train(&["360Spider: noai"], ""), silent);
        assert_eq!(train(&["noai: "], ""), reserved, "a directive with a colon names no robot");
        assert_eq!(train(&["noml"], ""), reserved);
        assert_eq!(train(&[], "<meta name=otherbot content=noai>"), None);
        assert_eq!(train(&[], "<meta name=X content=noai>"), reserved);
    }

    #[test]
    fn noarchive_binds_who_says_so() {
        let ask = |value, operator, purpose| ask(&[value], "", operator, Media::Text, purpose);
        // B1 to B4
        assert_eq!(ask("noarchive", "Microsoft", Purpose::Train), Some(Value::Reserved));
        assert_eq!(ask("noarchive", "Microsoft", Purpose::Input), Some(Value::Reserved));
        assert_eq!(ask("nocache", "Microsoft", Purpose::Train), Some(Value::Conditional));
        assert_eq!(ask("noarchive, nocache", "Microsoft", Purpose::Train), Some(Value::Conditional));
        assert_eq!(ask("noarchive", "OpenAI", Purpose::Train), Some(Value::Silent));
        assert_eq!(ask("bingbot: noarchive", "Microsoft", Purpose::Train), Some(Value::Reserved));
        assert_eq!(ask("bingbot: noai", "OpenAI", Purpose::Train), Some(Value::Silent));
        assert_eq!(ask("noarchive", "Amazon", Purpose::Train), Some(Value::Reserved));
        assert_eq!(ask("nocache", "Amazon", Purpose::Train), Some(Value::Silent));
    }
}
