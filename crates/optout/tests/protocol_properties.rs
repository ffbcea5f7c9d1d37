//! What must change nothing: order of groups, line ends, comments, blank lines, a byte-order mark; for every protocol that rides in
//! robots.txt or beside it. And what must hold for any signals: the strictest express word decides.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_optout::html::Page;
use gpai_optout::robots::{Dialect, Robots};
use gpai_optout::{Agent, Confidence, File, Input, Purpose, Signal, Value, judge, read_all};
use proptest::prelude::*;

/// A group: agents, other records and rules.
type Group = (Vec<&'static str>, Vec<&'static str>);

fn groups() -> impl Strategy<Value = Vec<Group>> {
    let agents = prop::collection::vec(prop::sample::select(vec!["*", "A", "B", "GPTBot"]), 1..3);
    let line = prop::sample::select(vec![
        "Content-Signal: ai-train=no",
        "Content-Signal: ai-train=yes, search=no",
        "Content-Signal: use=reference",
        "Content-Signal: ai-input=no,ai-train=maybe",
        "Content-Usage: train-ai=n",
        "Content-Usage: /a train-ai=y, search=n",
        "Content-Usage: bots=n",
        "License: https://a.example/l.xml",
        "DisallowAITraining: /",
        "AllowAITraining: /a",
        "Crawl-delay: 3",
        "Disallow: /b",
    ]);
    // Each group has a rule of its own, or it would run into the next.
    prop::collection::vec((agents, prop::collection::vec(line, 0..4)), 1..5)
}

fn written(groups: &[Group], end: &str, noise: &str) -> String {
    let mut text = String::new();
    for (agents, lines) in groups {
        for agent in agents {
            text += &format!("User-agent: {agent}{end}{noise}");
        }
        for line in lines {
            text += &format!("{line}{end}{noise}");
        }
        text += &format!("Allow: /z{end}");
    }
    text
}

type Said = (String, Purpose, u8, Confidence, Option<u8>);

/// What is said, without places, sorted.
fn said(text: &[u8], path: &str) -> (Vec<Said>, Vec<(Value, u8)>) {
    let robots = Robots::parse(text, Dialect::Rfc9309);
    let agent = Agent { token: "A", majors: &["GPTBot"], ..Agent::default() };
    let signals = read_all(&Input { path, agent, robots: Some((&robots, text)), ..Input::default() });
    let mut all: Vec<Said> = (signals.iter())
        .map(|s| {
            (s.protocol.to_owned(), s.purpose, s.value.strictness(), s.confidence, s.otherwise.map(Value::strictness))
        })
        .collect();
    all.sort();
    let judged = Purpose::ALL.map(|p| judge(&signals, p)).map(|j| (j.value, j.rule)).to_vec();
    (all, judged)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn order_and_dress_change_nothing(groups in groups(), path in "/[abc]{0,2}", turn in 0..5_usize) {
        let plain = said(written(&groups, "\n", "").as_bytes(), &path);
        for (end, noise) in [("\r\n", ""), ("\r", "\r"), (" # x\n", ""), ("\n", "\n# y\n"), ("\t\r\n", "Sitemap: /s\r")] {
            prop_assert_eq!(&plain, &said(written(&groups, end, noise).as_bytes(), &path), "{:?}", end);
        }
        let marked = [b"\xEF\xBB\xBF", written(&groups, "\n", "").as_bytes()].concat();
        prop_assert_eq!(&plain, &said(&marked, &path));
        let mut turned = groups.clone();
        turned.rotate_left(turn % groups.len());
        turned.reverse();
        prop_assert_eq!(&plain, &said(written(&turned, "\n", "").as_bytes(), &path));
    }

    #[test]
    fn the_strictest_express_word_decides(values in prop::collection::vec((0..5_usize, 0..4_usize, 0..6_usize), 0..8)) {
        const VALUES: [Value; 5] = [Value::Granted, Value::Silent, Value::Unreadable, Value::Conditional, Value::Reserved];
        let signals: Vec<Signal> = values.iter().map(|(value, purpose, other)| Signal {
            protocol: "tdmrep", version: "", purpose: Purpose::ALL[*purpose], value: VALUES[*value], confidence: Confidence::High,
            place: None, operator: None, otherwise: VALUES.get(*other).copied(), notes: Vec::new(),
        }).collect();
        for purpose in Purpose::ALL {
            let judged = judge(&signals, purpose);
            let of: Vec<Value> = signals.iter().filter(|s| s.purpose == purpose).map(|s| s.value).collect();
            let express = of.iter().copied().filter(|v| *v != Value::Silent);
            // Nothing expressed is silence; a grant never beats anything that is expressed.
            let expected = express.max_by_key(|v| v.strictness()).unwrap_or(Value::Silent);
            prop_assert_eq!(judged.value, expected);
            prop_assert!(judged.by.iter().all(|s| s.value == expected && s.purpose == purpose));
            if let Some(stricter) = judged.stricter {
                prop_assert!(stricter.otherwise.unwrap().strictness() > expected.strictness());
                prop_assert!(judged.confidence < Confidence::High);
            }
        }
    }

    #[test]
    fn tdmrep_takes_the_first_entry_that_matches(
        entries in prop::collection::vec((prop::sample::select(vec!["/", "/a", "/a/*", "/*b$", "/c"]), any::<bool>()), 0..6),
        path in "/[abc/]{0,4}",
    ) {
        let list: Vec<String> = entries.iter()
            .map(|(at, no)| format!("{{\"location\":\"{at}\",\"tdm-reservation\":{}}}", u8::from(*no))).collect();
        let body = format!("[{}]", list.join(",\n"));
        let matches = |pattern: &str| match pattern {
            "/*b$" => path.ends_with('b'),
            "/a/*" => path.starts_with("/a/"),
            other => path.starts_with(other),
        };
        let expected = entries.iter().find(|(at, _)| matches(at)).map(|(_, no)| *no);
        let files = [File { place: "/.well-known/tdmrep.json", status: 200, body: body.as_bytes() }];
        let page = Page::read(b"<meta name='tdm-reservation' content='7'>");
        // An error in the page, which speaks later, resets nothing.
        let found = read_all(&Input { path: &path, files: &files, page: Some(&page), ..Input::default() });
        let value = judge(&found, Purpose::Tdm).value;
        prop_assert_eq!(value, match expected {
            Some(true) => Value::Reserved,
            Some(false) => Value::Granted,
            None => Value::Silent,
        });
    }
}
