//! What strangers may hand over: huge, repeated, nested, of no encoding. Every protocol reads it in bounded time.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::time::{Duration, Instant};

use gpai_optout::asset::Asset;
use gpai_optout::html::Page;
use gpai_optout::robots::{Dialect, Robots};
use gpai_optout::{Agent, File, Input, Media, PROTOCOLS, Purpose, Signal, Wants, judge, read_all};
use proptest::prelude::*;

/// The bytes as everything that any protocol wants.
fn everywhere(body: &[u8], path: &str) -> Vec<Signal> {
    let text = String::from_utf8_lossy(body);
    let page = Page::read(body);
    let asset = Asset::read(body);
    let mut files = Vec::new();
    let mut headers: Vec<(&str, &str)> = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        match wants {
            Wants::File(place, _) => files.push(File { place, status: 200, body }),
            Wants::Header(name) => headers.push((name, &text)),
            Wants::Element(_) | Wants::Metadata(_) => {}
        }
    }
    let robots = Robots::parse(body, Dialect::Rfc9309);
    let agent = Agent { token: "X", majors: &["A", "B", "C"], controls: &["D"], ..Agent::default() };
    let mut all = Vec::new();
    for media in [Media::Text, Media::Image] {
        let robots = Some((&robots, body));
        let input = Input {
            path,
            agent,
            media,
            robots,
            files: &files,
            headers: &headers,
            page: Some(&page),
            asset: Some(&asset),
            year: Some(2026),
            ..Input::default()
        };
        all.extend(read_all(&input));
    }
    all
}

#[test]
fn repetition_without_end_takes_bounded_time() {
    let many: [(&str, String); 14] = [
        ("signals", "User-agent: X\nContent-Signal: ai-train=no\n".repeat(11_000)),
        ("usage", format!("User-agent: X\n{}", "Content-Usage: /a train-ai=n\n".repeat(17_000))),
        ("usage stars", format!("User-agent: X\n{}", "Content-Usage: /*a*b*c train-ai=n\n".repeat(15_000))),
        ("groups", "User-agent: X\nContent-Usage: train-ai=y\nAllow: /\n".repeat(9_000)),
        ("licences", "License: https://a.example/l\n".repeat(17_000)),
        ("directives", "noai,x: noai,".repeat(50_000)),
        ("trust", "datatrainingallowed=yes\n".repeat(50_000)),
        ("agents", format!("{}{}", "User-agent: X\n".repeat(15_000), "Disallow: *.a\n".repeat(20_000))),
        ("metas", "<meta name=robots content=noai>".repeat(20_000)),
        ("deep json", "[".repeat(200_000)),
        ("deep html", "<a>".repeat(200_000)),
        ("entries", format!("[{}0]", "{\"location\":\"/*a*b\",\"tdm-reservation\":1},".repeat(20_000))),
        (
            "contents",
            format!(
                "<rsl xmlns='https://rslstandard.org/rsl'>{}</rsl>",
                (0..5_000).map(|n| format!("<content url='/*{n}*'><license/></content>")).collect::<String>()
            ),
        ),
        ("deep xml", format!("<rsl xmlns='https://rslstandard.org/rsl'>{}", "<content><license>".repeat(50_000))),
    ];
    for (name, text) in &many {
        let begin = Instant::now();
        let found = everywhere(text.as_bytes(), "/a/b/c");
        for purpose in Purpose::ALL {
            let _ = judge(&found, purpose);
        }
        assert!(found.len() < 40_000, "{name}: {} signals", found.len());
        // Unoptimised, on a busy machine: a square in the length would take minutes.
        assert!(begin.elapsed() < Duration::from_secs(20), "{name}: {:?}", begin.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_bytes_are_read_alike_twice(
        parts in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..12),
            prop::sample::select(vec![
                "User-agent: X\n", "Disallow: /", "Content-Signal: ai-train=no,use=full\n", "Content-Usage: /a train-ai=n\n",
                "License: RSL document\n", "[{\"location\":\"/\",\"tdm-reservation\":", "1}]", "<meta name=robots content='",
                "noai'>", "<rsl xmlns='https://rslstandard.org/rsl'><content url='/'><license><permits>", "ai-train",
                "</permits></license></content></rsl>", "datatrainingallowed=no\n", "x: noai, noimageai", "\u{feff}", "\r",
            ]).prop_map(|text| text.as_bytes().to_vec()),
        ], 0..12),
        path in "/[a-c?*$%]{0,6}",
    ) {
        let body = parts.concat();
        let found = everywhere(&body, &path);
        prop_assert_eq!(&found, &everywhere(&body, &path));
        for signal in &found {
            let protocol = PROTOCOLS.iter().find(|p| p.id == signal.protocol).unwrap();
            prop_assert!(signal.notes.iter().all(|note| protocol.notes.contains(note)), "{:?}", signal.notes);
        }
    }
}

#[test]
fn a_hundred_megabytes_and_a_million_groups_are_bounded() {
    let mut lines = "User-agent: X\nDisallow: /first\n".to_owned();
    lines.push_str(&"# nothing but comments and more of them on every line\n".repeat(2_000_000));
    let groups: String = (0..1_000_000).map(|n| format!("User-agent: a{n}\nDisallow: /{n}\n")).collect();
    for text in [lines, groups] {
        let begin = Instant::now();
        let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
        let found = everywhere_of(&robots, text.as_bytes());
        assert!(robots.size() < 32 << 20, "{}", robots.size());
        assert!(found.len() < 1_000);
        assert!(gpai_optout::robots::skipped(text.as_bytes(), Dialect::Rfc9309, 100).len() <= 100);
        assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
    }
}

/// What the protocols in robots.txt make of it.
fn everywhere_of(robots: &Robots, body: &[u8]) -> Vec<Signal> {
    let agent = Agent { token: "X", majors: &["A", "B", "C"], ..Agent::default() };
    read_all(&Input { path: "/a", agent, robots: Some((robots, body)), ..Input::default() })
}
