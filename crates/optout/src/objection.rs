//! Signs by which a site objects to personal data being collected from it. Another law than Article 4(3) of Directive (EU) 2019/790
//! asks for them (EDPB Guidelines 03/2026, in consultation): so they are told apart, are never called a reservation, and decide nothing
//! about one. That there is none is no consent.

use crate::robots::Access;
use crate::signal::{Signal, Value};

/// The protocols whose refusal is such a sign: that robots.txt refuses the agent, that ai.txt refuses the use.
#[must_use]
pub fn objections(signals: &[Signal], fetch: Option<Access>) -> Vec<&'static str> {
    let refused = (fetch == Some(Access::Disallow)).then_some("robots.txt");
    let listed = signals.iter().any(|s| s.protocol == "ai.txt" && s.value == Value::Reserved).then_some("ai.txt");
    refused.into_iter().chain(listed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::robots::{Dialect, Robots};
    use crate::{Agent, File, Input, Purpose, judge, read_all};

    #[test]
    fn signs_are_told_apart_from_reservations() {
        let body = b"User-agent: X\nDisallow: /\n";
        let robots = Robots::parse(body, Dialect::Rfc9309);
        let files = [File { place: "/ai.txt", status: 200, body: b"User-Agent: *\nDisallow: /\n" }];
        let agent = Agent { token: "X", ..Agent::default() };
        let input = Input { path: "/a", agent, robots: Some((&robots, body)), files: &files, ..Input::default() };
        let fetch = Some(robots.check(&["X"], "/a").access);
        assert_eq!(objections(&read_all(&input), fetch), ["robots.txt", "ai.txt"]);
        // TDMRep reserves and is no sign; a site that says nothing gives none.
        let tdm = [File {
            place: "/.well-known/tdmrep.json",
            status: 200,
            body: br#"[{"location":"/","tdm-reservation":1}]"#,
        }];
        let signals = read_all(&Input { path: "/a", files: &tdm, ..Input::default() });
        assert_eq!(judge(&signals, Purpose::Tdm).value, Value::Reserved);
        assert!(objections(&signals, Some(Access::Allow)).is_empty() && objections(&[], None).is_empty());
    }
}
