//! The vectors of RSL, and what is no conformant document.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
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
        format!("<rsl xmlns='https://rslstandard.org/rsl'><content url='/'><license>{word}</license></content></rsl>")
    };
    let (a, b) = (body("<prohibits>all</prohibits>"), body("<permits>all</permits>"));
    let files = [
        File { place: "https://a.example/a.xml", status: 200, body: a.as_bytes() },
        File { place: "https://a.example/b.xml", status: 200, body: b.as_bytes() },
    ];
    let ask = |token, files: &[File<'_>]| {
        let agent = Agent { token, ..Agent::default() };
        let input = Input { path: "/x", agent, robots: Some((&robots, text.as_bytes())), files, ..Input::default() };
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

#[test]
fn limits_to_places_and_users_bind_who_is_known() {
    let geo = "<permits type=\"usage\">all</permits><permits type=\"geo\">US</permits>";
    let not = "<permits type=\"usage\">all</permits><prohibits type=\"geo\">EU</prohibits>";
    let user = "<permits type=\"usage\">ai-train</permits><permits type=\"user\">education personal</permits>";
    let ask = |licence: &str, country, user| {
        let text = format!(
            "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license>{licence}</license></content></rsl>"
        );
        let files = [File { place: DOCUMENT, status: 200, body: text.as_bytes() }];
        let agent = Agent { country, user, ..Agent::default() };
        let found = read(&Input { path: "/a", agent, files: &files, ..Input::default() });
        let train = found.into_iter().find(|s| s.purpose == Purpose::Train).unwrap();
        (train.value, train.notes)
    };
    // L8
    assert_eq!(ask(geo, "DE", ""), (Value::Reserved, vec!["limited"]));
    assert_eq!(ask(geo, "us", ""), (Value::Granted, vec![]));
    assert_eq!(ask(geo, "", ""), (Value::Conditional, vec!["condition"]));
    assert_eq!((ask(not, "fr", "").0, ask(not, "EU", "").0, ask(not, "GB", "").0), {
        (Value::Reserved, Value::Reserved, Value::Granted)
    });
    assert_eq!(ask(user, "", "commercial"), (Value::Reserved, vec!["limited"]));
    assert_eq!((ask(user, "", "education").0, ask(user, "", "").0), (Value::Granted, Value::Conditional));
    // A priced licence for training is a term for mining too.
    let paid = "<permits>ai-train</permits><payment type=\"purchase\"/>";
    assert_eq!((site(paid, Purpose::Tdm), site(paid, Purpose::Train).0), {
        ((Value::Conditional, vec!["condition"]), Value::Conditional)
    });
    assert_eq!(site("<permits>all</permits><payment type=\"attribution\"/>", Purpose::Train).0, Value::Conditional);
}

#[test]
fn an_address_of_another_host_speaks_of_that_host() {
    let text = "<rsl xmlns='https://rslstandard.org/rsl'><content url='https://b.example/'><license><prohibits>all</prohibits>\
                </license></content></rsl>";
    let files = [File { place: DOCUMENT, status: 200, body: text.as_bytes() }];
    let ask = |origin| read(&Input { path: "/a", origin, files: &files, ..Input::default() }).len();
    assert_eq!((ask("https://a.example"), ask("https://B.example"), ask("")), (0, 4, 4));
}

#[test]
fn the_page_stands_before_the_site() {
    let html = "<script type='application/rsl+xml'><rsl xmlns='https://rslstandard.org/rsl'><content url='/other'>\
                <license><permits>ai-train</permits></license></content></rsl></script>";
    let two = html.replace("</rsl>", "<content url='/'><license><permits>all</permits></license></content></rsl>");
    let site = "<rsl xmlns='https://rslstandard.org/rsl'><content url='/'><license><prohibits>ai-all</prohibits></license>\
                </content></rsl>";
    let files = [File { place: DOCUMENT, status: 200, body: site.as_bytes() }];
    let ask = |html: &str, purpose| {
        let page = crate::html::Page::read(html.as_bytes());
        let found = read(&Input { path: "/x", page: Some(&page), files: &files, ..Input::default() });
        crate::judge(&found, purpose).value
    };
    assert_eq!(ask(html, Purpose::Train), Value::Granted);
    // A page has exactly one content; its licence closes the list, and of mining as a whole the site speaks no more.
    assert_eq!(ask(html, Purpose::Input), Value::Reserved);
    assert_eq!(ask(&two, Purpose::Train), Value::Reserved, "not conformant: the site stands");
}
