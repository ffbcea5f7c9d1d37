//! `DisallowAITraining: /path` and `AllowAITraining: /path` in the groups of robots.txt: rules of an expired draft. Plain words,
//! and never a standard.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::{Record, line_at, normal, pattern_matches, pattern_rank};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// The rules of draft-canel-robots-ai-control.
pub const PROTOCOL: Protocol =
    Protocol { id: "ai-training-rules", reads: &[Wants::File("/robots.txt", "robots")], notes: &["top_level"], read };

fn read(input: &Input<'_>) -> Vec<Signal> {
    let Some((robots, body)) = input.robots else { return Vec::new() };
    let rules = robots.rules(&input.tokens());
    let mine: Vec<u32> = rules.groups().collect();
    let path = normal(input.path);
    let ours = |record: &Record<'_>| record.group.is_none_or(|group| mine.binary_search(&group).is_ok());
    let matches = |record: &Record<'_>| !record.value.is_empty() && pattern_matches(record.value, &path);
    let of = |name, no| robots.records(body, name).filter(ours).filter(matches).map(move |record| (record, no));
    // As for other rules: the longest counts, and of two equally long ones the permission.
    let best = of("disallowaitraining", true)
        .chain(of("allowaitraining", false))
        .max_by_key(|(record, no)| (pattern_rank(record.value), !no));
    let Some((record, no)) = best else { return Vec::new() };
    let source = Source::File("/robots.txt".to_owned());
    let place = Place::new(source, Some((record.mark.line, record.mark.column)), line_at(body, record.mark.offset));
    let top = record.group.is_none();
    vec![Signal {
        protocol: PROTOCOL.id,
        version: "draft-canel-robots-ai-control-01",
        purpose: Purpose::Train,
        // What an expired draft permits is no express permission of anything.
        value: if no { Value::Reserved } else { Value::Silent },
        confidence: Confidence::Low,
        place: Some(place),
        operator: None,
        otherwise: (no && top).then_some(Value::Silent),
        notes: if top { vec!["top_level"] } else { Vec::new() },
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Agent;
    use crate::robots::{Dialect, Robots};

    #[test]
    fn the_longest_rule_of_the_own_group_counts() {
        let ask = |text: &str, token, path| {
            let text = text.replace(" | ", "\n");
            let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
            let agent = Agent { token, ..Agent::default() };
            let found = read(&Input { path, agent, robots: Some((&robots, text.as_bytes())), ..Input::default() });
            found.first().map(|s| s.value)
        };
        let text =
            "User-agent: * | DisallowAITraining: / | AllowAITraining: /open | Allow: / | User-agent: A | Disallow:";
        assert_eq!(ask(text, "X", "/a"), Some(Value::Reserved));
        assert_eq!(ask(text, "X", "/open/a"), Some(Value::Silent));
        assert_eq!(ask(text, "A", "/a"), None);
        assert_eq!(ask("disallowaitraining: /a | User-agent: *", "X", "/ab"), Some(Value::Reserved));
        assert_eq!(ask("User-agent: * | DisallowAITraining:", "X", "/"), None);
    }
}
