//! Content Signals: a record in the groups of robots.txt, `Content-Signal: search=yes, ai-train=no`.

use super::{Protocol, Wants};
use crate::input::Input;
use crate::robots::{LIMIT, Record, line_at};
use crate::signal::{Confidence, Place, Purpose, Signal, Source, Value};

/// Content Signals.
pub const PROTOCOL: Protocol = Protocol {
    id: "content-signal",
    reads: &[Wants::File("/robots.txt", "robots"), Wants::Header("Content-Signal")],
    notes: &["express_reservation", "top_level", "other_group", "unknown_value", "use", "header"],
    read,
};

/// What a place says, before the stricter of several is taken.
struct Said {
    purpose: Purpose,
    value: Value,
    confidence: Confidence,
    /// What it says where the place is read otherwise: a line before any group for nobody, the line of another group for all.
    otherwise: Option<Value>,
    notes: Vec<&'static str>,
    place: Place,
}

fn read(input: &Input<'_>) -> Vec<Signal> {
    let mut said = Vec::new();
    if let Some((robots, body)) = input.robots {
        let rules = robots.rules(&input.tokens());
        let mine: Vec<u32> = rules.groups().collect();
        let head = body.get(..LIMIT).unwrap_or(body).to_ascii_lowercase();
        let express = memchr::memmem::find(&head, b"express reservations of rights").is_some();
        let mut others = Vec::new();
        let mut top = Vec::new();
        for record in robots.records(body, PROTOCOL.id) {
            let place = place(&record, body);
            let mut notes = if express { vec!["express_reservation"] } else { Vec::new() };
            match record.group {
                None => {
                    notes.push("top_level");
                    top.extend(signals(record.value, &place, &notes));
                }
                Some(group) if mine.binary_search(&group).is_ok() => said.extend(signals(record.value, &place, &notes)),
                Some(_) => others.push((record, place)),
            }
        }
        // A line before any group is read for everybody; who reads signals inside of groups alone hears nothing.
        let grouped = |said: &[Said], purpose| said.iter().any(|s| s.purpose == purpose && s.value != Value::Silent);
        top = top
            .into_iter()
            .map(|s| Said { otherwise: (!grouped(&said, s.purpose)).then_some(Value::Silent), ..s })
            .collect();
        said.extend(top);
        // The agent's own group is silent; what the site says to everybody is told, and does not decide.
        if rules.own() {
            let everyone: Vec<u32> = robots.rules(&[]).groups().collect();
            let wide = others.iter().filter(|(r, _)| r.group.is_some_and(|g| everyone.binary_search(&g).is_ok()));
            let wide: Vec<Said> =
                wide.flat_map(|(record, place)| signals(record.value, place, &["other_group"])).collect();
            for s in wide {
                if !grouped(&said, s.purpose) && s.value != Value::Silent {
                    said.push(Said {
                        otherwise: Some(s.value),
                        value: Value::Silent,
                        confidence: Confidence::Low,
                        ..s
                    });
                }
            }
        }
    }
    // No header is specified; what comes in one is weak evidence.
    for (name, value) in input.header("Content-Signal") {
        let place = Place::new(Source::Header(name.to_owned()), None, value.as_bytes());
        said.extend(signals(value.as_bytes(), &place, &["header"]).map(|s| Said { confidence: Confidence::Low, ..s }));
    }
    // `use=` speaks of training only where nothing does so by name.
    let named = |s: &Said| s.purpose == Purpose::Train && s.value != Value::Silent && !s.notes.contains(&"use");
    let explicit = said.iter().any(named);
    said.retain(|s| !(explicit && s.notes.contains(&"use")));
    // Several lines: the stricter counts for each purpose.
    let mut kept: Vec<Said> = Vec::new();
    for purpose in Purpose::ALL {
        let of: Vec<usize> = (0..).zip(&said).filter(|(_, s)| s.purpose == purpose).map(|(at, _)| at).collect();
        let first = |value| of.iter().copied().find(|at| said.get(*at).is_some_and(|s| s.value == value));
        let other =
            || of.iter().copied().find(|at| said.get(*at).is_some_and(|s| s.otherwise == Some(Value::Reserved)));
        let found = first(Value::Reserved).or_else(|| first(Value::Granted)).or_else(other).or(of.first().copied());
        if let Some(at) = found {
            kept.push(said.remove(at));
        }
    }
    let out = kept.into_iter().map(|s| Signal {
        protocol: PROTOCOL.id,
        version: "24 September 2025",
        purpose: s.purpose,
        value: s.value,
        confidence: s.confidence,
        place: Some(s.place),
        operator: None,
        otherwise: s.otherwise,
        notes: s.notes,
    });
    out.collect()
}

