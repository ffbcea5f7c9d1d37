//! robots.txt (RFC 9309) as a reservation: who is told not to fetch cannot mine, whatever for. `Allow` grants no use.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::{Access, Decision, Notes, Robots, line};
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
        "policy_token",
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
        otherwise: None,
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
    // The file could not be obtained: the fetch is refused, and of no use was anything read (rule 11).
    if own.notes.has(Notes::UNREACHABLE) {
        return Purpose::ALL.map(|p| signal(p, Value::Unreadable, Confidence::High, &own, &[])).to_vec();
    }
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
    for policy in input.agent.policies {
        let rules = robots.rules(&[policy.token]);
        let decision = rules.check(input.path);
        if decision.access == Access::Disallow && (rules.own() || policy.everyone) {
            found.push(signal(Purpose::Train, Value::Reserved, Confidence::Medium, &decision, &["policy_token"]));
        }
    }
    // Others are shut out, this agent is not.
    let shut = refused(robots, input);
    if let Some(first) = shut.first() {
        let probable = shut.len() >= MAJORS;
        let value = if probable { Value::Reserved } else { Value::Silent };
        let confidence = if probable { Confidence::Medium } else { Confidence::Low };
        found.push(signal(Purpose::Train, value, confidence, first, &["other_agents"]));
    }
    // Read leniently the file may refuse what it does not refuse by the letter: both are told (rule 10).
    let loose = robots.loosely(body).map(|other| other.check(&input.tokens(), input.path));
    let loose = loose.filter(|decision| own.access == Access::Allow && decision.access == Access::Disallow);
    for purpose in Purpose::ALL {
        if found.iter().any(|s| s.purpose == purpose) && loose.is_none() {
            continue;
        }
        found.push(match loose {
            Some(_) => Signal {
                otherwise: Some(Value::Reserved),
                ..signal(purpose, Value::Silent, Confidence::Low, &own, &["lenient_reading"])
            },
            None => signal(purpose, Value::Silent, Confidence::High, &own, &[]),
        });
    }
    found
}

/// How many of the widely known training crawlers are refused at an address. A number to report, and no legal conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Breadth {
    /// Refused.
    pub refused: usize,
    /// Of so many.
    pub of: usize,
}

/// The breadth of a refusal at an address; `None` where no robots.txt was obtained.
#[must_use]
pub fn breadth(input: &Input<'_>) -> Option<Breadth> {
    let (robots, _) = input.robots.filter(|(robots, _)| robots.obtained())?;
    Some(Breadth { refused: refused(robots, input).len(), of: input.agent.majors.len() })
}

fn refused(robots: &Robots, input: &Input<'_>) -> Vec<Decision> {
    let majors = input.agent.majors.iter();
    majors.map(|token| robots.check(&[token], input.path)).filter(|d| d.access == Access::Disallow).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::input::{Agent, PolicyToken};
    use crate::robots::{Dialect, Fetched};

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
        // Rule 11: the fetch is refused, and nothing that was said could be read.
        assert!(ask(&status(503), b"", x).iter().all(|f| f.1 == Value::Unreadable && f.3 == ["unreachable"]));
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
        // A colon is missing: by the letter the line is none, and read leniently it refuses.
        let text = "User-agent: *\nDisallow /\n";
        let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
        let agent = Agent { token: "X", ..Agent::default() };
        let input = Input { path: "/a", agent, robots: Some((&robots, text.as_bytes())), ..Input::default() };
        let found = read(&input);
        assert!(found.iter().all(|s| s.otherwise == Some(Value::Reserved) && s.notes == ["lenient_reading"]));
        let judged = crate::judge(&found, Purpose::Train);
        assert_eq!((judged.value, judged.confidence), (Value::Silent, Confidence::Low));
        assert!(judged.stricter.is_some());
    }

    #[test]
    fn a_policy_token_speaks_of_its_purpose() {
        let own = [PolicyToken { token: "train-policy", everyone: false }];
        let wide = [PolicyToken { token: "train-policy", everyone: true }];
        let train = |text: &str, policies| of(text, Agent { token: "X", policies, ..Agent::default() })[0].clone();
        let named = "User-agent: train-policy\nDisallow: /\nUser-agent: X\nAllow: /\n";
        assert_eq!(train(named, &own).1, Value::Reserved);
        assert_eq!(train(named, &own).3, ["policy_token"]);
        // By default no other group speaks for it.
        let everyone = "User-agent: *\nDisallow: /\nUser-agent: X\nAllow: /\n";
        assert_eq!((train(everyone, &own).1, train(everyone, &wide).1), (Value::Silent, Value::Reserved));
    }

    #[test]
    fn breadth_is_a_number() {
        let majors = &["GPTBot", "ClaudeBot", "CCBot"];
        let text = "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n";
        let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
        let agent = Agent { token: "X", majors, ..Agent::default() };
        let input = Input { path: "/a", agent, robots: Some((&robots, text.as_bytes())), ..Input::default() };
        assert_eq!(breadth(&input), Some(Breadth { refused: 2, of: 3 }));
        assert_eq!(breadth(&Input { robots: None, ..input }), None);
    }
}
