//! ai.txt of Spawning: the grammar of robots.txt with kinds of files, read when media are downloaded.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::record::{Field, Lines, record};
use crate::robots::{Dialect, LIMIT, normal, pattern_matches};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// ai.txt.
pub const PROTOCOL: Protocol =
    Protocol { id: "ai.txt", reads: &[Wants::File(FILE, "ai-txt")], notes: &["another_ai_txt", "equal_length"], read };

const FILE: &str = "/ai.txt";

/// A rule with its line.
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
    place: Place,
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let Some(file) = input.file(&[FILE]).filter(|file| (200..300).contains(&file.status)) else { return Vec::new() };
    let signal = |purpose, value, place: Option<&Place>, notes: Vec<&'static str>| Signal {
        protocol: PROTOCOL.id,
        version: "2023",
        purpose,
        value,
        confidence: Confidence::Medium,
        place: place.cloned(),
        operator: None,
        otherwise: None,
        notes,
    };
    let both = [Purpose::Train, Purpose::Tdm];
    // Unrelated files go by the same name: without an agent and a rule it is none of ours.
    let Some(rules) = rules(file.body, &input.tokens()) else {
        return both.map(|p| signal(p, Value::Silent, None, vec!["another_ai_txt"])).to_vec();
    };
    let path = normal(input.path);
    let path: Vec<u8> = path.iter().copied().take_while(|b| *b != b'?').collect();
    let matching = rules.iter().filter(|rule| matches(&rule.pattern, &path));
    // Which of several rules counts is not written: the longest does, and of two equally long ones the reservation.
    let best = matching.max_by_key(|rule| (rule.pattern.len(), !rule.allow));
    match best {
        None => both.map(|p| signal(p, Value::Silent, None, Vec::new())).to_vec(),
        Some(rule) if rule.allow => both.map(|p| signal(p, Value::Silent, Some(&rule.place), Vec::new())).to_vec(),
        Some(rule) => {
            let equal = |other: &Rule| {
                other.allow && other.pattern.len() == rule.pattern.len() && matches(&other.pattern, &path)
            };
            let notes = if rules.iter().any(equal) { vec!["equal_length"] } else { Vec::new() };
            both.map(|p| signal(p, Value::Reserved, Some(&rule.place), notes.clone())).to_vec()
        }
    }
}

/// The rules of the agent's own groups, else those of `*`; `None` where the file has no agent or no rule at all.
fn rules(body: &[u8], tokens: &[&str]) -> Option<Vec<Rule>> {
    let (mut own, mut everyone) = (Vec::new(), Vec::new());
    // Whether the group that stands open names the agent, or everybody.
    let (mut group, mut mine, mut star) = (false, false, false);
    let (mut any, mut ruled, mut named) = (false, false, false);
    let body = body.get(..LIMIT).unwrap_or(body);
    for line in Lines::new(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body), 0) {
        let Some(found) = record(line.bytes, Dialect::Rfc9309) else { continue };
        match found.field {
            Field::UserAgent => {
                if std::mem::take(&mut ruled) {
                    (mine, star) = (false, false);
                }
                group = true;
                mine |= tokens.iter().any(|t| found.value.eq_ignore_ascii_case(t.as_bytes()));
                star |= found.value == b"*";
                named |= mine;
            }
            Field::Allow | Field::Disallow if group => {
                (ruled, any) = (true, true);
                if found.value.is_empty() {
                    continue;
                }
                let rule = || Rule {
                    allow: found.field == Field::Allow,
                    pattern: found.value.to_vec(),
                    place: Place::new(
                        Source::File(FILE.to_owned()),
                        Some((line.number, u32::try_from(found.value_at + 1).unwrap_or(u32::MAX))),
                        line.bytes,
                    ),
                };
                if mine {
                    own.push(rule());
                } else if star {
                    everyone.push(rule());
                }
            }
            _ => {}
        }
    }
    any.then_some(if named { own } else { everyone })
}