fn place(record: &Record<'_>, body: &[u8]) -> Place {
    let mark = record.mark;
    let source = Source::File("/robots.txt".to_owned());
    Place::new(source, Some((mark.line, mark.column)), line_at(body, mark.offset))
}

/// What one value says, key by key.
fn signals(value: &[u8], place: &Place, notes: &[&'static str]) -> impl Iterator<Item = Said> + use<> {
    let text = String::from_utf8_lossy(value).to_ascii_lowercase();
    let mut found = Vec::new();
    let mut say = |purpose, value, confidence, note: Option<&'static str>| {
        let notes = notes.iter().copied().chain(note).collect();
        found.push(Said { purpose, value, confidence, otherwise: None, notes, place: place.clone() });
    };
    for item in text.split(',') {
        let (key, value) = item.split_once('=').map_or((item.trim(), ""), |(k, v)| (k.trim(), v.trim()));
        let purpose = match key {
            "ai-train" => Purpose::Train,
            "ai-input" => Purpose::Input,
            "search" => Purpose::Search,
            "use" => {
                match value {
                    "immediate" | "reference" => {
                        say(Purpose::Train, Value::Reserved, Confidence::Low, Some("use"));
                    }
                    "full" => {}
                    _ => say(Purpose::Train, Value::Silent, Confidence::Low, Some("unknown_value")),
                }
                continue;
            }
            _ => continue,
        };
        match value {
            "no" => {
                say(purpose, Value::Reserved, Confidence::High, None);
                if purpose == Purpose::Train {
                    say(Purpose::Tdm, Value::Reserved, Confidence::Low, None);
                }
            }
            "yes" => say(purpose, Value::Granted, Confidence::Medium, None),
            _ => say(purpose, Value::Silent, Confidence::Low, Some("unknown_value")),
        }
    }
    found.into_iter()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
    use super::*;
    use crate::input::Agent;
    use crate::robots::{Dialect, Robots};

    fn all(text: &str, token: &str, headers: &[(&str, &str)]) -> Vec<Signal> {
        let robots = Robots::parse(text.as_bytes(), Dialect::Rfc9309);
        let agent = Agent { token, ..Agent::default() };
        read(&Input { path: "/a", agent, robots: Some((&robots, text.as_bytes())), headers, ..Input::default() })
    }

    fn ask(text: &str, token: &str, purpose: Purpose) -> (Value, Confidence, Vec<&'static str>) {
        let found = all(text, token, &[]).into_iter().find(|s| s.purpose == purpose);
        found.map_or((Value::Silent, Confidence::Low, vec!["nothing"]), |s| (s.value, s.confidence, s.notes))
    }

    #[test]
    fn the_vectors_hold() {
        let (train, high, low) = (Purpose::Train, Confidence::High, Confidence::Low);
        // C1
        let text = "User-agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /\n";
        assert_eq!(ask(text, "X", train), (Value::Reserved, high, vec![]));
        assert_eq!(ask(text, "X", Purpose::Tdm), (Value::Reserved, low, vec![]));
        assert_eq!(ask(text, "X", Purpose::Search), (Value::Granted, Confidence::Medium, vec![]));
        assert_eq!(ask(text, "X", Purpose::Input).2, ["nothing"]);
        // C2: silent for the agent with a group of its own; what the site says to everybody is told.
        let own = format!("{text}User-agent: GPTBot\nAllow: /\n");
        assert_eq!(ask(&own, "GPTBot", train), (Value::Silent, low, vec!["other_group"]));
        let both = all(&own, "GPTBot", &[]);
        assert!(both.iter().any(|s| s.purpose == train && s.otherwise == Some(Value::Reserved)));
        assert!(both.iter().any(|s| s.purpose == Purpose::Search && s.otherwise == Some(Value::Granted)));
        // A group of its own that speaks of another use leaves the rest as the site says it to everybody.
        let part = format!("{text}User-agent: GPTBot\nContent-Signal: search=no\nAllow: /\n");
        assert_eq!(ask(&part, "GPTBot", train), (Value::Silent, low, vec!["other_group"]));
        assert_eq!(ask(&part, "GPTBot", Purpose::Search).0, Value::Reserved);
        // C3, C4, C5
        assert_eq!(ask("User-agent: *\ncontent-signal: ai-train = NO\n", "X", train).0, Value::Reserved);
        let odd = ask("User-agent: *\nContent-Signal: ai-train=maybe\n", "X", train);
        assert_eq!(odd, (Value::Silent, low, vec!["unknown_value"]));
        let usage = "User-agent: *\nContent-Signal: use=reference\n";
        assert_eq!(ask(usage, "X", train), (Value::Reserved, low, vec!["use"]));
        let explicit = "User-agent: *\nContent-Signal: use=reference, ai-train=yes\n";
        assert_eq!(ask(explicit, "X", train).0, Value::Granted);
        let odd = "User-agent: *\nContent-Signal: use=reference, ai-train=maybe\n";
        assert_eq!(ask(odd, "X", train), (Value::Reserved, low, vec!["use"]));
        // C6
        let top = "Content-Signal: ai-train=no\nUser-agent: *\nAllow: /\n";
        assert_eq!(ask(top, "X", train), (Value::Reserved, high, vec!["top_level"]));
        assert!(all(top, "X", &[]).iter().all(|s| s.otherwise == Some(Value::Silent)), "both readings are given");
        // C7: a grant beside a refused fetch; robots.txt reserves, this grants, and the reservation wins.
        let refused = "User-agent: GPTBot\nContent-Signal: ai-train=yes\nDisallow: /\n";
        let robots = Robots::parse(refused.as_bytes(), Dialect::Rfc9309);
        let agent = Agent { token: "GPTBot", ..Agent::default() };
        let input = Input { path: "/a", agent, robots: Some((&robots, refused.as_bytes())), ..Input::default() };
        let signals = crate::read_all(&input);
        let judged = crate::judge(&signals, train);
        assert_eq!((judged.value, judged.rule, judged.by[0].protocol), (Value::Reserved, 3, "robots.txt"));
        assert_eq!(judged.against[0].protocol, PROTOCOL.id);
    }

    #[test]
    fn several_lines_merge_to_the_stricter() {
        let text = "# ... are express reservations of rights under Article 4 ...\nUser-agent: *\nContent-Signal: ai-train=no\n\
                    Disallow:\nUser-agent: *\nContent-Signal: ai-train=yes\nAllow: /\n";
        let found = all(text, "X", &[("content-signal", "ai-input=no")]);
        let train: Vec<&Signal> = found.iter().filter(|s| s.purpose == Purpose::Train).collect();
        assert_eq!(
            (train.len(), train[0].value, train[0].notes.clone()),
            (1, Value::Reserved, vec!["express_reservation"])
        );
        let place = train[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column, place.text.as_str()), (Some(3), Some(17), "Content-Signal: ai-train=no"));
        let input = found.iter().find(|s| s.purpose == Purpose::Input).unwrap();
        assert_eq!((input.confidence, input.notes.clone()), (Confidence::Low, vec!["header"]));
    }
}
