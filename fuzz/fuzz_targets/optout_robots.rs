//! Hostile bytes as robots.txt: what decides is the first of what competes, storing and loading changes nothing, and what is
//! skipped stands in the file.
#![no_main]

use gpai_optout::robots::{Dialect, Robots, skipped};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (head, body) = data.split_at(data.len().min(12));
    let path = format!("/{}", String::from_utf8_lossy(head));
    let _ = Robots::from_bytes(data);
    for dialect in [Dialect::Rfc9309, Dialect::Google] {
        let robots = Robots::parse(body, dialect);
        let loaded = Robots::from_bytes(&robots.to_bytes()).expect("what was stored is loaded");
        for token in ["GPTBot", "x", "AI2Bot"] {
            let rules = robots.rules(&[token]);
            let decision = rules.check(&path);
            assert_eq!(decision, loaded.check(&[token], &path));
            if path != "/robots.txt" {
                assert_eq!(decision.rule, rules.competing(&path).first().map(|(_, mark)| *mark));
            }
        }
        for found in skipped(body, dialect, 1000) {
            assert!(found.line >= 1 && found.line as usize <= body.len() + 1);
        }
        let _ = robots.loosely(body);
    }
});
