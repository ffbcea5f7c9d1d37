//! robots.txt (RFC 9309) as a reservation: who is told not to fetch cannot mine, whatever for. `Allow` grants no use.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::{Access, Decision, Notes, from_utf16, line};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// robots.txt.
pub const PROTOCOL: Protocol = Protocol {
    id: "robots.txt",
    reads: &[Wants::File("/robots.txt", "robots")],
    notes: &[
        "ambiguous_group",
        "lenient_ua",
        "invalid_token",
        "beyond_limit",
        "encoding_utf16",
        "html_body",
        "lenient_field",
        "lint",
        "unavailable",
        "unreachable",
        "many_redirects",
        "control_token",
        "other_agents",
        "lenient_reading",
    ],
    read,
};

/// How many of the widely known training crawlers have to be shut out before a general reservation is probable.
const MAJORS: usize = 3;

fn read(input: &Input<'_>) -> Vec<Signal> {
    let Some((robots, body)) = input.robots else { return Vec::new() };
    let place = |decision: &Decision| {
        decision.rule.map(|mark| {
            let source = Source::File("/robots.txt".to_owned());
            Place::new(source, Some((mark.line, mark.column)), line(body, mark.line).as_bytes())
        })
    };
    let signal = |purpose, value, confidence, decision: &Decision, more: &[&'static str]| Signal {
        protocol: PROTOCOL.id,
        version: "RFC 9309",
        purpose,
        value,
        confidence,
        place: place(decision),
        operator: None,
        notes: decision.notes.words().chain(more.iter().copied()).collect(),
    };
    // A control token binds the use by its operator, and no search: grounding too, where that is Google's.
    let operator = ["Google", "Apple"].into_iter().find(|known| *known == input.agent.operator);
    let control = |decision: &Decision| {
        let of = |purpose, confidence| Signal {
            operator,
            ..signal(purpose, Value::Reserved, confidence, decision, &["control_token"])
        };
        let grounding = (operator == Some("Google")).then(|| of(Purpose::Input, Confidence::Medium));
        [of(Purpose::Train, Confidence::High)].into_iter().chain(grounding).collect::<Vec<_>>()
    };
    let own = robots.check(&input.tokens(), input.path);
    let mut found = Vec::new();
    if own.access == Access::Disallow {
        if !input.agent.control {
            return Purpose::ALL.map(|purpose| signal(purpose, Value::Reserved, Confidence::High, &own, &[])).to_vec();
        }
        found.extend(control(&own));
    }
    for token in input.agent.controls {
        let decision = robots.check(&[token], input.path);
        if decision.access == Access::Disallow {
            found.extend(control(&decision));
        }
    }
    // Others are shut out, this agent is not.
    let shut: Vec<Decision> = (input.agent.majors.iter())
        .map(|token| robots.check(&[token], input.path))
        .filter(|decision| decision.access == Access::Disallow)
        .collect();
    if let Some(first) = shut.first() {
        let probable = shut.len() >= MAJORS;
        let value = if probable { Value::Reserved } else { Value::Silent };
        let confidence = if probable { Confidence::Medium } else { Confidence::Low };
        found.push(signal(Purpose::Train, value, confidence, first, &["other_agents"]));
    }
    if own.notes.has(Notes::ENCODING_UTF16)
        && let Some(text) = from_utf16(body)
        && crate::robots::Robots::parse(text.as_bytes(), robots.dialect()).check(&input.tokens(), input.path).access
            == Access::Disallow
    {
        found.push(signal(Purpose::Train, Value::Silent, Confidence::Low, &own, &["lenient_reading"]));
    }
    for purpose in Purpose::ALL {
        if !found.iter().any(|s| s.purpose == purpose) {
            found.push(signal(purpose, Value::Silent, Confidence::High, &own, &[]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::input::Agent;
    use crate::robots::{Dialect, Fetched, Robots};

    fn ask(robots: &Robots, body: &[u8], agent: Agent<'_>) -> Vec<(Purpose, Value, Confidence, Vec<&'static str>)> {
        let input = Input { path: "/a", agent, robots: Some((robots, body)), ..Input::default() };
        read(&input).into_iter().map(|s| (s.purpose, s.value, s.confidence, s.notes)).collect()
    }

    fn of(text: &str, agent: Agent<'_>) -> Vec<(Purpose, Value, Confidence, Vec<&'static str>)> {
        ask(&Robots::parse(text.as_bytes(), Dialect::Rfc9309), text.as_bytes(), agent)
    }

    #[test]
    fn who_may_not_fetch_may_not_mine() {
        let found = of("User-agent: GPTBot\nDisallow: /\n", Agent { token: "GPTBot", ..Agent::default() });
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), Purpose::ALL);
        assert!(found.iter().all(|f| f.1 == Value::Reserved && f.2 == Confidence::High));
    }

    #[test]
    fn allow_grants_nothing_and_no_file_says_nothing() {
        let x = Agent { token: "X", ..Agent::default() };
        assert!(of("User-agent: X\nAllow: /\n", x).iter().all(|f| f.1 == Value::Silent));
        let status = |status| Robots::fetched(Fetched::Status { status, redirects: 0 }, b"", Dialect::Rfc9309);
        assert!(ask(&status(404), b"", x).iter().all(|f| f.1 == Value::Silent && f.3 == ["unavailable"]));
        assert!(ask(&status(503), b"", x).iter().all(|f| f.1 == Value::Reserved && f.3 == ["unreachable"]));
        assert!(read(&Input { path: "/a", agent: x, ..Input::default() }).is_empty());
    }

    /// R26: the fetch is allowed, the training is reserved.
    #[test]
    fn a_control_token_governs_the_use() {
        let google =
            Agent { token: "Googlebot", controls: &["Google-Extended"], operator: "Google", ..Agent::default() };
        let found = of("User-agent: Google-Extended\nDisallow: /\n", google);
        assert_eq!(found[0], (Purpose::Train, Value::Reserved, Confidence::High, vec!["control_token"]));
        assert_eq!((found[1].0, found[1].1, found[1].2), (Purpose::Input, Value::Reserved, Confidence::Medium));
        assert!(found[2..].iter().all(|f| f.1 == Value::Silent));
        // Asked for itself it says the same, and nothing of search.
        let apple = Agent { token: "Applebot-Extended", control: true, operator: "Apple", ..Agent::default() };
        let found = of("User-agent: *\nDisallow: /\n", apple);
        let reserved: Vec<Purpose> = found.iter().filter(|f| f.1 == Value::Reserved).map(|f| f.0).collect();
        assert_eq!(reserved, [Purpose::Train]);
    }

    #[test]
    fn three_majors_shut_out_make_a_general_reservation_probable() {
        let majors = &["GPTBot", "ClaudeBot", "CCBot", "Bytespider"];
        let x = Agent { token: "X", majors, ..Agent::default() };
        let two = of("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n", x);
        assert_eq!(two[0], (Purpose::Train, Value::Silent, Confidence::Low, vec!["other_agents"]));
        let three = of("User-agent: GPTBot\nUser-agent: CCBot\nUser-agent: ClaudeBot\nDisallow: /\n", x);
        assert_eq!(three[0], (Purpose::Train, Value::Reserved, Confidence::Medium, vec!["other_agents"]));
    }

    #[test]
    fn utf16_is_a_second_opinion() {
        let body: Vec<u8> = "User-agent: *\nDisallow: /\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let robots = Robots::parse(&body, Dialect::Rfc9309);
        let found = ask(&robots, &body, Agent { token: "X", ..Agent::default() });
        assert_eq!(found[0].1, Value::Silent);
        assert_eq!(found[0].3, ["encoding_utf16", "lenient_reading"]);
    }
}
