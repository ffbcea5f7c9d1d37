//! Hostile bytes as robots.txt and as every other thing that protocols read; all of it is read, and every place exists.
#![no_main]

use gpai_optout::asset::Asset;
use gpai_optout::html::Page;
use gpai_optout::robots::{Dialect, Robots, from_utf16, target};
use gpai_optout::{Agent, File, Input, Media, PROTOCOLS, Purpose, Wants, judge, read_all};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (head, body) = data.split_at(data.len().min(16));
    let text = String::from_utf8_lossy(head);
    let path = target(&text).map(|path| path.into_owned()).unwrap_or_else(|_| format!("/{text}"));
    let value = String::from_utf8_lossy(body);
    let page = Page::read(body);
    let asset = Asset::read(body);
    let mut files = Vec::new();
    let mut headers = Vec::new();
    for wants in PROTOCOLS.iter().flat_map(|protocol| protocol.reads) {
        match wants {
            Wants::File(place, _) => files.push(File { place, status: 200, body }),
            Wants::Header(name) => headers.push((*name, &*value)),
            Wants::Element(_) | Wants::Metadata(_) => {}
        }
    }
    let _ = from_utf16(body);
    for dialect in [Dialect::Rfc9309, Dialect::Google] {
        let robots = Robots::parse(body, dialect);
        let decision = robots.check(&["GPTBot"], &path);
        assert_eq!(decision, robots.check(&["gptbot"], &path));
        if let Some(mark) = decision.rule {
            let value = &body[mark.offset as usize..][..mark.length as usize];
            assert!(matches!(value[0], b'/' | b'*'));
        }
        let agent =
            Agent { token: "GPTBot", majors: &["CCBot", "X"], controls: &["Google-Extended"], ..Agent::default() };
        for media in [Media::Text, Media::Image] {
            let robots = Some((&robots, body));
            let input = Input {
                path: &path,
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
            let signals = read_all(&input);
            assert_eq!(signals, read_all(&input));
            for signal in &signals {
                let protocol = PROTOCOLS.iter().find(|p| p.id == signal.protocol).unwrap();
                assert!(signal.notes.iter().all(|note| protocol.notes.contains(note)), "{:?}", signal.notes);
            }
            for purpose in Purpose::ALL {
                let _ = judge(&signals, purpose);
            }
        }
    }
});