/// `*.jpg`, `.jpg` and `/art/*.jpg` name a kind of file, whatever the case of its ending; anything else is a pattern on the
/// path, from its beginning, or from any `/` where it begins with neither `/` nor `*`.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let from_root = |pattern: &[u8]| match pattern {
        [] | [b'/' | b'*', ..] => pattern.to_vec(),
        _ => [b"*/", pattern].concat(),
    };
    let open = pattern.strip_suffix(b"$").unwrap_or(pattern);
    let star = open.iter().rposition(|b| *b == b'*').map_or(0, |at| at + 1);
    if let Some((before, kind)) = open.split_at_checked(star)
        && kind.len() > 1
        && kind.starts_with(b".")
        && kind.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'.')
    {
        let of_kind = path.len().checked_sub(kind.len()).and_then(|at| path.split_at_checked(at));
        return of_kind.is_some_and(|(stem, found)| {
            found.eq_ignore_ascii_case(kind) && (before.is_empty() || pattern_matches(&from_root(before), stem))
        });
    }
    pattern_matches(&from_root(pattern), path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::input::{Agent, File};

    fn ask(text: &str, path: &str, token: &str) -> (Value, Vec<&'static str>) {
        let files = [File { place: FILE, status: 200, body: text.as_bytes() }];
        let agent = Agent { token, ..Agent::default() };
        let found = read(&Input { path, agent, files: &files, ..Input::default() });
        assert_eq!(found[0].value, found[1].value);
        (found[0].value, found[0].notes.clone())
    }

    #[test]
    fn the_vectors_hold() {
        // A1, A2, A3
        let images = "# Spawning AI\nUser-Agent: *\nDisallow: *.jpg\n";
        assert_eq!(ask(images, "/x/a.JPG", "X"), (Value::Reserved, vec![]));
        assert_eq!(ask(images, "/x/a.jpg?size=2", "X"), (Value::Reserved, vec![]));
        assert_eq!(ask(images, "/x/a.html", "X"), (Value::Silent, vec![]));
        assert_eq!(ask("User-agent: *\nDisallow: /", "/any", "X"), (Value::Reserved, vec![]));
        let other = "---\ntitle: My site\n---\n# About\nsome text\n";
        assert_eq!(ask(other, "/any", "X"), (Value::Silent, vec!["another_ai_txt"]));
    }

    #[test]
    fn the_longest_rule_counts_and_ties_reserve() {
        let text = "User-Agent: *\nDisallow: *\nAllow: *.png\n";
        assert_eq!(ask(text, "/a.png", "X").0, Value::Silent);
        assert_eq!(ask(text, "/a.txt", "X").0, Value::Reserved);
        assert_eq!(ask("User-agent: *\nAllow: /a\nDisallow: /a\n", "/a", "X"), (Value::Reserved, vec!["equal_length"]));
        let own = "User-agent: *\nDisallow: /\nUser-agent: GPTBot\nDisallow: /no\n";
        assert_eq!((ask(own, "/a", "gptbot").0, ask(own, "/a", "X").0), (Value::Silent, Value::Reserved));
        assert_eq!(ask("User-agent: *\nDisallow: art\n", "/x/art", "X").0, Value::Reserved);
        for kind in [".jpg", "*.jpg$", "*.JPG", "/x/*.jpg", "/x/*.jPg"] {
            let text = format!("User-agent: *\nDisallow: {kind}\n");
            assert_eq!(ask(&text, "/x/a.JPG", "X").0, Value::Reserved, "{kind}");
            assert_eq!(ask(&text, "/x/a.jpg.html", "X").0, Value::Silent, "{kind}");
        }
        assert_eq!(ask("User-agent: *\nDisallow: /X/*.jpg\n", "/x/a.jpg", "X").0, Value::Silent);
        assert_eq!(ask("User-agent: *\nDisallow: *.tar.gz\n", "/x/a.tar.GZ", "X").0, Value::Reserved);
    }
}
