//! The engine against a matcher that follows RFC 9309 word by word and tries every way; and what must change nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use gpai_optout::robots::{Access, Dialect, Robots};
use proptest::prelude::*;

/// Whether a pattern matches, by trying every length for every star.
fn naive_match(pattern: &[u8], path: &[u8]) -> bool {
    match pattern {
        [] => true,
        [b'$'] => path.is_empty(),
        [b'*', rest @ ..] => (0..=path.len()).any(|skip| naive_match(rest, &path[skip..])),
        [first, rest @ ..] => path.first() == Some(first) && naive_match(rest, &path[1..]),
    }
}

/// A file as data: groups of agents with rules.
type File = Vec<(Vec<&'static str>, Vec<(bool, String)>)>;

/// Allowed, by the words of the standard: merge the groups of the agent, else those of `*`; the longest match, Allow before
/// Disallow.
fn naive(file: &File, agent: &str, path: &str) -> bool {
    let mine = |name: &str| -> Vec<&(bool, String)> {
        file.iter()
            .filter(|(agents, _)| agents.iter().any(|a| a.eq_ignore_ascii_case(name)))
            .flat_map(|(_, rules)| rules)
            .collect()
    };
    let has = file.iter().any(|(agents, _)| agents.iter().any(|a| a.eq_ignore_ascii_case(agent)));
    let rules = if has { mine(agent) } else { mine("*") };
    let best = rules
        .iter()
        .filter(|(_, pattern)| !pattern.is_empty() && naive_match(pattern.as_bytes(), path.as_bytes()))
        .max_by_key(|(allow, pattern)| (pattern.len(), *allow));
    best.is_none_or(|(allow, _)| *allow)
}

fn written(file: &File, end: &str, noise: &str) -> String {
    let mut text = String::new();
    for (agents, rules) in file {
        for agent in agents {
            text += &format!("User-agent: {agent}{end}{noise}");
        }
        for (allow, pattern) in rules {
            text += &format!("{}: {pattern}{end}{noise}", if *allow { "Allow" } else { "Disallow" });
        }
    }
    text
}

fn patterns() -> impl Strategy<Value = String> {
    prop_oneof![1 => Just(String::new()), 9 => "[/*][ab/*]{0,6}[$]?"]
}

fn files() -> impl Strategy<Value = File> {
    let agents = prop::collection::vec(prop::sample::select(vec!["*", "A", "b", "A-B"]), 1..3);
    // A group without a rule would run into the next: give each one.
    let rules = prop::collection::vec((any::<bool>(), patterns()), 1..5);
    prop::collection::vec((agents, rules), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_engine_agrees_with_the_letter(file in files(), agent in "[AaBb]|A-B|C", path in "/[ab/]{0,8}") {
        let robots = Robots::parse(written(&file, "\n", "").as_bytes(), Dialect::Rfc9309);
        let found = robots.check(&[&agent], &path).access == Access::Allow;
        prop_assert_eq!(found, naive(&file, &agent, &path));
    }

    #[test]
    fn line_ends_comments_and_blank_lines_change_nothing(file in files(), agent in "[Ab]", path in "/[ab/]{0,8}") {
        let access = |text: String| Robots::parse(text.as_bytes(), Dialect::Rfc9309).check(&[&agent], &path).access;
        let plain = access(written(&file, "\n", ""));
        for (end, noise) in [("\r\n", ""), ("\r", ""), ("  # x\n", ""), ("\n", "\n# Disallow: /\n"), ("\t\r\n", "Sitemap: /\r")] {
            prop_assert_eq!(plain, access(written(&file, end, noise)));
        }
    }

    #[test]
    fn the_order_of_groups_and_rules_changes_nothing(file in files(), agent in "[Ab]", path in "/[ab/]{0,8}") {
        let access = |file: &File| {
            Robots::parse(written(file, "\n", "").as_bytes(), Dialect::Rfc9309).check(&[&agent], &path).access
        };
        let mut turned: File = file.iter().cloned().rev().collect();
        for (_, rules) in &mut turned {
            rules.reverse();
        }
        prop_assert_eq!(access(&file), access(&turned));
    }

    #[test]
    fn encoded_paths_are_the_same_paths(pattern in "/[a~é*]{0,5}", path in "/[a~é]{0,6}") {
        let encode = |text: &str, all: bool| -> String {
            text.bytes().map(|b| match b {
                b'/' | b'*' => char::from(b).to_string(),
                _ if all || !b.is_ascii() => format!("%{b:02x}"),
                _ => char::from(b).to_string(),
            }).collect()
        };
        let access = |pattern: &str, path: &str| {
            let text = format!("User-agent: *\nDisallow: {pattern}");
            Robots::parse(text.as_bytes(), Dialect::Rfc9309).check(&["X"], path).access
        };
        let plain = access(&pattern, &path);
        for all in [false, true] {
            prop_assert_eq!(plain, access(&encode(&pattern, all), &path));
            prop_assert_eq!(plain, access(&pattern, &encode(&path, all)));
        }
    }

    #[test]
    fn any_bytes_are_read_and_every_mark_is_in_them(body in prop::collection::vec(any::<u8>(), 0..400), path in ".{0,20}") {
        for dialect in [Dialect::Rfc9309, Dialect::Google] {
            let text = [b"User-agent: x\nDisallow: /", &body[..]].concat();
            let found = Robots::parse(&text, dialect).check(&["x"], &path);
            if let Some(mark) = found.rule {
                prop_assert!((mark.offset + mark.length) as usize <= text.len());
                prop_assert!(text[mark.offset as usize] == b'/' || text[mark.offset as usize] == b'*');
            }
        }
    }
}
